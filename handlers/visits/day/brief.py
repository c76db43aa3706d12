"""The evening before a visit: what its teacher should know, in the chat and on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.notices.signing import excerpt
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.domains import DOMAINS
from handlers.core.talk.times import Day, Moment, short
from handlers.core.talk.words import COLON, NONE, PDF
from handlers.visits.addresses.keeping import shown
from handlers.visits.day.facts import Facts, PastVisit, facts_of
from handlers.visits.labels import KINDS, day_of
from models.absence import Kind as Absent
from models.media import Kind, Media
from models.outbox import Priority, said
from models.prepared import Watch
from models.school import School, school_of
from models.visit import Agreement, Place, State, Visit

BRIEF = Text(
    "visit_brief.brief",
    id="Tentang {child}. Persiapan untuk {kind}, {when}, dengan pendamping: {companion}.\n{list}\n"
    "Selengkapnya ada di satu halaman: ketuk Unduh PDF.",
    en="About {child}. Brief for the {kind}, {when}, companion: {companion}.\n{list}\n"
    "For all of it on one page tap As a PDF.",
    template=True,
    buttons=(PDF,),
)
PAPER = Text(
    "visit_brief.paper",
    id="Tentang {child}. Lembar persiapan kunjungan, {when}. Mohon dijaga kerahasiaannya.",
    en="About {child}. Brief for the visit, {when}. Please keep it to yourself.",
)
GONE = Text(
    "visit_brief.gone",
    id="Kunjungan itu sudah tidak berlaku.",
    en="That visit is no longer planned.",
)
LINE = Text("visit_brief.line", id="• {title}: {words}", en="• {title}: {words}")
NO_ADDRESS = Text("visit_brief.no_address", id="belum diberikan keluarga", en="not given yet")
ABSENCES = Text(
    "visit_brief.absences",
    id="sakit {sick}, izin {leave}, tanpa kabar {unexplained}",
    en="sick {sick}, on leave {leave}, unexplained {unexplained}",
)
HOMEWORK = Text(
    "visit_brief.homework", id="{done} dari {total} ditandai selesai", en="{done} of {total} done"
)
UNDONE = Text("visit_brief.undone", id="belum: {list}", en="not done: {list}")
MEETINGS = Text("visit_brief.meetings", id="hadir {there} dari {all}", en="at {there} of {all}")
ENTRY = Text("visit_brief.entry", id="{at} {domain}: {words}", en="{at} {domain}: {words}")
NOTE = Text("visit_brief.note", id="{at} {who}: {words}", en="{at} {who}: {words}")
PAST = Text("visit_brief.past", id="{day}, {kind}{words}", en="{day}, {kind}{words}")
AGREED = Text("visit_brief.agreed", id="{mark} {words}{until}", en="{mark} {words}{until}")
UNTIL = Text("visit_brief.until", id=" (sampai {day})", en=" (by {day})")
TITLES = {
    "address": Text("visit_brief.t_address", id="Alamat", en="Address"),
    "reason": Text("visit_brief.t_reason", id="Keperluan", en="Reason"),
    "absences": Text("visit_brief.t_absences", id="Ketidakhadiran 60 hari", en="Absent, 60 days"),
    "homework": Text("visit_brief.t_homework", id="PR 60 hari", en="Homework, 60 days"),
    "meetings": Text("visit_brief.t_meetings", id="Rapat setahun", en="Meetings, one year"),
    "agreed": Text("visit_brief.t_agreed", id="Kesepakatan terbuka", en="Open agreements"),
    "past": Text("visit_brief.t_past", id="Kunjungan lalu", en="Earlier visits"),
    "entries": Text("visit_brief.t_entries", id="Catatan buku penghubung", en="Contact book"),
    "notes": Text("visit_brief.t_notes", id="Tulisan keluarga", en="What the family wrote"),
}

SOURCE = "brief"
"""Channel name of these pages: see `bot.media.Fetcher`."""
AFTERNOON = time(16, 30)
"""Local time from which, the day before, the brief is sent."""
SHORT = 70
"""Characters of a quotation in the chat; the page has room for more."""
IN_CHAT = ("address", "absences", "homework", "agreed", "entries", "notes")
FEW = 2

briefs = Capability("visit_briefs", Who.STAFF)


@dataclass(frozen=True)
class Section:
    """One heading of the brief with what stands under it."""

    name: str
    lines: Sequence[Value]

    @property
    def title(self) -> Text:
        return TITLES[self.name]


_NEAR = Watch(
    select(Visit)
    .where(
        Visit.state == State.CONFIRMED,
        Visit.starts_at > bindparam("now"),
        Visit.starts_at <= bindparam("until"),
    )
    .order_by(Visit.id)
)


def send(session: Session, now: datetime) -> list[Tell]:
    """The briefs that are due. A visit that was moved has a new one."""
    visits = _NEAR.scalars(session, now=now, until=now + timedelta(days=2))
    due = [visit for visit in visits if _is_due(visit, school_of(session, visit.school_id), now)]
    sent = said(session, [_topic(visit) for visit in due])
    tells = (_tell(session, visit, now) for visit in due if _topic(visit) not in sent)
    return [tell for tell in tells if tell]


def _is_due(visit: Visit, school: School, now: datetime) -> bool:
    assert visit.starts_at is not None
    eve = visit.starts_at.astimezone(school.zone).date() - timedelta(days=1)
    return datetime.combine(eve, AFTERNOON, tzinfo=school.zone) <= now


def _topic(visit: Visit) -> str:
    return f"visit:{visit.id}:brief:{visit.starts_at:%Y%m%d%H%M}"


def _tell(session: Session, visit: Visit, now: datetime) -> Tell | None:
    facts = facts_of(session, visit, visit.teacher_id, now)
    if facts is None or visit.starts_at is None:
        return None
    return Tell(
        BRIEF,
        {
            "child": facts.child.label,
            "kind": KINDS[visit.kind],
            "when": Moment(visit.starts_at, facts.school.zone),
            "companion": companion(facts),
            "list": Lines(list(_in_chat(facts))),
        },
        choices=[Choice("pdf", PDF)],
        then=paper,
        remember={"visit": visit.id, "child": visit.child_id},
        again=True,
        free=False,
        to=visit.teacher_id,
        topic=_topic(visit),
        priority=Priority.IMPORTANT,
        expires_at=visit.starts_at,
    )


@briefs.step
def paper(turn: Turn, session: Session) -> Heard:
    """The page, made when it is sent, from what is known by then."""
    visit = session.get(Visit, int(turn.memory["visit"]))
    if turn.answer is None or visit is None:
        return None
    facts = facts_of(session, visit, turn.speaker.person, turn.now)
    if facts is None or visit.starts_at is None:
        return [Reply(GONE)]
    media = Media(
        school_id=visit.school_id,
        channel=SOURCE,
        reference=f"{visit.id}:{turn.speaker.person}:{turn.speaker.language.name}",
        kind=Kind.DOCUMENT,
        content_type="application/pdf",
        name=f"kunjungan-{visit.starts_at.astimezone(turn.speaker.zone):%Y-%m-%d}.pdf",
        created_at=turn.now,
    )
    session.add(media)
    session.flush()
    when = Moment(visit.starts_at, turn.speaker.zone)
    return [Reply(PAPER, {"child": facts.child.label, "when": when}, files=(media.id,))]


def companion(facts: Facts) -> Value:
    return facts.visit.companion.name if facts.visit.companion else NONE


def sections(facts: Facts, length: int = 160) -> list[Section]:
    """All of the brief, quotations no longer than `length`; headings with nothing have a word."""
    lines: dict[str, list[Value]] = {
        "address": _address(facts),
        "reason": [excerpt(facts.visit.reason, length)] if facts.visit.reason else [],
        "absences": [_absences(facts)],
        "homework": list(_homework(facts, length)),
        "meetings": [Phrase(MEETINGS, _count(facts))] if facts.invited else [],
        "agreed": [_agreed(one, "-", length) for one in facts.open],
        "past": [line for one in facts.past for line in _past(one, facts.school, length)],
        "entries": list(_entries(facts, length)),
        "notes": list(_notes(facts, length)),
    }
    return [Section(name, lines[name] or [NONE]) for name in TITLES]


def _in_chat(facts: Facts) -> Iterator[Value]:
    """The same, short: the last of each, without what there is none of."""
    for section in sections(facts, SHORT):
        if section.name in IN_CHAT and list(section.lines) != [NONE]:
            words = Lines(section.lines[-FEW:], between="; ")
            yield Phrase(LINE, {"title": section.title, "words": words})


def _address(facts: Facts) -> list[Value]:
    if facts.visit.place is not Place.HOME:
        return []
    return [shown(facts.address) if facts.address else NO_ADDRESS]


def _absences(facts: Facts) -> Value:
    return Phrase(
        ABSENCES,
        {
            "sick": str(facts.absences.get(Absent.SICK, 0)),
            "leave": str(facts.absences.get(Absent.LEAVE, 0)),
            "unexplained": str(facts.absences.get(Absent.UNEXPLAINED, 0)),
        },
    )


def _homework(facts: Facts, length: int) -> Iterator[Value]:
    total = len(facts.done) + len(facts.undone)
    if not total:
        return
    yield Phrase(HOMEWORK, {"done": str(len(facts.done)), "total": str(total)})
    if facts.undone:
        what = "; ".join(item.homework.notice.body for item in facts.undone)
        yield Phrase(UNDONE, {"list": excerpt(what, length)})


def _count(facts: Facts) -> dict[str, Value]:
    return {"there": str(facts.attended), "all": str(facts.invited)}


def _agreed(one: Agreement, mark: str, length: int) -> Value:
    until = Phrase(UNTIL, {"day": Day(one.due)}) if one.due else ""
    return Phrase(AGREED, {"mark": mark, "words": excerpt(one.words, length), "until": until})


def _past(one: PastVisit, school: School, length: int) -> Iterator[Value]:
    """A visit with what was seen and said, then what was agreed and whether it was kept."""
    seen = " ".join(filter(None, (one.report.conditions, one.report.said))) if one.report else ""
    yield Phrase(
        PAST,
        {
            "day": day_of(one.visit, school.zone),
            "kind": KINDS[one.visit.kind],
            "words": Phrase(COLON, {"words": excerpt(seen, length)}) if seen else "",
        },
    )
    for agreement in one.agreements:
        yield _agreed(agreement, "[v]" if agreement.done_at else "[ ]", length)


def _entries(facts: Facts, length: int) -> Iterator[Value]:
    for entry in facts.entries:
        yield Phrase(
            ENTRY,
            {
                "at": short(entry.at, facts.school.zone),
                "domain": DOMAINS[entry.domain],
                "words": excerpt(entry.notice.body, length),
            },
        )


def _notes(facts: Facts, length: int) -> Iterator[Value]:
    for note in facts.notes:
        yield Phrase(
            NOTE,
            {
                "at": short(note.at, facts.school.zone),
                "who": note.guardian.name,
                "words": excerpt(note.text, length),
            },
        )
