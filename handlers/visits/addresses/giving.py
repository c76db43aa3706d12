"""A family gives its address, or changes it; a visitor asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers.core.forms.children import ForChildren
from handlers.core.forms.fields import Field, Found
from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview
from handlers.core.notices.publishing import names
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
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
from handlers.core.talk.times import Moment
from handlers.core.talk.words import ALL_OF_THEM, CANCEL, CHANGE, SAVE
from handlers.core.understanding.amending import Amendment, How
from handlers.core.understanding.matters.visits import PLAIN, bare, reads_like_one
from handlers.core.whom.audience import find
from handlers.visits import people
from handlers.visits.addresses.keeping import (
    homes,
    host_of,
    known,
    put,
    shown,
    worded,
)
from handlers.visits.addresses.visiting import for_visitor, visits_of
from handlers.visits.booking import changing
from models.family import Pupil, pupils, pupils_of_guardian
from models.outbox import Priority, said
from models.prepared import Watch
from models.school import school_of
from models.visit import HomeAddress, Place, State, Visit

ASK = Text(
    "visit_address.ask",
    id="Ananda {child}. Untuk kunjungan {teacher} ({when}), kami mohon alamat rumah. Silakan tulis "
    "alamatnya, misalnya “Jl. Melati 5 RT 2, dekat masjid”, atau kirim lokasi dari telepon. "
    "Alamat hanya dilihat guru yang berkunjung, mulai sehari sebelumnya.",
    en="About {child}. For the visit of {teacher} ({when}) we ask for your home address. Please "
    "write it, such as “Jl. Melati 5 RT 2, near the mosque”, or send your location from your "
    "telephone. Only the teacher who visits sees it, from the day before.",
    template=True,
)
HOW = Text(
    "visit_address.how",
    id="{child}. Alamat rumah: {address}\n\nUntuk mengisi atau mengubahnya, tulis alamatnya di "
    "sini, atau kirim lokasi.",
    en="{child}. Home address: {address}\n\nTo give or change it, write it here, or send your "
    "location.",
)
NONE = Text("visit_address.none", id="belum ada", en="none yet")
BY_ANOTHER = Text(
    "visit_address.by_another",
    id="sudah diberikan wali yang lain",
    en="given by the other guardian",
)
WHOSE = Text("visit_address.whose", id="Alamat ini untuk siapa?", en="Whose address is this?")
CONFIRM = Text(
    "visit_address.confirm",
    id="{child}. Alamat rumah:\n{address}{below}\n\nSudah benar? Boleh juga ditambah lokasi atau "
    "patokan.",
    en="{child}. Home address:\n{address}{below}\n\nIs this right? You may add your location or a "
    "landmark.",
)
TITLE = Text("visit_address.title", id="alamat rumah", en="the home address")
NO_ADDRESS = Text("visit_address.no_address", id="Bukan alamat", en="No address")
AGAIN = Text(
    "visit_address.again",
    id="Silakan tulis alamat yang benar, atau kirim lokasi.",
    en="Please write the right address, or send your location.",
)
CANCELLED = Text(
    "visit_address.cancelled", id="Baik, alamat tidak diubah.", en="All right, nothing was changed."
)
SAVED = Text(
    "visit_address.saved",
    id="Terima kasih. Alamat {child} tersimpan. Hanya guru yang berkunjung yang melihatnya, mulai "
    "sehari sebelumnya. Untuk mengubahnya, tulis: alamat …",
    en="Thank you. The address of {child} is kept. Only the teacher who visits sees it, from the "
    "day before. To change it write: alamat …",
    claims=Claim.NOTED,
)
home_addresses = Capability("visit_addresses", Who.GUARDIAN, Who.STAFF)


class Draft(ForChildren):
    """An address that has not been confirmed yet."""

    words: str = ""
    pin: tuple[float, float] | None = None
    unasked: str = ""
    """What was written in passing: a message to the teacher, if it is no address after all."""


class Homes(Field[Draft]):
    """The children who live there, of those whose home the speaker speaks for."""

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        mine = _own(turn, session)
        choices = [Choice(str(pupil.id), pupil.label) for pupil in mine]
        return Reply(WHOSE, choices=[*choices, Choice("all", ALL_OF_THEM)])

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        mine = _ids(_own(turn, session))
        about = [child for child in mine if child in draft.children]
        if not about and len(mine) > 1:
            return self.ask(turn, session, draft)
        about = about or mine
        if not about:
            return Reply(CANCELLED, free=False)
        return {"children": about} if about != draft.children else None

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        mine = _ids(_own(turn, session))
        chosen = [child for child in mine if turn.answer in (str(child), "all")]
        return {"children": chosen} if chosen else None

    def described(self, session: Session, draft: Draft) -> Value:
        return names(pupils(session, draft.children))


class Address(Field[Draft]):
    """Words that read like an address, a location, or the one added to the other."""

    takes_place = True

    def ask(self, turn: Turn, session: Session, draft: Draft) -> Reply:
        return Reply(AGAIN)

    def settle(self, turn: Turn, session: Session, draft: Draft) -> Found:
        return None if draft.words or draft.pin else self.ask(turn, session, draft)

    def read(self, turn: Turn, session: Session, draft: Draft) -> Found:
        words = turn.text.strip()
        if turn.place is not None:
            return {"pin": turn.place, "words": bare(words) or draft.words}
        return {"words": bare(words)} if words and (reads_like_one(words) or turn.direct) else None

    def amend(self, turn: Turn, session: Session, draft: Draft, amendment: Amendment) -> Found:
        """ "tambah: dekat masjid", "eh maksudnya Jl. Melati 7"."""
        if amendment.how is How.ADD and amendment.verbatim:
            return {"words": ", ".join(filter(None, (draft.words, amendment.words)))}
        if amendment.how is How.DROP:
            return None
        words = amendment.words if amendment.marked else turn.text
        return self.read(replace(turn, text=words), session, draft)


def shown_back(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    latitude, longitude = draft.pin or (None, None)
    return Preview(
        CONFIRM,
        {
            "child": names(pupils(session, draft.children)),
            "address": worded(draft.words, latitude, longitude),
        },
        Choice("save", SAVE, Sense.YES),
        also=(WORDS,),
        cancel=NO_ADDRESS if draft.unasked else CANCEL,
    )


def save(turn: Turn, session: Session, draft: Draft) -> Heard:
    about = pupils(session, draft.children)
    says: list[Say] = [Reply(SAVED, {"child": names(about)})]
    for child in about:
        says += put(session, child, draft.words, draft.pin, turn.speaker.person, turn.now)
    return says


def _left(turn: Turn, session: Session, draft: Draft) -> Heard:
    """Words that were no address after all go where they would have gone at once."""
    passed: list[Say] = []
    if draft.unasked:
        passed = changing.to_teacher(turn, session, draft.children[0], draft.unasked)
    return passed or [Reply(CANCELLED)]


WORDS = Address("words", CHANGE)
form = Form(
    home_addresses,
    Draft,
    (Homes("children"), WORDS),
    shown_back,
    save,
    title=TITLE,
    left=_left,
)


def overheard(turn: Turn, session: Session) -> Heard:
    """What is plainly an address, or a pin, before we have asked for it, from a family that is to
    be visited at home; None for everything else."""
    words = bare(turn.text)
    if turn.place is None and (not PLAIN.match(words) or "?" in words):
        return None
    mine = _own(turn, session)
    coming = people.open_visits(session, children=_ids(mine))
    about = [visit.child_id for visit in coming if visit.place is Place.HOME]
    draft = Draft(children=about, words=words, pin=turn.place, unasked=turn.text)
    return form.begin(turn, session, draft) if about else None


@home_addresses.opens("alamat", "address")
def begin(turn: Turn, session: Session) -> Heard:
    """ "alamat" shows it, "alamat Jl. Melati 5" gives it; "alamat Aisyah" asks a visitor's."""
    _, _, rest = turn.text.partition(" ")
    mine = _own(turn, session)
    about, words = _split(rest, mine)
    if mine and reads_like_one(words):
        draft = Draft(children=_ids(about), words=words, pin=turn.place)
        return form.begin(turn, session, draft)
    if turn.speaker.roles and (rest or not mine or visits_of(turn, session)):
        return for_visitor(turn, session, rest)
    if rest and not (about and not words):
        return None
    return [_how(turn, session, child) for child in about or mine] or None


