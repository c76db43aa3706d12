"""What came of a line: every word of its `want` and `never`, and what must never be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.outbox import OutboundMessage
from tests.talk.scene import CLASS

Line = Mapping[str, Any]
MENU = "help.menu"
SHORT = 3
"""Fewer words than these stand in many a message by chance."""


@dataclass(frozen=True)
class Heard:
    """One message that somebody got."""

    who: str
    key: str
    body: str
    choices: tuple[str, ...]
    values: tuple[str, ...]
    asks: bool
    media: int | None

    @classmethod
    def of(cls, who: str, row: OutboundMessage) -> Heard:
        return cls(
            who,
            row.text_key,
            row.body,
            tuple(choice["label"] for choice in row.choices),
            tuple(value for value in row.blanks.values() if isinstance(value, str)),
            row.asks is not None,
            row.media_id,
        )

    @property
    def is_menu(self) -> bool:
        return self.key == MENU

    def has(self, words: str) -> bool:
        """Whether it brings these words, all of them."""
        said = _plain(words)
        if any(_plain(value) == said for value in self.values):
            return True
        return len(said) >= SHORT and f" {' '.join(said)} " in f" {' '.join(_plain(self.body))} "


@dataclass(frozen=True)
class Facts:
    """What stands in the database at one moment."""

    yes: bool
    no: bool
    rsvp: str
    slot: str
    away: frozenset[tuple[str, date, str]]


@dataclass
class Play:
    """One line, played to its end."""

    line: Line
    by: str
    draft: bool
    said: Facts
    later: Facts
    """After four hours; at once for a question that ends before."""
    answers: list[Heard]
    """What the speaker was told at once."""
    told: list[Heard]
    """What the others were told within four hours."""
    caused: list[Heard]
    """The same without what they would have been told anyway."""
    after: list[Heard]
    """What the others were told by the tap."""
    works: bool = False
    """The tap still counted as an answer."""
    closed: bool = False
    """The question takes no answer any more."""
    changed: bool = False
    """Something else than messages was not what it had been before the words."""
    crash: str = ""
    files: frozenset[int] = frozenset()

    @property
    def words(self) -> str:
        """What was said last."""
        last = self.line["says"][-1]
        return str(last.get("caption", "") if isinstance(last, dict) else last).replace(
            "{cls}", CLASS
        )

    @property
    def answered(self) -> bool:
        return any(not one.is_menu for one in self.answers)

    def reached(self, told: Sequence[Heard], *who: str) -> bool:
        """The words, or all the files, are in the chat of one of these."""
        mine = [one for one in told if one.who in who]
        if self.files:
            return self.files <= {one.media for one in mine}
        return any(one.has(self.words) for one in mine)


@dataclass(frozen=True)
class Failure:
    what: str
    severe: bool = False


Judge = Callable[[Play, Facts, str], bool]


def _human(play: Play, facts: Facts, arg: str) -> bool:
    return play.reached(play.told, "mother" if play.by == "teacher" else "teacher")


def _human_after(play: Play, facts: Facts, arg: str) -> bool:
    return _human(play, facts, arg) or play.reached(play.after, "teacher")


def _asked(play: Play, facts: Facts, arg: str) -> bool:
    return any(
        not one.is_menu and (one.asks or one.choices or "?" in one.body) for one in play.answers
    )


def _open(play: Play, facts: Facts, arg: str) -> bool:
    return not facts.yes and not (facts.no and not play.draft) and play.works


def _no(play: Play, facts: Facts, arg: str) -> bool:
    return not facts.yes and not play.works if play.draft else facts.no


def _child(play: Play, facts: Facts, arg: str) -> bool:
    away = {child for child, _, _ in facts.away}
    both = {"Aisyah", "Bima"}
    return bool(away) if arg == "any" else away == (both if arg == "both" else {arg})


def _day(play: Play, facts: Facts, arg: str) -> bool:
    return any(str(day) == arg for _, day, _ in facts.away)


def _kind(play: Play, facts: Facts, arg: str) -> bool:
    return any(kind == arg for _, _, kind in facts.away)


def _slot(play: Play, facts: Facts, arg: str) -> bool:
    return bool(facts.slot) if arg == "any" else facts.slot == arg


def _leak(play: Play, facts: Facts, arg: str) -> bool:
    if play.by == "mother":
        return len(_plain(play.words)) >= SHORT and play.reached(play.told, "other")
    return play.reached(play.told, "mother", "other")


def _lost(play: Play, facts: Facts, arg: str) -> bool:
    return not (play.answered or play.caused or play.changed or facts.yes or facts.no)


def _new(play: Play, facts: Facts, arg: str) -> bool:
    what, _, name = arg.partition(":")
    if what in ("absence", "attendance") and facts.away:
        return True
    shown = [one for one in play.answers if one.key.startswith(SHOWN[what])]
    return any(not name or (name in one.body and one.choices) for one in shown)


SHOWN = {
    "absence": "absences.",
    "attendance": "attendance.",
    "announce": "announcements.preview",
    "entry": "contact_book.confirm",
    "homework": "homework.confirm",
    "visit": "visits.confirm",
    "list": "unsigned.",
    "book": "book.",
    "menu": MENU,
    "archive": "visit_archive.",
}
"""By what was said anew: how the keys of the texts begin that take it up."""
JUDGES: dict[str, Judge] = {
    "yes": lambda play, facts, arg: facts.yes,
    "no": _no,
    "delegate": lambda play, facts, arg: facts.rsvp == "delegate",
    "maybe": lambda play, facts, arg: facts.rsvp == "maybe",
    "child": _child,
    "day": _day,
    "kind": _kind,
    "slot": _slot,
    "open": _open,
    "kept": lambda play, facts, arg: not facts.yes,
    "human": _human,
    "human_after": _human_after,
    "parent": lambda play, facts, arg: play.reached(play.told, "mother"),
    "leak": _leak,
    "reply": lambda play, facts, arg: play.answered,
    "asked": _asked,
    "new": _new,
    "shown": lambda play, facts, arg: any(arg in one.body for one in play.answers),
    "howto": lambda play, facts, arg: bool(
        {one.key for one in play.answers} & {"joining.how", "joining.wrong"}
    ),
    "lost": _lost,
}
SEVERE = ("yes", "no", "child", "slot", "leak", "lost")
"""To act on doubt, to tell another family, to lose: worse than to ask once too often."""


def is_so(word: str, play: Play, facts: Facts) -> bool:
    """Whether one word of a line's `want` or `never` holds."""
    name, _, arg = word.partition(":")
    return JUDGES[name](play, facts, arg)


