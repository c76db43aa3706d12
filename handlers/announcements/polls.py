"""One question to every family: one answer for each child, which can be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from handlers.core.forms import assent
from handlers.core.notices import signing
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Quoted,
    Reply,
    Say,
    Sense,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.thread import notes
from handlers.core.understanding import Intent
from handlers.core.understanding.answers import read_answer, spoken
from handlers.core.understanding.matters.announcements import (
    before_more,
    before_question,
    for_each,
    mere,
)
from handlers.core.whom import whose
from models.family import pupils
from models.notice import Notice, NoticeState
from models.response import Response
from models.signatures import Signing, Unsigned, published_since, receipts_of, sign, unsigned_by

RECORDED = Text(
    "polls.recorded",
    id="Terima kasih, {who}. Jawaban atas “{question}” untuk {answers}. ✅{until}",
    en="Thank you, {who}. The answer to “{question}” for {answers}. ✅{until}",
    claims=Claim.NOTED,
)
OF_CHILDREN = Text("polls.of_children", id="{children}: {choice}", en="{children}: {choice}")
CHANGEABLE = Text(
    "polls.changeable",
    id=" Bisa diubah sampai {until}.",
    en=" You can change it until {until}.",
)
CLOSED = Text(
    "polls.closed",
    id="Maaf, {who}, waktu menjawab sudah lewat ({until}). Silakan tulis pesan untuk wali kelas.",
    en="Sorry, {who}, it is too late to answer (until {until}). Please write to the teacher.",
)
NOT_VALID = Text(
    "polls.not_valid",
    id="Pertanyaan itu sudah ditarik kembali, {who}. Tidak perlu dijawab.",
    en="That question was taken back, {who}. It needs no answer.",
)
WHICH = Text(
    "polls.which",
    id="{children}: {question}\nMohon dijawab salah satu, {who}:",
    en="{children}: {question}\nPlease choose one, {who}:",
)

OTHERS = (
    Intent.ABSENCE_REPORT,
    Intent.ABSENCE_CANCEL,
    Intent.LATE_OR_EARLY,
    Intent.HOMEWORK_DONE,
    Intent.OPT_OUT,
)
"""What is heard as itself, though a word of it may be that of a choice."""

CHANGED_WITHIN = timedelta(days=14)
"""So long after a question words that quote nothing may still answer it, or change the answer."""

ASKS = "announcement"
"""The kind of notice that may have a question."""

polls = Capability("polls", Who.GUARDIAN)


def value(number: int) -> str:
    """What the choice at this place (from 0) sends back."""
    return f"c{number}"


@polls.step_for(Sense.QUESTION, Sense.CORRECTION, Sense.CONDITION)
def answered(turn: Turn, session: Session) -> Heard:
    """Hears the answer to a notice; where it asks nothing, it is signed like any other."""
    notice = session.get_one(Notice, int(turn.memory["notice"]))
    choices = notice.details.get("choices", [])
    if not choices or turn.answer == "answer":
        return signing.answered(turn, session)
    mine = receipts_of(session, notice.id, turn.speaker.person, turn.now)
    if not mine and turn.answer is not None:
        return [Reply(signing.NOT_YOURS, {"who": turn.speaker.name})]
    if chosen := _choices(turn, session, notice, mine):
        return _record(turn, session, notice, mine, chosen)
    return _with_more(turn, session, notice, mine) or _no_answer(turn, session, notice)


def _with_more(turn: Turn, session: Session, notice: Notice, mine: Sequence[Unsigned]) -> Heard:
    """ "Ikut bu, bayarnya kapan?": the answer counts, and the teacher reads all of it."""
    more = before_question(turn.text) or before_more(turn.text, notice.details["question"])
    head = more if turn.group is None else ""
    chosen = _choices(replace(turn, text=head), session, notice, mine) if head else {}
    if not chosen:
        return None
    recorded = _record(turn, session, notice, mine, chosen)
    return [*recorded, *(notes.note(_about(turn, notice, mine), session) or [])]


def _about(turn: Turn, notice: Notice, mine: Sequence[Unsigned]) -> Turn:
    """Their words as a note beside the notice, whichever way they answered it."""
    children = {"children": [one.child_id for one in mine]}
    return replace(turn, answer=None, quoted=Quoted(0, "", notice.id, children))


def _choices(
    turn: Turn, session: Session, notice: Notice, mine: Sequence[Unsigned]
) -> Mapping[int, str]:
    """The answer for each of the speaker's receipts that they gave one for."""
    choices = notice.details["choices"]
    if turn.answer is not None:
        tapped = next((c for n, c in enumerate(choices) if value(n) == turn.answer), None)
        return {one.receipt_id: tapped for one in mine} if tapped else {}
    if mere(turn.text) and turn.group is None and not assent.asked_last(turn, session):
        return {}
    children = {one.child_id: one.receipt_id for one in mine}
    named = {pupil.name: children[pupil.id] for pupil in pupils(session, list(children))}
    found = for_each(turn.text, choices, list(named), notice.body, notice.details["question"])
    if found and not turn.direct and _is_other(turn, session):
        return {}
    return {named[child]: choice for child, choice in found.items()}


