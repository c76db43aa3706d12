"""The right to erasure: nothing of them is left to read, and everything else still stands."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from bot.channels.base import File, Incoming, Tap, Unreadable
from bot.command import cli
from bot.commands.lookup import ERASED
from bot.documents.invitation_codes import make, places
from bot.erase.child import erase_child
from bot.erase.person import erase_person
from bot.erase.tables import empty_others
from bot.erase.traces import Lookout
from bot.erase.work import Erased, Work
from bot.export import belonging
from bot.export.person import person_copy
from bot.inbound.unreadable import keep
from handlers.core.notices.signing import excerpt
from handlers.core.talk.strangers import HOW
from models import inbox
from models.absence import Absence
from models.audit import AuditEvent
from models.base import Base
from models.calendar_feed import holder, issue
from models.consent import Consent
from models.homework import HomeworkDone
from models.inbox import InboundMessage
from models.invitation import Invitation
from models.media import Kind as MediaKind
from models.media import Media
from models.meeting import Rsvp
from models.minutes import Decision
from models.notice import Notice, Receipt, ReceiptState, Signature
from models.outbox import OPEN, OutboundMessage, Status
from models.people import Contact, Guardianship, Person, Reach
from models.response import Response
from models.slot import DayState, Slot, SlotDay
from models.task import Task
from models.thread import Note
from models.visit import Agreement, State, Visit, VisitReport
from tests import visits
from tests.bot.kept import PAUSE, places_of
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

SARI = "+6284400000002"
OF_AISYAH = (
    "Aisyah",
    "Humaira",
    "Isyah",
    "0123456789",
    "84400000777",
    "berani maju",
    "rahasiakan",
    "muntah",
    "istirahat dulu",
    "demam.jpg",
)
OF_SARI = ("Ibu Sari", "Sari", "84400000002", "muntah", "dijemput", "kakeknya", "istirahat dulu")

MORE_OF_AISYAH = (
    "dibantu tantenya",
    "pr-aisyah.jpg",
    "cacar air",
    "sempit",
    "lelah bekerja",
    "waspada di rumah aisyah",
    "rumah-aisyah.jpg",
    "membaca bersama aisyah",
    "bercerita soal aisyah",
    "terlambat: aisyah",
    "melati rumah aisyah",
    "berduka: aisyah",
)
OF_BIMA = (
    "Bima Saputra",
    "tinggal disiram",
    "kacang.jpg",
    "acara sunatan",
    "halaman rumah teduh",
    "rajin menemani",
    "waspada di rumah Bima",
    "rumah-bima.jpg",
    "bersama Bima",
    "melati rumah Bima",
    "Membeli cat tembok",
    "Studi tur ke museum",
    "renang kumpul",
)
MORE_OF_SARI = (
    "renang kumpul",
    "renang.jpg",
    "dibantu tantenya",
    "pr-aisyah.jpg",
    "tinggal disiram",
    "cacar air",
    "acara sunatan",
    "surti",
    "melati",
    "ingin bercerita",
)


def counts(session: Session) -> dict[str, int]:
    """Rows of every table but those that an erasure deletes from or adds to."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name not in ("media", "audit_events")
    }


def test_nothing_of_a_child_is_left(week: Chat, session: Session, cast: Cast) -> None:
    assert len(places_of(session, *OF_AISYAH)) > len(OF_AISYAH)
    before = counts(session)

    erased = erase_child(session, cast.aisyah, week.now)

    assert places_of(session, *OF_AISYAH) == []
    assert counts(session) == before
    assert {"names", "places", "notices", "notes", "messages_in", "messages_out"} <= set(
        erased.counts
    )


def test_of_the_other_children_everything_is(week: Chat, session: Session, cast: Cast) -> None:
    erase_child(session, cast.aisyah, week.now)

    bodies = set(session.scalars(select(Notice.body)))
    assert {"besok membawa topi lapangan", "latihan pidato berdua"} <= bodies
    assert "piket kelas rapi sekali" in bodies
    assert "Bima akan dijemput kakeknya" in set(session.scalars(select(Note.text)))
    assert "Bima akan dijemput kakeknya" in set(session.scalars(select(InboundMessage.text)))
    assert cast.bima.name == "Bima Saputra"
    assert cast.sari.name == "Ibu Sari"
    to_sari = session.scalars(
        select(OutboundMessage.body).where(OutboundMessage.person_id == cast.sari.id)
    ).all()
    assert any("piket kelas rapi sekali" in body for body in to_sari)


