"""Templates submitted to a stand-in for Twilio's Content API, and looked at there."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.channels.base import SendError
from bot.channels.twilio_api.content import Content
from bot.commands.approvals import look, submit
from bot.outbound.templates import Template, load
from bot.settings import Settings
from handlers.core.notices.opening import OPENER

WANTED = [Template(OPENER, "id"), Template(OPENER, "en")]


class Api:
    """Takes what is made until `refuses` says a status, then gives that."""

    def __init__(self) -> None:
        self.made: dict[str, dict[str, Any]] = {}
        self.states: dict[str, dict[str, str]] = {}
        self.refuses: dict[int, int] = {}
        """The number of a request → its status."""
        self.asked = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        assert request.headers["Authorization"].startswith("Basic ")
        if status := self.refuses.get(self.asked):
            return web.Response(status=status)
        _, _, _, *place = request.path.split("/")
        if not place:
            sid = f"HX{len(self.made):032x}"
            self.made[sid] = {**await request.json(), "sid": sid}
            return web.json_response(self.made[sid], status=201)
        if place[0] not in self.made:
            return web.Response(status=404)
        if request.method == "POST":
            assert set(await request.json()) == {"name", "category"}
            self.states[place[0]] = {"status": "pending"}
            return web.json_response({}, status=201)
        if len(place) == 1:
            return web.json_response(self.made[place[0]])
        return web.json_response({"whatsapp": self.states.get(place[0])})


def run(api: Api, path: Path, *, check: bool = False) -> list[str]:
    async def work() -> list[str]:
        app = web.Application()
        app.router.add_route("*", "/{any:.*}", api.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        settings = Settings(
            twilio_account_sid="AC1",
            twilio_auth_token=SecretStr("x"),
            whatsapp_from="+62811",
            public_url="https://bot.sekolah.sch.id",
            twilio_api_url=f"http://{host}:{port}",
        )
        told: list[str] = []
        try:
            async with Content(settings) as content:
                if check:
                    return await look(content, WANTED, path)
                await submit(content, WANTED, path, told.append)
                return told
        finally:
            await runner.cleanup()

    return asyncio.run(work())


def test_twice_submits_nothing_twice(tmp_path: Path) -> None:
    api, path = Api(), tmp_path / "t.json"
    assert run(api, path) == ["1/2 opening_opener_id", "2/2 opening_opener_en"]
    assert run(api, path) == []
    assert (len(api.made), len(api.states), set(load(path)[OPENER.key])) == (2, 2, {"id", "en"})


@pytest.mark.parametrize(("at", "status"), [(1, 401), (2, 429), (3, 429)])
def test_a_refusal_ends_it_and_the_next_run_goes_on(tmp_path: Path, at: int, status: int) -> None:
    api, path = Api(), tmp_path / "t.json"
    api.refuses = {at: status}
    with pytest.raises(SendError, match=r"Twilio refuses|Twilio asks"):
        run(api, path)
    run(api, path)
    assert (len(api.made), len(api.states)) == (2, 2)


def test_what_is_wrong_is_said_by_text(tmp_path: Path) -> None:
    api, path = Api(), tmp_path / "t.json"
    run(api, path)
    first, second = api.made
    api.states[first] = {"status": "rejected", "rejection_reason": "too vague"}
    api.states[second] = {"status": "approved"}
    api.made[second]["types"]["twilio/quick-reply"]["body"] = "Hello"
    assert run(api, path, check=True) == [
        "opening.opener (id): rejected: too vague",
        "opening.opener (en): other words at Twilio than ours",
    ]
    path.write_text(path.read_text().replace(second, first))
    assert f"{first} is used 2 times" in run(api, path, check=True)[0]
