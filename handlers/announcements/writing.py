"""Announcing by chat: written in one message or step by step, seen before it goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.announcements import preview
from handlers.announcements import staff as staff_notices
from handlers.announcements.fields import COMMANDS, FIELDS, TO_WHOM
from handlers.announcements.notice import TITLE, Draft
from handlers.announcements.sending import publish
from handlers.core.forms import doubts
from handlers.core.forms.form import Form
from handlers.core.forms.heading import heading
from handlers.core.talk import Capability, Heard, Text, Turn, Who
from handlers.core.understanding import Intent, Message, understand
from handlers.core.understanding.matters.addressing import leading
from handlers.core.understanding.matters.announcements import COLON
from handlers.core.understanding.matters.headings import flagged, only_time

MENU = Text("announcements.menu", id="Buat pengumuman", en="Make an announcement")

announcements = Capability("announcements", Who.STAFF, menu=MENU, place=11)


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    if draft.audience.staff:
        return staff_notices.send(turn, session, draft)
    if not draft.sure and (doubt := doubts.about(session, draft.audience, draft.body, turn)):
        return form.doubt(draft.model_copy(update={"sure": True}), doubt)
    return publish(turn, session, draft)


form = Form(announcements, Draft, FIELDS, preview.shown, send, title=TITLE)


class Slots(BaseModel):
    """What the understanding found in one message."""

    audience: str = "class"
    body: str = ""


@announcements.opens(*COMMANDS)
@announcements.takes_files()
def begin(turn: Turn, session: Session) -> Heard:
    """ "umumkan" asks step by step; "umumkan 7A, besok jam 6 pagi: …" says it in one message."""
    command, *others = turn.text.split(maxsplit=1)
    rest = "".join(others)
    if command.endswith(":") or not rest:
        return _to(turn, session, "", Draft(body=rest))
    head, *bodies = COLON.split(rest, maxsplit=1)
    if not bodies:
        return _spoken(turn, session, rest)
    said = heading(head, turn)
    body = bodies[0].strip() + (f", sampai {said.until}" if said.until else "")
    return _to(turn, session, said.whom, Draft(body=body, **said.changes))


def _spoken(turn: Turn, session: Session, rest: str) -> Heard:
    """ "umumkan ke ortu 7A besok libur": the command says what it is, the words for whom."""
    flags, rest = flagged(rest)
    classes, body = leading(rest)
    if classes:
        said = heading(f"{classes}, {body}" if only_time(body) else classes, turn)
        left = "" if only_time(body) else body
        return _to(turn, session, said.whom, Draft(body=left, **flags, **said.changes))
    role: Literal["teacher", "principal"] = "principal" if preview.leads(turn) else "teacher"
    meaning = understand(Message(turn.text, role, turn.local))
    if meaning.intent is not Intent.ANNOUNCE:
        return _to(turn, session, "", Draft(body=rest, **flags))
    return understood(replace(turn, slots=Slots.model_validate(meaning.slots)), session)


@announcements.hears(Intent.ANNOUNCE, form=Slots)
def understood(turn: Turn, session: Session) -> Heard:
    """An announcement written as one speaks."""
    assert isinstance(turn.slots, Slots)
    flags, body = flagged(turn.slots.body or turn.text)
    whom = turn.slots.audience.removeprefix("class").removeprefix(":")
    whom = "sekolah" if whom == "school" else whom
    return _to(turn, session, whom, Draft(body=body, **flags))


def _to(turn: Turn, session: Session, whom: str, draft: Draft) -> Heard:
    return form.read(replace(turn, text=whom), session, draft, TO_WHOM)
