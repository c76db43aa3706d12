"""The weekly digest: what needs no message of its own, once a week for each guardian."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.core.notices import codes, publishing, signing
from handlers.core.talk import (
    Capability,
    Choice,
    Heard,
    Lines,
    Phrase,
    Reply,
    Say,
    Tell,
    Text,
    Turn,
    Value,
    Who,
    worded,
)
from handlers.core.talk.times import DAYS
from handlers.core.understanding import find_day, find_when
from handlers.core.understanding.matters.digest import only_time
from models.family import Pupil
from models.news import News, news_of
from models.outbox import Priority
from models.people import Person
from models.school import School, school_of

READ = Text("digest.read", id="Baca lengkap", en="Read it all")
DIGEST = Text(
    "digest.digest",
    id="Ananda {children}. Kabar sekolah minggu ini:\n\n{headlines}\n\nKetik RANGKUMAN untuk "
    "membaca lengkap, atau untuk mengganti hari dan jamnya.",
    en="About {children}. News from school this week:\n\n{headlines}\n\nType RANGKUMAN to read it "
    "all, or to change its day and hour.",
    template=True,
    buttons=(READ,),
)
CHILDREN = Text("digest.children", id="{children}:", en="{children}:")
LINE = Text(
    "digest.line",
    id="• {title} dari {author}: “{excerpt}”",
    en="• {title} from {author}: “{excerpt}”",
)
FILE = Text(
    "digest.file",
    id="• {title} dari {author} (lampiran)",
    en="• {title} from {author} (attachment)",
)
MORE = Text(
    "digest.more", id="… dan {count} lagi: ketik RANGKUMAN", en="… and {count} more: RANGKUMAN"
)
NOTHING = Text(
    "digest.nothing",
    id="Belum ada kabar baru untuk rangkuman dua minggu terakhir, {who}.\n\n{setting}",
    en="There was no news for the digest in the last two weeks, {who}.\n\n{setting}",
)
OLDER = Text(
    "digest.older",
    id="Masih ada yang lain, {who}. Balas dengan kodenya untuk membaca:\n{list}\n\n{setting}",
    en="There is more, {who}. Answer with the code to read it:\n{list}\n\n{setting}",
)
OLDER_LINE = Text(
    "digest.older_line",
    id="• LIHAT {word}: {title} dari {author}",
    en="• LIHAT {word}: {title} from {author}",
)
ALL = Text(
    "digest.all",
    id="Itu semua kabar dua minggu terakhir, {who}.\n\n{setting}",
    en="That is all the news of the last two weeks, {who}.\n\n{setting}",
)
SETTING = Text(
    "digest.setting",
    id="Rangkuman datang setiap {day} pukul {hour}.",
    en="The digest comes every {day} at {hour}.",
)
CHANGE = Text("digest.change", id="Ganti hari/jam", en="Change day/hour")
WHEN = Text(
    "digest.when",
    id="Rangkuman sebaiknya datang hari apa dan jam berapa? Misalnya: JUMAT JAM 16.",
    en="On which day and at what hour should the digest come? For example: JUMAT JAM 16.",
)
SET = Text(
    "digest.set",
    id="Baik, {who}. Mulai sekarang rangkuman datang setiap {day} pukul {hour}.{quiet}",
    en="All right, {who}. From now on the digest comes every {day} at {hour}.{quiet}",
)
QUIET = Text(
    "digest.quiet",
    id=" Karena jam tenang, baru sampai pukul {hour}.",
    en=" Because of quiet hours it arrives at {hour}.",
)
LENGTH = 700
"""Characters of news in a digest, so that the whole stays under a template's 1024."""
WHOLE = 8
"""Notices that are shown in full at once; the others by their codes."""

digest = Capability("digest", Who.GUARDIAN)


@dataclass(frozen=True)
class Weekday:
    """A day of the week, as the value of a blank."""

    number: int

    def worded(self, language: str) -> str:
        return DAYS[language][self.number]


@dataclass(frozen=True)
class Headlines:
    """A line for each of the news, under its children, as far as there is room."""

    news: Sequence[News]

    def worded(self, language: str) -> str:
        lines: list[str] = []
        heading = ""
        groups = len({each.children for each in self.news})
        for number, each in enumerate(self.news):
            above = publishing.names(each.children) if groups > 1 else ""
            new = [worded(_line(each), language)]
            if above != heading:
                new.insert(0, CHILDREN.fill(language, {"children": above}))
            if len("\n".join([*lines, *new])) > LENGTH:
                more = MORE.fill(language, {"count": str(len(self.news) - number)})
                return "\n".join([*lines, more])
            lines, heading = [*lines, *new], above
        return "\n".join(lines)