def test_wherever_it_hangs_nothing_of_a_child_is_left(
    days: Chat, session: Session, cast: Cast
) -> None:
    assert len(places_of(session, *OF_AISYAH, *MORE_OF_AISYAH)) > 60
    before = counts(session)

    erase_child(session, cast.aisyah, days.now)

    assert places_of(session, *OF_AISYAH, *MORE_OF_AISYAH) == []
    after = counts(session)
    assert after.pop("home_addresses") == before.pop("home_addresses") - 1
    assert after == before


def test_of_a_brother_everything_stays(days: Chat, session: Session, cast: Cast) -> None:
    before = places_of(session, *OF_BIMA)
    assert len(before) > 30
    erase_child(session, cast.aisyah, days.now)
    assert places_of(session, *OF_BIMA) == before


def test_of_staff_what_hangs_on_children_stays(days: Chat, session: Session, cast: Cast) -> None:
    of_both = (*MORE_OF_AISYAH, *OF_BIMA)
    before = places_of(session, *of_both)
    erase_person(session, cast.ratna, days.now)
    messages = ("inbox.", "outbox.")
    assert [one for one in places_of(session, *of_both) if not one.startswith(messages)] == [
        one for one in before if not one.startswith(messages)
    ]


def test_wherever_it_hangs_nothing_of_a_person_is_left(
    days: Chat, session: Session, cast: Cast
) -> None:
    assert len(places_of(session, *OF_SARI, *MORE_OF_SARI)) > 60
    erase_person(session, cast.sari, days.now)
    assert places_of(session, *OF_SARI, *MORE_OF_SARI) == []


def test_the_report_of_a_visit_stays_with_the_child_whoever_asked(
    days: Chat, session: Session, cast: Cast
) -> None:
    asked = select(Visit).where(Visit.asked_by_id == cast.sari.id, Visit.child_id == cast.aisyah.id)
    visit = session.scalars(asked).one()
    report = VisitReport(
        school_id=cast.school.id,
        visit_id=visit.id,
        conditions="banyak buku di rumah",
        said="",
        private="",
        at=days.now,
    )
    session.add(report)
    session.flush()
    erase_person(session, cast.sari, days.now)
    assert report.conditions == "banyak buku di rumah"
    erase_child(session, cast.aisyah, days.now)
    assert report.conditions == ERASED


def test_answers_still_count(days: Chat, session: Session, cast: Cast) -> None:
    erase_child(session, cast.aisyah, days.now)
    erase_person(session, cast.sari, days.now)
    assert session.scalars(select(Response.choice)).all() == ["tidak ikut"]
    absences = session.execute(select(Absence.kind, Absence.reason).order_by(Absence.day))
    assert [(str(kind), reason) for kind, reason in absences] == [("S", ERASED), ("I", ERASED)]
    rsvps = session.execute(select(Rsvp.answer, Rsvp.delegate)).all()
    assert {(str(answer), by) for answer, by in rsvps} == {("delegate", ERASED)}


def test_what_was_ahead_of_a_child_is_called_off(days: Chat, session: Session, cast: Cast) -> None:
    of_aisyah = select(Slot.id).where(Slot.child_id == cast.aisyah.id)
    assert session.scalars(of_aisyah).all()

    erased = erase_child(session, cast.aisyah, days.now)

    assert erased.counts["ahead"]
    assert session.scalars(of_aisyah).all() == []
    visits = select(Visit.state).where(Visit.child_id == cast.aisyah.id).order_by(Visit.id)
    assert session.scalars(visits).all() == [State.DONE, State.CANCELLED]
    of_bima = select(Visit.state).where(Visit.child_id == cast.bima.id).order_by(Visit.id)
    assert session.scalars(of_bima).all() == [State.DONE, State.CONFIRMED]
    undone = select(Agreement.words).where(Agreement.done_at.is_(None))
    assert session.scalars(undone).all() == ["membaca bersama Bima"]


