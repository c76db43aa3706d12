"""Whom a command is about: by name, part of a name or id, and never by a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import typer
from rapidfuzz.process import extract
from rapidfuzz.utils import default_process
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.roster.values import class_name
from handlers.core.talk import Printed, Text
from models.people import Child, Guardianship, Person, StaffRole

ERASED = "(dihapus)"
"""What stands where a name or somebody's words were."""

NOBODY = Printed(
    "finding.nobody",
    id="Tidak ada yang bernama {asked}. Periksa ejaannya, atau ketik sebagian namanya: yang mirip "
    "akan ditampilkan dengan id-nya.",
    en="Nobody is called {asked}. Check the spelling, or type a part of the name: those like it "
    "are listed with their ids.",
)
SIMILAR = Printed(
    "finding.similar",
    id="Tidak ada yang bernama {asked}. Mungkin salah satu dari ini? Ulangi dengan id-nya:\n{list}",
    en="Nobody is called {asked}. One of these, perhaps? Say it again with the id:\n{list}",
)
SEVERAL = Printed(
    "finding.several",
    id="{asked} bisa berarti beberapa orang. Ulangi dengan id-nya:\n{list}",
    en="{asked} could be several people. Say it again with the id:\n{list}",
)
WHOLE = Printed(
    "finding.whole",
    id="Dengan --yes harus nama lengkap atau id. Ulangi dengan id-nya:\n{list}",
    en="With --yes it must be the whole name or the id. Say it again with the id:\n{list}",
)
LIKE_ENOUGH, AT_MOST = 55, 5


@dataclass(frozen=True)
class Asked:
    """Somebody as the command line names them."""

    name: str
    """Or our id, or a child's NISN."""
    class_: str = ""
    whole: bool = False
    """Whether a part of the name is too little, because nobody will look at what was found."""


class Unclear(Exception):
    """Nobody is called so, or several are; `worded` says what to type next."""

    def __init__(self, text: Text, asked: str, among: Sequence[str] = ()) -> None:
        super().__init__(text.key)
        self._text, self._asked, self._among = text, asked, among

    def worded(self, language: str) -> str:
        blanks = {"asked": self._asked, "list": "\n".join(self._among)}
        return self._text.fill(language, {name: blanks[name] for name in self._text.blanks})


@contextmanager
def telling(language: str) -> Iterator[None]:
    """For commands: what was unclear is said, and the command has failed."""
    try:
        yield
    except Unclear as unclear:
        typer.echo(unclear.worded(language), err=True)
        raise typer.Exit(1) from None


T = TypeVar("T", Child, Person)


def child(session: Session, asked: Asked) -> Child:
    """The one child meant, also one who has left. Raises `Unclear`."""
    loaded = select(Child).options(joinedload(Child.class_group))
    everybody = session.scalars(loaded.order_by(Child.name, Child.id)).all()
    wanted = class_name(asked.class_)
    among = [one for one in everybody if not wanted or _class(one) == wanted]
    found = _by_number(among, asked.name) or [one for one in among if one.nisn == asked.name]
    return _one(found, among or everybody, asked, child_line, lambda one: one.nickname)


def person(session: Session, asked: Asked) -> Person:
    """The one person meant, guardian or staff. Raises `Unclear`."""
    loaded = select(Person).options(
        selectinload(Person.guardianships)
        .joinedload(Guardianship.child)
        .joinedload(Child.class_group),
        selectinload(Person.roles).joinedload(StaffRole.class_group),
    )
    everybody = session.scalars(loaded.order_by(Person.name, Person.id)).all()
    return _one(_by_number(everybody, asked.name), everybody, asked, person_line, lambda one: "")


def child_line(one: Child) -> str:
    """Id, name and class."""
    left = " [keluar]" if one.left_at else ""
    return f"{one.id}  {one.name}{f' ({_class(one)})' if _class(one) else ''}{left}"


def person_line(one: Person) -> str:
    """Id, name, and which classes and children they belong to."""
    roles = [
        f"{role.role} {role.class_group.name if role.class_group else ''}" for role in one.roles
    ]
    places = [child_line(place.child).split("  ", 1)[1] for place in one.guardianships]
    about = ", ".join(words.strip() for words in (*roles, *places))
    return f"{one.id}  {one.name}{f': {about}' if about else ''}"


def _class(one: Child) -> str:
    return one.class_group.name if one.class_group else ""


def _by_number(among: Sequence[T], asked: str) -> list[T]:
    return [one for one in among if str(one.id) == asked]


def _one(
    found: Sequence[T],
    among: Sequence[T],
    asked: Asked,
    line: Callable[[T], str],
    also: Callable[[T], str],
) -> T:
    """The first of `found`, or the only one of `among` that the words are the name of."""
    if found:
        return found[0]
    named = [one for one in among if one.name != ERASED]
    said = asked.name.strip().casefold()
    exact = [one for one in named if one.name.casefold() == said]
    some = exact or [one for one in named if said and said in f"{one.name} {also(one)}".casefold()]
    if len(some) == 1 and (exact or not asked.whole):
        return some[0]
    raise _unclear(some, named, asked, line)


def _unclear(
    some: Sequence[T], among: Sequence[T], asked: Asked, line: Callable[[T], str]
) -> Unclear:
    if some:
        text = SEVERAL if len(some) > 1 else WHOLE
        return Unclear(text, asked.name, [line(one) for one in some])
    like = extract(
        asked.name,
        [one.name for one in among],
        processor=default_process,
        score_cutoff=LIKE_ENOUGH,
        limit=AT_MOST,
    )
    lines = [line(among[index]) for _, _, index in like]
    return Unclear(SIMILAR if lines else NOBODY, asked.name, lines)
