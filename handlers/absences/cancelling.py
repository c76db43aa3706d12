"""A guardian takes an absence back in words: the child comes to school after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from handlers.absences import days as absent_days
from handlers.absences.days import OTHER_BACK, REPORTED, WITHDRAWN, Days
from handlers.core.talk import Capability, Heard, Lines, Phrase, Reply, Say, Text, Turn, Value, Who
from handlers.core.talk.texts import Claim
from handlers.core.thread import notes
from handlers.core.understanding import Intent
from handlers.core.whom import whose
from models.absence import Absence, absences_of, remove
from models.family import Pupil, pupils_of_guardian
from models.thread import Note

BACK = Text(
    "absence_cancel.back",
    id="Baik, {who}. Kabar tidak masuk dibatalkan: Ananda {what}.{told}",
    en="All right, {who}. The absence is taken back: {what}.{told}",
    claims=Claim.CANCELLED,
)
ONE = Text("absence_cancel.one", id="{child}, {days}", en="{child}, {days}")
FAR = timedelta(days=366)
"""No report reaches further ahead."""

absence_cancel = Capability("absence_cancel", Who.GUARDIAN)


class Slots(BaseModel):
    """What the understanding found in one message."""

    children: list[int] = []
    since: date | None = Field(default=None, alias="date")
    """The first day at school again; today if none was said."""


@absence_cancel.hears(Intent.ABSENCE_CANCEL, form=Slots)
def understood(turn: Turn, session: Session) -> Heard:
    """Words that take nothing back are a message to the teacher like any other."""
    assert isinstance(turn.slots, Slots)
    if turn.meaning is not None and turn.meaning.confidence < whose.SURE:
        return None
    since = turn.slots.since or turn.local.date()
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    meant = [child for child in mine if child.id in turn.slots.children] or mine
    reported = _reported(session, meant, since)
    if not reported:
        return None
    away = [child for child in meant if child.id in reported]
    if len(away) > 1 and not turn.slots.children:
        waiting = notes.write(turn, session, None, turn.text, turn.media)
        remember = {"since": since.isoformat(), "note": waiting.id}
        return [whose.ask(turn, session, whom, remember)]
    written = [notes.write(turn, session, child, turn.text, turn.media) for child in away]
    return _take_back(turn, session, away, written, since)


@absence_cancel.step
def whom(turn: Turn, session: Session) -> Heard:
    children = whose.answered(turn, session)
    written = session.get(Note, int(turn.memory["note"]))
    since = date.fromisoformat(turn.memory["since"])
    if not children or written is None:
        return None
    written.child_id, written.text = children[0].id, whose.with_answer(written.text, turn)
    away = [child for child in children if child.id in _reported(session, children, since)]
    if not away:
        return notes.pass_on(turn, session, written, children[0])
    kept = [
        written
        if child is children[0]
        else notes.write(turn, session, child, written.text, written.media)
        for child in away
    ]
    return _take_back(turn, session, away, kept, since)


def _reported(session: Session, children: Sequence[Pupil], since: date) -> dict[int, list[Absence]]:
    """The days from `since` on that a family can take back, by child."""
    found: dict[int, list[Absence]] = {}
    for row in absences_of(session, [child.id for child in children], since, since + FAR):
        if row.kind in REPORTED:
            found.setdefault(row.child_id, []).append(row)
    return found


def _take_back(
    turn: Turn, session: Session, away: Sequence[Pupil], written: Sequence[Note], since: date
) -> list[Say]:
    reported = _reported(session, away, since)
    says: list[Say] = []
    lines: list[Value] = []
    for child, note in zip(away, written, strict=True):
        rows = reported[child.id]
        days, people = Days([row.day for row in rows]), [row.person_id for row in rows]
        remove(session, rows)
        values = {"days": days}
        says += absent_days.tell_school(turn, session, child, WITHDRAWN, note, values)
        says += absent_days.tell_others(turn, session, child, people, OTHER_BACK, values)
        lines.append(Phrase(ONE, {"child": child.label, "days": days}))
    said: dict[str, Value] = {
        "who": turn.speaker.name,
        "what": Lines(lines, between="; "),
        "told": absent_days.who_hears(turn, session, away),
    }
    return [*says, Reply(BACK, said)]
