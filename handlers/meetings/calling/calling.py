"""Calling a meeting by chat: in one message or step by step, once or as a series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from handlers.core.forms import addressing, assent
from handlers.core.notices import forwarding
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
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.talk.words import (
    CANCEL,
    CHANGE,
    RECEIVERS,
    SEND_INVITATION,
    WHAT_CHANGES,
    WHICH,
)
from handlers.core.understanding import Intent
from handlers.core.whom import audience
from handlers.core.whom.audience import to_choose
from handlers.meetings.calling import changes as meeting_changes
from handlers.meetings.calling import draft as meeting_draft
from handlers.meetings.calling import invitation as meeting_invitation
from handlers.meetings.calling import preview as meeting_preview
from handlers.meetings.calling.draft import LONGEST, Draft
from models.family import LEADS
from models.meeting import Kind
from models.numbers import whole
from models.school import school_of

MENU = Text("meetings.menu", id="Rapat orang tua", en="Parents' meetings")
WHOM = Text(
    "meetings.whom",
    id="Rapat untuk siapa? Tulis kelasnya (misalnya 7A), nama anak, atau “seluruh sekolah”.",
    en="For whom is the meeting? Write the class (7A, say), children's names, or “seluruh "
    "sekolah” for the whole school.",
)
NOBODY = Text(
    "meetings.nobody",
    id="Saya belum menemukan penerima itu di kelas Ibu/Bapak. Mohon tulis lagi, atau BATAL.",
    en="I cannot find those in your classes. Please write it again, or BATAL to cancel.",
)
NOT_YOURS = Text(
    "meetings.not_yours",
    id="Untuk {classes} Ibu/Bapak belum bisa mengundang; itu lewat wali kelasnya atau kepala "
    "sekolah. Untuk siapa rapatnya?",
    en="You cannot invite {classes}; its homeroom teacher or the principal can. For whom is the "
    "meeting?",
)
DAY = Text(
    "meetings.day",
    id="Kapan rapatnya? Tulis hari dan jam, misalnya: Sabtu 12 Desember jam 9.",
    en="When is the meeting? Write day and hour, for example: Sabtu 12 Desember jam 9.",
)
HOUR = Text(
    "meetings.hour",
    id="Jam berapa? Misalnya: jam 9, atau 09.00-11.00.",
    en="At what time? For example: jam 9, or 09.00-11.00.",
)
PAST = Text(
    "meetings.past",
    id="Waktu itu sudah lewat. Tulis hari dan jam lain, misalnya: Sabtu 12 Desember jam 9.",
    en="That time is past. Write another day and hour, for example: Sabtu 12 Desember jam 9.",
)
PLACE = Text(
    "meetings.place",
    id="Di mana tempatnya? Misalnya: aula sekolah.",
    en="Where is it? For example: aula sekolah.",
)
AGENDA = Text(
    "meetings.agenda",
    id="Apa agendanya? Tulis singkat, atau pilih tanpa agenda.",
    en="What is the agenda? Write it in short, or choose no agenda.",
)
NO_AGENDA = Text("meetings.no_agenda", id="Tanpa agenda", en="No agenda")
SEATS = Text(
    "meetings.seats",
    id="Berapa kursi untuk keluarga? Tulis angkanya, atau 0 bila tidak dibatasi.",
    en="How many seats are there for families? Write the number, or 0 for no limit.",
)
SESSIONS = Text("meetings.sessions", id="Bagi {count} sesi", en="{count} sessions")
CANCELLED = Text(
    "meetings.cancelled",
    id="Baik, undangan tidak dikirim.",
    en="All right, no invitation is sent.",
)
CHANGES = {
    "when": Text("meetings.change_when", id="Waktu", en="Time"),
    "where": Text("meetings.change_where", id="Tempat", en="Place"),
    "agenda": Text("meetings.change_agenda", id="Agenda", en="Agenda"),
    "whom": RECEIVERS,
    "seats": Text("meetings.change_seats", id="Jumlah kursi", en="Seats"),
}
SENT = Text(
    "meetings.sent",
    id="Undangan {what} dikirim: {reached} keluarga.{held}{unreached}{series}\nTulis RAPAT kapan "
    "saja untuk melihat siapa hadir, memindahkan, atau membatalkan.",
    en="The invitation to {what} is on its way: {reached} families.{held}{unreached}{series}\n"
    "Write RAPAT at any time to see who comes, to move it, or to cancel it.",
    claims=Claim.SENT,
)
HELD = Text("meetings.held", id="\n⏰ Sampai {when}.", en="\n⏰ Arrives {when}.")
UNREACHED = Text(
    "meetings.unreached",
    id="\nTidak terjangkau lewat chat: {count} keluarga; mohon dihubungi langsung.",
    en="\nNot reached by chat: {count} families; please contact them yourself.",
)
NEXT = Text(
    "meetings.next",
    id="\n🔁 Dua minggu sebelum rapat berikutnya, saya tanyakan dulu ke Ibu/Bapak.",
    en="\n🔁 Two weeks before the next meeting I will ask you first.",
)

meetings = Capability("meetings", Who.STAFF, menu=MENU, place=20)


@meetings.opens("rapat", "meeting")
def begin(turn: Turn, session: Session) -> Heard:
    """ "rapat" lists one's own; with words behind it, it calls one, or changes one."""
    _, _, rest = turn.text.partition(" ")
    if changed := meeting_changes.in_words(turn, session, rest):
        return changed
    if not rest.strip():
        return meeting_changes.listed(turn, session) or _next(turn, session, Draft())
    return _called(turn, session, rest)


