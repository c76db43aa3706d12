"""The *paraf*: a guardian signs what the school sent, by tap or by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.notices import codes
from handlers.core.notices.kinds import KINDS, SIGN
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Reply,
    Say,
    Text,
    Turn,
    Who,
    clip,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import ALL
from handlers.core.thread import notes
from handlers.core.thread.texts import ANSWER
from handlers.core.understanding import Intent
from handlers.core.understanding.answers import read_answer
from handlers.core.understanding.matters.codes import code_in
from models.notice import Notice, NoticeState
from models.outbox import asked_last
from models.signatures import Signing, Unsigned, concerns, sign, unsigned_by

MENU = Text("signing.menu", id="Yang belum diparaf", en="Not signed yet")
SIGNED = Text(
    "signing.signed",
    id="Terima kasih, {who}. Sudah diparaf untuk {children}. ✅",
    en="Thank you, {who}. Signed for {children}. ✅",
    claims=Claim.SIGNED,
)
ALREADY = Text(
    "signing.already",
    id="Itu sudah diparaf sebelumnya. Terima kasih, {who}.",
    en="This has been signed already. Thank you, {who}.",
)
NOTHING = Text(
    "signing.nothing",
    id="Baik, {who}, terima kasih. Tidak ada yang menunggu paraf saat ini. 👍",
    en="Thank you, {who}. Nothing is waiting for your signature now. 👍",
)
OTHERS_WAIT = Text(
    "signing.others_wait",
    id="Baik, {who}, terima kasih. 🙏 Masih ada {count} pesan yang menunggu paraf: ketik PARAF.",
    en="Thank you, {who}. 🙏 {count} messages still wait for your signature: type PARAF.",
)
WHICH = Text(
    "signing.which",
    id="Ada {count} yang menunggu paraf:\n{list}\n\nMana yang diparaf?",
    en="{count} are waiting for your signature:\n{list}\n\nWhich do you sign?",
)
NO_CODE = Text(
    "signing.no_code",
    id="Kode itu tidak ada, {who}, jadi belum ada yang diparaf. Mohon periksa lagi kodenya.",
    en="There is no such code, {who}, so nothing has been signed. Please check it.",
)
NOT_YOURS = Text(
    "signing.not_yours",
    id="Kode paraf itu bukan untuk putra/putri {who}. Mohon periksa lagi pesannya.",
    en="That signing code is not for a child of yours, {who}. Please check the message.",
)
WRITE = Text(
    "signing.write",
    id="Silakan tulis balasan untuk wali kelas, atau kirim foto/pesan suara.",
    en="Please write your answer to the teacher, or send a photo or voice note.",
)

FRESH = timedelta(hours=12)
"""So long after a teacher's answer an "oke bu" is for it, if nothing else was asked since."""
AGREEMENT = frozenset({Intent.ACKNOWLEDGE, Intent.CONFIRMATION})
signing = Capability("signing", Who.GUARDIAN, menu=MENU, place=10)


@signing.step
def answered(turn: Turn, session: Session) -> Heard:
    """Hears the answer to a notice. Words that are no signature are a note beside it, and so is
    a file with whatever words: nobody signs by sending one."""
    if turn.answer == "answer":
        return [Reply(WRITE, then=write, remember=turn.memory)]
    if turn.answer == SIGN and not turn.direct:
        return by_intent(replace(turn, quoted=None), session)
    if turn.answer != SIGN and not _agrees(turn):
        return notes.note(turn, session)
    return _sign_notice(turn, session, int(turn.memory["notice"]))


@signing.takes_files()
def write(turn: Turn, session: Session) -> Heard:
    """What follows "Balas" is a note beside that notice."""
    return notes.note(turn, session)


@signing.opens("paraf")
def by_word(turn: Turn, session: Session) -> Heard:
    """ "paraf" signs the one thing that waits; "paraf K7Q2MX" that notice, unless it was corrected
    since: then the correction is shown."""
    _, _, word = turn.text.strip().partition(" ")
    if not word:
        return by_intent(turn, session)
    notice = session.scalar(select(Notice).where(Notice.word == word.strip().upper()))
    if notice is None:
        code = code_in(turn.text)
        unknown = code is not None and not code.word.isalpha()
        return [Reply(NO_CODE, {"who": turn.speaker.name})] if unknown else None
    if notice.state is NoticeState.WITHDRAWN:
        return codes.look(turn, session)
    return _sign_notice(turn, session, notice.id)


