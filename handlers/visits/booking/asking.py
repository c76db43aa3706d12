"""The teacher asks for a visit: whom, what for, when; shown back before any family is asked."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Heard, Lines, Phrase, Reply, Say, Sense, Text, Turn, Value
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.talk.words import CANCEL, NO_SUCH_NAME, OTHER_TIME, WHICH
from handlers.core.understanding import Intent, find_day, find_when
from handlers.core.understanding.matters.visits import (
    about_when,
    kind_in,
    place_in,
    reason_in,
)
from handlers.core.whom.audience import NOT_YOURS, meant, not_yours, to_choose, yours
from handlers.visits import people, states
from handlers.visits.booking import agreeing, proposing, times, waiting
from handlers.visits.desk import teachers
from handlers.visits.labels import KINDS
from handlers.visits.states import Side
from handlers.visits.words import PLACES
from models.family import Pupil, names, pupils
from models.school import School, school_of
from models.visit import Kind, Place, State, Visit, VisitOffer

WHOM = Text(
    "visits.whom",
    id="Kunjungan ke keluarga siapa? Tulis nama anak, boleh langsung dengan waktunya: “Aisyah "
    "Sabtu jam 9”.{list}",
    en="Which family would you like to visit? Write the child's name, perhaps with the time: "
    "“Aisyah Saturday 9:00”.{list}",
)
AHEAD = Text("visits.ahead", id="\n\nKunjungan Ibu/Bapak:\n{list}", en="\n\nYour visits:\n{list}")
LINE = Text("visits.line", id="• {child}: {state}", en="• {child}: {state}")
LINE_AT = Text("visits.line_at", id="• {child}: {when} ({state})", en="• {child}: {when} ({state})")
WHEN = Text(
    "visits.when",
    id="Kunjungan ke {child}, kapan? Ini waktu Ibu/Bapak yang kosong. Ketuk, atau tulis waktu "
    "lain.",
    en="When would you like to visit {child}? These are your free times. Tap one, or write "
    "another.",
)
NO_FREE = Text(
    "visits.no_free",
    id="Kunjungan ke {child}, kapan? Saya tidak menemukan waktu kosong; mohon tulis waktunya.",
    en="When would you like to visit {child}? I found no free time; please write one.",
)
NOT_THEN = Text(
    "visits.not_then",
    id="{when} {problem}. Kunjungan ke {child} sebaiknya kapan? Ketuk, atau tulis waktu lain.",
    en="{when} {problem}. When would you like to visit {child}? Tap one, or write another time.",
)
CONFIRM = Text(
    "visits.confirm",
    id="Kunjungan ke keluarga {child}\n🕘 {when}\n📍 {place}\nJenis: {kind}{reason}{warning}\n\n"
    "Tanyakan ke {families}?",
    en="A visit to {child}'s family\n🕘 {when}\n📍 {place}\nKind: {kind}{reason}{warning}\n\n"
    "Shall I ask {families}?",
)
SATURDAY = Text(
    "visits.saturday",
    id="\n⚠️ Menurut pengaturan, Sabtu pagi hari sekolah. Mohon pastikan Ibu/Bapak tidak mengajar.",
    en="\n⚠️ By the settings Saturday morning is a time of school. Please make sure you do not "
    "teach.",
)
REASON = Text(
    "visits.reason",
    id="\nAlasan (tidak dikirim ke keluarga): {reason}",
    en="\nReason (not sent to the family): {reason}",
)
ASK = Text("visits.ask", id="Tanyakan", en="Ask them")
ASKED = Text(
    "visits.asked_family",
    id="Tentang {child}. Sudah ditanyakan ke {families}. Jawabannya langsung saya kabarkan.",
    en="About {child}. {families} were asked. I tell you as soon as they answer.",
    claims=Claim.SENT,
)
NOT_ASKED = Text(
    "visits.not_asked", id="Baik, tidak jadi ditanyakan.", en="All right, nobody is asked."
)
ALONE = Text(
    "visits.alone",
    id="Kunjungan ke keluarga {child}\n🕘 {when}\n📍 {place}\nJenis: {kind}{reason}{warning}\n\n"
    "Belum ada wali yang bergabung di sini, jadi mohon dihubungi langsung{phones}. Bila keluarga "
    "sudah setuju, ketuk Sudah setuju, dan kunjungannya saya catat.",
    en="A visit to {child}'s family\n🕘 {when}\n📍 {place}\nKind: {kind}{reason}{warning}\n\n"
    "No guardian has joined yet, so please contact them yourself{phones}. When they agree, tap "
    "They agree, and I note the visit.",
)
PHONES = Text("visits.phones", id=": {list}", en=": {list}")
PHONE = Text("visits.phone", id="{name}, {phone}", en="{name}, {phone}")
THEY_AGREE = Text("visits.they_agree", id="Sudah setuju", en="They agree")


class Draft(BaseModel):
    """What the teacher has said so far."""

    child: int | None = None
    kind: Kind = Kind.REGULAR
    reason: str = ""
    at: datetime | None = None
    day: date | None = None
    place: Place = Place.HOME
    visit: int | None = None
    """The visit that gets another time."""


@teachers.hears(Intent.VISIT_REQUEST)
def understood(turn: Turn, session: Session) -> Heard:
    """ "mau ke rumah Aisyah besok sore jam 4"."""
    return begin(turn, session, turn.text)


def begin(turn: Turn, session: Session, words: str) -> list[Say]:
    """From what was said, ask for what is missing."""
    place = place_in(words) or Place.HOME
    draft = Draft(kind=kind_in(words), reason=reason_in(words), place=place)
    return _whom(turn, session, _timed(draft, words, turn), words)


def anew(turn: Turn, session: Session, visit: Visit) -> list[Say]:
    """Another time for the same visit."""
    return _next(turn, session, _same(visit))


def instead(turn: Turn, session: Session, visit: Visit, offer: VisitOffer) -> Heard:
    """Another time or place than a family proposed, in words; None where they name neither."""
    proposed = {"at": offer.starts_at, "place": offer.place}
    return _otherwise(turn, session, _same(visit).model_copy(update=proposed))


def _same(visit: Visit) -> Draft:
    return Draft(
        child=visit.child_id,
        kind=visit.kind,
        reason=visit.reason,
        place=visit.place,
        visit=visit.id,
    )


def ahead(turn: Turn, session: Session) -> list[Say]:
    """What is arranged, and the question whom to visit next."""
    visits = people.own_open(turn, session)
    lines = [_line(session, visit, turn) for visit in visits[-10:]]
    shown: Value = Phrase(AHEAD, {"list": Lines(lines)}) if lines else ""
    return [Reply(WHOM, {"list": shown}, then=whom, remember=_memory(Draft()))]


@teachers.step
def whom(turn: Turn, session: Session) -> Heard:
    """The child, perhaps with a time."""
    draft = turn.draft(Draft)
    if turn.answer is None:
        draft = _timed(draft, turn.text, turn)
    return _whom(turn, session, draft, turn.answer or turn.text)


@teachers.step
def when(turn: Turn, session: Session) -> Heard:
    """A time from the list, or in words."""
    draft = turn.draft(Draft)
    at = proposing.chosen(turn.answer, turn.now)
    if at is not None:
        return _next(turn, session, draft.model_copy(update={"at": at}))
    return _otherwise(turn, session, draft)


def _otherwise(turn: Turn, session: Session, draft: Draft) -> Heard:
    """Another time or place in words; what they do not name stays as it was.

    None for words that say more: they begin something else, which names a day as well.
    """
    about = [pupil.name for pupil in pupils(session, [draft.child or 0])]
    if not about_when(turn.text, turn.local, about):
        return None
    place = place_in(turn.text)
    if find_when(turn.text, turn.local) is None:
        if place is None:
            return None
        return _next(turn, session, draft.model_copy(update={"place": place}))
    shown = draft.at.astimezone(turn.speaker.zone).date() if draft.at else draft.day
    timed = _timed(draft.model_copy(update={"at": None, "day": shown}), turn.text, turn)
    return _next(turn, session, timed.model_copy(update={"place": place or draft.place}))


@teachers.step
def confirmed(turn: Turn, session: Session) -> Heard:
    """Ask the family, or change what was shown: "jam 10 saja", "di sekolah saja"."""
    draft = turn.draft(Draft)
    match turn.answer:
        case "ask":
            return _send(turn, session, draft)
        case "settled":
            return _send(turn, session, draft, agreed=True)
        case "other":
            return _next(turn, session, draft.model_copy(update={"at": None, "day": None}))
        case "cancel":
            return [Reply(NOT_ASKED)]
        case _:
            return _otherwise(turn, session, draft)


def _whom(turn: Turn, session: Session, draft: Draft, words: str) -> list[Say]:
    found = meant(turn, session, words)
    memory = _memory(draft)
    if found.others:
        return [Reply(NOT_YOURS, not_yours(found.others), then=whom, remember=memory)]
    if found.unclear or len(found.pupils) > 1:
        among = found.unclear or found.pupils[:10]
        choices = to_choose(session, among, turn.now)
        return [Reply(WHICH, choices=choices, then=whom, remember=memory, free=True)]
    if not found.pupils:
        return [Reply(NO_SUCH_NAME, then=whom, remember=memory)]
    child = found.pupils[0].id
    running = [v for v in _running(turn, session, child) if v.state in states.AHEAD]
    known = running[-1].id if running else None
    if running and draft.kind is Kind.REGULAR:
        draft = draft.model_copy(update={"kind": running[-1].kind, "reason": running[-1].reason})
    return _next(turn, session, draft.model_copy(update={"child": child, "visit": known}))


def _running(turn: Turn, session: Session, child: int) -> list[Visit]:
    """The speaker's own open visits to a child: a new time continues the latest of them."""
    return [visit for visit in people.own_open(turn, session) if visit.child_id == child]


