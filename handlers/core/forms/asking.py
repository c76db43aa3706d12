"""A question that waits, and what every question does with an answer that is no plain choice.

What the words are is read in `understanding.answers`; which question is asked is the router's.
Here is what follows: it waits, is put again, or the words go to whoever asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from handlers.core.talk import Choice, Quoted, Reply, Say, Step, Tell, Text, Turn
from handlers.core.talk.texts import Claim
from handlers.core.understanding.answers import Answer, Sense, leaves, plain, read_answer, spoken
from handlers.core.understanding.picking import picked
from models.numbers import whole
from models.outbox import Priority

WAIT = Text(
    "asking.wait",
    id="Baik, ditunggu. Belum ada yang dikirim atau diubah.",
    en="All right, take your time. Nothing has been sent or changed yet.",
)
AGAIN = Text("asking.again", id="{question}", en="{question}")
UNCLEAR = Text(
    "asking.unclear",
    id="Saya belum menangkap maksud “{words}”, jadi belum ada yang dikirim atau diubah.\n\n"
    "{question}",
    en="I did not understand “{words}”, so nothing has been sent or changed.\n\n{question}",
)
LEFT = Text(
    "asking.left",
    id="Baik, tidak jadi: “{question}”. Tidak ada yang dikirim atau diubah.",
    en="All right, never mind: “{question}”. Nothing was sent or changed.",
)
WHICH_CANCEL = Text(
    "asking.which_cancel",
    id="Belum ada yang dibatalkan. Mana yang Ibu/Bapak maksud?\n\n{question}",
    en="Nothing has been cancelled yet. Which do you mean?\n\n{question}",
)
LEFT_UNNOTED = Text(
    "asking.left_unnoted",
    id="Baik, kita tinggalkan: “{question}”. Belum ada yang dicatat.",
    en="All right, we leave it: “{question}”. Nothing has been noted.",
)
FIRST_THIS = Text(
    "asking.first_this",
    id="Pesan Ibu/Bapak saya simpan dan sampai ke sekolah begitu Ibu/Bapak setuju. Mohon dijawab "
    "dulu, ya: apakah Ibu/Bapak setuju?",
    en="I keep your message, and it reaches the school once you agree. Please answer first: do "
    "you agree?",
)
TOLD = Text(
    "asking.told",
    id="Baik, saya sampaikan ke {asker}. Pertanyaannya tetap terbuka.",
    en="All right, I pass that on to {asker}. The question stays open.",
    claims=Claim.SENT,
)
ANSWERED = Text(
    "asking.answered",
    id="Dari {who}, belum berupa jawaban ya atau tidak, untuk pertanyaan “{question}”:\n“{words}”"
    "\n\nPertanyaannya masih terbuka.",
    en="From {who}, not a yes or no yet, to the question “{question}”:\n“{words}”\n\n"
    "The question is still open.",
    template=True,
)


BESIDE = Text(
    "asking.beside",
    id="Pertanyaan Ibu/Bapak “{question}” dijawab oleh {who} dengan kata-kata ini:\n“{words}”\n\n"
    "Mohon dibaca, ya.",
    en="Your question “{question}” was answered by {who} in these words:\n“{words}”\n\n"
    "Please read them.",
    template=True,
)


@dataclass(frozen=True)
class Question:
    """One of our messages, as far as an answer to it needs."""

    id: int
    school_id: int | None
    text_key: str
    body: str
    notice_id: int | None
    asks: str | None
    kind: str | None
    memory: Mapping[str, Any]
    """The capability's own; our marks are the fields below."""
    choices: Sequence[Mapping[str, str]]
    answered: bool
    created_at: datetime
    free: bool
    again: bool
    told: bool
    """Somebody else wants to know; otherwise it belongs to what the speaker began."""
    asker: int | None = None

    @property
    def quoted(self) -> Quoted:
        return Quoted(self.id, self.text_key, self.notice_id, self.memory, self.created_at)

    def choice(self, text: str) -> str | None:
        """The value of the choice these words are: its label, or its number.

        "Batalkan" is the label "Ya, batalkan", too: not that of an older question.
        """
        said = plain(text)
        for choice in self.choices:
            if said and plain(choice["label"]) in (said, f"ya {said}"):
                return choice["value"]
        if said.isdecimal():  # never a value: those may be ids
            number = whole(said) or 0
            return self.choices[number - 1]["value"] if 0 < number <= len(self.choices) else None
        return next((c["value"] for c in self.choices if said and said == c["value"]), None)

    def at(self, position: int | None, label: str | None) -> str | None:
        """The value of the choice that was tapped."""
        if position is not None and 0 <= position < len(self.choices):
            return self.choices[position]["value"]
        return self.choice(label or "")

    def picked(self, text: str) -> str | None:
        """The value of the one choice whose label has the words, or whose place they name.

        No part of the label of a yes or no is one: "setuju saja" may say more than the label. What
        the speaker drafts is changed by words of its own.
        """
        if self.decides and not self.told:
            return None
        words = [f"{choice['label']} {choice.get('words', '')}" for choice in self.choices]
        place = picked(text, words)
        if place is None or self.choices[place].get("means"):
            return None
        return self.choices[place]["value"]

    def meaning(self, sense: Sense) -> str | None:
        """The value of the choice that means this; None where none does."""
        for choice in self.choices:
            done = sense is Sense.DONE and "sudah" in choice.get("words", "").split()
            if choice.get("means") == sense or (choice.get("means") == Sense.YES and done):
                return choice["value"]
        return None

    def read(self, text: str) -> Answer:
        """What the words are under this question."""
        return read_answer(text, self._words[Sense.YES], self._words[Sense.NO], self.body)

    @cached_property
    def _words(self) -> Mapping[Sense, frozenset[str]]:
        return {
            sense: frozenset().union(
                *(
                    spoken(f"{choice['label']} {choice.get('words', '')}")
                    for choice in self.choices
                    if choice.get("means") == sense
                )
            )
            for sense in (Sense.YES, Sense.NO)
        }

    @property
    def decides(self) -> bool:
        """Whether a yes or a no is an answer to it."""
        return any(choice.get("means") for choice in self.choices)

    @property
    def undo(self) -> str | None:
        """The value of the choice that takes back what is reported: "Batalkan"."""
        taken = (one["value"] for one in self.choices if leaves(one["label"].removesuffix("kan")))
        return next(taken, None)

    @property
    def worded(self) -> frozenset[str]:
        """The values of the choices that ask for words, and take those behind them at once."""
        asking = (one for one in self.choices if one.get("words") and not one.get("means"))
        return frozenset(one["value"] for one in asking)

    @property
    def over(self) -> bool:
        """Whether it is a draft of the speaker's own that was sent or left: words that quote it do
        not bring it back."""
        return self.answered and not (self.again or self.told)

    @property
    def waits(self) -> bool:
        """Whether it asks for something, and does not merely offer what can be done next."""
        return self.decides or self.free


