"""The two sides of the visit desk, and a way to name one another's steps."""

from __future__ import annotations

from handlers.core.talk import Capability, Step, Text, Who

MENU = Text("visits.menu", id="Kunjungan rumah", en="Home visits")
FAMILY_MENU = Text("visits.family_menu", id="Kunjungan guru ke rumah", en="A teacher's home visit")

teachers = Capability("visits", Who.STAFF, menu=MENU)
families = Capability("visit_families", Who.GUARDIAN, menu=FAMILY_MENU)


def step(name: str) -> Step:
    """The step that hears an answer, by the name of its function.

    Both sides ask what the other side's module hears, so neither can import the other.
    """
    for desk in (teachers, families):
        if found := desk.steps.get(f"{desk.name}.{name}"):
            return found
    raise LookupError(name)
