"""Invitation slips on A4, two by four, to cut apart.

Set in the PDF's own Helvetica, which needs no font file and has the letters of Latin-1.
A name with others is written with the nearest of those ("Ḥafiẓ" as "Hafiz"). Viewers put
their own font in its place, some of them wider: every line has room for that.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import segno
from fpdf import FPDF

from bot.documents.invitation_codes import Addresses, Slip
from handlers.core.talk import Text
from handlers.core.talk.times import MONTHS
from handlers.core.talk.words import HOMEROOM
from handlers.core.thread.texts import WORDS
from models.people import Role

INVITATION = Text(
    "slips.invitation", id="Undangan Buku Penghubung", en="Invitation to the contact book"
)
CLASS = Text("slips.class", id="Kelas {name}", en="Class {name}")
FOR = Text("slips.for", id="untuk {relation}: {name}", en="for the {relation}: {name}")
SCAN = Text(
    "slips.scan",
    id="Pindai dengan kamera HP, lalu kirim pesan yang muncul.\n\nTanpa kamera: kirim baris di "
    "bawah ini ke",
    en="Scan with the phone's camera, then send the message that appears.\n\nWithout a camera: "
    "send the line below to",
)
WRITE = Text(
    "slips.write",
    id="Kirim baris di bawah ini ke buku penghubung sekolah.",
    en="Send the line below to the school's contact book.",
)
UNTIL = Text("slips.until", id="Berlaku sampai {day}", en="Valid until {day}")
PRIVATE = Text(
    "slips.private",
    id="Kode ini rahasia dan hanya untuk satu orang, sekali pakai. Jangan dibagikan ke grup.",
    en="This code is private, for one person, once. Do not share it in a group.",
)
ROLES = {
    Role.HOMEROOM: HOMEROOM,
    Role.SUBJECT: Text("slips.subject", id="guru mata pelajaran", en="subject teacher"),
    Role.COUNSELLOR: Text("slips.counsellor", id="guru BK", en="counsellor"),
    Role.PRINCIPAL: Text("slips.principal", id="kepala sekolah", en="principal"),
    Role.OPERATOR: Text("slips.operator", id="operator", en="operator"),
}
CHANNELS = {"whatsapp": "WhatsApp", "telegram": "Telegram"}

WIDTH, HEIGHT = 105.0, 74.25
ROWS, COLUMNS = 4, 2
MARGIN = 7.0
INNER = WIDTH - 2 * MARGIN
QR = 25.0
GREY = 110


def pdf(slips: Sequence[Slip], to: Addresses, zone: ZoneInfo, language: str = "id") -> bytes:
    """The slips in the order given, eight a page. Days are those of `zone`."""
    paper = FPDF(format="A4")
    paper.set_auto_page_break(False)
    paper.set_margin(0)
    for index, slip in enumerate(slips):
        row, column = divmod(index % (ROWS * COLUMNS), COLUMNS)
        if row == column == 0:
            paper.add_page()
            _cuts(paper)
        _Slip(paper, column * WIDTH, row * HEIGHT, language).draw(slip, to, zone)
    return bytes(paper.output())


def _cuts(paper: FPDF) -> None:
    paper.set_draw_color(190)
    paper.set_line_width(0.2)
    paper.set_dash_pattern(dash=1.5, gap=1.5)
    paper.line(WIDTH, 0, WIDTH, ROWS * HEIGHT)
    for row in range(1, ROWS):
        paper.line(0, row * HEIGHT, COLUMNS * WIDTH, row * HEIGHT)


class _Slip:
    """One slip, its corner at `x`, `y` (millimetres)."""

    def __init__(self, paper: FPDF, x: float, y: float, language: str) -> None:
        self.paper, self.x, self.y, self.language = paper, x + MARGIN, y + MARGIN, language

    def draw(self, slip: Slip, to: Addresses, zone: ZoneInfo) -> None:
        self._line(0, slip.school, 9, style="B")
        self._line(4.5, self._say(INVITATION), 8, grey=True)
        self._line(11, slip.child or slip.name, 13, style="B")
        self._line(17, self._whom(slip), 10)
        links = to.links(slip.code)
        for place, (channel, link) in enumerate(links.items()):
            self._qr(place * (QR + 3), link, CHANNELS[channel])
        self._how(to, len(links) * (QR + 3))
        self._code(slip, zone)
        self._line(59.3, self._say(PRIVATE), 6.8, grey=True)

    def _whom(self, slip: Slip) -> str:
        class_ = self._say(CLASS, name=slip.class_name) if slip.class_name else ""
        if slip.relation is not None:
            relation = self._say(WORDS[slip.relation])
            whom = self._say(FOR, relation=relation, name=slip.name)
        else:
            whom = self._say(ROLES[slip.role]) if slip.role else ""
        return ", ".join(filter(None, (class_, whom)))

    def _qr(self, left: float, link: str, label: str) -> None:
        image = io.BytesIO()
        segno.make(link, micro=False, error="m").save(image, kind="png", scale=8, border=1)
        self.paper.image(image, self.x + left, self.y + 21.5, QR, QR, link=link)
        self.paper.set_xy(self.x + left, self.y + 22 + QR)
        self.paper.set_font("Helvetica", "B", 7.5)
        self.paper.cell(QR, 3, label, align="C")

    def _how(self, to: Addresses, left: float) -> None:
        """Beside the QR codes: what to do, also without a camera."""
        where = [to.whatsapp, f"@{to.telegram.removeprefix('@')}" if to.telegram else ""]
        named = [words for words in where if words]
        self.paper.set_xy(self.x + left, self.y + 21.5)
        self.paper.set_font("Helvetica", "", 7.5)
        how = "\n".join([self._say(SCAN if named else WRITE), *named])
        self.paper.multi_cell(INNER - left, 3.2, latin(how), align="L")

    def _code(self, slip: Slip, zone: ZoneInfo) -> None:
        self.paper.set_xy(self.x, self.y + 50.5)
        self.paper.set_font("Courier", "B", 14)
        self.paper.cell(INNER, 5, f"GABUNG {slip.spoken}")
        day = slip.expires_at.astimezone(zone)
        until = f"{day.day} {MONTHS[self.language][day.month - 1]} {day.year}"
        self._line(55.8, self._say(UNTIL, day=until), 8)

    def _line(
        self, down: float, words: str, size: float, style: str = "", grey: bool = False
    ) -> None:
        """One line across the slip; a long one is set smaller, a very long one is cut."""
        paper, shown = self.paper, latin(words)
        paper.set_font("Helvetica", style, size)
        while paper.get_string_width(shown) > INNER and size > 6.5:
            size -= 0.5
            paper.set_font("Helvetica", style, size)
        while paper.get_string_width(shown) > INNER:
            shown = shown[:-4] + "..."
        paper.set_text_color(GREY if grey else 0)
        paper.set_xy(self.x, self.y + down)
        paper.cell(INNER, 4, shown)
        paper.set_text_color(0)

    def _say(self, text: Text, **values: str) -> str:
        return text.fill(self.language, values)


QUOTES = str.maketrans("‘’ʻʼ“”–—‑", "''''\"\"---")


def latin(words: str) -> str:
    """In letters of Latin-1: what has none loses its marks, or becomes "?"."""
    kept = []
    for letter in words.translate(QUOTES):
        if ord(letter) < 256:
            kept.append(letter)
            continue
        parts = unicodedata.normalize("NFKD", letter)
        plain = "".join(part for part in parts if not unicodedata.combining(part))
        kept.append(plain if plain and plain.isascii() else "?" if plain else "")
    return "".join(kept)
