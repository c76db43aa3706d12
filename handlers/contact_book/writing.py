"""Writing in the *buku penghubung*: an entry for one child, several, or a class."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.contact_book import approving
from handlers.contact_book.entry import Draft, make, publish
from handlers.core.notices import corrections, publishing
from handlers.core.notices.tasks import REASONS
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Sense,
    Text,
    Turn,
    Value,
    Who,
)
from handlers.core.talk.domains import DOMAINS
from handlers.core.talk.files import below, sent
from handlers.core.talk.times import Moment
from handlers.core.understanding import Intent, domain_in
from handlers.core.whom.audience import NOT_YOURS, is_all, label, meant, not_yours, to_choose, yours
from models.contact_book import Domain
from models.family import pupils
from models.notice import NoticeState
from models.people import Role
from models.school import School, school_of

MENU = Text("contact_book.menu", id="Tulis catatan buku penghubung", en="Write in the contact book")
WHOM = Text(
    "contact_book.whom",
    id="Catatan untuk siapa? Tulis nama anak (boleh beberapa, dipisah koma) atau kelasnya.",
    en="For whom is the note? Write the child's name (several with commas) or the class.",
)
NOBODY = Text(
    "contact_book.nobody",
    id="Saya tidak menemukan nama itu di kelas Ibu/Bapak. Mohon tulis lagi namanya, atau BATAL.",
    en="I cannot find that name in your classes. Please write it again, or BATAL to cancel.",
)
WHICH = Text("contact_book.which", id="Yang mana?", en="Which one?")
WHAT = Text(
    "contact_book.what",
    id="Apa catatannya untuk {children}? Tulis, atau kirim foto, pesan suara, atau dokumen.",
    en="What is the note for {children}? Write it, or send a photo, voice note or document.",
)
CONFIRM = Text(
    "contact_book.confirm",
    id="Untuk {children}\nRanah: {domain}\n\n“{body}”{media}{held}\n\nKirim?",
    en="For {children}\nDomain: {domain}\n\n“{body}”{media}{held}\n\nSend it?",
)
HELD = Text("contact_book.held", id="\n⏰ sampai {when}", en="\n⏰ arrives {when}")
SEND = Text("contact_book.send", id="Kirim", en="Send")
DOMAIN = Text("contact_book.domain", id="Ganti ranah", en="Change domain")
APPROVAL = Text("contact_book.approval", id="Minta persetujuan", en="Ask for approval")
CANCEL = Text("contact_book.cancel", id="Batal", en="Cancel")
WHICH_DOMAIN = Text("contact_book.which_domain", id="Ranah yang mana?", en="Which domain?")
CANCELLED = Text(
    "contact_book.cancelled", id="Baik, tidak jadi dikirim.", en="All right, it is not sent."
)
SENT = Text(
    "contact_book.sent",
    id="Terkirim untuk {children}: {count} keluarga.{held}{unreached}\n"
    "Tulis “siapa belum paraf?” kapan saja.",
    en="On its way for {children}: {count} families.{held}{unreached}\n"
    "Ask “siapa belum paraf?” at any time.",
)
UNREACHED = Text(
    "contact_book.unreached",
    id="\nTidak bisa dijangkau, mohon dihubungi langsung:\n{list}",
    en="\nCannot be reached here, please contact them yourself:\n{list}",
)
UNREACHED_LINE = Text(
    "contact_book.unreached_line", id="• {child}: {reason}", en="• {child}: {reason}"
)

contact_book = Capability("contact_book", Who.STAFF, menu=MENU, place=10)


class Slots(BaseModel):
    """What the understanding found in one message."""

    child: int | None = None
    domain: Domain | None = None
    body: str = ""


@contact_book.opens("catatan", "catat", "note")
@contact_book.takes_files()
def begin(turn: Turn, session: Session) -> Heard:
    """ "catatan" asks step by step; "catatan Aisyah, Fathir: …" says it in one message."""
    _, _, rest = turn.text.partition(" ")
    who, colon, body = rest.partition(":")
    draft = _worded(turn, Draft(files=sent(turn, session)), body.strip())
    if not rest.strip():
        return _next(turn, session, draft)
    if not colon and not is_all(who, yours(turn, session)):
        return None
    return _audience(turn, session, draft, who)


@contact_book.hears(Intent.CONTACT_BOOK_ENTRY, form=Slots)
def understood(turn: Turn, session: Session) -> Heard:
    """A private note about a pupil, written as one speaks."""
    assert isinstance(turn.slots, Slots)
    slots = turn.slots
    draft = Draft(
        children=[slots.child] if slots.child else [],
        body=slots.body or turn.text,
        domain=slots.domain or Domain.OTHER,
        files=sent(turn, session),
    )
    if not draft.children:
        return _audience(turn, session, draft, turn.text)
    return _next(turn, session, draft)


def more(turn: Turn, session: Session) -> Heard:
    """Files without words, as an album comes: shown with the rest."""
    return _next(turn, session, turn.draft(Draft))


@contact_book.takes_files(more)
def whom(turn: Turn, session: Session) -> Heard:
    return _audience(turn, session, turn.draft(Draft), turn.answer or turn.text)


@contact_book.takes_files()
def what(turn: Turn, session: Session) -> Heard:
    return _next(turn, session, _worded(turn, turn.draft(Draft), turn.text))


def _worded(turn: Turn, draft: Draft, words: str) -> Draft:
    """The draft with these words, and the side of a child that they are about."""
    domain = Domain(domain_in(words, turn.local)) if words else draft.domain
    return draft.model_copy(update={"body": words, "domain": domain})


@contact_book.takes_files()
def confirmed(turn: Turn, session: Session) -> Heard:
    draft = turn.draft(Draft)
    if turn.media:
        body = "\n".join(filter(None, (draft.body, turn.text)))
        return _next(turn, session, draft.model_copy(update={"body": body}))
    match turn.answer:
        case "send":
            return _send(turn, session, draft)
        case "approval":
            return approving.ask(turn, session, draft)
        case "domain":
            choices = [Choice(domain.value, text) for domain, text in DOMAINS.items()]
            remember = draft.model_dump(mode="json")
            return [Reply(WHICH_DOMAIN, choices=choices, then=domain_chosen, remember=remember)]
        case "cancel":
            return [Reply(CANCELLED)]
        case _:
            return None


@contact_book.takes_files(more)
def domain_chosen(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return None
    return _next(
        turn, session, turn.draft(Draft).model_copy(update={"domain": Domain(turn.answer)})
    )


def _audience(turn: Turn, session: Session, draft: Draft, words: str) -> Heard:
    """Whom the words name; one short question where they name two."""
    found = meant(turn, session, words)
    if found.others:
        memory = draft.model_dump(mode="json")
        return [Reply(NOT_YOURS, not_yours(found.others), then=whom, remember=memory)]
    if found.unclear:
        choices = to_choose(session, found.unclear, turn.now)
        memory = draft.model_dump(mode="json")
        return [Reply(WHICH, choices=choices, then=whom, remember=memory, free=True)]
    if not found.pupils:
        return [Reply(NOBODY, then=whom, remember=draft.model_dump(mode="json"))]
    children = [pupil.id for pupil in found.pupils]
    return _next(turn, session, draft.model_copy(update={"children": children}))


def _next(turn: Turn, session: Session, draft: Draft) -> list[Say]:
    """Ask for what is still missing, then show what was understood."""
    memory = draft.model_dump(mode="json")
    if not draft.children:
        return [Reply(WHOM, then=whom, remember=memory)]
    about = pupils(session, draft.children)
    if not draft.body and not draft.files:
        return [Reply(WHAT, {"children": label(about)}, then=what, remember=memory)]
    school = school_of(session, turn.speaker.school)
    must_ask = draft.domain in school.rules.approval_domains and not _leads(turn)
    choices = [
        *([] if must_ask else [Choice("send", SEND, Sense.YES)]),
        Choice("domain", DOMAIN),
        Choice("approval", APPROVAL),
        Choice("cancel", CANCEL, Sense.NO),
    ]
    blanks: dict[str, Value] = {
        "children": label(about),
        "domain": DOMAINS[draft.domain],
        "body": draft.body,
        "media": below(draft.files),
        "held": _held(school, turn.now),
    }
    return [Reply(CONFIRM, blanks, choices=choices, then=confirmed, remember=memory)]


def _held(school: School, now: datetime) -> Value:
    """When families get it, if that is not at once."""
    arrives = school.quiet.release(now)
    return Phrase(HELD, {"when": Moment(arrives, school.zone)}) if arrives > now else ""


def _leads(turn: Turn) -> bool:
    return Role.PRINCIPAL in turn.speaker.roles


def _send(turn: Turn, session: Session, draft: Draft) -> Heard:
    about = [pupil for pupil in yours(turn, session) if pupil.id in set(draft.children)]
    notice = make(turn, session, draft, NoticeState.DRAFT)
    published = publish(session, notice, turn.now)
    report = Reply(
        SENT,
        {
            "children": label(about),
            "count": str(len(published.reached)),
            "held": _held(school_of(session, notice.school_id), turn.now),
            "unreached": _unreached(published),
        },
        choices=corrections.CHOICES,
        then=corrections.chosen,
        remember={"notice": notice.id},
    )
    return [*published.says, report]


def _unreached(published: publishing.Published) -> Value:
    lines = [
        Phrase(UNREACHED_LINE, {"child": pupil.label, "reason": REASONS[reason]})
        for pupil, reason in published.unreached
    ]
    return Phrase(UNREACHED, {"list": Lines(lines)}) if lines else ""
