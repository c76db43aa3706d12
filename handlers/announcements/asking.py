"""The question of an announcement, as its author writes it."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel


class Question(BaseModel, frozen=True):
    """One question to each family, with its choices in the order shown."""

    text: str
    choices: tuple[str, ...]
    until: AwareDatetime | None = None
