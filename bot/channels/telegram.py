"""Telegram: updates by long polling or webhook, messages by the Bot API.

python-telegram-bot is a client here. Its own update fetching confirms updates before they
are handled; ours commits a batch first.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channels.base import (
    Attachment,
    Deliver,
    Door,
    Event,
    Fetched,
    FetchError,
    Hook,
    Incoming,
    Limits,
    Outgoing,
    TryLater,
    UnknownOutcome,
    Unreadable,
    Untraceable,
    Untrusted,
)
from bot.channels.telegram_api import reading
from bot.channels.telegram_api.errors import translate
from bot.channels.telegram_api.request import READ_SECONDS, AiohttpRequest
from bot.settings import Settings
from models.media import Kind
from models.numbers import whole

log = structlog.get_logger(__name__)

TEXT, CAPTION = 4096, 1024
"""Characters of a message, and of the words under a file."""
SHORT = 14
"""Buttons no longer than this stand two in a row."""
DOWNLOAD = 20 * 1024 * 1024
KINDS = ["message", "edited_message", "message_reaction", "callback_query", "my_chat_member"]
SHARE = {"id": "Kirim nomor saya", "en": "Share my number"}
REPEATED = {"id": "(dikirim ulang)\n", "en": "(sent again)\n"}
PATH = "/hooks/telegram"
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup


class Telegram:
    """One bot. `webhook` is our public address for webhook mode, None for polling."""

    name = reading.NAME
    limits = Limits(
        per_second=30,
        per_contact=timedelta(seconds=1),
        per_group=timedelta(seconds=3),
        at_once=64,
    )

    def __init__(
        self,
        token: str,
        api_url: str,
        webhook: str | None = None,
        secret: str = "",
        poll_seconds: int = 50,
        pause_seconds: float = 5,
    ) -> None:
        base = api_url.rstrip("/")
        # Polling holds a connection for most of a minute: it has a pool of its own.
        self._requests = (AiohttpRequest(), AiohttpRequest(connections=1))
        self._bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )
        self._webhook = webhook
        self._secret = secret
        self._poll = poll_seconds
        self._pause = pause_seconds
        self._username = ""

    @classmethod
    def of(cls, settings: Settings) -> Telegram:
        """As the settings say; they have been checked."""
        token = settings.telegram_token
        secret = settings.telegram_secret
        hooked = settings.telegram_mode == "webhook"
        return cls(
            token.get_secret_value() if token else "",
            settings.telegram_api_url,
            webhook=f"{settings.public}{PATH}" if hooked else None,
            secret=secret.get_secret_value() if secret else "",
        )

    def doors(self) -> Mapping[str, Door]:
        return {PATH: Door(self.read)} if self._webhook else {}

    def read(self, hook: Hook) -> Sequence[Event]:
        """One update. Without our secret it is nobody's."""
        given = hook.headers.get("x-telegram-bot-api-secret-token", "")
        if not self._secret or not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise Untrusted("it does not bear our secret")
        try:
            update = json.loads(hook.body)
        except (ValueError, RecursionError) as error:
            raw = hook.body.decode("utf-8", "replace")
            return [Unreadable(self.name, raw, type(error).__name__)]
        return reading.read(update, self._bot)

    async def listen(self, deliver: Deliver) -> None:
        """Poll until cancelled; or tell Telegram where to post, and return."""
        offset: int | None = None
        ready = False
        while True:
            try:
                if not ready:
                    ready = await self._set_up()
                    if self._webhook:
                        return
                offset = await self._batch(deliver, offset)
            except RetryAfter as error:
                log.warning("telegram.told_to_wait")
                wait = error.retry_after
                await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
            except Conflict:
                log.error("telegram.another_process_polls")
                await asyncio.sleep(self._pause)
            except Exception as error:  # nothing was confirmed: the same batch comes again
                log.warning("telegram.poll_failed", error=type(error).__name__)
                await asyncio.sleep(self._pause)

    async def _set_up(self) -> bool:
        if self._webhook:
            await self._bot.set_webhook(
                self._webhook, secret_token=self._secret, allowed_updates=KINDS
            )
        else:
            await self._bot.delete_webhook()
        return True

    async def _batch(self, deliver: Deliver, offset: int | None) -> int | None:
        """Commit a batch, then (by the next call's offset) confirm it."""
        updates = await self._updates(offset)
        if not updates:
            return offset
        await deliver([event for update in updates for event in reading.read(update, self._bot)])
        return max(int(update["update_id"]) for update in updates) + 1

    async def _updates(self, offset: int | None) -> list[dict[str, Any]]:
        """As they came: the client would read all or none of them."""
        asked = {"timeout": self._poll, "allowed_updates": json.dumps(KINDS)}
        if offset is not None:
            asked["offset"] = offset
        url = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        return cast(
            "list[dict[str, Any]]",
            await self._requests[1].post(url, read_timeout=READ_SECONDS + self._poll),
        )

    async def heard(self, incoming: Incoming) -> None:
        """End the spinner of a tapped button. Too late is no matter."""
        query = incoming.extra.get("callback")
        if query is None:
            return
        try:
            await self._bot.answer_callback_query(str(query))
        except TelegramError as error:
            log.info("telegram.tap_not_answered", error=type(error).__name__)

    async def send(self, message: Outgoing) -> str:
        """The id of the last part, which has the buttons."""
        body = message.body
        if message.repeated:
            body = REPEATED.get(message.language, REPEATED["id"]) + body
        markup = await self._markup(message)
        try:
            file = message.attachment
            if file is not None and len(body) <= CAPTION:
                return _name(await self._file(message, file, body, markup))
            if file is not None:
                await self._file(message, file)
            parts = split(body)
            for part in parts[:-1]:
                await self._bot.send_message(message.address, part)
            return _name(await self._text(message, parts[-1], markup))
        except TelegramError as error:
            raise translate(error) from error

    async def _text(self, message: Outgoing, body: str, markup: Markup | None) -> Message:
        return await self._bot.send_message(
            message.address,
            body,
            reply_markup=markup,
            reply_parameters=_quoting(message),
        )

    async def _file(
        self,
        message: Outgoing,
        file: Attachment,
        caption: str = "",
        markup: Markup | None = None,
    ) -> Message:
        content: str | bytes
        if file.reference:
            content = file.reference
        else:
            content = await asyncio.to_thread(file.path.read_bytes)
        words = caption or None
        to = message.address
        match file.kind:
            case Kind.PHOTO:
                return await self._bot.send_photo(to, content, words, reply_markup=markup)
            case Kind.VOICE:
                return await self._bot.send_voice(to, content, caption=words, reply_markup=markup)
            case Kind.VIDEO:
                return await self._bot.send_video(to, content, caption=words, reply_markup=markup)
            case Kind.DOCUMENT:
                return await self._bot.send_document(
                    to, content, words, reply_markup=markup, filename=file.name or None
                )

    async def look_up(self, message: Outgoing, since: datetime) -> str | None:
        raise Untraceable("telegram-cannot-tell")

    async def fetch(self, reference: str, limit: int) -> Fetched:
        try:
            found = await self._bot.get_file(reference)
            if (found.file_size or 0) > min(limit, DOWNLOAD):
                raise FetchError("too-large", final=True)
            content = bytes(await found.download_as_bytearray())
        except TelegramError as error:
            meant = translate(error)
            raise FetchError(meant.code, final=not isinstance(meant, UnknownOutcome)) from error
        return Fetched(content, "")

    async def username(self) -> str:
        """The bot's name, for t.me links. Raises a `SendError`."""
        try:
            return (await self._bot.get_me()).username or ""
        except TelegramError as error:
            raise translate(error) from error

    async def _markup(self, message: Outgoing) -> Markup | None:
        """The buttons. In a group there is one, and it leads to our private chat."""
        if message.opens is None or not message.labels:
            return _markup(message)
        if not self._username:
            try:
                self._username = await self.username()
            except UnknownOutcome as error:  # of the question: the message was not sent
                raise TryLater(error.code) from error
        link = f"https://t.me/{self._username}?start={message.opens.replace(' ', '_', 1)}"
        return InlineKeyboardMarkup([[InlineKeyboardButton(message.labels[0], url=link)]])

    async def close(self) -> None:
        for request in self._requests:
            await request.shutdown()


