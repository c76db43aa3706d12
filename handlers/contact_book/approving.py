"""Having an entry approved: the homeroom teacher words what colleagues write about a class."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handlers.contact_book.entry import Entry, domain_of, make, publish
from handlers.core.notices import publishing
from handlers.core.talk import Capability, Choice, Heard, Reply, Say, Sense, Tell, Text, Turn, Who
from handlers.core.talk.domains import DOMAINS
from handlers.core.talk.texts import Claim
from handlers.core.whom.audience import label
from models.family import Pupil, homeroom_of, pupils, staff_with
from models.notice import Notice, NoticeState
from models.outbox import Priority
from models.people import Role

ASKED = Text(
    "contact_book.asked",
    id="Diajukan ke {approver}. Catatan baru dikirim setelah disetujui.",
    en="Given to {approver}. It is sent once it is approved.",
    claims=Claim.SENT,
)
NO_APPROVER = Text(
    "contact_book.no_approver",
    id="Belum ada yang bisa menyetujui: wali kelas atau kepala sekolah belum bergabung.",
    en="Nobody can approve it yet: neither homeroom teacher nor principal has joined.",
)
YES = Text("contact_book.yes", id="Setujui", en="Approve")
REWORD = Text("contact_book.reword", id="Ubah kata-kata", en="Reword")
NO = Text("contact_book.no", id="Tolak", en="Refuse")
APPROVE = Text(
    "contact_book.approve",
    id="Tentang {children}. {author} meminta persetujuan untuk catatan ({domain}):\n“{body}”\n\n"
    "Mohon pilih: setuju, ubah, atau tolak.",
    en="About {children}. {author} asks for your approval of a note ({domain}):\n“{body}”\n\n"
    "Please choose: approve, reword, or refuse.",
    template=True,
    buttons=(YES, REWORD, NO),
)
NEW_WORDS = Text(
    "contact_book.new_words", id="Tulis kata-kata yang baru.", en="Write the new words."
)
APPROVED = Text(
    "contact_book.approved",
    id="Tentang {children}. Catatan Ibu/Bapak disetujui {approver} dan sudah dikirim ke keluarga.",
    en="About {children}. Your note was approved by {approver} and sent to the families.",
    template=True,
)
REFUSED = Text(
    "contact_book.refused",
    id="Tentang {children}. Catatan Ibu/Bapak tidak disetujui {approver}, jadi tidak dikirim.",
    en="About {children}. Your note was not approved by {approver}, so it was not sent.",
    template=True,
)
DECIDED = Text(
    "contact_book.decided", id="Baik, sudah dicatat.", en="All right, noted.", claims=Claim.NOTED
)

approvals = Capability("contact_book_approvals", Who.STAFF)


def ask(turn: Turn, session: Session, draft: Entry) -> Heard:
    """Keep the draft as a notice, and give it to whoever decides."""
    about = pupils(session, draft.children)
    approver = _approver(turn, session, about)
    if approver is None:
        return [Reply(NO_APPROVER)]
    notice = make(turn, session, draft, NoticeState.APPROVAL)
    ask = Tell(
        APPROVE,
        {
            "children": label(about),
            "author": turn.speaker.name,
            "domain": DOMAINS[domain_of(turn, draft)],
            "body": draft.body,
        },
        choices=[
            Choice("yes", YES, Sense.YES),
            Choice("reword", REWORD),
            Choice("no", NO, Sense.NO),
        ],
        then=decided,
        remember={"notice": notice.id},
        files=draft.files,
        to=approver[0],
        topic=f"approve:{notice.id}",
        priority=Priority.IMPORTANT,
        asked=True,
        office=True,
    )
    return [ask, Reply(ASKED, {"approver": approver[1]})]


@approvals.step
def decided(turn: Turn, session: Session) -> Heard:
    """The homeroom teacher's or principal's decision about a colleague's entry."""
    notice = session.get_one(Notice, int(turn.memory["notice"]))
    if turn.answer is None or notice.state is not NoticeState.APPROVAL:
        return None
    if turn.answer == "reword":
        return [Reply(NEW_WORDS, then=reworded, remember={"notice": notice.id})]
    return _decide(turn, session, notice, turn.answer == "yes")


@approvals.step
def reworded(turn: Turn, session: Session) -> Heard:
    notice = session.get_one(Notice, int(turn.memory["notice"]))
    if notice.state is not NoticeState.APPROVAL or not turn.text:
        return None
    notice.body = turn.text
    return _decide(turn, session, notice, True)


def _approver(turn: Turn, session: Session, about: Sequence[Pupil]) -> tuple[int, str] | None:
    """The homeroom teacher words what colleagues write; the principal what they write."""
    from_class = homeroom_of(session, about[0].class_id) if about else []
    candidates = [*from_class, *staff_with(session, turn.speaker.school, Role.PRINCIPAL)]
    others = [person for person in candidates if person != turn.speaker.person]
    if not others:
        return None
    return others[0], publishing.name_of(session, others[0])


def _decide(turn: Turn, session: Session, notice: Notice, yes: bool) -> Heard:
    about = label(pupils(session, notice.details["children"]))
    says: list[Say] = []
    if yes:
        says = publish(session, notice, turn.now).says
    else:
        notice.state = NoticeState.REFUSED
    says.append(
        Tell(
            APPROVED if yes else REFUSED,
            {"children": about, "approver": turn.speaker.name},
            to=notice.author_id,
            topic=f"decided:{notice.id}",
            priority=Priority.IMPORTANT,
            asked=True,
        )
    )
    return [*says, Reply(DECIDED)]
