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

from handlers.core.understanding.dates.words import WEEKDAYS
from handlers.core.understanding.normalise import Word, canonical, words_of
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


def read_answer(
    text: str, yes: Collection[str] = (), no: Collection[str] = (), body: str = ""
) -> Answer:
    """What `text` answers. `yes` and `no` are further words that say so under this question.

    `body` is what was asked: "sabtu ga bisa" is a plain no to what it says of Saturday. Never
    raises. What is not surely a yes or no is neither.
    """
    days = _DAYS.intersection(plain(body).split())
    return _read(text, frozenset(yes), frozenset(no) - frozenset(yes), days)


def plain(text: str) -> str:
    """Lower case letters and digits, single spaces: how labels are compared.

    Emoji alone are themselves, in whatever colour of skin.
    """
    return " ".join(re.findall(r"\w+", text.casefold())) or _SHADES.sub("", text).strip()


def picked(text: str, labels: Sequence[str]) -> int | None:
    """The place of the one label these words can mean: "yang kedua", "yang ibunya Mega", "kelas 1".

    None where no label has all that was said, or more than one has.
    """
    said = plain(text).split()
    core = [w for w in said if w.isdecimal() or not _POINTING.issuperset(canonical(w))]
    if not core or len(core) > _FEW:
        return None
    if len(core) == 1 and (number := ORDINALS.get(core[0])) is not None:
        number = len(labels) if number == LAST else number
        return number - 1 if 0 < number <= len(labels) else None
    fits = [place for place, label in enumerate(labels) if all(_is_in(w, label) for w in core)]
    return fits[0] if len(fits) == 1 else None


def _is_in(word: str, label: str) -> bool:
    """Whether a label has the word; the grade "1" is in "1A" too."""
    parts = plain(label).split()
    return word in parts or (word.isdecimal() and any(part[:-1] == word for part in parts))


def spoken(words: str) -> frozenset[str]:
    """A label's words as `read_answer` takes them; marks, particles and a bare yes left out."""
    found = {form for w in words_of(words) if w.kind == "word" for form in (w.text, w.root)}
    return frozenset(found - _ASIDE - _YES - {"tidak"})


_YES = words_in(
    """
    ya oke siap setuju boleh bisa baik benar betul mau silakan sip sepakat gas gaskan gass cocok
    lanjut lanjutkan pasti tentu senang hati bersedia berkenan sanggup monggo mantap bener satuju
    satujueun agree correct sure yup fine deal there come ndherek tumut miring acc
    """
)
_NOT = words_in("tidak jangan bukan emoh ogah wegah moh nolak menolak tolak keberatan no cannot")
_ABLE = words_in(
    """
    bisa boleh mau jadi usah perlu setuju ikut hadir datang sempat sanggup bersedia berkenan benar
    betul begitu cocok lanjut paraf kirim dapat ingin butuh minat agree
    """
)
_DONE = words_in("sudah selesai beres tuntas rampung kelar done finished")
_BESIDE_DONE = words_in(
    "kerja kerjakan kumpul kumpulkan bawa baca paraf tanda tangan terima isi bayar lihat simak"
)
_FINE = words_in("masalah apa keberatan mengapa kenapa")
"""Behind a "tidak" they make a yes: "ga masalah bu"."""
_ASIDE = words_in(
    """
    bu pak ibu bapak bun bunda ayah guru min miss kak mbak mas ustadz ustadzah wali kelas
    ya iya coba dong deh lah kok sih nih tuh kah toh atuh mah sok ah oh hehe he hihi wah nah eh
    maaf mohon tolong terima kasih banyak sekali banget sangat alhamdulillah bismillah masyaallah
    assalamualaikum waalaikumsalam salam selamat pagi siang sore malam bilang sama dengan
    saya kami aku kita saja aja langsung sekarang semua semuanya itu ini informasi info infonya
    sudah atas perhatian kabar nya perhatiannya insyaallah dear please thanks i we ill will be take
    it this with too yes she he they
    """
)
"""What may stand beside a yes or no without saying anything more."""
_POLITE = words_in("terima kasih alhamdulillah syukron suwun nuhun jazakallah")
_WAIT = words_in("nanti sebentar tunggu dulu entar belum sabar besok lagi lihat")
_BESIDE_WAIT = words_in(
    """
    nanti sebentar tunggu dulu belum sabar besok lagi kerja sibuk sempat jawab baca lihat kabar
    kabari kabarin balas pikir pikirkan sampai rumah di jalan masih aku lah ditunggu yet later now
    not rapat mengajar ngajar oke siap ya baik selesai pulang cek saya kami tidak sekarang pasti
    tahu bisa jawabnya sehabis habis setelah makan mandi masak motor nyetir jangan kirim simpan
    undang tanya umumkan
    """
)
_DOUBT = words_in(
    """
    semoga mungkin usahakan diusahakan usahain tergantung ragu kabari kabarin pikir pikirkan
    pertimbangkan kayaknya sepertinya moga mudah-mudahan kemungkinan
    """
)
_ASKED = words_in("suami istri bapak ayah ibu mama papa dulu keluarga anak orang papanya anaknya")
_IF = words_in(
    """
    tapi asal asalkan kalau jika kecuali syarat namun mending mendingan lebih agak bisanya geser
    mundur mundurkan maju majukan pindah ganti undur tunda cuma
    """
)
_AGAIN = words_in("ulangi ulang ulangin diulang repeat again")
_MEANT = words_in("maksud maksudnya ralat koreksi harusnya seharusnya salah keliru")
_SHADES = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
_GOOD = frozenset("👍✅👌🆗☑✔💯🤝🫡")
_BAD = frozenset("👎❌🚫✖🙅")
_KIND = frozenset("🙏😊🙂❤🤗👏🥰😇")
_NO_ENGLISH = re.compile(r"^\W*(?:no|nope)\b(?!\W*\d)", re.IGNORECASE)
_NOT_YET = re.compile(r"\bnot yet\b", re.IGNORECASE)
_YA_AMPUN = re.compile(r"\bya+ (?:ampun|allah|tuhan|salam)\b", re.IGNORECASE)
"""An outcry, no yes."""
_POINTING = _ASIDE | words_in("yang pilih nomor punya anak murid dia adalah nama untuk")
_FEW = 4
LAST = -1
ORDINALS = {
    "pertama": 1, "kesatu": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "keenam": 6,
    "terakhir": LAST, "first": 1, "second": 2, "third": 3, "last": LAST,
}  # fmt: skip
_LONG = 14
"""Words. Whoever writes more says something beside a yes or no."""


