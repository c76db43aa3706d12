"""The invitation to a meeting: what families read, and the notice that carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.forms.addressing import Audience, children_of
from handlers.core.notices import kinds, publishing
from handlers.core.talk import Phrase, Tell, Text, Value
from handlers.core.talk.times import Span
from handlers.meetings.answers import rsvp
from handlers.meetings.calling.words import CHOICES, LABELS, NAMES, span, when
from models.family import Pupil
from models.meeting import Kind, Meeting
from models.notice import Notice, NoticeState, SignRule, Urgency
from models.school import school_of

TITLE = Text("meeting.title", id="undangan {what}", en="invitation to a {what}")
TITLE_SOON = Text(
    "meeting.title_soon",
    id="undangan MENDADAK untuk {what}",
    en="SHORT-NOTICE invitation to a {what}",
)
INVITE = Text(
    "meeting.invite",
    id="Ananda {children}. Ada {title} dari {author}.\n\n🗓 Waktu: {when}\n📍 Tempat: {place}\n\n"
    "Apakah Ibu/Bapak bisa datang? Mohon dijawab lewat tombol, atau balas dengan kata-kata. "
    "Jawaban bisa diubah sampai rapat mulai.",
    en="About {children}. There is an {title} from {author}.\n\n🗓 Time: {when}\n📍 Place: {place}"
    "\n\nCan you come? Please answer by a button, or in your own words. You can change your "
    "answer until the meeting begins.",
    template=True,
    buttons=LABELS,
)
INVITE_AGENDA = Text(
    "meeting.invite_agenda",
    id="Ananda {children}. Ada {title} dari {author}.\n\n🗓 Waktu: {when}\n📍 Tempat: {place}\n"
    "📝 Agenda: {agenda}\n\nApakah Ibu/Bapak bisa datang? Mohon dijawab lewat tombol, atau balas "
    "dengan kata-kata. Jawaban bisa diubah sampai rapat mulai.",
    en="About {children}. There is an {title} from {author}.\n\n🗓 Time: {when}\n📍 Place: {place}"
    "\n📝 Agenda: {agenda}\n\nCan you come? Please answer by a button, or in your own words. You "
    "can change your answer until the meeting begins.",
    template=True,
    buttons=LABELS,
)
MOVED = Text(
    "meeting.moved",
    id="Ananda {children}. ✏️ RALAT untuk {title} dari {author}.\n\nSemula: {old}\n"
    "🗓 Sekarang: {when}\n📍 Tempat: {place}\n\nMohon maaf atas "
    "perubahannya. Apakah Ibu/Bapak bisa datang? Mohon dijawab sekali lagi, ya.",
    en="About {children}. ✏️ CORRECTION of the {title} from {author}.\n\nBefore: {old}\n"
    "🗓 Now: {when}\n📍 Place: {place}\n\nWe are sorry for the change. Can "
    "you come? Please answer once more.",
    template=True,
    buttons=LABELS,
)
REMINDER = Text(
    "meeting.reminder",
    id="Ananda {children}. Kami menunggu jawaban Ibu/Bapak atas {title} dari {author}:\n"
    "“{excerpt}”\n\nApakah Ibu/Bapak bisa datang?",
    en="About {children}. We are waiting for your answer to the {title} from {author}:\n"
    "“{excerpt}”\n\nCan you come?",
    template=True,
    buttons=LABELS,
)
PLACE_WAS = Text("meeting.place_was", id="{when}, di {place}", en="{when}, at {place}")
SOON = timedelta(hours=24)
"""An invitation later than so long before the meeting is one at short notice."""


@dataclass(frozen=True)
class Change:
    """What a moved meeting was before."""

    starts_at: datetime
    ends_at: datetime
    place: str


def send(
    session: Session,
    meeting: Meeting,
    now: datetime,
    change: Change | None = None,
    files: Sequence[int] = (),
) -> publishing.Published:
    """Invite the families of a meeting's audience; after a change instead of the old invitation.

    The caller returns the says. The old invitation must have been withdrawn before; its files
    go along again.
    """
    notice = compose(session, meeting, now, change)
    old = session.get(Notice, meeting.notice_id) if meeting.notice_id else None
    notice.files = list(old.files if old else files)
    session.add(notice)
    session.flush()
    meeting.notice_id = notice.id
    about = invited(session, meeting, now)
    return publishing.publish(session, notice, [pupil.id for pupil in about], now)


def invited(session: Session, meeting: Meeting, now: datetime) -> list[Pupil]:
    """The children whose families a meeting is for, as its audience is at this moment."""
    whom = Audience.model_validate(meeting.audience)
    return children_of(session, meeting.school_id, whom, now)


def compose(
    session: Session, meeting: Meeting, now: datetime, change: Change | None = None
) -> Notice:
    """The invitation, not stored yet; `meeting` need not be stored either."""
    school = school_of(session, meeting.school_id)
    whom = Audience.model_validate(meeting.audience)
    about = children_of(session, meeting.school_id, whom, now)
    details: dict[str, object] = {
        "meeting": meeting.id,
        "what": meeting.kind.value,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "zone": school.zone.key,
        "place": meeting.place,
        "agenda": meeting.agenda,
        "sessions": len(meeting.sessions),
        "soon": meeting.starts_at - now < SOON,
    }
    if whom.relation:
        details["relation"] = whom.relation.value
    elif whom.whole:
        details["classes"] = sorted({p.class_id for p in about if p.class_id is not None})
    if change is not None:
        details["was"] = {
            "starts_at": change.starts_at.isoformat(),
            "ends_at": change.ends_at.isoformat(),
            "place": change.place,
        }
    shown = Span(meeting.starts_at, meeting.ends_at, school.zone).worded("id")
    agenda = f". Agenda: {meeting.agenda}" if meeting.agenda else ""
    return Notice(
        school_id=meeting.school_id,
        kind=KIND.name,
        author_id=meeting.organiser_id,
        urgency=Urgency.IMPORTANT if details["soon"] or change else Urgency.NORMAL,
        sign_rule=SignRule.ANY,
        body=f"{meeting.title}, {shown}, {meeting.place}{agenda}",
        details=details,
        state=NoticeState.DRAFT,
        created_at=now,
        expires_at=meeting.starts_at,
        corrects_id=meeting.notice_id if change else None,
    )


def ask_again(notice: Notice, children: Sequence[Pupil], person: int, occasion: str) -> Tell:
    """The invitation once more, to a guardian who has not answered."""
    return publishing.nudge(notice, children, person, occasion)


def _message(notice: Notice) -> Text:
    if "was" in notice.details:
        return MOVED
    return INVITE_AGENDA if notice.details["agenda"] else INVITE


def _title(notice: Notice) -> Value:
    what = NAMES[Kind(notice.details["what"])]
    return Phrase(TITLE_SOON if notice.details["soon"] else TITLE, {"what": what})


def _values(notice: Notice) -> Mapping[str, Value]:
    details = notice.details
    values: dict[str, Value] = {"when": when(notice), "place": details["place"]}
    if details["agenda"]:
        values["agenda"] = details["agenda"]
    if was := details.get("was"):
        values["title"] = _title(notice)  # its own words say that it is a correction
        values["old"] = Phrase(
            PLACE_WAS, {"when": span(was, details["zone"]), "place": was["place"]}
        )
    return values


KIND = kinds.Kind(
    "meeting",
    title=_title,
    message=_message,
    values=_values,
    choices=lambda notice: CHOICES,
    hears=rsvp.answered,
    context="meeting_rsvp",
    reminder=lambda notice: REMINDER,
    instead=rsvp.instead,
)
