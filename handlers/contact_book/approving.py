"""Having an entry approved: the homeroom teacher words what colleagues write about a class."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.contact_book.entry import Entry, domain_of, make, publish
from handlers.core.forms.fields import Found, Words
from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, arrival
from handlers.core.notices import publishing
from handlers.core.notices.publishing import SEE_FILE
from handlers.core.talk import Capability, Choice, Heard, Reply, Sense, Tell, Text, Turn, Value, Who
from handlers.core.talk.domains import DOMAINS
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import GONE
from handlers.core.whom.audience import label
from models.contact_book import Domain
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
SHOWN = Text(
    "contact_book.shown",
    id="Untuk {children}\nRanah: {domain}\n\n“{body}”{below}\n\nSetujui dengan kata-kata ini?",
    en="For {children}\nDomain: {domain}\n\n“{body}”{below}\n\nApprove it in these words?",
)
LEFT = Text(
    "contact_book.undecided",
    id="Baik, belum diputuskan. Pilihan pada permintaan tadi masih berlaku.",
    en="All right, it is not decided. The choices of the request are still open.",
)
NEW = Text("contact_book.new", id="kata-kata baru", en="the new words")
REWORDED = Text(
    "contact_book.reworded",
    id="Tentang {children}. Catatan Ibu/Bapak disetujui {approver} dan sudah dikirim ke keluarga "
    "dengan kata-kata ini:\n“{body}”\n\nTerima kasih.",
    en="About {children}. Your note was approved by {approver} and sent to the families in these "
    "words:\n“{body}”\n\nThank you.",
    template=True,
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
            "body": draft.body or SEE_FILE,
        },
        choices=[
            Choice("yes", YES, Sense.YES),
            Choice("reword", REWORD, words="ganti perbaiki revisi reword"),
            Choice("no", NO, Sense.NO),
        ],
        then=decided,
        again=True,
        remember={"notice": notice.id},
        files=draft.files,
        asker=turn.speaker.person,
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
    if turn.answer is None:
        return None
    if notice.state is not NoticeState.APPROVAL:
        return [Reply(GONE)]
    if turn.answer == "reword":
        draft = Wording(notice=notice.id, body=turn.behind, files=tuple(notice.files))
        return wordings.show(turn, session, draft)
    if turn.answer == "yes":
        return _approve(turn, session, notice, APPROVED)
    notice.state = NoticeState.REFUSED
    return [_told(turn, session, notice, REFUSED), Reply(DECIDED)]


class Wording(BaseModel):
    """The words in which an entry is approved, while they are asked about."""

    notice: int
    body: str = ""
    files: tuple[int, ...] = ()


class NewWords(Words[Wording]):
    """The words in the place of the author's, as long as nothing is decided."""

    def settle(self, turn: Turn, session: Session, draft: Wording) -> Found:
        if session.get_one(Notice, draft.notice).state is not NoticeState.APPROVAL:
            return Reply(GONE, free=False)
        return None if draft.body else self.ask(turn, session, draft)


def what(turn: Turn, session: Session, draft: Wording) -> Reply:
    return Reply(NEW_WORDS)


def shown(turn: Turn, session: Session, draft: Wording) -> Preview[Wording]:
    details = session.get_one(Notice, draft.notice).details
    values: dict[str, Value] = {
        "children": label(pupils(session, details["children"])),
        "domain": DOMAINS[Domain(details["domain"])],
        "body": draft.body,
    }
    go = Choice("send", YES, Sense.YES)
    return Preview(SHOWN, values, send=go, also=(WORDS,), arrives=arrival(turn, session))


def send(turn: Turn, session: Session, draft: Wording) -> Heard:
    notice = session.get_one(Notice, draft.notice)
    notice.body, notice.files = draft.body, draft.files
    return _approve(turn, session, notice, REWORDED)


WORDS = NewWords("body", what, REWORD)
wordings = Form(approvals, Wording, (WORDS,), shown, send, title=NEW, left=LEFT)


def _approver(turn: Turn, session: Session, about: Sequence[Pupil]) -> tuple[int, str] | None:
    """The homeroom teacher words what colleagues write; the principal what they write."""
    from_class = homeroom_of(session, about[0].class_id) if about else []
    candidates = [*from_class, *staff_with(session, turn.speaker.school, Role.PRINCIPAL)]
    others = [person for person in candidates if person != turn.speaker.person]
    if not others:
        return None
    return others[0], publishing.name_of(session, others[0])


def _approve(turn: Turn, session: Session, notice: Notice, text: Text) -> Heard:
    says = publish(session, notice, turn.now).says
    return [*says, _told(turn, session, notice, text), Reply(DECIDED)]


def _told(turn: Turn, session: Session, notice: Notice, text: Text) -> Tell:
    """What was decided, to the author."""
    values = {
        "children": label(pupils(session, notice.details["children"])),
        "approver": turn.speaker.name,
        "body": notice.body,
    }
    return Tell(
        text,
        {name: values[name] for name in text.blanks},
        to=notice.author_id,
        topic=f"decided:{notice.id}",
        priority=Priority.IMPORTANT,
        asked=True,
    )
