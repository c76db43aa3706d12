"""Laporan: how far an announcement has got, by number and by name; and who was not reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.announcements import notice as announcing
from handlers.announcements import staff as staff_notices
from handlers.core.forms.addressing import described
from handlers.core.notices import forwarding, publishing
from handlers.core.notices.signing import excerpt
from handlers.core.notices.tasks import REASONS
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
    clip,
)
from handlers.core.talk.texts import Claim
from handlers.core.talk.times import short
from handlers.core.talk.words import AND_MORE, LISTED
from models.family import LEADS, Pupil, pupils
from models.notice import Notice, NoticeState, SignRule, Urgency
from models.numbers import whole
from models.outbox import Priority
from models.progress import Progress, Stage, progress_of
from models.school import school_of

MENU = Text("reports.menu", id="Laporan pengumuman", en="Report on an announcement")
NONE = Text(
    "reports.none", id="Belum ada pengumuman yang dikirim.", en="No announcement has been sent yet."
)
WHICH = Text("reports.which", id="Laporan yang mana?\n{list}", en="Which report?\n{list}")
LINE = Text("reports.line", id="{number}. {at} “{what}”", en="{number}. {at} “{what}”")
REPORT = Text(
    "reports.report",
    id="Laporan “{what}” ({at}), untuk {whom}:\n{numbers}{answers}{names}",
    en="Report on “{what}” ({at}), for {whom}:\n{numbers}{answers}{names}",
)
COUNT = Text("reports.count", id="• {stage}: {count} anak", en="• {stage}: {count} children")
STAGES = {
    Stage.SIGNED: Text("reports.signed", id="Sudah paraf", en="Signed"),
    Stage.READ: Text("reports.read", id="Dibaca (menurut WhatsApp)", en="Read (says WhatsApp)"),
    Stage.DELIVERED: Text("reports.delivered", id="Sampai", en="Delivered"),
    Stage.SENT: Text("reports.sent", id="Terkirim", en="Sent"),
    Stage.ON_ITS_WAY: Text("reports.on_its_way", id="Sedang dikirim", en="On its way"),
    Stage.HELD: Text("reports.held", id="Ditahan", en="Held"),
    Stage.FAILED: Text("reports.failed", id="Gagal terkirim", en="Failed"),
    Stage.NOT_REACHED: Text("reports.not_reached", id="Tidak terjangkau", en="Not reached"),
    Stage.CLOSED: Text("reports.closed", id="Ditarik kembali", en="Taken back"),
}
ANSWERED = Text("reports.answered", id="Sudah menjawab", en="Answered")
ANSWERS = Text("reports.answers", id="\n\nJawaban:\n{list}", en="\n\nAnswers:\n{list}")
ANSWER = Text("reports.answer", id="• {choice}: {count}{names}", en="• {choice}: {count}{names}")
MISSED = Text("reports.missed", id="\n\n{stage}:\n{list}", en="\n\n{stage}:\n{list}")
MISSED_LINE = Text("reports.missed_line", id="• {child}{why}", en="• {child}{why}")
WHY = Text("reports.why", id=": {reason}", en=": {reason}")
NOT_YET = Text("reports.not_yet", id="Belum paraf", en="Not signed yet")
NOT_ANSWERED = Text("reports.not_answered", id="Belum menjawab", en="Not answered yet")
REMIND = Text("reports.remind", id="Ingatkan yang belum", en="Remind the others")
NOBODY = Text(
    "reports.nobody",
    id="Semua yang bisa diingatkan lewat chat sudah menjawab.",
    en="Everybody who can be reminded by chat has answered.",
)
LATE = Text("reports.late", id="Kirim ke yang baru", en="Send to newcomers")
REMINDED = Text(
    "reports.reminded",
    id="Pengingat dikirim ke {count} orang tua.",
    en="A reminder goes to {count} guardians.",
    claims=Claim.SENT,
)
NOBODY_LATE = Text(
    "reports.nobody_late",
    id="Tidak ada keluarga baru. Semua yang bisa dijangkau sudah dikirimi.",
    en="There are no new families. Everybody who can be reached was told.",
)
SENT_LATE = Text(
    "reports.sent_late",
    id="Dikirim ke yang baru bergabung saja: {children}.",
    en="Sent to the newcomers only: {children}.",
)
AFTERWARDS = Text(
    "reports.afterwards",
    id="Pengumuman “{what}” tidak sampai ke keluarga ini:\n{list}\n\nMohon dihubungi langsung. "
    "Selengkapnya: tulis LAPORAN.",
    en="The announcement “{what}” did not reach these families:\n{list}\n\nPlease contact them "
    "yourself. For everything write LAPORAN.",
    template=True,
)
AT_MOST = 40
"""Names in one list; a whole school's are counted."""

