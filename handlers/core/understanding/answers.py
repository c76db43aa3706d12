"""What somebody's words are under a question: one closed set, read in one place for all of them.

A pure function over words. It knows no question: the words that are an answer to this one only
("undang", "tetap jadi") are given to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from handlers.core.understanding import delays
from handlers.core.understanding.dates.words import WEEKDAYS
from handlers.core.understanding.normalise import Word, words_of
from handlers.core.understanding.phrases import SHADES, as_ours
from handlers.core.understanding.words.replies import (
    ABLE,
    AGAIN,
    ASIDE,
    BEGGED,
    BESIDE_DONE,
    COMES,
    DONE,
    FINE,
    IF,
    KIN,
    MEANT,
    NOT,
    POLITE,
    POSTPONED,
    REFUSING,
    SENDS,
    THINGS,
    UNDOES,
    WONDERING,
    YES,
)
from handlers.core.understanding.words.tables import words_in


class Sense(StrEnum):
    """What an answer is. Only the first three may act by themselves."""

    YES = "yes"
    NO = "no"
    DONE = "done"
    """It has been: "sudah bu", "selesai". A yes only to what asks whether it is done."""
    LATER = "later"
    """Not now, or not sure yet: "nanti ya", "saya tanya suami dulu", "insyaallah"."""
    CONDITION = "condition"
    """A yes or no that depends on something: "boleh asal sore", "jangan Kamis"."""
    CORRECTION = "correction"
    """Of what they said themselves: "eh jam 10 maksudnya"."""
    QUESTION = "question"
    THANKS = "thanks"
    REPEAT = "repeat"
    OTHER = "other"


@dataclass(frozen=True)
class Answer:
    """What words answer.

    `whole` is False where something was said beyond the answer, which somebody must read. `head`
    is the plain answer the words begin with, if they do ("hadir bu, tapi telat": yes), and `rest`
    what stands behind it.
    """

    sense: Sense
    whole: bool = True
    head: Sense | None = None
    rest: str = ""
    denied: bool = False
    """Something in it is denied; a yes that is only guessed from it is none."""
    agrees: bool = False
    """Something in it agrees, wherever it stands, and nothing puts it off: "sabtu jam 9 bisa bu"."""
    depends: bool = False
    """It hangs on something else: "kalau tidak hujan", "asal sore"."""

    @property
    def may_agree(self) -> bool:
        """Whether a yes that was only guessed from the words may count."""
        plain = self.sense in (Sense.YES, Sense.DONE, Sense.THANKS)
        return plain or (self.agrees and not self.denied)


def read_answer(
    text: str, yes: Collection[str] = (), no: Collection[str] = (), body: str = ""
) -> Answer:
    """What `text` answers. `yes` and `no` are further words that say so under this question.

    `body` is what was asked: "sabtu ga bisa" is a plain no to what it says of Saturday. Never
    raises. What is not surely a yes or no is neither.
    """
    days = _DAYS.intersection(plain(body).split())
    agreed = frozenset(yes) | (UNDOES if "batal" in yes else frozenset())
    return _read(text, agreed, frozenset(no) - agreed, days)


def leaves(text: str) -> bool:
    """Whether the words are no more than "batal": "batal aja bu", "ga jadi"; "batalkan" may be a yes."""
    said = [word.text for word in words_of(text) if word.kind != "mark"]
    core = [word for word in said if word not in ASIDE]
    return said[:1] != ["ya"] and core in (["batal"], ["cancel"], ["tidak", "jadi"])


def plain(text: str) -> str:
    """Lower case letters and digits, single spaces: how labels are compared.

    Emoji alone are themselves, in whatever colour of skin.
    """
    return " ".join(re.findall(r"\w+", text.casefold())) or SHADES.sub("", text).strip()


def spoken(words: str) -> frozenset[str]:
    """A label's words as `read_answer` takes them; marks, particles and a bare yes left out."""
    said = [word for word in words_of(words) if word.kind == "word"]
    found = {form for word in said for form in (word.text, word.root, _bare(word.text))}
    return frozenset(found - ASIDE - YES - {"tidak"})


def _bare(word: str) -> str:
    """A verb without what clings to it: "dibatalkan" and "batalin" are "batal"."""
    return _CLINGING.sub(r"\1", word)


_CLINGING = re.compile(r"^(?:di)?(\w{4,}?)(?:kan|in)?(?:lah)?$")


_GOOD = frozenset("👍✅👌🆗☑✔💯🤝🫡")
_BAD = frozenset("👎❌🚫✖🙅")
_KIND = frozenset("🙏😊🙂❤🤗👏🥰😇")
_LONG = 14
"""Words. Whoever writes more says something beside a yes or no."""


