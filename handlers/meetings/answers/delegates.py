"""Somebody else comes to a meeting: a name, or a proxy guardian, who is then invited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import Choice, Reply, Say, Sense, Step, Tell, Text, Turn, Value
from handlers.core.talk.texts import Claim
from handlers.core.understanding.matters.meetings import PARENTS, said_words
from handlers.meetings.answers.noted import about
from handlers.meetings.answers.seats import Said, keep
from handlers.meetings.calling.words import CHOICES, LABELS
from models.family import names, places_of, pupils
from models.meeting import Answer, Meeting, Rsvp
from models.outbox import Priority
from models.people import Relation
from models.signatures import Unsigned

WHO_COMES = Text(
    "delegates.who_comes",
    id="Baik, {who}. Untuk {children} tercatat: diwakilkan di {what}, {when}. Siapa yang datang? "
    "Tulis namanya, misalnya: om Danu.",
    en="All right, {who}. Noted for {children}: somebody else comes to the {what}, {when}. Who "
    "comes? Write the name, for example: uncle Danu.",
    claims=Claim.NOTED,
)
CAN = Text("delegates.can", id="Bisa", en="I can")
CANNOT = Text("delegates.cannot", id="Tidak bisa", en="I cannot")
INVITE = Text(
    "delegates.invite",
    id="Ananda {children}. {guardian} meminta Ibu/Bapak mewakili keluarga di {title}.\n\n"
    "🗓 Waktu: {when}\n📍 Tempat: {place}\n\nApakah Ibu/Bapak bisa datang?",
    en="About {children}. {guardian} asks you to come to the {title} for the family.\n\n"
    "🗓 Time: {when}\n📍 Place: {place}\n\nCan you come?",
    template=True,
    buttons=(CAN, CANNOT),
)
THANKS = Text(
    "delegates.thanks",
    id="Terima kasih, {who}. Sampai jumpa di {what}, {when}, di {place}. Berkas kalendernya kami "
    "lampirkan.",
    en="Thank you, {who}. See you at the {what}, {when}, at {place}. The calendar file is "
    "attached.",
)
NOTED = Text(
    "delegates.noted",
    id="Baik, {who}, terima kasih kabarnya. Kami teruskan ke keluarga {children}.",
    en="All right, {who}, thank you for telling us. We pass it on to the family of {children}.",
    claims=Claim.SENT,
)
NOT_NEEDED = Text(
    "delegates.not_needed",
    id="Terima kasih, {who}. Keluarga {children} sudah mengubah jawabannya, jadi tidak perlu "
    "mewakili lagi.",
    en="Thank you, {who}. The family of {children} has changed its answer, so nobody needs to "
    "come instead.",
)
CANNOT_COME = Text(
    "delegates.cannot_come",
    id="Ananda {children}. Mohon maaf, {delegate} tidak bisa mewakili di {title}, {when}. Apakah "
    "Ibu/Bapak bisa datang, atau ada yang lain?",
    en="About {children}. Sorry, {delegate} cannot come for you to the {title}, {when}. Can you "
    "come, or is there somebody else?",
    template=True,
    buttons=LABELS,
)
LONGEST = 60
"""Characters of a name; more is a message for the teacher."""


@dataclass(frozen=True)
class StandIn:
    """Who comes instead. `person` is a proxy guardian who has joined."""

    name: str = ""
    person: int | None = None


def is_name(words: str) -> bool:
    return 0 < len(words) <= LONGEST and "?" not in words


def find(session: Session, turn: Turn, children: Sequence[int], name: str) -> StandIn:
    """A proxy by the choice that was taken or by a part of their name, or the other parent by
    "papanya"; else only the words."""
    if (other := _parent(session, turn, children, name)) is not None:
        return other
    proxies = _proxies(session, turn, children)
    for person, called in proxies.items():
        if name == _value(person) or said_words(name) & said_words(called):
            return StandIn(called, person)
    return StandIn("" if name.startswith(_value(0)[:-1]) else name.strip()[:LONGEST])


def _value(person: int) -> str:
    return f"proxy:{person}"


def _parent(session: Session, turn: Turn, children: Sequence[int], name: str) -> StandIn | None:
    """The children's father or mother, if the words say that and they have joined."""
    relation = next((kin for kin, said in PARENTS.items() if said.fullmatch(name.strip())), None)
    people = _beside(session, turn, children, relation) if relation else {}
    return next((StandIn(called, person) for person, called in people.items()), None)


