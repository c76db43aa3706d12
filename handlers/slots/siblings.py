"""Brothers and sisters on one day: talks one behind the other, with time to walk between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from models.slot import Slot

WALK = timedelta(minutes=5)
"""From one teacher's room to another's."""
MOVING = timedelta(minutes=20)
"""A wait up to this is better than giving up the hour that was chosen."""


@dataclass(frozen=True)
class Pair:
    """The slots proposed for a child and for its brother or sister."""

    first: Slot
    second: Slot


def gap(one: Slot, two: Slot) -> timedelta | None:
    """The wait between two talks; None if they overlap or leave no time to walk."""
    first, second = sorted((one, two), key=lambda slot: slot.starts_at)
    walk = timedelta(0) if one.day_id == two.day_id else WALK
    wait = second.starts_at - first.ends_at - walk
    return wait if wait >= timedelta(0) else None


def apart(slots: Sequence[Slot], others: Sequence[Slot]) -> list[Slot]:
    """Those at which a guardian is not with another child's teacher; all if none is left."""
    fitting = [slot for slot in slots if all(gap(slot, other) is not None for other in others)]
    return fitting or list(slots)


def pair(has: Slot, first: Sequence[Slot], second: Sequence[Slot]) -> Pair | None:
    """The two talks closest to one another; the slot they have is kept where that is near.

    `first` are the other slots the first child could have, `second` those of the other.
    """
    costs = [
        (
            wait + (MOVING if one.id != has.id else timedelta(0)),
            abs(one.starts_at - has.starts_at),
            two.starts_at < one.starts_at,  # rather behind than before
            Pair(one, two),
        )
        for one, two in product([has, *first], second)
        if one.id != two.id and (wait := gap(one, two)) is not None
    ]
    return min(costs, key=lambda cost: cost[:3])[-1] if costs else None
