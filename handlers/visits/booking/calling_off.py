"""The teacher calls a visit off: which it is, and what the family is told, shown before it is."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.forms.fields import Field, Found, Words
from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, arrival
from handlers.core.talk import Capability, Choice, Heard, Reply, Say, Sense, Text, Turn, Value, Who
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import CANCEL_IT, CHANGE_REASON
from handlers.core.understanding.amending import Amendment
from handlers.core.understanding.matters.visits import reason_in
from handlers.visits import people, states
from handlers.visits.booking import ending
from handlers.visits.booking.changing import KEEP
from handlers.visits.states import Move
from models.visit import Visit

WHICH = Text("visits.which_visit", id="Kunjungan yang mana?", en="Which visit?")
NO_VISIT = Text(
    "visits.no_visit",
    id="Saya tidak menemukan kunjungan Ibu/Bapak yang dimaksud. Tulis KUNJUNGAN untuk melihatnya.",
    en="I cannot find that visit of yours. Write KUNJUNGAN to see them.",
)
WHY = Text(
    "visits.teacher_why",
    id="Tentang {child}. Baik. Apa alasannya? Kata-kata Ibu/Bapak kami sampaikan kepada keluarga.",
    en="About {child}. All right. What is the reason? Your words are passed to the family.",
)
NO_WHY = Text("visits.teacher_no_why", id="Ada halangan saja", en="Just say sorry")
SURE = Text(
    "visits.cancel_sure",
    id="Tentang {child}. Kunjungan {when}, {place}, dibatalkan? Kepada keluarga disampaikan: "
    "{reason}.{below}",
    en="About {child}. Cancel the visit, {when}, {place}? The family is told: {reason}.{below}",
)
SURE_TIMELESS = Text(
    "visits.cancel_sure_timeless",
    id="Tentang {child}. Kunjungan yang belum pasti ini dibatalkan? Kepada keluarga disampaikan: "
    "{reason}.{below}",
    en="About {child}. Cancel this visit, which is not agreed yet? The family is told: {reason}."
    "{below}",
)
KEPT = Text("visits.cancel_kept", id="Baik, kunjungannya tetap.", en="All right, the visit stays.")
CALLED_OFF = Text(
    "visits.called_off",
    id="Tentang {child}. Kunjungan dibatalkan; semua yang terkait sudah dikabari.",
    en="About {child}. The visit is cancelled; everybody concerned is told.",
    claims=Claim.CANCELLED,
)
TITLE = Text("visits.cancel_title", id="pembatalan kunjungan", en="calling off the visit")

cancelling = Capability("visit_cancelling", Who.STAFF)


class Draft(BaseModel):
    visit: int = 0
    between: tuple[int, ...] = ()
    """One of these is to be chosen."""
    reason: str = ""
    why: bool = False
    """The reason is still to be asked for."""


class Which(Field[Draft]):
    """One of the speaker's visits that can still be called off."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        visits = [people.locked(session, visit) for visit in draft.between]
        choices = [Choice(f"visit {v.id}", people.child_of(session, v).label) for v in visits]
        return Reply(WHICH, choices=choices)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if not draft.visit and draft.between:
            return self.ask(turn, session, draft)
        visit = people.locked(session, draft.visit) if draft.visit else None
        mine = visit and people.is_teachers(visit, turn) and states.may(visit, Move.CANCEL)
        return None if mine else Reply(NO_VISIT, free=False)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        chosen = [visit for visit in draft.between if turn.answer == f"visit {visit}"]
        return {"visit": chosen[0], "between": ()} if chosen else None

    def described(self, session: Session, draft: Draft) -> Value:
        visit = session.get(Visit, draft.visit)
        return people.child_of(session, visit).label if visit else ""


class Why(Words[Draft]):
    """What the family is told; "karena …" under the preview as well."""

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return self.ask(turn, session, draft) if draft.why else None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        reason = "" if turn.answer else reason_in(turn.text) or turn.text
        return {"reason": reason, "why": False} if turn.answer or reason else None

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        reason = reason_in(amendment.words)
        return {"reason": reason} if reason else super().amend(turn, session, draft, amendment)


def _why(turn: Turn, session: Session, draft: Draft) -> Reply:
    child = people.child_of(session, people.locked(session, draft.visit)).label
    return Reply(WHY, {"child": child}, choices=[Choice("none", NO_WHY)], free=True)


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    visit = people.locked(session, draft.visit)
    return Preview(
        SURE if visit.starts_at else SURE_TIMELESS,
        {**people.shown(session, visit), "reason": draft.reason or ending.NO_REASON},
        Choice("cancel", CANCEL_IT, Sense.YES),
        cancel=KEEP,
        arrives=arrival(turn, session),
    )


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    """Cancel it, and say so to everybody else."""
    visit = people.locked(session, draft.visit)
    told = ending.cancel(session, visit, turn.speaker.person, draft.reason, turn.now)
    return [*told, Reply(CALLED_OFF, {"child": people.child_of(session, visit).label})]


FIELDS = (Which("visit"), Why("reason", _why, CHANGE_REASON))
form = Form(cancelling, Draft, FIELDS, shown, send, title=TITLE, left=KEPT)


def begin(turn: Turn, session: Session, visits: Sequence[Visit], reason: str) -> list[Say]:
    """One of these visits, for a reason that was given or needs none."""
    ids = tuple(visit.id for visit in visits)
    chosen = {"visit": ids[0]} if len(ids) == 1 else {"between": ids}
    return form.show(turn, session, Draft.model_validate({**chosen, "reason": reason}))


def ask_why(turn: Turn, session: Session, visit: Visit) -> list[Say]:
    """The same for a visit that is pointed at, and why."""
    return form.show(turn, session, Draft(visit=visit.id, why=True))
