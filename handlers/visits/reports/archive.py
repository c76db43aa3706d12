"""The archive of home visits: by child, class, term or words, in the chat and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.notices.signing import excerpt
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Text,
    Turn,
    Value,
    Who,
    clip,
)
from handlers.core.talk.times import Day
from handlers.core.talk.words import BY, COLON, EMPTY
from handlers.core.understanding.matters.visits import ABOUT, Part
from handlers.visits.labels import KINDS, day_of
from handlers.visits.reports import archived
from handlers.visits.reports.archived import Kept, Wanted
from handlers.visits.reports.words import LABELS, LISTED, SHOWN, label
from models.media import Kind, Media
from models.visit import Agreement

NONE = Text(
    "visit_archive.none",
    id="Tidak ada laporan kunjungan yang cocok. Tulis misalnya: arsip kunjungan 1A, arsip "
    "kunjungan Aisyah, atau arsip kunjungan gawai.",
    en="No report of a visit matches. Write, for example: arsip kunjungan 1A, arsip kunjungan "
    "Aisyah, or arsip kunjungan gawai.",
)
PAGE = Text(
    "visit_archive.page",
    id="Arsip kunjungan ({count}), halaman {page} dari {pages}:\n{list}",
    en="Archive of visits ({count}), page {page} of {pages}:\n{list}",
)
LINE = Text(
    "visit_archive.line",
    id="{number}. {child}, {day}, {kind}{words}",
    en="{number}. {child}, {day}, {kind}{words}",
)
OPEN_ONE = Text("visit_archive.open_one", id="{number}. {child}", en="{number}. {child}")
MORE = Text("visit_archive.more", id="Berikutnya", en="Next page")
TABLE = Text("visit_archive.table", id="Unduh tabel", en="As a table")
FILE = Text(
    "visit_archive.file",
    id="Arsip kunjungan sebagai tabel (CSV). Mohon dijaga kerahasiaannya.",
    en="The archive of visits as a table (CSV). Please keep it to yourself.",
)
ONE = Text(
    "visit_archive.one",
    id="Tentang {child}. {kind}, {day}, oleh {teacher}.\n{parts}",
    en="About {child}. {kind}, {day}, by {teacher}.\n{parts}",
)
PRIVATE = Text("visit_archive.private", id="🔒 {label}: {words}", en="🔒 {label}: {words}")
AGREED = Text("visit_archive.agreed", id="{mark} {words}{by}", en="{mark} {words}{by}")

SOURCE = "visit_archive"
"""Channel name of these tables: see `bot.media.Fetcher`."""
A_PAGE = 5

archive_desk = Capability("visit_archive", Who.STAFF)


class Place(BaseModel):
    """A page of what was looked for: the memory of the list."""

    wanted: Wanted
    page: int = 0


@archive_desk.opens("arsip", "arsip kunjungan", "archive")
def begin(turn: Turn, session: Session) -> Heard:
    """ "arsip kunjungan 1A", "arsip kunjungan Aisyah", "arsip kunjungan semester 1 gawai"."""
    _, _, rest = turn.text.partition(" ")
    about = ABOUT.match(rest)
    if rest and about is None:
        return None
    words = rest[about.end() :] if about else ""
    wanted = archived.wanted(turn, session, words)
    return [_page(turn, session, Place(wanted=wanted))]


@archive_desk.step
def chosen(turn: Turn, session: Session) -> Heard:
    """One of the list, the next page, or all of it as a table."""
    if turn.answer is None:
        return None
    place = Place.model_validate(turn.memory["place"])
    if turn.answer == "more":
        return [_page(turn, session, place.model_copy(update={"page": place.page + 1}))]
    if turn.answer == "table":
        return [_table(turn, session, place.wanted)]
    found = archived.one(turn, session, int(turn.answer))
    return [_one(turn, found)] if found else [Reply(NONE)]


def _page(turn: Turn, session: Session, place: Place) -> Say:
    seen = archived.viewer_of(turn, session)
    count = archived.count(session, seen, place.wanted)
    pages = -(-count // A_PAGE)
    if not count or place.page >= pages:
        return Reply(NONE)
    found = archived.some(session, seen, place.wanted, place.page * A_PAGE, A_PAGE)
    first = place.page * A_PAGE + 1
    lines = [_line(turn, number, kept) for number, kept in enumerate(found, start=first)]
    choices = [
        Choice(str(kept.visit.id), clip(f"{number}. {kept.child.name}"))
        for number, kept in enumerate(found, start=first)
    ]
    more = [Choice("more", MORE)] if place.page + 1 < pages else []
    return Reply(
        PAGE,
        {
            "count": str(count),
            "page": str(place.page + 1),
            "pages": str(pages),
            "list": Lines(lines),
        },
        choices=[*choices, *more, Choice("table", TABLE)],
        then=chosen,
        remember={"place": place.model_dump(mode="json")},
        again=True,
    )


def _line(turn: Turn, number: int, kept: Kept) -> Value:
    words = " ".join(filter(None, (kept.report.conditions, kept.report.said)))
    return Phrase(
        LINE,
        {
            "number": str(number),
            "child": kept.child.label,
            "day": day_of(kept.visit, turn.speaker.zone),
            "kind": KINDS[kept.visit.kind],
            "words": Phrase(COLON, {"words": excerpt(words, 80)}) if words else "",
        },
    )


def _one(turn: Turn, kept: Kept) -> Say:
    return Reply(
        ONE,
        {
            "child": kept.child.label,
            "kind": KINDS[kept.visit.kind],
            "day": day_of(kept.visit, turn.speaker.zone),
            "teacher": kept.visit.teacher.name,
            "parts": Lines(_parts(kept) or [EMPTY]),
        },
    )


def _parts(kept: Kept) -> list[Value]:
    report, kind = kept.report, kept.visit.kind
    parts: list[Value] = [
        Phrase(SHOWN, {"label": label(part, kind), "words": words})
        for part, words in ((Part.CONDITIONS, report.conditions), (Part.SAID, report.said))
        if words
    ]
    if kept.agreements:
        lines = Lines([_agreed(one) for one in kept.agreements])
        parts.append(Phrase(LISTED, {"label": LABELS[Part.AGREEMENTS], "words": lines}))
    if report.next_on:
        parts.append(Phrase(SHOWN, {"label": LABELS[Part.NEXT], "words": Day(report.next_on)}))
    if kept.private:
        parts.append(Phrase(PRIVATE, {"label": LABELS[Part.PRIVATE], "words": kept.private}))
    return parts


def _agreed(one: Agreement) -> Value:
    said: Sequence[Value] = [*filter(None, [one.who]), *([Day(one.due)] if one.due else [])]
    by = Phrase(BY, {"by": Lines(said, between=", ")}) if said else ""
    return Phrase(AGREED, {"mark": "✅" if one.done_at else "⏳", "words": one.words, "by": by})


def _table(turn: Turn, session: Session, wanted: Wanted) -> Say:
    """A file that is made beside delivery: who may see what is asked again then."""
    media = Media(
        school_id=turn.speaker.school,
        channel=SOURCE,
        reference=f"{turn.speaker.person}:{turn.speaker.school}:{turn.speaker.language.name}:"
        f"{wanted.model_dump_json()}",
        kind=Kind.DOCUMENT,
        content_type="text/plain",
        name="arsip-kunjungan.csv",
        created_at=turn.now,
    )
    session.add(media)
    session.flush()
    return Reply(FILE, files=(media.id,))
