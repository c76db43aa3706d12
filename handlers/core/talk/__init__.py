"""The vocabulary capabilities are written in: what they hear and what they say.

A capability is a module of plain functions over a session. It sends nothing and commits
nothing: it returns what it wants said, and whoever called it makes that, together with
its changes, one transaction.
"""

from handlers.core.talk.capability import Capability, Hearing
from handlers.core.talk.languages import LANGUAGES, Language
from handlers.core.talk.speakers import JAKARTA, Doors, Speaker, Who
from handlers.core.talk.texts import (
    CATALOGUE,
    ClashError,
    Lines,
    Phrase,
    Printed,
    Text,
    Value,
    Worded,
    blanks_of,
    worded,
)
from handlers.core.talk.turns import (
    LABEL,
    Card,
    Choice,
    Handler,
    Heard,
    MenuLine,
    Quoted,
    Reply,
    Say,
    Step,
    Tell,
    Turn,
    clip,
)
from handlers.core.understanding.answers import Sense

__all__ = [
    "CATALOGUE",
    "JAKARTA",
    "LABEL",
    "LANGUAGES",
    "Capability",
    "Card",
    "Choice",
    "ClashError",
    "Doors",
    "Handler",
    "Heard",
    "Hearing",
    "Language",
    "Lines",
    "MenuLine",
    "Phrase",
    "Printed",
    "Quoted",
    "Reply",
    "Say",
    "Sense",
    "Speaker",
    "Step",
    "Tell",
    "Text",
    "Turn",
    "Value",
    "Who",
    "Worded",
    "blanks_of",
    "clip",
    "worded",
]
