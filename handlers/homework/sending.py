"""What is set, as a notice to families and a row beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.core.forms import correcting
from handlers.core.forms.preview import arrival, held, unreached
from handlers.core.notices import kinds, publishing
from handlers.core.talk import Choice, Phrase, Reply, Say, Sense, Text, Turn, Value
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import Day, Moment
from handlers.core.talk.words import CLASSES
from handlers.core.whom.audience import label
from handlers.homework import doing
from handlers.homework.about import KIND as NAME
from handlers.homework.days import SchoolDays
from handlers.homework.reading import Draft
from handlers.homework.words import title_of
from models.family import Pupil
from models.homework import Homework, HomeworkDone, Sort
from models.notice import Notice, Receipt, SignRule, Urgency
from models.school import School, school_of

DONE = Text("homework.done", id="Sudah dikerjakan ✅", en="Done ✅")
READY = Text("homework.ready", id="Sudah disiapkan ✅", en="Ready ✅")
READ = Text("homework.read", id="Sudah dibaca ✅", en="Read ✅")
ASK = Text("homework.ask", id="Tanya guru", en="Ask the teacher")
SET = Text(
    "homework.set",
    id="Ananda {children}. Ada {title} dari {author}, dikumpulkan {due}:\n\n{body}\n\nKalau sudah "
    "selesai, ketuk Sudah dikerjakan atau balas “sudah”. Ada pertanyaan? Ketuk Tanya guru.",
    en="About {children}. There is {title} from {author}, due {due}:\n\n{body}\n\nWhen it is "
    "finished, tap Done or answer “sudah”. A question? Tap Ask the teacher.",
    template=True,
    buttons=(DONE, ASK),
)
SET_WITH_HINT = Text(
    "homework.set_with_hint",
    id="Ananda {children}. Ada {title} dari {author}, dikumpulkan {due}:\n\n{body}\n\n💡 Cara "
    "membantu di rumah: {hint}\n\nKalau sudah selesai, ketuk Sudah dikerjakan atau balas “sudah”. "
    "Ada pertanyaan? Ketuk Tanya guru.",
    en="About {children}. There is {title} from {author}, due {due}:\n\n{body}\n\n💡 How to help "
    "at home: {hint}\n\nWhen it is finished, tap Done or answer “sudah”. A question? Tap Ask the "
    "teacher.",
    template=True,
    buttons=(DONE, ASK),
)
BRING = Text(
    "homework.bring",
    id="Ananda {children}. Ada {title} dari {author} untuk {due}:\n\n{body}\n\nKalau sudah siap, "
    "ketuk Sudah disiapkan atau balas “sudah”. Ada pertanyaan? Ketuk Tanya guru.",
    en="About {children}. A {title} from {author} for {due}:\n\n{body}\n\nWhen it is packed, tap "
    "Ready or answer “sudah”. A question? Tap Ask the teacher.",
    template=True,
    buttons=(READY, ASK),
)
KNOW = Text(
    "homework.know",
    id="Ananda {children}. Ada {title} dari {author} untuk {due}:\n\n{body}\n\nKalau sudah dibaca, "
    "ketuk Sudah dibaca atau balas “sudah”. Ada pertanyaan? Ketuk Tanya guru.",
    en="About {children}. A {title} from {author} for {due}:\n\n{body}\n\nWhen you have read it, "
    "tap Read or answer “sudah”. A question? Tap Ask the teacher.",
    template=True,
    buttons=(READ, ASK),
)
SENT = Text(
    "homework.sent",
    id="Terkirim: {title} untuk {classes}, {count} keluarga.{held}{unreached}{summary}",
    en="On its way: {title} for {classes}, {count} families.{held}{unreached}{summary}",
    claims=Claim.SENT,
)
SUMMARY = Text(
    "homework.summary_promised",
    id="\nSiapa yang sudah dan belum saya rekap {when}.",
    en="\nI will tell you who has done it {when}.",
)
WORDED = {Sort.HOMEWORK: SET, Sort.BRING: BRING, Sort.UNIFORM: KNOW, Sort.HOURS: KNOW}
BUTTON = {Sort.HOMEWORK: DONE, Sort.BRING: READY, Sort.UNIFORM: READ, Sort.HOURS: READ}


def _message(notice: Notice) -> Text:
    return SET_WITH_HINT if notice.details["hint"] else WORDED[Sort(notice.details["sort"])]


def _values(notice: Notice) -> dict[str, Value]:
    values: dict[str, Value] = {
        "due": Day(date.fromisoformat(notice.details["due"])),
    }
    return {**values, "hint": notice.details["hint"]} if notice.details["hint"] else values


def _choices(notice: Notice) -> Sequence[Choice]:
    return (Choice("done", BUTTON[Sort(notice.details["sort"])], Sense.DONE), Choice("ask", ASK))


def _repeat(session: Session, old: Notice, new: Notice, now: datetime) -> None:
    """A correction takes over what was set, and what families have marked already."""
    homework = session.scalar(select(Homework).where(Homework.notice_id == old.id))
    if homework is None:
        return
    homework.notice_id = new.id
    receipts = {receipt.child_id: receipt.id for receipt in new.receipts}
    for done in session.scalars(
        select(HomeworkDone).join(Receipt).where(Receipt.notice_id == old.id)
    ):
        if done.child_id in receipts:
            done.receipt_id = receipts[done.child_id]
    session.flush()


KIND = kinds.Kind(
    NAME,
    title=title_of,
    message=_message,
    values=_values,
    choices=_choices,
    hears=doing.answered,
    context="homework_notice",
    repeat=_repeat,
)


def send(turn: Turn, session: Session, draft: Draft, about: Sequence[Pupil]) -> list[Say]:
    """Publish a complete draft for children who were checked to be the speaker's, and report."""
    assert draft.due is not None
    school = school_of(session, turn.speaker.school)
    notice = _notice(turn, school, draft, draft.due)
    session.add(notice)
    session.flush()
    days = SchoolDays.of(school)
    homework = Homework(
        school_id=school.id,
        notice_id=notice.id,
        sort=draft.sort,
        subject=draft.subject,
        due=draft.due,
        remind_at=days.remind_at(draft.due, turn.now),
        sum_at=days.sum_at(draft.due, turn.now),
    )
    session.add(homework)
    published = publishing.publish(session, notice, [pupil.id for pupil in about], turn.now)
    summary = Moment(homework.sum_at, school.zone) if homework.sum_at else None
    report: dict[str, Value] = {
        "title": title_of(notice),
        "classes": whom(draft, about),
        "count": str(len(published.reached) + published.waiting),
        "held": held(turn, arrival(turn, session)),
        "unreached": unreached(published),
        "summary": Phrase(SUMMARY, {"when": summary}) if summary else "",
    }
    after = {"notice": notice.id}
    reply = Reply(SENT, report, choices=correcting.CHOICES, then=correcting.chosen, remember=after)
    return [*published.says, reply]


def whom(draft: Draft, about: Sequence[Pupil]) -> Value:
    """Whole classes by their names, else the children."""
    if not draft.classes:
        return label(about)
    return Phrase(CLASSES, {"classes": ", ".join(dict.fromkeys(p.class_name for p in about))})


def _notice(turn: Turn, school: School, draft: Draft, due: date) -> Notice:
    midnight = datetime.combine(due + timedelta(days=1), time(0), tzinfo=school.zone)
    return Notice(
        school_id=school.id,
        kind=KIND.name,
        author_id=turn.speaker.person,
        # Whoever wants only what matters must still not leave a child at a closed gate.
        urgency=Urgency.IMPORTANT if draft.sort is Sort.HOURS else Urgency.NORMAL,
        sign_rule=SignRule.NONE,
        body=draft.body,
        files=draft.files,
        details={
            "subject": draft.subject,
            "due": due.isoformat(),
            "sort": draft.sort.value,
            "hint": draft.hint,
            "classes": list(draft.classes),
        },
        created_at=turn.now,
        expires_at=midnight,
    )
