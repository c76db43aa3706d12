"""Taking back or correcting what was sent: chosen under its report, or "tarik", "ralat: …"."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.core.forms.fields import Found, Words
from handlers.core.forms.form import Form
from handlers.core.forms.preview import YES, Preview, held, unreached
from handlers.core.notices import corrections
from handlers.core.notices.forecast import arrival
from handlers.core.notices.signing import excerpt
from handlers.core.talk import Capability, Choice, Heard, Reply, Sense, Text, Turn, Value, Who
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.talk.words import CHANGE_BODY, GONE, TAKE_BACK
from handlers.core.whom.audience import label
from models.family import pupils
from models.notice import Notice, NoticeState
from models.people import Role
from models.school import school_of

CORRECT = Text("corrections.correct", id="Perbaiki", en="Correct")
TAKEN_BACK = Text(
    "corrections.taken_back",
    id="Sudah ditarik. {count} orang tua yang telanjur menerima kami beri tahu.",
    en="Taken back. {count} guardians who had received it are told.",
    claims=Claim.CANCELLED,
)
TOO_LATE = Text(
    "corrections.too_late",
    id="Sudah lewat batas waktu untuk ditarik ({until}). Ralat masih bisa: ketuk Perbaiki.",
    en="It is too late to take it back (until {until}). You can still correct it: tap Correct.",
)
NEW_WORDS = Text(
    "corrections.new_words",
    id="Tulis isi yang benar. Keluarga akan menerimanya sebagai ralat.",
    en="Write the correct text. Families will receive it as a correction.",
)
CORRECTED = Text(
    "corrections.corrected",
    id="Ralat dikirim ke {count} keluarga.{held}{unreached}",
    en="The correction goes to {count} families.{held}{unreached}",
    claims=Claim.SENT,
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
    claims=Claim.CANCELLED,
)
NEW_WORDS_UNSENT = Text(
    "corrections.new_words_unsent",
    id="Tulis isi yang benar. Waktu kirimnya tetap.",
    en="Write the correct text. It is still sent at its time.",
)
SHOWN = Text(
    "corrections.shown",
    id="Ralat untuk {whom}, menggantikan “{old}”:\n\n“{body}”{below}\n\nKirim ralat ini?",
    en="A correction for {whom}, in the place of “{old}”:\n\n“{body}”{below}\n\nSend it?",
)
SHOWN_UNSENT = Text(
    "corrections.shown_unsent",
    id="Menggantikan “{old}”, yang belum terkirim:\n\n“{body}”{below}\n\nPakai isi ini? Waktu "
    "kirimnya tetap.",
    en="In the place of “{old}”, which was not sent yet:\n\n“{body}”{below}\n\nUse this text? It "
    "is still sent at its time.",
)
USE = Text("corrections.use", id="Pakai", en="Use it")
TITLE = Text("corrections.title", id="ralat", en="a correction")
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

correcting = Capability("corrections", Who.STAFF)

CHOICES = (Choice("take_back", TAKE_BACK), Choice("correct", CORRECT))
LONGEST = 4
"""Words of a message that asks what can be taken back, and says nothing else."""


class Correction(BaseModel):
    """What is to stand in the place of a notice. What is not said anew stays as it was."""

    notice: int
    body: str = ""
    files: tuple[int, ...] = ()


class NewWords(Words[Correction]):
    """Words in the place of the old, files in the place of the old, or both."""

    def settle(self, turn: Turn, session: Session, draft: Correction) -> Found:
        old = _own(turn, session, draft.notice)
        if old is None or old.state not in corrections.OPEN:
            return Reply(GONE, free=False)
        if draft.body or not draft.files:
            return super().settle(turn, session, draft)
        return {"body": old.body}

    def read(self, turn: Turn, session: Session, draft: Correction) -> Found:
        old = session.get_one(Notice, draft.notice)
        return {"body": turn.text, "files": draft.files or old.files} if turn.text else None


def what(turn: Turn, session: Session, draft: Correction) -> Reply:
    unsent = session.get_one(Notice, draft.notice).state is NoticeState.SCHEDULED
    return Reply(NEW_WORDS_UNSENT if unsent else NEW_WORDS)


def shown(turn: Turn, session: Session, draft: Correction) -> Preview[Correction]:
    """Whom the new words go to, what they replace, and the words themselves."""
    old = session.get_one(Notice, draft.notice)
    values: dict[str, Value] = {"old": excerpt(old.body, 120), "body": draft.body}
    if old.state is NoticeState.SCHEDULED:
        use = Choice("send", USE, Sense.YES)
        return Preview(SHOWN_UNSENT, values, send=use, also=(BODY,))
    whom = label(pupils(session, corrections.children_of(session, old)))
    at = arrival(school_of(session, old.school_id), old, turn.now)
    return Preview(SHOWN, {"whom": whom, **values}, send=YES, also=(BODY,), arrives=at)


def send(turn: Turn, session: Session, draft: Correction) -> Heard:
    old, who = session.get_one(Notice, draft.notice), turn.speaker.person
    if old.state is NoticeState.SCHEDULED:
        corrections.reword(session, old, draft.body, draft.files, who, turn.now)
        return [_report(CHANGED, {}, old)]
    new, published = corrections.correct(session, old, draft.body, draft.files, who, turn.now)
    at = arrival(school_of(session, new.school_id), new, turn.now)
    values: dict[str, Value] = {
        "count": str(len(published.reached)),
        "held": held(turn, at),
        "unreached": unreached(published),
    }
    return [*published.says, _report(CORRECTED, values, new)]


BODY = NewWords("body", what, CHANGE_BODY)
form = Form(correcting, Correction, (BODY,), shown, send, title=TITLE, left=LEFT)


@correcting.opens("tarik", "ralat", "salah kirim", "maaf salah kirim")
def latest(turn: Turn, session: Session) -> Heard:
    """The speaker's last notice to families, with what can be done about it, or with the words of
    "ralat: …" as they would replace it."""
    command, _, words = turn.text.partition(":")
    corrects = bool(words.strip()) and command.casefold().strip() == "ralat"
    if not corrects and len(turn.text.split()) > LONGEST:
        return None
    notice = corrections.latest(session, turn.speaker.school, turn.speaker.person)
    if corrects:  # without one: of a draft that is not sent yet
        files = tuple(turn.media or notice.files) if notice else ()
        draft = Correction(notice=notice.id, body=words.strip(), files=files) if notice else None
        return form.show(turn, session, draft) if draft else None
    if notice is None:
        return [Reply(NONE)]
    at = notice.published_at or notice.send_at or notice.created_at
    values: dict[str, Value] = {
        "when": Moment(at, turn.speaker.zone),
        "what": excerpt(notice.body, 120),
    }
    return [_report(LATEST, values, notice)]


@correcting.step
def chosen(turn: Turn, session: Session) -> Heard:
    """Under the report of a notice that was sent. `memory` has the notice."""
    notice = _own(turn, session, turn.memory["notice"])
    if turn.answer is None:
        return None
    if notice is None or notice.state not in corrections.OPEN:
        return [Reply(GONE)]
    if turn.answer == "correct":
        return form.show(turn, session, Correction(notice=notice.id))
    return _take_back(turn, session, notice)


def _take_back(turn: Turn, session: Session, notice: Notice) -> Heard:
    school = school_of(session, notice.school_id)
    until = (notice.published_at or turn.now) + school.rules.take_back_for
    if turn.now > until:
        late = {"until": Moment(until, school.zone)}
        choices, memory = CHOICES[1:], {"notice": notice.id}
        return [Reply(TOO_LATE, late, choices=choices, then=chosen, remember=memory)]
    told = corrections.take_back(session, notice, turn.speaker.person, turn.now)
    return [*told, Reply(TAKEN_BACK, {"count": str(len(told))}) if told else Reply(NOT_SENT)]


def _report(text: Text, values: dict[str, Value], notice: Notice) -> Reply:
    memory = {"notice": notice.id}
    return Reply(text, values, choices=CHOICES, then=chosen, remember=memory, again=True)


def _own(turn: Turn, session: Session, notice_id: object) -> Notice | None:
    """The notice, if the speaker wrote it, or leads the school."""
    notice = session.get(Notice, int(str(notice_id)))
    if notice is None or notice.school_id != turn.speaker.school:
        return None
    leads = Role.PRINCIPAL in turn.speaker.roles
    return notice if leads or notice.author_id == turn.speaker.person else None
