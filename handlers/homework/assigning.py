"""Setting homework, things to bring, a uniform or other hours, for classes or some children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.forms.heading import time_alone
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Phrase,
    Reply,
    Say,
    Sense,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.files import attached, sent
from handlers.core.talk.times import Day
from handlers.core.understanding import Intent, find_day
from handlers.core.whom.audience import NOT_YOURS, meant, not_yours, yours
from handlers.homework import sending
from handlers.homework.days import SchoolDays, short
from handlers.homework.reading import WORDS, Draft, homework, other
from handlers.homework.words import title
from models.family import Pupil
from models.homework import Sort
from models.school import school_of

MENU = Text("homework.menu", id="Beri PR atau keperluan", en="Set homework or things to bring")
WHOM = Text(
    "homework.whom",
    id="Untuk kelas mana? Ketuk, atau tulis kelasnya (boleh beberapa, dipisah koma) atau nama "
    "anak.",
    en="For which class? Tap it, or write the class (several with commas) or children's names.",
)
NOBODY = Text(
    "homework.nobody",
    id="Saya tidak menemukan itu di kelas Ibu/Bapak. Mohon tulis lagi kelasnya, atau BATAL.",
    en="I cannot find that in your classes. Please write the class again, or BATAL to cancel.",
)
NO_CLASS = Text(
    "homework.no_class",
    id="Belum ada anak di kelas Ibu/Bapak, jadi belum bisa dikirim.",
    en="There are no children in your classes yet, so nothing can be sent.",
)
ALL = Text("homework.all", id="Semua kelas", en="All classes")
WHAT = {
    Sort.HOMEWORK: Text(
        "homework.what",
        id="Apa PR-nya? Tulis, atau kirim foto papan tulis atau bukunya.",
        en="What is the homework? Write it, or send a photo of the board or the book.",
    ),
    Sort.BRING: Text("homework.what_bring", id="Apa yang dibawa?", en="What shall they bring?"),
    Sort.UNIFORM: Text("homework.what_uniform", id="Seragam apa?", en="Which uniform?"),
    Sort.HOURS: Text(
        "homework.what_hours",
        id="Pulang jam berapa, dan mengapa?",
        en="At what time do they leave, and why?",
    ),
}
WHEN = Text(
    "homework.when",
    id="Untuk hari apa? Ketuk, atau tulis tanggalnya.",
    en="For which day? Tap it, or write the date.",
)
PAST = Text(
    "homework.past",
    id="{due} sudah lewat atau terlalu dekat. Untuk hari apa? Ketuk, atau tulis tanggalnya.",
    en="{due} is past or too soon. For which day? Tap it, or write the date.",
)
NO_DAY = Text(
    "homework.no_day",
    id="Saya belum mengerti harinya. Tulis misalnya “Jumat” atau “30 November”.",
    en="I did not understand the day. Write for example “Friday” or “30 November”.",
)
NO_SCHOOL = Text(
    "homework.no_school",
    id="{due} tidak ada sekolah. Pakai hari sekolah berikutnya, {next}?",
    en="There is no school on {due}. Shall I use the next day of school, {next}?",
)
USE = Text("homework.use", id="Pakai {day}", en="Use {day}")
KEEP = Text("homework.keep", id="Tetap {day}", en="Keep {day}")
OTHER_DAY = Text("homework.other_day", id="Tanggal lain", en="Another date")
CONFIRM = Text(
    "homework.confirm",
    id="Untuk {classes} ({count} keluarga): {title}\n📅 {due}{body}{hint}{media}{held}\n\nKirim?",
    en="For {classes} ({count} families): {title}\n📅 {due}{body}{hint}{media}{held}\n\nSend it?",
)
BODY = Text("homework.body", id="\n\n“{body}”", en="\n\n“{body}”")
HINT = Text(
    "homework.hint", id="\n\n💡 Cara membantu: {hint}", en="\n\n💡 How to help at home: {hint}"
)
FILES = Text("homework.files", id="\n\n{files}", en="\n\n{files}")
SEND = Text("homework.send", id="Kirim", en="Send")
CHANGE_DAY = Text("homework.change_day", id="Ubah tanggal", en="Change the date")
ADD_HINT = Text("homework.add_hint", id="Tambah cara membantu", en="Add how to help")
CANCEL = Text("homework.cancel", id="Batal", en="Cancel")
WHICH_HINT = Text(
    "homework.which_hint",
    id="Bagaimana orang tua bisa membantu di rumah? Satu-dua kalimat saja.",
    en="How can parents help at home? One or two sentences will do.",
)
CANCELLED = Text(
    "homework.cancelled", id="Baik, tidak jadi dikirim.", en="All right, it is not sent."
)
OFFERED = 8
"""So many classes are shown as buttons; whoever has more writes."""
AHEAD = 3
"""Days of school that are offered when none was said."""

teachers = Capability("homework", Who.STAFF, menu=MENU, place=12)


class Slots(BaseModel):
    """What the understanding found; read again here, once the class is out of the way."""

    subject: str | None = None
    due: date | None = None
    body: str = ""


@teachers.opens("pr", "tugas rumah", "homework")
@teachers.takes_files()
def begin(turn: Turn, session: Session) -> Heard:
    """ "pr" alone, or under a photo, asks step by step; with more it is understood as written."""
    if turn.text.casefold().strip(" .!") not in ("pr", "tugas rumah", "homework"):
        return None
    return _next(turn, session, homework("", _sent(turn, session), []))


@teachers.opens(*WORDS)
def begin_other(turn: Turn, session: Session) -> Heard:
    """ "bawa besok: botol bekas"; "pulang" and what names no day is told us for another reason."""
    word, _, rest = turn.text.partition(" ")
    sort = WORDS[word.casefold().strip(":,.!")]
    draft = other(sort, rest, _sent(turn, session), yours(turn, session))
    if sort is Sort.HOURS and rest and draft.due is None:
        return None
    return _next(turn, session, draft)


@teachers.hears(Intent.HOMEWORK_ASSIGN, form=Slots)
def understood(turn: Turn, session: Session) -> Heard:
    """ "PR mtk hal 45 no 1-10 dikumpul Senin"."""
    return _next(turn, session, homework(turn.text, _sent(turn, session), yours(turn, session)))


def more(turn: Turn, session: Session) -> Heard:
    """Files without words, as an album comes: shown with the rest."""
    return _next(turn, session, turn.draft(Draft))


@teachers.takes_files(more)
def whom(turn: Turn, session: Session) -> Heard:
    """The class or children; never outside the speaker's own."""
    mine, draft = yours(turn, session), turn.draft(Draft)
    if turn.answer == "all":
        classes = [group for group in dict.fromkeys(p.class_id for p in mine) if group]
        return _next(turn, session, draft.model_copy(update={"classes": classes}))
    if turn.answer is not None:
        return _next(turn, session, draft.model_copy(update={"classes": [int(turn.answer)]}))
    found = meant(turn, session, turn.text)
    if found.others:
        blanks = not_yours(found.others)
        return [Reply(NOT_YOURS, blanks, then=whom, remember=_memory(draft))]
    if not found.pupils:
        return [Reply(NOBODY, then=whom, remember=_memory(draft))]
    return _next(turn, session, draft.model_copy(update=_as_classes(found.pupils, mine)))


