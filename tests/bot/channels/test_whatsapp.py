"""Sending on WhatsApp: words, parts, files, and templates outside the window."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.base import Attachment, NeedsTemplate, News, NoSuchAddress, TryLater
from bot.channels.whatsapp import WhatsApp
from handlers.core.notices.opening import OPENER
from models.media import Kind
from models.outbox import Status
from tests.bot.channels.twilio_line import HIDDEN, LONG_AGO, SARI, Line, message, open_line
from tests.standins.twilio_messages import Fault

BLANKS = {"children": "Aisyah Humaira (1A)", "title": "pengumuman"}
OPENS = message(
    OPENER.fill("id", BLANKS),
    text_key=OPENER.key,
    blanks=BLANKS,
    blank_order=OPENER.blanks,
    labels=("Buka",),
)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with open_line() as line:
        await line.twilio.user_says(SARI, "halo")
        yield line


def approved(line: Line) -> tuple[str, WhatsApp]:
    sid = line.twilio.approve("Ananda {{1}}: ada {{2}} dari sekolah untuk Ibu/Bapak. Ketuk Buka …")
    return sid, line.with_templates({OPENER.key: {"id": sid}})


async def test_free_words_inside_the_window(line: Line) -> None:
    sid = await line.whatsapp.send(message())
    [sent] = line.twilio.sent_to(SARI)
    assert (sent.sid, sent.text, sent.content_sid) == (sid, "Baik, sudah dicatat.", "")
    assert sent.to == f"whatsapp:{SARI}"
    assert sent.callback == f"{line.public}/hooks/whatsapp/status?message=41&attempt=1"


async def test_somebody_with_a_hidden_number_is_written_to(line: Line) -> None:
    await line.whatsapp.send(message(address=HIDDEN))
    assert [sent.to for sent in line.twilio.messages] == [f"whatsapp:{HIDDEN}"]


async def test_choices_are_numbered(line: Line) -> None:
    await line.whatsapp.send(message("Kirim?", labels=("Kirim", "Batal")))
    await line.whatsapp.send(message("Yang mana?", labels=("1. Aisyah", "Semua")))
    texts = [sent.text for sent in line.twilio.sent_to(SARI)]
    assert texts == ["Kirim?\n\n1. Kirim\n2. Batal", "Yang mana?\n\n1. Aisyah\n2. Semua"]


async def test_a_repeated_message_says_so(line: Line) -> None:
    await line.whatsapp.send(message(repeated=True))
    await line.whatsapp.send(message("Noted.", repeated=True, language="en"))
    texts = [sent.text for sent in line.twilio.sent_to(SARI)]
    assert texts == ["(dikirim ulang) Baik, sudah dicatat.", "(sent again) Noted."]


async def test_ten_thousand_characters_arrive_in_order(line: Line) -> None:
    words = [f"kata{number:04} 🌱" for number in range(900)]
    sid = await line.whatsapp.send(message(" ".join(words), labels=("Paraf",)))
    sent = line.twilio.sent_to(SARI)
    assert " ".join(part.text for part in sent).split() == [*" ".join(words).split(), "1.", "Paraf"]
    assert sid == sent[-1].sid
    assert [part.callback.partition("?")[2] for part in sent[-2:]] == [
        "message=41&attempt=1&part=1",
        "message=41&attempt=1",
    ]


async def test_only_the_last_part_tells_that_it_arrived(line: Line) -> None:
    await line.whatsapp.send(message("panjang " * 300))
    first, last = line.twilio.sent_to(SARI)
    line.events.clear()
    await line.twilio.status(first.sid, "delivered")
    assert line.events == []
    await line.twilio.status(first.sid, "failed", 63024)
    await line.twilio.status(last.sid, "delivered")
    failed, delivered = line.events
    assert isinstance(failed, News)
    assert (failed.status, type(failed.error)) == (Status.FAILED, NoSuchAddress)
    assert isinstance(delivered, News)
    assert (delivered.status, delivered.provider_id) == (Status.DELIVERED, last.sid)


async def test_after_a_failure_in_between_only_the_rest_is_sent(line: Line) -> None:
    line.twilio.fail(Fault(201, accepts=True), Fault(429, 20429))
    with pytest.raises(TryLater):
        await line.whatsapp.send(message("panjang " * 300))
    await line.whatsapp.send(message("panjang " * 300))
    assert sum(sent.text.count("panjang") for sent in line.twilio.sent_to(SARI)) == 300


async def test_quick_replies_inside_the_window(line: Line) -> None:
    sid, whatsapp = approved(line)
    await whatsapp.send(OPENS)
    [sent] = line.twilio.sent_to(SARI)
    assert sent.content_sid == sid
    assert sent.variables == {"1": "Aisyah Humaira (1A)", "2": "pengumuman"}


@pytest.mark.parametrize(
    "changed",
    [
        {"labels": ("Buka", "Nanti")},
        {"blanks": {**BLANKS, "title": "pengumuman\nlibur"}},
        {"repeated": True},
        {"language": "en"},
        {"body": "a" * 1025},
        {"body": "Kata-kata sekolah sendiri."},
    ],
)
async def test_numbers_where_the_template_would_say_something_else(
    line: Line, changed: dict[str, object]
) -> None:
    _, whatsapp = approved(line)
    await whatsapp.send(message(**{**vars(OPENS), **changed}))
    assert [sent.content_sid for sent in line.twilio.sent_to(SARI)] == [""]


async def test_a_template_outside_the_window(line: Line) -> None:
    sid, whatsapp = approved(line)
    blanks = {"children": "Aisyah\n\tHumaira     (1A)", "title": " "}
    await whatsapp.send(message(**{**vars(OPENS), "blanks": blanks, "silence": LONG_AGO}))
    [sent] = line.twilio.sent_to(SARI)
    assert sent.content_sid == sid
    assert sent.variables == {"1": "Aisyah · Humaira (1A)", "2": "-"}
    await line.twilio.settled()
    assert sent.status == "queued"


FILE = Attachment(Path("none"), Kind.PHOTO, "image/jpeg", "", "https://bot.sch.id/media/x")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text_key": "tests.plain"}, "no-template"),
        ({"language": "en"}, "no-template"),
        ({"blank_order": ()}, "no-template"),
        ({"labels": ("Ya", "Tidak")}, "other-choices"),
        ({"attachment": FILE}, "attachment"),
        ({"body": "a" * 1025}, "too-long"),
    ],
)
async def test_no_template_says_this(line: Line, changed: dict[str, object], code: str) -> None:
    _, whatsapp = approved(line)
    with pytest.raises(NeedsTemplate) as refused:
        await whatsapp.send(message(**{**vars(OPENS), "silence": None, **changed}))
    assert refused.value.code == code
    assert line.twilio.messages == []


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        (
            "Pilih:\n1. Ya\n2. Tidak\n\nKetuk angkanya.",
            "Pilih:\n1. Ya\n2. Tidak\n\nKetuk angkanya.",
        ),
        ("Pilih satu.", "Pilih satu.\n\n1. Ya\n2. Tidak"),
    ],
)
async def test_choices_are_numbered_once(line: Line, body: str, sent: str) -> None:
    await line.whatsapp.send(message(body=body, labels=("Ya", "Tidak")))
    [found] = line.twilio.messages
    assert found.text == sent


async def test_the_window_closes_a_little_early(line: Line) -> None:
    await line.whatsapp.send(message(silence=timedelta(hours=23, minutes=54)))
    for silence in (timedelta(hours=23, minutes=56), None):
        with pytest.raises(NeedsTemplate):
            await line.whatsapp.send(message(silence=silence))


async def test_a_window_that_was_closed_after_all_is_reported_by_callback(line: Line) -> None:
    line.twilio.heard.clear()
    line.events.clear()
    await line.whatsapp.send(message())
    await line.twilio.settled()
    [news] = line.events
    assert isinstance(news, News)
    assert (news.message, type(news.error)) == (41, NeedsTemplate)


async def test_looking_up_a_template_after_the_window_opened(line: Line) -> None:
    since = datetime.now(UTC)
    sid = line.twilio.approve(
        "Ananda {{1}}: ada {{2}} dari sekolah untuk Ibu/Bapak. Ketuk Buka untuk membacanya."
    )
    whatsapp = line.with_templates({OPENER.key: {"id": sid}})
    sent = await whatsapp.send(message(**{**vars(OPENS), "silence": LONG_AGO}))
    assert await whatsapp.look_up(OPENS, since) == sent
    assert await line.whatsapp.look_up(OPENS, since) == sent


@pytest.mark.parametrize(
    ("kind", "size", "texts"),
    [
        (Kind.PHOTO, 9, ["Lihat foto ini."]),
        (Kind.VOICE, 9, ["", "Lihat foto ini."]),
        (Kind.DOCUMENT, 9, ["", "Lihat foto ini."]),
        (Kind.PHOTO, 6 * 2**20, ["Lihat foto ini.\n\nhttps://bot.sch.id/media/x"]),
    ],
)
async def test_a_file_goes_along(
    line: Line, tmp_path: Path, kind: Kind, size: int, texts: list[str]
) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.truncate(size)
    attachment = Attachment(path, kind, "x/y", "", "https://bot.sch.id/media/x")
    await line.whatsapp.send(message("Lihat foto ini.", attachment=attachment))
    sent = line.twilio.sent_to(SARI)
    assert [one.text for one in sent] == texts
    assert [one.media for one in sent if one.media] == (
        [["https://bot.sch.id/media/x"]] if size < 10 else []
    )


async def test_many_at_once(line: Line) -> None:
    await asyncio.gather(*(line.whatsapp.send(message(f"pesan {n}")) for n in range(64)))
    assert len(line.twilio.sent_to(SARI)) == 64
