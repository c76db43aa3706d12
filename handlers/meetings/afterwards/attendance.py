"""The teacher's list of who is there: ticked off by number or by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.talk.words import TITLED, WHICH_MEETING
from handlers.core.understanding.matters.meetings import OFF, named_in, said_numbers
from handlers.core.whom.audience import label, told_apart, yours
from handlers.meetings.calling.guests import HAPPENS, invited, mark, present, unmark
from models.family import LEADS, Pupil, pupils
from models.meeting import How, Meeting

NONE = Text(
    "meeting_list.none",
    id="Tidak ada rapat yang bisa diabsen sekarang. Daftarnya ada mulai satu jam sebelum acara "
    "sampai dua minggu sesudahnya.",
    en="There is no meeting to tick off now. The list is there from one hour before a meeting "
    "until two weeks after it.",
)
WHICH_CLASS = Text(
    "meeting_list.which_class",
    id="{title} untuk {count} keluarga. Kelas yang mana?",
    en="{title} is for {count} families. Which class?",
)
LIST = Text(
    "meeting_list.list",
    id="Daftar hadir {title} ({here} dari {count} hadir):\n{list}\n\nTulis nomor yang hadir, "
    "misalnya: 1 3 5-9. Nama anaknya juga boleh. Salah catat? Tulis misalnya: batal 3.",
    en="{title}, {here} of {count} present:\n{list}\n\nWrite the numbers of those present, for "
    "example: 1 3 5-9. Children's names will do, too. A mistake? Write, for example: batal 3.",
)
LINE = Text("meeting_list.line", id="{number}. {child}{mark}", en="{number}. {child}{mark}")
TICKED = Text(
    "meeting_list.ticked",
    id="Hadir: {children}. Sekarang {here} dari {count} keluarga.",
    en="Present: {children}. Now {here} of {count} families.",
)
UNTICKED = Text(
    "meeting_list.unticked",
    id="Tidak jadi dicatat hadir: {children}. Sekarang {here} dari {count} keluarga.",
    en="No longer noted as present: {children}. Now {here} of {count} families.",
    claims=Claim.NOTED,
)
NO_CHANGE = Text(
    "meeting_list.no_change",
    id="Tidak ada yang berubah: {here} dari {count} keluarga hadir.",
    en="Nothing has changed: {here} of {count} families are present.",
)
NO_NUMBER = Text(
    "meeting_list.no_number",
    id="Nomor {numbers} tidak ada di daftar; yang ada 1 sampai {count}. Belum ada yang dicatat.",
    en="There is no number {numbers} on the list, only 1 to {count}. Nothing was noted.",
)
UNDO = Text("meeting_list.undo", id="Batalkan", en="Undo")
AGAIN = Text("meeting_list.again", id="Lihat daftar", en="Show the list")
FINISH = Text("meeting_list.finish", id="Selesai", en="Finished")
FINISHED = Text(
    "meeting_list.finished",
    id="Baik. {here} dari {count} keluarga hadir. Bisa diubah lagi: ketik ABSEN RAPAT.",
    en="All right. {here} of {count} families were present. To change it: type ABSEN RAPAT.",
)

EARLY, LATE = timedelta(hours=1), timedelta(days=14)
LONGEST = 40
"""Families on one list; a larger meeting is ticked off class by class."""

meeting_list = Capability("meeting_list", Who.STAFF)


class Memory(BaseModel):
    """The list that was shown: what its numbers mean."""

    meeting: int
    children: list[int]
    ticked: list[int] = []
    """What the last message changed, in case it is undone."""


@meeting_list.opens("absen rapat", "daftar hadir rapat")
def begin(turn: Turn, session: Session) -> Heard:
    """For its organiser, who leads the school, and whose pupils' families are invited."""
    open_now = _open(turn, session)
    if not open_now:
        return [Reply(NONE)]
    if len(open_now) == 1:
        return [_of_meeting(turn, session, open_now[0])]
    choices = [Choice(str(meeting.id), _named(turn, meeting)) for meeting in open_now[:10]]
    return [Reply(WHICH_MEETING, choices=choices, then=meeting_chosen)]


@meeting_list.step
def meeting_chosen(turn: Turn, session: Session) -> Heard:
    meeting = _allowed(turn, session, turn.answer)
    return [_of_meeting(turn, session, meeting)] if meeting else None


@meeting_list.step
def class_chosen(turn: Turn, session: Session) -> Heard:
    meeting = _allowed(turn, session, turn.memory["meeting"])
    if meeting is None or turn.answer is None:
        return None
    about = [p for p in _families(turn, session, meeting) if str(p.class_id) == turn.answer]
    return [_list(session, meeting, about, turn.now)]


