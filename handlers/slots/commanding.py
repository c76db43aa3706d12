"""A teacher opens a day of talks: "slot rapor Sabtu 8-12, 10 menit", and the families choose."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from handlers.core.forms import addressing
from handlers.core.forms.addressing import NOBODY, children_of
from handlers.core.forms.form import Form
from handlers.core.forms.preview import arrival, held, unreached
from handlers.core.notices import publishing
from handlers.core.talk import Capability, Heard, Reply, Text, Turn, Value, Who
from handlers.core.talk.texts import Claim
from handlers.core.understanding.matters.slots import COMMAND, Change, change_in
from handlers.slots import changing as slot_changing
from handlers.slots import notice as slot_notice
from handlers.slots.fields import FIELDS, TO_WHOM, said
from handlers.slots.opened_day import cut_of, open_day, shown
from handlers.slots.window import Window
from models.school import school_of

MENU = Text("slots.menu", id="Buka slot temu orang tua", en="Open slots for parent talks")
TITLE = Text("slots.title", id="slot temu orang tua", en="slots for parent talks")
CANCELLED = Text(
    "slots.cancelled", id="Baik, tidak jadi dibuka.", en="All right, nothing is opened."
)
INVITED = Text(
    "slots.invited",
    id="Undangan {title} ({when}) dikirim ke {count} keluarga: {slots} slot.{held}{unreached}\n"
    "Tulis “daftar slot” kapan saja. Bila berhalangan: “slot pindah Senin 8-12” atau “slot batal "
    "karena sakit”.",
    en="The invitation to the {title} ({when}) goes to {count} families: {slots} slots.{held}"
    "{unreached}\nWrite “daftar slot” at any time. If you cannot come: “slot pindah Senin 8-12” "
    "or “slot batal karena sakit”.",
    claims=Claim.SENT,
)

slots = Capability("slots", Who.STAFF, menu=MENU, place=21)


def invite(turn: Turn, session: Session, window: Window) -> Heard:
    """Open the day, and let its families choose."""
    day = open_day(turn, session, window)
    children = children_of(session, day.school_id, window.audience, turn.now)
    published = publishing.publish(session, day.notice, [child.id for child in children], turn.now)
    values: dict[str, Value] = {
        **slot_notice.shown(day, school_of(session, day.school_id)),
        "count": str(len(published.reached) + published.waiting),
        "slots": str(len(cut_of(window, turn.speaker.zone).slots)),
        "held": held(turn, arrival(turn, session)),
        "unreached": unreached(published),
    }
    return [*published.says, Reply(INVITED, values)]


form = Form(slots, Window, FIELDS, shown, invite, title=TITLE, left=CANCELLED)


@slots.opens("buka slot", "slot")
def begin(turn: Turn, session: Session) -> Heard:
    """ "slot" asks step by step; "slot Sabtu 8-12, 10 menit" says it in one message."""
    words = COMMAND.sub("", turn.text.strip())
    if found := change_in(words):
        change, rest = found
        return _CHANGES[change](turn, session, rest)
    _, whom = said(turn, words)
    usual = NOBODY if whom else addressing.read("kelas", turn, session).audience
    if not words:
        return form.begin(turn, session, Window(audience=usual))
    return form.read(replace(turn, text=words), session, Window(audience=usual), TO_WHOM)


_CHANGES = {Change.MOVE: slot_changing.move, Change.CANCEL: slot_changing.cancel}


@slots.opens("buka")
def begin_in_words(turn: Turn, session: Session) -> Heard:
    """ "buka slot rapor Sabtu 8-12"; whatever else is opened is not for us."""
    return begin(turn, session) if turn.text.casefold().startswith("buka slot") else None
