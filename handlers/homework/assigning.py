"""Setting homework, things to bring, a uniform or other hours, for classes or some children."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.forms import addressing, doubts
from handlers.core.forms.addressing import Audience
from handlers.core.forms.children import Children
from handlers.core.forms.fields import Field, Found, Words
from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, arrival
from handlers.core.talk import Capability, Choice, Heard, Phrase, Reply, Text, Turn, Value, Who
from handlers.core.talk.times import Day
from handlers.core.talk.words import CHANGE_BODY, NO_DAY
from handlers.core.understanding import Intent, day_near, find_day
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.headings import time_alone
from handlers.core.whom.audience import yours
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
    id="Untuk {classes} ({count} keluarga): {title}\n📅 {due}{body}{hint}{below}\n\nKirim?",
    en="For {classes} ({count} families): {title}\n📅 {due}{body}{hint}{below}\n\nSend it?",
)
QUOTED = Text("homework.body", id="\n\n“{body}”", en="\n\n“{body}”")
SHOWN_HINT = Text(
    "homework.hint", id="\n\n💡 Cara membantu: {hint}", en="\n\n💡 How to help at home: {hint}"
)
CHANGE_DAY = Text("homework.change_day", id="Ubah tanggal", en="Change the date")
ADD_HINT = Text("homework.add_hint", id="Tambah cara membantu", en="Add how to help")
WHICH_HINT = Text(
    "homework.which_hint",
    id="Bagaimana orang tua bisa membantu di rumah? Satu-dua kalimat saja.",
    en="How can parents help at home? One or two sentences will do.",
)
OFFERED = 8
"""So many classes are shown as buttons; whoever has more writes."""
AHEAD = 3
"""Days of school that are offered when none was said."""

teachers = Capability("homework", Who.STAFF, menu=MENU, place=12)


class Receivers(Children[Draft]):
    """Classes as a whole, or some children; never outside the speaker's own."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        groups = _classes(turn, session)
        if not groups:
            return Reply(NO_CLASS, free=False)
        if draft.between:
            return super().ask(turn, session, draft)
        if draft.elsewhere:
            return Reply(NOBODY)
        offered = [Choice(f"class {group}", name) for group, name in groups.items()]
        choices = [*offered, Choice("all", ALL)] if len(offered) <= OFFERED else []
        return Reply(WHOM, choices=choices, free=True)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        """The speaker's class by itself, where there is only one."""
        if draft.children or draft.between:
            return super().settle(turn, session, draft)
        groups = tuple(_classes(turn, session))
        mine = tuple(group for group in draft.classes if group in groups)
        if not draft.classes and len(groups) == 1 and not draft.elsewhere:
            mine = groups
        return {"classes": mine} if mine else self.ask(turn, session, draft)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        groups = _classes(turn, session)
        tapped = [group for group in groups if turn.answer in (f"class {group}", "all")]
        if tapped:
            return {"classes": tapped, "elsewhere": False}
        return super().read(turn, session, draft)

    def pupils(self, turn: Turn, session: Session, draft: Draft) -> Sequence[Pupil]:
        return about(turn, session, draft)

    def chosen(
        self, turn: Turn, session: Session, draft: Draft, named: Sequence[Pupil]
    ) -> Mapping[str, Any]:
        """Whole classes by their id, so that whoever joins a class's chat may see it."""
        chosen = {pupil.id for pupil in named}
        classes = {pupil.class_id for pupil in named if pupil.class_id is not None}
        whole = {pupil.id for pupil in yours(turn, session) if pupil.class_id in classes}
        none: dict[str, Any] = {"classes": (), "children": [], "elsewhere": False}
        if chosen == whole:
            return {**none, "classes": tuple(sorted(classes))}
        return {**none, "children": sorted(chosen)}

    def described(self, session: Session, draft: Draft) -> Value:
        if draft.classes:
            return addressing.described(session, Audience(classes=draft.classes))
        return super().described(session, draft)


