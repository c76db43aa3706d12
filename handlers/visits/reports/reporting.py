"""The report of a home visit: asked for after it, part by part, or taken as it comes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.forms import correcting
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Sense,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.words import CANCEL, CHANGE, EMPTY, LATER, SKIP
from handlers.core.understanding.matters.visits import Part, has_headings
from handlers.visits.labels import KINDS, day_of
from handlers.visits.reports import finding, reading, saving, words
from handlers.visits.reports.reading import Draft
from handlers.visits.reports.words import label, parts_of, question
from models.family import Pupil, pupils
from models.media import is_voice
from models.outbox import Priority
from models.visit import Visit

JUST_BACK = timedelta(hours=1)
"""So long after a visit any words answer our question; later only what points at it."""
BRIEF = 5
"""Words of a question that is asked back."""
ASKED_FOR = timedelta(days=1)
"""How long after a visit we still ask by ourselves."""

reports = Capability("visit_reports", Who.STAFF)


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
        remember=_memory(Draft(visit=visit.id), child, Part.CONDITIONS),
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
    pointed = turn.answer is not None or turn.direct
    report = saving.report_of(session, found[0])
    if report is not None:
        return [so_far(turn, session, *found)] if pointed else None
    if not (pointed or turn.media or is_just_back(found[0], turn.now)):
        return None
    return part(turn, session)


@reports.takes_files()
def part(turn: Turn, session: Session) -> Heard:
    """One part of the report, or all of it at once."""
    draft, asked = turn.draft(Draft), Part(turn.memory["part"])
    found = finding.own(turn, session, draft.visit)
    if found is None:
        return None
    visit, child = found
    match turn.answer:
        case "later":
            return [Reply(words.PUT_OFF, {"child": child.name})]
        case "finish":
            return [preview(turn, session, draft, visit, child)]
        case None:
            return _answered(turn, session, draft, asked)
    return [_next(turn, session, draft, asked, visit, child)]


def more(turn: Turn, session: Session) -> Heard:
    """Files without words, as an album comes: shown with the rest."""
    draft = turn.draft(Draft)
    found = finding.own(turn, session, draft.visit)
    return [preview(turn, session, draft, *found)] if found else None


@reports.takes_files(more)
def previewed(turn: Turn, session: Session) -> Heard:
    draft = turn.draft(Draft)
    found = finding.own(turn, session, draft.visit)
    if found is None or turn.answer is None:
        return None
    visit, child = found
    if saving.is_sent(session, saving.report_of(session, visit)):
        return [already(turn, session, visit, child)]
    match turn.answer:
        case "send":
            return _send(turn, session, draft, visit, child)
        case "keep":
            saving.save(session, visit, draft, turn.now)
            return [Reply(words.KEPT, {"child": child.label})]
        case "change":
            kind = visit.kind
            choices = [Choice(one.value, label(one, kind)) for one in parts_of(kind)]
            memory = draft.model_dump(mode="json")
            return [Reply(words.WHICH_PART, choices=choices, then=change, remember=memory)]
    return [Reply(words.CANCELLED, {"child": child.name})]


@reports.step
def change(turn: Turn, session: Session) -> Heard:
    draft = turn.draft(Draft)
    found = finding.own(turn, session, draft.visit)
    if found is None or turn.answer is None:
        return None
    return [question_of(draft, Part(turn.answer), *found, only=True)]


def _answered(turn: Turn, session: Session, draft: Draft, asked: Part) -> Heard:
    found = finding.own(turn, session, draft.visit)
    if found is None:
        return None
    visit, child = found
    if not turn.text:
        if is_voice(session, turn.media):
            return [preview(turn, session, draft, visit, child)]
        only = bool(turn.memory.get("only"))
        return [question_of(draft, asked, visit, child, only=only)] if turn.media else None
    if _asks_back(turn):
        return [question_of(draft, asked, visit, child, only=bool(turn.memory.get("only")))]
    if has_headings(turn.text):
        whole = reading.read(draft, turn.text, turn.local)
        return [preview(turn, session, whole, visit, child)]
    draft = draft.with_(asked, turn.text, turn.local)
    if asked is Part.NEXT and draft.next_on is None:
        return [question_of(draft, asked, visit, child, text=words.NO_DAY)]
    return [_next(turn, session, draft, asked, visit, child)]


def _asks_back(turn: Turn) -> bool:
    """ "Ini dibaca siapa?" is no part of a report; a long text with a question in it is."""
    asks = turn.said is not None and turn.said.sense is Sense.QUESTION
    return asks and len(turn.text.split()) <= BRIEF


def _memory(draft: Draft, child: Pupil, asked: Part, only: bool = False) -> dict[str, object]:
    more = {"only": True} if only else {}
    return {**draft.model_dump(mode="json"), "child": child.id, "part": asked.value, **more}


def already(turn: Turn, session: Session, visit: Visit, child: Pupil) -> Say:
    report = saving.report_of(session, visit)
    return Reply(
        words.ALREADY,
        {"child": child.label, "day": day_of(visit, turn.speaker.zone)},
        choices=correcting.CHOICES,
        then=correcting.chosen,
        remember={"notice": report.notice_id if report else None},
    )


def so_far(turn: Turn, session: Session, visit: Visit, child: Pupil) -> Say:
    """What is written of a visit by now, to go on from; what was sent stays."""
    if saving.is_sent(session, saving.report_of(session, visit)):
        return already(turn, session, visit, child)
    return preview(turn, session, saving.draft_of(session, visit), visit, child)


def question_of(
    draft: Draft,
    asked: Part,
    visit: Visit,
    child: Pupil,
    *,
    only: bool = False,
    text: Text | None = None,
) -> Say:
    return Reply(
        words.NEXT_QUESTION,
        {"child": child.label, "question": text or question(asked, visit.kind)},
        choices=[Choice("skip", SKIP), Choice("finish", words.FINISH)],
        then=part,
        remember=_memory(draft, child, asked, only),
        free=True,
    )


def _next(
    turn: Turn, session: Session, draft: Draft, after: Part, visit: Visit, child: Pupil
) -> Say:
    """The part that follows, or all that was understood."""
    parts = parts_of(visit.kind)
    rest = parts[parts.index(after) + 1 :] if after in parts else ()
    if not rest or turn.memory.get("only"):
        return preview(turn, session, draft, visit, child)
    return question_of(draft, rest[0], visit, child)


def preview(turn: Turn, session: Session, draft: Draft, visit: Visit, child: Pupil) -> Say:
    """What each side will read. Nothing is kept before this is answered."""
    shared = saving.shared(session, visit, draft, turn.now)
    files = Phrase(words.FILES, {"count": str(len(draft.files))})
    private: list[Value] = [*filter(None, [draft.private]), *([files] if draft.files else [])]
    return Reply(
        words.PREVIEW,
        {
            "child": child.label,
            "kind": KINDS[visit.kind],
            "day": day_of(visit, turn.speaker.zone),
            "shared": Lines(shared or [EMPTY]),
            "private": Lines(private or [EMPTY]),
        },
        choices=[
            *([Choice("send", words.SEND, Sense.YES)] if shared else []),
            Choice("change", CHANGE),
            Choice("keep", words.KEEP),
            Choice("cancel", CANCEL, Sense.NO),
        ],
        then=previewed,
        remember=draft.model_dump(mode="json"),
    )


def _send(turn: Turn, session: Session, draft: Draft, visit: Visit, child: Pupil) -> Heard:
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