def tell(person: Person, news: Sequence[News], on: datetime) -> Tell:
    """One guardian's digest. `news` is not empty; `on` is in the school's zone."""
    children = sorted({pupil for each in news for pupil in each.children}, key=_place)
    together = sorted(news, key=lambda each: [_place(pupil) for pupil in each.children])
    return Tell(
        DIGEST,
        {"children": publishing.names(children), "headlines": Headlines(together)},
        choices=[Choice("read", READ)],
        then=chosen,
        again=True,
        free=False,
        to=person.id,
        topic=f"digest:{on:%Y-%m-%d}",
        priority=Priority.LOW,
    )


@digest.opens("rangkuman", "digest")
def ask(turn: Turn, session: Session) -> Heard:
    """ "rangkuman" shows the news in full; "rangkuman jumat jam 16" sets the day and hour.

    "rangkuman IPA dikumpul kapan bu" is a question about homework, and not for us.
    """
    _, _, words = turn.text.partition(" ")
    if not only_time(words):
        return None
    return _set(turn, session, words) or _show(turn, session)


@digest.step
def chosen(turn: Turn, session: Session) -> Heard:
    match turn.answer:
        case "read":
            return _show(turn, session)
        case "change":
            return [Reply(WHEN, then=hour_named)]
        case _:
            return None


@digest.step
def hour_named(turn: Turn, session: Session) -> Heard:
    """The day and hour. Other words are for somebody else, though the question stands open."""
    if not turn.text or not only_time(turn.text):
        return None
    return _set(turn, session, turn.text) or [Reply(WHEN, then=hour_named)]


def _show(turn: Turn, session: Session) -> list[Say]:
    """Each of the news as a message of its own, then what can be changed."""
    person = turn.speaker.person
    news = news_of(session, [person], turn.now).get(person, [])
    first, rest = news[:WHOLE], news[WHOLE:]
    whole = [codes.shown(each.notice, each.children, person) for each in reversed(first)]
    older = [Phrase(OLDER_LINE, {"word": each.notice.word, **_of(each)}) for each in rest]
    blanks: dict[str, Value] = {
        "who": turn.speaker.name,
        "list": Lines(older),
        "setting": _setting(session.get_one(Person, person)),
    }
    text = OLDER if rest else ALL if news else NOTHING
    return [*whole, Reply(text, blanks, choices=[Choice("change", CHANGE)], then=chosen)]


def _set(turn: Turn, session: Session, words: str) -> list[Say]:
    """Keep the day and hour that words name, and say them back; nothing if they name none.

    A day alone keeps the hour, an hour alone the day. "hari ini" is no wish for a weekday.
    """
    when, day = find_when(words, turn.local), find_day(words, turn.local)
    timed = isinstance(when, datetime)
    if not timed and (day is None or day <= turn.local.date()):
        return []
    person = session.get_one(Person, turn.speaker.person)
    if day is not None:
        person.digest_day = day.weekday()
    if isinstance(when, datetime):
        person.digest_minute = when.hour * 60 + when.minute
    quiet = _quiet(school_of(session, person.school_id), person, turn.local)
    blanks: dict[str, Value] = {**_hour(person), "who": turn.speaker.name, "quiet": quiet}
    return [Reply(SET, blanks)]


def _quiet(school: School, person: Person, local: datetime) -> Value:
    """When it would arrive, if the hour is a quiet one."""
    ahead = timedelta(days=(person.digest_day - local.weekday()) % 7)
    hour, minute = divmod(person.digest_minute, 60)
    at = (local + ahead).replace(hour=hour, minute=minute, second=0, microsecond=0)
    arrives = school.quiet.release(at)
    if arrives == at or school.quiet.is_holiday(at.date()):
        return ""
    return Phrase(QUIET, {"hour": f"{arrives:%H.%M}"})


def _setting(person: Person) -> Value:
    return Phrase(SETTING, _hour(person))


def _hour(person: Person) -> dict[str, Value]:
    hour, minute = divmod(person.digest_minute, 60)
    return {"day": Weekday(person.digest_day), "hour": f"{hour:02}.{minute:02}"}


def _line(news: News) -> Value:
    if not news.notice.body:
        return Phrase(FILE, _of(news))
    return Phrase(LINE, {**_of(news), "excerpt": signing.excerpt(news.notice.body, 120)})


def _of(news: News) -> dict[str, Value]:
    """Title and author, a correction's marked as one."""
    blanks = publishing.blanks(news.notice, news.children)
    return {"title": blanks["title"], "author": blanks["author"]}


def _place(pupil: Pupil) -> tuple[str, str, int]:
    return pupil.class_name, pupil.name, pupil.id
