"""The brief of a home visit on one A4 page."""

from __future__ import annotations

from datetime import datetime

from fpdf import FPDF

from bot.channels.base import FetchError
from bot.documents.generated import Made
from bot.documents.invitation_slips import latin
from handlers.core.talk import Text, worded
from handlers.core.talk.languages import language_of
from handlers.core.talk.times import Moment
from handlers.visits.day import brief
from handlers.visits.day.facts import Facts, facts_of
from handlers.visits.labels import KINDS
from models.visit import Visit

TITLE = Text("visit_brief_pdf.title", id="Persiapan {kind}", en="Brief for a {kind}")
COMPANION = Text("visit_brief_pdf.companion", id="Pendamping: {who}", en="Companion: {who}")
SECRET = Text(
    "visit_brief_pdf.secret",
    id="Rahasia. Hanya untuk guru yang berkunjung; mohon tidak diletakkan terbuka di rumah "
    "keluarga. Dibuat {when}.",
    en="Confidential. Only for the teacher who visits; please do not leave it open in the family's "
    "home. Made {when}.",
)


class VisitBriefs(Made):
    """Makes a brief when delivery asks for its bytes, as things are by then."""

    content_type = "application/pdf"

    def make(self, reference: str) -> bytes:
        """`reference` is "visit:viewer:language", as `handlers.visits.brief` writes it."""
        try:
            number, viewer, language = reference.split(":")
            visit_id, who = int(number), int(viewer)
        except ValueError:
            raise FetchError("no-such-brief", final=True) from None
        now = self.now()
        with self.sessions() as session:
            visit = session.get(Visit, visit_id)
            facts = facts_of(session, visit, who, now) if visit else None
            if facts is None:
                raise FetchError("not-to-be-seen", final=True)
            said_in = language_of(session, facts.school.id, language)
            return pdf(facts, said_in, now)


def pdf(facts: Facts, language: str, now: datetime, *, compress: bool = True) -> bytes:
    """The page. Letters that the PDF's own font lacks are written with the nearest ones."""
    paper = FPDF(format="A4")
    paper.set_compression(compress)
    paper.set_margin(15)
    paper.set_auto_page_break(True, margin=15)
    paper.add_page()
    _head(paper, facts, language)
    for section in brief.sections(facts):
        paper.set_font("Helvetica", "B", 10)
        _line(paper, section.title.fill(language, {}))
        paper.set_font("Helvetica", size=10)
        for value in section.lines:
            _line(paper, worded(value, language))
        paper.ln(2)
    paper.set_font("Helvetica", "I", 8)
    made = Moment(now, facts.school.zone).worded(language)
    _line(paper, SECRET.fill(language, {"when": made}))
    return bytes(paper.output())


def _head(paper: FPDF, facts: Facts, language: str) -> None:
    kind = KINDS[facts.visit.kind].fill(language, {})
    paper.set_font("Helvetica", "B", 15)
    _line(paper, TITLE.fill(language, {"kind": kind}))
    paper.set_font("Helvetica", size=11)
    starts = facts.visit.starts_at
    when = Moment(starts, facts.school.zone).worded(language) if starts else ""
    who = worded(brief.companion(facts), language)
    for line in (facts.school.name, facts.child.label, when):
        _line(paper, line)
    _line(paper, COMPANION.fill(language, {"who": who}))
    paper.ln(3)


def _line(paper: FPDF, words: str) -> None:
    paper.multi_cell(0, 5, latin(words), new_x="LMARGIN", new_y="NEXT", align="L")
