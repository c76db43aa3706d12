"""A teacher opens a day of talks: "slot rapor Sabtu 8-12, 10 menit", and the families choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from handlers.core.forms import addressing
from handlers.core.forms.addressing import children_of
from handlers.core.notices import publishing
from handlers.core.notices.tasks import REASONS
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Sense,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Day
from handlers.core.talk.words import CANCEL, CHANGE, CHILD_LINE, DAY_OFF, KEEP_DAY, UNREACHED
from handlers.core.understanding.matters.slots import COMMAND, Change, change_in, read
from handlers.core.whom import audience
from handlers.slots import changing as slot_changing
from handlers.slots import notice as slot_notice
from handlers.slots.opened_day import busy, cut_of, open_day, preview, room_of
from handlers.slots.window import MOST, Window
from models.numbers import whole
from models.school import school_of

MENU = Text("slots.menu", id="Buka slot temu orang tua", en="Open slots for parent talks")
WHOM = Text(
    "slots.whom", id="Untuk kelas mana? Tulis, misalnya: 7A.", en="For which class? E.g. 7A."
)
NOT_YOURS = Text(
    "slots.not_yours",
    id="Kelas itu bukan kelas Ibu/Bapak. Untuk kelas mana?",
    en="That is not one of your classes. For which class?",
)
DAY = Text(
    "slots.which_day",
    id="Hari apa? Tulis, misalnya: Sabtu 19 Desember.",
    en="On which day? E.g. Sabtu 19 Desember.",
)
HOURS = Text(
    "slots.which_hours",
    id="Dari jam berapa sampai jam berapa? Tulis, misalnya: 8-12.",
    en="From when to when? E.g. 8-12.",
)
MINUTES = Text("slots.which_minutes", id="Berapa menit tiap anak?", en="How many minutes a child?")
EACH = Text("slots.each", id="{count} menit", en="{count} minutes")
PAST = Text(
    "slots.past",
    id="{day} jam itu sudah lewat. Hari apa yang dimaksud?",
    en="{day} at that time is past. Which day do you mean?",
)
NO_ROOM = Text(
    "slots.no_room",
    id="Waktunya tidak cukup untuk satu slot, atau lebih dari 120 slot. Dari jam berapa sampai "
    "jam berapa?",
    en="There is no room for a single slot, or for more than 120. From when to when?",
)
BUSY = Text(
    "slots.busy",
    id="Ibu/Bapak sudah punya slot pada {when}. Tulis hari atau jam lain.",
    en="You already have slots on {when}. Write another day or other hours.",
)
WHAT_CHANGES = Text(
    "slots.what_changes",
    id="Apa yang diubah? Tulis saja, misalnya: 15 menit, jam 9-12, Senin, di aula, 1 istirahat, "
    "atau untuk 7B.",
    en="What changes? Just write it: 15 menit, jam 9-12, Senin, di aula, 1 istirahat, or untuk 7B.",
)
INVITE = Text("slots.invite", id="Undang", en="Invite")
CANCELLED = Text(
    "slots.cancelled", id="Baik, tidak jadi dibuka.", en="All right, nothing is opened."
)
INVITED = Text(
    "slots.invited",
    id="Undangan {title} ({when}) dikirim ke {count} keluarga: {slots} slot.{unreached}\n"
    "Tulis “daftar slot” kapan saja. Bila berhalangan: “slot pindah Senin 8-12” atau “slot batal "
    "karena sakit”.",
    en="The invitation to the {title} ({when}) goes to {count} families: {slots} slots.{unreached}"
    "\nWrite “daftar slot” at any time. If you cannot come: “slot pindah Senin 8-12” or “slot "
    "batal karena sakit”.",
    claims=Claim.SENT,
)
LENGTHS = (10, 15, 20)

slots = Capability("slots", Who.STAFF, menu=MENU, place=21)


@slots.opens("buka slot", "slot")
def begin(turn: Turn, session: Session) -> Heard:
    """ "slot" asks step by step; "slot Sabtu 8-12, 10 menit" says it in one message."""
    words = COMMAND.sub("", turn.text.strip())
    if found := change_in(words):
        change, rest = found
        return _CHANGES[change](turn, session, rest)
    return _said(turn, session, Window(), words)


_CHANGES = {Change.MOVE: slot_changing.move, Change.CANCEL: slot_changing.cancel}


@slots.opens("buka")
def begin_in_words(turn: Turn, session: Session) -> Heard:
    """ "buka slot rapor Sabtu 8-12"; whatever else is opened is not for us."""
    return begin(turn, session) if turn.text.casefold().startswith("buka slot") else None


@slots.step
def more(turn: Turn, session: Session) -> Heard:
    """The answer to any question about what is missing or wrong."""
    window = _window(turn)
    if turn.answer == "keep":
        return _next(turn, session, window.model_copy(update={"sure": True}))
    if turn.answer is not None:
        return _next(turn, session, window.model_copy(update={"minutes": int(turn.answer)}))
    return _said(turn, session, window, turn.text, asked=turn.memory.get("asked", ""))


@slots.step
def confirmed(turn: Turn, session: Session) -> Heard:
    match turn.answer:
        case "invite":
            return _invite(turn, session, _window(turn))
        case "change":
            return [_ask(WHAT_CHANGES, _window(turn))]
        case "cancel":
            return [Reply(CANCELLED)]
        case _:
            return None


def _window(turn: Turn) -> Window:
    return Window.model_validate(turn.memory["window"])


def _ask(
    text: Text,
    window: Window,
    values: Mapping[str, Any] | None = None,
    *,
    choices: tuple[Choice, ...] = (),
    asked: str = "",
) -> Reply:
    remember = {"window": window.model_dump(mode="json"), "asked": asked}
    return Reply(text, values or {}, choices=choices, then=more, remember=remember, free=True)


def _said(turn: Turn, session: Session, window: Window, words: str, asked: str = "") -> Heard:
    """Add what the words say; a bare number answers "how many minutes"."""
    found = read(words, turn.local)
    changes = dict(found.changes)
    if asked == "minutes" and (number := whole(words.strip(), 999)) is not None:
        changes = {"minutes": number or None}
    if "day" in changes:
        changes["sure"] = False
    window = window.model_copy(update=changes)
    whom = words if asked == "whom" else found.whom
    if whom or window.audience.empty:
        named = addressing.read(whom or "kelas", turn, session)
        if named.others:
            others = audience.not_yours(named.others)
            return [_ask(audience.NOT_YOURS, window, others, asked="whom")]
        if whom and named.audience.empty:
            return [_ask(NOT_YOURS if named.not_yours else WHOM, window, asked="whom")]
        window = window.model_copy(update={"audience": named.audience})
    return _next(turn, session, window)


def _next(turn: Turn, session: Session, window: Window) -> list[Say]:
    """Ask for what is missing or cannot be, then show what was understood."""
    if window.audience.empty:
        return [_ask(WHOM, window, asked="whom")]
    if window.day is None:
        return [_ask(DAY, window)]
    if window.since is None:
        return [_ask(HOURS, window)]
    if window.minutes is None:
        lengths = [Choice(str(n), Phrase(EACH, {"count": str(n)})) for n in LENGTHS]
        return [_ask(MINUTES, window, choices=tuple(lengths), asked="minutes")]
    wrong = _wrong(turn, session, window)
    return [wrong] if wrong else [_preview(turn, session, window)]


def _wrong(turn: Turn, session: Session, window: Window) -> Say | None:
    """Why it cannot be then: past, a day off, too short, or another day of theirs."""
    zone, school = turn.speaker.zone, school_of(session, turn.speaker.school)
    starts, ends = window.starts(zone), window.ends(zone)
    day = {"day": Day(starts.date())}
    if starts <= turn.now:
        return _ask(PAST, window, day)
    free_day = starts.weekday() >= school.rules.school_week
    if not window.sure and (free_day or school.quiet.is_holiday(starts.date())):
        return _ask(DAY_OFF, window, day, choices=(Choice("keep", KEEP_DAY),))
    if not 1 <= len(cut_of(window, zone).slots) <= MOST:
        return _ask(NO_ROOM, window.model_copy(update={"since": None, "until": None}))
    if when := busy(session, turn.speaker.person, starts, ends, zone):
        return _ask(BUSY, window, {"when": when})
    return None


def _preview(turn: Turn, session: Session, window: Window) -> Say:
    window = window.model_copy(
        update={"place": window.place or room_of(session, window, turn.speaker.language)}
    )
    return Reply(
        *preview(turn, session, window),
        choices=[
            Choice("invite", INVITE, Sense.YES),
            Choice("change", CHANGE),
            Choice("cancel", CANCEL, Sense.NO),
        ],
        then=confirmed,
        remember={"window": window.model_dump(mode="json")},
        free=True,
    )


def _invite(turn: Turn, session: Session, window: Window) -> Heard:
    if wrong := _wrong(turn, session, window):  # they answered a preview of days ago
        return [wrong]
    day = open_day(turn, session, window)
    children = children_of(session, day.school_id, window.audience, turn.now)
    published = publishing.publish(session, day.notice, [child.id for child in children], turn.now)
    unreached = [
        Phrase(CHILD_LINE, {"child": child.label, "reason": REASONS[reason]})
        for child, reason in published.unreached
    ]
    values: dict[str, Value] = {
        **slot_notice.shown(day, school_of(session, day.school_id)),
        "count": str(len(published.reached) + published.waiting),
        "slots": str(len(cut_of(window, turn.speaker.zone).slots)),
        "unreached": Phrase(UNREACHED, {"list": Lines(unreached)}) if unreached else "",
    }
    return [*published.says, Reply(INVITED, values)]
