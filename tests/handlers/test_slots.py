"""Talks by appointment: opened, chosen, changed, given back, moved, cancelled."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.channels.base import FetchError
from bot.documents.calendars import Calendars
from bot.documents.slot_list_pdf import SlotLists, pdf
from bot.storage.database import sessions_on
from handlers.slots.listing import sheet_of
from models.media import Media
from models.notice import Receipt, ReceiptState
from models.people import Child, Contact, Guardianship, Person, Relation
from models.slot import Slot, SlotDay, SlotFamily
from models.task import Task
from tests.cast import MONDAY, WIB, Cast
from tests.dialogue import Chat

OPEN_1A = "slot rapor Sabtu 8–12, 10 menit, 2 istirahat di ruang 7A"
PREVIEW = (
    "pembagian rapor untuk kelas 1A\n📅 Sabtu 28 November pukul 08.00–12.00 WIB\n📍 ruang 7A\n"
    "22 slot, 10 menit, istirahat 09.20, 10.40\n2 anak\n\nUndang? [Undang | Ubah | Batal]"
)
INVITATION = (
    "Ananda Aisyah Humaira (1A). Undangan pembagian rapor dari Bu Ratna: Sabtu 28 November pukul "
    "08.00–12.00 WIB, di ruang 7A. Tiap anak mendapat 10 menit.\n\nMohon Ibu/Bapak memilih jam: "
    "ketuk Pilih jam, atau balas dengan jamnya, misalnya “jam 9”. [Pilih jam | Tidak bisa | Balas]"
)
SATURDAY = datetime(2026, 11, 28, 8, 0, tzinfo=WIB)


@pytest.fixture
def day(chat: Chat, session: Session, cast: Cast) -> SlotDay:
    """Bu Ratna's Saturday for 1A; Ibu Sari has her invitation."""
    chat.says(cast.ratna, OPEN_1A)
    chat.taps(cast.ratna, "Undang")
    chat.heard(cast.ratna)
    chat.hears(cast.sari, INVITATION)
    return session.scalars(select(SlotDay)).one()


def at(session: Session, child: Child) -> str | None:
    """The hour a child has, on whatever day."""
    slot = session.scalar(select(Slot).where(Slot.child_id == child.id))
    return f"{slot.starts_at.astimezone(WIB):%H.%M}" if slot else None


def two_slots(chat: Chat, cast: Cast) -> None:
    """Bu Dewi's Saturday for 3B: room for two, so a third family has to wait."""
    chat.says(cast.dewi, "slot Sabtu 8-8.20, 10 menit")
    chat.taps(cast.dewi, "Undang")
    chat.heard(cast.dewi)
    for guardian in (cast.sari, cast.wati):
        chat.heard(guardian)


def family(session: Session, cast: Cast, name: str, number: int) -> Person:
    """One more child in 3B, with a mother on Telegram."""
    child = Child(school_id=cast.school.id, class_group_id=cast.class_3b.id, name=name)
    mother = Person(
        school_id=cast.school.id, name=f"Ibu {name}", joined_at=MONDAY, consented_at=MONDAY
    )
    session.add_all([child, mother])
    session.flush()
    session.add(
        Contact(
            school_id=cast.school.id,
            person_id=mother.id,
            channel="telegram",
            address=str(number),
            heard_at=MONDAY,
            created_at=MONDAY,
        )
    )
    session.add(
        Guardianship(
            school_id=cast.school.id,
            child_id=child.id,
            person_id=mother.id,
            relation=Relation.MOTHER,
            rank=1,
            name=mother.name,
        )
    )
    session.flush()
    return mother


# Opening


# Choosing