def _timed(draft: Draft, words: str, turn: Turn) -> Draft:
    """With the time of these words; a bare "jam 10" is on the day that was spoken of."""
    said = find_when(words, turn.local)
    if isinstance(said, datetime):
        if draft.day is not None and find_day(words, turn.local) is None:
            said = datetime.combine(draft.day, said.timetz())
        return draft.model_copy(update={"at": said})
    return draft.model_copy(update={"day": said}) if said else draft


def _next(turn: Turn, session: Session, draft: Draft) -> list[Say]:
    """Ask for a time that can be, then show what was understood."""
    found = pupils(session, [draft.child or 0])
    if not found:
        return [Reply(NO_SUCH_NAME, then=whom, remember=_memory(draft))]
    school = school_of(session, turn.speaker.school)
    if draft.at is None:
        return [_offer(turn, session, school, draft, found[0])]
    against = times.problem(
        session, school, turn.speaker.person, draft.at, turn.now, draft.visit or 0
    )
    if against:
        return [_offer(turn, session, school, draft, found[0], against)]
    return [_preview(turn, session, draft, found[0], draft.at)]


def _offer(
    turn: Turn,
    session: Session,
    school: School,
    draft: Draft,
    child: Pupil,
    against: times.Problem | None = None,
) -> Say:
    me, but = turn.speaker.person, draft.visit or 0
    found = (
        times.free(session, school, me, turn.now, on=draft.day, but=but) if draft.day else []
    ) or times.free(session, school, me, turn.now, but=but)
    values: dict[str, Value] = {"child": child.label}
    text = WHEN if found else NO_FREE
    if against and draft.at:
        text = NOT_THEN
        values |= {"when": Moment(draft.at, school.zone), "problem": against.text}
    choices = proposing.as_choices(found, school.zone, turn.speaker.language)
    return Reply(text, values, choices=choices, then=when, remember=_memory(draft), free=True)


