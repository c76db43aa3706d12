"""A teacher cancels a whole day of talks: what families are told is shown before they are."""

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
from handlers.slots import moving as slot_moving
from handlers.slots import own
from models.slot import SlotDay

REALLY = Text("slot_changing.yes_cancel", id="Batalkan semua", en="Cancel all")
SURE = Text(
    "slot_changing.sure",
    id="Batalkan {title} {when}, {reason}? {count} keluarga sudah memilih jam; keluarga {whom} "
    "kami kabari.{below}",
    en="Cancel the {title} {when}, {reason}? {count} families have chosen a time; the families "
    "of {whom} are told.{below}",
)
WHY = Text(
    "slot_changing.why",
    id="Apa alasannya? Kata-kata Ibu/Bapak kami sampaikan kepada keluarga.",
    en="What is the reason? Your words are passed to the families.",
)
CANCELLED = Text(
    "slot_changing.cancelled",
    id="{title} {when} dibatalkan. {count} keluarga dikabari.",
    en="The {title} {when} is cancelled. {count} families are told.",
    claims=Claim.CANCELLED,
)
TITLE = Text("slot_changing.cancelling", id="pembatalan slot", en="cancelling the slots")

cancelling = Capability("slot_cancelling", Who.STAFF)


class Draft(BaseModel):
    slots: int
    reason: str = ""
    """With its "karena", as families read it."""


class Why(Words[Draft]):
    """Why, if they say so; asked for only where it is changed."""

    takes_questions = False

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return own.gone(turn, session, draft.slots)

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        if reason_in(amendment.words):
            return self.more(draft, amendment.words, instead=True)
        return super().amend(turn, session, draft, amendment)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return self.more(draft, turn.text, instead=True) if turn.text else None

    def more(self, draft: Draft, words: str, *, instead: bool = False) -> Mapping[str, Any]:
        """One clause, whose first word is "karena"."""
        said = [] if instead or not draft.reason else [draft.reason]
        reason = ", ".join([*said, reason_in(words) or words.strip(" .,!")])
        return {"reason": reason if said else f"karena {reason}"}

    def described(self, session: Session, draft: Draft) -> Value:
        return own.called(session, draft.slots)


def _why(turn: Turn, session: Session, draft: Draft) -> Reply:
    return Reply(WHY)


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    reason = draft.reason or slot_moving.NO_REASON
    return Preview(
        SURE,
        {**own.before(turn, session, draft.slots), "reason": reason},
        Choice("cancel", REALLY, Sense.YES),
        cancel=LEAVE_IT,
        arrives=arrival(turn, session),
    )


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    told = slot_moving.cancel(session, own.day_of(session, draft.slots), draft.reason, turn.now)
    values = {**own.about(session, draft.slots), "count": str(len(told))}
    return [*told, Reply(CANCELLED, values)]


WHY_OFF = Why("reason", _why, CHANGE_REASON)
form = Form(cancelling, Draft, (WHY_OFF,), shown, send, title=TITLE, left=own.LEFT)


def begin(turn: Turn, session: Session, day: SlotDay, words: str) -> list[Say]:
    """For the reason that the words give, or for none."""
    return form.show(turn, session, Draft(slots=day.id, reason=words.strip(" .,!")))