def test_choosing_by_tap(chat: Chat, session: Session, day: SlotDay, cast: Cast) -> None:
    chat.taps(cast.sari, "Pilih jam")
    chat.hears(
        cast.sari,
        "Aisyah Humaira (1A). Jam yang masih kosong untuk pembagian rapor, Sabtu 28 November, di "
        "ruang 7A. Silakan pilih, atau tulis jam yang diinginkan. [08.00 | 08.10 | 08.20 | 08.30 | "
        "08.40 | 08.50 | 09.00 | 09.10 | 09.30 | Jam lain…]",
    )
    chat.taps(cast.sari, "Jam lain…")
    assert "[09.40 | 09.50 | 10.00" in chat.heard(cast.sari)[0]
    chat.taps(cast.sari, "10.00")
    chat.hears(
        cast.sari,
        "Aisyah Humaira (1A). Tercatat: Sabtu 28 November pukul 10.00 WIB, di ruang 7A, dengan Bu "
        "Ratna (10 menit). Berkas kalender kami lampirkan. Sampai jumpa, Ibu Sari. ✅ [Ganti jam | "
        "Batalkan jam]",
    )
    assert at(session, cast.aisyah) == "10.00"
    receipt = session.scalars(select(Receipt).where(Receipt.child_id == cast.aisyah.id)).one()
    assert receipt.state is ReceiptState.SIGNED


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("jam 9an", "08.50 | 09.00 | 09.10"),
        ("yang paling pagi aja bu", "08.00 | 08.10 | 08.20"),
        ("setelah jam 10 ya bu", "10.00 | 10.10 | 10.20"),
        ("sebelum jam 9", "08.30 | 08.40 | 08.50"),
        ("paling siang", "11.30 | 11.40 | 11.50"),
        ("jam 7 bisa?", "08.00 | 08.10 | 08.20"),
    ],
)
def test_hours_in_words(chat: Chat, day: SlotDay, cast: Cast, words: str, offered: str) -> None:
    chat.taps(cast.sari, "Pilih jam")
    chat.heard(cast.sari)
    chat.says(cast.sari, words)
    assert f"[{offered} | Jam lain…]" in chat.heard(cast.sari)[0]


@pytest.mark.parametrize("words", ["jam 9", "pukul 09.00 bu", "jam 9 aja ya"])
def test_an_exact_hour_is_theirs_at_once(
    chat: Chat, session: Session, day: SlotDay, cast: Cast, words: str
) -> None:
    chat.says(cast.sari, words)
    assert "Tercatat: Sabtu 28 November pukul 09.00" in chat.heard(cast.sari)[0]
    assert at(session, cast.aisyah) == "09.00"


def test_other_words_go_to_the_teacher(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.sari, "aisyah sudah tidak demam lagi bu")
    assert "sudah tidak demam" in chat.heard(cast.ratna)[0]
    chat.says(cast.sari, "rapornya boleh diwakilkan kakaknya?", quoting="Undangan")
    assert "diwakilkan kakaknya" in chat.heard(cast.ratna)[0]
    assert at(session, cast.aisyah) is None


def test_an_hour_after_the_choice_is_about_something_else(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.sari, "jam 9")
    chat.says(cast.sari, "jam 10 aisyah dijemput bu")
    assert at(session, cast.aisyah) == "09.00"


def test_ok_is_answered_with_the_times(chat: Chat, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.sari, "paraf")
    assert "Jam yang masih kosong" in chat.heard(cast.sari)[0]


def test_cannot_come(chat: Chat, session: Session, day: SlotDay, cast: Cast) -> None:
    chat.taps(cast.sari, "Tidak bisa")
    chat.hears(
        cast.sari,
        "Aisyah Humaira (1A). Baik, Ibu Sari, dicatat tidak bisa datang (Sabtu 28 November). Bu "
        "Ratna akan melihatnya di daftar. Bila berubah, ketuk Pilih jam. [Pilih jam]",
    )
    chat.wait(timedelta(days=3))
    chat.hears(cast.sari)
    chat.taps(cast.sari, "Pilih jam", under="dicatat tidak bisa")
    chat.says(cast.sari, "jam 11")
    assert at(session, cast.aisyah) == "11.00"


def test_cannot_come_in_words(chat: Chat, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.sari, "gak bisa bu kerja shift", quoting="Undangan")
    assert "dicatat tidak bisa datang" in chat.heard(cast.sari)[0]
    assert "kerja shift" in chat.heard(cast.ratna)[0]


def test_another_family_sees_and_takes_nothing(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.wati, "jam 9")
    chat.says(cast.wati, "slot")
    assert "Belum ada undangan untuk memilih jam" in chat.heard(cast.wati)[-1]
    assert session.scalars(select(Slot).where(Slot.child_id.is_not(None))).all() == []


def test_gone_in_the_meantime(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.dewi, "slot Sabtu 8-9, 10 menit")
    chat.taps(cast.dewi, "Undang")
    chat.taps(cast.sari, "Pilih jam")
    chat.taps(cast.wati, "Pilih jam")
    chat.taps(cast.wati, "08.30")
    chat.heard(cast.sari)
    chat.taps(cast.sari, "08.30")
    chat.hears(
        cast.sari,
        "Bima Saputra (3B). Maaf, Ibu Sari, jam 08.30 baru saja diambil keluarga lain. Yang "
        "terdekat masih kosong, Sabtu 28 November: [08.10 | 08.20 | 08.40 | Jam lain…]",
    )
    chat.taps(cast.sari, "08.40", under="terdekat")
    assert (at(session, cast.citra), at(session, cast.bima)) == ("08.30", "08.40")


