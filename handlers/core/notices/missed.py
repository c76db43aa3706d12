"""What a family that joins late has missed: the newest of it at once, the rest by its codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.times import short
from handlers.core.talk.words import AND_MORE
from models.family import Pupil, pupils_of_guardian
from models.notice import Notice, NoticeState, Receipt, ReceiptState, Urgency
from models.receipts import UNSIGNED
from models.school import school_of
from models.task import Reason

ALL = Text("missed.all", id="Kirim semua", en="Send them all")
MORE = Text(
    "missed.more",
    id="Ananda {child}. Masih ada {count} pesan sekolah dari sebelum Ibu/Bapak bergabung:\n{list}"
    "\n\nBalas dengan kodenya untuk membaca satu, atau ketuk Kirim semua.",
    en="About {child}. There are {count} more messages from school from before you joined:\n{list}"
    "\n\nAnswer with its code to read one, or tap Send them all.",
    template=True,
    buttons=(ALL,),
)
LINE = Text(
    "missed.line",
    id="• LIHAT {word}: {title} dari {author}, {at}",
    en="• LIHAT {word}: {title} from {author}, {at}",
)
NONE = Text(
    "missed.none",
    id="Semua pesan itu sudah terkirim atau sudah diparaf, {who}.",
    en="All of these messages have been sent or signed, {who}.",
)
WHOLE = 5
"""Notices that a newcomer gets at once. More would bury what matters now."""
LISTED = 10
LOOK_BACK = timedelta(days=14)
"""How far back a class's messages concern a child who came to the class after them."""
OF_CLASS = ("announcement", "homework")
"""Kinds of notice that concern whoever belongs to the class, not those picked at the time."""

missed = Capability("missed", Who.GUARDIAN)


def catch_up(session: Session, person: int, child: Pupil, now: datetime) -> list[Say]:
    """To a guardian who has just joined: what still waits to be signed or was never told.

    What is older than the newest few stays with the school as it was until it is asked for.
    """
    _as_if_here(session, child, now)
    waiting = _waiting(session, person, child, now)
    rest, fresh = waiting[:-WHOLE], waiting[-WHOLE:]
    says = [_message(session, receipt, child, person, now) for receipt in fresh]
    return [*says, _offer(session, rest, child, person, now)] if rest else says


@missed.step
def chosen(turn: Turn, session: Session) -> Heard:
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    child = next((pupil for pupil in mine if pupil.id == turn.memory["child"]), None)
    if turn.answer != "all" or child is None:
        return None
    person = turn.speaker.person
    earlier = set(turn.memory["receipts"])
    waiting = [r for r in _waiting(session, person, child, turn.now) if r.id in earlier]
    if not waiting:
        return [Reply(NONE, {"who": turn.speaker.name})]
    return [_message(session, receipt, child, person, turn.now) for receipt in waiting]


def _as_if_here(session: Session, child: Pupil, now: datetime) -> None:
    """What their class was told lately, for a child who has come to it since."""
    known = select(Receipt.notice_id).where(Receipt.child_id == child.id)
    lately = session.scalars(
        select(Notice).where(
            Notice.school_id == child.school_id,
            Notice.published_at > now - LOOK_BACK,
            Notice.state == NoticeState.PUBLISHED,
            Notice.kind.in_(OF_CLASS),
            Notice.id.not_in(known),
        )
    )
    theirs = [
        {
            "school_id": child.school_id,
            "notice_id": notice.id,
            "child_id": child.id,
            "state": ReceiptState.ESCALATED,
            "reason": Reason.NOT_JOINED.value,
        }
        for notice in lately
        if child.class_id in notice.details.get("classes", ())
    ]
    if theirs:
        session.execute(insert(Receipt), theirs)


def _waiting(session: Session, person: int, child: Pupil, now: datetime) -> list[Receipt]:
    """Receipts of notices that are for this guardian too, the oldest first.

    What is not pressing is none of them: it comes with the next digest.
    """
    receipts = session.scalars(
        select(Receipt)
        .join(Notice)
        .where(
            Receipt.child_id == child.id,
            Receipt.state.in_(UNSIGNED),
            Notice.state == NoticeState.PUBLISHED,
        )
        .order_by(Notice.published_at, Notice.id)
    ).all()
    found = []
    for receipt in receipts:
        notice = receipt.notice
        over = notice.expires_at is not None and notice.expires_at <= now
        if over or not _concerns(session, notice, person, child, now):
            continue
        if notice.urgency is Urgency.LOW:
            publishing.reopen(session, receipt, now)
        else:
            found.append(receipt)
    return found


def _concerns(session: Session, notice: Notice, person: int, child: Pupil, now: datetime) -> bool:
    """Not what is for the fathers alone, or of a kind a proxy may not see."""
    family = publishing.circle_of(session, notice, [child.id], now)[child.id]
    return any(place.person_id == person for place in family.places)


def _message(session: Session, receipt: Receipt, child: Pupil, person: int, now: datetime) -> Say:
    publishing.reopen(session, receipt, now)
    return publishing.message(receipt.notice, [child], person)


def _offer(
    session: Session, rest: Sequence[Receipt], child: Pupil, person: int, now: datetime
) -> Tell:
    """The older ones by title and code, the newest first."""
    zone = school_of(session, child.school_id).zone
    lines: list[Value] = []
    for receipt in rest[: -LISTED - 1 : -1]:
        notice = receipt.notice
        of = publishing.blanks(notice, [child])
        at = short(notice.published_at or notice.created_at, zone)
        blanks = {"word": notice.word, "title": of["title"], "author": of["author"], "at": at}
        lines.append(Phrase(LINE, blanks))
    if len(rest) > LISTED:
        lines.append(Phrase(AND_MORE, {"count": str(len(rest) - LISTED)}))
    return Tell(
        MORE,
        {"child": child.label, "count": str(len(rest)), "list": Lines(lines)},
        choices=[Choice("all", ALL)],
        then=chosen,
        free=False,
        remember={"child": child.id, "receipts": [receipt.id for receipt in rest]},
        to=person,
        topic=f"missed:{child.id}:{now:%Y%m%d%H%M}",
    )
