"""A guardian names somebody else's child: nothing is noted for their own; a person reads it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handlers.core.talk import Heard, Reply, Step, Text, Turn
from handlers.core.thread import notes
from handlers.core.understanding import Intent
from handlers.core.understanding.names import ADULTS, EXACT, Mention, mentions_in, possible_names
from models.family import Pupil, pupils_of_guardian, pupils_with

WHOSE = Text(
    "thread.not_theirs",
    id="Belum ada yang dicatat, {who}, karena nama di pesan itu bukan nama {child}. Apakah "
    "maksudnya {child}? Kalau ya, tulis lagi dengan namanya.",
    en="Nothing has been noted, {who}: the name in your message is not that of {child}. Did you "
    "mean {child}? If so, please write it again with that name.",
)
OF_A_CHILD = frozenset(
    {
        Intent.ABSENCE_REPORT,
        Intent.ABSENCE_CANCEL,
        Intent.LATE_OR_EARLY,
        Intent.HOMEWORK_DONE,
    }
)
"""What is noted for a child, and would be for the wrong one."""


def names_another(turn: Turn, session: Session) -> bool:
    """Whether the words name a child of the school, and not the speaker's only child.

    Who has several is asked which one it is, if none of them is named.
    """
    unknown = possible_names(turn.text)
    if not unknown:
        return False
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    if len(mine) != 1 or mentions_in(turn.text, [f"{mine[0].name} {mine[0].nickname or ''}"]):
        return False
    found = pupils_with(session, turn.speaker.school, unknown)
    others = [one for one in found if one not in mine]
    return any(_is_child(turn.text, mention.start) for mention in _exact(turn.text, others))


def _exact(words: str, others: Sequence[Pupil]) -> list[Mention]:
    return [one for one in mentions_in(words, [o.name for o in others]) if one.sure >= EXACT]


def _is_child(words: str, start: int) -> bool:
    """ "bu Dewi" is a teacher, whoever else is called so."""
    before = words[:start].casefold().split()[-1:]
    return not ADULTS.union({"ibu", "bapak"}).intersection(before)


def _asked(turn: Turn, session: Session) -> Heard:
    (child,) = pupils_of_guardian(session, turn.speaker.person, turn.now)
    told = notes.leave(turn, session) or []
    return [*told, Reply(WHOSE, {"who": turn.speaker.name, "child": child.label})]


ASKED = Step("thread.not_theirs", _asked)
