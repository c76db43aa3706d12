"""Answering an invitation: by button, by number, or in words, until the meeting begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.notices import signing
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Quoted,
    Reply,
    Say,
    Sense,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.thread import notes
from handlers.core.understanding import Intent, Message, find_children
from handlers.core.understanding.answers import read_answer
from handlers.core.understanding.reading import Reading
from handlers.meetings.answers import delegates
from handlers.meetings.answers.beside import asks_when, says_more
from handlers.meetings.answers.noted import about, noted
from handlers.meetings.answers.seats import Said, change_session, keep
from handlers.meetings.calling import calendar as meeting_calendar
from handlers.meetings.calling.words import ANSWERS, CHOICES, name_of, time_of
from models import seats
from models.family import pupils_of_guardian
from models.meeting import Answer, Meeting, State
from models.notice import Notice, NoticeState
from models.signatures import Signing, Unsigned, receipts_of, sign, unsigned_by

TOO_LATE = Text(
    "rsvp.too_late",
    id="Mohon maaf, {who}, {what}, {when}, sudah dimulai, jadi jawaban tidak bisa diubah lagi. "
    "Silakan tulis pesan untuk wali kelas.",
    en="Sorry, {who}, the {what}, {when}, has begun, so the answer cannot be changed any more. "
    "Please write to the teacher.",
)
CANCELLED = Text(
    "rsvp.cancelled",
    id="Undangan {what} itu sudah dibatalkan, {who}. Tidak perlu dijawab.",
    en="That invitation to a {what} was cancelled, {who}. It needs no answer.",
)
ASK = Text(
    "rsvp.ask",
    id="{children}: {what}, {when}, di {place}. Apakah {who} bisa datang?",
    en="{children}: {what}, {when}, at {place}. Can you come, {who}?",
)
WHICH = Text(
    "rsvp.which",
    id="Ada beberapa undangan, {who}. Jawaban tadi untuk yang mana?",
    en="There are several invitations, {who}. Which of them did you mean?",
)
SESSION_FULL = Text(
    "rsvp.session_full",
    id="Mohon maaf, {who}, sesi itu baru saja penuh. Sesi yang tadi tetap untuk {who}.",
    en="Sorry, {who}, that session has just become full. You keep the one you have.",
)
SESSION = Text(
    "rsvp.session",
    id="Baik, {who}. Untuk {children} dipindah ke sesi {when}. ✅ Berkas kalender yang baru kami "
    "lampirkan.",
    en="All right, {who}. {children} moved to the session {when}. ✅ The new calendar file is "
    "attached.",
)
KNOWN = Text(
    "rsvp.known",
    id="{children}: {what}, {when}, di {place}. Jawaban keluarga: {answer}. Kalau berubah, kabari "
    "saja, {who}.",
    en="{children}: {what}, {when}, at {place}. Your family's answer: {answer}. If that changes, "
    "just tell us, {who}.",
)
rsvp = Capability("rsvp", Who.GUARDIAN)


class Slots(BaseModel):
    """What the understanding found in one message."""

    answer: Answer | None = None
    delegate_name: str = ""


@rsvp.step_for(Sense.CONDITION, Sense.CORRECTION)
def answered(turn: Turn, session: Session) -> Heard:
    """Hears the answer to an invitation. Words that are none are a note beside it."""
    notice = session.get_one(Notice, int(turn.memory["notice"]))
    if turn.answer is not None:
        return record(turn, session, notice, Slots(answer=Answer(turn.answer)))
    intent = turn.meaning.intent if turn.meaning else None
    if intent is Intent.MEETING_RSVP and turn.meaning:
        slots = Slots.model_validate(dict(turn.meaning.slots))
        if slots.answer is Answer.YES and turn.said is not None and turn.said.depends:
            slots.answer = Answer.MAYBE
        return _said(turn, session, notice, slots)
    if intent in signing.AGREEMENT:
        return [ask(turn, session, notice)]
    return notes.note(turn, session)


@rsvp.hears(Intent.MEETING_RSVP, form=Slots)
def by_intent(turn: Turn, session: Session) -> Heard:
    """An answer in words, with nothing tapped or quoted: only if it is clear to what."""
    assert isinstance(turn.slots, Slots)
    about = _about(turn, session)
    if not about:
        return None
    if len(about) == 1:
        return _said(turn, session, about[0], turn.slots)
    choices = [Choice(str(notice.id), _short(session, notice)) for notice in about]
    remember = {**turn.slots.model_dump(mode="json"), "words": turn.text}
    blanks: dict[str, Value] = {"who": turn.speaker.name}
    return [Reply(WHICH, blanks, choices=choices, then=which, remember=remember)]


@rsvp.step
def which(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return None
    notice = session.get_one(Notice, int(turn.answer))
    said = replace(turn, text=str(turn.memory["words"]), answer=None)
    return _said(said, session, notice, Slots.model_validate(dict(turn.memory)))


@rsvp.step
def session_chosen(turn: Turn, session: Session) -> Heard:
    """Another session of the same meeting."""
    meeting = session.get_one(Meeting, int(turn.memory["meeting"]))
    part = next((p for p in meeting.sessions if str(p.id) == turn.answer), None)
    if part is None or meeting.state is not State.PLANNED or turn.now >= meeting.starts_at:
        return None
    children = [int(child) for child in turn.memory["children"]]
    mine = receipts_of(session, meeting.notice_id or 0, turn.speaker.person, turn.now)
    children = [one.child_id for one in mine if one.child_id in children]
    if not change_session(session, meeting, part, turn.speaker.person, children):
        return [Reply(SESSION_FULL, {"who": turn.speaker.name})]
    blanks: dict[str, Value] = {
        "who": turn.speaker.name,
        "children": ", ".join(one.child for one in mine if one.child_id in children),
        "when": time_of(session, meeting, part.id),
    }
    file = meeting_calendar.file(session, meeting, turn.now, part.id)
    return [Reply(SESSION, blanks, files=(file,))]


@rsvp.step
def delegate_named(turn: Turn, session: Session) -> Heard:
    """Who comes instead: a proxy guardian of the child, or a name in free words."""
    meeting = session.get_one(Meeting, int(turn.memory["meeting"]))
    notice = session.get_one(Notice, meeting.notice_id or 0)
    if closed := _closed(turn, session, notice, meeting):
        return [closed]
    if turn.answer is None and not delegates.is_name(turn.text):
        return None
    mine = _of(turn, session, meeting, turn.memory["children"])
    if not mine:
        return None
    return _delegate(turn, session, meeting, mine, turn.answer or turn.text)


@rsvp.step
def proxy_answered(turn: Turn, session: Session) -> Heard:
    """The proxy guardian says whether they can; if not, the guardian is asked again."""
    meeting = session.get_one(Meeting, int(turn.memory["meeting"]))
    if turn.answer is None:
        return None
    mine = _of(turn, session, meeting, turn.memory["children"])
    blanks = about(turn, session, meeting, mine)
    if meeting.state is not State.PLANNED or turn.now >= meeting.starts_at:
        return [Reply(TOO_LATE, blanks)]
    rows = delegates.sent_by(session, meeting, turn.speaker.person, [o.child_id for o in mine])
    if not rows:
        return [Reply(delegates.NOT_NEEDED, blanks)]
    if turn.answer == "yes":
        part = rows[0].session_id
        file = meeting_calendar.file(session, meeting, turn.now, part)
        return [Reply(delegates.THANKS, blanks, files=(file,))]
    back = delegates.give_back(turn, session, meeting, rows, blanks, answered)
    return [Reply(delegates.NOTED, blanks), *back]


def _of(
    turn: Turn, session: Session, meeting: Meeting, children: Sequence[object]
) -> list[Unsigned]:
    """The speaker's receipts for these children; whose guardian they are no longer is left out."""
    mine = receipts_of(session, meeting.notice_id or 0, turn.speaker.person, turn.now)
    return [one for one in mine if one.child_id in children]