@home_addresses.step
def given(turn: Turn, session: Session) -> Heard:
    """What answers our question. Words that are no address go on to whoever hears them."""
    draft = Draft(children=turn.memory["children"])
    return form.read(turn, session, draft, WORDS) if _own(turn, session) else None


def _own(turn: Turn, session: Session) -> list[Pupil]:
    """The children whose home the speaker speaks for."""
    if not (turn.speaker.guardian and turn.speaker.consented):
        return []
    person = turn.speaker.person
    some = pupils_of_guardian(session, person, turn.now)
    places = homes(session, _ids(some), turn.now)
    at_home = {place.child_id for place in places if place.person_id == person}
    return [pupil for pupil in some if pupil.id in at_home]


def _ids(some: Sequence[Pupil]) -> list[int]:
    return [pupil.id for pupil in some]


def _split(rest: str, mine: Sequence[Pupil]) -> tuple[list[Pupil], str]:
    """Children that are named before a colon, or with nothing behind; and the address.

    A name inside an address stays there: streets are called like people.
    """
    before, colon, behind = rest.partition(":")
    head = before if colon else rest
    about = list(find(head, mine).pupils) if head and not reads_like_one(head) else []
    words = behind if about else rest
    return about, bare(words)


def _how(turn: Turn, session: Session, child: Pupil) -> Say:
    """Only who gave an address reads it again: parents may live apart."""
    address = known(session, child.id)
    told: Value = shown(address) if address else NONE
    if address and address.person_id not in (None, turn.speaker.person):
        told = BY_ANOTHER
    blanks: dict[str, Value] = {"child": child.label, "address": told}
    return Reply(HOW, blanks, then=given, remember={"children": [child.id]})


