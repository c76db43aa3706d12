"""What we say first: the reminder on the evening before, and the teacher's summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.notices.signing import excerpt
from handlers.core.talk import Choice, Lines, Phrase, Sense, Tell, Text, Value
from handlers.core.talk.times import Day
from handlers.core.talk.words import NOBODY
from handlers.homework.about import remembered
from handlers.homework.days import MORNING
from handlers.homework.doing import answered
from handlers.homework.sending import ASK
from handlers.homework.words import title
from models.family import Pupil, pupils
from models.homework import Homework, Item, items_of
from models.outbox import Priority
from models.school import school_of

ALL_DONE = Text("homework.reminder_done", id="Sudah semua ✅", en="All done ✅")
REMINDER = Text(
    "homework.reminder",
    id="Ananda {children}. Untuk {due} masih ada yang belum ditandai selesai:\n{list}\n\nSudah "
    "beres? Ketuk Sudah semua atau balas “sudah”. Ada pertanyaan? Ketuk Tanya guru.",
    en="About {children}. For {due} some things are not marked as done yet:\n{list}\n\nAll "
    "finished? Tap All done or answer “sudah”. A question? Tap Ask the teacher.",
    template=True,
    buttons=(ALL_DONE, ASK),
)
LINE = Text("homework.reminder_line", id="• {title}: {body}", en="• {title}: {body}")
FOR_CHILD = Text(
    "homework.reminder_child", id="• {child}: {title}, {body}", en="• {child}: {title}, {body}"
)
SUMMARY = Text(
    "homework.summary",
    id="Kelas {class_name}, {title} untuk {due}: {count} dari {total} anak sudah.\n✅ Sudah: "
    "{done}\n⬜ Belum: {undone}\n📵 Tidak terjangkau di sini: {unreached}\n\nYang tidak terjangkau "
    "mohon diberi tahu langsung.",
    en="Class {class_name}, {title} for {due}: {count} of {total} children have done it.\n✅ Done: "
    "{done}\n⬜ Not yet: {undone}\n📵 Cannot be reached here: {unreached}\n\nPlease tell those "
    "who cannot be reached yourself.",
    template=True,
)


def remind(session: Session, due: Sequence[Homework], now: datetime) -> list[Tell]:
    """One message to each guardian about everything of one day that is not marked yet.

    `due` are of one school and one day. Who gets it is whoever gets such a notice.
    """
    told: dict[int, list[Item]] = {}
    names: dict[int, Pupil] = {}
    for homework in due:
        undone = {i.child_id: i for i in items_of(session, homework) if i.done is None}
        here = {pupil.id: pupil for pupil in pupils(session, list(undone))}
        names |= here
        for child, people in _recipients(session, homework, list(here), now).items():
            for person in people:
                told.setdefault(person, []).append(undone[child])
    return [_reminder(session, person, found, names) for person, found in told.items()]


def sum_up(session: Session, homework: Homework, now: datetime) -> list[Tell]:
    """Who has done it, by name, for whoever set it: a message for each class."""
    found = {item.child_id: item for item in items_of(session, homework)}
    about = pupils(session, list(found))
    people = _recipients(session, homework, [pupil.id for pupil in about], now)
    return [
        _summary(homework, [p for p in about if p.class_id == class_id], found, people)
        for class_id in dict.fromkeys(pupil.class_id for pupil in about)
    ]


def _recipients(
    session: Session, homework: Homework, children: Sequence[int], now: datetime
) -> dict[int, list[int]]:
    """Whom we can tell of it today, by child; nobody where a family cannot be reached."""
    notice = homework.notice
    priority = publishing.PRIORITY[notice.urgency]
    circle = publishing.circle_of(session, notice, children, now)
    return {child: circle[child].recipients(notice.sign_rule, priority) for child in children}


def _reminder(
    session: Session, person: int, found: Sequence[Item], names: Mapping[int, Pupil]
) -> Tell:
    homework = found[0].homework
    school = school_of(session, homework.school_id)
    children = [pupil for pupil in names.values() if any(i.child_id == pupil.id for i in found)]
    return Tell(
        REMINDER,
        {
            "children": publishing.names(children),
            "due": Day(homework.due),
            "list": Lines([_line(item, names, several=len(children) > 1) for item in found]),
        },
        choices=[Choice("done", ALL_DONE, Sense.DONE), Choice("ask", ASK)],
        then=answered,
        free=False,
        again=True,
        remember=remembered(found),
        kind="homework_notice",
        to=person,
        topic=f"homework:{homework.due}",
        priority=min(publishing.PRIORITY[item.homework.notice.urgency] for item in found),
        expires_at=datetime.combine(homework.due, MORNING, tzinfo=school.zone),
    )


def _line(item: Item, names: Mapping[int, Pupil], *, several: bool) -> Value:
    homework = item.homework
    blanks: dict[str, Value] = {
        "title": title(homework.sort, homework.subject),
        "body": excerpt(homework.notice.body, 60),
    }
    if not several:
        return Phrase(LINE, blanks)
    return Phrase(FOR_CHILD, {**blanks, "child": names[item.child_id].name})


def _summary(
    homework: Homework,
    children: Sequence[Pupil],
    found: Mapping[int, Item],
    people: Mapping[int, Sequence[int]],
) -> Tell:
    done = [pupil for pupil in children if found[pupil.id].done is not None]
    others = [pupil for pupil in children if found[pupil.id].done is None]
    return Tell(
        SUMMARY,
        {
            "class_name": children[0].class_name or "–",
            "title": title(homework.sort, homework.subject),
            "due": Day(homework.due),
            "count": str(len(done)),
            "total": str(len(children)),
            "done": _called(done, children),
            "undone": _called([p for p in others if people[p.id]], children),
            "unreached": _called([p for p in others if not people[p.id]], children),
        },
        to=homework.notice.author_id,
        topic=f"homework_due:{homework.id}:{children[0].class_id}",
        priority=Priority.NORMAL,
        asked=True,
        office=True,
        notice=None,
    )


def _called(some: Sequence[Pupil], among: Sequence[Pupil]) -> Value:
    """Short names, so that a whole class fits one message; the whole name where two are alike."""
    short = Counter(_short(pupil) for pupil in among)
    called = [_short(p) if short[_short(p)] == 1 else p.name for p in some]
    return ", ".join(called) or NOBODY


def _short(pupil: Pupil) -> str:
    return " ".join(pupil.name.split()[:2])