def _preview(turn: Turn, session: Session, draft: Draft, child: Pupil, at: datetime) -> Say:
    families = _families(session, child, turn.now)
    school = school_of(session, child.school_id)
    blanks: dict[str, Value] = {
        "child": child.label,
        "when": Moment(at, turn.speaker.zone),
        "place": PLACES[draft.place],
        "kind": KINDS[draft.kind],
        "reason": Phrase(REASON, {"reason": draft.reason}) if draft.reason else "",
        "warning": SATURDAY if times.may_be_lessons(school, at) else "",
    }
    text, yes = CONFIRM, Choice("ask", ASK, Sense.YES, "tanya tanyakan kirim")
    if families:
        blanks["families"] = families
    else:
        text, yes = ALONE, Choice("settled", THEY_AGREE, Sense.YES)
        blanks["phones"] = _phones(session, child, turn.now)
    choices = [yes, Choice("other", OTHER_TIME), Choice("cancel", CANCEL, Sense.NO)]
    return Reply(text, blanks, choices=choices, then=confirmed, remember=_memory(draft), free=True)


def _phones(session: Session, child: Pupil, now: datetime) -> Value:
    """Where a family that has not joined can be reached, as the roster has it."""
    known = [
        Phrase(PHONE, {"name": place.name, "phone": place.phone})
        for place in people.places(session, child.id, now)
        if place.phone
    ]
    return Phrase(PHONES, {"list": Lines(known, between="; ")}) if known else ""


