"""The companion rule: in every combination, and when who is at home changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Person, Relation, Role, Sex
from models.visit import AtHome, CompanionAsk, Place, State
from tests import cast as casting
from tests.cast import Cast
from tests.dialogue import Chat
from tests.visits import SATURDAY, ask, book, five_days, listen, visit

LABELS = {AtHome.WOMEN: "Ibu", AtHome.MEN: "Ayah", AtHome.BOTH: "Keduanya"}
FOUND = "ditemani seorang rekan"


@pytest.fixture(autouse=True)
def _week(cast: Cast) -> None:
    five_days(cast)


@pytest.mark.parametrize("rule", [True, False])
@pytest.mark.parametrize("home", list(AtHome))
@pytest.mark.parametrize("teacher", list(Sex))
def test_every_combination(
    chat: Chat, session: Session, cast: Cast, teacher: Sex, home: AtHome, rule: bool
) -> None:
    five_days(cast, companion_rule=rule)
    session.get_one(Person, cast.ratna.id).sex = teacher
    ask(chat, cast)
    chat.taps(cast.sari, "Bisa")
    if rule:
        chat.taps(cast.sari, LABELS[home])
    alone = (teacher, home) in [(Sex.FEMALE, AtHome.MEN), (Sex.MALE, AtHome.WOMEN)]
    needed = rule and alone
    assert visit(session).state is (State.AGREED if needed else State.CONFIRMED)
    asked = chat.heard(cast.dewi) + chat.heard(cast.hadi)
    assert len(asked) == (2 if needed else 0)
    assert all(FOUND in words and "Aisyah" not in words for words in asked)
    if needed:
        assert "sekolah punya aturan" in chat.heard(cast.sari)[-1]
        assert "perlu pendamping" in chat.heard(cast.ratna)[-1]


@pytest.mark.parametrize("place", ["saya saja yang ke sekolah", "online saja bu"])
def test_it_is_about_homes_only(chat: Chat, session: Session, cast: Cast, place: str) -> None:
    ask(chat, cast)
    chat.says(cast.budi, place)
    chat.taps(cast.ratna, "Setuju")
    assert visit(session).state is State.CONFIRMED
    assert "Siapa yang akan" not in " ".join(chat.heard(cast.budi))


def test_a_family_of_women_is_not_asked_by_a_woman(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.dewi, "kunjungan Citra Sabtu jam 9")
    chat.taps(cast.dewi, "Tanyakan")
    chat.taps(cast.wati, "Bisa")
    assert "sudah pasti" in chat.heard(cast.wati)[-1]
    assert visit(session).state is State.CONFIRMED


def test_the_first_colleague_who_can_comes_along(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast, "Ayah")
    listen(chat, cast)
    chat.taps(cast.dewi, "Bisa menemani")
    assert "Terima kasih sudah bersedia menemani Bu Ratna" in chat.heard(cast.dewi)[0]
    assert "tidak diperlukan lagi" in chat.heard(cast.hadi)[0]
    for guardian in (cast.sari, cast.budi):
        assert "Bu Ratna bersama Bu Dewi sudah pasti" in chat.heard(guardian)[0]
    assert "ditemani Bu Dewi" in chat.heard(cast.ratna)[0]
    found = visit(session)
    assert (found.state, found.companion_id) == (State.CONFIRMED, cast.dewi.id)

    chat.taps(cast.hadi, "Bisa menemani")
    assert "tidak perlu ikut" in chat.heard(cast.hadi)[0]
    assert visit(session).companion_id == cast.dewi.id


def test_nobody_can_and_the_family_chooses_another_way(
    chat: Chat, session: Session, cast: Cast
) -> None:
    book(chat, cast, "Ayah")
    listen(chat, cast)
    chat.taps(cast.dewi, "Belum bisa")
    chat.hears(cast.sari)
    chat.taps(cast.hadi, "Belum bisa")
    (told,) = chat.heard(cast.sari)
    assert "belum ada rekan yang bisa menemani Bu Ratna" in told
    assert told.endswith("[Keduanya di rumah | Di sekolah saja | Online saja | Waktu lain]")
    assert "Belum ada rekan" in chat.heard(cast.ratna)[0]

    chat.taps(cast.sari, "Di sekolah saja")
    chat.taps(cast.ratna, "Setuju")
    found = visit(session)
    assert (found.state, found.place, found.starts_at) == (
        State.CONFIRMED,
        Place.SCHOOL,
        SATURDAY,
    )


def test_both_at_home_makes_it_certain(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast, "Ayah")
    listen(chat, cast)
    chat.taps(cast.sari, "Keduanya di rumah")
    assert "sudah pasti" in chat.heard(cast.sari)[0]
    assert "tidak diperlukan lagi" in chat.heard(cast.dewi)[0]
    assert visit(session).state is State.CONFIRMED


def test_who_does_not_answer_is_not_waited_for(chat: Chat, session: Session, cast: Cast) -> None:
    third = casting.add_person(session, cast.school, "Bu Tuti", "telegram", "1010", chat.now)
    casting.add_staff(session, third, Role.SUBJECT, None)
    session.flush()
    book(chat, cast, "Ayah")
    assert chat.heard(cast.hadi) == []  # Bu Dewi and Bu Tuti are asked first
    chat.wait(timedelta(hours=4))
    assert FOUND in chat.heard(cast.hadi)[0]
    chat.wait(timedelta(hours=4))
    assert any("belum ada rekan" in words for words in chat.heard(cast.sari))
    chat.taps(cast.dewi, "Bisa menemani")
    assert visit(session).companion_id == cast.dewi.id


def test_a_colleague_with_another_visit_is_not_asked(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.dewi, "kunjungan Citra Sabtu jam 9.30")
    chat.taps(cast.dewi, "Tanyakan")
    chat.taps(cast.wati, "Bisa")
    chat.heard(cast.dewi)
    ask(chat, cast)
    chat.taps(cast.sari, "Bisa")
    chat.taps(cast.sari, "Ayah")
    assert FOUND not in " ".join(chat.heard(cast.dewi))
    assert FOUND in chat.heard(cast.hadi)[0]


def test_a_companion_with_something_new_is_not_booked_twice(
    chat: Chat, session: Session, cast: Cast
) -> None:
    book(chat, cast, "Ayah")
    chat.says(cast.dewi, "kunjungan Citra Sabtu jam 9.30")
    chat.taps(cast.dewi, "Tanyakan")
    chat.taps(cast.wati, "Bisa")
    chat.heard(cast.dewi)
    chat.taps(cast.dewi, "Bisa menemani")
    assert "tercatat ada acara lain" in chat.heard(cast.dewi)[0]
    asks = session.scalars(select(CompanionAsk.yes).where(CompanionAsk.person_id == cast.dewi.id))
    assert asks.all() == [False]


def test_only_the_father_after_all(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast, "Keduanya")
    number = visit(session).sequence
    listen(chat, cast)
    chat.says(cast.sari, "nanti cuma bapaknya yang di rumah ya bu")
    assert "sekolah punya aturan" in chat.heard(cast.sari)[0]
    assert "perlu pendamping" in chat.heard(cast.ratna)[0]
    found = visit(session)
    assert (found.state, found.at_home, found.confirmed_at) == (State.AGREED, AtHome.MEN, None)
    assert found.sequence > number
    chat.taps(cast.hadi, "Bisa menemani")
    assert visit(session).state is State.CONFIRMED
    assert "bersama Pak Hadi" in chat.heard(cast.budi)[-1]


def test_days_later_too(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast, "Keduanya")
    chat.wait(timedelta(days=4))
    chat.says(cast.budi, "bu maaf ibunya tidak di rumah besok")
    assert visit(session).state is State.AGREED


def test_the_mother_stays_after_all(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast, "Ayah")
    listen(chat, cast)
    chat.says(cast.budi, "ibunya juga di rumah bu")
    assert "sudah pasti" in chat.heard(cast.budi)[0]
    assert visit(session).state is State.CONFIRMED


def test_a_change_that_changes_nothing(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast, "Keduanya")
    listen(chat, cast)
    chat.says(cast.budi, "nanti cuma mamanya yang di rumah bu")
    assert "tetap jadi" in chat.heard(cast.budi)[0]
    assert visit(session).state is State.CONFIRMED


def test_said_with_the_yes(chat: Chat, session: Session, cast: Cast) -> None:
    ask(chat, cast)
    chat.says(cast.sari, "bisa bu tapi bapaknya saja yang di rumah")
    assert visit(session).state is State.AGREED
    assert FOUND in chat.heard(cast.dewi)[0]


def test_another_family_changes_nothing(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast, "Keduanya")
    chat.says(cast.wati, "nanti cuma bapaknya yang di rumah ya bu")
    assert visit(session).state is State.CONFIRMED


def test_a_companion_falls_out(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast, "Ayah")
    chat.taps(cast.dewi, "Bisa menemani")
    listen(chat, cast)
    chat.taps(cast.dewi, "Berhalangan")
    found = visit(session)
    assert (found.state, found.companion_id) == (State.AGREED, None)
    assert FOUND not in " ".join(chat.heard(cast.dewi))


def test_moving_frees_the_companion(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast, "Ayah")
    chat.taps(cast.dewi, "Bisa menemani")
    listen(chat, cast)
    chat.says(cast.ratna, "kunjungan pindah Aisyah Minggu jam 9")
    chat.taps(cast.ratna, "Tanyakan")
    assert "dijadwalkan ulang" in chat.heard(cast.dewi)[0]
    assert visit(session).companion_id is None


def test_a_teacher_whose_name_does_not_tell_is_asked_once(
    chat: Chat, session: Session, cast: Cast
) -> None:
    session.get_one(Person, cast.ratna.id).name = "Ratna"
    session.flush()
    ask(chat, cast)
    chat.taps(cast.sari, "Bisa")
    assert "[Bu guru | Pak guru]" in chat.heard(cast.ratna)[0]
    chat.taps(cast.ratna, "Bu guru")
    assert session.get_one(Person, cast.ratna.id).sex is Sex.FEMALE
    chat.taps(cast.sari, "Ayah")
    assert visit(session).state is State.AGREED
    assert FOUND in chat.heard(cast.dewi)[0]


def test_a_male_guardian_counts_as_a_father(chat: Chat, session: Session, cast: Cast) -> None:
    kakek = casting.add_person(session, cast.school, "Pak Karta", "telegram", "1011", chat.now)
    casting.add_place(session, cast.danu, kakek, Relation.GUARDIAN, 2, chat.now)
    session.flush()
    chat.says(cast.ratna, "kunjungan Danu Sabtu jam 9")
    chat.taps(cast.ratna, "Tanyakan")
    chat.taps(kakek, "Bisa")
    chat.says(kakek, "saya sendiri")
    assert visit(session).state is State.AGREED
