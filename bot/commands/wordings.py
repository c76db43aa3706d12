"""A school's own words for our texts as a table: written, checked, shown, and put in place."""

from __future__ import annotations

import csv
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import typer
from sqlalchemy.orm import Session

from bot.commands.school import school_called
from bot.outbound.templates import BODY, BUTTON, catalogue
from handlers.core.talk import LANGUAGES, Printed, Text, blanks_of
from models.wording import put_words, words_of

OWN = "own:"
"""Before the language, in the head of the column that is to be filled."""
_HEAD = ("key", "whatsapp approves", "indonesian", "english")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Change:
    """What a school says, and will say, in the place of one of our texts; "" is ours."""

    text: Text
    before: str
    after: str

    @property
    def notes(self) -> Iterator[str]:
        """What is to be known about it before it is done."""
        if self.text.template or self.text in _buttons():
            yield "WhatsApp must approve it; until then it is said as before to who has not written"
        longest = max(len(self.text.words(language)) for language in LANGUAGES)
        if longest <= BUTTON < len(self.after):
            yield f"a button shows {BUTTON} characters"

    def __str__(self) -> str:
        told = "".join(f"\n    ! {note}" for note in self.notes if self.after)
        return f"{self.text.key}\n  - {self.before or '(ours)'}\n  + {self.after or '(ours)'}{told}"


def write(session: Session, school: str, language: str, to: Path) -> None:
    """Every text of ours, with what the school says instead. Raises `typer.BadParameter`."""
    _check(language)
    own = words_of(session, school_called(session, school)).get(language, {})
    with to.open("w", encoding="utf-8-sig", newline="") as table:
        rows = csv.writer(table)
        rows.writerow([*_HEAD, f"{OWN}{language}"])
        for key, text in sorted(_texts().items()):
            approves = "yes" if text.template else ""
            rows.writerow([key, approves, text.id, text.en, own.get(key, "")])
    typer.echo(f"{to}: fill the column {OWN}{language}, and read it in with --import")


def read(session: Session, school: str, path: Path, *, dry_run: bool, yes: bool) -> None:
    """Show what would change, and change it. Raises `typer.BadParameter` for a wrong table."""
    language, wanted = _table(path)
    if wrong := [fault for key, words in wanted.items() for fault in faults(key, words)]:
        raise typer.BadParameter("nothing was changed:\n" + "\n".join(wrong))
    found = school_called(session, school)
    changes = _changes(language, words_of(session, found).get(language, {}), wanted)
    for change in changes:
        typer.echo(str(change))
    typer.echo(f"{found.name}, {language}: {len(changes)} texts change")
    if changes and not dry_run and (yes or typer.confirm("Change them?")):
        put_words(session, found, language, {one.text.key: one.after for one in changes})
        typer.echo("Changed, from the next message on.")


def faults(key: str, words: str) -> list[str]:
    """What is wrong with these words in the place of that text, a line each."""
    text = _texts().get(key)
    if text is None:
        return [f"{key}: there is no such text"]
    if not words:
        return []
    try:
        parts = list(string.Formatter().parse(words))
    except ValueError as error:
        return [f"{key}: {error}"]
    if any(spec or conversion for _, _, spec, conversion in parts):
        return [f"{key}: a blank is its name in braces, and nothing else"]
    if set(blanks_of(words)) != set(text.blanks):
        blanks = " ".join(f"{{{name}}}" for name in text.blanks) or "none"
        return [f"{key}: its blanks are {blanks}, each of them, and no other"]
    filled = len(words.format_map(dict.fromkeys(text.blanks, "x" * 20)))
    return [f"{key}: longer than {BODY} characters"] if filled > BODY else []


def _changes(language: str, own: Mapping[str, str], wanted: Mapping[str, str]) -> list[Change]:
    """What is to change; saying what we say anyway is no change."""
    texts = _texts()
    changes = []
    for key, words in sorted(wanted.items()):
        said = _spaced(texts[key], words)
        ours = language in LANGUAGES and said == texts[key].words(language)
        after, before = "" if ours else said, own.get(key, "")
        if before != after:
            changes.append(Change(texts[key], before, after))
    return changes


def _spaced(text: Text, words: str) -> str:
    """With the room before and behind that ours has: tables lose it, and some texts are parts."""
    bare = text.id.strip()
    before, _, behind = text.id.partition(bare)
    return f"{before}{words.strip()}{behind}" if words else ""


def _table(path: Path) -> tuple[str, dict[str, str]]:
    """The language of a table, and the words by the key of the text."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path}: {error}") from error
    head = content.partition("\n")[0]
    # Spreadsheets of Indonesian Windows part columns by semicolons.
    between = ";" if head.count(";") > head.count(",") else ","
    rows = csv.DictReader(content.splitlines(keepends=True), delimiter=between)
    own = next((name for name in rows.fieldnames or () if name.startswith(OWN)), "")
    if not own or "key" not in (rows.fieldnames or ()):
        raise typer.BadParameter(f"{path}: it needs the columns key and {OWN}id (or another)")
    language = own.removeprefix(OWN).strip()
    _check(language)
    return language, {row["key"]: (row[own] or "").replace("\r\n", "\n") for row in rows}


def _check(language: str) -> None:
    if not _LANGUAGE.fullmatch(language):
        raise typer.BadParameter(f"{language!r} is no language; write it like jv, su or en")


def _texts() -> dict[str, Text]:
    """What people are sent, by key."""
    return {key: text for key, text in catalogue().items() if not isinstance(text, Printed)}


def _buttons() -> set[Text]:
    return {button for text in _texts().values() for button in text.buttons}
