"""One month of one child's book, as somebody may see it: rows of two columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Language, Text, worded
from handlers.core.talk.domains import DOMAINS
from handlers.core.talk.languages import language_of
from handlers.core.talk.times import short
from handlers.core.thread.texts import WORDS
from models.contact_book import BookEntry
from models.family import Pupil, is_guardian, pupils
from models.notice import Notice, NoticeState, Signature
from models.people import Child, Guardianship
from models.school import School
from models.thread import Note

SIGNED = Text(
    "book_month.signed",
    id="Diparaf {who}, {at} ({channel})",
    en="Signed by {who}, {at} ({channel})",
)
UNSIGNED = Text("book_month.unsigned", id="belum diparaf", en="not signed yet")
FILE = Text("book_month.file", id="[lampiran]", en="[attachment]")


@dataclass(frozen=True)
class Row:
    """`school` and `home` are paragraphs; one of them may be empty."""

    at: datetime
    school: list[str] = field(default_factory=list)
    home: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    child: Pupil
    school: str
    zone: ZoneInfo
    of: date
    """Its first day."""
    rows: list[Row]
    language: Language


def month_of(
    session: Session, child_id: int, of: date, viewer: int | None, language: str, now: datetime
) -> Month | None:
    """A month of a child's book in the school's zone, or None where it is not to be seen.

    `viewer` is a guardian's person id, who sees every entry but only their own notes; None
    is the school, which sees all.
    """
    found = pupils(session, [child_id])
    if not found or (viewer is not None and not is_guardian(session, viewer, child_id, now)):
        return None
    return month_for(session, found[0], of, viewer, language)


def month_for(session: Session, child: Pupil, of: date, viewer: int | None, language: str) -> Month:
    """The same without asking who looks: for the school's own copy, also of one who has left."""
    school = session.get_one(School, child.school_id)
    following = date(of.year + of.month // 12, of.month % 12 + 1, 1)
    since, until = (
        datetime.combine(day, time(), tzinfo=school.zone).astimezone(UTC)
        for day in (of.replace(day=1), following)
    )
    said_in = language_of(session, child.school_id, language)
    reader = _Reader(session, child, school.zone, viewer, said_in)
    rows = sorted(reader.rows(since, until), key=lambda row: row.at)
    return Month(child, school.name, school.zone, of.replace(day=1), rows, said_in)


def pupil(child: Child) -> Pupil:
    """A child as a book is headed, whether they are still here or not."""
    group = child.class_group
    return Pupil(
        child.id,
        child.school_id,
        child.name,
        child.nickname,
        child.class_group_id,
        group.name if group else "",
    )


@dataclass(frozen=True)
class _Reader:
    session: Session
    child: Pupil
    zone: ZoneInfo
    viewer: int | None
    language: Language

    def rows(self, since: datetime, until: datetime) -> Iterator[Row]:
        entries = self.session.scalars(
            select(BookEntry)
            .join(Notice)
            .where(
                BookEntry.child_id == self.child.id,
                BookEntry.at >= since,
                BookEntry.at < until,
                Notice.state == NoticeState.PUBLISHED,
            )
        ).all()
        notes = self._notes(since, until)
        for entry in entries:
            beside = [note for note in notes if note.receipt_id == entry.receipt_id]
            yield Row(entry.at, self._entry(entry), self._home(entry, beside))
        known = {entry.receipt_id for entry in entries}
        for note in notes:
            if note.receipt_id not in known:
                said = [self._note(note)]
                yield Row(note.at, said, []) if note.staff_id else Row(note.at, [], said)

    def _notes(self, since: datetime, until: datetime) -> list[Note]:
        query = select(Note).where(
            Note.child_id == self.child.id, Note.at >= since, Note.at < until
        )
        if self.viewer is not None:
            query = query.where(Note.guardian_id == self.viewer)
        return list(self.session.scalars(query.order_by(Note.id)))

    def _entry(self, entry: BookEntry) -> list[str]:
        domain = worded(DOMAINS[entry.domain], self.language)
        head = f"{short(entry.at, self.zone)} · {domain} · {entry.notice.author.name}"
        file = [worded(FILE, self.language)] if entry.notice.media_id else []
        return [head, entry.notice.body, *file]

    def _home(self, entry: BookEntry, beside: list[Note]) -> list[str]:
        signed = [self._signed(signature) for signature in entry.receipt.signatures]
        said = [self._note(note) for note in beside]
        return [*(signed or [worded(UNSIGNED, self.language)]), *said]

    def _signed(self, signature: Signature) -> str:
        relation = self.session.scalar(
            select(Guardianship.relation).where(
                Guardianship.person_id == signature.person_id,
                Guardianship.child_id == self.child.id,
            )
        )
        called = f" ({worded(WORDS[relation], self.language)})" if relation else ""
        return SIGNED.fill(
            self.language,
            {
                "who": f"{signature.person.name}{called}",
                "at": short(signature.at, self.zone),
                "channel": signature.channel,
            },
        )

    def _note(self, note: Note) -> str:
        author = note.staff.name if note.staff else note.guardian.name
        text = note.text or worded(FILE, self.language)
        return f"{author}, {short(note.at, self.zone)}: {text}"
