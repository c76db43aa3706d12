"""Who is not at school, for those who teach them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from handlers.absences import recap
from handlers.absences.days import Reasoned
from handlers.core.talk import Capability, Heard, Lines, Phrase, Reply, Text, Turn, Value, Who
from handlers.core.talk.times import Day
from handlers.core.understanding import Intent
from handlers.core.whom.audience import yours
from models.absence import absences_of
from models.family import Pupil

LINE = Text("away.line", id="• {child}: {kind}", en="• {child}: {kind}")
LIST = Text("away.list", id="Tidak masuk {day}:\n{list}", en="Away on {day}:\n{list}")
NOBODY = Text(
    "away.nobody",
    id="{day}: belum ada yang tercatat tidak masuk.",
    en="{day}: nobody is noted as away so far.",
)

away = Capability("away", Who.STAFF)


class Asked(BaseModel):
    """What the understanding found in a question."""

    day: date | None = Field(default=None, alias="date")


@away.hears(Intent.ATTENDANCE_QUERY, form=Asked)
def who_is_away(turn: Turn, session: Session) -> Heard:
    """Everybody of the speaker's classes who is away that day; today if none was said.

    Of a week or a month: how often each of them was.
    """
    assert isinstance(turn.slots, Asked)
    if period := recap.asked(turn):
        return recap.answer(turn, session, period)
    day = turn.slots.day or turn.local.date()
    lines = known(session, yours(turn, session), day)
    if not lines:
        return [Reply(NOBODY, {"day": Day(day)})]
    return [Reply(LIST, {"day": Day(day), "list": Lines(lines)})]


def known(session: Session, of: Sequence[Pupil], day: date) -> list[Value]:
    """A line for each of these children who is away."""
    labels = {pupil.id: pupil.label for pupil in of}
    rows = absences_of(session, list(labels), day, day)
    order = list(labels)
    return [
        Phrase(LINE, {"child": labels[row.child_id], "kind": Reasoned(row.kind, row.reason)})
        for row in sorted(rows, key=lambda row: order.index(row.child_id))
    ]
