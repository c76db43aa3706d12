"""What must hold after every step, whoever did what.

That nothing claims a change which did not happen is looked at in every dialogue, by `Chat`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.inbound.questions import FRESH
from handlers.core.talk import CATALOGUE
from handlers.core.understanding.answers import Sense, read_answer
from models.inbox import InboundMessage, Outcome, count_without_outcome
from models.outbox import ABOUT_NOTICE, OutboundMessage
from models.people import Person
from tests.dialogue import Chat
from tests.walker.school import School

MARK = re.compile(r"\bzq[a-z]{3}\b")
"""A word that nobody says twice: what bears it was written by whoever said it."""
AGREES = {Sense.YES, Sense.DONE, Sense.OTHER}
"""Other are numbers and words of a label."""
EXAMPLE = re.compile(r"\bmisalnya\b.*")
DOUBT = "⚠️ Isinya menyebut"
FOR_ONE = re.compile(r"Keluarga: 1 \(|^Kirim ke |^Untuk [\w ]+ \(\w+\)$", re.MULTILINE)
"""In a preview, of what goes to one family."""
PASSED_ON = {"thread.sent", "asking.told"}
"""What says that their own words reached whoever asked."""
LISTS = {"signing.which", "missed.more", "homework.reminder"}
DOUBTS = {Sense.LATER, Sense.CONDITION, Sense.QUESTION}
COURTESIES = {Sense.THANKS, Sense.YES, Sense.DONE}


@dataclass
class Did:
    """One step: who did what to which message of ours."""

    who: Person | None
    text: str = ""
    tapped: Mapping[str, Any] | None = None
    """The choice."""
    quoted: OutboundMessage | None = None
    files: bool = False


@dataclass
class Promises:
    """Looks at what every step sent."""

    school: School
    chat: Chat
    authors: dict[str, Person] = field(default_factory=dict)
    """Who wrote which mark."""
    wrote: dict[int, list[str]] = field(default_factory=dict)
    """All that a person has written."""
    confirmed: set[int] = field(default_factory=set)
    """What was shown to somebody who agreed to it."""
    _answered: set[int] = field(default_factory=set)
    _closed: set[int] = field(default_factory=set)
    """What was answered in this step."""
    _last: int = 0

    def mark(self, who: Person) -> str:
        number = len(self.authors)
        mark = "zq" + "".join("bdfghjklmnprstvw"[number >> shift & 15] for shift in (8, 4, 0))
        self.authors[mark] = who
        return mark

    @property
    def session(self) -> Session:
        return self.chat.session

    def hold(self, did: Did) -> None:
        """Raises where one is broken."""
        if did.who is not None:
            self.wrote.setdefault(did.who.id, []).append(did.text)
        assert count_without_outcome(self.session) == 0
        waited = self._waiting(did.who) if did.who else []
        self._close(did)
        query = select(OutboundMessage).where(OutboundMessage.id > self._last)
        rows = self.session.scalars(query.order_by(OutboundMessage.id)).all()
        self._last = max((row.id for row in rows), default=self._last)
        for row in rows:
            person = self.school.owners.get(row.contact_id)
            if person is None:
                self._is_for_all(row)
            elif person in self.school.children:
                self._is_theirs(row, person)
                self._was_shown(row, person, did)
                if did.who and did.who.id not in self.school.children:
                    self._is_once(row)
        if did.who is not None:
            mine = [row for row in rows if self.school.owners.get(row.contact_id) == did.who.id]
            self._is_answered(did, bool(mine))
            if did.who.id not in self.school.children:
                self._is_no_doubt(did, mine)
                self._is_of_the_list(did, mine, waited)
                self._has_its_files(did, mine, waited)

    def _waiting(self, who: Person) -> list[OutboundMessage]:
        """What they had been asked before this step, and not answered; the latest first."""
        phones = [phone for phone, owner in self.school.owners.items() if owner == who.id]
        query = select(OutboundMessage).where(
            OutboundMessage.contact_id.in_(phones),
            OutboundMessage.asks.is_not(None),
            OutboundMessage.id <= self._last,
            OutboundMessage.id.not_in(self._answered),
        )
        return list(self.session.scalars(query.order_by(OutboundMessage.id.desc())))

    def _close(self, did: Did) -> None:
        """Keep which questions were answered, and which agreed to."""
        query = select(OutboundMessage.id).where(OutboundMessage.answered_at.is_not(None))
        self._closed = new = set(self.session.scalars(query)) - self._answered
        self._answered |= new
        if did.tapped:
            agreed = did.tapped.get("means") != Sense.NO
        else:
            agreed = read_answer(did.text).sense in AGREES
        if did.who is not None and agreed:
            mine = select(OutboundMessage.id).where(OutboundMessage.person_id == did.who.id)
            self.confirmed.update(self.session.scalars(mine.where(OutboundMessage.id.in_(new))))

    def _is_for_all(self, row: OutboundMessage) -> None:
        """A group hears of no child."""
        named = {name for name in self.school.all_children if name in row.body}
        assert not named, f"{named} in what a group is told: {row.text_key}: {row.body}"

    def _is_theirs(self, row: OutboundMessage, person: int) -> None:
        """A family is told of its own children only, and hears no other family's words."""
        body = EXAMPLE.sub("", row.body)
        for said in self.wrote.get(person, []):
            body = body.replace(said, "")
        strangers = self.school.all_children - self.school.children[person]
        named = {name for name in strangers if re.search(rf"\b{name}\b", body)}
        named = {name for name in named if not self._was_asked_about(name, row, person)}
        assert not named, f"{named} in what {person} is told: {row.text_key}: {row.body}"
        for author in self._authors(row):
            if author.id in self.school.children and not self.school.shares(author.id, person):
                raise AssertionError(f"words of {author.name} reach {person}: {row.body}")

    def _was_asked_about(self, name: str, row: OutboundMessage, person: int) -> bool:
        """Whether staff saw that words that name this child go to others, and meant it."""
        shown = [one for one in self._previews() if name in one.body]
        return any(
            DOUBT in one.body or (FOR_ONE.search(one.body) and self._shows(one, row, person))
            for one in shown
        )

    def _was_shown(self, row: OutboundMessage, person: int, did: Did) -> None:
        """What staff wrote was shown to one of them, with whom it goes to, and confirmed."""
        if all(author.id in self.school.children for author in self._authors(row)):
            return
        if row.text_key in LISTS:
            return  # of what they were told one by one
        shown = row.text_key == "thread.answer" and self._is_reply(row, person, did)
        assert shown or any(self._shows(one, row, person) for one in self._previews()), (
            f"never shown: {row.text_key} to {person}: {row.body}"
        )

    def _is_once(self, row: OutboundMessage) -> None:
        """What staff wrote comes once, but for reminders: they never write the same mark twice."""
        if (row.topic or "").startswith(ABOUT_NOTICE) and (row.topic or "").count(":") > 1:
            return
        same = select(OutboundMessage.id).where(
            OutboundMessage.contact_id == row.contact_id,
            OutboundMessage.body == row.body,
            OutboundMessage.id < row.id,
        )
        staff = {author.id for author in self._authors(row)} - set(self.school.children)
        assert not (staff and self.session.scalars(same).all()), f"sent twice: {row.body}"

    def _shows(self, preview: OutboundMessage, row: OutboundMessage, person: int) -> bool:
        to = (
            self.school.children[person]
            | self.school.classes[person]
            | {"sekolah", "yang tidak masuk"}
        )
        whole = _marks(row.body) <= _marks(preview.body)
        return whole and any(name in preview.body for name in to)

    def _previews(self) -> list[OutboundMessage]:
        staff = {person.id for person in self.school.staff.values()}
        query = select(OutboundMessage).where(OutboundMessage.id.in_(self.confirmed))
        return [one for one in self.session.scalars(query) if one.person_id in staff]

    def _is_reply(self, row: OutboundMessage, person: int, did: Did) -> bool:
        """They tapped *Balas*, or quoted the note, of this very guardian."""
        if did.quoted is not None and did.quoted.memory.get("guardian") == person:
            return True
        asked = select(OutboundMessage).where(OutboundMessage.asks == "answers.written")
        authors = {author.id for author in self._authors(row)}
        return any(
            one.person_id in authors and one.memory.get("guardian") == person
            for one in self.session.scalars(asked)
            if one.id in self._closed
        )

    def _is_answered(self, did: Did, answered: bool) -> None:
        """They got an answer, or a person has their words; only a courtesy needs neither."""
        latest = select(InboundMessage).order_by(InboundMessage.id.desc()).limit(1)
        heard = self.session.scalars(latest).one()
        if answered or heard.outcome is Outcome.PASSED_ON:
            return
        courtesy = read_answer(did.text).sense in COURTESIES
        silent = heard.outcome is Outcome.SILENT and courtesy
        assert silent, f"no answer, {heard.outcome} by {heard.outcome_of}: {did.text}"

    def _is_no_doubt(self, did: Did, mine: list[OutboundMessage]) -> None:
        """Staff who hesitate or ask back have nothing done, but that a parent reads it."""
        doubts = not did.tapped and read_answer(did.text).sense in DOUBTS
        rows = [row for row in mine if row.text_key not in PASSED_ON]
        done = [row.body for row in rows if CATALOGUE[row.text_key].claims]
        assert not (doubts and done), f"done on {did.text!r}: {done}"

    def _is_of_the_list(
        self, did: Did, mine: list[OutboundMessage], waited: list[OutboundMessage]
    ) -> None:
        """A number brings up no child but that of its line, or whom they were asked about."""
        if not did.text.isdecimal() or did.quoted:
            return
        asked = waited[:1]
        lines = [choice["label"] for row in asked for choice in row.choices]
        line = lines[int(did.text) - 1 : int(did.text)]
        if line and not self._labels(*line):
            return  # of a menu
        known = self._labels(*line, *(row.body for row in waited))
        new = [row.body for row in mine if not (row.asks or "").endswith(".unfinished")]
        brought = self._labels(*new) - known
        assert not brought, f"{did.text} brings up {brought}: {[row.body for row in mine]}"

    def _has_its_files(
        self, did: Did, mine: list[OutboundMessage], waited: list[OutboundMessage]
    ) -> None:
        """Files without words are for the draft that was shown last, or they are asked what for."""
        steps = self.chat.router.registry.steps
        takes = [row for row in waited if row.asks in steps and steps[row.asks].files]
        fresh = [row for row in takes if self.chat.now - row.created_at < FRESH]
        if not did.files or did.text or did.quoted or not fresh:
            return
        newest = fresh[0]
        for row in mine:
            if "📎" not in row.body or row.text_key == "files.for_what":
                continue
            same = self._labels(newest.body) <= self._labels(row.body)
            right = _capability(row) == _capability(newest) and same
            assert right, f"files of {newest.body!r} went to {row.body!r}"

    def _labels(self, *texts: str) -> set[str]:
        """The children that are named in full."""
        return {label for label in self.school.labels if any(label in text for text in texts)}

    def _authors(self, row: OutboundMessage) -> list[Person]:
        return [self.authors[mark] for mark in _marks(row.body)]


def _capability(row: OutboundMessage) -> str:
    return (row.asks or "").partition(".")[0]


def _marks(body: str) -> set[str]:
    return set(MARK.findall(body.casefold()))
