"""What colleagues are told: one message each, and who has said that they read it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.announcements.notice import Draft, written
from handlers.core.forms.addressing import staff_of_school
from handlers.core.forms.assent import asked_last
from handlers.core.forms.preview import Other, Preview, held
from handlers.core.notices import publishing
from handlers.core.notices.publishing import SEE_FILE
from handlers.core.notices.signing import AGREEMENT, excerpt
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Reply,
    Say,
    Sense,
    Tell,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import short
from handlers.core.talk.words import TAKE_BACK
from handlers.core.understanding import Message, understand
from models.family import names
from models.notice import Notice, NoticeState, Urgency
from models.outbox import Priority
from models.reach import lines
from models.staff_notice import StaffReceipt

PREVIEW = Text(
    "staff_notices.preview",
    id="📢 Untuk guru dan staf ({count} orang, {reached} terjangkau):\n{what}{below}\n\nKirim?",
    en="📢 For teachers and staff ({count} people, {reached} reachable):\n{what}{below}\n\n"
    "Send it?",
)
NOT_ALLOWED = Text(
    "staff_notices.not_allowed",
    id="Pengumuman untuk seluruh guru hanya lewat kepala sekolah atau operator.",
    en="Only the principal or the operator can write to all teachers.",
)
READ = Text("staff_notices.read", id="Sudah baca ✅", en="I have read it ✅")
TOLD = Text(
    "staff_notices.told",
    id="Untuk guru dan staf. Pesan dari {author}:\n\n{body}\n\nMohon ketuk Sudah baca.",
    en="For teachers and staff. A message from {author}:\n\n{body}\n\nPlease tap I have read it.",
    template=True,
    buttons=(READ,),
)
SENT = Text(
    "staff_notices.sent",
    id="Terkirim ke {count} guru dan staf.{held} Tulis LAPORAN untuk melihat siapa yang sudah "
    "membaca.",
    en="On its way to {count} colleagues.{held} Write LAPORAN to see who has read it.",
    claims=Claim.SENT,
)
TAKEN_BACK = Text(
    "staff_notices.taken_back",
    id="Sudah ditarik. {count} guru dan staf yang telanjur menerima saya beri tahu.",
    en="Taken back. {count} colleagues who had received it are told.",
    claims=Claim.CANCELLED,
)
IGNORE = Text(
    "staff_notices.ignore",
    id="Untuk guru dan staf. Pesan “{what}” dari {author} ditarik kembali oleh pengirimnya. Mohon "
    "diabaikan.",
    en="For teachers and staff. The message “{what}” from {author} was taken back by its sender. "
    "Please ignore it.",
    template=True,
)
GONE = Text(
    "staff_notices.gone",
    id="Pesan itu sudah ditarik tadi.",
    en="That message has been taken back already.",
)
NOTED = Text("staff_notices.noted", id="Terima kasih, {who}.", en="Thank you, {who}.")
REPORT = Text(
    "staff_notices.report",
    id="Laporan “{what}” ({at}), untuk guru dan staf:\n• Sudah baca: {read}\n• Belum: {unread}",
    en="Report on “{what}” ({at}), for teachers and staff:\n• Read: {read}\n• Not yet: {unread}",
)
NOBODY = Text("staff_notices.nobody", id="belum ada", en="nobody")

BARE = 4
"""An agreement of more words may say something else besides."""
staff_notices = Capability("staff_notices", Who.STAFF)


def shown(
    turn: Turn,
    session: Session,
    draft: Draft,
    changes: Sequence[Other[Draft]],
) -> Preview[Draft]:
    """What all of the school's staff would get."""
    to = staff_of_school(session, turn.speaker.school, turn.speaker.person)
    values: dict[str, Value] = {
        "count": str(len(to)),
        "reached": str(len(lines(session, to))),
        "what": written(draft, turn.speaker.zone),
    }
    return Preview(
        PREVIEW,
        values,
        lists=True,
        changes=changes,
        arrives=draft.send_at,
        unread=draft.unread,
    )


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    notice = draft.notice(turn.speaker.school, turn.speaker.person, turn.speaker.zone, turn.now)
    notice.state, notice.published_at = NoticeState.PUBLISHED, turn.now
    session.add(notice)
    session.flush()
    to = staff_of_school(session, turn.speaker.school, turn.speaker.person)
    session.add_all(
        StaffReceipt(school_id=notice.school_id, notice_id=notice.id, person_id=person)
        for person in to
    )
    session.flush()
    told = [_tell(turn, notice, person) for person in to]
    report: dict[str, Value] = {
        "count": str(len(to)),
        "held": held(turn, draft.send_at or turn.now),
    }
    back, after = [Choice("take_back", TAKE_BACK)], {"notice": notice.id}
    return [*told, Reply(SENT, report, choices=back, then=taken_back, remember=after, again=True)]


