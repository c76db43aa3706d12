"""What somebody wants different in what was shown to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.core.understanding.amending import Amendment, How, read_amendment

ADD, DROP, INSTEAD = How.ADD, How.DROP, How.INSTEAD


@pytest.mark.parametrize(
    ("text", "amendment"),
    [
        ("Citra juga ya bu", Amendment(ADD, "Citra")),
        ("tambah: dengan bekal", Amendment(ADD, "dengan bekal", told=True, verbatim=True)),
        ("tambah: bawa bekal ya bu", Amendment(ADD, "bawa bekal ya bu", told=True, verbatim=True)),
        ("isinya besok libur", Amendment(INSTEAD, "besok libur", told=True, verbatim=True)),
        ("ubah penerima", Amendment(INSTEAD, "penerima", told=True)),
        ("jam 10 aja terima kasih bu", Amendment(INSTEAD, "jam 10", marked=False)),
        ("ganti: rapi", Amendment(INSTEAD, "rapi", told=True, verbatim=True)),
        ("hpus danu", Amendment(DROP, "danu", told=True)),
        ("danu ga usah bu", Amendment(DROP, "danu")),
        ("danunya dihapus aja", Amendment(DROP, "danunya")),
        ("eh jam 10 maksudnya", Amendment(INSTEAD, "jam 10")),
        ("eh bukan, Jumat", Amendment(INSTEAD, "Jumat")),
        ("bukan Aisyah tapi Danu", Amendment(INSTEAD, "Danu", old="Aisyah")),
        ("ganti jadi jam 10", Amendment(INSTEAD, "jam 10", told=True)),
        ("untuk Danu", Amendment(INSTEAD, "Danu")),
        ("kamis aja bu", Amendment(INSTEAD, "kamis", marked=False)),
        ("ubah dong bu", Amendment(INSTEAD, "", told=True)),
        ("jadinya hari Rabu", Amendment(How.INSTEAD, "hari Rabu")),
    ],
)
def test_an_amendment_is_read(text: str, amendment: Amendment) -> None:
    assert read_amendment(text) == amendment


@pytest.mark.parametrize("text", ["", "🙏", "...", "eh"])
def test_without_words_there_is_none(text: str) -> None:
    assert read_amendment(text) is None


@pytest.mark.parametrize("text", ["hapus fotonya", "tanpa lampiran ya bu", "fotonya dihapus aja"])
def test_files_are_taken_away(text: str) -> None:
    found = read_amendment(text)
    assert found is not None
    assert found.of_files


@given(st.text(st.sampled_from("ehmaks juga tapi bukan hapus,.: ubah\n10😀²")))
def test_the_words_are_the_speakers_own(text: str) -> None:
    found = read_amendment(text)
    if found is not None:
        squeezed = "".join(text.split())
        assert "".join(found.words.split()) in squeezed
        assert "".join(found.old.split()) in squeezed
