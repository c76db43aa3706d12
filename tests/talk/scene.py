"""A class in the middle of its day, and every question of the grid, asked by words and taps.

Bu Ratna is the homeroom teacher of 1A. Ibu Sari is Aisyah's mother, Ibu Mega is Danu's; both
have joined. Bu Dewi teaches another class. It is Monday 23 November 2026, 13.30; no hour is
quiet, and teachers are told at any.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from models.invitation import Invitation, digest
from models.outbox import OutboundMessage
from models.people import Child, Contact, Person, Relation, Role, Sex
from models.school import ClassGroup, School
from tests import cast
from tests.cast import WIB
from tests.dialogue import Chat

NOW = datetime(2026, 11, 23, 13, 30, tzinfo=WIB).astimezone(UTC)
CLASS = "1A"
CODE = "ABCDEFGHJK"


@dataclass
class Scene:
    """Who is there, and what one of them has just been asked."""

    chat: Chat
    class_group: ClassGroup
    aisyah: Child
    danu: Child
    teacher: Contact
    mother: Contact
    other: Contact
    colleague: Contact
    bima: Child | None = None
    asked: OutboundMessage | None = None
    """The open question; None where nothing is asked."""

    @property
    def children(self) -> list[Child]:
        """Those of the class."""
        return [one for one in (self.aisyah, self.danu, self.bima) if one is not None]

    def contact(self, who: str) -> Contact:
        """The one who plays that part."""
        return {
            "teacher": self.teacher,
            "mother": self.mother,
            "other": self.other,
            "colleague": self.colleague,
        }[who]

    @property
    def session(self) -> Session:
        return self.chat.session

    def drafts(self, words: str) -> None:
        self.chat.says(self.teacher, words.replace("{cls}", CLASS))

    def sends(self, words: str, label: str = "Kirim") -> None:
        self.drafts(words)
        self.chat.taps(self.teacher, label)


Bring = Callable[[Scene, str], None]
"""Brings a question about; the words are the line's `given`."""


def begin(session: Session, joined: bool = True) -> Scene:
    """The class at half past one, before anything is asked; Ibu Sari may be a stranger still."""
    school = School(name="SD Tunas Harapan", created_at=NOW)
    school.settings = {"school_week": 5, "office_from": "00:00", "office_to": "23:59"}
    school.hours = {"spans": []}
    session.add(school)
    session.flush()
    group, elsewhere = (cast.add_class(session, school, name) for name in (CLASS, "3B"))
    aisyah, danu = (cast.add_child(session, group, n) for n in ("Aisyah Humaira", "Danu Pratama"))
    cast.add_child(session, elsewhere, "Citra Lestari")
    teacher = _person(session, school, "Bu Ratna", "1001")
    colleague = _person(session, school, "Bu Dewi", "1004")
    other = _person(session, school, "Ibu Mega", "1005")
    cast.add_staff(session, _who(teacher), Role.HOMEROOM, group)
    cast.add_staff(session, _who(colleague), Role.HOMEROOM, elsewhere)
    _who(teacher).sex = _who(colleague).sex = Sex.FEMALE
    cast.add_place(session, danu, _who(other), Relation.MOTHER, 1, NOW)
    if joined:
        mother = _person(session, school, "Ibu Sari", "1002")
        cast.add_place(session, aisyah, _who(mother), Relation.MOTHER, 1, NOW)
    else:
        mother = Contact(channel="telegram", address="1002", created_at=NOW)
        session.add(mother)
        _invite(session, aisyah)
    cast.add_empty_place(session, aisyah, "Budi", Relation.FATHER, 2, None)
    session.flush()
    return Scene(Chat(session, NOW), group, aisyah, danu, teacher, mother, other, colleague)


def _person(session: Session, school: School, name: str, address: str) -> Contact:
    person = cast.add_person(session, school, name, "telegram", address, NOW)
    session.flush()
    return person.contacts[0]


def _who(contact: Contact) -> Person:
    assert contact.person is not None
    return contact.person


def _invite(session: Session, child: Child) -> None:
    place = cast.add_empty_place(session, child, "Sari", Relation.MOTHER, 1, None)
    session.add(
        Invitation(
            school_id=child.school_id,
            digest=digest(CODE),
            guardianship_id=place.id,
            name="Ibu Sari",
            created_at=NOW,
            expires_at=NOW + timedelta(days=30),
        )
    )


def consent(scene: Scene, given: str) -> None:
    scene.chat.says(scene.mother, f"GABUNG {CODE}")


def entry(scene: Scene, given: str) -> None:
    what = given or "hari ini sudah lancar membaca satu halaman"
    scene.sends(f"catatan Aisyah: {what}")


def entry_reply(scene: Scene, given: str) -> None:
    entry(scene, given)
    scene.chat.taps(scene.mother, "Balas")


