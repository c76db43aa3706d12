"""A guardian tells that a child will not come, or did not come: in any words, or step by step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from handlers.absences import days as absent_days
from handlers.absences.days import LEAVE, SICK, Reasoned
from handlers.absences.draft import (
    LONGEST,
    NAMES,
    Done,
    Draft,
    days_of,
    kept,
    memory,
    near_days,
    remembered,
    undo,
    values_of,
    written_down,
)
from handlers.absences.siblings import parted
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Reply,
    Say,
    Sense,
    Step,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import SKIP
from handlers.core.thread import notes
from handlers.core.understanding import Intent
from handlers.core.understanding.answers import read_answer
from handlers.core.whom import whose
from models.absence import Kind
from models.family import Pupil

MENU = Text("absences.menu", id="Kabari sakit atau izin", en="Report an absence")
WHY_AWAY = Text(
    "absences.kind",
    id="Ananda {children} sakit atau izin?",
    en="{children}: ill, or on leave?",
)
WHEN = Text(
    "absences.when",
    id="Hari apa {children} tidak masuk? Tulis misalnya “besok” atau “Senin sampai Rabu”.",
    en="Which days will {children} be away? Write for example “besok” or “Senin sampai Rabu”.",
)
NO_SCHOOL = Text(
    "absences.no_school",
    id="{day} bukan hari sekolah. Hari apa {children} tidak masuk?",
    en="{day} is not a day of school. Which days is it for {children}?",
)
TOO_LONG = Text(
    "absences.too_long",
    id="Paling lama {count} hari untuk satu kabar. Dari hari apa sampai hari apa {children} "
    "tidak masuk?",
    en="One report covers {count} days at most. From which day to which day is it for {children}?",
)
REASON = Text(
    "absences.reason",
    id="Apa alasannya? Tulis singkat, atau kirim foto suratnya.",
    en="What is the reason? Write it in a few words, or send a photo of the letter.",
)
CONFIRM = Text(
    "absences.confirm",
    id="Saya catat: Ananda {children} {kind}, {days}. Benar?",
    en="Shall I note: {children}, {kind}, {days}. Is that right?",
)
RECORDED = Text(
    "absences.recorded",
    id="Tercatat: Ananda {children} {kind}, {days}.{told}{wish}",
    en="Noted: {children}, {kind}, {days}.{told}{wish}",
    claims=Claim.NOTED,
)
ALREADY = Text(
    "absences.already",
    id="Sudah tercatat: Ananda {children} {kind}, {days}.{told} Terima kasih, {who}.",
    en="This is noted already: {children}, {kind}, {days}.{told} Thank you, {who}.",
)
WISH = Text("absences.wish", id=" Semoga lekas sembuh. 🙏", en=" We wish a quick recovery. 🙏")
TAKEN_BACK = Text(
    "absences.taken_back",
    id="Baik, {who}. Kabar untuk Ananda {children} sudah dibatalkan.{told}",
    en="All right, {who}. The report about {children} is taken back.{told}",
    claims=Claim.CANCELLED,
)
TOO_LATE = Text(
    "absences.too_late",
    id="Catatan itu sudah berubah sejak tadi, {who}, jadi tidak ada yang dibatalkan.",
    en="That entry has changed since, {who}, so nothing was taken back.",
)
WHAT_ELSE = Text(
    "absences.what_else",
    id="Baik, {who}. Apa yang perlu diubah?",
    en="All right, {who}. What is to be changed?",
)
YES = Text("absences.yes", id="Ya, benar", en="Yes")
NO = Text("absences.no", id="Bukan", en="No")
UNDO = Text("absences.undo", id="Batalkan", en="Take it back")
OTHER_DAYS = Text("absences.other_days", id="Ubah hari", en="Change the days")

BARE = 4
"""Words of an answer that says nothing else."""
REPAIRS = (Choice("undo", UNDO), Choice("days", OTHER_DAYS))

absences = Capability("absences", Who.GUARDIAN, menu=MENU, place=11)


class Slots(BaseModel):
    """What the understanding found in one message."""

    children: list[int] = []
    kind: Literal["sakit", "izin"] = "izin"
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    reason: str = ""


@absences.opens("izin", "sakit")
def begin(turn: Turn, session: Session) -> Heard:
    """ "izin" or "sakit" alone asks step by step; with more behind it, it is understood."""
    if " " in turn.text.strip():
        return None
    kind = Kind.SICK if turn.text.casefold() == "sakit" else None
    return proceed(turn, session, Draft(kind=kind, opening=turn.text, asks_reason=True))


@absences.hears(Intent.ABSENCE_REPORT, form=Slots)
def understood(turn: Turn, session: Session) -> Heard:
    assert isinstance(turn.slots, Slots)
    slots, meaning = turn.slots, turn.meaning
    draft = Draft(
        children=slots.children,
        kind=NAMES[slots.kind],
        first=slots.first,
        last=slots.last or slots.first,
        reason=slots.reason,
        words=turn.text,
        files=turn.media,
        sure=meaning is None or meaning.confidence >= whose.SURE,
    )
    mine = whose.own(turn, session, draft.children)
    drafts = parted(draft, mine, turn.local)
    return [say for one in drafts for say in proceed(turn, session, one)]


def more(turn: Turn, session: Session) -> Heard:
    """Files without words, as an album comes: shown with the rest."""
    return proceed(turn, session, remembered(turn))


@absences.takes_files(more)
def whom(turn: Turn, session: Session) -> Heard:
    """Which child. So many words that they may say something else are shown back first."""
    children = whose.answered(turn, session)
    if not children:
        return None
    draft = remembered(turn, children=[child.id for child in children])
    if turn.answer is None:
        draft.words = whose.with_answer(draft.words, turn)
        draft.sure = draft.sure and len(turn.text.split()) <= BARE
    parts = parted(draft, children, turn.local)
    return [say for one in parts for say in proceed(turn, session, one)]


@absences.takes_files(more)
def why(turn: Turn, session: Session) -> Heard:
    """Ill or on leave; "demam" says both that and the reason."""
    if turn.answer in NAMES:
        return proceed(turn, session, remembered(turn, kind=NAMES[turn.answer]))
    found = whose.slots(turn, session, "absence_kind", Intent.ABSENCE_REPORT)
    if "kind" not in found:
        return None
    reason = found.get("reason", "")
    draft = remembered(turn, kind=NAMES[found["kind"]], reason=reason, said=turn)
    return proceed(turn, session, draft)


@absences.takes_files(more)
def when(turn: Turn, session: Session) -> Heard:
    if turn.answer is not None:
        day = date.fromisoformat(turn.answer)
        return proceed(turn, session, remembered(turn, first=day, last=day))
    asked = {"from": turn.memory["first"]} if turn.memory.get("first") else {}
    found = whose.slots(turn, session, "absence_date", Intent.ABSENCE_REPORT, asked)
    days = {name: date.fromisoformat(found[name]) for name in ("from", "to") if name in found}
    if not days:
        return _reason_first(turn, session)
    draft = remembered(turn, said=turn)
    first = days.get("from") or draft.first or turn.local.date()
    draft = draft.model_copy(update={"first": first, "last": max(first, days.get("to", first))})
    return proceed(turn, session, draft)


def _reason_first(turn: Turn, session: Session) -> Heard:
    """ "Demam" where the days were asked: kept, and the days are asked for once more."""
    found = whose.slots(turn, session, "absence_kind", Intent.ABSENCE_REPORT)
    if "kind" not in found or turn.memory.get("reason"):
        return None
    why = {"kind": NAMES[found["kind"]], "reason": found.get("reason", "")}
    return proceed(turn, session, remembered(turn, said=turn, **why))


@absences.takes_files()
def because(turn: Turn, session: Session) -> Heard:
    draft = remembered(turn, asks_reason=False)
    if turn.answer != "skip":
        draft = remembered(turn, asks_reason=False, reason=turn.text, said=turn)
    return proceed(turn, session, draft)


@absences.takes_files(more)
def confirmed(turn: Turn, session: Session) -> Heard:
    """Yes records it; no, in any words, gives all that was written to the teacher."""
    answer = turn.answer or _said(turn, session)
    if answer is None:
        return None
    if answer == "yes":
        more = turn if turn.answer is None else None  # "iya bu, demam dari semalam"
        return proceed(turn, session, remembered(turn, said=more, sure=True))
    return _pass_on(turn, session, remembered(turn, sure=True))


@absences.step
def after(turn: Turn, session: Session) -> Heard:
    """What is offered under a report: to take it back, or to say other days."""
    if turn.answer == "days":
        return [_ask_days(turn, session, WHEN, remembered(turn))]
    if turn.answer is None:
        return _objected(turn, session)
    draft = remembered(turn)
    children = whose.own(turn, session, draft.children)
    changed = undo(turn, session, children, draft.done) if draft.done else {}
    children = [child for child in children if child.id in changed]
    if not children:
        return [Reply(TOO_LATE, {"who": turn.speaker.name})]
    values: dict[str, Value] = {
        "who": turn.speaker.name,
        "children": ", ".join(child.label for child in children),
        "told": absent_days.who_hears(turn, session, children),
    }
    says = [
        tell
        for child in children
        for tell in absent_days.tell_school(
            turn, session, child, absent_days.WITHDRAWN, None, {"days": changed[child.id]}
        )
    ]
    return [*says, Reply(TAKEN_BACK, values)]


def _said(turn: Turn, session: Session) -> str | None:
    """Yes or no in words; a yes that is only guessed is none."""
    said = turn.said or read_answer(turn.text)
    if said.sense in (Sense.QUESTION, Sense.CONDITION, Sense.LATER):
        return None
    answer = _yes_or_no(turn, session) or ("no" if said.sense is Sense.NO else None)
    return answer if answer != "yes" or said.may_agree else None


def _yes_or_no(turn: Turn, session: Session) -> str | None:
    return whose.slots(turn, session, "confirm_absence", Intent.CONFIRMATION).get("answer")


def _objected(turn: Turn, session: Session) -> Heard:
    """A bare "bukan" under what was recorded; longer words speak for themselves."""
    if _yes_or_no(turn, session) != "no" or len(turn.text.split()) > BARE:
        return None
    asking = {"who": turn.speaker.name}
    return [Reply(WHAT_ELSE, asking, choices=REPAIRS, then=after, remember=turn.memory)]


def proceed(turn: Turn, session: Session, draft: Draft) -> list[Say]:
    """Ask for what is missing, one thing at a time; then record."""
    children = whose.own(turn, session, draft.children)
    draft.children = [child.id for child in children]
    if not children:
        return [whose.ask(turn, session, whom, kept(turn, session, draft))]
    if draft.kind is None:
        choices = [Choice("sakit", SICK), Choice("izin", LEAVE)]
        return [_ask(turn, session, WHY_AWAY, draft, why, choices, kind="absence_kind")]
    if draft.first is None or draft.last is None:
        return [_ask_days(turn, session, WHEN, draft)]
    if draft.last - draft.first > LONGEST or turn.local.date() - draft.first > LONGEST:
        return [_ask_days(turn, session, TOO_LONG, draft)]
    if not days_of(turn, session, draft):
        return [_ask_days(turn, session, NO_SCHOOL, draft)]
    if draft.asks_reason and not draft.reason:
        return [_ask(turn, session, REASON, draft, because, [Choice("skip", SKIP)])]
    if not draft.sure:
        choices = [
            Choice("yes", YES, Sense.YES),
            Choice("no", NO, Sense.NO),
        ]
        return [_ask(turn, session, CONFIRM, draft, confirmed, choices, kind="confirm_absence")]
    return _record(turn, session, children, draft)


def _record(turn: Turn, session: Session, children: Sequence[Pupil], draft: Draft) -> list[Say]:
    assert draft.kind is not None
    assert draft.last is not None
    says: list[Say] = []
    done = Done(inbox=turn.inbox_id, on=turn.local.date(), before={})
    if draft.done:
        undo(turn, session, children, draft.done)
    days, what = days_of(turn, session, draft), Reasoned(draft.kind, draft.reason)
    for child in children:
        written = written_down(turn, session, child, draft)
        told, before = absent_days.record(
            turn, session, child, days, what, written, correcting=draft.done is not None
        )
        says += told
        done.before[child.id] = before
    values = values_of(turn, session, draft)
    news = bool(says) or any(done.before.values())
    values["told"] = absent_days.who_hears(turn, session, children) if news else ""
    if not any(done.before.values()):
        return [*says, Reply(ALREADY, values)]
    ill = draft.kind is Kind.SICK and draft.last >= turn.local.date()
    values["wish"] = WISH if ill else ""
    remember = memory(draft.model_copy(update={"done": done, "words": "", "files": ()}))
    recorded = Reply(RECORDED, values, choices=REPAIRS, then=after, remember=remember, free=True)
    return [*says, recorded]


def _pass_on(turn: Turn, session: Session, draft: Draft) -> Heard:
    """What was misunderstood goes to the teacher as it was written."""
    if turn.answer is None:
        draft.words = f"{draft.words}\n{turn.text}"
    children = whose.own(turn, session, draft.children)
    written = written_down(turn, session, children[0], draft) if children else None
    return notes.pass_on(turn, session, written, children[0]) if written else None


def _ask_days(turn: Turn, session: Session, text: Text, draft: Draft) -> Reply:
    choices = [Choice(day.isoformat(), label) for day, label in near_days(turn, session, draft)]
    return _ask(turn, session, text, draft, when, choices, kind="absence_date")


def _ask(
    turn: Turn,
    session: Session,
    text: Text,
    draft: Draft,
    then: Step,
    choices: Sequence[Choice],
    kind: str | None = None,
) -> Reply:
    remember, values = kept(turn, session, draft), values_of(turn, session, draft)
    return Reply(text, values, choices=choices, then=then, remember=remember, kind=kind, free=True)