reports = Capability("reports", Who.STAFF, menu=MENU, place=31)


@reports.opens("laporan", "report")
def latest(turn: Turn, session: Session) -> Heard:
    """The newest announcement of the speaker, or of the school for whoever leads it.

    "laporan absen hari ini" is another capability's.
    """
    if turn.text.casefold().partition(" ")[2] not in ("", "pengumuman", "on announcement"):
        return None
    query = select(Notice).where(
        Notice.school_id == turn.speaker.school,
        Notice.kind == announcing.KIND.name,
        Notice.state.in_((NoticeState.PUBLISHED, NoticeState.SCHEDULED)),
    )
    if not turn.speaker.roles & LEADS:
        query = query.where(Notice.author_id == turn.speaker.person)
    found = session.scalars(query.order_by(Notice.id.desc()).limit(5)).all()
    if not found:
        return [Reply(NONE)]
    if len(found) == 1:
        return [_report(turn, session, found[0])]
    lines = [
        Phrase(LINE, {"number": str(number), "at": _at(turn, one), "what": _what(one)})
        for number, one in enumerate(found, start=1)
    ]
    choices = [
        Choice(str(one.id), clip(f"{number}. {_what(one)}"))
        for number, one in enumerate(found, start=1)
    ]
    return [Reply(WHICH, {"list": Lines(lines)}, choices=choices, then=chosen, again=True)]


@reports.step
def chosen(turn: Turn, session: Session) -> Heard:
    notice = _own(turn, session, turn.answer)
    return [_report(turn, session, notice)] if notice else None


@reports.step
def acted(turn: Turn, session: Session) -> Heard:
    """Under a report: remind, tell newcomers, or the text for a WhatsApp group."""
    notice = _own(turn, session, turn.memory["notice"])
    if notice is None:
        return None
    match turn.answer:
        case "remind":
            return _remind(turn, session, notice)
        case "late":
            return _to_newcomers(turn, session, notice)
        case forwarding.CHOICE.value:
            return forwarding.text_for_group(turn, session)
        case _:
            return None


def arrived_at(session: Session, notice: Notice) -> datetime:
    """When its messages could arrive: after the quiet hours in which it was sent."""
    at = notice.published_at or notice.created_at
    if notice.urgency is Urgency.URGENT:
        return at
    return school_of(session, notice.school_id).quiet.release(at)


def afterwards(session: Session, notice: Notice) -> list[Tell]:
    """To the author: who was not reached, if anybody was not. Said once."""
    notice.details = {**notice.details, "reported": True}
    missed = (Stage.FAILED, Stage.NOT_REACHED)
    found = [one for one in progress_of(session, notice.id) if one.stage in missed]
    if not found:
        return []
    about = {pupil.id: pupil for pupil in pupils(session, [one.child_id for one in found])}
    return [
        Tell(
            AFTERWARDS,
            {"what": _what(notice), "list": Lines(_named(found, about))},
            to=notice.author_id,
            topic=f"report:{notice.id}",
            priority=Priority.IMPORTANT,
            asked=True,
            office=True,
        )
    ]


def _own(turn: Turn, session: Session, id_: object) -> Notice | None:
    notice = session.get(Notice, whole(str(id_)) or 0)
    if notice is None or notice.school_id != turn.speaker.school:
        return None
    mine = notice.author_id == turn.speaker.person or turn.speaker.roles & LEADS
    return notice if mine else None


def _report(turn: Turn, session: Session, notice: Notice) -> Say:
    if announcing.audience_of(notice).staff:
        return staff_notices.report(turn, session, notice)
    found = progress_of(session, notice.id)
    about = {pupil.id: pupil for pupil in pupils(session, [one.child_id for one in found])}
    asks = "question" in notice.details
    counts = Counter(one.stage for one in found)
    numbers = [
        Phrase(COUNT, {"stage": _called(stage, asks), "count": str(counts[stage])})
        for stage in sorted(counts, reverse=True)
    ]
    blanks: dict[str, Value] = {
        "what": _what(notice),
        "at": _at(turn, notice),
        "whom": described(session, announcing.audience_of(notice)),
        "numbers": Lines(numbers),
        "answers": _answers(notice, found, about) if asks else "",
        "names": Lines(_missing(notice, found, about), between=""),
    }
    choices = [
        *([Choice("remind", REMIND)] if _waiting(notice, found) else []),
        Choice("late", LATE),
        forwarding.CHOICE,
    ]
    remember = {"notice": notice.id}
    return Reply(REPORT, blanks, choices=choices, then=acted, remember=remember, again=True)


