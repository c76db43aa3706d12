"""The father, mother and guardian a row names, and whom of them we tell first."""

from __future__ import annotations

from bot.roster import row_problems as why
from bot.roster import values
from bot.roster.columns import Field
from bot.roster.rows import LONGEST, PlaceRow, is_first, nameless
from bot.roster.sheet import Row
from models.people import Relation

COLUMNS = (
    (Relation.MOTHER, Field.MOTHER, Field.MOTHER_WORK, Field.PHONE_MOTHER),
    (Relation.FATHER, Field.FATHER, Field.FATHER_WORK, Field.PHONE_FATHER),
    (Relation.GUARDIAN, Field.GUARDIAN, Field.GUARDIAN_WORK, Field.PHONE_GUARDIAN),
)
"""Mothers first, who keep most class groups, unless the file says otherwise."""


def places(row: Row) -> list[PlaceRow]:
    """Those the file names, the one to be told first at the front; never nobody.

    First is whom the file calls the primary contact; the guardian of a child who lives with
    one (*Jenis Tinggal: Wali*); else the mother.
    """
    found = [place for columns in COLUMNS if (place := _place(row, *columns)) is not None]
    found = [place for place in found if not _is_parent_again(place, found)]
    if all(place.deceased for place in found):
        found.append(nameless(values.name(row.text(Field.NAME))))
    first = values.primary(row.text(Field.PRIMARY))
    if first is None and row.text(Field.LIVING).casefold() == "wali":
        first = Relation.GUARDIAN
    return sorted(found, key=lambda place: not is_first(place.relation, first))


def name(row: Row, key: Field = Field.NAME) -> str:
    """The name in that column; what is none is an error of the row."""
    words = row.text(key)
    if not words:
        row.fail(key, why.NO_NAME)
    elif len(words) > LONGEST:
        row.fail(key, why.NAME_LONG, limit=str(LONGEST))
    elif not any(letter.isalpha() for letter in words):
        row.fail(key, why.NAME_WRONG, value=words)
    return values.name(words)


def _place(row: Row, relation: Relation, key: Field, work: Field, number: Field) -> PlaceRow | None:
    phone = row.phone(number)
    if not row.text(key):
        return None
    called = name(row, key)
    if len(called) > LONGEST:
        return None
    if key is Field.GUARDIAN and "asuh" in row.text(Field.RELATION).casefold():
        relation = Relation.PROXY
    deceased = values.is_deceased(called, row.text(work))
    return PlaceRow(relation=relation, name=called, phone=phone, deceased=deceased)


def _is_parent_again(place: PlaceRow, all_: list[PlaceRow]) -> bool:
    """A guardian entered once more as the father or the mother is no third person."""
    same = [p for p in all_ if p.name.casefold() == place.name.casefold()]
    return place is not same[0] and place.relation in (Relation.GUARDIAN, Relation.PROXY)