def put_again(question: Question, then: Step, text: Text = AGAIN, words: str = "") -> Reply:
    """The question once more, in the place of the old one."""
    values = {"question": question.body, "words": words}
    return Reply(
        text,
        {name: values[name] for name in text.blanks},
        choices=[_choice(stored) for stored in question.choices],
        then=then,
        remember=question.memory,
        free=question.free,
        again=question.again,
        kind=question.kind,
        question=question.body,
        asker=question.asker,
        asked=question.told,
    )


def _choice(stored: Mapping[str, str]) -> Choice:
    means = Sense(stored["means"]) if "means" in stored else None
    return Choice(stored["value"], stored["label"], means, stored.get("words", ""))


def pass_to_asker(turn: Turn, question: Question, asker: int, name: str) -> list[Say]:
    """What a colleague said instead of yes or no, to whoever asked them."""
    return [_to(asker, ANSWERED, turn, question), Reply(TOLD, {"asker": name})]


def with_the_answer(turn: Turn, question: Question) -> list[Say]:
    """What a colleague said beside a yes or no, to whoever asked them, if a person did."""
    return [] if question.asker is None else [_to(question.asker, BESIDE, turn, question)]


def _to(asker: int, text: Text, turn: Turn, question: Question) -> Tell:
    first_line = question.body.partition("\n")[0]
    return Tell(
        text,
        {"who": turn.speaker.name, "question": first_line, "words": turn.text},
        to=asker,
        topic=f"answered:{turn.inbox_id}",
        priority=Priority.IMPORTANT,
        asked=True,
        files=turn.media,
    )
