"""What one can say here, by role; and leaving whatever was begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from handlers.core.forms import answering
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.texts import Claim
from handlers.core.understanding import Intent
from models.family import names, staff_with
from models.outbox import Priority, asked_last
from models.people import Role

MENU = Text(
    "help.menu",
    id="Assalamu'alaikum/Salam, {who}. Ada yang bisa dibantu?\n{list}\n\n"
    "Ketuk, tulis angkanya, atau langsung tulis pesan {target}.",
    en="Hello, {who}. What can I do for you?\n{list}\n\nTap, type the number, or just write "
    "your message {target}.",
)
FOR_TEACHER = Text("help.for_teacher", id="untuk wali kelas", en="to the teacher")
AS_SPOKEN = Text(
    "help.as_spoken",
    id='seperti berbicara ("catatan Aisyah: hari ini berani maju")',
    en='as you would say it ("catatan Aisyah: spoke up in class today")',
)
LINE = Text("help.line", id="{number}. {label}", en="{number}. {label}")
GREETING = Text(
    "help.greeting",
    id="Salam, {who}. Ketik MENU untuk pilihan, atau langsung tulis pesan Ibu/Bapak.",
    en="Hello, {who}. Type MENU for what you can do, or just write your message.",
)
WELCOME = Text("help.welcome", id="Sama-sama, {who}. 🙏", en="You are welcome, {who}. 🙏")
NOTHING_BEGUN = Text(
    "help.nothing_begun",
    id="Tidak ada yang sedang berjalan, jadi tidak ada yang dibatalkan. Yang sudah terkirim atau "
    "terjadwal tetap berlaku.",
    en="Nothing is under way, so nothing was cancelled. What was sent or planned stands.",
)
STAFF_NOTHING_BEGUN = Text(
    "help.staff_nothing_begun",
    id="Tidak ada yang sedang ditulis, jadi tidak ada yang dibatalkan. Untuk menarik pesan yang "
    "sudah terkirim atau dijadwalkan, ketik TARIK.",
    en="Nothing is being written, so nothing was cancelled. To take back a message that was sent "
    "or scheduled, type TARIK.",
)
UNCLEAR = Text(
    "help.unclear",
    id="Maaf, saya belum menangkap maksud “{words}”, jadi belum ada yang dikirim atau dicatat. "
    "Mungkin salah satu ini? Atau ketik MENU.",
    en="Sorry, I did not understand “{words}”, so nothing has been sent or noted. One of these, "
    "perhaps? Or type MENU.",
)
NOTHING_NEAR = Text(
    "help.nothing_near",
    id="Maaf, saya belum menangkap maksud “{words}”, jadi belum ada yang dikirim atau dicatat. "
    "Ketik MENU untuk melihat pilihan.",
    en="Sorry, I did not understand “{words}”, so nothing has been sent or noted. Type MENU to see "
    "what you can do.",
)
PERSON = Text("help.person", id="Tanya operator", en="Ask the operator")
FOR_OPERATOR = Text(
    "help.for_operator",
    id="Dari {who}, yang belum saya pahami: “{words}”. Mohon dibantu langsung.",
    en="From {who}, which I did not understand: “{words}”. Please help in person.",
    template=True,
)
PASSED = Text(
    "help.passed",
    id="Sudah saya teruskan ke {operator}.",
    en="I have passed it on to {operator}.",
    claims=Claim.SENT,
)

NEAREST = 2
AGAIN_WITHIN = timedelta(hours=1)
"""So soon after words that were not understood the next are a second miss."""
SURE = 0.92
"""So sure a teacher's words have to be that they ask for help, and do not answer a parent."""

help_ = Capability("help", Who.GUARDIAN, Who.STAFF)
staff_help = Capability("staff_help", Who.STAFF)


