"""One thing people do by chat: its commands, its intents, its steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel

from handlers.core.talk.speakers import Who
from handlers.core.talk.texts import ClashError, Text
from handlers.core.talk.turns import Handler, Step
from handlers.core.understanding import Intent
from handlers.core.understanding.answers import Sense


@dataclass(frozen=True)
class Hearing:
    """A handler for an intent, with the form its slots must fit."""

    step: Step
    form: type[BaseModel] | None


@dataclass(frozen=True)
class Overhearing:
    """Who is offered a guardian's free words before they go to the teacher, and at which place."""

    place: int
    name: str
    step: Step


class Capability:
    """One thing people do by chat. A module-level instance is all it takes to be found."""

    def __init__(self, name: str, *who: Who, menu: Text | None = None, place: int = 50) -> None:
        """`place` orders the menu: what is done daily has a small number."""
        self.place = place
        self.name = name
        self.who = frozenset(who)
        self.menu = menu
        self.commands: dict[str, Step] = {}
        self.intents: dict[Intent, Hearing] = {}
        self.steps: dict[str, Step] = {}
        self.fallback: Step | None = None
        self.unused: Step | None = None
        self.overhearing: Overhearing | None = None

    def step(self, call: Handler, *senses: Sense) -> Step:
        """Register a function that hears an answer."""
        return self.add(call.__name__, call, senses=senses)

    def add(
        self,
        name: str,
        call: Handler,
        files: Handler | None = None,
        senses: Sequence[Sense] = (),
    ) -> Step:
        """Register a step under a name of its own; `files` hears those without a word."""
        step = Step(f"{self.name}.{name}", call, frozenset(senses), files)
        if step.name in self.steps:
            raise ClashError(f"two steps are called {step.name!r}")
        self.steps[step.name] = step
        return step

    def step_for(self, *senses: Sense) -> Callable[[Handler], Step]:
        """Register a function that hears an answer, and words of these senses as well."""
        return lambda call: self.step(call, *senses)

    def takes_files(self, alone: Handler | None = None) -> Callable[[Handler | Step], Step]:
        """Register a function that hears an answer, and files that come while it is asked.

        `alone` hears those without a word in its place: it shows the draft with them.
        """

        def register(call: Handler | Step) -> Step:
            step = call if isinstance(call, Step) else self.step(call)
            self.steps[step.name] = step = replace(step, files=alone or step.call)
            return step

        return register

    def opens(self, *words: str) -> Callable[[Handler | Step], Step]:
        """Register words that open this capability.

        They count when they are the whole message, or its first word: the handler then
        finds the rest in `turn.text` and returns None where it makes no sense of it.
        """

        def register(call: Handler | Step) -> Step:
            step = call if isinstance(call, Step) else self.step(call)
            for word in words:
                if word in self.commands:
                    raise ClashError(f"{self.name} opens {word!r} twice")
                self.commands[word] = step
            return step

        return register

    def hears(
        self, *intents: Intent, form: type[BaseModel] | None = None
    ) -> Callable[[Handler | Step], Step]:
        """Register the answer to intents that the free-text understanding finds."""

        def register(call: Handler | Step) -> Step:
            step = call if isinstance(call, Step) else self.step(call)
            self.intents.update(dict.fromkeys(intents, Hearing(step, form)))
            return step

        return register

    def otherwise(self, call: Handler | Step) -> Step:
        """Register who hears what nobody else understood. One for each kind of speaker."""
        self.fallback = call if isinstance(call, Step) else self.step(call)
        return self.fallback

    def takes_unused(self, call: Handler | Step) -> Step:
        """Register who gets the files of a message that whoever heard it did not use."""
        self.unused = call if isinstance(call, Step) else self.step(call)
        return self.unused

    def overhears(self, place: int) -> Callable[[Handler | Step], Step]:
        """Register who may know better what a guardian's free words are about than their teacher.

        They are asked by `place`, the smallest first, whether the words reached the thread by
        themselves or were handed on; None leaves the words to the next, and last to the teacher.
        """

        def register(call: Handler | Step) -> Step:
            step = call if isinstance(call, Step) else self.step(call)
            if self.overhearing:
                raise ClashError(f"{self.name} overhears twice")
            self.overhearing = Overhearing(place, self.name, step)
            return step

        return register
