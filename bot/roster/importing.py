"""The import as a whole: which school and year a file is for, what it does, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.roster import row_problems as why
from bot.roster.columns import load_mapping
from bot.roster.plan import Plan
from bot.roster.planning import plan
from bot.roster.problems import Problem, Severity, Unreadable
from bot.roster.read import Roster, read
from bot.roster.titles import Titles, school_year, year_of
from models.school import School

ZONE = ZoneInfo("Asia/Jakarta")
"""In which a school that does not exist yet counts its days."""


@dataclass(frozen=True)
class Options:
    """What whoever imports can say beside the file."""

    school: str = ""
    """Name or NPSN; a name we do not know makes a new school."""
    year: str = ""
    mapping: Path | None = None
    confirm_leavers: bool = False
    keep_missing: bool = False


def prepare(session: Session, path: Path, options: Options, now: datetime) -> Plan:
    """What importing this file would do. Reads only; whatever is wrong is in the plan."""
    try:
        mapping = load_mapping(options.mapping) if options.mapping else None
    except Unreadable as error:
        return Plan(None, "", "", problems=[error.problem])
    return compare(session, read(path, mapping), options, now)


def compare(session: Session, roster: Roster, options: Options, now: datetime) -> Plan:
    """The same for a file already read."""
    broken = [p for p in roster.problems if p.severity is Severity.ERROR]
    if broken and not roster.rows:
        return Plan(None, "", "", problems=roster.problems)
    schools = session.scalars(select(School).order_by(School.id)).all()
    school, name, doubt = _which(schools, options.school, roster.titles)
    year = _year(options.year, roster.titles, school, now)
    if not year:
        doubt = Problem(Severity.ERROR, why.BAD_YEAR, {"value": options.year})
    if doubt is not None:
        return Plan(school, name, year, problems=[*roster.problems, doubt])
    made = plan(
        session,
        roster.rows,
        school,
        year,
        name=name,
        keep_missing=options.keep_missing or bool(broken),
        confirm_leavers=options.confirm_leavers,
    )
    made.problems[:0] = roster.problems
    return made


def _which(
    schools: Sequence[School], asked: str, titles: Titles
) -> tuple[School | None, str, Problem | None]:
    """The school the file is for, or the name of a new one, or why that is not clear.

    A file that names another school than the only one we have is never taken for its own.
    """
    known = ", ".join(school.name for school in schools) or "-"
    wanted = asked.strip() or titles.school
    for school in schools:
        if wanted and wanted.casefold() in (school.name.casefold(), school.npsn):
            return school, school.name, None
    if asked.strip() or (wanted and not schools):
        return None, wanted, None
    if not wanted and len(schools) == 1:
        return schools[0], schools[0].name, None
    words = why.OTHER_SCHOOL if wanted else why.WHICH_SCHOOL
    return None, wanted, Problem(Severity.ERROR, words, {"title": wanted, "known": known})


def _year(asked: str, titles: Titles, school: School | None, now: datetime) -> str:
    """As asked for, as the file says, or the one we are in; empty if what was asked is none."""
    if asked:
        return school_year(asked)
    zone = school.zone if school else ZONE
    return titles.year or year_of(now.astimezone(zone).date())
