"""What a guardian reads once their answer to an invitation is kept."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Phrase, Reply, Say, Step, Text, Turn, Value
from handlers.core.talk.texts import Claim
from handlers.meetings.answers.seats import Kept, Said
from handlers.meetings.calling import calendar as meeting_calendar
from handlers.meetings.calling.words import name_of, time_of
from models import seats
from models.meeting import Answer, Meeting
from models.signatures import Unsigned

COMES = Text(
    "rsvp.comes",
    id="Terima kasih, {who}. Untuk {children} tercatat: hadir di {what}, {when}, di {place}. "
    "✅{part}\nBerkas kalendernya kami lampirkan. Kalau berubah, kabari saja.",
    en="Thank you, {who}. Noted for {children}: coming to the {what}, {when}, at {place}. ✅"
    "{part}\nThe calendar file is attached. If anything changes, just tell us.",
    claims=Claim.NOTED,
)
PART = Text(
    "rsvp.part",
    id="\nItu sesi Ibu/Bapak. Sesi lain yang masih ada kursi bisa dipilih di bawah.",
    en="\nThat is your session. Others that still have seats can be chosen below.",
)
ABSENT = Text(
    "rsvp.absent",
    id="Baik, {who}. Untuk {children} tercatat: tidak bisa hadir di {what}, {when}. Terima kasih "
    "kabarnya. 🙏 Kalau berubah, kabari saja.",
    en="All right, {who}. Noted for {children}: not coming to the {what}, {when}. Thank you for "
    "telling us. 🙏 If anything changes, just tell us.",
    claims=Claim.NOTED,
)
UNSURE = Text(
    "rsvp.unsure",
    id="Baik, {who}. Untuk {children} tercatat: belum pasti ke {what}, {when}. Nanti kami ingatkan "
    "lagi. Kalau sudah pasti, kabari saja.",
    en="All right, {who}. Noted for {children}: not sure about the {what}, {when}. We will remind "
    "you. Once you know, just tell us.",
    claims=Claim.NOTED,
)
SENDS = Text(
    "rsvp.sends",
    id="Terima kasih, {who}. Untuk {children} tercatat: diwakilkan {name} di {what}, {when}, di "
    "{place}. ✅",
    en="Thank you, {who}. Noted for {children}: {name} comes to the {what} instead, {when}, at "
    "{place}. ✅",
    claims=Claim.NOTED,
)
FULL = Text(
    "rsvp.full",
    id="Mohon maaf, {who}, kursi untuk {what}, {when}, sudah penuh. {children} masuk daftar "
    "tunggu; begitu ada kursi kosong, langsung kami kabari.",
    en="Sorry, {who}, every seat at the {what}, {when}, is taken. {children} is on the waiting "
    "list; we will tell you as soon as a seat is free.",
)


def noted(
    turn: Turn,
    session: Session,
    meeting: Meeting,
    mine: Sequence[Unsigned],
    said: Said,
    kept: Kept,
    hears: Step,
) -> Say:
    """`hears` is the step that hears the choice of another session."""
    blanks = about(turn, session, meeting, mine, kept.session)
    match kept.answer:
        case Answer.YES:
            return _comes(turn, session, meeting, mine, kept, blanks, hears)
        case Answer.DELEGATE:
            return Reply(SENDS, {**blanks, "name": said.delegate})
        case Answer.WAITING:
            return Reply(FULL, blanks)
        case Answer.MAYBE:
            return Reply(UNSURE, blanks)
        case Answer.NO:
            return Reply(ABSENT, blanks)


def _comes(
    turn: Turn,
    session: Session,
    meeting: Meeting,
    mine: Sequence[Unsigned],
    kept: Kept,
    blanks: dict[str, Value],
    hears: Step,
) -> Say:
    children = [one.child_id for one in mine]
    others = [
        part
        for part in meeting.sessions
        if part.id != kept.session
        and seats.has_seat(session, meeting, part, children, turn.speaker.person)
    ]
    zone = turn.speaker.zone
    choices = [
        Choice(
            str(part.id),
            f"{part.starts_at.astimezone(zone):%H.%M}–{part.ends_at.astimezone(zone):%H.%M}",
        )
        for part in others
    ]
    return Reply(
        COMES,
        {**blanks, "part": Phrase(PART) if others else ""},
        choices=choices,
        then=hears if choices else None,
        remember={"meeting": meeting.id, "children": children},
        free=False,
        again=True,
        files=(meeting_calendar.file(session, meeting, turn.now, kept.session),),
    )


def about(
    turn: Turn,
    session: Session,
    meeting: Meeting,
    mine: Sequence[Unsigned],
    part: int | None = None,
) -> dict[str, Value]:
    """The blanks that every answer has."""
    return {
        "who": turn.speaker.name,
        "children": ", ".join(dict.fromkeys(one.child for one in mine)),
        "what": name_of(meeting),
        "when": time_of(session, meeting, part),
        "place": meeting.place,
    }