@lru_cache(maxsize=4096)
def _read(text: str, yes: frozenset[str], no: frozenset[str], days: frozenset[str]) -> Answer:
    said = as_ours(text)
    words = [w for w in words_of(said) if w.kind != "medium"]
    if not any(w.kind in ("word", "number") for w in words):
        return Answer(_of_marks({w.text for w in words}))
    asks = any(w.text == "?" for w in words) or _wonders(words)
    if _asks_first(words):
        return Answer(Sense.QUESTION, whole=False)
    parts = _parts(words, yes | no)
    first = parts[0] if len(parts[0]) == 1 else []
    parts = [[w for w in part if w not in days or part is first] for part in parts]
    head, extra = _head(parts[0], yes, no)
    rest = _rest(said, words)
    more = [part for part in parts[1:] if not _is_aside(part)]
    if head in (None, Sense.THANKS) and more:
        unread = head is None and not _is_aside(parts[0])
        head, extra = _head(more[0], yes, no) if not asks else (None, True)
        extra, more = extra or unread, more[1:]
    more = [part for part in more if _head(part, yes, no) != (head, False)]
    answer = _settled(head, extra, parts, more, IF - yes, asks=asks)
    if head in _PLAIN:
        answer = replace(answer, head=head, rest=rest)
    texts = {word.text for word in words}
    denied, depends = texts & (NOT | {"belum"}), texts & _DEPENDS and not asks
    agrees = bool(words[0].text == "ya" or texts & _AGREEING) and not texts & _OPEN
    return replace(answer, denied=bool(denied), agrees=agrees, depends=bool(depends))


_AGREEING = (
    (YES - {"ya"})
    | DONE
    | words_in(
        """
    ingin tunggu hadir datang ikut terima kasih alhamdulillah paham mengerti catat masyaallah amin
    syukur paraf tahu baca noted
    """
    )
)
_OPEN = words_in("nanti dulu besok belum mungkin kalau jika")
_DEPENDS = words_in("kalau jika asal asalkan syarat tergantung")
_PLAIN = (Sense.YES, Sense.NO, Sense.DONE)


def _rest(said: str, words: Sequence[Word]) -> str:
    """What stands behind the first part."""
    spoken_yet = False
    for word in words:
        if spoken_yet and (word.kind == "mark" or word.text == "tapi"):
            return said[word.end :].strip()
        spoken_yet = spoken_yet or word.kind != "mark"
    return ""


def _settled(
    head: Sense | None,
    extra: bool,
    parts: list[list[str]],
    more: list[list[str]],
    if_words: frozenset[str],
    *,
    asks: bool,
) -> Answer:
    """The head's sense, if nothing behind it takes it back. `if_words` put a condition."""
    texts = [text for part in parts for text in part]
    beyond = {text for part in more for text in part}
    whole = not (extra or more or len(texts) > _LONG)
    if _repeats(texts):
        return Answer(Sense.REPEAT)
    if head is not Sense.LATER and _corrects(texts, asks):
        return Answer(Sense.CORRECTION, whole=False)
    if asks:
        return Answer(Sense.QUESTION, whole=False)
    if _stands_in(head, texts, beyond):
        return Answer(head or Sense.OTHER, whole=False)
    if if_words & set(texts) and (head is not Sense.LATER or "ya" in texts[:1]):
        return Answer(Sense.CONDITION, whole=False)
    limited = extra and "jangan" in parts[0]
    if head in (Sense.YES, Sense.DONE) and (limited or any(map(delays.takes_back, more))):
        return Answer(Sense.CONDITION, whole=False)
    return Answer(head or Sense.OTHER, whole=whole and head is not None)


def _of_marks(marks: set[str]) -> Sense:
    if marks & _BAD:
        return Sense.NO
    if marks & _GOOD:
        return Sense.YES
    if "?" in marks:
        return Sense.QUESTION
    return Sense.THANKS if marks & _KIND else Sense.OTHER


