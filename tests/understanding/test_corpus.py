"""The corpus: what we fit must stay fitted, and nothing may come out that a school would not forgive.

The figures on `dev.jsonl` are of messages the model has seen. `python -m tests.corpus.cross_validate`
prints those that mean something.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from handlers.core.understanding import Intent, Message, explain, read_jsonl_and_predict, understand
from tests.corpus import score

CORPUS = Path(score.__file__).parent
SETS = sorted(path.name for path in [CORPUS / "dev.jsonl", *CORPUS.glob("own_*.jsonl")])


def scored(name: str) -> Mapping[str, Any]:
    lines = (CORPUS / name).read_text("utf-8").splitlines()
    predictions = [json.loads(line) for line in read_jsonl_and_predict(lines)]
    result: Mapping[str, Any] = score.score(  # type: ignore[no-untyped-call]
        predictions, [json.loads(line) for line in lines if line]
    )
    return result


@pytest.mark.parametrize("name", SETS)
def test_the_corpus_is_understood(name: str) -> None:
    result = scored(name)
    assert result["intent_accuracy"] >= 0.92
    assert result["slot_f1"]["f1"] >= 0.85
    assert result["joint_accuracy"] >= 0.76


@pytest.mark.parametrize("name", SETS)
def test_nothing_unforgivable(name: str) -> None:
    by_kind = scored(name)["severe_by_kind"]
    never = {"private_broadcast", "wrong_child_private", "optout_ignored", "optout_invented"}
    never |= {"attendance_wrong", "absence_wrong_child"}
    assert not never & set(by_kind)
    assert sum(by_kind.values()) <= 2


BLIND = sorted(path.name for path in CORPUS.glob("blind*.jsonl"))


@pytest.mark.parametrize("name", BLIND)
def test_other_peoples_wordings_are_understood(name: str) -> None:
    """Never trained on. Their first figures, before anybody read them, are in docs/understanding.md."""
    result = scored(name)
    assert result["intent_accuracy"] >= 0.85
    assert result["slot_f1"]["f1"] >= 0.75
    assert result["joint_accuracy"] >= 0.62
    assert result["severe_errors"] <= result["records"] * 8 / 450


NOW = datetime.fromisoformat("2026-10-07T06:10:00+07:00")


def meant(text: str, context: str | None = None, chat: str = "private") -> Intent:
    group = "group" if chat == "group" else "private"
    message = Message(text, "parent", NOW, ("Bagas Ardiansyah",), group, context)  # type: ignore[arg-type]
    return understand(message).intent


@pytest.mark.parametrize(
    "text",
    [
        "siap bu",
        "ok",
        "PR nya apa ya moms",
        "besok libur bun?",
        "jual frozen food ready ya bun",
        "👍",
    ],
)
def test_in_a_group_the_bot_keeps_silent(text: str) -> None:
    assert meant(text, chat="group") == Intent.NOT_FOR_BOT


def test_in_a_group_an_absence_is_heard() -> None:
    assert meant("izin bu Bagas demam hari ini", chat="group") == Intent.ABSENCE_REPORT


@pytest.mark.parametrize(
    "text",
    [
        "saya keberatan bu",
        "sudah baca, tapi saya tidak setuju",
        "maksudnya bagaimana bu?",
        "boleh minta penjelasan bu",
        "Bagas sakit bu hari ini tidak masuk",
    ],
)
def test_no_signature_is_read_into_it(text: str) -> None:
    assert meant(text, "paraf_request") != Intent.ACKNOWLEDGE


@pytest.mark.parametrize(
    ("text", "context", "intent"),
    [
        ("Bagas tetep masuk bu walau batuk", None, Intent.CONTACT_BOOK_NOTE),
        ("bu tadi salah kirim, Bagas masuk kok", None, Intent.ABSENCE_CANCEL),
        ("besok Bagas tidak masuk, mau cabut gigi", None, Intent.ABSENCE_REPORT),
        ("kok izin bu? dia sakit", "confirm_absence", Intent.CONFIRMATION),
        ("sudah baca bu. tadi Bagas telat karena hujan", "paraf_request", Intent.CONTACT_BOOK_NOTE),
        ("kenapa ya bu mau ke rumah?", "visit_proposal", Intent.CONTACT_BOOK_NOTE),
        ("kok harus datang ke rumah segala bu", "visit_proposal", Intent.CONTACT_BOOK_NOTE),
        ("tidak keberatan bu silakan", "visit_proposal", Intent.VISIT_RESPONSE),
        ("iya nanti saya baca ya bu", "paraf_request", Intent.CONTACT_BOOK_NOTE),
    ],
)
def test_what_sounds_like_one_thing_and_is_another(
    text: str, context: str | None, intent: Intent
) -> None:
    assert meant(text, context) == intent


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("mana mungkin saya tidak hadir bu", "yes"),
        ("pengen banget datang padahal, tapi shift", "no"),
        ("insyaallah hadir", "yes"),
        ("gak bisa bu kerja", "no"),
    ],
)
def test_answers_to_an_invitation(text: str, answer: str) -> None:
    message = Message(text, "parent", NOW, ("Bagas Ardiansyah",), context="meeting_rsvp")
    assert dict(understand(message).slots) == {"answer": answer}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("tidak keberatan bu silakan", "accept"),
        ("keberatan bu", "decline"),
        ("jangan repot2 bu", "decline"),
    ],
)
def test_answers_to_a_visit(text: str, answer: str) -> None:
    message = Message(text, "parent", NOW, ("Bagas Ardiansyah",), context="visit_proposal")
    assert understand(message).slots["answer"] == answer


def test_not_going_to_school_with_a_fever_is_illness() -> None:
    message = Message("besok Bagas tidak masuk demam", "parent", NOW, ("Bagas Ardiansyah",))
    assert understand(message).slots["kind"] == "sakit"


def test_gibberish_goes_to_the_teacher() -> None:
    assert meant("hjklqw zzxcv") == Intent.CONTACT_BOOK_NOTE


def test_a_pupils_note_is_never_sent_to_all() -> None:
    message = Message(
        "PR mtk Bagas belum dikumpulkan", "teacher", NOW, ("Bagas Ardiansyah", "Siti")
    )
    assert understand(message).intent not in {Intent.HOMEWORK_ASSIGN, Intent.ANNOUNCE}


def test_the_steps_can_be_read() -> None:
    steps = explain(Message("bsk Bagas gk msk, demam", "parent", NOW, ("Bagas Ardiansyah",)))
    assert "besok" in steps
    assert "absence_report" in steps
