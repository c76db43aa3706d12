"""What both sides read about a visit: the proposals by kind, and what is shared by many texts."""

from __future__ import annotations

from handlers.core.talk import Choice, Sense, Text
from handlers.core.talk.words import OTHER_TIME
from models.visit import Kind, Place, State

YES = Text("visits.yes", id="Bisa", en="Yes")
NOT_NOW = Text("visits.not_now", id="Tidak dulu", en="Not now")
TO_SCHOOL = Text("visits.to_school", id="Ke sekolah saja", en="I come to school")
ANSWERS = (
    Choice("yes", YES, Sense.YES),
    Choice("no", NOT_NOW, Sense.NO),
    Choice("other", OTHER_TIME),
    Choice("school", TO_SCHOOL),
)
"""In the order of the numbers that people type under a proposal."""
BUTTONS = (YES, NOT_NOW, OTHER_TIME, TO_SCHOOL)

PROPOSALS = {
    Kind.REGULAR: Text(
        "visits.proposal_regular",
        id="Ananda {child}. {teacher} ingin bersilaturahmi dengan keluarga: {when}, {place}. "
        "Apakah Ibu/Bapak berkenan? Usul waktu atau tempat lain boleh langsung ditulis.",
        en="About {child}. {teacher} would like to visit your family: {when}, {place}. Would that "
        "suit you? You may simply write another time or place.",
        template=True,
        buttons=BUTTONS,
    ),
    Kind.CONCERN: Text(
        "visits.proposal_concern",
        id="Ananda {child}. {teacher} ingin berbincang dengan keluarga supaya Ananda bisa kita "
        "dampingi bersama: {when}, {place}. Apakah Ibu/Bapak berkenan? Usul waktu atau tempat lain "
        "boleh langsung ditulis.",
        en="About {child}. {teacher} would like to talk with your family so that we can support "
        "your child together: {when}, {place}. Would that suit you? You may simply write another "
        "time or place.",
        template=True,
        buttons=BUTTONS,
    ),
    Kind.SICK: Text(
        "visits.proposal_sick",
        id="Ananda {child}. Semoga Ananda lekas sembuh. {teacher} ingin menjenguk sebentar: "
        "{when}, {place}. Apakah Ibu/Bapak berkenan? Tidak perlu menyiapkan apa pun.",
        en="About {child}. We wish your child a quick recovery. {teacher} would like to look in "
        "for a moment: {when}, {place}. Would that suit you? Please prepare nothing.",
        template=True,
        buttons=BUTTONS,
    ),
    Kind.CONDOLENCE: Text(
        "visits.proposal_condolence",
        id="Ananda {child}. Kami turut berduka cita. {teacher} ingin datang bertakziah: {when}, "
        "{place}. Apakah Ibu/Bapak berkenan? Tidak perlu menyiapkan apa pun.",
        en="About {child}. Our heartfelt condolences. {teacher} would like to come and pay "
        "respects: {when}, {place}. Would that suit you? Please prepare nothing.",
        template=True,
        buttons=BUTTONS,
    ),
    Kind.GOOD_NEWS: Text(
        "visits.proposal_good_news",
        id="Ananda {child}. Ada kabar baik yang ingin disampaikan {teacher} langsung kepada "
        "keluarga: {when}, {place}. Apakah Ibu/Bapak berkenan? Usul waktu atau tempat lain boleh "
        "langsung ditulis.",
        en="About {child}. There is good news that {teacher} would like to bring your family in "
        "person: {when}, {place}. Would that suit you? You may simply write another time or place.",
        template=True,
        buttons=BUTTONS,
    ),
}
MOVED = Text(
    "visits.moved",
    id="Ananda {child}. Mohon maaf, jadwal kunjungan {teacher} perlu dipindah. Usul waktu yang "
    "baru: {when}, {place}. Apakah Ibu/Bapak berkenan? Usul lain boleh langsung ditulis.",
    en="About {child}. We are sorry: {teacher}'s visit has to be moved. The new time proposed: "
    "{when}, {place}. Would that suit you? You may simply write another one.",
    template=True,
    buttons=BUTTONS,
)

PLACES = {
    Place.HOME: Text("visits.at_home", id="di rumah keluarga", en="at the family's home"),
    Place.TEACHER: Text("visits.at_teacher", id="di rumah guru", en="at the teacher's home"),
    Place.SCHOOL: Text("visits.at_school", id="di sekolah", en="at school"),
    Place.ONLINE: Text("visits.online", id="secara online", en="online"),
}
STATES = {
    State.ASKED: Text("visits.asked", id="menunggu jawaban", en="waiting for an answer"),
    State.AGREED: Text("visits.agreed", id="menunggu kepastian", en="to be confirmed"),
    State.CONFIRMED: Text("visits.confirmed_state", id="pasti", en="confirmed"),
    State.UNDER_WAY: Text("visits.under_way", id="sedang berlangsung", en="under way"),
    State.DONE: Text("visits.done", id="sudah selesai", en="done"),
    State.DECLINED: Text("visits.declined_state", id="tidak jadi", en="declined"),
    State.CANCELLED: Text("visits.cancelled_state", id="dibatalkan", en="cancelled"),
    State.NO_SHOW: Text("visits.no_show_state", id="tidak bertemu", en="nobody there"),
}
