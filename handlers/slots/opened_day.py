"""From a window to a day of slots: shown first, then stored and invited to."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from handlers.core.forms.addressing import Audience, children_of, described
from handlers.core.forms.preview import Preview, arrival
from handlers.core.talk import Choice, Phrase, Sense, Text, Turn, Value
from handlers.core.talk.times import Span
from handlers.slots import notice as slot_notice
from handlers.slots.window import Cut, Window, cut
from models.notice import Notice, NoticeState, SignRule
from models.school import ClassGroup, School, school_of
from models.slot import DayState, Slot, SlotDay

PREVIEW = Text(
    "slot_opening.preview",
    id="{title} untuk {whom}\n📅 {when}\n📍 {place}\n{count} slot, {minutes} menit{breaks}\n"
    "{children} anak{few}{below}\n\nUndang?",
    en="{title} for {whom}\n📅 {when}\n📍 {place}\n{count} slots of {minutes} minutes{breaks}\n"
    "{children} children{few}{below}\n\nInvite?",
)
BREAKS = Text("slot_opening.breaks", id=", istirahat {at}", en=", breaks at {at}")
FEW = Text(
    "slot_opening.few",
    id=". ⚠️ {count} anak tidak akan kebagian: tambah jam, atau kurangi menit atau istirahat.",
    en=". ⚠️ {count} children will find no slot: add hours, or take fewer minutes or breaks.",
)
INVITE = Text("slots.invite", id="Undang", en="Invite")
ROOM = Text("slot_opening.room", id="ruang kelas {name}", en="classroom {name}")
AT_SCHOOL = Text("slot_opening.at_school", id="sekolah", en="school")


def cut_of(window: Window, zone: ZoneInfo) -> Cut:
    """The slots of a window in which nothing is missing."""
    return cut(window.starts(zone), window.ends(zone), window.minutes or 0, window.breaks)


def shown(turn: Turn, session: Session, window: Window) -> Preview[Window]:
    """The day as families could choose from it."""
    zone, made = turn.speaker.zone, cut_of(window, turn.speaker.zone)
    children = len(children_of(session, turn.speaker.school, window.audience, turn.now))
    few = children - len(made.slots)
    breaks = ", ".join(slot_notice.clock(at, zone) for at in made.breaks)
    values: dict[str, Value] = {
        "title": slot_notice.TOPICS[window.topic],
        "whom": described(session, window.audience),
        "when": Span(window.starts(zone), window.ends(zone), zone),
        "place": window.place or room_of(session, window, turn.speaker.language),
        "count": str(len(made.slots)),
        "minutes": str(window.minutes),
        "breaks": Phrase(BREAKS, {"at": breaks}) if breaks else "",
        "children": str(children),
        "few": Phrase(FEW, {"count": str(few)}) if few > 0 else "",
    }
    return Preview(
        PREVIEW,
        values,
        Choice("invite", INVITE, Sense.YES),
        lists=True,
        arrives=arrival(turn, session),
        unread=window.unread,
    )


def room_of(session: Session, window: Window, language: str) -> str:
    """Where it is held if nobody said: the class's own room."""
    if len(window.audience.classes) == 1:
        name = session.get_one(ClassGroup, window.audience.classes[0]).name
        return ROOM.fill(language, {"name": name})
    return AT_SCHOOL.fill(language, {})


def busy(
    session: Session,
    teacher: int,
    starts: datetime,
    ends: datetime,
    zone: ZoneInfo,
    but: int | None = None,
) -> Span | None:
    """When the teacher has other slots in those hours."""
    other = session.scalars(
        select(SlotDay).where(
            SlotDay.teacher_id == teacher,
            SlotDay.state == DayState.OPEN,
            SlotDay.starts_at < ends,
            SlotDay.ends_at > starts,
            SlotDay.id != (but or 0),
        )
    ).first()
    return Span(other.starts_at, other.ends_at, zone) if other else None


def open_day(turn: Turn, session: Session, window: Window) -> SlotDay:
    """The day, its slots and its invitation, which is not yet published."""
    school = school_of(session, turn.speaker.school)
    made = cut_of(window, school.zone)
    notice = Notice(
        school_id=school.id,
        kind=slot_notice.KIND,
        author_id=turn.speaker.person,
        sign_rule=SignRule.ANY,
        body="",
        files=window.files,
        state=NoticeState.DRAFT,
        created_at=turn.now,
    )
    session.add(notice)
    session.flush()
    day = SlotDay(
        school_id=school.id,
        teacher_id=turn.speaker.person,
        topic=window.topic,
        audience=window.audience.model_dump(mode="json"),
        place=window.place or room_of(session, window, turn.speaker.language),
        starts_at=window.starts(school.zone),
        ends_at=window.ends(school.zone),
        minutes=window.minutes,
        breaks=[at.astimezone(UTC).isoformat() for at in made.breaks],
        notice_id=notice.id,
        created_at=turn.now,
    )
    session.add(day)
    session.flush()
    session.execute(
        insert(Slot),
        [
            {
                "school_id": school.id,
                "day_id": day.id,
                "starts_at": at,
                "ends_at": at + made.length,
            }
            for at in made.slots
        ],
    )
    word(day, school)
    return day


def word(day: SlotDay, school: School, *, moved: bool = False) -> None:
    """Let the invitation say what the day is like now."""
    audience = Audience.model_validate(day.audience)
    day.notice.details = {
        **slot_notice.details_of(day, school, moved=moved),
        "audience": day.audience,
        "classes": list(audience.classes) if audience.whole else [],
    }
    day.notice.body = slot_notice.body_of(day, school)
    day.notice.expires_at = day.ends_at
