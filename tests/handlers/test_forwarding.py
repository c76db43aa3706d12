"""Links forwarded to a group, and the codes they bring back in private."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.inbound.registry import Registry, discover
from bot.inbound.router import Router
from handlers.announcements import polls
from handlers.core.notices import kinds, publishing
from handlers.core.talk import Choice, Text
from handlers.core.talk.post import post
from handlers.core.talk.words import GONE, REPLY
from models.notice import Notice, NoticeState, Receipt, ReceiptState, SignRule
from models.outbox import OutboundMessage, Status
from models.people import Contact, Guardianship
from models.response import Response
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

TITLE = Text("test.forwarding.title", id="pengumuman", en="announcement")
WORDS = Text(
    "test.forwarding.words",
    id="Ananda {children}. Ada {title} dari {author}: {body}",
    en="About {children}. There is a {title} from {author}: {body}",
)
KIND = kinds.Kind("test_forwarding", title=lambda n: TITLE, message=lambda n: WORDS)
POLL = kinds.Kind(
    "test_forwarding_poll",
    title=lambda n: TITLE,
    message=lambda n: WORDS,
    choices=lambda n: (
        *(Choice(polls.value(i), c) for i, c in enumerate(n.details["choices"])),
        Choice("answer", REPLY),
    ),
    hears=polls.answered,
)
HOW = "Teruskan pesan di bawah ini ke grup WA kelas."
NOT_YOURS = "Kode itu bukan untuk putra/putri {who}. Mohon periksa lagi pesannya."
READ = "Ananda Aisyah Humaira (1A). Ada pengumuman dari Bu Ratna: besok pakai batik"


def publish(chat: Chat, cast: Cast, **changes: object) -> Notice:
    """A notice of Bu Ratna's to class 1A, unless changed."""
    values: dict[str, object] = {
        "school_id": cast.school.id,
        "kind": KIND.name,
        "author_id": cast.ratna.id,
        "body": "besok pakai batik",
        "word": "K7Q2MX",
        "details": {"classes": [cast.class_1a.id]},
        "created_at": chat.now,
        **changes,
    }
    notice = Notice(**values)
    chat.session.add(notice)
    chat.session.flush()
    children = [
        child.id
        for child in (cast.aisyah, cast.danu, cast.bima, cast.citra)
        if child.class_group_id in notice.details["classes"]
    ]
    post(chat.session, publishing.publish(chat.session, notice, children, chat.now).says, chat.now)
    chat.deliver()
    return notice


def poll(chat: Chat, cast: Cast, *choices: str) -> Notice:
    details = {
        "classes": [cast.class_1a.id, cast.class_3b.id],
        "question": "Ikut studi tur?",
        "choices": list(choices),
    }
    return publish(chat, cast, kind=POLL.name, details=details)


def stranger(chat: Chat) -> Contact:
    contact = Contact(channel="whatsapp", address="+6284400000777", created_at=chat.now)
    chat.session.add(contact)
    chat.session.flush()
    return contact


def test_the_other_guardian_reads_what_only_the_first_was_sent(chat: Chat, cast: Cast) -> None:
    publish(chat, cast)
    chat.hears(cast.budi)
    chat.says(cast.budi, "lihat K7Q2MX")
    chat.hears(cast.budi, f"{READ} [Paraf ✅ | Balas]")
    chat.taps(cast.budi, "Paraf ✅")
    chat.hears(cast.budi, "Terima kasih, Bapak Budi. Sudah diparaf untuk Aisyah Humaira (1A). ✅")


@pytest.mark.parametrize("words", ["Lihat k7q2mx", "/start lihat_K7Q2MX", "lihat K7Q2MX ya bu"])
def test_a_code_is_read_as_people_and_links_write_it(chat: Chat, cast: Cast, words: str) -> None:
    publish(chat, cast)
    chat.says(cast.budi, words)
    chat.hears(cast.budi, f"{READ} [Paraf ✅ | Balas]")


def test_it_may_be_looked_at_twice_and_be_signed_meanwhile(chat: Chat, cast: Cast) -> None:
    publish(chat, cast)
    for _ in range(2):
        chat.says(cast.budi, "lihat K7Q2MX")
        chat.hears(cast.budi, f"{READ} [Paraf ✅ | Balas]")
        chat.says(cast.budi, "paraf K7Q2MX")
        chat.heard(cast.budi)


