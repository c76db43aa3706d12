"""What is asked of a meeting, one after the other: for whom, when, where, what about, how many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from handlers.core.forms.addressing import Audience
from handlers.core.forms.fields import Field, Found, Words
from handlers.core.forms.receivers import Receivers
from handlers.core.talk import Choice, Reply, Text, Turn
from handlers.core.talk.words import PLACE, RECEIVERS
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.meetings import agenda_in
from handlers.meetings.calling import draft as reading
from handlers.meetings.calling.draft import LONGEST, Draft
from models.meeting import Kind
from models.numbers import whole

WHOM = Text(
    "meetings.whom",
    id="Rapat untuk siapa? Tulis kelasnya (misalnya 7A), nama anak, atau “seluruh sekolah”.",
    en="For whom is the meeting? Write the class (7A, say), children's names, or “seluruh "
    "sekolah” for the whole school.",
)
NOBODY = Text(
    "meetings.nobody",
    id="Saya belum menemukan penerima itu di kelas Ibu/Bapak. Mohon tulis lagi, atau BATAL.",
    en="I cannot find those in your classes. Please write it again, or BATAL to cancel.",
)
NOT_YOURS = Text(
    "meetings.not_yours",
    id="Untuk {classes} Ibu/Bapak belum bisa mengundang; itu lewat wali kelasnya atau kepala "
    "sekolah. Untuk siapa rapatnya?",
    en="You cannot invite {classes}; its homeroom teacher or the principal can. For whom is the "
    "meeting?",
)
DAY = Text(
    "meetings.day",
    id="Kapan rapatnya? Tulis hari dan jam, misalnya: Sabtu 12 Desember jam 9.",
    en="When is the meeting? Write day and hour, for example: Sabtu 12 Desember jam 9.",
)
HOUR = Text(
    "meetings.hour",
    id="Jam berapa? Misalnya: jam 9, atau 09.00-11.00.",
    en="At what time? For example: jam 9, or 09.00-11.00.",
)
PAST = Text(
    "meetings.past",
    id="Waktu itu sudah lewat. Tulis hari dan jam lain, misalnya: Sabtu 12 Desember jam 9.",
    en="That time is past. Write another day and hour, for example: Sabtu 12 Desember jam 9.",
)
WHERE = Text(
    "meetings.place",
    id="Di mana tempatnya? Misalnya: aula sekolah.",
    en="Where is it? For example: aula sekolah.",
)
ABOUT = Text(
    "meetings.agenda",
    id="Apa agendanya? Tulis singkat, atau pilih tanpa agenda.",
    en="What is the agenda? Write it in short, or choose no agenda.",
)
NO_AGENDA = Text("meetings.no_agenda", id="Tanpa agenda", en="No agenda")
HOW_MANY = Text(
    "meetings.seats",
    id="Berapa kursi untuk keluarga? Tulis angkanya, atau 0 bila tidak dibatasi.",
    en="How many seats are there for families? Write the number, or 0 for no limit.",
)
CHANGE_WHEN = Text("meetings.change_when", id="Hari dan jam", en="Day and hour")
CHANGE_AGENDA = Text("meetings.change_agenda", id="Agenda", en="Agenda")
CHANGE_SEATS = Text("meetings.change_seats", id="Jumlah kursi", en="Seats")


class Whom(Receivers[Draft]):
    """Families. For whom a meeting is tells what kind it is, where nobody said so."""

    def chosen(
        self, turn: Turn, session: Session, draft: Draft, whom: Audience
    ) -> Mapping[str, Any]:
        kind = draft.kind or (Kind.OTHER if whom.school else Kind.POMG)
        return {"audience": whom, "kind": kind, "sessions": 0}


class When(Field[Draft]):
    """A day and an hour that are still to come; and what else the same words say of it."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        return Reply(HOUR if draft.day and not draft.clock else DAY)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if not draft.is_timed:
            return self.ask(turn, session, draft)
        return None if draft.starts_at(turn.speaker.zone) > turn.now else Reply(PAST)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if reading.is_another_matter(turn):
            return None
        found = reading.said(turn.text, turn, draft)
        return found if found.keys() & {"day", "clock"} else self.ask(turn, session, draft)

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "eh jam 10 aja", "ganti tempatnya di kelas", "kapasitas 40"."""
        if amendment.how is not How.INSTEAD:
            return None
        sure = amendment.marked and not amendment.verbatim
        return (reading.said if sure else reading.told)(amendment.words, turn, draft) or None


class Where(Field[Draft]):
    """A place by whatever name."""

    takes_questions = False

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        return Reply(WHERE)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        place = turn.text.removeprefix("di ").removeprefix("Di ")[:100]
        return reading.told(turn.text, turn, draft) or ({"place": place} if place else None)


class Agenda(Words[Draft]):
    """Some words, or none; a time or a place is none of them."""

    takes_questions = False

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return self.ask(turn, session, draft) if draft.agenda is None else None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if turn.answer == "none":
            return {"agenda": ""}
        agenda = {"agenda": turn.text[:LONGEST]} if turn.text else None
        return reading.told(turn.text, turn, draft) or agenda

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        if amendment.how is How.DROP and agenda_in(amendment.words) == "":
            return {"agenda": ""}
        return super().amend(turn, session, draft, amendment)

    def more(self, draft: Draft, words: str, *, instead: bool = False) -> Mapping[str, Any]:
        """On one line, as families read it."""
        before = "" if instead else draft.agenda
        words = agenda_in(words) or words
        return {"agenda": ", ".join(filter(None, (before, words)))[:LONGEST]}


class Seats(Field[Draft]):
    """For how many families; asked only where it is changed."""

    takes_questions = False

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        return Reply(HOW_MANY)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        number = whole(turn.text.strip(), 9999)
        if number is None:
            return self.ask(turn, session, draft)
        return {"capacity": number or None, "sessions": 0}


def _about(turn: Turn, session: Session, draft: Draft) -> Reply:
    return Reply(ABOUT, choices=[Choice("none", NO_AGENDA)], free=True)


TO_WHOM = Whom(WHOM, nobody=NOBODY, other_classes=NOT_YOURS, label=RECEIVERS)
FIELDS = (
    TO_WHOM,
    When("when", CHANGE_WHEN),
    Where("place", PLACE),
    Agenda("agenda", _about, CHANGE_AGENDA),
    Seats("capacity", CHANGE_SEATS),
)
