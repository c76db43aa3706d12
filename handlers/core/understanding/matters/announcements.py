"""Questions in announcements, and what families answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from handlers.core.understanding.answers import Sense, read_answer
from handlers.core.understanding.names import mentions_in
from handlers.core.understanding.normalise import Word, words_of
from handlers.core.understanding.words.tables import words_in

LONGEST = 30
"""Characters of a choice that is found in a text; one that was asked for may be longer."""
_LAST = re.compile(r"^(?P<before>(?:.*[.!?\n])?)(?P<asks>[^.!?\n]+\?(?!.*://)[^?\n]+)$", re.S)
_QUESTION = re.compile(
    r"^\s*(?:tanya|pertanyaan|question)?\s*:?\s*(?P<text>[^?\n]+\?)\s*(?P<choices>[^,\n]+?(?:/[^,\n]+?)+)"
    r"(?:(?:,\s*|\s+)(?:(?:di)?jawab\s+)?(?P<until>(?:sampai|paling lambat|until)\b.*))?$",
    re.IGNORECASE,
)


def question_in(words: str) -> tuple[str, tuple[str, ...], str] | None:
    """ "Ikut studi tur? ya/tidak, sampai Jumat": the question, its choices, the deadline's words.

    None where there are no two choices after a question mark.
    """
    found = _QUESTION.match(words.strip())
    if found is None:
        return None
    choices = tuple(
        dict.fromkeys(c.strip(" .") for c in found["choices"].split("/") if c.strip(" ."))
    )
    if len(choices) < 2:
        return None
    return found["text"].strip(), choices, found["until"] or ""


def question_at_end(body: str) -> tuple[str, str]:
    """A text and the question with choices that it ends with, if there is one.

    Only short choices: a text may end with a question and all kinds of things behind it.
    """
    found = _LAST.match(body.strip())
    asked = question_in(found["asks"]) if found else None
    if found is None or asked is None or max(map(len, asked[1])) > LONGEST:
        return body, ""
    return found["before"].strip() or asked[0], found["asks"]


MORE = 3
"""So many words that are neither the answer nor about the question may stand beside it; with
more it is another message, which only happens to have one of the words of a choice."""
_NOT = words_in("tidak bukan jangan kurang not no")
_ASKING = words_in(
    "berapa kapan apa apakah bagaimana siapa mana dimana kenapa mengapa when why how what"
)
_UNDECIDED = words_in(
    """
    belum tanya tahu paham yakin tentu kabar kabari mungkin pikir rembuk usaha usahakan kalau jika
    sepertinya kayaknya kayanya keberatan masalah atau tunggu janji berat mahal bingung pikirkan
    """
)
"""Words of somebody who has not decided: "tidak tahu" is no "tidak"."""
_BESIDE = words_in(
    """
    bu ibu pak bapak bun bunda ustaz ustazah mohon maaf baik oke siap terima kasih selamat pagi
    siang sore malam assalamualaikum waalaikumsalam insyaallah allah alhamdulillah kami saya anak
    ananda untuk dari dulu deh saja aja jadi ya bisa boleh dapat akan pilih lah dong kok juga sudah
    hari ini itu nya kak jawab jawaban setuju mau minat eh aduh ternyata maksudnya ralat salah ingin pasti
    """
)
_PARTICLE = words_in("ya yes y ok oke")
"""They end any polite sentence, and are an answer only where they begin one."""
_AGREED = words_in("bisa boleh dapat mau minat setuju bersedia sanggup daftar daftarkan daftarin")
_OF_NOTHING = words_in(
    "bu ibu pak bapak anak ananda untuk dari kami saya ini itu hari dan di ke yang"
)
"""Words of a question that are none of its matter."""
_GREETING = re.compile(
    r"\b(?:selamat|met)\s+(?:pagi|siang|sore|malam)\b"
    r"|^\W*(?:pagi|siang|sore|malam)\s+(?:bu|ibu|pak|bapak|bun|kak)\b(?=(?:\W+\w+){2})",
    re.I,
)
_BUT = r"\b(?:tapi|tp|tpi|cuma|cuman)\b"
_CLAUSE = re.compile(rf"[,.;!\n]+\s*(?:{_BUT})?|{_BUT}", re.I)
_WISHES = re.compile(r"\b(?:sih|(?:ke)?p[ie]ng[ie]n\w*|harapannya)\b", re.I)
_WHY = re.compile(r"\b(?:karena|karna|krn|sebab|soalnya|because)\b.*", re.I | re.S)


def named(text: str, choices: Sequence[str], about: str = "", question: str = "") -> str | None:
    """The one choice that free words name: "gak bisa ikut bu" of "ikut", "tidak ikut" the second.

    None for a question, for doubts, where two are named, and for words of another matter.
    `about` is the text around the question, and of whom: its words may stand beside an answer.
    """
    said = _plain(_WHY.sub("", _GREETING.sub("", text)))
    if "?" in text or not said:
        return None
    offered = [word for choice in choices for word in _plain(choice)]
    if (_ASKING | _UNDECIDED) & (set(said) | _roots(text)) - set(offered):
        return None
    known = {*offered, *_plain(about), *_plain(question), *_BESIDE, *_NOT, *_AGREED}
    beside = [word for word in said if word not in known]
    if _NOT & set(said):
        return _denied(said, choices, beside, _matter(question))
    if len(beside) > MORE:
        return None
    found = [choice for choice in choices if _within(_plain(choice), said)]
    longest = [c for c in found if not any(c != d and _within(_plain(c), _plain(d)) for d in found)]
    mere_yes = all(_PARTICLE.issuperset(_plain(choice)) for choice in longest)
    if mere_yes and read_answer(text).sense is Sense.LATER:
        return None  # "insyaallah ya bu, lihat nanti"
    if len(longest) == 1 and _meant(_plain(longest[0]), said):
        return longest[0]
    return None if beside else _agreed(said, choices, question)


def mere(text: str) -> bool:
    """Whether words say yes or no and not to what: they are for whatever was asked last."""
    return _NOT.union(_PARTICLE, _BESIDE).issuperset(_plain(text))


def before_question(text: str) -> str:
    """The answer in "ikut bu, bayarnya kapan?"; empty where no question follows one.

    Nor where it is a mere "ya", with which any question may begin.
    """
    head, rest = _clauses(text)
    asks = "?" in rest or bool(_ASKING & set(_plain(rest)))
    undecided = bool(_UNDECIDED & (set(_plain(rest)) | _roots(rest)))
    mere = (_PARTICLE | _BESIDE).issuperset(_plain(head))
    return head if asks and not undecided and not mere else ""


def before_more(text: str, question: str) -> str:
    """The answer in "ikut bu, tapi Aisyah mabuk darat"; empty where what follows may touch it.

    "Pengen sih, tapi …" wishes, and "ya tapi ga …" takes back.
    """
    head, rest = _clauses(text)
    said, answer = set(_plain(rest)), read_answer(rest)
    if _WISHES.search(head) or (_NOT & said and not _NOT & set(_plain(head))):
        return ""
    open_ = (_UNDECIDED - {"belum"}) | _AGREED | _ASKING | _matter(question) | {"pasti", "ingin"}
    unsure = answer.depends or answer.sense not in (Sense.OTHER, Sense.THANKS)
    return head if rest and not (said & open_ or unsure or "?" in rest) else ""


def _clauses(text: str) -> tuple[str, str]:
    """What stands first, and what is said behind it."""
    head, *rest = _CLAUSE.split(text, maxsplit=1)
    return head, "".join(rest).strip()


def for_each(
    text: str,
    choices: Sequence[str],
    children: Sequence[str],
    about: str = "",
    question: str = "",
) -> Mapping[str, str]:
    """The choice for each child: "Aisyah ikut, Bima tidak". Nothing if any of it is unclear.

    Words that name no child are for all; those that name some are for these alone.
    """
    mentions = [mention for mention in mentions_in(text, children) if mention.name]
    about = " ".join([about, *children])
    if len({mention.name for mention in mentions}) < 2:
        choice = named(text, choices, about, question)
        whom = [mentions[0].name] if mentions else children
        return {child: choice for child in whom if child} if choice else {}
    ends = [mention.start for mention in mentions[1:]] + [len(text)]
    found: dict[str, str] = {}
    waiting: list[str] = []
    for mention, end in zip(mentions, ends, strict=True):
        waiting.append(mention.name or "")
        if choice := named(text[mention.start : end], choices, about, question):
            found |= dict.fromkeys(waiting, choice)
            waiting = []
    return {} if waiting else found


def _denied(
    said: Sequence[str], choices: Sequence[str], beside: Sequence[str], matter: set[str]
) -> str | None:
    """A no is the choice that says no: to what was named, or to the question as a whole."""
    against = {choice: set(_plain(choice)) - _NOT for choice in choices if _denies(choice)}
    others = [
        c
        for c in choices
        if c not in against and _within(_plain(c), said) and _meant(_plain(c), said)
    ]
    clear = [c for c, rest in against.items() if rest and rest <= set(said)]
    if len(clear) == 1 and len(beside) <= MORE:
        stated = [c for c in others if not set(_plain(c)) <= against[clear[0]]]
        return None if stated else clear[0]
    denies_it = len(beside) <= MORE and any(
        word in _NOT and following in matter for word, following in pairwise(said)
    )
    bare = len(against) == 1 and not others and (not beside or denies_it)
    return next(iter(against)) if bare else None


def _agreed(said: Sequence[str], choices: Sequence[str], question: str) -> str | None:
    """ "ikut bu" to "Ikut studi tur? ya/tidak": what was asked, said again, is its yes."""
    yes = [choice for choice in choices if not _denies(choice)]
    if len(choices) != 2 or len(yes) != 1 or not _PARTICLE.issuperset(_plain(yes[0])):
        return None
    return yes[0] if (_AGREED | _matter(question)) & set(said) else None


def _matter(question: str) -> set[str]:
    """The words of a question that say what it is about."""
    return set(_plain(question)) - _OF_NOTHING - _ASKING - _PARTICLE


def _denies(choice: str) -> bool:
    return bool(_NOT & set(_plain(choice)))


def _meant(choice: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a choice that is a mere particle begins what was said."""
    if not _PARTICLE.issuperset(choice):
        return True
    place = _place(choice, said)
    return place is not None and all(word in _BESIDE for word in said[:place])


def _plain(text: str) -> list[str]:
    return [word.text for word in _words(text)]


def _roots(text: str) -> set[str]:
    return {word.root for word in _words(text)}


def _words(text: str) -> list[Word]:
    return [word for word in words_of(text) if word.kind != "mark"]


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    return _place(part, whole) is not None


def _place(part: Sequence[str], whole: Sequence[str]) -> int | None:
    size = len(part)
    starts = range(len(whole) - size + 1) if size else ()
    return next((at for at in starts if list(whole[at : at + size]) == list(part)), None)


_CLASS = re.compile(r"\b(?:kelas|kls|class)?\s*((?:\d{1,2}|[IVX]+)\s?[A-Za-z])\b")


COLON = re.compile(r":(?!\d\d\b)")
"""Not the one of "07:00"."""


def classes_said(body: str) -> set[str]:
    """Names of classes as schools write them, without spaces: "1A" of "kelas 1 a"."""
    return {re.sub(r"\s", "", name).upper() for name in _CLASS.findall(body)}
