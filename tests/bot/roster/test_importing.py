"""Importing a roster: the first time, again, changed, and in a new school year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.documents.invitation_codes import make, places
from bot.roster.apply import apply
from bot.roster.importing import Options, prepare
from bot.roster.plan import Plan
from models.audit import AuditEvent
from models.invitation import Invitation
from models.notice import Notice, Receipt, ReceiptState
from models.people import Child, Guardianship, Person, Relation
from models.school import ClassGroup, School
from tests.bot.roster import sheets
from tests.bot.roster.sheets import HEADER, HP, NIPD, NISN, ROMBEL, Rows

NOW = datetime(2026, 7, 20, 2, tzinfo=UTC)
FIRST = HEADER + 2
NOTHING = {
    "added": 0, "returned": 0, "moved": 0, "changed": 0, "unchanged": 0, "left": 0,
    "classes_added": 0, "classes_changed": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Done:
    """A plan that has been applied, if it could be, and what it said before."""

    plan: Plan
    counts: dict[str, int]

    def did(self, **expected: int) -> bool:
        assert self.counts == {**NOTHING, **expected}
        return True

    @property
    def errors(self) -> list[str]:
        return [problem.code for problem in self.plan.errors]


Import = Callable[..., Done]


@pytest.fixture
def bring_in(session: Session, tmp_path: Path) -> Import:
    """Imports the sample with some cells changed, unless there is an error."""

    def run(
        change: Callable[[Rows], object] | None = None,
        path: Path | None = None,
        now: datetime = NOW,
        **options: str | bool,
    ) -> Done:
        file = path or sheets.dapodik(tmp_path / "dapodik.csv", change)
        plan = prepare(session, file, Options(**options), now)  # type: ignore[arg-type]
        done = Done(plan, plan.counts)
        if not plan.errors:
            apply(session, plan, now)
            session.commit()
            session.expire_all()
        return done

    return run


def child(session: Session, nisn: str) -> Child:
    return session.scalars(select(Child).where(Child.nisn == nisn)).one()


def how_many(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_sample_comes_in(session: Session, bring_in: Import) -> None:
    done = bring_in()

    assert done.did(added=90, classes_added=3)
    school = session.scalars(select(School)).one()
    assert school.name == "SD Tunas Penghubung (CONTOH - DATA FIKTIF)"
    assert school.school_year == "2026/2027"
    aisyah = child(session, "0000000004")
    assert (aisyah.name, aisyah.nipd, aisyah.phone) == (
        "Aisyah Humaira", "2600004", "+6284400000008",
    )  # fmt: skip
    assert aisyah.class_group is not None
    assert (aisyah.class_group.name, aisyah.class_group.school_year) == ("1A", "2026/2027")
    told = [(p.rank, p.relation, p.name) for p in aisyah.guardianships]
    assert told == [(1, Relation.MOTHER, "Siti Aminah"), (2, Relation.FATHER, "Husaini")]


def test_nothing_private_is_stored(session: Session, bring_in: Import) -> None:
    bring_in()
    stored = [
        str(value)
        for table in (School, ClassGroup, Child, Guardianship, AuditEvent)
        for row in session.scalars(select(table))
        for value in vars(row).values()
    ]
    for private in ("0000000000100001", "0000000000429790", "Jl. Melati", "Buruh", "Rp."):
        assert not any(private in value for value in stored)


def test_the_audit_has_counts_only(session: Session, bring_in: Import) -> None:
    bring_in()
    [event] = session.scalars(select(AuditEvent))
    assert event.action == "roster.import"
    assert event.detail == {"school_year": "2026/2027", **NOTHING, "added": 90, "classes_added": 3}


def test_a_dry_run_writes_nothing(session: Session, tmp_path: Path) -> None:
    plan = prepare(session, sheets.dapodik(tmp_path / "d.xlsx"), Options(), NOW)
    assert plan.counts["added"] == 90
    assert not session.new
    assert not session.dirty
    assert how_many(session, School) == how_many(session, Child) == 0


def test_again_changes_nothing(session: Session, bring_in: Import) -> None:
    bring_in()
    before = how_many(session, Guardianship)
    assert bring_in().did(unchanged=90)
    assert how_many(session, Guardianship) == before


def test_one_changed_row_is_one_change(session: Session, bring_in: Import) -> None:
    bring_in()

    def change(rows: Rows) -> None:
        rows[FIRST][HP] = "084400000999"

    done = bring_in(change)
    assert done.did(unchanged=89, changed=1)
    [pupil] = [pupil for pupil in done.plan.pupils if pupil.all_changes]
    [edit] = pupil.all_changes
    assert (edit.field, edit.old, edit.new) == ("phone", "+6284400000060", "+6284400000999")


def test_what_the_file_leaves_empty_stays(session: Session, bring_in: Import) -> None:
    bring_in()

    def clear(rows: Rows) -> None:
        rows[FIRST][HP] = rows[FIRST][3] = rows[FIRST][24] = rows[FIRST][NISN] = ""

    assert bring_in(clear).did(unchanged=90)


def test_the_plain_file_meets_the_same_children(session: Session, bring_in: Import) -> None:
    bring_in()
    assert bring_in(path=sheets.PLAIN).did(changed=90, classes_changed=3)
    assert how_many(session, Child) == 90
    assert bring_in(path=sheets.PLAIN).did(unchanged=90)
    sister = child(session, "0000000080")
    assert [p.relation for p in sister.guardianships] == [Relation.FATHER, Relation.MOTHER]
    assert sister.class_group is not None
    assert sister.class_group.homeroom_name == "Wahyuni Astuti, S.Pd.SD"


def test_two_children_may_swap_numbers(session: Session, bring_in: Import) -> None:
    bring_in()

    def swap(rows: Rows) -> None:
        one, other = rows[FIRST], rows[FIRST + 1]
        one[NIPD], other[NIPD] = other[NIPD], one[NIPD]

    assert bring_in(swap).errors == ["other_child", "other_child"]

    def correct(rows: Rows) -> None:
        rows[FIRST][NIPD] = "2600999"

    assert bring_in(correct).did(unchanged=89, changed=1)


def test_an_error_in_one_row_stops_all(session: Session, bring_in: Import) -> None:
    def spoil(rows: Rows) -> None:
        rows[FIRST][1] = ""

    assert bring_in(spoil).errors == ["no_name"]
    assert how_many(session, Child) == 0


def test_a_file_of_one_class_expels_nobody_else(session: Session, bring_in: Import) -> None:
    bring_in()

    def only_1a(rows: Rows) -> None:
        rows[FIRST:] = [row for row in rows[FIRST:] if row[ROMBEL] == "Kelas 1A"][1:]

    assert bring_in(only_1a).did(unchanged=29, left=1)
    assert child(session, "0000000001").left_at == NOW


def test_many_leavers_are_asked_about(session: Session, bring_in: Import) -> None:
    bring_in()

    def half(rows: Rows) -> None:
        del rows[FIRST + 45 :]

    assert bring_in(half).errors == ["many_leavers"]
    assert bring_in(half, keep_missing=True).did(unchanged=45)
    assert bring_in(half, confirm_leavers=True).did(unchanged=45, left=45)
    assert bring_in().did(unchanged=45, returned=45)


def new_year(rows: Rows) -> None:
    """Up a class; 5A graduates to nowhere; one new pupil in 1A."""
    rows[3][0] = "Tanggal Unduh: 2027-07-19 08:00:00"
    rows[FIRST:] = [row for row in rows[FIRST:] if row[ROMBEL] != "Kelas 5A"]
    for row in rows[FIRST:]:
        row[ROMBEL] = "Kelas 2A" if row[ROMBEL] == "Kelas 1A" else "Kelas 4B"
    new: list[str | int | float | None] = [""] * 66
    new[1], new[NIPD], new[NISN], new[ROMBEL] = "Anak Baru", "2700001", "0000000991", "Kelas 1A"
    rows.append(new)


def test_a_new_school_year(session: Session, bring_in: Import) -> None:
    bring_in()
    later = NOW + timedelta(days=364)

    assert bring_in(new_year, now=later).errors == ["many_leavers"]
    done = bring_in(new_year, now=later, confirm_leavers=True)

    assert done.did(added=1, moved=60, left=30, classes_added=3)
    assert "1A 2026/2027" in {pupil.moved_from for pupil in done.plan.pupils}
    aisyah = child(session, "0000000004")
    assert aisyah.class_group is not None
    assert (aisyah.class_group.name, aisyah.class_group.school_year) == ("2A", "2027/2028")
    assert child(session, "0000000061").left_at == later
    assert bring_in(new_year, now=later).did(unchanged=61)


def test_a_download_of_last_year_is_refused(session: Session, bring_in: Import) -> None:
    bring_in(year="2027/2028")
    assert bring_in().errors == ["old_year"]
    assert bring_in(year="2027").errors == ["bad_year"]


def test_leavers_are_left_alone(session: Session, bring_in: Import) -> None:
    bring_in()
    leaver = child(session, "0000000001")
    school = session.get_one(School, leaver.school_id)
    person = Person(school_id=school.id, name="Bu Ratna", joined_at=NOW)
    session.add(person)
    session.flush()
    notice = Notice(school_id=school.id, kind="note", author_id=person.id, body="", created_at=NOW)
    session.add(notice)
    session.flush()
    receipt = Receipt(
        school_id=school.id, notice_id=notice.id, child_id=leaver.id, next_at=NOW + timedelta(1)
    )
    session.add(receipt)
    make(session, school, places(session, school, child="0000000001"), NOW)

    def gone(rows: Rows) -> None:
        rows[FIRST:] = [row for row in rows[FIRST:] if row[NISN] != "0000000001"]

    bring_in(gone, now=NOW + timedelta(hours=1))
    assert (receipt.state, receipt.reason, receipt.next_at) == (ReceiptState.CLOSED, "left", None)
    invitations = session.scalars(select(Invitation)).all()
    assert len(invitations) == 2
    assert not any(one.open_at(NOW + timedelta(hours=1)) for one in invitations)


MOTHER = 30
FATHER = 24


def rename(column: int, name: str) -> Callable[[Rows], object]:
    """A file whose first pupil's father or mother is called `name`."""
    return lambda rows: rows[FIRST].__setitem__(column, name)


