"""What an announcement consists of: for whom, its text and question, when, and why it is urgent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from handlers.announcements.asking import Question
from handlers.announcements.notice import Draft, receivers
from handlers.announcements.staff import NOT_ALLOWED
from handlers.core.forms.addressing import WHOLE, Audience, described, read
from handlers.core.forms.fields import Field, Found, Words
from handlers.core.forms.heading import moment
from handlers.core.forms.receivers import Receivers
from handlers.core.notices.signing import excerpt
from handlers.core.talk import Choice, Reply, Sense, Text, Turn
from handlers.core.talk.words import CANCEL, NOT_SENT, RECEIVERS
from handlers.core.understanding import Intent, Message, understand
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.announcements import question_at_end, question_in
from handlers.core.understanding.matters.headings import time_alone
from handlers.core.understanding.matters.hours import with_hour
from models.family import LEADS
from models.notice import Urgency

WHOM = Text(
    "announcements.whom",
    id="Pengumuman untuk siapa? Misalnya: 7A, atau 7A dan 7B, kelas 7, sekolah, belum paraf, tidak "
    "masuk hari ini, ayah 7A, guru, atau nama anak dipisah koma.",
    en="For whom is the announcement? For example: 7A, or 7A and 7B, class 7, school, unsigned, "
    "absent, fathers 7A, teachers, or children's names with commas.",
)
NOBODY = Text(
    "announcements.nobody",
    id="Saya tidak menemukan penerimanya. Mohon tulis lagi, misalnya 7A, sekolah, atau nama anak; "
    "atau BATAL.",
    en="I cannot find whom you mean. Please write it again, such as 7A, school or a child's name; "
    "or BATAL to cancel.",
)
NOT_YOURS = Text(
    "announcements.not_yours",
    id="{classes} bukan kelas yang Ibu/Bapak ampu, jadi tidak bisa dikirimi dari sini. Mohon lewat "
    "kepala sekolah, atau tulis penerima lain.",
    en="{classes} is not a class of yours, so nothing can be sent there. Please ask the principal, "
    "or write somebody else.",
)
NOT_SCHOOL = Text(
    "announcements.not_school",
    id="Pengumuman untuk seluruh sekolah lewat kepala sekolah. Kirim ke {whom} saja?",
    en="Only the principal announces to the whole school. To {whom} alone?",
)
MINE = Text("announcements.mine", id="Ya, kelas saya", en="Yes, my class")
NOBODY_NOW = Text(
    "announcements.nobody_now",
    id="Saat ini tidak ada keluarga untuk {whom}. Mohon tulis penerima lain, atau BATAL.",
    en="At the moment there is no family for {whom}. Please write somebody else, or BATAL.",
)
WHAT = Text(
    "announcements.what",
    id="Apa pengumumannya untuk {whom}? Tulis, atau kirim foto, dokumen, atau pesan suara.",
    en="What is the announcement for {whom}? Write it, or send a photo, document or voice note.",
)
WHEN = Text(
    "announcements.when",
    id="Kapan dikirim? Misalnya: besok jam 6 pagi. Tulis SEKARANG untuk langsung.",
    en="When is it sent? For example: besok jam 6 pagi. Write SEKARANG for at once.",
)
NO_TIME = Text(
    "announcements.no_time",
    id="Saya belum menangkap waktunya, atau sudah lewat. Mohon tulis hari dan jam, misalnya: besok "
    "jam 6 pagi.",
    en="I did not get the time, or it is past. Please write day and hour, such as: besok jam 6 "
    "pagi.",
)
REASON = Text(
    "announcements.reason",
    id="Pesan mendesak menembus jam tenang. Apa alasannya? (Alasan ini disimpan.)",
    en="An urgent message passes quiet hours. What is the reason? (It is kept.)",
)
AS_WRITTEN = Text("announcements.as_written", id="Sesuai isi pesan", en="As the text says")
NOT_URGENT = Text("announcements.not_urgent", id="Tidak mendesak", en="Not urgent")
QUESTION = Text(
    "announcements.question",
    id="Tulis pertanyaan dan pilihannya, misalnya: Ikut studi tur? ya/tidak, sampai Jumat",
    en="Write the question and its choices, for example: Ikut studi tur? ya/tidak, sampai Jumat",
)
COMMANDS = ("umumkan", "pengumuman", "announce")


class Whom(Receivers[Draft]):
    """Families, or staff where whoever leads the school writes to them."""

    staff = True

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if found := super().settle(turn, session, draft):
            return found
        if draft.audience.staff:
            return None if turn.speaker.roles & LEADS else Reply(NOT_ALLOWED, free=False)
        notice = draft.notice(turn.speaker.school, turn.speaker.person, turn.speaker.zone, turn.now)
        if draft.send_at or receivers(session, notice, turn.now):
            return None
        return Reply(NOBODY_NOW, {"whom": described(session, draft.audience)})

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        """Free words, or a child of those between whom to choose; or they begin anew."""
        if turn.answer == "mine":
            return {}
        if turn.answer == "cancel":
            return Reply(NOT_SENT, free=False)
        if turn.text.casefold().startswith(tuple(f"{word} " for word in COMMANDS)):
            return None
        return super().read(turn, session, draft)

    def named(self, turn: Turn, session: Session, draft: Draft, words: str) -> Found:
        found = read(words, turn, session)
        if found.not_yours != [WHOLE]:
            return super().named(turn, session, draft, words)
        choices = [Choice("mine", MINE, Sense.YES), Choice("cancel", CANCEL, Sense.NO)]
        whom, kept = found.audience, {"audience": found.audience.model_dump(mode="json")}
        blanks = {"whom": described(session, whom)}
        return Reply(NOT_SCHOOL, blanks, choices=choices, remember=kept, free=True)

    def chosen(
        self, turn: Turn, session: Session, draft: Draft, whom: Audience
    ) -> Mapping[str, Any]:
        return {"audience": whom, "sure": False}


class Body(Words[Draft]):
    """The text; words behind a photo are its text, too."""

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        if not draft.body and _is_text(turn):
            return self.more(draft, turn.text)
        return super().amend(turn, session, draft, amendment)

    def more(self, draft: Draft, words: str, *, instead: bool = False) -> Mapping[str, Any]:
        return {**super().more(draft, words, instead=instead), "sure": False}


class Asked(Field[Draft]):
    """One question to each family, or none."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        return Reply(QUESTION)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        """ "Studi tur tanggal 5. Ikut? ya/tidak": the question at the end is asked of each."""
        body, words = question_at_end(draft.body)
        if not words or draft.audience.staff:
            return None
        asking = _asking(turn, draft, words)
        return {"body": body, **asking} if asking else None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return _asking(turn, draft, turn.text) or self.ask(turn, session, draft)

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "tambah pertanyaan: Ikut? ya/tidak", "hapus pertanyaannya"."""
        if amendment.how is How.DROP and draft.question:
            about = amendment.words.casefold().startswith(("pertanyaan", "question"))
            return {"question": None} if about else None
        return _asking(turn, draft, amendment.words) if amendment.told else None


