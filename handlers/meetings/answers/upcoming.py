"""What a family is invited to: "kapan rapat?", "jadwal"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.talk import Capability, Heard, Lines, Phrase, Reply, Text, Turn, Value, Who
from handlers.core.talk.times import Span
from handlers.meetings.answers import rsvp
from handlers.meetings.calling.words import ANSWERS, NAMES, OPEN, time_of
from models import seats
from models.family import Pupil, pupils, pupils_of_guardian
from models.meeting import Answer, Kind, Meeting
from models.notice import Notice

MENU = Text("meeting_calls.menu", id="Jadwal rapat", en="Meetings ahead")
LIST = Text(
    "meeting_calls.list",
    id="Rapat dan undangan berikutnya, {who}:\n{list}\n\nMau mengubah jawaban? Tulis saja, "
    "misalnya: insyaallah hadir.",
    en="Meetings ahead, {who}:\n{list}\n\nTo change an answer, just write it, for example: I will "
    "come.",
)
LINE = Text(
    "meeting_calls.line",
    id="• {children}: {what}, {when}, di {place} ({answer})",
    en="• {children}: {what}, {when}, at {place} ({answer})",
)
NONE = Text(
    "meeting_calls.none",
    id="Belum ada undangan rapat untuk putra/putri {who}. Bila ada, kami kabari di sini.",
    en="There is no invitation to a meeting for your children yet, {who}. We will tell you here.",
)

meeting_calls = Capability("meeting_calls", Who.GUARDIAN, menu=MENU, place=20)


@dataclass(frozen=True)
class Ahead:
    """One meeting ahead, with those of the children whose families answered alike."""

    meeting: Meeting
    kind: Kind
    at: Span
    place: str
    children: list[Pupil]
    answer: Answer | None
    """None where they have not answered."""

    @property
    def line(self) -> Value:
        return Phrase(
            LINE,
            {
                "children": ", ".join(pupil.label for pupil in self.children),
                "what": NAMES[self.kind],
                "when": self.at,
                "place": self.place,
                "answer": ANSWERS[self.answer] if self.answer else OPEN,
            },
        )


def upcoming(session: Session, children: Collection[int], now: datetime) -> list[Ahead]:
    """The meetings these children's families are invited to, the soonest first."""
    about = {pupil.id: pupil for pupil in pupils(session, children)}
    found: dict[tuple[int, Answer | None, int | None], Ahead] = {}
    for meeting, child in seats.ahead(session, list(about), now):
        row = seats.answers(session, meeting.id).get(child)
        answer, part = (row.answer, row.session_id) if row else (None, None)
        at = time_of(session, meeting, part)
        new = Ahead(meeting, meeting.kind, at, meeting.place, [], answer)
        found.setdefault((meeting.id, answer, part), new).children.append(about[child])
    return list(found.values())


@meeting_calls.opens("jadwal", "kapan rapat", "jadwal rapat", "rapat", "schedule")
def asked(turn: Turn, session: Session) -> Heard:
    """Only as the whole message; "rapat sabtu saya tidak bisa" is an answer."""
    if turn.text.casefold().strip(" ?!.") not in meeting_calls.commands:
        return None
    mine = pupils_of_guardian(session, turn.speaker.person, turn.now)
    ahead = upcoming(session, [pupil.id for pupil in mine], turn.now)
    if not ahead:
        return [Reply(NONE, {"who": turn.speaker.name})]
    lines = Lines([one.line for one in ahead])
    says: list[Reply] = [Reply(LIST, {"who": turn.speaker.name, "list": lines})]
    waiting = [one for one in ahead if one.answer is None and one.meeting.starts_at > turn.now]
    if len({one.meeting.id for one in waiting}) == 1:
        notice = session.get_one(Notice, waiting[0].meeting.notice_id or 0)
        says.append(rsvp.ask(turn, session, notice))
    return [*says]
