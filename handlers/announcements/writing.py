"""Announcing by chat: written in one message or step by step, seen before it goes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.announcements import doubts, preview
from handlers.announcements import staff as staff_notices
from handlers.announcements.asking import Question, question_at_end, question_in
from handlers.announcements.notice import Draft, receivers
from handlers.announcements.sending import publish
from handlers.core.forms.addressing import WHOLE, described, leading, read
from handlers.core.forms.heading import flagged, heading, moment, only_time, time_alone
from handlers.core.notices import forecast
from handlers.core.notices.signing import excerpt
from handlers.core.talk import Capability, Choice, Heard, Reply, Say, Sense, Text, Turn, Who
from handlers.core.talk.files import sent
from handlers.core.understanding import Intent, Message, understand
from handlers.core.whom import audience
from handlers.core.whom.audience import to_choose
from handlers.homework.assigning import form as reminders
from models.notice import Urgency

MENU = Text("announcements.menu", id="Buat pengumuman", en="Make an announcement")
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
WHICH = Text("announcements.which", id="Yang mana?", en="Which one?")
WHAT = Text(
    "announcements.what",
    id="Apa pengumumannya untuk {whom}? Tulis, atau kirim foto, dokumen, atau pesan suara.",
    en="What is the announcement for {whom}? Write it, or send a photo, document or voice note.",
)
ATTACHED = Text(
    "announcements.attached",
    id="📎 {count} lampiran, akan dikirim berurutan. {ask}",
    en="📎 {count} attachments, sent in this order. {ask}",
)
CANCELLED = Text(
    "announcements.cancelled", id="Baik, tidak jadi dikirim.", en="All right, it is not sent."
)
WHAT_CHANGES = Text("announcements.what_changes", id="Apa yang diubah?", en="What do you change?")
CHANGES = {
    "whom": Text("announcements.change_whom", id="Penerima", en="Receivers"),
    "body": Text("announcements.change_body", id="Isi", en="Text"),
    "time": Text("announcements.change_time", id="Waktu kirim", en="Time"),
    "sign": Text("announcements.change_sign", id="Paraf: ya/tidak", en="Signature: yes/no"),
    "question": Text("announcements.change_question", id="Tambah pertanyaan", en="Add a question"),
    "no_question": Text("announcements.drop_question", id="Hapus pertanyaan", en="Drop question"),
    "important": Text("announcements.change_important", id="Tandai penting", en="Mark important"),
    "urgent": Text("announcements.change_urgent", id="Tandai mendesak", en="Mark urgent"),
    "digest": Text("announcements.change_digest", id="Rangkuman mingguan", en="Weekly digest"),
}
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
_COLON = re.compile(r":(?!\d\d\b)")
"""Not the one of "07:00"."""

announcements = Capability("announcements", Who.STAFF, menu=MENU, place=11)


class Slots(BaseModel):
    """What the understanding found in one message."""

    audience: str = "class"
    body: str = ""


@announcements.opens("umumkan", "pengumuman", "announce")
@announcements.takes_files()
def begin(turn: Turn, session: Session) -> Heard:
    """ "umumkan" asks step by step; "umumkan 7A, besok jam 6 pagi: …" says it in one message."""
    command, *others = turn.text.split(maxsplit=1)
    rest = "".join(others)
    if command.endswith(":") or not rest:
        return _addressed(turn, session, Draft(body=rest, files=sent(turn, session)), "")
    head, *bodies = _COLON.split(rest, maxsplit=1)
    if not bodies:
        return _spoken(turn, session, rest)
    said = heading(head, turn)
    body = bodies[0].strip() + (f", sampai {said.until}" if said.until else "")
    draft = Draft(body=body, files=sent(turn, session), **said.changes)
    return _addressed(turn, session, draft, said.whom)


def _spoken(turn: Turn, session: Session, rest: str) -> Heard:
    """ "umumkan ke ortu 7A besok libur": the command says what it is, the words for whom."""
    flags, rest = flagged(rest)
    classes, body = leading(rest)
    if classes:
        said = heading(f"{classes}, {body}" if only_time(body) else classes, turn)
        left = "" if only_time(body) else body
        draft = Draft(body=left, files=sent(turn, session), **flags, **said.changes)
        return _addressed(turn, session, draft, said.whom)
    role: Literal["teacher", "principal"] = "principal" if preview.leads(turn) else "teacher"
    meaning = understand(Message(turn.text, role, turn.local))
    if meaning.intent is not Intent.ANNOUNCE:
        draft = Draft(body=rest, files=sent(turn, session), **flags)
        return _addressed(turn, session, draft, "")
    slots = Slots.model_validate(meaning.slots)
    return understood(replace(turn, slots=slots), session)


@announcements.hears(Intent.ANNOUNCE, form=Slots)
def understood(turn: Turn, session: Session) -> Heard:
    """An announcement written as one speaks."""
    assert isinstance(turn.slots, Slots)
    flags, body = flagged(turn.slots.body or turn.text)
    draft = Draft(body=body, files=sent(turn, session), **flags)
    whom = turn.slots.audience.removeprefix("class").removeprefix(":")
    return _addressed(turn, session, draft, "sekolah" if whom == "school" else whom)


def more(turn: Turn, session: Session) -> Heard:
    """Files without words, as an album comes: shown with the rest."""
    return _next(turn, session, turn.draft(Draft))


@announcements.takes_files(more)
def whom(turn: Turn, session: Session) -> Heard:
    """Free words, or a child of those between whom to choose; or they begin anew."""
    if turn.text.casefold().startswith(("umumkan ", "pengumuman ", "announce ")):
        return begin(turn, session)
    return _addressed(turn, session, turn.draft(Draft), turn.answer or turn.text, asked=True)


@announcements.takes_files(more)
def own_classes(turn: Turn, session: Session) -> Heard:
    """A teacher's "semua" is the classes they teach; or other words for whom."""
    draft = turn.draft(Draft)
    if turn.answer == "cancel":
        return [Reply(CANCELLED)]
    if turn.answer == "mine":
        return _next(turn, session, _parted(turn, draft))
    return _addressed(turn, session, draft, turn.text, asked=True)


