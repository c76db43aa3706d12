"""The page of the demo, in a real browser: what a visitor does and sees."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Locator, Page, async_playwright, expect

from tests.bot.demo.conftest import Demo

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 20_000
"""Milliseconds, on a machine that is busy with other tests."""
TEACHER, MOTHER, FATHER = "Bu Ratna · wali kelas 1A", "Ibu Sari · ibu Aisyah", "Bapak Budi"
PRINCIPAL = "Pak Hadi · kepala sekolah"
EVERYBODY = (TEACHER, MOTHER, FATHER, PRINCIPAL)
DESKTOP = {"width": 1440, "height": 900}
TELEPHONE = {"width": 390, "height": 844}
NOTE = "catatan Aisyah: hari ini lancar membaca"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, demo: Demo) -> AsyncIterator[Page]:
    page = await visit(browser, demo)
    yield page
    await page.context.close()


async def visit(browser: Browser, demo: Demo, **how: Any) -> Page:
    """The page in a browser of its own, once the phones are there."""
    options = {"viewport": DESKTOP, "reduced_motion": "reduce", **how}
    context = await browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    await page.goto(demo.url)
    await expect(page.locator("section.phone")).to_have_count(len(EVERYBODY))
    return page


def phone(page: Page, owner: str) -> Locator:
    return page.get_by_role("region", name=owner)


def log(page: Page, owner: str) -> Locator:
    return page.get_by_role("log", name=owner)


def last(page: Page, owner: str) -> Locator:
    return log(page, owner).locator("article").last


def button(page: Page, owner: str, label: str) -> Locator:
    """The latest of that label under a message."""
    return log(page, owner).get_by_role("button", name=label, exact=True).last


async def write(page: Page, owner: str, words: str) -> None:
    await phone(page, owner).get_by_role("textbox").fill(words)
    await phone(page, owner).locator("form").get_by_role("button", name="Kirim").click()


async def send_note(page: Page) -> None:
    await write(page, TEACHER, NOTE)
    await expect(last(page, TEACHER)).to_contain_text("Kirim?")
    await button(page, TEACHER, "Kirim").click()
    await expect(last(page, TEACHER)).to_contain_text("Terkirim untuk Aisyah Humaira (1A)")


async def send_photo(page: Page) -> None:
    """The mother sends a picture, of the page for want of another."""
    picture = FilePayload(name="pr.png", mimeType="image/png", buffer=await page.screenshot())
    await phone(page, MOTHER).get_by_label("Lampiran").set_input_files(picture)
    await expect(log(page, TEACHER).get_by_role("img", name="pr.png")).to_be_visible()


async def move(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label).click()


async def test_the_phones_stand_side_by_side(page: Page) -> None:
    boxes = [await phone(page, owner).bounding_box() for owner in EVERYBODY]
    placed = [box for box in boxes if box is not None]
    assert len(placed) == len(EVERYBODY)
    for left, right in pairwise(placed):
        assert left["x"] + left["width"] <= right["x"]
        assert left["y"] == right["y"]
    await expect(phone(page, MOTHER)).to_contain_text("WhatsApp")
    await expect(phone(page, FATHER)).to_contain_text("Telegram")


async def test_a_mother_signs_with_one_tap(page: Page) -> None:
    await button(page, MOTHER, "Paraf ✅").click()
    await expect(log(page, MOTHER).locator(".mine").last).to_contain_text("Paraf ✅")
    await expect(last(page, MOTHER)).to_contain_text("Sudah diparaf untuk Aisyah Humaira (1A). ✅")


async def test_an_example_is_there_to_be_sent(page: Page) -> None:
    examples = phone(page, TEACHER).get_by_role("group", name="Contoh kalimat")
    await examples.get_by_role("button", name=NOTE).click()
    await page.keyboard.press("Enter")
    await expect(last(page, TEACHER)).to_contain_text("Kirim?")


async def test_an_address_in_a_message_can_be_opened(page: Page) -> None:
    await write(page, MOTHER, "lihat https://sekolah.sch.id/jadwal?kelas=1A.")
    link = log(page, MOTHER).get_by_role("link")
    await expect(link).to_have_attribute("href", "https://sekolah.sch.id/jadwal?kelas=1A")


async def test_what_the_teacher_writes_reaches_the_mother(page: Page) -> None:
    await send_note(page)
    await expect(last(page, MOTHER)).to_contain_text("hari ini lancar membaca")
    await expect(last(page, MOTHER).get_by_role("button", name="Paraf ✅")).to_be_visible()


async def test_the_clock_moves_on_and_the_father_is_asked(page: Page) -> None:
    await expect(page.get_by_role("status")).to_have_text("Senin 23 November pukul 09.00 WIB")
    await expect(log(page, FATHER).locator("article")).to_have_count(0)
    await move(page, "+1 hari")
    await expect(page.get_by_role("status")).to_have_text("Selasa 24 November pukul 09.00 WIB")
    await expect(last(page, FATHER)).to_contain_text("Mohon dibaca dan diparaf")


async def test_at_night_a_note_waits_and_the_phone_says_so(page: Page) -> None:
    await move(page, "+6 jam")
    await move(page, "+6 jam")
    await expect(page.get_by_role("status")).to_contain_text("21.00")
    await send_note(page)
    await expect(log(page, TEACHER)).to_contain_text("⏰ sampai Selasa 24 November pukul 05.30 WIB")
    await expect(phone(page, MOTHER).get_by_text("1 pesan tertunda")).to_be_visible()
    await expect(log(page, MOTHER)).not_to_contain_text("hari ini lancar membaca")
    await move(page, "+1 hari")
    await expect(log(page, MOTHER)).to_contain_text("hari ini lancar membaca")
    await expect(phone(page, MOTHER).get_by_text("tertunda")).to_be_hidden()


async def test_a_photo_appears_on_the_teachers_phone(page: Page) -> None:
    await send_photo(page)
    for owner in (MOTHER, TEACHER):
        photo = log(page, owner).get_by_role("img", name="pr.png")
        await expect(photo).to_have_js_property("naturalWidth", DESKTOP["width"])
        await expect(last(page, owner)).to_be_in_viewport()


async def test_a_file_that_is_not_passed_on_still_shows_what_it_was(page: Page) -> None:
    gif = FilePayload(name="gambar.gif", mimeType="image/gif", buffer=b"GIF89a")
    await phone(page, MOTHER).get_by_label("Lampiran").set_input_files(gif)
    await expect(log(page, MOTHER).locator(".mine").last).to_contain_text("📎 gambar.gif")


async def test_a_quoted_answer_goes_back_to_the_family(page: Page) -> None:
    await write(page, MOTHER, "bu, aisyah di rumah juga begitu")
    await expect(last(page, TEACHER)).to_contain_text("di rumah juga begitu")
    await last(page, TEACHER).get_by_role("button", name="Kutip").click()
    await expect(phone(page, TEACHER).get_by_text("Mengutip: Tentang Aisyah")).to_be_visible()
    await page.keyboard.type("syukurlah bu")
    await page.keyboard.press("Enter")
    await expect(last(page, MOTHER)).to_contain_text("syukurlah bu")
    await expect(phone(page, TEACHER).get_by_text("Mengutip:")).to_be_hidden()


async def test_everything_works_by_keyboard(page: Page) -> None:
    await reach(page, phone(page, TEACHER).get_by_role("textbox"))
    await page.keyboard.type(NOTE)
    await page.keyboard.press("Enter")
    await expect(last(page, TEACHER)).to_contain_text("Kirim?")
    await reach(page, button(page, TEACHER, "Kirim"), "Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(last(page, MOTHER)).to_contain_text("hari ini lancar membaca")
    await reach(page, button(page, MOTHER, "Paraf ✅"))
    await page.keyboard.press("Enter")
    await expect(last(page, MOTHER)).to_contain_text("Sudah diparaf")
    await reach(page, page.get_by_role("button", name="+1 jam"), "Shift+Tab")
    for hour in ("10.00", "11.00"):
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status")).to_contain_text(hour)
        await expect(page.get_by_role("group", name="Jam sekolah")).not_to_have_attribute(
            "aria-busy", "true"
        )


async def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press the key until the wanted control has the focus."""
    for _ in range(200):
        await page.keyboard.press(key)
        if await wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{key} does not lead to {wanted}")