@teachers.takes_files()
def what(turn: Turn, session: Session) -> Heard:
    return _next(turn, session, turn.draft(Draft).model_copy(update={"body": turn.text}))


@teachers.takes_files(more)
def when(turn: Turn, session: Session) -> Heard:
    """The day it is for: tapped, or in words."""
    draft = turn.draft(Draft)
    if turn.answer == "other":
        return [_ask_day(turn, session, draft, WHEN)]
    if turn.answer == "keep":
        return _next(turn, session, draft.model_copy(update={"sure": True}))
    due = date.fromisoformat(turn.answer) if turn.answer else find_day(turn.text, turn.local)
    if due is None:
        return [_ask_day(turn, session, draft, NO_DAY)]
    return _next(turn, session, draft.model_copy(update={"due": due, "sure": False}))


@teachers.takes_files()
def hinted(turn: Turn, session: Session) -> Heard:
    draft = turn.draft(Draft)
    return _next(turn, session, draft.model_copy(update={"hint": turn.text or draft.hint}))


@teachers.takes_files(more)
def confirmed(turn: Turn, session: Session) -> Heard:
    draft = turn.draft(Draft)
    match turn.answer:
        case "send":
            return _send(turn, session, draft)
        case "day":
            return [_ask_day(turn, session, draft, WHEN)]
        case "hint":
            return [Reply(WHICH_HINT, then=hinted, remember=_memory(draft))]
        case "cancel":
            return [Reply(CANCELLED)]
        case _:
            return _in_words(turn, session, draft)


def _in_words(turn: Turn, session: Session, draft: Draft) -> Heard:
    """ "ok kirim", "gak jadi", "eh Kamis aja"; or more files, as an album comes."""
    if (time := time_alone(turn.text)) and (day := find_day(time, turn.local)):
        return _next(turn, session, draft.model_copy(update={"due": day, "sure": False}))
    return None


def instead(turn: Turn, session: Session, draft: Draft) -> list[Say]:
    """Go on with what somebody had begun to announce."""
    return _next(turn, session, draft)


def _sent(turn: Turn, session: Session) -> Turn:
    return replace(turn, media=sent(turn, session))


def _memory(draft: Draft) -> dict[str, object]:
    return draft.model_dump(mode="json")


