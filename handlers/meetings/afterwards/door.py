"""A QR at the door: who sends its code on the day is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import (
    Capability,
    Choice,
    Doors,
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
from handlers.core.talk.strangers import how_to_join
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.talk.words import TITLED, WHICH_MEETING
from handlers.core.understanding.matters.meetings import CODE
from handlers.core.whom.audience import label
from handlers.meetings.calling.guests import HAPPENS, invited, mark, own_meetings
from models.family import Pupil, pupils_of_guardian
from models.inbox import Handled, InboundMessage
from models.media import Kind, Media
from models.meeting import How, Meeting

HERE = Text(
    "meeting_door.here",
    id="Terima kasih sudah hadir, {who}. Kehadiran untuk {children} tercatat di {title}. ✅",
    en="Thank you for coming, {who}. Your presence for {children} is noted at {title}. ✅",
    claims=Claim.NOTED,
)
ALREADY = Text(
    "meeting_door.already",
    id="Kehadiran untuk {children} sudah tercatat di {title}. Terima kasih, {who}. ✅",
    en="Your presence for {children} has been noted at {title} already. Thank you, {who}. ✅",
)
NOT_INVITED = Text(
    "meeting_door.not_invited",
    id="Mohon maaf, {who}, acara itu bukan untuk orang tua dari putra/putri {who}. Bila ini "
    "keliru, mohon sampaikan kepada guru di tempat.",
    en="Sorry, {who}, that meeting is not for the parents of your children. If this is a mistake, "
    "please tell the teacher there.",
)
UNKNOWN = Text(
    "meeting_door.unknown",
    id="Kode hadir itu tidak dikenal, {who}. Mohon pindai lagi QR di pintu, atau sampaikan kepada "
    "guru di tempat.",
    en="That code is not known, {who}. Please scan the QR at the door again, or tell the teacher "
    "there.",
)
TOO_EARLY = Text(
    "meeting_door.too_early",
    id="{title} baru mulai {when}, {who}. Kehadiran bisa dicatat mulai satu jam sebelumnya.",
    en="{title} starts {when}, {who}. You can check in from one hour before.",
)
TOO_LATE = Text(
    "meeting_door.too_late",
    id="{title} sudah selesai, {who}. Bila tadi hadir, mohon sampaikan kepada {organiser} supaya "
    "dicatat.",
    en="{title} is over, {who}. If you were there, please tell {organiser}, who can note it.",
)
CANCELLED = Text(
    "meeting_door.cancelled",
    id="{title} dibatalkan, {who}. Tidak ada kehadiran yang dicatat.",
    en="{title} is cancelled, {who}. Nothing is noted.",
)
QR = Text(
    "meeting_door.qr",
    id="Daftar hadir {title}, {when}. Cetak dan tempel QR di pintu: orang tua memindainya, lalu "
    "mengirim pesan yang muncul. Kode berlaku mulai satu jam sebelum acara sampai selesai.\n\n"
    "{links}\n\nTanpa QR: ketik ABSEN RAPAT.",
    en="Check-in for {title}, {when}. Print the QR and put it on the door: parents scan it and "
    "send the message that appears. The code works from one hour before until the end.\n\n"
    "{links}\n\nWithout the QR: type ABSEN RAPAT.",
)
BY_HAND = Text(
    "meeting_door.by_hand",
    id="Atau tulis ke Penghubung: hadir {door}",
    en="Or write to Penghubung: hadir {door}",
)
NO_MEETING = Text(
    "meeting_door.no_meeting",
    id="Belum ada rapat Ibu/Bapak yang akan datang.",
    en="You have no meeting ahead.",
)

SOURCE = "door"
"""Channel name of the posters with a meeting's QR: see `bot.door_codes`."""
EARLY = timedelta(hours=1)
AHEAD = timedelta(days=400)

meeting_door = Capability("meeting_door", Who.GUARDIAN, Who.STAFF)
meeting_poster = Capability("meeting_poster", Who.STAFF)
door_strangers = Capability("door_strangers", Who.STRANGER)


