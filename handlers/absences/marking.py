"""A teacher says who is missing, in any words; the families of those nobody explained are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.absences import away, roll, unexplained
from handlers.absences.days import KINDS, Reasoned, unasked
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
from handlers.core.talk.times import Day
from handlers.core.understanding import Intent
from handlers.core.understanding.answers import plain
from handlers.core.whom.audience import NOT_YOURS, label, meant, not_yours, told_apart, yours
from models.absence import Absence, Kind, Said, absences_of, put, remove
from models.family import Pupil, is_guardian
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
SAVE = Text("attendance.save", id="Simpan", en="Save")
FAMILY = Text("attendance.family", id="Ikut kabar ortu", en="As the family said")
CANCEL = Text("attendance.cancel", id="Batal", en="Cancel")

attendance = Capability("attendance", Who.STAFF, menu=MENU, place=13)


class Draft(BaseModel):
    """A list being confirmed: the memory of the questions about it."""

    day: date
    text: str = ""
    without: list[int] = []
    """Pupils that were not meant by a name they share."""
    between: list[int] = []
    """Pupils that a question offered."""
    entries: dict[int, str] = {}
    against: list[int] = []
    """Children of whom the family said otherwise."""
    class_name: str = ""
    """The class that is complete, if that is what was said."""


@attendance.opens("absen", "absensi", "attendance")
def begin(turn: Turn, session: Session) -> Heard:
    """ "absen" alone asks; with more behind it, it is understood."""
    if " " in turn.text.strip() or "\n" in turn.text.strip():
        return None
    return [_prompt(turn, session)]


@attendance.hears(Intent.ATTENDANCE_MARK)
def understood(turn: Turn, session: Session) -> Heard:
    return _read(turn, session, turn.text, [])


@attendance.step
def listed(turn: Turn, session: Session) -> Heard:
    """The answer to "who is missing?"; other words are a message of their own."""
    return _read(turn, session, "nihil" if turn.answer == "all" else turn.text, [])


@attendance.step
def which_child(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return None
    draft = turn.draft(Draft)
    others = [id_ for id_ in draft.between if f"child {id_}" != turn.answer]
    return _read(turn, session, draft.text, [*draft.without, *others])


@attendance.step
def which_class(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return None
    return _complete(turn, session, turn.draft(Draft), turn.answer)


@attendance.step
def confirmed(turn: Turn, session: Session) -> Heard:
    draft = turn.draft(Draft)
    match turn.answer:
        case "save":
            return _save(turn, session, draft, draft.entries)
        case "family":
            kept = {id_: c for id_, c in draft.entries.items() if id_ not in draft.against}
            return _save(turn, session, draft, kept)
        case "cancel":
            return [Reply(NOT_SAVED)]
        case _:
            return _with_more(turn, session, draft)


def _with_more(turn: Turn, session: Session, draft: Draft) -> Heard:
    """ "eh Danu izin, Bima juga": a list that is not saved yet keeps the rest of it.

    It stands also while something is asked about the class.
    """
    alone = roll.reread(turn, turn.text, None, yours(turn, session))
    if alone.intent is Intent.ATTENDANCE_QUERY:
        asked = replace(turn, slots=away.Asked.model_validate(alone.slots))
        answer = away.who_is_away(asked, session)
        return [*(answer or []), *(_confirm(turn, session, draft) or [])]
    if also := _also(turn, session, draft):
        return _confirm(turn, session, draft.model_copy(update={"entries": also, "against": []}))
    found = roll.read(turn, session, turn.text, draft.without)
    if found is None or found.unclear or found.others or not found.entries:
        return None
    if found.day != draft.day or draft.class_name:
        return None
    new = {"entries": {**draft.entries, **found.entries}, "against": []}
    return _confirm(turn, session, draft.model_copy(update=new))


def _also(turn: Turn, session: Session, draft: Draft) -> dict[int, str]:
    """ "Danu juga": for the same reason as the last one on the list; empty where it is not that."""
    named = meant(turn, session, turn.text)
    if ALSO not in plain(turn.text).split() or named.unclear or not draft.entries:
        return {}
    code = list(draft.entries.values())[-1]
    return {**draft.entries, **{pupil.id: code for pupil in named.pupils}} if named.pupils else {}


ALSO = "juga"


def _prompt(turn: Turn, session: Session) -> Reply:
    today = turn.local.date()
    known = away.known(session, yours(turn, session), today)
    return Reply(
        PROMPT,
        {"day": Day(today), "known": Phrase(KNOWN, {"list": Lines(known)}) if known else ""},
        choices=[Choice("all", ALL_HERE, Sense.YES)],
        then=listed,
        free=True,
        kind="attendance_prompt",
    )


def _read(turn: Turn, session: Session, text: str, without: list[int]) -> Heard:
    """Show what was read; ask one question where a name or a class is not clear."""
    found = roll.read(turn, session, text, without)
    if found is None:
        return None
    if found.others:
        return [Reply(NOT_YOURS, not_yours(found.others), then=listed, kind="attendance_prompt")]
    draft = Draft(day=found.day, text=text, without=without)
    if found.unclear:
        draft.between = [pupil.id for pupil in found.unclear]
        called = told_apart(session, found.unclear, turn.now)
        choices = [Choice(f"child {child}", label) for child, label in called.items()]
        return [Reply(WHICH_CHILD, choices=choices, then=which_child, remember=_memory(draft))]
    if found.entries:
        draft.entries = dict(found.entries)
        return _confirm(turn, session, draft)
    if not found.everybody:
        return [_prompt(turn, session)]
    classes = list(dict.fromkeys(pupil.class_name for pupil in yours(turn, session)))
    said = [name for name in classes if name.casefold() in text.casefold().split()]
    if len(said or classes) == 1:
        return _complete(turn, session, draft, (said or classes)[0])
    choices = [Choice(name, name) for name in said or classes]
    return [Reply(WHICH_CLASS, choices=choices, then=which_class, remember=_memory(draft))]


def _complete(turn: Turn, session: Session, draft: Draft, class_name: str) -> Heard:
    """Everybody of a class is here: whoever is noted as away that day would be present."""
    of = [pupil.id for pupil in yours(turn, session) if pupil.class_name == class_name]
    if not of:
        return None
    draft.class_name = class_name
    rows = absences_of(session, of, draft.day, draft.day)
    draft.entries = {row.child_id: roll.PRESENT for row in rows}
    return _confirm(turn, session, draft)


def _confirm(turn: Turn, session: Session, draft: Draft) -> Heard:
    lines = Lines(_lines(turn, session, draft))
    values: dict[str, Value] = {"day": Day(draft.day), "list": lines}
    if draft.class_name:
        values["class_name"] = draft.class_name
        values["known"] = Phrase(REMOVED, {"list": lines}) if draft.entries else ""
    choices = [
        Choice("save", SAVE, Sense.YES),
        *([Choice("family", FAMILY)] if draft.against else []),
        Choice("cancel", CANCEL, Sense.NO),
    ]
    return [
        Reply(
            CONFIRM_ALL if draft.class_name else CONFIRM,
            values,
            choices=choices,
            then=confirmed,
            remember=_memory(draft),
            kind="confirm_attendance",
            free=True,
        )
    ]


def _lines(turn: Turn, session: Session, draft: Draft) -> list[Value]:
    """A line for each entry; those against what the family said are marked, and remembered."""
    rows = {row.child_id: row for row in absences_of(session, draft.entries, draft.day, draft.day)}
    lines: list[Value] = []
    for pupil in yours(turn, session):
        code = draft.entries.get(pupil.id)
        if code is None:
            continue
        kind = HERE if code == roll.PRESENT else KINDS[Kind(code)]
        values: dict[str, Value] = {"child": pupil.label, "kind": kind}
        row = rows.get(pupil.id)
        if row is not None and row.kind != code and _by_family(session, row, turn):
            draft.against.append(pupil.id)
            values["said"] = Reasoned(row.kind, row.reason)
        lines.append(Phrase(AGAINST if "said" in values else away.LINE, values))
    return lines


def _by_family(session: Session, row: Absence, turn: Turn) -> bool:
    return is_guardian(session, row.person_id, row.child_id, turn.now)


def _memory(draft: Draft) -> dict[str, Any]:
    return draft.model_dump(mode="json")


def _save(turn: Turn, session: Session, draft: Draft, entries: Mapping[int, str]) -> Heard:
    mine = yours(turn, session)
    says: list[Say] = []
    missing = []
    for pupil in (pupil for pupil in mine if pupil.id in entries):
        code = entries[pupil.id]
        if code == roll.PRESENT:
            says += _is_here(turn, session, pupil, draft.day)
            continue
        said = Said(Kind(code), "", turn.speaker.person, turn.inbox_id, turn.now)
        put(session, pupil, [draft.day], said)
        if said.kind is Kind.UNEXPLAINED:
            missing.append(pupil)
        else:
            unasked(session, pupil.id, [draft.day])
    school = school_of(session, turn.speaker.school)
    asking, unreached = unexplained.ask(session, school, missing, draft.day, turn.now)
    asked = [pupil for pupil in missing if asking and pupil not in unreached]
    values: dict[str, Value] = {
        "day": Day(draft.day),
        "count": str(_count(session, mine, draft)),
        "asked": Phrase(ASKED, {"children": label(asked)}) if asked else "",
        "unreached": Phrase(UNREACHED, {"children": label(unreached)}) if unreached else "",
    }
    return [*says, *asking, Reply(SAVED, values)]


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
    return len(absences_of(session, of, draft.day, draft.day))