def test_both_parents_choose_for_one_child(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.sari, "jam 9")
    chat.says(cast.budi, "slot")
    assert "Jam Bapak Budi: Sabtu 28 November pukul 09.00" in chat.heard(cast.budi)[0]
    chat.taps(cast.budi, "Ganti jam")
    chat.says(cast.budi, "jam 10")
    assert at(session, cast.aisyah) == "10.00"
    assert len(session.scalars(select(Slot).where(Slot.child_id.is_not(None))).all()) == 1


# Brothers and sisters


def test_one_tap_takes_the_siblings_time_too(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.dewi, "slot rapor Sabtu 9-11, 10 menit")
    chat.taps(cast.dewi, "Undang")
    chat.says(cast.sari, "aisyah jam 9.30", quoting="Ananda Aisyah")
    booked, proposal = chat.heard(cast.sari)[-2:]
    assert "Aisyah Humaira (1A). Tercatat: Sabtu 28 November pukul 09.30" in booked
    assert proposal == (
        "Bima Saputra (3B) sekalian? Sabtu 28 November pukul 09.50 WIB, di ruang kelas 3B, dengan "
        "Bu Dewi. [Ya, sekalian | Pilih jam lain | Nanti saja]"
    )
    chat.taps(cast.sari, "Ya, sekalian")
    assert "Bima Saputra (3B). Tercatat" in chat.heard(cast.sari)[0]
    assert (at(session, cast.aisyah), at(session, cast.bima)) == ("09.30", "09.50")


def test_the_first_moves_beside_the_second_if_nothing_near_is_free(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.dewi, "slot rapor Sabtu 11-12, 10 menit")
    chat.taps(cast.dewi, "Undang")
    chat.says(cast.sari, "jam 8", quoting="Ananda Aisyah")
    proposal = chat.heard(cast.sari)[-1]
    assert "Supaya berurutan, jam Aisyah Humaira (1A) menjadi" in proposal
    chat.taps(cast.sari, "Ya, sekalian")
    hours = at(session, cast.aisyah), at(session, cast.bima)
    assert hours[0] is not None
    assert hours[1] is not None
    assert hours[0] > "10.30"
    assert len(session.scalars(select(Slot).where(Slot.child_id.is_not(None))).all()) == 2


def test_siblings_later(chat: Chat, session: Session, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.dewi, "slot rapor Sabtu 9-11, 10 menit")
    chat.taps(cast.dewi, "Undang")
    chat.says(cast.sari, "jam 9", quoting="Ananda Aisyah")
    chat.taps(cast.sari, "Nanti saja")
    assert chat.heard(cast.sari)[-1] == "Baik, Ibu Sari."
    assert at(session, cast.bima) is None
    chat.taps(cast.sari, "Pilih jam", under="Ananda Bima")
    times = chat.heard(cast.sari)[-1]
    assert "[09.20" in times  # at 09.00 she is with Bu Ratna, and the way takes a while


def test_words_for_two_children_say_which_or_are_asked(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.dewi, "slot rapor Sabtu 8-11, 10 menit")
    chat.taps(cast.dewi, "Undang")
    chat.heard(cast.sari)
    chat.says(cast.sari, "jam 9")
    chat.hears(cast.sari, "Untuk siapa, Ibu Sari? [Aisyah Humaira (1A) | Bima Saputra (3B)]")
    chat.says(cast.sari, "2")
    assert (at(session, cast.aisyah), at(session, cast.bima)) == (None, "09.00")
    chat.says(cast.sari, "aisyah jam 10 bu")
    assert at(session, cast.aisyah) == "10.00"


# Changing and giving back


def test_changing_keeps_the_old_time_until_the_new_one_is_taken(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.sari, "jam 9")
    chat.says(cast.sari, "ganti jam")
    assert at(session, cast.aisyah) == "09.00"
    chat.says(cast.sari, "setelah jam 10")
    chat.taps(cast.sari, "10.10")
    assert "Tercatat: Sabtu 28 November pukul 10.10" in chat.heard(cast.sari)[-1]
    assert at(session, cast.aisyah) == "10.10"
    family = session.scalars(select(SlotFamily)).one()
    assert family.sequence == 2
    chat.says(cast.sari, "ganti jam ke jam 11")
    assert at(session, cast.aisyah) == "11.00"


