"""Siapa belum paraf? By notice or by family, with the reason; one tap reminds exactly those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

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
from handlers.core.understanding import Intent, find_children
from handlers.core.understanding.answers import plain
from handlers.core.whom.audience import told_apart
from models.family import Pupil, pupils_of_staff
from models.notice import Notice, NoticeState, Receipt, SignRule
from models.progress import Progress, Stage, progress_of
from models.receipts import UNSIGNED, Family, homes
from models.task import Reason
from models.thread import written_beside

MENU = Text("unsigned.menu", id="Siapa belum paraf?", en="Who has not signed?")
ALL_SIGNED = Text(
    "unsigned.all_signed", id="Semua sudah diparaf. 👍", en="Everything has been signed. 👍"
)
NONE_WAITS = Text(
    "unsigned.none_waits",
    id="Tidak ada yang menunggu paraf saat ini.",
    en="Nothing waits for a signature at present.",
)
LIST = Text(
    "unsigned.list",
    id="Belum paraf: {families} keluarga, {notices} pesan.{page}\n\n{list}",
    en="Not signed: {families} families, {notices} messages.{page}\n\n{list}",
)
PAGE = Text("unsigned.page", id=" Bagian {page} dari {pages}:", en=" Part {page} of {pages}:")
NOTICE = Text(
    "unsigned.notice",
    id="“{what}” ({at}), {signed} dari {total} keluarga sudah\n{families}",
    en="“{what}” ({at}), {signed} of {total} families have\n{families}",
)
OF_FAMILY = Text("unsigned.of_family", id="{child}\n{notices}", en="{child}\n{notices}")
OWED = Text("unsigned.owed", id="• “{what}” ({at}): {reason}", en="• “{what}” ({at}): {reason}")
WROTE = Text("unsigned.wrote", id="sudah menulis, belum paraf", en="has written, not signed")
REMIND = Text("unsigned.remind", id="Ingatkan {count} keluarga", en="Remind {count} families")
NEXT = Text("unsigned.next", id="Bagian berikutnya", en="Next part")
BY_FAMILY = Text("unsigned.by_family", id="Per keluarga", en="By family")
REMINDED = Text(
    "unsigned.reminded",
    id="Pengingat dikirim ke {count} keluarga. Yang lain tidak bisa diingatkan lewat chat.",
    en="A reminder goes to {count} families. The others cannot be reminded by chat.",
    claims=Claim.SENT,
)
NOBODY_REMINDED = Text(
    "unsigned.nobody_reminded",
    id="Tidak ada yang perlu atau bisa diingatkan lewat chat saat ini.",
    en="There is nobody to remind by chat at present.",
)
RECENT = timedelta(days=30)
AT_ONCE = 20
"""Lines in one message: more is cut by the channels, and nobody reads it."""

unsigned = Capability("unsigned", Who.STAFF, menu=MENU, place=30)


@dataclass(frozen=True)
class Owed:
    """A signature of one child's family that is open."""

    receipt: Receipt
    pupil: Pupil
    reason: Value
    silent: bool
    """They have it and can be reminded."""


