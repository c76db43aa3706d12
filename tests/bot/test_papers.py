"""The month on paper: both columns, the signatures, and nobody else's thread."""

from __future__ import annotations

import re
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.channels.base import FetchError
from bot.documents.book_file import Papers
from bot.documents.book_month import Month, Row, month_of
from bot.documents.book_pdf import pdf
from bot.storage.database import sessions_on
from handlers.core.talk import Language
from models.family import Pupil
from models.media import Media
from models.wording import put_words
from tests.cast import MONDAY, WIB, Cast
from tests.dialogue import Chat

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def past(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: berani maju")
    chat.taps(cast.ratna, "Kirim")
    chat.taps(cast.sari, "Paraf ✅")
    chat.says(cast.sari, "di rumah juga begitu", quoting="berani maju")
    chat.says(cast.budi, "soal aisyah tolong jangan ceritakan ke ibunya")


def text_of(month: Month | None) -> str:
    assert month is not None
    return "\n".join(line for row in month.rows for line in (*row.school, *row.home))


def test_both_columns_and_the_signature(past: None, session: Session, cast: Cast) -> None:
    month = month_of(session, cast.aisyah.id, NOVEMBER, None, "id", MONDAY)
    text = text_of(month)
    assert "berani maju" in text
    assert "Diparaf Ibu Sari (ibu), 23/11 09.00 (whatsapp)" in text
    assert "di rumah juga begitu" in text
    assert "tolong jangan ceritakan" in text


def test_a_guardian_sees_only_their_own_notes(past: None, session: Session, cast: Cast) -> None:
    text = text_of(month_of(session, cast.aisyah.id, NOVEMBER, cast.sari.id, "id", MONDAY))
    assert "di rumah juga begitu" in text
    assert "tolong jangan ceritakan" not in text


def test_a_stranger_sees_nothing(past: None, session: Session, cast: Cast) -> None:
    assert month_of(session, cast.aisyah.id, NOVEMBER, cast.wati.id, "id", MONDAY) is None


def test_what_was_taken_back_is_not_printed(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "catatan Aisyah: salah tulis")
    chat.taps(cast.ratna, "Kirim")
    chat.taps(cast.ratna, "Tarik kembali")
    month = month_of(session, cast.aisyah.id, NOVEMBER, None, "id", MONDAY)
    assert "salah tulis" not in text_of(month)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_hold_the_words(past: None, session: Session, cast: Cast, language: str) -> None:
    month = month_of(session, cast.aisyah.id, NOVEMBER, None, language, MONDAY)
    assert month is not None
    pages = pdf(month, MONDAY, compress=False)
    assert pages.startswith(b"%PDF")
    assert b"berani maju" in pages


def test_an_empty_month_says_so(session: Session, cast: Cast) -> None:
    month = month_of(session, cast.citra.id, NOVEMBER, None, "id", MONDAY)
    assert month is not None
    assert b"Tidak ada catatan pada bulan ini." in pdf(month, MONDAY, compress=False)


async def test_by_chat_it_is_made_when_it_is_sent(
    past: None, chat: Chat, session: Session, engine: Engine, cast: Cast, tmp_path: Path
) -> None:
    chat.says(cast.sari, "pdf aisyah")
    assert "bulan November 2026" in chat.heard(cast.sari)[-1]
    media = session.scalars(select(Media).where(Media.channel == "book")).one()
    session.commit()
    papers = Papers(sessions_on(engine), lambda: MONDAY)
    assert (await papers.fetch(media.reference, 10**7)).content.startswith(b"%PDF")


async def test_it_is_made_in_the_words_of_the_school(
    past: None, chat: Chat, session: Session, engine: Engine, cast: Cast
) -> None:
    put_words(session, cast.school, "jv", {"book_pdf.home": "Saking griya"})
    put_words(session, cast.school, "id", {"book_pdf.school": "Kabar guru"})
    cast.sari.language = "jv"
    chat.says(cast.sari, "pdf aisyah")
    reference = session.scalars(select(Media.reference).where(Media.channel == "book")).one()
    session.commit()
    made = await Papers(sessions_on(engine), lambda: MONDAY).fetch(reference, 10**7)
    said = words_in(made.content)
    assert b"(Saking griya)" in said
    assert b"(Kabar guru)" in said
    assert b"(Dari sekolah)" not in said


def words_in(pages: bytes) -> bytes:
    """What is drawn on them: streams that are packed, one behind the other."""
    streams = re.findall(rb"/FlateDecode\n[^>]*>>\nstream\n(.*?)\nendstream", pages, re.DOTALL)
    return b"\n".join(zlib.decompress(each) for each in streams)


@pytest.mark.parametrize(
    "reference", ["", "1", "a:b:c:d", "1:2026-13:staff:id", "999:2026-11:staff:id"]
)
async def test_nonsense_is_refused(
    engine: Engine, cast: Cast, session: Session, reference: str
) -> None:
    session.commit()
    with pytest.raises(FetchError):
        await Papers(sessions_on(engine), lambda: MONDAY).fetch(reference, 10**7)


def of(*rows: Row, name: str = "Aisyah Humaira") -> Month:
    pupil = Pupil(1, 1, name, "", 1, "1A")
    return Month(pupil, "SD Uji", WIB, NOVEMBER, list(rows), Language("id"))


@pytest.mark.parametrize(
    ("rows", "pages"),
    [
        ([Row(MONDAY, ["Ibu Ratna", "berani maju"], ["pendek saja"] * 60)], 2),
        ([Row(MONDAY, ["kata " * 2000])], 4),
        ([Row(MONDAY, [], ["kabar"] * 30), Row(MONDAY, ["sehat"])], 1),
        ([Row(MONDAY, ["kabar"] * 30), Row(MONDAY, ["sehat"] * 30)], 2),
    ],
)
def test_a_row_longer_than_a_page_goes_on_under_the_heading(rows: list[Row], pages: int) -> None:
    made = pdf(of(*rows), MONDAY, compress=False)
    assert (made.count(b"/Type /Page\n"), made.count(b"(Dari sekolah)")) == (pages, pages)
    said = [words for row in rows for part in (*row.school, *row.home) for words in part.split()]
    assert all(made.count(words.encode()) == said.count(words) for words in set(said))


WRITTEN = st.builds(lambda words, times: words * times, st.text(max_size=12), st.integers(0, 300))
CELL = st.lists(st.text(max_size=20) | WRITTEN, max_size=4)


@settings(max_examples=30)
@given(st.lists(st.builds(Row, st.just(MONDAY), CELL, CELL), max_size=3), st.text(max_size=300))
def test_whatever_was_written_there_are_pages(rows: list[Row], name: str) -> None:
    assert pdf(of(*rows, name=name), MONDAY).startswith(b"%PDF")
