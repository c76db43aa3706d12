"""Who comes when: a teacher's list of a day of talks, in the chat and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

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
    Step,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.times import Span
from handlers.core.talk.words import NOBODY, WHO
from handlers.core.thread.texts import WORDS
from handlers.slots import notice as slot_notice
from handlers.slots import places as slot_places
from handlers.slots import words as slot_words
from models.family import LEADS, Pupil, guardians_of, pupils
from models.media import Kind, Media
from models.notice import Receipt
from models.outbox import Priority
from models.people import Relation
from models.school import School, school_of
from models.slot import DayState, SlotDay

SOURCE = "slots"
"""Channel name of printed lists: see `bot.media.Fetcher`."""
SHOWN_AFTER = timedelta(days=3)
"""How long a day that is over can still be looked at."""

NONE = Text(
    "slot_list.none",
    id="Belum ada slot. Tulis, misalnya: slot rapor Sabtu 8-12, 10 menit.",
    en="There are no slots yet. Write, for example: slot rapor Sabtu 8-12, 10 menit.",
)
WHICH = Text("slot_list.which", id="Slot yang mana?", en="Which slots?")
WHICH_LINE = Text("slot_list.which_line", id="{teacher}: {when}", en="{teacher}: {when}")
LIST = Text(
    "slot_list.list",
    id="{title}, {teacher}\n{when}, di {place}\nTerisi {count} dari {all}.\n\n{list}",
    en="{title}, {teacher}\n{when}, at {place}\n{count} of {all} are taken.\n\n{list}",
)
COMES = Text("slot_list.comes", id="{clock} {child} · {who}", en="{clock} {child} · {who}")
FREE = Text("slot_list.free", id="{clock} kosong", en="{clock} free")
BREAK = Text("slot_list.break", id="{clock} istirahat", en="{clock} break")
WAITING = Text("slot_list.waiting", id="\nDaftar tunggu: {list}", en="\nWaiting list: {list}")
DECLINED = Text("slot_list.declined", id="\nTidak bisa: {list}", en="\nCannot come: {list}")
SILENT = Text("slot_list.silent", id="\nBelum memilih: {list}", en="\nNot chosen yet: {list}")
SHOW = Text("slot_list.show", id="Daftar slot", en="Show the list")
SUMMARY = Text(
    "slot_list.summary",
    id="Pengingat untuk {title} pada {when}, di {place}: {count} dari {all} slot terisi. Yang "
    "belum punya jam: {list}. Ketuk Daftar slot untuk melihat semuanya.",
    en="Reminder of the {title} on {when}, at {place}: {count} of {all} slots are taken. Still "
    "without a time: {list}. Tap Show the list to see everybody.",
    template=True,
    buttons=(SHOW,),
)
PRINT = Text("slot_list.print", id="Cetak PDF", en="As a PDF")
PAPER = Text("slot_list.paper", id="Daftar {title}, {when}.", en="List of the {title}, {when}.")

slot_list = Capability("slot_list", Who.STAFF)


@dataclass(frozen=True)
class Line:
    """One time of the day. `child` is None where it is free, or a break."""

    at: datetime
    child: Pupil | None = None
    who: Value = ""
    is_break: bool = False


@dataclass(frozen=True)
class Sheet:
    """A day as its teacher needs it."""

    day: SlotDay
    school: School
    lines: Sequence[Line]
    waiting: Sequence[Pupil]
    declined: Sequence[Pupil]
    silent: Sequence[Pupil]

    @property
    def taken(self) -> int:
        return sum(line.child is not None for line in self.lines)

    @property
    def slots(self) -> int:
        return sum(not line.is_break for line in self.lines)


def sheet_of(session: Session, day: SlotDay, now: datetime) -> Sheet:
    """Every time of a day, and the families that have none."""
    slots = slot_places.of_day(session, day.id)
    invited = session.scalars(select(Receipt.child_id).where(Receipt.notice_id == day.notice_id))
    booked = {slot.child_id: slot for slot in slots if slot.child_id}
    about = {pupil.id: pupil for pupil in pupils(session, {*invited, *booked})}
    answers = slot_places.families(session, day.id)
    relations = {
        (place.child_id, place.person_id): place.relation
        for place in guardians_of(session, booked, now)
    }

    def who(child: int) -> Value:
        person = answers[child].person
        relation = relations.get((child, person.id), Relation.GUARDIAN)
        return Phrase(WHO, {"name": person.name, "relation": WORDS[relation]})

    lines = [
        Line(slot.starts_at, about[slot.child_id], who(slot.child_id))
        if slot.child_id in about
        else Line(slot.starts_at)
        for slot in slots
    ]
    lines += [Line(datetime.fromisoformat(at), is_break=True) for at in day.breaks]
    waiting = [about[one.child_id] for one in slot_places.waiting(session, day.id)
               if one.child_id in about]  # fmt: skip
    without = [pupil for pupil in about.values() if pupil.id not in booked]
    declined = [p for p in without if p.id in answers and answers[p.id].declined_at]
    settled = {pupil.id for pupil in (*waiting, *declined)}
    return Sheet(
        day,
        school_of(session, day.school_id),
        sorted(lines, key=lambda line: line.at),
        waiting,
        declined,
        [pupil for pupil in without if pupil.id not in settled],
    )


def yours(turn: Turn, session: Session, since: datetime) -> list[SlotDay]:
    """The open days of the speaker that end after `since`; of all teachers for who leads."""
    query = select(SlotDay).where(
        SlotDay.school_id == turn.speaker.school,
        SlotDay.state == DayState.OPEN,
        SlotDay.ends_at > since,
    )
    ordered = session.scalars(query.order_by(SlotDay.starts_at, SlotDay.id)).all()
    own = [day for day in ordered if day.teacher_id == turn.speaker.person]
    return own or (list(ordered) if turn.speaker.roles & LEADS else [])


def which(turn: Turn, days: Sequence[SlotDay], then: Step, **memory: object) -> Say:
    """Which of several days; the label says whose and when."""
    zone = turn.speaker.zone
    choices = [
        Choice(
            str(day.id),
            Phrase(
                WHICH_LINE,
                {"teacher": day.teacher.name, "when": Span(day.starts_at, day.ends_at, zone)},
            ),
        )
        for day in days[:10]
    ]
    return Reply(WHICH, choices=choices, then=then, remember=memory)


def chosen(turn: Turn, session: Session, since: datetime) -> SlotDay | None:
    """The day that was picked, if it is still the speaker's to see."""
    return next((d for d in yours(turn, session, since) if str(d.id) == turn.answer), None)


