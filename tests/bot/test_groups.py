"""A bot in the class's group: silent, but there when a parent reports something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.channels.base import Incoming, Moved, Readdressed, Standing, Unwelcome
from bot.inbound import groups
from bot.outbound import receipts, results
from handlers.core.notices import publishing
from handlers.core.talk.post import post
from models.group import ClassChat
from models.inbox import InboundMessage
from models.notice import Notice, NoticeState, Signature, SignRule
from models.outbox import OutboundMessage, Status
from models.people import Contact, Person, Reach
from models.school import ClassGroup
from models.thread import Note
from tests.cast import Cast
from tests.dialogue import Chat

GROUP, MOVED = "-5001", "-1005001"
NOTED = "Baik, Bapak/Ibu, sudah dicatat. 🙏 Rinciannya di chat pribadi."
GO_ON = "Baik, Bapak/Ibu. 🙏 Mohon dilanjutkan di chat pribadi, ya."
INVITE = (
    "Bapak/Ibu, mohon kabar seperti ini ditulis di chat pribadi dengan Penghubung, supaya "
    "tercatat dan sampai ke wali kelas. 🙏 [Buka chat pribadi]"
)
REFUSED = "Maaf, grup hanya bisa disambungkan oleh wali kelasnya, operator, atau kepala sekolah."


def link(chat: Chat, who: Person, to: ClassGroup, group: str = GROUP) -> None:
    chat.says_in_group(who, group, f"/start@PenghubungBot kelas_{to.id}")


@pytest.fixture
def linked(chat: Chat, cast: Cast) -> Chat:
    link(chat, cast.ratna, cast.class_1a)
    chat.group_heard(GROUP)
    chat.heard(cast.ratna)
    return chat


def stored(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(InboundMessage)) or 0


def shown(chat: Chat, cast: Cast, body: str = "Besok membawa botol plastik.") -> Notice:
    """A notice for the whole of 1A, whose card stands in the group."""
    notice = Notice(
        school_id=cast.school.id,
        kind="contact_book",
        author_id=cast.ratna.id,
        sign_rule=SignRule.ANY,
        body=body,
        details={"domain": "other", "classes": [cast.class_1a.id]},
        state=NoticeState.DRAFT,
        created_at=chat.now,
    )
    chat.session.add(notice)
    chat.session.flush()
    published = publishing.publish(chat.session, notice, [cast.aisyah.id, cast.danu.id], chat.now)
    post(chat.session, published.says, chat.now)
    return notice


# Linking.


@pytest.mark.parametrize("who", ["budi", "dewi"])
def test_nobody_else_links_it(chat: Chat, session: Session, cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    chat.contact(person).channel = "telegram"
    link(chat, person, cast.class_1a)
    chat.hears(person, REFUSED)
    link(chat, person, ClassGroup(id=987654))
    chat.hears(person, REFUSED)
    assert session.scalars(select(ClassChat)).all() == []
    assert session.scalars(select(Contact).where(Contact.address == GROUP)).all() == []


def test_a_stranger_with_the_link_is_not_answered(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says_in_group("777", GROUP, f"/start@PenghubungBot kelas_{cast.class_1a.id}")
    assert stored(session) == 0
    assert session.scalars(select(Contact).where(Contact.address.in_(["777", GROUP]))).all() == []


def test_the_command_of_another_bot_links_nothing(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says_in_group(cast.ratna, GROUP, f"/start@OtherBot kelas_{cast.class_1a.id}")
    assert stored(session) == 0


def test_a_group_can_be_linked_to_another_class(linked: Chat, session: Session, cast: Cast) -> None:
    link(linked, cast.hadi, cast.class_3b)
    assert "kelas 3B" in linked.group_heard(GROUP)[0]
    (chat,) = session.scalars(select(ClassChat)).all()
    assert chat.class_group_id == cast.class_3b.id


# Listening.


@pytest.mark.parametrize(
    "text",
    [
        "Selamat pagi bapak ibu",
        "makasih ya bu",
        "semoga lekas sembuh ya kak 🙏",
        "siap bu",
        "Baik Bu, terima kasih infonya",
        "bu besok bawa apa ya?",
        "yang mau titip snack silakan list",
        "buku penghubung anak saya ketinggalan di kelas sepertinya",
        "ya",
        "1",
        "menu",
        "stop",
        "😂😂",
        "/start",
        "/izin@OtherBot Aisyah sakit",
    ],
)
def test_chit_chat_is_met_with_silence_and_not_stored(
    linked: Chat, session: Session, cast: Cast, text: str
) -> None:
    before = stored(session)
    for who in (cast.budi, cast.ratna, "777"):
        linked.says_in_group(who, GROUP, text)
    assert linked.group_heard(GROUP) == []
    assert linked.heard(cast.budi) == linked.heard(cast.ratna) == []
    assert stored(session) == before
    assert session.scalars(select(Note)).all() == []


def test_a_group_that_is_not_linked_is_not_heard(chat: Chat, session: Session, cast: Cast) -> None:
    for who in (cast.budi, "777"):
        chat.says_in_group(who, GROUP, "Aisyah izin tidak masuk hari ini, demam")
    assert stored(session) == 0
    assert session.scalars(select(OutboundMessage)).all() == []


def test_an_absence_is_answered_in_private(linked: Chat, session: Session, cast: Cast) -> None:
    before = stored(session)
    linked.says_in_group(cast.budi, GROUP, "Bu, Aisyah izin tidak masuk hari ini karena demam")
    assert linked.group_heard(GROUP) == [NOTED]
    assert "Aisyah Humaira (1A)" in " ".join(linked.heard(cast.budi))
    assert "Aisyah Humaira (1A)" in " ".join(linked.heard(cast.ratna))
    assert stored(session) == before + 1
    card = session.scalars(select(OutboundMessage).where(OutboundMessage.body == NOTED)).one()
    said = session.scalars(select(InboundMessage).where(InboundMessage.id == card.quotes)).one()
    assert said.provider_id.startswith(f"{GROUP}:")


def test_the_same_message_twice_has_one_effect(linked: Chat, cast: Cast) -> None:
    said = Incoming(
        "telegram", "1002", f"{GROUP}:55", "Aisyah izin tidak masuk hari ini, demam", group=GROUP
    )
    assert linked.router.receive(linked.session, said, linked.now)
    assert not linked.router.receive(linked.session, said, linked.now)
    assert linked.group_heard(GROUP) == [NOTED]


def test_what_was_said_in_the_group_does_not_open_the_private_chat(
    linked: Chat, cast: Cast
) -> None:
    contact = linked.contact(cast.budi)
    contact.heard_at = heard = linked.now - timedelta(days=3)
    linked.session.flush()
    linked.says_in_group(cast.budi, GROUP, "Aisyah izin tidak masuk hari ini, demam")
    assert linked.contact(cast.budi).heard_at == heard


def test_a_signature_in_the_group(linked: Chat, session: Session, cast: Cast) -> None:
    shown(linked, cast)
    (card,) = linked.group_heard(GROUP)
    assert card.endswith("[Buka di chat pribadi]")
    assert "“Besok membawa botol plastik.”" in card
    linked.heard(cast.budi)
    linked.says_in_group(cast.budi, GROUP, "siap bu")
    assert linked.group_heard(GROUP) == [NOTED]
    assert "Sudah diparaf untuk Aisyah Humaira" in linked.heard(cast.budi)[0]
    assert len(session.scalars(select(Signature)).all()) == 1


def test_a_private_note_is_not_signed_by_what_is_said_to_others(
    linked: Chat, session: Session, cast: Cast
) -> None:
    linked.says(cast.ratna, "catatan Aisyah: hari ini berani maju ke depan kelas")
    linked.taps(cast.ratna, "Kirim")
    linked.heard(cast.budi)
    linked.says_in_group(cast.budi, GROUP, "siap bu")
    assert linked.group_heard(GROUP) == []
    assert session.scalars(select(Signature)).all() == []
    linked.says_in_group(cast.budi, GROUP, "sudah saya paraf ya bu")
    assert linked.group_heard(GROUP) == [NOTED]
    assert len(session.scalars(select(Signature)).all()) == 1


def test_nothing_is_noted_where_nothing_was_to_be_signed(linked: Chat, cast: Cast) -> None:
    linked.says(cast.ratna, "umumkan 1A: iuran dikumpulkan Jumat")
    for label in ("Kirim", "Tarik kembali"):
        linked.taps(cast.ratna, label)
    for who in (cast.budi, linked.group(GROUP)):
        linked.heard(who)
    linked.says_in_group(cast.budi, GROUP, "@PenghubungBot Yes, I agree")
    assert linked.group_heard(GROUP) == [GO_ON]
    assert "Tidak ada yang menunggu paraf" in linked.heard(cast.budi)[0]


def test_an_answer_that_quotes_the_card_is_about_that_notice(
    linked: Chat, session: Session, cast: Cast
) -> None:
    first, second = shown(linked, cast), shown(linked, cast, "Senin upacara.")
    linked.heard(cast.budi)
    linked.says_in_group(cast.budi, GROUP, "siap bu", quoting="botol plastik")
    (signature,) = session.scalars(select(Signature)).all()
    assert signature.receipt.notice_id == first.id != second.id


def test_a_card_says_nothing_when_a_child_is_named(linked: Chat, cast: Cast) -> None:
    shown(linked, cast, "Selamat untuk Danu yang menang lomba.")
    (card,) = linked.group_heard(GROUP)
    assert "Danu" not in card
    assert "“" not in card
    assert card.endswith("[Buka di chat pribadi]")


def test_a_teacher_names_us(linked: Chat, cast: Cast) -> None:
    linked.says_in_group(cast.ratna, GROUP, "@PenghubungBot catatan Aisyah: hari ini berani maju")
    assert linked.group_heard(GROUP) == [GO_ON]
    assert "Kirim?" in linked.heard(cast.ratna)[0]
    linked.hears(cast.budi)


def test_a_parent_names_us(linked: Chat, cast: Cast) -> None:
    linked.says_in_group(cast.budi, GROUP, "@PenghubungBot menu")
    assert linked.group_heard(GROUP) == [GO_ON]
    assert "Ada yang bisa dibantu?" in linked.heard(cast.budi)[0]


def test_a_question_that_follows_is_said_to_be_open(
    linked: Chat, session: Session, cast: Cast
) -> None:
    linked.says_in_group(cast.budi, GROUP, "bu, anak saya izin tidak masuk hari ini, demam")
    assert linked.group_heard(GROUP) == [GO_ON]
    (asked,) = linked.heard(cast.budi)
    assert "Aisyah Humaira (1A)" in asked
    assert asked.split(" [")[0].endswith("?")


def test_a_signature_counts_once(linked: Chat, session: Session, cast: Cast) -> None:
    shown(linked, cast)
    for _ in range(2):
        linked.says_in_group(cast.budi, GROUP, "siap bu")
    assert [line for line in linked.group_heard(GROUP) if line == NOTED] == [NOTED]


def test_a_parent_of_another_class_signs_nothing_here(
    linked: Chat, session: Session, cast: Cast
) -> None:
    linked.contact(cast.wati).channel = "telegram"
    shown(linked, cast)
    linked.says_in_group(cast.wati, GROUP, "siap bu")
    assert session.scalars(select(Signature)).all() == []
    linked.hears(cast.wati)


def test_a_poll_is_answered_by_quoting_its_card(linked: Chat, session: Session, cast: Cast) -> None:
    cast.sari.contacts[0].channel = "telegram"
    linked.says(cast.ratna, "umumkan 1A: Jumat ada kunjungan ke museum.")
    linked.taps(cast.ratna, "Ubah")
    linked.taps(cast.ratna, "Tambah pertanyaan")
    linked.says(cast.ratna, "Ikut kunjungan? ikut/tidak")
    linked.taps(cast.ratna, "Kirim")
    linked.heard(cast.sari)
    linked.group_heard(GROUP)
    before = stored(session)
    for talk in ("nanti saya balas", "makasih infonya bu"):
        linked.says_in_group(cast.sari, GROUP, talk, quoting="pengumuman")
    assert linked.group_heard(GROUP) == []
    assert stored(session) == before
    linked.says_in_group(cast.sari, GROUP, "aisyah ikut bu", quoting="pengumuman")
    assert linked.group_heard(GROUP) == [NOTED]
    linked.hears(
        cast.sari,
        "Terima kasih, Ibu Sari. Jawaban atas “Ikut kunjungan?” untuk Aisyah Humaira (1A): "
        "ikut. ✅",
    )


def test_a_poll_is_answered_in_the_words_it_asks_with(
    linked: Chat, session: Session, cast: Cast
) -> None:
    linked.says(cast.ratna, "umumkan 1A: Ikut studi tur Sabtu? ya/tidak")
    linked.taps(cast.ratna, "Kirim")
    linked.heard(cast.budi), linked.group_heard(GROUP)
    for talk in ("ya", "anak saya kemarin juga sakit batuk", "ada yang mau titip snack?"):
        linked.says_in_group(cast.budi, GROUP, talk)
        assert linked.group_heard(GROUP) == []
    for words, answer in (("saya juga ikut bu", "ya"), ("maaf kami ga ikut ya bu", "tidak")):
        linked.says_in_group(cast.budi, GROUP, words)
        assert linked.group_heard(GROUP) == [NOTED]
        assert f"untuk Aisyah Humaira (1A): {answer}." in linked.heard(cast.budi)[0]


def test_a_question_that_quotes_a_card_reaches_the_teacher(linked: Chat, cast: Cast) -> None:
    linked.says(cast.ratna, "umumkan 1A: Jumat ada kunjungan ke museum.")
    linked.taps(cast.ratna, "Kirim")
    linked.heard(cast.ratna), linked.group_heard(GROUP)
    linked.says_in_group(cast.budi, GROUP, "jam berapa bu?", quoting="pengumuman")
    assert linked.group_heard(GROUP) == [NOTED]
    assert "“jam berapa bu?”" in linked.heard(cast.ratna)[0]


def test_what_was_for_us_is_kept_when_handling_it_failed(
    linked: Chat, session: Session, cast: Cast
) -> None:
    """What the intake does after a fault of ours: the words reach the teacher all the same."""
    for number, (text, kept) in enumerate(
        {"semoga lekas sembuh": False, "Aisyah izin tidak masuk hari ini, demam": True}.items()
    ):
        said = Incoming("telegram", "1002", f"{GROUP}:90{number}", text, group=GROUP)
        assert groups.rescue(linked.router, session, said, linked.now) is kept
    assert "ada gangguan" in linked.heard(cast.budi)[-1]
    assert "Aisyah izin" in linked.heard(cast.ratna)[0]
    assert linked.group_heard(GROUP) == []


# Those we do not know.


def test_somebody_unknown_is_shown_the_way_once_in_a_while(
    linked: Chat, session: Session, cast: Cast
) -> None:
    before = stored(session)
    for sender in ("777", "778"):
        linked.says_in_group(sender, GROUP, "Bu, Danu hari ini tidak masuk, demam")
    assert linked.group_heard(GROUP) == [INVITE]
    invite = session.scalars(select(OutboundMessage).order_by(OutboundMessage.id.desc())).first()
    assert invite is not None
    assert invite.memory["_opens"] == "menu grup"
    assert stored(session) == before
    assert session.scalars(select(Contact).where(Contact.address == "777")).all() == []
    linked.until(linked.now + timedelta(hours=6, minutes=1))
    linked.says_in_group("777", GROUP, "Bu, Danu besok izin tidak masuk ya")
    assert linked.group_heard(GROUP) == [INVITE]


# The group itself.


def test_the_teacher_is_told_when_we_are_removed(
    linked: Chat, session: Session, cast: Cast
) -> None:
    shown(linked, cast)
    gone = Standing("telegram", GROUP, Reach.BLOCKED)
    assert receipts.stand(session, gone, linked.now)
    assert not receipts.stand(session, gone, linked.now)
    (told,) = linked.heard(cast.ratna)
    assert "Penghubung dikeluarkan dari grup itu" in told
    before = stored(session)
    linked.says_in_group(cast.budi, GROUP, "Aisyah izin tidak masuk hari ini, demam")
    assert stored(session) == before
    assert linked.group_heard(GROUP) == []

    assert receipts.stand(session, Standing("telegram", GROUP, Reach.OPEN), linked.now)
    assert "Mau disambungkan lagi? [Sambungkan lagi]" in linked.heard(cast.ratna)[0]
    linked.taps(cast.ratna, "Sambungkan lagi")
    assert "kelas 1A" in linked.group_heard(GROUP)[0]
    linked.says_in_group(cast.budi, GROUP, "Aisyah izin tidak masuk hari ini, demam")
    assert linked.group_heard(GROUP) == [NOTED]


def card_of(chat: Chat, cast: Cast) -> OutboundMessage:
    """A card that is just being sent to the group."""
    notice = shown(chat, cast)
    card = chat.session.scalars(
        select(OutboundMessage).where(
            OutboundMessage.notice_id == notice.id,
            OutboundMessage.contact_id == chat.group(GROUP).id,
        )
    ).one()
    card.status, card.claimed_at, card.attempts = Status.CLAIMED, chat.now, 1
    chat.session.flush()
    return card


def test_a_refused_card_tells_the_teacher_too(linked: Chat, session: Session, cast: Cast) -> None:
    card = card_of(linked, cast)
    results.settle(session, card.id, Unwelcome("blocked"), linked.now)
    assert "Penghubung dikeluarkan" in " ".join(linked.heard(cast.ratna))
    assert linked.group(GROUP).reach is Reach.BLOCKED


@pytest.mark.parametrize("first", ["service", "send"])
def test_a_supergroup_is_the_same_group(
    linked: Chat, session: Session, cast: Cast, first: str
) -> None:
    card = card_of(linked, cast)
    moved = Readdressed("telegram", GROUP, MOVED)
    if first == "service":
        assert receipts.readdress(session, moved, linked.now)
    results.settle(session, card.id, Moved("migrated", MOVED), linked.now)
    assert not receipts.readdress(session, moved, linked.now)
    assert "Ada" in linked.group_heard(MOVED)[0]
    linked.says_in_group(cast.budi, MOVED, "Aisyah izin tidak masuk hari ini, demam")
    assert linked.group_heard(MOVED) == [NOTED]


def test_a_group_linked_anew_after_it_moved_is_written_to_once(
    linked: Chat, session: Session, cast: Cast
) -> None:
    link(linked, cast.ratna, cast.class_1a, MOVED)
    linked.group_heard(MOVED)
    card = card_of(linked, cast)
    results.settle(session, card.id, Moved("migrated", MOVED), linked.now)
    assert len(linked.group_heard(MOVED)) == 1
    assert linked.group_heard(GROUP) == []
    open_ = session.scalars(select(ClassChat).where(ClassChat.left_at.is_(None))).all()
    assert [chat.contact.address for chat in open_] == [MOVED]


def test_a_card_names_no_child_of_another_class_either(linked: Chat, cast: Cast) -> None:
    linked.says(cast.ratna, "umumkan 1A: selamat untuk Citra Lestari, juara menggambar")
    linked.says(cast.ratna, "kirim")
    linked.says(cast.ratna, "ya")  # it names a child, and is asked about once more
    cards = " ".join(linked.group_heard(GROUP))
    assert "Ada pengumuman" in cards
    assert "Citra" not in cards
