"""A whole report in one message: "rumah rapi … Kesepakatan: … Catatan pribadi: …"."""

from __future__ import annotations

from datetime import date, datetime

from handlers.core.forms.children import ForChildren
from handlers.core.understanding import find_day, find_month
from handlers.core.understanding.matters.visits import Part, parts_in


class Draft(ForChildren):
    """A report being written: the memory of the questions about it."""

    visit: int = 0
    conditions: str = ""
    said: str = ""
    agreements: str = ""
    """As written, a line or number each."""
    next_on: date | None = None
    private: str = ""
    files: tuple[int, ...] = ()
    todo: tuple[Part, ...] = tuple(Part)
    """What is still asked for, one after the other."""
    more: str = ""
    """What has been said under it, and not to which part it belongs."""
    instead: bool = False
    """In the place of what that part has."""

    def with_(self, part: Part, words: str, now: datetime) -> Draft:
        """The same with this part; "-" empties it, a day that cannot be read leaves none."""
        words = "" if words.strip() == "-" else words
        if part is Part.NEXT:
            on = find_day(words, now) or find_month(words, now)
            return self.model_copy(update={"next_on": on})
        return self.model_copy(update={part.value: words})

    def and_(self, part: Part, words: str, now: datetime) -> Draft:
        """The same with these words behind those the part has."""
        before = "" if part is Part.NEXT else getattr(self, part.value)
        return self.with_(part, "\n".join(filter(None, (before, words))), now)


def read(draft: Draft, text: str, now: datetime, *, add: bool = False) -> Draft:
    """Each part from under its heading; what stands before the first is how things are there.

    `now` in the school's zone. Nothing is lost: a next visit without a day that can be read
    stays in the private remarks.
    """
    words = parts_in(text)
    for part, said in words.items():
        draft = (draft.and_ if add else draft.with_)(part, said, now)
    unread = words.get(Part.NEXT, "") if draft.next_on is None else ""
    return draft.model_copy(update={"private": f"{draft.private}\n{unread}".strip()})
