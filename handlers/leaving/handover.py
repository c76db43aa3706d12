"""What a member of staff who is gone had promised, as the others hear of it. It names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.core.talk import Lines, Phrase, Say, Tell, Text, Value
from handlers.core.talk.words import AND_OTHERS
from models.outbox import Priority

TEACHER = Text("handover.teacher", id="guru", en="the teacher")
REASON = Text(
    "handover.reason",
    id="guru tersebut tidak lagi di sekolah ini",
    en="that teacher is no longer at this school",
)
BECAUSE = Text(
    "handover.because",
    id="karena guru tersebut tidak lagi di sekolah ini",
    en="that teacher is no longer at this school",
)
MEETINGS = Text(
    "handover.meetings",
    id="Seorang rekan tidak lagi di sekolah ini, jadi rapatnya sekarang di tangan Ibu/Bapak: "
    "{meetings}. Tulis RAPAT untuk melihat, memindahkan, atau membatalkan.",
    en="A colleague is no longer at this school, so these meetings are now in your hands: "
    "{meetings}. Write RAPAT to see, move, or cancel them.",
    template=True,
)
CALLED_OFF = Text(
    "handover.called_off",
    id="Seorang guru tidak lagi di sekolah ini, jadi ini dibatalkan: {what}. Keluarga yang "
    "terjangkau sudah kami kabari; mohon diatur penggantinya.",
    en="A teacher is no longer at this school, so this is called off: {what}. The families we can "
    "reach have been told; please arrange what takes its place.",
    template=True,
)
VISIT = Text("handover.visit", id="kunjungan ke keluarga {child}", en="the visit to {child}")
UNTOLD = Text(
    "handover.untold",
    id="{what} (belum dikabari, mohon ditelepon)",
    en="{what} (not told yet, please telephone)",
)
SHOWN = 8
"""Things in one message; WhatsApp takes 1024 characters."""


def nameless(says: Sequence[Say], reason: Text) -> list[Say]:
    """The same messages with "guru" where they name the teacher, and with this reason."""
    instead = {"teacher": TEACHER, "reason": reason}
    return [
        replace(say, values={name: instead.get(name, old) for name, old in say.values.items()})
        for say in says
    ]


def to_leader(text: Text, what: Sequence[Value], person: int, topic: str) -> Tell:
    """`text` is `MEETINGS` or `CALLED_OFF`; `what` has at least one thing in it."""
    shown = list(what[:SHOWN])
    if len(what) > SHOWN:
        shown.append(Phrase(AND_OTHERS, {"count": str(len(what) - SHOWN)}))
    [blank] = text.blanks
    return Tell(
        text,
        {blank: Lines(shown, between="; ")},
        to=person,
        topic=topic,
        priority=Priority.IMPORTANT,
    )