def _parts(words: Sequence[Word], own: frozenset[str]) -> list[list[str]]:
    """Canonical words between marks and "tapi", which begins its own part."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word.kind == "mark":
            parts.append([])
            continue
        if word.text == "tapi":
            parts.append([])
        forms = (word.root, _bare(word.text))
        ours = own | _ROOTS | POSTPONED | THINGS | KIN | COMES
        parts[-1].append(next((form for form in forms if form in ours), word.text))
    return [part for part in parts if part] or [[]]


_ROOTS = frozenset({"tanya", "maksud", "kirim", "baca"})


def _head(
    part: Sequence[str], yes: frozenset[str], no: frozenset[str]
) -> tuple[Sense | None, bool]:
    """What one part says, and whether it says more; None where it is no answer."""
    core = [text for text in part if text not in ASIDE]
    if not part:
        return None, False
    if (more := delays.waits(part, core, yes | no)) is not None:
        return Sense.LATER, more
    if found := _refuses(part, core, yes, no):
        return found
    if DONE & set(part) and _is_done(part, core, yes):
        return Sense.DONE, False
    if agreed := _agrees(part, core, yes):
        return agreed
    if not core and POLITE & set(part):
        return Sense.THANKS, False
    if "insyaallah" in part and not core:
        return Sense.LATER, False
    return None, True


def _is_done(part: Sequence[str], core: Sequence[str], yes: frozenset[str]) -> bool:
    """ "Sudah bu", "iya sudah saya baca"; "ya sudah" is no more than a yes."""
    if part[0] in YES:
        return bool(BESIDE_DONE & set(core)) and set(core) <= YES | DONE | BESIDE_DONE
    return set(core) <= DONE | BESIDE_DONE | yes


def _agrees(
    part: Sequence[str], core: Sequence[str], yes: frozenset[str]
) -> tuple[Sense, bool] | None:
    """A yes, and whether more is said in the same breath."""
    agreed = YES | yes | {"ingin", "jadi"}  # "mau", "jadi": with more behind it, neither
    first = part[0] if part[0] in {"ya", "iya"} else next(iter(core), "")
    if first in YES:
        at_once = {"dulu"} if part[0] == "ya" else set()  # "iya batal dulu"
        return Sense.YES, not set(core) <= agreed | _WILLING | THINGS | SENDS | at_once
    named = bool(agreed & set(core)) and set(core) <= agreed | THINGS - _ONE_OF_SEVERAL
    return (Sense.YES, False) if named else None


def _refuses(
    part: Sequence[str], core: Sequence[str], yes: frozenset[str], no: frozenset[str]
) -> tuple[Sense | None, bool] | None:
    """A no: "tidak", "ga bisa ya bu", "sabtu ga bisa"; and the yes that "ga masalah" is."""
    places = [place for place, text in enumerate(core) if text in NOT or text == "belum"]
    if not places:
        refusing = REFUSING | (UNDOES - yes if part[0] != "ya" else set())
        declines = set(core) <= refusing | {"dulu", "hadir"} and refusing & set(core)
        left = no and set(core) <= no | {"ya"} | (
            yes | THINGS if core[:1] and core[0] in no else set()
        )
        if core and (declines or left):
            return Sense.NO, False
        return None
    at = places[0]
    behind, before = core[at + 1 :], core[:at]
    if behind and behind[0] in FINE and core[at] == "tidak":
        beyond = [text for text in behind if text not in FINE]
        return (None, True) if beyond and _head(beyond, yes, no) != (Sense.YES, False) else _GRANTED
    if core[at] in {"bukan", "jangan"} and not set(behind) <= ABLE | yes | no | {"dulu"}:
        return None
    if behind and behind[0] not in ABLE | yes | {"dulu"}:
        return None
    if any(text not in ABLE | yes | YES | _DAYS | _OF_WHOM for text in before):
        return None
    if _OF_WHOM & set(before) and not set(behind) <= ABLE | yes | {"dulu"}:
        return None  # "anaknya ga mau makan" refuses nothing that we ask
    extra = bool(before) or not set(behind) <= ABLE | yes | no | ASIDE | {"dulu"}
    return Sense.NO, extra


_OF_WHOM = words_in("anak kali izin untuk")
_ONE_OF_SEVERAL = {"rapat", "pertemuan"}  # "hadir rapatnya": of two invitations, which?
_GRANTED = (Sense.YES, False)
_WILLING = ABLE - {"jadi", "usah"}
_DAYS = frozenset(WEEKDAYS)


def _is_aside(part: Sequence[str]) -> bool:
    return all(text in ASIDE for text in part)


def _stands_in(head: Sense | None, texts: Sequence[str], beyond: set[str]) -> bool:
    """Whether a yes says no more than who will be there, or begs pardon: "mau bu, tapi yang
    datang neneknya", "tapi agak telat", "tapi rumah kami sempit"."""
    depends = (IF - {"tapi"}) & set(texts) or beyond & (NOT | {"belum"})
    only_how = bool(beyond & KIN and beyond & COMES) or bool(beyond & _NO_MATTER)
    return head is Sense.YES and not depends and only_how


_NO_MATTER = words_in(
    "telat terlambat sempit kecil sederhana seadanya berantakan kontrakan ngontrak mengontrak"
)


def _asks_first(words: Sequence[Word]) -> bool:
    """ "kok bisa bu? di rumah dia pemalu": what stands first is asked, whatever follows."""
    marks = [place for place, word in enumerate(words) if word.kind == "mark"]
    behind = len(words) - marks[0] - 1 if marks else 0
    return words[0].text == "kok" or (behind > 1 and words[marks[0]].text == "?")


def _wonders(words: Sequence[Word]) -> bool:
    """A question without its mark: "jam berapa bu", "boleh minta fotonya bu"."""
    said = [word.text for word in words if word.text not in ASIDE]
    if said[-1:] == ["tidak"] and ABLE & set(said):
        return True  # "bisa diundur ga bu"
    begs = said[:1] in (["boleh"], ["bisa"]) and bool(BEGGED & set(said[1:2]))
    return begs or any(word.text in WONDERING for word in words)


def _repeats(texts: Sequence[str]) -> bool:
    core = [text for text in texts if text not in ASIDE]
    return bool(core) and (
        set(core) <= AGAIN | {"lagi", "apa", "tadi", "yang"}
        and (bool(AGAIN & set(core)) or {"tadi", "apa"} <= set(core))
    )


def _corrects(texts: Sequence[str], asks: bool) -> bool:
    if asks:
        return False
    if texts[:1] == ["eh"] and len(texts) > 1:
        return True
    return bool(MEANT & set(texts)) and not {"tidak"} & set(texts[:1])
