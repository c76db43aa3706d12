"""Agreements as teachers write them: "Ibu akan mendampingi belajar sampai 20 Des"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from handlers.core.talk import Lines, Phrase, Value
from handlers.core.talk.times import Day
from handlers.core.talk.words import BY, ITEM
from handlers.core.understanding.matters.promises import items, person_called, promise
from handlers.core.understanding.matters.visits import SUBJECT
from handlers.visits.addresses.keeping import homes, host_of
from models.people import Relation
from models.visit import Visit

_MOTHER = frozenset({"ibu", "bunda", "mama", "umi", "mother"})
_FATHER = frozenset({"ayah", "bapak", "papa", "abi", "pak", "father"})
_SCHOOL = frozenset({"saya", "sekolah", "guru", "wali kelas", "bu guru", "ibu guru", "pak guru"})
_FAMILY = frozenset({"orang tua", "orangtua", "keluarga", "wali murid", "ananda", "anak", "kami"})


@dataclass(frozen=True)
class Agreed:
    """One agreement, as it was read."""

    words: str
    who: str
    person: int | None
    due: date | None


@dataclass(frozen=True)
class Parties:
    """Who can have promised something at a visit, by id."""

    names: Mapping[int, str]
    teacher: int
    family: int | None
    mother: int | None
    father: int | None

    def meant(self, who: str) -> int | None:
        """The one person of these that these words mean; None where that is not sure."""
        said = " ".join(who.casefold().split())
        if said in _SCHOOL:
            return self.teacher
        if said in _FAMILY:
            return self.family
        if said in _MOTHER:
            return self.mother
        if said in _FATHER:
            return self.father
        return person_called(who, self.names)


def parties(session: Session, visit: Visit, now: datetime) -> Parties:
    """The family as it is now, the teacher and their companion."""
    places = homes(session, [visit.child_id], now)
    names = {p.person_id: p.person.name for p in places if p.person_id and p.person}
    for one in (visit.teacher, visit.companion):
        if one is not None:
            names[one.id] = one.name

    def only(relation: Relation) -> int | None:
        found = [place.person_id for place in places if place.relation is relation]
        return found[0] if len(found) == 1 else None

    return Parties(
        names,
        visit.teacher_id,
        host_of(session, visit, now),
        only(Relation.MOTHER),
        only(Relation.FATHER),
    )


def read(text: str, of: Parties, now: datetime) -> list[Agreed]:
    """Each agreement of a text; `now` in the school's zone, from which "Jumat" is counted."""
    return [_one(item, of, now) for item in items(text)]


def _one(item: str, of: Parties, now: datetime) -> Agreed:
    found = promise(item, now)
    if found.who:
        return Agreed(found.words, found.who, of.meant(found.who), found.due)
    subject = SUBJECT.match(found.words)
    who = subject["who"] if subject else ""
    return Agreed(found.words, who, of.meant(who) if who else None, found.due)


def shown(agreed: list[Agreed], names: Mapping[int, str]) -> Value:
    """A numbered list with who and until when."""
    return Lines([_line(n, one, names) for n, one in enumerate(agreed, start=1)])


def _line(number: int, one: Agreed, names: Mapping[int, str]) -> Value:
    return Phrase(ITEM, {"number": str(number), "words": one.words, "by": by(one, names)})


def by(one: Agreed, names: Mapping[int, str]) -> Value:
    """ " (Ibu Sari, Minggu 20 Desember)", or nothing."""
    parts: list[Value] = [names.get(one.person or 0, one.who)] if one.who else []
    if one.due:
        parts.append(Day(one.due))
    return Phrase(BY, {"by": Lines(parts, between=", ")}) if parts else ""
