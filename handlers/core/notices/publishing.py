"""One engine for everything a school sends: from a notice to receipts and messages.

A capability makes a `Notice`, has a `Kind` for it, and calls `publish`. Reach,
reminders, the second guardian and "who has not signed" come with it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from handlers.core.notices import signing
from handlers.core.notices.kinds import KINDS
from handlers.core.talk import Card, Choice, Phrase, Say, Tell, Text, Value
from handlers.core.understanding import find_children
from handlers.core.understanding.names import possible_names
from models.family import Pupil, answerable_for, pupils, pupils_of_class, pupils_with
from models.family import names as people_names
from models.group import chats_of
from models.notice import Notice, NoticeState, Receipt, ReceiptState, SignRule, Urgency
from models.outbox import OutboundMessage, Priority
from models.people import Relation
from models.receipts import (
    UNSIGNED,
    Family,
    families,
    how_many_wait,
    next_waiting,
    set_state,
    told_people,
    written_to,
)
from models.school import school_of
from models.signatures import drop_unneeded
from models.task import Reason, Task

PRIORITY = {
    Urgency.LOW: Priority.LOW,
    Urgency.NORMAL: Priority.NORMAL,
    Urgency.IMPORTANT: Priority.IMPORTANT,
    Urgency.URGENT: Priority.URGENT,
}
SMS_TEXT = Text(
    "notices.sms",
    id="{children}: ada {title} dari sekolah yang belum diparaf. Mohon buka chat Penghubung.",
    en="{children}: a {title} from school is not signed yet. Please open the Penghubung chat.",
)
CARD = Text(
    "notices.card",
    id="📢 Ada {title} dari {author} untuk orang tua kelas ini.{excerpt}\n\nMohon dibuka di chat "
    "pribadi lewat tombol di bawah.",
    en="📢 For the parents of this class, from {author}: {title}.{excerpt}\n\nPlease "
    "open it in your private chat by the button below.",
)
CUT = Text(
    "notices.cut",
    id="{excerpt} (lengkapnya: tulis LIHAT {word})",
    en="{excerpt} (all of it: write LIHAT {word})",
)
EXCERPT = Text("notices.excerpt", id="\n\n“{excerpt}”", en="\n\n“{excerpt}”")
OPEN = Text("notices.open", id="Buka di chat pribadi", en="Open in private chat")
BEGINNING = 120
"""Letters of a notice that a reminder quotes."""
SEE_FILE = Text("notices.see_file", id="(lihat lampiran)", en="(see the attachment)")
CORRECTION = Text("notices.correction", id="✏️ RALAT {title}", en="✏️ CORRECTED {title}")


AT_ONCE = 300
"""Children whose families are told in one transaction; the rest follow, batch by batch, so
that nobody's answer waits for a whole school's messages to be written."""


@dataclass(frozen=True)
class Published:
    """What publishing came to so far: the messages to return, and the families it cannot reach."""

    says: list[Say]
    reached: list[Pupil]
    unreached: list[tuple[Pupil, Reason]]
    waiting: int = 0
    """Children whose families are told in the batches to come."""


def publish(
    session: Session, notice: Notice, children: Collection[int], now: datetime
) -> Published:
    """Make one receipt per child, and the messages that tell their families.

    The caller returns the says, so that they are owed in the same transaction. Families
    that nobody can tell become tasks at once, if a signature is wanted. Publishing twice
    makes nothing new; with more children it adds those.
    """
    known = set(session.scalars(select(Receipt.child_id).where(Receipt.notice_id == notice.id)))
    about = [pupil for pupil in pupils(session, children) if pupil.id not in known]
    notice.state = NoticeState.PUBLISHED
    notice.published_at = notice.published_at or now
    notice.send_at = None
    if about:
        session.execute(insert(Receipt), [_receipt(notice, pupil) for pupil in about])
        session.expire(notice, ["receipts"])
    published = tell_next(session, notice, now)
    return replace(published, says=[*_cards(session, notice), *published.says])


def _receipt(notice: Notice, pupil: Pupil) -> dict[str, object]:
    return {
        "school_id": notice.school_id,
        "notice_id": notice.id,
        "child_id": pupil.id,
        "state": ReceiptState.WAITING,
    }


def tell_next(session: Session, notice: Notice, now: datetime) -> Published:
    """The messages for the next batch of families; a guardian's children stay together."""
    batch = next_waiting(session, notice.id, AT_ONCE)
    about = [pupil for pupil in pupils(session, list(batch)) if pupil.id in batch]
    circle = circle_of(session, notice, [pupil.id for pupil in about], now)
    priority = PRIORITY[notice.urgency]
    told: dict[int, list[Pupil]] = {}
    reached, unreached = [], []
    for pupil in about:
        people = circle[pupil.id].recipients(notice.sign_rule, priority)
        for person in people:
            told.setdefault(person, []).append(pupil)
        if people:
            reached.append(pupil)
        else:
            unreached.append((pupil, circle[pupil.id].reason(priority)))
    _told(session, notice, [batch[pupil.id] for pupil in reached], now)
    _not_told(session, notice, [(p, batch[p.id], reason) for p, reason in unreached], now)
    gone = set(batch) - {pupil.id for pupil in about}
    set_state(session, [batch[child] for child in gone], ReceiptState.CLOSED, reason="left")
    session.flush()
    says: list[Say] = []
    if notice.urgency is not Urgency.LOW:
        had = written_to(session, notice.id, told)
        says = [
            message(notice, of, person, f"child:{of[0].id}" if person in had else "")
            for person, of in told.items()
        ]
    return Published(says, reached, unreached, how_many_wait(session, notice.id))


