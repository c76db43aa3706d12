"""A school's own words for our texts, and the language somebody is written to in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import typer
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.commands import wordings
from models.people import Person
from models.wording import put_words, words_of
from tests.cast import Cast
from tests.dialogue import Chat

ASKED = "Pesan untuk {} sebaiknya dalam bahasa apa? [{}]"
OURS = "Bahasa Indonesia | English"


def test_a_guardian_chooses_english(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bahasa")
    chat.hears(cast.sari, ASKED.format("Ibu Sari", OURS))
    chat.taps(cast.sari, "English")
    chat.hears(
        cast.sari,
        "Baik, Ibu Sari. Mulai sekarang pesannya dalam English. Ketik BAHASA untuk mengubahnya.",
    )
    chat.says(cast.sari, "language")
    chat.hears(cast.sari, f"In which language shall we write to you, Ibu Sari? [{OURS}]")


def test_what_is_taught_is_no_language_to_write_in(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "bahasa Jawa Aisyah masih kurang ya bu")
    assert "bahasa apa" not in " ".join(chat.heard(cast.sari))


def test_a_school_says_it_in_its_own_words(chat: Chat, session: Session, cast: Cast) -> None:
    put_words(session, cast.school, "id", {"languages.which": "{who}, bade nganggo basa naon?"})
    chat.says(cast.sari, "bahasa")
    chat.hears(cast.sari, f"Ibu Sari, bade nganggo basa naon? [{OURS}]")
    put_words(session, cast.school, "id", {"languages.which": ""})
    chat.says(cast.sari, "bahasa")
    chat.hears(cast.sari, ASKED.format("Ibu Sari", OURS))
    assert cast.school.wordings is None


def test_somebody_adds_javanese(chat: Chat, session: Session, cast: Cast) -> None:
    """What is not said in it yet is said in Indonesian, and so are the names of days."""
    put_words(session, cast.school, "jv", {"signing.yes": "Paraf nggih"})
    put_words(session, cast.school, "jv", {"languages.chosen": "Nggih {who}, basane {language}."})
    chat.says(cast.sari, "ganti bahasa")
    chat.hears(cast.sari, ASKED.format("Ibu Sari", f"{OURS} | Basa Jawa"))
    chat.taps(cast.sari, "Basa Jawa")
    chat.heard(cast.sari)
    assert session.get_one(Person, cast.sari.id).language == "jv"
    chat.says(cast.ratna, "catatan Aisyah: sudah berani maju ke depan")
    chat.taps(cast.ratna, "Kirim")
    [entry] = chat.heard(cast.sari)
    assert "sudah berani maju ke depan" in entry
    assert entry.endswith("[Paraf nggih | Balas]")
    chat.says(cast.sari, "Paraf nggih")
    assert "diparaf" in " ".join(chat.heard(cast.sari))
    chat.wait(timedelta(minutes=1))
    chat.says(cast.sari, "bahasa")
    chat.taps(cast.sari, "Basa Jawa")
    assert "Nggih Ibu Sari, basane Basa Jawa." in chat.heard(cast.sari)


def test_own_words_cost_a_message_no_query(chat: Chat, session: Session, cast: Cast) -> None:
    put_words(session, cast.school, "id", {"languages.which": "Basa naon, {who}?"})
    chat.says(cast.sari, "bahasa")
    asked: list[str] = []

    def remember(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(session.get_bind(), "before_cursor_execute", remember)
    chat.says(cast.sari, "bahasa")
    event.remove(session.get_bind(), "before_cursor_execute", remember)
    chat.heard(cast.sari)
    assert asked
    assert not [statement for statement in asked if "wordings.words" in statement]


@pytest.mark.parametrize(
    "words",
    [
        "Bahasa apa?",
        "Bahasa apa, {who} dari {school}?",
        "{who",
        "{who.name}?",
        "{who!r}?",
        "x" * 1025,
    ],
)
def test_words_that_would_break_a_message_are_refused(words: str) -> None:
    assert wordings.faults("languages.which", words)
    assert not wordings.faults("languages.which", "Bade basa naon, {who}?")


def test_a_table_goes_out_and_comes_in(
    session: Session, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "teks.csv"
    wordings.write(session, "", "jv", path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "key,whatsapp approves,indonesian,english,own:jv"
    keys = {line.partition(",")[0] for line in lines}
    assert keys > {"handover.meetings", "router.lost", "signing.yes"}
    assert not keys & {"erase.title", "roster.added", "finding.nobody"}
    table = 'key;own:jv\nlanguages.which;"Basa napa, {who}?"\nsigning.yes;Paraf nggih\n'
    path.write_text(table, encoding="utf-8")
    wordings.read(session, "", path, dry_run=True, yes=True)
    assert words_of(session, cast.school) == {}
    wordings.read(session, "", path, dry_run=False, yes=True)
    said = capsys.readouterr().out
    assert "signing.yes\n  - (ours)\n  + Paraf nggih\n    ! WhatsApp must approve it" in said
    assert words_of(session, cast.school)["jv"] == {
        "languages.which": "Basa napa, {who}?",
        "signing.yes": "Paraf nggih",
    }
    path.write_text("key,own:jv\nsigning.unknown,Paraf\n", encoding="utf-8")
    with pytest.raises(typer.BadParameter, match="there is no such text"):
        wordings.read(session, "", path, dry_run=False, yes=True)


@pytest.mark.parametrize("words", ["english", "bahasa inggris", "English please"])
@pytest.mark.parametrize("answer", ["english", "inggris bu", "yang inggris aja"])
def test_a_language_is_chosen_in_words(
    chat: Chat, session: Session, cast: Cast, words: str, answer: str
) -> None:
    chat.says(cast.sari, words)
    chat.hears(cast.sari, ASKED.format("Ibu Sari", OURS))
    chat.says(cast.sari, answer)
    assert "Mulai sekarang pesannya dalam English." in chat.heard(cast.sari)[0]