def test_an_empty_place_takes_another_name(session: Session, bring_in: Import) -> None:
    bring_in()
    azzam = child(session, "0000000031")
    make(session, session.get_one(School, azzam.school_id), azzam.guardianships, NOW)
    session.commit()

    assert bring_in(rename(MOTHER, "Titin Sumarny"), now=NOW + timedelta(hours=1)).did(
        unchanged=89, changed=1
    )
    assert azzam.guardianships[0].name == "Titin Sumarny"
    assert open_codes(session) == 2

    bring_in(rename(MOTHER, "Wulan Guritno"), now=NOW + timedelta(hours=1))
    assert open_codes(session) == 1


def open_codes(session: Session) -> int:
    later = NOW + timedelta(hours=2)
    return sum(one.open_at(later) for one in session.scalars(select(Invitation)))


@pytest.mark.parametrize(
    ("name", "code"), [("Wulan", "joined_other"), ("Alm. Titin", "joined_deceased")]
)
def test_a_taken_place_keeps_its_person(
    session: Session, bring_in: Import, name: str, code: str
) -> None:
    bring_in()
    place = child(session, "0000000031").guardianships[0]
    person = Person(school_id=place.school_id, name="Ibu Titin", joined_at=NOW)
    session.add(person)
    session.flush()
    place.person_id = person.id
    session.commit()

    done = bring_in(rename(MOTHER, name))
    assert done.did(unchanged=90)
    assert code in [problem.code for problem in done.plan.problems]
    assert (place.name, place.person_id, place.ended_at) == ("Titin Sumarni", person.id, None)


