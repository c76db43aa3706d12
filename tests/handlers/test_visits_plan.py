"""The plan of visits: who is due, why, in which week; the teacher's word; how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from handlers.visits.planning.weeks import WEEKS, Case, plan
from models.absence import Absence
from models.absence import Kind as AbsenceKind
from models.homework import Homework, HomeworkDone, Sort
from models.notice import Notice, NoticeState, Receipt, ReceiptState, SignRule
from models.people import Child, Person, Role
from models.visit import HomeAddress, Kind, Place, State, Visit
from tests import cast as casting
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

START = date(2026, 11, 23)
DAYS = st.integers(min_value=-200, max_value=WEEKS * 7 - 1)
CASES: st.SearchStrategy[list[dict[str, object]]] = st.lists(
    st.builds(
        dict,
        due=DAYS,
        need=st.integers(min_value=0, max_value=40),
        street=st.sampled_from(["", "jl melati", "jl mawar"]),
        first=st.booleans(),
        not_before=st.none() | st.integers(min_value=0, max_value=120),
    ),
    max_size=90,
)


def case(number: int, **said: object) -> Case:
    for name in ("due", "not_before"):
        if isinstance(said.get(name), int):
            said[name] = START + timedelta(days=int(str(said[name])))
    return Case(child=number, **{"due": START, **said})  # type: ignore[arg-type]


@given(CASES, st.lists(st.integers(min_value=0, max_value=9), min_size=WEEKS, max_size=WEEKS))
def test_every_child_has_one_place_and_no_week_too_many(
    said: Sequence[dict[str, object]], room: list[int]
) -> None:
    cases = [case(number, **one) for number, one in enumerate(said)]
    found = plan(cases, room, START)
    placed = [child for week in found.weeks for child in week]
    assert sorted([*placed, *found.left]) == list(range(len(cases)))
    assert all(len(week) <= free for week, free in zip(found.weeks, room, strict=True))
    if not any(one.not_before for one in cases):
        assert len(found.left) == max(len(cases) - sum(room), 0)
    for one in cases:
        week = found.week_of(one.child)
        if week is not None and one.not_before:
            assert START + timedelta(days=7 * week) >= one.not_before


def test_ninety_children_in_a_quarter() -> None:
    cases = [case(n, due=-30 if n % 3 else 40, need=n % 7) for n in range(90)]
    found = plan(cases, [7] * WEEKS, START)
    assert not found.left
    small = plan(cases, [3] * WEEKS, START)
    assert len(small.left) == 90 - 3 * WEEKS
    worst = max(one.need for one in cases)
    assert all(cases[child].need == worst for child in small.weeks[0])


def test_the_teachers_word_comes_first_and_neighbours_together() -> None:
    cases = [
        case(1, need=9, street="jl melati"),
        case(2, need=5),
        case(3, need=1, street="jl melati"),
        case(4, first=True),
        case(5, need=8, not_before=20),
    ]
    found = plan(cases, [3, 1, 0, 2, *[1] * 9], START)
    assert found.weeks[0] == (4, 1, 3)
    assert found.weeks[1] == (2,)
    assert found.week_of(5) == 3


def test_who_is_due_later_waits_until_then() -> None:
    found = plan([case(1, due=30), case(2)], [1] * WEEKS, START)
    assert (found.week_of(2), found.week_of(1)) == (0, 4)


def done(session: Session, child: Child, teacher: Person, days_ago: int) -> None:
    at = MONDAY - timedelta(days=days_ago)
    session.add(
        Visit(
            school_id=child.school_id,
            child_id=child.id,
            teacher_id=teacher.id,
            asked_by_id=teacher.id,
            kind=Kind.REGULAR,
            place=Place.HOME,
            state=State.DONE,
            reason="",
            starts_at=at,
            ends_at=at + timedelta(minutes=45),
            created_at=at,
        )
    )
    session.flush()


def absent(session: Session, child: Child, teacher: Person, *days: int) -> None:
    for day in days:
        session.add(
            Absence(
                school_id=child.school_id,
                child_id=child.id,
                day=START - timedelta(days=day),
                kind=AbsenceKind.UNEXPLAINED,
                reason="",
                person_id=teacher.id,
                at=MONDAY,
            )
        )
    session.flush()


def test_need_comes_first_with_its_reasons(chat: Chat, session: Session, cast: Cast) -> None:
    done(session, cast.danu, cast.ratna, 100)
    absent(session, cast.danu, cast.ratna, 3, 4)
    chat.says(cast.ratna, "rencana kunjungan")
    (shown,) = chat.heard(cast.ratna)
    assert shown.startswith("Rencana kunjungan, paling banyak 3 seminggu:")
    assert "📅 Pekan mulai Senin 23 November" in shown
    assert shown.index("Danu Pratama (1A): 2× alpa, terakhir 100 hari lalu") < shown.index(
        "Aisyah Humaira (1A): belum pernah dikunjungi"
    )
    assert "Bima" not in shown


def test_who_was_visited_lately_is_planned_for_later(
    chat: Chat, session: Session, cast: Cast
) -> None:
    done(session, cast.danu, cast.ratna, 20)
    done(session, cast.aisyah, cast.ratna, 85)
    chat.says(cast.ratna, "rencana kunjungan")
    (shown,) = chat.heard(cast.ratna)
    assert shown.index("Aisyah") < shown.index("Senin 1 Februari") < shown.index("Danu")


def test_the_teacher_overrides_and_says_why(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "dahulukan Danu karena ayahnya baru wafat")
    assert "Didahulukan dalam rencana kunjungan: ayahnya baru wafat." in chat.heard(cast.ratna)[0]
    chat.says(cast.ratna, "tunda Aisyah sampai 14 Desember")
    chat.says(cast.ratna, "keluarga sedang pindah rumah")
    assert "ditunda sampai Senin 14 Desember" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "rencana kunjungan")
    (shown,) = chat.heard(cast.ratna)
    assert "Danu Pratama (1A): didahulukan: ayahnya baru wafat" in shown
    assert shown.index("Senin 14 Desember") < shown.index("Aisyah Humaira (1A): ditunda")


@pytest.mark.parametrize(
    ("until", "day"),
    [
        ("sampai Januari", "Jumat 1 Januari"),
        ("sampai bulan depan", "Selasa 1 Desember"),
        ("sampai 10 Desember", "Kamis 10 Desember"),
    ],
)
def test_put_off_until_a_month(chat: Chat, cast: Cast, until: str, day: str) -> None:
    chat.says(cast.ratna, f"tunda Aisyah {until} karena orang tuanya umrah")
    assert f"ditunda sampai {day}" in chat.heard(cast.ratna)[0]


def test_a_number_answers_the_latest_question(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "kunjungan Aisyah")
    chat.says(cast.ratna, "kapasitas kunjungan")
    chat.says(cast.ratna, "2")
    *_, noted, offer = chat.heard(cast.ratna)
    assert "paling banyak 2 kunjungan" in noted
    assert offer.startswith("Lanjutkan rencana kunjungan")


def test_another_teachers_child_cannot_be_put_first(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.dewi, "dahulukan Aisyah karena ingin")
    assert "Anak yang mana?" in chat.heard(cast.dewi)[0]


def test_neighbours_are_named(chat: Chat, session: Session, cast: Cast) -> None:
    for child in (cast.aisyah, cast.danu):
        session.add(
            HomeAddress(
                school_id=child.school_id, child_id=child.id, words="Jl. Melati 5", at=MONDAY
            )
        )
    chat.says(cast.ratna, "rencana kunjungan")
    (shown,) = chat.heard(cast.ratna)
    assert "searah Danu Pratama" in shown
    assert "Melati" not in shown


def test_who_has_no_room_is_listed_with_the_reason(
    chat: Chat, session: Session, cast: Cast
) -> None:
    cast.school.settings = {"visits_a_week": 0}
    chat.says(cast.ratna, "rencana kunjungan")
    assert "Belum tertampung triwulan ini (kapasitas)" in chat.heard(cast.ratna)[0]
    chat.says(cast.hadi, "cakupan kunjungan")
    assert "Aisyah Humaira (1A): belum tertampung kapasitas" in chat.heard(cast.hadi)[0]


def test_a_long_plan_is_read_in_pages(chat: Chat, session: Session, cast: Cast) -> None:
    for number in range(30):
        casting.add_child(session, cast.class_1a, f"Murid Ke{number:02d}")
    session.flush()
    chat.says(cast.ratna, "rencana kunjungan")
    seen = chat.heard(cast.ratna)
    while seen[-1].endswith("[Lanjutkan]"):
        chat.taps(cast.ratna, "Lanjutkan")
        seen += chat.heard(cast.ratna)
    assert len(seen) > 2
    everything = "\n".join(seen)
    assert all(everything.count(f"Murid Ke{number:02d}") == 1 for number in range(30))


def test_the_principal_sees_how_far_every_class_is(
    chat: Chat, session: Session, cast: Cast
) -> None:
    done(session, cast.aisyah, cast.ratna, 30)
    chat.says(cast.hadi, "cakupan kunjungan")
    (shown,) = chat.heard(cast.hadi)
    assert "• 1A: 1 dari 2 anak (50%)" in shown
    assert "• 3B: 0 dari 2 anak (0%)" in shown
    assert "Danu Pratama (1A): direncanakan pekan Senin 23 November" in shown
    chat.says(cast.ratna, "cakupan kunjungan")
    assert "3B" not in chat.heard(cast.ratna)[0]


def test_everybody_who_is_overdue_can_be_read(chat: Chat, session: Session, cast: Cast) -> None:
    for number in range(30):
        casting.add_child(session, cast.class_1a, f"Murid Ke{number:02d}")
    session.flush()
    chat.says(cast.hadi, "cakupan kunjungan")
    seen = chat.heard(cast.hadi)
    while seen[-1].endswith("[Lanjutkan]"):
        chat.taps(cast.hadi, "Lanjutkan")
        seen += chat.heard(cast.hadi)
    everything = "\n".join(seen)
    assert all(everything.count(f"Murid Ke{number:02d}") == 1 for number in range(30))
    assert "Terlambat dikunjungi (34)" in seen[0]
    assert "Terlambat dikunjungi, 29-34 dari 34" in seen[-1]


def test_the_coverage_of_one_class(chat: Chat, cast: Cast) -> None:
    chat.says(cast.hadi, "cakupan kunjungan 3B")
    (shown,) = chat.heard(cast.hadi)
    assert "• 3B: 0 dari 2 anak (0%)" in shown
    assert "1A" not in shown


def test_a_teacher_of_two_classes_has_one_week(chat: Chat, session: Session, cast: Cast) -> None:
    other = casting.add_class(session, cast.school, "1B")
    casting.add_staff(session, cast.ratna, Role.HOMEROOM, other)
    casting.add_child(session, other, "Eka Putri")
    session.get_one(Person, cast.ratna.id).visits_a_week = 1
    session.flush()
    chat.says(cast.hadi, "cakupan kunjungan")
    (shown,) = chat.heard(cast.hadi)
    weeks = [f"direncanakan pekan Senin {day}" for day in ("23 November", "30 November")]
    assert [shown.count(week) for week in weeks] == [3, 1]
    assert shown.count("pekan Senin 7 Desember") == 1


def test_a_guardian_sees_no_plan(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "rencana kunjungan")
    assert not any("alpa" in words or "Pekan" in words for words in chat.heard(cast.sari))


def homework(session: Session, cast: Cast, days_ago: int, *, in_time: bool) -> None:
    """One piece for Aisyah, due so many days ago."""
    due = START - timedelta(days=days_ago)
    at = datetime.combine(due, time(1), tzinfo=UTC)
    notice = Notice(
        school_id=cast.school.id, kind="homework", author_id=cast.ratna.id, body="hal 1",
        sign_rule=SignRule.NONE, state=NoticeState.PUBLISHED, created_at=at, published_at=at,
    )  # fmt: skip
    receipt = Receipt(
        school_id=cast.school.id, notice=notice, child_id=cast.aisyah.id, state=ReceiptState.TOLD
    )
    session.add_all([notice, receipt])
    session.flush()
    session.add(
        Homework(school_id=cast.school.id, notice_id=notice.id, sort=Sort.HOMEWORK, due=due)
    )
    if in_time:
        session.add(
            HomeworkDone(
                school_id=cast.school.id, receipt_id=receipt.id, child_id=cast.aisyah.id,
                person_id=cast.sari.id, at=at, text="sudah",
            )
        )  # fmt: skip
    session.flush()


def test_falling_progress_is_a_reason(chat: Chat, session: Session, cast: Cast) -> None:
    for days_ago in (50, 45, 40):
        homework(session, cast, days_ago, in_time=True)
    for days_ago in (20, 15):
        homework(session, cast, days_ago, in_time=False)
    chat.says(cast.ratna, "rencana kunjungan")
    assert "menurun" not in chat.heard(cast.ratna)[-1]
    homework(session, cast, 10, in_time=False)
    chat.says(cast.ratna, "rencana kunjungan")
    assert (
        "Aisyah Humaira (1A): tugas yang tepat waktu menurun, 3 PR terlambat"
        in chat.heard(cast.ratna)[-1]
    )


def test_a_teacher_says_how_many_they_can_make(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "kapasitas kunjungan")
    chat.says(cast.ratna, "1")
    assert chat.heard(cast.ratna)[-1].startswith("Baik, paling banyak 1 kunjungan seminggu.")
    chat.says(cast.ratna, "rencana kunjungan")
    (shown,) = chat.heard(cast.ratna)
    assert shown.startswith("Rencana kunjungan, paling banyak 1 seminggu:")
    assert shown.index("Aisyah") < shown.index("Senin 30 November") < shown.index("Danu")
    chat.says(cast.ratna, "kapasitas kunjungan 40")
    assert "Tulis angkanya, 0 sampai 14." in chat.heard(cast.ratna)[-1]
    chat.says(cast.dewi, "rencana kunjungan")
    assert "paling banyak 3 seminggu" in chat.heard(cast.dewi)[-1]