def _name(sent: Message) -> str:
    return reading.name_of(sent.chat.id, sent.message_id)


def _markup(message: Outgoing) -> Markup | None:
    if message.labels:
        buttons = [
            InlineKeyboardButton(label, callback_data=f"m:{message.id}:{position}")
            for position, label in enumerate(message.labels)
        ]
        wide = 2 if all(len(label) <= SHORT for label in message.labels) else 1
        rows = [buttons[start : start + wide] for start in range(0, len(buttons), wide)]
        return InlineKeyboardMarkup(rows)
    if message.wants_phone:
        share = KeyboardButton(SHARE.get(message.language, SHARE["id"]), request_contact=True)
        return ReplyKeyboardMarkup([[share]], resize_keyboard=True, one_time_keyboard=True)
    return None


def _quoting(message: Outgoing) -> ReplyParameters | None:
    if message.quotes is None:
        return None
    number = whole(message.quotes.removeprefix(f"{message.address}:"))
    if number is None:  # a tap: it is no message that could be quoted
        return None
    return ReplyParameters(number, allow_sending_without_reply=True)


def split(text: str, limit: int = TEXT) -> list[str]:
    """Parts no longer than `limit`, cut at paragraphs, lines or words; at least one."""
    parts = []
    while len(text) > limit:
        cut = max(text.rfind(mark, 1, limit) for mark in ("\n\n", "\n", " "))
        cut = cut if cut > 0 else limit
        parts.append(text[:cut])
        text = text[cut:].lstrip()
    return [*parts, text or "…"]