def test_no_reminder_or_list_speaks_of_a_child(days: Chat, session: Session, cast: Cast) -> None:
    erase_child(session, cast.aisyah, days.now)
    told = _told_in_three_weeks(days, cast)
    assert "Bima" in told
    assert "Aisyah" not in told
    assert ERASED not in told


def test_no_reminder_or_list_names_a_person(days: Chat, session: Session, cast: Cast) -> None:
    """A brief may still show the teacher that the mother had written, without her words."""
    erase_person(session, cast.sari, days.now)
    told = _told_in_three_weeks(days, cast)
    assert "Bima" in told
    assert "Sari" not in told


def _told_in_three_weeks(days: Chat, cast: Cast) -> str:
    everybody = (cast.ratna, cast.dewi, cast.hadi, cast.budi, cast.wati)
    for who in everybody:
        days.heard(who)
    days.wait(timedelta(days=21), step=timedelta(hours=2))
    return "\n".join(told for who in everybody for told in days.heard(who))


def test_what_somebody_promised_is_still_to_be_done(
    days: Chat, session: Session, cast: Cast
) -> None:
    erase_person(session, cast.sari, days.now)
    decision = session.scalars(select(Decision)).one()
    assert (decision.words, decision.who, decision.person_id) == ("Membeli cat tembok", "", None)
    agreed = session.execute(select(Agreement.words, Agreement.who, Agreement.person_id))
    assert {tuple(row) for row in agreed} == {
        ("membaca bersama Aisyah", "", None),
        ("membaca bersama Bima", "", None),
    }


def test_a_calendar_address_ends(session: Session, cast: Cast) -> None:
    token = issue(session, cast.school.id, cast.sari.id, MONDAY)
    other = issue(session, cast.school.id, cast.budi.id, MONDAY)
    erased = erase_person(session, cast.sari, MONDAY)
    assert erased.counts["feeds"] == 1
    assert holder(session, token) is None
    assert holder(session, other) == cast.budi.id


def test_a_photo_of_two_childrens_homework_stays_for_the_other(
    chat: Chat, session: Session, cast: Cast
) -> None:
    """And goes with the second of them, also from the mother's message and the teacher's."""
    for who in (cast.ratna, cast.dewi):
        chat.says(who, "PR mtk hal 45 dikumpul besok")
        chat.taps(who, "Kirim")
    both = File("photo", MediaKind.PHOTO, "image/jpeg", "berdua.jpg")
    chat.says(cast.sari, "PR Aisyah dan Bima sudah selesai semua", files=[both])
    assert len(session.scalars(select(HomeworkDone)).all()) == 2
    photo = select(Media.name).where(Media.name == "berdua.jpg")

    erase_child(session, cast.aisyah, chat.now)
    assert session.scalars(photo).all() == ["berdua.jpg"]
    erase_child(session, cast.bima, chat.now)
    assert session.scalars(photo).all() == []
    assert not any(session.scalars(select(HomeworkDone.media)))


def test_papers_that_name_the_child_go_too(days: Chat, session: Session, cast: Cast) -> None:
    made = select(Media.channel).where(Media.channel.in_(("slots", "calendar")))
    assert set(session.scalars(made)) == {"slots", "calendar"}
    erase_child(session, cast.aisyah, days.now)
    assert session.scalars(made).all() == []


def test_the_book_that_was_made_for_the_family_goes_too(
    week: Chat, session: Session, cast: Cast
) -> None:
    made = select(Media.id).where(Media.channel == "book")
    assert session.scalars(made).all()
    erase_child(session, cast.aisyah, week.now)
    assert session.scalars(made).all() == []


@pytest.mark.parametrize("length", [40, 75, 120, 200])
def test_a_beginning_of_any_length_is_a_quote(length: int) -> None:
    words = "kamar belajar sempit dan gelap, " * 9
    lookout = Lookout([])
    lookout.name("Aisyah Humaira")
    lookout.words = {words.strip()}
    told = f"Aisyah Humaira: “{excerpt(words, length)}” Besok libur …"
    assert lookout.traces().quoted_out_of(told) == f"Aisyah Humaira: “{ERASED}” Besok libur …"