@meeting_list.step
def ticked(turn: Turn, session: Session) -> Heard:
    """Numbers or names, "batal" and the same, or a button. Other words are not for us."""
    memory = Memory.model_validate(
        {key: turn.memory[key] for key in Memory.model_fields if key in turn.memory}
    )
    meeting = _allowed(turn, session, memory.meeting)
    if meeting is None:
        return None
    about = pupils(session, memory.children)
    if turn.answer and not turn.text.strip().isdecimal():
        return [_button(turn, session, meeting, memory, about)]
    words = OFF.sub("", turn.text.strip())
    off = words != turn.text.strip()
    numbers = said_numbers(words)
    if wrong := [n for n in numbers if not 0 < n <= len(memory.children)]:
        shown = ", ".join(map(str, wrong))
        values = {"numbers": shown, "count": str(len(memory.children))}
        choices = [Choice("list", AGAIN), Choice("finish", FINISH)]
        remember = memory.model_dump()
        again = Reply(NO_NUMBER, values, choices=choices, then=ticked, free=True, remember=remember)
        return [again]
    meant = [memory.children[n - 1] for n in numbers] or named_in(words, about)
    return [_change(turn, session, meeting, memory, meant, off=off)] if meant else None


def _button(
    turn: Turn, session: Session, meeting: Meeting, memory: Memory, about: Sequence[Pupil]
) -> Say:
    """A typed number is never a button here, but a family of the list."""
    match turn.answer:
        case "list":
            return _list(session, meeting, about, turn.now)
        case "undo":
            return _change(turn, session, meeting, memory, memory.ticked, off=True)
        case _:
            here = len(present(session, meeting) & set(memory.children))
            return Reply(FINISHED, {"here": str(here), "count": str(len(memory.children))})


def _change(
    turn: Turn,
    session: Session,
    meeting: Meeting,
    memory: Memory,
    children: Sequence[int],
    *,
    off: bool,
) -> Say:
    if off:
        changed = unmark(session, meeting, children)
    else:
        changed = mark(session, meeting, children, turn.speaker.person, How.LIST, turn.now)
    here = present(session, meeting)
    values = {
        "children": label(pupils(session, changed)),
        "here": str(len(here & set(memory.children))),
        "count": str(len(memory.children)),
    }
    choices = [Choice("list", AGAIN), Choice("finish", FINISH)]
    if changed and not off:
        choices.insert(0, Choice("undo", UNDO))
    return Reply(
        (UNTICKED if off else TICKED) if changed else NO_CHANGE,
        values if changed else {name: values[name] for name in NO_CHANGE.blanks},
        choices=choices,
        then=ticked,
        free=True,
        remember=memory.model_copy(update={"ticked": changed}).model_dump(),
    )


def _of_meeting(turn: Turn, session: Session, meeting: Meeting) -> Say:
    about = _families(turn, session, meeting)
    if len(about) <= LONGEST:
        return _list(session, meeting, about, turn.now)
    classes = {str(pupil.class_id): pupil.class_name for pupil in about}
    return Reply(
        WHICH_CLASS,
        {"title": meeting.title, "count": str(len(about))},
        choices=[Choice(number, name) for number, name in classes.items()],
        then=class_chosen,
        remember={"meeting": meeting.id},
    )


def _list(session: Session, meeting: Meeting, about: Sequence[Pupil], now: datetime) -> Say:
    here, called = present(session, meeting), told_apart(session, about, now)
    lines: list[Value] = [
        Phrase(
            LINE,
            {
                "number": str(number),
                "child": called[pupil.id],
                "mark": " ✅" if pupil.id in here else "",
            },
        )
        for number, pupil in enumerate(about, start=1)
    ]
    children = [pupil.id for pupil in about]
    values: dict[str, Value] = {
        "title": meeting.title,
        "here": str(len(here & set(children))),
        "count": str(len(about)),
        "list": Lines(lines),
    }
    memory = Memory(meeting=meeting.id, children=children).model_dump()
    choices = [Choice("finish", FINISH)]
    return Reply(LIST, values, choices=choices, then=ticked, free=True, remember=memory)


def _open(turn: Turn, session: Session) -> list[Meeting]:
    """The meetings the speaker may tick off at this time, the latest first."""
    around = session.scalars(
        select(Meeting)
        .where(
            Meeting.school_id == turn.speaker.school,
            Meeting.state.in_(HAPPENS),
            Meeting.starts_at <= turn.now + EARLY,
            Meeting.ends_at > turn.now - LATE,
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id)
    )
    return [meeting for meeting in around if _families(turn, session, meeting)]


def _allowed(turn: Turn, session: Session, meeting_id: object) -> Meeting | None:
    return next((m for m in _open(turn, session) if str(m.id) == str(meeting_id)), None)


def _families(turn: Turn, session: Session, meeting: Meeting) -> list[Pupil]:
    """All invited for the organiser and who leads the school; else those the speaker teaches."""
    about = invited(session, meeting, turn.now)
    if meeting.organiser_id == turn.speaker.person or turn.speaker.roles & LEADS:
        return about
    mine = {pupil.id for pupil in yours(turn, session)}
    return [pupil for pupil in about if pupil.id in mine]


def _named(turn: Turn, meeting: Meeting) -> Value:
    when = Moment(meeting.starts_at, turn.speaker.zone)
    return Phrase(TITLED, {"title": meeting.title, "when": when})