def _next(turn: Turn, session: Session, draft: Draft) -> list[Say]:
    """Ask for what is still missing, then show what was understood."""
    if not draft.classes and not draft.children:
        mine = yours(turn, session)
        groups = {pupil.class_id: pupil.class_name for pupil in mine if pupil.class_id is not None}
        if len(groups) != 1 or draft.elsewhere:
            return [_ask_class(groups, draft)]
        draft = draft.model_copy(update={"classes": list(groups)})
    if not draft.body and not draft.files:
        return [Reply(WHAT[draft.sort], then=what, remember=_memory(draft))]
    return [_settle_day(turn, session, draft)]


def _settle_day(turn: Turn, session: Session, draft: Draft) -> Say:
    """Ask again for a day that is missing, past or without school; show the rest."""
    if draft.due is None:
        return _ask_day(turn, session, draft, WHEN)
    earliest = turn.local.date() + timedelta(days=draft.sort is Sort.HOMEWORK)
    if draft.due < earliest:
        return _ask_day(turn, session, draft, PAST)
    days = SchoolDays.of(school_of(session, turn.speaker.school))
    if not draft.sure and not days.has(draft.due):
        return _ask_next_school_day(turn, draft, draft.due, days.after(draft.due))
    return _preview(turn, session, draft, draft.due)


def _ask_class(groups: dict[int, str], draft: Draft) -> Say:
    if not groups:
        return Reply(NO_CLASS)
    if draft.elsewhere:
        return Reply(NOBODY, then=whom, remember=_memory(draft))
    offered = [Choice(str(group), name) for group, name in groups.items()]
    choices = [*offered, Choice("all", ALL)] if len(offered) <= OFFERED else []
    return Reply(WHOM, choices=choices, then=whom, remember=_memory(draft), free=True)


def _ask_day(turn: Turn, session: Session, draft: Draft, question: Text) -> Say:
    """The next days of school are offered; a date may be written."""
    days = SchoolDays.of(school_of(session, turn.speaker.school))
    day, choices = turn.local.date(), []
    for _ in range(AHEAD):
        day = days.after(day)
        choices.append(Choice(day.isoformat(), short(day, turn.speaker.language)))
    asked: dict[str, Value] = {"due": Day(draft.due)} if question is PAST and draft.due else {}
    return Reply(question, asked, choices=choices, then=when, remember=_memory(draft), free=True)


def _ask_next_school_day(turn: Turn, draft: Draft, due: date, following: date) -> Say:
    language = turn.speaker.language
    choices = [
        Choice(following.isoformat(), Phrase(USE, {"day": short(following, language)})),
        Choice("keep", Phrase(KEEP, {"day": short(due, language)})),
        Choice("other", OTHER_DAY),
    ]
    asked: dict[str, Value] = {"due": Day(due), "next": Day(following)}
    return Reply(NO_SCHOOL, asked, choices=choices, then=when, remember=_memory(draft), free=True)


def _preview(turn: Turn, session: Session, draft: Draft, due: date) -> Say:
    about = _about(turn, session, draft)
    choices = [
        Choice("send", SEND, Sense.YES),
        Choice("day", CHANGE_DAY),
        *([Choice("hint", ADD_HINT)] if draft.sort is Sort.HOMEWORK else []),
        Choice("cancel", CANCEL, Sense.NO),
    ]
    blanks: dict[str, Value] = {
        "title": title(draft.sort, draft.subject),
        "classes": sending.whom(draft, about),
        "count": str(len(about)),
        "due": Day(due),
        "body": Phrase(BODY, {"body": draft.body}) if draft.body else "",
        "hint": Phrase(HINT, {"hint": draft.hint}) if draft.hint else "",
        "media": Phrase(FILES, {"files": attached(draft.files)}) if draft.files else "",
        "held": sending.held(school_of(session, turn.speaker.school), turn.now),
    }
    memory = _memory(draft)
    return Reply(CONFIRM, blanks, choices=choices, then=confirmed, remember=memory, free=True)


def _send(turn: Turn, session: Session, draft: Draft) -> Heard:
    """Asked again from the beginning where the preview has become too old to be sent."""
    about = _about(turn, session, draft)
    if draft.due is None or draft.due < turn.local.date() or not about:
        return _next(turn, session, draft)
    return sending.send(turn, session, draft, about)


def _about(turn: Turn, session: Session, draft: Draft) -> list[Pupil]:
    """The children it is for, as far as they are the speaker's today."""
    classes, children = set(draft.classes), set(draft.children)
    return [p for p in yours(turn, session) if p.class_id in classes or p.id in children]


def _as_classes(found: Sequence[Pupil], mine: Sequence[Pupil]) -> dict[str, list[int]]:
    """Whole classes by their id, so that whoever joins a class's chat may see it; else children."""
    chosen = {pupil.id for pupil in found}
    classes = {pupil.class_id for pupil in found if pupil.class_id is not None}
    if chosen == {pupil.id for pupil in mine if pupil.class_id in classes}:
        return {"classes": sorted(classes)}
    return {"children": sorted(chosen)}
