"""A number of nobody in the family: nothing more is sent there, and the school hears of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Choice, Heard, Reply, Text, Turn, Who
from handlers.core.talk.texts import Claim
from handlers.core.understanding.matters.wrong_number import asks_who_writes, is_wrong_number
from handlers.joining import accounts
from models.people import Contact
from models.school import school_of

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

WE = Text(
    "wrong_number.we",
    id="Salam, ini Penghubung, nomor chat {school} untuk orang tua murid. Nomor Ibu/Bapak ada di "
    "daftar sekolah. Kalau itu keliru, atau nomor ini baru Ibu/Bapak pakai, ketuk Salah sambung.",
    en="Hello, this is Penghubung, the chat number of {school} for pupils' parents. The school has "
    "your number. If that is a mistake, or this number is new to you, tap Wrong number.",
)
WRONG = Text("wrong_number.wrong", id="Salah sambung", en="Wrong number")
RIGHT = Text("wrong_number.right", id="Saya orang tua murid", en="I am a parent")
STAYS = Text(
    "wrong_number.stays",
    id="Baik, terima kasih. Ketik MENU untuk melihat pilihan.",
    en="All right, thank you. Type MENU to see what you can do.",
)
wrong_number = Capability("wrong_number", Who.GUARDIAN)


@wrong_number.overhears(place=1)
def not_theirs(turn: Turn, session: Session) -> Heard:
    """No child is named to them any more, not in the answer either."""
    if asks_who_writes(turn.text):
        return [_who_we_are(turn, session)]
    return _let_go(turn, session) if is_wrong_number(turn.text) else None


def _who_we_are(turn: Turn, session: Session) -> Reply:
    return Reply(
        WE,
        {"school": school_of(session, turn.speaker.school).name},
        choices=[Choice("wrong", WRONG), Choice("right", RIGHT)],
        then=known,
    )


@wrong_number.step
def known(turn: Turn, session: Session) -> Heard:
    """Whether the number is still of somebody who has joined."""
    match turn.answer:
        case "wrong":
            return _let_go(turn, session)
        case "right":
            return [Reply(STAYS)]
        case _:
            return None


def _let_go(turn: Turn, session: Session) -> Heard:
    contact = session.get_one(Contact, turn.speaker.contact_id)
    topic = f"wrong_number:{contact.id}:{turn.inbox_id}"
    told = accounts.tell_school(turn, session, SCHOOL, contact, topic)
    accounts.release(turn, session, contact, "wrong number")
    return [*told, Reply(SORRY)]
