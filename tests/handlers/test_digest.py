"""The weekly digest: one message, at the hour a guardian chose, or none."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.core.notices import kinds, publishing
from handlers.core.talk import Text
from models.media import Kind, Media
from models.notice import Notice, SignRule, Urgency
from models.outbox import OutboundMessage
from models.people import Child, Contact, Guardianship, Person, Relation, Wants
from models.school import School
from scheduler.nudges.digest import AT_ONCE
from tests.cast import MONDAY, WIB, Cast
from tests.dialogue import Chat

TITLE = Text("test.digest.title", id="pengumuman", en="announcement")
WORDS = Text(
    "test.digest.words",
    id="Ananda {children}. Ada {title} dari {author}: {body}",
    en="About {children}. There is a {title} from {author}: {body}",
)
KIND = kinds.Kind("test_digest", title=lambda n: TITLE, message=lambda n: WORDS)
SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=WIB)
END = "Ketik RANGKUMAN untuk membaca lengkap, atau untuk mengganti hari dan jamnya. [Baca lengkap]"
BATIK = (
    "Ananda Aisyah Humaira (1A). Kabar sekolah minggu ini:\n\n• pengumuman dari Bu Ratna: "
    f"“besok pakai batik”\n\n{END}"
)
SETTING = "Rangkuman datang setiap Sabtu pukul 09.00. [Ganti hari/jam]"


def publish(
    chat: Chat, cast: Cast, body: str = "besok pakai batik", *children: Child, **changes: object
) -> Notice:
    values: dict[str, object] = {
        "school_id": cast.school.id,
        "kind": KIND.name,
        "author_id": cast.ratna.id,
        "urgency": Urgency.LOW,
        "sign_rule": SignRule.NONE,
        "body": body,
        "created_at": chat.now,
        **changes,
    }
    notice = Notice(**values)
    chat.session.add(notice)
    chat.session.flush()
    about = [child.id for child in children or (cast.aisyah,)]
    assert publishing.publish(chat.session, notice, about, chat.now).says == []
    return notice


def test_news_waits_for_saturday_and_comes_once_to_each_guardian(chat: Chat, cast: Cast) -> None:
    publish(chat, cast)
    chat.until(SATURDAY - timedelta(minutes=5))
    chat.hears(cast.sari)
    chat.until(SATURDAY + timedelta(minutes=1))
    chat.hears(cast.sari, BATIK)
    chat.hears(cast.budi, BATIK)
    chat.hears(cast.wati)
    chat.wait(timedelta(days=8))
    chat.hears(cast.sari)


def test_nothing_to_tell_says_nothing_and_is_ticked_off(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.until(SATURDAY + timedelta(hours=2))
    chat.hears(cast.sari)
    assert cast.sari.digested_at is not None
    publish(chat, cast)
    chat.wait(timedelta(hours=10))
    chat.hears(cast.sari)


def test_late_news_comes_a_week_later(chat: Chat, cast: Cast) -> None:
    publish(chat, cast, "minggu pertama")
    chat.until(SATURDAY + timedelta(hours=1))
    chat.heard(cast.sari)
    publish(chat, cast, "sesudah rangkuman")
    chat.until(SATURDAY + timedelta(days=7, hours=1))
    (message,) = chat.heard(cast.sari)
    assert "sesudah rangkuman" in message
    assert "minggu pertama" not in message


def test_two_children_make_one_digest(chat: Chat, cast: Cast) -> None:
    publish(chat, cast, "1A berkebun")
    publish(chat, cast, "3B berenang", cast.bima, author_id=cast.dewi.id)
    publish(chat, cast, "libur Senin", cast.aisyah, cast.bima, cast.citra)
    chat.until(SATURDAY + timedelta(minutes=1))
    chat.hears(
        cast.sari,
        "Ananda Aisyah Humaira (1A), Bima Saputra (3B). Kabar sekolah minggu ini:\n\n"
        "Aisyah Humaira (1A):\n• pengumuman dari Bu Ratna: “1A berkebun”\n"
        "Aisyah Humaira (1A), Bima Saputra (3B):\n• pengumuman dari Bu Ratna: “libur Senin”\n"
        "Bima Saputra (3B):\n• pengumuman dari Bu Dewi: “3B berenang”\n\n"
        f"{END}",
    )
    (message,) = chat.heard(cast.wati)
    assert message.startswith("Ananda Citra Lestari (3B). ")
    assert "Aisyah" not in message
    assert "berkebun" not in message


def test_much_news_is_cut_and_counted(chat: Chat, cast: Cast) -> None:
    for number in range(20):
        publish(chat, cast, f"kabar nomor {number} " + "panjang sekali " * 20)
    chat.until(SATURDAY + timedelta(minutes=1))
    (message,) = chat.heard(cast.sari)
    assert len(message) < 1000
    lines = message.count("• pengumuman")
    assert f"… dan {20 - lines} lagi: ketik RANGKUMAN" in message


def test_news_without_words_is_an_attachment(chat: Chat, session: Session, cast: Cast) -> None:
    publish(chat, cast, "")
    chat.until(SATURDAY + timedelta(minutes=1))
    assert "• pengumuman dari Bu Ratna (lampiran)" in chat.heard(cast.sari)[0]


def test_taken_back_or_out_of_date_is_no_news(chat: Chat, session: Session, cast: Cast) -> None:
    publishing.withdraw(session, publish(chat, cast), "withdrawn", chat.now)
    publish(chat, cast, "rapat Rabu", expires_at=MONDAY + timedelta(days=2))
    chat.until(SATURDAY + timedelta(minutes=1))
    chat.hears(cast.sari)


@pytest.mark.parametrize("wants", [Wants.IMPORTANT, Wants.NOTHING])
def test_who_wants_less_gets_no_digest(
    chat: Chat, session: Session, cast: Cast, wants: Wants
) -> None:
    cast.sari.wants = wants
    publish(chat, cast)
    chat.until(SATURDAY + timedelta(minutes=1))
    chat.hears(cast.sari)
    chat.hears(cast.budi, BATIK)
    chat.says(cast.sari, "rangkuman")
    assert "besok pakai batik" in chat.heard(cast.sari)[0]


def test_staff_and_who_is_no_guardian_any_more_get_none(
    chat: Chat, session: Session, cast: Cast
) -> None:
    publish(chat, cast)
    for place in session.scalars(
        select(Guardianship).where(Guardianship.person_id == cast.sari.id)
    ):
        place.ended_at = MONDAY
    chat.until(SATURDAY + timedelta(minutes=1))
    chat.hears(cast.sari)
    chat.hears(cast.ratna)


def test_who_joins_today_waits_for_next_week(chat: Chat, session: Session, cast: Cast) -> None:
    publish(chat, cast)
    cast.sari.joined_at = SATURDAY - timedelta(hours=1)
    chat.until(SATURDAY + timedelta(hours=3))
    chat.hears(cast.sari)
    chat.until(SATURDAY + timedelta(days=7, hours=1))
    assert "besok pakai batik" in chat.heard(cast.sari)[0]


def test_a_chosen_day_and_hour(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "rangkuman jumat jam 16")
    chat.hears(
        cast.sari, "Baik, Ibu Sari. Mulai sekarang rangkuman datang setiap Jumat pukul 16.00."
    )
    publish(chat, cast)
    friday = SATURDAY.replace(day=27, hour=16)
    chat.until(friday - timedelta(minutes=5))
    chat.hears(cast.sari)
    chat.until(friday + timedelta(minutes=1))
    chat.hears(cast.sari, BATIK)
    chat.until(SATURDAY + timedelta(hours=3))
    chat.hears(cast.sari)


def test_moving_the_day_loses_nothing_and_repeats_nothing(chat: Chat, cast: Cast) -> None:
    publish(chat, cast, "minggu pertama")
    chat.until(SATURDAY + timedelta(hours=1))
    chat.heard(cast.sari)
    publish(chat, cast, "sesudah rangkuman")
    chat.says(cast.sari, "rangkuman jumat jam 16")
    chat.heard(cast.sari)
    chat.until(SATURDAY.replace(month=12, day=4, hour=17))
    (message,) = chat.heard(cast.sari)
    assert "sesudah rangkuman" in message
    assert "minggu pertama" not in message


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        ("rangkuman jam 7 pagi", "setiap Sabtu pukul 07.00."),
        ("rangkuman jumat", "setiap Jumat pukul 09.00."),
        ("rangkuman tiap hari minggu jam 10 ya bu", "setiap Minggu pukul 10.00."),
        ("rangkuman jumat jam 12", "setiap Jumat pukul 12.00. Karena jam tenang, baru sampai"),
        ("rangkuman rabu jam 9 malam", "setiap Rabu pukul 21.00. Karena jam tenang, baru sampai"),
    ],
)
def test_the_hour_is_said_back(chat: Chat, cast: Cast, words: str, setting: str) -> None:
    chat.says(cast.sari, words)
    (message,) = chat.heard(cast.sari)
    assert setting in message


def test_a_quiet_hour_is_held_until_morning(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "rangkuman rabu jam 9 malam")
    chat.hears(
        cast.sari,
        "Baik, Ibu Sari. Mulai sekarang rangkuman datang setiap Rabu pukul 21.00. Karena jam "
        "tenang, baru sampai pukul 05.30.",
    )
    publish(chat, cast)
    chat.until(SATURDAY.replace(day=26, hour=5, minute=25))
    chat.hears(cast.sari)
    chat.wait(timedelta(minutes=10))
    chat.hears(cast.sari, BATIK)


def test_the_button_asks_for_day_and_hour(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "rangkuman")
    chat.hears(
        cast.sari,
        f"Belum ada kabar baru untuk rangkuman dua minggu terakhir, Ibu Sari.\n\n{SETTING}",
    )
    chat.taps(cast.sari, "Ganti hari/jam")
    chat.says(cast.sari, "sore aja")
    asked, again = chat.heard(cast.sari)
    assert asked == again
    assert "JUMAT JAM 16" in asked
    chat.says(cast.sari, "jumat jam 16")
    assert "setiap Jumat pukul 16.00" in chat.heard(cast.sari)[0]
    chat.says(cast.sari, "rangkuman")
    assert "setiap Jumat pukul 16.00" in chat.heard(cast.sari)[-1]


def test_other_words_are_not_taken_for_an_hour(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "rangkuman")
    chat.taps(cast.wati, "Ganti hari/jam")
    chat.heard(cast.wati)
    chat.says(cast.wati, "Citra besok pulang jam 9 ya bu, ada acara keluarga")
    chat.heard(cast.wati)
    chat.says(cast.wati, "rangkuman IPA dikumpul kapan bu?")
    assert not any("Rangkuman" in message for message in chat.heard(cast.wati))
    assert (cast.wati.digest_day, cast.wati.digest_minute) == (5, 9 * 60)


def test_everything_in_full_from_the_button(chat: Chat, session: Session, cast: Cast) -> None:
    media = Media(
        school_id=cast.school.id,
        kind=Kind.PHOTO,
        channel="telegram",
        reference="f1",
        content_type="image/jpeg",
        created_at=MONDAY,
    )
    session.add(media)
    session.flush()
    publish(chat, cast, "panjang " * 60)
    publish(chat, cast, "libur Senin", cast.aisyah, cast.bima, media_id=media.id)
    chat.until(SATURDAY + timedelta(minutes=1))
    chat.heard(cast.sari)
    chat.taps(cast.sari, "Baca lengkap")
    first, second, last = chat.heard(cast.sari)
    assert first.count("panjang") == 60
    assert second.startswith("Ananda Aisyah Humaira (1A), Bima Saputra (3B). ")
    files = select(OutboundMessage.media_id).where(OutboundMessage.body == second)
    assert session.scalars(files).all() == [media.id]
    assert last == f"Itu semua kabar dua minggu terakhir, Ibu Sari.\n\n{SETTING}"


def test_very_much_news_is_given_by_code(chat: Chat, cast: Cast) -> None:
    written = []
    for number in range(10):
        chat.wait(timedelta(minutes=1))
        written.append(publish(chat, cast, f"kabar nomor {number}"))
    oldest = written[0].word
    chat.says(cast.sari, "rangkuman")
    *whole, last = chat.heard(cast.sari)
    assert [message.rsplit(" ", 1)[1] for message in whole] == [str(n) for n in range(2, 10)]
    assert f"• LIHAT {oldest}: pengumuman dari Bu Ratna" in last
    chat.says(cast.sari, f"lihat {oldest}")
    assert "kabar nomor 0" in chat.heard(cast.sari)[0]


def test_the_hour_is_the_schools_own(chat: Chat, session: Session, cast: Cast) -> None:
    cast.school.time_zone = "Asia/Jayapura"
    publish(chat, cast)
    chat.until(SATURDAY - timedelta(hours=2, minutes=5))
    chat.hears(cast.sari)
    chat.wait(timedelta(minutes=10))
    chat.hears(cast.sari, BATIK)


def test_a_crowd_is_told_in_several_sweeps(chat: Chat, session: Session, cast: Cast) -> None:
    other = School(name="SMP Lain", created_at=MONDAY)
    session.add(other)
    session.flush()
    child = Child(school_id=other.id, name="Eka")
    session.add(child)
    session.flush()
    people = [_guardian(session, child, number) for number in range(305)]
    publish(chat, cast, "halo", child, school_id=other.id)
    chat.until(SATURDAY)
    digested = select(func.count(Person.id)).where(Person.digested_at.is_not(None))
    assert session.scalar(digested) == AT_ONCE
    chat.wait(timedelta(minutes=1))
    assert all(chat.heard(person) for person in people)


def _guardian(session: Session, child: Child, number: int) -> Person:
    person = Person(
        school_id=child.school_id, name=f"Ibu {number}", joined_at=MONDAY, consented_at=MONDAY
    )
    session.add(person)
    session.flush()
    mine = {"school_id": child.school_id, "person_id": person.id}
    session.add_all(
        [
            Guardianship(
                **mine, child_id=child.id, relation=Relation.MOTHER, rank=number, name="x"
            ),
            Contact(
                **mine,
                channel="telegram",
                address=f"9{number}",
                heard_at=MONDAY,
                created_at=MONDAY,
            ),
        ]
    )
    return person
