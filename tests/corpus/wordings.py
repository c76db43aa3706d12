"""Our own wordings, one a line, with the intent they have: what the model learns from.

`wordings/*.txt`: "# intent [context] [role] [group]" heads a block. {N} stands for a child.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PUPILS = (
    "Bagas Ardiansyah", "Nurul Hikmah", "Wayan Sudira", "Siti Maryam", "Rendra Kusuma",
    "Andi Tenri", "Cut Meutia", "Togar Simanjuntak", "Febri Yolanda", "Asep Kurnia",
    "Kayla Azkia", "Hanif Mubarak", "Grace Manuela", "Umar Faruq", "Zivana Letisha",
    "Gema Lazuardi", "Yuni Astari", "Krisna Aditama",
)  # fmt: skip
SHORT = {name: name.split()[0] for name in PUPILS}
SHORT |= {"Siti Maryam": "Maryam", "Wayan Sudira": "Dira"}
NOWS = ("2026-08-05T06:10:00+07:00", "2026-09-10T19:20:00+07:00", "2026-10-13T10:40:00+07:00",
        "2026-11-18T06:35:00+07:00", "2026-10-01T15:05:00+07:00")  # fmt: skip


def wordings() -> list[dict[str, Any]]:
    """Every line as a record of the corpus's form, without slots."""
    chance = random.Random(7)
    return [
        record
        for path in sorted((HERE / "wordings").glob("*.txt"))
        for record in _file(path, chance)
    ]


def _file(path: Path, chance: random.Random) -> list[dict[str, Any]]:
    found = []
    intent, context, role, chat = "", None, "parent", "private"
    named = path.stem
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.startswith("# "):
            head = line[2:].split()
            role = next((h for h in head if h in {"parent", "teacher", "principal"}), "parent")
            chat = "group" if "group" in head else "private"
            rest = [h for h in head[1:] if h not in {role, "group"}]
            intent, context = head[0], rest[0] if rest else None
        elif line.strip():
            found.append(_record(f"{named}-{number}", line, intent, context, role, chat, chance))
            pending = _in_passing(line, intent, role, chat, chance) if context is None else None
            if pending:
                name = f"{named}-{number}b"
                found.append(_record(name, line, intent, pending, role, chat, chance))
    return found


def _in_passing(line: str, intent: str, role: str, chat: str, chance: random.Random) -> str | None:
    """Now and then a question is pending that the message has nothing to do with."""
    answers = intent in {"thanks_only", "greeting_only", "homework_done", "help"}
    if role != "parent" or chat == "group" or answers or len(line.split()) < 4:
        return None
    return chance.choice(PENDING) if chance.random() < 0.35 else None


PENDING = ("paraf_request", "announcement", "homework_notice", "meeting_rsvp", "visit_proposal")


def _record(
    name: str,
    line: str,
    intent: str,
    context: str | None,
    role: str,
    chat: str,
    chance: random.Random,
) -> dict[str, Any]:
    pupils = chance.sample(PUPILS, 4)
    text = line.replace("\\n", "\n")
    for pupil in pupils:
        text = text.replace("{N}", SHORT[pupil], 1)
    named = [pupil for pupil in pupils if SHORT[pupil] in text]
    children = list(PUPILS) if role != "parent" else (named or pupils[:1])
    if role == "parent" and text.islower() and chance.random() < 0.5:
        text = text.lower()
    return {
        "id": name, "text": text, "sender_role": role, "chat": chat, "channel": "whatsapp",
        "now": chance.choice(NOWS), "children": children, "context": context, "context_data": None,
        "expected": {"intent": intent, "slots": {}},
    }  # fmt: skip
