"""What is needed for an event: asked, offered by tap or in words, reminded of, thanked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.erase.child import erase_child
from bot.export.child import child_copy
from models.pledge import Pledge
from tests.cast import Cast
from tests.dialogue import Chat

NEED = "butuh 1A: 5 kue dan 2 orang bantu masak, Sabtu 28 Nov"


@pytest.fixture
def asked(chat: Chat, cast: Cast) -> Chat:
    chat.says(cast.ratna, NEED)
    chat.hears(
        cast.ratna,
        "Minta bantuan, kelas 1A (2 keluarga), Sabtu 28 November:\n\n“5 kue dan 2 orang bantu "
        "masak”\n\nKirim? [Kirim | Ubah | Batal]",
    )
    chat.says(cast.ratna, "iya bu")
    chat.heard(cast.ratna)
    assert "5 kue dan 2 orang bantu masak" in chat.heard(cast.sari)[-1]
    return chat


def offered(session: Session) -> list[str]:
    return list(session.scalars(select(Pledge.words)))


def test_it_is_asked_step_by_step_and_changed_in_words(chat: Chat, cast: Cast) -> None:
    for words in ("butuh", "1A", "tenda", "Sabtu"):
        chat.says(cast.ratna, words)
    assert "Sabtu 28 November:\n\n“tenda”" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "eh Minggu maksudnya")
    assert "Minggu 29 November" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "nanti dulu ya")
    assert chat.heard(cast.sari) == []


@pytest.mark.parametrize("words", ["saya bawa kue 2 bu", "bisa bantu masak bu"])
def test_a_family_offers_in_words(asked: Chat, session: Session, cast: Cast, words: str) -> None:
    asked.says(cast.sari, words)
    assert f"Tercatat untuk Aisyah Humaira (1A): “{words}”." in asked.heard(cast.sari)[0]
    assert offered(session) == [words]


def test_a_family_offers_by_tap_and_changes_it(asked: Chat, session: Session, cast: Cast) -> None:
    asked.taps(cast.sari, "Saya bantu 🙋")
    asked.says(cast.sari, "kue 2 loyang")
    asked.says(cast.ratna, "siapa bawa apa?")
    assert asked.heard(cast.ratna)[-1] == (
        "5 kue dan 2 orang bantu masak (Sabtu 28 November)\n• Aisyah Humaira: “kue 2 loyang”\n\n"
        "Belum bisa: 0. Belum menjawab: 1."
    )
    asked.says(cast.sari, "maaf bu ga jadi bisa", quoting="Ada permintaan bantuan")
    assert offered(session) == [""]


@pytest.mark.parametrize(
    "words", ["nanti saya tanya suami dulu", "bawa kuenya jam berapa bu?", "tidak bisa bawa, maaf"]
)
def test_what_is_no_offer_is_none(asked: Chat, session: Session, cast: Cast, words: str) -> None:
    asked.says(cast.sari, words)
    assert not any(offered(session))


def test_who_offered_is_reminded_and_thanked(asked: Chat, cast: Cast) -> None:
    asked.says(cast.sari, "saya bawa kue 2 bu")
    asked.heard(cast.sari)
    asked.wait(timedelta(days=5))
    assert "Mengingatkan acara besok: Ibu/Bapak bersedia “saya bawa kue 2 bu”" in "".join(
        asked.heard(cast.sari)
    )
    asked.wait(timedelta(days=2))
    assert "Terima kasih atas bantuan Ibu/Bapak kemarin" in "".join(asked.heard(cast.sari))
    assert asked.heard(cast.budi) == []


def test_what_a_family_offered_is_in_its_copy_and_goes(
    asked: Chat, session: Session, cast: Cast
) -> None:
    asked.says(cast.sari, "saya bawa kue 2 bu")
    assert "saya bawa kue 2 bu" in str(child_copy(session, cast.aisyah, asked.now))
    erase_child(session, cast.aisyah, asked.now)
    assert "saya bawa kue 2 bu" not in offered(session)
