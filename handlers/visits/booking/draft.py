"""What a teacher says of a visit they would like to make: to whom, when, where, what for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from handlers.core.forms.children import ForChildren, OneChild
from handlers.core.forms.fields import Field, Found, OneOf, Words
from handlers.core.talk import Lines, Phrase, Reply, Text, Turn, Value
from handlers.core.talk.times import Moment
from handlers.core.talk.words import CHANGE_REASON, OTHER_TIME
from handlers.core.understanding import find_day, find_when
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.visits import (
    about_when,
    kind_in,
    place_in,
    reason_in,
)
from handlers.visits import people, states
from handlers.visits.booking import proposing, times, waiting
from handlers.visits.words import PLACES
from models.family import Pupil, pupils
from models.school import School, school_of
from models.visit import Kind, Place, Visit

WHOM = Text(
    "visits.whom",
    id="Kunjungan ke keluarga siapa? Tulis nama anak, boleh langsung dengan waktunya: “Aisyah "
    "Sabtu jam 9”.{list}",
    en="Which family would you like to visit? Write the child's name, perhaps with the time: "
    "“Aisyah Saturday 9:00”.{list}",
)
AHEAD = Text("visits.ahead", id="\n\nKunjungan Ibu/Bapak:\n{list}", en="\n\nYour visits:\n{list}")
LINE = Text("visits.line", id="• {child}: {state}", en="• {child}: {state}")
LINE_AT = Text("visits.line_at", id="• {child}: {when} ({state})", en="• {child}: {when} ({state})")
WHEN = Text(
    "visits.when",
    id="Kunjungan ke {child}, kapan? Ini waktu Ibu/Bapak yang kosong. Ketuk, atau tulis waktu "
    "lain.",
    en="When would you like to visit {child}? These are your free times. Tap one, or write "
    "another.",
)
NO_FREE = Text(
    "visits.no_free",
    id="Kunjungan ke {child}, kapan? Saya tidak menemukan waktu kosong; mohon tulis waktunya.",
    en="When would you like to visit {child}? I found no free time; please write one.",
)
NOT_THEN = Text(
    "visits.not_then",
    id="{when} {problem}. Kunjungan ke {child} sebaiknya kapan? Ketuk, atau tulis waktu lain.",
    en="{when} {problem}. When would you like to visit {child}? Tap one, or write another time.",
)
WHERE = Text("visits.where", id="Bertemu di mana?", en="Where do you meet?")
CHANGE_PLACE = Text("visits.change_place", id="Ubah tempat", en="Change the place")
WHAT_FOR = Text("visits.what_for", id="Kunjungan apa?", en="What kind of visit?")
CHANGE_KIND = Text("visits.change_kind", id="Ubah jenis", en="Change the kind")
SORTS = {
    Kind.REGULAR: Text("visits.sort_regular", id="Rutin", en="Regular"),
    Kind.CONCERN: Text("visits.sort_concern", id="Pendampingan", en="Concern"),
    Kind.SICK: Text("visits.sort_sick", id="Menjenguk", en="Sick child"),
    Kind.CONDOLENCE: Text("visits.sort_condolence", id="Takziah", en="Condolence"),
    Kind.GOOD_NEWS: Text("visits.sort_good_news", id="Kabar baik", en="Good news"),
}
WHY = Text(
    "visits.what_reason",
    id="Apa alasannya? Ini tidak dikirim ke keluarga.",
    en="What is the reason? It is not sent to the family.",
)


class Draft(ForChildren):
    """A visit as far as the teacher has said what it is to be."""

    kind: Kind = Kind.REGULAR
    reason: str = ""
    at: datetime | None = None
    day: date | None = None
    """That was spoken of, with an hour or without."""
    place: Place = Place.HOME
    visit: int | None = None
    """The one that gets another time."""


class Whom(OneChild[Draft]):
    """The family, perhaps with all else in the same words: "Aisyah Sabtu jam 9 di sekolah"."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        """With what is arranged already."""
        if draft.between:
            return super().ask(turn, session, draft)
        visits = people.own_open(turn, session)
        lines = [_line(session, visit, turn) for visit in visits[-10:]]
        return Reply(WHOM, {"list": Phrase(AHEAD, {"list": Lines(lines)}) if lines else ""})

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if turn.answer is not None:
            return super().read(turn, session, draft)
        told = said(turn, draft)
        found = self._named(turn, session, draft.model_copy(update=told), turn.text)
        if isinstance(found, Reply):
            return replace(found, remember={**told, **found.remember})
        return {**told, **(found or {})}

    def chosen(
        self, turn: Turn, session: Session, draft: Draft, named: Sequence[Pupil]
    ) -> Mapping[str, Any]:
        """A new time continues the latest of the speaker's visits to a child that is to come."""
        ids = {pupil.id for pupil in named}
        visits = [visit for visit in people.own_open(turn, session) if visit.child_id in ids]
        running = next((v for v in reversed(visits) if v.state in states.AHEAD), None)
        of: dict[str, Any] = {"visit": running.id if running else None}
        if running and draft.kind is Kind.REGULAR:
            of |= {"kind": running.kind, "reason": running.reason}
        return {**super().chosen(turn, session, draft, named), **of}


