"""Keeping promises when the provider does not: each answer, and what it does to the row."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from bot.channels.base import (
    Moved,
    NeedsTemplate,
    News,
    NoSuchAddress,
    PartLost,
    ProviderAway,
    SendError,
    TryLater,
    UnknownOutcome,
    Untraceable,
    Unwelcome,
)
from bot.outbound import claiming, receipts, results
from bot.outbound.delivery import Courier
from bot.outbound.media import Store
from bot.outbound.pacing import Pacer
from bot.storage.database import sessions_on
from bot.storage.writer import Writer
from models.media import Fetched, Kind, Media
from models.outbox import OutboundMessage, Priority, Status
from models.people import Contact, Reach
from tests.cast import MONDAY, Cast
from tests.scripted import Scripted

SARI = "+6284400000002"


class Now:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.at = MONDAY

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def whatsapp() -> Scripted:
    return Scripted("whatsapp")


@pytest.fixture
async def courier(
    engine: Engine, session: Session, cast: Cast, now: Now, whatsapp: Scripted, tmp_path: Path
) -> AsyncIterator[Courier]:
    # These tests let days go by; what the night does to a message is another matter.
    cast.school.hours = {"spans": [], "hold_on_holidays": False}
    session.commit()
    writer = Writer(sessions_on(engine), now)
    writer.start()
    store = Store(tmp_path, "http://127.0.0.1", URLSafeTimedSerializer("test"))
    yield Courier(whatsapp, writer, store, timedelta(seconds=60))
    writer.stop()


async def work(courier: Courier) -> None:
    """Deliver until nothing more is due."""
    while await courier._round():
        await courier.finish()


def owe(
    session: Session, cast: Cast, *bodies: str, priority: Priority = Priority.NORMAL
) -> list[int]:
    contact = session.scalars(select(Contact).where(Contact.address == SARI)).one()
    ids = []
    for body in bodies:
        row = OutboundMessage(
            school_id=cast.school.id,
            contact_id=contact.id,
            person_id=cast.sari.id,
            channel="whatsapp",
            priority=priority,
            status=Status.QUEUED,
            text_key="thread.answer",
            blanks={"child": "Aisyah Humaira (1A)"},
            language="id",
            body=body,
            created_at=MONDAY,
        )
        session.add(row)
        session.flush()
        ids.append(row.id)
    session.commit()
    return ids


def row(session: Session, row_id: int) -> OutboundMessage:
    session.expire_all()
    found = session.get_one(OutboundMessage, row_id)
    session.commit()
    return found


async def test_messages_arrive_in_order_the_urgent_first(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted
) -> None:
    owe(session, cast, "satu", "dua")
    owe(session, cast, "jawaban", priority=Priority.REPLY)
    await work(courier)
    assert whatsapp.bodies(SARI) == ["jawaban", "satu", "dua"]


async def test_what_is_not_now_is_tried_again_in_order(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    first, second = owe(session, cast, "satu", "dua")
    whatsapp.answers[SARI].append(TryLater("63018"))
    await work(courier)
    assert whatsapp.bodies(SARI) == []
    assert row(session, first).status is Status.QUEUED
    now.at += timedelta(minutes=2)
    await work(courier)
    assert whatsapp.bodies(SARI) == ["satu", "dua"]
    assert row(session, second).provider_id == f"whatsapp-{second}"


async def test_not_now_for_ever_is_a_failure(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    (owed,) = owe(session, cast, "satu")
    whatsapp.answers[SARI].extend(TryLater("63018") for _ in range(10))
    for _ in range(10):
        await work(courier)
        now.at += timedelta(hours=2)
    assert row(session, owed).status is Status.FAILED
    assert row(session, owed).attempts == receipts.TRIES


@pytest.mark.parametrize(
    ("error", "reach"),
    [
        (Unwelcome("blocked"), Reach.BLOCKED),
        (NoSuchAddress("63003"), Reach.DEAD),
        (SendError("63005"), Reach.OPEN),
    ],
)
async def test_a_refusal_is_final_and_may_close_the_address(
    courier: Courier,
    session: Session,
    cast: Cast,
    whatsapp: Scripted,
    error: SendError,
    reach: Reach,
) -> None:
    (owed,) = owe(session, cast, "satu")
    whatsapp.answers[SARI].append(error)
    await work(courier)
    assert (row(session, owed).status, row(session, owed).error) == (Status.FAILED, error.code)
    assert session.scalars(select(Contact.reach).where(Contact.address == SARI)).one() is reach


async def test_a_moved_chat_gets_it_at_the_new_address(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted
) -> None:
    owe(session, cast, "satu")
    whatsapp.answers[SARI].append(Moved("migrated", "-100123"))
    await work(courier)
    assert whatsapp.bodies("-100123") == ["satu"]


async def test_outside_the_window_they_are_asked_to_open_it(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted
) -> None:
    first, second = owe(session, cast, "satu", "dua")
    whatsapp.answers[SARI].extend([NeedsTemplate("63016"), None, NeedsTemplate("63016")])
    await work(courier)
    assert [row(session, i).status for i in (first, second)] == [Status.HELD, Status.HELD]
    (opener,) = whatsapp.sent
    assert opener.text_key == "opening.opener"
    assert opener.labels == ("Buka",)
    assert "Aisyah Humaira (1A)" in opener.body


async def test_without_any_template_the_opener_fails_and_the_text_waits(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted
) -> None:
    (owed,) = owe(session, cast, "satu")
    whatsapp.answers[SARI].extend([NeedsTemplate("63016"), NeedsTemplate("no-template")])
    await work(courier)
    assert row(session, owed).status is Status.HELD
    failed = session.scalars(
        select(OutboundMessage).where(OutboundMessage.text_key == "opening.opener")
    ).one()
    assert (failed.status, failed.error) == (Status.FAILED, "no-template")


async def test_an_unknown_outcome_is_looked_up_before_anything_is_repeated(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    (owed,) = owe(session, cast, "satu")
    whatsapp.answers[SARI].append(UnknownOutcome("timeout"))
    await work(courier)
    assert row(session, owed).status is Status.UNKNOWN
    now.at += timedelta(minutes=2)
    whatsapp.found[owed] = "SM123"
    assert await courier.resolve() == 1
    await work(courier)
    assert whatsapp.sent == []
    assert (row(session, owed).status, row(session, owed).provider_id) == (Status.SENT, "SM123")


async def test_what_was_surely_not_sent_is_sent_again(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    owe(session, cast, "satu")
    whatsapp.answers[SARI].append(UnknownOutcome("timeout"))
    await work(courier)
    now.at += timedelta(minutes=2)
    await courier.resolve()
    await work(courier)
    assert whatsapp.bodies(SARI) == ["satu"]
    assert not whatsapp.sent[0].repeated


async def test_a_provider_that_cannot_tell_gets_it_until_it_answers(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    (owed,) = owe(session, cast, "satu")
    whatsapp.found[owed] = Untraceable("cannot-tell")
    whatsapp.answers[SARI].extend(UnknownOutcome("timeout") for _ in range(4))
    for _ in range(9):
        await work(courier)
        now.at += timedelta(minutes=2)
        await courier.resolve()
    assert row(session, owed).status is Status.SENT
    assert [message.repeated for message in whatsapp.sent] == [True]


async def test_whom_nobody_answers_for_a_night_is_a_failure(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    (owed,) = owe(session, cast, "satu")
    whatsapp.found[owed] = Untraceable("cannot-tell")
    whatsapp.answers[SARI].extend(UnknownOutcome("timeout") for _ in range(40))
    for _ in range(3 * results.DOUBTS):
        await work(courier)
        now.at += timedelta(hours=2)
        await courier.resolve()
    assert (row(session, owed).status, whatsapp.sent) == (Status.FAILED, [])


@pytest.mark.parametrize("error", [UnknownOutcome("503"), TryLater("20429"), ProviderAway("401")])
async def test_a_look_up_that_could_not_be_made_decides_nothing(
    courier: Courier,
    session: Session,
    cast: Cast,
    whatsapp: Scripted,
    now: Now,
    error: SendError,
) -> None:
    (owed,) = owe(session, cast, "satu")
    whatsapp.answers[SARI].append(UnknownOutcome("timeout"))
    whatsapp.found[owed] = error
    await work(courier)
    for _ in range(10):
        now.at += timedelta(minutes=2)
        await courier.resolve()
        await work(courier)
    assert (row(session, owed).status, whatsapp.sent) == (Status.UNKNOWN, [])
    whatsapp.found[owed] = "SM123"
    now.at += timedelta(minutes=2)
    await courier.resolve()
    assert row(session, owed).status is Status.SENT


async def test_a_provider_that_is_away_for_a_day_fails_nothing(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    (owed,) = owe(session, cast, "satu")
    whatsapp.answers[SARI].extend(ProviderAway("bad-token") for _ in range(24))
    for _ in range(24):
        await work(courier)
        assert (row(session, owed).status, courier.away) == (Status.QUEUED, "bad-token")
        now.at += timedelta(hours=1)
        courier._pacer = Pacer(whatsapp.limits, courier.monotonic)
    await work(courier)
    assert (whatsapp.bodies(SARI), courier.away) == (["satu"], None)


async def test_what_was_claimed_and_never_handed_over_is_no_repetition(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    (owed,) = owe(session, cast, "satu")
    whatsapp.found[owed] = Untraceable("cannot-tell")
    await courier.writer.do(lambda session, at: claiming.claim(session, at, "whatsapp", 1))
    now.at += timedelta(minutes=2)
    assert await courier.resolve() == 0
    await work(courier)
    assert [message.repeated for message in whatsapp.sent] == [False]


async def test_a_claim_that_was_taken_back_sends_nothing(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    owe(session, cast, "satu")
    (late,) = await courier.writer.do(
        lambda session, at: claiming.claim(session, at, "whatsapp", 1)
    )
    now.at += timedelta(minutes=2)
    await courier.resolve()
    await work(courier)
    await courier._deliver(late)
    assert whatsapp.bodies(SARI) == ["satu"]


async def test_another_channels_messages_are_left_to_its_own_courier(
    courier: Courier, session: Session, cast: Cast, now: Now
) -> None:
    (owed,) = owe(session, cast, "satu")
    found = session.get_one(OutboundMessage, owed)
    found.channel, found.status, found.claimed_at = "telegram", Status.UNKNOWN, now.at
    session.commit()
    now.at += timedelta(minutes=2)
    assert await courier.resolve() == 0
    assert row(session, owed).claimed_at == MONDAY


async def test_the_repetition_says_so(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    (owed,) = owe(session, cast, "satu")
    whatsapp.found[owed] = Untraceable("cannot-tell")
    whatsapp.answers[SARI].append(UnknownOutcome("timeout"))
    await work(courier)
    now.at += timedelta(minutes=2)
    await courier.resolve()
    await work(courier)
    assert [message.repeated for message in whatsapp.sent] == [True]


async def test_a_message_in_the_same_words_is_not_taken_for_it(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    first, second = owe(session, cast, "satu", "satu")
    whatsapp.answers[SARI].extend([None, UnknownOutcome("timeout")])
    await work(courier)
    whatsapp.found[second] = f"whatsapp-{first}"
    now.at += timedelta(minutes=2)
    await courier.resolve()
    await work(courier)
    assert whatsapp.bodies(SARI) == ["satu", "satu"]


def test_a_late_not_now_is_tried_again(session: Session, cast: Cast) -> None:
    (owed,) = owe(session, cast, "satu")
    session.get_one(OutboundMessage, owed).status = Status.SENT
    news = News("whatsapp", Status.FAILED, message=owed, error=TryLater("63018"))
    receipts.hear(session, news, MONDAY)
    found = session.get_one(OutboundMessage, owed)
    assert (found.status, found.due_at) == (Status.QUEUED, MONDAY + timedelta(minutes=1))


async def test_a_dead_workers_claim_is_found_again(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now
) -> None:
    (owed,) = owe(session, cast, "satu")
    session.get_one(OutboundMessage, owed).status = Status.CLAIMED
    session.get_one(OutboundMessage, owed).claimed_at = now.at
    session.get_one(OutboundMessage, owed).handed_at = now.at
    session.commit()
    await courier.resolve()
    assert row(session, owed).status is Status.CLAIMED
    now.at += timedelta(minutes=2)
    await courier.resolve()
    await work(courier)
    assert whatsapp.bodies(SARI) == ["satu"]


def _told(owed: int, status: Status, attempt: int | None = None, **what: object) -> News:
    return News("whatsapp", status, message=owed, attempt=attempt, **what)  # type: ignore[arg-type]


def test_only_the_sending_that_counts_is_listened_to(session: Session, cast: Cast) -> None:
    (owed,) = owe(session, cast, "satu")
    found = session.get_one(OutboundMessage, owed)
    found.status, found.attempts = Status.SENT, 1
    later = _told(owed, Status.FAILED, 1, error=TryLater("63018"))
    for _ in range(3):
        receipts.hear(session, later, MONDAY)
        assert (found.status, found.tries) == (Status.QUEUED, 1)
    found.status, found.attempts, found.provider_id = Status.SENT, 2, "SM2"
    for stale in (later, _told(owed, Status.FAILED, provider_id="SM1")):
        assert not receipts.hear(session, stale, MONDAY)
        assert found.status is Status.SENT
    receipts.hear(session, _told(owed, Status.DELIVERED, 2), MONDAY)
    assert found.status is Status.DELIVERED


def test_a_part_that_is_lost_is_not_outweighed_by_the_others(session: Session, cast: Cast) -> None:
    (owed,) = owe(session, cast, "satu")
    found = session.get_one(OutboundMessage, owed)
    found.status, found.attempts = Status.SENT, 1
    receipts.hear(session, _told(owed, Status.FAILED, 1, error=PartLost("30007")), MONDAY)
    receipts.hear(session, _told(owed, Status.DELIVERED, 1), MONDAY)
    assert (found.status, found.error) == (Status.FAILED, "part:30007")


def test_a_window_that_turns_out_closed_is_asked_to_be_opened(session: Session, cast: Cast) -> None:
    (owed,) = owe(session, cast, "satu")
    found = session.get_one(OutboundMessage, owed)
    found.status, found.attempts, found.paid = Status.SENT, 1, True
    receipts.hear(session, _told(owed, Status.FAILED, 1, error=NeedsTemplate("63016")), MONDAY)
    assert (found.status, found.paid) == (Status.HELD, False)
    openers = select(OutboundMessage).where(OutboundMessage.text_key == "opening.opener")
    assert len(session.scalars(openers).all()) == 1


@pytest.mark.parametrize("settled_by", ["answer", "look-up", "receipt"])
async def test_what_it_cost_does_not_depend_on_who_tells(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, now: Now, settled_by: str
) -> None:
    session.scalars(select(Contact).where(Contact.address == SARI)).one().heard_at = None
    (owed,) = owe(session, cast, "satu")
    if settled_by != "answer":
        whatsapp.answers[SARI].append(UnknownOutcome("timeout"))
    await work(courier)
    if settled_by == "look-up":
        whatsapp.found[owed] = "SM1"
        now.at += timedelta(minutes=2)
        await courier.resolve()
    if settled_by == "receipt":
        receipts.hear(session, _told(owed, Status.DELIVERED, 1), MONDAY)
        session.commit()
    assert row(session, owed).paid


@pytest.mark.parametrize(
    ("before", "news", "after"),
    [
        (Status.CLAIMED, Status.DELIVERED, Status.DELIVERED),
        (Status.UNKNOWN, Status.SENT, Status.SENT),
        (Status.DELIVERED, Status.SENT, Status.DELIVERED),
        (Status.READ, Status.DELIVERED, Status.READ),
        (Status.SENT, Status.FAILED, Status.FAILED),
        (Status.FAILED, Status.SENT, Status.FAILED),
        (Status.FAILED, Status.DELIVERED, Status.DELIVERED),
        (Status.CANCELLED, Status.SENT, Status.CANCELLED),
    ],
)
def test_news_moves_a_message_forward_only(
    session: Session, cast: Cast, before: Status, news: Status, after: Status
) -> None:
    (owed,) = owe(session, cast, "satu")
    session.get_one(OutboundMessage, owed).status = before
    session.commit()
    for _ in range(2):
        receipts.hear(session, News("whatsapp", news, message=owed), MONDAY)
        assert session.get_one(OutboundMessage, owed).status is after


async def test_a_receipt_that_overtook_the_answer_stays(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted
) -> None:
    (owed,) = owe(session, cast, "satu")
    receipts.hear(session, News("whatsapp", Status.DELIVERED, message=owed), MONDAY)
    session.get_one(OutboundMessage, owed).status = Status.DELIVERED
    session.commit()
    results.settle(session, owed, "SM9", MONDAY)
    session.commit()
    assert (row(session, owed).status, row(session, owed).provider_id) == (Status.DELIVERED, "SM9")


async def test_one_job_that_fails_does_not_take_the_others_along(
    courier: Courier, session: Session, cast: Cast
) -> None:
    def broken(session: Session, now: datetime) -> int:
        session.execute(
            insert(Contact).values(channel="x", address="y", wrong_codes=0, created_at=now)
        )
        raise ValueError("a fault")

    jobs: list[Callable[[Session, datetime], int]] = [
        lambda session, now: 1,
        broken,
        lambda session, now: 3,
    ]
    done = [courier.writer.submit(job) for job in jobs]
    results = await asyncio.gather(*(asyncio.wrap_future(d) for d in done), return_exceptions=True)
    assert (results[0], results[2]) == (1, 3)
    assert isinstance(results[1], ValueError)
    assert session.scalars(select(Contact).where(Contact.channel == "x")).all() == []


async def test_a_rescue_runs_alone(courier: Courier, session: Session) -> None:
    def broken(session: Session, now: datetime) -> int:
        raise ValueError("a fault")

    assert await courier.writer.do(broken, lambda session, now: 7) == 7


@pytest.mark.parametrize("turns", range(6))
async def test_woken_and_stopped_at_once_it_stops(courier: Courier, turns: int) -> None:
    running = asyncio.create_task(courier.run())
    await _turns(1)
    # The writer takes jobs in order: by now the courier has looked, found nothing, and rests.
    await courier.writer.quietly(lambda session, now: None)
    await _turns(5)
    courier.wake.set()
    await _turns(turns)
    running.cancel()
    done, _ = await asyncio.wait([running], timeout=5)
    assert done


async def _turns(count: int) -> None:
    """Let everything else that is ready run so many times."""
    for _ in range(count):
        await asyncio.sleep(0)


@pytest.mark.parametrize("state", [Fetched.REFUSED, Fetched.STORED])
async def test_a_message_goes_without_the_file_that_is_not_there_and_says_so(
    courier: Courier, session: Session, cast: Cast, whatsapp: Scripted, state: Fetched
) -> None:
    file = Media(
        channel="book",
        reference="1",
        kind=Kind.DOCUMENT,
        content_type="application/pdf",
        state=state,
        sha256="0" * 64 if state is Fetched.STORED else None,
        created_at=MONDAY,
    )
    session.add(file)
    first, _ = owe(session, cast, "Ini bukunya.", "Besok libur.")
    row(session, first).media_id = file.id
    session.commit()
    await work(courier)
    assert whatsapp.bodies(SARI) == [
        "Ini bukunya.\n\nMaaf, lampiran pesan ini tidak dapat kami sertakan. Mohon minta lagi bila "
        "diperlukan.",
        "Besok libur.",
    ]
