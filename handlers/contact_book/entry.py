"""An entry as a notice: made, published, and entered in the book of each child."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.forms.children import ForChildren
from handlers.core.notices import kinds, publishing
from handlers.core.talk import Text, Turn
from handlers.core.talk.domains import DOMAINS
from handlers.core.talk.words import REPLY
from handlers.core.understanding import domain_in
from models.contact_book import BookEntry, Domain
from models.notice import Notice, NoticeState

TITLE = Text("contact_book.title", id="catatan buku penghubung", en="contact book note")
ENTRY = Text(
    "contact_book.entry",
    id="Ananda {children}. Ada {title} ({domain}) dari {author}:\n\n{body}\n\nMohon dibaca dan "
    "diparaf: ketuk Paraf, atau balas pesan ini dengan kata “paraf”.",
    en="About {children}. A {title} ({domain}) from {author}:\n\n{body}\n\nPlease read and sign "
    "it: tap Sign, or answer this message with the word “paraf”.",
    template=True,
    buttons=(kinds.YES, REPLY),
)


def _repeat(session: Session, old: Notice, new: Notice, now: datetime) -> None:
    _enter(session, new, now)


KIND = kinds.Kind(
    "contact_book",
    title=lambda notice: TITLE,
    message=lambda notice: ENTRY,
    values=lambda notice: {"domain": DOMAINS[Domain(notice.details["domain"])]},
    repeat=_repeat,
)


class Entry(ForChildren):
    """An entry being written: the memory of the questions about it."""

    body: str = ""
    domain: Domain | None = None
    """None until somebody says otherwise: what the words are about."""
    files: tuple[int, ...] = ()
    for_all: bool = False
    """It is for all of them, though it names one."""


def domain_of(turn: Turn, draft: Entry) -> Domain:
    """The side of a child that it is about: as it was set, else as its words say."""
    return draft.domain or (
        Domain(domain_in(draft.body, turn.local)) if draft.body else Domain.OTHER
    )


def make(turn: Turn, session: Session, draft: Entry, state: NoticeState) -> Notice:
    """The speaker's notice, not published yet."""
    notice = Notice(
        school_id=turn.speaker.school,
        kind=KIND.name,
        author_id=turn.speaker.person,
        body=draft.body,
        files=draft.files,
        details={"domain": domain_of(turn, draft).value, "children": draft.children},
        state=state,
        created_at=turn.now,
    )
    session.add(notice)
    session.flush()
    return notice


def publish(session: Session, notice: Notice, now: datetime) -> publishing.Published:
    """Tell the families, and enter it in the book of each child."""
    published = publishing.publish(session, notice, notice.details["children"], now)
    _enter(session, notice, now)
    return published


def _enter(session: Session, notice: Notice, now: datetime) -> None:
    session.add_all(
        BookEntry(
            school_id=notice.school_id,
            child_id=receipt.child_id,
            notice_id=notice.id,
            receipt_id=receipt.id,
            domain=Domain(notice.details["domain"]),
            at=now,
        )
        for receipt in notice.receipts
    )
    session.flush()