@slot_list.opens("daftar slot", "slot daftar", "slot list")
def ask(turn: Turn, session: Session) -> Heard:
    days = yours(turn, session, turn.now - SHOWN_AFTER)
    if not days:
        return [Reply(NONE)]
    coming = [day for day in days if day.ends_at > turn.now] or days[-1:]
    if len(coming) > 1:
        return [which(turn, coming, show)]
    return [_list(turn, session, coming[0])]


@slot_list.step
def show(turn: Turn, session: Session) -> Heard:
    day = chosen(turn, session, turn.now - SHOWN_AFTER)
    return [_list(turn, session, day)] if day else None


@slot_list.step
def shown_on_tap(turn: Turn, session: Session) -> Heard:
    """Under the reminder of the day before."""
    days = yours(turn, session, turn.now - SHOWN_AFTER)
    day = next((day for day in days if day.id == turn.memory["day"]), None)
    return [_list(turn, session, day)] if day and turn.answer else None


@slot_list.step
def paper(turn: Turn, session: Session) -> Heard:
    """The list as a document, made when it is sent."""
    days = yours(turn, session, turn.now - SHOWN_AFTER)
    day = next((day for day in days if day.id == turn.memory["day"]), None)
    if day is None or turn.answer != "print":
        return None
    media = Media(
        school_id=day.school_id,
        channel=SOURCE,
        reference=f"{day.id}:{turn.speaker.language.name}",
        kind=Kind.DOCUMENT,
        content_type="application/pdf",
        name=f"daftar-slot-{day.starts_at.astimezone(turn.speaker.zone):%Y-%m-%d}.pdf",
        created_at=turn.now,
    )
    session.add(media)
    session.flush()
    about = slot_notice.shown(day, school_of(session, day.school_id))
    return [Reply(PAPER, about, files=(media.id,))]


def _list(turn: Turn, session: Session, day: SlotDay) -> Say:
    sheet = sheet_of(session, day, turn.now)
    return Reply(
        LIST,
        {
            **slot_notice.shown(day, sheet.school),
            "count": str(sheet.taken),
            "all": str(sheet.slots),
            "list": Lines([*(worded(sheet, line) for line in sheet.lines), *rest(sheet)]),
        },
        choices=[Choice("print", PRINT)],
        then=paper,
        remember={"day": day.id},
        again=True,
    )


def worded(sheet: Sheet, line: Line) -> Value:
    clock = slot_notice.clock(line.at, sheet.school.zone)
    if line.child is None:
        return Phrase(BREAK if line.is_break else FREE, {"clock": clock})
    return Phrase(COMES, {"clock": clock, "child": line.child.label, "who": line.who})


def rest(sheet: Sheet) -> list[Value]:
    """The families without a time, by what they said."""
    parts = {WAITING: sheet.waiting, DECLINED: sheet.declined, SILENT: sheet.silent}
    return [
        Phrase(text, {"list": ", ".join(pupil.label for pupil in some)})
        for text, some in parts.items()
        if some
    ]


def summary(session: Session, day: SlotDay, now: datetime) -> Tell:
    """The day before: how many come, and whom to remind in person."""
    sheet = sheet_of(session, day, now)
    missing = [*sheet.waiting, *sheet.declined, *sheet.silent]
    return Tell(
        SUMMARY,
        {
            **slot_notice.shown(day, sheet.school),
            "count": str(sheet.taken),
            "all": str(sheet.slots),
            "list": ", ".join(pupil.label for pupil in missing) if missing else NOBODY,
        },
        choices=[Choice("show", SHOW)],
        then=shown_on_tap,
        remember={"day": day.id},
        again=True,
        free=False,
        to=day.teacher_id,
        topic=f"{slot_words.topic(day.id)}list:{day.starts_at:%Y%m%d%H%M}",
        priority=Priority.IMPORTANT,
        office=True,
        expires_at=day.ends_at,
    )