def test_only_ones_own_children_are_named(chat: Chat, cast: Cast) -> None:
    classes = [cast.class_1a.id, cast.class_3b.id]
    publish(chat, cast, details={"classes": classes})
    chat.heard(cast.wati)
    chat.says(cast.wati, "lihat K7Q2MX")
    (message,) = chat.heard(cast.wati)
    assert message.startswith("Ananda Citra Lestari (3B). ")
    chat.says(cast.budi, "lihat K7Q2MX")
    (message,) = chat.heard(cast.budi)
    assert message.startswith("Ananda Aisyah Humaira (1A), Bima Saputra (3B). ")


@pytest.mark.parametrize("words", ["lihat K7Q2MX", "jawab K7Q2MX 1", "lihat K7Q2MY"])
def test_somebody_elses_code_and_an_unknown_one_say_the_same(
    chat: Chat, cast: Cast, words: str
) -> None:
    publish(chat, cast)
    chat.says(cast.wati, words)
    chat.hears(cast.wati, NOT_YOURS.format(who="Ibu Wati"))
    chat.says(cast.ratna, words)
    chat.hears(cast.ratna, NOT_YOURS.format(who="Bu Ratna"))


def test_a_teacher_who_has_not_agreed_as_a_parent_sees_nothing(
    chat: Chat, session: Session, cast: Cast
) -> None:
    place = session.scalars(
        select(Guardianship).where(Guardianship.person_id == cast.budi.id)
    ).first()
    assert place is not None
    place.person_id = cast.dewi.id
    publish(chat, cast)
    chat.says(cast.dewi, "lihat K7Q2MX")
    chat.hears(cast.dewi, NOT_YOURS.format(who="Bu Dewi"))


def test_a_proxy_sees_only_what_the_scope_lets_them(
    chat: Chat, session: Session, cast: Cast
) -> None:
    for place in session.scalars(
        select(Guardianship).where(Guardianship.person_id == cast.budi.id)
    ):
        place.scope = "homework"
    publish(chat, cast)
    chat.says(cast.budi, "lihat K7Q2MX")
    chat.hears(cast.budi, NOT_YOURS.format(who="Bapak Budi"))


