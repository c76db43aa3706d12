"""An organiser's own meetings: who comes, moving, cancelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.forms import assent
from handlers.core.forms.addressing import Audience
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
    clip,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Span, short
from handlers.core.talk.words import CANCEL_IT, LEAVE_IT
from handlers.core.understanding.matters.meetings import ASKS, CANCELS, FIRST, MOVES, kind_of
from handlers.meetings.calling import counts as meeting_counts
from handlers.meetings.calling import moves as meeting_moves
from handlers.meetings.calling import new_time as meeting_new_time
from handlers.meetings.calling import preview as meeting_preview
from handlers.meetings.calling.words import time_of
from models.audit import AuditEvent
from models.family import LEADS
from models.meeting import Meeting, State
from models.school import school_of

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
WHERE_TO = Text(
    "meeting_changes.where_to",
    id="{what}, {when}. Pindah ke kapan atau ke mana? Misalnya: Minggu 13 Desember jam 10 di aula.",
    en="{what}, {when}. To when or where does it move? For example: Minggu 13 Desember jam 10, di "
    "aula.",
)
SURE_MOVE = Text(
    "meeting_changes.sure_move",
    id="{what}\nSemula: {old}, di {old_place}\nMenjadi: {new}, di {place}{warnings}\n\nSemua "
    "keluarga diberi tahu dan ditanya lagi. Pindahkan?",
    en="{what}\nBefore: {old}, at {old_place}\nNow: {new}, at {place}{warnings}\n\nAll families "
    "are told and asked again. Move it?",
)
REALLY_MOVE = Text("meeting_changes.really_move", id="Ya, pindahkan", en="Yes, move it")
REALLY_CANCEL = Text("meeting_changes.really_cancel", id="Ya, batalkan", en="Yes, cancel it")
KEPT = Text("meeting_changes.kept", id="Baik, tidak ada yang berubah.", en="Nothing is changed.")
MOVED = Text(
    "meeting_changes.moved",
    id="Sudah dipindah: {what}, {when}. {count} keluarga diberi tahu dan ditanya lagi.",
    en="Moved: {what}, {when}. {count} families are told and asked again.",
)
WHY = Text(
    "meeting_changes.why",
    id="{what}, {when}. Apa alasan pembatalannya? Keluarga akan membacanya.",
    en="{what}, {when}. Why is it cancelled? Families will read the reason.",
)
SURE_CANCEL = Text(
    "meeting_changes.sure_cancel",
    id="Batalkan {what}, {when}? Alasan untuk keluarga: “{reason}”",
    en="Cancel {what}, {when}? The reason for families: “{reason}”",
)
CANCELLED = Text(
    "meeting_changes.cancelled",
    id="Sudah dibatalkan: {what}, {when}. {count} orang tua diberi tahu.",
    en="Cancelled: {what}, {when}. {count} guardians are told.",
    claims=Claim.CANCELLED,
)
GONE = Text(
    "meeting_changes.gone",
    id="Rapat itu sudah dimulai atau sudah dibatalkan.",
    en="That meeting has begun or was cancelled.",
)
NO_TIME = Text(
    "meeting_changes.no_time",
    id="Saya belum menangkap waktu barunya, atau sudah lewat. Mohon tulis hari dan jam, misalnya: "
    "Minggu 13 Desember jam 10.",
    en="I did not get the new time, or it is past. Please write day and hour, for example: Minggu "
    "13 Desember jam 10.",
)

meeting_changes = Capability("meeting_changes", Who.STAFF)


def own(turn: Turn, session: Session) -> Sequence[Meeting]:
    """The meetings ahead that the speaker called; all of the school for whoever leads it."""
    query = select(Meeting).where(
        Meeting.school_id == turn.speaker.school,
        Meeting.state == State.PLANNED,
        Meeting.starts_at > turn.now,
        Meeting.notice_id.is_not(None),
    )
    if not turn.speaker.roles & LEADS:
        query = query.where(Meeting.organiser_id == turn.speaker.person)
    return session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(9)).all()


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
    meeting = _mine(turn, session, turn.memory)
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
    meeting = _mine(turn, session, {"meeting": turn.answer})
    words = str(turn.memory.get("words", ""))
    if meeting is None:
        return [Reply(GONE)]
    return _do(turn, session, str(turn.memory["action"]), meeting, words)


@meeting_changes.step
def moved_to(turn: Turn, session: Session) -> Heard:
    meeting = _mine(turn, session, turn.memory)
    if meeting is None:
        return [Reply(GONE)]
    return [_sure_move(turn, session, meeting, turn.text)]


@meeting_changes.step
def move_confirmed(turn: Turn, session: Session) -> Heard:
    meeting = _mine(turn, session, turn.memory)
    answer = turn.answer
    if answer != "yes":
        return [Reply(KEPT)] if answer else None
    starts_at = datetime.fromisoformat(turn.memory["starts_at"])
    if meeting is None or starts_at <= turn.now:
        return [Reply(GONE)]
    published = meeting_moves.move(session, meeting, starts_at, str(turn.memory["place"]), turn.now)
    _audit(turn, session, meeting, "moved")
    count = len(published.reached) + published.waiting
    blanks: dict[str, Value] = {**_blanks(session, meeting), "count": str(count)}
    return [*published.says, Reply(MOVED, blanks)]


@meeting_changes.step
def reason_given(turn: Turn, session: Session) -> Heard:
    meeting = _mine(turn, session, turn.memory)
    if not turn.text:
        return None
    if meeting is None:
        return [Reply(GONE)]
    reason = " ".join(turn.text.split()).rstrip(".")[:200]
    blanks: dict[str, Value] = {**_blanks(session, meeting), "reason": reason}
    choices = [
        Choice("yes", REALLY_CANCEL, Sense.YES),
        Choice("no", LEAVE_IT, Sense.NO),
    ]
    remember = {"meeting": meeting.id, "reason": reason}
    sure = Reply(
        SURE_CANCEL, blanks, choices=choices, then=cancel_confirmed, remember=remember, free=True
    )
    return [sure]


@meeting_changes.step
def cancel_confirmed(turn: Turn, session: Session) -> Heard:
    meeting = _mine(turn, session, turn.memory)
    answer = turn.answer
    if answer != "yes":
        return [Reply(KEPT)] if answer else None
    if meeting is None:
        return [Reply(GONE)]
    reason = str(turn.memory["reason"])
    told = meeting_moves.cancel(session, meeting, turn.speaker.name, reason, turn.now)
    _audit(turn, session, meeting, "cancelled")
    blanks: dict[str, Value] = {**_blanks(session, meeting), "count": str(told.count)}
    return [*told.says, Reply(CANCELLED, blanks)]


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
            text, blanks = meeting_counts.report(session, meeting, turn.now)
            return [_under(text, blanks, meeting, CHOICES[1:])]
        case "move" if words and meeting_new_time.read(words, turn, meeting, turn.speaker.zone):
            return [_sure_move(turn, session, meeting, words)]
        case "move":
            blanks = _blanks(session, meeting)
            return [Reply(WHERE_TO, blanks, then=moved_to, remember={"meeting": meeting.id})]
        case "cancel":
            blanks = _blanks(session, meeting)
            return [Reply(WHY, blanks, then=reason_given, remember={"meeting": meeting.id})]
        case _:
            return [_one(session, meeting)]


def _sure_move(turn: Turn, session: Session, meeting: Meeting, words: str) -> Say:
    zone = school_of(session, meeting.school_id).zone
    new = meeting_new_time.read(words, turn, meeting, zone)
    if new is None:  # "musola", asked where to
        new = meeting_new_time.read(f"ke {words}", turn, meeting, zone)
    if new is None or new.starts_at <= turn.now:
        return Reply(NO_TIME, then=moved_to, remember={"meeting": meeting.id})
    starts_at, place = new.starts_at, new.place
    ends_at = starts_at + (meeting.ends_at - meeting.starts_at)
    school = school_of(session, meeting.school_id)
    whom = Audience.model_validate(meeting.audience)
    warnings = [
        *meeting_preview.odd_time(school, starts_at),
        *meeting_preview.clashes(
            session, school, whom, place, starts_at, ends_at, turn.now, meeting.id
        ),
    ]
    blanks: dict[str, Value] = {
        "what": meeting.title,
        "old": time_of(session, meeting),
        "old_place": meeting.place,
        "new": Span(starts_at, ends_at, zone),
        "place": place,
        "warnings": Lines(warnings, between=""),
    }
    return Reply(
        SURE_MOVE,
        blanks,
        choices=[
            Choice("yes", REALLY_MOVE, Sense.YES),
            Choice("no", LEAVE_IT, Sense.NO),
        ],
        then=move_confirmed,
        remember={"meeting": meeting.id, "starts_at": starts_at.isoformat(), "place": place},
        free=True,
    )


def _one(session: Session, meeting: Meeting) -> Say:
    return _under(ONE, _blanks(session, meeting), meeting, CHOICES)


def _under(
    text: Text, blanks: dict[str, Value], meeting: Meeting, choices: Sequence[Choice]
) -> Say:
    return Reply(
        text,
        blanks,
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


def _blanks(session: Session, meeting: Meeting) -> dict[str, Value]:
    return {"what": meeting.title, "when": time_of(session, meeting), "place": meeting.place}


def _mine(turn: Turn, session: Session, memory: Mapping[str, Any]) -> Meeting | None:
    """The meeting, if the speaker may change it and it has not begun."""
    return next((m for m in own(turn, session) if m.id == int(memory["meeting"])), None)


def _audit(turn: Turn, session: Session, meeting: Meeting, action: str) -> None:
    session.add(
        AuditEvent(
            school_id=meeting.school_id,
            at=turn.now,
            actor_id=turn.speaker.person,
            action=action,
            subject=f"meetings:{meeting.id}",
        )
    )
