"""The brief before a visit: what is in it, for whom, and when."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.channels.base import FetchError
from bot.documents.visit_brief_pdf import VisitBriefs, pdf
from bot.storage.database import sessions_on
from handlers.visits.day.facts import facts_of
from models.absence import Absence
from models.absence import Kind as Absent
from models.media import Media
from models.visit import Agreement, HomeAddress, State, Visit, VisitReport
from tests.cast import MONDAY, Cast
from tests.dialogue import Chat

VISIT_AT = MONDAY + timedelta(days=3, hours=7)
"""Thursday 26 November, 16.00."""
EVE = MONDAY + timedelta(days=2, hours=7, minutes=30)
SECRET = "ayah tampak sering marah"
HOME = "Jl. Melati 5 RT 2"


@pytest.fixture
def visit(chat: Chat, session: Session, cast: Cast) -> Visit:
    """A visit on Thursday, and a family about which much is known."""
    earlier = add(session, cast, MONDAY - timedelta(days=90), State.DONE)
    session.add_all(
        [
            VisitReport(
                school_id=cast.school.id,
                visit_id=earlier.id,
                conditions="Belajar di ruang tamu",
                said="Ibu pulang malam",
                private=SECRET,
                at=MONDAY,
            ),
            *(
                Agreement(
                    school_id=cast.school.id,
                    visit_id=earlier.id,
                    words=words,
                    who="Ibu",
                    due=date(2026, 9, 30),
                    done_at=done,
                )
                for words, done in (("Membaca bersama", MONDAY), ("Membatasi gawai", None))
            ),
            HomeAddress(school_id=cast.school.id, child_id=cast.aisyah.id, words=HOME, at=MONDAY),
            Absence(
                school_id=cast.school.id,
                child_id=cast.aisyah.id,
                day=date(2026, 11, 12),
                kind=Absent.SICK,
                reason="demam",
                person_id=cast.sari.id,
                at=MONDAY,
            ),
        ]
    )
    chat.says(cast.ratna, "catatan Aisyah: berani maju ke depan")
    chat.taps(cast.ratna, "Kirim")
    chat.says(cast.sari, "di rumah juga begitu", quoting="berani maju")
    for who in (cast.ratna, cast.sari, cast.budi):
        chat.heard(who)
    return add(session, cast, VISIT_AT, State.CONFIRMED, companion_id=cast.dewi.id)


def add(session: Session, cast: Cast, at: object, state: State, **more: object) -> Visit:
    visit = Visit(
        school_id=cast.school.id,
        child_id=cast.aisyah.id,
        teacher_id=cast.ratna.id,
        asked_by_id=cast.ratna.id,
        state=state,
        starts_at=at,
        ends_at=at,
        reason="",
        created_at=MONDAY,
        confirmed_at=MONDAY,
        **more,
    )
    session.add(visit)
    session.flush()
    return visit


def briefs(chat: Chat, cast: Cast) -> list[str]:
    return [said for said in chat.heard(cast.ratna) if "Persiapan" in said]


def test_the_afternoon_before_and_once(chat: Chat, cast: Cast, visit: Visit) -> None:
    chat.until(EVE - timedelta(minutes=30))
    assert briefs(chat, cast) == []
    chat.until(EVE)
    said = briefs(chat, cast)
    assert len(said) == 1
    assert said[0].startswith(
        "Tentang Aisyah Humaira (1A). Persiapan untuk kunjungan rutin, Kamis 26 November pukul "
        f"16.00 WIB, dengan pendamping: Bu Dewi.\n• Alamat: {HOME}\n• Ketidakhadiran 60 hari: "
        "sakit 1, izin 0"
    )
    assert "Membatasi gawai" in said[0]
    assert "Membaca bersama" not in said[0]
    assert "berani maju" in said[0]
    assert "di rumah juga begitu" in said[0]
    assert SECRET not in said[0]
    assert said[0].endswith("[Unduh PDF]")
    chat.until(VISIT_AT)
    assert briefs(chat, cast) == []
    for who in (cast.dewi, cast.hadi, cast.sari, cast.budi, cast.wati):
        assert not any("Persiapan" in said for said in chat.heard(who))


def test_one_confirmed_late_comes_at_once(chat: Chat, session: Session, cast: Cast) -> None:
    chat.until(EVE + timedelta(hours=2))
    add(session, cast, VISIT_AT, State.CONFIRMED)
    chat.wait(timedelta(hours=12))
    assert len(briefs(chat, cast)) == 1


def test_a_moved_visit_has_a_new_one(chat: Chat, cast: Cast, visit: Visit) -> None:
    chat.until(EVE)
    assert len(briefs(chat, cast)) == 1
    visit.starts_at = visit.ends_at = VISIT_AT + timedelta(days=2)
    chat.until(EVE + timedelta(days=2))
    assert len(briefs(chat, cast)) == 1


def test_a_cancelled_visit_has_none(chat: Chat, cast: Cast, visit: Visit) -> None:
    visit.state = State.CANCELLED
    chat.until(VISIT_AT)
    assert briefs(chat, cast) == []


def words_of(pages: bytes) -> str:
    """The text of a PDF that was not compressed."""
    shown = re.findall(rb"\((.*?)(?<!\\)\) ?T[jJ]", pages, re.DOTALL)
    return b" ".join(shown).decode("latin-1").replace("\\", "")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_holds_what_is_known(
    session: Session, cast: Cast, visit: Visit, language: str
) -> None:
    facts = facts_of(session, visit, cast.ratna.id, EVE)
    assert facts is not None
    pages = pdf(facts, language, EVE, compress=False)
    text = words_of(pages)
    for words in (
        "Aisyah Humaira (1A)",
        "Bu Dewi",
        HOME,
        "berani maju ke depan",
        "Ibu Sari: di rumah juga begitu",
        "Belajar di ruang tamu Ibu pulang malam",
        "[v] Membaca bersama",
        "[ ] Membatasi gawai",
    ):
        assert words in text
    assert SECRET not in text
    assert pages.count(b"/Type /Page\n") == 1


def test_two_days_before_the_address_is_not_on_it(
    session: Session, cast: Cast, visit: Visit
) -> None:
    facts = facts_of(session, visit, cast.ratna.id, VISIT_AT - timedelta(days=2))
    assert facts is not None
    assert facts.address is None


def test_nobody_else_can_have_it(session: Session, cast: Cast, visit: Visit) -> None:
    for who in (cast.dewi, cast.hadi, cast.sari, cast.wati):
        assert facts_of(session, visit, who.id, EVE) is None
    visit.state = State.CANCELLED
    assert facts_of(session, visit, cast.ratna.id, EVE) is None


async def test_by_chat_it_is_made_when_it_is_sent(
    chat: Chat, session: Session, engine: Engine, cast: Cast, visit: Visit
) -> None:
    chat.until(EVE)
    chat.taps(cast.ratna, "Unduh PDF")
    assert "Lembar persiapan kunjungan" in chat.heard(cast.ratna)[-1]
    media = session.scalars(select(Media).where(Media.channel == "brief")).one()
    reference = media.reference
    session.commit()
    made = VisitBriefs(sessions_on(engine), lambda: EVE)
    assert (await made.fetch(reference, 10**7)).content.startswith(b"%PDF")
    visit.state = State.CANCELLED
    session.commit()
    with pytest.raises(FetchError):
        await made.fetch(reference, 10**7)


@pytest.mark.parametrize("who", ["dewi", "hadi", "sari", "wati"])
async def test_a_page_asked_for_under_another_name_is_refused(
    session: Session, engine: Engine, cast: Cast, visit: Visit, who: str
) -> None:
    reference = f"{visit.id}:{getattr(cast, who).id}:id"
    session.commit()
    with pytest.raises(FetchError):
        await VisitBriefs(sessions_on(engine), lambda: EVE).fetch(reference, 10**7)


@pytest.mark.parametrize("reference", ["", "1", "a:b:id", "999:1:id"])
async def test_nonsense_is_refused(session: Session, engine: Engine, reference: str) -> None:
    session.commit()
    with pytest.raises(FetchError):
        await VisitBriefs(sessions_on(engine), lambda: EVE).fetch(reference, 10**7)