def reach_again(session: Session, notice: Notice, now: datetime) -> Published:
    """The families that nobody could tell, as far as somebody can be told by now."""
    receipts = session.scalars(
        select(Receipt).where(
            Receipt.notice_id == notice.id,
            Receipt.state == ReceiptState.ESCALATED,
            Receipt.reason != Reason.SILENT.value,
        )
    ).all()
    circle = circle_of(session, notice, [receipt.child_id for receipt in receipts], now)
    priority = PRIORITY[notice.urgency]
    told: dict[int, list[Pupil]] = {}
    reached = []
    about = {pupil.id: pupil for pupil in pupils(session, [r.child_id for r in receipts])}
    for receipt in receipts:
        pupil = about.get(receipt.child_id)
        people = circle[receipt.child_id].recipients(notice.sign_rule, priority)
        if pupil is None or not people:
            continue
        reopen(session, receipt, now)
        reached.append(pupil)
        for person in people:
            told.setdefault(person, []).append(pupil)
    occasion = f"again:{now:%Y%m%d%H%M}"
    return Published([message(notice, of, who, occasion) for who, of in told.items()], reached, [])


def _told(session: Session, notice: Notice, receipts: Sequence[int], now: datetime) -> None:
    """Reached: the ladder begins when the message may arrive."""
    school = school_of(session, notice.school_id)
    urgent = notice.urgency is Urgency.URGENT
    told_at = now if urgent else school.quiet.release(now)
    wants_signature = notice.sign_rule is not SignRule.NONE
    ladder = school.rules.ladder(notice.kind, urgent=urgent) if wants_signature else []
    set_state(
        session,
        receipts,
        ReceiptState.OPEN if wants_signature else ReceiptState.TOLD,
        told_at=told_at,
        next_at=told_at + ladder[0].after if ladder else None,
    )


def _not_told(
    session: Session,
    notice: Notice,
    unreached: Sequence[tuple[Pupil, int, Reason]],
    now: datetime,
) -> None:
    """A task each where a signature is wanted; else the report names them."""
    if notice.sign_rule is SignRule.NONE:
        for reason in {reason for _, _, reason in unreached}:
            ids = [receipt for _, receipt, why in unreached if why is reason]
            set_state(session, ids, ReceiptState.ESCALATED, reason=reason.value)
        return
    for pupil, receipt, reason in unreached:
        escalate(session, session.get_one(Receipt, receipt), pupil, reason, now)


def _cards(session: Session, notice: Notice) -> list[Say]:
    """For the group chats of the classes a notice is for as a whole."""
    classes = notice.details.get("classes", [])
    return [
        Card(
            CARD,
            {
                "title": KINDS[notice.kind].title(notice),
                "author": notice.author.name,
                "excerpt": harmless(session, notice, notice.body, [chat.class_group_id]),
            },
            choices=[Choice("open", OPEN)],
            chat=chat.contact_id,
            topic=f"notice:{notice.id}",
            notice=notice.id,
            priority=PRIORITY[notice.urgency],
            opens=f"lihat {notice.word}",
            expires_at=notice.expires_at,
        )
        for chat in (chats_of(session, classes) if classes else [])
    ]


def harmless(session: Session, notice: Notice, words: str, classes: Sequence[int]) -> Value:
    """The beginning of a notice's words, unless a child of the school may be named in them."""
    named = find_children(words, [p.name for p in pupils_of_class(session, *classes)])
    elsewhere = pupils_with(session, notice.school_id, possible_names(words))
    others = find_children(words, [pupil.name for pupil in elsewhere])
    if named.found or named.ambiguous or others.found or others.ambiguous or not words:
        return ""
    return Phrase(EXCERPT, {"excerpt": signing.excerpt(words, 200)})


def circle_of(
    session: Session, notice: Notice, children: Collection[int], now: datetime
) -> dict[int, Family]:
    """The guardians that a notice is for, by child: all, or only the mothers or fathers."""
    only = notice.details.get("relation")
    return families(session, children, notice.kind, now, Relation(only) if only else None)


