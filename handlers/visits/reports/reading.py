"""A whole report in one message: "rumah rapi … Kesepakatan: … Catatan pribadi: …"."""

from __future__ import annotations

import re
from datetime import date, datetime

from pydantic import BaseModel

from handlers.core.understanding import find_day, find_month
from handlers.visits.reports.words import Part

_HEADINGS = {
    Part.CONDITIONS: r"kondisi|keadaan|conditions?",
    Part.SAID: r"kata|ucapan|pesan|harapan|disampaikan|keluarga|orang tua|said",
    Part.AGREEMENTS: r"kesepakatan|keputusan|agreements?|agreed",
    Part.NEXT: r"kunjungan (?:berikut|lanjut)|berikutnya|next",
    Part.PRIVATE: r"(?:catatan |khusus )?(?:pribadi|rahasia|internal)|private",
}
_HEADING = re.compile(
    r"(?:^|(?<=[\n.;!?]))\s*(?:"
    + "|".join(f"(?P<{part}>{words})" for part, words in _HEADINGS.items())
    + r")(?P<rest>[^\n:.;]{0,40}):",
    re.IGNORECASE,
)


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


def is_whole(text: str) -> bool:
    """Whether a text has headings of its own."""
    return _HEADING.search(text) is not None


def read(draft: Draft, text: str, now: datetime) -> Draft:
    """Each part from under its heading; what stands before the first is how things are there.

    `now` in the school's zone. Nothing is lost: a next visit without a day that can be read
    stays in the private remarks.
    """
    found = list(_HEADING.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)]
    pieces: dict[Part, list[str]] = {}
    if before := text[: found[0].start()].strip() if found else text.strip():
        pieces[Part.CONDITIONS] = [before]
    for one, end in zip(found, ends, strict=False):
        pieces.setdefault(_part(one), []).append(text[one.end() : end].strip())
    words = {part: "\n".join(filter(None, some)) for part, some in pieces.items()}
    for part, said in words.items():
        draft = draft.with_(part, said, now)
    unread = words.get(Part.NEXT, "") if draft.next_on is None else ""
    return draft.model_copy(update={"private": f"{draft.private}\n{unread}".strip()})


def _part(heading: re.Match[str]) -> Part:
    return next(part for part in Part if heading[part.value])
