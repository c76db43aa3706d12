"""Every text the database holds, to search for what must not be there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import JSON, Enum, String, select
from sqlalchemy.orm import Session

from bot.channels.base import File
from models.base import Base
from models.consent import Consent
from models.media import Kind, Media
from models.meeting import Meeting
from models.minutes import Decision
from models.people import Child, Guardianship, Person
from models.visit import (
    Agreement,
    CompanionAsk,
    HomeAddress,
    Place,
    State,
    Visit,
    VisitOffer,
    VisitOverride,
    VisitReport,
)
from tests import cast as casting
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

PAUSE = timedelta(minutes=5)
SARI = "+6284400000002"
Said = tuple[Person, str, *tuple[str, ...]]
"""Who says what, and what they tap then."""


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


def week(session: Session) -> Chat:
    """The cast with all that is kept of a family, and their week with the contact book."""
    cast = casting.make(session)
    cast.aisyah.nickname, cast.aisyah.nisn = "Isyah", "0123456789"
    cast.aisyah.phone = "+6284400000777"
    theirs = select(Guardianship).where(Guardianship.person_id == cast.sari.id)
    for place in session.scalars(theirs):
        place.phone = SARI
    session.add(
        Consent(
            school_id=cast.school.id,
            person_id=cast.sari.id,
            purpose="messages",
            version="0" * 16,
            language="id",
            channel="whatsapp",
            given_at=MONDAY,
        )
    )
    chat = Chat(session, MONDAY)
    a_school_week(chat, cast)
    return chat


def days(session: Session) -> Chat:
    """The week, and all the rest that a school does with us."""
    chat = week(session)
    the_days_after(chat, casting.found(session))
    return chat


def a_school_week(chat: Chat, cast: Cast) -> None:
    """What everybody did with the contact book, a few minutes apart."""
    _say(
        chat,
        (cast.ratna, "catatan Aisyah: sudah berani maju ke depan", "Kirim"),
        (cast.sari, "paraf"),
        (cast.ratna, "catatan 1A: besok membawa topi lapangan", "Kirim"),
        (cast.dewi, "catatan Bima: piket kelas rapi sekali", "Kirim"),
        (cast.ratna, "catatan Aisyah, Danu: latihan pidato berdua", "Kirim"),
        (cast.budi, "soal Aisyah tolong rahasiakan kabar cerai"),
        (cast.sari, "Aisyah muntah sejak subuh", "Bukan"),
        (cast.sari, "Bima akan dijemput kakeknya"),
        (cast.ratna, "balas Aisyah istirahat dulu di rumah", "Kirim"),
        (cast.ratna, "siapa belum paraf"),
        (cast.ratna, "tugas"),
        (cast.ratna, "buku Aisyah"),
        (cast.sari, "pdf Aisyah"),
        photos={"muntah": "aisyah-demam.jpg"},
    )


def the_days_after(chat: Chat, cast: Cast) -> None:
    """What everybody did with all the rest: homework, absences, polls, rooms, meetings, talks."""
    _say(
        chat,
        (cast.ratna, "ruang", "Buka"),
        (cast.sari, "semua 1A: lomba renang kumpul jam berapa?", "Kirim"),
        (cast.ratna, "PR mtk hal 45 dikumpul besok", "Kirim"),
        (cast.sari, "PR mtk Aisyah sudah selesai dibantu tantenya"),
        (cast.dewi, "PR ipa tanam kacang dikumpul besok", "Kirim"),
        (cast.sari, "PR ipa Bima sudah selesai tinggal disiram"),
        (cast.sari, "Aisyah sakit hari ini bu, cacar air"),
        (cast.sari, "Bima izin besok ada acara sunatan"),
        (cast.ratna, "umumkan 1A: Studi tur ke museum", "Ubah", "Tambah pertanyaan"),
        (cast.ratna, "Ikut studi tur? ikut/tidak ikut, sampai Jumat", "Kirim"),
        (cast.sari, "tidak ikut"),
        (cast.hadi, "rapat POMG 1A, 3B Sabtu 12 Des jam 9 di aula, agenda cat", "Kirim undangan"),
        (cast.sari, "diwakilkan Mbah Surti"),
        (cast.ratna, "slot rapor Sabtu 8–12, 10 menit, 2 istirahat di ruang 7A", "Undang"),
        (cast.sari, "jam 9"),
        (cast.ratna, "daftar slot", "Cetak PDF"),
        photos={"renang": "renang.jpg", "mtk Aisyah": "pr-aisyah.jpg", "ipa Bima": "kacang.jpg"},
    )
    _visited(chat, cast.aisyah, cast, "kamar belajar sempit", "ibunya lelah bekerja")
    _visited(chat, cast.bima, cast, "halaman rumah teduh", "neneknya rajin menemani")
    meeting = chat.session.scalars(select(Meeting)).one()
    promised = {"words": "Membeli cat tembok", "who": "Ibu Sari", "person_id": cast.sari.id}
    school = {"school_id": cast.school.id}
    chat.session.add(Decision(**school, **promised, meeting_id=meeting.id))
    chat.session.flush()


def _visited(chat: Chat, child: Child, cast: Cast, seen: str, said: str) -> None:
    """A visit that was made, with its report, and another that the mother asks for."""
    session, now, school = chat.session, chat.now, {"school_id": cast.school.id}
    about = {**school, "child_id": child.id}
    name = child.name.split()[0]
    made, asked = (
        Visit(
            **about,
            teacher_id=cast.ratna.id,
            asked_by_id=who.id,
            host_id=cast.sari.id,
            state=state,
            place=Place.HOME,
            starts_at=now + timedelta(days=days),
            ends_at=now + timedelta(days=days, hours=1),
            confirmed_at=now - timedelta(days=2),
            reason=f"{words} {name}",
            created_at=now,
        )
        for who, state, days, words in (
            (cast.ratna, State.DONE, -1, "sering terlambat:"),
            (cast.sari, State.CONFIRMED, 1, "ingin bercerita soal"),
        )
    )
    session.add_all([made, asked])
    session.flush()
    photo = Media(
        **school, channel="telegram", reference=name, kind=Kind.PHOTO, content_type="image/jpeg",
        name=f"rumah-{name.lower()}.jpg", created_at=now,
    )  # fmt: skip
    session.add(photo)
    session.flush()
    of = {**school, "visit_id": made.id}
    session.add_all(
        [
            VisitReport(**of, conditions=seen, said=said, media=[photo.id],
                        private=f"mohon waspada di rumah {name}", at=now),
            Agreement(**of, words=f"membaca bersama {name}", who="Ibu", person_id=cast.sari.id,
                      due=date(2026, 11, 27)),
            VisitOffer(**{**of, "visit_id": asked.id}, person_id=cast.sari.id, at=now,
                       starts_at=asked.starts_at, place=Place.HOME),
            CompanionAsk(**{**of, "visit_id": asked.id}, person_id=cast.dewi.id, asked_at=now,
                         starts_at=asked.starts_at),
            VisitOverride(**about, person_id=cast.ratna.id, first=True, until=date(2027, 1, 1),
                          reason=f"orang tua {name} berduka", at=now),
            HomeAddress(**about, words=f"Jalan Melati rumah {name}", latitude=-6.25,
                        longitude=106.5, person_id=cast.sari.id, at=now),
        ]
    )  # fmt: skip
    session.flush()


def _say(chat: Chat, *said: Said, photos: Mapping[str, str]) -> None:
    """One after the other, with a photo where these words are in it."""
    for who, text, *taps in said:
        chat.wait(PAUSE)
        names = [name for words, name in photos.items() if words in text]
        files = [File(name, Kind.PHOTO, "image/jpeg", name) for name in names]
        chat.says(who, text, files=files)
        for tap in taps:
            chat.taps(who, tap)
    chat.wait(PAUSE)
