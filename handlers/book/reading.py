"""Reading the *buku penghubung*: the last entries, and a month of it on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

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
from handlers.core.talk.domains import DOMAINS
from handlers.core.talk.times import MONTHS, month, short
from handlers.core.talk.words import PDF
from handlers.core.whom.audience import NOT_YOURS, find, not_yours, others_in, to_choose
from models.contact_book import BookEntry
from models.family import Pupil, pupils_of_guardian, pupils_of_staff
from models.media import Kind, Media
from models.notice import Notice, NoticeState

MENU = Text("book.menu", id="Lihat buku penghubung", en="Read the contact book")
WHOSE = Text("book.whose", id="Buku siapa?", en="Whose book?")
UNKNOWN = Text(
    "book.unknown",
    id="Saya tidak menemukan nama itu. Tulis, misalnya: buku Aisyah.",
    en="I cannot find that name. Write, for example: buku Aisyah.",
)
EMPTY = Text(
    "book.empty", id="{child}. Belum ada catatan.", en="{child}. There are no entries yet."
)
LAST = Text(
    "book.last",
    id="{child}. Catatan terakhir:\n\n{list}",
    en="{child}. The last entries:\n\n{list}",
)
LINE = Text(
    "book.line", id="{at} · {domain}\n{body}\n{signed}", en="{at} · {domain}\n{body}\n{signed}"
)
SIGNED = Text("book.signed", id="✅ {who}, {at}", en="✅ {who}, {at}")
UNSIGNED = Text("book.unsigned", id="⏳ belum diparaf", en="⏳ not signed yet")
MONTH = Text(
    "book.month",
    id="{child}. Buku penghubung bulan {month}.",
    en="{child}. Contact book of {month}.",
)
SOURCE = "book"
"""Channel name of documents that are made, not received: see `bot.media.Fetcher`."""
LATEST = 5

book = Capability("book", Who.GUARDIAN, Who.STAFF, menu=MENU, place=40)


@book.opens("buku", "book")
def read(turn: Turn, session: Session) -> Heard:
    """ "buku" or "buku Aisyah"; a sentence about a lost book is not for us."""
    _, _, rest = turn.text.partition(" ")
    return _read(turn, session, turn.answer or rest, strict=True)


@book.step
def chosen(turn: Turn, session: Session) -> Heard:
    return _read(turn, session, turn.answer or turn.text, strict=False)


@book.step
def paper(turn: Turn, session: Session) -> Heard:
    """The month of today as a PDF; "buku" again shows that it can be another month."""
    if turn.answer is None:
        return None
    child = _one(turn, session, str(turn.memory["child"]))
    return [_paper(turn, session, child, turn.local.date())] if child else [Reply(UNKNOWN)]


@book.opens("pdf")
def paper_by_word(turn: Turn, session: Session) -> Heard:
    """ "pdf Aisyah oktober" for an earlier month."""
    _, _, rest = turn.text.partition(" ")
    mine = _mine(turn, session)
    if others := _others(turn, session, rest, mine):
        return [Reply(NOT_YOURS, not_yours(others))]
    found = find(rest, mine).pupils or (mine if len(mine) == 1 else [])
    if len(found) != 1:
        return [Reply(UNKNOWN)]
    return [_paper(turn, session, found[0], _month(rest, turn.local.date()))]


def _mine(turn: Turn, session: Session) -> list[Pupil]:
    """The children whose books the speaker may read; a guardian's are only their own."""
    if turn.speaker.roles:
        taught = pupils_of_staff(session, turn.speaker.person, turn.speaker.school)
        own = pupils_of_guardian(session, turn.speaker.person, turn.now)
        return list({pupil.id: pupil for pupil in (*taught, *own)}.values())
    return pupils_of_guardian(session, turn.speaker.person, turn.now)


def _others(turn: Turn, session: Session, words: str, mine: Sequence[Pupil]) -> list[Pupil]:
    return others_in(turn, session, words, mine) if turn.speaker.roles else []


def _one(turn: Turn, session: Session, child_id: str) -> Pupil | None:
    return next((p for p in _mine(turn, session) if str(p.id) == child_id), None)


def _read(turn: Turn, session: Session, words: str, strict: bool) -> Heard:
    mine = _mine(turn, session)
    if not words and len(mine) == 1:
        return [_last(session, mine[0], turn)]
    if others := _others(turn, session, words, mine):
        return [Reply(NOT_YOURS, not_yours(others))]
    found = find(words, mine) if words else None
    if found and len(found.pupils) == 1 and not found.unclear:
        return [_last(session, found.pupils[0], turn)]
    if strict and words and not (found and (found.pupils or found.unclear)):
        return None
    between: Sequence[Pupil] = (found.unclear or found.pupils if found else ()) or mine
    if not between:
        return [Reply(UNKNOWN)]
    few = to_choose(session, between, turn.now) if len(between) <= 10 else []
    return [Reply(WHOSE, choices=few, then=chosen, free=True)]


def _last(session: Session, child: Pupil, turn: Turn) -> Say:
    entries = session.scalars(
        select(BookEntry)
        .join(Notice)
        .where(BookEntry.child_id == child.id, Notice.state == NoticeState.PUBLISHED)
        .order_by(BookEntry.at.desc(), BookEntry.id.desc())
        .limit(LATEST)
    ).all()
    if not entries:
        return Reply(EMPTY, {"child": child.label})
    lines = [_line(entry, turn) for entry in reversed(entries)]
    return Reply(
        LAST,
        {"child": child.label, "list": Lines(lines, between="\n\n")},
        choices=[Choice("pdf", PDF)],
        then=paper,
        again=True,
        remember={"child": child.id},
    )


def _line(entry: BookEntry, turn: Turn) -> Value:
    zone = turn.speaker.zone
    signed: list[Value] = [
        Phrase(SIGNED, {"who": s.person.name, "at": short(s.at, zone)})
        for s in entry.receipt.signatures
    ]
    return Phrase(
        LINE,
        {
            "at": short(entry.at, zone),
            "domain": DOMAINS[entry.domain],
            "body": entry.notice.body or "📎",
            "signed": Lines(signed or [UNSIGNED]),
        },
    )


def _paper(turn: Turn, session: Session, child: Pupil, of: date) -> Say:
    """A document that is made beside delivery, like a file that is fetched."""
    viewer = "staff" if turn.speaker.roles else str(turn.speaker.person)
    media = Media(
        school_id=child.school_id,
        channel=SOURCE,
        reference=f"{child.id}:{of:%Y-%m}:{viewer}:{turn.speaker.language.name}",
        kind=Kind.DOCUMENT,
        content_type="application/pdf",
        name=f"buku-penghubung-{of:%Y-%m}.pdf",
        created_at=turn.now,
    )
    session.add(media)
    session.flush()
    blanks: dict[str, Value] = {"child": child.label, "month": Month(of)}
    return Reply(MONTH, blanks, files=(media.id,))


class Month:
    """A month, as the value of a blank."""

    def __init__(self, of: date) -> None:
        self.of = of

    def worded(self, language: str) -> str:
        return month(self.of, language)


def _month(words: str, today: date) -> date:
    """The latest month of that name that is not in the future; this month by default."""
    said = words.casefold()
    for names in MONTHS.values():
        for number, name in enumerate(names, start=1):
            if name.casefold() in said.split():
                year = today.year if number <= today.month else today.year - 1
                return date(year, number, 1)
    return today.replace(day=1)
