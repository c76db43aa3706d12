"""Taking a notice back, or correcting it: the family sees the correction once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.notices.kinds import KINDS
from handlers.core.notices.signing import excerpt
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Phrase,
    Reply,
    Say,
    Sense,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.times import Moment
from handlers.core.whom.audience import label
from models.audit import AuditEvent
from models.family import Pupil, places_of, pupils
from models.notice import Notice, NoticeState, Receipt
from models.outbox import Priority
from models.people import Role
from models.school import school_of

TAKE_BACK = Text("corrections.take_back", id="Tarik kembali", en="Take back")
CORRECT = Text("corrections.correct", id="Perbaiki", en="Correct")
TAKEN_BACK = Text(
    "corrections.taken_back",
    id="Sudah ditarik. {count} orang tua yang telanjur menerima kami beri tahu.",
    en="Taken back. {count} guardians who had received it are told.",
)
TOO_LATE = Text(
    "corrections.too_late",
    id="Sudah lewat batas waktu untuk ditarik ({until}). Ralat masih bisa: ketuk Perbaiki.",
    en="It is too late to take it back (until {until}). You can still correct it: tap Correct.",
)
IGNORE = Text(
    "corrections.ignore",
    id="Ananda {children}. Pesan terakhir dari {author} ditarik kembali oleh pengirimnya. Mohon "
    "diabaikan, tidak perlu diparaf.",
    en="About {children}. The last message from {author} was taken back by its sender. Please "
    "ignore it; it needs no signature.",
    template=True,
)
NEW_WORDS = Text(
    "corrections.new_words",
    id="Tulis isi yang benar. Keluarga akan menerimanya sebagai ralat.",
    en="Write the correct text. Families will receive it as a correction.",
)
CORRECTED = Text(
    "corrections.corrected",
    id="Ralat dikirim ke {count} keluarga.",
    en="The correction goes to {count} families.",
)
CHANGED = Text(
    "corrections.changed",
    id="Isinya sudah diganti. Waktu kirimnya tetap.",
    en="The text was changed. It is still sent at its time.",
)
NOT_SENT = Text(
    "corrections.not_sent",
    id="Dibatalkan. Belum ada yang menerimanya.",
    en="Cancelled. Nobody had received it.",
)
NEW_WORDS_UNSENT = Text(
    "corrections.new_words_unsent",
    id="Tulis isi yang benar. Waktu kirimnya tetap.",
    en="Write the correct text. It is still sent at its time.",
)
SHOWN = Text(
    "corrections.shown",
    id="Ralat untuk {whom}, menggantikan “{old}”:\n\n“{body}”{files}\n\nKirim ralat ini?",
    en="A correction for {whom}, in the place of “{old}”:\n\n“{body}”{files}\n\nSend it?",
)
SHOWN_UNSENT = Text(
    "corrections.shown_unsent",
    id="Menggantikan “{old}”, yang belum terkirim:\n\n“{body}”{files}\n\nPakai isi ini? Waktu "
    "kirimnya tetap.",
    en="In the place of “{old}”, which was not sent yet:\n\n“{body}”{files}\n\nUse this text? It "
    "is still sent at its time.",
)
FILES = Text("corrections.files", id="\n📎 {count} lampiran", en="\n📎 {count} attachments")
SEND = Text("corrections.send", id="Kirim", en="Send")
USE = Text("corrections.use", id="Pakai", en="Use it")
ANEW = Text("corrections.anew", id="Tulis ulang", en="Write again")
NO = Text("corrections.no", id="Batal", en="Cancel")
LEFT = Text(
    "corrections.left",
    id="Baik, ralat tidak jadi. Pesan semula tetap berlaku.",
    en="All right, no correction. The message stays as it was.",
)
LATEST = Text(
    "corrections.latest",
    id="Pesan Ibu/Bapak yang terakhir, {when}:\n“{what}”",
    en="Your last message, {when}:\n“{what}”",
)
NONE = Text(
    "corrections.none",
    id="Belum ada pesan Ibu/Bapak yang bisa ditarik kembali.",
    en="There is no message of yours to take back.",
)
GONE = Text(
    "corrections.gone",
    id="Pesan itu sudah tidak berlaku.",
    en="That message is no longer valid.",
)

corrections = Capability("corrections", Who.STAFF)

OPEN = (NoticeState.PUBLISHED, NoticeState.SCHEDULED)
CHOICES = (Choice("take_back", TAKE_BACK), Choice("correct", CORRECT))
ELSEWHERE = "meeting"
"""The kind that goes back with the meeting it invites to."""


@corrections.opens("tarik", "ralat", "salah kirim", "maaf salah kirim")
def latest(turn: Turn, session: Session) -> Heard:
    """The speaker's last notice to families, with what can be done about it, or with the words of
    "ralat: …" as they would replace it."""
    command, _, words = turn.text.partition(":")
    if words.strip() and command.casefold().strip() == "ralat":
        notice = _latest(turn, session)
        if notice is None:
            return None  # of a draft that is not sent yet
        kept = {"notice": notice.id, "body": words.strip()}
        return [_shown(session, notice, {**kept, "files": list(turn.media or notice.files)})]
    if len(turn.text.split()) > LONGEST:
        return None
    notice = _latest(turn, session)
    if notice is None:
        return [Reply(NONE)]
    at = notice.published_at or notice.send_at or notice.created_at
    blanks: dict[str, Value] = {
        "when": Moment(at, turn.speaker.zone),
        "what": excerpt(notice.body, 120),
    }
    memory = {"notice": notice.id}
    return [Reply(LATEST, blanks, choices=CHOICES, then=chosen, remember=memory, again=True)]


LONGEST = 4


def _latest(turn: Turn, session: Session) -> Notice | None:
    return session.scalar(
        select(Notice)
        .where(
            Notice.school_id == turn.speaker.school,
            Notice.author_id == turn.speaker.person,
            Notice.kind != ELSEWHERE,
            Notice.state.in_(OPEN),
            or_(Notice.state == NoticeState.SCHEDULED, Notice.receipts.any()),
        )
        .order_by(Notice.id.desc())
        .limit(1)
    )


@corrections.step
def chosen(turn: Turn, session: Session) -> Heard:
    """Under the report of a notice that was sent. `memory` has the notice."""
    notice = _own(turn, session, turn.memory)
    if turn.answer is None:
        return None
    if notice is None or notice.state not in OPEN:
        return [Reply(GONE)]
    if turn.answer == "correct":
        return _ask_words(notice)
    return _take_back(turn, session, notice)


@corrections.takes_files()
def reworded(turn: Turn, session: Session) -> Heard:
    """The right words or files, shown before anybody gets them."""
    old = _own(turn, session, turn.memory)
    if old is None or old.state not in OPEN:
        return [Reply(GONE)]
    if not (turn.text or turn.media):
        return None
    kept = {"notice": old.id, "body": turn.text or old.body}
    return [_shown(session, old, {**kept, "files": list(turn.media or old.files)})]


def more(turn: Turn, session: Session) -> Heard:
    """Files without words, as an album comes: shown with the rest."""
    old = _own(turn, session, turn.memory)
    if old is None or old.state not in OPEN:
        return None
    files = [*turn.memory["files"], *turn.media]
    return [_shown(session, old, {**turn.memory, "files": files})]


@corrections.takes_files(more)
def confirmed(turn: Turn, session: Session) -> Heard:
    """Under the new words of a notice: sent just as they were shown, written anew, or left."""
    old = _own(turn, session, turn.memory)
    if old is None or old.state not in OPEN:
        return [Reply(GONE)]
    match turn.answer:
        case "send" if old.state is NoticeState.SCHEDULED:
            return _reword(turn, session, old)
        case "send":
            return _correct(turn, session, old)
        case "anew":
            return _ask_words(old)
        case "cancel":
            return [Reply(LEFT)]
        case _:
            return None


def _ask_words(notice: Notice) -> Heard:
    unsent = notice.state is NoticeState.SCHEDULED
    text = NEW_WORDS_UNSENT if unsent else NEW_WORDS
    return [Reply(text, then=reworded, remember={"notice": notice.id})]


def _shown(session: Session, old: Notice, memory: Mapping[str, Any]) -> Reply:
    """Whom the new words go to, what they replace, and the words themselves."""
    unsent = old.state is NoticeState.SCHEDULED
    children = session.scalars(select(Receipt.child_id).where(Receipt.notice_id == old.id)).all()
    files = memory["files"]
    blanks: dict[str, Value] = {
        "whom": label(pupils(session, children)),
        "old": excerpt(old.body, 120),
        "body": memory["body"],
        "files": Phrase(FILES, {"count": str(len(files))}) if files else "",
    }
    return Reply(
        SHOWN_UNSENT if unsent else SHOWN,
        blanks,
        choices=[
            Choice("send", USE if unsent else SEND, Sense.YES),
            Choice("anew", ANEW),
            Choice("cancel", NO, Sense.NO),
        ],
        then=confirmed,
        remember=memory,
        free=True,
    )


def _reword(turn: Turn, session: Session, old: Notice) -> Heard:
    """Nobody has it yet: it simply gets the new words."""
    old.body, old.files = turn.memory["body"], turn.memory["files"]
    _audit(turn, session, old, "corrected")
    memory = {"notice": old.id}
    return [Reply(CHANGED, choices=CHOICES, then=chosen, remember=memory, again=True)]


def _correct(turn: Turn, session: Session, old: Notice) -> Heard:
    """A new notice in the place of the old."""
    children = session.scalars(select(Receipt.child_id).where(Receipt.notice_id == old.id)).all()
    told = publishing.withdraw(session, old, "corrected")
    new = Notice(
        school_id=old.school_id,
        kind=old.kind,
        author_id=turn.speaker.person,
        urgency=old.urgency,
        urgent_reason=old.urgent_reason,
        sign_rule=old.sign_rule,
        body=turn.memory["body"],
        files=turn.memory["files"],
        details=old.details,
        created_at=turn.now,
        expires_at=old.expires_at,
        corrects_id=old.id if told else None,
    )
    session.add(new)
    session.flush()
    published = publishing.publish(session, new, children, turn.now)
    if repeat := KINDS[old.kind].repeat:
        repeat(session, old, new, turn.now)
    _audit(turn, session, old, "corrected")
    report = Reply(
        CORRECTED,
        {"count": str(len(published.reached))},
        choices=CHOICES,
        then=chosen,
        remember={"notice": new.id},
        again=True,
    )
    return [*published.says, report]


def _take_back(turn: Turn, session: Session, notice: Notice) -> Heard:
    if notice.state is NoticeState.SCHEDULED:
        publishing.withdraw(session, notice, "withdrawn")
        _audit(turn, session, notice, "withdrawn")
        return [Reply(NOT_SENT)]
    school = school_of(session, notice.school_id)
    until = (notice.published_at or turn.now) + school.rules.take_back_for
    if turn.now > until:
        late = {"until": Moment(until, school.zone)}
        memory = {"notice": notice.id}
        choices = [Choice("correct", CORRECT)]
        return [Reply(TOO_LATE, late, choices=choices, then=chosen, remember=memory)]
    told = publishing.withdraw(session, notice, "withdrawn")
    _audit(turn, session, notice, "withdrawn")
    if not told:
        return [Reply(NOT_SENT)]
    says = _ignore(session, notice, told, turn.now)
    return [*says, Reply(TAKEN_BACK, {"count": str(len(told))})]


def _ignore(session: Session, notice: Notice, told: Sequence[int], now: datetime) -> list[Say]:
    """To each who had it already, naming their own children."""
    children = session.scalars(select(Receipt.child_id).where(Receipt.notice_id == notice.id)).all()
    theirs: dict[int, list[Pupil]] = {}
    places = places_of(session, children, now)
    for pupil in pupils(session, children):
        for place in places.get(pupil.id, []):
            if place.person_id is not None:
                theirs.setdefault(place.person_id, []).append(pupil)
    return [
        Tell(
            IGNORE,
            {"children": publishing.names(theirs.get(person, [])), "author": notice.author.name},
            to=person,
            topic=f"withdrawn:{notice.id}",
            priority=Priority.IMPORTANT,
        )
        for person in told
    ]


def _own(turn: Turn, session: Session, memory: Mapping[str, object]) -> Notice | None:
    """The notice, if the speaker wrote it, or leads the school."""
    notice = session.get(Notice, int(str(memory["notice"])))
    if notice is None or notice.school_id != turn.speaker.school:
        return None
    leads = Role.PRINCIPAL in turn.speaker.roles
    return notice if leads or notice.author_id == turn.speaker.person else None


def _audit(turn: Turn, session: Session, notice: Notice, action: str) -> None:
    session.add(
        AuditEvent(
            school_id=notice.school_id,
            at=turn.now,
            actor_id=turn.speaker.person,
            action=action,
            subject=f"notices:{notice.id}",
        )
    )