def message(
    notice: Notice, children: Sequence[Pupil], person: int, occasion: str = "", **how: object
) -> Tell:
    """The notice itself, to one guardian, naming all of their children it is about.

    `occasion` tells a second message about it from the first ("other_channel").
    """
    kind = KINDS[notice.kind]
    choices = kind.choices(notice)
    return Tell(
        kind.message(notice),
        blanks(notice, children),
        choices=choices,
        then=(kind.hears or signing.answered) if choices else None,
        remember={"notice": notice.id, "children": [pupil.id for pupil in children]},
        again=True,
        free=bool(choices) and kind.free(notice),
        kind=kind.context if choices else "announcement",
        files=notice.files,
        written=notice.published_at or notice.created_at,
        to=person,
        topic=f"notice:{notice.id}{':' if occasion else ''}{occasion}",
        notice=notice.id,
        priority=PRIORITY[notice.urgency],
        expires_at=notice.expires_at,
        **how,  # type: ignore[arg-type]
    )


def blanks(notice: Notice, children: Sequence[Pupil]) -> dict[str, Value]:
    """What a kind's message says about one family."""
    kind = KINDS[notice.kind]
    title = kind.title(notice)
    if notice.corrects_id is not None:
        title = Phrase(CORRECTION, {"title": title})
    return {
        "children": names(children),
        "title": title,
        "body": notice.body or SEE_FILE,
        "author": notice.author.name,
        **kind.values(notice),
    }


def nudge(notice: Notice, children: Sequence[Pupil], person: int, occasion: str) -> Tell:
    """A reminder with the beginning of the notice; it is signed like the notice itself."""
    return replace(
        message(notice, children, person, occasion),
        text=KINDS[notice.kind].reminder(notice),
        values={
            "children": names(children),
            "title": KINDS[notice.kind].title(notice),
            "author": notice.author.name,
            "excerpt": _beginning(notice),
        },
        files=(),
        written=None,
    )


def _beginning(notice: Notice) -> Value:
    """What a reminder quotes; where it is cut, with how to read the rest."""
    excerpt = signing.excerpt(notice.body, BEGINNING)
    cut = len(" ".join(notice.body.split())) > BEGINNING
    return Phrase(CUT, {"excerpt": excerpt, "word": notice.word}) if cut else excerpt


def by_sms(notice: Notice, children: Sequence[Pupil], person: int) -> Tell:
    """A short text without the matter itself: a telephone lies open on the table."""
    blanks: dict[str, Value] = {
        "children": names(children),
        "title": KINDS[notice.kind].title(notice),
    }
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
    task.reason, task.created_at, task.told_at, task.done_at = reason, now, None, None
    session.flush()
    return task


def has_reached(session: Session, notice_id: int) -> bool:
    """Whether anybody has been sent it, as far as we know."""
    sent = select(OutboundMessage.id).where(
        OutboundMessage.notice_id == notice_id, OutboundMessage.sent_at.is_not(None)
    )
    return session.scalar(sent.limit(1)) is not None


def withdraw(session: Session, notice: Notice, reason: str, now: datetime) -> list[int]:
    """Take a notice back: nobody is told any more. The people who had been told already."""
    told = told_people(session, notice.id)
    notice.state = NoticeState.WITHDRAWN
    notice.send_at = None
    session.flush()
    of_notice = select(Receipt.id).where(Receipt.notice_id == notice.id)
    session.execute(
        update(Task)
        .where(Task.receipt_id.in_(of_notice), Task.done_at.is_(None))
        .values(done_at=now)
    )
    session.execute(
        update(Receipt)
        .where(
            Receipt.notice_id == notice.id,
            Receipt.state.in_((*UNSIGNED, ReceiptState.TOLD, ReceiptState.WAITING)),
        )
        .values(state=ReceiptState.CLOSED, reason=reason, next_at=None)
    )
    drop_unneeded(session, notice.id)
    return told


def reopen(session: Session, receipt: Receipt, now: datetime) -> None:
    """The family can be told after all: the ladder starts again from now."""
    school = school_of(session, receipt.school_id)
    urgent = receipt.notice.urgency is Urgency.URGENT
    wants_signature = receipt.notice.sign_rule is not SignRule.NONE
    ladder = school.rules.ladder(receipt.notice.kind, urgent=urgent) if wants_signature else []
    receipt.state = ReceiptState.OPEN if wants_signature else ReceiptState.TOLD
    receipt.reason = None
    receipt.told_at = now if urgent else school.quiet.release(now)
    receipt.rung = 0
    receipt.next_at = receipt.told_at + ladder[0].after if ladder else None
    session.execute(
        update(Task)
        .where(Task.receipt_id == receipt.id, Task.done_at.is_(None))
        .values(done_at=now)
    )


def name_of(session: Session, person: int) -> str:
    return people_names(session, [person]).get(person, "")
