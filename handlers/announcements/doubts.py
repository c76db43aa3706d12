"""An audience that looks wrong costs one more question before anything is sent."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from handlers.addressing import Audience, described
from handlers.assent import KIND
from handlers.talk import Choice, Reply, Text, Turn
from models.family import classes_of_school

OTHER_CLASS = Text(
    "doubts.other_class",
    id="⚠️ Isinya menyebut kelas {named}, tetapi penerimanya {whom}. Tetap kirim?",
    en="⚠️ The text speaks of class {named}, but it goes to {whom}. Send it all the same?",
)
SURE = Text("doubts.sure", id="Ya, tetap kirim", en="Yes, send it")
OTHERS = Text("doubts.others", id="Ganti penerima", en="Change receivers")
CANCEL = Text("doubts.cancel", id="Batal", en="Cancel")
_CLASS = re.compile(r"\b(?:kelas|kls|class)?\s*((?:\d{1,2}|[IVX]+)\s?[A-Za-z])\b")


def about(session: Session, whom: Audience, body: str, turn: Turn) -> Reply | None:
    """The question to ask; None where nothing looks wrong.

    Wrong is a text that names classes of the school other than those it goes to.
    """
    if not (whom.school or whom.classes):
        return None
    said = {re.sub(r"\s", "", name).upper() for name in _CLASS.findall(body)}
    groups = classes_of_school(session, turn.speaker.school)
    named = [group.name for group in groups if group.name.upper() in said]
    given = [group.name for group in groups if group.id in whom.classes]
    if not named or (whom.classes and set(named) <= set(given)):
        return None
    values = {"named": ", ".join(named), "whom": described(session, whom)}
    choices = [Choice("send", SURE), Choice("whom", OTHERS), Choice("cancel", CANCEL)]
    return Reply(OTHER_CLASS, values, choices=choices, kind=KIND, free=True)
