"""`penghubung school`: what a school may set differently; shown, and changed with a check."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pydantic import BaseModel
    from sqlalchemy.orm import Session

    from models.school import School

OpenSession = Callable[[], AbstractContextManager["Session"]]
HOURS = "hours."
"""Settings behind this prefix are `models.hours.Hours`; the others `models.settings`."""


def build(open_session: OpenSession) -> Callable[..., None]:
    """The Typer command, on sessions from `open_session`."""

    def school(
        name: Annotated[str, typer.Argument(help="Name or part of it; not needed for one")] = "",
        set_: Annotated[
            list[str] | None,
            typer.Option("--set", help="name=value, such as template_price=600; repeatable"),
        ] = None,
        unset: Annotated[
            list[str] | None, typer.Option(help="Back to the default; repeatable")
        ] = None,
        dry_run: Annotated[bool, typer.Option(help="Show, and change nothing")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    ) -> None:
        """Show a school's settings, and change them: quiet hours, prices, rules of visits."""
        with open_session() as session:
            found = school_called(session, name)
            for change in set_ or ():
                put(found, *_parted(change))
            for change in unset or ():
                put(found, change, None)
            told = shown(found)
            if dry_run:
                session.rollback()
        if as_json:
            print(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            print("\n".join(lines(told)))

    return school


def put(school: School, name: str, value: str | None) -> None:
    """Change one setting; None goes back to the default. Raises `typer.BadParameter`.

    A value is JSON where it can be read as such ("600", "true", '["2026-12-23"]'), else words.
    """
    from pydantic import ValidationError

    from models.hours import Hours
    from models.settings import SchoolSettings

    kind: type[BaseModel] = Hours if name.startswith(HOURS) else SchoolSettings
    key = name.removeprefix(HOURS)
    if key not in kind.model_fields or name == f"{HOURS}time_zone":
        raise typer.BadParameter(f"there is no setting {name!r}", param_hint="--set")
    column = "hours" if kind is Hours else "settings"
    kept: dict[str, Any] = dict(getattr(school, column))
    kept.pop(key, None)
    if value is not None:
        kept[key] = _read(value)
    try:
        checked = kind.model_validate(kept)
    except ValidationError as error:
        why = "; ".join(problem["msg"] for problem in error.errors(include_url=False))
        raise typer.BadParameter(f"{name}: {why}", param_hint="--set") from None
    plain = checked.model_dump(mode="json")
    setattr(school, column, {set_: plain[set_] for set_ in kept})


def shown(school: School) -> dict[str, Any]:
    """Every setting with its value, and which of them the school has changed."""
    values = {
        **school.rules.model_dump(mode="json"),
        **{f"{HOURS}{k}": v for k, v in school.quiet.model_dump(mode="json").items()},
    }
    changed = [*school.settings, *(f"{HOURS}{name}" for name in school.hours)]
    return {"school": school.name, "settings": values, "changed": sorted(changed)}


def lines(told: dict[str, Any]) -> Sequence[str]:
    """For reading: a setting a line, those the school has changed marked."""
    values = told["settings"].items()
    return [
        told["school"],
        *(f"{'*' if k in told['changed'] else ' '} {k} = {json.dumps(v)}" for k, v in values),
        "* changed by the school; the others are defaults",
    ]


def school_called(session: Session, name: str) -> School:
    """The one school with these words in its name. Raises `typer.BadParameter`."""
    from sqlalchemy import select

    from models.school import School

    found = session.scalars(select(School).order_by(School.name)).all()
    meant = [one for one in found if name.casefold() in one.name.casefold()]
    if len(meant) != 1:
        named = ", ".join(one.name for one in meant or found) or "none: import a roster first"
        raise typer.BadParameter(f"which school? There is {named}", param_hint="NAME")
    return meant[0]


def _parted(change: str) -> tuple[str, str]:
    name, equals, value = change.partition("=")
    if not equals:
        raise typer.BadParameter(f"{change!r} is not name=value", param_hint="--set")
    return name.strip(), value.strip()


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
