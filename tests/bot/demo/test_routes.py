"""The page's own requests, as the page and as others make them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.demo.phones import Phone, State
from tests.bot.demo.conftest import Demo
from tests.process import free_port, started
from tests.standins import telegram_server

pytestmark = pytest.mark.asyncio(loop_scope="module")

WRITES: dict[str, dict[str, object]] = {
    "/demo/say": {"phone": "mother", "text": "halo"},
    "/demo/tap": {"phone": "mother", "message": 1, "position": 0},
    "/demo/clock": {"minutes": 60},
}
"""Everything that changes something, and what the page would send there."""


def page_of(demo: Demo) -> dict[str, str]:
    return {"origin": demo.url}


async def look(client: httpx.AsyncClient) -> State:
    return State.model_validate((await client.get("/demo/state")).json())


async def phone(client: httpx.AsyncClient, owner: str) -> Phone:
    return next(phone for phone in (await look(client)).phones if phone.id == owner)


async def until_shown(client: httpx.AsyncClient, owner: str, words: str) -> None:
    async with asyncio.timeout(30):
        while words not in "\n".join(b.text for b in (await phone(client, owner)).bubbles):
            await asyncio.sleep(0.02)


async def test_the_state_is_json_with_every_phone(client: httpx.AsyncClient) -> None:
    answer = await client.get("/demo/state")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    state = State.model_validate(answer.json())
    assert [(phone.id, phone.channel) for phone in state.phones] == [
        ("teacher", "telegram"),
        ("mother", "whatsapp"),
        ("father", "telegram"),
        ("principal", "telegram"),
    ]
    assert state.clock["id"] == "Senin 23 November pukul 09.00 WIB"


async def test_the_page_lets_nothing_in_from_elsewhere(client: httpx.AsyncClient) -> None:
    answer = await client.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_what_is_said_is_heard_and_answered(client: httpx.AsyncClient, demo: Demo) -> None:
    said = {"phone": "mother", "text": "bu, aisyah sakit hari ini"}
    answer = await client.post("/demo/say", json=said, headers=page_of(demo))
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    mine = [bubble for bubble in (await phone(client, "mother")).bubbles if bubble.mine]
    assert mine[-1].text == "bu, aisyah sakit hari ini"
    await until_shown(client, "teacher", "aisyah sakit hari ini")


async def test_a_tap_answers_the_message_it_is_under(client: httpx.AsyncClient, demo: Demo) -> None:
    await until_shown(client, "mother", "Mohon diparaf, ya.")
    entry = next(b for b in (await phone(client, "mother")).bubbles[::-1] if b.buttons)
    tap = {
        "phone": "mother",
        "message": entry.message,
        "position": entry.buttons.index("Paraf ✅"),
        "label": "Paraf ✅",
    }
    await client.post("/demo/tap", json=tap, headers=page_of(demo))
    await until_shown(client, "mother", "Terima kasih, Ibu Sari. Sudah diparaf")


async def test_a_file_is_lent_by_a_link_of_this_machine(
    client: httpx.AsyncClient, demo: Demo
) -> None:
    await client.post(
        "/demo/file",
        data={"phone": "mother", "text": "pr aisyah"},
        files={"file": ("pr.png", b"\x89PNG", "image/png")},
        headers=page_of(demo),
    )
    await until_shown(client, "teacher", "pr aisyah")
    (file,) = [file for bubble in (await phone(client, "mother")).bubbles for file in bubble.files]
    assert file.url.startswith("/media/")
    assert (await client.get(file.url)).content == b"\x89PNG"


async def test_the_clock_moves_forward_only(client: httpx.AsyncClient, demo: Demo) -> None:
    answer = await client.post("/demo/clock", json={"minutes": 90}, headers=page_of(demo))
    assert answer.status_code == 200
    assert (await look(client)).clock["id"] == "Senin 23 November pukul 10.30 WIB"
    for minutes in (0, -60, 60 * 24 * 365):
        answer = await client.post("/demo/clock", json={"minutes": minutes}, headers=page_of(demo))
        assert answer.status_code == 422
    assert (await look(client)).clock["en"] == "Monday 23 November at 10.30 WIB"


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1:1"])
async def test_another_site_cannot_write(client: httpx.AsyncClient, origin: str | None) -> None:
    before = await look(client)
    headers = {"origin": origin} if origin else {}
    for path, body in WRITES.items():
        assert (await client.post(path, json=body, headers=headers)).status_code == 403
    upload = {"file": ("pr.png", b"\x89PNG", "image/png")}
    answer = await client.post(
        "/demo/file", data={"phone": "mother"}, files=upload, headers=headers
    )
    assert answer.status_code == 403
    after = await look(client)
    assert after.clock == before.clock
    assert [b for p in after.phones for b in p.bubbles if b.mine] == [
        b for p in before.phones for b in p.bubbles if b.mine
    ]


async def test_a_foreign_name_for_this_machine_is_another_site(client: httpx.AsyncClient) -> None:
    headers = {"host": "evil.example:8080", "origin": "http://evil.example:8080"}
    for path, body in WRITES.items():
        assert (await client.post(path, json=body, headers=headers)).status_code == 403


async def test_a_phone_that_is_not_on_the_page_is_not_found(
    client: httpx.AsyncClient, demo: Demo
) -> None:
    for path in ("/demo/say", "/demo/tap"):
        body = {**WRITES[path], "phone": "uncle"}
        assert (await client.post(path, json=body, headers=page_of(demo))).status_code == 404
    upload = {"file": ("pr.png", b"\x89PNG", "image/png")}
    answer = await client.post(
        "/demo/file", data={"phone": "uncle"}, files=upload, headers=page_of(demo)
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("path", [*WRITES, "/demo/file"])
async def test_what_the_page_would_not_send_is_refused(
    client: httpx.AsyncClient, demo: Demo, path: str
) -> None:
    for body in (b"", b"[]", b"{", b'{"phone": 7}'):
        answer = await client.post(path, content=body, headers=page_of(demo))
        assert answer.status_code == 422


@pytest.mark.slow
async def test_there_is_no_page_when_it_is_live(tmp_path: Path) -> None:
    async with telegram_server.Telegram() as telegram:
        live = {"telegram_token": telegram_server.TOKEN, "telegram_api_url": telegram.url}
        found = await statuses(live, tmp_path)
    assert found == {"/health": 200, "/": 404, "/demo/state": 404, "/demo/static/page.js": 404}


@pytest.mark.slow
async def test_without_a_provider_it_is_the_demo(tmp_path: Path) -> None:
    found = await statuses({}, tmp_path)
    assert set(found.values()) == {200}


async def statuses(settings: dict[str, Any], folder: Path) -> dict[str, int]:
    """What a real process with these settings answers."""
    port = free_port()
    paths = ("/health", "/", "/demo/state", "/demo/static/page.js")
    async with (
        started({**settings, "data_dir": folder, "port": port}, folder / "log"),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        return {path: (await client.get(path)).status_code for path in paths}
