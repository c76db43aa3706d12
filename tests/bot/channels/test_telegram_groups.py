"""Groups on Telegram: what their updates mean, what goes out there, and what is refused."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import pytest

from bot.channels.base import (
    Event,
    Hook,
    Incoming,
    Moved,
    Outgoing,
    Readdressed,
    Standing,
    TryLater,
    Unwelcome,
)
from bot.channels.telegram import Telegram
from models.people import Reach
from tests.standins import telegram_server as standin

GROUP, SUPER, SARI = -5001, -1002000005001, 5001
SECRET = "a-secret_1"
USER = {"id": SARI, "is_bot": False, "first_name": "Sari", "username": "sari"}
CHANNEL = {"id": -1001999, "title": "Kabar sekolah", "type": "channel"}


@pytest.fixture
async def server() -> AsyncIterator[standin.Telegram]:
    async with standin.Telegram() as server:
        server.chats |= {GROUP, SARI}
        yield server


@pytest.fixture
async def channel(server: standin.Telegram) -> AsyncIterator[Telegram]:
    channel = Telegram(standin.TOKEN, server.url, poll_seconds=1, pause_seconds=0.01)
    yield channel
    await channel.close()


def read(update: Mapping[str, Any]) -> Sequence[Event]:
    hooked = Telegram(standin.TOKEN, "http://127.0.0.1:1", "https://x/hooks/telegram", SECRET)
    headers = {"x-telegram-bot-api-secret-token": SECRET}
    return hooked.read(Hook("https://x/hooks/telegram", headers, json.dumps(update).encode()))


def message(**what: Any) -> dict[str, Any]:
    """An update as the Bot API brings it, for a message in the group."""
    chat = {"id": GROUP, "title": "Wali murid 1A", "type": "group"}
    said = {"message_id": 44, "from": USER, "chat": chat, "date": 1795400000, "text": "halo"}
    return {"update_id": 9, "message": {**said, **what}}


def member(status: str, chat_type: str = "group", **what: Any) -> dict[str, Any]:
    change = {
        "chat": {"id": GROUP, "title": "Wali murid 1A", "type": chat_type},
        "from": USER,
        "date": 1795400000,
        "old_chat_member": {"user": standin.BOT, "status": "member"},
        "new_chat_member": {"user": standin.BOT, "status": status, "until_date": 0, **what},
    }
    return {"update_id": 9, "my_chat_member": change}


RESTRICTED: dict[str, Any] = dict.fromkeys(
    (
        "can_send_messages",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
        "can_edit_tag",
        "can_react_to_messages",
    ),
    False,
)
ADMINISTRATOR: dict[str, Any] = dict.fromkeys(
    (
        "can_be_edited",
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ),
    False,
)


def test_a_message_in_a_group_is_from_its_sender() -> None:
    ours = {
        "message_id": 40,
        "from": standin.BOT,
        "chat": {"id": GROUP, "title": "Wali murid 1A", "type": "group"},
        "date": 1795400000,
        "text": "…",
    }
    (said,) = read(message(text="siap bu", reply_to_message=ours))
    assert isinstance(said, Incoming)
    assert (said.address, said.group) == (str(SARI), str(GROUP))
    assert (said.provider_id, said.quoted) == (f"{GROUP}:44", f"{GROUP}:40")


def test_a_photo_has_its_words() -> None:
    photo = [{"file_id": "p", "file_unique_id": "u", "width": 9, "height": 9}]
    (said,) = read(message(text=None, caption="Aisyah sakit", photo=photo))
    assert isinstance(said, Incoming)
    assert (said.text, said.files[0].reference) == ("Aisyah sakit", "p")


@pytest.mark.parametrize(
    "what",
    [
        {"from": None, "sender_chat": CHANNEL},
        {"from": standin.ANONYMOUS, "sender_chat": {"id": GROUP, "type": "group", "title": "x"}},
        {"from": {"id": 9, "is_bot": True, "first_name": "Lain"}},
        {
            "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
            "sender_chat": CHANNEL,
            "is_automatic_forward": True,
        },
        {"forward_origin": {"type": "user", "date": 1, "sender_user": USER}},
        {"text": None, "new_chat_members": [USER]},
        {"text": None, "left_chat_member": USER},
        {"text": None, "new_chat_title": "1A 2026"},
        {"text": None, "voice": {"file_id": "v", "file_unique_id": "u", "duration": 3}},
        {"text": None, "sticker": None},
        {"chat": CHANNEL},
    ],
)
def test_what_no_person_says_here_is_nothing(what: dict[str, Any]) -> None:
    assert read(message(**what)) == []


def test_a_tap_in_a_group_is_nothing() -> None:
    tapped = message()["message"]
    query = {"id": "7", "from": USER, "message": tapped, "chat_instance": "1", "data": "m:1:0"}
    assert read({"update_id": 9, "callback_query": query}) == []


@pytest.mark.parametrize(
    ("update", "reach"),
    [
        (member("kicked"), Reach.BLOCKED),
        (member("left"), Reach.BLOCKED),
        (member("member"), Reach.OPEN),
        (member("administrator", **ADMINISTRATOR), Reach.OPEN),
        (member("restricted", "supergroup", is_member=False, **RESTRICTED), Reach.BLOCKED),
        (member("restricted", "supergroup", is_member=True, **RESTRICTED), Reach.OPEN),
    ],
)
def test_where_the_bot_stands(update: dict[str, Any], reach: Reach) -> None:
    assert read(update) == [Standing("telegram", str(GROUP), reach)]


def test_a_channel_is_no_group_of_ours() -> None:
    assert read(member("administrator", "channel", **ADMINISTRATOR)) == []


async def test_a_supergroup_is_said_from_both_sides(server: standin.Telegram) -> None:
    told = [event for update in server.group_moves(GROUP, SUPER) for event in read(update)]
    assert told == [Readdressed("telegram", str(GROUP), str(SUPER))] * 2


async def test_the_standins_updates_are_heard(server: standin.Telegram) -> None:
    (said,) = read(server.member_says(GROUP, SARI, "Aisyah sakit"))
    assert isinstance(said, Incoming)
    assert (said.address, said.group) == (str(SARI), str(GROUP))
    for status, reach in (("kicked", Reach.BLOCKED), ("member", Reach.OPEN)):
        change = server.group_changes_bot(GROUP, status)
        assert read(change) == [Standing("telegram", str(GROUP), reach)]


def card(**what: object) -> Outgoing:
    fields: dict[str, object] = {
        "id": 7,
        "text_key": "x",
        "language": "id",
        "blanks": {},
        "labels": ("Buka",),
    }
    fields |= {"address": str(GROUP), "body": "📢 Ada pengumuman.", "opens": "lihat K7Q2MX"}
    return Outgoing(**{**fields, **what})  # type: ignore[arg-type]


async def test_a_card_leads_to_the_private_chat(
    server: standin.Telegram, channel: Telegram
) -> None:
    for _ in range(2):
        await channel.send(card(quotes=f"{GROUP}:44"))
    first, second = server.sent_to(GROUP)
    link = "https://t.me/PenghubungBot?start=lihat_K7Q2MX"
    assert first.buttons == second.buttons == [{"text": "Buka", "url": link}]
    assert first.quotes == 44
    assert [method for method, _ in server.calls].count("getMe") == 1


async def test_a_neutral_line_has_no_button(server: standin.Telegram, channel: Telegram) -> None:
    await channel.send(card(labels=(), opens=None))
    assert server.sent_to(GROUP)[0].buttons == []
    assert "getMe" not in [method for method, _ in server.calls]


async def test_a_group_that_moved_says_where_to(
    server: standin.Telegram, channel: Telegram
) -> None:
    server.group_moves(GROUP, SUPER)
    with pytest.raises(Moved) as moved:
        await channel.send(card())
    assert moved.value.address == str(SUPER)
    await channel.send(card(address=str(SUPER)))


async def test_a_group_that_removed_us(server: standin.Telegram, channel: Telegram) -> None:
    server.group_changes_bot(GROUP, "kicked")
    with pytest.raises(Unwelcome):
        await channel.send(card())


async def test_without_our_name_a_card_waits(server: standin.Telegram) -> None:
    away = Telegram(standin.TOKEN, "http://127.0.0.1:9")
    with pytest.raises(TryLater):
        await away.send(card())
    await away.close()
