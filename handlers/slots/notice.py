"""How families read about a day of talks: the invitation, and what its answers hear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.core.talk import Choice, Phrase, Sense, Text, Value
from handlers.core.talk.times import Span
from handlers.core.talk.words import REPLY
from models.notice import Notice
from models.school import School
from models.slot import SlotDay, Topic

KIND = "slot"
"""The kind of notice an invitation is."""
TOPICS = {
    Topic.REPORT: Text("slots.report", id="pembagian rapor", en="report-card talk"),
    Topic.TALK: Text("slots.talk", id="temu orang tua dan guru", en="parent–teacher talk"),
}
PICK = Text("slots.pick", id="Pilih jam", en="Choose a time")
CANNOT = Text("slots.cannot", id="Tidak bisa", en="Cannot come")
INVITATION = Text(
    "slots.invitation",
    id="Ananda {children}. Undangan {title} dari {author}: {when}, di {place}. Tiap anak "
    "mendapat {minutes} menit.\n\nMohon Ibu/Bapak memilih jam: ketuk Pilih jam, atau balas dengan "
    "jamnya, misalnya “jam 9”.",
    en="About {children}. Invitation to a {title} with {author}: {when}, at {place}. Each "
    "child has {minutes} minutes.\n\nPlease choose a time: tap Choose a time, or answer with it, "
    "for example “jam 9”.",
    template=True,
    buttons=(PICK, CANNOT, REPLY),
)
MOVED_INVITATION = Text(
    "slots.moved_invitation",
    id="Ananda {children}. Jadwal {title} dari {author} pindah menjadi {when}, di {place}. "
    "Tiap anak mendapat {minutes} menit.\n\nMohon Ibu/Bapak memilih jam: ketuk Pilih jam, atau "
    "balas dengan jamnya, misalnya “jam 9”.",
    en="About {children}. The {title} with {author} has moved to {when}, at {place}. Each "
    "child has {minutes} minutes.\n\nPlease choose a time: tap Choose a time, or answer with it, "
    "for example “jam 9”.",
    template=True,
    buttons=(PICK, CANNOT, REPLY),
)
REMINDER = Text(
    "slots.reminder",
    id="Ananda {children}. Jam untuk {title} dari {author} belum dipilih:\n“{excerpt}”\n\nMohon "
    "pilih jamnya, ya, selagi masih ada.",
    en="About {children}. No time is chosen yet for the {title} with {author}:\n“{excerpt}”\n\n"
    "Please choose one while there are some left.",
    template=True,
    buttons=(PICK, CANNOT, REPLY),
)
BODY = Text(
    "slots.body",
    id="{title}: {when}, di {place}",
    en="{title}: {when}, at {place}",
)


def clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H.%M}"


def shown(day: SlotDay, school: School) -> dict[str, Value]:
    """What every text about a day may say of it."""
    return {
        "title": TOPICS[day.topic],
        "teacher": day.teacher.name,
        "place": day.place,
        "when": Span(day.starts_at, day.ends_at, school.zone),
    }


def details_of(day: SlotDay, school: School, *, moved: bool = False) -> dict[str, Any]:
    """What the invitation's words need: it is worded without a session."""
    return {
        "slot_day": day.id,
        "topic": day.topic.value,
        "starts_at": day.starts_at.isoformat(),
        "ends_at": day.ends_at.isoformat(),
        "minutes": day.minutes,
        "place": day.place,
        "zone": school.zone.key,
        "moved": moved,
    }


def body_of(day: SlotDay, school: School) -> str:
    """The invitation in one line: what reminders and the teacher's tasks quote."""
    return Phrase(BODY, shown(day, school)).worded("id")


def values(notice: Notice) -> Mapping[str, Value]:
    details = notice.details
    zone = ZoneInfo(details["zone"])
    starts, ends = (datetime.fromisoformat(details[key]) for key in ("starts_at", "ends_at"))
    return {
        "when": Span(starts, ends, zone),
        "place": details["place"],
        "minutes": str(details["minutes"]),
    }


def title(notice: Notice) -> Value:
    return TOPICS[Topic(notice.details["topic"])]


def message(notice: Notice) -> Text:
    return MOVED_INVITATION if notice.details["moved"] else INVITATION


def choices(notice: Notice) -> Sequence[Choice]:
    return (
        Choice("pick", PICK, Sense.YES),
        Choice("cannot", CANNOT, Sense.NO),
        Choice("answer", REPLY),
    )
