"""A whole report in one message: "rumah rapi … Kesepakatan: … Catatan pribadi: …"."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel

from handlers.core.understanding import find_day, find_month
from handlers.core.understanding.matters.visits import Part, parts_in


class Draft(BaseModel):
    """A report being written: the memory of the questions about it."""

    visit: int
    conditions: str = ""
    said: str = ""
    agreements: str = ""
    """As written, a line or number each."""
    next_on: date | None = None
    private: str = ""
    files: list[int] = []

    def with_(self, part: Part, words: str, now: datetime) -> Draft:
        """The same with this part; "-" empties it, a day that cannot be read leaves none."""
        words = "" if words.strip() == "-" else words
        if part is Part.NEXT:
            on = find_day(words, now) or find_month(words, now)
            return self.model_copy(update={"next_on": on})
        return self.model_copy(update={part.value: words})


def read(draft: Draft, text: str, now: datetime) -> Draft:
    """Each part from under its heading; what stands before the first is how things are there.

    `now` in the school's zone. Nothing is lost: a next visit without a day that can be read
    stays in the private remarks.
    """
    words = parts_in(text)
    for part, said in words.items():
        draft = draft.with_(part, said, now)
    unread = words.get(Part.NEXT, "") if draft.next_on is None else ""
    return draft.model_copy(update={"private": f"{draft.private}\n{unread}".strip()})