@dataclass
class Overview:
    """What the classes of whoever asks still owe; of some children only, where they are named."""

    turn: Turn
    session: Session
    children: Mapping[int, Pupil]

    @cached_property
    def owed(self) -> dict[Notice, list[Owed]]:
        """The newest notice first, each with those who have not signed it, by class and name."""
        found: dict[Notice, list[Owed]] = {}
        for notice, receipts in self._waiting().items():
            circle = publishing.circle_of(
                self.session, notice, [r.child_id for r in receipts], self.turn.now
            )
            progress = {one.receipt_id: one for one in progress_of(self.session, notice.id)}
            wrote = written_beside(
                self.session, [r.child_id for r in receipts], [r.id for r in receipts]
            )
            owed = [
                self._one(receipt, circle[receipt.child_id], progress[receipt.id], wrote)
                for receipt in receipts
            ]
            found[notice] = sorted(owed, key=lambda one: (one.pupil.class_name, one.pupil.name))
        return found

    def _one(self, receipt: Receipt, family: Family, progress: Progress, wrote: set[int]) -> Owed:
        reason = family.reason(publishing.PRIORITY[receipt.notice.urgency])
        silent = reason is Reason.SILENT
        if silent and not progress.arrived and progress.stage is not Stage.CLOSED:
            reason = Reason.NOT_ARRIVED
        why: Value = WROTE if receipt.id in wrote else REASONS[reason]
        return Owed(receipt, self.children[receipt.child_id], why, silent)

    def _waiting(self) -> dict[Notice, list[Receipt]]:
        found = self.session.scalars(
            select(Receipt)
            .join(Notice)
            .where(
                Receipt.child_id.in_(list(self.children)),
                Receipt.state.in_(UNSIGNED),
                Notice.sign_rule != SignRule.NONE,
                Notice.state == NoticeState.PUBLISHED,
                Notice.published_at > self.turn.now - RECENT,
            )
            .order_by(Notice.published_at.desc(), Notice.id.desc(), Receipt.id)
        ).all()
        grouped: dict[Notice, list[Receipt]] = {}
        for receipt in found:
            grouped.setdefault(receipt.notice, []).append(receipt)
        return grouped

    @cached_property
    def called(self) -> Mapping[int, Value]:
        """The children as staff read them, two of one name told apart."""
        about = {one.pupil.id: one.pupil for all_ in self.owed.values() for one in all_}
        return told_apart(self.session, list(about.values()), self.turn.now)

    def homes_of(self, children: Sequence[int], notice: Notice) -> int:
        """How many families these children are of."""
        circle = publishing.circle_of(self.session, notice, children, self.turn.now)
        return len(set(homes(circle).values()))

    def families(self) -> int:
        """How many families owe something."""
        notice = next(iter(self.owed))
        return self.homes_of(list(self.called), notice)

    def by_notice(self) -> list[list[Value]]:
        """Pages of blocks: a notice with its lines, one that is long on several pages."""
        blocks: list[tuple[int, Value]] = []
        for notice, owed in self.owed.items():
            for start in range(0, len(owed), AT_ONCE):
                part = owed[start : start + AT_ONCE]
                blocks.append((len(part), self._block(notice, part, len(owed))))
        return _pages(blocks)

    def _block(self, notice: Notice, part: Sequence[Owed], open_: int) -> Value:
        mine = [r.child_id for r in notice.receipts if r.child_id in self.children]
        still = [one.receipt.child_id for one in self.owed[notice]]
        total = self.homes_of(mine, notice)
        signed = total - (self.homes_of(still, notice) if open_ else 0)
        lines: list[Value] = [
            Phrase(CHILD_LINE, {"child": self.called[one.pupil.id], "reason": one.reason})
            for one in part
        ]
        values: dict[str, Value] = {
            **self._of(notice),
            "signed": str(signed),
            "total": str(total),
            "families": Lines(lines),
        }
        return Phrase(NOTICE, values)

    def by_family(self) -> list[list[Value]]:
        """Pages of children, each with what their family has not signed."""
        owed: dict[int, list[Value]] = defaultdict(list)
        for notice, all_ in self.owed.items():
            for one in all_:
                line = Phrase(OWED, {**self._of(notice), "reason": one.reason})
                owed[one.pupil.id].append(line)
        order = [id_ for id_ in self.children if id_ in owed]
        return _pages(
            [
                (
                    len(owed[id_]) + 1,
                    Phrase(OF_FAMILY, {"child": self.called[id_], "notices": Lines(owed[id_])}),
                )
                for id_ in order
            ]
        )

    def _of(self, notice: Notice) -> dict[str, Value]:
        at = short(notice.published_at or self.turn.now, self.turn.speaker.zone)
        return {"what": excerpt(notice.body, 50), "at": at}


def _pages(blocks: Sequence[tuple[int, Value]]) -> list[list[Value]]:
    """Blocks of so many lines each, as many on a page as are read at once."""
    pages: list[list[Value]] = []
    room = 0
    for lines, block in blocks:
        if lines > room:
            pages.append([])
            room = AT_ONCE
        pages[-1].append(block)
        room -= lines
    return pages


@unsigned.opens("belum", "siapa belum paraf", "unsigned")
@unsigned.hears(Intent.UNACKNOWLEDGED_QUERY)
def who(turn: Turn, session: Session) -> Heard:
    """What some families of the speaker's classes have not signed; of those who are named only."""
    mine = {p.id: p for p in pupils_of_staff(session, turn.speaker.person, turn.speaker.school)}
    return [_show(turn, session, _named(turn.text, mine), page=0, by="notice")]


