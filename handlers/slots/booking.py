"""A family chooses its time for a talk, by tap or in words; changes it; gives it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.notices import kinds, signing
from handlers.core.talk import Capability, Heard, Quoted, Reply, Say, Tell, Text, Turn, Who
from handlers.core.talk.words import ALL_RIGHT
from handlers.core.thread import notes
from handlers.core.understanding import find_children
from handlers.core.understanding.matters.slots import Side, Wish, exactly, refuses, wish_in, wished
from handlers.slots import kept as slot_kept
from handlers.slots import notice as slot_notice
from handlers.slots import page as slot_page
from handlers.slots import places as slot_places
from handlers.slots import speaking, words
from handlers.slots import waiting as slot_waiting
from handlers.slots.hours import says_more
from handlers.slots.invited import Invited, find, invited, remembered, sign_for
from models.slot import Slot, SlotDay

ANY = Text("slot_booking.any", id="pertemuan", en="talk")

slot_booking = Capability("slot_booking", Who.GUARDIAN)


@slot_booking.step
def answered(turn: Turn, session: Session) -> Heard:
    """Hears the answer to an invitation; other words, if they quote it, are a note beside it."""
    mine = invited(turn, session, int(turn.memory["notice"]))
    match turn.answer:
        case "pick":
            return choose(turn, session, mine)
        case "cannot":
            return decline(turn, session, mine)
        case "answer":
            return signing.answered(turn, session)
    return _in_words(turn, session, mine)


def _in_words(turn: Turn, session: Session, mine: Sequence[Invited]) -> Heard:
    about = mine if turn.direct else _meant(turn, session)
    if about and refuses(turn.text):
        return [*decline(turn, session, about), *(notes.note(turn, session) or [])]
    if about and _wish(turn, about):
        return choose(turn, session, about)
    if not turn.direct:
        return None
    agreed = turn.meaning is not None and turn.meaning.intent in signing.AGREEMENT
    return choose(turn, session, mine) if agreed else notes.note(turn, session)


def _meant(turn: Turn, session: Session) -> list[Invited]:
    """Whom free words are about: the child they name, or the only one that has no time.

    Nobody where that is not clear: a time for the wrong child helps no one.
    """
    waiting = [one for one in invited(turn, session) if not one.settled]
    named = find_children(turn.text, [one.child.name for one in waiting]).found
    about = [one for one in waiting if one.child.name in named] or waiting
    return about if len(about) == 1 else []


def _wish(turn: Turn, mine: Sequence[Invited]) -> Wish | None:
    """The hour that free words wish for, on the first of these days."""
    if turn.answer is not None or not mine:
        return None
    return wish_in(turn.text, mine[0].day.starts_at.astimezone(turn.speaker.zone))


def choose(turn: Turn, session: Session, mine: Sequence[Invited]) -> list[Say]:
    """The free times for the first child that has none; else the time that it has."""
    if not mine:
        return [_over(turn)]
    without = [one for one in mine if one.slot is None]
    if not without:
        return [replace(slot_kept.still(turn, session, one), then=kept) for one in mine]
    return show(turn, session, without[0], _wish(turn, without))


def _over(turn: Turn) -> Reply:
    return Reply(words.OVER, {"who": turn.speaker.name, "title": ANY})


def show(turn: Turn, session: Session, one: Invited, wish: Wish | None = None) -> list[Say]:
    """Ask which of the free times. Who names a free one to the minute has it at once."""
    slots = slot_page.open_to(turn, session, one)
    if not slots:
        return _full(turn, session, one)
    if wish is None:
        return [replace(slot_page.page(turn, session, one, slots), then=picked)]
    named = exactly(slots, wish, one.day.starts_at.astimezone(turn.speaker.zone))
    if named is not None:
        return [*book(turn, session, one, named), *_beyond(turn, session, one)]
    return [replace(slot_page.near(turn, session, one, slots, wish), then=picked)]


def _beyond(turn: Turn, session: Session, one: Invited) -> list[Say]:
    """What they said beside the hour, to the teacher."""
    if turn.answer is not None or not says_more(turn.text, turn.local):
        return []
    about = Quoted(0, "", one.day.notice_id, {"children": [one.child.id]})
    return notes.leave(replace(turn, quoted=about), session) or []


def _full(turn: Turn, session: Session, one: Invited) -> list[Say]:
    reply = slot_page.full(turn, session, one)
    if one.slot is not None:
        return [reply]
    sign_for(turn, session, one)
    return [replace(reply, then=offered)]


@slot_booking.step
def picked(turn: Turn, session: Session) -> Heard:
    """A time from the page, the next page, or an hour in words."""
    one = remembered(turn, session)
    if one is None:
        return [_over(turn)] if turn.answer else None
    if turn.answer == "more":
        return _more(turn, session, one)
    if turn.answer is not None:
        slot = session.get(Slot, int(turn.answer))
        return book(turn, session, one, slot) if slot and slot.day_id == one.day.id else None
    if refuses(turn.text) and one.slot is None:
        return _in_words(turn, session, [one])
    if named := _other_named(turn, session, one):
        one = named
    wish = _wish(turn, [one])
    return show(turn, session, one, wish) if wish and _awaited(turn, one) else None


def _other_named(turn: Turn, session: Session, one: Invited) -> Invited | None:
    """A brother or sister whom the words name in place of the child that was asked about."""
    named = _meant(turn, session)
    said = find_children(turn.text, [other.child.name for other in named]).found
    return named[0] if said and named[0].child.id != one.child.id else None


def _awaited(turn: Turn, one: Invited) -> bool:
    """Hours in later words are about something else once they have their time."""
    return one.slot is None or bool(turn.memory.get("change"))


def _more(turn: Turn, session: Session, one: Invited) -> list[Say]:
    slots = slot_page.open_to(turn, session, one)
    if not slots:
        return _full(turn, session, one)
    after = turn.memory.get("after")
    shown = datetime.fromisoformat(after) if after else None
    return [replace(slot_page.page(turn, session, one, slots, shown), then=picked)]


def book(turn: Turn, session: Session, one: Invited, slot: Slot) -> list[Say]:
    """Take a slot, and say what became of it: theirs, or gone and what is nearest."""
    if not slot_places.take(session, [(slot, one.child.id)], turn.speaker.person, turn.now):
        return _gone(turn, session, one, slot)
    sign_for(turn, session, one)
    says: list[Say] = [replace(slot_kept.booked(turn, session, one, slot), then=kept)]
    if one.slot is not None:
        says += offers(session, one.day, turn.now)
    return [*says, *_beside(turn, session, one, slot)]


def _gone(turn: Turn, session: Session, one: Invited, slot: Slot) -> list[Say]:
    has = slot_places.of_child(session, one.day.id, one.child.id)
    if has is not None and one.slot is None:  # the other guardian was faster
        return [replace(slot_kept.still(turn, session, one.with_(has)), then=kept)]
    slots = slot_page.open_to(turn, session, one)
    if not slots:
        return _full(turn, session, one)
    wish = Wish(Side.AROUND, slot.starts_at.astimezone(turn.speaker.zone).time())
    nearest = slot_page.near(turn, session, one, slots, wish, words.GONE)
    return [replace(nearest, then=picked)]


@slot_booking.step
def kept(turn: Turn, session: Session) -> Heard:
    """Under the time they have: another one, or none."""
    one = remembered(turn, session)
    if turn.answer is None:
        return in_words(turn, session, one) if one else None
    if one is None:
        return [_over(turn)]
    if turn.answer == "cancel" and one.slot is not None:
        return [replace(slot_kept.ask_to_cancel(turn, session, one), then=cancelled)]
    return change(turn, session, one)


def in_words(turn: Turn, session: Session, one: Invited) -> Heard:
    """ "eh bisa diganti jam 9?", "maaf Sabtu gak bisa, ada acara", "jadwal saya jam berapa?"."""
    match speaking.meant(turn, session, one) if one.slot else None:
        case speaking.Ask.OTHER:
            wish = _wish(replace(turn, text=wished(turn.text)), [one])
            return change(turn, session, one, wish)
        case speaking.Ask.WHICH:
            return [replace(slot_kept.still(turn, session, one), then=kept)]
        case speaking.Ask.NONE:
            asked = replace(slot_kept.ask_to_cancel(turn, session, one), then=cancelled)
            return [asked, *speaking.to_teacher(turn, session, one)]
        case _:
            return None


@slot_booking.overhears(place=50)
def said_later(turn: Turn, session: Session) -> Heard:
    """The same, long after: of the only child that has a time, or the one that is named."""
    if not speaking.may_be(turn.text):
        return None
    having = [one for one in invited(turn, session) if one.slot is not None]
    named = find_children(turn.text, [one.child.name for one in having]).found
    about = [one for one in having if one.child.name in named] or having
    return in_words(turn, session, about[0]) if len(about) == 1 else None


def change(turn: Turn, session: Session, one: Invited, wish: Wish | None = None) -> list[Say]:
    """Another time; until it is chosen they keep the one they have."""
    asked = show(turn, session, one, wish)
    return [
        replace(say, remember={**say.remember, "change": True}) if say.then is picked else say
        for say in asked
    ]


@slot_booking.step
def cancelled(turn: Turn, session: Session) -> Heard:
    """The slot goes back, and to the next on the waiting list."""
    one = remembered(turn, session)
    answer = turn.answer
    if answer is None:
        return None
    if answer != "yes" or one is None or one.slot is None:
        return [_all_right(turn)]
    told = replace(slot_kept.given_back(turn, session, one), then=answered)
    return [told, *offers(session, one.day, turn.now)]


def _all_right(turn: Turn) -> Reply:
    return Reply(ALL_RIGHT, {"who": turn.speaker.name})


def decline(turn: Turn, session: Session, mine: Sequence[Invited]) -> list[Say]:
    """They cannot come: the list says so, and nobody reminds them."""
    if not mine:
        return [_over(turn)]
    without = [one for one in mine if one.slot is None]
    if not without:
        return [replace(slot_kept.ask_to_cancel(turn, session, mine[0]), then=cancelled)]
    told = replace(slot_kept.declined(turn, session, without), then=answered)
    for one in without:
        sign_for(turn, session, one)
    return [told, *offers(session, without[0].day, turn.now)]


@slot_booking.step
def offered(turn: Turn, session: Session) -> Heard:
    """They take what was offered, also late if it is still free; or wait no longer."""
    one = remembered(turn, session)
    slot = session.get_one(Slot, int(turn.memory["slot"])) if "slot" in turn.memory else None
    takes = turn.answer == "take" or _names(turn, one, slot)
    if turn.answer is None and not takes:
        return None
    if one is None:
        return [_over(turn)]
    if takes and slot is not None:
        return book(turn, session, one, slot)
    if one.slot is not None:
        return [_all_right(turn)]
    slot_places.give_back(session, one.day.id, one.child.id, turn.speaker.person, turn.now)
    left = Reply(words.LEFT, {"child": one.child.label, "who": turn.speaker.name})
    return [left, *offers(session, one.day, turn.now)]


def offers(session: Session, day: SlotDay, now: datetime) -> list[Tell]:
    """What is free, to those who wait for it."""
    told = slot_waiting.offers(session, day, now)
    return [replace(tell, then=offered, free=True) for tell in told]


def _names(turn: Turn, one: Invited | None, slot: Slot | None) -> bool:
    """Whether free words name the very hour of the slot: "jam 2 bu"."""
    wish = _wish(turn, [one]) if one else None
    if one is None or slot is None or wish is None:
        return False
    return exactly([slot], wish, one.day.starts_at.astimezone(turn.speaker.zone)) is slot


def _beside(turn: Turn, session: Session, one: Invited, slot: Slot) -> list[Say]:
    proposal = slot_page.beside(turn, session, one, slot)
    return [replace(proposal, then=sibling)] if proposal else []


@slot_booking.step
def sibling(turn: Turn, session: Session) -> Heard:
    """One tap: the brother's or sister's talk, and the first one moved beside it."""
    other = remembered(turn, session)
    if other is None or turn.answer == "later":
        return [_all_right(turn)]
    if turn.answer == "other":
        return show(turn, session, other)
    if turn.answer != "both":
        return None
    first = turn.memory["first"]
    one = find(turn, session, first["day"], first["child"])
    second = session.get_one(Slot, int(turn.memory["slot"]))
    if one is None or one.slot is None or one.slot.id == first["slot"]:
        return book(turn, session, other, second)
    return _both(turn, session, (one, session.get_one(Slot, int(first["slot"]))), (other, second))


def _both(
    turn: Turn, session: Session, first: tuple[Invited, Slot], second: tuple[Invited, Slot]
) -> list[Say]:
    wanted = [(slot, one.child.id) for one, slot in (first, second)]
    if not slot_places.take(session, wanted, turn.speaker.person, turn.now):
        return _gone(turn, session, *second)
    sign_for(turn, session, second[0])
    says: list[Say] = [
        replace(slot_kept.booked(turn, session, *each), then=kept) for each in (first, second)
    ]
    says += offers(session, first[0].day, turn.now)
    return [*says, *_beside(turn, session, *second)]


def ask_again(turn: Turn, session: Session, notice: int) -> Reply | None:
    """What a bare "ok" or "paraf" is answered with, while no time is chosen."""
    open_ = [one for one in invited(turn, session, notice) if not one.settled]
    asked = show(turn, session, open_[0])[0] if open_ else None
    return asked if isinstance(asked, Reply) else None


KIND = kinds.Kind(
    slot_notice.KIND,
    title=slot_notice.title,
    message=slot_notice.message,
    values=slot_notice.values,
    choices=slot_notice.choices,
    hears=answered,
    free=lambda notice: True,
    context="slot_invitation",
    reminder=lambda notice: slot_notice.REMINDER,
    instead=ask_again,
)
