"""Who is speaking, and where the outside finds us."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from handlers.core.talk.languages import Language
from models.people import Role

JAKARTA = ZoneInfo("Asia/Jakarta")
"""Until somebody belongs to a school, whose zone then counts."""


class Who(StrEnum):
    """What a speaker is to us, as far as capabilities care."""

    STRANGER = "stranger"
    GUARDIAN = "guardian"
    STAFF = "staff"


@dataclass(frozen=True)
class Speaker:
    """Who is writing, and from where. `person_id` and `school_id` are None for a stranger."""

    contact_id: int
    channel: str
    language: Language = Language("id")  # noqa: RUF009 (nothing in it changes)
    person_id: int | None = None
    school_id: int | None = None
    name: str = ""
    zone: ZoneInfo = JAKARTA
    guardian: bool = False
    roles: frozenset[Role] = frozenset()
    consented: bool = False

    @cached_property
    def who(self) -> frozenset[Who]:
        """A guardian who has not agreed yet is still a stranger to every capability."""
        are = {Who.STAFF} if self.roles else set()
        if self.guardian and self.consented:
            are.add(Who.GUARDIAN)
        return frozenset(are or {Who.STRANGER})

    @property
    def person(self) -> int:
        """The person's id, where a capability for those who have joined needs it."""
        if self.person_id is None:
            raise LookupError("a stranger has no person")
        return self.person_id

    @property
    def school(self) -> int:
        if self.school_id is None:
            raise LookupError("a stranger has no school")
        return self.school_id


@dataclass(frozen=True)
class Doors:
    """Where the outside finds us: what links in forwarded texts are made of."""

    whatsapp: str = ""
    """Our number, E.164; empty while there is none."""
    telegram: str = ""
    """The bot's user name, without @; empty while there is none."""
    web: str = ""
    """Our own pages' address, without a path; empty while there is none."""
