"""Who comes: counts and names for the organiser, and how many chairs to put out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Lines, Phrase, Text, Value
from handlers.core.talk.words import AND_OTHERS
from handlers.meetings.calling.guests import invited, present
from handlers.meetings.calling.words import ANSWERS, OPEN, time_of
from models import seats
from models.family import Pupil
from models.meeting import COMING, Answer, Meeting, Rsvp, State

REPORT = Text(
    "meeting_counts.report",
    id="{what}, {when}, di {place}\n{groups}\n\n🪑 {forecast}",
    en="{what}, {when}, at {place}\n{groups}\n\n🪑 {forecast}",
)
GROUP = Text(
    "meeting_counts.group", id="• {answer}: {count}{names}", en="• {answer}: {count}{names}"
)
NAMES = Text("meeting_counts.names", id=" ({names})", en=" ({names})")
BY = Text("meeting_counts.by", id="{child}: {who}", en="{child}: {who}")
CERTAIN = Text(
    "meeting_counts.certain",
    id="Kursi yang pasti perlu: {sure}. Untuk memperkirakan yang ragu dan yang diam belum ada "
    "rapat sebelumnya dengan daftar hadir.",
    en="Seats needed for certain: {sure}. There is no earlier meeting with a list of who was "
    "there, by which to guess at the unsure and the silent.",
)
EXPECTED = Text(
    "meeting_counts.expected",
    id="Perkiraan kursi: {expected}. Yang pasti {sure}; di rapat sebelumnya datang {maybe} yang "
    "ragu dan {silent} yang tidak menjawab.",
    en="Seats to expect: {expected}. {sure} for certain; at earlier meetings came {maybe} of the "
    "unsure and {silent} of those who had not answered.",
)
OF = Text("meeting_counts.of", id="{came} dari {all}", en="{came} of {all}")
AT_MOST = 15
"""Names in one line; a whole school's are counted."""
EARLIER = 6
"""Meetings that are looked back on."""


def report(session: Session, meeting: Meeting, now: datetime) -> tuple[Text, dict[str, Value]]:
    """Everything the organiser asks with "siapa hadir?"."""
    about = invited(session, meeting, now)
    rows = seats.answers(session, meeting.id)
    groups = [
        _group(answer, [p for p in about if _answer(rows, p) is answer], rows)
        for answer in (*ANSWERS, None)
    ]
    blanks: dict[str, Value] = {
        "what": meeting.title,
        "when": time_of(session, meeting),
        "place": meeting.place,
        "groups": Lines([group for group in groups if group is not None]),
        "forecast": _forecast(session, meeting, about, rows, now),
    }
    return REPORT, blanks


def _answer(rows: dict[int, Rsvp], pupil: Pupil) -> Answer | None:
    row = rows.get(pupil.id)
    return row.answer if row else None


def _group(answer: Answer | None, about: Sequence[Pupil], rows: dict[int, Rsvp]) -> Value | None:
    if not about and answer is Answer.WAITING:
        return None
    shown: list[Value] = []
    for pupil in about[:AT_MOST]:
        row = rows.get(pupil.id)
        if row is not None and row.delegate:
            shown.append(Phrase(BY, {"child": pupil.label, "who": row.delegate}))
        else:
            shown.append(pupil.label)
    if len(about) > AT_MOST:
        shown.append(Phrase(AND_OTHERS, {"count": str(len(about) - AT_MOST)}))
    return Phrase(
        GROUP,
        {
            "answer": ANSWERS[answer] if answer else OPEN,
            "count": str(len(about)),
            "names": Phrase(NAMES, {"names": Lines(shown, between=", ")}) if shown else "",
        },
    )


@dataclass(frozen=True)
class Share:
    """How many of those who were unsure, or silent, came in the end."""

    came: int = 0
    all: int = 0

    def of(self, count: int) -> float:
        return count * self.came / self.all if self.all else 0.0

    @property
    def worded(self) -> Value:
        return Phrase(OF, {"came": str(self.came), "all": str(self.all)})


def _forecast(
    session: Session,
    meeting: Meeting,
    about: Sequence[Pupil],
    rows: dict[int, Rsvp],
    now: datetime,
) -> Value:
    counts = Counter(_answer(rows, pupil) for pupil in about)
    sure = str(sum(counts[answer] for answer in COMING))
    past = shares(session, meeting, [pupil.id for pupil in about], now)
    if past is None:
        return Phrase(CERTAIN, {"sure": sure})
    maybe, silent = past
    more = maybe.of(counts[Answer.MAYBE]) + silent.of(counts[None])
    return Phrase(
        EXPECTED,
        {
            "expected": str(round(int(sure) + more)),
            "sure": sure,
            "maybe": maybe.worded,
            "silent": silent.worded,
        },
    )


def shares(
    session: Session, meeting: Meeting, children: Sequence[int], now: datetime
) -> tuple[Share, Share] | None:
    """What these families did at earlier meetings, the unsure and the silent ones.

    None where no earlier meeting has a list of who was there.
    """
    wanted = set(children)
    maybe, silent, known = Share(), Share(), False
    for earlier in _earlier(session, meeting):
        came = present(session, earlier)
        about = {p.id for p in invited(session, earlier, now)} & wanted
        if not came or not about:
            continue
        known = True
        rows = seats.answers(session, earlier.id)
        unsure = {child for child in about if _is(rows, child, Answer.MAYBE)}
        quiet = {child for child in about if child not in rows}
        maybe = Share(maybe.came + len(unsure & came), maybe.all + len(unsure))
        silent = Share(silent.came + len(quiet & came), silent.all + len(quiet))
    return (maybe, silent) if known else None


def _is(rows: dict[int, Rsvp], child: int, answer: Answer) -> bool:
    return child in rows and rows[child].answer is answer


def _earlier(session: Session, meeting: Meeting) -> Sequence[Meeting]:
    return session.scalars(
        select(Meeting)
        .where(
            Meeting.school_id == meeting.school_id,
            Meeting.state.in_((State.PLANNED, State.HELD)),
            Meeting.starts_at < meeting.starts_at,
            Meeting.id != meeting.id,
        )
        .order_by(Meeting.starts_at.desc())
        .limit(EARLIER)
    ).all()