def test_giving_back(chat: Chat, session: Session, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.sari, "jam 9")
    chat.heard(cast.sari)
    chat.says(cast.sari, "batal slot")
    chat.hears(
        cast.sari,
        "Aisyah Humaira (1A). Batalkan jam Sabtu 28 November pukul 09.00 WIB? Jam itu lalu "
        "ditawarkan ke keluarga lain. [Ya, batalkan | Tidak jadi]",
    )
    chat.taps(cast.sari, "Tidak jadi")
    assert at(session, cast.aisyah) == "09.00"
    chat.says(cast.sari, "batal slot")
    chat.taps(cast.sari, "Ya, batalkan")
    assert "sudah dibatalkan" in chat.heard(cast.sari)[-1]
    assert at(session, cast.aisyah) is None
    chat.taps(cast.sari, "Ya, batalkan")
    assert "sudah terjawab" in chat.heard(cast.sari)[0]


def test_nothing_to_cancel(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "batal slot")
    chat.hears(cast.wati, "Belum ada undangan untuk memilih jam, Ibu Wati.")


# The waiting list


@pytest.fixture
def waiting(chat: Chat, session: Session, cast: Cast) -> list[Person]:
    """Sari and Wati have the two times of Bu Dewi; Ibu Eka, then Ibu Fitri, wait."""
    eka, fitri = (family(session, cast, name, n) for name, n in (("Eka", 2001), ("Fitri", 2002)))
    two_slots(chat, cast)
    chat.says(cast.sari, "jam 8")
    chat.says(cast.wati, "jam 8.10")
    chat.heard(cast.sari)
    chat.heard(cast.wati)
    for mother in (eka, fitri):
        chat.taps(mother, "Pilih jam")
    return [eka, fitri]


OFFER = (
    "Ananda Eka (3B). Ada jam kosong untuk temu orang tua dan guru: Sabtu 28 November pukul 08.00 "
    "WIB, di ruang kelas 3B. Ketuk Ambil bila Ibu Eka mau. Kami simpankan sampai Senin 23 November "
    "pukul 11.00 WIB; sesudah itu giliran keluarga berikutnya. [Ambil | Tidak usah]"
)


def test_a_full_day_has_a_waiting_list(chat: Chat, waiting: list[Person], cast: Cast) -> None:
    assert chat.heard(waiting[1])[-1] == (
        "Fitri (3B). Maaf, Ibu Fitri, semua jam untuk temu orang tua dan guru, Sabtu 28 November, "
        "sudah terisi. Ananda kami masukkan daftar tunggu, urutan ke-2. Begitu ada jam kosong, Ibu "
        "Fitri kami kabari. [Tidak usah]"
    )
    chat.says(waiting[1], "slot")
    assert "urutan ke-2" in chat.heard(waiting[1])[0]


def test_what_is_given_back_is_offered_in_order(
    chat: Chat, session: Session, waiting: list[Person], cast: Cast
) -> None:
    eka, fitri = waiting
    chat.heard(eka)
    chat.heard(fitri)
    chat.says(cast.sari, "batal slot")
    chat.taps(cast.sari, "Ya, batalkan")
    chat.hears(eka, OFFER)
    chat.hears(fitri)
    chat.taps(fitri, "Pilih jam")
    assert "urutan ke-2" in chat.heard(fitri)[0]  # it is kept for Eka meanwhile
    chat.taps(eka, "Ambil")
    assert "Tercatat: Sabtu 28 November pukul 08.00" in chat.heard(eka)[0]


def test_an_offer_goes_on_after_two_hours(
    chat: Chat, session: Session, waiting: list[Person], cast: Cast
) -> None:
    eka, fitri = waiting
    chat.heard(fitri)
    chat.says(cast.sari, "batal slot")
    chat.taps(cast.sari, "Ya, batalkan")
    chat.wait(timedelta(minutes=110))
    chat.hears(fitri)
    chat.wait(timedelta(minutes=30))
    assert "Ada jam kosong" in chat.heard(fitri)[0]
    chat.heard(eka)
    chat.taps(eka, "Ambil")
    assert "sudah terisi" in chat.heard(eka)[0]
    chat.taps(fitri, "Ambil")
    assert "Tercatat" in chat.heard(fitri)[0]
    chat.wait(timedelta(days=1))
    chat.hears(eka)