def _delegate(
    turn: Turn, session: Session, meeting: Meeting, mine: Sequence[Unsigned], name: str
) -> list[Say]:
    """Kept at once; by whom is asked where nobody was named."""
    who = delegates.find(session, turn, [one.child_id for one in mine], name)
    said = Said(turn.speaker.person, Answer.DELEGATE, who.name, who.person)
    says = _settle(turn, session, meeting, mine, said)
    if who.person is not None:
        invite = delegates.invite(turn, session, meeting, mine, who.person, proxy_answered)
        return [*says, invite]
    if who.name:
        return says
    asked = delegates.ask(turn, session, meeting, mine, delegate_named)
    return [asked, *says[1:]]


def _about(turn: Turn, session: Session) -> list[Notice]:
    """The invitation that is quoted, or whose day is named; else the open ones; else all."""
    if asked := _asked(turn, session):
        return [asked]
    found = _ahead(turn, session)
    days = Reading(Message(turn.text, role="parent", now=turn.local)).days
    named = [
        notice
        for notice, at in found
        if any(
            at == day.first or (day.sort == "weekday" and at.weekday() == day.first.weekday())
            for day in days
        )
    ]
    open_ = {one.notice_id for one in unsigned_by(session, turn.speaker.person, turn.now)}
    return named or [n for n, _ in found if n.id in open_] or [n for n, _ in found]


