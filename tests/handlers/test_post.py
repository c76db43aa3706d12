"""From what is said to what is owed: who is told, where, when, and only once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.talk import CATALOGUE, Choice, Language, Reply, Speaker, Step, Tell, Text
from handlers.core.talk.post import AGAIN, FREE, cancel, post
from models.outbox import OutboundMessage, Priority, Status
from models.people import Contact, Person, Reach, Wants
from models.school import School
from tests.cast import MONDAY, WIB, Cast

WORDS = Text("tests.post", "Kabar tentang {child}.", "News of {child}.")
YES = Text("tests.yes", "Ya", "Yes")
for text in (WORDS, YES):  # no part of the house
    del CATALOGUE[text.key]
CHILD = {"child": "Aisyah"}
EVENING = datetime(2026, 11, 23, 21, 0, tzinfo=WIB)
MORNING = datetime(2026, 11, 24, 5, 30, tzinfo=WIB)
STEP = Step("tests.hear", lambda turn, session: None)


def told(to: Person, topic: str = "news", **how: Any) -> Tell:
    return Tell(WORDS, CHILD, to=to.id, topic=topic, **how)


def outbox(session: Session) -> Sequence[OutboundMessage]:
    session.expire_all()
    return session.scalars(select(OutboundMessage).order_by(OutboundMessage.id)).all()


def owed(session: Session) -> OutboundMessage:
    [row] = outbox(session)
    return row


def contact(session: Session, person: Person, channel: str, heard: datetime | None) -> Contact:
    """One more address of theirs."""
    made = Contact(
        school_id=person.school_id,
        person_id=person.id,
        channel=channel,
        address=f"{channel} of {person.id}",
        heard_at=heard,
        created_at=MONDAY,
    )
    session.add(made)
    session.flush()
    return made


def test_a_reply_goes_where_it_was_asked_at_once(session: Session, cast: Cast) -> None:
    asked_from = contact(session, cast.sari, "telegram", None)
    speaker = Speaker(asked_from.id, "telegram", Language("en"), cast.sari.id, cast.school.id)

    assert post(session, [Reply(WORDS, CHILD)], EVENING, to=speaker) == 1

    row = owed(session)
    assert (row.contact_id, row.channel) == (asked_from.id, "telegram")
    assert (row.status, row.priority, row.due_at) == (Status.QUEUED, Priority.REPLY, None)
    assert (row.body, row.language) == ("News of Aisyah.", "en")


def test_everyone_reads_their_own_language(session: Session, cast: Cast) -> None:
    cast.budi.language = "en"
    assert post(session, [told(cast.sari), told(cast.budi)], MONDAY) == 2
    assert {(row.person_id, row.body) for row in outbox(session)} == {
        (cast.sari.id, "Kabar tentang Aisyah."),
        (cast.budi.id, "News of Aisyah."),
    }


def test_nothing_said_is_nothing_owed(session: Session, cast: Cast) -> None:
    assert post(session, [], MONDAY) == 0
    assert outbox(session) == []


@pytest.mark.parametrize(
    ("wants", "priority", "rows"),
    [
        (Wants.EVERYTHING, Priority.LOW, 1),
        (Wants.IMPORTANT, Priority.URGENT, 1),
        (Wants.IMPORTANT, Priority.IMPORTANT, 1),
        (Wants.IMPORTANT, Priority.NORMAL, 0),
        (Wants.IMPORTANT, Priority.LOW, 0),
        (Wants.NOTHING, Priority.URGENT, 0),
    ],
)
def test_what_people_let_us_send_unasked(
    session: Session, cast: Cast, wants: Wants, priority: Priority, rows: int
) -> None:
    cast.sari.wants = wants
    assert post(session, [told(cast.sari, priority=priority)], MONDAY) == rows
    assert len(outbox(session)) == rows


def test_what_was_asked_for_comes_to_anyone_and_first(session: Session, cast: Cast) -> None:
    cast.sari.wants = Wants.NOTHING
    assert post(session, [told(cast.sari, asked=True)], MONDAY) == 1
    assert owed(session).priority is Priority.REPLY


@pytest.mark.parametrize("reach", [Reach.BLOCKED, Reach.DEAD])
def test_a_closed_address_gets_nothing(session: Session, cast: Cast, reach: Reach) -> None:
    for one in cast.sari.contacts:
        one.reach = reach
    assert post(session, [told(cast.sari), told(cast.budi)], MONDAY) == 1
    assert owed(session).person_id == cast.budi.id


def test_each_is_told_once_on_a_topic(session: Session, cast: Cast) -> None:
    assert post(session, [told(cast.sari), told(cast.sari)], MONDAY) == 1
    assert post(session, [told(cast.sari), told(cast.budi)], MONDAY) == 1
    assert post(session, [told(cast.sari, "news:2")], MONDAY) == 1
    assert [(row.person_id, row.topic) for row in outbox(session)] == [
        (cast.sari.id, "news"),
        (cast.budi.id, "news"),
        (cast.sari.id, "news:2"),
    ]


def test_the_channel_they_last_wrote_on_is_taken(session: Session, cast: Cast) -> None:
    contact(session, cast.sari, "telegram", MONDAY + timedelta(minutes=1))
    contact(session, cast.budi, "whatsapp", MONDAY - timedelta(minutes=1))
    contact(session, cast.dewi, "telegram", None)
    post(session, [told(who) for who in (cast.sari, cast.budi, cast.dewi)], MONDAY)
    assert {row.person_id: row.channel for row in outbox(session)} == {
        cast.sari.id: "telegram",
        cast.budi.id: "telegram",
        cast.dewi.id: "whatsapp",
    }


def test_a_blocked_channel_gives_way_to_the_next(session: Session, cast: Cast) -> None:
    later = contact(session, cast.sari, "telegram", MONDAY + timedelta(minutes=1))
    later.reach = Reach.BLOCKED
    post(session, [told(cast.sari)], MONDAY)
    assert owed(session).channel == "whatsapp"


def test_a_channel_can_be_demanded(session: Session, cast: Cast) -> None:
    contact(session, cast.sari, "telegram", None)
    says = [told(who, channel="telegram") for who in (cast.sari, cast.wati)]
    assert post(session, says, MONDAY) == 1
    assert (owed(session).person_id, owed(session).channel) == (cast.sari.id, "telegram")


def test_sms_is_only_ever_written_on_demand(session: Session, cast: Cast) -> None:
    contact(session, cast.sari, "sms", MONDAY + timedelta(minutes=1))
    post(session, [told(cast.sari), told(cast.sari, "rung", channel="sms")], MONDAY)
    assert [(row.topic, row.channel) for row in outbox(session)] == [
        ("news", "whatsapp"),
        ("rung", "sms"),
    ]


@pytest.mark.parametrize(
    ("how", "status", "due"),
    [
        ({}, Status.HELD, MORNING),
        ({"priority": Priority.IMPORTANT}, Status.HELD, MORNING),
        ({"priority": Priority.URGENT}, Status.QUEUED, None),
        ({"not_before": EVENING - timedelta(hours=9)}, Status.HELD, MORNING),
        ({"not_before": MORNING + timedelta(hours=4)}, Status.HELD, MORNING + timedelta(hours=4)),
        ({"not_before": EVENING + timedelta(days=1)}, Status.HELD, MORNING + timedelta(days=1)),
        (
            {"not_before": EVENING + timedelta(hours=1), "priority": Priority.URGENT},
            Status.HELD,
            EVENING + timedelta(hours=1),
        ),
        ({"office": True}, Status.HELD, MORNING + timedelta(hours=1.5)),
    ],
)
def test_the_night_holds_all_but_the_urgent(
    session: Session, cast: Cast, how: dict[str, Any], status: Status, due: datetime | None
) -> None:
    post(session, [told(cast.sari, **how)], EVENING)
    assert (owed(session).status, owed(session).due_at) == (status, due)


def test_by_day_nothing_is_held(session: Session, cast: Cast) -> None:
    post(session, [told(cast.sari), told(cast.ratna, office=True)], MONDAY)
    assert {(row.status, row.due_at) for row in outbox(session)} == {(Status.QUEUED, None)}


def test_each_schools_own_clock_counts(session: Session, cast: Cast) -> None:
    east = School(name="SD Papua", time_zone="Asia/Jayapura", created_at=MONDAY)
    session.add(east)
    session.flush()
    cast.wati.school_id = east.id
    session.flush()
    post(session, [told(cast.sari), told(cast.wati)], EVENING.replace(hour=18, minute=30))
    assert {row.person_id: row.due_at for row in outbox(session)} == {
        cast.sari.id: EVENING.replace(hour=19, minute=15),
        cast.wati.id: MORNING.replace(tzinfo=east.zone),
    }


def test_a_question_remembers_what_it_offered(session: Session, cast: Cast) -> None:
    cast.sari.language = "en"
    choices = (Choice("yes", YES), Choice("1", "Aisyah"))
    asks = told(cast.sari, choices=choices, then=STEP, remember={"child": 7}, again=True)
    post(session, [asks], MONDAY)
    row = owed(session)
    assert row.choices == [{"label": "Yes", "value": "yes"}, {"label": "Aisyah", "value": "1"}]
    assert (row.asks, row.memory) == (STEP.name, {"child": 7, AGAIN: True})


@pytest.mark.parametrize(
    ("choices", "free", "memory"),
    [
        ((), None, {FREE: True}),
        ((), False, {}),
        ((Choice("yes", "Ya"),), None, {}),
        ((Choice("yes", "Ya"),), True, {FREE: True}),
    ],
)
def test_any_words_answer_a_question_without_choices(
    session: Session,
    cast: Cast,
    choices: Sequence[Choice],
    free: bool | None,
    memory: dict[str, object],
) -> None:
    post(session, [told(cast.sari, choices=choices, free=free, then=STEP)], MONDAY)
    assert owed(session).memory == memory


def test_what_was_not_sent_can_be_taken_back(session: Session, cast: Cast) -> None:
    post(session, [told(cast.sari), told(cast.budi), told(cast.sari, "news:2")], MONDAY)
    post(session, [told(cast.wati, "news:3")], EVENING)
    assert cancel(session, "news", "news:3") == 3
    assert {(row.topic, row.status) for row in outbox(session)} == {
        ("news", Status.CANCELLED),
        ("news:2", Status.QUEUED),
        ("news:3", Status.CANCELLED),
    }
    assert cancel(session, "news", "news:3") == 0


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.HELD, Status.QUEUED)])
def test_what_is_on_its_way_stays(session: Session, cast: Cast, status: Status) -> None:
    post(session, [told(cast.sari)], MONDAY)
    owed(session).status = status
    session.flush()
    assert cancel(session, "news") == 0
    assert owed(session).status is status
