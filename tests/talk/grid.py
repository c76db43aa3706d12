"""What people say under which question: plays every line, and says what came of it.

python -m tests.talk.grid [--question sign] [--id a0033] [--quiet] [--failing]
"""

from __future__ import annotations

import argparse
import copy
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import File
from bot.storage.database import connect, sessions_on
from bot.storage.migrating import migrate
from models.base import Base
from models.inbox import InboundMessage
from models.media import Kind
from models.outbox import OutboundMessage, Status
from tests.cast import WIB
from tests.talk import questions, scene
from tests.talk.judging import Facts, Failure, Heard, Line, Play, claims, judge
from tests.talk.questions import QUESTIONS, Question
from tests.talk.scene import Scene

LINES = Path(__file__).with_name("answers.jsonl")
LINES_OF_OUR_OWN = LINES.with_name("own.jsonl")
FOUR_HOURS = timedelta(hours=4)
MESSAGES = {"outbox", "inbox", "contacts", "media"}
PARTS = ("teacher", "mother", "other", "colleague")
SENT = (Status.SENT, Status.DELIVERED, Status.READ)

Snapshot = dict[str, list[tuple[object, ...]]]


def lines(path: Path = LINES) -> list[Line]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def question_of(line: Line) -> tuple[str, str]:
    """The key of its question, and what is to be said to bring it about."""
    given = line.get("given", "")
    variant = f"{line['question']} {given}"
    return (variant, "") if variant in QUESTIONS else (line["question"], given)


def play_all(session: Session, chosen: Sequence[Line]) -> Iterator[tuple[Line, Play]]:
    """Each line on its own, those under one question after the same beginning.

    Nothing of it stays in the database.
    """
    for (key, given), group in groupby(sorted(chosen, key=question_of), key=question_of):
        with undone(session):
            begun = begin(session, key, given)
            for line in group:
                with undone(session):
                    yield line, Player(begun).play(line)


def failing(session: Session, chosen: Sequence[Line]) -> set[str]:
    """The ids of those that go wrong."""
    return {line["id"] for line, play in play_all(session, chosen) if judge(play)}


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Whatever is written meanwhile is not written."""
    savepoint = session.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()
        session.info.clear()


@dataclass(frozen=True)
class Beginning:
    """A question that was just asked."""

    question: Question
    scene: Scene
    facts: Snapshot
    unprompted: frozenset[tuple[str, str]]
    """Who is told what within four hours even if nothing is answered."""


def begin(session: Session, key: str, given: str) -> Beginning:
    question = QUESTIONS[key]
    stage = scene.begin(session, question.joined)
    questions.bring_about(stage, question, given)
    begun = Beginning(question, stage, snapshot(session), frozenset())
    with undone(session):
        told = Player(begun).waited()
    return replace(begun, unprompted=frozenset((one.who, one.key) for one in told))


class Player:
    """Plays one line on a stage that is made ready for its question."""

    def __init__(self, begun: Beginning) -> None:
        self.question, self.before, self.unprompted = begun.question, begun.facts, begun.unprompted
        # Its time and its counting of messages begin anew with every line.
        self.scene = replace(begun.scene, chat=copy.copy(begun.scene.chat))
        self.session = self.scene.session
        self.names = {self.scene.contact(who).id: who for who in PARTS}
        self.speaker = self.scene.contact(self.question.by)
        self.known = {row.id for row in self._sent()}

    def play(self, line: Line) -> Play:
        """Say the words, look, wait four hours, look again, and tap."""
        files: set[int] = set()
        try:
            for what in line["says"]:
                files = self._say(what)
        except Exception as error:
            return _crashed(line, self.question, error)
        heard = self._news()
        answers = [one for one in heard if one.who == self.question.by]
        told = [one for one in heard if one.who != self.question.by]
        said = self._facts()
        # It takes long to find out, and is seldom asked.
        changed = (not told or bool(claims(answers))) and snapshot(self.session) != self.before
        closed = self.scene.asked is not None and questions.closed(self.scene)
        if self.question.lapses:
            works, after = self._tap()
            later = said
            told += self.waited()
        else:
            told += self.waited()
            later = self._facts()
            works, after = self._tap()
        return Play(
            line,
            self.question.by,
            self.question.draft,
            said,
            later,
            answers,
            told,
            [one for one in told if (one.who, one.key) not in self.unprompted],
            after,
            works=works,
            closed=closed,
            changed=changed,
            files=frozenset(files),
        )

    def _say(self, what: object) -> set[int]:
        """One utterance; the ids of its files."""
        if isinstance(what, str):
            self.scene.chat.says(self.speaker, what.replace("{cls}", scene.CLASS))
            return set()
        assert isinstance(what, dict)
        if "nothing" in what:
            return set()
        kind = Kind.VOICE if "voice" in what else Kind.PHOTO
        file = File(f"file{self.scene.chat.now}", kind, "image/jpeg" if kind is Kind.PHOTO else "")
        self.scene.chat.says(self.speaker, what.get("caption", ""), files=[file])
        latest = select(InboundMessage.media).order_by(InboundMessage.id.desc()).limit(1)
        return set(self.session.scalar(latest) or [])

    def waited(self) -> list[Heard]:
        """What the others are told within four hours."""
        # Asking the clock takes most of the time; once, at the end, says all that is due by then.
        self.scene.chat.wait(FOUR_HOURS, FOUR_HOURS)
        return [one for one in self._news() if one.who != self.question.by]

    def _tap(self) -> tuple[bool, list[Heard]]:
        """The question's first answer: whether it counted, and what the others heard of it."""
        asked = questions.standing(self.scene) if self.scene.asked else None
        if self.question.tap:
            self.scene.chat.taps(self.speaker, self.question.tap)
        elif asked and asked.choices:
            self.scene.chat.taps(self.speaker, asked.choices[0]["label"], under=asked.body)
        else:
            return True, []
        heard = self._news()
        mine = [one for one in heard if one.who == self.question.by]
        works = (
            any(one.asks and not one.key.startswith("router.") for one in mine)
            if self.question.opens
            else self.question.yes(self.scene)
        )
        return works, [one for one in heard if one.who != self.question.by]

    def _facts(self) -> Facts:
        stage, question = self.scene, self.question
        return Facts(
            yes=question.yes(stage),
            no=question.no(stage),
            rsvp=questions.rsvp(stage) or "",
            slot=questions.slot(stage),
            away=frozenset(questions.days(stage)),
        )

    def _news(self) -> list[Heard]:
        """What anybody got since last asked."""
        rows = [row for row in self._sent() if row.id not in self.known]
        self.known |= {row.id for row in rows}
        return [Heard.of(self.names[row.contact_id], row) for row in rows]

    def _sent(self) -> Sequence[OutboundMessage]:
        return self.session.scalars(
            select(OutboundMessage)
            .where(OutboundMessage.status.in_(SENT))
            .order_by(OutboundMessage.id)
        ).all()


