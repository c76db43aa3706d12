"""The house rules that no linter knows."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

import bot
from bot.export.belonging import references
from bot.inbound.registry import Registry, discover
from bot.outbound.templates import catalogue
from handlers.core.talk import LANGUAGES, Capability, ClashError, Text, Who, blanks_of
from handlers.core.understanding import Intent
from models.base import Base
from models.ladder import LADDERS
from models.school import School
from models.settings import SchoolSettings
from models.whose import KEY, Whose
from scheduler import rules
from scheduler.sweep import sweep
from tests.cast import MONDAY, Cast

ROOT = Path(__file__).resolve().parent.parent
WHATSAPP_BODY = 1024
"""Characters of a message with buttons."""


def texts() -> list[Text]:
    for module in walk_packages(bot.__path__, f"{bot.__name__}."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    return [text for key, text in sorted(catalogue().items()) if not key.startswith("test")]


def test_a_text_has_the_same_blanks_in_every_language() -> None:
    """And is never empty, nor longer than WhatsApp takes. All that are wrong are told at once."""
    assert texts()
    assert [fault for text in texts() for fault in faults_of(text)] == []


def faults_of(text: Text) -> list[str]:
    """What is wrong with it, each with its key."""
    if set(blanks_of(text.id)) != set(blanks_of(text.en)):
        return [f"{text.key}: other blanks in English"]
    faults = []
    for language in LANGUAGES:
        length = len(text.fill(language, dict.fromkeys(text.blanks, "x" * 20)))
        if not 0 < length <= WHATSAPP_BODY:
            faults.append(f"{text.key}: {length} characters in {language}")
    return faults


def test_every_capability_has_a_dialogue() -> None:
    told = "\n".join(path.read_text() for path in (ROOT / "tests" / "handlers").glob("test_*.py"))
    for capability in discover():
        words = [word for word in capability.commands if f'"{word}' in told.lower()]
        assert words or not capability.commands, capability.name


def test_every_speaker_is_heard_by_somebody() -> None:
    registry = Registry.of(discover())
    assert set(registry.fallbacks) == set(Who)


def test_every_intent_reaches_a_capability_or_the_teacher() -> None:
    registry = Registry.of(discover())
    for intent in Intent:
        for who in (Who.GUARDIAN, Who.STAFF):
            assert registry.hearing({who}, intent) or registry.fallback({who})


def test_two_capabilities_cannot_claim_one_word() -> None:
    one, two = Capability("test_one", Who.STAFF), Capability("test_two", Who.STAFF)
    for capability in (one, two):
        capability.opens("sama")(lambda turn, session: [])
    with pytest.raises(ClashError):
        Registry.of([one, two])


def test_two_capabilities_cannot_overhear_at_one_place() -> None:
    """They would be asked in the order in which they happened to be imported."""
    one, two = Capability("test_one", Who.GUARDIAN), Capability("test_two", Who.GUARDIAN)
    for capability in (one, two):
        capability.overhears(place=7)(lambda turn, session: [])
    with pytest.raises(ClashError):
        Registry.of([one, two])


def test_who_overhears_is_asked_by_place() -> None:
    last, first = Capability("test_last", Who.GUARDIAN), Capability("test_first", Who.GUARDIAN)
    asked = [
        one.overhears(place)(lambda turn, session: None) for one, place in ((last, 8), (first, 7))
    ]
    assert Registry.of([last, first]).overhear == tuple(reversed(asked))


def test_what_several_say_is_written_once() -> None:
    """Two texts of one wording drift apart: see `handlers.core.talk.words`.

    One that says what has happened, or speaks first by a template, is its own: it must be told
    from a mere label of the same words.
    """
    said: dict[tuple[object, ...], list[str]] = {}
    for text in texts():
        wording = (text.id, text.en, text.template, text.buttons, text.claims)
        said.setdefault(wording, []).append(text.key)
    assert [keys for keys in said.values() if len(keys) > 1] == []


def test_what_speaks_first_is_said_by_handlers() -> None:
    """Delivery finds its template by the text. A command runs beside it, and it never imports
    the modules of one."""
    for path in (ROOT / "bot").rglob("*.py"):
        assert "template=True" not in path.read_text(encoding="utf-8"), path


def test_two_texts_cannot_share_a_key() -> None:
    Text("test.house", id="satu", en="one")
    with pytest.raises(ClashError):
        Text("test.house", id="dua", en="two")


def test_a_nudge_that_finds_nothing_asks_only_what_is_prepared(
    session: Session, cast: Cast
) -> None:
    """The clock asks it all day: see `models.prepared.Watch`."""
    session.flush()
    slow: list[str] = []
    for nudge in rules.discover():

        def remember(*asked: object, name: str = nudge.name) -> None:
            slow.append(name)

        event.listen(session.get_bind(), "before_execute", remember)
        assert sweep(session, nudge, MONDAY) == 0
        event.remove(session.get_bind(), "before_execute", remember)
    assert slow == []


def test_every_key_to_somebody_says_whose_its_row_is() -> None:
    """Or copies and erasures of somebody's data would pass the row over: see `models.whose`."""
    silent = [
        str(column)
        for table in Base.metadata.sorted_tables
        for column, parent in references(table)
        if parent.name in ("people", "children", "guardianships")
        and not isinstance(column.info.get(KEY), Whose)
    ]
    assert silent == []


