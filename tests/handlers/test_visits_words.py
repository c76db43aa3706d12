"""What a teacher types to a family's proposal, and beside a preview of a visit."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from handlers.core.understanding.matters.visits import home_answered
from models.people import Sex
from models.visit import AtHome, State
from tests.cast import Cast
from tests.dialogue import Chat
from tests.visits import ask, five_days, listen, visit


@pytest.fixture
def countered(chat: Chat, cast: Cast) -> Chat:
    """Ibu Sari has proposed Sunday at four in the afternoon."""
    five_days(cast)
    ask(chat, cast)
    chat.says(cast.sari, "Minggu sore jam 4 aja bu")
    listen(chat, cast)
    return chat


@pytest.mark.parametrize("words", ["ya", "ok bu", "setuju", "bisa bu", "boleh bu, jam 4 ya"])
def test_agreed_in_words(countered: Chat, session: Session, cast: Cast, words: str) -> None:
    countered.says(cast.ratna, words)
    assert visit(session).state is State.AGREED
    assert "Minggu 29 November pukul 16.00" in countered.heard(cast.sari)[0]


def test_another_hour_in_words(countered: Chat, session: Session, cast: Cast) -> None:
    countered.says(cast.ratna, "gak bisa, jam 5 aja gimana")
    assert "Minggu 29 November pukul 17.00 WIB" in countered.heard(cast.ratna)[-1]
    assert visit(session).state is State.ASKED


def test_a_no_is_asked_for_its_reason(countered: Chat, session: Session, cast: Cast) -> None:
    countered.says(cast.ratna, "tidak")
    assert "Apa alasannya?" in countered.heard(cast.ratna)[-1]
    assert visit(session).state is State.ASKED


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("umumkan 1A: besok bawa topi", "📢 Untuk kelas 1A"),
        ("rapat POMG 1A Sabtu jam 9 di aula, agenda dana kelas", "Rapat POMG (kelas 1A)"),
        ("PR mtk hal 45 1A dikumpul Jumat", "Untuk kelas 1A"),
        ("Aisyah sakit hari ini", "Aisyah Humaira (1A): sakit"),
    ],
)
@pytest.mark.parametrize("preview", [True, False])
def test_another_matter_that_names_a_day_is_heard_as_that(
    countered: Chat, cast: Cast, words: str, heard: str, preview: bool
) -> None:
    if preview:
        countered.says(cast.ratna, "kunjungan Danu Minggu jam 9")
        countered.heard(cast.ratna)
    countered.says(cast.ratna, words)
    assert heard in countered.heard(cast.ratna)[-1]


@pytest.mark.parametrize(
    "words",
    [
        "lho bu saya kan bilang minggu ga bisa",
        "bu maaf hari ini gak jadi ya bu, anak saya sakit",
        "istri saya ga ada minggu itu",
        "jadinya kapan ya konsul saya?",
    ],
)
def test_who_is_at_home_is_not_read_into_other_words(words: str) -> None:
    for speaker in Sex:
        assert home_answered(words, speaker) is None


@pytest.mark.parametrize(
    ("words", "home"),
    [
        ("saya", AtHome.WOMEN),
        ("iya saya di rumah kok bu", AtHome.WOMEN),
        ("bapaknya aja bu", AtHome.MEN),
        ("saya sama bapaknya", AtHome.BOTH),
        ("neneknya yang terima bu", AtHome.WOMEN),
    ],
)
def test_a_plain_answer_says_who_is_at_home(words: str, home: AtHome) -> None:
    assert home_answered(words, Sex.FEMALE) is home
