"""What parents write for all of a class."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FOR_ALL = r"(?:(?:untuk|for)\s+)?(?:semua|all)\b"
_MARK = re.compile(rf"^{_FOR_ALL}(?P<whom>[^:：\n]{{0,40}})[:：]\s*(?P<words>.*)$", re.I | re.S)
_ALONE = re.compile(rf"^{_FOR_ALL}(?P<whom>[^:：\n]{{0,40}})$", re.I)
_FILLER = re.compile(r"\b(orang ?tua|ortu|wali murid|kelas|kls|parents|of|class)\b", re.I)


@dataclass(frozen=True)
class Marked:
    """A message that was marked for all."""

    words: str
    """Without the mark; empty where the mark stands alone."""
    whom: str
    """Between the mark and its colon, as a class would be called; often empty."""


def marked(text: str) -> Marked | None:
    """The mark and what it is before; None without one: "Semua sehat, Bu" has none."""
    found = _MARK.match(text) or _ALONE.match(text)
    if found is None:
        return None
    return Marked(found.groupdict().get("words") or "", class_name(found["whom"]))


def class_name(words: str) -> str:
    """A class as the school writes it: "kelas 1 a" is "1A"."""
    return re.sub(r"[\W_]+", "", _FILLER.sub(" ", words)).upper()


def names_class(words: str, class_name: str) -> bool:
    return re.search(rf"\b{re.escape(class_name)}\b", words, re.IGNORECASE) is not None