@pytest.mark.parametrize("words", ["lihat K7Q2MX", "paraf K7Q2MX", "jawab K7Q2MX 1"])
def test_a_stranger_is_told_how_to_join_each_time_and_nothing_else(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    publish(chat, cast)
    nobody = stranger(chat)
    for _ in range(2):
        chat.says(nobody, words)
        (message,) = chat.heard(nobody)
        assert message.startswith("Selamat datang di Penghubung")
        assert "batik" not in message


def test_a_strangers_own_words_are_still_kept_for_the_school(chat: Chat, cast: Cast) -> None:
    nobody = stranger(chat)
    chat.says(nobody, "jawab pertanyaan saya dong bu")
    assert chat.heard(nobody)[0].startswith("Selamat datang di Penghubung")


def test_words_that_are_no_code_go_to_the_teacher(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "lihat buku Citra ketinggalan di kelas ya bu")
    assert "sudah saya teruskan ke Bu Dewi" in chat.heard(cast.wati)[-1]


def test_taken_back(chat: Chat, session: Session, cast: Cast) -> None:
    notice = publish(chat, cast)
    publishing.withdraw(session, notice, "withdrawn", chat.now)
    chat.says(cast.budi, "lihat K7Q2MX")
    chat.hears(
        cast.budi,
        "Pesan dengan kode itu sudah ditarik kembali oleh pengirimnya, Bapak Budi. Mohon "
        "diabaikan.",
    )
    chat.says(cast.wati, "lihat K7Q2MX")
    chat.hears(cast.wati, NOT_YOURS.format(who="Ibu Wati"))


def test_the_old_code_shows_the_correction(chat: Chat, session: Session, cast: Cast) -> None:
    old = publish(chat, cast)
    publishing.withdraw(session, old, "corrected", chat.now)
    publish(chat, cast, word="RALAT2", body="lusa pakai batik", corrects_id=old.id)
    chat.says(cast.budi, "lihat K7Q2MX")
    (message,) = chat.heard(cast.budi)
    assert "RALAT" in message
    assert "lusa pakai batik" in message


def test_out_of_date(chat: Chat, cast: Cast) -> None:
    publish(chat, cast, expires_at=MONDAY + timedelta(hours=2))
    chat.wait(timedelta(hours=3))
    chat.says(cast.budi, "lihat K7Q2MX")
    assert chat.heard(cast.budi)[-1].startswith("Pesan dengan kode itu sudah lewat waktunya")


def test_a_draft_is_nobodys_yet(chat: Chat, session: Session, cast: Cast) -> None:
    notice = publish(chat, cast)
    notice.state = NoticeState.SCHEDULED
    session.flush()
    chat.says(cast.sari, "lihat K7Q2MX")
    assert chat.heard(cast.sari)[-1] == NOT_YOURS.format(who="Ibu Sari")


def test_what_the_night_holds_does_not_come_again(chat: Chat, session: Session, cast: Cast) -> None:
    chat.now = MONDAY.replace(hour=15)  # 22.00 WIB
    publish(chat, cast)
    chat.hears(cast.sari)
    chat.says(cast.sari, "lihat K7Q2MX")
    chat.hears(cast.sari, f"{READ} [Paraf ✅ | Balas]")
    chat.wait(timedelta(hours=10))
    chat.hears(cast.sari)
    statuses = session.scalars(
        select(OutboundMessage.status)
        .where(OutboundMessage.person_id == cast.sari.id)
        .order_by(OutboundMessage.id)
    ).all()
    assert statuses == [Status.CANCELLED, Status.SENT]


def test_whoever_looked_hears_that_it_was_taken_back(
    chat: Chat, session: Session, cast: Cast
) -> None:
    notice = publish(chat, cast)
    chat.says(cast.budi, "lihat K7Q2MX")
    assert set(publishing.withdraw(session, notice, "withdrawn", chat.now)) == {
        cast.sari.id,
        cast.budi.id,
    }


def test_jawab_signs(chat: Chat, session: Session, cast: Cast) -> None:
    publish(chat, cast)
    chat.says(cast.budi, "jawab K7Q2MX 1")
    chat.hears(cast.budi, "Terima kasih, Bapak Budi. Sudah diparaf untuk Aisyah Humaira (1A). ✅")
    states = session.scalars(select(Receipt.state).where(Receipt.child_id == cast.aisyah.id)).all()
    assert states == [ReceiptState.SIGNED]


@pytest.mark.parametrize("words", ["jawab K7Q2MX 1", "paraf K7Q2MX", "lihat K7Q2MX"])
def test_an_old_link_shows_the_correction_and_signs_nothing(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    old = publish(chat, cast)
    publishing.withdraw(session, old, "corrected", chat.now)
    publish(chat, cast, word="RALAT2", body="lusa pakai batik", corrects_id=old.id)
    chat.heard(cast.budi)
    chat.says(cast.budi, words)
    (shown,) = chat.heard(cast.budi)
    assert "lusa pakai batik" in shown
    assert shown.endswith("[Paraf ✅ | Balas]")
    states = session.scalars(select(Receipt.state).where(Receipt.child_id == cast.aisyah.id))
    assert ReceiptState.SIGNED not in set(states)


@pytest.mark.parametrize("words", ["jawab K7Q2MX 2", "/start jawab_K7Q2MX_2"])
def test_jawab_answers_a_question_for_ones_own_children(
    chat: Chat, session: Session, cast: Cast, words: str
) -> None:
    poll(chat, cast, "ya", "tidak")
    chat.says(cast.budi, words)
    (thanks,) = chat.heard(cast.budi)
    assert "Aisyah Humaira (1A), Bima Saputra (3B): tidak" in thanks
    answers = session.scalars(select(Response.choice)).all()
    assert answers == ["tidak", "tidak"]


@pytest.mark.parametrize("words", ["jawab K7Q2MX", "jawab K7Q2MX 9"])
def test_jawab_without_a_choice_shows_the_notice(chat: Chat, cast: Cast, words: str) -> None:
    poll(chat, cast, "ya", "tidak")
    chat.says(cast.budi, words)
    (message,) = chat.heard(cast.budi)
    assert message.endswith("[ya | tidak | Balas]")


def test_the_text_for_the_group(chat: Chat, cast: Cast) -> None:
    publish(chat, cast)
    chat.says(cast.ratna, "teks grup")
    how, text = chat.heard(cast.ratna)
    assert how.startswith(HOW)
    assert text == (
        "📢 Ada pengumuman dari Bu Ratna untuk orang tua murid.\n\n“besok pakai batik”\n\nKetuk "
        "tautan, lalu kirim. Hanya sekolah yang membacanya:\n"
        "📖 Baca lengkap (WhatsApp): https://wa.me/6284400000000?text=lihat%20K7Q2MX\n"
        "📖 Baca lengkap (Telegram): https://t.me/PenghubungBot?start=lihat_K7Q2MX\n"
        "✅ Sudah baca & paraf: https://wa.me/6284400000000?text=paraf%20K7Q2MX"
    )


def test_no_child_is_named_in_the_group(chat: Chat, cast: Cast) -> None:
    publish(chat, cast, body="selamat untuk Aisyah, juara menggambar")
    chat.says(cast.ratna, "teks grup")
    text = chat.heard(cast.ratna)[-1]
    assert "Aisyah" not in text
    assert "lihat%20K7Q2MX" in text


def test_a_question_has_a_link_for_each_choice(chat: Chat, cast: Cast) -> None:
    poll(chat, cast, "ya", "tidak")
    chat.says(cast.ratna, "teks grup")
    text = chat.heard(cast.ratna)[-1]
    assert "❓ Ikut studi tur?" in text
    assert "👉 ya: https://wa.me/6284400000000?text=jawab%20K7Q2MX%201" in text
    assert "👉 tidak: https://wa.me/6284400000000?text=jawab%20K7Q2MX%202" in text
    assert "paraf" not in text


def test_choices_that_name_a_child_stay_private(chat: Chat, cast: Cast) -> None:
    poll(chat, cast, "Aisyah Humaira", "Danu Pratama")
    chat.says(cast.ratna, "teks grup")
    text = chat.heard(cast.ratna)[-1]
    assert "Aisyah" not in text
    assert "jawab" not in text
    assert "lihat%20K7Q2MX" in text


def test_nothing_to_sign_makes_no_link_to_sign(chat: Chat, cast: Cast) -> None:
    publish(chat, cast, sign_rule=SignRule.NONE)
    chat.says(cast.ratna, "teks grup")
    assert "paraf" not in chat.heard(cast.ratna)[-1]


def test_only_notices_to_ones_own_classes_are_given(chat: Chat, cast: Cast) -> None:
    publish(chat, cast)
    chat.says(cast.dewi, "teks grup")
    chat.hears(
        cast.dewi,
        "Belum ada pengumuman untuk kelas Ibu/Bapak yang bisa diteruskan ke grup.",
    )
    chat.says(cast.hadi, "teks grup")
    assert "lihat%20K7Q2MX" in chat.heard(cast.hadi)[-1]


def test_without_any_door_it_says_what_is_missing(chat: Chat, cast: Cast) -> None:
    chat.router = Router(Registry.of(discover()))
    publish(chat, cast)
    chat.says(cast.ratna, "teks grup")
    (message,) = chat.heard(cast.ratna)
    assert "PENGHUBUNG_WHATSAPP_FROM" in message


def test_under_the_report_of_an_announcement(chat: Chat, cast: Cast) -> None:
    chat.says(cast.ratna, "pengumuman 1A: besok pakai batik")
    chat.taps(cast.ratna, "Kirim")
    chat.taps(cast.ratna, "Teks untuk grup WA")
    text = chat.heard(cast.ratna)[-1]
    assert "besok pakai batik" in text
    assert GONE.id not in text
    chat.taps(cast.ratna, "Tarik kembali")
    chat.taps(cast.ratna, "Teks untuk grup WA")
    assert chat.heard(cast.ratna)[-1] == "Pesan itu sudah tidak berlaku."
