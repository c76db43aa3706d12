"""What guests thought of a meeting, for its organiser and the principal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

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
from handlers.core.talk.times import Moment
from handlers.core.talk.words import TITLED
from models.base import fixed
from models.family import LEADS, names, staff_with
from models.meeting import Meeting, State
from models.minutes import Evaluation, EvaluationAsked
from models.people import Role
from models.prepared import Watch
from models.school import school_of

RESULT = Text(
    "evaluation_results.result",
    id="Hasil evaluasi {title}: {answered} dari {asked} tamu menjawab.\n\nBermanfaat (1–5): "
    "{useful}\nJelas (1–5): {clear}\n\nSaran dan kesan:\n{words}\n\nTerima kasih sudah "
    "menyelenggarakannya.",
    en="What guests thought of {title}: {answered} of {asked} answered.\n\nUseful (1–5): "
    "{useful}\nClear (1–5): {clear}\n\nSuggestions and impressions:\n{words}\n\nThank you for "
    "organising it.",
    template=True,
)
TOO_FEW = Text(
    "evaluation_results.too_few",
    id="Evaluasi {title}: {answered} dari {asked} tamu menjawab. Supaya tidak ada yang dikenali, "
    "hasilnya baru ditampilkan mulai tiga jawaban.",
    en="What guests thought of {title}: {answered} of {asked} answered. So that nobody can be "
    "recognised, results are shown from three answers on.",
    template=True,
)
AVERAGE = Text(
    "evaluation_results.average",
    id="rata-rata {average} ({counts})",
    en="{average} on average ({counts})",
)
COUNT = Text("evaluation_results.count", id="{times}× nilai {mark}", en="{times} gave {mark}")
NO_ANSWER = Text("evaluation_results.no_answer", id="belum ada jawaban", en="no answer yet")
SAID = Text("evaluation_results.said", id="• {words}", en="• {words}")
SAID_BY = Text("evaluation_results.said_by", id="• {words} ({who})", en="• {words} ({who})")
WHICH = Text("evaluation_results.which", id="Evaluasi acara yang mana?", en="Of which meeting?")
NONE = Text(
    "evaluation_results.none",
    id="Belum ada evaluasi rapat. Tamu ditanya pada malam sesudah acara, bila kehadirannya dicatat "
    "(QR atau ABSEN RAPAT).",
    en="No meeting was evaluated yet. Guests are asked on the evening after it, if their presence "
    "was noted (QR or ABSEN RAPAT).",
)

ENOUGH = 3
"""Answers without names are shown from so many on."""
AFTER, LATEST = timedelta(days=3), timedelta(days=10)
SHOWN = 5

evaluation_results = Capability("evaluation_results", Who.STAFF)


@evaluation_results.opens("hasil evaluasi", "evaluasi")
def results(turn: Turn, session: Session) -> Heard:
    """Of one's own meetings; for who leads the school, of all."""
    if turn.text.casefold().split() not in (["evaluasi"], ["hasil", "evaluasi"]):
        return None
    found = _evaluated(turn, session)
    if not found:
        return [Reply(NONE)]
    if len(found) == 1:
        text, values = _report(session, found[0])
        return [Reply(text, values)]
    choices = [Choice(str(meeting.id), _named(turn, meeting)) for meeting in found]
    return [Reply(WHICH, choices=choices, then=chosen, again=True)]


@evaluation_results.step
def chosen(turn: Turn, session: Session) -> Heard:
    meeting = next((m for m in _evaluated(turn, session) if str(m.id) == turn.answer), None)
    if meeting is None:
        return None
    text, values = _report(session, meeting)
    return [Reply(text, values)]


_DUE = Watch(
    select(Meeting).where(
        Meeting.state == fixed(State.HELD),
        Meeting.ends_at <= bindparam("until"),
        Meeting.ends_at > bindparam("after"),
        exists().where(EvaluationAsked.meeting_id == Meeting.id),
    )
)


def tell(session: Session, now: datetime) -> list[Tell]:
    """The results of meetings three days ago, once, to whom they concern."""
    due = _DUE.scalars(session, until=now - AFTER, after=now - LATEST)
    return [tell for meeting in due for tell in _tell(session, meeting)]


def _tell(session: Session, meeting: Meeting) -> list[Tell]:
    text, values = _report(session, meeting)
    principals = staff_with(session, meeting.school_id, Role.PRINCIPAL)
    return [
        Tell(text, values, to=person, topic=f"evaluation:{meeting.id}", office=True)
        for person in dict.fromkeys([meeting.organiser_id, *principals])
    ]


def _evaluated(turn: Turn, session: Session) -> Sequence[Meeting]:
    query = select(Meeting).where(
        Meeting.school_id == turn.speaker.school,
        exists().where(EvaluationAsked.meeting_id == Meeting.id),
    )
    if not turn.speaker.roles & LEADS:
        query = query.where(Meeting.organiser_id == turn.speaker.person)
    return session.scalars(query.order_by(Meeting.starts_at.desc()).limit(SHOWN)).all()


def _named(turn: Turn, meeting: Meeting) -> Value:
    when = Moment(meeting.starts_at, turn.speaker.zone)
    return Phrase(TITLED, {"title": meeting.title, "when": when})


def _report(session: Session, meeting: Meeting) -> tuple[Text, dict[str, Value]]:
    answers = session.scalars(
        select(Evaluation).where(Evaluation.meeting_id == meeting.id).order_by(Evaluation.words)
    ).all()
    asked = session.scalar(
        select(func.count(EvaluationAsked.id)).where(EvaluationAsked.meeting_id == meeting.id)
    )
    values: dict[str, Value] = {
        "title": meeting.title,
        "answered": str(len(answers)),
        "asked": str(asked),
    }
    nameless = school_of(session, meeting.school_id).rules.anonymous_evaluations
    if len(answers) < ENOUGH and (nameless or any(one.person_id is None for one in answers)):
        return TOO_FEW, values
    return RESULT, {
        **values,
        "useful": _average([one.useful for one in answers if one.useful]),
        "clear": _average([one.clear for one in answers if one.clear]),
        "words": _words(session, answers),
    }


def _average(marks: Sequence[int]) -> Value:
    if not marks:
        return NO_ANSWER
    counts = [
        Phrase(COUNT, {"times": str(times), "mark": str(mark)})
        for mark, times in sorted(Counter(marks).items(), reverse=True)
    ]
    return Phrase(AVERAGE, {"average": Mean(marks), "counts": Lines(counts, between=", ")})


@dataclass(frozen=True)
class Mean:
    """With one digit, as the value of a blank: "4,3"; in English "4.3"."""

    marks: Sequence[int]

    def worded(self, language: str) -> str:
        shown = f"{sum(self.marks) / len(self.marks):.1f}"
        return shown if language == "en" else shown.replace(".", ",")


def _words(session: Session, answers: Sequence[Evaluation]) -> Value:
    """By alphabet, which says nothing of who was first."""
    known = names(session, [one.person_id for one in answers if one.person_id])
    lines = [_said(one, known) for one in answers if one.words]
    return Lines(lines) if lines else NO_ANSWER


def _said(one: Evaluation, known: dict[int, str]) -> Value:
    who = known.get(one.person_id or 0)
    return Phrase(SAID_BY if who else SAID, {"words": one.words, **({"who": who} if who else {})})
