"""Siapa belum paraf? A list that somebody can act on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import News
from bot.outbound import receipts
from models.outbox import OutboundMessage, Status
from models.people import Relation
from tests.cast import MONDAY, Cast, add_child, add_place
from tests.dialogue import Chat


def send(chat: Chat, cast: Cast, *entries: str) -> None:
    for words in entries:
        chat.says(cast.dewi, words)
        chat.says(cast.dewi, "kirim")
    chat.heard(cast.dewi)


def arrive(chat: Chat, session: Session) -> None:
    """WhatsApp reports that everything has been delivered."""
    rows = session.scalars(select(OutboundMessage).where(OutboundMessage.channel == "whatsapp"))
    for row in rows.all():
        news = News("whatsapp", Status.DELIVERED, message=row.id, attempt=row.attempts)
        receipts.hear(session, news, chat.now)


def asked(chat: Chat, cast: Cast, words: str = "siapa belum paraf?") -> str:
    chat.says(cast.dewi, words)
    (told,) = chat.heard(cast.dewi)
    return told


def test_what_has_not_arrived_is_told_from_what_nobody_signed(
    chat: Chat, session: Session, cast: Cast
) -> None:
    send(chat, cast, "catatan Citra: rajin")
    assert "• Citra Lestari (3B): belum sampai" in asked(chat, cast)
    arrive(chat, session)
    assert "• Citra Lestari (3B): belum menjawab" in asked(chat, cast)
    chat.says(cast.wati, "bu, rajinnya bagaimana ya", quoting="rajin")
    chat.heard(cast.dewi)
    assert "• Citra Lestari (3B): sudah menulis, belum paraf" in asked(chat, cast)


@pytest.mark.parametrize("words", ["siapa belum paraf Citra?", "Citra sudah paraf belum?"])
def test_a_name_behind_it_is_understood(chat: Chat, cast: Cast, words: str) -> None:
    send(chat, cast, "umumkan 3B: besok bawa topi")
    told = asked(chat, cast, words)
    assert ("Citra" in told, "Bima" in told) == (True, False)
    assert "0 dari 1 keluarga" in told


def test_every_notice_is_in_it_with_pages(chat: Chat, cast: Cast) -> None:
    send(chat, cast, *(f"catatan Citra: rajin {number}" for number in range(30)))
    told = asked(chat, cast)
    assert told.startswith("Belum paraf: 1 keluarga, 30 pesan. Bagian 1 dari 2:")
    chat.taps(cast.dewi, "Bagian berikutnya")
    (more,) = chat.heard(cast.dewi)
    assert "“rajin 0”" in more
    assert "Bagian berikutnya" not in more


def test_by_family(chat: Chat, cast: Cast) -> None:
    send(chat, cast, "umumkan 3B: besok bawa topi", "catatan Citra: rajin")
    asked(chat, cast)
    chat.taps(cast.dewi, "Per keluarga")
    (told,) = chat.heard(cast.dewi)
    assert "Citra Lestari (3B)\n• “rajin” (23/11 09.00): belum sampai\n• “besok" in told


def test_twins_are_one_family(chat: Chat, session: Session, cast: Cast) -> None:
    twin = add_child(session, cast.class_3b, "Cahya Lestari")
    add_place(session, twin, cast.wati, Relation.MOTHER, 1, MONDAY)
    session.flush()
    send(chat, cast, "umumkan 3B: besok bawa topi")
    told = asked(chat, cast)
    assert "0 dari 2 keluarga sudah" in told
    assert told.endswith("[Ingatkan 2 keluarga]")


def test_two_of_one_name_are_told_apart(chat: Chat, session: Session, cast: Cast) -> None:
    other = add_child(session, cast.class_3b, "Citra Lestari")
    add_place(session, other, cast.budi, Relation.FATHER, 1, MONDAY)
    session.flush()
    send(chat, cast, "umumkan 3B: besok bawa topi")
    told = asked(chat, cast)
    assert "Wati" in told
    assert "Budi" in told


def test_what_was_taken_back_is_not_called_signed(chat: Chat, cast: Cast) -> None:
    send(chat, cast, "catatan Citra: rajin")
    chat.says(cast.dewi, "tarik")
    chat.wait(timedelta(minutes=1))
    chat.heard(cast.dewi)
    chat.taps(cast.dewi, "Tarik kembali")
    chat.heard(cast.dewi)
    assert asked(chat, cast) == "Tidak ada yang menunggu paraf saat ini."
