"""Siapa belum paraf? By name, with the reason, and one tap to remind exactly those."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.notices.signing import excerpt
from handlers.core.notices.tasks import REASONS
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import short
from handlers.core.talk.words import CHILD_LINE
from handlers.core.understanding import Intent
from models.family import Pupil, pupils_of_staff
from models.notice import Notice, NoticeState, Receipt, SignRule
from models.receipts import UNSIGNED
from models.task import Reason

MENU = Text("unsigned.menu", id="Siapa belum paraf?", en="Who has not signed?")
ALL_SIGNED = Text(
    "unsigned.all_signed", id="Semua sudah diparaf. 👍", en="Everything has been signed. 👍"
)
LIST = Text(
    "unsigned.list",
    id="Belum paraf ({signed} dari {total} sudah):\n\n{list}",
    en="Not signed ({signed} of {total} are):\n\n{list}",
)
NOTICE = Text("unsigned.notice", id="“{what}” ({at})\n{families}", en="“{what}” ({at})\n{families}")
REMIND = Text("unsigned.remind", id="Ingatkan {count} keluarga", en="Remind {count} families")
REMINDED = Text(
    "unsigned.reminded",
    id="Pengingat dikirim ke {count} keluarga. Yang lain tidak bisa diingatkan lewat chat.",
    en="A reminder goes to {count} families. The others cannot be reminded by chat.",
    claims=Claim.SENT,
)
RECENT = timedelta(days=30)
AT_MOST = 5
"""Notices in one answer; older ones are tasks by then."""

unsigned = Capability("unsigned", Who.STAFF, menu=MENU, place=30)


@unsigned.opens("belum", "siapa belum paraf", "unsigned")
@unsigned.hears(Intent.UNACKNOWLEDGED_QUERY)
def who(turn: Turn, session: Session) -> Heard:
    """The latest notices of the speaker's classes that some families have not signed."""
    mine = {p.id: p for p in pupils_of_staff(session, turn.speaker.person, turn.speaker.school)}
    waiting = _waiting(turn, session, list(mine))
    if not waiting:
        return [Reply(ALL_SIGNED)]
    blocks: list[Value] = []
    reachable: set[int] = set()
    for notice, receipts in waiting.items():
        block, silent = _block(turn, session, notice, receipts, mine)
        blocks.append(block)
        reachable |= silent
    total = sum(len(_of(notice, mine)) for notice in waiting)
    open_ = sum(len(receipts) for receipts in waiting.values())
    blanks: dict[str, Value] = {
        "list": Lines(blocks, between="\n\n"),
        "signed": str(total - open_),
        "total": str(total),
    }
    label = Phrase(REMIND, {"count": str(len(reachable))})
    remember = {"receipts": sorted(r.id for rs in waiting.values() for r in rs)}
    choices = [Choice("remind", label)] if reachable else []
    return [Reply(LIST, blanks, choices=choices, then=remind, remember=remember, free=False)]


@unsigned.step
def remind(turn: Turn, session: Session) -> Heard:
    """Nudge exactly the families of the list that can be reached and still have not signed."""
    if turn.answer != "remind":
        return None
    mine = {p.id: p for p in pupils_of_staff(session, turn.speaker.person, turn.speaker.school)}
    receipts = session.scalars(
        select(Receipt).where(
            Receipt.id.in_(turn.memory["receipts"]),
            Receipt.state.in_(UNSIGNED),
            Receipt.child_id.in_(list(mine)),
        )
    ).all()
    says: list[Say] = []
    reminded: set[int] = set()
    for notice in dict.fromkeys(receipt.notice for receipt in receipts):
        of_notice = [mine[r.child_id] for r in receipts if r.notice_id == notice.id]
        circle = publishing.circle_of(session, notice, [p.id for p in of_notice], turn.now)
        groups: dict[int, list[Pupil]] = {}
        for pupil in of_notice:
            for person in circle[pupil.id].recipients(
                notice.sign_rule, publishing.PRIORITY[notice.urgency]
            ):
                groups.setdefault(person, []).append(pupil)
                reminded.add(pupil.id)
        occasion = f"asked:{turn.inbox_id}"
        says += [publishing.nudge(notice, of, person, occasion) for person, of in groups.items()]
    return [*says, Reply(REMINDED, {"count": str(len(reminded))})]


def _waiting(turn: Turn, session: Session, children: Sequence[int]) -> dict[Notice, list[Receipt]]:
    found = session.scalars(
        select(Receipt)
        .join(Notice)
        .where(
            Receipt.child_id.in_(children),
            Receipt.state.in_(UNSIGNED),
            Notice.sign_rule != SignRule.NONE,
            Notice.state == NoticeState.PUBLISHED,
            Notice.published_at > turn.now - RECENT,
        )
        .order_by(Notice.published_at.desc(), Notice.id.desc(), Receipt.id)
    ).all()
    grouped: dict[Notice, list[Receipt]] = {}
    for receipt in found:
        grouped.setdefault(receipt.notice, []).append(receipt)
    return dict(list(grouped.items())[:AT_MOST])


def _block(
    turn: Turn,
    session: Session,
    notice: Notice,
    receipts: Sequence[Receipt],
    mine: dict[int, Pupil],
) -> tuple[Value, set[int]]:
    circle = publishing.circle_of(session, notice, [r.child_id for r in receipts], turn.now)
    priority = publishing.PRIORITY[notice.urgency]
    lines: list[Value] = []
    silent: set[int] = set()
    for receipt in receipts:
        reason = circle[receipt.child_id].reason(priority)
        if reason is Reason.SILENT:
            silent.add(receipt.child_id)
        lines.append(
            Phrase(CHILD_LINE, {"child": mine[receipt.child_id].label, "reason": REASONS[reason]})
        )
    at = short(notice.published_at or turn.now, turn.speaker.zone)
    blanks: dict[str, Value] = {
        "what": excerpt(notice.body, 50),
        "at": at,
        "families": Lines(lines),
    }
    return Phrase(NOTICE, blanks), silent


def _of(notice: Notice, mine: dict[int, Pupil]) -> list[Receipt]:
    return [receipt for receipt in notice.receipts if receipt.child_id in mine]
