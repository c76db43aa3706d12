"""A meeting being called: what one message says of it, and what is still missing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handlers.core.forms import addressing
from handlers.core.forms.addressing import NOBODY, Audience
from handlers.core.forms.receivers import Addressed
from handlers.core.talk import Sense, Turn
from handlers.core.understanding import Message, day_near
from handlers.core.understanding.matters.meetings import (
    AGENDA,
    CAPACITY,
    CLASSES,
    EVERY,
    grade_of,
    hours,
    kind_of,
    months,
)
from handlers.core.understanding.reading import Reading
from handlers.core.understanding.slots.meetings import place_of
from handlers.core.understanding.words.tables import words_in
from models.family import LEADS, classes_of_school
from models.meeting import Kind

LASTS = timedelta(hours=2)
"""A meeting of which nobody said when it ends."""
_BESIDE = words_in(
    "saja jadi deh dong ya bu pak ibu bapak hari tanggal jam waktu mulai sampai tempat di ke "
    "pindah ganti agenda - – , . :"
)
"""Beside a time or a place they say nothing of their own."""
LAST_GRADES = ("6", "9", "12")
LONGEST = 300
"""Characters of an agenda; WhatsApp takes 1024 for the whole invitation."""


class Draft(Addressed):
    """The memory of the questions about a meeting."""

    kind: Kind | None = None
    day: date | None = None
    clock: time | None = None
    until: time | None = None
    place: str = ""
    agenda: str | None = None
    """None until it was asked for; empty where there is none."""
    capacity: int | None = None
    every: int | None = None
    """Months between the meetings of a series."""
    sessions: int = 0
    files: tuple[int, ...] = ()
    sure: str = ""
    """Words with a child's name in them that may go to all of them."""

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """Only once day and hour are known."""
        assert self.day is not None
        assert self.clock is not None
        return datetime.combine(self.day, self.clock, tzinfo=zone)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """Of the last session, where there are several one after the other."""
        return self.starts_at(zone) + self.lasts * max(1, self.sessions)

    @property
    def lasts(self) -> timedelta:
        """Of one session."""
        if self.clock is None or self.until is None or self.until <= self.clock:
            return LASTS
        day = date(2000, 1, 1)
        return datetime.combine(day, self.until) - datetime.combine(day, self.clock)

    @property
    def is_timed(self) -> bool:
        return self.day is not None and self.clock is not None


def read(words: str, turn: Turn) -> Draft:
    """Everything one message says of a meeting, but for whom it is."""
    agenda = AGENDA.search(words)
    head = words.replace(agenda[0], " ") if agenda else words
    capacity, every = CAPACITY.search(head), EVERY.search(head)
    reading = _reading(head, turn)
    draft = Draft(
        kind=kind_of(head),
        place=place_of(reading) or "",
        agenda=agenda["agenda"].strip()[:LONGEST] if agenda else None,
        capacity=int(capacity["seats"]) or None if capacity else None,
        every=months(every) if every else None,
    )
    return draft.model_copy(update=times(head, turn))


def times(words: str, turn: Turn) -> dict[str, object]:
    """The day and the hours that words name, as far as they do."""
    plain = EVERY.sub(" ", CAPACITY.sub(" ", CLASSES.sub(" ", words)))
    reading = _reading(plain, turn)
    today = turn.local.date()
    days = [d.first for d in reading.days if d.sort != "duration" and d.first >= today]
    clocks, _ = hours(reading)
    found: dict[str, object] = {}
    if days:
        found["day"] = days[0]
    if clocks:
        found |= {"clock": clocks[0], "until": clocks[1] if len(clocks) > 1 else None}
    return found


def said(words: str, turn: Turn, draft: Draft) -> dict[str, object]:
    """What the words change of a meeting that is being called; nothing of for whom it is."""
    new = read(words, turn)
    near = day_near(words, turn.local, draft.day)
    alike = near and new.day and near.weekday() == new.day.weekday()
    found: dict[str, object] = {"day": near if alike else new.day} if new.day else {}
    if new.clock:
        found |= {"clock": new.clock, "until": new.until or _ends_as_late(draft, new.clock)}
    if new.capacity:
        found |= {"capacity": new.capacity, "sessions": 0}
    told = {"place": new.place, "agenda": new.agenda, "every": new.every}
    return found | {name: value for name, value in told.items() if value}


def told(words: str, turn: Turn, draft: Draft) -> dict[str, object]:
    """The same of words that say nothing else; otherwise nothing."""
    return {} if beyond(words, turn) else said(words, turn, draft)


def beyond(words: str, turn: Turn) -> bool:
    """Whether they say more than when, where, what about and for how many: then they may be about
    anything."""
    for pattern in (AGENDA, CAPACITY, EVERY):
        words = pattern.sub(" ", words)
    reading = _reading(words, turn)
    _, timed = hours(reading)
    left = [word for place, word in enumerate(reading.words) if place not in timed]
    where = set(_reading(place_of(reading) or "", turn).texts)
    return any(not {word.text, word.root} & (_BESIDE | where) for word in left)


def is_another_matter(turn: Turn) -> bool:
    """Whether they ask what names a time in passing: "siapa yang tidak masuk hari ini?"."""
    asks = turn.said is not None and turn.said.sense is Sense.QUESTION
    return asks and beyond(turn.text, turn)


def _ends_as_late(draft: Draft, clock: time) -> time | None:
    """When it ends if it lasts as long as was said before; None where nobody has said so."""
    if draft.clock is None or draft.until is None:
        return None
    day = date(2000, 1, 1)
    ends_at = datetime.combine(day, clock) + draft.lasts
    return ends_at.time() if ends_at.date() == day else None


def classes(words: str, turn: Turn) -> str:
    """The classes that a whole message names beside all else."""
    place = place_of(_reading(words, turn))
    left = words.replace(place, " ") if place else words
    return ", ".join(CLASSES.findall(AGENDA.sub(" ", left)))


def usual(kind: Kind | None, turn: Turn, session: Session) -> Audience:
    """Whom a meeting of this kind is for, where nobody is named; perhaps nobody."""
    leads = bool(turn.speaker.roles & LEADS)
    if kind is Kind.COMMITTEE:
        return NOBODY
    if kind is Kind.EXAM and leads:
        return _last_grade(turn, session)
    if kind is Kind.YEAR_START and leads:
        return Audience(school=True)
    return addressing.read("", turn, session).audience


def _last_grade(turn: Turn, session: Session) -> Audience:
    """The classes that sit the exams."""
    classes = classes_of_school(session, turn.speaker.school)
    last = [g.id for g in classes if grade_of(g.name) in LAST_GRADES]
    return Audience(classes=tuple(last))


def _reading(words: str, turn: Turn) -> Reading:
    return Reading(Message(words, role="teacher", now=turn.local))
