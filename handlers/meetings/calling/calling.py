"""Calling a meeting by chat: in one message or step by step, once or as a series."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from handlers.core.forms import doubts
from handlers.core.forms.form import Form
from handlers.core.forms.preview import arrival, held, unreached
from handlers.core.notices import forwarding
from handlers.core.talk import Capability, Heard, Reply, Text, Turn, Value, Who
from handlers.core.talk.texts import Claim
from handlers.core.understanding import Intent
from handlers.core.understanding.matters.announcements import classes_said
from handlers.meetings.calling import changes as meeting_changes
from handlers.meetings.calling import draft as reading
from handlers.meetings.calling import invitation as meeting_invitation
from handlers.meetings.calling import preview
from handlers.meetings.calling.draft import Draft
from handlers.meetings.calling.fields import FIELDS, TO_WHOM

MENU = Text("meetings.menu", id="Rapat orang tua", en="Parents' meetings")
TITLE = Text("meetings.title", id="undangan rapat", en="invitation to a meeting")
CANCELLED = Text(
    "meetings.cancelled",
    id="Baik, undangan tidak dikirim.",
    en="All right, no invitation is sent.",
)
SENT = Text(
    "meetings.sent",
    id="Undangan {what} dikirim: {reached} keluarga.{held}{unreached}{series}\nTulis RAPAT kapan "
    "saja untuk melihat siapa hadir, memindahkan, atau membatalkan.",
    en="The invitation to {what} is on its way: {reached} families.{held}{unreached}{series}\n"
    "Write RAPAT at any time to see who comes, to move it, or to cancel it.",
    claims=Claim.SENT,
)
NEXT = Text(
    "meetings.next",
    id="\n🔁 Dua minggu sebelum rapat berikutnya, saya tanyakan dulu ke Ibu/Bapak.",
    en="\n🔁 Two weeks before the next meeting I will ask you first.",
)

meetings = Capability("meetings", Who.STAFF, menu=MENU, place=20)


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    """Keep the meeting and invite to it; once more asked where a child is named in it."""
    agenda = draft.agenda or ""
    words = agenda if classes_said(draft.place) else f"{draft.place}\n{agenda}"
    doubt = doubts.about(session, draft.audience, words, turn, exact=True)
    if doubt is not None and draft.sure != words:
        return form.doubt(draft.model_copy(update={"sure": words}), doubt)
    meeting = preview.store(turn, session, draft)
    published = meeting_invitation.send(session, meeting, turn.now, files=draft.files)
    blanks: dict[str, Value] = {
        "what": meeting.title,
        "reached": str(len(published.reached) + published.waiting),
        "held": held(turn, arrival(turn, session)),
        "unreached": unreached(published),
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


form = Form(meetings, Draft, FIELDS, preview.shown, send, title=TITLE, left=CANCELLED)


@meetings.opens("rapat", "meeting")
def begin(turn: Turn, session: Session) -> Heard:
    """ "rapat" lists one's own; with words behind it, it calls one, or changes one."""
    _, _, rest = turn.text.partition(" ")
    if changed := meeting_changes.in_words(turn, session, rest):
        return changed
    if not rest.strip():
        return meeting_changes.listed(turn, session) or form.begin(turn, session, Draft())
    return _called(turn, session, rest)


@meetings.opens("rapatnya")
def about_one(turn: Turn, session: Session) -> Heard:
    """ "rapatnya dibatalkan": of one that was called; whatever else is said of it is not for us."""
    return meeting_changes.in_words(turn, session, turn.text.partition(" ")[2])


@meetings.opens("rapat baru", "new meeting")
@meetings.takes_files()
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
    """All that one message says of a meeting, and whom it names or is for by itself."""
    draft = reading.read(words, turn)
    if named := reading.classes(words, turn):
        return form.read(replace(turn, text=named), session, draft, TO_WHOM)
    whom = reading.usual(draft.kind, turn, session)
    about = {} if whom.empty else TO_WHOM.chosen(turn, session, draft, whom)
    return form.begin(turn, session, draft.model_copy(update=about))


@meetings.step
def sent(turn: Turn, session: Session) -> Heard:
    """Under the report of what was sent."""
    if turn.answer == forwarding.CHOICE.value:
        return forwarding.text_for_group(turn, session)
    return meeting_changes.chosen(turn, session)
