"""What minutes consist of: of which meeting, what was decided, and what was said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from handlers.core.forms.fields import Field, Found, Words, asks_back
from handlers.core.talk import Choice, Phrase, Reply, Text, Turn, Value
from handlers.core.talk.times import Moment
from handlers.core.talk.words import CHANGE, TITLED
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.promises import (
    Promise,
    decided,
    items,
    numbered,
    promise,
    split,
)
from handlers.meetings.afterwards.minutes_sending import Draft
from handlers.meetings.calling.guests import HAPPENS, invited
from models.family import LEADS, homeroom_classes
from models.meeting import Meeting
from models.notice import Notice, NoticeState

WRITE = Text(
    "minutes.write",
    id="Silakan tulis notulen {title}, atau kirim foto, dokumen, atau pesan suara. Keputusan bisa "
    "langsung ditulis, misalnya:\nKeputusan: 1. Beli cat (Bu Sari, 20 Des) 2. Kerja bakti Sabtu "
    "pagi",
    en="Please write the minutes of {title}, or send a photo, document or voice note. Decisions "
    "can go with them, for example:\nKeputusan: 1. Buy paint (Bu Sari, 20 Dec) 2. Tidy up on "
    "Saturday",
)
NONE = Text(
    "minutes.none",
    id="Tidak ada rapat Ibu/Bapak yang menunggu notulen.",
    en="No meeting of yours is waiting for its minutes.",
)
ALREADY = Text(
    "minutes.already",
    id="Notulen {title} sudah dikirim.",
    en="The minutes of {title} have been sent already.",
)
WHICH = Text("minutes.which", id="Notulen acara yang mana?", en="The minutes of which meeting?")
ADD = Text("minutes.add", id="Tambah keputusan", en="Add a decision")
WHICH_DECISION = Text(
    "minutes.which_decision",
    id="Tulis keputusannya: apa, siapa, sampai kapan. Misalnya: Beli cat (Bu Sari, 20 Des)",
    en="Write the decision: what, who, until when. For example: Buy paint (Bu Sari, 20 Dec)",
)
HOW_TO_CHANGE = Text(
    "minutes.how_to_change",
    id="Tulis ulang notulennya; keputusan di dalamnya menggantikan yang lama. Untuk membuang "
    "keputusan nomor 2 saja, tulis: hapus 2",
    en="Write the minutes again; decisions in them take the place of the old ones. To drop only "
    "decision number 2, write: hapus 2",
)
KEPT = timedelta(days=60)
"""For so long after a meeting its minutes can be written."""
OFFERED = 10


class Which(Field[Draft]):
    """A meeting whose minutes the speaker may write, and that has none yet."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        waiting = _waiting(turn, session)[:OFFERED]
        return Reply(WHICH, choices=[Choice(str(one.id), _named(turn, one)) for one in waiting])

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        waiting = _waiting(turn, session)
        if draft.meeting:
            meeting = session.get_one(Meeting, draft.meeting)
            written = Reply(ALREADY, {"title": meeting.title}, free=False)
            over = written if meeting.minutes_id else Reply(NONE, free=False)
            return None if meeting in waiting else over
        if len(waiting) > 1:
            return self.ask(turn, session, draft)
        return {"meeting": waiting[0].id} if waiting else Reply(NONE, free=False)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        chosen = [one for one in _waiting(turn, session) if turn.answer == str(one.id)]
        return {"meeting": chosen[0].id} if chosen else None

    def described(self, session: Session, draft: Draft) -> Value:
        return session.get_one(Meeting, draft.meeting).title if draft.meeting else ""


class Decisions(Field[Draft]):
    """Who does what until when; each can be added, dropped or said anew by its number."""

    takes_questions = False

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        return Reply(WHICH_DECISION)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return _with(draft, turn.text, turn.local) if turn.text else None

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "tambah keputusan: …", "hapus 2", "ganti keputusan 2: …"."""
        if amendment.how is How.ADD:
            added = decided(amendment.words)
            return _with(draft, added, turn.local) if added else None
        number, words = numbered(amendment.words)
        if not 0 < number <= len(draft.promises):
            return None
        before, behind = draft.promises[: number - 1], draft.promises[number:]
        if amendment.how is How.DROP:
            return None if words else {"promises": [*before, *behind]}
        return {"promises": [*before, promise(words, turn.local), *behind]} if words else None


class Said(Words[Draft]):
    """What was said. Decisions in it take the place of the old ones; what is not said stays."""

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return self.ask(turn, session, draft) if draft.empty else None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if not turn.text or asks_back(turn):
            return None
        said, found = _split(turn.text, turn.local)
        return {"body": said or draft.body, "promises": found or draft.promises}

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "tambah: …", "ganti: …"; and whatever has the heading of decisions."""
        words = amendment.words if amendment.told else turn.text
        said, found = _split(words, turn.local)
        if amendment.how is How.DROP or not found:
            return super().amend(turn, session, draft, amendment)
        adds = amendment.how is How.ADD or not (amendment.told or said)
        body = self.more(draft, said, instead=not adds) if said else {}
        return {**body, "promises": [*draft.promises, *found] if adds else found}


def _write(turn: Turn, session: Session, draft: Draft) -> Reply:
    if not draft.empty:
        return Reply(HOW_TO_CHANGE)
    return Reply(WRITE, {"title": session.get_one(Meeting, draft.meeting).title})


def _with(draft: Draft, words: str, now: datetime) -> Mapping[str, Any]:
    return {"promises": [*draft.promises, *(promise(item, now) for item in items(words))]}


def _split(text: str, now: datetime) -> tuple[str, list[Promise]]:
    said, found = split(text)
    return said, [promise(item, now) for item in found]


def _waiting(turn: Turn, session: Session) -> list[Meeting]:
    """Meetings that have begun and have no minutes, which the speaker may write.

    Their own ones first, then the latest.
    """
    found = session.scalars(
        select(Meeting)
        .outerjoin(Notice, Notice.id == Meeting.minutes_id)
        .where(
            Meeting.school_id == turn.speaker.school,
            Meeting.state.in_(HAPPENS),
            Meeting.starts_at <= turn.now,
            Meeting.ends_at > turn.now - KEPT,
            or_(Notice.id.is_(None), Notice.state != NoticeState.PUBLISHED),
        )
        .order_by(Meeting.organiser_id != turn.speaker.person, Meeting.starts_at.desc(), Meeting.id)
    )
    return [meeting for meeting in found if _may_write(turn, session, meeting)]


def _may_write(turn: Turn, session: Session, meeting: Meeting) -> bool:
    """Its organiser, who leads the school, and a homeroom teacher whose class alone it was for."""
    me = turn.speaker.person
    if meeting.organiser_id == me or turn.speaker.roles & LEADS:
        return True
    classes = {pupil.class_id for pupil in invited(session, meeting, turn.now)}
    return bool(classes) and classes <= homeroom_classes(session, me, turn.speaker.school)


def _named(turn: Turn, meeting: Meeting) -> Value:
    when = Moment(meeting.starts_at, turn.speaker.zone)
    return Phrase(TITLED, {"title": meeting.title, "when": when})


DECISIONS = Decisions("promises", ADD)
SAID = Said("body", _write, CHANGE)
FIELDS = (Which("meeting"), DECISIONS, SAID)
