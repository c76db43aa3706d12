"""A teacher whose own child is at the school: asked as a guardian, they answer as one."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.people import Relation
from tests.cast import MONDAY, Cast, add_child, add_place
from tests.dialogue import Chat


@pytest.fixture
def chat(session: Session, cast: Cast) -> Chat:
    """Bu Ratna, who teaches 1A, is the mother of Zahra in Bu Dewi's 3B."""
    add_place(
        session,
        add_child(session, cast.class_3b, "Zahra Putri"),
        cast.ratna,
        Relation.MOTHER,
        1,
        MONDAY,
    )
    session.flush()
    return Chat(session, MONDAY)


@pytest.mark.parametrize(
    ("sent", "words", "heard"),
    [
        (
            ("rapat POMG 3B Sabtu jam 9 di aula, agenda dana kelas", "Kirim undangan"),
            "insyaallah hadir",
            "Untuk Zahra Putri (3B) tercatat: hadir di rapat POMG",
        ),
        (("PR mtk hal 45 3B dikumpul Rabu", "Kirim"), "sudah", "Sudah dicatat untuk Zahra Putri"),
        (("catatan Zahra: rajin", "Kirim"), "siap bu", "Sudah diparaf untuk Zahra Putri (3B)"),
        (("kunjungan Zahra Minggu jam 9", "Tanyakan"), "boleh bu", "Kunjungan Bu Dewi sudah pasti"),
    ],
)
def test_an_answer_is_heard_as_a_guardians(
    chat: Chat, cast: Cast, sent: tuple[str, str], words: str, heard: str
) -> None:
    chat.says(cast.dewi, sent[0])
    chat.taps(cast.dewi, sent[1])
    chat.heard(cast.ratna)
    chat.says(cast.ratna, words)
    assert heard in chat.heard(cast.ratna)[0]


def test_everything_else_is_still_heard_as_a_teachers(chat: Chat, cast: Cast) -> None:
    chat.says(cast.dewi, "rapat POMG 3B Sabtu jam 9 di aula, agenda dana kelas")
    chat.taps(cast.dewi, "Kirim undangan")
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "Aisyah sakit, yang lain hadir semua")
    assert "Aisyah Humaira (1A): sakit" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "tolong umumkan ke 1A besok libur")
    assert chat.heard(cast.ratna)[-1].startswith("📢 Untuk kelas 1A")


@pytest.mark.parametrize(
    "said", ["Satria sakit hari ini", "bu, satria demam jadi hari ini tidak masuk"]
)
def test_an_own_child_comes_before_a_pupil_whose_second_name_it_is(
    session: Session, cast: Cast, said: str
) -> None:
    add_child(session, cast.class_1a, "Arjuna Satria")
    satria = add_child(session, cast.class_3b, "Satria Wibawa")
    add_place(session, satria, cast.ratna, Relation.MOTHER, 1, MONDAY)
    chat = Chat(session, MONDAY)
    chat.says(cast.ratna, said)
    assert "Satria Wibawa (3B) sakit" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "Arjuna sakit hari ini")
    assert "Arjuna Satria (1A): sakit" in chat.heard(cast.ratna)[-1]
