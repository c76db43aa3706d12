"""Somebody's own calendar address: given once, renewed, revoked."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Heard, Reply, Say, Text, Turn, Who
from handlers.core.talk.times import Day
from models.calendar_feed import current, issue, revoke

MENU = Text("calendar_feed.menu", id="Kalender di HP", en="Calendar on your phone")
NEW = Text(
    "calendar_feed.new",
    id="Alamat kalender {who}:\n{address}\n\nTambahkan di HP sebagai kalender langganan (Google "
    "Kalender: “Dari URL”; iPhone: “Tambah Kalender Langganan”). Rapat, jam temu, dan kunjungan "
    "rumah (tanpa alamat) akan muncul dan berubah sendiri.\n\n🔒 Siapa pun yang tahu "
    "alamat ini bisa melihat jadwalnya, jadi jangan dibagikan. KALENDER BARU "
    "menggantinya, KALENDER HAPUS mematikannya.",
    en="Your calendar's address, {who}:\n{address}\n\nAdd it on your phone as a subscribed "
    "calendar (Google Calendar: “From URL”; iPhone: “Add Subscription Calendar”). Meetings, "
    "talks and home visits (without an address) appear there and change by themselves.\n\n"
    "🔒 Whoever knows this address can see the dates, so do not share it. "
    "KALENDER BARU replaces it, KALENDER HAPUS turns it off.",
)
KNOWN = Text(
    "calendar_feed.known",
    id="{who} sudah punya alamat kalender sejak {day}. Demi keamanan, alamatnya hanya ditampilkan "
    "sekali. Kalau hilang: KALENDER BARU (yang lama lalu mati). Untuk mematikan: KALENDER HAPUS.",
    en="{who}, you have had a calendar address since {day}. For safety it is shown only once. If "
    "you lost it: KALENDER BARU (the old one then ends). To turn it off: KALENDER HAPUS.",
)
REVOKED = Text(
    "calendar_feed.revoked",
    id="Alamat kalender {who} sudah dimatikan. KALENDER membuat yang baru.",
    en="Your calendar address is turned off, {who}. KALENDER makes a new one.",
)
NONE = Text(
    "calendar_feed.none",
    id="{who} belum punya alamat kalender. Ketik KALENDER untuk membuatnya.",
    en="You have no calendar address, {who}. Type KALENDER to make one.",
)
NO_WEB = Text(
    "calendar_feed.no_web",
    id="Kalender belum tersedia: alamat web sekolah belum diatur (PENGHUBUNG_PUBLIC_URL).",
    en="There is no calendar yet: the web address is not set (PENGHUBUNG_PUBLIC_URL).",
)

calendar_feed = Capability("calendar_feed", Who.GUARDIAN, Who.STAFF, menu=MENU, place=62)


@calendar_feed.opens("kalender", "calendar")
def address(turn: Turn, session: Session) -> Heard:
    """ "kalender", "kalender baru", "kalender hapus"; more words are not for us."""
    _, _, rest = turn.text.strip().casefold().partition(" ")
    match rest.strip():
        case "":
            return [_show(turn, session)]
        case "baru" | "new":
            return [_new(turn, session)]
        case "hapus" | "mati" | "off":
            ended = revoke(session, turn.speaker.person, turn.now)
            return [Reply(REVOKED if ended else NONE, {"who": turn.speaker.name})]
        case _:
            return None


def _show(turn: Turn, session: Session) -> Say:
    """Only its digest is kept, so an address that was given before cannot be shown again."""
    known = current(session, turn.speaker.person)
    if known is None:
        return _new(turn, session)
    since = Day(known.created_at.astimezone(turn.speaker.zone).date())
    return Reply(KNOWN, {"who": turn.speaker.name, "day": since})


def _new(turn: Turn, session: Session) -> Say:
    if not turn.doors.web:
        return Reply(NO_WEB)
    token = issue(session, turn.speaker.school, turn.speaker.person, turn.now)
    values = {"who": turn.speaker.name, "address": f"{turn.doors.web}/calendar/{token}.ics"}
    return Reply(NEW, values)
