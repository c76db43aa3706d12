"""Somebody's words did not arrive: another of their channels is tried, and the author is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.notices.signing import excerpt
from handlers.core.talk import Phrase, Say, Tell, Text, Value
from handlers.core.talk.post import post
from handlers.core.talk.texts import Claim
from models.family import leaders_of, works_at
from models.outbox import FURTHER_FILE, OutboundMessage, Priority, Status
from models.people import Contact, Person, Reach
from models.reach import lines, telephone_of

BELATED = Text(
    "undelivered.told",
    id="Pesan Ibu/Bapak untuk {whom} belum sampai: “{what}”\n\nSebabnya: {reason} Jalan lain: "
    "{door} Pesan ini tetap saya simpan.",
    en="Your message to {whom} has not arrived: “{what}”\n\nThe reason: {reason} Another way: "
    "{door} I keep the message all the same.",
    template=True,
)
FOR_SCHOOL = Text(
    "undelivered.for_school",
    id="Pesan {author} untuk {whom} belum sampai: “{what}”\n\nMohon diteruskan, atau keluarga "
    "dihubungi langsung.",
    en="A message of {author} has not reached {whom}: “{what}”\n\nPlease pass it on, or contact "
    "the family yourself.",
    template=True,
)
EXPIRED = Text(
    "undelivered.expired",
    id="waktunya sudah lewat sebelum bisa dikirim.",
    en="its time was over before it could be sent.",
)
REASONS: Mapping[Reach | Status, Text] = {
    Reach.BLOCKED: Text(
        "undelivered.blocked",
        id="akun itu menolak pesan dari kami.",
        en="that account refuses messages from us.",
    ),
    Reach.DEAD: Text(
        "undelivered.dead",
        id="nomor atau akun itu tidak aktif.",
        en="that number or account is not in use.",
    ),
    Status.HELD: Text(
        "undelivered.closed",
        id="WhatsApp baru mengizinkannya setelah pesan kami di sana dibuka.",
        en="WhatsApp allows it only after our message there has been opened.",
    ),
    Status.FAILED: Text(
        "undelivered.refused",
        id="pesan itu ditolak penyedia layanan.",
        en="the provider refused it.",
    ),
    Status.CANCELLED: Text(
        "undelivered.opted_out",
        id="beliau meminta tidak dikirimi pesan.",
        en="they asked not to be written to.",
    ),
    Status.QUEUED: Text(
        "undelivered.waiting",
        id="layanannya sedang terganggu; saya terus mencoba.",
        en="the service is disturbed; I keep trying.",
    ),
}
OTHER = Text(
    "undelivered.other",
    id="sudah saya kirim lewat {channel}.",
    en="I have sent it by {channel}.",
    claims=Claim.SENT,
)
PHONE = Text("undelivered.phone", id="mohon telepon {phone}.", en="please telephone {phone}.")
SCHOOL = Text(
    "undelivered.school",
    id="sekolah sudah saya beri tahu; bila mendesak, mohon telepon sekolah.",
    en="I have told the school; if it is urgent, please telephone them.",
    claims=Claim.SENT,
)
NO_PHONE = Text(
    "undelivered.no_phone", id="mohon dihubungi langsung.", en="please contact them yourself."
)
OVER, UNWANTED = "expired", "opted_out"
"""Why a row was dropped as it was about to go: see `claiming.drop`."""
TOPIC = "undelivered:"
ELSEWHERE = ":elsewhere"
"""Behind the topic of a message that was sent again by another channel."""
COPIED = (
    *("school_id", "person_id", "author_id", "priority", "expires_at", "notice_id", "text_key"),
    *("blanks", "language", "body", "media_id", "choices", "asks", "memory", "kind", "written_at"),
)
CHANNELS = {"whatsapp": "WhatsApp", "telegram": "Telegram", "sms": "SMS"}


def tell(session: Session, row: OutboundMessage, now: datetime) -> list[Tell]:
    """What to say about a row that has not arrived: nothing if it was nobody's own words.

    Another channel of theirs gets it, and the row is given up there; not where they want nothing,
    or it is over. Each is said once.
    """
    if row.author_id is None or row.person_id is None:
        return []
    if row.text_key == FURTHER_FILE:
        _reroute(session, row, now)
        return []
    what = excerpt(row.blanks.get("body") or row.body, 120)
    reason = EXPIRED if row.error == OVER else REASONS[_reason(session, row)]
    whom = session.get_one(Person, row.person_id)
    channel = _reroute(session, row, now)
    of_staff = works_at(session, row.person_id) is not None
    door = _door(session, row, channel, of_staff)
    values: dict[str, Value] = {"whom": whom.name, "what": what, "reason": reason, "door": door}
    said = [_saying(BELATED, values, row, row.author_id)]
    if of_staff and channel is None:
        said += _for_school(session, row, whom, what)
    return said


def report(session: Session, row: OutboundMessage, now: datetime) -> None:
    """The same, said at once."""
    says: list[Say] = [*tell(session, row, now)]
    post(session, says, now)


def _for_school(session: Session, row: OutboundMessage, whom: Person, what: str) -> list[Tell]:
    """A parent's words that a teacher cannot be given go to whoever leads the school."""
    author = session.get_one(Person, row.author_id or 0)
    values: dict[str, Value] = {"author": author.name, "whom": whom.name, "what": what}
    return [
        _saying(FOR_SCHOOL, values, row, leader)
        for leader in leaders_of(session, whom.school_id)
        if leader not in (row.person_id, row.author_id)
    ]


def _saying(text: Text, values: dict[str, Value], row: OutboundMessage, to: int) -> Tell:
    topic = f"{TOPIC}{row.id}"
    return Tell(text, values, to=to, topic=topic, priority=Priority.IMPORTANT, asked=True)


def _reason(session: Session, row: OutboundMessage) -> Reach | Status:
    reach = session.get_one(Contact, row.contact_id).reach
    if reach is not Reach.OPEN:
        return reach
    return row.status if row.status in REASONS else Status.QUEUED


def _door(session: Session, row: OutboundMessage, channel: str | None, of_staff: bool) -> Value:
    if channel is not None:
        return Phrase(OTHER, {"channel": CHANNELS.get(channel, channel)})
    if of_staff:
        return SCHOOL
    number = telephone_of(session, row.person_id or 0)
    return Phrase(PHONE, {"phone": number}) if number else NO_PHONE


def _reroute(session: Session, row: OutboundMessage, now: datetime) -> str | None:
    """Send a copy by another channel of theirs; which one, None if they have no other."""
    if row.error in (OVER, UNWANTED) or (row.topic or "").endswith(ELSEWHERE):
        return None
    others = lines(session, [row.person_id or 0]).get(row.person_id or 0, [])
    line = next((one for one in others if one.channel != row.channel), None)
    if line is None:
        return None
    session.add(
        OutboundMessage(
            **{name: getattr(row, name) for name in COPIED},
            contact_id=line.contact_id,
            channel=line.channel,
            status=Status.QUEUED,
            # Some provider may have delivered it after all: the courier says so.
            doubts=int(row.status in (Status.CLAIMED, Status.UNKNOWN)),
            topic=f"{row.topic}{ELSEWHERE}",
            created_at=now,
        )
    )
    if row.status is not Status.FAILED:
        row.status, row.error, row.settled_at = Status.CANCELLED, "sent-elsewhere", now
    row.answered_at = row.answered_at or now
    return line.channel
