"""A stand-in for the Bot API server on loopback, made from its documentation.

Updates stay until they are confirmed by the next offset. Requests are checked as the real
server checks them, in its own words; every call is recorded.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientSession, web

TOKEN = "123456:stand-in-token"
BOT = {"id": 123456, "is_bot": True, "first_name": "Penghubung", "username": "PenghubungBot"}
ANONYMOUS = {
    "id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"
}  # fmt: skip
"""Who an admin is that speaks for the group."""
CHOICES = ("photo", "voice", "video", "document")


@dataclass(frozen=True)
class Fault:
    """What happens to one of the next sends."""

    status: int = 0
    """0: no answer at all."""
    description: str = ""
    parameters: dict[str, int] = field(default_factory=dict)
    accepts: bool = False
    """The message goes out all the same."""


@dataclass
class Sent:
    """One message we sent to a chat."""

    chat: int
    number: int
    text: str
    kind: str = "text"
    buttons: list[dict[str, str]] = field(default_factory=list)
    content: bytes = b""
    keyboard: list[Any] = field(default_factory=list)
    at: float = 0.0
    quotes: int | None = None


class Telegram:
    """`async with Telegram() as telegram`; `url` is its base. Only `chats` may be written to."""

    def __init__(self) -> None:
        self.chats: set[int] = set()
        self.kicked: set[int] = set()
        """Groups that removed the bot."""
        self.moved: dict[int, int] = {}
        """Groups that became supergroups, and under which number."""
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.faults: deque[Fault] = deque()
        self.answered_taps: list[str] = []
        self.webhook: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.delay = 0.0
        """Seconds before a send is answered."""
        self._updates: dict[int, dict[str, Any]] = {}
        self._next_update = 1000
        self._next_message = 1
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        self._runner = web.AppRunner(app, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._client = ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.close()
        await self._runner.cleanup()

    def sent_to(self, chat: int) -> list[Sent]:
        return [message for message in self.sent if message.chat == chat]

    # What people do.

    def user_says(self, chat: int, text: str, quoting: int | None = None) -> dict[str, Any]:
        """A private message; `quoting` is the number of ours that it answers."""
        return self.brings(chat, text=text, **self._reply(chat, quoting))

    def user_sends_photo(self, chat: int, content: bytes, caption: str = "") -> dict[str, Any]:
        name = f"photo-{len(self.files)}"
        self.files[name] = content
        sizes = [
            {"file_id": f"{name}-small", "file_unique_id": "s", "width": 90, "height": 90},
            {"file_id": name, "file_unique_id": "l", "width": 800, "height": 800,
             "file_size": len(content)},
        ]  # fmt: skip
        return self.brings(chat, photo=sizes, **({"caption": caption} if caption else {}))

    def user_shares_contact(self, chat: int, number: str, owner: int | None) -> dict[str, Any]:
        contact: dict[str, Any] = {"phone_number": number, "first_name": "Sari"}
        if owner is not None:
            contact["user_id"] = owner
        return self.brings(chat, contact=contact)

    def user_changes(self, chat: int, update: dict[str, Any], text: str) -> dict[str, Any]:
        """They edit the message of `update`."""
        edited = {**update["message"], "text": text, "edit_date": int(time.time())}
        return self._add({"edited_message": edited})

    def user_reacts(self, chat: int, number: int, *emoji: str) -> dict[str, Any]:
        """They put an emoji under our message, or take it away."""
        return self._add(
            {
                "message_reaction": {
                    "chat": _chat(chat), "message_id": number, "user": _user(chat),
                    "date": int(time.time()), "old_reaction": [],
                    "new_reaction": [{"type": "emoji", "emoji": one} for one in emoji],
                }
            }
        )  # fmt: skip

    def user_taps(self, chat: int, sent: Sent, label: str) -> dict[str, Any]:
        data = next(b["callback_data"] for b in sent.buttons if b["text"] == label)
        rows = [[button] for button in sent.buttons]
        message = {
            **self._message(chat, sent.number), "from": BOT, "text": sent.text,
            "reply_markup": {"inline_keyboard": rows},
        }  # fmt: skip
        return self._taps(chat, message, data)

    def user_forges_tap(self, chat: int, data: str) -> dict[str, Any]:
        """A client of their own making can say any data, of any message of ours."""
        message = {**self._message(chat, 1), "from": BOT, "text": "…"}
        return self._taps(chat, message, data)

    def _taps(self, chat: int, message: dict[str, Any], data: str) -> dict[str, Any]:
        query = {
            "id": str(self._next_update * 7), "from": _user(chat), "message": message,
            "chat_instance": "1", "data": data,
        }  # fmt: skip
        return self._add({"callback_query": query})

    def user_blocks(self, chat: int, status: str = "kicked") -> dict[str, Any]:
        member = {"user": BOT, "status": status, "until_date": 0}
        change = {
            "chat": _chat(chat), "from": _user(chat), "date": int(time.time()),
            "old_chat_member": {"user": BOT, "status": "member"}, "new_chat_member": member,
        }  # fmt: skip
        self.chats.discard(chat)
        return self._add({"my_chat_member": change})

    def member_says(self, group: int, sender: int, text: str, **what: Any) -> dict[str, Any]:
        """Somebody writes in a group."""
        self.chats.add(group)
        self._next_message += 1
        said = {**self._message(group, self._next_message), "from": _user(sender), "text": text}
        return self._add({"message": {**said, **what}})

    def group_changes_bot(self, group: int, status: str, by: int = 5001) -> dict[str, Any]:
        """Somebody adds the bot to a group ("member"), or removes it ("kicked", "left")."""
        change = {
            "chat": _chat(group), "from": _user(by), "date": int(time.time()),
            "old_chat_member": {"user": BOT, "status": "left" if status == "member" else "member"},
            "new_chat_member": {"user": BOT, "status": status, "until_date": 0},
        }  # fmt: skip
        if status == "member":
            self.chats.add(group)
            self.kicked.discard(group)
        else:
            self.kicked.add(group)
        return self._add({"my_chat_member": change})

    def group_moves(self, group: int, to: int) -> list[dict[str, Any]]:
        """A group becomes a supergroup: a service message in each of the two."""
        self.moved[group] = to
        self.chats.add(to)
        told = []
        for chat, field_, other in (
            (group, "migrate_to_chat_id", to), (to, "migrate_from_chat_id", group)
        ):  # fmt: skip
            self._next_message += 1
            said = {**self._message(chat, self._next_message), "from": ANONYMOUS, field_: other}
            told.append(self._add({"message": {**said, "sender_chat": _chat(chat)}}))
        return told

    def brings(self, chat: int, **what: Any) -> dict[str, Any]:
        """Any message of a user, by the names of the Bot API."""
        self.chats.add(chat)
        self._next_message += 1
        return self._add({"message": {**self._message(chat, self._next_message), **what}})

    def again(self, update: dict[str, Any]) -> None:
        """Bring an update once more, as after a lost confirmation."""
        self._updates[update["update_id"]] = update
        self._news.set()

    async def post(self, ours: str, update: dict[str, Any], secret: str) -> int:
        """By webhook instead of polling; the status we answered."""
        self._updates.pop(update["update_id"], None)
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        async with self._client.post(f"{ours}/hooks/telegram", json=update, headers=headers) as a:
            return a.status

    def _add(self, update: dict[str, Any]) -> dict[str, Any]:
        self._next_update += 1
        update["update_id"] = self._next_update
        self._updates[self._next_update] = update
        self._news.set()
        return update

    def _message(self, chat: int, number: int) -> dict[str, Any]:
        return {
            "message_id": number, "from": _user(chat), "chat": _chat(chat),
            "date": int(time.time()),
        }  # fmt: skip

    def _reply(self, chat: int, quoting: int | None) -> dict[str, Any]:
        if quoting is None:
            return {}
        return {"reply_to_message": {**self._message(chat, quoting), "from": BOT, "text": "…"}}

    # What we ask of the server.

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _error(401, "Unauthorized")
        given, files = await _read(request)
        method = request.match_info["method"]
        self.calls.append((method, given))
        if method.startswith("send"):
            return await self._send(method.removeprefix("send").lower(), given, files)
        handler = {
            "getMe": self._me,
            "getUpdates": self._get_updates,
            "deleteWebhook": self._delete_webhook,
            "setWebhook": self._set_webhook,
            "answerCallbackQuery": self._answer,
            "getFile": self._get_file,
        }.get(method)
        return await handler(given) if handler else _error(404, "Not Found")

    async def _me(self, given: dict[str, str]) -> web.Response:
        return _ok(BOT)

    async def _get_updates(self, given: dict[str, str]) -> web.Response:
        offset = int(given.get("offset", 0))
        for known in [number for number in self._updates if number < offset]:
            del self._updates[known]
        try:
            async with asyncio.timeout(float(given.get("timeout", 0))):
                while not self._updates:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return _ok([])
        return _ok([self._updates[number] for number in sorted(self._updates)][:100])

    async def _delete_webhook(self, given: dict[str, str]) -> web.Response:
        self.webhook = {}
        return _ok(True)

    async def _set_webhook(self, given: dict[str, str]) -> web.Response:
        self.webhook = given
        return _ok(True)

    async def _answer(self, given: dict[str, str]) -> web.Response:
        if len(given.get("text", "")) > 200:
            return _error(400, "Bad Request: MESSAGE_TOO_LONG")
        self.answered_taps.append(given["callback_query_id"])
        return _ok(True)

    async def _get_file(self, given: dict[str, str]) -> web.Response:
        name = given["file_id"]
        if name not in self.files:
            return _error(400, "Bad Request: invalid file_id")
        size = len(self.files[name])
        return _ok({"file_id": name, "file_unique_id": "u", "file_size": size,
                    "file_path": f"files/{name}"})  # fmt: skip

    async def _file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["path"].removeprefix("files/"))
        if request.match_info["token"] != TOKEN or content is None:
            return web.Response(status=404)
        return web.Response(body=content)

    async def _send(
        self, kind: str, given: dict[str, str], files: dict[str, bytes]
    ) -> web.StreamResponse:
        fault = self.faults.popleft() if self.faults else None
        if fault and fault.status and not fault.accepts:
            return _error(fault.status, fault.description, fault.parameters)
        chat = int(given.get("chat_id", 0))
        if chat in self.kicked:
            return _error(403, "Forbidden: bot was kicked from the group chat")
        if chat in self.moved:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            return _error(400, words, {"migrate_to_chat_id": self.moved[chat]})
        if refusal := self._refusal(kind, given):
            return _error(400, f"Bad Request: {refusal}")
        sent = self._accept(kind, given, files)
        if self.delay:
            await asyncio.sleep(self.delay)
        if fault:
            raise ConnectionResetError("the answer is lost")
        return _ok(self._shown(sent))

    def _refusal(self, kind: str, given: dict[str, str]) -> str | None:
        if int(given.get("chat_id", 0)) not in self.chats:
            return "chat not found"
        if kind == "message" and not given.get("text", "").strip():
            return "message text is empty"
        if len(given.get("text", "")) > 4096:
            return "message is too long"
        if len(given.get("caption", "")) > 1024:
            return "message caption is too long"
        if not all(map(_is_button, _buttons(given))):
            return "BUTTON_DATA_INVALID"
        return None

    def _accept(self, kind: str, given: dict[str, str], files: dict[str, bytes]) -> Sent:
        self._next_message += 1
        content = files.get(kind) or next(iter(files.values()), b"")
        if kind in CHOICES and not files:
            content = self.files[given[kind]]
        sent = Sent(
            chat=int(given["chat_id"]),
            number=self._next_message,
            text=given.get("text") or given.get("caption", ""),
            kind="text" if kind == "message" else kind,
            buttons=_buttons(given),
            content=content,
            keyboard=json.loads(given.get("reply_markup", "{}")).get("keyboard", []),
            at=time.monotonic(),
            quotes=json.loads(given.get("reply_parameters", "{}")).get("message_id"),
        )
        self.sent.append(sent)
        return sent

    def _shown(self, sent: Sent) -> dict[str, Any]:
        shown = {**self._message(sent.chat, sent.number), "from": BOT}
        return {**shown, "text": sent.text} if sent.kind == "text" else shown


async def _read(request: web.Request) -> tuple[dict[str, str], dict[str, bytes]]:
    given = {**request.query}
    files: dict[str, bytes] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = value.file.read()
        else:
            given[name] = str(value)
    return given, files


def _buttons(given: dict[str, str]) -> list[dict[str, str]]:
    markup = json.loads(given.get("reply_markup", "{}"))
    return [button for row in markup.get("inline_keyboard", []) for button in row]


def _is_button(button: dict[str, str]) -> bool:
    if "url" in button:
        return button["url"].startswith("https://")
    return 1 <= len(button["callback_data"].encode()) <= 64


def _user(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Sari", "language_code": "id"}


def _chat(chat: int) -> dict[str, Any]:
    if chat < 0:
        kind = "supergroup" if chat < -(10**12) else "group"
        return {"id": chat, "type": kind, "title": "Wali murid 1A"}
    return {"id": chat, "type": "private", "first_name": "Sari"}


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(status: int, description: str, parameters: dict[str, int] | None = None) -> web.Response:
    answer: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        answer["parameters"] = parameters
    return web.json_response(answer, status=status)
