"""A teacher's list of a day of talks on A4, with a column to tick who came."""

from __future__ import annotations

from fpdf import FPDF

from bot.channels.base import FetchError
from bot.documents.generated import Made
from bot.documents.invitation_slips import latin
from bot.documents.pdf_tables import Table
from handlers.core.talk import Lines, Text, worded
from handlers.core.talk.languages import language_of
from handlers.core.talk.words import CHILD
from handlers.slots import listing as slot_list
from handlers.slots import notice as slot_notice
from handlers.slots.listing import Line, Sheet
from models.numbers import whole
from models.slot import SlotDay

TIME = Text("slot_list_pdf.time", id="Jam", en="Time")
WHO = Text("slot_list_pdf.who", id="Yang datang", en="Who comes")
SIGN = Text("slot_list_pdf.sign", id="Paraf", en="Signature")
BREAK = Text("slot_list_pdf.break", id="istirahat", en="break")


class SlotLists(Made):
    """Makes a list when delivery asks for its bytes, as the day is by then."""

    content_type = "application/pdf"

    def make(self, reference: str) -> bytes:
        """`reference` is "day:language", as `handlers.slots.listing` writes it."""
        number, _, language = reference.partition(":")
        with self.sessions() as session:
            day = session.get(SlotDay, whole(number) or 0)
            if day is None:
                raise FetchError("no-such-list", final=True)
            said_in = language_of(session, day.school_id, language)
            return pdf(slot_list.sheet_of(session, day, self.now()), said_in)


def pdf(sheet: Sheet, language: str, *, compress: bool = True) -> bytes:
    """The pages. Letters that the PDF's own font lacks are written with the nearest ones."""
    paper = FPDF(format="A4")
    paper.set_compression(compress)
    paper.set_margin(15)
    paper.set_auto_page_break(True, margin=15)
    paper.add_page()
    _head(paper, sheet, language)
    _table(paper, sheet, language)
    paper.ln(3)
    paper.multi_cell(0, 6, latin(Lines(slot_list.rest(sheet)).worded(language).strip()))
    return bytes(paper.output())


def _head(paper: FPDF, sheet: Sheet, language: str) -> None:
    about = slot_notice.shown(sheet.day, sheet.school)
    said = {name: worded(value, language) for name, value in about.items()}
    paper.set_font("Helvetica", "B", 15)
    paper.cell(0, 8, latin(said["title"].capitalize()), new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Helvetica", size=11)
    for line in (sheet.school.name, said["teacher"], f"{said['when']}, {said['place']}"):
        paper.cell(0, 6, latin(line), new_x="LMARGIN", new_y="NEXT")
    paper.ln(4)


def _table(paper: FPDF, sheet: Sheet, language: str) -> None:
    paper.set_font("Helvetica", size=10)
    heading = [text.fill(language, {}) for text in (TIME, CHILD, WHO, SIGN)]
    rows = [_cells(sheet, line, language) for line in sheet.lines]
    Table(paper, (12, 40, 33, 15), line=6).draw(heading, rows)


def _cells(sheet: Sheet, line: Line, language: str) -> tuple[str, str, str, str]:
    clock = slot_notice.clock(line.at, sheet.school.zone)
    if line.is_break:
        return clock, BREAK.fill(language, {}), "", ""
    if line.child is None:
        return clock, "", "", ""
    return clock, line.child.label, worded(line.who, language), ""