def test_a_late_answer_takes_what_nobody_else_wanted(
    chat: Chat, session: Session, waiting: list[Person], cast: Cast
) -> None:
    eka, fitri = waiting
    chat.taps(fitri, "Tidak usah")
    chat.says(cast.sari, "batal slot")
    chat.taps(cast.sari, "Ya, batalkan")
    chat.heard(eka)
    chat.wait(timedelta(hours=4))
    chat.taps(eka, "Ambil")
    assert "Tercatat" in chat.heard(eka)[0]


def test_declining_passes_it_on_at_once(
    chat: Chat, session: Session, waiting: list[Person], cast: Cast
) -> None:
    eka, fitri = waiting
    chat.heard(fitri)
    chat.says(cast.wati, "batal slot")
    chat.taps(cast.wati, "Ya, batalkan")
    chat.taps(eka, "Tidak usah", under="Ada jam kosong")
    assert "keluar dari daftar tunggu" in chat.heard(eka)[-1]
    assert "Ada jam kosong" in chat.heard(fitri)[0]


def test_quiet_hours_do_not_count(
    chat: Chat, session: Session, waiting: list[Person], cast: Cast
) -> None:
    eka, fitri = waiting
    chat.heard(eka)
    chat.heard(fitri)
    chat.until(MONDAY + timedelta(hours=12))
    chat.says(cast.sari, "batal slot")
    chat.taps(cast.sari, "Ya, batalkan")
    chat.hears(eka)
    chat.until(MONDAY + timedelta(hours=21))
    assert "sampai Selasa 24 November pukul 07.30" in chat.heard(eka)[0]
    chat.hears(fitri)
    chat.wait(timedelta(hours=2))
    assert "Ada jam kosong" in chat.heard(fitri)[0]


# Reminders


def test_each_reminder_once_and_only_to_who_comes(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.sari, "jam 9")
    chat.heard(cast.sari)
    chat.until(SATURDAY)
    eve, soon = chat.heard(cast.sari)
    assert eve == (
        "Ananda Aisyah Humaira (1A). Mengingatkan: pembagian rapor dengan Bu Ratna, Sabtu 28 "
        "November pukul 09.00 WIB, di ruang 7A. Bila berhalangan, mohon ketuk salah satu tombol "
        "ini. [Ganti jam | Batalkan jam]"
    )
    assert soon.startswith("Ananda Aisyah Humaira (1A). Sebentar lagi: pembagian rapor")
    chat.hears(cast.budi)
    chat.hears(cast.wati)


def test_who_chose_late_is_reminded_once(chat: Chat, day: SlotDay, cast: Cast) -> None:
    chat.until(SATURDAY - timedelta(hours=13))
    chat.heard(cast.sari)
    chat.says(cast.sari, "slot")
    chat.says(cast.sari, "jam 9")
    chat.heard(cast.sari)
    chat.until(SATURDAY)
    (only,) = chat.heard(cast.sari)
    assert "Sebentar lagi" in only


def test_the_teacher_hears_the_day_before_who_is_missing(
    chat: Chat, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.sari, "jam 9")
    chat.until(SATURDAY - timedelta(hours=20))
    told = [words for words in chat.heard(cast.ratna) if words.startswith("Pengingat")]
    assert told == [
        "Pengingat untuk pembagian rapor pada Sabtu 28 November pukul 08.00–12.00 WIB, di "
        "ruang 7A: 1 dari 22 slot terisi. Yang belum punya jam: Danu Pratama (1A). Ketuk Daftar "
        "slot untuk melihat semuanya. [Daftar slot]"
    ]


