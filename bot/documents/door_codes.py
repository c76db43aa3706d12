"""The page for a meeting's door: its QR codes, made beside delivery like any other file."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import segno
from fpdf import FPDF
from sqlalchemy.orm import Session, sessionmaker

from bot.channels.base import FetchError
from bot.documents.generated import Made
from bot.documents.invitation_slips import latin
from handlers.core.talk import Doors, Text
from handlers.core.talk.languages import language_of
from handlers.core.talk.times import Moment
from handlers.meetings.afterwards.door import links
from models.meeting import Meeting
from models.numbers import whole
from models.school import school_of

HEADING = Text("door_codes.heading", id="Daftar hadir orang tua", en="Parents' check-in")
SCAN = Text(
    "door_codes.scan",
    id="Pindai dengan kamera HP, lalu kirim pesan yang muncul.",
    en="Scan with the phone's camera, then send the message that appears.",
)
WRITE = Text("door_codes.write", id="Tanpa kamera, tulis:", en="Without a camera, write:")
NOT_JOINED = Text(
    "door_codes.not_joined",
    id="Belum bergabung di Penghubung? Mohon lapor kepada guru di tempat.",
    en="Not on Penghubung yet? Please tell the teacher here.",
)
WIDTH, QR = 210.0, 75.0


class DoorCodes(Made):
    """Draws the page when delivery asks for its bytes. Only its organiser is sent one."""

    content_type = "application/pdf"

    def __init__(
        self, sessions: sessionmaker[Session], now: Callable[[], datetime], doors: Doors
    ) -> None:
        super().__init__(sessions, now)
        self._doors = doors

    def make(self, reference: str) -> bytes:
        """`reference` is "meeting:language", as `handlers.meetings.door` writes it."""
        number, _, language = reference.partition(":")
        with self.sessions() as session:
            meeting = session.get(Meeting, whole(number) or 0)
            if meeting is None:
                raise FetchError("no-such-meeting", final=True)
            zone = school_of(session, meeting.school_id).zone
            said_in = language_of(session, meeting.school_id, language)
            return poster(meeting, self._doors, zone, said_in)


def poster(meeting: Meeting, doors: Doors, zone: ZoneInfo, language: str) -> bytes:
    """One A4 page to read from two metres away."""
    paper = FPDF(format="A4")
    paper.add_page()
    _line(paper, 25, HEADING.fill(language, {}), 20)
    _line(paper, 40, meeting.title, 34, "B")
    _line(paper, 58, Moment(meeting.starts_at, zone).worded(language), 18)
    _line(paper, 68, meeting.place, 18)
    found = links(doors, meeting.door)
    for number, (channel, link) in enumerate(found.items()):
        _code(paper, (WIDTH / len(found)) * (number + 0.5), link, channel)
    if found:
        _line(paper, 195, SCAN.fill(language, {}), 16)
    _line(paper, 215, WRITE.fill(language, {}), 16)
    _line(paper, 226, f"hadir {meeting.door}", 28, "B", "Courier")
    _line(paper, 265, NOT_JOINED.fill(language, {}), 13)
    return bytes(paper.output())


def _code(paper: FPDF, middle: float, link: str, channel: str) -> None:
    image = io.BytesIO()
    segno.make(link, micro=False, error="m").save(image, kind="png", scale=10, border=2)
    paper.image(image, middle - QR / 2, 95, QR, QR, link=link)
    paper.set_font("Helvetica", "B", 18)
    paper.set_xy(middle - QR / 2, 172)
    paper.cell(QR, 8, channel, align="C")


def _line(
    paper: FPDF, down: float, words: str, size: float, style: str = "", font: str = "Helvetica"
) -> None:
    """One centred line; a long one is set smaller."""
    shown = latin(words)
    paper.set_font(font, style, size)
    while paper.get_string_width(shown) > WIDTH - 30 and size > 8:
        size -= 1
        paper.set_font(font, style, size)
    paper.set_xy(15, down)
    paper.cell(WIDTH - 30, size / 2, shown, align="C")
