"""Telegram against the stand-in: what updates mean, what is sent, and what refusals do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.base import (
    Attachment,
    Event,
    Hook,
    Incoming,
    NoSuchAddress,
    Outgoing,
    Reaction,
    SendError,
    Standing,
    TryLater,
    UnknownOutcome,
    Unreadable,
    Untrusted,
    Unwelcome,
)
from bot.channels.telegram import Telegram, split
from models.media import Kind
from models.people import Reach
from tests.standins import telegram_server as standin

SARI = 5001
SECRET = "a-secret_1"


@pytest.fixture
async def server() -> AsyncIterator[standin.Telegram]:
    async with standin.Telegram() as server:
        server.chats.add(SARI)
        yield server


@pytest.fixture
async def channel(server: standin.Telegram) -> AsyncIterator[Telegram]:
    channel = Telegram(standin.TOKEN, server.url, poll_seconds=1, pause_seconds=0.01)
    yield channel
    await channel.close()


def outgoing(body: str = "halo", **what: object) -> Outgoing:
    fields = {"id": 7, "address": str(SARI), "text_key": "x", "language": "id", "blanks": {}}
    return Outgoing(body=body, **{**fields, **what})  # type: ignore[arg-type]


def _sticker(emoji: str) -> dict[str, object]:
    return {
        "file_id": "s", "file_unique_id": "u", "type": "regular", "width": 9, "height": 9,
        "is_animated": False, "is_video": False, "emoji": emoji,
    }  # fmt: skip


def read(update: dict[str, object], secret: str = SECRET) -> Sequence[Event]:
    hooked = Telegram(standin.TOKEN, "http://127.0.0.1:1", "https://x/hooks/telegram", SECRET)
    headers = {"x-telegram-bot-api-secret-token": secret} if secret else {}
    return hooked.read(Hook("https://x/hooks/telegram", headers, json.dumps(update).encode()))


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", SECRET[:-1], "é"])
def test_without_our_secret_it_is_nobodys(secret: str) -> None:
    with pytest.raises(Untrusted):
        read({"update_id": 1}, secret)


def test_what_is_no_message_is_nothing() -> None:
    assert read({"update_id": 1}) == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"not json", b"\xff", b"5", b"[" * 99_999])
def test_what_cannot_be_read_is_kept_as_it_came(body: bytes) -> None:
    hooked = Telegram(standin.TOKEN, "http://127.0.0.1:1", "https://x", SECRET)
    headers = {"x-telegram-bot-api-secret-token": SECRET}
    (found,) = hooked.read(Hook("https://x", headers, body))
    assert isinstance(found, Unreadable)
    assert (found.channel, found.raw) == ("telegram", body.decode("utf-8", "replace"))


async def test_what_people_send(server: standin.Telegram) -> None:
    (said,) = read(server.user_says(SARI, "/start ABC", quoting=12))
    assert isinstance(said, Incoming)
    assert (said.address, said.text, said.quoted) == (str(SARI), "/start ABC", f"{SARI}:12")
    (photo,) = read(server.user_sends_photo(SARI, b"jpeg", "hasil karya"))
    assert isinstance(photo, Incoming)
    assert (photo.text, photo.files[0].reference) == ("hasil karya", "photo-0")
    (voice,) = read(
        server.brings(SARI, voice={"file_id": "v", "file_unique_id": "u", "duration": 3})
    )
    assert isinstance(voice, Incoming)
    assert voice.files[0].kind is Kind.VOICE


CARD = {"first_name": "Tante", "last_name": "Ika", "phone_number": "6281200000009"}
PLACE = {"latitude": -6.2, "longitude": 106.8}
POLL = {
    "id": "1", "question": "Setuju?", "total_voter_count": 0, "type": "regular",
    "options": [{"text": "ya", "voter_count": 0, "persistent_id": "p"}] * 2, "is_closed": False,
    "is_anonymous": True, "allows_multiple_answers": False, "allows_revoting": True,
    "members_only": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ({"contact": CARD}, "👤 Tante Ika, +6281200000009"),
        ({"poll": POLL}, "📊 Setuju? ya / ya"),
        ({"sticker": _sticker("🙏")}, "🙏"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "[kiriman yang tidak dapat ditampilkan]"),
        ({"something_new": {"x": 1}}, "[kiriman yang tidak dapat ditampilkan]"),
    ],
)
async def test_what_has_no_words_is_told_in_words(
    server: standin.Telegram, what: dict[str, object], text: str
) -> None:
    (said,) = read(server.brings(SARI, **what))
    assert isinstance(said, Incoming)
    assert said.text == text


async def test_a_venue_has_a_name_and_a_round_video_is_a_video(server: standin.Telegram) -> None:
    venue = {"title": "Klinik", "address": "Jl. Melati", "location": PLACE}
    (place,) = read(server.brings(SARI, venue=venue, location=PLACE))
    assert isinstance(place, Incoming)
    assert (place.place, place.place_name) == ((-6.2, 106.8), "Klinik, Jl. Melati")
    note = {"file_id": "n", "file_unique_id": "u", "length": 9, "duration": 3}
    (round_one,) = read(server.brings(SARI, video_note=note))
    assert isinstance(round_one, Incoming)
    assert round_one.files[0].kind is Kind.VIDEO


async def test_a_changed_message_names_the_one_it_changes(server: standin.Telegram) -> None:
    first = server.user_says(SARI, "kakeknya")
    (said,), (changed,) = read(first), read(server.user_changes(SARI, first, "TANTENYA"))
    assert isinstance(said, Incoming)
    assert isinstance(changed, Incoming)
    assert (changed.text, changed.edits) == ("TANTENYA", said.provider_id)
    assert changed.provider_id != said.provider_id


async def test_an_emoji_is_given_and_taken_away(server: standin.Telegram) -> None:
    (given,) = read(server.user_reacts(SARI, 12, "👍"))
    assert isinstance(given, Reaction)
    assert (given.to, given.emoji) == (f"{SARI}:12", "👍")
    assert read(server.user_reacts(SARI, 12)) == []


async def test_what_telegram_says_itself_is_nobodys(server: standin.Telegram) -> None:
    pinned = server.user_says(SARI, "x")["message"]
    assert read(server.brings(SARI, pinned_message=pinned)) == []


@pytest.mark.parametrize(
    ("owner", "phone"), [(SARI, "+6281200000001"), (SARI + 1, None), (None, None)]
)
async def test_a_contact_proves_only_ones_own_number(
    server: standin.Telegram, owner: int | None, phone: str | None
) -> None:
    (shared,) = read(server.user_shares_contact(SARI, "6281200000001", owner))
    assert isinstance(shared, Incoming)
    assert shared.phone == phone


async def test_a_forwarded_contact_proves_nothing(server: standin.Telegram) -> None:
    update = server.user_shares_contact(SARI, "6281200000001", SARI)
    update["message"]["forward_origin"] = {
        "type": "hidden_user", "date": 1, "sender_user_name": "x"
    }  # fmt: skip
    (shared,) = read(update)
    assert isinstance(shared, Incoming)
    assert shared.phone is None


async def test_blocking_and_coming_back(server: standin.Telegram) -> None:
    assert read(server.user_blocks(SARI)) == [Standing("telegram", str(SARI), Reach.BLOCKED)]
    back = server.user_blocks(SARI, status="member")
    assert read(back) == [Standing("telegram", str(SARI), Reach.OPEN)]


async def test_buttons_go_out_and_come_back(server: standin.Telegram, channel: Telegram) -> None:
    sent_as = await channel.send(outgoing(labels=("Paraf ✅", "Balas")))
    (sent,) = server.sent_to(SARI)
    assert sent_as == f"{SARI}:{sent.number}"
    (tap,) = read(server.user_taps(SARI, sent, "Balas"))
    assert isinstance(tap, Incoming)
    assert tap.tap is not None
    assert (tap.tap.message, tap.tap.position, tap.text) == (7, 1, "Balas")
    await channel.heard(tap)
    assert server.answered_taps == [tap.extra["callback"]]


@pytest.mark.parametrize(
    "data",
    [
        "m:²:0",
        "m:1:²",
        f"m:{2**63}:0",
        f"m:1:{'9' * 40}",
        "m:-1:0",
        "m:1_0:0",
        "m:1: 0",
        "m::",
        "m",
    ],
)
async def test_a_forged_button_is_nobodys(server: standin.Telegram, data: str) -> None:
    assert read(server.user_forges_tap(SARI, data)) == []


@pytest.mark.parametrize(
    ("quotes", "number"), [(f"{SARI}:12", 12), ("tap:71", None), ("-100:12", None)]
)
async def test_only_a_message_of_this_chat_is_quoted(
    server: standin.Telegram, channel: Telegram, quotes: str, number: int | None
) -> None:
    await channel.send(outgoing(quotes=quotes))
    assert server.sent_to(SARI)[0].quotes == number


async def test_long_texts_are_split_with_the_buttons_last(
    server: standin.Telegram, channel: Telegram
) -> None:
    await channel.send(outgoing("kata " * 2000, labels=("Paraf",)))
    sent = server.sent_to(SARI)
    assert len(sent) == 3
    assert [bool(part.buttons) for part in sent] == [False, False, True]


@pytest.mark.parametrize("text", ["", "a" * 10_000, "kata " * 3000, "b\n\n" * 4000])
def test_parts_fit_and_lose_no_word(text: str) -> None:
    parts = split(text)
    assert all(0 < len(part) <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split()) or text == ""


async def test_files_go_by_reference_or_by_their_bytes(
    server: standin.Telegram, channel: Telegram, tmp_path: Path
) -> None:
    path = tmp_path / "foto"
    path.write_bytes(b"jpeg")
    server.files["known"] = b"same"
    for reference in (None, "known"):
        photo = Attachment(path, Kind.PHOTO, "image/jpeg", "foto.jpg", "http://x", reference)
        await channel.send(outgoing(attachment=photo))
    assert [sent.content for sent in server.sent_to(SARI)] == [b"jpeg", b"same"]


async def test_a_shared_number_is_asked_for(server: standin.Telegram, channel: Telegram) -> None:
    await channel.send(outgoing(wants_phone=True))
    assert server.sent_to(SARI)[0].keyboard[0][0]["request_contact"] is True


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (standin.Fault(429, "Too Many Requests", {"retry_after": 7}), TryLater),
        (standin.Fault(403, "Forbidden: bot was blocked by the user"), Unwelcome),
        (standin.Fault(400, "Bad Request: chat not found"), NoSuchAddress),
        (standin.Fault(400, "Bad Request: can't parse entities"), SendError),
        (standin.Fault(500, "Internal Server Error"), UnknownOutcome),
        (standin.Fault(), UnknownOutcome),
    ],
)
async def test_refusals_are_consequences(
    server: standin.Telegram, channel: Telegram, fault: standin.Fault, error: type[SendError]
) -> None:
    server.faults.append(fault)
    with pytest.raises(error) as raised:
        await channel.send(outgoing())
    assert type(raised.value) is error
    if isinstance(raised.value, TryLater):
        assert raised.value.wait == timedelta(seconds=7)
        assert raised.value.everyone


async def test_a_server_that_is_not_there_is_tried_later(channel: Telegram) -> None:
    away = Telegram(standin.TOKEN, "http://127.0.0.1:9")
    with pytest.raises(TryLater):
        await away.send(outgoing())
    await away.close()


async def test_a_batch_is_stored_before_it_is_confirmed(
    server: standin.Telegram, channel: Telegram
) -> None:
    """The database refuses twice: the same batch comes again, and is confirmed once stored."""
    stored: list[Event] = []
    tries = 0
    done = asyncio.Event()

    async def deliver(events: Sequence[Event]) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError("away")
        stored.extend(events)
        done.set()

    server.user_says(SARI, "satu")
    server.user_says(SARI, "dua")
    listening = asyncio.create_task(channel.listen(deliver))
    async with asyncio.timeout(20):
        await done.wait()
        while not any(given.get("offset") for _, given in server.calls[-1:]):
            await asyncio.sleep(0.01)
    listening.cancel()
    assert [event.text for event in stored if isinstance(event, Incoming)] == ["satu", "dua"]
    offsets = [given.get("offset") for method, given in server.calls if method == "getUpdates"]
    assert offsets[:3] == [None, None, None]


async def test_one_update_that_cannot_be_read_does_not_stop_the_others(
    server: standin.Telegram, channel: Telegram
) -> None:
    stored: list[Event] = []
    done = asyncio.Event()

    async def deliver(events: Sequence[Event]) -> None:
        stored.extend(events)
        done.set()

    server.user_says(SARI, "satu")
    server.user_forges_tap(SARI, "m:²:0")
    server.brings(SARI, text="rahasia", photo="none of the Bot API's")
    server.member_says(-100, SARI + 1, "kata grup", photo="none of the Bot API's")
    server.user_says(SARI, "dua")
    listening = asyncio.create_task(channel.listen(deliver))
    async with asyncio.timeout(20):
        await done.wait()
        while not any(given.get("offset") == "1006" for _, given in server.calls[-1:]):
            await asyncio.sleep(0.01)
    listening.cancel()
    assert [event.text for event in stored if isinstance(event, Incoming)] == ["satu", "dua"]
    private, group = (event for event in stored if isinstance(event, Unreadable))
    assert (private.address, group.address) == (str(SARI), str(SARI + 1))
    assert "rahasia" in private.raw
    assert "kata" not in group.raw


async def test_a_webhook_is_set_with_our_secret(server: standin.Telegram) -> None:
    hooked = Telegram(standin.TOKEN, server.url, "https://x.sch.id/hooks/telegram", SECRET)
    await hooked.listen(lambda events: asyncio.sleep(0))
    assert server.webhook["url"] == "https://x.sch.id/hooks/telegram"
    assert server.webhook["secret_token"] == SECRET
    await hooked.close()


async def test_files_are_fetched_with_a_limit(server: standin.Telegram, channel: Telegram) -> None:
    server.files["f"] = b"x" * 100
    assert (await channel.fetch("f", 1000)).content == b"x" * 100
    with pytest.raises(Exception, match="too-large"):
        await channel.fetch("f", 10)
