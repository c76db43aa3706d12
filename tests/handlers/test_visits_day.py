"""The day of a visit: reminders, arrival, departure, the alarm, an empty house."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.visit import Kind, State
from tests.cast import Cast
from tests.dialogue import Chat
from tests.visits import SATURDAY, SUNDAY, ask, book, listen, visit

HOUR = timedelta(hours=1)
END = SATURDAY + timedelta(minutes=45)


@pytest.fixture
def confirmed(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast)
    listen(chat, cast)


@pytest.mark.usefixtures("confirmed")
def test_the_family_is_reminded_twice_and_the_teacher_once(chat: Chat, cast: Cast) -> None:
    chat.until(SATURDAY - 23 * HOUR)
    for guardian in (cast.sari, cast.budi):
        said = [words for words in chat.heard(guardian) if "Mengingatkan kunjungan" in words]
        assert len(said) == 1
        assert said[0].endswith("[Ubah waktu | Batalkan]")
    chat.until(SATURDAY - HOUR)
    assert [w for w in chat.heard(cast.sari) if "Sebentar lagi kunjungan Bu Ratna" in w]
    soon = [w for w in chat.heard(cast.ratna) if "Saat tiba tulis SAMPAI" in w]
    assert len(soon) == 1
    chat.hears(cast.wati)


@pytest.mark.parametrize("kind", [Kind.SICK, Kind.CONDOLENCE])
@pytest.mark.usefixtures("confirmed")
def test_grief_and_sickness_are_left_in_peace(
    chat: Chat, session: Session, cast: Cast, kind: Kind
) -> None:
    visit(session).kind = kind
    session.flush()
    chat.until(SATURDAY - HOUR)
    said = " ".join(chat.heard(cast.sari) + chat.heard(cast.budi))
    assert "Mengingatkan" not in said
    assert "Sebentar lagi" not in said
    assert any("SAMPAI" in words for words in chat.heard(cast.ratna))


@pytest.mark.usefixtures("confirmed")
def test_arrival_and_departure(chat: Chat, session: Session, cast: Cast) -> None:
    chat.until(SATURDAY)
    listen(chat, cast)
    chat.says(cast.ratna, "sampai jumpa bu")
    assert visit(session).state is State.CONFIRMED
    chat.heard(cast.ratna)
    chat.says(cast.ratna, "sampai")
    assert chat.heard(cast.ratna)[0].endswith("[Selesai kunjungan | Tidak ada orang]")
    assert visit(session).state is State.UNDER_WAY
    chat.now += timedelta(minutes=40)
    chat.says(cast.ratna, "selesai kunjungan")
    found = visit(session)
    assert (found.state, found.checked_in_at, found.checked_out_at) == (
        State.DONE,
        SATURDAY,
        chat.now,
    )
    assert "Tercatat selesai" in chat.heard(cast.ratna)[0]
    chat.wait(3 * HOUR)
    chat.hears(cast.hadi)


@pytest.mark.usefixtures("confirmed")
@pytest.mark.parametrize(
    ("here", "gone"),
    [
        ("sdh sampai bu", "sudah selesai bu"),
        ("alhamdulillah sudah sampai di rumah Aisyah", "sdh pulang"),
        ("Saya baru tiba", "selesai"),
        ("udah nyampe", "saya pamit pulang"),
    ],
)
def test_arrival_and_departure_in_other_words(
    chat: Chat, session: Session, cast: Cast, here: str, gone: str
) -> None:
    chat.until(SATURDAY)
    chat.says(cast.ratna, here)
    assert visit(session).state is State.UNDER_WAY
    chat.says(cast.ratna, gone)
    assert visit(session).state is State.DONE


@pytest.mark.usefixtures("confirmed")
@pytest.mark.parametrize(
    "said", ["sampai jumpa", "sampai jam berapa pramuka?", "sudah saya kirim", "selesai"]
)
def test_other_words_are_no_arrival(chat: Chat, session: Session, cast: Cast, said: str) -> None:
    chat.until(SATURDAY)
    chat.says(cast.ratna, said)
    assert visit(session).state is State.CONFIRMED


@pytest.mark.usefixtures("confirmed")
@pytest.mark.parametrize(
    ("answer", "state"),
    [("sudah bu", State.DONE), ("belum, masih ngobrol", State.UNDER_WAY)],
)
def test_the_gentle_question_is_answered_in_words(
    chat: Chat, session: Session, cast: Cast, answer: str, state: State
) -> None:
    chat.until(SATURDAY)
    chat.says(cast.ratna, "sampai")
    chat.until(END + timedelta(minutes=31))
    listen(chat, cast)
    chat.says(cast.ratna, answer)
    assert visit(session).state is state
    assert chat.heard(cast.ratna)[0].startswith("Tentang Aisyah Humaira (1A).")


@pytest.mark.usefixtures("confirmed")
def test_the_report_can_be_written_at_once(chat: Chat, session: Session, cast: Cast) -> None:
    chat.until(SATURDAY)
    chat.says(cast.ratna, "sampai")
    chat.says(cast.ratna, "selesai kunjungan")
    assert "Bagaimana kondisi belajar di rumah?" in chat.heard(cast.ratna)[-1]
    chat.says(cast.ratna, "rumah rapi, ada meja belajar")
    chat.hears(cast.ratna, "Aisyah Humaira (1A). Apa yang disampaikan keluarga? [Lewati | Selesai]")
    chat.wait(2 * HOUR)
    chat.hears(cast.ratna)


@pytest.mark.usefixtures("confirmed")
def test_whoever_was_alarmed_hears_that_all_is_well(chat: Chat, cast: Cast) -> None:
    chat.until(SATURDAY)
    chat.says(cast.ratna, "sampai")
    chat.until(END + timedelta(minutes=61))
    chat.heard(cast.hadi)
    chat.says(cast.ratna, "selesai kunjungan")
    chat.hears(
        cast.hadi,
        "Kelas 1A. Bu Ratna sudah mengabari selesai berkunjung. Semuanya baik; terima kasih sudah "
        "memperhatikan.",
    )


@pytest.mark.usefixtures("confirmed")
def test_a_late_departure_is_asked_about_then_noticed(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.until(SATURDAY)
    chat.says(cast.ratna, "sudah sampai")
    listen(chat, cast)
    chat.until(END + timedelta(minutes=31))
    (asked,) = chat.heard(cast.ratna)
    assert "Sudah pulang, Ibu/Bapak?" in asked
    chat.hears(cast.hadi)
    chat.until(END + timedelta(minutes=61))
    (alarm,) = chat.heard(cast.hadi)
    assert "Bu Ratna sampai di tempat kunjungan pukul 09.00" in alarm
    assert "Aisyah" not in alarm
    chat.wait(5 * HOUR)
    chat.hears(cast.hadi)
    chat.taps(cast.ratna, "Selesai kunjungan")
    assert visit(session).state is State.DONE


def test_the_companion_is_told_first(chat: Chat, session: Session, cast: Cast) -> None:
    book(chat, cast, "Ayah")
    chat.taps(cast.hadi, "Bisa menemani")
    chat.until(SATURDAY)
    chat.says(cast.ratna, "sampai")
    listen(chat, cast)
    chat.until(END + 2 * HOUR)
    assert any("belum mengabari" in words for words in chat.heard(cast.hadi))
    chat.hears(cast.dewi)


@pytest.mark.usefixtures("confirmed")
def test_still_there(chat: Chat, session: Session, cast: Cast) -> None:
    chat.until(SATURDAY)
    chat.says(cast.ratna, "sampai")
    chat.until(END + timedelta(minutes=31))
    listen(chat, cast)
    chat.taps(cast.ratna, "Masih di sini")
    until = chat.now
    chat.heard(cast.ratna)
    chat.wait(timedelta(minutes=29))
    chat.hears(cast.ratna)
    chat.until(until + timedelta(minutes=31))
    assert "Sudah pulang" in chat.heard(cast.ratna)[0]
    chat.hears(cast.hadi)
    chat.until(until + timedelta(minutes=61))
    assert len(chat.heard(cast.hadi)) == 1


@pytest.mark.usefixtures("confirmed")
def test_nobody_was_there(chat: Chat, session: Session, cast: Cast) -> None:
    chat.until(SATURDAY)
    chat.says(cast.ratna, "sampai")
    listen(chat, cast)
    chat.says(cast.ratna, "tidak ada orang di rumah")
    assert visit(session).state is State.NO_SHOW
    for guardian in (cast.sari, cast.budi):
        assert "belum bertemu siapa-siapa" in chat.heard(guardian)[0]
    name = visit(session).uid
    chat.taps(cast.sari, "Ubah waktu")
    chat.says(cast.sari, "Minggu jam 9")
    chat.taps(cast.ratna, "Setuju")
    chat.taps(cast.sari, "Keduanya")
    found = visit(session)
    assert (found.uid, found.state, found.starts_at) == (name, State.CONFIRMED, SUNDAY)


@pytest.mark.usefixtures("confirmed")
def test_a_visit_that_was_never_noted_is_asked_about(
    chat: Chat, session: Session, cast: Cast
) -> None:
    chat.until(SATURDAY)
    listen(chat, cast)
    chat.until(END + 3 * HOUR)
    (asked,) = chat.heard(cast.ratna)
    assert asked.endswith("[Sudah selesai | Tidak ada orang]")
    chat.hears(cast.hadi)
    chat.taps(cast.ratna, "Sudah selesai")
    assert visit(session).state is State.DONE


@pytest.mark.usefixtures("confirmed")
def test_only_its_teacher_arrives_and_only_on_the_day(
    chat: Chat, session: Session, cast: Cast
) -> None:
    for who in (cast.ratna, cast.dewi):
        chat.says(who, "sampai")
        assert "Tidak ada kunjungan" in chat.heard(who)[0]
    chat.says(cast.ratna, "selesai kunjungan")
    assert "Tidak ada kunjungan yang sedang berlangsung" in chat.heard(cast.ratna)[0]
    chat.until(SATURDAY)
    chat.heard(cast.dewi)
    chat.says(cast.dewi, "sampai")
    assert "Tidak ada kunjungan" in chat.heard(cast.dewi)[0]
    assert visit(session).state is State.CONFIRMED


def test_what_is_not_confirmed_the_day_before_is_said(
    chat: Chat, session: Session, cast: Cast
) -> None:
    cast.school.settings = {"school_week": 5}
    ask(chat, cast)
    chat.taps(cast.sari, "Bisa")
    listen(chat, cast)
    chat.until(SATURDAY - 22 * HOUR)
    assert len([w for w in chat.heard(cast.ratna) if "masih belum pasti" in w]) == 1
    assert visit(session).state is State.AGREED
