"""A teacher falls ill: one command moves a whole day of talks, or cancels it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.forms.addressing import Audience, described
from handlers.core.talk import Capability, Choice, Heard, Reply, Say, Sense, Text, Turn, Value, Who
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Day, Span
from handlers.core.talk.words import DAY_OFF, KEEP_DAY, LEAVE_IT
from handlers.core.understanding.matters.slots import read
from handlers.slots import listing as slot_list
from handlers.slots import moving as slot_moving
from handlers.slots.notice import shown
from handlers.slots.opened_day import busy
from models.school import school_of
from models.slot import SlotDay

MOVE = Text(
    "slot_changing.move",
    id="Pindahkan {title} dari {when} menjadi {then}, di {place}? {count} keluarga sudah memilih "
    "jam; urutan dan istirahat tetap, dan keluarga {whom} kami kabari.",
    en="Move the {title} from {when} to {then}, at {place}? {count} families have chosen a time; "
    "the order and the breaks stay, and the families of {whom} are told.",
)
YES_MOVE = Text("slot_changing.yes_move", id="Pindahkan", en="Move")
YES_CANCEL = Text("slot_changing.yes_cancel", id="Batalkan semua", en="Cancel all")
SURE = Text(
    "slot_changing.sure",
    id="Batalkan {title} {when}, {reason}? {count} keluarga sudah memilih jam; keluarga {whom} "
    "kami kabari.",
    en="Cancel the {title} {when}, {reason}? {count} families have chosen a time; the families "
    "of {whom} are told.",
)
WHEN = Text(
    "slot_changing.when",
    id="Dipindah ke kapan? Tulis, misalnya: Senin 8-12.",
    en="Move it to when? Write, for example: Senin 8-12.",
)
PAST = Text(
    "slot_changing.past",
    id="{day} jam itu sudah lewat. Dipindah ke kapan?",
    en="{day} at that time is past. Move it to when?",
)
BUSY = Text(
    "slot_changing.busy",
    id="Sudah ada slot lain pada {when}. Tulis hari atau jam lain.",
    en="There are other slots on {when}. Write another day or other hours.",
)
MOVED = Text(
    "slot_changing.moved",
    id="{title} sekarang {when}, di {place}. {count} keluarga dikabari.",
    en="The {title} is now {when}, at {place}. {count} families are told.",
)
CANCELLED = Text(
    "slot_changing.cancelled",
    id="{title} {when} dibatalkan. {count} keluarga dikabari.",
    en="The {title} {when} is cancelled. {count} families are told.",
    claims=Claim.CANCELLED,
)
LEFT = Text(
    "slot_changing.left", id="Baik, tidak ada yang diubah.", en="All right, nothing changes."
)

slot_changing = Capability("slot_changing", Who.STAFF)


def move(turn: Turn, session: Session, words: str) -> Heard:
    """ "slot pindah Senin 8-12": all talks of a day, at another time."""
    return _which(turn, session, "move", words)


def cancel(turn: Turn, session: Session, words: str) -> Heard:
    """ "slot batal karena sakit": all of them, with the reason families are told."""
    return _which(turn, session, "cancel", words)


def _which(turn: Turn, session: Session, what: str, words: str) -> Heard:
    days = slot_list.yours(turn, session, turn.now)
    if not days:
        return [Reply(slot_list.NONE)]
    if len(days) > 1:
        return [slot_list.which(turn, days, which_day, what=what, words=words)]
    return _begin(turn, session, days[0], what, words)


@slot_changing.step
def which_day(turn: Turn, session: Session) -> Heard:
    day = slot_list.chosen(turn, session, turn.now)
    if day is None:
        return None
    return _begin(turn, session, day, turn.memory["what"], turn.memory["words"])


def _begin(turn: Turn, session: Session, day: SlotDay, what: str, words: str) -> Heard:
    if what == "cancel":
        return [_ask_to_cancel(turn, session, day, words)]
    return _move(turn, session, day, words, sure=False)


def _move(turn: Turn, session: Session, day: SlotDay, words: str, *, sure: bool) -> Heard:
    """Ask what is missing or cannot be, then whether to move it."""
    starts = _starts(turn, day, words)
    zone, school = turn.speaker.zone, school_of(session, day.school_id)
    memory = {"day": day.id, "words": words}
    if starts is None:
        return [Reply(WHEN, then=moved_to, remember=memory)]
    ends = starts + (day.ends_at - day.starts_at)
    local = {"day": Day(starts.date())}
    if starts <= turn.now:
        return [Reply(PAST, local, then=moved_to, remember=memory)]
    off = starts.weekday() >= school.rules.school_week or school.quiet.is_holiday(starts.date())
    if off and not sure:
        keep = [Choice("keep", KEEP_DAY)]
        return [Reply(DAY_OFF, local, choices=keep, then=moved_to, remember=memory, free=True)]
    if when := busy(session, day.teacher_id, starts, ends, zone, but=day.id):
        return [Reply(BUSY, {"when": when}, then=moved_to, remember=memory)]
    place = read(words, turn.local).changes.get("place", day.place)
    values: dict[str, Value] = {
        **shown(day, school),
        "then": Span(starts, ends, zone),
        "place": place,
        **_reach(turn, session, day),
    }
    return [
        Reply(
            MOVE,
            values,
            choices=[
                Choice("move", YES_MOVE, Sense.YES),
                Choice("no", LEAVE_IT, Sense.NO),
            ],
            then=confirmed,
            remember={"day": day.id, "starts": starts.isoformat(), "place": place},
            free=True,
        )
    ]


def _starts(turn: Turn, day: SlotDay, words: str) -> datetime | None:
    """When the day would begin: what the words leave out stays as it is."""
    found = read(words, turn.local).changes
    if "day" not in found and "since" not in found:
        return None
    old = day.starts_at.astimezone(turn.speaker.zone)
    return datetime.combine(
        found.get("day", old.date()), found.get("since", old.time()), tzinfo=turn.speaker.zone
    )


@slot_changing.step
def moved_to(turn: Turn, session: Session) -> Heard:
    day = _day(turn, session)
    if day is None:
        return None
    if turn.answer == "keep":
        return _move(turn, session, day, turn.memory["words"], sure=True)
    return _move(turn, session, day, turn.text, sure=False)


def _day(turn: Turn, session: Session) -> SlotDay | None:
    """The day the question was about, if it is still on and the speaker's."""
    days = slot_list.yours(turn, session, turn.now)
    return next((day for day in days if day.id == turn.memory["day"]), None)