@help_.opens("menu", "bantuan", "help")
@help_.hears(Intent.HELP)
def menu(turn: Turn, session: Session) -> Heard:
    """The speaker's own menu; a teacher's free words that say nothing to us end here too."""
    if turn.meaning is not None and turn.speaker.roles:
        if turn.meaning.confidence < SURE and (answer := answering.unquoted(turn, session)):
            return answer
        if turn.meaning.confidence < SURE:
            return [_unclear(turn, session)]
    elif turn.meaning is not None and (heard := turn.overheard(session)) is not None:
        return heard
    labels = [line.label for line in turn.menu]
    lines = [
        Phrase(LINE, {"number": str(number), "label": label})
        for number, label in enumerate(labels, start=1)
    ]
    blanks: dict[str, Value] = {
        "who": turn.speaker.name,
        "list": Lines(lines),
        "target": AS_SPOKEN if turn.speaker.roles else FOR_TEACHER,
    }
    choices = [Choice(line.word, line.label) for line in turn.menu]
    return [Reply(MENU, blanks, choices=choices, then=opened, again=True)]


@help_.step
def opened(turn: Turn, session: Session) -> Heard:
    """A line of the menu was taken: as if its word had been written."""
    line = next((line for line in turn.menu if line.word == turn.answer), None)
    return line.step(replace(turn, text=line.word, answer=None), session) if line else None


def _unclear(turn: Turn, session: Session) -> Reply:
    """What was not understood, and the two nearest things; after two misses a person."""
    choices = [Choice(line.word, line.label) for line in turn.nearest[:NEAREST]]
    before = asked_last(session, turn.speaker.contact_id)
    missed = (
        before is not None
        and before.text_key in (UNCLEAR.key, NOTHING_NEAR.key)
        and turn.now - before.created_at < AGAIN_WITHIN
    )
    if missed and _operator(turn, session):
        choices.append(Choice("person", PERSON))
    words = {"words": turn.text}
    text = UNCLEAR if choices else NOTHING_NEAR
    return Reply(text, words, choices=choices, then=meant, remember=words, free=False)


@staff_help.step
def meant(turn: Turn, session: Session) -> Heard:
    """One of the nearest things, with the words that were not understood behind its own."""
    words = turn.memory["words"]
    if turn.answer == "person":
        return _ask_person(turn, session, words)
    line = next((line for line in turn.menu if line.word == turn.answer), None)
    if line is None:
        return None
    whole = replace(turn, text=f"{line.word} {words}", answer=None, memory={})
    return line.step(whole, session) or line.step(replace(whole, text=line.word), session)


def _ask_person(turn: Turn, session: Session, words: str) -> Heard:
    operator = _operator(turn, session)
    if operator is None:
        return None
    told = Tell(
        FOR_OPERATOR,
        {"who": turn.speaker.name, "words": words},
        to=operator,
        topic=f"help:{turn.inbox_id}",
        priority=Priority.IMPORTANT,
        asked=True,
    )
    return [told, Reply(PASSED, {"operator": names(session, [operator])[operator]})]


def _operator(turn: Turn, session: Session) -> int | None:
    """Somebody else at the speaker's school who runs it, or leads it; None where nobody has
    joined."""
    staff = staff_with(session, turn.speaker.school, Role.OPERATOR, Role.PRINCIPAL)
    return next((person for person in staff if person != turn.speaker.person), None)


@help_.hears(Intent.GREETING_ONLY)
def greet(turn: Turn, session: Session) -> Heard:
    return [Reply(GREETING, {"who": turn.speaker.name})]


@help_.hears(Intent.THANKS_ONLY)
def thanks(turn: Turn, session: Session) -> Heard:
    """A short word back; nobody else is bothered with it."""
    return [Reply(WELCOME, {"who": turn.speaker.name})]


@help_.hears(Intent.NOT_FOR_BOT)
def silent(turn: Turn, session: Session) -> Heard:
    return []


@help_.opens("batal", "cancel")
def leave(turn: Turn, session: Session) -> Heard:
    """Nothing waits that could be left; that is the conversation's to hear."""
    return [Reply(STAFF_NOTHING_BEGUN if turn.speaker.roles else NOTHING_BEGUN)]


staff_help.opens("mulai", "start")(menu)


@staff_help.otherwise
def not_understood(turn: Turn, session: Session) -> Heard:
    """Nothing of a teacher's is sent or stored on a guess."""
    if not turn.text:
        return []  # files alone are asked about by themselves
    return answering.unquoted(turn, session) or [_unclear(turn, session)]