async def test_a_narrow_screen_shows_one_phone_and_nothing_sideways(
    browser: Browser, demo: Demo
) -> None:
    page = await visit(browser, demo, viewport=TELEPHONE, has_touch=True)
    await expect(phone(page, TEACHER)).to_be_visible()
    await expect(phone(page, MOTHER)).to_be_hidden()
    await expect(phone(page, TEACHER).get_by_role("textbox")).to_be_in_viewport(ratio=1)
    await send_note(page)
    other = page.get_by_role("navigation", name="Telepon").get_by_role("button", name="Ibu Sari")
    await expect(other).to_have_class("news")
    await other.tap()
    await expect(other).to_have_attribute("aria-pressed", "true")
    await expect(other).not_to_have_class("news")
    await expect(button(page, MOTHER, "Paraf ✅")).to_be_in_viewport(ratio=1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
    await page.context.close()


async def test_no_request_leaves_for_another_host(browser: Browser, demo: Demo) -> None:
    page = await visit(browser, demo)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.reload()
    await send_photo(page)
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith(f"{demo.url}/")] == []
    assert complaints == []
    await page.context.close()


@pytest.mark.parametrize("language", ["id", "en"])
async def test_every_control_has_a_name(page: Page, language: str) -> None:
    if language == "en":
        await page.get_by_role("button", name="English").click()
        await expect(page.get_by_role("status")).to_contain_text("Monday 23 November")
    await expect(page.locator("html")).to_have_attribute("lang", language)
    for control in await page.locator("button:visible, textarea, input").all():
        await expect(control).to_have_accessible_name(re.compile(r"\w"))
    send, quote = ("Kirim", "Kutip") if language == "id" else ("Send", "Quote")
    await expect(phone(page, FATHER).get_by_role("button", name=send)).to_be_visible()
    await expect(last(page, MOTHER).get_by_role("button", name=quote)).to_be_visible()