class Due(Field[Draft]):
    """A day of school that is still to come: tapped, or in words."""

    def ask(self, turn: Turn, session: Session, draft: Draft, question: Text = WHEN) -> Reply:
        days = SchoolDays.of(school_of(session, turn.speaker.school))
        day, choices = turn.local.date(), []
        for _ in range(AHEAD):
            day = days.after(day)
            choices.append(Choice(day.isoformat(), short(day, turn.speaker.language)))
        asked: dict[str, Value] = {"due": Day(draft.due)} if draft.due else {}
        return Reply(question, asked, choices=choices, free=True)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if draft.due is None:
            return self.ask(turn, session, draft)
        if draft.due < turn.local.date() + timedelta(days=draft.sort is Sort.HOMEWORK):
            return self.ask(turn, session, draft, PAST)
        days = SchoolDays.of(school_of(session, turn.speaker.school))
        if draft.sure or days.has(draft.due):
            return None
        return _ask_next_school_day(turn, draft.due, days.after(draft.due))

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if turn.answer == "other":
            return self.ask(turn, session, draft)
        if turn.answer == "keep":
            return {"sure": True}
        due = date.fromisoformat(turn.answer) if turn.answer else find_day(turn.text, turn.local)
        return {"due": due, "sure": False} if due else self.ask(turn, session, draft, NO_DAY)

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "eh kamis aja bu": a day, and nothing else."""
        time = time_alone(amendment.words) if amendment.how is How.INSTEAD else ""
        day = day_near(time, turn.local, draft.due) if time else None
        return {"due": day, "sure": False} if day else None


def what(turn: Turn, session: Session, draft: Draft) -> Reply:
    return Reply(WHAT[draft.sort])


def how_to_help(turn: Turn, session: Session, draft: Draft) -> Reply:
    return Reply(WHICH_HINT)


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    assert draft.due is not None
    of = about(turn, session, draft)
    helped = [HINT] if draft.sort is Sort.HOMEWORK else []
    return Preview(
        CONFIRM,
        {
            "title": title(draft.sort, draft.subject),
            "classes": sending.whom(draft, of),
            "count": str(len(of)),
            "due": Day(draft.due),
            "body": Phrase(QUOTED, {"body": draft.body}) if draft.body else "\n",
            "hint": Phrase(SHOWN_HINT, {"hint": draft.hint}) if draft.hint else "",
        },
        also=(DUE, *helped),
        changes=(WHOM_FOR, BODY, DUE, *helped),
        arrives=arrival(turn, session),
    )


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    pupils = about(turn, session, draft)
    words = f"{draft.body}\n{draft.hint}"
    doubt = doubts.of_a_child(turn, session, pupils, words, WHOM_FOR.name)
    if doubt is not None and not draft.for_all:
        return form.doubt(draft.model_copy(update={"for_all": True}), doubt)
    return sending.send(turn, session, draft, pupils)


WHOM_FOR = Receivers(WHOM, nobody=NOBODY)
BODY = Words[Draft]("body", what, CHANGE_BODY)
DUE = Due("due", CHANGE_DAY)
HINT = Words[Draft]("hint", how_to_help, ADD_HINT, needed=False)
form = Form(
    teachers,
    Draft,
    (WHOM_FOR, BODY, DUE, HINT),
    shown,
    send,
    title=lambda draft: title(draft.sort, draft.subject),
)


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
    return form.begin(turn, session, Draft())


@teachers.opens(*WORDS)
def begin_other(turn: Turn, session: Session) -> Heard:
    """ "bawa besok: botol bekas"; "pulang" and what names no day is told us for another reason."""
    word, _, rest = turn.text.partition(" ")
    sort = WORDS[word.casefold().strip(":,.!")]
    draft = other(sort, rest, turn, yours(turn, session))
    if sort is Sort.HOURS and rest and draft.due is None:
        return None
    return form.begin(turn, session, draft)


@teachers.hears(Intent.HOMEWORK_ASSIGN, form=Slots)
def understood(turn: Turn, session: Session) -> Heard:
    """ "PR mtk hal 45 no 1-10 dikumpul Senin"."""
    return form.begin(turn, session, homework(turn.text, turn, yours(turn, session)))


def about(turn: Turn, session: Session, draft: Draft) -> list[Pupil]:
    """The children it is for, as far as they are the speaker's today."""
    classes, children = set(draft.classes), set(draft.children)
    return [p for p in yours(turn, session) if p.class_id in classes or p.id in children]


def _classes(turn: Turn, session: Session) -> dict[int, str]:
    """The speaker's classes, by id."""
    mine = yours(turn, session)
    return {pupil.class_id: pupil.class_name for pupil in mine if pupil.class_id is not None}


def _ask_next_school_day(turn: Turn, due: date, following: date) -> Reply:
    language = turn.speaker.language
    choices = [
        Choice(following.isoformat(), Phrase(USE, {"day": short(following, language)})),
        Choice("keep", Phrase(KEEP, {"day": short(due, language)})),
        Choice("other", OTHER_DAY),
    ]
    asked: dict[str, Value] = {"due": Day(due), "next": Day(following)}
    return Reply(NO_SCHOOL, asked, choices=choices, free=True)