def test_only_the_clock_reads_the_time_of_day() -> None:
    for folder in ("bot", "handlers", "models", "scheduler"):
        for path in (ROOT / folder).rglob("*.py"):
            words = path.read_text()
            assert path.name == "clock.py" or "datetime.now(" not in words, path


def test_digits_are_those_that_can_be_counted_with() -> None:
    """`isdigit` is true of "²", which is no number: `models.numbers.whole`, or `isdecimal`."""
    for folder in ("bot", "handlers", "models", "scheduler"):
        for path in (ROOT / folder).rglob("*.py"):
            assert ".isdigit(" not in path.read_text(), path


def test_defaults_of_a_school_are_complete() -> None:
    school = School(name="x", hours={}, settings={}, time_zone="Asia/Makassar")
    assert school.quiet.time_zone == "Asia/Makassar"
    assert school.rules.ladder("contact_book")


def test_a_ladder_of_a_school_serves_every_kind_without_one_of_its_own() -> None:
    """What is urgent keeps its minutes, unless the school says otherwise for that too."""
    rung = {"after": "PT5H", "do": "task"}
    rules = SchoolSettings.model_validate({"ladders": {"default": [rung]}})
    own = SchoolSettings.model_validate({"ladders": {"default": [], "meeting": [rung]}})
    assert [len(rules.ladder(kind)) for kind in ("contact_book", "meeting", "made_up")] == [1, 1, 1]
    assert rules.ladder("meeting", urgent=True) == LADDERS["urgent"]
    assert (len(own.ladder("meeting")), own.ladder("other")) == (1, LADDERS["default"])


def test_no_file_of_a_message_is_singled_out() -> None:
    for folder in ("bot", "handlers"):
        for path in (ROOT / folder).rglob("*.py"):
            words = path.read_text()
            assert not re.search(r"\bmedia\[|\bmedia: int \| None", words), path


_SAYS_SO = re.compile(
    r"\b(terkirim|tersimpan|tercatat|ditarik|dicatat|dikirim|disimpan|dibatalkan|diparaf|diteruskan"
    r"|saya (?:catat|simpan|teruskan|kirim))\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(belum|tidak|bila|kalau|tinggal|tadi|sebelum|yang|gagal|itu|tetap|atau|mohon|bisa|menurut)\b"
    r"|\?",
    re.IGNORECASE,
)
"""Of a sentence that says what is not so, or asks, nothing is claimed."""


def test_a_text_that_says_what_has_happened_claims_it() -> None:
    """Declared, a claim is checked in every dialogue; texts for others' rows have no speaker."""
    unclaimed = {
        text.key
        for text in texts()
        if not (text.template or text.claims or text.key.endswith(".already"))
        for sentence in re.split(r"(?<=[.!?])\s", text.id)
        if _SAYS_SO.search(sentence) and not _NOT_SO.search(sentence)
    }
    assert unclaimed <= CLAIMS_NOTHING


CLAIMS_NOTHING = {
    "absences.confirm",  # asks whether to
    "announcements.reason",  # says what becomes of an answer
    "asking.first_this",  # what it says is kept is the message itself
    "attendance.known",  # what was noted before
    "book_month.signed",  # what was done before
    "corrections.too_late",
    "forecast.later",  # when it would be
    "homework.photo_passed",  # part of what claims it
    "homework.words_passed",
    "joining.which_place",  # what the roster says
    "meeting_door.cancelled",  # what was done before
    "reports.closed",  # the name of a state
    "reports.on_its_way",
    "reports.sent",
    "roster.done",  # said by a command, not in a chat
    "unexplained.here",  # what was done before
    "unsigned.all_signed",
    "visits.cancelled_state",  # the name of a state
}


def test_peoples_words_are_read_in_the_understanding_alone() -> None:
    """No other module of handlers has a pattern of its own."""
    reads = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "handlers").rglob("*.py")
        if "understanding" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and "re" in {getattr(node, "module", ""), *(alias.name for alias in node.names)}
    }
    assert reads == set()