def _ask_to_cancel(turn: Turn, session: Session, day: SlotDay, words: str) -> Say:
    reason = words.strip(" .,!")
    values: dict[str, Value] = {
        **shown(day, school_of(session, day.school_id)),
        "reason": reason or slot_moving.NO_REASON,
        **_reach(turn, session, day),
    }
    return Reply(
        SURE,
        values,
        choices=[
            Choice("cancel", YES_CANCEL, Sense.YES),
            Choice("no", LEAVE_IT, Sense.NO),
        ],
        then=confirmed,
        remember={"day": day.id, "reason": reason},
        free=True,
    )


def _reach(turn: Turn, session: Session, day: SlotDay) -> dict[str, Value]:
    """How many have a time, and whose families are told."""
    taken = slot_list.sheet_of(session, day, turn.now).taken
    return {"count": str(taken), "whom": described(session, Audience.model_validate(day.audience))}


@slot_changing.step
def confirmed(turn: Turn, session: Session) -> Heard:
    day = _day(turn, session)
    answer = turn.answer
    if answer is None:
        return None
    if answer == "no" or day is None:
        return [Reply(LEFT)]
    if answer == "cancel":
        told = slot_moving.cancel(session, day, turn.memory["reason"], turn.now)
        text = CANCELLED
    else:
        starts = datetime.fromisoformat(turn.memory["starts"])
        told = slot_moving.move(session, day, starts, turn.memory["place"], turn.now)
        text = MOVED
    about = shown(day, school_of(session, day.school_id))
    return [*told, Reply(text, {**about, "count": str(len(told))})]