@signing.hears(Intent.ACKNOWLEDGE)
def by_intent(turn: Turn, session: Session) -> Heard:
    """A signature in words, with nothing tapped or quoted: only if it is clear for what."""
    if turn.meaning is not None and not read_answer(turn.text).may_agree:
        return notes.note(turn, session)
    if turn.quoted and turn.quoted.notice_id:
        return _sign_notice(turn, session, turn.quoted.notice_id)
    if turn.quoted is None and (heard := _to_teacher(turn, session)):
        return heard
    waiting = unsigned_by(session, turn.speaker.person, turn.now)
    notices = {one.notice_id for one in waiting}
    if not notices:
        return [Reply(NOTHING, {"who": turn.speaker.name})]
    if turn.latest and turn.latest.notice_id and turn.latest.notice_id not in notices:
        # "baik bu" is to what came last, homework perhaps: it signs nothing older.
        values = {"who": turn.speaker.name, "count": str(len(notices))}
        return [Reply(OTHERS_WAIT, values)]
    if len(notices) == 1:
        return _sign(turn, session, waiting)
    return [_ask_which(waiting)]


def _to_teacher(turn: Turn, session: Session) -> Heard:
    """ "Oke bu" right after a teacher's answer is said to the teacher, and signs nothing."""
    last = asked_last(session, turn.speaker.contact_id)
    if last is None or last.text_key != ANSWER.key or turn.now - last.created_at > FRESH:
        return None
    return notes.answer_teacher(replace(turn, memory=last.memory), session)


@signing.step
def chosen(turn: Turn, session: Session) -> Heard:
    waiting = unsigned_by(session, turn.speaker.person, turn.now)
    if turn.answer is None:
        return [_ask_which(waiting)] if len(waiting) > 1 and _agrees(turn) else None
    if turn.answer != "all":
        waiting = [one for one in waiting if str(one.notice_id) == turn.answer]
    return _sign(turn, session, waiting)


def _agrees(turn: Turn) -> bool:
    meant = turn.meaning is not None and turn.meaning.intent is Intent.ACKNOWLEDGE
    return meant and not turn.media and read_answer(turn.text).may_agree


def _ask_which(waiting: Sequence[Unsigned]) -> Say:
    notices: dict[int, list[Unsigned]] = {}
    for one in waiting:
        notices.setdefault(one.notice_id, []).append(one)
    choices, lines = [], []
    for number, (notice_id, about) in enumerate(notices.items(), start=1):
        children = ", ".join(one.child for one in about)
        choices.append(Choice(str(notice_id), clip(f"{number}. {children}")))
        lines.append(f"{number}. {children}: {excerpt(about[0].body)}")
    return Reply(
        WHICH,
        {"count": str(len(notices)), "list": Lines(lines)},
        choices=[*choices, Choice("all", ALL)],
        then=chosen,
    )


def _sign_notice(turn: Turn, session: Session, notice_id: int) -> Heard:
    waiting = unsigned_by(session, turn.speaker.person, turn.now)
    mine = [one for one in waiting if one.notice_id == notice_id]
    if mine:
        return _sign(turn, session, mine)
    return [Reply(_why_nothing(turn, session, notice_id), {"who": turn.speaker.name})]


def _why_nothing(turn: Turn, session: Session, notice_id: int) -> Text:
    notice = session.get(Notice, notice_id)
    if notice is None or notice.state is not NoticeState.PUBLISHED:
        return NOTHING
    mine = concerns(session, notice_id, turn.speaker.person, turn.now)
    return ALREADY if mine else NOT_YOURS


def _sign(turn: Turn, session: Session, waiting: Sequence[Unsigned]) -> Heard:
    if not waiting:
        return [Reply(ALREADY, {"who": turn.speaker.name})]
    if asked := _instead(turn, session, waiting):
        waiting = [one for one in waiting if one.notice_id not in asked]
        if not waiting:
            return list(asked.values())
    how = Signing(
        turn.speaker.person, turn.now, turn.speaker.channel, turn.text[:200], turn.inbox_id
    )
    sign(session, waiting, how)
    children = dict.fromkeys(one.child for one in waiting)
    signed = Reply(SIGNED, {"who": turn.speaker.name, "children": ", ".join(children)})
    return [signed, *asked.values()]


def _instead(turn: Turn, session: Session, waiting: Sequence[Unsigned]) -> dict[int, Say]:
    """The questions of those notices that want an answer, by notice."""
    found: dict[int, Say] = {}
    for one in waiting:
        ask = KINDS[one.kind].instead
        if one.notice_id not in found and ask and (say := ask(turn, session, one.notice_id)):
            found[one.notice_id] = say
    return found


def excerpt(body: str, length: int = 60) -> str:
    """The beginning of a text on one line, cut between words; a clip where only a file was sent."""
    flat = " ".join(body.split()) or "📎"
    return flat if len(flat) <= length else flat[:length].rsplit(" ", 1)[0] + " …"
