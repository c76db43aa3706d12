"""The report of a home visit: asked for after it, part by part, or taken as it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.forms import correcting
from handlers.core.forms.form import Form
from handlers.core.forms.preview import LINE, Preview, Way, arrival, held
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Sense,
    Tell,
    Turn,
    Who,
)
from handlers.core.talk.words import EMPTY, LATER, SKIP
from handlers.core.understanding import Intent
from handlers.core.understanding.matters.visits import Part
from handlers.core.whom.audience import meant
from handlers.visits.labels import KINDS, day_of
from handlers.visits.reports import finding, reading, saving, words
from handlers.visits.reports.fields import FIELDS, SECTIONS, VISIT, Section, visit_of
from handlers.visits.reports.reading import Draft
from handlers.visits.reports.words import label, parts_of, question
from models.family import Pupil, pupils
from models.outbox import Priority
from models.visit import Visit

JUST_BACK = timedelta(hours=1)
"""So long after a visit any words answer our question; later only what points at it."""
ASKED_FOR = timedelta(days=1)
"""How long after a visit we still ask by ourselves."""

reports = Capability("visit_reports", Who.STAFF)


class Slots(BaseModel):
    """What the understanding found in one message."""

    child: int | None = None
    body: str = ""


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    """What each side will read. Nothing is kept before this is answered."""
    visit, child = visit_of(session, draft)
    shared = saving.shared(session, visit, draft, turn.now)
    private = Phrase(LINE, {"line": draft.private or EMPTY})
    return Preview(
        words.PREVIEW,
        {
            "child": child.label,
            "kind": KINDS[visit.kind],
            "day": day_of(visit, turn.speaker.zone),
            "shared": Lines(shared or [EMPTY]),
            "held": held(turn, arrival(turn, session)) if shared else "",
            "private": "" if draft.files and not draft.private else private,
        },
        Choice("send", words.SEND, Sense.YES) if shared else None,
        also=(Way("keep", words.KEEP, _keep),),
        lists=True,
        changes=[Section(part, label(part, visit.kind)) for part in parts_of(visit.kind)],
    )


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    visit, child = visit_of(session, draft)
    report = saving.save(session, visit, draft, turn.now)
    sent = saving.send(session, visit, report, draft, turn.speaker.language, turn.now)
    done = Reply(
        words.SENT if sent.reached else words.UNREACHED,
        {"child": child.label},
        choices=correcting.CHOICES,
        then=correcting.chosen,
        remember={"notice": report.notice_id},
    )
    return [*sent.says, done]


def _keep(turn: Turn, session: Session, draft: Draft) -> Heard:
    visit, child = visit_of(session, draft)
    saving.save(session, visit, draft, turn.now)
    return [Reply(words.KEPT, {"child": child.label})]


form = Form(reports, Draft, FIELDS, shown, send, title=words.FORM, left=words.CANCELLED)


@reports.opens("laporan kunjungan", "visit report")
def begin(turn: Turn, session: Session) -> Heard:
    """Without a name: the visit that waits for its report, or which of several."""
    return form.begin(turn, session, Draft())


@reports.hears(Intent.VISIT_REPORT, form=Slots)
def understood(turn: Turn, session: Session) -> Heard:
    """ "laporan kunjungan Aisyah", alone or with the whole report behind it."""
    assert isinstance(turn.slots, Slots)
    draft, who = Draft(), turn.text.partition(":")[0]
    if body := turn.slots.body:
        draft = reading.read(draft, body, turn.local).model_copy(update={"todo": ()})
    if child := turn.slots.child:
        return form.begin(turn, session, draft.model_copy(update={"children": [child]}))
    named = meant(turn, session, who)
    if named.pupils or named.unclear or named.others:
        return form.read(replace(turn, text=who), session, draft, VISIT)
    return form.begin(turn, session, draft)


def ask(session: Session, now: datetime) -> list[Tell]:
    """The first question, to each teacher who is back from a visit."""
    visits = finding.unasked(session, now - ASKED_FOR)
    about = {pupil.id: pupil for pupil in pupils(session, {visit.child_id for visit in visits})}
    known = [(visit, about[visit.child_id]) for visit in visits if visit.child_id in about]
    return [first_question(visit, child, now) for visit, child in known]


def first_question(visit: Visit, child: Pupil, now: datetime) -> Tell:
    """To the teacher, once for each visit."""
    return Tell(
        words.ASK,
        {"child": child.label, "question": question(Part.CONDITIONS, visit.kind)},
        choices=[Choice("skip", SKIP), Choice("later", LATER, Sense.LATER)],
        then=back,
        remember={"visit": visit.id, "children": [child.id]},
        free=True,
        again=True,  # so that other words reach the question they interrupt
        to=visit.teacher_id,
        topic=finding.topic(visit),
        # They have just written to us: no hour is quiet for the answer.
        priority=Priority.URGENT if is_just_back(visit, now) else Priority.IMPORTANT,
        asked=True,
    )


def is_just_back(visit: Visit, now: datetime) -> bool:
    return visit.checked_out_at is not None and now - visit.checked_out_at < JUST_BACK


@reports.takes_files()
def back(turn: Turn, session: Session) -> Heard:
    """Answers our own question. A teacher who has gone on to other things is let go on."""
    found = finding.own(turn, session, int(turn.memory["visit"]))
    if found is None:
        return None
    visit, child = found
    pointed = turn.answer is not None or turn.direct
    draft = saving.draft_of(session, visit)
    if not draft.todo:
        return form.show(turn, session, draft) if pointed else None
    if not (pointed or turn.media or is_just_back(visit, turn.now)):
        return None
    if turn.answer == "later":
        return [Reply(words.PUT_OFF, {"child": child.name})]
    return form.read(turn, session, draft, SECTIONS[Part.CONDITIONS])
