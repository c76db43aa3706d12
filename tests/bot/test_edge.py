"""Texts that no database can hold, from every channel."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import File, Incoming, News, Readdressed, SendError, Standing, Tap
from bot.inbound.sanitising import clean
from models.media import Kind
from models.outbox import Status
from models.people import Reach

BAD = "a\0\ud800b\udfff"
any_text = st.text(st.one_of(st.characters(), st.characters(categories=["Cs", "Cc"])))


@given(any_text)
def test_every_text_can_be_stored_afterwards(text: str) -> None:
    kept = clean(text)
    assert "\0" not in kept
    kept.encode()
    assert clean(kept) == kept
    assert [c for c in text if c in kept] == list(kept)


@given(st.text())
def test_what_can_be_stored_stays(text: str) -> None:
    assert clean(text) == text.replace("\0", "")


def test_every_part_of_a_message_is_gone_through() -> None:
    brought = Incoming(
        BAD,
        BAD,
        BAD,
        BAD,
        alias=BAD,
        name=BAD,
        files=(File(BAD, Kind.PHOTO, BAD, BAD, 7),),
        tap=Tap(4, BAD, 0, BAD),
        quoted=BAD,
        phone=BAD,
        extra={BAD: [BAD, 1.5], "location": [-6.2, 106.8]},
        group=BAD,
    )
    assert clean(brought) == Incoming(
        "ab",
        "ab",
        "ab",
        "ab",
        alias="ab",
        name="ab",
        files=(File("ab", Kind.PHOTO, "ab", "ab", 7),),
        tap=Tap(4, "ab", 0, "ab"),
        quoted="ab",
        phone="ab",
        extra={"ab": ["ab", 1.5], "location": [-6.2, 106.8]},
        group="ab",
    )


def test_every_kind_of_event_is_gone_through() -> None:
    error = SendError("x")
    news = News("x", Status.SENT, 1, 1, "ab", error)
    assert clean(replace(news, provider_id=BAD)) == news
    assert clean(Standing("x", BAD, Reach.OPEN)) == Standing("x", "ab", Reach.OPEN)
    assert clean(Readdressed("x", BAD, BAD)) == Readdressed("x", "ab", "ab")
