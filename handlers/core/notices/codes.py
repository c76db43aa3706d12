"""The coded words that links in a group bring back to the bot's private chat.

"lihat K7Q2MX" shows a notice, "jawab K7Q2MX 2" answers it; "paraf K7Q2MX" is `signing`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.talk import Capability, Heard, Reply, Say, Text, Turn, Who
from handlers.core.talk.strangers import how_to_join
from handlers.core.understanding.matters.codes import Code, code_in
from models.base import one_of
from models.family import Pupil, pupils
from models.inbox import Handled, InboundMessage
from models.notice import Notice, NoticeState
from models.outbox import OPEN, OutboundMessage, Status
from models.signatures import receipts_of

NOT_YOURS = Text(
    "codes.not_yours",
    id="Kode itu bukan untuk putra/putri {who}. Mohon periksa lagi pesannya.",
    en="That code is not for a child of yours, {who}. Please check the message.",
)
WITHDRAWN = Text(
    "codes.withdrawn",
    id="Pesan dengan kode itu sudah ditarik kembali oleh pengirimnya, {who}. Mohon diabaikan.",
    en="The message with that code was taken back by its sender, {who}. Please ignore it.",
)
EXPIRED = Text(
    "codes.expired",
    id="Pesan dengan kode itu sudah lewat waktunya, {who}. Bila masih perlu, silakan tulis pesan "
    "untuk wali kelas di sini.",
    en="The message with that code is out of date, {who}. If you still need it, just write a "
    "message to the teacher here.",
)

codes = Capability("codes", Who.GUARDIAN, Who.STAFF)
forwarded = Capability("forwarded", Who.STRANGER)


@codes.opens("lihat")
def look(turn: Turn, session: Session) -> Heard:
    """ "lihat K7Q2MX" shows that notice to a guardian of a child it is about."""
    return _by_code(turn, session, answering=False)


@codes.opens("jawab")
def answer(turn: Turn, session: Session) -> Heard:
    """ "jawab K7Q2MX 2" takes the second choice of that notice, as a tap on it would."""
    return _by_code(turn, session, answering=True)


@forwarded.opens("lihat", "paraf", "jawab")
def stranger(turn: Turn, session: Session) -> Heard:
    """Somebody from the group who has not joined is told how, and nothing of the notice.

    The code is no message for the school, so it is not passed on once they have joined.
    """
    if code_in(turn.text) is None:
        return None
    session.get_one(InboundMessage, turn.inbox_id).handled = Handled.DONE
    return how_to_join()


def _by_code(turn: Turn, session: Session, *, answering: bool) -> Heard:
    code = code_in(turn.text)
    if code is None:
        return None
    notice = session.scalar(select(Notice).where(Notice.word == code.word))
    if notice is None and code.word.isalpha():
        return None
    refusal = {"who": turn.speaker.name}
    about = _own(turn, session, notice) if notice is not None else []
    if notice is None or not about:
        return [Reply(NOT_YOURS, refusal)]
    if correction := _correction_of(session, notice):
        notice, answering = correction, False  # nobody answers what they have not read
    if notice.state is not NoticeState.PUBLISHED:
        return [Reply(WITHDRAWN, refusal)]
    if expired(notice, turn.now):
        return [Reply(EXPIRED, refusal)]
    whole = shown(notice, about, turn.speaker.person)
    if answering and (heard := _answered(turn, session, whole, code)) is not None:
        return heard
    _not_again(session, notice, turn.speaker.person)
    return [whole]


def shown(notice: Notice, children: Sequence[Pupil], person: int) -> Reply:
    """A notice as it was first told to its families, with its choices, for one who asks."""
    told = publishing.message(notice, children, person)
    same = {each.name: getattr(told, each.name) for each in fields(Say)}
    return Reply(**same, notice=notice.id)


def _own(turn: Turn, session: Session, notice: Notice) -> list[Pupil]:
    """The speaker's own children it is about; none before they have agreed, or it is out."""
    out = notice.state in (NoticeState.PUBLISHED, NoticeState.WITHDRAWN)
    if not out or Who.GUARDIAN not in turn.speaker.who:
        return []
    mine = receipts_of(session, notice.id, turn.speaker.person, turn.now)
    return pupils(session, [one.child_id for one in mine])


def _correction_of(session: Session, notice: Notice) -> Notice | None:
    """What took its place: the group still has the old code."""
    latest = None
    while notice.state is NoticeState.WITHDRAWN:
        after = session.scalar(select(Notice).where(Notice.corrects_id == notice.id))
        if after is None:
            break
        notice = latest = after
    return latest


def expired(notice: Notice, now: datetime) -> bool:
    return notice.expires_at is not None and notice.expires_at <= now


def _answered(turn: Turn, session: Session, whole: Reply, code: Code) -> Heard:
    """What hears a tap on that choice says; None if there is no such choice."""
    number = code.number or 0
    if whole.then is None or not 0 < number <= len(whole.choices):
        return None
    value = whole.choices[number - 1].value
    return whole.then(replace(turn, answer=value, memory=whole.remember, direct=True), session)


def _not_again(session: Session, notice: Notice, person: int) -> None:
    """They have read it: the copy that waits for the morning, or the window, is dropped."""
    session.execute(
        update(OutboundMessage)
        .where(
            OutboundMessage.person_id == person,
            OutboundMessage.topic == f"notice:{notice.id}",
            one_of(OutboundMessage.status, OPEN),
        )
        .values(status=Status.CANCELLED)
    )
