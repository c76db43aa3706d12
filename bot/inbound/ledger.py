"""What becomes of a message: exactly one outcome, written down with it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.inbound.route import Route
from handlers.core.talk import Reply, Say, Turn, Who
from models import inbox
from models.inbox import Outcome
from models.thread import is_noted


def settle(session: Session, turn: Turn, says: Sequence[Say], route: Route | None) -> None:
    """Write down what became of the message of `turn`; the first word about it stands.

    Where nobody heard a guardian's words there is none: the clock passes them on.
    """
    outcome = _outcome(session, turn, says, route)
    if outcome is not None:
        inbox.settle(session, turn.inbox_id, outcome, route.step.name if route else "router")


def _outcome(
    session: Session, turn: Turn, says: Sequence[Say], route: Route | None
) -> Outcome | None:
    if route is None:
        words = turn.text or turn.media or turn.place
        return None if words and Who.GUARDIAN in turn.speaker.who else Outcome.REFUSED
    if Who.STRANGER in turn.speaker.who:
        return Outcome.ASKED  # to join; what they wrote is kept until then
    if not says:
        return Outcome.SILENT
    if any(isinstance(say, Reply) and waits(say) for say in says):
        return Outcome.ASKED
    return Outcome.PASSED_ON if is_noted(session, turn.inbox_id) else Outcome.ACTED


def waits(reply: Reply) -> bool:
    """Whether it asks for something; what merely offers what can be done next does not."""
    if reply.then is None or reply.again:
        return False
    decides = any(choice.means is not None for choice in reply.choices)
    return decides or not reply.choices or reply.text.id.endswith("?")
