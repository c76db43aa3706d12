"""Beginning a report: by name, by itself, or with all of it in one message."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Heard, Phrase, Reply, Say, Sense, Turn, Value
from handlers.core.talk.words import CANCEL
from handlers.core.understanding import Intent
from handlers.core.understanding.matters.visits import Part
from handlers.core.whom.audience import NOT_YOURS, meant, not_yours, to_choose, yours
from handlers.visits.labels import day_of
from handlers.visits.reports import finding, reading, saving, words
from handlers.visits.reports.reporting import already, preview, question_of, reports
from models.family import Pupil, pupils
from models.media import is_voice
from models.visit import Visit


class Slots(BaseModel):
    """What the understanding found in one message."""

    child: int | None = None
    body: str = ""


@reports.opens("laporan kunjungan", "visit report")
def begin(turn: Turn, session: Session) -> Heard:
    """Without a name: the visit that waits for its report, or which of several."""
    waiting = finding.unreported(turn, session)
    if not waiting:
        return [Reply(words.NONE)]
    if len(waiting) == 1:
        return _open(turn, session, waiting[0], turn.media)
    return [_which(turn, session, waiting)]


@reports.hears(Intent.VISIT_REPORT, form=Slots)
def understood(turn: Turn, session: Session) -> Heard:
    """ "laporan kunjungan Aisyah", alone or with the whole report behind it."""
    assert isinstance(turn.slots, Slots)
    if child := _by_id(turn, session, turn.slots.child):
        return _about(turn, session, child, turn.slots.body)
    found = meant(turn, session, turn.text.partition(":")[0])
    if found.others:
        return [Reply(NOT_YOURS, not_yours(found.others))]
    if len(found.pupils) != 1:
        between = found.unclear or found.pupils
        if not between:
            return begin(turn, session)
        choices = to_choose(session, between[:10], turn.now)
        memory = {"body": turn.slots.body}
        return [Reply(words.WHICH, choices=choices, then=whose, remember=memory)]
    return _about(turn, session, found.pupils[0], turn.slots.body)


@reports.step
def whose(turn: Turn, session: Session) -> Heard:
    child = meant(turn, session, turn.answer or turn.text).pupils
    if len(child) != 1:
        return [Reply(words.NOT_YOURS)] if turn.answer else None
    return _about(turn, session, child[0], str(turn.memory["body"]))


@reports.step
def which(turn: Turn, session: Session) -> Heard:
    found = finding.own(turn, session, int(turn.answer)) if turn.answer else None
    return _open(turn, session, found[0], ()) if found else None


@reports.step
def unplanned(turn: Turn, session: Session) -> Heard:
    """A visit that was made without us is recorded when the teacher says so."""
    child = _by_id(turn, session, turn.memory["child"])
    if turn.answer is None or child is None:
        return None
    if turn.answer != "record":
        return [Reply(words.CANCELLED, {"child": child.name})]
    return _begun(turn, session, finding.record(turn, session, child), turn.memory["body"])


def _by_id(turn: Turn, session: Session, child: int | None) -> Pupil | None:
    return next((pupil for pupil in yours(turn, session) if pupil.id == child), None)


def _which(turn: Turn, session: Session, visits: Sequence[Visit]) -> Say:
    about = {pupil.id: pupil for pupil in pupils(session, {visit.child_id for visit in visits})}
    choices = [
        Choice(
            str(visit.id),
            Phrase(
                words.WHICH_VISIT,
                {"child": about[visit.child_id].name, "day": day_of(visit, turn.speaker.zone)},
            ),
        )
        for visit in visits
        if visit.child_id in about
    ]
    return Reply(words.WHICH, choices=choices[:10], then=which)


def _about(turn: Turn, session: Session, child: Pupil, body: str) -> Heard:
    """The newest visit of the speaker to this child."""
    visits = finding.made_by(turn, session, child.id)
    if visits:
        return _begun(turn, session, visits[0], body)
    choices = [Choice("record", words.RECORD, Sense.YES), Choice("cancel", CANCEL, Sense.NO)]
    memory = {"child": child.id, "body": body}
    blanks: dict[str, Value] = {"child": child.label}
    return [Reply(words.UNPLANNED, blanks, choices=choices, then=unplanned, remember=memory)]


def _begun(turn: Turn, session: Session, visit: Visit, body: str) -> Heard:
    found = finding.own(turn, session, visit.id)
    if found is None or not body or saving.is_sent(session, saving.report_of(session, visit)):
        return _open(turn, session, visit, turn.media)
    draft = reading.read(saving.draft_of(session, visit), body, turn.local)
    draft = draft.model_copy(update={"files": [*draft.files, *turn.media]})
    return [preview(turn, session, draft, *found)]


def _open(turn: Turn, session: Session, visit: Visit, media: Sequence[int]) -> Heard:
    """The first question; what was written before is shown instead, and what was sent stays."""
    found = finding.own(turn, session, visit.id)
    if found is None:
        return None
    report = saving.report_of(session, visit)
    if saving.is_sent(session, report):
        return [already(turn, session, *found)]
    draft = saving.draft_of(session, visit)
    draft = draft.model_copy(update={"files": [*draft.files, *media]})
    if report is not None or is_voice(session, media):
        return [preview(turn, session, draft, *found)]
    return [question_of(draft, Part.CONDITIONS, *found)]
