"""Home addresses: asked for, confirmed back, and seen by the visitor alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.visits.addresses.keeping import address_for
from models.people import Child, Person, Role, StaffRole
from models.visit import HomeAddress, Place, State, Visit
from tests import cast as casting
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat
from tests.files import photos

VISIT_AT = MONDAY + timedelta(days=3, hours=7)
"""Thursday 26 November, 16.00."""
HOME = "Jl. Melati 5 RT 2, Cibiru"
PIN = (-6.9147, 107.6098)


@pytest.fixture
def visit(session: Session, cast: Cast) -> Visit:
    return planned(session, cast.aisyah, cast.ratna)


def planned(session: Session, child: Child, teacher: Person, **more: object) -> Visit:
    visit = Visit(
        school_id=child.school_id,
        child_id=child.id,
        teacher_id=teacher.id,
        asked_by_id=teacher.id,
        **{
            "state": State.CONFIRMED,
            "starts_at": VISIT_AT,
            "ends_at": VISIT_AT + timedelta(minutes=45),
            "reason": "",
            "created_at": MONDAY,
            "confirmed_at": MONDAY,
            **more,
        },
    )
    session.add(visit)
    session.flush()
    return visit


def lives(session: Session, cast: Cast, **more: object) -> HomeAddress:
    address = HomeAddress(
        school_id=cast.school.id, child_id=cast.aisyah.id, words=HOME, at=MONDAY, **more
    )
    session.add(address)
    session.flush()
    return address


def test_the_family_is_asked_once_and_the_answer_is_confirmed(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.wait(timedelta(minutes=30))
    asked = chat.heard(cast.sari)
    assert len(asked) == 1
    assert asked[0].startswith("Ananda Aisyah Humaira (1A). Untuk kunjungan Bu Ratna (Kamis 26")
    assert chat.heard(cast.budi) == []
    chat.says(cast.sari, HOME)
    chat.hears(
        cast.sari,
        f"Aisyah Humaira (1A). Alamat rumah:\n{HOME}\n\nSudah benar? Boleh juga ditambah lokasi "
        "atau patokan. [Simpan | Ubah | Batal]",
    )
    assert session.scalars(select(HomeAddress)).all() == []
    chat.taps(cast.sari, "Simpan")
    assert "Alamat Aisyah Humaira (1A) tersimpan" in chat.heard(cast.sari)[0]
    chat.wait(timedelta(hours=8))
    assert chat.heard(cast.sari) == []
    address = session.scalars(select(HomeAddress)).one()
    assert (address.words, address.person_id) == (HOME, cast.sari.id)


def test_the_host_is_asked_where_there_is_one(chat: Chat, session: Session, cast: Cast) -> None:
    planned(session, cast.aisyah, cast.ratna, host_id=cast.budi.id)
    chat.wait(timedelta(minutes=30))
    assert len(chat.heard(cast.budi)) == 1
    assert chat.heard(cast.sari) == []


@pytest.mark.parametrize(
    "more", [{"place": Place.SCHOOL}, {"state": State.AGREED}, {"state": State.CANCELLED}]
)
def test_nobody_is_asked_without_need(
    chat: Chat, session: Session, cast: Cast, more: dict[str, object]
) -> None:
    planned(session, cast.aisyah, cast.ratna, **more)
    chat.wait(timedelta(hours=1))
    assert chat.heard(cast.sari) == []


def test_other_news_is_not_taken_for_an_address(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.wait(timedelta(minutes=30))
    chat.heard(cast.sari)
    chat.says(cast.sari, "bu, aisyah sakit hari ini")
    assert not any("Alamat rumah" in said for said in chat.heard(cast.sari))
    chat.says(cast.sari, HOME, quoting="kami mohon alamat rumah")
    assert "Alamat rumah" in chat.heard(cast.sari)[0]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("Jl. Melati 5 RT 2, dekat masjid", "Jl. Melati 5 RT 2, dekat masjid"),
        ("maaf bu alamatnya gang mawar no 3 belakang warung", "gang mawar no 3 belakang warung"),
        ("Rumah kami di Perum Griya Asri blok C2/7", "Perum Griya Asri blok C2/7"),
    ],
)
def test_an_address_before_it_is_asked_for(
    chat: Chat, session: Session, cast: Cast, visit: Visit, said: str, address: str
) -> None:
    chat.says(cast.sari, said)
    chat.hears(
        cast.sari,
        f"Aisyah Humaira (1A). Alamat rumah:\n{address}\n\nSudah benar? Boleh juga ditambah "
        "lokasi atau patokan. [Simpan | Ubah | Bukan alamat]",
    )
    chat.taps(cast.sari, "Simpan")
    assert session.scalars(select(HomeAddress.words)).all() == [address]
    chat.hears(cast.ratna)


def test_a_pin_before_it_is_asked_for(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.says(cast.sari, place=PIN)
    assert "Peta: https://maps.google.com/?q=-6.914700,107.609800" in chat.heard(cast.sari)[0]
    chat.taps(cast.sari, "Simpan")
    found = session.scalars(select(HomeAddress)).one()
    assert (found.latitude, found.longitude) == PIN


def test_what_was_no_address_after_all_goes_to_the_teacher(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.says(cast.sari, "Jl. Melati 5 banjir bu, mohon doanya")
    chat.taps(cast.sari, "Bukan alamat")
    assert "“Jl. Melati 5 banjir bu, mohon doanya”" in chat.heard(cast.ratna)[0]
    assert session.scalars(select(HomeAddress)).all() == []


@pytest.mark.parametrize(
    "said",
    ["jalan ke sekolah macet 2 jam bu", "Jl. Melati 5 RT 2 itu di mana bu?", "jalan 15 menit"],
)
def test_other_words_about_streets_are_no_address(
    chat: Chat, cast: Cast, visit: Visit, said: str
) -> None:
    chat.says(cast.sari, said)
    assert not any("Alamat rumah" in heard for heard in chat.heard(cast.sari))


def test_without_a_visit_an_address_is_a_message(chat: Chat, cast: Cast) -> None:
    chat.says(cast.wati, "Jl. Melati 5 RT 2, dekat masjid")
    assert "“Jl. Melati 5 RT 2, dekat masjid”" in chat.heard(cast.dewi)[0]


def test_the_word_for_it_is_no_part_of_it(chat: Chat, session: Session, cast: Cast) -> None:
    planned(session, cast.aisyah, cast.ratna)
    chat.wait(timedelta(minutes=30))
    chat.says(cast.sari, "alamat Jl. Melati 5 RT 2")
    chat.taps(cast.sari, "Simpan")
    assert session.scalars(select(HomeAddress.words)).all() == ["Jl. Melati 5 RT 2"]


def test_a_pin_and_words_go_together(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.wait(timedelta(minutes=30))
    chat.says(cast.sari, place=PIN)
    assert "Peta: https://maps.google.com/?q=-6.914700,107.609800" in chat.heard(cast.sari)[-1]
    chat.says(cast.sari, HOME)
    assert f"{HOME}\nPeta: https" in chat.heard(cast.sari)[-1]
    chat.taps(cast.sari, "Simpan")
    address = session.scalars(select(HomeAddress)).one()
    assert (address.words, address.latitude, address.longitude) == (HOME, *PIN)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("eh maksudnya Jl. Melati 7 RT 2", "Jl. Melati 7 RT 2\n"),
        ("tambah: dekat masjid", f"{HOME}, dekat masjid\n"),
    ],
)
def test_it_is_changed_in_words_before_it_is_kept(
    chat: Chat, session: Session, cast: Cast, visit: Visit, words: str, shown: str
) -> None:
    chat.says(cast.sari, HOME)
    chat.says(cast.sari, words)
    assert f"Alamat rumah:\n{shown}" in chat.heard(cast.sari)[-1]
    chat.says(cast.sari, "ya betul")
    assert session.scalars(select(HomeAddress)).one().words == shown.strip()


def test_later_and_another_matter_keep_none(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.says(cast.sari, HOME)
    chat.says(cast.sari, "nanti dulu ya bu")
    chat.says(cast.sari, "bu besok Aisyah izin, sakit")
    assert "Tercatat: Ananda Aisyah" in chat.heard(cast.sari)[-1]
    chat.says(cast.sari, files=photos("house"))
    assert "Aisyah" in chat.heard(cast.ratna)[-1]
    assert session.scalars(select(HomeAddress)).all() == []
    chat.taps(cast.sari, "Simpan")
    assert session.scalars(select(HomeAddress)).one().words == HOME


def test_what_was_shown_long_ago_is_shown_again(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.says(cast.sari, HOME)
    chat.wait(timedelta(hours=13))
    chat.taps(cast.sari, "Simpan")
    assert HOME in chat.heard(cast.sari)[-1]
    assert session.scalars(select(HomeAddress)).all() == []


def test_it_can_be_changed_and_the_visitor_is_told_at_once(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    lives(session, cast)
    chat.until(VISIT_AT - timedelta(hours=20))
    chat.heard(cast.ratna)
    chat.says(cast.sari, "alamat aisyah: pindah ke Jl. Mawar 3")
    chat.taps(cast.sari, "Simpan")
    assert session.scalars(select(HomeAddress)).one().words == "Jl. Mawar 3"
    chat.wait(timedelta(hours=12))
    assert any("baru saja diberikan keluarga:\nJl. Mawar 3" in s for s in chat.heard(cast.ratna))


def test_long_before_a_change_tells_nobody(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    chat.says(cast.sari, f"alamat aisyah: {HOME}")
    chat.taps(cast.sari, "Simpan")
    assert chat.heard(cast.ratna) == []


def test_siblings_may_live_together(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.budi, f"alamat kami di {HOME}")
    chat.hears(
        cast.budi,
        "Alamat ini untuk siapa? [Aisyah Humaira (1A) | Bima Saputra (3B) | Semuanya]",
    )
    chat.taps(cast.budi, "Semuanya")
    assert "Aisyah Humaira (1A), Bima Saputra (3B). Alamat rumah" in chat.heard(cast.budi)[0]
    chat.taps(cast.budi, "Simpan")
    children = session.scalars(select(HomeAddress.child_id)).all()
    assert set(children) == {cast.aisyah.id, cast.bima.id}


def test_a_family_sees_its_own_and_may_leave_it(chat: Chat, session: Session, cast: Cast) -> None:
    lives(session, cast)
    chat.says(cast.sari, "alamat aisyah")
    assert HOME in chat.heard(cast.sari)[0]
    chat.says(cast.sari, "alamat aisyah: Jl. Mawar 3")
    chat.taps(cast.sari, "Batal")
    assert session.scalars(select(HomeAddress)).one().words == HOME


def test_parents_may_live_apart(chat: Chat, session: Session, cast: Cast) -> None:
    lives(session, cast, person_id=cast.sari.id)
    chat.says(cast.budi, "alamat aisyah")
    (shown,) = chat.heard(cast.budi)
    assert "sudah diberikan wali yang lain" in shown
    assert HOME not in shown
    chat.says(cast.sari, "alamat aisyah")
    assert HOME in chat.heard(cast.sari)[0]


def test_a_question_about_an_address_is_not_ours(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.wati, "alamat sekolah di jalan apa ya bu?")
    assert not any("Alamat rumah" in said for said in chat.heard(cast.wati))


def test_only_the_visitor_sees_it_and_only_around_the_day(session: Session, cast: Cast) -> None:
    lives(session, cast)
    visit = planned(session, cast.aisyah, cast.ratna, companion_id=cast.dewi.id)

    def sees(who: Person, at: datetime) -> bool:
        return address_for(session, visit, who.id, at) is not None

    day = timedelta(days=1)
    for who in (cast.ratna, cast.dewi):
        assert [sees(who, VISIT_AT + n * day) for n in (-2, -1, 0, 1, 2)] == [
            False,
            True,
            True,
            True,
            False,
        ]
    for who in (cast.hadi, cast.sari, cast.wati):
        assert not sees(who, VISIT_AT)
    visit.state = State.CANCELLED
    assert not sees(cast.ratna, VISIT_AT)


def test_whoever_has_left_the_school_sees_it_no_more(
    session: Session, cast: Cast, visit: Visit
) -> None:
    lives(session, cast)
    role = session.scalars(select(StaffRole).where(StaffRole.person_id == cast.ratna.id)).one()
    role.ended_at = MONDAY
    session.flush()
    assert address_for(session, visit, cast.ratna.id, VISIT_AT) is None


def test_a_visit_to_the_school_opens_no_address(session: Session, cast: Cast) -> None:
    lives(session, cast)
    visit = planned(session, cast.aisyah, cast.ratna, place=Place.SCHOOL)
    assert address_for(session, visit, cast.ratna.id, VISIT_AT) is None


def test_the_visitor_asks_for_it_by_chat(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    lives(session, cast, latitude=PIN[0], longitude=PIN[1])
    chat.says(cast.ratna, "alamat aisyah")
    assert HOME not in chat.heard(cast.ratna)[0]
    chat.until(VISIT_AT - timedelta(hours=1))
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "alamat aisyah")
    said = chat.heard(cast.ratna)[0]
    assert said.startswith("Tentang Aisyah Humaira (1A). Kunjungan Kamis 26 November pukul 16.00")
    assert f"{HOME}\nPeta: https://maps.google.com/?q=-6.914700,107.609800" in said


def test_nobody_else_learns_it_by_asking(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    lives(session, cast)
    bk = casting.add_person(session, cast.school, "Bu Nina", "telegram", "1009", MONDAY)
    casting.add_staff(session, bk, Role.COUNSELLOR, None)
    chat.until(VISIT_AT - timedelta(hours=1))
    for who in (cast.dewi, cast.hadi, bk, cast.wati):
        chat.heard(who)
        chat.says(who, "alamat aisyah")
        chat.says(who, "alamat Aisyah Humaira")
        assert not any("Melati" in said for said in chat.heard(who))


def test_in_a_group_it_is_never_shown(
    chat: Chat, session: Session, cast: Cast, visit: Visit
) -> None:
    lives(session, cast)
    chat.says_in_group(cast.ratna, "-100500", f"/start kelas_{cast.class_1a.id}")
    chat.until(VISIT_AT - timedelta(hours=1))
    for who in (cast.ratna, cast.budi):
        chat.says_in_group(who, "-100500", "alamat aisyah")
        chat.says_in_group(who, "-100500", "@PenghubungBot alamat aisyah")
    assert not any("Melati" in said for said in chat.group_heard("-100500"))
