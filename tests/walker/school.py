"""Who walks, and all that they may write.

Bu Ratna teaches 1A and 3B, Pak Hadi is the principal, Bu Dewi counsels. Ibu Sari and Pak Budi
have a child in either class, Ibu Wati has one in 3B, Ibu Mega one in 1A. Nenek Ijah looks after
both children of these two, with one telephone. Class 1A has a group.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.family import pupils_of_school
from models.people import Contact, Guardianship, Person, Relation, Role, StaffRole
from tests import cast
from tests.cast import MONDAY
from tests.dialogue import DOORS
from tests.talk import grid
from tests.understanding import test_answers

CHILD = "{child}"
GROUP = "-5001"
NAMES = r"\b(?:Aisyah|Bima|Citra|Danu|aisyah|bima|citra|danu)\b"
SHORT = 30
"""Shorter words may be an answer; they are said as they are."""
CORPUS = Path(__file__).parents[1] / "corpus"
COMMANDS = {
    "staff": """
        catatan {child}: {mark} hari ini berani maju {mark}|catatan {child}|catatan|catat|pr
        catatan 1A: {mark} besok bawa bekal {mark}|umumkan 3B: {mark} besok membawa topi {mark}
        umumkan 1A: {mark} iuran dikumpulkan Jumat {mark}|umumkan|umumkan sekolah: {mark} libur
        umumkan {mark} jalan pagi bersama {mark}|PR 1A: {mark} mtk hal 45 dikumpul Rabu
        PR mtk hal 45 {mark} dikumpul Rabu|rapat POMG 1A Sabtu 12 Des jam 9 di aula, agenda: {mark}
        rapat batal|rapat|kunjungan {child} Sabtu jam 9|kunjungan batal {child} karena {mark}
        kunjungan|slot Kamis 14-15, 10 menit|slot batal karena {mark}|absen|absen 1A nihil
        absen: {child} sakit|belum|rekap|tugas|balas|balas {mark} baik bu {mark}|ralat|tarik|menu
        balas {child} {mark} sudah saya periksa {mark}|jadwal|buku {child}|laporan|rangkuman|batal
        laporan kunjungan {child}: {mark} rumahnya ramai {mark}|notulen|keputusan|siapa hadir
        {child} juga|hapus {child}|tambah: {mark} bawa payung|eh jam 10 maksudnya
        eh {mark} maksudnya|ganti: {mark} seragam batik|untuk 3B maksudnya|kirim|ya kirim|1|2
        yang kedua
    """,
    "guardian": """
        {child} sakit, besok tidak masuk ya bu|{child} izin besok, {mark}|tidak masuk|izin|sakit
        batal izin {child}, masuk kok|bu, {child} susah tidur {mark} akhir-akhir ini {mark}|paraf
        tolong {child} diingatkan minum obat {mark}|ada pr apa|jadwal|buku|jawab|hadir|jam 2|slot
        ganti jam|batal jam|berhenti|mulai|menu|alamat|kalender|bisanya Sabtu pagi {mark}|1|2
        boleh asal jangan Kamis {mark}|suami saya yang datang|di zoom bisa?|{child}|yang kedua|batal
        ya, tapi {mark} saya telat|tunda|bukan saya
    """,
}


@dataclass(frozen=True)
class School:
    """People by name, and what is theirs."""

    staff: dict[str, Person]
    guardians: dict[str, Person]
    children: dict[int, frozenset[str]]
    """First names, by the guardian's id."""
    classes: dict[int, frozenset[str]]
    """Of their children, by the guardian's id."""
    all_children: frozenset[str]
    labels: frozenset[str]
    """Whole names with the class."""
    phones: dict[str, Contact]
    """By name; whoever holds one writes from it whatever has become of it."""
    owners: dict[int, int]
    """Whose phone it was in the beginning, by ids."""
    links: str
    """What links the group, said in it by whoever teaches the class."""

    @property
    def people(self) -> dict[str, Person]:
        return self.staff | self.guardians

    def shares(self, one: int, other: int) -> bool:
        """Whether two guardians have a child in common."""
        return bool(self.children[one] & self.children[other])


