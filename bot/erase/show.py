"""What an erasure tells the operator, before and after."""

from __future__ import annotations

import json
from dataclasses import dataclass

import typer

from bot.erase import words
from bot.erase.whom import Found
from handlers.core.talk import Text


@dataclass(frozen=True)
class Shown:
    """For people in `language`, or once, at the end, for machines."""

    language: str
    as_json: bool

    def before(self, found: Found) -> None:
        if found.erased.nothing:
            return
        self._say(words.TITLE, who=found.who)
        for kind, text in words.KINDS.items():
            if count := found.erased.counts.get(kind):
                self._line(f"  {text.fill(self.language, {})}: {count}")
        self._say(words.STAYS)

    def asks(self) -> bool:
        return typer.confirm(words.SURE.fill(self.language, {}))

    def unchanged(self, found: Found, dry_run: bool) -> None:
        if found.erased.nothing:
            self._say(words.ALREADY, who=found.who)
        elif dry_run:
            self._say(words.DRY)
        self._data(found, erased=False)

    def kept(self) -> None:
        self._say(words.KEPT)

    def done(self, found: Found) -> None:
        self._say(words.DONE)
        if found.guardians:
            self._say(words.GUARDIANS, list="\n".join(found.guardians))
        self._say(words.ROSTER)
        self._data(found, erased=True)

    def _say(self, text: Text, **values: str) -> None:
        self._line(text.fill(self.language, values))

    def _line(self, line: str) -> None:
        if not self.as_json:
            typer.echo(line)

    def _data(self, found: Found, *, erased: bool) -> None:
        if self.as_json:
            told = {"kind": found.kind, "id": found.id, "erased": erased}
            typer.echo(json.dumps({**told, "counts": found.erased.counts}, indent=2))
