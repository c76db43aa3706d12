"""A guardian says that it is done: by tap, in words, with a photo; and takes that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.notices.signing import excerpt
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Sense,
    Text,
    Turn,
    Value,
    Who,
    clip,
    worded,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import ALL
from handlers.core.thread import notes
from handlers.core.understanding import Intent
from handlers.homework import passing, remarks
from handlers.homework.about import authors, meant, of_subject, remembered, seen_by, what, whose
from handlers.homework.words import title
from models.homework import Item, Sort, items, mark, unmark

MARKED = Text(
    "homework.marked",
    id="Terima kasih, {who}. Sudah dicatat untuk {children}: {what}. ✅{photo}{passed}",
    en="Thank you, {who}. Noted for {children}: {what}. ✅{photo}{passed}",
    claims=Claim.NOTED,
)
INVITED = Text(
    "homework.invited",
    id="\nMau kirim foto hasilnya ke {author}? Kirim saja sekarang.",
    en="\nWould you like {author} to see a photo of it? Just send it now.",
)
PHOTO = Text(
    "homework.photo_passed",
    id="\nFotonya saya teruskan ke {author}. 📷",
    en="\nI pass the photo on to {author}. 📷",
)
PASSED = Text(
    "homework.words_passed",
    id="\nPesannya juga saya teruskan ke guru.",
    en="\nI pass your message on to the teacher, too.",
)
PHOTO_ALONE = Text(
    "homework.photo_alone",
    id="Terima kasih, {who}. Fotonya saya teruskan ke {author}. 📷",
    en="Thank you, {who}. I pass the photo on to {author}. 📷",
    claims=Claim.SENT,
)
ALREADY = Text(
    "homework.already",
    id="Sudah dicatat sebelumnya untuk {children}: {what}. Terima kasih, {who}.{passed}",
    en="This was noted before for {children}: {what}. Thank you, {who}.{passed}",
)
UNDO = Text("homework.undo", id="Batal tandai", en="Not done after all")
UNDONE = Text(
    "homework.undone",
    id="Baik, {who}. Dicatat belum selesai untuk {children}: {what}.{passed}",
    en="All right, {who}. Noted as not done yet for {children}: {what}.{passed}",
    claims=Claim.NOTED,
)
NOT_YET = Text(
    "homework.not_yet",
    id="Baik, {who}. Tandai saja nanti kalau sudah selesai.{passed}",
    en="All right, {who}. Just mark it when it is finished.{passed}",
)
NOTED = Text(
    "homework.noted",
    id="Terima kasih, {who}. Kalau sudah selesai, balas “sudah”, ya.",
    en="Thank you, {who}. Please answer “sudah” when it is finished.",
)
GONE = Text(
    "homework.gone",
    id="Pesan itu sudah tidak berlaku, {who}. Terima kasih.",
    en="That message is no longer valid, {who}. Thank you.",
)
WHICH = Text(
    "homework.which",
    id="Yang mana yang sudah, {who}?\n{list}{passed}",
    en="Which of them is done, {who}?\n{list}{passed}",
)
WHICH_LINE = Text(
    "homework.which_line",
    id="{number}. {child}: {title}, {body}",
    en="{number}. {child}: {title}, {body}",
)
WRITE = Text(
    "homework.write",
    id="Silakan tulis pertanyaannya, {who}, atau kirim foto atau pesan suara.",
    en="Please write your question, {who}, or send a photo or voice note.",
)

LATE = timedelta(days=7)
"""So long after the due day "sudah" may still mean it."""
NOW = timedelta(hours=1)
"""A photo that comes so soon after the invitation is the one we invited."""

families = Capability("homework_family", Who.GUARDIAN)


class Slots(BaseModel):
    children: list[int] = []
    subject: str | None = None


@families.step_for(Sense.LATER, Sense.CONDITION, Sense.CORRECTION, Sense.QUESTION)
def answered(turn: Turn, session: Session) -> Heard:
    """Hears the answer to a notice or a reminder. Words that say nothing of it are a note."""
    if turn.answer == "done" and not turn.direct:
        return by_words(replace(turn, quoted=None), session)
    found = meant(turn, session)
    if not found:
        gone = Reply(GONE, {"who": turn.speaker.name})
        return [gone] if turn.answer else notes.note(turn, session)
    if turn.answer == "ask":
        asking = {"who": turn.speaker.name}
        return [Reply(WRITE, asking, then=asked, remember=turn.memory)]
    if turn.answer == "done" or remarks.is_photo(turn) or _says_done(turn):
        return _done(turn, session, found)
    if remarks.takes_back(turn):
        return _undo(turn, session, found)
    if _means(turn, Intent.ACKNOWLEDGE) or _is_promise(turn):
        return [Reply(NOTED, {"who": turn.speaker.name})]
    return passing.pass_on(turn, session, found)


@families.takes_files()
def asked(turn: Turn, session: Session) -> Heard:
    """What follows "Tanya guru"."""
    found = meant(turn, session)
    return passing.pass_on(turn, session, found) if found else notes.note(turn, session)


@families.hears(Intent.HOMEWORK_DONE, form=Slots)
def by_words(turn: Turn, session: Session) -> Heard:
    """ "PR mtk Aisyah sudah": whatever of hers fits. Where nothing does, the teacher reads it."""
    slots = turn.slots if isinstance(turn.slots, Slots) else Slots()
    mine = [p.id for p in seen_by(turn, session) if not slots.children or p.id in slots.children]
    found = items(session, mine, since=turn.local.date() - LATE)
    fitting = of_subject(found, slots.subject)
    undone = [item for item in fitting if item.done is None]
    if not undone:
        last = [item for item in fitting if item.homework is fitting[-1].homework]
        return _done(turn, session, last) if last else notes.note(turn, session)
    if len({item.homework.id for item in undone}) == 1 or remarks.all_of_them(turn):
        return _done(turn, session, undone)
    return _ask_which(turn, session, undone)


@families.step
def which(turn: Turn, session: Session) -> Heard:
    """One of several, or all. What they had written and sent has been passed on already."""
    found = meant(turn, session)
    if turn.answer is None:
        if not remarks.picks(turn, [pupil.name for pupil in seen_by(turn, session)]):
            return None
        if len({item.homework.id for item in found}) > 1:
            return _ask_which(turn, session, found)
    elif turn.answer != "all":
        found = [item for item in found if str(item.homework.notice_id) == turn.answer]
    if not found:
        return [Reply(GONE, {"who": turn.speaker.name})]
    sent = turn.memory.get("files", [])
    mark(session, found, turn.speaker.person, turn.now, turn.text, sent)
    photo = "" if sent else _invitation(found)
    return [_about(MARKED, turn, session, found, {"photo": photo, "passed": ""})]


@families.takes_files()
def marked(turn: Turn, session: Session) -> Heard:
    """After our thanks: the photo we invited, or "belum" after all; other words go their way."""
    found = meant(turn, session)
    if not found:
        return None
    if turn.answer == "undo":
        return _undo(turn, session, found)
    if not turn.direct and turn.now > datetime.fromisoformat(turn.memory["until"]):
        return None
    if remarks.takes_back(turn):
        return _undo(turn, session, found)
    if not remarks.is_photo(turn):
        return None
    mark(session, found, turn.speaker.person, turn.now, turn.text, turn.media)
    told = passing.photos(turn, session, found)
    return [*told, Reply(PHOTO_ALONE, {"who": turn.speaker.name, "author": _author(found)})]


@families.overhears(place=30)
def not_yet(turn: Turn, session: Session) -> Heard:
    """ "belum bu", quoting nothing: said to the homework they were asked about last."""
    asked_about = turn.latest.memory if turn.latest else {}
    if "children" not in asked_about or not remarks.takes_back(turn):
        return None
    found = meant(replace(turn, memory=asked_about), session)
    return _undo(turn, session, found) if found else None


UNDECIDED = frozenset({Sense.LATER, Sense.CONDITION, Sense.CORRECTION, Sense.QUESTION})


def _says_done(turn: Turn) -> bool:
    """ "sudah, tapi baru sampai nomor 5" does not."""
    if turn.said is not None and turn.said.sense in UNDECIDED:
        return False
    if turn.said is not None and not turn.said.may_agree:
        return False
    return _means(turn, Intent.HOMEWORK_DONE) or (
        turn.said is not None and turn.said.sense is Sense.DONE
    )


def _is_promise(turn: Turn) -> bool:
    """ "nanti malam dikerjakan": nobody has to read it."""
    return turn.said is not None and turn.said.sense is Sense.LATER and turn.said.whole


def _means(turn: Turn, intent: Intent) -> bool:
    return turn.meaning is not None and turn.meaning.intent is intent


def _done(turn: Turn, session: Session, found: Sequence[Item]) -> list[Say]:
    """Note it, and pass on the photo and whatever else they say."""
    again = all(item.done is not None for item in found)
    mark(session, found, turn.speaker.person, turn.now, turn.text[:200], turn.media)
    if turn.media:
        photo = Phrase(PHOTO, {"author": _author(found)})
        told = passing.photos(turn, session, found)
        return [*told, _about(MARKED, turn, session, found, {"photo": photo, "passed": ""})]
    says = passing.beside(turn, session, found) if remarks.says_more(turn) else []
    passed: dict[str, Value] = {"passed": PASSED if says else ""}
    if again:
        return [*says, _about(ALREADY, turn, session, found, passed)]
    return [*says, _about(MARKED, turn, session, found, {"photo": _invitation(found), **passed})]


def _invitation(found: Sequence[Item]) -> Value:
    """Only work is shown to a teacher, not what is packed or worn."""
    work = [item for item in found if item.homework.sort is Sort.HOMEWORK]
    return Phrase(INVITED, {"author": _author(work)}) if work else ""


def _about(
    text: Text,
    turn: Turn,
    session: Session,
    found: Sequence[Item],
    more: Mapping[str, Value],
) -> Reply:
    """What is now noted, with the way back."""
    until = (turn.now + NOW).isoformat()
    return Reply(
        text,
        {
            "who": turn.speaker.name,
            "children": whose(found, seen_by(turn, session)),
            "what": what(found),
            **more,
        },
        choices=[Choice("undo", UNDO)],
        then=marked,
        remember={**remembered(found), "until": until},
        free=True,
        again=True,
        kind="homework_notice",
    )


def _undo(turn: Turn, session: Session, found: Sequence[Item]) -> list[Say]:
    said = turn.answer is None and remarks.says_more(turn)
    says = passing.beside(turn, session, found) if said else []
    passed: Value = PASSED if says else ""
    undone = [item for item in found if item.done is not None]
    if not undone:
        return [*says, Reply(NOT_YET, {"who": turn.speaker.name, "passed": passed})]
    unmark(session, undone)
    blanks: dict[str, Value] = {
        "who": turn.speaker.name,
        "what": what(undone),
        "children": whose(undone, seen_by(turn, session)),
        "passed": passed,
    }
    return [*says, Reply(UNDONE, blanks)]


def _ask_which(turn: Turn, session: Session, undone: Sequence[Item]) -> list[Say]:
    """What else they say or send goes to the teacher now: they may never answer."""
    more = bool(turn.media) or remarks.says_more(turn)
    says = passing.beside(turn, session, undone) if more else []
    mine, language = seen_by(turn, session), turn.speaker.language
    choices, lines = [], []
    for number, homework in enumerate(dict.fromkeys(i.homework for i in undone), start=1):
        of_it = [item for item in undone if item.homework is homework]
        name = title(homework.sort, homework.subject)
        label = f"{number}. {worded(name, language)}"
        choices.append(Choice(str(homework.notice_id), clip(label)))
        line: dict[str, Value] = {"number": str(number), "child": whose(of_it, mine)}
        body = excerpt(homework.notice.body, 40)
        lines.append(Phrase(WHICH_LINE, {**line, "title": name, "body": body or "📎"}))
    return [
        *says,
        Reply(
            WHICH,
            {
                "who": turn.speaker.name,
                "list": Lines(lines),
                "passed": PASSED if says else "",
            },
            choices=[*choices, Choice("all", ALL)],
            then=which,
            remember={**remembered(undone), "files": list(turn.media)},
            free=True,
        ),
    ]


def _author(found: Sequence[Item]) -> str:
    return " & ".join(authors(found).values())