@announcements.takes_files()
def what(turn: Turn, session: Session) -> Heard:
    draft = turn.draft(Draft)
    new = {"body": turn.text or draft.body, "files": turn.media or draft.files}
    return _next(turn, session, _parted(turn, draft.model_copy(update=new)))


@announcements.takes_files()
def confirmed(turn: Turn, session: Session) -> Heard:
    draft = turn.draft(Draft)
    match turn.answer:
        case "send":
            return _send(turn, session, draft)
        case "change":
            left = "question" if draft.question else "no_question"
            choices = [Choice(name, text) for name, text in CHANGES.items() if name != left]
            return [Reply(WHAT_CHANGES, choices=choices, then=change, remember=_memory(draft))]
        case "remind" if reminder := preview.as_reminder(turn, draft):
            return reminders.show(turn, session, reminder)
        case "whom":
            unsure = draft.model_copy(update={"sure": False})
            return [Reply(WHOM, then=whom, remember=_memory(unsure))]
        case "cancel":
            return [Reply(CANCELLED)]
        case _:
            return _in_words(turn, session, draft)


def _in_words(turn: Turn, session: Session, draft: Draft) -> Heard:
    """ "ok kirim bu", "gak jadi", "besok jam 6 aja"; or more files, as an album comes."""
    if turn.only_files:
        return _one_more(turn, session, draft)
    if time := time_alone(turn.text):
        at = moment(time, turn)
        return _next(turn, session, draft.model_copy(update={"send_at": at, "late": at is None}))
    if turn.said is not None and turn.said.head is Sense.YES and (at := moment(turn.text, turn)):
        return _next(turn, session, draft.model_copy(update={"send_at": at}))
    if not draft.body and _is_text(turn):
        return _next(turn, session, _parted(turn, draft.model_copy(update={"body": turn.text})))
    return None