def test_receipts_and_signatures_stay(week: Chat, session: Session, cast: Cast) -> None:
    signed = select(Signature.at, Signature.channel).join(Receipt)
    of_child = signed.where(Receipt.child_id == cast.aisyah.id)
    before = session.execute(of_child).all()
    assert before

    erase_child(session, cast.aisyah, week.now)

    assert session.execute(of_child).all() == before
    states = session.scalars(select(Receipt.state).where(Receipt.child_id == cast.aisyah.id))
    assert set(states) == {ReceiptState.SIGNED, ReceiptState.CLOSED}


def test_nothing_more_is_sent_about_a_child(week: Chat, session: Session, cast: Cast) -> None:
    erase_child(session, cast.aisyah, week.now)
    for who in (cast.ratna, cast.sari, cast.budi):
        week.heard(who)

    week.wait(timedelta(days=7))

    for who in (cast.ratna, cast.sari, cast.budi):
        told = "\n".join(week.heard(who))
        assert "Aisyah" not in told
        assert ERASED not in told
    week.says(cast.ratna, "catatan Aisyah: masih ada?")
    assert "tidak menemukan nama itu" in week.heard(cast.ratna)[-1]


def test_old_buttons_do_no_harm(week: Chat, session: Session, cast: Cast) -> None:
    asked = select(OutboundMessage).where(OutboundMessage.person_id == cast.ratna.id)
    taps = [
        Tap(message=row.id, position=position, label=choice["label"])
        for row in session.scalars(asked)
        for position, choice in enumerate(row.choices)
    ]
    erase_child(session, cast.aisyah, week.now)
    for number, tap in enumerate(taps):
        tapped = Incoming("telegram", "1001", f"tap{number}", text="", tap=tap)
        assert week.router.receive(session, tapped, week.now)
    week.deliver()
    assert len(taps) > 10
    assert places_of(session, "Humaira", "rahasiakan", "muntah", "istirahat dulu") == []


def test_a_child_with_the_same_first_name_is_not_touched(
    chat: Chat, session: Session, cast: Cast
) -> None:
    cast.citra.name = "Aisyah Lestari"
    chat.says(cast.wati, "Aisyah sudah sehat lagi, bu")
    chat.wait(PAUSE)
    chat.says(cast.ratna, "catatan Aisyah Humaira: tugasnya selesai semua")
    chat.taps(cast.ratna, "Kirim")

    erase_child(session, cast.aisyah, chat.now)

    assert places_of(session, "Humaira", "tugasnya selesai") == []
    assert "Aisyah sudah sehat lagi, bu" in set(session.scalars(select(Note.text)))
    told = session.scalars(select(OutboundMessage.body)).all()
    assert any("Aisyah Lestari (3B)" in body and "sehat lagi" in body for body in told)


def test_what_could_not_be_read_is_theirs_too(session: Session, cast: Cast) -> None:
    raw = '{"text": "kata yang tidak terbaca"}'
    found = (
        Unreadable("whatsapp", raw, "KeyError", SARI), Unreadable("telegram", "{}", "KeyError")
    )  # fmt: skip
    for one in found:
        keep(session, one, MONDAY)
    (copied,) = person_copy(session, cast.sari, MONDAY)["other"]["unreadable"]
    assert copied["raw"] == raw
    erase_person(session, cast.sari, MONDAY)
    assert session.scalars(select(inbox.Unreadable.channel)).all() == ["telegram"]


def test_nothing_of_a_person_is_left(week: Chat, session: Session, cast: Cast) -> None:
    assert len(places_of(session, *OF_SARI)) > len(OF_SARI)
    before = counts(session)

    erased = erase_person(session, cast.sari, week.now)

    assert places_of(session, *OF_SARI) == []
    assert counts(session) == before
    assert {"contacts", "consents", "signatures", "notes", "messages_in"} <= set(erased.counts)


