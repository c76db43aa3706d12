"""What each telephone on the page shows, read from the inbox and the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.demo.school import FATHER, MOTHER, PRINCIPAL, TEACHER, ZONE
from bot.outbound.media import Store
from handlers.core.talk import LANGUAGES
from handlers.core.talk.times import Moment
from models.inbox import InboundMessage
from models.media import Fetched, Kind, Media
from models.outbox import OutboundMessage, Status
from models.people import Contact
from models.task import Task

HELD = (Status.HELD, Status.QUEUED, Status.CLAIMED)
TICKS = {Status.SENT: "sent", Status.DELIVERED: "delivered", Status.READ: "read"}
LAST = 60


class Attached(BaseModel):
    kind: Kind
    url: str
    """Empty while the bytes are fetched, and if they are not passed on."""
    name: str


class Bubble(BaseModel):
    """One message as a phone shows it. `at` is in words, in the school's zone."""

    id: str
    mine: bool
    text: str
    at: str
    sort: float
    state: str = ""
    message: int | None = None
    """Our id, for taps and quotes."""
    buttons: list[str] = []
    files: list[Attached] = []


class Phone(BaseModel):
    id: str
    name: str
    channel: str
    bubbles: list[Bubble]
    waiting: int
    """Messages that are held for this phone."""
    tries: Sequence[str]
    """What its owner might write next."""


class State(BaseModel):
    clock: dict[str, str]
    """In words, by language."""
    phones: list[Phone]
    tasks: int


@dataclass(frozen=True)
class Owner:
    """Whose phone it is, and what people like them write."""

    id: str
    channel: str
    address: str
    name: str
    tries: Sequence[str]


OWNERS = (
    Owner(
        "teacher",
        "telegram",
        TEACHER,
        "Bu Ratna · wali kelas 1A",
        (
            "catatan Aisyah: hari ini lancar membaca",
            "siapa belum paraf?",
            "umumkan 1A: besok bawa topi dan bekal",
            "PR mtk hal 45 no 1-10 dikumpul Jumat",
            "rapat POMG 1A Sabtu jam 9 di aula, agenda studi tur",
            "slot Sabtu 8-10, 10 menit",
            "rencana kunjungan",
            "kunjungan Aisyah Minggu jam 9",
            "menu",
        ),
    ),
    Owner(
        "mother",
        "whatsapp",
        MOTHER,
        "Ibu Sari · ibu Aisyah",
        (
            "paraf",
            "bu, aisyah demam, hari ini izin tidak masuk ya",
            "ada PR apa?",
            "kapan rapat?",
            "semua: besok seragam apa ya?",
            "bu, bisa kunjungan ke rumah?",
            "menu",
        ),
    ),
    Owner(
        "father",
        "telegram",
        FATHER,
        "Bapak Budi · ayah Aisyah",
        ("insyaallah hadir", "jadwal", "rangkuman", "buku", "menu"),
    ),
    Owner(
        "principal",
        "telegram",
        PRINCIPAL,
        "Pak Hadi · kepala sekolah",
        ("umumkan sekolah: Senin upacara pukul 07.00", "laporan", "cakupan kunjungan", "menu"),
    ),
)


def state(session: Session, now: datetime, store: Store) -> State:
    """Everything the page shows."""
    tasks = session.scalars(select(Task.id).where(Task.done_at.is_(None))).all()
    phones = [_phone(session, store, owner) for owner in OWNERS]
    clock = {language: Moment(now, ZONE).worded(language) for language in LANGUAGES}
    return State(clock=clock, phones=phones, tasks=len(tasks))


def address_of(phone: str) -> tuple[str, str]:
    """Channel and address of a phone. Raises `KeyError` for one that is not on the page."""
    return {owner.id: (owner.channel, owner.address) for owner in OWNERS}[phone]


def _phone(session: Session, store: Store, owner: Owner) -> Phone:
    contact = session.scalars(
        select(Contact.id).where(Contact.channel == owner.channel, Contact.address == owner.address)
    ).one()
    rows = session.scalars(
        select(OutboundMessage)
        .where(OutboundMessage.contact_id == contact)
        .order_by(OutboundMessage.id.desc())
        .limit(LAST)
    ).all()
    said = session.scalars(
        select(InboundMessage)
        .where(InboundMessage.contact_id == contact)
        .order_by(InboundMessage.id.desc())
        .limit(LAST)
    ).all()
    bubbles = [_ours(session, store, row) for row in rows if row.status in TICKS]
    bubbles += [_theirs(session, store, message) for message in said]
    bubbles.sort(key=lambda bubble: (bubble.sort, not bubble.mine, bubble.message or 0))
    waiting = sum(row.status in HELD for row in rows)
    return Phone(
        id=owner.id,
        name=owner.name,
        channel=owner.channel,
        bubbles=bubbles,
        waiting=waiting,
        tries=owner.tries,
    )


def _ours(session: Session, store: Store, row: OutboundMessage) -> Bubble:
    at = row.sent_at or row.created_at
    return Bubble(
        id=f"o{row.id}",
        mine=False,
        text=row.body,
        at=_words(at, "%d/%m %H.%M"),
        sort=at.timestamp(),
        message=row.id,
        buttons=[choice["label"] for choice in row.choices],
        files=[file for file in _files(session, store, [row.media_id]) if file.url],
    )


def _theirs(session: Session, store: Store, message: InboundMessage) -> Bubble:
    return Bubble(
        id=f"i{message.id}",
        mine=True,
        text=message.text,
        at=_words(message.received_at, "%d/%m %H.%M"),
        sort=message.received_at.timestamp(),
        state="read",
        files=_files(session, store, message.media),
    )


def _files(session: Session, store: Store, ids: Sequence[int | None]) -> list[Attached]:
    found = session.scalars(select(Media).where(Media.id.in_(ids)).order_by(Media.id))
    return [_file(store, media) for media in found]


def _file(store: Store, media: Media) -> Attached:
    there = media.state is Fetched.STORED
    url = "/media/" + store.link(media.id).rsplit("/", 1)[1] if there else ""
    return Attached(kind=media.kind, url=url, name=media.name or media.kind)


def _words(at: datetime, how: str, zone: ZoneInfo = ZONE) -> str:
    return at.astimezone(zone).strftime(how)
