"""A family gives its address, or changes it; a visitor asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

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
from handlers.core.understanding.matters.visits import PLAIN, bare, reads_like_one
from handlers.core.whom.audience import find, yours
from handlers.visits import people, states
from handlers.visits.addresses.keeping import (
    address_for,
    homes,
    host_of,
    is_open,
    known,
    put,
    shown,
    worded,
)
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
    id="{child}. Alamat rumah:\n{address}\n\nSudah benar? Boleh juga ditambah lokasi atau patokan.",
    en="{child}. Home address:\n{address}\n\nIs this right? You may add your location or a "
    "landmark.",
)
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
VISITOR = Text(
    "visit_address.visitor",
    id="Tentang {child}. Kunjungan {when}:\n{address}\n\nMohon dijaga kerahasiaannya.",
    en="About {child}. The visit {when}:\n{address}\n\nPlease keep it to yourself.",
)
NOT_GIVEN = Text(
    "visit_address.not_given",
    id="alamat belum diberikan keluarga",
    en="the family has not given an address yet",
)
CLOSED = Text(
    "visit_address.closed",
    id="Alamat hanya tampil untuk guru yang berkunjung dan pendampingnya, mulai sehari sebelum "
    "kunjungan.",
    en="Addresses are shown only to the teacher who visits and their companion, from the day "
    "before the visit.",
)

home_addresses = Capability("visit_addresses", Who.GUARDIAN, Who.STAFF)


class Draft(BaseModel):
    """An address that has not been confirmed yet."""

    children: list[int] = []
    words: str = ""
    pin: tuple[float, float] | None = None
    unasked: str = ""
    """What was written in passing: a message to the teacher, if it is no address after all."""


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
    return _take(turn, session, draft, mine) if about else None


@home_addresses.opens("alamat", "address")
def begin(turn: Turn, session: Session) -> Heard:
    """ "alamat" shows it, "alamat Jl. Melati 5" gives it; "alamat Aisyah" asks a visitor's."""
    _, _, rest = turn.text.partition(" ")
    mine = _own(turn, session)
    about, words = _split(rest, mine)
    if mine and reads_like_one(words):
        return _take(turn, session, Draft(children=_ids(about), words=words, pin=turn.place), mine)
    if turn.speaker.roles and (rest or not mine or _visits(turn, session)):
        return _for_visitor(turn, session, rest)
    if rest and not (about and not words):
        return None
    return [_how(turn, session, child) for child in about or mine] or None


@home_addresses.step
def given(turn: Turn, session: Session) -> Heard:
    """What answers our question. Words that are no address go on to whoever hears them."""
    words = turn.text.strip()
    if turn.place is None and not (reads_like_one(words) or (words and turn.direct)):
        return None
    mine = _own(turn, session)
    draft = Draft(children=turn.memory["children"], words=bare(words), pin=turn.place)
    return _take(turn, session, draft, mine)


@home_addresses.step
def whose(turn: Turn, session: Session) -> Heard:
    if turn.answer is None:
        return None
    mine = _own(turn, session)
    chosen = _ids(mine) if turn.answer == "all" else [int(turn.answer)]
    return _take(turn, session, turn.draft(Draft).model_copy(update={"children": chosen}), mine)


@home_addresses.step
def confirmed(turn: Turn, session: Session) -> Heard:
    """The buttons, or what is added: a pin to the words, words to the pin."""
    draft, mine = turn.draft(Draft), _own(turn, session)
    match turn.answer:
        case "save":
            return _save(turn, session, draft, mine)
        case "change":
            memory = {"children": draft.children}
            return [Reply(AGAIN, then=given, remember=memory)]
        case "cancel":
            return _passed_on(turn, session, draft) or [Reply(CANCELLED)]
    words = turn.text.strip()
    if turn.place is not None:
        more = draft.model_copy(update={"pin": turn.place, "words": words or draft.words})
        return _take(turn, session, more, mine)
    if words and (reads_like_one(words) or turn.direct):
        return _take(turn, session, draft.model_copy(update={"words": words}), mine)
    return None