def test_the_other_parents_thread_stays(week: Chat, session: Session, cast: Cast) -> None:
    erase_person(session, cast.sari, week.now)
    kept = session.scalars(select(Note.text).where(Note.guardian_id == cast.budi.id)).all()
    assert kept == ["soal Aisyah tolong rahasiakan kabar cerai"]
    assert "sudah berani maju ke depan" in set(session.scalars(select(Notice.body)))
    assert cast.aisyah.name == "Aisyah Humaira"


def test_a_person_is_a_stranger_afterwards(week: Chat, session: Session, cast: Cast) -> None:
    old = week.contact(cast.sari)
    erase_person(session, cast.sari, week.now)
    assert (old.reach, old.alias) == (Reach.DEAD, None)

    stranger = Contact(channel="whatsapp", address=SARI, created_at=week.now)
    session.add(stranger)
    week.wait(PAUSE)
    week.says(stranger, "halo bu, ada kabar apa?")
    week.hears(stranger, HOW.fill("id", {}))


def test_nothing_more_is_sent_to_a_person(week: Chat, session: Session, cast: Cast) -> None:
    of_sari = OutboundMessage.person_id == cast.sari.id
    for row in session.scalars(select(OutboundMessage).where(of_sari).limit(2)):
        row.status, row.due_at = Status.HELD, week.now + PAUSE
    session.flush()
    erased = erase_person(session, cast.sari, week.now)
    assert erased.counts["cancelled"]
    last = session.scalar(select(func.max(OutboundMessage.id)))

    week.says(cast.ratna, "catatan Aisyah: kabar sesudahnya")
    week.taps(cast.ratna, "Kirim")
    week.wait(timedelta(days=6))

    more = or_(OutboundMessage.id > last, OutboundMessage.status.in_(OPEN))
    assert session.scalars(select(OutboundMessage.id).where(of_sari, more)).all() == []
    assert any("kabar sesudahnya" in told for told in week.heard(cast.budi))


def test_consents_are_withdrawn_and_codes_revoked(week: Chat, session: Session, cast: Cast) -> None:
    place = session.scalars(
        select(Guardianship).where(Guardianship.person_id == cast.sari.id)
    ).first()
    assert place is not None
    session.add(
        Invitation(
            school_id=cast.school.id,
            digest="0" * 64,
            guardianship_id=place.id,
            name="Ibu Sari",
            created_at=MONDAY,
            expires_at=MONDAY + timedelta(days=30),
        )
    )
    session.flush()

    erase_person(session, cast.sari, week.now)

    assert session.scalars(select(Consent)).one().withdrawn_at == week.now
    [invitation] = session.scalars(select(Invitation))
    assert (invitation.name, invitation.open_at(week.now)) == (ERASED, False)
    assert cast.sari.consented_at is None


@pytest.mark.parametrize("whose", ["child", "person"])
def test_what_was_said_on_joining_goes_too(
    chat: Chat, session: Session, cast: Cast, whose: str
) -> None:
    [slip] = make(session, cast.school, places(session, cast.school, child="Danu"), chat.now)
    stranger = Contact(channel="whatsapp", address="+6284400000005", created_at=chat.now)
    session.add(stranger)
    session.flush()
    for words in ("Danu Pratama kena tipes", f"GABUNG {slip.code}", "Setuju"):
        chat.wait(PAUSE)
        chat.says(stranger, words)
    [person] = session.scalars(select(Person).where(Person.name == "Ibu Jumiati"))
    secrets = {"child": ("Danu", "Pratama", "tipes"), "person": ("Jumiati", "84400000005", "tipes")}
    assert places_of(session, *secrets[whose])

    if whose == "child":
        erase_child(session, cast.danu, chat.now)
    else:
        erase_person(session, person, chat.now)

    assert places_of(session, *secrets[whose]) == []
    assert (person.consented_at is None) == (whose == "person")


