"""What only a person can do now: the teacher's task list, ending in a telephone call."""

from __future__ import annotations

from collections.abc import Sequence
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
from models.family import Pupil, guardians_of, pupils
from models.notice import Receipt
from models.numbers import whole
from models.outbox import Priority
from models.people import Guardianship, Role
from models.reach import telephone_of
from models.task import Reason, Task

MENU = Text("tasks.menu", id="Tugas saya", en="My tasks")
CALLS = Text(
    "tasks.calls",
    id="Mohon keluarga ini dihubungi langsung:\n{list}\n\nKetuk yang sudah.",
    en="Please contact these families yourself:\n{list}\n\nTap those you have reached.",
    template=True,
)
URGENT_CALLS = Text(
    "tasks.urgent_calls",
    id="MENDESAK, belum diparaf. Mohon keluarga ini ditelepon sekarang:\n{list}\n\n"
    "Ketuk yang sudah.",
    en="URGENT and not signed. Please telephone these families now:\n{list}\n\n"
    "Tap those you have reached.",
    template=True,
)
MORE = Text(
    "tasks.more",
    id="… dan {count} keluarga lagi: ketik TUGAS",
    en="… and {count} families more: type TUGAS",
)
LIST = Text("tasks.list", id="Yang perlu Ibu/Bapak lakukan:\n{list}", en="Your tasks:\n{list}")
LINE = Text(
    "tasks.line", id="{number}. {child}: {about}. {whom}", en="{number}. {child}: {about}. {whom}"
)
ABOUT = Text("tasks.about", id="“{what}” ({reason})", en="“{what}” ({reason})")
NONE = Text("tasks.none", id="Tidak ada tugas. 👍", en="No tasks. 👍")
DONE = Text(
    "tasks.done",
    id="Dicatat selesai: {child}. Terima kasih.",
    en="Done: {child}. Thank you.",
    claims=Claim.NOTED,
)
ALREADY = Text(
    "tasks.already",
    id="{child}: itu sudah ditandai selesai sebelumnya.",
    en="{child}: that was ticked off before.",
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

AT_ONCE = 10
"""Families on one list, and buttons under it."""

tasks = Capability("tasks", Who.STAFF, menu=MENU, place=32)


def calls(
    session: Session, person: int, owed: Sequence[Task], now: datetime, *, urgent: bool = False
) -> Tell:
    """One list for whoever is to call, a line for each family. `urgent`: now, at whatever hour."""
    lines, choices = _by_child(session, owed, now)
    more = len(lines) - AT_ONCE
    shown = [*lines[:AT_ONCE], *([Phrase(MORE, {"count": str(more)})] if more > 0 else [])]
    return Tell(
        URGENT_CALLS if urgent else CALLS,
        {"list": Lines(shown)},
        choices=choices[:AT_ONCE],
        then=finish,
        again=True,
        free=False,
        to=person,
        topic=f"calls:{now:%Y%m%d%H%M}",
        priority=Priority.URGENT if urgent else Priority.IMPORTANT,
        asked=True,
        office=not urgent,
    )


def _by_child(
    session: Session, owed: Sequence[Task], now: datetime
) -> tuple[list[Value], list[Choice]]:
    """A line and a choice for each child: one call may settle several things."""
    of_child: dict[int, list[Task]] = {}
    for task in owed:
        of_child.setdefault(task.child_id or 0, []).append(task)
    about = {pupil.id: pupil for pupil in pupils(session, [id_ for id_ in of_child if id_])}
    lines: list[Value] = []
    choices: list[Choice] = []
    for number, (child_id, theirs) in enumerate(of_child.items(), start=1):
        child = about.get(child_id)
        what = [_about(session, task) for task in theirs]
        values: dict[str, Value] = {
            "number": str(number),
            "child": child.label if child else "",
            "about": Lines(what, between="; "),
            "whom": whom(session, child, now) if child else "",
        }
        lines.append(Phrase(LINE, values))
        ids = ",".join(str(task.id) for task in theirs)
        choices.append(Choice(ids, clip(f"✅ {number}. {child.name if child else ''}")))
    return lines, choices


def _about(session: Session, task: Task) -> Value:
    what, reason = _what(session, task), REASONS[task.reason]
    return Phrase(ABOUT, {"what": what, "reason": reason}) if what else reason


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
    lines, choices = _by_child(session, open_tasks, turn.now)
    return [Reply(LIST, {"list": Lines(lines)}, choices=choices, then=finish, again=True)]


@tasks.step
def finish(turn: Turn, session: Session) -> Heard:
    """Only whoever the task is for, or a colleague of the same school, can tick it off."""
    chosen = str(turn.memory.get("task", "")) if turn.answer == "done" else turn.answer or ""
    ids = [whole(part) for part in chosen.split(",")]
    found = [session.get(Task, id_) for id_ in ids if id_ is not None]
    mine = [task for task in found if task is not None and task.school_id == turn.speaker.school]
    if not mine:
        return None
    about = pupils(session, [task.child_id for task in mine if task.child_id])
    child = {"child": about[0].label if about else ""}
    undone = [task for task in mine if task.done_at is None]
    for task in undone:
        task.done_at = turn.now
    return [Reply(DONE if undone else ALREADY, child)]


def whom(session: Session, child: Pupil, now: datetime) -> Value:
    """Whom to telephone: the guardians with a number, first to be told first."""
    lines = [
        Phrase(PHONE, {"name": place.person.name if place.person else place.name, "phone": phone})
        for place in guardians_of(session, [child.id], now)
        if (phone := place.phone or place.child.phone or _by_chat(session, place))
    ]
    return Lines(lines, between="; ") if lines else NO_PHONE


def _by_chat(session: Session, place: Guardianship) -> str | None:
    """The number of their WhatsApp, where the roster has none."""
    return telephone_of(session, place.person_id) if place.person_id else None


def _what(session: Session, task: Task) -> str:
    receipt = session.get(Receipt, task.receipt_id) if task.receipt_id else None
    body = " ".join(receipt.notice.body.split()) if receipt else ""
    return body if len(body) <= 60 else body[:60].rsplit(" ", 1)[0] + " …"