def _crashed(line: Line, question: Question, error: Exception) -> Play:
    facts = Facts(False, False, "", "", frozenset())
    crash = f"{type(error).__name__}: {error}"
    return Play(line, question.by, question.draft, facts, facts, [], [], [], [], crash=crash)


def snapshot(session: Session) -> Snapshot:
    """All that is known beside messages."""
    session.flush()
    return {
        table.name: [tuple(row) for row in session.execute(select(table))]
        for table in Base.metadata.sorted_tables
        if table.name not in MESSAGES
    }


@dataclass
class Tally:
    """How many lines of a kind are right."""

    right: int = 0
    all: int = 0
    severe: int = 0


def report(played: Sequence[tuple[Line, Play]], *, show: bool) -> None:
    """Failures line by line, then how many are right, by question and by form."""
    by_question: dict[str, Tally] = defaultdict(Tally)
    by_form: dict[str, Tally] = defaultdict(Tally)
    total = Tally()
    for line, play in played:
        wrong = judge(play)
        for tally in (by_question[line["question"]], by_form[line["form"]], total):
            tally.all += 1
            tally.right += not wrong
            tally.severe += any(one.severe for one in wrong)
        if wrong and show:
            print(failure(line, play, wrong))
    for title, tallies in (("by question", by_question), ("by form", by_form)):
        print(f"\n{title}")
        for name, tally in sorted(tallies.items(), key=lambda one: one[1].right / one[1].all):
            print(f"  {name:28} {tally.right:3}/{tally.all:<3} severe {tally.severe}")
    share = 100 * total.right / max(total.all, 1)
    print(f"\n{total.right} of {total.all} right ({share:.1f} %), severe {total.severe}")


def failure(line: Line, play: Play, wrong: Sequence[Failure]) -> str:
    """One line that went wrong: what was said, what was missing, what came instead."""
    marks = ", ".join(f"{'!' if one.severe else ''}{one.what}" for one in wrong)
    came = [*play.answers, *play.told]
    heard = [f"      {one.who}: {_short(one)}" for one in came] or ["      (silence)"]
    said = " / ".join(str(one) for one in line["says"])
    return "\n".join(
        [f"{line['id']} {line['question']} {line['form']}: {said}", f"   {marks}", *heard]
    )


def _short(one: Heard) -> str:
    body = " ".join(one.body.split())
    return f"{body[:150]} {list(one.choices) or ''}".strip()


def dialogue(session: Session, line: Line) -> None:
    """One line with all that was said by anybody, from the beginning to the tap."""
    player = Player(begin(session, *question_of(line)))
    play = player.play(line)
    said = session.scalars(select(InboundMessage).order_by(InboundMessage.id)).all()
    heard = session.scalars(select(OutboundMessage).order_by(OutboundMessage.id)).all()
    told = [
        (row.received_at, 0, row.id, row.contact_id, f"> {row.text or '[file]'}") for row in said
    ]
    told += [
        (row.created_at, 1, row.id, row.contact_id, f"{_short(Heard.of('', row))} ({row.text_key})")
        for row in heard
    ]
    for at, _, _, contact, words in sorted(told):
        print(f"{at.astimezone(WIB):%a %H.%M} {player.names[contact]:9} {words}")
    print(f"\n{play.said}\n{play.later}\nworks: {play.works}")
    print("want", line["want"], "never", line["never"])
    print(judge(play) or "right")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--question", help="only the lines under this question")
    arguments.add_argument("--id", help="one line, with the whole dialogue")
    arguments.add_argument("--lines", type=Path, default=LINES, help="another file of lines")
    arguments.add_argument("--quiet", action="store_true", help="only the figures")
    arguments.add_argument("--failing", action="store_true", help="only the ids that fail")
    given = arguments.parse_args()
    chosen = [
        line
        for line in lines(given.lines)
        if given.question in (None, line["question"]) and given.id in (None, line["id"])
    ]
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/grid.db")
        migrate(engine)
        with sessions_on(engine)() as session:
            if given.id:
                for line in chosen:
                    dialogue(session, line)
            elif given.failing:
                print("\n".join(sorted(failing(session, chosen))))
            else:
                report(list(play_all(session, chosen)), show=not given.quiet)
            session.rollback()
        engine.dispose()


if __name__ == "__main__":
    main()