def test_of_staff_the_entries_stay(week: Chat, session: Session, cast: Cast) -> None:
    cast.class_1a.homeroom_name = "Ratna Wulandari, S.Pd."
    session.flush()
    assert places_of(session, "Bu Ratna", "Ratna Wulandari")

    erase_person(session, cast.ratna, week.now)

    assert places_of(session, "Bu Ratna", "Ratna Wulandari", "1001") == []
    assert "sudah berani maju ke depan" in set(session.scalars(select(Notice.body)))
    assert all(role.ended_at == week.now for role in cast.ratna.roles)
    open_tasks = session.scalars(select(Task.assignee_id).where(Task.done_at.is_(None))).all()
    assert open_tasks
    assert set(open_tasks) == {None}


def test_a_namesake_keeps_the_name(chat: Chat, session: Session, cast: Cast) -> None:
    cast.wati.name = "Ibu Sari"
    chat.says(cast.wati, "Citra izin pulang cepat")
    chat.says(cast.sari, "Aisyah lupa membawa bekal")

    erase_person(session, cast.sari, chat.now)

    told = session.scalars(
        select(OutboundMessage.body).where(OutboundMessage.person_id == cast.dewi.id)
    ).all()
    assert any("Ibu Sari" in body and "pulang cepat" in body for body in told)
    assert places_of(session, "lupa membawa bekal", SARI) == []


def test_a_number_of_both_parents_stays_the_others(session: Session, cast: Cast) -> None:
    for place in session.scalars(select(Guardianship).where(Guardianship.rank <= 2)):
        if place.child_id == cast.aisyah.id:
            place.phone = "+6284400000555"
    session.flush()
    erase_person(session, cast.sari, MONDAY)
    kept = select(Guardianship.phone).where(Guardianship.phone.is_not(None))
    assert set(session.scalars(kept)) == {"+6284400000005", "+6284400000555"}


def test_files_go_with_their_last_message(week: Chat, session: Session, cast: Cast) -> None:
    photo, paper = session.scalars(select(Media).order_by(Media.id)).all()
    assert (photo.name, paper.channel) == ("aisyah-demam.jpg", "book")
    photo.sha256, paper.sha256 = "1" * 64, "2" * 64
    session.flush()

    erased = erase_person(session, cast.sari, week.now)

    assert erased.files == ("1" * 64, "2" * 64)
    assert session.scalars(select(Media)).all() == []


def test_a_file_in_somebody_elses_entry_stays(week: Chat, session: Session, cast: Cast) -> None:
    photo = session.scalars(select(Media).order_by(Media.id)).first()
    assert photo is not None
    photo.sha256 = "1" * 64
    of_all = session.scalars(select(Notice).where(Notice.body.contains("topi"))).one()
    own = Media(channel="telegram", reference="own", kind=MediaKind.PHOTO, content_type="image/png",
                created_at=week.now)  # fmt: skip
    session.add(own)
    session.flush()
    of_all.files = [own.id, photo.id]
    session.flush()
    erased = erase_person(session, cast.sari, week.now)
    assert "1" * 64 not in erased.files
    assert of_all.files == [own.id, photo.id]


def test_twice_changes_nothing(days: Chat, session: Session, cast: Cast) -> None:
    def snapshot() -> list[object]:
        session.flush()
        tables = Base.metadata.sorted_tables
        return [session.execute(select(t).order_by(*t.primary_key)).all() for t in tables]

    erase_person(session, cast.sari, days.now)
    erase_child(session, cast.aisyah, days.now)
    once = snapshot()
    later = days.now + timedelta(days=1)
    assert erase_person(session, cast.sari, later) == Erased({})
    assert erase_child(session, cast.aisyah, later) == Erased({})
    assert snapshot() == once


def test_tables_of_capabilities_to_come_are_emptied_too(
    week: Chat, session: Session, cast: Cast
) -> None:
    work = Work(session, week.now)
    everything = [table.name for table in Base.metadata.sorted_tables if table.name != "notes"]
    empty_others(work, belonging.of_person(session, cast.sari.id), known=everything)
    session.expire_all()
    of_sari = Note.guardian_id == cast.sari.id
    assert set(session.scalars(select(Note.text).where(of_sari))) == {ERASED}
    assert not any(session.scalars(select(Note.media).where(of_sari)))
    assert work.counts["other"] == len(session.scalars(select(Note.id).where(of_sari)).all())
    assert "soal Aisyah tolong rahasiakan kabar cerai" in set(session.scalars(select(Note.text)))


