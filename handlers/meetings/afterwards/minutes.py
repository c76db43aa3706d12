"""Minutes of a meeting: asked of its organiser afterwards, sent to be signed.

Whoever leads the school may write them, too, and a class's own homeroom teacher.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from handlers.core.forms import correcting
from handlers.core.notices import publishing
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
from handlers.core.talk.files import below, sent
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Day, Moment
from handlers.core.talk.words import CANCEL, CHANGE, HELD_UNTIL, LATER, SEND, TITLED
from handlers.core.understanding.matters.promises import items, promise, split
from handlers.meetings.afterwards import minutes_sending
from handlers.meetings.afterwards.minutes_sending import Draft, body, people_named
from handlers.meetings.calling.guests import HAPPENS, invited, present
from models.family import LEADS, homeroom_classes
from models.meeting import Meeting
from models.notice import Notice, NoticeState
from models.numbers import whole
from models.outbox import Priority
from models.school import school_of

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
WRITE = Text(
    "minutes.write",
    id="Silakan tulis notulen {title}, atau kirim foto, dokumen, atau pesan suara. Keputusan bisa "
    "langsung ditulis, misalnya:\nKeputusan: 1. Beli cat (Bu Sari, 20 Des) 2. Kerja bakti Sabtu "
    "pagi",
    en="Please write the minutes of {title}, or send a photo, document or voice note. Decisions "
    "can go with them, for example:\nKeputusan: 1. Buy paint (Bu Sari, 20 Dec) 2. Tidy up on "
    "Saturday",
)
NOT_NOW = Text(
    "minutes.not_now",
    id="Baik. Ketik NOTULEN bila sudah siap.",
    en="All right. Type NOTULEN when you are ready.",
)
NONE = Text(
    "minutes.none",
    id="Tidak ada rapat Ibu/Bapak yang menunggu notulen.",
    en="No meeting of yours is waiting for its minutes.",
)
WHICH = Text("minutes.which", id="Notulen acara yang mana?", en="The minutes of which meeting?")
CONFIRM = Text(
    "minutes.confirm",
    id="Notulen {title} untuk {count} keluarga; yang tidak hadir ({absent}) menerima lebih "
    "dulu.\n\n{body}{media}{past}{held}\n\nKirim?",
    en="Minutes of {title} for {count} families; those who were absent ({absent}) get them "
    "first.\n\n{body}{media}{past}{held}\n\nSend them?",
)
PAST = Text(
    "minutes.past",
    id="\n⚠️ Batas waktu {day} sudah lewat; tidak akan diingatkan.",
    en="\n⚠️ The day {day} is past; nobody will be reminded.",
)
ADD = Text("minutes.add", id="Tambah keputusan", en="Add a decision")
WHICH_DECISION = Text(
    "minutes.which_decision",
    id="Tulis keputusannya: apa, siapa, sampai kapan. Misalnya: Beli cat (Bu Sari, 20 Des)",
    en="Write the decision: what, who, until when. For example: Buy paint (Bu Sari, 20 Dec)",
)
HOW_TO_CHANGE = Text(
    "minutes.how_to_change",
    id="Tulis ulang notulennya; keputusan di dalamnya menggantikan yang lama. Untuk membuang "
    "keputusan nomor 2 saja, tulis: hapus 2",
    en="Write the minutes again; decisions in them take the place of the old ones. To drop only "
    "decision number 2, write: hapus 2",
)
CANCELLED = Text(
    "minutes.cancelled",
    id="Baik, tidak jadi dikirim. Ketik NOTULEN untuk mulai lagi.",
    en="All right, they are not sent. Type NOTULEN to start again.",
)
ALREADY = Text(
    "minutes.already",
    id="Notulen {title} sudah dikirim.",
    en="The minutes of {title} have been sent already.",
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
UNREACHED = Text(
    "minutes.unreached",
    id=" Tidak bisa dijangkau: {children}.",
    en=" Cannot be reached: {children}.",
)

KEPT = timedelta(days=60)
"""For so long after a meeting its minutes can be written."""

minutes = Capability("minutes", Who.STAFF, menu=MENU, place=22)


@minutes.opens("notulen", "minutes")
@minutes.takes_files()
def begin(turn: Turn, session: Session) -> Heard:
    """ "notulen" asks for them; what follows it in the same message are the minutes."""
    waiting = _waiting(turn, session)
    if not waiting:
        return [Reply(NONE)]
    rest = turn.text.partition(" ")[2] if " " in turn.text else turn.text.partition("\n")[2]
    draft = Draft(meeting=waiting[0].id, files=sent(turn, session))
    draft = _with(turn, draft, rest.strip(" :\n"))
    if len(waiting) == 1:
        return _next(turn, session, draft)
    choices = [Choice(str(meeting.id), _named(turn, meeting)) for meeting in waiting[:10]]
    return [Reply(WHICH, choices=choices, then=which, remember=_memory(draft))]


@minutes.step
def which(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return None
    return _next(turn, session, turn.draft(Draft).model_copy(update={"meeting": int(turn.answer)}))


@minutes.step
def asked(turn: Turn, session: Session) -> Heard:
    """Under our question after the meeting: a button, or the minutes themselves."""
    if turn.answer == "later":
        return [Reply(NOT_NOW)]
    return written(turn, session)


@minutes.takes_files()
def written(turn: Turn, session: Session) -> Heard:
    text = turn.text if turn.answer is None else ""
    return _next(turn, session, _with(turn, turn.draft(Draft), text))


def more(turn: Turn, session: Session) -> Heard:
    """Files without words, as an album comes: shown with the rest."""
    return _next(turn, session, turn.draft(Draft))


@minutes.takes_files(more)
def confirmed(turn: Turn, session: Session) -> Heard:
    draft = turn.draft(Draft)
    match turn.answer:
        case "send":
            return _send(turn, session, draft)
        case "add":
            return [Reply(WHICH_DECISION, then=added, remember=_memory(draft))]
        case "change":
            return [Reply(HOW_TO_CHANGE, then=changed, remember=_memory(draft))]
        case "cancel":
            return [Reply(CANCELLED)]
        case _:
            return None


@minutes.takes_files(more)
def added(turn: Turn, session: Session) -> Heard:
    draft = turn.draft(Draft)
    more = [promise(item, turn.local) for item in items(turn.text)]
    every = [*draft.promises, *more]
    return _next(turn, session, draft.model_copy(update={"promises": every}))


@minutes.takes_files()
def changed(turn: Turn, session: Session) -> Heard:
    """New words, or "hapus 2"."""
    draft = turn.draft(Draft)
    first, _, rest = turn.text.partition(" ")
    if first.casefold() == "hapus" and (number := whole(rest.strip())) is not None:
        left = [p for n, p in enumerate(draft.promises, start=1) if n != number]
        return _next(turn, session, draft.model_copy(update={"promises": left}))
    if turn.media:
        draft = draft.model_copy(update={"files": turn.media})
    return _next(turn, session, _with(turn, draft, turn.text))


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
        remember=_memory(Draft(meeting=meeting.id)),
        free=False,
        to=meeting.organiser_id,
        topic=f"minutes:{meeting.id}{':again' if again else ''}",
        priority=Priority.IMPORTANT,
    )


def _memory(draft: Draft) -> Mapping[str, object]:
    return draft.model_dump(mode="json")


def _with(turn: Turn, draft: Draft, text: str) -> Draft:
    """The draft with new words; what was not said stays."""
    said, found = split(text)
    promises = [promise(item, turn.local) for item in found] or draft.promises
    return draft.model_copy(update={"body": said or draft.body, "promises": promises})


def _waiting(turn: Turn, session: Session) -> list[Meeting]:
    """Meetings that have begun and have no minutes, which the speaker may write.

    Their own ones first, then the latest.
    """
    found = session.scalars(
        select(Meeting)
        .outerjoin(Notice, Notice.id == Meeting.minutes_id)
        .where(
            Meeting.school_id == turn.speaker.school,
            Meeting.state.in_(HAPPENS),
            Meeting.starts_at <= turn.now,
            Meeting.ends_at > turn.now - KEPT,
            or_(Notice.id.is_(None), Notice.state != NoticeState.PUBLISHED),
        )
        .order_by(Meeting.organiser_id != turn.speaker.person, Meeting.starts_at.desc(), Meeting.id)
    )
    return [meeting for meeting in found if _may_write(turn, session, meeting)]


def _may_write(turn: Turn, session: Session, meeting: Meeting) -> bool:
    """Its organiser, who leads the school, and a homeroom teacher whose class alone it was for."""
    me = turn.speaker.person
    if meeting.organiser_id == me or turn.speaker.roles & LEADS:
        return True
    classes = {pupil.class_id for pupil in invited(session, meeting, turn.now)}
    return bool(classes) and classes <= homeroom_classes(session, me, turn.speaker.school)


def _named(turn: Turn, meeting: Meeting) -> Value:
    when = Moment(meeting.starts_at, turn.speaker.zone)
    return Phrase(TITLED, {"title": meeting.title, "when": when})


def _next(turn: Turn, session: Session, draft: Draft) -> list[Say]:
    """Ask for what is still missing, then show what was understood."""
    meeting = next((m for m in _waiting(turn, session) if m.id == draft.meeting), None)
    if meeting is None:
        return [Reply(NONE)]
    if draft.empty:
        return [Reply(WRITE, {"title": meeting.title}, then=written, remember=_memory(draft))]
    about = invited(session, meeting, turn.now)
    absent = {pupil.id for pupil in about} - present(session, meeting)
    past = [p.due for p in draft.promises if p.due and p.due < turn.local.date()]
    people = people_named(session, meeting, draft, turn.now)
    values: dict[str, Value] = {
        "title": meeting.title,
        "count": str(len(about)),
        "absent": str(len(absent)),
        "body": body(draft, people, turn.speaker.language),
        "media": below(draft.files),
        "past": Phrase(PAST, {"day": Day(past[0])}) if past else "",
        "held": _held(session, meeting, turn.now),
    }
    choices = [
        Choice("send", SEND, Sense.YES),
        Choice("add", ADD),
        Choice("change", CHANGE),
        Choice("cancel", CANCEL, Sense.NO),
    ]
    memory = _memory(draft)
    return [Reply(CONFIRM, values, choices=choices, then=confirmed, remember=memory, free=True)]


def _held(session: Session, meeting: Meeting, now: datetime) -> Value:
    school = school_of(session, meeting.school_id)
    arrives = school.quiet.release(now)
    return Phrase(HELD_UNTIL, {"when": Moment(arrives, school.zone)}) if arrives > now else ""


def _send(turn: Turn, session: Session, draft: Draft) -> Heard:
    meeting = next((m for m in _waiting(turn, session) if m.id == draft.meeting), None)
    if meeting is None:
        title = session.get_one(Meeting, draft.meeting).title
        return [Reply(ALREADY, {"title": title})]
    sent = minutes_sending.send(session, meeting, draft, turn.speaker.person, turn.now)
    missed = Phrase(UNREACHED, {"children": publishing.names(sent.unreached)})
    report = Reply(
        SENT,
        {
            "title": meeting.title,
            "count": str(sent.reached),
            "unreached": missed if sent.unreached else "",
        },
        choices=correcting.CHOICES,
        then=correcting.chosen,
        remember={"notice": sent.notice},
    )
    return [*sent.says, *_to_organiser(turn, meeting), report]


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
