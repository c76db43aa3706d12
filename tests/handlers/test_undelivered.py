"""What somebody wrote does not arrive: its author hears of it, with the next door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import NeedsTemplate, News, NoSuchAddress, SendError, Unwelcome
from bot.outbound import claiming, receipts
from models.notice import Notice
from models.outbox import OutboundMessage, Status
from models.people import Contact, Guardianship, Reach
from tests.cast import Cast
from tests.dialogue import Chat


@pytest.fixture
def reply(chat: Chat, session: Session, cast: Cast) -> OutboundMessage:
    """What Bu Dewi answered to Ibu Wati, sent a moment ago."""
    chat.says(cast.wati, "bu, Citra tadi menangis kenapa ya")
    chat.taps(cast.dewi, "Balas")
    chat.says(cast.dewi, "sudah saya tenangkan bu")
    chat.heard(cast.dewi)
    rows = select(OutboundMessage).where(OutboundMessage.text_key == "thread.answer")
    return session.scalars(rows).one()


def fails(chat: Chat, row: OutboundMessage, error: SendError) -> None:
    news = News(row.channel, Status.FAILED, message=row.id, attempt=row.attempts, error=error)
    receipts.hear(chat.session, news, chat.now)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SendError("63049"), "pesan itu ditolak penyedia layanan."),
        (Unwelcome("63033"), "akun itu menolak pesan dari kami."),
        (NoSuchAddress("63024"), "nomor atau akun itu tidak aktif."),
    ],
)
def test_a_teacher_hears_that_her_answer_failed_and_whom_to_telephone(
    chat: Chat, cast: Cast, reply: OutboundMessage, error: SendError, reason: str
) -> None:
    fails(chat, reply, error)
    chat.hears(
        cast.dewi,
        f"Pesan Ibu/Bapak untuk Ibu Wati belum sampai: “sudah saya tenangkan bu”\n\nSebabnya: "
        f"{reason} Jalan lain: mohon telepon +6284400000004. Pesan ini tetap saya simpan.",
    )
    chat.wait(timedelta(days=1))
    chat.hears(cast.dewi)


def test_another_channel_of_theirs_is_tried(
    chat: Chat, session: Session, cast: Cast, reply: OutboundMessage
) -> None:
    session.add(
        Contact(
            school_id=cast.school.id,
            person_id=cast.wati.id,
            channel="telegram",
            address="1004",
            created_at=chat.now,
        )
    )
    fails(chat, reply, SendError("63049"))
    (told,) = chat.heard(cast.dewi)
    assert (
        "pesan itu ditolak penyedia layanan. Jalan lain: sudah saya kirim lewat Telegram." in told
    )
    telegram = session.scalars(select(Contact).where(Contact.address == "1004")).one()
    assert "sudah saya tenangkan bu" in chat.heard(telegram)[0]


def test_a_window_that_cannot_be_opened_is_told_at_once(
    chat: Chat, session: Session, cast: Cast, reply: OutboundMessage
) -> None:
    fails(chat, reply, NeedsTemplate("63016"))
    opener = session.scalars(
        select(OutboundMessage).where(OutboundMessage.text_key == "opening.opener")
    ).one()
    receipts.refuse(session, opener, NeedsTemplate("no-template"), chat.now)
    (told,) = chat.heard(cast.dewi)
    assert "WhatsApp baru mengizinkannya" in told
    assert reply.status is Status.HELD


def test_what_waits_for_an_hour_is_told(chat: Chat, cast: Cast, reply: OutboundMessage) -> None:
    fails(chat, reply, NeedsTemplate("63016"))
    chat.wait(timedelta(minutes=50), timedelta(minutes=10))
    chat.hears(cast.dewi)
    chat.wait(timedelta(minutes=20), timedelta(minutes=10))
    assert "untuk Ibu Wati belum sampai" in chat.heard(cast.dewi)[0]
    chat.wait(timedelta(hours=5))
    chat.hears(cast.dewi)


def test_a_parents_words_that_the_teacher_cannot_be_given_go_to_the_principal(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.wati, "bu, Citra alergi kacang ya")
    rows = select(OutboundMessage).where(OutboundMessage.person_id == cast.dewi.id)
    fails(chat, session.scalars(rows).one(), Unwelcome("blocked"))
    assert "Pesan Ibu Wati untuk Bu Dewi belum sampai" in chat.heard(cast.hadi)[0]
    assert chat.heard(cast.wati)[-1].endswith("mohon telepon sekolah. Pesan ini tetap saya simpan.")


def test_our_own_words_are_nobodys(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.dewi, "umumkan 3B: besok bawa topi")
    chat.says(cast.dewi, "kirim")
    chat.heard(cast.dewi)
    rows = select(OutboundMessage).where(OutboundMessage.person_id == cast.wati.id)
    fails(chat, session.scalars(rows).one(), SendError("63049"))
    chat.hears(cast.dewi)


def test_whoever_cannot_be_reached_at_all_is_said_not_to_be(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.wati, "bu, Citra tadi menangis kenapa ya")
    chat.taps(cast.dewi, "Balas")
    chat.contact(cast.wati).reach = Reach.BLOCKED
    session.flush()
    chat.heard(cast.dewi)
    chat.says(cast.dewi, "sudah saya tenangkan bu")
    (told,) = chat.heard(cast.dewi)
    assert "belum sampai" in told.casefold()
    assert "sudah dikirim" not in told


def test_a_roster_number_is_told_before_a_chat_address(
    chat: Chat, session: Session, cast: Cast, reply: OutboundMessage
) -> None:
    place = session.scalars(
        select(Guardianship).where(Guardianship.person_id == cast.wati.id)
    ).one()
    place.phone = "+6284400000777"
    fails(chat, reply, SendError("63049"))
    assert "mohon telepon +6284400000777." in chat.heard(cast.dewi)[0]


@pytest.mark.parametrize(
    ("reason", "words"),
    [("opted_out", "beliau meminta tidak dikirimi"), ("expired", "waktunya sudah lewat")],
)
def test_what_is_unwanted_or_over_is_not_tried_elsewhere(
    chat: Chat, session: Session, cast: Cast, reply: OutboundMessage, reason: str, words: str
) -> None:
    session.add(
        Contact(
            school_id=cast.school.id,
            person_id=cast.wati.id,
            channel="telegram",
            address="1004",
            created_at=chat.now,
        )
    )
    session.flush()
    claiming.drop(session, {reply.id: reason}, chat.now)
    (told,) = chat.heard(cast.dewi)
    assert words in told
    assert "Telegram" not in told
    telegram = session.scalars(select(Contact).where(Contact.address == "1004")).one()
    chat.hears(telegram)


def test_what_never_arrived_is_sent_whole_and_not_just_recalled(
    chat: Chat, session: Session, cast: Cast
) -> None:
    words = "catatan Citra: hari ini ikut lomba. " + "Ceritanya panjang sekali. " * 8
    chat.says(cast.dewi, words)
    chat.taps(cast.dewi, "Kirim")
    chat.heard(cast.wati)
    rows = select(OutboundMessage).where(OutboundMessage.person_id == cast.wati.id)
    fails(chat, session.scalars(rows).one(), SendError("30007"))
    chat.wait(timedelta(days=2), step=timedelta(hours=1))
    (again,) = [said for said in chat.heard(cast.wati) if "lomba" in said]
    assert again.count("Ceritanya panjang sekali.") == 8


def test_a_reminder_that_is_cut_says_where_the_rest_is(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.dewi, "catatan Citra: " + "hari ini belajar berhitung. " * 8)
    chat.taps(cast.dewi, "Kirim")
    chat.heard(cast.wati)
    chat.wait(timedelta(days=2), step=timedelta(hours=1))
    (reminder,) = [said for said in chat.heard(cast.wati) if "belum diparaf" in said]
    word = session.scalars(select(Notice.word)).one()
    assert f"… (lengkapnya: tulis LIHAT {word})" in reminder
    chat.says(cast.wati, f"lihat {word}")
    assert chat.heard(cast.wati)[0].count("hari ini belajar berhitung.") == 8
