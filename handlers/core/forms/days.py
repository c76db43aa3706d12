"""A day that is still to come, as a field of a draft."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.core.forms.fields import D, Field, Found
from handlers.core.talk import Reply, Text, Turn, Value
from handlers.core.talk.words import NO_DAY
from handlers.core.understanding import day_near, find_day
from handlers.core.understanding.amending import Amendment, How

LABEL = Text("form.day", id="Ubah hari", en="Change the day")


class DayAhead(Field[D]):
    """Today or later, in the school's zone; in words or as a date."""

    def __init__(self, name: str, question: Text, label: Value = LABEL) -> None:
        super().__init__(name, label)
        self._question = question

    def ask(self, turn: Turn, session: Session, draft: D) -> Reply:
        return Reply(self._question)

    def settle(self, turn: Turn, session: Session, draft: D) -> Found:
        day = getattr(draft, self.name)
        return None if day and day >= turn.local.date() else self.ask(turn, session, draft)

    def read(self, turn: Turn, session: Session, draft: D) -> Found:
        day = find_day(turn.text, turn.local)
        return {self.name: day} if day else Reply(NO_DAY)

    def amend(self, turn: Turn, session: Session, draft: D, amendment: Amendment) -> Found:
        """ "eh Minggu maksudnya"; a day that is to be added is none of ours."""
        shown = getattr(draft, self.name)
        instead = amendment.how is How.INSTEAD
        day = day_near(amendment.words, turn.local, shown) if instead else None
        return {self.name: day} if day else None