def test_who_never_chooses_becomes_a_task(
    chat: Chat, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.wait(timedelta(days=1))
    assert "belum dipilih" in chat.heard(cast.sari)[0]
    chat.until(SATURDAY - timedelta(hours=12))
    reasons = {task.child_id: task.reason for task in session.scalars(select(Task))}
    assert cast.aisyah.id in reasons


# The teacher's list


def test_the_list(chat: Chat, session: Session, cast: Cast) -> None:
    two_slots(chat, cast)
    chat.says(cast.sari, "jam 8.10")
    chat.says(cast.dewi, "daftar slot")
    chat.hears(
        cast.dewi,
        "temu orang tua dan guru, Bu Dewi\nSabtu 28 November pukul 08.00–08.20 WIB, di ruang kelas "
        "3B\nTerisi 1 dari 2.\n\n08.00 kosong\n08.10 Bima Saputra (3B) · Ibu Sari (ibu)\n\nBelum "
        "memilih: Citra Lestari (3B) [Cetak PDF]",
    )
    chat.says(cast.ratna, "daftar slot")
    assert "Belum ada slot" in chat.heard(cast.ratna)[0]
    chat.says(cast.hadi, "daftar slot")
    assert "Bima Saputra" in chat.heard(cast.hadi)[0]


async def test_the_list_on_paper(
    chat: Chat, engine: Engine, session: Session, day: SlotDay, cast: Cast
) -> None:
    chat.says(cast.sari, "jam 9")
    chat.says(cast.ratna, "daftar slot")
    chat.taps(cast.ratna, "Cetak PDF")
    media = session.scalars(select(Media).where(Media.channel == "slots")).one()
    session.commit()
    lists = SlotLists(sessions_on(engine), lambda: chat.now)
    made = await lists.fetch(media.reference, 10**7)
    assert made.content.startswith(b"%PDF")
    with pytest.raises(FetchError):
        await lists.fetch("999:id", 10**7)
    words = pdf(sheet_of(session, day, chat.now), "en", compress=False)
    assert b"Aisyah Humaira" in words
    cast.aisyah.name = "Aisyah " * 500
    assert pdf(sheet_of(session, day, chat.now), "en").startswith(b"%PDF")


async def test_the_calendar_file(
    chat: Chat, engine: Engine, session: Session, day: SlotDay, cast: Cast
) -> None:
    files = Calendars(sessions_on(engine), lambda: chat.now)

    async def latest() -> str:
        query = select(Media).where(Media.channel == "calendar").order_by(Media.id.desc())
        media = session.scalars(query).first()
        assert media is not None
        session.commit()
        return (await files.fetch(media.reference, 10**6)).content.decode()

    chat.says(cast.sari, "jam 9")
    first = await latest()
    chat.says(cast.sari, "ganti jam")
    chat.says(cast.sari, "jam 10")
    second = await latest()
    chat.says(cast.sari, "batal slot")
    chat.taps(cast.sari, "Ya, batalkan")
    third = await latest()
    assert "DTSTART:20261128T020000Z" in first
    assert "DTSTART:20261128T030000Z" in second
    assert "STATUS:CANCELLED" in third
    assert "METHOD:CANCEL\r\n" in third
    assert all("ORGANIZER;" in file for file in (first, second, third))
    uids = {line for file in (first, second, third) for line in file.split("\r\n") if "UID" in line}
    assert len(uids) == 1
    assert [f"SEQUENCE:{n}" in file for n, file in enumerate((first, second, third), 1)] == [
        True
    ] * 3


# In their own words


def test_another_time_in_words(chat: Chat, session: Session, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.sari, "jam 9")
    chat.says(cast.sari, "eh bisa diganti jam 9.50 ga bu")
    assert at(session, cast.aisyah) == "09.50"
    chat.wait(timedelta(days=2))
    chat.says(cast.budi, "maaf bu jadwal rapor minta geser ke jam 11 ya")
    assert at(session, cast.aisyah) == "11.00"
    chat.heard(cast.ratna)
    chat.says(cast.sari, "jadwal rapor saya jam brp ya?")
    assert "Jam Ibu Sari: Sabtu 28 November pukul 11.00" in chat.heard(cast.sari)[-1]
    chat.hears(cast.ratna)


def test_who_cannot_come_says_why(chat: Chat, session: Session, day: SlotDay, cast: Cast) -> None:
    chat.says(cast.sari, "jam 9")
    chat.heard(cast.sari)
    chat.says(cast.sari, "maaf bu sabtu gak bisa, ada acara keluarga")
    assert "Batalkan jam Sabtu 28 November pukul 09.00" in chat.heard(cast.sari)[0]
    assert "ada acara keluarga" in "".join(chat.heard(cast.ratna))
    chat.says(cast.sari, "ya bu")
    assert "sudah dibatalkan" in chat.heard(cast.sari)[0]
    assert at(session, cast.aisyah) is None


@pytest.mark.parametrize(
    "words", ["Aisyah gak bisa masuk bu, demam", "Bima hari ini gak bisa sekolah", "makasih bu"]
)
def test_other_words_leave_the_time_alone(
    chat: Chat, session: Session, day: SlotDay, cast: Cast, words: str
) -> None:
    chat.says(cast.sari, "jam 9")
    chat.heard(cast.sari)
    chat.says(cast.sari, words)
    assert not [said for said in chat.heard(cast.sari) if "Batalkan jam" in said]
    assert at(session, cast.aisyah) == "09.00"
