"""An organiser moves a meeting to another time or place, shown before families are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.forms.addressing import Audience
from handlers.core.forms.fields import Field, Found
from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, arrival
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Reply,
    Say,
    Sense,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.times import Span
from handlers.core.talk.words import CHANGE_TIME, LEAVE_IT
from handlers.core.understanding.amending import Amendment, How
from handlers.meetings.calling import moves, new_time, own, preview
from handlers.meetings.calling.draft import beyond, is_another_matter
from handlers.meetings.calling.words import time_of
from models.meeting import Meeting
from models.school import school_of

WHERE_TO = Text(
    "meeting_changes.where_to",
    id="{what}, {when}. Pindah ke kapan atau ke mana? Misalnya: Minggu 13 Desember jam 10 di aula.",
    en="{what}, {when}. To when or where does it move? For example: Minggu 13 Desember jam 10, di "
    "aula.",
)
NO_TIME = Text(
    "meeting_changes.no_time",
    id="Saya belum menangkap waktu barunya, atau sudah lewat. Mohon tulis hari dan jam, misalnya: "
    "Minggu 13 Desember jam 10.",
    en="I did not get the new time, or it is past. Please write day and hour, for example: Minggu "
    "13 Desember jam 10.",
)
SURE = Text(
    "meeting_changes.sure_move",
    id="{what}\nSemula: {old}, di {old_place}\nMenjadi: {new}, di {place}{warnings}{below}\n\n"
    "Semua keluarga diberi tahu dan ditanya lagi. Pindahkan?",
    en="{what}\nBefore: {old}, at {old_place}\nNow: {new}, at {place}{warnings}{below}\n\nAll "
    "families are told and asked again. Move it?",
)
REALLY = Text("meeting_changes.really_move", id="Ya, pindahkan", en="Yes, move it")
MOVED = Text(
    "meeting_changes.moved",
    id="Sudah dipindah: {what}, {when}. {count} keluarga diberi tahu dan ditanya lagi.",
    en="Moved: {what}, {when}. {count} families are told and asked again.",
)
TITLE = Text("meeting_changes.moving", id="pemindahan rapat", en="moving the meeting")

moving = Capability("meeting_moving", Who.STAFF)


class Draft(BaseModel):
    """Where to a meeting moves, as far as it has been said."""

    meeting: int
    starts_at: datetime | None = None
    place: str = ""


class Target(Field[Draft]):
    """A time that is still to come, a place, or both; what is not said stays as it is."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        return Reply(WHERE_TO, own.blanks(session, _meeting(session, draft)))

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if over := own.gone(turn, session, draft.meeting):
            return over
        if draft.starts_at is None:
            return self.ask(turn, session, draft)
        past = draft.starts_at <= turn.now
        return Reply(NO_TIME, remember={"starts_at": None}) if past else None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        """ "Minggu jam 10"; and "musola", as it was asked where to."""
        if is_another_matter(turn):
            return None
        meeting = _meeting(session, draft)
        to = _to(turn.text, turn, meeting, draft) or _to(f"ke {turn.text}", turn, meeting, draft)
        return to or Reply(NO_TIME)

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "eh jam 11 aja", "di kelas saja": of what is shown, not of what the meeting was."""
        words = amendment.words
        told = amendment.how is How.INSTEAD and (amendment.marked or not beyond(words, turn))
        return _to(words, turn, _meeting(session, draft), draft) if told else None

    def described(self, session: Session, draft: Draft) -> Value:
        return _meeting(session, draft).title


def _to(words: str, turn: Turn, meeting: Meeting, draft: Draft) -> Mapping[str, Any] | None:
    starts_at = (draft.starts_at or meeting.starts_at).astimezone(turn.speaker.zone)
    old = new_time.When(starts_at, draft.place or meeting.place)
    new = new_time.read(words, turn, old)
    return {"starts_at": new.starts_at, "place": new.place} if new else None


def _meeting(session: Session, draft: Draft) -> Meeting:
    return session.get_one(Meeting, draft.meeting)


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    assert draft.starts_at is not None
    meeting = _meeting(session, draft)
    school, whom = school_of(session, meeting.school_id), Audience.model_validate(meeting.audience)
    starts_at, ends_at = draft.starts_at, draft.starts_at + (meeting.ends_at - meeting.starts_at)
    times = (starts_at, ends_at, turn.now, meeting.id)
    warnings = [
        *preview.odd_time(school, starts_at),
        *preview.clashes(session, school, whom, draft.place, *times),
    ]
    return Preview(
        SURE,
        {
            "what": meeting.title,
            "old": time_of(session, meeting),
            "old_place": meeting.place,
            "new": Span(starts_at, ends_at, school.zone),
            "place": draft.place,
            "warnings": Lines(warnings, between=""),
        },
        Choice("move", REALLY, Sense.YES),
        cancel=LEAVE_IT,
        arrives=arrival(turn, session),
    )


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    assert draft.starts_at is not None
    meeting = _meeting(session, draft)
    published = moves.move(session, meeting, draft.starts_at, draft.place, turn.now)
    own.keep_trace(turn, session, meeting, "moved")
    count = str(len(published.reached) + published.waiting)
    return [*published.says, Reply(MOVED, {**own.blanks(session, meeting), "count": count})]


TARGET = Target("to", CHANGE_TIME)
form = Form(moving, Draft, (TARGET,), shown, send, title=TITLE, left=own.KEPT)


def begin(turn: Turn, session: Session, meeting: Meeting, words: str) -> list[Say]:
    """Where the words say where to, it is shown; otherwise asked for."""
    draft = Draft(meeting=meeting.id)
    said = _to(words, turn, meeting, draft) if words else None
    return form.show(turn, session, draft.model_copy(update=said or {}))
