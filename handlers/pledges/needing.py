"""A teacher says what is needed for an event, sees it before it goes, and who offers what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.core.forms import correcting
from handlers.core.forms.addressing import children_of, described
from handlers.core.forms.days import DayAhead
from handlers.core.forms.fields import Words
from handlers.core.forms.form import Form
from handlers.core.forms.preview import Preview, arrival, held, unreached
from handlers.core.forms.receivers import Addressed, Receivers
from handlers.core.notices import publishing
from handlers.core.notices.kinds import Kind
from handlers.core.talk import Capability, Heard, Lines, Phrase, Reply, Text, Turn, Value, Who
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Day
from handlers.core.talk.words import CHANGE_BODY
from handlers.core.understanding import beside_times, find_day
from handlers.core.understanding.matters.addressing import leading
from handlers.pledges.offering import CANNOT, CHOICES, HELP, answered
from models.notice import Notice, NoticeState, Receipt, SignRule
from models.pledge import Need, Pledge

MENU = Text("needs.menu", id="Minta bantuan acara", en="Ask for help at an event")
TITLE = Text("needs.title", id="permintaan bantuan", en="request for help")
ASKED = Text(
    "needs.asked",
    id="Ananda {children}. Ada {title} dari {author} untuk {day}:\n\n{body}\n\nApakah Ibu/Bapak "
    "bisa membantu? Ketuk, atau tulis langsung, misalnya: saya bawa kue.",
    en="About {children}. A {title} from {author} for {day}:\n\n{body}\n\nCan you help? Tap, or "
    "just write, for example: I bring a cake.",
    template=True,
    buttons=(HELP, CANNOT),
)
WHOM = Text("needs.whom", id="Untuk kelas mana?", en="For which class?")
NOBODY = Text(
    "needs.nobody",
    id="Saya tidak menemukan itu di kelas Ibu/Bapak. Untuk kelas mana?",
    en="I cannot find that in your classes. For which class?",
)
NOT_YOURS = Text(
    "needs.not_yours",
    id="{classes} bukan kelas Ibu/Bapak. Untuk kelas mana?",
    en="{classes} is not a class of yours. For which class?",
)
WHAT = Text("needs.what", id="Apa yang dibutuhkan?", en="What is needed?")
WHEN = Text("needs.when", id="Untuk hari apa?", en="For which day?")
CONFIRM = Text(
    "needs.confirm",
    id="Minta bantuan, {whom} ({count} keluarga), {day}:\n\n“{body}”{below}\n\nKirim?",
    en="Ask {whom} ({count} families) for help, {day}:\n\n“{body}”{below}\n\nSend it?",
)
SENT = Text(
    "needs.sent",
    id="Terkirim ke {count} keluarga.{held}{unreached}\nTulis “siapa bawa apa” kapan saja.",
    en="On its way to {count} families.{held}{unreached}\nWrite “siapa bawa apa” at any time.",
    claims=Claim.SENT,
)
NONE = Text("needs.none", id="Belum ada permintaan bantuan.", en="No help has been asked for.")
LIST = Text(
    "needs.list",
    id="{body} ({day})\n{list}\n\nBelum bisa: {cannot}. Belum menjawab: {silent}.",
    en="{body} ({day})\n{list}\n\nCannot: {cannot}. No answer yet: {silent}.",
)
LINE = Text("needs.line", id="• {child}: “{words}”", en="• {child}: “{words}”")
NOTHING = Text("needs.nothing", id="Belum ada yang bersedia.", en="Nobody has offered yet.")

teachers = Capability("needs", Who.STAFF, menu=MENU, place=45)


class Draft(Addressed):
    """A request as far as it has got: the memory of the questions about it."""

    body: str = ""
    due: date | None = None
    files: tuple[int, ...] = ()


def _repeat(session: Session, old: Notice, new: Notice, now: object) -> None:
    """What was offered counts for the corrected request, too."""
    for need in session.scalars(select(Need).where(Need.notice_id == old.id)):
        need.notice_id = new.id


KIND = Kind(
    "pledge",
    title=lambda notice: TITLE,
    message=lambda notice: ASKED,
    values=lambda notice: {"day": Day(date.fromisoformat(notice.details["due"]))},
    choices=lambda notice: CHOICES,
    hears=answered,
    free=lambda notice: True,
    context="pledge",
    repeat=_repeat,
)


def what(turn: Turn, session: Session, draft: Draft) -> Reply:
    return Reply(WHAT)


def shown(turn: Turn, session: Session, draft: Draft) -> Preview[Draft]:
    assert draft.due is not None
    about = children_of(session, turn.speaker.school, draft.audience, turn.now)
    whom = described(session, draft.audience)
    return Preview(
        CONFIRM,
        {"whom": whom, "count": str(len(about)), "day": Day(draft.due), "body": draft.body},
        lists=True,
        arrives=arrival(turn, session),
        unread=draft.unread,
    )


def send(turn: Turn, session: Session, draft: Draft) -> Heard:
    assert draft.due is not None
    classes = list(draft.audience.classes) if draft.audience.whole else []
    notice = Notice(
        school_id=turn.speaker.school,
        kind=KIND.name,
        author_id=turn.speaker.person,
        sign_rule=SignRule.NONE,
        body=draft.body,
        files=draft.files,
        details={"due": draft.due.isoformat(), "classes": classes},
        created_at=turn.now,
    )
    session.add(notice)
    session.flush()
    session.add(Need(school_id=notice.school_id, notice_id=notice.id, due=draft.due))
    about = children_of(session, turn.speaker.school, draft.audience, turn.now)
    sent = publishing.publish(session, notice, [pupil.id for pupil in about], turn.now)
    report = Reply(
        SENT,
        {
            "count": str(len(sent.reached) + sent.waiting),
            "held": held(turn, arrival(turn, session)),
            "unreached": unreached(sent),
        },
        choices=correcting.CHOICES,
        then=correcting.chosen,
        remember={"notice": notice.id},
    )
    return [*sent.says, report]


CLASSES = Receivers[Draft](WHOM, nobody=NOBODY, other_classes=NOT_YOURS)
request = Form[Draft](
    teachers,
    Draft,
    (CLASSES, Words[Draft]("body", what, CHANGE_BODY), DayAhead[Draft]("due", WHEN)),
    shown,
    send,
    title=TITLE,
)


@teachers.opens("butuh", "minta bantuan")
@teachers.takes_files()
def begin(turn: Turn, session: Session) -> Heard:
    """ "butuh" asks step by step; "butuh 1A: 5 kue, Sabtu 19 Des" says it in one message."""
    rest = turn.text.removeprefix(turn.text.split(" ")[0]).strip()
    whom, body = leading(rest)
    parts = [part.strip(" :") for part in body.split(",")]
    said = ", ".join(part for part in parts if beside_times(part, turn.local))
    draft = Draft(body=said, due=find_day(body, turn.local))
    if not whom:
        return request.begin(turn, session, draft)
    return request.read(replace(turn, text=whom), session, draft, CLASSES)


@teachers.opens("siapa bawa apa", "siapa bawa apa?")
def listed(turn: Turn, session: Session) -> Heard:
    """The speaker's last request: who offers what, and how many have not answered."""
    latest = (
        select(Need)
        .join(Notice)
        .where(Notice.author_id == turn.speaker.person, Notice.state == NoticeState.PUBLISHED)
        .order_by(Need.id.desc())
    )
    need = session.scalars(latest.limit(1)).first()
    return [Reply(LIST, _state(session, need))] if need else [Reply(NONE)]


def _state(session: Session, need: Need) -> dict[str, Value]:
    pledges = session.scalars(select(Pledge).where(Pledge.need_id == need.id)).all()
    asked = select(func.count()).select_from(Receipt).where(Receipt.notice_id == need.notice_id)
    offers = [pledge for pledge in pledges if pledge.words]
    lines = [Phrase(LINE, {"child": one.child.name, "words": one.words}) for one in offers]
    return {
        "body": need.notice.body,
        "day": Day(need.due) if need.due else "",
        "list": Lines(lines) if lines else NOTHING,
        "cannot": str(len(pledges) - len(offers)),
        "silent": str((session.scalar(asked) or 0) - len(pledges)),
    }