_WITHOUT = Watch(
    select(Visit)
    .outerjoin(HomeAddress, HomeAddress.child_id == Visit.child_id)
    .where(
        HomeAddress.id.is_(None),
        Visit.state == State.CONFIRMED,
        Visit.place == Place.HOME,
        Visit.starts_at > bindparam("now"),
    )
    .order_by(Visit.id)
)


def unasked(session: Session, now: datetime) -> list[Tell]:
    """One question to each family that a confirmed visit goes to without knowing where."""
    visits = _WITHOUT.scalars(session, now=now)
    told = said(session, [_topic(visit) for visit in visits])
    asks = (_ask(session, visit, now) for visit in visits if _topic(visit) not in told)
    return [ask for ask in asks if ask]


def _topic(visit: Visit) -> str:
    return f"visit:{visit.id}:address"


def _ask(session: Session, visit: Visit, now: datetime) -> Tell | None:
    child = pupils(session, [visit.child_id])
    to = host_of(session, visit, now)
    if not child or to is None or visit.starts_at is None:
        return None
    zone = school_of(session, visit.school_id).zone
    return Tell(
        ASK,
        {
            "child": child[0].label,
            "teacher": visit.teacher.name,
            "when": Moment(visit.starts_at, zone),
        },
        then=given,
        remember={"children": [visit.child_id]},
        again=True,  # so that other words reach the question they interrupt
        to=to,
        topic=_topic(visit),
        priority=Priority.IMPORTANT,
        expires_at=visit.starts_at,
    )