def _one_more(turn: Turn, session: Session, draft: Draft) -> Heard:
    seen = _preview(turn, session, draft)
    if seen.text is not preview.PREVIEW:
        return [seen]
    blanks = {"count": str(len(draft.files)), "ask": seen.values["ask"]}
    return [replace(seen, text=ATTACHED, values=blanks)]


def _is_text(turn: Turn) -> bool:
    """Whether words behind a photo tell what it is, and nothing else that teachers do."""
    meaning = understand(Message(turn.text, "teacher", turn.local))
    return meaning.intent in (Intent.ANNOUNCE, Intent.NOT_FOR_BOT, Intent.CONTACT_BOOK_NOTE)


@announcements.takes_files(more)
def change(turn: Turn, session: Session) -> Heard:
    """One thing of the draft, asked for or turned over at once."""
    draft, memory = turn.draft(Draft), turn.memory
    asks = {"whom": (WHOM, whom), "time": (WHEN, when), "question": (QUESTION, question)}
    if turn.answer in asks:
        text, step = asks[turn.answer]
        return [Reply(text, then=step, remember=memory)]
    match turn.answer:
        case "urgent":
            return [_ask_reason(draft)]
        case "body":
            about = described(session, draft.audience)
            return [Reply(WHAT, {"whom": about}, then=what, remember=memory)]
        case "sign":
            new: dict[str, object] = {"sign": not draft.sign}
        case "important":
            turned = draft.urgency is not Urgency.IMPORTANT
            new = {"urgency": Urgency.IMPORTANT if turned else Urgency.NORMAL, "reason": ""}
        case "no_question":
            new = {"question": None}
        case "digest":
            new = {"urgency": Urgency.LOW, "question": None, "reason": ""}
        case _:
            return None
    return _next(turn, session, draft.model_copy(update=new))


@announcements.takes_files(more)
def when(turn: Turn, session: Session) -> Heard:
    if turn.text.casefold() in ("sekarang", "now"):
        new: dict[str, object] = {"send_at": None, "late": False}
        return _next(turn, session, turn.draft(Draft).model_copy(update=new))
    at = moment(turn.text, turn)
    if at is None:
        return [Reply(NO_TIME, then=when, remember=_memory(turn.draft(Draft)))]
    new = {"send_at": at, "late": False}
    return _next(turn, session, turn.draft(Draft).model_copy(update=new))


@announcements.takes_files(more)
def reason(turn: Turn, session: Session) -> Heard:
    """Why it may pass quiet hours, or that it need not."""
    draft = turn.draft(Draft)
    match turn.answer:
        case "calm":
            new = {"urgency": Urgency.NORMAL, "reason": ""}
        case "body":
            new = {"urgency": Urgency.URGENT, "reason": excerpt(draft.body, 120)}
        case _:
            new = {"urgency": Urgency.URGENT, "reason": turn.text}
    return _next(turn, session, draft.model_copy(update=new))


@announcements.takes_files(more)
def question(turn: Turn, session: Session) -> Heard:
    asking = _asking(turn, turn.draft(Draft), turn.text)
    if asking is None:
        return [Reply(QUESTION, then=question, remember=_memory(turn.draft(Draft)))]
    return _next(turn, session, asking)


def _asking(turn: Turn, draft: Draft, words: str) -> Draft | None:
    """The draft with that question; None if the words are none with choices."""
    found = question_in(words)
    if found is None:
        return None
    text, choices, until = found
    ends = moment(until, turn, end_of_day=True) if until else None
    urgency = Urgency.NORMAL if draft.urgency is Urgency.LOW else draft.urgency
    new = {"question": Question(text=text, choices=choices, until=ends), "urgency": urgency}
    return draft.model_copy(update=new)


