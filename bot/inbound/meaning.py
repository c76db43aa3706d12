"""What typed words come to: tidied, and understood with what we know of the sender."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy.orm import Session

from handlers.core.talk import Turn, Who
from handlers.core.understanding import Intent, Meaning, Message, find_children, understand
from handlers.core.understanding.matters.audience import not_alike
from handlers.core.whom.audience import others_in
from models.family import Pupil, pupils_of_guardian, pupils_of_staff

ANSWERS = (
    Intent.ACKNOWLEDGE,
    Intent.MEETING_RSVP,
    Intent.VISIT_RESPONSE,
    Intent.HOMEWORK_DONE,
)
"""What a guardian says to what was sent about a child."""
SURE = 0.8
"""So certain at least is an answer that somebody gives who might speak as a teacher."""

_START = re.compile(r"^/start(?:@\w+)?(?:\s+(?P<payload>\S+))?\s*$")
_SLASH = re.compile(r"^/(\w+)(?:@\w+)?")


def tidy(text: str) -> str:
    """Commands and deep links as words: "/start paraf_K7Q2MX" is "paraf K7Q2MX"."""
    text = text.strip()
    if start := _START.match(text):
        payload = start["payload"]
        if not payload:
            return "mulai"
        return payload.replace("_", " ", 1) if "_" in payload else f"gabung {payload}"
    return _SLASH.sub(r"\1", text)


def children_of(turn: Turn, session: Session) -> list[Pupil]:
    """The children this speaker may speak about: a teacher's pupils, a guardian's own.

    A teacher who is a guardian too speaks as one where an own child is named, and no pupil is named
    more clearly: "Satria" is the son of that name, not Arjuna Satria.
    """
    speaker = turn.speaker
    if speaker.person_id is None:
        return []
    if not speaker.roles:
        return pupils_of_guardian(session, speaker.person_id, turn.now)
    pupils = pupils_of_staff(session, speaker.person_id, speaker.school)
    if Who.GUARDIAN in speaker.who:
        own = pupils_of_guardian(session, speaker.person_id, turn.now)
        if _names(turn.text, own) and not _rather(turn.text, pupils, own):
            return own
    others = others_in(turn, session, turn.text, pupils)
    return not_alike(turn.text, pupils, others) if others else pupils


def _names(text: str, children: Sequence[Pupil]) -> bool:
    found = find_children(text, [child.name for child in children])
    return bool(found.found or found.ambiguous)


def _rather(text: str, pupils: Sequence[Pupil], own: Sequence[Pupil]) -> bool:
    """Whether words name pupils rather than one's own children, whom they fit as well."""
    found = find_children(text, [child.name for child in (*own, *pupils)]).found
    return not {pupil.name for pupil in pupils}.isdisjoint(found)


class Pending(Protocol):
    """A question that waits: what for, in the understanding's words, and what it had said."""

    @property
    def kind(self) -> str | None: ...

    @property
    def memory(self) -> Mapping[str, Any]: ...


def meaning_of(
    turn: Turn, waiting: Pending | None, children: Sequence[Pupil], session: Session
) -> Meaning:
    """What free words mean, under the question that waits for an answer, if any.

    A teacher who was asked as a guardian may answer as one, if that is the surer reading and
    names no pupil of theirs.
    """
    known = children or children_of(turn, session)
    role = _role(turn, known, session)
    meaning = understand(_message(turn, waiting, known, role))
    if waiting is None or role == "parent" or _names(turn.text, known):
        return meaning
    if own := _asked(turn, waiting, session):
        answer = understand(_message(turn, waiting, own, "parent"))
        if answer.intent in ANSWERS and answer.confidence > max(meaning.confidence, SURE):
            return answer
    return meaning


def _message(turn: Turn, waiting: Pending | None, known: Sequence[Pupil], role: Any) -> Message:
    return Message(
        text=turn.text,
        role=role,
        now=turn.local,
        children=[pupil.name for pupil in known],
        chat="private" if turn.group is None else "group",
        context=waiting.kind if waiting else None,
        context_data=waiting.memory if waiting else None,
    )


def _asked(turn: Turn, waiting: Pending, session: Session) -> list[Pupil]:
    """The children of their own that a member of staff was asked about, and of no others."""
    if Who.GUARDIAN not in turn.speaker.who:
        return []
    about = set(waiting.memory.get("children", ()))
    own = pupils_of_guardian(session, turn.speaker.person, turn.now)
    asked = [pupil for pupil in own if pupil.id in about]
    return asked if asked and len(asked) == len(about) else []


def _role(turn: Turn, known: Sequence[Pupil], session: Session) -> Any:
    """A teacher writes as a parent about `known` children of whom none is a pupil of theirs."""
    speaker = turn.speaker
    if not speaker.roles:
        return "parent"
    if Who.GUARDIAN in speaker.who and known:
        pupils = {p.id for p in pupils_of_staff(session, speaker.person, speaker.school)}
        if pupils.isdisjoint(child.id for child in known):
            return "parent"
    return "principal" if "principal" in speaker.roles else "teacher"


def with_ids(slots: Mapping[str, Any], children: Sequence[Pupil]) -> dict[str, Any]:
    """Children by id instead of by name; a name two children share is left out."""
    ids: dict[str, list[int]] = {}
    for pupil in children:
        ids.setdefault(pupil.name, []).append(pupil.id)
    one = {name: found[0] for name, found in ids.items() if len(found) == 1}
    result = dict(slots)
    if "child" in slots:
        result["child"] = one.get(slots["child"])
    if "children" in slots:
        result["children"] = [one[name] for name in slots["children"] if name in one]
    return result
