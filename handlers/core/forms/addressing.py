"""Whom an announcement is for: kept as a rule, so that it can be asked again later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.notices.signing import excerpt
from handlers.core.talk import Lines, Phrase, Text, Turn, Value
from handlers.core.talk.words import CLASSES
from handlers.core.understanding.matters.addressing import (
    CLASS,
    CLOCK,
    FILLER,
    SAID_ABSENT,
    SAID_ONLY,
    SAID_SCHOOL,
    SAID_STAFF,
    SAID_UNSIGNED,
    same,
)
from handlers.core.whom import audience
from models.absence import absent_on
from models.family import (
    LEADS,
    Pupil,
    classes_of_school,
    pupils,
    pupils_of_class,
    pupils_of_school,
    staff_of,
)
from models.notice import Notice, NoticeState, Receipt, SignRule
from models.people import Relation
from models.receipts import UNSIGNED
from models.school import ClassGroup, school_of

SCHOOL = Text("addressing.school", id="seluruh sekolah", en="the whole school")
UNSIGNED_OF = Text(
    "addressing.unsigned", id="yang belum paraf “{what}”", en="those who have not signed “{what}”"
)
ABSENT = Text("addressing.absent", id="yang tidak masuk hari ini", en="those absent today")
STAFF = Text("addressing.staff", id="guru dan staf", en="teachers and staff")
BUT = Text("addressing.but", id="{whom} tanpa {names}", en="{whom} without {names}")
ONLY = {
    Relation.FATHER: Text("addressing.fathers", id="ayah, {whom}", en="fathers, {whom}"),
    Relation.MOTHER: Text("addressing.mothers", id="ibu, {whom}", en="mothers, {whom}"),
}


class Audience(BaseModel, frozen=True):
    """One of these, and perhaps only the mothers or the fathers. Ids, never names."""

    school: bool = False
    classes: tuple[int, ...] = ()
    children: tuple[int, ...] = ()
    """Picked by hand."""
    unsigned: int | None = None
    """The notice that they have not signed."""
    absent: bool = False
    """On the day it is sent."""
    within: tuple[int, ...] = ()
    """Those unsigned or absent in these classes only: a teacher's own."""
    staff: bool = False
    relation: Relation | None = None
    but: tuple[int, ...] = ()
    """Children who are left out."""

    @property
    def whole(self) -> bool:
        """Whether it is all families of classes, whose groups may then hear of it, too."""
        return bool(self.school or self.classes) and not self.relation and not self.but

    @property
    def empty(self) -> bool:
        whom = (self.school, self.classes, self.children, self.unsigned, self.absent, self.staff)
        return not any(whom)


NOBODY = Audience()
WHOLE = "sekolah"
"""Named as not yours where a teacher says "semua"."""


@dataclass(frozen=True)
class Read:
    """What a teacher's words named."""

    audience: Audience = NOBODY
    unclear: Sequence[Pupil] = ()
    """Children between whom to choose."""
    not_yours: Sequence[str] = ()
    """Classes of the school that the speaker may not write to."""
    others: Sequence[Pupil] = ()
    """Children of the school who are not the speaker's: see `audience.NOT_YOURS`."""


def read(words: str, turn: Turn, session: Session) -> Read:
    """Whom `words` name, as far as the speaker may write to them.

    "kelas" alone, and nothing at all, is the speaker's class if there is only one.
    """
    mine = audience.yours(turn, session)
    if child := audience.picked(words, mine):
        return Read(Audience(children=(child.id,)))
    said = CLOCK.sub(" ", " ".join(words.casefold().split()))
    relation = next((who for who, pattern in SAID_ONLY.items() if pattern.search(said)), None)
    if relation:
        said = SAID_ONLY[relation].sub(" ", said)
    if SAID_STAFF.search(said) and not CLASS.search(said):
        return Read(Audience(staff=True))
    leads = bool(turn.speaker.roles & LEADS)
    if SAID_SCHOOL.search(said) and leads:
        return Read(Audience(school=True, relation=relation))
    within = () if leads else _class_ids(mine)
    if SAID_ABSENT.search(said):
        return Read(Audience(absent=True, within=within, relation=relation))
    if SAID_UNSIGNED.search(said):
        last = _last_unsigned(session, [pupil.id for pupil in mine])
        found = Audience(unsigned=last, within=within, relation=relation)
        return Read(found if last else NOBODY)
    if SAID_SCHOOL.search(said):
        # A teacher's "semua" is narrowed to their own, and said to be so.
        return Read(Audience(classes=_class_ids(mine), relation=relation), not_yours=[WHOLE])
    of_classes = _classes(said, turn, session, mine, relation)
    return of_classes or _children(words, turn, session, relation)


