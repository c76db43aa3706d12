"""What every draft does: filled, shown, changed in words, left, gone on with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.notice import Notice
from models.outbox import OutboundMessage
from models.people import Child
from tests.cast import Cast, add_child, add_class
from tests.dialogue import Chat
from tests.files import files_of, photos

BUTTONS = "[Kirim | Ganti ranah | Minta persetujuan | Batal]"


@pytest.fixture
def shown(chat: Chat, cast: Cast) -> str:
    """The preview of a note about Aisyah."""
    chat.says(cast.ratna, "catatan Aisyah: rapi sekali")
    (preview,) = chat.heard(cast.ratna)
    return preview


def whom(preview: str) -> str:
    return preview.partition("\n")[0]


@pytest.mark.parametrize("words", ["Danu juga", "danu jg ya bu", "tambah Danu", "sama danu juga"])
@pytest.mark.usefixtures("shown")
def test_a_child_is_added(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, words)
    (preview,) = chat.heard(cast.ratna)
    assert whom(preview) == "Untuk Aisyah Humaira (1A), Danu Pratama (1A)"
    assert "“rapi sekali”" in preview
    assert preview.endswith(BUTTONS)


@pytest.mark.parametrize(
    "words", ["eh maksudnya Danu", "bukan Aisyah tapi Danu", "untuk Danu", "ganti Danu ya"]
)
@pytest.mark.usefixtures("shown")
def test_another_child_is_meant(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, words)
    assert whom(chat.heard(cast.ratna)[0]) == "Untuk Danu Pratama (1A)"
    chat.taps(cast.ratna, "Kirim")
    chat.hears(cast.sari)


@pytest.mark.parametrize("words", ["hapus Danu", "danu dihapus aja", "tanpa danu", "kecuali Danu"])
def test_a_child_is_taken_away(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, "catatan Aisyah, Danu: rapi")
    chat.says(cast.ratna, words)
    assert whom(chat.heard(cast.ratna)[-1]) == "Untuk Aisyah Humaira (1A)"


@pytest.mark.usefixtures("shown")
def test_nobody_is_left(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "hapus Aisyah")
    assert chat.heard(cast.ratna)[0].startswith("Catatan untuk siapa?")
    chat.says(cast.ratna, "Danu")
    (preview,) = chat.heard(cast.ratna)
    assert whom(preview) == "Untuk Danu Pratama (1A)"
    assert "“rapi sekali”" in preview


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("tambah: besok bawa bekal", "rapi sekali\nbesok bawa bekal"),
        ("tambahin besok bawa bekal ya", "rapi sekali\nbesok bawa bekal ya"),
        ("ganti: rajin sekali", "rajin sekali"),
        ("isinya: rajin sekali", "rajin sekali"),
    ],
)
@pytest.mark.usefixtures("shown")
def test_the_words_are_changed(chat: Chat, cast: Cast, words: str, body: str) -> None:
    chat.says(cast.ratna, words)
    assert f"“{body}”" in chat.heard(cast.ratna)[0]


@pytest.mark.parametrize(
    "words",
    ["Danu juga sakit hari ini", "rapi sekali juga", "hapus kalimat terakhir", "Danu"],
)
@pytest.mark.usefixtures("shown")
def test_what_is_no_change_changes_nothing(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    chat.says(cast.ratna, words)
    assert not any(one.startswith("Untuk ") for one in chat.heard(cast.ratna))
    chat.taps(cast.ratna, "Kirim", under="Untuk Aisyah")
    assert session.scalars(select(Notice.body)).all() == ["rapi sekali"]


@pytest.mark.parametrize("words", ["ubah", "ganti", "ubah ya bu"])
@pytest.mark.usefixtures("shown")
def test_what_can_be_changed_is_listed(chat: Chat, cast: Cast, words: str) -> None:
    chat.says(cast.ratna, words)
    chat.hears(cast.ratna, "Apa yang diubah? [Ubah penerima | Ubah isi | Ganti ranah]")
    chat.says(cast.ratna, "penerima")
    assert chat.heard(cast.ratna)[0].startswith("Catatan untuk siapa?")
    chat.says(cast.ratna, "Danu")
    assert whom(chat.heard(cast.ratna)[0]) == "Untuk Danu Pratama (1A)"


@pytest.mark.usefixtures("shown")
def test_one_thing_is_named_to_change(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "ubah isi")
    chat.says(cast.ratna, "rajin sekali")
    assert "“rajin sekali”" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "ganti ranah")
    chat.says(cast.ratna, "ibadah")
    assert "Ranah: ibadah" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "eh perilaku maksudnya")
    assert "Ranah: perilaku" in chat.heard(cast.ratna)[-1]


def test_a_whole_answer_fills_more_than_was_asked(chat: Chat, cast: Cast) -> None:
    for words in ("Aisyah: hari ini ceria", "Aisyah hari ini ceria"):
        chat.says(cast.ratna, "catatan")
        chat.says(cast.ratna, words)
        assert whom(shown := chat.heard(cast.ratna)[-1]) == "Untuk Aisyah Humaira (1A)"
        assert "hari ini ceria”" in shown


def test_what_was_answered_before_is_corrected(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah")
    chat.says(cast.ratna, "eh untuk Danu maksudnya")
    assert chat.heard(cast.ratna)[-1].startswith("Apa catatannya untuk Danu Pratama (1A)?")


@pytest.mark.parametrize("name", ["Danu", "Bima"])
def test_what_is_to_be_taken_away_is_no_text(chat: Chat, cast: Cast, name: str) -> None:
    chat.says(cast.ratna, "catatan Aisyah")
    chat.says(cast.ratna, f"hapus {name}")
    again = chat.heard(cast.ratna)[-1]
    assert again.startswith(f"Saya belum menangkap maksud “hapus {name}”")
    assert "Apa catatannya untuk Aisyah Humaira (1A)?" in again


@pytest.fixture
def two_danus(session: Session, cast: Cast) -> Child:
    return add_child(session, cast.class_3b, "Danu Wijaya")


@pytest.mark.usefixtures("two_danus")
def test_who_is_clear_stays_while_another_is_chosen(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "catatan Aisyah dan Danu: rapi")
    assert chat.heard(cast.hadi)[0] == "Yang mana? [Danu Pratama (1A) | Danu Wijaya (3B)]"
    chat.says(cast.hadi, files=photos("a"))
    chat.hears(cast.sari)
    chat.taps(cast.hadi, "Danu Wijaya (3B)")
    preview = chat.heard(cast.hadi)[-1]
    assert whom(preview) == "Untuk Aisyah Humaira (1A), Danu Wijaya (3B)"
    assert "“rapi”" in preview


@pytest.mark.usefixtures("two_danus")
def test_who_is_added_is_chosen(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "catatan Aisyah: rapi")
    chat.says(cast.hadi, "Danu juga")
    chat.taps(cast.hadi, "Danu Wijaya (3B)")
    assert whom(chat.heard(cast.hadi)[-1]) == "Untuk Aisyah Humaira (1A), Danu Wijaya (3B)"


@pytest.mark.usefixtures("shown")
def test_a_child_of_another_class_is_not_added(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "Citra Lestari juga")
    assert "bukan murid kelas Ibu/Bapak" in chat.heard(cast.ratna)[0]
    chat.hears(cast.wati)


def test_files_are_taken_away(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: karyanya", files=photos("a", "b"))
    chat.says(cast.ratna, "hapus fotonya")
    assert "📎" not in chat.heard(cast.ratna)[-1]
    chat.taps(cast.ratna, "Kirim")
    assert files_of(chat, cast.sari) == []


@pytest.mark.usefixtures("shown")
def test_what_is_old_is_shown_again_before_it_is_sent(chat: Chat, cast: Cast) -> None:
    chat.now += timedelta(hours=13)
    chat.taps(cast.ratna, "Kirim")
    told, preview = chat.heard(cast.ratna)
    assert told.startswith("Itu sudah agak lama")
    assert whom(preview) == "Untuk Aisyah Humaira (1A)"
    chat.wait(timedelta(hours=10))
    chat.hears(cast.sari)
    chat.taps(cast.ratna, "Kirim", under="Untuk Aisyah")
    assert "rapi sekali" in chat.heard(cast.sari)[0]


@pytest.mark.usefixtures("shown")
def test_a_child_who_left_the_class_gets_nothing(chat: Chat, cast: Cast, session: Session) -> None:
    cast.aisyah.class_group_id = cast.class_3b.id
    session.flush()
    chat.taps(cast.ratna, "Kirim")
    assert chat.heard(cast.ratna)[0].startswith("Catatan untuk siapa?")
    chat.hears(cast.sari)


@pytest.mark.usefixtures("shown")
def test_a_draft_is_offered_in_one_line_after_something_else(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "siapa belum paraf?")
    _, offer = chat.heard(cast.ratna)
    assert offer == "Lanjutkan catatan untuk Aisyah Humaira (1A)? [Lanjutkan | Buang]"
    chat.says(cast.ratna, "tugas")
    assert len(chat.heard(cast.ratna)) == 1
    chat.taps(cast.ratna, "Lanjutkan")
    assert whom(chat.heard(cast.ratna)[0]) == "Untuk Aisyah Humaira (1A)"
    chat.says(cast.ratna, "kirim")
    assert "rapi sekali" in chat.heard(cast.sari)[0]


@pytest.mark.usefixtures("shown")
def test_a_draft_is_not_gone_on_with_by_itself(chat: Chat, cast: Cast, session: Session) -> None:
    chat.says(cast.ratna, "Danu hari ini terlambat masuk kelas")
    chat.taps(cast.ratna, "Kirim", under="Untuk Danu")
    report, offer = chat.heard(cast.ratna)[-2:]
    assert report.startswith("Terkirim untuk Danu Pratama (1A)")
    assert offer.startswith("Lanjutkan catatan untuk Aisyah Humaira (1A)?")
    chat.taps(cast.ratna, "Buang")
    chat.hears(cast.ratna, "Baik, tidak jadi dikirim.")
    chat.hears(cast.sari)
    chat.wait(timedelta(days=3))
    assert not any("belum selesai" in one for one in chat.heard(cast.ratna))


@pytest.mark.usefixtures("shown")
def test_the_same_for_the_same_child_is_not_missed(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: rapi dan sopan")
    chat.taps(cast.ratna, "Kirim")
    assert chat.heard(cast.ratna)[-1].startswith("Terkirim untuk Aisyah")
    chat.wait(timedelta(days=3))
    assert not any("belum selesai" in one for one in chat.heard(cast.ratna))


@pytest.mark.usefixtures("shown")
def test_what_was_left_is_offered_the_next_day_once(
    chat: Chat, cast: Cast, session: Session
) -> None:
    chat.wait(timedelta(days=1))
    chat.hears(
        cast.ratna,
        "Kemarin ada yang belum selesai: catatan untuk Aisyah Humaira (1A). Mau dilanjutkan? "
        "[Lanjutkan | Buang]",
    )
    chat.wait(timedelta(days=2))
    chat.hears(cast.ratna)
    chat.says(cast.ratna, "iya bu lanjut")
    (preview,) = chat.heard(cast.ratna)
    assert whom(preview) == "Untuk Aisyah Humaira (1A)"
    chat.taps(cast.ratna, "Kirim")
    assert session.scalar(select(func.count(Notice.id))) == 1
    waiting = select(func.count(OutboundMessage.id)).where(
        OutboundMessage.asks == "contact_book.shown", OutboundMessage.answered_at.is_(None)
    )
    assert session.scalar(waiting) == 0


@pytest.mark.usefixtures("shown")
def test_what_was_cancelled_is_not_offered(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "batal")
    chat.hears(cast.ratna, "Baik, tidak jadi dikirim.")
    chat.wait(timedelta(days=2))
    chat.hears(cast.ratna)


@pytest.mark.usefixtures("two_danus")
def test_a_child_that_was_chosen_is_no_grade(chat: Chat, cast: Cast, session: Session) -> None:
    """The database may number a child as a school numbers its grades."""
    grade = add_class(session, cast.school, f"{cast.danu.id}C")
    add_child(session, grade, "Gilang Ramadhan")
    chat.says(cast.hadi, "umumkan Danu: besok bawa topi")
    chat.taps(cast.hadi, "Danu Pratama (1A)")
    assert "Untuk Danu Pratama (1A)" in chat.heard(cast.hadi)[-1]


@pytest.mark.parametrize("first", ["ya", "tidak"])
@pytest.mark.parametrize("then", ["ya", "inggih ndherek", "kirim"])
@pytest.mark.usefixtures("shown")
def test_what_was_sent_or_left_is_not_sent_by_quoting_it(
    chat: Chat, cast: Cast, first: str, then: str
) -> None:
    chat.says(cast.ratna, first)
    for who in (cast.ratna, cast.sari):
        chat.heard(who)
    chat.says(cast.ratna, then, quoting="rapi sekali")
    assert chat.heard(cast.ratna)[0].startswith("Itu sudah terjawab")
    chat.hears(cast.sari)


@pytest.mark.parametrize("words", ["hmm gimana ya", "tambah: bawa topi", "yang itu loh pak"])
def test_words_that_quote_what_was_sent_do_not_bring_it_back(
    chat: Chat, cast: Cast, words: str
) -> None:
    chat.says(cast.dewi, "catatan Citra: hari ini ceria")
    chat.says(cast.dewi, "kirim")
    chat.heard(cast.dewi), chat.heard(cast.wati)
    chat.says(cast.dewi, words, quoting="hari ini ceria”")
    assert not any("[Kirim" in said for said in chat.heard(cast.dewi))
    chat.says(cast.dewi, "bisa")
    chat.hears(cast.wati)


def test_a_new_matter_that_quotes_what_was_sent_is_heard(chat: Chat, cast: Cast) -> None:
    chat.says(cast.dewi, "catatan Citra: hari ini ceria")
    chat.says(cast.dewi, "kirim")
    chat.heard(cast.dewi)
    chat.says(cast.dewi, "Bima sakit hari ini", quoting="hari ini ceria”")
    assert "Bima Saputra (3B): sakit" in chat.heard(cast.dewi)[0]


def test_a_draft_that_was_sent_is_not_offered_any_more(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "umumkan 1A: uji tiga")
    chat.says(cast.ratna, "catatan Aisyah: tertib")
    chat.says(cast.ratna, "kirim")
    assert "Lanjutkan pengumuman" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "kirim")
    chat.heard(cast.ratna), chat.heard(cast.sari)
    for words in ("hmm gitu ya", "batal", "lanjutkan"):
        chat.says(cast.ratna, words)
        said = " ".join(chat.heard(cast.ratna))
        assert "Lanjutkan" not in said
        assert "tidak jadi dikirim" not in said
    chat.hears(cast.sari)
