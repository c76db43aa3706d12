"""Calendar files: read by another parser than the one that wrote them, told apart by UID and
SEQUENCE."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import vobject
from icalendar import Calendar, Event
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.channels.base import Attachment, FetchError, Outgoing
from bot.channels.twilio_api.drafts import Drafter
from bot.documents.calendars import Calendars
from bot.storage.database import sessions_on
from models.media import Kind, Media
from models.meeting import Meeting
from tests.cast import MONDAY, WIB, Cast
from tests.dialogue import Chat

SATURDAY = datetime(2026, 12, 12, 9, 0, tzinfo=WIB).astimezone(UTC)
AGENDA = "iuran; kas, dan lain-lain: “Belajar di rumah” " + "panjang " * 20


@pytest.fixture
def called(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, f"rapat POMG Sabtu 12 Des jam 9 di aula, agenda {AGENDA}")
    chat.taps(cast.ratna, "Kirim undangan")
    chat.taps(cast.sari, "Hadir")


async def latest(session: Session, engine: Engine) -> tuple[bytes, Event]:
    """The newest file, as bytes and as a parser understands it."""
    media = session.scalars(select(Media).order_by(Media.id.desc())).first()
    session.commit()
    assert media is not None
    made = await Calendars(sessions_on(engine), lambda: MONDAY).fetch(media.reference, 10**6)
    assert made.content_type == "text/calendar"
    (event,) = Calendar.from_ical(made.content).walk("VEVENT")
    assert isinstance(event, Event)
    _read_by_another(made.content, event)
    return made.content, event


def _read_by_another(content: bytes, event: Event) -> None:
    """It understands the file, finds nothing missing, and reads the same."""
    other = vobject.readOne(content.decode())
    other.validate(raiseException=True)
    assert other.vevent.uid.value == event["uid"]
    assert other.vevent.sequence.value == str(event["sequence"])
    assert other.vevent.dtstart.value == event.decoded("dtstart")
    assert other.vevent.dtend.value == event.decoded("dtend")
    assert other.vevent.summary.value == str(event["summary"])
    assert other.vevent.status.value == str(event["status"])


async def test_a_meeting(called: None, session: Session, engine: Engine) -> None:
    content, event = await latest(session, engine)
    calendar = Calendar.from_ical(content)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["prodid"]
    assert not calendar.errors
    assert not event.errors
    assert event.decoded("dtstart") == SATURDAY
    assert event.decoded("dtend") == SATURDAY + timedelta(hours=2)
    assert event.decoded("dtstamp") == MONDAY
    assert str(event["summary"]) == "Rapat POMG kelas 1A, SD Tunas Harapan"
    assert str(event["location"]) == "aula"
    assert str(event["description"]) == AGENDA.strip()
    assert (str(event["status"]), event["sequence"]) == ("CONFIRMED", 0)
    for name in ("uid", "dtstamp", "dtstart", "summary", "organizer"):  # RFC 5546, 3.2.1
        assert name in event


async def test_the_form(called: None, session: Session, engine: Engine) -> None:
    """RFC 5545: lines end with CRLF and have 75 octets at the most; nothing is left bare."""
    content, _ = await latest(session, engine)
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert re.search(rb"DTSTART:20261212T020000Z", content)
    assert rb"iuran\; kas\, dan" in content.replace(b"\r\n ", b"")


async def test_moved_and_cancelled(
    called: None, chat: Chat, session: Session, engine: Engine, cast: Cast
) -> None:
    _, first = await latest(session, engine)
    chat.says(cast.ratna, "rapat pindah ke Sabtu 19 Des jam 10")
    chat.taps(cast.ratna, "Ya, pindahkan")
    _, moved = await latest(session, engine)
    chat.taps(cast.sari, "Hadir", under="RALAT")
    chat.says(cast.ratna, "rapat batal")
    chat.says(cast.ratna, "banjir")
    chat.taps(cast.ratna, "Ya, batalkan")
    content, cancelled = await latest(session, engine)
    assert Calendar.from_ical(content)["method"] == "CANCEL"  # RFC 5546, 4.1.3
    assert str(cancelled["summary"]) == "DIBATALKAN: Rapat POMG kelas 1A, SD Tunas Harapan"
    assert first["uid"] == moved["uid"] == cancelled["uid"]
    assert [e["sequence"] for e in (first, moved, cancelled)] == [0, 1, 2]
    assert moved.decoded("dtstart") == SATURDAY + timedelta(days=7, hours=1)
    assert [str(e["status"]) for e in (moved, cancelled)] == ["CONFIRMED", "CANCELLED"]


async def test_a_session_has_its_own_time(
    chat: Chat, session: Session, engine: Engine, cast: Cast
) -> None:
    chat.says(
        cast.hadi,
        "rapat rapor 1A, 3B Sabtu 12 Des 09.00-10.00 di ruang 1A, agenda x, kapasitas 1",
    )
    chat.taps(cast.hadi, "Bagi 3 sesi")
    chat.taps(cast.hadi, "Kirim undangan")
    chat.taps(cast.sari, "Hadir")
    chat.taps(cast.wati, "Hadir")
    _, event = await latest(session, engine)
    assert event.decoded("dtstart") == SATURDAY + timedelta(hours=1)
    assert event.decoded("dtend") == SATURDAY + timedelta(hours=2)


@pytest.mark.parametrize("reference", ["", "meeting", "meeting:x:1", "meeting:999:0", "feed:1:0"])
async def test_nonsense_is_refused(
    called: None, session: Session, engine: Engine, reference: str
) -> None:
    assert session.scalars(select(Meeting)).one()
    session.commit()
    with pytest.raises(FetchError):
        await Calendars(sessions_on(engine), lambda: MONDAY).fetch(reference, 10**6)


def test_whatsapp_gets_a_link(tmp_path: Path) -> None:
    """It takes no calendar files."""
    path = tmp_path / "file"
    path.write_bytes(b"BEGIN:VCALENDAR")
    url = "https://sekolah.example/media/x"
    message = outgoing(Attachment(path, Kind.DOCUMENT, "text/calendar", "rapat.ics", url, None))
    (draft,) = Drafter({})(message)
    assert draft.fields == {"body": f"Sampai jumpa.\n\n{url}"}


def outgoing(attachment: Attachment) -> Outgoing:
    return Outgoing(
        id=1, address="+6284400000002", body="Sampai jumpa.", labels=(), text_key="rsvp.comes",
        language="id", blanks={}, blank_order=(), attachment=attachment,
        silence=timedelta(minutes=1),
    )  # fmt: skip