@meetings.opens("rapatnya")
def about_one(turn: Turn, session: Session) -> Heard:
    """ "rapatnya dibatalkan": of one that was called; whatever else is said of it is not for us."""
    return meeting_changes.in_words(turn, session, turn.text.partition(" ")[2])


@meetings.opens("rapat baru", "new meeting")
def anew(turn: Turn, session: Session) -> Heard:
    """Step by step, whatever other meetings there are."""
    return _called(turn, session, "")


@meetings.hears(Intent.MEETING_SCHEDULE)
def understood(turn: Turn, session: Session) -> Heard:
    """A meeting called as one speaks, or one that moves."""
    if changed := meeting_changes.in_words(turn, session, turn.text):
        return changed
    return _called(turn, session, turn.text)


def _called(turn: Turn, session: Session, words: str) -> Heard:
    return _addressed(turn, session, meeting_draft.read(words, turn), words)


@meetings.step
def whom(turn: Turn, session: Session) -> Heard:
    """Free words, or a child of those between whom to choose."""
    return _addressed(turn, session, turn.draft(Draft), turn.answer or turn.text, asked=True)


@meetings.step
def when(turn: Turn, session: Session) -> Heard:
    found = meeting_draft.times(turn.text, turn)
    if not found:
        return [Reply(DAY, then=when, remember=turn.memory)]
    return _next(turn, session, turn.draft(Draft).model_copy(update=found))


@meetings.step
def where(turn: Turn, session: Session) -> Heard:
    if not turn.text:
        return None
    place = turn.text.removeprefix("di ").removeprefix("Di ")[:100]
    return _next(turn, session, turn.draft(Draft).model_copy(update={"place": place}))


@meetings.step
def what(turn: Turn, session: Session) -> Heard:
    if turn.answer is None and (corrected := _corrected(turn, session, turn.draft(Draft))):
        return corrected
    agenda = "" if turn.answer == "none" else turn.text[:LONGEST]
    return _next(turn, session, turn.draft(Draft).model_copy(update={"agenda": agenda}))


@meetings.step
def seats(turn: Turn, session: Session) -> Heard:
    number = whole(turn.text.strip(), 9999)
    if number is None:
        return [Reply(SEATS, then=seats, remember=turn.memory)]
    new = {"capacity": number or None, "sessions": 0}
    return _next(turn, session, turn.draft(Draft).model_copy(update=new))


@meetings.step
def confirmed(turn: Turn, session: Session) -> Heard:
    draft, memory = turn.draft(Draft), turn.memory
    match turn.answer:
        case "send":
            return _send(turn, session, draft)
        case "sessions":
            seen, _ = meeting_preview.forecast_of(turn, session, draft)
            count = meeting_preview.sessions_for(draft, seen.families)
            return _next(turn, session, draft.model_copy(update={"sessions": count}))
        case "change":
            choices = [Choice(name, label) for name, label in CHANGES.items()]
            return [Reply(WHAT_CHANGES, choices=choices, then=change, remember=memory)]
        case "cancel":
            return [Reply(CANCELLED)]
    return _corrected(turn, session, draft) if assent.asked_last(turn, session) else None


def _corrected(turn: Turn, session: Session, draft: Draft) -> Heard:
    """ "eh jam 10 aja", "ya tapi di kelas": shown again with that; None for other words."""
    found = meeting_draft.correction(turn.text, turn, draft)
    return _next(turn, session, draft.model_copy(update=found)) if found else None


@meetings.step
def change(turn: Turn, session: Session) -> Heard:
    asks = {"when": (DAY, when), "where": (PLACE, where), "agenda": (AGENDA, what),
            "whom": (WHOM, whom), "seats": (SEATS, seats)}  # fmt: skip
    if turn.answer not in asks:
        return None
    text, step = asks[turn.answer]
    return [Reply(text, then=step, remember=turn.memory)]