@pytest.mark.parametrize(
    "text",
    [
        "hubungi +6284400000002 ya",
        "0844-0000-0002",
        "62 844 0000 0002.",
        "kata ibu Sari tadi",
        "Bu  SARI datang",
        "mama sari",
    ],
)
def test_however_it_is_written(text: str) -> None:
    lookout = Lookout(["Kartika Wulan", "Budi"])
    lookout.name("Ibu Sari")
    lookout.number(SARI)
    left = lookout.traces().out_of(text, near=False)
    assert ERASED in left
    assert not [one for one in ("sari", "844") if one in left.casefold()]


@pytest.mark.parametrize("text", ["sari buah", "08440000000299", "Ibu Sarinah", "Bu Budi", ""])
def test_what_is_not_theirs_is_left(text: str) -> None:
    lookout = Lookout(["Kartika Wulan", "Budi"])
    lookout.name("Ibu Sari")
    lookout.number(SARI)
    assert lookout.traces().out_of(text, near=False) == text


def test_the_audit_has_ids_only(week: Chat, session: Session, cast: Cast) -> None:
    erased = erase_person(session, cast.sari, week.now)
    [event] = session.scalars(select(AuditEvent).where(AuditEvent.action == "erased"))
    assert event.subject == f"people:{cast.sari.id}"
    assert event.detail == erased.counts
    assert all(isinstance(value, int) for value in event.detail.values())


def type_(database_url: str, tmp_path: Path, *words: str, say: str | None = None) -> Result:
    here = {"PENGHUBUNG_DATABASE_URL": database_url, "PENGHUBUNG_DATA_DIR": str(tmp_path)}
    return CliRunner().invoke(cli, ["erase", *words], env=here, input=say)


