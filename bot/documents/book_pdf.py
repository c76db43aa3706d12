"""The month's pages on A4: the school's column and the home's, as in the paper book."""

from __future__ import annotations

from datetime import datetime

from fpdf import FPDF

from bot.documents.book_month import Month
from bot.documents.invitation_slips import latin
from bot.documents.pdf_tables import Table
from handlers.core.talk import Text
from handlers.core.talk.times import Moment, month

TITLE = Text("book_pdf.title", id="Buku Penghubung", en="Contact book")
SCHOOL = Text("book_pdf.school", id="Dari sekolah", en="From school")
HOME = Text("book_pdf.home", id="Dari rumah", en="From home")
EMPTY = Text(
    "book_pdf.empty", id="Tidak ada catatan pada bulan ini.", en="There are no entries this month."
)
MADE = Text("book_pdf.made", id="Dibuat {when}", en="Made {when}")
PAGE = Text("book_pdf.page", id="Halaman {number} dari {all}", en="Page {number} of {all}")


class _Paper(FPDF):
    """A4 with the page's number and the time of making below."""

    def __init__(self, made: str, page: Text, language: str) -> None:
        super().__init__(format="A4")
        self._made = latin(made)
        self._page = page
        self._language = language
        self.set_margin(15)
        self.set_auto_page_break(True, margin=20)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("Helvetica", size=8)
        number = self._page.fill(self._language, {"number": str(self.page_no()), "all": "{nb}"})
        self.cell(0, 5, self._made)
        self.set_x(15)
        self.cell(0, 5, latin(number), align="R")


def pdf(of: Month, now: datetime, *, compress: bool = True) -> bytes:
    """The pages. Letters that the PDF's own font lacks are written with the nearest ones."""
    language = of.language
    made = MADE.fill(language, {"when": Moment(now, of.zone).worded(language)})
    paper = _Paper(made, PAGE, language)
    paper.set_compression(compress)
    paper.set_title(latin(f"{TITLE.fill(language, {})} {of.child.label}"))
    paper.add_page()
    _head(paper, of)
    if of.rows:
        _table(paper, of)
    else:
        paper.set_font("Helvetica", size=11)
        paper.cell(0, 10, latin(EMPTY.fill(language, {})))
    return bytes(paper.output())


def _head(paper: FPDF, of: Month) -> None:
    paper.set_font("Helvetica", "B", 16)
    paper.cell(0, 8, latin(TITLE.fill(of.language, {})), new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Helvetica", size=11)
    for line in (of.school, of.child.label, month(of.of, of.language)):
        paper.cell(0, 6, latin(line), new_x="LMARGIN", new_y="NEXT")
    paper.ln(4)


def _table(paper: FPDF, of: Month) -> None:
    paper.set_font("Helvetica", size=10)
    heading = [text.fill(of.language, {}) for text in (SCHOOL, HOME)]
    rows = [("\n".join(row.school), "\n".join(row.home)) for row in of.rows]
    Table(paper, (60, 40), line=5, padding=2).draw(heading, rows)