def _called(stage: Stage, asks: bool) -> Text:
    return ANSWERED if asks and stage is Stage.SIGNED else STAGES[stage]


def _answers(notice: Notice, found: Sequence[Progress], about: dict[int, Pupil]) -> Value:
    lines: list[Value] = []
    for choice in notice.details["choices"]:
        those = [about[p.child_id] for p in found if p.choice == choice and p.child_id in about]
        named = ", ".join(pupil.label for pupil in those)
        names = Phrase(LISTED, {"list": named}) if 0 < len(those) <= AT_MOST else ""
        lines.append(Phrase(ANSWER, {"choice": choice, "count": str(len(those)), "names": names}))
    return Phrase(ANSWERS, {"list": Lines(lines)})


def _missing(notice: Notice, found: Sequence[Progress], about: dict[int, Pupil]) -> list[Value]:
    """Those who have not signed or answered, and those who were never reached, by name."""
    lists: list[tuple[Text, list[Progress]]] = []
    if notice.sign_rule is not SignRule.NONE:
        text = NOT_ANSWERED if "question" in notice.details else NOT_YET
        lists.append((text, _waiting(notice, found)))
    for stage in (Stage.FAILED, Stage.NOT_REACHED):
        lists.append((STAGES[stage], [one for one in found if one.stage is stage]))
    return [
        Phrase(MISSED, {"stage": text, "list": Lines(_named(those, about))})
        for text, those in lists
        if those
    ]


def _waiting(notice: Notice, found: Sequence[Progress]) -> list[Progress]:
    if notice.sign_rule is SignRule.NONE:
        return []
    told = range(Stage.HELD, Stage.SIGNED)
    return [one for one in found if one.stage in told]


def _named(those: Sequence[Progress], about: dict[int, Pupil]) -> list[Value]:
    shown = [one for one in those if one.child_id in about][:AT_MOST]
    lines: list[Value] = [
        Phrase(
            MISSED_LINE,
            {
                "child": about[one.child_id].label,
                "why": Phrase(WHY, {"reason": REASONS[one.reason]}) if one.reason else "",
            },
        )
        for one in shown
    ]
    if len(those) > len(shown):
        lines.append(Phrase(AND_MORE, {"count": str(len(those) - len(shown))}))
    return lines


def _remind(turn: Turn, session: Session, notice: Notice) -> Heard:
    children = [one.child_id for one in _waiting(notice, progress_of(session, notice.id))]
    circle = publishing.circle_of(session, notice, children, turn.now)
    groups: dict[int, list[Pupil]] = {}
    for pupil in pupils(session, children):
        family = circle[pupil.id]
        for person in family.recipients(notice.sign_rule, publishing.PRIORITY[notice.urgency]):
            groups.setdefault(person, []).append(pupil)
    occasion = f"asked:{turn.inbox_id}"
    says: list[Say] = [publishing.nudge(notice, of, who, occasion) for who, of in groups.items()]
    return [*says, Reply(REMINDED, {"count": str(len(groups))})] if says else [Reply(NOBODY)]


def _to_newcomers(turn: Turn, session: Session, notice: Notice) -> Heard:
    """Children who are new in its audience, and families that could not be told before."""
    again = publishing.reach_again(session, notice, turn.now)
    published = announcing.send(session, notice, turn.now)
    new = [*again.reached, *published.reached]
    if not new:
        return [Reply(NOBODY_LATE)]
    label = ", ".join(pupil.label for pupil in new[:AT_MOST])
    return [*again.says, *published.says, Reply(SENT_LATE, {"children": label})]


def _what(notice: Notice) -> str:
    return excerpt(notice.body, 40)


def _at(turn: Turn, notice: Notice) -> str:
    at = notice.published_at or notice.send_at or notice.created_at
    return short(at, turn.speaker.zone)