def _named(words: str, mine: Mapping[int, Pupil]) -> Mapping[int, Pupil]:
    """The children, or the classes, that the words name; all where they name none."""
    names = find_children(words, [pupil.name for pupil in mine.values()])
    said = plain(words).split()
    meant = {*names.found, *names.ambiguous}
    some = {
        id_: pupil
        for id_, pupil in mine.items()
        if pupil.name in meant or (not meant and pupil.class_name.casefold() in said)
    }
    return some or mine


def _show(
    turn: Turn, session: Session, children: Mapping[int, Pupil], *, page: int, by: str
) -> Reply:
    seen = Overview(turn, session, children)
    if not seen.owed:
        return Reply(ALL_SIGNED if _had_any(turn, session, children) else NONE_WAITS)
    pages = seen.by_family() if by == "family" else seen.by_notice()
    page = min(page, len(pages) - 1)
    silent = {one.pupil.id for all_ in seen.owed.values() for one in all_ if one.silent}
    families = seen.homes_of(list(silent), next(iter(seen.owed))) if silent else 0
    part = {"page": str(page + 1), "pages": str(len(pages))}
    blanks: dict[str, Value] = {
        "list": Lines(pages[page], between="\n\n"),
        "families": str(seen.families()),
        "notices": str(len(seen.owed)),
        "page": Phrase(PAGE, part) if len(pages) > 1 else "",
    }
    choices = [
        *([Choice("next", NEXT)] if page + 1 < len(pages) else []),
        *([Choice("remind", Phrase(REMIND, {"count": str(families)}))] if silent else []),
        *([Choice("family", BY_FAMILY)] if by == "notice" and len(seen.owed) > 1 else []),
    ]
    remember: dict[str, Any] = {
        "receipts": sorted(one.receipt.id for all_ in seen.owed.values() for one in all_),
        "children": sorted(children),
        "page": page,
        "by": by,
    }
    return Reply(
        LIST, blanks, choices=choices, then=remind, remember=remember, free=False, again=True
    )


def _had_any(turn: Turn, session: Session, children: Mapping[int, Pupil]) -> bool:
    signed = (
        select(Receipt.id)
        .join(Notice)
        .where(
            Receipt.child_id.in_(list(children)),
            Notice.sign_rule != SignRule.NONE,
            Notice.state == NoticeState.PUBLISHED,
            Notice.published_at > turn.now - RECENT,
        )
        .limit(1)
    )
    return session.scalar(signed) is not None


@unsigned.step
def remind(turn: Turn, session: Session) -> Heard:
    """The next part, the list by family, or a nudge to exactly the families of the list that can be
    reached and still have not signed."""
    mine = {p.id: p for p in pupils_of_staff(session, turn.speaker.person, turn.speaker.school)}
    about = {id_: mine[id_] for id_ in turn.memory.get("children", mine) if id_ in mine}
    by, page = str(turn.memory.get("by", "notice")), int(turn.memory.get("page", 0))
    match turn.answer:
        case "next":
            return [_show(turn, session, about, page=page + 1, by=by)]
        case "family":
            return [_show(turn, session, about, page=0, by="family")]
        case "remind":
            return _remind(turn, session, about)
        case _:
            return None


def _remind(turn: Turn, session: Session, mine: Mapping[int, Pupil]) -> Heard:
    receipts = session.scalars(
        select(Receipt).where(
            Receipt.id.in_(turn.memory["receipts"]),
            Receipt.state.in_(UNSIGNED),
            Receipt.child_id.in_(list(mine)),
        )
    ).all()
    says: list[Say] = []
    reminded: dict[int, Family] = {}
    for notice in dict.fromkeys(receipt.notice for receipt in receipts):
        of_notice = [mine[r.child_id] for r in receipts if r.notice_id == notice.id]
        circle = publishing.circle_of(session, notice, [p.id for p in of_notice], turn.now)
        groups: dict[int, list[Pupil]] = {}
        for pupil in of_notice:
            for person in circle[pupil.id].recipients(
                notice.sign_rule, publishing.PRIORITY[notice.urgency]
            ):
                groups.setdefault(person, []).append(pupil)
                reminded[pupil.id] = circle[pupil.id]
        occasion = f"asked:{turn.inbox_id}"
        says += [publishing.nudge(notice, of, person, occasion) for person, of in groups.items()]
    if not says:
        return [Reply(NOBODY_REMINDED)]
    return [*says, Reply(REMINDED, {"count": str(len(set(homes(reminded).values())))})]
