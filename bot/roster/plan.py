"""What an import would do, told apart as people ask for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.roster.places import Change, PlacePlan
from bot.roster.problems import Problem, Severity
from bot.roster.rows import RosterRow
from models.people import Child
from models.school import ClassGroup, School


class Kind(StrEnum):
    ADDED = "added"
    RETURNED = "returned"
    MOVED = "moved"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass
class PupilPlan:
    """One row beside the child we have, if any."""

    row: RosterRow
    child: Child | None
    changes: list[Change] = field(default_factory=list)
    places: list[PlacePlan] = field(default_factory=list)
    moved_from: str | None = None
    """The class the child is in now, where the file has another."""

    @property
    def kind(self) -> Kind:
        """The most telling word: one who moves and changes is counted once, as moved."""
        if self.child is None:
            return Kind.ADDED
        if self.child.left_at is not None:
            return Kind.RETURNED
        if self.moved_from is not None:
            return Kind.MOVED
        return Kind.CHANGED if self.all_changes else Kind.UNCHANGED

    @property
    def all_changes(self) -> list[Change]:
        return [*self.changes, *(change for place in self.places for change in place.changes)]


@dataclass
class ClassPlan:
    """A class group of the file's year: an existing one, or one to be made."""

    name: str
    group: ClassGroup | None
    homeroom: str | None = None

    @property
    def homeroom_change(self) -> Change | None:
        old = self.group.homeroom_name if self.group else ""
        if self.homeroom is None or self.homeroom == old:
            return None
        return Change("homeroom", old, self.homeroom)


@dataclass
class Plan:
    """Everything an import does. With an error in `problems` it must not be applied."""

    school: School | None
    school_name: str
    year: str
    pupils: list[PupilPlan] = field(default_factory=list)
    classes: dict[str, ClassPlan] = field(default_factory=dict)
    leavers: list[Child] = field(default_factory=list)
    present: int = 0
    """Children at the school before the import."""
    problems: list[Problem] = field(default_factory=list)

    def of(self, kind: Kind) -> list[PupilPlan]:
        return [pupil for pupil in self.pupils if pupil.kind is kind]

    @property
    def counts(self) -> dict[str, int]:
        return {
            **{kind.value: len(self.of(kind)) for kind in Kind},
            "left": len(self.leavers),
            "classes_added": sum(group.group is None for group in self.classes.values()),
            "classes_changed": sum(
                group.group is not None and group.homeroom_change is not None
                for group in self.classes.values()
            ),
        }

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]
