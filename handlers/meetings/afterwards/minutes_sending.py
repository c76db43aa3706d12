"""Minutes as families get them: a notice with its decisions, the absent told first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handlers.core.notices import kinds, publishing
from handlers.core.talk import Lines, Phrase, Tell, Text, Value, worded
from handlers.core.talk.times import Day
from handlers.core.talk.words import BY, ITEM, REPLY
from handlers.core.understanding.matters.promises import Promise, person_called
from handlers.meetings.calling.guests import invited, present, proxies
from models.family import in_parts, names, places_of, pupils, staff_of
from models.meeting import Meeting, State
from models.minutes import Decision
from models.notice import Notice

TITLE = Text("minutes.title", id="notulen {title}", en="minutes of {title}")
NOTICE = Text(
    "minutes.notice",
    id="Ananda {children}. Berikut {title} dari {author}:\n\n{body}\n\nMohon dibaca dan diparaf: "
    "ketuk Paraf, atau balas pesan ini dengan kata “paraf”.",
    en="About {children}. Here are the {title} from {author}:\n\n{body}\n\nPlease read and sign "
    "them: tap Sign, or answer this message with the word “paraf”.",
    template=True,
    buttons=(kinds.YES, REPLY),
)
ATTACHED = Text("minutes.attached", id="Notulen terlampir.", en="The minutes are attached.")
DECISIONS = Text("minutes.decisions", id="Keputusan:\n{list}", en="Decisions:\n{list}")


def _repeat(session: Session, old: Notice, new: Notice, now: datetime) -> None:
    meeting = session.scalar(select(Meeting).where(Meeting.minutes_id == old.id))
    if meeting is not None:
        meeting.minutes_id = new.id


KIND = kinds.Kind(
    "minutes",
    title=lambda notice: Phrase(TITLE, {"title": notice.details["title"]}),
    message=lambda notice: NOTICE,
    repeat=_repeat,
)
HEAD_START = timedelta(minutes=30)
"""By so much who was absent gets the minutes before who was there."""


class Draft(BaseModel):
    """Minutes being written: the memory of the questions about them."""

    meeting: int = 0
    body: str = ""
    files: tuple[int, ...] = ()
    promises: list[Promise] = []

    @property
    def empty(self) -> bool:
        return not self.body and not self.promises and not self.files


def body(draft: Draft, people: Mapping[int, str], language: str) -> str:
    """What families read of a draft that is not empty: its words, then its decisions."""
    found: list[Value] = [draft.body] if draft.body else []
    if draft.files and not draft.body:
        found.append(ATTACHED)
    lines = [
        Phrase(ITEM, {"number": str(number), "words": one.words, "by": _by(one, people)})
        for number, one in enumerate(draft.promises, start=1)
    ]
    if lines:
        found.append(Phrase(DECISIONS, {"list": Lines(lines)}))
    return worded(Lines(found, between="\n\n"), language)


def _by(one: Promise, people: Mapping[int, str]) -> Value:
    meant = person_called(one.who, people)
    parts: list[Value] = [people[meant] if meant is not None else one.who] if one.who else []
    if one.due:
        parts.append(Day(one.due))
    return Phrase(BY, {"by": Lines(parts, between=", ")}) if parts else ""


def people_named(
    session: Session, meeting: Meeting, draft: Draft, now: datetime
) -> Mapping[int, str]:
    """Who may be meant by a name in the minutes: the staff, and the guardians invited."""
    if not any(one.who for one in draft.promises):
        return {}
    places = places_of(session, [p.id for p in invited(session, meeting, now)], now)
    ids = {p.person_id for beside in places.values() for p in beside if p.person_id is not None}
    ids |= set(staff_of(session, meeting.school_id))
    return {id_: name for part in in_parts(ids) for id_, name in names(session, part).items()}


def send(
    session: Session, meeting: Meeting, draft: Draft, author: int, now: datetime
) -> publishing.Published:
    """Publish a draft that is not empty, in its author's name. The caller returns the says."""
    people = people_named(session, meeting, draft, now)
    notice = Notice(
        school_id=meeting.school_id,
        kind=KIND.name,
        author_id=author,
        body=body(draft, people, "id"),
        files=draft.files,
        details={"meeting": meeting.id, "title": meeting.title, **_as_invited(meeting)},
        created_at=now,
    )
    session.add(notice)
    session.flush()
    meeting.state, meeting.minutes_id = State.HELD, notice.id
    _decide(session, meeting, draft.promises, people)
    return _publish(session, meeting, notice, now)


def _as_invited(meeting: Meeting) -> Mapping[str, object]:
    """Whose group chats hear of them, and whether only mothers, or fathers, were invited."""
    details = meeting.notice.details if meeting.notice else meeting.audience
    return {name: details[name] for name in ("classes", "relation") if details.get(name)}


def _decide(
    session: Session, meeting: Meeting, promises: Sequence[Promise], people: Mapping[int, str]
) -> None:
    """These are its decisions, whatever minutes that were taken back had said."""
    session.execute(delete(Decision).where(Decision.meeting_id == meeting.id))
    session.add_all(
        Decision(
            school_id=meeting.school_id,
            meeting_id=meeting.id,
            words=one.words,
            who=one.who,
            person_id=person_called(one.who, people),
            due=one.due,
        )
        for one in promises
    )
    session.flush()


def _publish(
    session: Session, meeting: Meeting, notice: Notice, now: datetime
) -> publishing.Published:
    """To families of which nobody was there at once, to the others half an hour later.

    Of a meeting for more than a few hundred families the last are told batch by batch; the
    absent are still before the others.
    """
    about = {pupil.id for pupil in invited(session, meeting, now)}
    first = _absent(session, about, present(session, meeting), now)
    absent = publishing.publish(session, notice, first, now)
    rest = publishing.publish(session, notice, about - first, now)
    later = now + HEAD_START
    held = [replace(s, not_before=later) if isinstance(s, Tell) else s for s in rest.says]
    return replace(
        rest,
        says=[*absent.says, *held, *_to_proxies(session, meeting, notice, now)],
        reached=[*absent.reached, *rest.reached],
        unreached=[*absent.unreached, *rest.unreached],
    )


def _absent(session: Session, about: set[int], here: set[int], now: datetime) -> set[int]:
    """With their brothers and sisters, so that each guardian gets one message."""
    places = places_of(session, about, now)
    absent = about - here
    people = {p.person_id for child in absent for p in places.get(child, []) if p.person_id}
    return absent | {
        child for child in about if any(p.person_id in people for p in places.get(child, []))
    }


def _to_proxies(session: Session, meeting: Meeting, notice: Notice, now: datetime) -> list[Tell]:
    """Who came in a guardian's place, if they may see minutes; nobody is told twice."""
    found: list[Tell] = []
    for person, children in proxies(session, meeting, now).items():
        circle = publishing.circle_of(session, notice, children, now)
        seen = [c for c in children if any(p.person_id == person for p in circle[c].places)]
        if seen:
            found.append(publishing.message(notice, pupils(session, seen), person))
    return found