def test_the_command_from_end_to_end(
    week: Chat, session: Session, cast: Cast, database_url: str, tmp_path: Path
) -> None:
    photo = session.scalars(select(Media).order_by(Media.id)).first()
    assert photo is not None
    photo.sha256 = "ab" + "1" * 62
    stored = tmp_path / "media" / "ab" / photo.sha256
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"jpeg")
    aisyah = cast.aisyah.id
    session.commit()
    who = ("--child", "aisyah", "--class", "1a")

    dry = type_(database_url, tmp_path, *who, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert f"{aisyah}  Aisyah Humaira (1A)" in dry.output
    assert "belum ada yang dihapus" in dry.output
    no = type_(database_url, tmp_path, *who, say="n\n")
    assert (no.exit_code, "Tidak ada yang dihapus" in no.output) == (1, True)
    part = type_(database_url, tmp_path, *who, "--yes")
    assert (part.exit_code, "nama lengkap atau id" in part.output) == (1, True)
    session.expire_all()
    assert places_of(session, "Aisyah Humaira")
    assert stored.exists()
    session.rollback()

    yes = type_(database_url, tmp_path, *who, say="y\n")
    assert yes.exit_code == 0, yes.output
    assert "Selesai" in yes.output
    session.expire_all()
    assert places_of(session, *OF_AISYAH) == []
    assert not stored.exists()
    session.rollback()

    again = type_(database_url, tmp_path, "--child", str(aisyah), "--yes")
    assert (again.exit_code, "sudah dihapus sebelumnya" in again.output) == (0, True)


def test_the_command_in_json(
    session: Session, cast: Cast, database_url: str, tmp_path: Path
) -> None:
    session.commit()
    told = type_(database_url, tmp_path, "--person", "ibu sari", "--yes", "--json")
    data = json.loads(told.output)
    assert (data["kind"], data["id"], data["erased"]) == ("person", cast.sari.id, True)
    assert data["counts"]["contacts"] == 1
    again = type_(database_url, tmp_path, "--person", str(cast.sari.id), "--yes", "--json")
    assert json.loads(again.output) == {**data, "erased": False, "counts": {}}


@pytest.mark.parametrize(
    "words", [[], ["--child", "a", "--person", "b"], ["--child", "a", "--json"]]
)
def test_what_is_unclear_is_refused(database_url: str, tmp_path: Path, words: list[str]) -> None:
    assert type_(database_url, tmp_path, *words).exit_code == 2


def test_meetings_of_staff_go_to_who_leads_the_school(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.ratna, "rapat POMG 1A Sabtu 12 Des jam 9 di aula, agenda iuran, tiap 2 bulan")
    chat.says(cast.ratna, "ya kirim")
    chat.heard(cast.sari)
    erased = erase_person(session, cast.ratna, chat.now)
    assert erased.counts["meetings"] == 1
    chat.hears(
        cast.hadi,
        "Seorang rekan tidak lagi di sekolah ini, jadi rapatnya sekarang di tangan Ibu/Bapak: "
        "Rapat POMG kelas 1A, 12/12 09.00. Tulis RAPAT untuk melihat, memindahkan, atau "
        "membatalkan.",
    )
    chat.hears(cast.sari)  # it still takes place
    chat.says(cast.hadi, "rapat pindah ke Sabtu 19 Des")
    chat.says(cast.hadi, "ya")
    assert "undangan rapat POMG dari Pak Hadi" in chat.heard(cast.sari)[0]
    assert erase_person(session, cast.ratna, chat.now).nothing


def test_talks_of_staff_are_called_off_and_families_told(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.says(cast.ratna, "slot rapor 1A Sabtu 28 November 8-12, 10 menit")
    chat.says(cast.ratna, "ya")
    chat.says(cast.sari, "jam 9")
    chat.heard(cast.sari)
    erase_person(session, cast.ratna, chat.now)
    chat.hears(
        cast.sari,
        "Ananda Aisyah Humaira (1A). Mohon maaf, pembagian rapor dengan guru, Sabtu 28 November "
        "pukul 09.00 WIB, dibatalkan karena guru tersebut tidak lagi di sekolah ini. Jadwal "
        "penggantinya akan kami kabarkan kepada Ibu/Bapak.",
    )
    assert "ini dibatalkan: pembagian rapor, Sabtu 28 November" in chat.heard(cast.hadi)[0]
    assert session.scalars(select(SlotDay)).one().state is DayState.CANCELLED
    assert places_of(session, "Ratna") == []


def test_visits_of_staff_are_called_off_and_families_told(
    chat: Chat, session: Session, cast: Cast
) -> None:
    visits.book(chat, cast)
    visits.listen(chat, cast)
    erase_person(session, cast.ratna, chat.now)
    told = (
        "Ananda Aisyah Humaira (1A). Mohon maaf, kunjungan guru dibatalkan: guru tersebut tidak "
        "lagi di sekolah ini. Terima kasih atas pengertiannya."
    )
    chat.hears(cast.sari, told)
    chat.hears(cast.budi, told)
    [known] = chat.heard(cast.hadi)
    assert "kunjungan ke keluarga Aisyah Humaira (1A), 28/11 09.00" in known
    assert visits.visit(session).state is State.CANCELLED
    assert places_of(session, "Ratna") == []


def test_a_companion_who_is_gone_is_replaced(chat: Chat, session: Session, cast: Cast) -> None:
    visits.book(chat, cast, "Ayah")
    chat.taps(cast.dewi, "Bisa menemani")
    assert visits.visit(session).state is State.CONFIRMED
    visits.listen(chat, cast)
    erase_person(session, cast.dewi, chat.now)
    assert visits.visit(session).companion_id is None
    assert visits.visit(session).state is State.AGREED
    assert "belum bisa dipastikan" in chat.heard(cast.ratna)[0]
    assert "rekan yang menemani Bu Ratna berhalangan" in chat.heard(cast.sari)[0]
    assert chat.heard(cast.hadi)[-1].endswith("[Bisa menemani | Belum bisa]")


def test_trying_out_an_erasure_tells_nobody(chat: Chat, session: Session, cast: Cast) -> None:
    chat.says(cast.ratna, "rapat POMG 1A Sabtu 12 Des jam 9 di aula, agenda iuran")
    chat.says(cast.ratna, "ya kirim")
    chat.heard(cast.sari)
    session.commit()
    erase_person(session, cast.ratna, chat.now)
    session.rollback()
    chat.hears(cast.hadi)
