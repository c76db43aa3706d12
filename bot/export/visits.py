"""The archive of home visits as a table, for whoever keeps the school's papers."""

from __future__ import annotations

from datetime import datetime

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.documents.visit_archive_csv import table
from handlers.visits.reports import archived
from handlers.visits.reports.archived import Viewer, Wanted
from models.people import Child
from models.school import ClassGroup, School

NOBODY = 0
"""No person's id: the private remarks are their author's and the principal's, in the chat."""


def visits_table(
    session: Session, school: School, class_: str, term: str, language: str, now: datetime
) -> tuple[bytes, int]:
    """The table, and how many visits are in it. Raises `typer.BadParameter`.

    The class and the term may be empty: then it is of all of them.
    """
    since, until, rest = archived.term_in(term, now.astimezone(school.zone).date())
    if rest.strip() or (term and since is None):
        raise typer.BadParameter(
            f'{term} is no term; write it like "semester 1" or "2025/2026 genap"',
            param_hint="--term",
        )
    children = _children(session, school, class_)
    viewer = Viewer(NOBODY, school, everything=True, principal=False, classes=())
    found = archived.some(session, viewer, Wanted(children=children, since=since, until=until))
    return table(found, viewer, language), len(found)


def _children(session: Session, school: School, class_: str) -> list[int]:
    """Those of that class; none for the whole school."""
    if not class_:
        return []
    groups = session.execute(
        select(ClassGroup.id, ClassGroup.name).where(ClassGroup.school_id == school.id)
    ).all()
    meant = [group for group, name in groups if name.casefold() == class_.casefold()]
    found = session.scalars(select(Child.id).where(Child.class_group_id.in_(meant))).all()
    if not found:
        names = ", ".join(sorted({name for _, name in groups}))
        raise typer.BadParameter(f"no children in {class_}. There is {names}", param_hint="--class")
    return list(found)
