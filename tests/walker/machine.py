"""People who do anything in any order, and what must never come of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module
from pkgutil import walk_packages

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

import bot
from bot.channels.base import File
from models.inbox import InboundMessage
from models.media import Kind
from models.outbox import OutboundMessage, Status
from tests.cast import MONDAY
from tests.dialogue import DOORS, Chat
from tests.walker import school
from tests.walker.promises import Did, Promises

STAFF = st.sampled_from(("ratna", "ratna", "ratna", "hadi", "dewi"))
GUARDIANS = st.sampled_from(("sari", "budi", "wati", "mega", "ijah"))
ANYBODY = STAFF | GUARDIANS
RECENT = st.integers(0, 3) | st.integers(0, 30)
"""Which of our messages, from the newest: mostly what was just said."""
STEPS = 40
HOUR = timedelta(hours=1)
NIGHT = timedelta(hours=15)
CAPTIONS = ("", "", "ini fotonya", "lihat {mark} bu", "catatan {child}: {mark} hari ini {mark}")
SENT = (Status.SENT, Status.DELIVERED, Status.READ)


class Walk(RuleBasedStateMachine):
    """One school, from a Monday morning on. All of it is undone at the end."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.school = school.make(session)
        self.chat = Chat(session, MONDAY)
        self.chat.says_in_group(self.school.people["ratna"], school.GROUP, self.school.links)
        self.promises = Promises(self.school, self.chat)
        self.files = 0

    def teardown(self) -> None:
        self.session.rollback()
        self.session.info.clear()

    @rule(who=STAFF, what=st.sampled_from(school.words("staff")), child=st.integers(0, 3))
    def a_member_of_staff_writes(self, who: str, what: str, child: int) -> None:
        self._says(who, what, child)

    @rule(who=STAFF, what=st.sampled_from(school.commands("staff")), child=st.integers(0, 3))
    def a_member_of_staff_writes_and_sends(self, who: str, what: str, child: int) -> None:
        self._says(who, what, child)
        self._taps(who, 0, 0)

    @rule(
        who=STAFF,
        what=st.sampled_from(school.commands("staff")),
        child=st.integers(0, 3),
        then=st.sampled_from(school.answers()),
    )
    def a_member_of_staff_writes_and_answers(
        self, who: str, what: str, child: int, then: str
    ) -> None:
        self._says(who, what, child)
        self._says(who, then, child + 1)

    @rule(who=GUARDIANS, what=st.sampled_from(school.words("guardian")), child=st.integers(0, 1))
    def a_guardian_writes(self, who: str, what: str, child: int) -> None:
        self._says(who, what, child)

    @rule(who=ANYBODY, what=st.sampled_from(school.answers()), child=st.integers(0, 3))
    def somebody_answers(self, who: str, what: str, child: int) -> None:
        self._says(who, what, child)

    @rule(who=ANYBODY, back=RECENT, choice=st.integers(0, 4))
    def somebody_taps(self, who: str, back: int, choice: int) -> None:
        self._taps(who, back, choice)

    @rule(
        who=ANYBODY, back=RECENT, choice=st.integers(0, 4), what=st.sampled_from(school.answers())
    )
    def somebody_taps_and_writes(self, who: str, back: int, choice: int, what: str) -> None:
        self._taps(who, back, choice)
        self._says(who, f"{what} {{mark}}", choice)

    @rule(who=ANYBODY, back=RECENT, what=st.sampled_from(school.answers()), marked=st.booleans())
    def somebody_quotes(self, who: str, back: int, what: str, marked: bool) -> None:
        if row := self._shown(who, back):
            self._says(who, f"{what} {{mark}}" if marked else what, 0, quoting=row)

    @rule(
        who=ANYBODY,
        kinds=st.lists(st.sampled_from((Kind.PHOTO, Kind.VOICE)), min_size=1, max_size=3),
        together=st.booleans(),
        what=st.sampled_from(CAPTIONS),
    )
    def somebody_sends_files(self, who: str, kinds: list[Kind], together: bool, what: str) -> None:
        self.files += len(kinds)
        files = [File(f"file{self.files}-{n}", kind) for n, kind in enumerate(kinds)]
        for some in [files] if together else [[file] for file in files]:
            self._says(who, what, 0, files=some)

    @rule(who=ANYBODY, back=RECENT, emoji=st.sampled_from(("👍", "❤", "😢")))
    def somebody_reacts(self, who: str, back: int, emoji: str) -> None:
        if (row := self._shown(who, back)) and row.provider_id:
            self.chat.reacts_to(self.school.phones[who], row, emoji)
            self.promises.hold(Did(None))

    @rule(who=GUARDIANS, what=st.sampled_from(school.words("guardian")), child=st.integers(0, 1))
    def a_guardian_changes_what_they_wrote(self, who: str, what: str, child: int) -> None:
        if before := self.chat.written_last(self.school.phones[who]):
            self._says(who, what, child, edits=before)

    @rule(who=GUARDIANS, back=RECENT, quoting=st.booleans())
    def a_guardian_sends_a_place(self, who: str, back: int, quoting: bool) -> None:
        row = self._shown(who, back) if quoting else None
        self.chat.says(self.school.phones[who], quoting=row, place=(-6.2, 106.8))
        self.promises.hold(Did(self.school.people[who], "📍", quoted=row))

    @rule(who=ANYBODY, called=st.booleans(), what=st.sampled_from(school.words("guardian")))
    def somebody_writes_in_the_group(self, who: str, called: bool, what: str) -> None:
        text = self._text(who, f"@{DOORS.telegram} {what}" if called else what, 0)
        self.chat.says_in_group(self.school.phones[who], school.GROUP, text)
        self.promises.hold(Did(None))

    @rule(time=st.sampled_from((HOUR, HOUR, NIGHT)))
    def time_passes(self, time: timedelta) -> None:
        self.chat.wait(time, max(HOUR, time / 3))
        self.promises.hold(Did(None))

    def _says(
        self,
        who: str,
        what: str,
        child: int,
        files: Sequence[File] = (),
        quoting: OutboundMessage | None = None,
        edits: InboundMessage | None = None,
    ) -> None:
        text = self._text(who, what, child)
        if edits and edits.text == text:
            return
        edited = edits.provider_id if edits else None
        phone = self.school.phones[who]
        self.chat.says(phone, text, files=files, quoting=quoting, edits=edited)
        self.promises.hold(Did(self.school.people[who], text, quoted=quoting, files=bool(files)))

    def _text(self, who: str, what: str, child: int) -> str:
        """The words with their blanks filled, from now on known as theirs."""
        person = self.school.people[who]
        names = sorted(self.school.children.get(person.id, self.school.all_children))
        text = what.replace(school.CHILD, names[child % len(names)])
        return text.replace("{mark}", self.promises.mark(person)) if "{mark}" in text else text

    def _taps(self, who: str, back: int, choice: int) -> None:
        if row := self._shown(who, back, choices=True):
            position = choice % len(row.choices)
            did = Did(self.school.people[who], tapped=row.choices[position])
            self.chat.taps_on(self.school.phones[who], row, position)
            self.promises.hold(did)

    def _shown(self, who: str, back: int, choices: bool = False) -> OutboundMessage | None:
        """The message of ours that somebody got so many messages ago, if it is there."""
        phone = self.school.phones[who].id
        query = select(OutboundMessage).where(
            OutboundMessage.contact_id == phone, OutboundMessage.status.in_(SENT)
        )
        rows = self.session.scalars(query.order_by(OutboundMessage.id.desc())).all()
        rows = [row for row in rows if row.choices or not choices]
        return rows[min(back, len(rows) - 1)] if rows else None


def _load_all() -> None:
    """Hypothesis likes numbers that stand in the modules loaded so far; with all of them a seed
    takes the same walks wherever it is called."""
    for module in walk_packages(bot.__path__, f"{bot.__name__}."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def walk(
    session: Session, *, seed: int | None = None, examples: int = 5, shrink: bool = False
) -> None:
    """Some walks of many steps each; without a seed always the same ones."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    chosen = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        phases=phases,
        derandomize=seed is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

    class Begun(Walk):
        def __init__(self) -> None:
            super().__init__(session)

    _load_all()
    begun = Begun if seed is None else hypothesis.seed(seed)(Begun)
    run_state_machine_as_test(begun, settings=chosen)
