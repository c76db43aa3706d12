"""An organiser's own meetings: who comes, moving, cancelling."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handlers.core.forms import assent
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
    clip,
)
from handlers.core.talk.times import short
from handlers.core.talk.words import CANCEL_IT
from handlers.core.understanding.matters.meetings import ASKS, CANCELS, FIRST, MOVES, kind_of
from handlers.meetings.calling import calling_off, moving
from handlers.meetings.calling import counts as meeting_counts
from handlers.meetings.calling.own import GONE, blanks, mine, own
from models.meeting import Meeting

MOVE = Text("meeting_changes.move", id="Pindah", en="Move")
COMING = Text("meeting_changes.coming", id="Siapa hadir?", en="Who comes?")
CHOICES = (Choice("coming", COMING), Choice("move", MOVE), Choice("cancel", CANCEL_IT))
NEW = Text("meeting_changes.new", id="Rapat baru", en="New meeting")
LIST = Text(
    "meeting_changes.list",
    id="Rapat Ibu/Bapak yang akan datang:\n{list}\n\nYang mana?",
    en="Your meetings to come:\n{list}\n\nWhich one?",
)
LINE = Text("meeting_changes.line", id="{number}. {what}, {when}", en="{number}. {what}, {when}")
ONE = Text(
    "meeting_changes.one",
    id="{what}, {when}, di {place}. Mau apa?",
    en="{what}, {when}, at {place}. What would you like?",
)
NONE = Text(
    "meeting_changes.none",
    id="Belum ada rapat Ibu/Bapak yang akan datang. Tulis RAPAT BARU untuk membuatnya.",
    en="You have no meeting ahead. Write RAPAT BARU to call one.",
)
meeting_changes = Capability("meeting_changes", Who.STAFF)


def listed(turn: Turn, session: Session) -> list[Say] | None:
    """One's meetings to choose from; None where there is none."""
    found = own(turn, session)
    if not found:
        return None
    if len(found) == 1:
        return [_one(session, found[0])]
    return [_which(turn, found, "one")]


def in_words(turn: Turn, session: Session, words: str) -> list[Say] | None:
    """ "pindah ke Minggu jam 10", "batalkan", "siapa hadir?"; None for a new meeting."""
    for action, pattern in (
        ("coming", ASKS),
        ("move", MOVES),
        ("cancel", CANCELS),
    ):
        if pattern.search(words):
            return _about(turn, session, action, words)
    return None


@meeting_changes.opens("siapa hadir", "siapa yang hadir", "berapa yang hadir", "who comes")
def coming(turn: Turn, session: Session) -> Heard:
    """Of the next meeting, or of the one that is chosen; the day's attendance if there is none."""
    return _about(turn, session, "coming", turn.text) if own(turn, session) else None


@meeting_changes.step
def chosen(turn: Turn, session: Session) -> Heard:
    """Under a meeting: what to do with it, tapped, or said next."""
    action = turn.answer or _action(turn, session)
    if action not in ("coming", "move", "cancel"):
        return None
    meeting = mine(turn, session, turn.memory["meeting"])
    words = "" if turn.answer else turn.text
    return _do(turn, session, action, meeting, words) if meeting else [Reply(GONE)]


def _action(turn: Turn, session: Session) -> str | None:
    """ "pindah ke Minggu jam 10", and nothing else was asked since."""
    first = FIRST.sub("", turn.text.strip())
    verbs = (("move", MOVES), ("cancel", CANCELS), ("coming", ASKS))
    found = next((action for action, pattern in verbs if pattern.match(first)), None)
    return found if found and assent.asked_last(turn, session) else None


@meeting_changes.step
def picked(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return None
    meeting = mine(turn, session, turn.answer)
    words = str(turn.memory.get("words", ""))
    if meeting is None:
        return [Reply(GONE)]
    return _do(turn, session, str(turn.memory["action"]), meeting, words)


def _about(turn: Turn, session: Session, action: str, words: str) -> list[Say]:
    """The one meeting that the words can mean; a question where there are several."""
    found = own(turn, session)
    kind = kind_of(words)
    named = [m for m in found if m.kind is kind] or found
    said = words.casefold().replace(" ", "")
    by_class = [m for m in named if m.title.rpartition(" ")[2].casefold() in said]
    found = by_class if len(by_class) == 1 else named
    if not found:
        return [Reply(NONE)]
    if len(found) > 1:
        return [_which(turn, found, action, words)]
    return _do(turn, session, action, found[0], words)


def _do(turn: Turn, session: Session, action: str, meeting: Meeting, words: str) -> list[Say]:
    match action:
        case "coming":
            text, values = meeting_counts.report(session, meeting, turn.now)
            return [_under(text, values, meeting, CHOICES[1:])]
        case "move":
            return moving.begin(turn, session, meeting, words)
        case "cancel":
            return calling_off.begin(turn, session, meeting, words)
        case _:
            return [_one(session, meeting)]


def _one(session: Session, meeting: Meeting) -> Say:
    values = {**blanks(session, meeting), "place": meeting.place}
    return _under(ONE, values, meeting, CHOICES)


def _under(
    text: Text, values: dict[str, Value], meeting: Meeting, choices: Sequence[Choice]
) -> Say:
    return Reply(
        text,
        values,
        choices=choices,
        then=chosen,
        remember={"meeting": meeting.id},
        again=True,
        free=True,
    )


def _which(turn: Turn, found: Sequence[Meeting], action: str, words: str = "") -> Say:
    zone = turn.speaker.zone
    lines = [
        Phrase(LINE, {"number": str(n), "what": m.title, "when": short(m.starts_at, zone)})
        for n, m in enumerate(found, start=1)
    ]
    choices = [Choice(str(m.id), clip(f"{n}. {m.title}")) for n, m in enumerate(found, start=1)]
    remember = {"action": action, "words": words}
    return Reply(LIST, {"list": Lines(lines)}, choices=choices, then=picked, remember=remember)