def _ahead(turn: Turn, session: Session) -> list[tuple[Notice, date]]:
    """Invitations to meetings that have not begun, which the speaker may answer, with the day."""
    children = [p.id for p in pupils_of_guardian(session, turn.speaker.person, turn.now)]
    found: dict[Notice, date] = {}
    for meeting, _ in seats.ahead(session, children, turn.now):
        notice = session.get_one(Notice, meeting.notice_id or 0)
        may = receipts_of(session, notice.id, turn.speaker.person, turn.now)
        if meeting.starts_at > turn.now and may:
            found[notice] = meeting.starts_at.astimezone(turn.speaker.zone).date()
    return list(found.items())


def _short(session: Session, notice: Notice) -> str:
    meeting = _meeting(session, notice)
    at = time_of(session, meeting).at.astimezone(time_of(session, meeting).zone)
    return f"{name_of(meeting).id} {at:%d/%m}"


def _said(turn: Turn, session: Session, notice: Notice, slots: Slots) -> Heard:
    """What words said. Courtesy alone ("ok bu") is asked what it means, a question is passed on."""
    sure = slots.answer is not Answer.YES or (_says_so(turn) and _agrees(turn))
    if slots.answer is not None and sure:
        return record(turn, session, notice, slots)
    if asks_when(turn):
        return [_told(turn, session, notice)]
    return _passed_on(turn, session, notice) or [ask(turn, session, notice)]


def _passed_on(turn: Turn, session: Session, notice: Notice) -> list[Say]:
    """What is said beside the answer, to the teacher; nothing where nothing is."""
    mine = _mine(turn, session, notice)
    if not mine or not says_more(turn):
        return []
    about_it = Quoted(0, "", notice.id, {"children": [mine[0].child_id]})
    return notes.note(replace(turn, quoted=about_it), session) or []


def _told(turn: Turn, session: Session, notice: Notice) -> Reply:
    """When and where it is; the question is put again only to whom it is open."""
    meeting = _meeting(session, notice)
    mine = receipts_of(session, notice.id, turn.speaker.person, turn.now)
    known = seats.answers(session, meeting.id)
    rows = [known.get(one.child_id) for one in mine]
    if not rows or rows[0] is None:
        return ask(turn, session, notice)
    blanks = about(turn, session, meeting, mine, rows[0].session_id)
    return Reply(KNOWN, {**blanks, "answer": ANSWERS[rows[0].answer]})


@rsvp.overhears(place=40)
def asked_when(turn: Turn, session: Session) -> Heard:
    """ "jam berapa rapatnya bu?": answered here, of every meeting ahead."""
    asked = _asked(turn, session)
    if not asks_when(turn, named=asked is None):
        return None
    notices = [asked] if asked else [notice for notice, _ in _ahead(turn, session)]
    return [_told(turn, session, notice) for notice in notices] or None


def _asked(turn: Turn, session: Session) -> Notice | None:
    """The invitation under which they write."""
    if turn.quoted is None or turn.quoted.notice_id is None:
        return None
    notice = session.get_one(Notice, turn.quoted.notice_id)
    return notice if notice.kind == "meeting" else None