MEETING = "rapat POMG {cls} Sabtu 12 Des jam 9 di aula, agenda: program semester genap"
POLL = "umumkan {cls}: Studi tur ke museum tanggal 5 Des. Ikut? ya/tidak"
ANNOUNCED = "besok membawa topi merah"
HOMEWORK = "PR mtk hal 45 no 1-10 dikumpul Rabu"
INVITE = "Kirim undangan"
VISIT = "kunjungan Aisyah Sabtu jam 9"


def sends(words: str, label: str = "Kirim") -> Bring:
    """The teacher sends it to the families."""
    return lambda scene, given: scene.sends(words, label)


def drafts(words: str) -> Bring:
    """The teacher is shown what would be sent."""
    return lambda scene, given: scene.drafts(words)


def absence(scene: Scene, given: str) -> None:
    scene.chat.says(scene.mother, "tidak masuk")


def which_child(scene: Scene, given: str) -> None:
    scene.bima = cast.add_child(scene.session, scene.class_group, "Bima Saputra")
    cast.add_place(scene.session, scene.bima, _who(scene.mother), Relation.MOTHER, 1, NOW)
    scene.chat.says(scene.mother, "bu, anak saya demam, besok tidak masuk")


def visit(home: str) -> Bring:
    """The family agrees to the visit, and says who will be at home."""

    def bring(scene: Scene, given: str) -> None:
        scene.sends(VISIT, "Tanyakan")
        scene.chat.taps(scene.mother, "Bisa")
        scene.chat.taps(scene.mother, home)

    return bring


def waiting_list(scene: Scene, given: str) -> None:
    scene.sends("slot Kamis 14-14.10, 10 menit", "Undang")
    scene.chat.says(scene.other, "jam 2")
    scene.chat.says(scene.mother, "jam 2")
    scene.chat.taps(scene.other, "Batalkan jam")
    scene.chat.taps(scene.other, "Ya, batalkan")


def correction(scene: Scene, given: str) -> None:
    scene.sends(f"umumkan {{cls}}: {ANNOUNCED}")
    scene.chat.taps(scene.teacher, "Perbaiki")


def cancel_visit(scene: Scene, given: str) -> None:
    visit("Keduanya")(scene, given)
    scene.chat.says(scene.teacher, "kunjungan batal Aisyah karena sakit")


def cancel_slots(scene: Scene, given: str) -> None:
    scene.sends("slot Kamis 14-15, 10 menit", "Undang")
    scene.chat.says(scene.teacher, "slot batal karena sakit")


def cancel_meeting(scene: Scene, given: str) -> None:
    scene.sends(MEETING, INVITE)
    scene.chat.says(scene.teacher, "rapat batal")
    scene.chat.says(scene.teacher, "karena banjir")


def move_meeting(scene: Scene, given: str) -> None:
    scene.sends(MEETING, INVITE)
    scene.chat.says(scene.teacher, "rapat pindah ke jam 10")


def minutes(scene: Scene, given: str) -> None:
    """Of a meeting on Saturday."""
    chat = scene.chat
    chat.now = NOW - timedelta(days=3)
    scene.sends("rapat POMG {cls} Sabtu 21 Nov jam 9 di aula, agenda: iuran", INVITE)
    chat.until(NOW)
    chat.says(scene.teacher, "notulen: Iuran dibahas. Keputusan: 1. Beli cat 2. Kerja bakti")


def why_no_visit(scene: Scene, given: str) -> None:
    scene.sends(VISIT, "Tanyakan")
    scene.chat.taps(scene.mother, "Tidak dulu")


def why_no_meeting(scene: Scene, given: str) -> None:
    scene.sends(MEETING, INVITE)
    scene.chat.says(scene.teacher, "rapat batal")


def report(passed: int) -> Bring:
    """A visit of today, agreed on last Friday, is over; so many parts of its report are passed
    over."""

    def bring(scene: Scene, given: str) -> None:
        _be_visited(scene)
        for _ in range(passed):
            scene.chat.taps(scene.teacher, "Lewati")

    return bring


def _be_visited(scene: Scene) -> None:
    chat = scene.chat
    chat.now = NOW - timedelta(days=3)
    scene.sends("kunjungan Aisyah Senin jam 13", "Tanyakan")
    chat.taps(scene.mother, "Bisa")
    chat.taps(scene.mother, "Keduanya")
    chat.until(NOW - timedelta(minutes=30))
    chat.says(scene.teacher, "sampai")
    chat.until(NOW)
    chat.says(scene.teacher, "selesai kunjungan")


def thread(scene: Scene, given: str) -> None:
    chat = scene.chat
    chat.says(scene.mother, "bu, Aisyah susah tidur akhir-akhir ini")
    chat.taps(scene.teacher, "Balas")
    chat.says(scene.teacher, "baik bu, coba dibacakan cerita sebelum tidur")


def nothing(scene: Scene, given: str) -> None:
    return None
