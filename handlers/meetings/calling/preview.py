"""A meeting before its invitation: whom it reaches, what speaks against it, and keeping it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.forms.addressing import NOBODY, Audience, children_of, described
from handlers.core.forms.preview import Preview, Way
from handlers.core.notices import forecast
from handlers.core.talk import Choice, Lines, Phrase, Sense, Text, Turn, Value, worded
from handlers.core.talk.times import Day, Span
from handlers.core.talk.words import SEND_INVITATION
from handlers.meetings.calling.draft import Draft
from handlers.meetings.calling.invitation import compose
from handlers.meetings.calling.words import NAMES
from models.family import LEADS
from models.meeting import Kind, Meeting, MeetingSeries, MeetingSession, State
from models.minutes import open_decisions
from models.school import School, school_of

SHOWN = Text(
    "meeting_preview.shown",
    id="{what} ({whom})\n🗓 {when}\n📍 {place}\n📝 {agenda}{decisions}{series}{seats}{below}\n\n"
    "{forecast}{warnings}\n\nKirim undangan?",
    en="{what} ({whom})\n🗓 {when}\n📍 {place}\n📝 {agenda}{decisions}{series}{seats}{below}\n\n"
    "{forecast}{warnings}\n\nSend the invitation?",
)
NO_AGENDA = Text("meeting_preview.no_agenda", id="tanpa agenda", en="no agenda")
DECISIONS = Text(
    "meeting_preview.decisions",
    id="\n↪️ Belum selesai dari rapat lalu:\n{list}",
    en="\n↪️ Still open from earlier meetings:\n{list}",
)
DECISION = Text("meeting_preview.decision", id="• {what}{who}", en="• {what}{who}")
BY = Text("meeting_preview.by", id=" ({who})", en=" ({who})")
EVERY = Text(
    "meeting_preview.every",
    id="\n🔁 Tiap {count} bulan di pekan dan hari yang sama; tiap kali saya tanyakan dulu",
    en="\n🔁 Every {count} months on the same day of the same week; I ask you each time",
)
SEATS = Text("meeting_preview.seats", id="\n🪑 Kursi: {seats}", en="\n🪑 Seats: {seats}")
IN_SESSIONS = Text("meetings.sessions", id="Bagi {count} sesi", en="{count} sessions")
SESSIONS = Text(
    "meeting_preview.sessions",
    id="\n🪑 {count} sesi bergiliran, masing-masing {seats} kursi",
    en="\n🪑 {count} sessions in turn, {seats} seats each",
)
TOO_SMALL = Text(
    "meeting_preview.too_small",
    id="\n⚠️ Kursi {seats}, keluarga {families}. Bisa dibagi {count} sesi.",
    en="\n⚠️ {seats} seats, {families} families. It can be held in {count} sessions.",
)
SOON = Text(
    "meeting_preview.soon",
    id="\n⚠️ Kurang dari 24 jam lagi: undangannya ditandai MENDADAK.",
    en="\n⚠️ Less than 24 hours ahead: the invitation is marked as short notice.",
)
HOLIDAY = Text("meeting_preview.holiday", id="\n⚠️ {day} hari libur.", en="\n⚠️ {day} is a holiday.")
SUNDAY = Text(
    "meeting_preview.sunday",
    id="\n⚠️ {day} bukan hari sekolah.",
    en="\n⚠️ {day} is not a day of school.",
)
HOURS = Text(
    "meeting_preview.hours",
    id="\n⚠️ Jamnya di waktu tenang (malam, magrib, atau salat Jumat).",
    en="\n⚠️ That is a quiet hour (night, maghrib, or Friday prayer).",
)
SAME_PLACE = Text(
    "meeting_preview.same_place",
    id="\n⚠️ Tempat itu sudah dipakai {other}, {when}.",
    en="\n⚠️ That place is taken by {other}, {when}.",
)
SAME_TIME = Text(
    "meeting_preview.same_time",
    id="\n⚠️ Sebagian keluarga juga diundang ke {other}, {when}.",
    en="\n⚠️ Some families are also invited to {other}, {when}.",
)
TOO_DEAR = Text(
    "meeting_preview.too_dear",
    id="\n⛔ Perkiraan biaya melewati anggaran bulan ini. Mohon kepala sekolah yang mengirim.",
    en="\n⛔ The estimated cost is beyond this month's budget. The principal can send it.",
)


def planned(turn: Turn, session: Session, draft: Draft) -> Meeting:
    """The meeting a draft describes, not stored."""
    assert draft.kind is not None
    zone = turn.speaker.zone
    return Meeting(
        school_id=turn.speaker.school,
        organiser_id=turn.speaker.person,
        kind=draft.kind,
        title=title(session, draft.kind, draft.audience),
        audience=draft.audience.model_dump(mode="json"),
        starts_at=draft.starts_at(zone),
        ends_at=draft.ends_at(zone),
        place=draft.place,
        agenda=draft.agenda or "",
        capacity=draft.capacity * max(1, draft.sessions) if draft.capacity else None,
        state=State.PLANNED,
        sequence=0,
        created_at=turn.now,
    )


def store(turn: Turn, session: Session, draft: Draft) -> Meeting:
    """Keep what was confirmed, with its series and its sessions."""
    meeting = planned(turn, session, draft)
    if draft.every:
        series = MeetingSeries(
            school_id=meeting.school_id,
            organiser_id=meeting.organiser_id,
            kind=meeting.kind,
            title=meeting.title,
            audience=meeting.audience,
            every_months=draft.every,
            first_at=meeting.starts_at,
            minutes=int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
            place=meeting.place,
            agenda=meeting.agenda,
        )
        session.add(series)
        session.flush()
        meeting.series_id, meeting.occurrence = series.id, 0
    session.add(meeting)
    meeting.sessions = [
        MeetingSession(
            school_id=meeting.school_id,
            starts_at=meeting.starts_at + draft.lasts * number,
            ends_at=meeting.starts_at + draft.lasts * (number + 1),
            capacity=draft.capacity or 0,
        )
        for number in range(draft.sessions)
    ]
    session.flush()
    return meeting


def title(session: Session, kind: Kind, whom: Audience) -> str:
    """As calendars and the organiser's lists call it: "Rapat POMG kelas 7A".

    Families read it: it names none who is left out.
    """
    name = NAMES[kind].id[0].upper() + NAMES[kind].id[1:]
    if whom.school or whom.classes:
        classes = described(session, whom.model_copy(update={"but": ()}))
        return f"{name} {worded(classes, 'id')}"
    return name


def _forecast(turn: Turn, session: Session, draft: Draft) -> tuple[forecast.Forecast, Value]:
    """Whom the invitation would reach, and the same in words."""
    notice = compose(session, planned(turn, session, draft), turn.now)
    about = children_of(session, turn.speaker.school, draft.audience, turn.now)
    seen = forecast.forecast(session, notice, about, turn.now)
    return seen, forecast.summary(session, notice, seen, turn.now)


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    """The invitation with whom it reaches and what speaks against it."""
    zone, (seen, reach) = turn.speaker.zone, _forecast(turn, session, draft)
    blocked = seen.too_dear and not turn.speaker.roles & LEADS
    needed = 1 if draft.sessions else _sessions_for(draft, seen.families)
    split = Way("sessions", Phrase(IN_SESSIONS, {"count": str(needed)}), _split)
    assert draft.kind is not None
    return Preview(
        SHOWN,
        {
            "what": title(session, draft.kind, NOBODY),
            "whom": described(session, draft.audience),
            "when": Span(draft.starts_at(zone), draft.ends_at(zone), zone),
            "place": draft.place,
            "agenda": draft.agenda or NO_AGENDA,
            "decisions": _decisions(session, turn, draft.kind),
            "series": Phrase(EVERY, {"count": str(draft.every)}) if draft.every else "",
            "seats": _seats(draft),
            "forecast": reach,
            "warnings": Lines(
                [*_warnings(turn, session, draft, seen), *([TOO_DEAR] if blocked else [])],
                between="",
            ),
        },
        send=None if blocked else Choice("send", SEND_INVITATION, Sense.YES, "undang"),
        also=[split] if needed > 1 else [],
        lists=True,
        unread=draft.unread,
    )


def _split(turn: Turn, session: Session, draft: Draft) -> Draft:
    """In as many sessions as everybody needs to find a seat."""
    seen, _ = _forecast(turn, session, draft)
    return draft.model_copy(update={"sessions": _sessions_for(draft, seen.families)})


def _seats(draft: Draft) -> Value:
    if draft.capacity is None:
        return ""
    if draft.sessions:
        return Phrase(SESSIONS, {"count": str(draft.sessions), "seats": str(draft.capacity)})
    return Phrase(SEATS, {"seats": str(draft.capacity)})


def _sessions_for(draft: Draft, families: int) -> int:
    """In how many sessions everybody finds a seat; 1 where the room is large enough."""
    return -(-families // draft.capacity) if draft.capacity else 1


def _warnings(
    turn: Turn, session: Session, draft: Draft, seen: forecast.Forecast
) -> Iterator[Value]:
    school = school_of(session, turn.speaker.school)
    starts_at, ends_at = draft.starts_at(school.zone), draft.ends_at(school.zone)
    if starts_at - turn.now < timedelta(hours=24):
        yield SOON
    yield from odd_time(school, starts_at)
    yield from clashes(session, school, draft.audience, draft.place, starts_at, ends_at, turn.now)
    needed = _sessions_for(draft, seen.families)
    if not draft.sessions and needed > 1:
        yield Phrase(
            TOO_SMALL,
            {
                "seats": str(draft.capacity),
                "families": str(seen.families),
                "count": str(needed),
            },
        )


def odd_time(school: School, starts_at: datetime) -> Iterator[Value]:
    day = starts_at.astimezone(school.zone).date()
    if school.quiet.is_holiday(day):
        yield Phrase(HOLIDAY, {"day": Day(day)})
    elif day.weekday() == 6:
        yield Phrase(SUNDAY, {"day": Day(day)})
    elif school.quiet.release(starts_at) != starts_at:
        yield HOURS


def clashes(
    session: Session,
    school: School,
    whom: Audience,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    but: int = 0,
) -> Iterator[Value]:
    """Other meetings at that time: in the same place, or of the same families."""
    others = session.scalars(
        select(Meeting)
        .where(
            Meeting.school_id == school.id,
            Meeting.state == State.PLANNED,
            Meeting.starts_at < ends_at,
            Meeting.ends_at > starts_at,
            Meeting.id != but,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    mine = {pupil.id for pupil in children_of(session, school.id, whom, now)} if others else set()
    for other in others:
        values: dict[str, Value] = {
            "other": other.title,
            "when": Span(other.starts_at, other.ends_at, school.zone),
        }
        if other.place.casefold() == place.casefold():
            yield Phrase(SAME_PLACE, values)
            continue
        theirs = children_of(session, school.id, Audience.model_validate(other.audience), now)
        if mine & {pupil.id for pupil in theirs}:
            yield Phrase(SAME_TIME, values)


AT_MOST = 10
"""Decisions in one preview; "keputusan" lists them all."""


def _decisions(session: Session, turn: Turn, kind: Kind) -> Value:
    found = open_decisions(session, turn.speaker.person, kind)[:AT_MOST]
    lines = [
        Phrase(
            DECISION,
            {"what": one.words, "who": Phrase(BY, {"who": one.who}) if one.who else ""},
        )
        for one in found
    ]
    return Phrase(DECISIONS, {"list": Lines(lines)}) if lines else ""
