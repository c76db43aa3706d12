"""What only a person can do now: the teacher's task list, ending in a telephone call."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

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
from handlers.core.talk.words import FINISHED
from models.family import Pupil, guardians_of, pupils
from models.notice import Receipt
from models.outbox import Priority
from models.people import Role
from models.task import Reason, Task

MENU = Text("tasks.menu", id="Tugas saya", en="My tasks")
CALL = Text(
    "tasks.call",
    id="Tentang {child}. “{what}” belum diparaf ({reason}). Mohon keluarga dihubungi langsung, "
    "{whom}. Ketuk Selesai sesudahnya.",
    en="About {child}. “{what}” is not signed ({reason}). Please contact the family yourself, "
    "{whom}. Tap Done afterwards.",
    template=True,
    buttons=(FINISHED,),
)
LIST = Text("tasks.list", id="Yang perlu Ibu/Bapak lakukan:\n{list}", en="Your tasks:\n{list}")
LINE = Text(
    "tasks.line", id="{number}. {child}: {reason}. {whom}", en="{number}. {child}: {reason}. {whom}"
)
NONE = Text("tasks.none", id="Tidak ada tugas. 👍", en="No tasks. 👍")
DONE = Text(
    "tasks.done",
    id="Dicatat selesai: {child}. Terima kasih.",
    en="Done: {child}. Thank you.",
    claims=Claim.NOTED,
)
REASONS = {
    Reason.NOT_JOINED: Text("tasks.not_joined", id="belum bergabung", en="not joined yet"),
    Reason.OPTED_OUT: Text("tasks.opted_out", id="minta tidak dikirimi", en="opted out"),
    Reason.UNDELIVERABLE: Text("tasks.undeliverable", id="tidak terkirim", en="undeliverable"),
    Reason.NOT_ARRIVED: Text("tasks.not_arrived", id="belum sampai", en="has not arrived"),
    Reason.SILENT: Text("tasks.silent", id="belum menjawab", en="no answer yet"),
    Reason.NOT_ANSWERED: Text(
        "tasks.not_answered", id="menunggu jawaban sekolah", en="waits for an answer from school"
    ),
}
PHONE = Text("tasks.phone", id="telepon {name}: {phone}", en="telephone {name}: {phone}")
NO_PHONE = Text("tasks.no_phone", id="nomor telepon belum ada", en="no telephone number known")

tasks = Capability("tasks", Who.STAFF, menu=MENU, place=32)


def tell(session: Session, task: Task, now: datetime) -> list[Tell]:
    """A new task, to whoever it is for; nobody if no such person has joined."""
    found = pupils(session, [task.child_id]) if task.child_id else []
    if task.assignee_id is None or not found:
        return []
    return [
        Tell(
            CALL,
            {
                "child": found[0].label,
                "what": _what(session, task),
                "reason": REASONS[task.reason],
                "whom": whom(session, found[0], now),
            },
            choices=[Choice("done", FINISHED)],
            then=finish,
            free=False,
            remember={"task": task.id},
            to=task.assignee_id,
            topic=f"task:{task.id}:{now:%Y-%m-%d}",
            priority=Priority.IMPORTANT,
            asked=True,
            office=True,
        )
    ]


@tasks.opens("tugas", "tugas saya", "tasks")
def mine(turn: Turn, session: Session) -> Heard:
    """The open tasks of whoever asks; the operator and principal see those nobody has.

    "tugas rumah matematika …" is homework that is set, and none of ours.
    """
    if turn.text.casefold().split()[1:2] not in ([], ["saya"]):
        return None
    owner = Task.assignee_id == turn.speaker.person
    if turn.speaker.roles & {Role.OPERATOR, Role.PRINCIPAL}:
        owner = or_(owner, Task.assignee_id.is_(None))
    open_tasks = session.scalars(
        select(Task)
        .where(Task.school_id == turn.speaker.school, Task.done_at.is_(None), owner)
        .order_by(Task.id)
        .limit(20)
    ).all()
    if not open_tasks:
        return [Reply(NONE)]
    about = {p.id: p for p in pupils(session, [t.child_id for t in open_tasks if t.child_id])}
    lines: list[Value] = []
    choices: list[Choice] = []
    for number, task in enumerate(open_tasks, start=1):
        child = about.get(task.child_id or 0)
        lines.append(Phrase(LINE, _line(session, task, child, number, turn.now)))
        choices.append(Choice(str(task.id), clip(f"✅ {number}. {child.name if child else ''}")))
    return [Reply(LIST, {"list": Lines(lines)}, choices=choices, then=finish, again=True)]


@tasks.step
def finish(turn: Turn, session: Session) -> Heard:
    """Only whoever the task is for, or a colleague of the same school, can tick it off."""
    chosen = turn.memory.get("task") if turn.answer == "done" else turn.answer
    if chosen is None:
        return None
    task = session.get(Task, int(chosen))
    if task is None or task.school_id != turn.speaker.school:
        return None
    task.done_at = task.done_at or turn.now
    found = pupils(session, [task.child_id]) if task.child_id else []
    return [Reply(DONE, {"child": found[0].label if found else ""})]


def whom(session: Session, child: Pupil, now: datetime) -> Value:
    """Whom to telephone: the guardians with a number, first to be told first."""
    lines = [
        Phrase(PHONE, {"name": place.person.name if place.person else place.name, "phone": phone})
        for place in guardians_of(session, [child.id], now)
        if (phone := place.phone or place.child.phone)
    ]
    return Lines(lines, between="; ") if lines else NO_PHONE


def _line(
    session: Session, task: Task, child: Pupil | None, number: int, now: datetime
) -> dict[str, Value]:
    return {
        "number": str(number),
        "child": child.label if child else "",
        "reason": REASONS[task.reason],
        "whom": whom(session, child, now) if child else "",
    }


def _what(session: Session, task: Task) -> str:
    receipt = session.get(Receipt, task.receipt_id) if task.receipt_id else None
    body = " ".join(receipt.notice.body.split()) if receipt else ""
    return body if len(body) <= 60 else body[:60].rsplit(" ", 1)[0] + " …"
