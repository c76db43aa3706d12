"""Tables that nothing else has heard of: what their keys say is enough to copy and erase them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Integer, String, Table, insert, select
from sqlalchemy.orm import Session

from bot.commands.lookup import ERASED
from bot.erase.child import erase_child
from bot.erase.person import erase_person
from bot.export.child import child_copy
from bot.export.person import person_copy
from models.base import Base
from models.whose import NAMED, THEIRS, WORK
from tests.cast import Cast
from tests.dialogue import Chat


class Shelf:
    """Makes tables for one test, and takes them away again."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._made: list[Table] = []

    def table(self, name: str, *keys: Column[Any]) -> Table:
        fixed = (Column("id", Integer, primary_key=True), Column("words", String, nullable=False))
        table = Table(name, Base.metadata, *fixed, *keys)
        table.create(self._session.connection())
        self._made.append(table)
        return table

    def put(self, table: Table, words: str, **keys: int) -> int:
        made = insert(table).values(words=words, **keys).returning(table.c.id)
        return int(self._session.scalars(made).one())

    def words(self, table: Table) -> list[str]:
        return list(self._session.scalars(select(table.c.words).order_by(table.c.id)))

    def clear(self) -> None:
        self._session.rollback()
        for table in reversed(self._made):
            table.drop(self._session.connection(), checkfirst=True)
            Base.metadata.remove(table)


@pytest.fixture
def shelf(session: Session) -> Iterator[Shelf]:
    shelf = Shelf(session)
    yield shelf
    shelf.clear()


def key(name: str, of: str, **options: Any) -> Column[Any]:
    return Column(name, ForeignKey(f"{of}.id"), **options)


def copied(copy: dict[str, Any], table: Table) -> list[str]:
    return [row["words"] for row in copy["other"].get(table.name, ())]


def test_a_name_of_ones_own_for_a_person(
    shelf: Shelf, chat: Chat, session: Session, cast: Cast
) -> None:
    helpers = shelf.table(
        "helpers",
        key("volunteer_id", "people", info=THEIRS),
        key("noted_by_id", "people", info=WORK),
    )
    shelf.put(helpers, "saya bawa pastel", volunteer_id=cast.sari.id, noted_by_id=cast.ratna.id)
    shelf.put(helpers, "saya angkat meja", volunteer_id=cast.budi.id, noted_by_id=cast.ratna.id)
    assert copied(person_copy(session, cast.sari, chat.now), helpers) == ["saya bawa pastel"]
    assert copied(person_copy(session, cast.ratna, chat.now), helpers) == []
    erase_person(session, cast.ratna, chat.now)
    erase_person(session, cast.sari, chat.now)
    assert shelf.words(helpers) == [ERASED, "saya angkat meja"]


def test_a_key_to_a_place_is_the_guardians_and_the_childs(
    shelf: Shelf, chat: Chat, session: Session, cast: Cast
) -> None:
    pledges = shelf.table(
        "place_pledges",
        key("guardianship_id", "guardianships", info=THEIRS),
        key("noted_by_id", "people", info=WORK),
    )
    for person, words in ((cast.sari, "saya bawa pastel"), (cast.budi, "saya angkat meja")):
        place = next(one for one in person.guardianships if one.child_id == cast.aisyah.id)
        shelf.put(pledges, words, guardianship_id=place.id, noted_by_id=cast.ratna.id)
    assert copied(person_copy(session, cast.sari, chat.now), pledges) == ["saya bawa pastel"]
    assert len(copied(child_copy(session, cast.aisyah, chat.now), pledges)) == 2
    erase_person(session, cast.sari, chat.now)
    assert shelf.words(pledges) == [ERASED, "saya angkat meja"]
    erase_child(session, cast.aisyah, chat.now)
    assert shelf.words(pledges) == [ERASED, ERASED]


def test_a_child_that_need_not_be_said(
    shelf: Shelf, chat: Chat, session: Session, cast: Cast
) -> None:
    pledges = shelf.table(
        "pledges_maybe",
        key("volunteer_id", "people", info=THEIRS),
        key("child_id", "children", info=THEIRS),
    )
    shelf.put(pledges, "saya bawa pastel", volunteer_id=cast.sari.id)
    shelf.put(pledges, "Aisyah menari", volunteer_id=cast.sari.id, child_id=cast.aisyah.id)
    shelf.put(pledges, "Citra menyanyi", volunteer_id=cast.sari.id, child_id=cast.citra.id)
    erase_person(session, cast.sari, chat.now)
    assert shelf.words(pledges) == [ERASED, ERASED, "Citra menyanyi"]


def test_what_hangs_on_a_row_of_theirs(
    shelf: Shelf, chat: Chat, session: Session, cast: Cast
) -> None:
    """Unless it names somebody itself, or says that it is not theirs."""
    pledges = shelf.table("pledges_of", key("volunteer_id", "people", info=THEIRS))
    parts = shelf.table("pledge_parts", key("pledge_id", "pledges_of"))
    crumbs = shelf.table("pledge_crumbs", key("part_id", "pledge_parts"))
    thanks = shelf.table("pledge_thanks", key("pledge_id", "pledges_of", info=NAMED))
    joins = shelf.table(
        "pledge_joins",
        key("pledge_id", "pledges_of"),
        key("person_id", "people", info=THEIRS),
    )
    pledge = shelf.put(pledges, "saya bawa kue", volunteer_id=cast.sari.id)
    part = shelf.put(parts, "pastel isi ayam", pledge_id=pledge)
    shelf.put(crumbs, "tanpa cabai", part_id=part)
    shelf.put(thanks, "terima kasih banyak", pledge_id=pledge)
    shelf.put(joins, "saya ikut membuat", pledge_id=pledge, person_id=cast.budi.id)
    copy = person_copy(session, cast.sari, chat.now)
    assert copied(copy, crumbs) == ["tanpa cabai"]
    assert copied(copy, thanks) == ["terima kasih banyak"]
    erase_person(session, cast.sari, chat.now)
    assert [shelf.words(each) for each in (pledges, parts, crumbs)] == [[ERASED]] * 3
    assert shelf.words(thanks) == ["terima kasih banyak"]
    assert shelf.words(joins) == ["saya ikut membuat"]


def test_what_hangs_on_an_address(shelf: Shelf, chat: Chat, session: Session, cast: Cast) -> None:
    tries = shelf.table("address_tries", key("contact_id", "contacts"))
    shelf.put(tries, "lewat sini saja", contact_id=cast.sari.contacts[0].id)
    assert copied(person_copy(session, cast.sari, chat.now), tries) == ["lewat sini saja"]
    erase_person(session, cast.sari, chat.now)
    assert shelf.words(tries) == [ERASED]
