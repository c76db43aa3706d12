"""A number of nobody in the family: nothing more is sent there, and the school hears of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Heard, Reply, Text, Turn, Who
from handlers.core.talk.texts import Claim
from handlers.core.understanding.matters.wrong_number import is_wrong_number
from handlers.joining import accounts
from models.people import Contact

SORRY = Text(
    "wrong_number.sorry",
    id="Mohon maaf sudah mengganggu. Nomor ini tidak kami kirimi lagi, dan sekolah sudah saya beri "
    "tahu. Kalau ternyata keluarga murid, mohon minta kode baru ke sekolah.",
    en="Sorry to have bothered you. We write to this number no more, and I have told the school. "
    "If you are of a pupil's family after all, please ask the school for a new code.",
    claims=Claim.SENT,
)
SCHOOL = Text(
    "wrong_number.school",
    id="Tentang {children}. Dari {account} yang tercatat milik {who} ada jawaban bahwa itu salah "
    "sambung, jadi tidak dikirimi lagi. Mohon keluarga dihubungi lewat jalan lain, lalu beri kode "
    "baru.",
    en="About {children}. From {account}, listed as that of {who}, came the answer that it is a "
    "wrong number, so nothing more is sent there. Please contact the family another way and give "
    "them a new code.",
    template=True,
)

wrong_number = Capability("wrong_number", Who.GUARDIAN)


@wrong_number.overhears(place=1)
def not_theirs(turn: Turn, session: Session) -> Heard:
    """No child is named to them any more, not in the answer either."""
    if not is_wrong_number(turn.text):
        return None
    contact = session.get_one(Contact, turn.speaker.contact_id)
    topic = f"wrong_number:{contact.id}:{turn.inbox_id}"
    told = accounts.tell_school(turn, session, SCHOOL, contact, topic)
    accounts.release(turn, session, contact, "wrong number")
    return [*told, Reply(SORRY)]
