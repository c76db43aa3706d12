"""What guests thought of a meeting: three short questions on the evening of its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Reply,
    Sense,
    Step,
    Tell,
    Text,
    Turn,
    Who,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import SKIP
from handlers.core.thread import notes
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
NUMBER = Text(
    "evaluations.number",
    id="Terima kasih, kata-kata itu saya simpan bersama jawabannya. Untuk pertanyaan ini mohon "
    "pilih angkanya, ya: 1 = kurang, 5 = sangat baik.",
    en="Thank you, those words are kept with the answers. For this question please choose a "
    "number: 1 = not at all, 5 = very good.",
    claims=Claim.NOTED,
)
ADDED = Text(
    "evaluations.added",
    id="Saya tambahkan ke saran tadi: “{words}”",
    en="I added it to your suggestion: “{words}”",
    claims=Claim.NOTED,
)
FOR_TEACHER = Text(
    "evaluations.for_teacher", id="Kirim ke wali kelas juga", en="Send it to the teacher, too"
)

EVENING = time(19, 15)
"""Local time from which guests are asked, quiet hours permitting."""
LATEST = timedelta(days=2)
"""Nobody is asked longer than this after a meeting, also when the list was filled in late."""
OPEN = timedelta(days=3)
PATIENCE = timedelta(minutes=30)
"""Words after that are suggestions only where they quote the question: a parent's next message
is more likely about the child. Under a question for a number a few words still are."""
FEW = 3
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
            free=True,
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


@evaluations.step_for(Sense.CONDITION, Sense.CORRECTION)
def useful(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return _in_words(turn, session, useful)
    remember = {**turn.memory, "evaluation": _keep(turn, session, useful=whole(turn.answer))}
    return [Reply(CLEAR, choices=_scale(), then=clear, free=True, remember=remember)]


@evaluations.step_for(Sense.CONDITION, Sense.CORRECTION)
def clear(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return _in_words(turn, session, clear)
    remember = {**turn.memory, "evaluation": _keep(turn, session, clear=whole(turn.answer))}
    return [Reply(WORDS, choices=[Choice("skip", SKIP)], then=words, free=True, remember=remember)]


def _in_words(turn: Turn, session: Session, then: Step) -> Heard:
    """ "Lumayan bu" in the place of a number: kept, and the number is asked for once more."""
    few = len(turn.text.split()) <= FEW
    if _asks(turn) or not (_is_about_it(turn, session) and (few or _is_soon(turn))):
        return None
    remember = {**turn.memory, "evaluation": _keep(turn, session, words=turn.text)}
    return [Reply(NUMBER, choices=_scale(), then=then, free=True, remember=remember)]


@evaluations.step_for(Sense.CONDITION, Sense.CORRECTION)
def words(turn: Turn, session: Session) -> Heard:
    """Their suggestion; news of a child that happens to come next is not taken for one."""
    memory = turn.memory
    if turn.answer is None:
        if not (turn.text and _is_soon(turn) and _is_about_it(turn, session)):
            return None
        memory = {**memory, "evaluation": _keep(turn, session, words=turn.text)}
    return [Reply(THANKS, {"who": turn.speaker.name}, then=more, free=True, remember=memory)]


@evaluations.step_for(Sense.CONDITION, Sense.CORRECTION)
def more(turn: Turn, session: Session) -> Heard:
    """What follows is still a suggestion, and bears no name unless they ask for it."""
    if turn.answer is not None:
        said = replace(turn, text=turn.memory["said"], answer=None, quoted=None)
        return notes.leave(said, session)
    if not turn.text or _asks(turn) or not (_is_soon(turn) and _is_about_it(turn, session)):
        return None
    kept = _keep(turn, session, words=turn.text)
    return [
        Reply(
            ADDED,
            {"words": turn.text},
            choices=[Choice("teacher", FOR_TEACHER)],
            then=more,
            free=True,
            remember={**turn.memory, "evaluation": kept, "said": turn.text},
        )
    ]


def _asks(turn: Turn) -> bool:
    return turn.said is not None and turn.said.sense is Sense.QUESTION


def _is_soon(turn: Turn) -> bool:
    asked_at = turn.quoted.asked_at if turn.quoted else None
    return turn.direct or (asked_at is not None and turn.now - asked_at <= PATIENCE)


def _is_about_it(turn: Turn, session: Session) -> bool:
    """Whether the words may be a guest's opinion: they are no news, and name no child."""
    if turn.direct:
        return True
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    names = [child.name for child in mine]
    meaning = understand(Message(turn.text, "parent", turn.local, names))
    return meaning.intent not in NEWS and not find_children(turn.text, names).found


def _keep(turn: Turn, session: Session, words: str = "", **given: int | None) -> int | None:
    """Add one answer to theirs; its id, or None while all was skipped.

    No name is stored with it where the school wants none, nor the time of day.
    """
    known = turn.memory.get("evaluation")
    if not words and all(value is None for value in given.values()):
        return int(known) if known else None
    kept = session.get_one(Evaluation, int(known)) if known else _begin(turn, session)
    kept.words = "\n".join(filter(None, (kept.words, words)))
    for name, value in given.items():
        setattr(kept, name, value)
    session.flush()
    return kept.id


def _begin(turn: Turn, session: Session) -> Evaluation:
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
    return began
