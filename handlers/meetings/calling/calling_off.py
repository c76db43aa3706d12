"""An organiser cancels a meeting: what families are told is shown before they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.forms.fields import Found, Words
from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, arrival
from handlers.core.talk import Capability, Choice, Heard, Reply, Say, Sense, Text, Turn, Value, Who
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import CHANGE_REASON, LEAVE_IT
from handlers.core.understanding.amending import Amendment
from handlers.core.understanding.matters.visits import reason_in
from handlers.meetings.calling import moves, own
from models.meeting import Meeting

WHY = Text(
    "meeting_changes.why",
    id="{what}, {when}. Apa alasan pembatalannya? Keluarga akan membacanya.",
    en="{what}, {when}. Why is it cancelled? Families will read the reason.",
)
SURE = Text(
    "meeting_changes.sure_cancel",
    id="Batalkan {what}, {when}? Alasan untuk keluarga: “{reason}”{below}",
    en="Cancel {what}, {when}? The reason for families: “{reason}”{below}",
)
REALLY = Text("meeting_changes.really_cancel", id="Ya, batalkan", en="Yes, cancel it")
CANCELLED = Text(
    "meeting_changes.cancelled",
    id="Sudah dibatalkan: {what}, {when}. {count} orang tua diberi tahu.",
    en="Cancelled: {what}, {when}. {count} guardians are told.",
    claims=Claim.CANCELLED,
)
TITLE = Text("meeting_changes.cancelling", id="pembatalan rapat", en="cancelling the meeting")
LONGEST = 200

cancelling = Capability("meeting_cancelling", Who.STAFF)


class Draft(BaseModel):
    """Which meeting, and why it does not take place."""

    meeting: int
    reason: str = ""


class Why(Words[Draft]):
    """What families are told; "karena …" under the preview as well."""

    takes_questions = False

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        over = own.gone(turn, session, draft.meeting)
        return over or super().settle(turn, session, draft)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return self.more(draft, reason_in(turn.text) or turn.text) if turn.text else None

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        reason = reason_in(amendment.words)
        if reason:
            return self.more(draft, reason, instead=True)
        return super().amend(turn, session, draft, amendment)

    def more(self, draft: Draft, words: str, *, instead: bool = False) -> Mapping[str, Any]:
        """One sentence within another."""
        reason = ", ".join(filter(None, ("" if instead else draft.reason, words)))
        return {"reason": " ".join(reason.split()).rstrip(".")[:LONGEST]}

    def described(self, session: Session, draft: Draft) -> Value:
        return session.get_one(Meeting, draft.meeting).title


def _why(turn: Turn, session: Session, draft: Draft) -> Reply:
    return Reply(WHY, own.blanks(session, session.get_one(Meeting, draft.meeting)))


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    meeting = session.get_one(Meeting, draft.meeting)
    return Preview(
        SURE,
        {**own.blanks(session, meeting), "reason": draft.reason},
        Choice("cancel", REALLY, Sense.YES),
        cancel=LEAVE_IT,
        arrives=arrival(turn, session),
    )


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    meeting = session.get_one(Meeting, draft.meeting)
    told = moves.cancel(session, meeting, turn.speaker.name, draft.reason, turn.now)
    own.keep_trace(turn, session, meeting, "cancelled")
    values = {**own.blanks(session, meeting), "count": str(told.count)}
    return [*told.says, Reply(CANCELLED, values)]


form = Form(
    cancelling,
    Draft,
    (Why("reason", _why, CHANGE_REASON),),
    shown,
    send,
    title=TITLE,
    left=own.KEPT,
)


def begin(turn: Turn, session: Session, meeting: Meeting, words: str = "") -> list[Say]:
    """For the reason that the words give, if they do."""
    return form.show(turn, session, Draft(meeting=meeting.id, reason=reason_in(words) or ""))
