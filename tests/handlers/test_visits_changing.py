"""A family changes what was agreed, in its own words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.visit import AtHome, Place, State
from tests.cast import Cast
from tests.dialogue import Chat
from tests.visits import SATURDAY, SUNDAY, ask, book, five_days, listen, visit


@pytest.fixture
def booked(chat: Chat, cast: Cast) -> Chat:
    """A visit is certain for Saturday at nine."""
    book(chat, cast)
    listen(chat, cast)
    return chat


def test_called_off_in_words_and_shown_back(booked: Chat, session: Session, cast: Cast) -> None:
    booked.says(cast.sari, "bu kunjungan sabtu batal ya, ada acara keluarga")
    booked.hears(
        cast.sari,
        "Aisyah Humaira (1A). Apakah kunjungan Bu Ratna (Sabtu 28 November pukul 09.00 WIB) "
        "dibatalkan, Ibu Sari, atau diubah waktunya saja? [Batalkan | Ubah waktu | Tetap jadi]",
    )
    assert visit(session).state is State.CONFIRMED
    booked.taps(cast.sari, "Batalkan", under="Apakah kunjungan")
    assert visit(session).state is State.CANCELLED
    assert "ada acara keluarga" in booked.heard(cast.ratna)[0]
    assert "dibatalkan" in booked.heard(cast.budi)[0]


def test_another_time_in_words_is_proposed_once_it_is_right(
    booked: Chat, session: Session, cast: Cast
) -> None:
    booked.says(cast.budi, "kunjungan sabtu diundur minggu jam 10 bisa bu?")
    assert "menjadi Minggu 29 November pukul 10.00 WIB" in booked.heard(cast.budi)[0]
    assert visit(session).state is State.CONFIRMED
    booked.taps(cast.budi, "Ya, usulkan")
    assert "Minggu 29 November pukul 10.00 WIB" in booked.heard(cast.ratna)[0]
    booked.taps(cast.ratna, "Setuju")
    assert visit(session).starts_at == SUNDAY + timedelta(hours=1)


def test_a_day_shows_the_teachers_times_and_gives_up_nothing(
    booked: Chat, session: Session, cast: Cast
) -> None:
    booked.says(cast.sari, "bu sabtu ga bisa, minggu aja gimana")
    assert "Min 29/11" in booked.heard(cast.sari)[0]
    assert visit(session).state is State.CONFIRMED


def test_another_place_in_words(booked: Chat, session: Session, cast: Cast) -> None:
    booked.says(cast.sari, "bu rumah kami lg direnovasi, di sekolah saja ya")
    booked.taps(cast.sari, "Ya, usulkan")
    booked.taps(cast.ratna, "Setuju")
    assert visit(session).place is Place.SCHOOL
    assert visit(session).starts_at == SATURDAY


def test_an_answer_to_the_confirmation_needs_no_word_for_visit(booked: Chat, cast: Cast) -> None:
    booked.says(cast.sari, "maaf bu ga jadi bisa", quoting="sudah pasti")
    assert "dibatalkan, Ibu Sari" in booked.heard(cast.sari)[0]


def test_what_was_about_something_else_goes_to_the_teacher(
    booked: Chat, session: Session, cast: Cast
) -> None:
    booked.says(cast.sari, "kunjungan nenek batal, jadi Aisyah bisa ikut pramuka")
    booked.taps(cast.sari, "Tetap jadi")
    assert "“kunjungan nenek batal, jadi Aisyah bisa ikut pramuka”" in booked.heard(cast.ratna)[0]
    assert visit(session).state is State.CONFIRMED


@pytest.mark.parametrize(
    "said", ["Aisyah lupa topi di sekolah bu", "besok bawa apa bu?", "terima kasih bu, ditunggu"]
)
def test_other_words_change_nothing(booked: Chat, session: Session, cast: Cast, said: str) -> None:
    booked.says(cast.sari, said)
    assert not any("Kunjungan" in heard for heard in booked.heard(cast.sari))
    assert visit(session).state is State.CONFIRMED


def test_calling_off_is_never_a_yes(chat: Chat, session: Session, cast: Cast) -> None:
    five_days(cast)
    ask(chat, cast)
    chat.says(cast.sari, "bu kunjungan sabtu batal ya, ada acara keluarga")
    assert visit(session).state is State.ASKED
    assert "alasannya" in chat.heard(cast.sari)[0]


@pytest.mark.parametrize(
    ("said", "home"),
    [
        ("cuma papahnya yg ada dirumah bu", AtHome.MEN),
        ("nanti ibunya ga ada, ayah yang terima", AtHome.MEN),
        ("dua2nya ada bu", AtHome.BOTH),
        ("cm neneknya yg di rumah bu", AtHome.WOMEN),
    ],
)
def test_who_is_at_home_as_people_write_it(
    booked: Chat, session: Session, cast: Cast, said: str, home: AtHome
) -> None:
    booked.says(cast.sari, said)
    assert visit(session).at_home is home


def test_who_joins_after_all(booked: Chat, session: Session, cast: Cast) -> None:
    booked.says(cast.sari, "cuma bapaknya yang di rumah")
    assert visit(session).state is State.AGREED
    booked.says(cast.sari, "eh sy jadi di rumah bu")
    assert visit(session).at_home is AtHome.BOTH
    assert visit(session).state is State.CONFIRMED


def test_both_sides_hear_of_a_change(booked: Chat, cast: Cast) -> None:
    booked.says(cast.sari, "cuma bapaknya yang di rumah")
    assert "yang akan di rumah hanya bapak" in booked.heard(cast.ratna)[0]
    assert "kami pastikan lagi nanti" in booked.heard(cast.budi)[0]
    booked.says(cast.budi, "istri saya juga ada, keduanya di rumah")
    listen(booked, cast)
    booked.says(cast.sari, "hanya saya yang di rumah bu")
    booked.hears(
        cast.ratna,
        "Tentang Aisyah Humaira (1A). Kabar dari keluarga untuk kunjungan Sabtu 28 November pukul "
        "09.00 WIB: yang akan di rumah hanya ibu. Kunjungannya tetap jadi.",
    )


def test_colleagues_who_were_let_go_are_asked_again(
    booked: Chat, session: Session, cast: Cast
) -> None:
    booked.says(cast.sari, "cuma bapaknya yang di rumah")
    booked.says(cast.sari, "eh saya jadi di rumah bu")
    listen(booked, cast)
    booked.says(cast.budi, "cuma saya yang di rumah")
    assert "Bisa menemani" in booked.heard(cast.hadi)[0]
    booked.taps(cast.dewi, "Bisa menemani")
    assert visit(session).companion_id == cast.dewi.id


def test_a_late_answer_of_a_colleague_who_was_let_go(
    booked: Chat, session: Session, cast: Cast
) -> None:
    booked.says(cast.sari, "cuma bapaknya yang di rumah")
    booked.says(cast.sari, "keduanya ada di rumah bu")
    listen(booked, cast)
    booked.taps(cast.hadi, "Belum bisa")
    assert "tidak perlu ikut" in booked.heard(cast.hadi)[0]


def test_the_family_hears_that_a_companion_falls_out(booked: Chat, cast: Cast) -> None:
    booked.says(cast.sari, "cuma bapaknya yang di rumah")
    booked.taps(cast.hadi, "Bisa menemani")
    listen(booked, cast)
    booked.taps(cast.hadi, "Berhalangan")
    assert "rekan yang menemani Bu Ratna berhalangan" in booked.heard(cast.sari)[0]
