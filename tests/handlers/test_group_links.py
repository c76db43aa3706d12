"""A teacher asks for the link to the class's Telegram group, and lets go of a group again."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.core.talk import Doors
from models.group import ClassChat
from models.inbox import InboundMessage
from models.people import Person
from models.school import ClassGroup
from tests.cast import Cast
from tests.dialogue import Chat

GROUP, OTHER = "-5001", "-5002"


def link(chat: Chat, who: Person, to: ClassGroup, group: str = GROUP) -> None:
    chat.says_in_group(who, group, f"/start@PenghubungBot kelas_{to.id}")


@pytest.fixture
def linked(chat: Chat, cast: Cast) -> Chat:
    link(chat, cast.ratna, cast.class_1a)
    chat.group_heard(GROUP)
    chat.heard(cast.ratna)
    return chat


def stored(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(InboundMessage)) or 0


def test_a_teacher_links_the_group_of_the_class(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "grup")
    (links,) = chat.heard(cast.ratna)
    assert f"Kelas 1A: https://t.me/PenghubungBot?startgroup=kelas_{cast.class_1a.id}" in links
    assert "3B" not in links
    link(chat, cast.ratna, cast.class_1a)
    (hello,) = chat.group_heard(GROUP)
    assert "terhubung dengan Penghubung untuk kelas 1A" in hello
    assert "jadikan Penghubung admin" in chat.heard(cast.ratna)[0]


def test_a_principal_links_any_class(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "grup telegram kelas 3b")
    (links,) = chat.heard(cast.hadi)
    assert "Kelas 3B" in links
    assert "Kelas 1A" not in links
    link(chat, cast.hadi, cast.class_3b)
    assert "kelas 3B" in chat.group_heard(GROUP)[0]


def test_a_teacher_lets_go_of_the_group(linked: Chat, session: Session, cast: Cast) -> None:
    linked.says(cast.ratna, "grup")
    assert "1. Kelas 1A, sejak Senin 23 November [Lepas]" in linked.heard(cast.ratna)[0]
    linked.taps(cast.ratna, "Lepas")
    assert "sudah dilepas" in linked.heard(cast.ratna)[0]
    assert "tidak lagi terhubung" in linked.group_heard(GROUP)[0]
    linked.taps(cast.ratna, "Lepas")
    assert "sudah dilepas" in linked.heard(cast.ratna)[0]
    assert linked.group_heard(GROUP) == []
    before = stored(session)
    linked.says_in_group(cast.budi, GROUP, "Aisyah izin tidak masuk hari ini, demam")
    assert stored(session) == before


def test_without_a_bot_name_it_says_so(chat: Chat, cast: Cast) -> None:
    chat.router.doors = Doors()
    chat.says(cast.ratna, "grup")
    assert "belum memakai Telegram" in chat.heard(cast.ratna)[0]


def test_of_two_groups_the_right_one_is_let_go(linked: Chat, session: Session, cast: Cast) -> None:
    link(linked, cast.ratna, cast.class_1a, OTHER)
    linked.heard(cast.ratna)
    linked.group_heard(OTHER)
    linked.says(cast.ratna, "grup")
    assert "[Lepas nomor 1 | Lepas nomor 2]" in linked.heard(cast.ratna)[0]
    linked.says(cast.ratna, "2")
    assert "tidak lagi terhubung" in linked.group_heard(OTHER)[0]
    assert linked.group_heard(GROUP) == []
    (still,) = session.scalars(select(ClassChat).where(ClassChat.left_at.is_(None))).all()
    assert still.contact.address == GROUP


def test_who_no_longer_teaches_the_class_cannot_let_go(
    linked: Chat, session: Session, cast: Cast
) -> None:
    linked.says(cast.ratna, "grup")
    for role in cast.ratna.roles:
        role.class_group_id = cast.class_3b.id
    session.flush()
    linked.taps(cast.ratna, "Lepas")
    assert linked.group_heard(GROUP) == []
    (still,) = session.scalars(select(ClassChat)).all()
    assert still.left_at is None


def test_with_many_classes_one_is_named(chat: Chat, session: Session, cast: Cast) -> None:
    for number in range(9):
        session.add(
            ClassGroup(school_id=cast.school.id, name=f"5{number}", school_year="2026/2027")
        )
    session.flush()
    chat.says(cast.hadi, "grup")
    chat.hears(
        cast.hadi,
        "Untuk kelas yang mana? Tulis GRUP dan nama kelasnya, misalnya: GRUP 1A",
    )
    chat.says(cast.hadi, "grup kelas 54")
    assert "Kelas 54: https://t.me/" in chat.heard(cast.hadi)[0]


def test_a_parent_has_no_such_command(chat: Chat, cast: Cast) -> None:
    chat.says(cast.budi, "grup")
    assert "t.me" not in " ".join(chat.heard(cast.budi))
