"""Pictures as every channel takes them: WhatsApp wants JPEG, PNG or WEBP, of 5 MB at most.

Source: Twilio's page on the media that WhatsApp accepts.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from bot.channels.base import Fetched, FetchError

LARGEST = 5 * 1024 * 1024
"""Bytes of one picture."""
FOREIGN = frozenset({"image/heic", "image/heif", "image/tiff", "image/gif", "image/bmp"})
"""What telephones and scanners make, and WhatsApp refuses."""
SIDES = (4000, 2560, 1600)
"""Pixels of the longer side that are tried, one after the other: a page stays legible."""
QUALITY = 85


def passable(found: Fetched) -> Fetched:
    """The same as a JPEG where it is a picture that WhatsApp refuses; anything else unchanged.

    Raises `FetchError` for one that cannot be read, or is so large that it might be an attack.
    It takes up to a second of a processor: not for the event loop.
    """
    if not _is_refused(found):
        return found
    small = next((each for each in _as_jpeg(found.content) if len(each) <= LARGEST), None)
    if small is None:
        raise FetchError("too-large", final=True)
    return Fetched(small, "image/jpeg")


def _is_refused(found: Fetched) -> bool:
    content_type = found.content_type.partition(";")[0].strip().lower()
    large = content_type.startswith("image/") and len(found.content) > LARGEST
    return large or content_type in FOREIGN


def _as_jpeg(content: bytes) -> Iterator[bytes]:
    """Smaller and smaller ones, upright, on white where it was transparent."""
    # Only few files need them, and they are slow to import.
    from PIL import Image, ImageOps
    from pillow_heif import register_heif_opener

    register_heif_opener()
    try:
        with Image.open(BytesIO(content)) as opened:
            opened.draft("RGB", (SIDES[0], SIDES[0]))
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise FetchError("unreadable-picture", final=True) from None
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture)
    for side in SIDES:
        paper.thumbnail((side, side))
        made = BytesIO()
        paper.save(made, "JPEG", quality=QUALITY)
        yield made.getvalue()
