"""A family changes what was agreed, in its own words: shown back before anything is given up."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Heard, Reply, Say, Sense, Text, Turn
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.talk.words import CANCEL_IT, CHANGE_TIME
from handlers.core.thread import notes
from handlers.core.understanding import Intent, find_day
from handlers.core.understanding.matters.visits import INSTEAD, OF_VISIT, calls_off, moves, place_in
from handlers.core.whom import whose
from handlers.visits import people, states
from handlers.visits.booking import choosing, ending
from handlers.visits.desk import families
from handlers.visits.words import PLACES
from models.school import school_of
from models.visit import Place, Visit

KEEP = Text("visits.keep_it", id="Tetap jadi", en="Keep it")
YES = Text("visits.propose_it", id="Ya, usulkan", en="Yes, propose it")
OFF = Text(
    "visits.off_question",
    id="{child}. Apakah kunjungan {teacher} ({when}) dibatalkan, {who}, atau diubah waktunya saja?",
    en="{child}. Is {teacher}'s visit ({when}) to be cancelled, {who}, or only to be moved?",
)
CHANGED = Text(
    "visits.change_question",
    id="{child}. Kunjungan {teacher} ({when}) diusulkan menjadi {new}, {place}. Betul, {who}?",
    en="{child}. {teacher}'s visit ({when}) is to be {new}, {place}. Is that right, {who}?",
)
STAYS = Text(
    "visits.stays",
    id="{child}. Baik, {who}. Kunjungan {teacher} tetap {when}.",
    en="{child}. All right, {who}. {teacher}'s visit stays: {when}.",
)
CALLED_OFF = Text(
    "visits.family_called_off",
    id="{child}. Baik, {who}. Kunjungan dibatalkan, dan {teacher} sudah kami kabari. Terima kasih.",
    en="{child}. All right, {who}. The visit is cancelled, and {teacher} has been told. Thank you.",
    claims=Claim.CANCELLED,
)
UNSURE = 0.5
"""Words understood no better than this are not even asked about."""


def changed(turn: Turn, session: Session, visit: Visit, *, pointed: bool = False) -> Heard:
    """Ask about another time or place, or none at all, for a visit that is agreed on.

    `pointed` says that they answer a message about this visit. None where the words are about
    something else: they go to the teacher then.
    """
    if visit.state not in states.SETTLED or visit.starts_at is None:
        return None
    place = place_in(turn.text)
    if not (pointed or _is_meant(turn, visit, place)):
        return None
    when = _when(turn, session, visit)
    if isinstance(when, datetime):
        return [_ask(turn, session, visit, when, place or visit.place)]
    if when is not None and not _is_its_day(when, visit, turn):
        return choosing.at_or_on(turn, session, visit, place or visit.place, when)
    if place not in (None, visit.place):
        assert place is not None
        return [_ask(turn, session, visit, visit.starts_at, place)]
    if moves(turn.text):
        return [choosing.offer_times(turn, session, visit, choosing.WHICH_TIME)]
    return [_ask_off(turn, session, visit)] if calls_off(turn.text) else None


@families.step
def change_said(turn: Turn, session: Session) -> Heard:
    """Whether what we understood is what they want."""
    visit = choosing.visit_of(turn, session)
    if visit is None or turn.answer is None or visit.state not in states.SETTLED:
        return None
    match turn.answer:
        case "yes":
            at = datetime.fromisoformat(turn.memory["at"])
            return choosing.counter(turn, session, visit, at, Place(turn.memory["place"]))
        case "move":
            return [choosing.offer_times(turn, session, visit, choosing.WHICH_TIME)]
        case "cancel":
            values = choosing.values_of(turn, session, visit)
            told = ending.cancel(session, visit, turn.speaker.person, turn.memory["said"], turn.now)
            return [*told, Reply(CALLED_OFF, values)]
    stays = Reply(STAYS, choosing.values_of(turn, session, visit))
    return [stays, *to_teacher(turn, session, visit.child_id, turn.memory["said"])]


def to_teacher(turn: Turn, session: Session, child_id: int, words: str) -> list[Say]:
    """Words that were about something else after all go where they would have gone at once."""
    child = next((one for one in people.own_children(turn, session) if one.id == child_id), None)
    if child is None:
        return []
    note = notes.write(turn, session, child, words)
    return notes.pass_on(turn, session, note, child)


def _is_meant(turn: Turn, visit: Visit, place: Place | None) -> bool:
    """Whether words that answer nothing are about this visit."""
    said = turn.text.casefold()
    if OF_VISIT.search(said):
        return True
    if place not in (None, visit.place) and INSTEAD.search(said):
        return True
    day = find_day(turn.text, turn.local)
    named = day is not None and _is_its_day(day, visit, turn)
    return named and (calls_off(said) or moves(said))


def _when(turn: Turn, session: Session, visit: Visit) -> datetime | date | None:
    """The time they name instead, if they name one."""
    assert visit.starts_at is not None
    zone = school_of(session, visit.school_id).zone
    asked = {"when": visit.starts_at.astimezone(zone).isoformat(timespec="minutes")[:16]}
    meaning = whose.reread(turn, session, "visit_proposal", asked)
    if meaning.intent is not Intent.VISIT_RESPONSE or meaning.confidence < UNSURE:
        return None
    if meaning.slots.get("answer") != "reschedule" or not (said := meaning.slots.get("when")):
        return None
    if "T" not in said:
        return date.fromisoformat(said)
    at = datetime.fromisoformat(said).replace(tzinfo=zone)
    return None if at == visit.starts_at else at


def _is_its_day(day: date, visit: Visit, turn: Turn) -> bool:
    assert visit.starts_at is not None
    return day == visit.starts_at.astimezone(turn.speaker.zone).date()


def _ask(turn: Turn, session: Session, visit: Visit, at: datetime, place: Place) -> Say:
    zone = school_of(session, visit.school_id).zone
    values = {
        **choosing.values_of(turn, session, visit),
        "new": Moment(at, zone),
        "place": PLACES[place],
    }
    return Reply(
        CHANGED,
        values,
        choices=[
            Choice("yes", YES, Sense.YES),
            Choice("cancel", CANCEL_IT),
            Choice("keep", KEEP, Sense.NO),
        ],
        then=change_said,
        remember={
            "visit": visit.id,
            "at": at.isoformat(),
            "place": place.value,
            "said": turn.text,
        },
    )


def _ask_off(turn: Turn, session: Session, visit: Visit) -> Say:
    return Reply(
        OFF,
        choosing.values_of(turn, session, visit),
        choices=[
            Choice("cancel", CANCEL_IT, Sense.YES),
            Choice("move", CHANGE_TIME),
            Choice("keep", KEEP),
        ],
        then=change_said,
        remember={"visit": visit.id, "said": turn.text},
    )
