"""What a roster says of one pupil, once it has been read."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from models.people import Relation, Sex

LONGEST = 100

Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+\d{7,15}$")]


class PlaceRow(BaseModel, frozen=True):
    """A father, mother or guardian as the file has them."""

    relation: Relation
    name: Name
    phone: Phone | None = None
    deceased: bool = False
    nameless: bool = False
    """The file names nobody who could be invited: made so that somebody can."""


class RosterRow(BaseModel, frozen=True):
    """One pupil. None means that the file does not say: what we have then stays."""

    row: int
    name: Name
    nickname: str | None = None
    sex: Sex | None = None
    nisn: str | None = None
    nipd: str | None = None
    phone: Phone | None = None
    class_name: str | None = None
    homeroom: str | None = None
    primary: Relation | None = None
    """Whom the school wants told first; stated outright, so it changes what we have."""
    tell_both: bool | None = None
    """Whether both parents are to be told at once."""
    places: tuple[PlaceRow, ...] = ()
    """In the order in which they are told, if we do not have them yet."""

    @property
    def label(self) -> str:
        return f"{self.name} ({self.class_name})" if self.class_name else self.name


NAMELESS = "wali "


def nameless(child: str) -> PlaceRow:
    """A guardian for a child for whom the file names nobody: "wali Abizar Rafasya"."""
    name = f"{NAMELESS}{child}"[:LONGEST]
    return PlaceRow(relation=Relation.GUARDIAN, name=name, nameless=True)


def is_nameless(name: str) -> bool:
    return name.startswith(NAMELESS)


def is_first(relation: Relation, first: Relation | None) -> bool:
    """Whether that is whom the school means; to a roster a proxy is a guardian."""
    return (Relation.GUARDIAN if relation is Relation.PROXY else relation) is first
