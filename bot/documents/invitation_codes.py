"""Invitations: a code for each guardian's place, and for staff, with the links to use it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from handlers.joining import address
from models.audit import AuditEvent
from models.invitation import LENGTH, Invitation, digest, expiry, new_code
from models.people import Child, Guardianship, Relation, Role
from models.school import ClassGroup, School


@dataclass(frozen=True)
class Addresses:
    """Where people write to us; empty for a channel the school does not have."""

    whatsapp: str = ""
    """Our sender, E.164."""
    telegram: str = ""
    """The bot's user name, without @."""

    def links(self, code: str) -> dict[str, str]:
        """By channel, what a QR code on a slip opens."""
        links = {}
        if self.whatsapp:
            digits = self.whatsapp.removeprefix("+")
            links["whatsapp"] = f"https://wa.me/{digits}?text={quote(f'GABUNG {code}')}"
        if self.telegram:
            links["telegram"] = f"https://t.me/{self.telegram.removeprefix('@')}?start={code}"
        return links


@dataclass(frozen=True)
class Slip:
    """One invitation, with the code that is stored nowhere: print it now or never."""

    school: str
    name: str
    """Whom it is for, as the roster or the operator has it."""
    code: str
    expires_at: datetime
    relation: Relation | None = None
    child: str = ""
    nisn: str | None = None
    nipd: str | None = None
    class_name: str = ""
    role: Role | None = None

    @property
    def spoken(self) -> str:
        """The code in two groups, as people read it out and type it."""
        return f"{self.code[: LENGTH // 2]}-{self.code[LENGTH // 2 :]}"


def places(
    session: Session,
    school: School,
    *,
    classes: Collection[str] = (),
    child: str = "",
    joined: bool = False,
) -> list[Guardianship]:
    """The guardians' places to invite to, by class, child and rank.

    `child` is an NISN, an NIPD or part of a name. Places somebody has taken are left out
    unless `joined`; a code for one of those lets a second phone in, or another guardian.
    """
    query = (
        select(Guardianship)
        .join(Guardianship.child)
        .outerjoin(Child.class_group)
        .where(
            Child.school_id == school.id, Child.left_at.is_(None), Guardianship.ended_at.is_(None)
        )
        .order_by(ClassGroup.name, Child.name, Child.id, Guardianship.rank)
        .options(contains_eager(Guardianship.child).contains_eager(Child.class_group))
    )
    if classes:
        query = query.where(
            ClassGroup.name.in_(classes), ClassGroup.school_year.in_((school.school_year, ""))
        )
    if child:
        named = Child.name.icontains(child, autoescape=True)
        query = query.where(or_(Child.nisn == child, Child.nipd == child, named))
    if not joined:
        query = query.where(Guardianship.person_id.is_(None))
    return list(session.scalars(query))


def make(session: Session, school: School, to: Iterable[Guardianship], now: datetime) -> list[Slip]:
    """A new code for each of these places. Codes printed before stay good until they expire."""
    slips = []
    for place in to:
        invitation, code = _invitation(school, address(place), now)
        invitation.guardianship_id = place.id
        session.add(invitation)
        slips.append(_slip(school, place, code, invitation.expires_at))
    _audit(session, school, "invitations.make", len(slips), now)
    return slips


def make_staff(
    session: Session,
    school: School,
    name: str,
    role: Role,
    group: ClassGroup | None,
    now: datetime,
) -> Slip:
    """A code for one of staff, called as we are to address them ("Bu Rina")."""
    invitation, code = _invitation(school, name, now)
    invitation.role = role
    invitation.class_group_id = group.id if group else None
    session.add(invitation)
    _audit(session, school, "invitations.staff", 1, now)
    return Slip(
        school=school.name,
        name=name,
        code=code,
        expires_at=invitation.expires_at,
        class_name=group.name if group else "",
        role=role,
    )


def _invitation(school: School, name: str, now: datetime) -> tuple[Invitation, str]:
    code = new_code()
    invitation = Invitation(
        school_id=school.id,
        digest=digest(code),
        name=name,
        created_at=now,
        expires_at=expiry(now, school.rules.invitation_days),
    )
    return invitation, code


def _slip(school: School, place: Guardianship, code: str, expires_at: datetime) -> Slip:
    child = place.child
    return Slip(
        school=school.name,
        name=place.name,
        code=code,
        expires_at=expires_at,
        relation=place.relation,
        child=child.name,
        nisn=child.nisn,
        nipd=child.nipd,
        class_name=child.class_group.name if child.class_group else "",
    )


def _audit(session: Session, school: School, action: str, count: int, now: datetime) -> None:
    session.add(
        AuditEvent(
            school_id=school.id,
            at=now,
            action=action,
            subject=f"schools:{school.id}",
            detail={"count": count},
        )
    )
    session.flush()
