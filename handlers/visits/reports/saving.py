"""A report is kept, its agreements with it, and the family gets what is theirs to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.notices import kinds, publishing
from handlers.core.talk import Lines, Phrase, Text, Value
from handlers.core.talk import worded as in_language
from handlers.core.talk.times import MONTHS, Day
from handlers.core.understanding.matters.visits import Part
from handlers.visits import states
from handlers.visits.labels import QUIET, moment_of
from handlers.visits.reports import promises
from handlers.visits.reports.promises import Agreed
from handlers.visits.reports.reading import Draft
from handlers.visits.reports.words import (
    LISTED,
    QUIET_SUMMARIES,
    SHOWN,
    SUMMARY,
    TITLE,
    label,
    parts_of,
)
from handlers.visits.states import Move, Side
from models.notice import Notice, NoticeState, SignRule
from models.school import school_of
from models.visit import Agreement, Kind, Visit, VisitReport


def _message(notice: Notice) -> Text:
    return QUIET_SUMMARIES.get(Kind(notice.details["visit_kind"]), SUMMARY)


def _values(notice: Notice) -> Mapping[str, Value]:
    return {"day": Day(date.fromisoformat(notice.details["day"]))}


def _repeat(session: Session, old: Notice, new: Notice, now: datetime) -> None:
    report = session.scalar(select(VisitReport).where(VisitReport.notice_id == old.id))
    if report is not None:
        report.notice_id = new.id
        session.flush()


KIND = kinds.Kind(
    "visit_summary",
    title=lambda notice: TITLE,
    message=_message,
    values=_values,
    repeat=_repeat,
)


def report_of(session: Session, visit: Visit) -> VisitReport | None:
    return session.scalar(select(VisitReport).where(VisitReport.visit_id == visit.id))


def is_sent(session: Session, report: VisitReport | None) -> bool:
    """Whether the family has the summary; one that was taken back may be sent again."""
    if report is None or report.notice_id is None:
        return False
    return session.get_one(Notice, report.notice_id).state is NoticeState.PUBLISHED


def draft_of(session: Session, visit: Visit) -> Draft:
    """What is written of a visit so far, to go on from; by itself it asks for nothing more."""
    report = report_of(session, visit)
    if report is None:
        return Draft(visit=visit.id, children=[visit.child_id])
    lines = [_as_written(one) for one in _agreements(session, visit)]
    return Draft(
        visit=visit.id,
        children=[visit.child_id],
        todo=(),
        conditions=report.conditions,
        said=report.said,
        agreements="\n".join(lines),
        next_on=report.next_on,
        private=report.private,
        files=tuple(report.media),
    )


def _agreements(session: Session, visit: Visit) -> Sequence[Agreement]:
    query = select(Agreement).where(Agreement.visit_id == visit.id).order_by(Agreement.id)
    return session.scalars(query).all()


def _as_written(one: Agreement) -> str:
    day = f"{one.due.day} {MONTHS['id'][one.due.month - 1]} {one.due.year}" if one.due else ""
    by = ", ".join(filter(None, (one.who, day)))
    return f"{one.words} ({by})" if by else one.words


def agreed_in(session: Session, visit: Visit, draft: Draft, now: datetime) -> list[Agreed]:
    """The agreements of a draft as they will be kept; none of the sick and the grieving."""
    if Part.AGREEMENTS not in parts_of(visit.kind) or not draft.agreements:
        return []
    zone = school_of(session, visit.school_id).zone
    of = promises.parties(session, visit, now)
    return promises.read(draft.agreements, of, now.astimezone(zone))


def shared(session: Session, visit: Visit, draft: Draft, now: datetime) -> list[Value]:
    """What the family reads, a part each; the private remarks are not in it."""
    kind = visit.kind
    found: list[Value] = [
        Phrase(SHOWN, {"label": label(part, kind), "words": words})
        for part, words in ((Part.CONDITIONS, draft.conditions), (Part.SAID, draft.said))
        if words
    ]
    if agreed := agreed_in(session, visit, draft, now):
        names = promises.parties(session, visit, now).names
        words = promises.shown(agreed, names)
        found.append(Phrase(LISTED, {"label": label(Part.AGREEMENTS, kind), "words": words}))
    if draft.next_on:
        found.append(Phrase(SHOWN, {"label": label(Part.NEXT, kind), "words": Day(draft.next_on)}))
    return found


def save(session: Session, visit: Visit, draft: Draft, now: datetime) -> VisitReport:
    """Keep a report. Kept again it replaces what it said; agreements done by then stay done."""
    report = report_of(session, visit)
    if report is None:
        report = VisitReport(school_id=visit.school_id, visit_id=visit.id)
        session.add(report)
    report.conditions, report.said, report.private = draft.conditions, draft.said, draft.private
    report.next_on, report.media, report.at = draft.next_on, list(draft.files), now
    _agree(session, visit, agreed_in(session, visit, draft, now))
    if states.may(visit, Move.REPORT):
        states.make(visit, Move.REPORT, Side.TEACHER)
        visit.checked_out_at = visit.checked_out_at or now
    session.flush()
    return report


def _agree(session: Session, visit: Visit, agreed: Sequence[Agreed]) -> None:
    known = {(one.words, one.due): one for one in _agreements(session, visit)}
    for one in agreed:
        if old := known.pop((one.words, one.due), None):
            old.who, old.person_id = one.who, one.person
        else:
            session.add(
                Agreement(
                    school_id=visit.school_id,
                    visit_id=visit.id,
                    words=one.words,
                    who=one.who,
                    person_id=one.person,
                    due=one.due,
                )
            )
    for gone in known.values():
        session.delete(gone)


def send(
    session: Session, visit: Visit, report: VisitReport, draft: Draft, language: str, now: datetime
) -> publishing.Published:
    """The family's summary, as a notice to sign; the sick and the grieving sign nothing."""
    zone = school_of(session, visit.school_id).zone
    body = Lines(shared(session, visit, draft, now))
    notice = Notice(
        school_id=visit.school_id,
        kind=KIND.name,
        author_id=visit.teacher_id,
        body=in_language(body, language),
        sign_rule=SignRule.NONE if visit.kind in QUIET else SignRule.ANY,
        details={
            "children": [visit.child_id],
            "visit_kind": visit.kind.value,
            "day": moment_of(visit).astimezone(zone).date().isoformat(),
        },
        created_at=now,
    )
    session.add(notice)
    session.flush()
    report.notice_id = notice.id
    return publishing.publish(session, notice, [visit.child_id], now)