def _agrees(turn: Turn) -> bool:
    """Not "maaf bu sabtu saya masuk kerja", whatever it looks like."""
    said = turn.said or read_answer(turn.text)
    if said.sense in (Sense.NO, Sense.QUESTION):
        return False
    return said.sense is not Sense.OTHER or said.agrees


def _says_so(turn: Turn) -> bool:
    reading = Reading(Message(turn.text, role="parent", now=turn.local))
    return reading.has("ATTEND", "HOPE") or reading.says("bisa", "sanggup", "bersedia", "sempat")


def _meeting(session: Session, notice: Notice) -> Meeting:
    return session.get_one(Meeting, int(notice.details["meeting"]))


def record(turn: Turn, session: Session, notice: Notice, slots: Slots) -> Heard:
    """Keep an answer for those of the guardian's children it is about."""
    meeting = _meeting(session, notice)
    if closed := _closed(turn, session, notice, meeting):
        return [closed]
    mine = _mine(turn, session, notice)
    if not mine:
        return [Reply(signing.NOT_YOURS, {"who": turn.speaker.name})]
    assert slots.answer is not None
    if slots.answer is Answer.DELEGATE:
        says = _delegate(turn, session, meeting, mine, slots.delegate_name)
        return [*says, *_passed_on(turn, session, notice)]
    settled = _settle(turn, session, meeting, mine, Said(turn.speaker.person, slots.answer))
    return [*settled, *_passed_on(turn, session, notice)]


def _closed(turn: Turn, session: Session, notice: Notice, meeting: Meeting) -> Say | None:
    blanks = about(turn, session, meeting, [])
    if meeting.state is State.CANCELLED or meeting.notice_id is None:
        return Reply(CANCELLED, {"what": name_of(meeting), "who": turn.speaker.name})
    if turn.now >= meeting.starts_at:
        return Reply(TOO_LATE, blanks)
    if notice.state is not NoticeState.PUBLISHED:  # it has moved since
        return ask(turn, session, session.get_one(Notice, meeting.notice_id))
    return None


def _mine(turn: Turn, session: Session, notice: Notice) -> list[Unsigned]:
    """Their children's receipts; only of those children whom the words name, if they name any."""
    mine = receipts_of(session, notice.id, turn.speaker.person, turn.now)
    named = find_children(turn.text, [one.child.partition(" (")[0] for one in mine]).found
    return [one for one in mine if one.child.partition(" (")[0] in named] or mine


def _settle(
    turn: Turn, session: Session, meeting: Meeting, mine: Sequence[Unsigned], said: Said
) -> list[Say]:
    """Keep the answer, sign the invitation by it, and say what is noted."""
    children = [one.child_id for one in mine]
    kept = keep(session, meeting, children, said, turn.now, answered)
    how = Signing(
        turn.speaker.person, turn.now, turn.speaker.channel, turn.text[:200], turn.inbox_id
    )
    waiting = unsigned_by(session, turn.speaker.person, turn.now)
    sign(
        session,
        [o for o in waiting if o.notice_id == meeting.notice_id and o.child_id in children],
        how,
    )
    if said.answer is Answer.NO:
        seats.drop_reminders(session, meeting.id, [turn.speaker.person])
    return [noted(turn, session, meeting, mine, said, kept, session_chosen), *kept.says]


def ask(turn: Turn, session: Session, notice: Notice) -> Reply:
    """The bare question, to somebody who did not say whether they come."""
    meeting = _meeting(session, notice)
    mine = receipts_of(session, notice.id, turn.speaker.person, turn.now)
    return Reply(
        ASK,
        about(turn, session, meeting, mine),
        choices=CHOICES,
        then=answered,
        remember={"notice": notice.id, "children": [one.child_id for one in mine]},
        again=True,
        free=False,
        asked=True,
        kind="meeting_rsvp",
    )


def instead(turn: Turn, session: Session, notice_id: int) -> Reply | None:
    """What a bare signature is answered with."""
    return ask(turn, session, session.get_one(Notice, notice_id))