def _passed_on(turn: Turn, session: Session, draft: Draft) -> Heard:
    """Words that were no address after all go where they would have gone at once."""
    if not draft.unasked:
        return None
    return changing.to_teacher(turn, session, draft.children[0], draft.unasked) or None


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


def _take(turn: Turn, session: Session, draft: Draft, mine: Sequence[Pupil]) -> Heard:
    """Ask whose it is where that is open, then show it back."""
    about = [pupil for pupil in mine if pupil.id in draft.children]
    if not about and len(mine) > 1:
        choices = [Choice(str(pupil.id), pupil.label) for pupil in mine]
        memory = draft.model_dump(mode="json")
        choices.append(Choice("all", ALL_OF_THEM))
        return [Reply(WHOSE, choices=choices, then=whose, remember=memory)]
    about = about or list(mine)
    if not about:
        return None
    draft = draft.model_copy(update={"children": _ids(about)})
    latitude, longitude = draft.pin or (None, None)
    return [
        Reply(
            CONFIRM,
            {"child": names(about), "address": worded(draft.words, latitude, longitude)},
            choices=[
                Choice("save", SAVE, Sense.YES),
                Choice("change", CHANGE),
                Choice("cancel", NO_ADDRESS if draft.unasked else CANCEL, Sense.NO),
            ],
            then=confirmed,
            remember=draft.model_dump(mode="json"),
            free=True,
        )
    ]


def _save(turn: Turn, session: Session, draft: Draft, mine: Sequence[Pupil]) -> Heard:
    about = [pupil for pupil in mine if pupil.id in draft.children]
    if not about:
        return None
    says: list[Say] = [Reply(SAVED, {"child": names(about)})]
    for child in about:
        says += put(session, child, draft.words, draft.pin, turn.speaker.person, turn.now)
    return says


def _how(turn: Turn, session: Session, child: Pupil) -> Say:
    """Only who gave an address reads it again: parents may live apart."""
    address = known(session, child.id)
    told: Value = shown(address) if address else NONE
    if address and address.person_id not in (None, turn.speaker.person):
        told = BY_ANOTHER
    blanks: dict[str, Value] = {"child": child.label, "address": told}
    return Reply(HOW, blanks, then=given, remember={"children": [child.id]})


def _for_visitor(turn: Turn, session: Session, rest: str) -> Heard:
    """The addresses of the speaker's own visits; who asks for another's learns nothing."""
    visits = _visits(turn, session)
    about = {pupil.id: pupil for pupil in pupils(session, {visit.child_id for visit in visits})}
    wanted = find(rest, list(about.values())).pupils if rest else list(about.values())
    if rest and not wanted:
        named = find(rest, yours(turn, session))
        return [Reply(CLOSED)] if named.pupils or named.unclear else None
    says: list[Say] = [
        _visit(turn, session, visit, about[visit.child_id])
        for visit in visits
        if visit.child_id in _ids(wanted)
    ]
    return says or [Reply(CLOSED)]


def _visits(turn: Turn, session: Session) -> list[Visit]:
    """Those whose address the speaker may see now."""
    found = session.scalars(
        select(Visit)
        .where(
            Visit.school_id == turn.speaker.school,
            or_(
                Visit.teacher_id == turn.speaker.person,
                Visit.companion_id == turn.speaker.person,
            ),
            Visit.state.in_(states.SEEN),
            Visit.starts_at > turn.now - timedelta(days=3),
            Visit.starts_at < turn.now + timedelta(days=3),
        )
        .order_by(Visit.starts_at)
    ).all()
    return [one for one in found if is_open(session, one, turn.speaker.person, turn.now)]


def _visit(turn: Turn, session: Session, visit: Visit, child: Pupil) -> Say:
    address = address_for(session, visit, turn.speaker.person, turn.now)
    when = Moment(visit.starts_at, turn.speaker.zone) if visit.starts_at else ""
    return Reply(
        VISITOR,
        {"child": child.label, "when": when, "address": shown(address) if address else NOT_GIVEN},
    )


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
