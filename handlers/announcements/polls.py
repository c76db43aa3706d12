"""One question to every family: one answer for each child, which can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from handlers import signing, thread
from handlers.talk import Capability, Choice, Heard, Phrase, Reply, Text, Turn, Value, Who
from handlers.understanding.normalise import words_of
from handlers.when import Moment
from models.notice import Notice, NoticeState
from models.response import Response
from models.signatures import Signing, Unsigned, receipts_of, sign, unsigned_by

RECORDED = Text(
    "polls.recorded",
    id="Terima kasih, {who}. Jawaban untuk {children}: {choice}. ✅{until}",
    en="Thank you, {who}. The answer for {children}: {choice}. ✅{until}",
)
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

polls = Capability("polls", Who.GUARDIAN)


def value(number: int) -> str:
    """What the choice at this place (from 0) sends back."""
    return f"c{number}"


@polls.step
def answered(turn: Turn, session: Session) -> Heard:
    """Hears the answer to a notice; where it asks nothing, it is signed like any other."""
    notice = session.get_one(Notice, int(turn.memory["notice"]))
    choices = notice.details.get("choices", [])
    if not choices or turn.answer == "answer":
        return signing.answered(turn, session)
    choice = _choice(turn, choices)
    if choice is None:
        return _no_answer(turn, session, notice)
    return _record(turn, session, notice, choice)


def _choice(turn: Turn, choices: Sequence[str]) -> str | None:
    if turn.answer is not None:
        return next((c for n, c in enumerate(choices) if value(n) == turn.answer), None)
    return named(turn.text, choices)


def named(text: str, choices: Sequence[str]) -> str | None:
    """The one choice that free words name: "gak ikut bu" of "ikut", "tidak ikut" is the second.

    None for a question, for none, and where two are named that are not parts of one another.
    """
    said = _plain(text)
    if "?" in text:
        return None
    found = {choice: at for choice in choices if (at := _place(_plain(choice), said))}
    longest = [c for c in found if not any(c != d and _within(c, d) for d in found)]
    return longest[0] if len(longest) == 1 else None


def _plain(text: str) -> list[str]:
    return [word.text for word in words_of(text) if word.kind != "mark"]


def _place(part: Sequence[str], whole: Sequence[str]) -> bool:
    size = len(part)
    return size > 0 and any(
        list(whole[start : start + size]) == list(part) for start in range(len(whole) - size + 1)
    )


def _within(part: str, whole: str) -> bool:
    return _place(_plain(part), _plain(whole))


def _record(turn: Turn, session: Session, notice: Notice, choice: str) -> Heard:
    who = turn.speaker.name
    if notice.state is not NoticeState.PUBLISHED:
        return [Reply(NOT_VALID, {"who": who})]
    until = _until(notice)
    shown = Moment(until, turn.speaker.zone) if until else ""
    if until is not None and turn.now > until:
        return [Reply(CLOSED, {"who": who, "until": shown})]
    mine = receipts_of(session, notice.id, turn.speaker.person, turn.now)
    if not mine:
        return [Reply(signing.NOT_YOURS, {"who": who})]
    _store(session, mine, turn, choice)
    how = Signing(turn.speaker.person, turn.now, turn.speaker.channel, choice[:200], turn.inbox_id)
    sign(session, _unsigned(turn, session, notice.id), how)
    values: dict[str, Value] = {
        "who": who,
        "children": ", ".join(one.child for one in mine),
        "choice": choice,
        "until": Phrase(CHANGEABLE, {"until": shown}) if until else "",
    }
    return [Reply(RECORDED, values)]


def _store(session: Session, mine: Sequence[Unsigned], turn: Turn, choice: str) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    new = {"person_id": turn.speaker.person, "choice": choice, "at": turn.now,
           "channel": turn.speaker.channel}  # fmt: skip
    for one in mine:
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
    return thread.note(turn, session)


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
        choices=[Choice(value(n), c) for n, c in enumerate(notice.details["choices"])],
        then=answered,
        remember={"notice": notice.id, "children": [one.child_id for one in mine]},
        again=True,
        free=True,
    )


def _until(notice: Notice) -> datetime | None:
    until = notice.details.get("until")
    return datetime.fromisoformat(until) if until else None


def _instead(turn: Turn, session: Session, notice_id: int) -> Reply | None:
    notice = session.get_one(Notice, notice_id)
    return ask(turn, session, notice) if "choices" in notice.details else None


signing.INSTEAD["announcement"] = _instead
