"""Who offered something is reminded the morning before, and thanked the day after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.forms import occasions
from handlers.core.talk import Tell, Text
from models.notice import Notice, NoticeState
from models.outbox import Priority
from models.people import Child
from models.pledge import Need, Pledge
from models.prepared import Watch
from models.school import school_of
from scheduler.rules import nudge

REMIND = Text(
    "pledges.remind",
    id="Ananda {child}. Mengingatkan acara besok: Ibu/Bapak bersedia “{words}”. Terima kasih "
    "banyak. Bila berubah, mohon dikabari di sini.",
    en="About {child}. A reminder for tomorrow's event: you offered “{words}”. Thank you very "
    "much. If it changes, please tell us here.",
    template=True,
)
THANKS = Text(
    "pledges.thanks",
    id="Ananda {child}. Terima kasih atas bantuan Ibu/Bapak kemarin, “{words}”. Sangat berarti. 🙏",
    en="About {child}. Thank you for your help yesterday, “{words}”. It meant a lot. 🙏",
    template=True,
)
_AHEAD = Watch(
    select(Need)
    .join(Notice)
    .where(
        occasions.promised(Need.due),
        Need.reminded_at.is_(None),
        Notice.state == NoticeState.PUBLISHED,
    )
)
_BEHIND = Watch(
    select(Need)
    .join(Notice)
    .where(
        Need.due < bindparam("today"),
        Need.thanked_at.is_(None),
        Notice.state == NoticeState.PUBLISHED,
    )
)


@nudge(every=timedelta(minutes=5))
def pledge_reminder(session: Session, now: datetime) -> list[Tell]:
    ahead = _AHEAD.scalars(session, **occasions.days_around(now))
    due = occasions.morning_before(
        ahead, lambda need: need.due, lambda need: school_of(session, need.school_id).zone, now
    )
    for need in due:
        need.reminded_at = now
    return _to_all(session, due, REMIND, "remind")


@nudge(every=timedelta(minutes=15))
def pledge_thanks(session: Session, now: datetime) -> list[Tell]:
    """Once the day is over everywhere: dates are those of UTC, which every school is ahead of."""
    behind = _BEHIND.scalars(session, today=now.date())
    for need in behind:
        need.thanked_at = now
    return _to_all(session, behind, THANKS, "thanks")


def _to_all(session: Session, needs: Sequence[Need], text: Text, what: str) -> list[Tell]:
    if not needs:
        return []
    rows = session.execute(
        select(Pledge, Child.name)
        .join(Child, Child.id == Pledge.child_id)
        .where(Pledge.need_id.in_([need.id for need in needs]), Pledge.words != "")
    )
    return [
        Tell(
            text,
            {"child": name, "words": pledge.words},
            to=pledge.person_id,
            topic=f"pledge:{pledge.need_id}:{pledge.child_id}:{what}",
            priority=Priority.IMPORTANT if text is REMIND else Priority.NORMAL,
        )
        for pledge, name in rows
    ]