@lru_cache(maxsize=4096)
def _read(text: str, yes: frozenset[str], no: frozenset[str], days: frozenset[str]) -> Answer:
    said = _YA_AMPUN.sub(
        "eh", _NO_ENGLISH.sub("tidak", _NOT_YET.sub("belum", _SHADES.sub("", text)))
    )
    words = [w for w in words_of(said) if w.kind != "medium"]
    if not any(w.kind in ("word", "number") for w in words):
        return Answer(_of_marks({w.text for w in words}))
    asks = any(w.text == "?" for w in words) or _wonders(words)
    if _asks_first(words):
        return Answer(Sense.QUESTION, whole=False)
    parts = _parts(words, yes | no)
    parts[0] = [word for word in parts[0] if word not in days or len(parts[0]) == 1]
    head, extra = _head(parts[0], yes, no)
    rest = _rest(said, words)
    more = [part for part in parts[1:] if not _is_aside(part)]
    if head in (None, Sense.THANKS) and more:
        head, extra = _head(more[0], yes, no) if not asks else (None, True)
        more = more[1:]
    more = [part for part in more if _head(part, yes, no) != (head, False)]
    answer = _settled(head, extra, parts, more, asks=asks)
    if head in _PLAIN:
        answer = replace(answer, head=head, rest=rest)
    return replace(answer, denied=any(word.text in _NOT | {"belum"} for word in words))


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
    head: Sense | None, extra: bool, parts: list[list[str]], more: list[list[str]], *, asks: bool
) -> Answer:
    """The head's sense, if nothing behind it takes it back."""
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
    if _IF & set(texts) and (head is not Sense.LATER or "ya" in texts[:1]):
        return Answer(Sense.CONDITION, whole=False)
    if head in (Sense.YES, Sense.DONE) and beyond & _TAKEN_BACK:
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
        parts[-1].append(word.root if word.root in own | _ROOTS | _KIN | _COMES else word.text)
    return [part for part in parts if part] or [[]]


_ROOTS = frozenset({"tanya", "maksud", "kirim", "baca"})


def _head(
    part: Sequence[str], yes: frozenset[str], no: frozenset[str]
) -> tuple[Sense | None, bool]:
    """What one part says, and whether it says more; None where it is no answer."""
    core = [text for text in part if text not in _ASIDE]
    if not part:
        return None, False
    if found := _waits(part, core, yes | no) or _refuses(part, core, yes, no):
        return found
    if part[0] not in _YES and _DONE & set(part) and set(core) <= _DONE | _BESIDE_DONE | yes:
        return Sense.DONE, False
    agreed = _YES | yes | {"ingin"}  # "mau"; with more behind it, a wish
    first = part[0] if part[0] in {"ya", "iya"} else next(iter(core), "")
    if first in _YES:
        return Sense.YES, not set(core) <= agreed
    if core and set(core) <= agreed:
        return Sense.YES, False
    if not core and _POLITE & set(part):
        return Sense.THANKS, False
    if "insyaallah" in part and not core:
        return Sense.LATER, False
    return None, True