def test_a_parent_who_has_died_is_no_longer_invited(session: Session, bring_in: Import) -> None:
    bring_in()

    def died(rows: Rows) -> None:
        rows[FIRST][FATHER + 3] = "Sudah Meninggal"

    assert bring_in(died).did(unchanged=89, changed=1)
    father = child(session, "0000000031").guardianships[1]
    assert (father.name, father.ended_at) == ("Harun", NOW)
    assert bring_in(died).did(unchanged=90)


def test_a_stated_primary_contact_goes_first(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    pupil = {"Nama": "Budi", "NIS": "1", "Kelas": "1A", "Nama Ayah": "Joko", "Nama Ibu": "Sari"}
    bring_in(path=sheets.plain(tmp_path / "1.xlsx", pupil), school="SD Satu")
    first = {**pupil, "Kontak Utama": "wali", "Nama Wali": "Mbah Karsih"}
    for _ in range(2):
        done = bring_in(path=sheets.plain(tmp_path / "2.xlsx", first))
    assert done.did(unchanged=1)
    told = session.scalars(select(Guardianship).order_by(Guardianship.rank)).all()
    assert [(p.rank, p.name) for p in told] == [(1, "Mbah Karsih"), (2, "Sari"), (3, "Joko")]


@pytest.mark.parametrize("words", ["keduanya", "both", "Ayah dan Ibu", "dua-duanya"])
def test_both_parents_may_be_told_at_once(
    session: Session, bring_in: Import, tmp_path: Path, words: str
) -> None:
    pupil = {"Nama": "Budi", "NIS": "1", "Kelas": "1A", "Nama Ayah": "Joko", "Nama Ibu": "Sari"}
    both = {**pupil, "Kontak Utama": words}
    bring_in(path=sheets.plain(tmp_path / "1.xlsx", pupil), school="SD Satu")
    assert bring_in(path=sheets.plain(tmp_path / "2.xlsx", both)).did(changed=1)
    assert bring_in(path=sheets.plain(tmp_path / "2.xlsx", both)).did(unchanged=1)
    assert bring_in(path=sheets.plain(tmp_path / "1.xlsx", pupil)).did(unchanged=1)
    assert session.scalars(select(Child.tell_both)).all() == [True]
    one = {**pupil, "Kontak Utama": "ibu"}
    assert bring_in(path=sheets.plain(tmp_path / "3.xlsx", one)).did(changed=1)
    assert session.scalars(select(Child.tell_both)).all() == [False]


def test_a_nameless_guardian_gives_way_to_a_parent(
    session: Session, bring_in: Import, tmp_path: Path
) -> None:
    pupil = {"Nama": "Budi", "NIS": "1", "Kelas": "1A"}
    bring_in(path=sheets.plain(tmp_path / "1.xlsx", pupil), school="SD Satu")
    for _ in range(2):
        done = bring_in(path=sheets.plain(tmp_path / "2.xlsx", {**pupil, "Nama Ibu": "Sari"}))
    assert done.did(unchanged=1)
    assert bring_in(path=sheets.plain(tmp_path / "1.xlsx", pupil)).did(unchanged=1)
    current = select(Guardianship.name).where(Guardianship.ended_at.is_(None))
    assert session.scalars(current).all() == ["Sari"]


def test_another_pupils_nipd_is_not_taken_over(session: Session, bring_in: Import) -> None:
    bring_in()

    def reuse(rows: Rows) -> None:
        rows[FIRST][1], rows[FIRST][NISN] = "Zulkarnain Wahyudi", "0000000777"

    assert bring_in(reuse).errors == ["number_taken"]


def test_a_file_of_another_school_is_not_taken_for_ours(session: Session, bring_in: Import) -> None:
    bring_in()

    def other(rows: Rows) -> None:
        rows[1][0] = "SMP Lain"

    assert bring_in(other).errors == ["other_school"]
    assert bring_in(other, school="smp lain").did(added=90, classes_added=3)
    assert bring_in(path=sheets.PLAIN).errors == ["which_school"]


def test_a_plain_file_of_a_new_school_needs_its_name(bring_in: Import) -> None:
    assert bring_in(path=sheets.PLAIN).errors == ["which_school"]


def test_a_class_made_by_hand_becomes_this_years(session: Session, bring_in: Import) -> None:
    school = School(name="SD Satu", created_at=NOW)
    session.add(school)
    session.flush()
    session.add(ClassGroup(school_id=school.id, name="1A"))
    session.flush()
    assert bring_in(school="SD Satu").did(added=90, classes_added=2)
    assert set(session.scalars(select(ClassGroup.school_year))) == {"2026/2027"}


def test_a_plan_with_errors_cannot_be_applied(session: Session, tmp_path: Path) -> None:
    plan = prepare(session, tmp_path / "none.xlsx", Options(), NOW)
    with pytest.raises(ValueError, match="errors"):
        apply(session, plan, NOW)