def make(session: Session) -> School:
    who = cast.make(session)
    school = who.school
    school.settings = {"school_week": 6}
    cast.add_staff(session, who.ratna, Role.HOMEROOM, who.class_3b)
    taught = select(StaffRole).where(StaffRole.person_id == who.dewi.id)
    role = session.scalars(taught).one()
    role.role, role.class_group_id = Role.COUNSELLOR, None
    mega = cast.add_person(session, school, "Ibu Mega", "telegram", "1005", MONDAY)
    place = session.scalars(select(Guardianship).where(Guardianship.child_id == who.danu.id)).one()
    place.person_id, place.name, mega.consented_at = mega.id, "Mega", MONDAY
    ijah = cast.add_person(session, school, "Nenek Ijah", "telegram", "1006", MONDAY)
    for child in (who.citra, who.danu):
        cast.add_place(session, child, ijah, Relation.PROXY, 2, MONDAY)
    session.flush()
    guardians = {"sari": who.sari, "budi": who.budi, "wati": who.wati, "mega": mega, "ijah": ijah}
    children = pupils_of_school(session, school.id)
    names = {child.id: child.name.partition(" ")[0] for child in children}
    classes = {child.id: child.class_name for child in children}
    places = session.execute(select(Guardianship.person_id, Guardianship.child_id)).all()
    own = {p.id: [child for who, child in places if who == p.id] for p in guardians.values()}
    staff = {"ratna": who.ratna, "hadi": who.hadi, "dewi": who.dewi}
    people = staff | guardians
    return School(
        staff,
        guardians,
        {person: frozenset(names[one] for one in mine) for person, mine in own.items()},
        {person: frozenset(classes[one] for one in mine) for person, mine in own.items()},
        frozenset(names.values()),
        frozenset(child.label for child in children),
        {name: person.contacts[0] for name, person in people.items()},
        {person.contacts[0].id: person.id for person in people.values()},
        f"/start@{DOORS.telegram} kelas_{who.class_1a.id}",
    )


@cache
def words(part: str) -> tuple[str, ...]:
    """What staff, or guardians, may write; `{child}` and `{mark}` are blanks."""
    return (*commands(part), *answers(), *_corpus(part))


@cache
def commands(part: str) -> tuple[str, ...]:
    """Whole and half ones, and what is said under a draft."""
    return tuple(one.strip() for one in re.split(r"[|\n]", COMMANDS[part].strip()))


@cache
def answers() -> tuple[str, ...]:
    """Answers of every kind, about a child of whoever says them."""
    under = [one for line in grid.lines() for one in line["says"] if isinstance(one, str)]
    tables = (test_answers.WHOLE, test_answers.BEYOND)
    read = [said for one in tables for _, said in test_answers.table(one)]
    said = [one.replace("{cls}", "1A") for one in [*under, *read]]
    return tuple(dict.fromkeys(re.sub(NAMES, CHILD, one) for one in said))


def _corpus(part: str) -> list[str]:
    """What was written to a school, about a child of ours."""
    roles = ("teacher", "principal") if part == "staff" else ("parent",)
    lines = [json.loads(line) for line in (CORPUS / "dev.jsonl").read_text().splitlines()]
    return [
        _renamed(line["text"], line["children"])
        for line in lines
        if line["sender_role"] in roles and line["chat"] == "private"
    ]


def _renamed(text: str, children: list[str]) -> str:
    called = sorted({re.escape(part) for name in children for part in name.split()}, key=len)
    name = rf"\b(?:{'|'.join(reversed(called))})\b"
    text = re.sub(rf"{name}(?:\s+{name})*", CHILD, text, flags=re.IGNORECASE) if called else text
    return f"{text} {{mark}}" if len(text) > SHORT else text