def _parted(turn: Turn, draft: Draft) -> Draft:
    """ "Studi tur tanggal 5. Ikut? ya/tidak": the question at the end is asked of each family."""
    body, words = question_at_end(draft.body)
    if not words or draft.audience.staff:
        return draft
    return _asking(turn, draft.model_copy(update={"body": body}), words) or draft


def _addressed(
    turn: Turn, session: Session, draft: Draft, words: str, *, asked: bool = False
) -> Heard:
    """Whom the words name; a question where they name nobody, two, or somebody else's."""
    found = read(words, turn, session)
    memory = _memory(draft)
    if found.unclear:
        choices = to_choose(session, found.unclear, turn.now)
        return [Reply(WHICH, choices=choices, then=whom, remember=memory, free=True)]
    if found.not_yours == [WHOLE]:
        choices = [
            Choice("mine", MINE, Sense.YES),
            Choice("cancel", preview.CANCEL, Sense.NO),
        ]
        blanks = {"whom": described(session, found.audience)}
        memory = _memory(draft.model_copy(update={"audience": found.audience}))
        return [
            Reply(NOT_SCHOOL, blanks, choices=choices, then=own_classes, remember=memory, free=True)
        ]
    if found.not_yours:  # nothing is sent on half of what was said
        classes = ", ".join(found.not_yours)
        return [Reply(NOT_YOURS, {"classes": classes}, then=whom, remember=memory)]
    if found.others:
        blanks = audience.not_yours(found.others)
        return [Reply(audience.NOT_YOURS, blanks, then=whom, remember=memory)]
    if found.audience.empty:
        return [Reply(NOBODY if asked or words else WHOM, then=whom, remember=memory)]
    whole = draft.model_copy(update={"audience": found.audience})
    return _next(turn, session, _parted(turn, whole))


def _next(turn: Turn, session: Session, draft: Draft) -> list[Say]:
    """Ask for what is still missing, then show what would happen."""
    if draft.audience.empty:
        return [Reply(WHOM, then=whom, remember=_memory(draft))]
    if not draft.body and not draft.files:
        about = described(session, draft.audience)
        return [Reply(WHAT, {"whom": about}, then=what, remember=_memory(draft))]
    if draft.late:
        return [Reply(NO_TIME, then=when, remember=_memory(draft))]
    if draft.urgency is Urgency.URGENT and not draft.reason:
        return [_ask_reason(draft)]
    if draft.audience.staff:
        return [staff_notices.preview(turn, session, draft)]
    return [_preview(turn, session, draft)]


def _ask_reason(draft: Draft) -> Say:
    """What wakes families is asked for; in a hurry one tap says that the text tells it."""
    choices = [*([Choice("body", AS_WRITTEN)] if draft.body else []), Choice("calm", NOT_URGENT)]
    return Reply(REASON, choices=choices, then=reason, remember=_memory(draft), free=True)


def _preview(turn: Turn, session: Session, draft: Draft) -> Say:
    seen = preview.look(turn, session, draft)
    memory = _memory(draft)
    if seen is None:
        nobody = {"whom": described(session, draft.audience)}
        return Reply(NOBODY_NOW, nobody, then=whom, remember=memory)
    return replace(seen, then=confirmed, remember=memory, free=True)


def _send(turn: Turn, session: Session, draft: Draft) -> Heard:
    doubt = None if draft.sure else doubts.about(session, draft.audience, draft.body, turn)
    if doubt is not None:
        sure = draft.model_copy(update={"sure": True})
        return [replace(doubt, then=confirmed, remember=_memory(sure))]
    notice = draft.notice(turn.speaker.school, turn.speaker.person, turn.speaker.zone, turn.now)
    about = receivers(session, notice, turn.now)
    seen = forecast.forecast(session, notice, about, turn.now)
    if seen.too_dear and not preview.may_spend(turn, draft):
        return [_preview(turn, session, draft)]
    return publish(turn, session, draft, notice, seen)


def _memory(draft: Draft) -> dict[str, object]:
    return draft.model_dump(mode="json")
