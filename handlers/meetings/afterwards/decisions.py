"""Decisions until they are done: who promised is reminded, and says so when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.forms import occasions
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Tell,
    Text,
    Turn,
    Value,
    Who,
    clip,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Day
from handlers.core.talk.words import BY, FINISHED
from models.family import LEADS
from models.family import names as people_names
from models.meeting import Meeting
from models.minutes import Decision, undone
from models.outbox import Priority
from models.prepared import Watch
from models.school import school_of

REMIND = Text(
    "decisions.remind",
    id="Mengingatkan keputusan {title}: “{words}”, paling lambat {day}. Bila sudah, ketuk Selesai "
    "atau balas “selesai”.",
    en="A reminder of a decision of {title}: “{words}”, by {day}. When it is done, tap Done or "
    "answer “selesai”.",
    template=True,
    buttons=(FINISHED,),
)
REMIND_ORGANISER = Text(
    "decisions.remind_organiser",
    id="Mengingatkan keputusan {title}: “{words}” ({who}), paling lambat {day}. Penanggung "
    "jawabnya tidak bisa kami ingatkan di sini. Bila sudah, ketuk Selesai.",
    en="A reminder of a decision of {title}: “{words}” ({who}), by {day}. We cannot remind whoever "
    "does it from here. When it is done, tap Done.",
    template=True,
    buttons=(FINISHED,),
)
NOBODY = Text("decisions.nobody", id="belum ada nama", en="nobody named")
THANKS = Text(
    "decisions.thanks",
    id="Terima kasih, {who}. Dicatat selesai: “{words}”. ✅",
    en="Thank you, {who}. Noted as done: “{words}”. ✅",
    claims=Claim.NOTED,
)
ALREADY = Text(
    "decisions.already",
    id="“{words}” sudah tercatat selesai. Terima kasih, {who}.",
    en="“{words}” has been noted as done. Thank you, {who}.",
)
LIST = Text(
    "decisions.list",
    id="Keputusan rapat yang belum selesai:\n{list}\n\nKetuk yang sudah selesai.",
    en="Decisions of meetings that are not done yet:\n{list}\n\nTap those that are done.",
)
LINE = Text(
    "decisions.line", id="{number}. {words}{by} · {title}", en="{number}. {words}{by} · {title}"
)
NONE = Text(
    "decisions.none",
    id="Tidak ada keputusan rapat yang belum selesai. 👍",
    en="No decision of a meeting is open. 👍",
)

SHOWN = 10

decisions = Capability("decisions", Who.GUARDIAN, Who.STAFF)
open_list = Capability("open_decisions", Who.STAFF)


_WAITING = Watch(
    undone()
    .where(
        occasions.promised(Decision.due),
        Decision.reminded_at.is_(None),
    )
    .limit(100)
)


def remind(session: Session, now: datetime) -> list[Tell]:
    """The reminders that are due; each decision has one. What is past already has none."""
    waiting = _WAITING.scalars(session, **occasions.days_around(now))
    due = occasions.morning_before(
        waiting, lambda one: one.due, lambda one: school_of(session, one.school_id).zone, now
    )
    for one in due:
        one.reminded_at = now
    session.flush()
    return [_reminder(one) for one in due]


def _reminder(one: Decision) -> Tell:
    assert one.due is not None
    values: dict[str, Value] = {
        "title": one.meeting.title,
        "words": one.words,
        "day": Day(one.due),
    }
    if one.person_id is None:
        values["who"] = one.who or NOBODY
    return Tell(
        REMIND if one.person_id else REMIND_ORGANISER,
        values,
        choices=[Choice(str(one.id), FINISHED)],
        then=done,
        to=one.person_id or one.meeting.organiser_id,
        topic=f"decision:{one.id}",
        priority=Priority.IMPORTANT,
    )


@decisions.step
def done(turn: Turn, session: Session) -> Heard:
    """By whoever promised it, or organised the meeting, or leads the school."""
    one = session.get(Decision, int(turn.answer)) if turn.answer else None
    if one is None or not _may_close(turn, one):
        return None
    values = {"who": turn.speaker.name, "words": one.words}
    if one.done_at is not None:
        return [Reply(ALREADY, values)]
    one.done_at = turn.now
    return [Reply(THANKS, values)]


def _may_close(turn: Turn, one: Decision) -> bool:
    mine = turn.speaker.person in (one.person_id, one.meeting.organiser_id)
    return mine or (one.school_id == turn.speaker.school and bool(turn.speaker.roles & LEADS))


@open_list.opens("keputusan", "decisions")
def listed(turn: Turn, session: Session) -> Heard:
    """What is open of one's own meetings; for who leads the school, of all."""
    if len(turn.text.split()) > 2:
        return None
    query = undone().where(Decision.school_id == turn.speaker.school)
    if not turn.speaker.roles & LEADS:
        query = query.where(Meeting.organiser_id == turn.speaker.person)
    found = session.scalars(query.limit(SHOWN)).all()
    if not found:
        return [Reply(NONE)]
    known = people_names(session, [one.person_id for one in found if one.person_id])
    lines = [_line(number, one, known) for number, one in enumerate(found, start=1)]
    return [Reply(LIST, {"list": Lines(lines)}, choices=_choices(found), then=done, again=True)]


def _choices(found: Sequence[Decision]) -> list[Choice]:
    return [
        Choice(str(one.id), clip(f"✅ {number}. {one.words}"))
        for number, one in enumerate(found, start=1)
    ]


def _line(number: int, one: Decision, known: dict[int, str]) -> Value:
    parts: list[Value] = [known.get(one.person_id or 0, one.who)] if one.who else []
    if one.due:
        parts.append(Day(one.due))
    by = Phrase(BY, {"by": Lines(parts, between=", ")}) if parts else ""
    title = one.meeting.title
    return Phrase(LINE, {"number": str(number), "words": one.words, "by": by, "title": title})