class SendAt(Field[Draft]):
    """A time that is still to come; none for at once."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        return Reply(WHEN)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return Reply(NO_TIME) if draft.late else None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if turn.text.casefold() in ("sekarang", "now"):
            return {"send_at": None, "late": False}
        at = moment(turn.text, turn)
        return {"send_at": at, "late": False} if at else Reply(NO_TIME)

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "besok jam 6 pagi aja", "ok, kirim besok"; not what is an hour of the text."""
        time = time_alone(amendment.words) if amendment.how is How.INSTEAD else ""
        of_text = amendment.marked and not draft.send_at and with_hour(draft.body, amendment.words)
        if not time or of_text:
            return None
        at = moment(time, turn)
        return {"send_at": at, "late": at is None}


class Because(Field[Draft]):
    """Why it may pass quiet hours. In a hurry one tap says that the text tells it."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        as_written = [Choice("body", AS_WRITTEN)] if draft.body else []
        return Reply(REASON, choices=[*as_written, Choice("calm", NOT_URGENT)], free=True)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        missing = draft.urgency is Urgency.URGENT and not draft.reason
        return self.ask(turn, session, draft) if missing else None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        if turn.answer == "calm":
            return {"urgency": Urgency.NORMAL, "reason": ""}
        reason = excerpt(draft.body, 120) if turn.answer == "body" else turn.text
        return {"urgency": Urgency.URGENT, "reason": reason} if reason else None


def what(turn: Turn, session: Session, draft: Draft) -> Reply:
    return Reply(WHAT, {"whom": described(session, draft.audience)})


def _is_text(turn: Turn) -> bool:
    """Whether words behind a photo tell what it is, and nothing else that teachers do."""
    meaning = understand(Message(turn.text, "teacher", turn.local))
    return meaning.intent in (Intent.ANNOUNCE, Intent.NOT_FOR_BOT, Intent.CONTACT_BOOK_NOTE)


def _asking(turn: Turn, draft: Draft, words: str) -> Mapping[str, Any] | None:
    """What that question changes; None if the words are none with choices."""
    found = question_in(words)
    if found is None:
        return None
    text, choices, until = found
    ends = moment(until, turn, end_of_day=True) if until else None
    urgency = Urgency.NORMAL if draft.urgency is Urgency.LOW else draft.urgency
    return {"question": Question(text=text, choices=choices, until=ends), "urgency": urgency}


CHANGE_BODY = Text("announcements.change_body", id="Isi", en="Text")
CHANGE_TIME = Text("announcements.change_time", id="Waktu kirim", en="Time")
CHANGE_URGENT = Text("announcements.change_urgent", id="Tandai mendesak", en="Mark urgent")
ADD_QUESTION = Text("announcements.change_question", id="Tambah pertanyaan", en="Add a question")

TO_WHOM = Whom(WHOM, nobody=NOBODY, other_classes=NOT_YOURS, label=RECEIVERS)
BODY = Body("body", what, CHANGE_BODY)
ASKED = Asked("question", ADD_QUESTION)
TIME = SendAt("send_at", CHANGE_TIME)
URGENT = Because("reason", CHANGE_URGENT)
FIELDS = (TO_WHOM, BODY, ASKED, TIME, URGENT)