@meeting_door.opens("hadir")
def arrived(turn: Turn, session: Session) -> Heard:
    """ "hadir K7Q2MXAB", from the QR. "hadir" alone answers an invitation: not for us."""
    code = _code(turn)
    if code is None:
        return None
    meeting = session.scalar(select(Meeting).where(Meeting.door == code))
    if meeting is None:
        return None if code.isalpha() else [Reply(UNKNOWN, {"who": turn.speaker.name})]
    mine = _own(turn, session, meeting)
    if not mine:
        return [Reply(NOT_INVITED, {"who": turn.speaker.name})]
    if refusal := _refusal(turn, meeting):
        return [refusal]
    ids = [pupil.id for pupil in mine]
    new = mark(session, meeting, ids, turn.speaker.person, How.QR, turn.now)
    values = {"who": turn.speaker.name, "children": label(mine), "title": meeting.title}
    return [Reply(HERE if new else ALREADY, values)]


@door_strangers.opens("hadir")
def stranger(turn: Turn, session: Session) -> Heard:
    """Somebody who has not joined is told how; the code is no message for the school."""
    if _code(turn) is None:
        return None
    session.get_one(InboundMessage, turn.inbox_id).handled = Handled.DONE
    return how_to_join()


def _code(turn: Turn) -> str | None:
    found = CODE.match(turn.text.strip())
    return found[1].upper() if found else None


def _own(turn: Turn, session: Session, meeting: Meeting) -> list[Pupil]:
    """The speaker's children whose families are invited; none before they have agreed."""
    if Who.GUARDIAN not in turn.speaker.who:
        return []
    ids = {pupil.id for pupil in pupils_of_guardian(session, turn.speaker.person, turn.now)}
    return [pupil for pupil in invited(session, meeting, turn.now) if pupil.id in ids]


def _refusal(turn: Turn, meeting: Meeting) -> Reply | None:
    values: dict[str, Value] = {"who": turn.speaker.name, "title": meeting.title}
    if meeting.state not in HAPPENS:
        return Reply(CANCELLED, values)
    if turn.now < meeting.starts_at - EARLY:
        when = Moment(meeting.starts_at, turn.speaker.zone)
        return Reply(TOO_EARLY, {**values, "when": when})
    if turn.now > meeting.ends_at:
        return Reply(TOO_LATE, {**values, "organiser": meeting.organiser.name})
    return None


@meeting_poster.opens("qr rapat", "qr")
def qr(turn: Turn, session: Session) -> Heard:
    """The door's links and a page to print, for whoever organises the meeting."""
    if turn.text.casefold().split() not in (["qr"], ["qr", "rapat"]):
        return None
    mine = _ahead(turn, session)
    if not mine:
        return [Reply(NO_MEETING)]
    if len(mine) == 1:
        return [_poster(turn, session, mine[0])]
    choices = [Choice(str(meeting.id), _named(turn, meeting)) for meeting in mine[:10]]
    return [Reply(WHICH_MEETING, choices=choices, then=chosen)]


@meeting_poster.step
def chosen(turn: Turn, session: Session) -> Heard:
    meeting = next((m for m in _ahead(turn, session) if str(m.id) == turn.answer), None)
    return [_poster(turn, session, meeting)] if meeting else None


def _ahead(turn: Turn, session: Session) -> Sequence[Meeting]:
    person, until = turn.speaker.person, turn.now + AHEAD
    return own_meetings(session, turn.speaker.school, person, turn.now, until)


def _named(turn: Turn, meeting: Meeting) -> Value:
    when = Moment(meeting.starts_at, turn.speaker.zone)
    return Phrase(TITLED, {"title": meeting.title, "when": when})


def _poster(turn: Turn, session: Session, meeting: Meeting) -> Say:
    """The page itself is made beside delivery."""
    media = Media(
        school_id=meeting.school_id,
        channel=SOURCE,
        reference=f"{meeting.id}:{turn.speaker.language.name}",
        kind=Kind.DOCUMENT,
        content_type="application/pdf",
        name="qr-daftar-hadir.pdf",
        created_at=turn.now,
    )
    session.add(media)
    session.flush()
    by_hand = Phrase(BY_HAND, {"door": meeting.door})
    values: dict[str, Value] = {
        "title": meeting.title,
        "when": Moment(meeting.starts_at, turn.speaker.zone),
        "links": Lines([*links(turn.doors, meeting.door).values(), by_hand]),
    }
    return Reply(QR, values, files=(media.id,))


def links(doors: Doors, door: str) -> Mapping[str, str]:
    """What opens the bot with a meeting's code, by channel; only those we have."""
    found = {}
    if doors.whatsapp:
        found["WhatsApp"] = (
            f"https://wa.me/{doors.whatsapp.lstrip('+')}?text=hadir{quote(' ')}{door}"
        )
    if doors.telegram:
        found["Telegram"] = f"https://t.me/{doors.telegram}?start=hadir_{door}"
    return found
