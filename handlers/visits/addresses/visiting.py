"""Where the families live that one visits: for the visitors alone, and only around its day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from handlers.core.talk import Heard, Reply, Say, Text, Turn
from handlers.core.talk.times import Moment
from handlers.core.whom.audience import find, yours
from handlers.visits import states
from handlers.visits.addresses.keeping import address_for, is_open, shown
from models.family import Pupil, pupils
from models.visit import Visit

VISITOR = Text(
    "visit_address.visitor",
    id="Tentang {child}. Kunjungan {when}:\n{address}\n\nMohon dijaga kerahasiaannya.",
    en="About {child}. The visit {when}:\n{address}\n\nPlease keep it to yourself.",
)
NOT_GIVEN = Text(
    "visit_address.not_given",
    id="alamat belum diberikan keluarga",
    en="the family has not given an address yet",
)
CLOSED = Text(
    "visit_address.closed",
    id="Alamat hanya tampil untuk guru yang berkunjung dan pendampingnya, mulai sehari sebelum "
    "kunjungan.",
    en="Addresses are shown only to the teacher who visits and their companion, from the day "
    "before the visit.",
)


def for_visitor(turn: Turn, session: Session, rest: str) -> Heard:
    """The addresses of the speaker's own visits; who asks for another's learns nothing."""
    visits = visits_of(turn, session)
    about = {pupil.id: pupil for pupil in pupils(session, {visit.child_id for visit in visits})}
    wanted = find(rest, list(about.values())).pupils if rest else list(about.values())
    if rest and not wanted:
        named = find(rest, yours(turn, session))
        return [Reply(CLOSED)] if named.pupils or named.unclear else None
    says: list[Say] = [
        _line(turn, session, visit, about[visit.child_id])
        for visit in visits
        if visit.child_id in {pupil.id for pupil in wanted}
    ]
    return says or [Reply(CLOSED)]


def visits_of(turn: Turn, session: Session) -> list[Visit]:
    """Those whose address the speaker may see now."""
    found = session.scalars(
        select(Visit)
        .where(
            Visit.school_id == turn.speaker.school,
            or_(
                Visit.teacher_id == turn.speaker.person,
                Visit.companion_id == turn.speaker.person,
            ),
            Visit.state.in_(states.SEEN),
            Visit.starts_at > turn.now - timedelta(days=3),
            Visit.starts_at < turn.now + timedelta(days=3),
        )
        .order_by(Visit.starts_at)
    ).all()
    return [one for one in found if is_open(session, one, turn.speaker.person, turn.now)]


def _line(turn: Turn, session: Session, visit: Visit, child: Pupil) -> Say:
    address = address_for(session, visit, turn.speaker.person, turn.now)
    when = Moment(visit.starts_at, turn.speaker.zone) if visit.starts_at else ""
    return Reply(
        VISITOR,
        {"child": child.label, "when": when, "address": shown(address) if address else NOT_GIVEN},
    )