@staff_notices.step
def taken_back(turn: Turn, session: Session) -> Heard:
    """What waits is not sent any more; who has it already is told so."""
    notice = session.get_one(Notice, int(turn.memory["notice"]))
    if turn.answer != "take_back":
        return None
    if notice.state is not NoticeState.PUBLISHED:
        return [Reply(GONE)]
    told = publishing.withdraw(session, notice, "withdrawn", turn.now)
    about: dict[str, Value] = {"what": excerpt(notice.body, 40), "author": turn.speaker.name}
    ignore = [
        Tell(
            IGNORE,
            about,
            to=person,
            topic=f"staff:{notice.id}:withdrawn",
            priority=Priority.IMPORTANT,
            asked=True,
        )
        for person in told
    ]
    return [*ignore, Reply(TAKEN_BACK, {"count": str(len(told))})]


def _tell(turn: Turn, notice: Notice, person: int) -> Tell:
    urgent = notice.urgency is Urgency.URGENT
    return Tell(
        TOLD,
        {"author": turn.speaker.name, "body": notice.body or SEE_FILE},
        choices=[Choice("read", READ, Sense.YES, "sudah")],
        then=read,
        again=True,
        free=True,
        kind="announcement",
        remember={"notice": notice.id},
        files=notice.files,
        asker=notice.author_id,
        to=person,
        topic=f"staff:{notice.id}",
        notice=notice.id,
        priority=Priority.URGENT if urgent else Priority.IMPORTANT,
        asked=True,
        not_before=notice.send_at,
    )


@staff_notices.step
def read(turn: Turn, session: Session) -> Heard:
    """The tap of one colleague, or "siap pak"; a second one changes nothing."""
    if turn.answer != "read" and not _agrees(turn, session):
        return None
    mine = session.scalar(
        select(StaffReceipt).where(
            StaffReceipt.notice_id == int(turn.memory["notice"]),
            StaffReceipt.person_id == turn.speaker.person,
        )
    )
    if mine is None:
        return None
    mine.read_at = mine.read_at or turn.now
    return [Reply(NOTED, {"who": turn.speaker.name})]


def _agrees(turn: Turn, session: Session) -> bool:
    """A bare "baik pak" to what came last; whatever says more is for somebody else."""
    if turn.answer is not None or not asked_last(turn, session):
        return False
    words = Message(turn.text, "parent", turn.local, context="announcement")
    return understand(words).intent in AGREEMENT and len(turn.text.split()) <= BARE


def report(turn: Turn, session: Session, notice: Notice) -> Say:
    """Who has read it, by name."""
    rows = session.scalars(
        select(StaffReceipt)
        .where(StaffReceipt.notice_id == notice.id)
        .order_by(StaffReceipt.person_id)
    ).all()
    called = names(session, [row.person_id for row in rows])
    have = [called[row.person_id] for row in rows if row.read_at]
    not_yet = [called[row.person_id] for row in rows if not row.read_at]
    return Reply(
        REPORT,
        {
            "what": excerpt(notice.body, 40),
            "at": short(notice.published_at or turn.now, turn.speaker.zone),
            "read": _list(have),
            "unread": _list(not_yet),
        },
    )


def _list(people: Sequence[str]) -> Value:
    return Lines(people, between=", ") if people else NOBODY
