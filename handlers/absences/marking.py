"""A teacher says who is missing, in any words; the families of those nobody explained are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.absences import away, roll, unexplained
from handlers.absences.days import KINDS, Reasoned, unasked
from handlers.core.forms.fields import Field, Found
from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, Way
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
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Day
from handlers.core.talk.words import SAVE
from handlers.core.understanding import Intent
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.audience import is_all
from handlers.core.whom.audience import NOT_YOURS, label, meant, not_yours, picked, to_choose, yours
from models.absence import Absence, Kind, Said, absences_of, put, remove
from models.family import Pupil, is_guardian, pupils
from models.school import school_of

MENU = Text("attendance.menu", id="Absensi kelas", en="Attendance")
PROMPT = Text(
    "attendance.prompt",
    id="{day}. Siapa yang tidak masuk? Tulis misalnya “Aisyah sakit, Danu izin, Bima alpa”, atau "
    "“nihil” bila hadir semua.{known}",
    en="{day}. Who is missing? Write for example “Aisyah sakit, Danu izin, Bima alpa”, or "
    "“nihil” if everybody is here.{known}",
)
KNOWN = Text(
    "attendance.known",
    id="\n\nSudah tercatat:\n{list}",
    en="\n\nKnown already:\n{list}",
)
AGAINST = Text(
    "attendance.against",
    id="• {child}: {kind} ⚠️ sudah dikabarkan orang tua: {said}",
    en="• {child}: {kind} ⚠️ the family reported: {said}",
)
HERE = Text("attendance.here", id="hadir", en="present")
CONFIRM = Text(
    "attendance.confirm",
    id="{day}:\n{list}\n\nAnak lain tidak diubah. Simpan?",
    en="{day}:\n{list}\n\nOther children stay as they are. Save it?",
)
CONFIRM_ALL = Text(
    "attendance.confirm_all",
    id="{day}: kelas {class_name} hadir semua.{known}\n\nSimpan?",
    en="{day}: everybody in class {class_name} is here.{known}\n\nSave it?",
)
REMOVED = Text(
    "attendance.removed",
    id="\n\nYang ini diubah menjadi hadir:\n{list}",
    en="\n\nThese are changed to present:\n{list}",
)
SAVED = Text(
    "attendance.saved",
    id="Tersimpan, {day}: {count} anak tidak masuk.{asked}{unreached}",
    en="Saved, {day}: {count} children away.{asked}{unreached}",
    claims=Claim.NOTED,
)
AS_BEFORE = Text(
    "attendance.as_before",
    id="{day}: {count} anak tidak masuk, seperti yang sudah tercatat.{asked}{unreached}",
    en="{day}: {count} children away, as was noted before.{asked}{unreached}",
)
ASKED = Text(
    "attendance.asked",
    id="\nKeluarga {children} sudah saya tanyai.",
    en="\nI am asking the family of {children}.",
)
UNREACHED = Text(
    "attendance.unreached",
    id="\nTidak bisa saya tanyai, mohon ditelepon: {children}.",
    en="\nI cannot ask these families, please telephone: {children}.",
)
WHICH_CHILD = Text(
    "attendance.which_child", id="Yang mana yang dimaksud?", en="Which one do you mean?"
)
WHICH_CLASS = Text("attendance.which_class", id="Kelas mana yang hadir semua?", en="Which class?")
NOT_SAVED = Text(
    "attendance.not_saved", id="Baik, tidak ada yang disimpan.", en="All right, nothing is saved."
)
ALL_HERE = Text("attendance.all_here", id="Hadir semua", en="Everybody is here")
FAMILY = Text("attendance.family", id="Ikut kabar ortu", en="As the family said")
OF_DAY = Text("attendance.of_day", id="absensi {day}", en="the attendance of {day}")
OF_TODAY = Text("attendance.of_today", id="absensi hari ini", en="today's attendance")

attendance = Capability("attendance", Who.STAFF, menu=MENU, place=13)


class Draft(BaseModel):
    """A list being made: the memory of the questions about it."""

    day: date | None = None
    text: str = ""
    without: list[int] = []
    """Pupils that were not meant by a name they share."""
    between: list[int] = []
    """Pupils of whom one is still to be chosen."""
    classes: list[str] = []
    """Classes of which one is to be chosen: it is said to be complete."""
    entries: dict[int, str] = {}
    class_name: str = ""
    """The class that is complete, if that is what was said."""

    @property
    def on(self) -> date:
        assert self.day is not None
        return self.day


class Missing(Field[Draft]):
    """Who is missing and why, or which class is complete."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        if draft.between:
            choices = to_choose(session, pupils(session, draft.between), turn.now)
            return Reply(WHICH_CHILD, choices=choices)
        if draft.classes:
            return Reply(WHICH_CLASS, choices=[Choice(name, name) for name in draft.classes])
        today = turn.local.date()
        known = away.known(session, yours(turn, session), today)
        return Reply(
            PROMPT,
            {"day": Day(today), "known": Phrase(KNOWN, {"list": Lines(known)}) if known else ""},
            choices=[Choice("all", ALL_HERE, Sense.YES)],
            free=True,
            kind="attendance_prompt",
        )

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        read = (draft.entries or draft.class_name) and not (draft.between or draft.classes)
        return None if read else self.ask(turn, session, draft)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        """Other words than a list are a message of their own."""
        if turn.answer in draft.classes:
            return _complete(turn, session, draft.on, str(turn.answer))
        if chosen := picked(turn.answer or "", pupils(session, draft.between)):
            others = [child for child in draft.between if child != chosen.id]
            return _listed(turn, session, draft.text, [*draft.without, *others])
        if turn.answer not in (None, "all"):
            return None
        return _listed(turn, session, "nihil" if turn.answer else turn.text, [])

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "eh Danu izin", "Bima juga", "hapus Danu": the rest of the list is kept."""
        named = meant(turn, session, amendment.words)
        ids = [pupil.id for pupil in named.pupils]
        only_names = is_all(amendment.words, yours(turn, session)) and not named.unclear
        if only_names and amendment.how is How.DROP:
            return {"entries": {id_: c for id_, c in draft.entries.items() if id_ not in ids}}
        if only_names and amendment.how is How.ADD and draft.entries:
            code = list(draft.entries.values())[-1]
            return {"entries": {**draft.entries, **dict.fromkeys(ids, code)}}
        found = roll.read(turn, session, turn.text, draft.without)
        if found is None or found.unclear or found.others or not found.entries:
            return None
        if found.day != draft.day or draft.class_name:
            return None
        return {"entries": {**draft.entries, **found.entries}}


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    against = _against(turn, session, draft)
    lines = Lines(_lines(turn, session, draft, against))
    values: dict[str, Value] = {"day": Day(draft.on), "list": lines}
    if draft.class_name:
        values["class_name"] = draft.class_name
        values["known"] = Phrase(REMOVED, {"list": lines}) if draft.entries else ""
    return Preview(
        CONFIRM_ALL if draft.class_name else CONFIRM,
        values,
        send=Choice("save", SAVE, Sense.YES),
        also=(Way("family", FAMILY, as_the_family_said),) if against else (),
    )


def as_the_family_said(turn: Turn, session: Session, draft: Draft) -> Heard:
    """Save the list but for those of whom the family said otherwise."""
    against = _against(turn, session, draft)
    return _save(turn, session, draft, {i: c for i, c in draft.entries.items() if i not in against})


def save(turn: Turn, session: Session, draft: Draft) -> Heard:
    return _save(turn, session, draft, draft.entries)


MISSING = Missing("entries")
form = Form(
    attendance,
    Draft,
    (MISSING,),
    shown,
    save,
    title=lambda draft: Phrase(OF_DAY, {"day": Day(draft.on)}) if draft.day else OF_TODAY,
    left=NOT_SAVED,
)


@attendance.opens("absen", "absensi", "attendance")
def begin(turn: Turn, session: Session) -> Heard:
    """ "absen" alone asks; with more behind it, it is understood."""
    return form.begin(turn, session, Draft()) if len(turn.text.split()) == 1 else None


@attendance.hears(Intent.ATTENDANCE_MARK)
def understood(turn: Turn, session: Session) -> Heard:
    return form.read(turn, session, Draft(), MISSING)


def _listed(turn: Turn, session: Session, text: str, without: list[int]) -> Found:
    """What was read, and what is not clear in it: a name, or which class is complete."""
    found = roll.read(turn, session, text, without)
    if found is None:
        return None
    if found.others:
        return Reply(NOT_YOURS, not_yours(found.others), kind="attendance_prompt")
    named = text.casefold().split()
    classes = list(dict.fromkeys(pupil.class_name for pupil in yours(turn, session)))
    said = [name for name in classes if name.casefold() in named] or classes
    everybody = found.everybody and not (found.unclear or found.entries)
    if everybody and len(said) == 1:
        return _complete(turn, session, found.day, said[0])
    return {
        "day": found.day,
        "text": text,
        "without": without,
        "between": [pupil.id for pupil in found.unclear],
        "entries": found.entries,
        "classes": said if everybody else [],
    }


def _complete(turn: Turn, session: Session, day: date, class_name: str) -> Found:
    """Everybody of a class is here: whoever is noted as away that day would be present."""
    of = [pupil.id for pupil in yours(turn, session) if pupil.class_name == class_name]
    rows = absences_of(session, of, day, day)
    entries = {row.child_id: roll.PRESENT for row in rows}
    return {"day": day, "class_name": class_name, "classes": [], "entries": entries} if of else None


def _against(turn: Turn, session: Session, draft: Draft) -> dict[int, Absence]:
    """What their family said, of those of whom the list says otherwise."""
    return {
        row.child_id: row
        for row in absences_of(session, draft.entries, draft.on, draft.on)
        if row.kind != draft.entries[row.child_id] and _by_family(session, row, turn)
    }


def _lines(
    turn: Turn, session: Session, draft: Draft, against: Mapping[int, Absence]
) -> list[Value]:
    """A line for each entry; those against what the family said are marked."""
    lines: list[Value] = []
    for pupil in (pupil for pupil in yours(turn, session) if pupil.id in draft.entries):
        code = draft.entries[pupil.id]
        kind = HERE if code == roll.PRESENT else KINDS[Kind(code)]
        values: dict[str, Value] = {"child": pupil.label, "kind": kind}
        if row := against.get(pupil.id):
            values["said"] = Reasoned(row.kind, row.reason)
        lines.append(Phrase(AGAINST if row else away.LINE, values))
    return lines


def _by_family(session: Session, row: Absence, turn: Turn) -> bool:
    return is_guardian(session, row.person_id, row.child_id, turn.now)


def _save(turn: Turn, session: Session, draft: Draft, entries: Mapping[int, str]) -> Heard:
    mine = yours(turn, session)
    about = [pupil for pupil in mine if pupil.id in entries]
    if entries and not about:
        return [Reply(NOT_YOURS, not_yours(pupils(session, list(entries))))]
    before = {row.child_id: row.kind for row in absences_of(session, entries, draft.on, draft.on)}
    changes = any(before.get(pupil.id, roll.PRESENT) != entries[pupil.id] for pupil in about)
    says: list[Say] = []
    missing = []
    for pupil in about:
        code = entries[pupil.id]
        if code == roll.PRESENT:
            says += _is_here(turn, session, pupil, draft.on)
            continue
        said = Said(Kind(code), "", turn.speaker.person, turn.inbox_id, turn.now)
        put(session, pupil, [draft.on], said)
        if said.kind is Kind.UNEXPLAINED:
            missing.append(pupil)
        else:
            unasked(session, pupil.id, [draft.on])
    school = school_of(session, turn.speaker.school)
    asking, unreached = unexplained.ask(session, school, missing, draft.on, turn.now)
    asked = [pupil for pupil in missing if asking and pupil not in unreached]
    values: dict[str, Value] = {
        "day": Day(draft.on),
        "count": str(_count(session, mine, draft)),
        "asked": Phrase(ASKED, {"children": label(asked)}) if asked else "",
        "unreached": Phrase(UNREACHED, {"children": label(unreached)}) if unreached else "",
    }
    return [*says, *asking, Reply(SAVED if changes else AS_BEFORE, values)]


def _is_here(turn: Turn, session: Session, pupil: Pupil, day: date) -> list[Say]:
    rows = absences_of(session, [pupil.id], day, day)
    if not rows:
        return []
    said = [row.person_id for row in rows]
    remove(session, rows)
    return unexplained.arrived(turn, session, pupil, day, said)


def _count(session: Session, mine: Sequence[Pupil], draft: Draft) -> int:
    """How many are away in the classes that were spoken of."""
    classes = {pupil.class_name for pupil in mine if pupil.id in draft.entries}
    classes.add(draft.class_name)
    of = [pupil.id for pupil in mine if pupil.class_name in classes]
    return len(absences_of(session, of, draft.on, draft.on))