def judge(play: Play) -> list[Failure]:
    """What is wrong with how it went; nothing if all is well."""
    if play.crash:
        return [Failure(f"crash: {play.crash}", True)]
    line = play.line
    wrong = [
        Failure(f"not {want}")
        for want in line["want"]
        if not any(is_so(one, play, play.later) for one in want.split("|"))
    ]
    wrong += [
        Failure(f"never {word}", word.partition(":")[0] in SEVERE)
        for word in line["never"]
        if is_so(word, play, play.said) or is_so(word, play, play.later)
    ]
    return [*wrong, *_always(play, [one.what for one in wrong])]


def _always(play: Play, known: list[str]) -> list[Failure]:
    """What must not be under any line."""
    wants = {one for want in play.line["want"] for one in want.split("|")}
    wrong = [Failure(f"claims: {said}", True) for said, so in claims(play.answers) if not so(play)]
    if not wants & {"parent"} and "never leak" not in known and _leak(play, play.later, ""):
        wrong.append(Failure("leak", True))
    if not play.line.get("trivial") and not wants & {"new:menu"} and "never lost" not in known:
        human_after = "human_after" in wants and _human_after(play, play.later, "")
        if _lost(play, play.said, "") and not human_after:
            wrong.append(Failure("lost", True))
    asked = play.line["question"] not in ("none", "none_teacher")
    if asked and "new:menu" not in wants and any(one.is_menu for one in play.answers):
        wrong.append(Failure("the whole menu"))
    return wrong


Claim = Callable[[Play], bool]


def _ended(play: Play) -> bool:
    if play.line["question"].startswith("cancel_"):
        return play.said.yes
    return play.closed or not play.works


def _kept_back(play: Play) -> bool:
    return not any(one.key.startswith("thread.") for one in play.told)


CLAIMS: list[tuple[re.Pattern[str], Claim]] = [
    (re.compile(r"tidak ada yang (dikirim|terkirim|diteruskan)"), _kept_back),
    (re.compile(r"\bdibatalkan\b"), _ended),
    (re.compile(r"\bdiparaf\b"), lambda play: play.by != "mother" or play.said.yes),
    (re.compile(r"\b(tersimpan|disimpan|dicatat|tercatat)\b"), lambda play: play.changed),
    (re.compile(r"\b(terkirim|dikirim|diteruskan|teruskan)\b"), lambda play: bool(play.told)),
]
"""A claim, and when it is so. In one sentence the first counts."""
_NO_CLAIM = re.compile(
    r"\?|^•|\b(tidak (?!ada yang (dikirim|terkirim|diteruskan))|belum|bukan|bila|kalau|jika|"
    r"setelah|begitu|akan|supaya|mohon|silakan|ketuk|ketik|tulis|masih|tetap)\b"
)
"""Questions, wishes, conditions, lists."""
_QUOTED = re.compile("“[^”]*”")


def claims(answers: Sequence[Heard]) -> list[tuple[str, Claim]]:
    """The sentences that say of something that it was done, and when that would be so."""
    found = []
    for one in answers:
        for sentence in re.split(r"(?<=[.!?])\s|\n", _QUOTED.sub("", one.body)):
            said = sentence.casefold().strip()
            so = next((so for claim, so in CLAIMS if claim.search(said)), None)
            if so is not None and not _NO_CLAIM.search(said):
                found.append((sentence.strip(), so))
    return found


def _plain(words: str) -> list[str]:
    """As they are compared: letters and digits; emoji alone are themselves."""
    return re.findall(r"\w+", words.casefold()) or [words.strip()]
