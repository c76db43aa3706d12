"""The archive of home visits as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pydantic import ValidationError

from bot.channels.base import FetchError
from bot.documents.generated import Made
from handlers.core.talk import Text
from handlers.core.talk.languages import language_of
from handlers.core.talk.words import CHILD
from handlers.visits.labels import KINDS, moment_of
from handlers.visits.reports import archived
from handlers.visits.reports.archived import Kept, Viewer, Wanted
from handlers.visits.reports.words import LABELS
from models.school import School

HEADINGS = (
    Text("visit_archive_csv.class", id="Kelas", en="Class"),
    CHILD,
    Text("visit_archive_csv.day", id="Tanggal", en="Day"),
    Text("visit_archive_csv.kind", id="Jenis", en="Kind"),
    Text("visit_archive_csv.teacher", id="Guru", en="Teacher"),
    *LABELS.values(),
)
DONE = Text("visit_archive_csv.done", id="sudah", en="done")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class VisitArchives(Made):
    """Makes a table when delivery asks for its bytes."""

    content_type = "text/plain"

    def make(self, reference: str) -> bytes:
        """`reference` is "viewer:school:language:wanted", as `handlers.visits.archive` writes."""
        try:
            person, school, language, wanted = reference.split(":", 3)
            wants = Wanted.model_validate_json(wanted)
            who, where = int(person), int(school)
        except (ValidationError, ValueError):
            raise FetchError("no-such-archive", final=True) from None
        with self.sessions() as session:
            if session.get(School, where) is None:
                raise FetchError("no-such-archive", final=True)
            viewer = archived.viewer(session, who, where)
            said_in = language_of(session, where, language)
            return table(archived.some(session, viewer, wants), viewer, said_in)


def table(found: list[Kept], viewer: Viewer, language: str) -> bytes:
    """With a mark by which spreadsheets know UTF-8; nothing in it is taken for a formula."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow([heading.fill(language, {}) for heading in HEADINGS])
    rows.writerows([_harmless(cell) for cell in _cells(one, viewer, language)] for one in found)
    return text.getvalue().encode("utf-8-sig")


def _cells(one: Kept, viewer: Viewer, language: str) -> Iterator[str]:
    day = moment_of(one.visit).astimezone(viewer.school.zone).date()
    yield one.child.class_name
    yield one.child.name
    yield day.isoformat()
    yield KINDS[one.visit.kind].fill(language, {})
    yield one.visit.teacher.name
    yield one.report.conditions
    yield one.report.said
    yield "\n".join(_agreed(one, language))
    yield one.report.next_on.isoformat() if one.report.next_on else ""
    yield one.private


def _agreed(one: Kept, language: str) -> Iterator[str]:
    for agreement in one.agreements:
        due = agreement.due.isoformat() if agreement.due else ""
        done = DONE.fill(language, {}) if agreement.done_at else ""
        yield ", ".join(filter(None, (agreement.words, agreement.who, due, done)))


def _harmless(cell: str) -> str:
    """A spreadsheet shows what begins with an apostrophe, and computes nothing."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