class When(Field[Draft]):
    """A time that can be, and where, in words or from the list of what is free."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        school, against = school_of(session, turn.speaker.school), _against(turn, session, draft)
        day = None if draft.at and not against else draft.day
        free = self._free(turn, session, school, draft, day)
        if day and not free:
            free = self._free(turn, session, school, draft, None)
        values: dict[str, Value] = {"child": pupils(session, draft.children)[0].label}
        text = WHEN if free else NO_FREE
        if draft.at and against:
            text = NOT_THEN
            values |= {"when": Moment(draft.at, school.zone), "problem": against.text}
        choices = proposing.as_choices(free, school.zone, turn.speaker.language)
        return Reply(text, values, choices=choices, free=True)

    def _free(
        self, turn: Turn, session: Session, school: School, draft: Draft, day: date | None
    ) -> list[datetime]:
        me, but = turn.speaker.person, draft.visit or 0
        return times.free(session, school, me, turn.now, on=day, but=but)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        there = draft.at and not _against(turn, session, draft)
        return None if there else self.ask(turn, session, draft)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        at = proposing.chosen(turn.answer, turn.now)
        return {"at": at} if at else self._otherwise(turn, session, draft)

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "eh jam 10", "di sekolah saja", "jadinya hari Rabu"."""
        if amendment.how is not How.INSTEAD:
            return None
        return self._otherwise(replace(turn, text=amendment.words), session, draft)

    def _otherwise(self, turn: Turn, session: Session, draft: Draft) -> Found:
        """Another time or place in words; what they do not name stays as it was.

        None for words that say more: they begin something else, which names a day as well.
        """
        about = [pupil.name for pupil in pupils(session, draft.children)]
        if not about_when(turn.text, turn.local, about):
            return None
        place = place_in(turn.text)
        return {**_timed(turn, draft), **({"place": place} if place else {})} or None


def said(turn: Turn, draft: Draft) -> dict[str, Any]:
    """What the words say of a visit, beside whom it is to."""
    kind = kind_in(turn.text)
    told = {
        "kind": None if kind is Kind.REGULAR else kind,
        "reason": reason_in(turn.text),
        "place": place_in(turn.text),
        **_timed(turn, draft),
    }
    return {name: value for name, value in told.items() if value}


def _timed(turn: Turn, draft: Draft) -> dict[str, Any]:
    """The time of the words: a bare "jam 10" is on the day that was spoken of, a bare "Rabu" at
    the hour that was."""
    found, zone = find_when(turn.text, turn.local), turn.speaker.zone
    if found is None:
        return {}
    before = draft.at.astimezone(zone) if draft.at else None
    if not isinstance(found, datetime):
        return {"day": found, "at": datetime.combine(found, before.timetz()) if before else None}
    day = before.date() if before else draft.day
    if day is None or find_day(turn.text, turn.local):
        day = found.date()
    return {"day": day, "at": datetime.combine(day, found.timetz())}


def _against(turn: Turn, session: Session, draft: Draft) -> times.Problem | None:
    """Why its time cannot be, if it has one."""
    if draft.at is None:
        return None
    school, but = school_of(session, turn.speaker.school), draft.visit or 0
    return times.problem(session, school, turn.speaker.person, draft.at, turn.now, but)


def _line(session: Session, visit: Visit, turn: Turn) -> Value:
    child = people.child_of(session, visit).label
    state = waiting.waits(session, visit, turn.now)
    if visit.starts_at is None:
        return Phrase(LINE, {"child": child, "state": state})
    at = Moment(visit.starts_at, turn.speaker.zone)
    return Phrase(LINE_AT, {"child": child, "when": at, "state": state})


def _why(turn: Turn, session: Session, draft: Draft) -> Reply:
    return Reply(WHY)


TO = Whom(WHOM)
AT = When("at", OTHER_TIME)
FIELDS = (
    TO,
    AT,
    OneOf[Draft]("place", WHERE, PLACES, CHANGE_PLACE),
    OneOf[Draft]("kind", WHAT_FOR, SORTS, CHANGE_KIND),
    Words[Draft]("reason", _why, CHANGE_REASON, needed=False),
)
