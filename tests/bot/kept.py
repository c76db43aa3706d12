"""Every text the database holds, to search for what must not be there."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import JSON, Enum, String, select
from sqlalchemy.orm import Session

from bot.channels.base import File
from models.base import Base
from models.media import Kind
from tests.cast import Cast
from tests.dialogue import Chat

PAUSE = timedelta(minutes=5)


def places_of(session: Session, *secrets: str) -> list[str]:
    """Tables and columns that hold one of these, in whatever case: "outbox.body: Ibu Sari"."""
    session.flush()
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Enum) or not isinstance(column.type, (String, JSON)):
                continue
            for value in session.scalars(select(column)):
                words = json.dumps(value, ensure_ascii=False).casefold()
                found += [f"{column}: {one}" for one in secrets if one.casefold() in words]
    return sorted(set(found))


def a_school_week(chat: Chat, cast: Cast) -> None:
    """What everybody did with the contact book, a few minutes apart."""
    photo = File("photo-of-aisyah", Kind.PHOTO, "image/jpeg", "aisyah-demam.jpg")
    said = (
        (cast.ratna, "catatan Aisyah: sudah berani maju ke depan", "Kirim"),
        (cast.sari, "paraf", None),
        (cast.ratna, "catatan 1A: besok membawa topi lapangan", "Kirim"),
        (cast.dewi, "catatan Bima: piket kelas rapi sekali", "Kirim"),
        (cast.ratna, "catatan Aisyah, Danu: latihan pidato berdua", "Kirim"),
        (cast.budi, "soal Aisyah tolong rahasiakan kabar cerai", None),
        (cast.sari, "Aisyah muntah sejak subuh", "Bukan"),
        (cast.sari, "Bima akan dijemput kakeknya", None),
        (cast.ratna, "balas Aisyah istirahat dulu di rumah", "Kirim"),
        (cast.ratna, "siapa belum paraf", None),
        (cast.ratna, "tugas", None),
        (cast.ratna, "buku Aisyah", None),
        (cast.sari, "pdf Aisyah", None),
    )
    for who, text, tap in said:
        chat.wait(PAUSE)
        files = [photo] if "muntah" in text else []
        chat.says(who, text, files=files)
        if tap:
            chat.taps(who, tap)
    chat.wait(PAUSE)