@polls.overhears(place=20)
def overheard(turn: Turn, session: Session) -> Heard:
    """ "kami ikut bu" of somebody whose family was asked, though another guardian got the
    question; None where two questions wait, or the words answer none."""
    if turn.direct or mere(turn.text):
        return None
    found = []
    since = turn.now - CHANGED_WITHIN
    for notice in published_since(session, turn.speaker.person, ASKS, since, turn.now):
        if "choices" not in notice.details:
            continue
        mine = receipts_of(session, notice.id, turn.speaker.person, turn.now)
        if chosen := _choices(turn, session, notice, mine):
            found.append((notice, mine, chosen))
    return _record(turn, session, *found[0]) if len(found) == 1 else None


def _is_other(turn: Turn, session: Session) -> bool:
    """Whether the words surely tell something else: "Aisyah ikut lomba, izin hari ini"."""
    meaning = whose.reread(turn, session, None)
    return meaning.intent in OTHERS and meaning.confidence >= whose.SURE


def _record(
    turn: Turn,
    session: Session,
    notice: Notice,
    mine: Sequence[Unsigned],
    chosen: Mapping[int, str],
) -> list[Say]:
    who = turn.speaker.name
    if notice.state is not NoticeState.PUBLISHED:
        return [Reply(NOT_VALID, {"who": who})]
    until = _until(notice)
    shown = Moment(until, turn.speaker.zone) if until else ""
    if until is not None and turn.now > until:
        return [Reply(CLOSED, {"who": who, "until": shown})]
    answered = [one for one in mine if one.receipt_id in chosen]
    _store(session, answered, turn, chosen)
    said = ", ".join(dict.fromkeys(chosen.values()))[:200]
    how = Signing(turn.speaker.person, turn.now, turn.speaker.channel, said, turn.inbox_id)
    sign(session, [o for o in _unsigned(turn, session, notice.id) if o.receipt_id in chosen], how)
    values: dict[str, Value] = {
        "who": who,
        "question": notice.details["question"],
        "answers": _answers(answered, chosen),
        "until": Phrase(CHANGEABLE, {"until": shown}) if until else "",
    }
    return [Reply(RECORDED, values)]


def _answers(answered: Sequence[Unsigned], chosen: Mapping[int, str]) -> Value:
    """Children by their answer, each answer once."""
    by_choice: dict[str, list[str]] = {}
    for one in answered:
        by_choice.setdefault(chosen[one.receipt_id], []).append(one.child)
    return Lines(
        [
            Phrase(OF_CHILDREN, {"children": ", ".join(children), "choice": choice})
            for choice, children in by_choice.items()
        ],
        between="; ",
    )


def _store(
    session: Session, mine: Sequence[Unsigned], turn: Turn, chosen: Mapping[int, str]
) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    how = {"person_id": turn.speaker.person, "at": turn.now, "channel": turn.speaker.channel}
    for one in mine:
        new = {**how, "choice": chosen[one.receipt_id]}
        statement = dialect.insert(Response).values(
            school_id=one.school_id, receipt_id=one.receipt_id, **new
        )
        session.execute(statement.on_conflict_do_update(index_elements=["receipt_id"], set_=new))


def _unsigned(turn: Turn, session: Session, notice_id: int) -> list[Unsigned]:
    waiting = unsigned_by(session, turn.speaker.person, turn.now)
    return [one for one in waiting if one.notice_id == notice_id]


def _no_answer(turn: Turn, session: Session, notice: Notice) -> Heard:
    """Words that name no choice: under the question a note, or the question once more where
    they only agree; anywhere else they are somebody else's to hear."""
    if turn.meaning is None:
        return None
    if turn.meaning.intent in signing.AGREEMENT:
        return [ask(turn, session, notice)]
    return notes.note(turn, session)


def ask(turn: Turn, session: Session, notice: Notice) -> Reply:
    """The bare question, to somebody who signed without answering it."""
    mine = receipts_of(session, notice.id, turn.speaker.person, turn.now)
    return Reply(
        WHICH,
        {
            "children": ", ".join(one.child for one in mine),
            "question": notice.details["question"],
            "who": turn.speaker.name,
        },
        choices=offered(notice.details["choices"]),
        then=answered,
        remember={"notice": notice.id, "children": [one.child_id for one in mine]},
        again=True,
        free=True,
        asked=True,
    )


def offered(choices: Sequence[str]) -> list[Choice]:
    """The answers a question offers; "ikut" and "tidak ikut" are a yes and a no to it."""
    senses = [read_answer(words, yes=spoken(words)).sense for words in choices]
    decide = sorted(s for s in senses if s in (Sense.YES, Sense.NO)) == [Sense.NO, Sense.YES]
    return [
        Choice(value(number), words, sense if decide else None)
        for number, (words, sense) in enumerate(zip(choices, senses, strict=True))
    ]


def _until(notice: Notice) -> datetime | None:
    until = notice.details.get("until")
    return datetime.fromisoformat(until) if until else None


def instead(turn: Turn, session: Session, notice_id: int) -> Reply | None:
    """What a bare signature is answered with."""
    notice = session.get_one(Notice, notice_id)
    return ask(turn, session, notice) if "choices" in notice.details else None