def _waits(
    part: Sequence[str], core: Sequence[str], own: frozenset[str]
) -> tuple[Sense, bool] | None:
    said = set(part)
    if "tidak" in said and said & {"bisa", "jadi", "boleh"} and not said & _DOUBT:
        return None
    if said & {"tidak", "jangan"} and "dulu" in said and not said & {"nanti", "belum", "tanya"}:
        return None  # "engga dulu ya bu"
    if "tanya" in said and said & _ASKED:
        return Sense.LATER, False
    if said & _DOUBT and set(core) <= _DOUBT | _BESIDE_WAIT | _ABLE | _ASKED | own:
        return Sense.LATER, False
    if "belum" in said:
        able = said & (_ABLE - {"jadi", "sempat", "paraf", "kirim"})
        plain = set(core) <= _BESIDE_WAIT | own
        return None if able else (Sense.LATER, not plain)
    if set(core) & _WAIT and set(core) <= _BESIDE_WAIT | own:
        return Sense.LATER, False
    return None


def _refuses(
    part: Sequence[str], core: Sequence[str], yes: frozenset[str], no: frozenset[str]
) -> tuple[Sense, bool] | None:
    """A no: "tidak", "ga bisa ya bu", "sabtu ga bisa"; and the yes that "ga masalah" is."""
    places = [place for place, text in enumerate(core) if text in _NOT or text == "belum"]
    if not places:
        if no and core and set(core) <= no | {"ya"}:
            return Sense.NO, False
        return None
    at = places[0]
    behind, before = core[at + 1 :], core[:at]
    if behind and behind[0] in _FINE and core[at] == "tidak":
        return Sense.YES, False
    if core[at] in {"bukan", "jangan"} and not set(behind) <= _ABLE | yes | no | {"dulu"}:
        return None
    if behind and behind[0] not in _ABLE | yes | {"dulu"}:
        return None
    if any(text not in _ABLE | yes | _YES | _DAYS for text in before):
        return None
    extra = bool(before) or not set(behind) <= _ABLE | yes | no | _ASIDE | {"dulu"}
    return Sense.NO, extra


_DAYS = frozenset(WEEKDAYS)


def _is_aside(part: Sequence[str]) -> bool:
    return all(text in _ASIDE for text in part)


def _stands_in(head: Sense | None, texts: Sequence[str], beyond: set[str]) -> bool:
    """Whether a yes says no more than who will be there: "mau bu, tapi yang datang neneknya"."""
    depends = (_IF - {"tapi"}) & set(texts) or beyond & (_NOT | _TAKEN_BACK)
    return head is Sense.YES and not depends and bool(beyond & _KIN and beyond & _COMES)


_KIN = words_in(
    "nenek kakek ayah ibu bapak suami istri om tante kakak bibi paman pengasuh mbah oma opa papa"
)
_COMES = words_in("rumah datang hadir wakil ganti jemput terima antar ikut temani")
_TAKEN_BACK = frozenset({"jangan", "nanti", "belum"})


def _asks_first(words: Sequence[Word]) -> bool:
    """ "kok bisa bu? di rumah dia pemalu": what stands first is asked, whatever follows."""
    marks = [place for place, word in enumerate(words) if word.kind == "mark"]
    behind = len(words) - marks[0] - 1 if marks else 0
    return words[0].text == "kok" or (behind > 1 and words[marks[0]].text == "?")


def _wonders(words: Sequence[Word]) -> bool:
    """A question without its mark: "jam berapa bu"."""
    return any(word.text in _WONDERING for word in words)


_WONDERING = words_in("berapa bagaimana kapan siapa mana kenapa apakah gimana")


def _repeats(texts: Sequence[str]) -> bool:
    core = [text for text in texts if text not in _ASIDE]
    return bool(core) and (
        set(core) <= _AGAIN | {"lagi", "apa", "tadi", "yang"}
        and (bool(_AGAIN & set(core)) or {"tadi", "apa"} <= set(core))
    )


def _corrects(texts: Sequence[str], asks: bool) -> bool:
    if asks:
        return False
    if texts[:1] == ["eh"] and len(texts) > 1:
        return True
    return bool(_MEANT & set(texts)) and not {"tidak"} & set(texts[:1])
