"""What is asked of a day of talks: for whom, on which day, from when to when, how long each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from handlers.core.forms.fields import Field, Found
from handlers.core.forms.receivers import Receivers
from handlers.core.talk import Choice, Phrase, Reply, Sense, Text, Turn
from handlers.core.talk.times import Day
from handlers.core.talk.words import DAY_OFF, KEEP_DAY, PLACE
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.slots import beyond, read
from handlers.slots.opened_day import busy, cut_of
from handlers.slots.window import MOST, Window
from models.numbers import whole
from models.school import school_of

WHOM = Text(
    "slots.whom", id="Untuk kelas mana? Tulis, misalnya: 7A.", en="For which class? E.g. 7A."
)
NOT_YOURS = Text(
    "slots.not_yours",
    id="Kelas {classes} bukan kelas Ibu/Bapak. Untuk kelas mana?",
    en="Class {classes} is not one of yours. For which class?",
)
DAY = Text(
    "slots.which_day",
    id="Hari apa? Tulis, misalnya: Sabtu 19 Desember.",
    en="On which day? E.g. Sabtu 19 Desember.",
)
HOURS = Text(
    "slots.which_hours",
    id="Dari jam berapa sampai jam berapa? Tulis, misalnya: 8-12.",
    en="From when to when? E.g. 8-12.",
)
MINUTES = Text("slots.which_minutes", id="Berapa menit tiap anak?", en="How many minutes a child?")
EACH = Text("slots.each", id="{count} menit", en="{count} minutes")
WHERE = Text("slots.where", id="Di mana? Tulis, misalnya: aula.", en="Where? E.g. aula.")
BREAKS = Text(
    "slots.how_many_breaks",
    id="Berapa kali istirahat? Tulis angkanya, atau 0.",
    en="How many breaks? Write the number, or 0.",
)
PAST = Text(
    "slots.past",
    id="{day} jam itu sudah lewat. Hari apa yang dimaksud?",
    en="{day} at that time is past. Which day do you mean?",
)
NO_ROOM = Text(
    "slots.no_room",
    id="Waktunya tidak cukup untuk satu slot, atau lebih dari 120 slot. Dari jam berapa sampai "
    "jam berapa?",
    en="There is no room for a single slot, or for more than 120. From when to when?",
)
BUSY = Text(
    "slots.busy",
    id="Ibu/Bapak sudah punya slot pada {when}. Tulis hari atau jam lain.",
    en="You already have slots on {when}. Write another day or other hours.",
)
CHANGE_DAY = Text("slots.change_day", id="Hari", en="Day")
CHANGE_HOURS = Text("slots.change_hours", id="Jam", en="Hours")
CHANGE_MINUTES = Text("slots.change_minutes", id="Menit tiap anak", en="Minutes a child")
CHANGE_BREAKS = Text("slots.change_breaks", id="Istirahat", en="Breaks")
LENGTHS = tuple(Choice(str(n), Phrase(EACH, {"count": str(n)})) for n in (10, 15, 20))
KEEP = Choice("keep", KEEP_DAY)


class Whom(Receivers[Window]):
    """Families; and whatever else the same words say: "rapor untuk 7A, Sabtu 8-12, 10 menit"."""

    def read(self, turn: Turn, session: Session, draft: Window) -> Found:
        if turn.answer is not None:
            return super().read(turn, session, draft)
        passing = turn.said and any(said(turn, turn.text)) and beyond(turn.text, turn.local)
        return None if passing else self._told(turn, session, draft, turn.text)

    def _told(
        self,
        turn: Turn,
        session: Session,
        draft: Window,
        words: str,
        shown: date | None = None,
    ) -> Found:
        changes, whom = said(turn, words, shown)
        if not whom and changes:
            return changes
        named = self.named(turn, session, draft, whom or words)
        if isinstance(named, Reply):
            return replace(named, remember={**changes, **named.remember})
        return {**changes, **(named or {})}

    def amend(self, turn: Turn, session: Session, draft: Window, amendment: Amendment) -> Found:
        """ "untuk 7B juga", "15 menit aja", "ganti jam 9-12", "hapus istirahatnya"."""
        if found := super().amend(turn, session, draft, amendment):
            return found
        drops = amendment.how is How.DROP
        words = f"tanpa {amendment.words}" if drops else amendment.words
        changes, whom = said(turn, words)
        sure = amendment.marked and amendment.how is How.INSTEAD and not amendment.verbatim
        if not (changes or whom) or not (sure or not beyond(words, turn.local)):
            return None
        if amendment.how is How.ADD:
            more = {"breaks": draft.breaks + changes["breaks"]} if "breaks" in changes else None
            return more if len(changes) == 1 else None
        return self._told(turn, session, draft, words, draft.day)


class Part(Field[Window]):
    """Something a window has; the answer may say any other part of it, too."""

    def __init__(
        self, name: str, label: Text, question: Text, choices: Sequence[Choice] = ()
    ) -> None:
        super().__init__(name, label)
        self._question = question
        self._choices = choices

    def ask(self, turn: Turn, session: Session, draft: Window) -> Reply:
        return Reply(self._question, choices=self._choices, free=True)

    def settle(self, turn: Turn, session: Session, draft: Window) -> Found:
        return self.ask(turn, session, draft) if getattr(draft, self.name) is None else None

    def read(self, turn: Turn, session: Session, draft: Window) -> Found:
        if turn.answer is not None:
            return {self.name: int(turn.answer)}
        if turn.said and turn.said.sense is Sense.QUESTION and beyond(turn.text, turn.local):
            return None
        changes, _ = said(turn, turn.text)
        return changes or self.bare(turn.text) or self.ask(turn, session, draft)

    def bare(self, words: str) -> Mapping[str, Any]:
        """What words come to that are understood only as an answer to this question."""
        return {}


class Number(Part):
    """A number by itself."""

    least = 0

    def bare(self, words: str) -> Mapping[str, Any]:
        number = whole(words.strip(), 999)
        return {} if number is None or number < self.least else {self.name: number}


class Length(Number):
    """Minutes, some of them."""

    least = 1


class Place(Part):
    """A place by whatever name."""

    takes_questions = False

    def bare(self, words: str) -> Mapping[str, Any]:
        return {self.name: words[:100]} if words else {}


class Fits(Field[Window]):
    """Why it cannot be then: past, a day off, too short, or another day of theirs."""

    def settle(self, turn: Turn, session: Session, draft: Window) -> Found:
        zone, school = turn.speaker.zone, school_of(session, turn.speaker.school)
        starts, ends = draft.starts(zone), draft.ends(zone)
        day = {"day": Day(starts.date())}
        if starts <= turn.now:
            return Reply(PAST, day)
        if not draft.sure and not school.teaches(starts.date()):
            return Reply(DAY_OFF, day, choices=[KEEP], free=True)
        if not 1 <= len(cut_of(draft, zone).slots) <= MOST:
            return Reply(NO_ROOM, remember={"since": None, "until": None})
        if when := busy(session, turn.speaker.person, starts, ends, zone):
            return Reply(BUSY, {"when": when})
        return None

    def read(self, turn: Turn, session: Session, draft: Window) -> Found:
        changes, _ = said(turn, turn.text)
        return {"sure": True} if turn.answer == KEEP.value else changes or None


def said(turn: Turn, words: str, shown: date | None = None) -> tuple[dict[str, Any], str]:
    """What the words change of a window, and whom they name."""
    found = read(words, turn.local, shown)
    asked_anew = {"sure": False} if "day" in found.changes else {}
    return {**found.changes, **asked_anew}, found.whom


TO_WHOM = Whom(WHOM, nobody=WHOM, other_classes=NOT_YOURS)
FIELDS = (
    TO_WHOM,
    Part("day", CHANGE_DAY, DAY),
    Part("since", CHANGE_HOURS, HOURS),
    Length("minutes", CHANGE_MINUTES, MINUTES, LENGTHS),
    Place("place", PLACE, WHERE),
    Number("breaks", CHANGE_BREAKS, BREAKS),
    Fits("fits"),
)
