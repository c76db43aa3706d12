"""One engine for everything a school sends: from a notice to receipts and messages.

A capability makes a `Notice`, registers its `Kind` once, and calls `publish`. Reach,
reminders, the second guardian and "who has not signed" come with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers import signing
from handlers.talk import Choice, ClashError, Phrase, Tell, Text, Value
from models.family import Pupil, answerable_for, pupils
from models.family import names as people_names
from models.notice import Notice, NoticeState, Receipt, ReceiptState, SignRule, Urgency
from models.outbox import Priority
from models.receipts import UNSIGNED, families, told_people
from models.school import School, school_of
from models.signatures import drop_unneeded
from models.task import Reason, Task

PRIORITY = {
    Urgency.LOW: Priority.LOW,
    Urgency.NORMAL: Priority.NORMAL,
    Urgency.IMPORTANT: Priority.IMPORTANT,
    Urgency.URGENT: Priority.URGENT,
}
NUDGE = Text(
    "notices.nudge",
    id="Ananda {children}. Ada {title} dari {author} yang belum diparaf:\n“{excerpt}”\n\n"
    "Mohon diparaf, ya.",
    en="About {children}. The {title} from {author} is not signed yet:\n“{excerpt}”\n\n"
    "Please sign it.",
    template=True,
    buttons=(signing.YES, signing.ANSWER),
)
SMS_TEXT = Text(
    "notices.sms",
    id="{children}: ada {title} dari sekolah yang belum diparaf. Mohon buka chat Penghubung.",
    en="{children}: a {title} from school is not signed yet. Please open the Penghubung chat.",
)
CORRECTION = Text("notices.correction", id="✏️ RALAT. {title}", en="✏️ CORRECTION. {title}")


@dataclass(frozen=True)
class Kind:
    """What one kind of notice is called and how it is worded. Made once, at import."""

    name: str
    title: Text
    """"Catatan buku penghubung": used in reminders, lists and as {title} of `message`."""
    message: Text
    """Has the blanks {children}, {title}, {body} and {author}; more come from `values`."""
    values: Callable[[Notice], Mapping[str, Value]] = field(default=lambda notice: {})

    def __post_init__(self) -> None:
        if KINDS.setdefault(self.name, self) is not self:
            raise ClashError(f"two kinds of notice are called {self.name!r}")


KINDS: dict[str, Kind] = {}


@dataclass(frozen=True)
class Published:
    """What publishing came to: the messages to return, and the families it cannot reach."""

    tells: list[Tell]
    reached: list[Pupil]
    unreached: list[tuple[Pupil, Reason]]


def publish(
    session: Session, notice: Notice, children: Collection[int], now: datetime
) -> Published:
    """Make one receipt per child, and the messages that tell their families.

    The caller returns the tells, so that they are owed in the same transaction. Families
    that nobody can tell become tasks at once. Publishing twice makes nothing new.
    """
    known = {receipt.child_id for receipt in notice.receipts}
    about = [pupil for pupil in pupils(session, children) if pupil.id not in known]
    notice.state = NoticeState.PUBLISHED
    notice.published_at = notice.published_at or now
    circle = families(session, [pupil.id for pupil in about], notice.kind, now)
    school = school_of(session, notice.school_id)
    priority = PRIORITY[notice.urgency]
    told: dict[int, list[Pupil]] = {}
    unreached = []
    for pupil in about:
        family = circle[pupil.id]
        people = family.recipients(notice.sign_rule, priority)
        receipt = _receipt(notice, pupil, school, now)
        session.add(receipt)
        for person in people:
            told.setdefault(person, []).append(pupil)
        if not people:
            session.flush()
            reason = family.reason(priority)
            unreached.append((pupil, reason))
            escalate(session, receipt, pupil, reason, now)
    session.flush()
    tells = [message(notice, of, person) for person, of in told.items()]
    missed = {pupil.id for pupil, _ in unreached}
    return Published(tells, [pupil for pupil in about if pupil.id not in missed], unreached)


def _receipt(notice: Notice, pupil: Pupil, school: School, now: datetime) -> Receipt:
    urgent = notice.urgency is Urgency.URGENT
    told_at = now if urgent else school.quiet.release(now)
    wants_signature = notice.sign_rule is not SignRule.NONE
    ladder = school.rules.ladder(notice.kind) if wants_signature else []
    return Receipt(
        school_id=notice.school_id,
        notice=notice,
        child_id=pupil.id,
        state=ReceiptState.OPEN if wants_signature else ReceiptState.TOLD,
        told_at=told_at,
        rung=0,
        next_at=told_at + ladder[0].after if ladder else None,
    )


def message(
    notice: Notice, children: Sequence[Pupil], person: int, occasion: str = "", **how: object
) -> Tell:
    """The notice itself, to one guardian, naming all of their children it is about.

    `occasion` tells a second message about it from the first ("other_channel").
    """
    kind = KINDS[notice.kind]
    title: Value = kind.title
    if notice.corrects_id is not None:
        title = Phrase(CORRECTION, {"title": kind.title})
    asks = notice.sign_rule is not SignRule.NONE
    return Tell(
        kind.message,
        {
            "children": names(children),
            "title": title,
            "body": notice.body,
            "author": notice.author.name,
            **kind.values(notice),
        },
        choices=(Choice("sign", signing.YES), Choice("answer", signing.ANSWER)) if asks else (),
        then=signing.answered if asks else None,
        remember={"notice": notice.id, "children": [pupil.id for pupil in children]},
        again=True,
        free=False,
        kind="paraf_request" if asks else "announcement",
        media=notice.media_id,
        to=person,
        topic=f"notice:{notice.id}{':' if occasion else ''}{occasion}",
        notice=notice.id,
        priority=PRIORITY[notice.urgency],
        expires_at=notice.expires_at,
        **how,  # type: ignore[arg-type]
    )


def nudge(notice: Notice, children: Sequence[Pupil], person: int, occasion: str) -> Tell:
    """A reminder with the beginning of the notice; it is signed like the notice itself."""
    return replace(
        message(notice, children, person, occasion),
        text=NUDGE,
        values={
            "children": names(children),
            "title": KINDS[notice.kind].title,
            "author": notice.author.name,
            "excerpt": signing.excerpt(notice.body, 120),
        },
        media=None,
    )


def by_sms(notice: Notice, children: Sequence[Pupil], person: int) -> Tell:
    """A short text without the matter itself: a telephone lies open on the table."""
    blanks: dict[str, Value] = {"children": names(children), "title": KINDS[notice.kind].title}
    return Tell(
        SMS_TEXT,
        blanks,
        to=person,
        topic=f"notice:{notice.id}:sms",
        channel="sms",
        notice=notice.id,
        priority=PRIORITY[notice.urgency],
    )


def names(children: Sequence[Pupil]) -> str:
    """Children as every message begins: "Aisyah Humaira (1A), Hafidz Maulana (3B)"."""
    return ", ".join(pupil.label for pupil in children)


def escalate(
    session: Session, receipt: Receipt, pupil: Pupil, reason: Reason, now: datetime
) -> Task:
    """Hand a family to a person at school: one open task per receipt."""
    receipt.state = ReceiptState.ESCALATED
    receipt.next_at = None
    receipt.reason = reason
    topic = f"unsigned:{receipt.id}"
    staff = answerable_for(session, pupil.school_id, pupil.class_id)
    task = session.scalar(select(Task).where(Task.topic == topic))
    if task is None:
        task = Task(
            school_id=pupil.school_id, child_id=pupil.id, receipt_id=receipt.id, topic=topic
        )
        session.add(task)
    task.assignee_id = staff[0] if staff else None
    task.reason, task.created_at, task.done_at = reason, now, None
    session.flush()
    return task


def withdraw(session: Session, notice: Notice, reason: str) -> list[int]:
    """Take a notice back: nobody is told any more. The people who had been told already."""
    told = told_people(session, notice.id)
    notice.state = NoticeState.WITHDRAWN
    for receipt in notice.receipts:
        if receipt.state in (*UNSIGNED, ReceiptState.TOLD):
            receipt.state = ReceiptState.CLOSED
            receipt.reason = reason
            receipt.next_at = None
    session.flush()
    drop_unneeded(session, notice.id)
    return told


def catch_up(
    session: Session, person: int, child_ids: Collection[int], now: datetime
) -> list[Tell]:
    """What the families of these children still have to sign, for a guardian who just joined."""
    receipts = session.scalars(
        select(Receipt)
        .join(Notice)
        .where(
            Receipt.child_id.in_(child_ids),
            Receipt.state.in_(UNSIGNED),
            Notice.state == NoticeState.PUBLISHED,
        )
        .order_by(Receipt.id)
    ).all()
    about = {pupil.id: pupil for pupil in pupils(session, child_ids)}
    grouped: dict[Notice, list[Pupil]] = {}
    for receipt in receipts:
        if receipt.notice.expires_at is None or receipt.notice.expires_at > now:
            reopen(session, receipt, now)
            grouped.setdefault(receipt.notice, []).append(about[receipt.child_id])
    return [message(notice, of, person) for notice, of in grouped.items()]


def reopen(session: Session, receipt: Receipt, now: datetime) -> None:
    """The family can be told after all: the ladder starts again from now."""
    school = school_of(session, receipt.school_id)
    ladder = school.rules.ladder(receipt.notice.kind)
    receipt.state = ReceiptState.OPEN
    receipt.reason = None
    receipt.told_at = school.quiet.release(now)
    receipt.rung = 0
    receipt.next_at = receipt.told_at + ladder[0].after if ladder else None
    session.execute(
        update(Task)
        .where(Task.receipt_id == receipt.id, Task.done_at.is_(None))
        .values(done_at=now)
    )


def name_of(session: Session, person: int) -> str:
    return people_names(session, [person]).get(person, "")
