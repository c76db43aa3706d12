"""Minutes of a meeting: asked of its organiser afterwards, sent to be signed.

Whoever leads the school may write them, too, and a class's own homeroom teacher.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from handlers.core.forms import correcting
from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, arrival, unreached
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Phrase,
    Reply,
    Say,
    Sense,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Day
from handlers.core.talk.words import LATER
from handlers.meetings.afterwards import minutes_sending
from handlers.meetings.afterwards.minutes_fields import DECISIONS, FIELDS, SAID
from handlers.meetings.afterwards.minutes_sending import Draft, body, people_named
from handlers.meetings.calling.guests import invited, present
from models.meeting import Meeting
from models.outbox import Priority

TITLED = Text("minutes.drafted", id="notulen", en="the minutes")
MENU = Text("minutes.menu", id="Tulis notulen rapat", en="Write a meeting's minutes")
WRITE_NOW = Text("minutes.write_now", id="Tulis notulen", en="Write the minutes")
ASK = Text(
    "minutes.ask",
    id="Terima kasih, {title} sudah selesai. Mohon kirim notulennya: ketuk Tulis notulen, atau "
    "balas dengan mengutip pesan ini (tulisan, foto, dokumen, atau pesan suara).",
    en="Thank you, {title} is over. Please send the minutes: tap Write the minutes, or quote this "
    "message in your answer (text, photo, document or voice note).",
    template=True,
    buttons=(WRITE_NOW, LATER),
)
ASK_AGAIN = Text(
    "minutes.ask_again",
    id="Notulen {title} belum dikirim ke keluarga. Mohon ditulis: ketuk Tulis notulen. Wali kelas "
    "atau kepala sekolah juga bisa menulisnya dengan mengetik NOTULEN.",
    en="The minutes of {title} have not been sent to families. Please write them: tap Write the "
    "minutes. The homeroom teacher or the principal can, too, by typing NOTULEN.",
    template=True,
    buttons=(WRITE_NOW, LATER),
)
NOT_NOW = Text(
    "minutes.not_now",
    id="Baik. Ketik NOTULEN bila sudah siap.",
    en="All right. Type NOTULEN when you are ready.",
)
CONFIRM = Text(
    "minutes.confirm",
    id="Notulen {title} untuk {count} keluarga; yang tidak hadir ({absent}) menerima lebih "
    "dulu.\n\n{body}{below}{past}\n\nKirim?",
    en="Minutes of {title} for {count} families; those who were absent ({absent}) get them "
    "first.\n\n{body}{below}{past}\n\nSend them?",
)
PAST = Text(
    "minutes.past",
    id="\n⚠️ Batas waktu {day} sudah lewat; tidak akan diingatkan.",
    en="\n⚠️ The day {day} is past; nobody will be reminded.",
)
CANCELLED = Text(
    "minutes.cancelled",
    id="Baik, tidak jadi dikirim. Ketik NOTULEN untuk mulai lagi.",
    en="All right, they are not sent. Type NOTULEN to start again.",
)
SENT = Text(
    "minutes.sent",
    id="Notulen {title} dikirim ke {count} keluarga.{unreached}\nTulis “siapa belum paraf?” "
    "kapan saja.",
    en="The minutes of {title} go to {count} families.{unreached}\nAsk “siapa belum paraf?” at "
    "any time.",
    claims=Claim.SENT,
)
BY_OTHER = Text(
    "minutes.by_other",
    id="Notulen {title} sudah ditulis dan dikirim oleh {author}, jadi Ibu/Bapak tidak perlu "
    "menulisnya lagi. Terima kasih.",
    en="The minutes of {title} were written and sent by {author}, so you need not write them. "
    "Thank you.",
    template=True,
)
minutes = Capability("minutes", Who.STAFF, menu=MENU, place=22)


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    """What families will read, and who of them was not there."""
    meeting = session.get_one(Meeting, draft.meeting)
    about = invited(session, meeting, turn.now)
    absent = {pupil.id for pupil in about} - present(session, meeting)
    past = [p.due for p in draft.promises if p.due and p.due < turn.local.date()]
    people = people_named(session, meeting, draft, turn.now)
    values: dict[str, Value] = {
        "title": meeting.title,
        "count": str(len(about)),
        "absent": str(len(absent)),
        "body": body(draft, people, turn.speaker.language),
        "past": Phrase(PAST, {"day": Day(past[0])}) if past else "",
    }
    return Preview(CONFIRM, values, also=(DECISIONS, SAID), arrives=arrival(turn, session))


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    meeting = session.get_one(Meeting, draft.meeting)
    sent = minutes_sending.send(session, meeting, draft, turn.speaker.person, turn.now)
    report = Reply(
        SENT,
        {
            "title": meeting.title,
            "count": str(len(sent.reached) + sent.waiting),
            "unreached": unreached(sent),
        },
        choices=correcting.CHOICES,
        then=correcting.chosen,
        remember={"notice": meeting.minutes_id},
    )
    return [*sent.says, *_to_organiser(turn, meeting), report]


form = Form(minutes, Draft, FIELDS, shown, send, title=TITLED, left=CANCELLED)


@minutes.opens("notulen", "minutes")
@minutes.takes_files()
def begin(turn: Turn, session: Session) -> Heard:
    """ "notulen" asks for them; what follows it in the same message are the minutes."""
    rest = turn.text.partition(" ")[2] if " " in turn.text else turn.text.partition("\n")[2]
    return _written(turn, session, Draft(), rest.strip(" :\n"))


@minutes.step
def asked(turn: Turn, session: Session) -> Heard:
    """Under our question after the meeting: a button, or the minutes themselves."""
    if turn.answer == "later":
        return [Reply(NOT_NOW)]
    text = turn.text if turn.answer is None else ""
    return _written(turn, session, Draft(meeting=turn.memory["meeting"]), text)


def _written(turn: Turn, session: Session, draft: Draft, text: str) -> Heard:
    if not text:
        return form.begin(turn, session, draft)
    return form.read(replace(turn, text=text), session, draft, SAID)


def ask(meeting: Meeting, *, again: bool = False) -> Tell:
    """What its organiser hears when a meeting is over, and once more if they have not written."""
    return Tell(
        ASK_AGAIN if again else ASK,
        {"title": meeting.title},
        choices=[
            Choice("write", WRITE_NOW, Sense.YES),
            Choice("later", LATER, Sense.LATER),
        ],
        then=asked,
        remember={"meeting": meeting.id},
        free=False,
        to=meeting.organiser_id,
        topic=f"minutes:{meeting.id}{':again' if again else ''}",
        priority=Priority.IMPORTANT,
    )


def _to_organiser(turn: Turn, meeting: Meeting) -> list[Say]:
    """They were asked for minutes that somebody else has written."""
    if meeting.organiser_id == turn.speaker.person:
        return []
    told = Tell(
        BY_OTHER,
        {"title": meeting.title, "author": turn.speaker.name},
        to=meeting.organiser_id,
        topic=f"minutes:{meeting.id}:{meeting.minutes_id}:by_other",
        office=True,
    )
    return [told]
