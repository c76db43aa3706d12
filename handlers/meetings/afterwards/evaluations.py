"""What guests thought of a meeting: three short questions on the evening of its day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Choice, Heard, Reply, Tell, Text, Turn, Who
from handlers.core.talk.words import SKIP
from handlers.core.understanding import Intent, Message, find_children, understand
from handlers.meetings.calling.guests import guests
from models.base import fixed
from models.family import pupils_of_guardian
from models.meeting import Meeting, State
from models.minutes import Evaluation, EvaluationAsked
from models.numbers import whole
from models.prepared import Watch
from models.school import school_of

SCALE = tuple(Text(f"evaluations.scale_{n}", id=str(n), en=str(n)) for n in range(1, 6))
USEFUL = Text(
    "evaluations.useful",
    id="Terima kasih sudah hadir di {title}. Mohon tiga jawaban singkat, ya; jawaban dilaporkan "
    "tanpa nama.\n\n(1/3) Seberapa bermanfaat acaranya? 1 = kurang, 5 = sangat bermanfaat.",
    en="Thank you for coming to {title}. Three short questions, please; answers are reported "
    "without names.\n\n(1/3) How useful was it? 1 = not at all, 5 = very useful.",
    template=True,
    buttons=(*SCALE, SKIP),
)
USEFUL_NAMED = Text(
    "evaluations.useful_named",
    id="Terima kasih sudah hadir di {title}. Mohon tiga jawaban singkat, ya; dibaca penyelenggara "
    "dan kepala sekolah.\n\n(1/3) Seberapa bermanfaat acaranya? 1 = kurang, 5 = sangat bermanfaat.",
    en="Thank you for coming to {title}. Three short questions, please; the organiser and the "
    "principal read the answers.\n\n(1/3) How useful was it? 1 = not at all, 5 = very useful.",
    template=True,
    buttons=(*SCALE, SKIP),
)
CLEAR = Text(
    "evaluations.clear",
    id="(2/3) Seberapa jelas penyampaiannya? 1 = kurang, 5 = sangat jelas.",
    en="(2/3) How clear was what was said? 1 = not at all, 5 = very clear.",
)
WORDS = Text(
    "evaluations.words",
    id="(3/3) Ada saran atau kesan? Silakan ditulis, atau ketuk Lewati.",
    en="(3/3) Any suggestion or impression? Please write it, or tap Skip.",
)
THANKS = Text(
    "evaluations.thanks",
    id="Terima kasih, {who}. Masukan ini membantu sekolah. 🙏",
    en="Thank you, {who}. This helps the school. 🙏",
)

EVENING = time(19, 15)
"""Local time from which guests are asked, quiet hours permitting."""
LATEST = timedelta(days=2)
"""Nobody is asked longer than this after a meeting, also when the list was filled in late."""
OPEN = timedelta(days=3)
PATIENCE = timedelta(minutes=30)
"""Words after that are suggestions only where they quote the question: a parent's next message
is more likely about the child."""
NEWS = {
    Intent.ABSENCE_REPORT,
    Intent.ABSENCE_CANCEL,
    Intent.LATE_OR_EARLY,
    Intent.MEETING_RSVP,
    Intent.VISIT_RESPONSE,
    Intent.CONSULTATION_REQUEST,
    Intent.OPT_OUT,
}

evaluations = Capability("evaluations", Who.GUARDIAN)


_RECENT = Watch(
    select(Meeting).where(
        Meeting.state == fixed(State.HELD),
        Meeting.ends_at <= bindparam("now"),
        Meeting.ends_at > bindparam("after"),
    )
)


def ask(session: Session, now: datetime) -> list[Tell]:
    """The first question, to guests of recent meetings who were not asked yet."""
    recent = _RECENT.scalars(session, now=now, after=now - LATEST)
    return [tell for meeting in recent for tell in _ask_guests(session, meeting, now)]


def _ask_guests(session: Session, meeting: Meeting, now: datetime) -> list[Tell]:
    school = school_of(session, meeting.school_id)
    ended = meeting.ends_at.astimezone(school.zone)
    evening = datetime.combine(ended.date(), EVENING, tzinfo=school.zone)
    if now < max(evening, ended):
        return []
    before = session.scalars(
        select(EvaluationAsked.person_id).where(EvaluationAsked.meeting_id == meeting.id)
    ).all()
    known = {*before, meeting.organiser_id}
    new = [person for person in guests(session, meeting, now) if person not in known]
    session.add_all(
        EvaluationAsked(school_id=meeting.school_id, meeting_id=meeting.id, person_id=person)
        for person in new
    )
    session.flush()
    first = USEFUL if school.rules.anonymous_evaluations else USEFUL_NAMED
    return [
        Tell(
            first,
            {"title": meeting.title},
            choices=_scale(),
            then=useful,
            remember={"meeting": meeting.id},
            to=person,
            topic=f"evaluate:{meeting.id}",
            expires_at=meeting.ends_at + OPEN,
        )
        for person in new
    ]


def _scale() -> list[Choice]:
    steps = [Choice(str(number), label) for number, label in enumerate(SCALE, start=1)]
    return [*steps, Choice("skip", SKIP)]


@evaluations.step
def useful(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return None
    kept = _keep(turn, session, useful=whole(turn.answer))
    remember = {**turn.memory, "evaluation": kept}
    return [Reply(CLEAR, choices=_scale(), then=clear, remember=remember)]


@evaluations.step
def clear(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return None
    kept = _keep(turn, session, clear=whole(turn.answer))
    until = (turn.now + PATIENCE).isoformat()
    remember = {**turn.memory, "evaluation": kept, "until": until}
    return [Reply(WORDS, choices=[Choice("skip", SKIP)], then=words, free=True, remember=remember)]


@evaluations.step
def words(turn: Turn, session: Session) -> Heard:
    """Their suggestion; news of a child that happens to come next is not taken for one."""
    if turn.answer is None:
        if not turn.text or not _is_answer(turn, session):
            return None
        _keep(turn, session, words=turn.text)
    return [Reply(THANKS, {"who": turn.speaker.name})]


def _is_answer(turn: Turn, session: Session) -> bool:
    if turn.direct:
        return True
    if turn.now > datetime.fromisoformat(turn.memory["until"]):
        return False
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    names = [child.name for child in mine]
    meaning = understand(Message(turn.text, "parent", turn.local, names))
    return meaning.intent not in NEWS and not find_children(turn.text, names).found


def _keep(turn: Turn, session: Session, **given: int | str | None) -> int | None:
    """Add one answer to theirs; its id, or None while all was skipped.

    No name is stored with it where the school wants none, nor the time of day.
    """
    known = turn.memory.get("evaluation")
    if not any(value is not None for value in given.values()):
        return int(known) if known else None
    if known is None:
        known = _begin(turn, session)
    session.execute(update(Evaluation).where(Evaluation.id == int(known)).values(**given))
    return int(known)


def _begin(turn: Turn, session: Session) -> int:
    meeting = session.get_one(Meeting, int(turn.memory["meeting"]))
    anonymous = school_of(session, meeting.school_id).rules.anonymous_evaluations
    began = Evaluation(
        school_id=meeting.school_id,
        meeting_id=meeting.id,
        person_id=None if anonymous else turn.speaker.person,
        words="",
        on=turn.local.date(),
    )
    session.add(began)
    session.execute(
        update(EvaluationAsked)
        .where(
            EvaluationAsked.meeting_id == meeting.id,
            EvaluationAsked.person_id == turn.speaker.person,
        )
        .values(answered=True)
    )
    session.flush()
    return began.id
