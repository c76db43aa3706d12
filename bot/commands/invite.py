"""`penghubung invite`: slips for guardians, a code for staff."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.clock import now as wall_clock

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.documents.invitation_codes import Addresses, Slip
    from models.school import ClassGroup, School


@dataclass(frozen=True)
class Request:
    """Who is to be invited, as the command line says it."""

    classes: tuple[str, ...] = ()
    everybody: bool = False
    child: str = ""
    joined: bool = False
    staff: str = ""
    role: str = ""
    school: str = ""


def build(
    open_session: Callable[[], AbstractContextManager[Session]], addresses: Callable[[], Addresses]
) -> Callable[..., None]:
    """The Typer command, on sessions from `open_session`, with links to `addresses`."""

    def invite(
        class_: Annotated[list[str] | None, typer.Option("--class", help="Such as 7A")] = None,
        everybody: Annotated[bool, typer.Option("--all", help="The whole school")] = False,
        child: Annotated[str, typer.Option(help="NISN, NIPD or part of a name")] = "",
        joined: Annotated[
            bool, typer.Option("--joined", help="Also places that somebody has taken")
        ] = False,
        staff: Annotated[str, typer.Option(help='Invite one of staff: "Bu Rina"')] = "",
        role: Annotated[
            str, typer.Option(help="homeroom, subject, counsellor, principal or operator")
        ] = "",
        school: Annotated[str, typer.Option(help="School's name or NPSN")] = "",
        out: Annotated[Path | None, typer.Option(help="PDF to write")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON, no PDF")] = False,
        language: Annotated[str, typer.Option("--lang", help="id or en")] = "id",
    ) -> None:
        """Make invitation codes and a PDF of slips. Codes are shown once and not kept."""
        asked = Request(tuple(class_ or ()), everybody, child, joined, staff, role, school)
        with open_session() as session:
            run(session, asked, addresses(), out=out, as_json=as_json, language=language)

    return invite


def run(
    session: Session,
    asked: Request,
    to: Addresses,
    *,
    out: Path | None = None,
    as_json: bool = False,
    language: str = "id",
    now: datetime | None = None,
) -> list[Slip]:
    """Make the codes, commit, then write what carries them. Raises `typer.BadParameter`."""
    school = _school(session, asked.school)
    path = out or (None if as_json else Path(f"undangan-{_label(asked)}.pdf"))
    if path is not None and not path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent}", param_hint="--out")
    slips = _slips(session, school, asked, now or wall_clock())
    data = b""
    if path is not None:
        from bot.documents.invitation_slips import pdf
        from handlers.core.talk.languages import language_of

        data = pdf(slips, to, school.zone, language_of(session, school.id, language))
    session.commit()
    if path is not None:
        path.touch(mode=0o600)
        path.write_bytes(data)
    _print(slips, to, path, as_json)
    return slips


def as_json_(slip: Slip, to: Addresses) -> dict[str, Any]:
    return {
        "child": slip.child or None,
        "nisn": slip.nisn,
        "nipd": slip.nipd,
        "class": slip.class_name or None,
        "relation": slip.relation.value if slip.relation else None,
        "role": slip.role.value if slip.role else None,
        "name": slip.name,
        "code": slip.spoken,
        "message": f"GABUNG {slip.code}",
        "links": to.links(slip.code),
        "expires_at": slip.expires_at.isoformat(),
    }


def _print(slips: list[Slip], to: Addresses, path: Path | None, as_json: bool) -> None:
    if as_json:
        told = [as_json_(slip, to) for slip in slips]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for slip in slips:
        if slip.role:
            typer.echo(f"{slip.name}: GABUNG {slip.spoken}")
    typer.echo(f"{len(slips)} undangan: {path}")


def _slips(session: Session, school: School, asked: Request, now: datetime) -> list[Slip]:
    from bot.documents.invitation_codes import make, places

    if asked.staff:
        return [_staff(session, school, asked, now)]
    if not (asked.classes or asked.child or asked.everybody):
        raise typer.BadParameter("name a --class, a --child, one of --staff, or say --all")
    names = [_class(session, school, name).name for name in asked.classes]
    to = places(session, school, classes=names, child=asked.child, joined=asked.joined)
    if asked.child and len(found := {place.child.name for place in to}) > 1:
        raise typer.BadParameter(f"which child: {', '.join(sorted(found))}?", param_hint="--child")
    if not to:
        raise typer.BadParameter("nobody to invite: all have joined (--joined), or none is known")
    return make(session, school, to, now)


def _staff(session: Session, school: School, asked: Request, now: datetime) -> Slip:
    from bot.documents.invitation_codes import make_staff
    from models.people import Role

    if asked.role not in list(Role):
        raise typer.BadParameter(f"one of {', '.join(Role)}", param_hint="--role")
    role = Role(asked.role)
    if len(asked.classes) > 1 or (role is Role.HOMEROOM and not asked.classes):
        raise typer.BadParameter("a homeroom teacher has one class", param_hint="--class")
    group = _class(session, school, asked.classes[0]) if asked.classes else None
    return make_staff(session, school, asked.staff, role, group, now)


def _school(session: Session, asked: str) -> School:
    from sqlalchemy import select

    from models.school import School

    schools = session.scalars(select(School).order_by(School.id)).all()
    if not schools:
        raise typer.BadParameter("there is no school yet: import its roster first")
    wanted = [s for s in schools if asked.casefold() in (s.name.casefold(), s.npsn)]
    if (asked and not wanted) or (not asked and len(schools) > 1):
        known = ", ".join(school.name for school in schools)
        raise typer.BadParameter(f"one of: {known}", param_hint="--school")
    return wanted[0] if asked else schools[0]


def _class(session: Session, school: School, typed: str) -> ClassGroup:
    from sqlalchemy import select

    from bot.roster.values import class_name
    from models.school import ClassGroup

    current = select(ClassGroup).where(
        ClassGroup.school_id == school.id, ClassGroup.school_year.in_((school.school_year, ""))
    )
    groups = {group.name: group for group in session.scalars(current)}
    group = groups.get(class_name(typed))
    if group is None:
        known = ", ".join(sorted(groups)) or "-"
        raise typer.BadParameter(f"no class {typed}; there are {known}", param_hint="--class")
    return group


def _label(asked: Request) -> str:
    words = "-".join(asked.classes) or asked.child or asked.staff or "semua"
    return "".join(letter if letter.isalnum() else "-" for letter in words)[:40]
