"""Writing in the *buku penghubung*: an entry for one child, several, or a class."""

from __future__ import annotations

from dataclasses import replace

from pydantic import BaseModel
from sqlalchemy.orm import Session

from handlers.contact_book import approving
from handlers.contact_book.entry import Entry, domain_of, make, publish
from handlers.core.forms import correcting, doubts
from handlers.core.forms.children import Children
from handlers.core.forms.fields import OneOf, Words
from handlers.core.forms.form import Form
from handlers.core.forms.preview import YES, Preview, Way, arrival, held, unreached
from handlers.core.talk import Capability, Heard, Reply, Text, Turn, Who
from handlers.core.talk.domains import DOMAINS
from handlers.core.talk.texts import Claim
from handlers.core.talk.words import CHANGE_BODY
from handlers.core.understanding import Intent
from handlers.core.understanding.matters.audience import is_all
from handlers.core.understanding.matters.visits import is_private
from handlers.core.whom.audience import label, yours
from models.family import pupils
from models.notice import NoticeState
from models.people import Role
from models.school import school_of

MENU = Text("contact_book.menu", id="Tulis catatan buku penghubung", en="Write in the contact book")
NOTE = Text("contact_book.note", id="catatan", en="the note")
WHOM = Text(
    "contact_book.whom",
    id="Catatan untuk siapa? Tulis nama anak (boleh beberapa, dipisah koma) atau kelasnya.",
    en="For whom is the note? Write the child's name (several with commas) or the class.",
)
WHAT = Text(
    "contact_book.what",
    id="Apa catatannya untuk {children}? Tulis, atau kirim foto, pesan suara, atau dokumen.",
    en="What is the note for {children}? Write it, or send a photo, voice note or document.",
)
CONFIRM = Text(
    "contact_book.confirm",
    id="Untuk {children}\nRanah: {domain}\n\n“{body}”{below}\n\nKirim?",
    en="For {children}\nDomain: {domain}\n\n“{body}”{below}\n\nSend it?",
)
DOMAIN = Text("contact_book.domain", id="Ganti ranah", en="Change domain")
APPROVAL = Text("contact_book.approval", id="Minta persetujuan", en="Ask for approval")
WHICH_DOMAIN = Text("contact_book.which_domain", id="Ranah yang mana?", en="Which domain?")
SENT = Text(
    "contact_book.sent",
    id="Terkirim untuk {children}: {count} keluarga.{held}{unreached}\n"
    "Tulis “siapa belum paraf?” kapan saja.",
    en="On its way for {children}: {count} families.{held}{unreached}\n"
    "Ask “siapa belum paraf?” at any time.",
    claims=Claim.SENT,
)

contact_book = Capability("contact_book", Who.STAFF, menu=MENU, place=10)


def what(turn: Turn, session: Session, draft: Entry) -> Reply:
    return Reply(WHAT, {"children": label(pupils(session, draft.children))})


def shown(turn: Turn, session: Session, draft: Entry) -> Preview[Entry]:
    domain = domain_of(turn, draft)
    rules = school_of(session, turn.speaker.school).rules
    must_ask = domain in rules.approval_domains and Role.PRINCIPAL not in turn.speaker.roles
    return Preview(
        CONFIRM,
        {
            "children": label(pupils(session, draft.children)),
            "domain": DOMAINS[domain],
            "body": draft.body,
        },
        send=None if must_ask else YES,
        also=(SIDE, Way("approval", APPROVAL, approving.ask)),
        arrives=arrival(turn, session),
    )


def send(turn: Turn, session: Session, draft: Entry) -> Heard:
    about = pupils(session, draft.children)
    doubt = doubts.of_a_child(turn, session, about, draft.body, CHILDREN.name)
    if doubt is not None and not draft.for_all:
        return entries.doubt(draft.model_copy(update={"for_all": True}), doubt)
    notice = make(turn, session, draft, NoticeState.DRAFT)
    published = publish(session, notice, turn.now)
    report = Reply(
        SENT,
        {
            "children": label(pupils(session, draft.children)),
            "count": str(len(published.reached)),
            "held": held(turn, arrival(turn, session)),
            "unreached": unreached(published),
        },
        choices=correcting.CHOICES,
        then=correcting.chosen,
        remember={"notice": notice.id},
    )
    return [*published.says, report]


CHILDREN = Children[Entry](WHOM, body="body")
SIDE = OneOf[Entry]("domain", WHICH_DOMAIN, DOMAINS, DOMAIN)
entries = Form(
    contact_book, Entry, (CHILDREN, Words("body", what, CHANGE_BODY), SIDE), shown, send, title=NOTE
)


class Slots(BaseModel):
    """What the understanding found in one message."""

    child: int | None = None
    body: str = ""


@contact_book.opens("catatan", "catat", "note")
@contact_book.takes_files()
def begin(turn: Turn, session: Session) -> Heard:
    """ "catatan" asks step by step; "catatan Aisyah, Fathir: …" says it in one message."""
    rest = turn.text.partition(" ")[2].strip()
    if not rest:
        return entries.begin(turn, session, Entry())
    if ":" not in rest and not is_all(rest, yours(turn, session)):
        return None
    if is_private(turn.text):
        return None
    return entries.read(replace(turn, text=rest), session, Entry(), CHILDREN)


@contact_book.hears(Intent.CONTACT_BOOK_ENTRY, form=Slots)
def understood(turn: Turn, session: Session) -> Heard:
    """A private note about a pupil, written as one speaks."""
    assert isinstance(turn.slots, Slots)
    if is_private(turn.text):
        return None
    child, body = turn.slots.child, turn.slots.body or turn.text
    if child is None:
        return entries.read(turn, session, Entry(body=body), CHILDREN)
    return entries.begin(turn, session, Entry(children=[child], body=body))
