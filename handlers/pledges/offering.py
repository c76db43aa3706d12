"""A family says what it brings, or that it cannot: by tap or in words, changed at any time."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Choice, Heard, Reply, Sense, Text, Turn, Who
from handlers.core.talk.texts import Claim
from handlers.core.understanding.offers import offers
from models.notice import Notice, NoticeState
from models.pledge import Need, Pledge
from models.signatures import Unsigned, receipts_of

HELP = Text("pledges.help", id="Saya bantu 🙋", en="I can help 🙋")
CANNOT = Text("pledges.cannot", id="Belum bisa", en="Not this time")
WHAT = Text(
    "pledges.what",
    id="Terima kasih, {who}. Apa yang bisa Ibu/Bapak bawa atau bantu?",
    en="Thank you, {who}. What can you bring or help with?",
)
NOTED = Text(
    "pledges.noted",
    id="Tercatat untuk {child}: “{words}”. Terima kasih, {who}. 🙏 Kalau berubah, tulis saja.",
    en="Noted for {child}: “{words}”. Thank you, {who}. 🙏 If it changes, just write.",
    claims=Claim.NOTED,
)
NOTED_NO = Text(
    "pledges.noted_no",
    id="Baik, {who}, tercatat belum bisa. Terima kasih kabarnya. 🙏",
    en="All right, {who}, noted that you cannot. Thank you for telling us. 🙏",
    claims=Claim.NOTED,
)
OVER = Text(
    "pledges.over",
    id="Terima kasih, {who}. Acara itu sudah lewat atau ditarik kembali.",
    en="Thank you, {who}. That event is over or was taken back.",
)
CHOICES = (Choice("yes", HELP, Sense.YES), Choice("no", CANNOT, Sense.NO))

families = Capability("pledges", Who.GUARDIAN)


@families.step_for(Sense.CORRECTION)
def answered(turn: Turn, session: Session) -> Heard:
    """The answer to the notice, "bisa bantu masak" as well; words that offer nothing are somebody
    else's to hear."""
    notice = session.get_one(Notice, int(turn.memory["notice"]))
    mine = receipts_of(session, notice.id, turn.speaker.person, turn.now)
    need = session.scalar(select(Need).where(Need.notice_id == notice.id))
    meant = turn.answer is not None or offers(turn.text)
    if not (meant and mine and need and need.due):
        return None
    if notice.state is not NoticeState.PUBLISHED or need.due < turn.local.date():
        return [Reply(OVER, {"who": turn.speaker.name})]
    if turn.answer == "yes":
        return [Reply(WHAT, {"who": turn.speaker.name}, then=offered, remember=turn.memory)]
    return _kept(turn, session, need, mine, "" if turn.answer == "no" else turn.text)


@families.step
def offered(turn: Turn, session: Session) -> Heard:
    """What follows "Saya bantu": any words."""
    notice = int(turn.memory["notice"])
    mine = receipts_of(session, notice, turn.speaker.person, turn.now)
    need = session.scalar(select(Need).where(Need.notice_id == notice))
    return _kept(turn, session, need, mine, turn.text) if need and mine and turn.text else None


def _kept(turn: Turn, session: Session, need: Need, mine: Sequence[Unsigned], words: str) -> Heard:
    """One answer for the family, whichever of its guardians or children it came from."""
    of = (Pledge.need_id == need.id, Pledge.child_id.in_([one.child_id for one in mine]))
    pledge = session.scalars(select(Pledge).where(*of)).first()
    if pledge is None:
        pledge = Pledge(
            school_id=need.school_id, need_id=need.id, child_id=mine[0].child_id, words=words
        )
        session.add(pledge)
    pledge.words, pledge.person_id, pledge.at = words, turn.speaker.person, turn.now
    session.flush()
    if not words:
        return [Reply(NOTED_NO, {"who": turn.speaker.name})]
    shown = {"child": mine[0].child, "words": words, "who": turn.speaker.name}
    return [Reply(NOTED, shown)]
