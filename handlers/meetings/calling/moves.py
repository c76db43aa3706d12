"""Moving and cancelling a meeting: what its families are told, and the new calendar files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.talk import Card, Say, Tell, Text, Value
from handlers.meetings.calling import calendar as meeting_calendar
from handlers.meetings.calling import invitation as meeting_invitation
from handlers.meetings.calling.invitation import Change
from handlers.meetings.calling.words import name_of, time_of
from models import seats
from models.family import Pupil, places_of, pupils
from models.group import chats_of
from models.meeting import COMING, Answer, Meeting, Rsvp, State
from models.notice import Notice, Receipt
from models.outbox import Priority

NEW_FILE = Text(
    "meeting_moves.new_file",
    id="Ananda {children}. Ini berkas kalender yang baru untuk {title}: {when}, di {place}. "
    "Mohon dibuka. Bila tanggal yang lama masih tampak di kalender, silakan dihapus.",
    en="About {children}. This is the new calendar file for the {title}: {when}, at {place}. "
    "Please open it. If the old day is still in your calendar, please delete it.",
    template=True,
)
CANCELLED = Text(
    "meeting_moves.cancelled",
    id="Ananda {children}. Mohon maaf, {title} pada {when} DIBATALKAN oleh {author}. Alasannya: "
    "{reason}. Tidak perlu dijawab lagi.",
    en="About {children}. Sorry, the {title} on {when} was CANCELLED by {author}. The reason: "
    "{reason}. No answer is needed any more.",
    template=True,
)
CANCELLED_CARD = Text(
    "meeting_moves.cancelled_card",
    id="📢 Mohon maaf, {title} pada {when} DIBATALKAN. Rinciannya di chat pribadi.",
    en="📢 Sorry, the {title} on {when} was CANCELLED. Details are in your private chat.",
)
CANCELLED_FILE = Text(
    "meeting_moves.cancelled_file",
    id="Ananda {children}. Mohon dibuka berkas ini supaya {title} hilang dari kalender Ibu/Bapak. "
    "Bila masih tampak, silakan dihapus.",
    en="About {children}. Please open this file: it takes the {title} out of your calendar. If "
    "you still see it there, please delete it.",
    template=True,
)


@dataclass(frozen=True)
class Told:
    """What a change makes us say, and to how many guardians."""

    says: Sequence[Say]
    count: int


def move(
    session: Session, meeting: Meeting, starts_at: datetime, place: str, now: datetime
) -> publishing.Published:
    """The same meeting at another time or place: everybody is asked again.

    Those who had said that they come get a new calendar file, whatever they answer now.
    """
    was = Change(meeting.starts_at, meeting.ends_at, meeting.place)
    coming = _coming(session, meeting)
    _drop(session, meeting, "moved", now)
    _shift(meeting, starts_at - meeting.starts_at)
    meeting.place = place
    meeting.sequence += 1
    session.execute(delete(Rsvp).where(Rsvp.meeting_id == meeting.id))
    session.flush()
    published = meeting_invitation.send(session, meeting, now, was)
    files = [_file(session, meeting, NEW_FILE, who, of, now) for who, of in coming.items()]
    published.says.extend(files)
    return published


def _shift(meeting: Meeting, by: timedelta) -> None:
    meeting.starts_at, meeting.ends_at = meeting.starts_at + by, meeting.ends_at + by
    # Late ones first, or for a moment two sessions would begin at the same time.
    for part in sorted(meeting.sessions, key=lambda p: p.starts_at, reverse=by > timedelta(0)):
        part.starts_at, part.ends_at = part.starts_at + by, part.ends_at + by


def cancel(session: Session, meeting: Meeting, author: str, reason: str, now: datetime) -> Told:
    """It does not take place: all who had heard of it are told why."""
    coming = _coming(session, meeting)
    when = time_of(session, meeting)
    told = _drop(session, meeting, "cancelled", now)
    families = _families(session, meeting, now)
    people = dict.fromkeys([*told, *coming])
    meeting.state = State.CANCELLED
    meeting.sequence += 1
    session.flush()
    says: list[Say] = [
        Tell(
            CANCELLED,
            {
                "children": publishing.names(families[person]),
                "title": name_of(meeting),
                "when": when,
                "author": author,
                "reason": reason,
            },
            to=person,
            topic=f"meeting_cancelled:{meeting.id}",
            priority=Priority.IMPORTANT,
            expires_at=meeting.ends_at,
        )
        for person in people
        if person in families
    ]
    says += [_file(session, meeting, CANCELLED_FILE, who, of, now) for who, of in coming.items()]
    return Told([*_cards(session, meeting), *says], len(people))


def _drop(session: Session, meeting: Meeting, reason: str, now: datetime) -> list[int]:
    """Take the invitation back, with everything that is still held. Who had received it."""
    seats.drop_reminders(session, meeting.id)
    if meeting.notice_id is None:
        return []
    return publishing.withdraw(session, session.get_one(Notice, meeting.notice_id), reason, now)


def _coming(session: Session, meeting: Meeting) -> dict[int, list[Pupil]]:
    """Who had a calendar file, with the children they come for."""
    found: dict[int, list[int]] = {}
    for child, row in seats.answers(session, meeting.id).items():
        if row.answer not in COMING:
            continue
        person = row.person_id if row.answer is Answer.YES else row.proxy_id
        if person is not None:
            found.setdefault(person, []).append(child)
    return {person: pupils(session, children) for person, children in found.items()}


def _families(session: Session, meeting: Meeting, now: datetime) -> dict[int, list[Pupil]]:
    """The invited children of each guardian."""
    receipts = select(Receipt.child_id).where(Receipt.notice_id == meeting.notice_id)
    children = session.scalars(receipts).all()
    places = places_of(session, children, now)
    found: dict[int, list[Pupil]] = {}
    for pupil in pupils(session, children):
        for person in dict.fromkeys(place.person_id for place in places.get(pupil.id, [])):
            if person is not None:
                found.setdefault(person, []).append(pupil)
    return found


def _file(
    session: Session,
    meeting: Meeting,
    text: Text,
    person: int,
    children: Sequence[Pupil],
    now: datetime,
) -> Tell:
    blanks: dict[str, Value] = {
        "children": publishing.names(children),
        "title": name_of(meeting),
        "when": time_of(session, meeting),
        "place": meeting.place,
    }
    return Tell(
        text,
        {name: value for name, value in blanks.items() if name in text.blanks},
        files=(meeting_calendar.file(session, meeting, now),),
        to=person,
        topic=f"meeting_file:{meeting.id}:{meeting.sequence}",
        priority=Priority.IMPORTANT,
        expires_at=meeting.ends_at,
    )


def _cards(session: Session, meeting: Meeting) -> list[Say]:
    """For the groups in which the invitation stands."""
    notice = session.get(Notice, meeting.notice_id or 0)
    classes = notice.details.get("classes", []) if notice else []
    return [
        Card(
            CANCELLED_CARD,
            {"title": name_of(meeting), "when": time_of(session, meeting)},
            chat=chat.contact_id,
            topic=f"meeting_cancelled:{meeting.id}",
            priority=Priority.IMPORTANT,
        )
        for chat in (chats_of(session, classes) if classes else [])
    ]