async def test_new_messages_are_read_out(page: Page) -> None:
    for owner in EVERYBODY:
        await expect(log(page, owner)).to_have_attribute("aria-live", "polite")
        await expect(log(page, owner)).to_have_attribute("tabindex", "0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_in_either_scheme(browser: Browser, demo: Demo, scheme: str) -> None:
    page = await visit(browser, demo, color_scheme=scheme)
    back = brightness(await style(page.locator("body"), "backgroundColor"))
    assert back < 0.05 if scheme == "dark" else back > 0.8
    for bubble in (last(page, MOTHER), log(page, MOTHER).locator(".mine").last):
        words = brightness(await style(bubble, "color"))
        behind = brightness(await style(bubble, "backgroundColor"))
        assert contrast(words, behind) >= 7
    await page.context.close()


async def style(element: Locator, name: str) -> str:
    return str(await element.evaluate("(element, name) => getComputedStyle(element)[name]", name))


def brightness(colour: str) -> float:
    """Relative luminance of "rgb(…)", as WCAG 2 defines it."""
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", colour)[:3])
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


async def test_words_that_were_refused_are_given_back(page: Page) -> None:
    await page.route("**/demo/say", lambda route: route.fulfill(status=503))
    await write(page, MOTHER, "jangan hilang")
    await expect(page.get_by_role("alert")).to_have_text("Tidak diterima. Coba lagi.")
    await expect(phone(page, MOTHER).get_by_role("textbox")).to_have_value("jangan hilang")
    await page.unroute("**/demo/say")
    await phone(page, MOTHER).get_by_role("textbox").press("Enter")
    await expect(log(page, MOTHER).locator(".mine").last).to_contain_text("jangan hilang")
    await expect(page.get_by_role("alert")).to_be_hidden()


async def test_the_page_says_when_the_demo_has_stopped(page: Page) -> None:
    await page.route("**/demo/state", lambda route: route.abort())
    await expect(page.get_by_role("alert")).to_contain_text("Demo tidak menjawab")
    await page.unroute("**/demo/state")
    await expect(page.get_by_role("alert")).to_be_hidden()
