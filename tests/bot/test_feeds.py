"""A calendar under a secret address: whose, what is in it, and when it ends."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from httpx import ASGITransport, AsyncClient, Response
from icalendar import Calendar
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.applications import Starlette

from bot.documents import calendar_feeds
from bot.storage.database import sessions_on
from handlers.meetings.calling import invitation as meeting_invitation
from models.meeting import Kind, Meeting, State
from models.notice import Notice, NoticeState
from models.people import Person, Relation
from models.slot import Slot, SlotDay, SlotFamily, Topic
from models.visit import State as VisitState
from tests import cast as casting
from tests import visits
from tests.cast import MONDAY, WIB, Cast
from tests.dialogue import Chat

STARTS = datetime(2026, 12, 12, 9, 0, tzinfo=WIB).astimezone(UTC)
ADDRESS = re.compile(r"https://penghubung\.sekolah\.sch\.id(/calendar/\S+\.ics)")


@pytest.fixture
async def client(engine: Engine) -> AsyncIterator[AsyncClient]:
    app = Starlette(routes=calendar_feeds.routes(sessions_on(engine), lambda: MONDAY))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://bot") as client:
        yield client


@pytest.fixture
def meeting(session: Session, cast: Cast) -> Meeting:
    return invite(session, cast, [cast.class_1a.id, cast.class_3b.id], "Rapat POMG")


def invite(session: Session, cast: Cast, classes: list[int], title: str) -> Meeting:
    meeting = Meeting(
        school_id=cast.school.id,
        organiser_id=cast.ratna.id,
        kind=Kind.POMG,
        title=title,
        audience={"classes": classes},
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=2),
        place="aula",
        agenda="iuran",
        created_at=MONDAY,
    )
    session.add(meeting)
    session.flush()
    meeting_invitation.send(session, meeting, MONDAY)
    return meeting


def address(chat: Chat, who: Person, words: str = "kalender") -> str:
    """The path of the address that asking for it brings."""
    chat.heard(who)
    chat.says(who, words)
    [said] = chat.heard(who)
    found = ADDRESS.search(said)
    assert found
    return found[1]


async def events(client: AsyncClient, path: str) -> dict[str, dict[str, str]]:
    """By summary, as an independent parser reads them."""
    answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    read = Calendar.from_ical(answer.text)
    assert {"VERSION", "PRODID"} <= set(read)
    return {
        str(one["SUMMARY"]): {name: str(value) for name, value in one.items()}
        for one in read.walk("VEVENT")
    }


async def test_a_guardian_sees_the_meetings_of_their_own_children(
    chat: Chat, session: Session, cast: Cast, meeting: Meeting, client: AsyncClient
) -> None:
    invite(session, cast, [cast.class_1a.id], "Rapat 1A")
    sari, wati = address(chat, cast.sari), address(chat, cast.wati)
    session.commit()
    found = await events(client, sari)
    both = found["Rapat POMG, SD Tunas Harapan"]
    assert both["DESCRIPTION"] == "Untuk Aisyah Humaira (1A), Bima Saputra (3B)\niuran"
    assert both["UID"] == meeting.uid
    assert len(found) == 2
    other = await client.get(wati)
    assert "Citra" in other.text
    assert not re.search("Aisyah|Bima|Danu|Rapat 1A", other.text)


async def test_it_follows_what_is_moved_and_cancelled(
    chat: Chat, session: Session, cast: Cast, meeting: Meeting, client: AsyncClient
) -> None:
    path = address(chat, cast.sari)
    session.commit()
    [before] = (await events(client, path)).values()
    meeting.sequence, meeting.state = 1, State.CANCELLED
    session.commit()
    [after] = (await events(client, path)).values()
    assert (before["UID"], before["SEQUENCE"], before["STATUS"]) == (meeting.uid, "0", "CONFIRMED")
    assert (after["UID"], after["SEQUENCE"], after["STATUS"]) == (meeting.uid, "1", "CANCELLED")


async def test_the_organiser_sees_their_own_meeting_without_children(
    chat: Chat, session: Session, cast: Cast, meeting: Meeting, client: AsyncClient
) -> None:
    ratna, dewi = address(chat, cast.ratna), address(chat, cast.dewi)
    session.commit()
    [one] = (await events(client, ratna)).values()
    assert one["DESCRIPTION"] == "iuran"
    assert await events(client, dewi) == {}


async def test_booked_talks_for_the_family_and_the_teacher(
    chat: Chat, session: Session, cast: Cast, client: AsyncClient
) -> None:
    family = book(session, cast)
    paths = [address(chat, person) for person in (cast.sari, cast.ratna, cast.wati)]
    session.commit()
    sari, ratna, wati = [await events(client, path) for path in paths]
    assert list(sari) == ["Jam temu: Bu Ratna (Aisyah Humaira)"]
    assert list(ratna) == ["Jam temu: Aisyah Humaira"]
    assert wati == {}
    family.taken_at = None
    session.commit()
    assert await events(client, paths[0]) == {}


def book(session: Session, cast: Cast) -> SlotFamily:
    notice = Notice(
        school_id=cast.school.id,
        kind="slots",
        author_id=cast.ratna.id,
        body="",
        state=NoticeState.PUBLISHED,
        created_at=MONDAY,
    )
    session.add(notice)
    session.flush()
    until = STARTS + timedelta(minutes=10)
    day = SlotDay(
        school_id=cast.school.id,
        teacher_id=cast.ratna.id,
        topic=Topic.REPORT,
        place="kelas 1A",
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=4),
        minutes=10,
        notice_id=notice.id,
        created_at=MONDAY,
    )
    session.add(day)
    session.flush()
    own = {"school_id": cast.school.id, "day_id": day.id, "child_id": cast.aisyah.id}
    times = {"starts_at": STARTS, "ends_at": until}
    family = SlotFamily(**own, **times, person_id=cast.sari.id, taken_at=MONDAY)
    session.add_all([Slot(**own, **times), family])
    session.flush()
    return family


async def test_a_new_address_ends_the_old_one_and_revoking_ends_it_too(
    chat: Chat, session: Session, cast: Cast, meeting: Meeting, client: AsyncClient
) -> None:
    first = address(chat, cast.sari)
    chat.says(cast.sari, "kalender")
    [said] = chat.heard(cast.sari)
    assert said.startswith("Ibu Sari sudah punya alamat kalender sejak Senin 23 November.")
    assert not ADDRESS.search(said)
    second = address(chat, cast.sari, "kalender baru")
    session.commit()
    assert (await status(client, first), await status(client, second)) == (404, 200)
    chat.says(cast.sari, "kalender hapus")
    chat.says(cast.sari, "kalender hapus")
    assert chat.heard(cast.sari) == [
        "Alamat kalender Ibu Sari sudah dimatikan. KALENDER membuat yang baru.",
        "Ibu Sari belum punya alamat kalender. Ketik KALENDER untuk membuatnya.",
    ]
    session.commit()
    assert await status(client, second) == 404


async def status(client: AsyncClient, path: str) -> int:
    return (await client.get(path)).status_code


async def test_it_is_private_and_unknown_addresses_are_not_found(
    chat: Chat, session: Session, cast: Cast, client: AsyncClient
) -> None:
    path = address(chat, cast.sari)
    session.commit()
    answer: Response = await client.get(path)
    assert answer.headers["cache-control"].startswith("private")
    for wrong in ("/calendar/x.ics", "/calendar/.ics", path.removesuffix(".ics"), "/calendar/"):
        assert await status(client, wrong) == 404


async def test_who_is_no_guardian_any_more_sees_nothing(
    chat: Chat, session: Session, cast: Cast, meeting: Meeting, client: AsyncClient
) -> None:
    om = casting.add_person(session, cast.school, "Om Tono", "telegram", "1009", MONDAY)
    casting.add_place(session, cast.aisyah, om, Relation.PROXY, 3, MONDAY)
    session.flush()
    session.expire_all()
    [place] = [p for p in cast.aisyah.guardianships if p.person_id == om.id]
    path = address(chat, om)
    session.commit()
    assert len(await events(client, path)) == 1
    place.scope = "homework"
    session.commit()
    assert await events(client, path) == {}
    place.scope, place.expires_at = None, MONDAY - timedelta(days=1)
    session.commit()
    assert await events(client, path) == {}


def test_more_words_are_no_command(chat: Chat, cast: Cast) -> None:
    chat.says(cast.sari, "kalender pendidikan tahun ini ada bu?")
    assert not any(ADDRESS.search(said) for said in chat.heard(cast.sari))


async def test_confirmed_visits_without_an_address(
    chat: Chat, session: Session, cast: Cast, client: AsyncClient
) -> None:
    """The family, the visitor and the companion; the companion's calendar names no child."""
    visits.five_days(cast)
    visits.ask(chat, cast)
    chat.taps(cast.sari, "Bisa")
    chat.taps(cast.sari, "Ayah")
    everybody = (cast.sari, cast.ratna, cast.dewi, cast.wati)
    paths = [address(chat, person) for person in everybody]
    session.commit()
    assert [await events(client, path) for path in paths] == [{}, {}, {}, {}]

    chat.taps(cast.dewi, "Bisa menemani")
    chat.says(cast.sari, "alamat Jalan Melati 5")
    session.commit()
    sari, ratna, dewi, wati = [await events(client, path) for path in paths]
    named = ["Aisyah Humaira (1A): kunjungan Bu Ratna"]
    assert (list(sari), list(ratna), wati) == (named, named, {})
    assert list(dewi) == ["Menemani kunjungan Bu Ratna"]
    assert sari[named[0]]["LOCATION"] == "di rumah keluarga"
    for path in paths:
        assert "Melati" not in (await client.get(path)).text
    assert "Aisyah" not in (await client.get(paths[2])).text

    visits.visit(session).state = VisitState.CANCELLED
    session.commit()
    assert [await events(client, path) for path in paths] == [{}, {}, {}, {}]
