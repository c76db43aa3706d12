"""Pictures that WhatsApp refuses go on as JPEG; all others stay as they came."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from bot.channels.base import Fetched, FetchError
from bot.outbound.pictures import LARGEST, passable

register_heif_opener()
ORIENTATION = 0x0112
TURNED = 6


def drawn(form: str, size: tuple[int, int] = (80, 60), **how: object) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "navy").save(made, form, **how)
    return made.getvalue()


def opened(found: Fetched) -> Image.Image:
    assert found.content_type == "image/jpeg"
    picture = Image.open(BytesIO(found.content))
    assert picture.format == "JPEG"
    return picture


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ("HEIF", "image/heic"),
        ("HEIF", "IMAGE/HEIF"),
        ("TIFF", "image/tiff"),
        ("GIF", "image/gif; charset=binary"),
    ],
)
def test_what_whatsapp_does_not_know_becomes_a_jpeg(form: str, content_type: str) -> None:
    assert opened(passable(Fetched(drawn(form), content_type))).size == (80, 60)


def test_it_stands_upright_and_on_white() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    turned = passable(Fetched(drawn("TIFF", exif=exif), "image/tiff"))
    assert opened(turned).size == (60, 80)
    made = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(made, "TIFF")
    clear = opened(passable(Fetched(made.getvalue(), "image/tiff")))
    assert clear.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(("size", "side"), [((1600, 1200), 1600), ((3200, 2400), 2560)])
def test_one_that_is_too_large_becomes_smaller(size: tuple[int, int], side: int) -> None:
    noise = random.Random(7).randbytes(size[0] * size[1] * 3)
    made = BytesIO()
    Image.frombytes("RGB", size, noise).save(made, "PNG", compress_level=0)
    assert len(made.getvalue()) > LARGEST
    found = passable(Fetched(made.getvalue(), "image/png"))
    assert len(found.content) <= LARGEST
    assert max(opened(found).size) == side


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (drawn("PNG"), "image/png"),
        (drawn("WEBP"), "image/webp"),
        (b"no picture", "image/jpeg"),
        (bytes(LARGEST + 1), "application/pdf"),
    ],
)
def test_all_else_stays_as_it_came(content: bytes, content_type: str) -> None:
    found = Fetched(content, content_type)
    assert passable(found) is found


@pytest.mark.parametrize(
    ("content", "content_type"),
    [(b"no picture", "image/heic"), (bytes(LARGEST + 1), "image/jpeg"), (b"", "image/gif")],
)
def test_what_cannot_be_read_is_refused(content: bytes, content_type: str) -> None:
    with pytest.raises(FetchError, match="unreadable-picture") as refused:
        passable(Fetched(content, content_type))
    assert refused.value.final
