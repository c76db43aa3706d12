"""The teacher asks for a visit: shown back before any family is asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, arrival
from handlers.core.talk import Choice, Heard, Lines, Phrase, Reply, Say, Sense, Text, Turn, Value
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Moment
from handlers.core.understanding import Intent
from handlers.visits import people
from handlers.visits.booking import agreeing, proposing, times
from handlers.visits.booking.draft import AT, FIELDS, TO, Draft
from handlers.visits.desk import teachers
from handlers.visits.labels import KINDS
from handlers.visits.states import Side
from handlers.visits.words import PLACES
from models.family import Pupil, names
from models.school import school_of
from models.visit import State, Visit, VisitOffer

CONFIRM = Text(
    "visits.confirm",
    id="Kunjungan ke keluarga {child}\n🕘 {when}\n📍 {place}\nJenis: {kind}{reason}{warning}{below}"
    "\n\nTanyakan ke {families}?",
    en="A visit to {child}'s family\n🕘 {when}\n📍 {place}\nKind: {kind}{reason}{warning}{below}"
    "\n\nShall I ask {families}?",
)
SATURDAY = Text(
    "visits.saturday",
    id="\n⚠️ Menurut pengaturan, Sabtu pagi hari sekolah. Mohon pastikan Ibu/Bapak tidak mengajar.",
    en="\n⚠️ By the settings Saturday morning is a time of school. Please make sure you do not "
    "teach.",
)
REASON = Text(
    "visits.reason",
    id="\nAlasan (tidak dikirim ke keluarga): {reason}",
    en="\nReason (not sent to the family): {reason}",
)
ASK = Text("visits.ask", id="Tanyakan", en="Ask them")
ASKED = Text(
    "visits.asked_family",
    id="Tentang {child}. Sudah ditanyakan ke {families}. Jawabannya langsung saya kabarkan.",
    en="About {child}. {families} were asked. I tell you as soon as they answer.",
    claims=Claim.SENT,
)
NOT_ASKED = Text(
    "visits.not_asked", id="Baik, tidak jadi ditanyakan.", en="All right, nobody is asked."
)
ALONE = Text(
    "visits.alone",
    id="Kunjungan ke keluarga {child}\n🕘 {when}\n📍 {place}\nJenis: {kind}{reason}{warning}{below}"
    "\n\nBelum ada wali yang bergabung di sini, jadi mohon dihubungi langsung{phones}. Bila "
    "keluarga sudah setuju, ketuk Sudah setuju, dan kunjungannya saya catat.",
    en="A visit to {child}'s family\n🕘 {when}\n📍 {place}\nKind: {kind}{reason}{warning}{below}"
    "\n\nNo guardian has joined yet, so please contact them yourself{phones}. When they agree, tap "
    "They agree, and I note the visit.",
)
PHONES = Text("visits.phones", id=": {list}", en=": {list}")
PHONE = Text("visits.phone", id="{name}, {phone}", en="{name}, {phone}")
THEY_AGREE = Text("visits.they_agree", id="Sudah setuju", en="They agree")
TITLE = Text("visits.title", id="rencana kunjungan", en="a visit")
ASKS = Choice("ask", ASK, Sense.YES, "tanya tanyakan kirim")
SETTLED = Choice("settled", THEY_AGREE, Sense.YES)


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    assert draft.at is not None
    child, school = TO.pupils(turn, session, draft)[0], school_of(session, turn.speaker.school)
    values: dict[str, Value] = {
        "child": child.label,
        "when": Moment(draft.at, turn.speaker.zone),
        "place": PLACES[draft.place],
        "kind": KINDS[draft.kind],
        "reason": Phrase(REASON, {"reason": draft.reason}) if draft.reason else "",
        "warning": SATURDAY if times.may_be_lessons(school, draft.at) else "",
    }
    if families := _families(session, child, turn.now):
        values["families"] = families
        return Preview(CONFIRM, values, ASKS, also=(AT,), arrives=arrival(turn, session))
    values["phones"] = _phones(session, child, turn.now)
    return Preview(ALONE, values, SETTLED, also=(AT,))


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    """The family is asked; or noted to have agreed, where nobody of it has joined."""
    assert draft.at is not None
    child = TO.pupils(turn, session, draft)[0]
    visit = _visit(turn, session, draft, child)
    families = _families(session, child, turn.now)
    if not families:
        return _agreed(turn, session, visit, draft)
    told = proposing.propose(session, visit, draft.at, draft.place, turn.now)
    return [*told, Reply(ASKED, {"child": child.label, "families": families})]


form = Form(teachers, Draft, FIELDS, shown, send, title=TITLE, left=NOT_ASKED)


@teachers.hears(Intent.VISIT_REQUEST)
def understood(turn: Turn, session: Session) -> Heard:
    """ "mau ke rumah Aisyah besok sore jam 4"."""
    return form.read(turn, session, Draft(), TO)


def anew(turn: Turn, session: Session, visit: Visit) -> list[Say]:
    """Another time for the same visit."""
    return form.show(turn, session, _same(visit))


def instead(turn: Turn, session: Session, visit: Visit, offer: VisitOffer) -> Heard:
    """Another time or place than a family proposed, in words; None where they name neither."""
    proposed = {"at": offer.starts_at, "place": offer.place}
    return form.read(turn, session, _same(visit).model_copy(update=proposed), AT)


def _same(visit: Visit) -> Draft:
    return Draft(
        children=[visit.child_id],
        kind=visit.kind,
        reason=visit.reason,
        place=visit.place,
        visit=visit.id,
    )


def _phones(session: Session, child: Pupil, now: datetime) -> Value:
    """Where a family that has not joined can be reached, as the roster has it."""
    known = [
        Phrase(PHONE, {"name": place.name, "phone": place.phone})
        for place in people.places(session, child.id, now)
        if place.phone
    ]
    return Phrase(PHONES, {"list": Lines(known, between="; ")}) if known else ""


def _families(session: Session, child: Pupil, now: datetime) -> str:
    people_ = people.guardians(session, child.id, now)
    known = names(session, people_)
    return " & ".join(known[person] for person in people_)


def _agreed(turn: Turn, session: Session, visit: Visit, draft: Draft) -> Heard:
    """What the teacher has arranged without us: the rules are the same."""
    assert draft.at is not None
    told = proposing.reopen(session, visit, Side.TEACHER)
    made = proposing.offer(session, visit, turn.speaker.person, draft.at, draft.place, turn.now)
    kept = agreeing.agree(session, visit, made, None, turn.now, turn)
    return [*told, *kept] if kept is not None else form.show(turn, session, draft)


def _visit(turn: Turn, session: Session, draft: Draft, child: Pupil) -> Visit:
    """The visit that gets another time, or a new one."""
    if draft.visit:
        visit = people.locked(session, draft.visit)
        if people.is_teachers(visit, turn) and visit.state is not State.DONE:
            visit.kind, visit.reason = draft.kind, draft.reason
            visit.sequence += 1
            return visit
    visit = Visit(
        school_id=child.school_id,
        child_id=child.id,
        teacher_id=turn.speaker.person,
        asked_by_id=turn.speaker.person,
        kind=draft.kind,
        reason=draft.reason,
        place=draft.place,
        state=State.ASKED,
        created_at=turn.now,
    )
    session.add(visit)
    session.flush()
    return visit