def _classes(
    said: str,
    turn: Turn,
    session: Session,
    mine: Sequence[Pupil],
    relation: Relation | None,
) -> Read | None:
    allowed = _class_ids(mine)
    if not FILLER.sub(" ", said).strip(" ,;&"):
        return Read(Audience(classes=allowed, relation=relation)) if len(allowed) == 1 else None
    named = [
        group
        for group in classes_of_school(session, turn.speaker.school)
        if any(same(group.name.casefold(), *parts) for parts in CLASS.findall(said))
    ]
    if not named:
        return None
    yours = tuple(group.id for group in named if group.id in allowed)
    others = [group.name for group in named if group.id not in allowed]
    return Read(Audience(classes=yours, relation=relation), not_yours=others)


def _children(words: str, turn: Turn, session: Session, relation: Relation | None) -> Read:
    found = audience.meant(turn, session, words)
    whom = Audience(children=tuple(pupil.id for pupil in found.pupils), relation=relation)
    return Read(whom, unclear=found.unclear, others=found.others)


def _class_ids(of: Sequence[Pupil]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(pupil.class_id for pupil in of if pupil.class_id is not None))


def _last_unsigned(session: Session, children: Sequence[int]) -> int | None:
    return session.scalar(
        select(Receipt.notice_id)
        .join(Notice)
        .where(
            Receipt.child_id.in_(children),
            Receipt.state.in_(UNSIGNED),
            Notice.sign_rule != SignRule.NONE,
            Notice.state == NoticeState.PUBLISHED,
        )
        .order_by(Notice.published_at.desc(), Notice.id.desc())
        .limit(1)
    )


def children_of(session: Session, school_id: int, whom: Audience, now: datetime) -> list[Pupil]:
    """The children of this school an audience is at this moment; none for one of staff."""
    found = _children_of(session, school_id, whom, now)
    return [p for p in found if p.school_id == school_id and p.id not in whom.but]


def _children_of(session: Session, school_id: int, whom: Audience, now: datetime) -> list[Pupil]:
    if whom.school:
        return pupils_of_school(session, school_id)
    if whom.classes:
        return pupils_of_class(session, *whom.classes)
    found = _waiting(session, school_id, whom, now)
    if found is not None:
        return [pupil for pupil in found if not whom.within or pupil.class_id in whom.within]
    return pupils(session, whom.children)


def _waiting(session: Session, school_id: int, whom: Audience, now: datetime) -> list[Pupil] | None:
    """Those who have not signed, or are absent; None if the audience is neither."""
    if whom.unsigned is not None:
        receipts = select(Receipt.child_id).where(
            Receipt.notice_id == whom.unsigned, Receipt.state.in_(UNSIGNED)
        )
        return pupils(session, session.scalars(receipts).all())
    if whom.absent:
        today = now.astimezone(school_of(session, school_id).zone).date()
        return pupils(session, absent_on(session, school_id, today))
    return None


def staff_of_school(session: Session, school_id: int, but: int) -> list[int]:
    """Everybody who works there and has joined, without the sender."""
    return [person for person in staff_of(session, school_id) if person != but]


def described(session: Session, whom: Audience) -> Value:
    """An audience in words: "kelas 7A, 7B", "ibu, seluruh sekolah"."""
    plain = _described(session, whom)
    if whom.but:
        out = Lines([pupil.label for pupil in pupils(session, whom.but)], between=", ")
        plain = Phrase(BUT, {"whom": plain, "names": out})
    return Phrase(ONLY[whom.relation], {"whom": plain}) if whom.relation in ONLY else plain


def _described(session: Session, whom: Audience) -> Value:
    if whom.staff:
        return STAFF
    if whom.school:
        return SCHOOL
    if whom.absent:
        return ABSENT
    if whom.unsigned is not None:
        notice = session.get_one(Notice, whom.unsigned)
        return Phrase(UNSIGNED_OF, {"what": excerpt(notice.body, 40)})
    if whom.classes:
        names = session.scalars(
            select(ClassGroup.name).where(ClassGroup.id.in_(whom.classes)).order_by(ClassGroup.name)
        )
        return Phrase(CLASSES, {"classes": ", ".join(names)})
    return Lines([pupil.label for pupil in pupils(session, whom.children)], between=", ")
