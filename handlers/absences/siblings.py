"""Brothers and sisters in one message: who of them is away, and for which reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.absences.draft import NAMES, Draft
from handlers.core.understanding import Intent, Message, understand
from handlers.core.understanding.names import mentions_in
from handlers.core.understanding.normalise import words_of
from handlers.core.understanding.words.tables import words_in
from models.absence import Kind
from models.family import Pupil

_HERE = words_in("masuk hadir sehat sekolah berangkat")
_NOT = words_in("tidak belum bukan jangan")


def parted(draft: Draft, children: Sequence[Pupil], now: datetime) -> list[Draft]:
    """ "Aisyah demam, Bima masuk kok": a draft for each reason, without who comes to school.

    The draft itself where fewer than two are named, or nothing is said of them one by one.
    """
    said = _said(draft.words, children, now)
    away = {id_: part for id_, part in said.items() if part is not None}
    if not away or set(draft.children) - set(said):
        return [draft]
    by_kind: dict[Kind | None, list[int]] = {}
    for id_, part in away.items():
        by_kind.setdefault(part.kind or draft.kind, []).append(id_)
    if len(by_kind) == 1:
        return [draft.model_copy(update={"children": list(away)})]
    return [
        draft.model_copy(update={"children": ids, "kind": kind, "reason": away[ids[0]].reason})
        for kind, ids in by_kind.items()
    ]


def _said(words: str, children: Sequence[Pupil], now: datetime) -> Mapping[int, Draft | None]:
    """What is said of each who is named; None for who is at school, nothing for fewer than two.

    "Aisyah dan Bima demam": who has no words of their own has those that follow.
    """
    ids = {pupil.name: pupil.id for pupil in children}
    mentions = [mention for mention in mentions_in(words, list(ids)) if mention.name]
    if len({mention.name for mention in mentions}) < 2:
        return {}
    ends = [mention.start for mention in mentions[1:]] + [len(words)]
    found: dict[int, Draft | None] = {}
    waiting: list[int] = []
    last: Draft | None = Draft()
    for mention, end in zip(mentions, ends, strict=True):
        part = words[mention.start : end]
        waiting.append(ids[mention.name or ""])
        if _is_here(part):
            last = None
        elif any(word.text == "saja" for word in words_of(part)):
            last = Draft()
        elif (kind := _kind(part, mention.name or "", now)).kind is not None:
            last = kind
        else:
            continue
        found |= dict.fromkeys(waiting, last)
        waiting = []
    return {**found, **dict.fromkeys(waiting, last)}


def _is_here(part: str) -> bool:
    said = {word.text for word in words_of(part)}
    return bool(said & _HERE) and not said & _NOT and not said & NAMES.keys()


def _kind(part: str, child: str, now: datetime) -> Draft:
    meaning = understand(Message(part, "parent", now, [child]))
    if meaning.intent is not Intent.ABSENCE_REPORT:
        return Draft()
    kind, reason = meaning.slots.get("kind"), meaning.slots.get("reason", "")
    return Draft(kind=NAMES[kind] if kind else None, reason=reason)
