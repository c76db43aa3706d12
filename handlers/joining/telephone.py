"""A guardian's telephone: the last door, for whom neither roster nor account has a number."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Choice, Heard, Reply, Say, Sense, Text, Turn, Who
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import SKIP
from handlers.core.understanding.matters.telephone import telephone_in
from models.people import Guardianship, Person
from models.reach import telephone_of

NUMBER = Text(
    "telephone.which",
    id="Satu lagi, {who}: nomor telepon yang bisa dihubungi sekolah bila mendesak? Silakan ditulis "
    "atau bagikan lewat tombol. Boleh juga dilewati.",
    en="One more thing, {who}: a telephone number that the school can call if it is urgent? Please "
    "write it, or share it by the button. You may also skip it.",
)
KEPT = Text(
    "telephone.kept",
    id="Terima kasih, nomor {number} sudah dicatat.",
    en="Thank you, the number {number} is noted.",
    claims=Claim.NOTED,
)
SKIPPED = Text(
    "telephone.skipped",
    id="Baik, tidak apa-apa.",
    en="All right, never mind.",
)

telephone = Capability("telephone", Who.GUARDIAN)


def ask(session: Session, person: Person) -> list[Say]:
    """Asked for once, where neither the roster nor the account has one: at the end of the ladder
    somebody telephones."""
    if telephone_of(session, person.id) is not None:
        return []
    skip = Choice("skip", SKIP, Sense.NO)
    who = {"who": person.name}
    return [Reply(NUMBER, who, choices=[skip], then=given, free=True, phone=True)]


@telephone.step
def given(turn: Turn, session: Session) -> Heard:
    """Their telephone, shared or written; other words are another matter."""
    if turn.answer is not None:
        return [Reply(SKIPPED)]
    found = turn.phone or telephone_in(turn.text)
    return None if found is None else _keep(turn, session, found)


@telephone.overhears(place=0)
def shared(turn: Turn, session: Session) -> Heard:
    """Their number, shared long after it was asked for."""
    return None if turn.phone is None else _keep(turn, session, turn.phone)


def _keep(turn: Turn, session: Session, found: str) -> list[Say]:
    session.execute(
        update(Guardianship)
        .where(Guardianship.person_id == turn.speaker.person, Guardianship.phone.is_(None))
        .values(phone=found)
    )
    return [Reply(KEPT, {"number": found})]