@meetings.step
def sent(turn: Turn, session: Session) -> Heard:
    """Under the report of what was sent."""
    if turn.answer == forwarding.CHOICE.value:
        return forwarding.text_for_group(turn, session)
    return meeting_changes.chosen(turn, session)


def _addressed(
    turn: Turn, session: Session, draft: Draft, words: str, *, asked: bool = False
) -> Heard:
    """Whom the words name; a question where they name nobody, two, or somebody else's."""
    if asked:
        found = addressing.read(words, turn, session)
    else:
        found = meeting_draft.whom(words, draft.kind, turn, session)
    memory = _memory(draft)
    if found.unclear:
        choices = to_choose(session, found.unclear, turn.now)
        return [Reply(WHICH, choices=choices, then=whom, remember=memory, free=True)]
    if found.not_yours:
        classes = ", ".join(found.not_yours)
        return [Reply(NOT_YOURS, {"classes": classes}, then=whom, remember=memory)]
    if found.others:
        blanks = audience.not_yours(found.others)
        return [Reply(audience.NOT_YOURS, blanks, then=whom, remember=memory)]
    if found.audience.empty or found.audience.staff:
        return [Reply(NOBODY if asked else WHOM, then=whom, remember=memory)]
    kind = draft.kind or (Kind.OTHER if found.audience.school else Kind.POMG)
    new = {"audience": found.audience, "kind": kind}
    return _next(turn, session, draft.model_copy(update=new))


def _next(turn: Turn, session: Session, draft: Draft) -> list[Say]:
    """Ask for what is still missing, then show what would happen."""
    memory = _memory(draft)
    if draft.audience.empty:
        return [Reply(WHOM, then=whom, remember=memory)]
    if draft.day is None:
        return [Reply(DAY, then=when, remember=memory)]
    if draft.clock is None:
        return [Reply(HOUR, then=when, remember=memory)]
    if draft.starts_at(turn.speaker.zone) <= turn.now:
        memory = _memory(draft.model_copy(update={"day": None, "clock": None, "until": None}))
        return [Reply(PAST, then=when, remember=memory)]
    if not draft.place:
        return [Reply(PLACE, then=where, remember=memory)]
    if draft.agenda is None:
        none = [Choice("none", NO_AGENDA)]
        return [Reply(AGENDA, choices=none, then=what, remember=memory, free=True)]
    return [_preview(turn, session, draft)]


def _preview(turn: Turn, session: Session, draft: Draft) -> Say:
    seen, reach = meeting_preview.forecast_of(turn, session, draft)
    blocked = seen.too_dear and not turn.speaker.roles & LEADS
    needed = meeting_preview.sessions_for(draft, seen.families)
    split = [Choice("sessions", Phrase(SESSIONS, {"count": str(needed)}))]
    choices = [
        *([] if blocked else [Choice("send", SEND_INVITATION, Sense.YES, "undang")]),
        *(split if needed > 1 and not draft.sessions else []),
        Choice("change", CHANGE),
        Choice("cancel", CANCEL, Sense.NO),
    ]
    return Reply(
        meeting_preview.SHOWN,
        meeting_preview.blanks(turn, session, draft, seen, reach, blocked=blocked),
        choices=choices,
        then=confirmed,
        remember=_memory(draft),
        free=True,
    )


def _send(turn: Turn, session: Session, draft: Draft) -> Heard:
    seen, _ = meeting_preview.forecast_of(turn, session, draft)
    if seen.too_dear and not turn.speaker.roles & LEADS:
        return [_preview(turn, session, draft)]
    if draft.starts_at(turn.speaker.zone) <= turn.now:
        return _next(turn, session, draft)
    meeting = meeting_preview.store(turn, session, draft)
    published = meeting_invitation.send(session, meeting, turn.now)
    missed = sum(seen.missed.values())
    held = seen.arrives > turn.now
    zone = school_of(session, turn.speaker.school).zone
    blanks: dict[str, Value] = {
        "what": meeting.title,
        "reached": str(seen.reached),
        "held": Phrase(HELD, {"when": Moment(seen.arrives, zone)}) if held else "",
        "unreached": Phrase(UNREACHED, {"count": str(missed)}) if missed else "",
        "series": NEXT if draft.every else "",
    }
    report = Reply(
        SENT,
        blanks,
        choices=[*meeting_changes.CHOICES, forwarding.CHOICE],
        then=sent,
        remember={"meeting": meeting.id, "notice": meeting.notice_id},
        again=True,
        free=True,
    )
    return [*published.says, report]


def _memory(draft: Draft) -> Mapping[str, Any]:
    return draft.model_dump(mode="json")