def _families(session: Session, child: Pupil, now: datetime) -> str:
    people_ = people.guardians(session, child.id, now)
    known = names(session, people_)
    return " & ".join(known[person] for person in people_)


def _send(turn: Turn, session: Session, draft: Draft, *, agreed: bool = False) -> Heard:
    """Asked again where the time has become impossible since it was shown, or somebody of the
    family has joined, who can be asked. `agreed` says that the teacher has asked them."""
    about = [pupil for pupil in yours(turn, session) if pupil.id == draft.child]
    if not about or draft.at is None:
        return [Reply(NOT_ASKED)]
    school = school_of(session, turn.speaker.school)
    families = _families(session, about[0], turn.now)
    but = draft.visit or 0
    against = times.problem(session, school, turn.speaker.person, draft.at, turn.now, but)
    if against or (agreed and families):
        return _next(turn, session, draft)
    visit = _visit(turn, session, draft, about[0])
    if agreed:
        return _agreed(turn, session, visit, draft)
    told = proposing.propose(session, visit, draft.at, draft.place, turn.now)
    return [*told, Reply(ASKED, {"child": about[0].label, "families": families})]


def _agreed(turn: Turn, session: Session, visit: Visit, draft: Draft) -> Heard:
    """What the teacher has arranged without us: the rules are the same."""
    assert draft.at is not None
    told = proposing.reopen(session, visit, Side.TEACHER)
    made = proposing.offer(session, visit, turn.speaker.person, draft.at, draft.place, turn.now)
    kept = agreeing.agree(session, visit, made, None, turn.now, turn)
    return [*told, *kept] if kept is not None else _next(turn, session, draft)


def _visit(turn: Turn, session: Session, draft: Draft, child: Pupil) -> Visit:
    """The visit that gets another time, or a new one."""
    if draft.visit:
        visit = people.locked(session, draft.visit)
        if people.is_teachers(visit, turn) and visit.state is not State.DONE:
            visit.kind, visit.reason = draft.kind, draft.reason
            visit.sequence += 1
            return visit
    visit = Visit(
        school_id=child.school_id,
        child_id=child.id,
        teacher_id=turn.speaker.person,
        asked_by_id=turn.speaker.person,
        kind=draft.kind,
        reason=draft.reason,
        place=draft.place,
        state=State.ASKED,
        created_at=turn.now,
    )
    session.add(visit)
    session.flush()
    return visit


def _line(session: Session, visit: Visit, turn: Turn) -> Value:
    child = people.child_of(session, visit).label
    state = waiting.waits(session, visit, turn.now)
    if visit.starts_at is None:
        return Phrase(LINE, {"child": child, "state": state})
    at = Moment(visit.starts_at, turn.speaker.zone)
    return Phrase(LINE_AT, {"child": child, "when": at, "state": state})


def _memory(draft: Draft) -> dict[str, object]:
    return draft.model_dump(mode="json")
