"""What an announcement is: from a draft to a notice, now or at its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime
from sqlalchemy.orm import Session

from handlers.announcements import polls
from handlers.announcements.asking import Question
from handlers.core.forms.addressing import Audience, children_of
from handlers.core.forms.receivers import Addressed
from handlers.core.notices import kinds, publishing
from handlers.core.talk import Choice, Lines, Phrase, Text, Value
from handlers.core.talk.times import Moment
from handlers.core.talk.words import REPLY
from models.family import Pupil
from models.notice import Notice, NoticeState, SignRule, Urgency

TITLE = Text("announcing.title", id="pengumuman", en="announcement")
IMPORTANT = Text("announcing.important", id="pengumuman PENTING", en="IMPORTANT announcement")
URGENT = Text("announcing.urgent", id="kabar MENDESAK", en="URGENT announcement")
TITLES = {Urgency.IMPORTANT: IMPORTANT, Urgency.URGENT: URGENT}
SIGN = Text(
    "announcing.sign",
    id="Ananda {children}. Ada {title} dari {author}:\n\n{body}\n\nMohon dibaca dan diparaf: ketuk "
    "Paraf, atau balas pesan ini dengan kata “paraf”.",
    en="About {children}. There is an {title} from {author}:\n\n{body}\n\nPlease read and sign it: "
    "tap Sign, or answer this message with the word “paraf”.",
    template=True,
    buttons=(kinds.YES, REPLY),
)
INFORM = Text(
    "announcing.inform",
    id="Ananda {children}. Ada {title} dari {author}:\n\n{body}\n\nIni sekadar pemberitahuan, "
    "tidak perlu dibalas.",
    en="About {children}. There is an {title} from {author}:\n\n{body}\n\nThis is for your "
    "information; no answer is needed.",
    template=True,
)
ASK = Text(
    "announcing.ask",
    id="Ananda {children}. Ada {title} dari {author}:\n\n{body}\n\nPertanyaan: {question}\nMohon "
    "dijawab salah satu: {choices}. Satu jawaban untuk tiap anak, dan bisa diubah.",
    en="About {children}. There is an {title} from {author}:\n\n{body}\n\nQuestion: {question}\n"
    "Please answer with one of these: {choices}. One answer for each child; you can change it.",
    template=True,
)
ASK_UNTIL = Text(
    "announcing.ask_until",
    id="Ananda {children}. Ada {title} dari {author}:\n\n{body}\n\nPertanyaan: {question}\nMohon "
    "dijawab salah satu: {choices}. Satu jawaban untuk tiap anak, dan bisa diubah sampai {until} "
    "nanti.",
    en="About {children}. There is an {title} from {author}:\n\n{body}\n\nQuestion: {question}\n"
    "Please answer with one of these: {choices}. One answer for each child; you can change it "
    "until {until} at the latest.",
    template=True,
)
PLEASE = Text("announcing.please", id="Mohon jawaban Ibu/Bapak.", en="Please answer this.")
"""In the place of a text where there is nothing but the question."""
ASK_AGAIN = Text(
    "announcing.ask_again",
    id="Ananda {children}. Pertanyaan dalam {title} dari {author} belum dijawab:\n“{excerpt}”\n\n"
    "Mohon dijawab, ya.",
    en="About {children}. The question in the {title} from {author} is not answered yet:\n"
    "“{excerpt}”\n\nPlease answer it.",
    template=True,
)
ANSWER = "answer"


class Draft(Addressed):
    """An announcement being written: the memory of the questions about it."""

    body: str = ""
    files: tuple[int, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    reason: str = ""
    sign: bool = True
    send_at: AwareDatetime | None = None
    late: bool = False
    """A time was named that is past already."""
    question: Question | None = None
    sure: bool = False
    """The author has been asked about an audience that looked wrong, and kept it."""

    def notice(self, school_id: int, author_id: int, zone: ZoneInfo, now: datetime) -> Notice:
        """Not stored yet."""
        details: dict[str, object] = {"audience": self.audience.model_dump(mode="json")}
        if self.audience.relation:
            details["relation"] = self.audience.relation.value
        if self.question:
            details["question"] = self.question.text
            details["choices"] = list(self.question.choices)
            if self.question.until:
                details["until"] = self.question.until.isoformat()
                details["zone"] = zone.key
        asks = self.question is not None or self.sign
        return Notice(
            school_id=school_id,
            kind=KIND.name,
            author_id=author_id,
            urgency=self.urgency,
            urgent_reason=self.reason or None,
            sign_rule=SignRule.ANY if asks and self.urgency is not Urgency.LOW else SignRule.NONE,
            body=self.body,
            files=self.files,
            details=details,
            state=NoticeState.DRAFT,
            send_at=self.send_at,
            created_at=now,
            expires_at=self.question.until if self.question else None,
        )


def audience_of(notice: Notice) -> Audience:
    return Audience.model_validate(notice.details.get("audience", {}))


def receivers(session: Session, notice: Notice, now: datetime) -> list[Pupil]:
    """The children of its audience as it is at this moment."""
    return children_of(session, notice.school_id, audience_of(notice), now)


def send(session: Session, notice: Notice, now: datetime) -> publishing.Published:
    """Publish to whoever belongs to the audience now; again later: to those who are new."""
    about = receivers(session, notice, now)
    whom = audience_of(notice)
    if whom.whole:
        classes = sorted({pupil.class_id for pupil in about if pupil.class_id is not None})
        notice.details = {**notice.details, "classes": classes}
    return publishing.publish(session, notice, [pupil.id for pupil in about], now)


def _message(notice: Notice) -> Text:
    if "question" in notice.details:
        return ASK_UNTIL if "until" in notice.details else ASK
    return INFORM if notice.sign_rule is SignRule.NONE else SIGN


def _values(notice: Notice) -> Mapping[str, Value]:
    details = notice.details
    if "question" not in details:
        return {}
    values: dict[str, Value] = {
        "question": details["question"],
        "choices": " / ".join(details["choices"]),
    }
    if notice.body == details["question"]:
        values["body"] = PLEASE
    if "until" in details:
        until = datetime.fromisoformat(details["until"])
        values["until"] = Moment(until, ZoneInfo(details["zone"]))
    return values


def _choices(notice: Notice) -> Sequence[Choice]:
    if "question" not in notice.details:
        return kinds.sign_or_answer(notice)
    return (*polls.offered(notice.details["choices"]), Choice(ANSWER, REPLY))


KIND = kinds.Kind(
    "announcement",
    title=lambda notice: TITLES.get(notice.urgency, TITLE),
    message=_message,
    values=_values,
    choices=_choices,
    hears=polls.answered,
    reminder=lambda notice: ASK_AGAIN if "question" in notice.details else kinds.NUDGE,
    free=lambda notice: "question" in notice.details,
    instead=polls.instead,
)

SAID = Text("announcing.said", id="\n“{body}”", en="\n“{body}”")
ASKED = Text("announcing.asked", id="\n❓ {question} [{choices}]", en="\n❓ {question} [{choices}]")
ASKED_UNTIL = Text(
    "announcing.asked_until",
    id="\n❓ {question} [{choices}], sampai {until}",
    en="\n❓ {question} [{choices}], until {until}",
)


def written(draft: Draft, zone: ZoneInfo) -> Value:
    """The words families would get, each part on a line of its own, as a preview shows them."""
    asked = draft.question.text if draft.question else ""
    parts = [Phrase(SAID, {"body": draft.body})] if draft.body not in ("", asked) else []
    if draft.question is not None:
        blanks: dict[str, Value] = {
            "question": asked,
            "choices": " / ".join(draft.question.choices),
        }
        if until := draft.question.until:
            blanks["until"] = Moment(until, zone)
        parts.append(Phrase(ASKED_UNTIL if until else ASKED, blanks))
    return Lines(parts, between="")