def _proxies(session: Session, turn: Turn, children: Sequence[int]) -> dict[int, str]:
    """Proxy guardians of all of these children who have joined and may see invitations."""
    return _beside(session, turn, children, Relation.PROXY)


def _beside(
    session: Session, turn: Turn, children: Sequence[int], relation: Relation
) -> dict[int, str]:
    held: dict[int, set[int]] = {}
    for child, places in places_of(session, children, turn.now).items():
        for place in places:
            if place.relation is relation and place.person_id and place.sees("meeting"):
                held.setdefault(place.person_id, set()).add(child)
    able = [p for p, of in held.items() if of == set(children) and p != turn.speaker.person]
    return names(session, able)


def ask(
    turn: Turn, session: Session, meeting: Meeting, mine: Sequence[Unsigned], then: Step
) -> Say:
    """Who comes? The proxy guardians are offered by name."""
    children = [one.child_id for one in mine]
    choices = [
        Choice(_value(person), called)
        for person, called in _proxies(session, turn, children).items()
    ]
    return Reply(
        WHO_COMES,
        about(turn, session, meeting, mine),
        choices=choices,
        then=then,
        free=True,
        remember={"meeting": meeting.id, "children": children},
    )


def invite(
    turn: Turn,
    session: Session,
    meeting: Meeting,
    mine: Sequence[Unsigned],
    person: int,
    then: Step,
) -> Tell:
    blanks = about(turn, session, meeting, mine)
    return Tell(
        INVITE,
        {
            "children": blanks["children"],
            "guardian": turn.speaker.name,
            "title": blanks["what"],
            "when": blanks["when"],
            "place": blanks["place"],
        },
        choices=[Choice("yes", CAN, Sense.YES), Choice("no", CANNOT, Sense.NO)],
        then=then,
        remember={"meeting": meeting.id, "children": [one.child_id for one in mine]},
        again=True,
        free=False,
        to=person,
        topic=f"meeting:{meeting.id}:{meeting.sequence}:proxy:{turn.inbox_id}",
        priority=Priority.IMPORTANT,
        expires_at=meeting.starts_at,
    )


def sent_by(session: Session, meeting: Meeting, proxy: int, children: Sequence[int]) -> list[Rsvp]:
    """The answers by which this proxy still is the one who comes."""
    return list(
        session.scalars(
            select(Rsvp).where(
                Rsvp.meeting_id == meeting.id,
                Rsvp.proxy_id == proxy,
                Rsvp.child_id.in_(children),
            )
        )
    )


def give_back(
    turn: Turn,
    session: Session,
    meeting: Meeting,
    rows: Sequence[Rsvp],
    blanks: Mapping[str, Value],
    hears: Step,
) -> list[Say]:
    """The answer is open again, and the guardian who had sent them is asked."""
    guardian, children = rows[0].person_id, [row.child_id for row in rows]
    said = Said(guardian, Answer.MAYBE)
    kept = keep(session, meeting, children, said, turn.now, hears)
    asked = Tell(
        CANNOT_COME,
        {
            "children": ", ".join(pupil.label for pupil in pupils(session, children)),
            "delegate": turn.speaker.name,
            "title": blanks["what"],
            "when": blanks["when"],
        },
        choices=CHOICES,
        then=hears,
        remember={"notice": meeting.notice_id, "children": children},
        again=True,
        free=False,
        kind="meeting_rsvp",
        to=guardian,
        topic=f"meeting:{meeting.id}:{meeting.sequence}:back:{turn.inbox_id}",
        priority=Priority.IMPORTANT,
        expires_at=meeting.starts_at,
    )
    return [asked, *kept.says]
