"""Before a notice is sent: how many families, by which channel, who cannot be reached, what it
costs, and when it arrives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.core.notices import publishing
from handlers.core.notices.tasks import REASONS
from handlers.core.talk import Lines, Phrase, Text, Value
from handlers.core.talk.times import Moment
from handlers.core.talk.words import LISTED
from models.family import Pupil
from models.notice import Notice, Urgency
from models.reach import METERED, is_charged
from models.receipts import homes
from models.school import School, school_of
from models.spending import metered_since
from models.task import Reason

SUMMARY = Text(
    "forecast.summary",
    id="• Keluarga: {families} ({children} anak)\n• Sampai lewat chat: {reached}{by}{missed}{when}"
    "{cost}",
    en="• Families: {families} ({children} children)\n• Reached by chat: {reached}{by}{missed}"
    "{when}{cost}",
)
CHANNEL = Text("forecast.channel", id="{name} {count}", en="{name} {count}")
MISSED = Text(
    "forecast.missed",
    id="\n• Tidak terjangkau: {count} ({list})",
    en="\n• Not reached: {count} ({list})",
)
WHY = Text("forecast.why", id="{reason} {count}", en="{reason} {count}")
HELD = Text(
    "forecast.held",
    id="\n• Ditahan (jam tenang) sampai {when}",
    en="\n• Held (quiet hours) until {when}",
)
LATER = Text("forecast.later", id="\n• Dikirim {when}", en="\n• Sent {when}")
COST = Text(
    "forecast.cost",
    id="\n• Perkiraan biaya: Rp{cost} untuk {paid} pesan di luar jendela WhatsApp{left}",
    en="\n• Estimated cost: Rp{cost} for {paid} messages outside the WhatsApp window{left}",
)
NO_PRICE = Text(
    "forecast.no_price",
    id="\n• {paid} pesan di luar jendela WhatsApp (berbayar; harganya belum diatur sekolah)",
    en="\n• {paid} messages outside the WhatsApp window (charged; the school set no price yet)",
)
LEFT = Text(
    "forecast.left", id=", sisa anggaran bulan ini Rp{left}", en=", Rp{left} left this month"
)
NAMES = {"telegram": "Telegram", "whatsapp": "WhatsApp", "console": "konsol"}


@dataclass(frozen=True)
class Forecast:
    """What sending would come to. Families share a guardian, or an empty place's name and phone."""

    children: int
    families: int
    reached: int
    channels: Mapping[str, int]
    """Messages by channel; a rule that needs two signatures makes two."""
    missed: Mapping[Reason, int]
    """Families by the reason why nobody there can be told."""
    unreached: Sequence[tuple[Pupil, Reason]]
    paid: int
    """Messages that the provider charges, beyond those that are free in the month."""
    cost: int
    """Rupiah; 0 where no price is set."""
    left: int | None
    """Rupiah of this month's budget before sending; None where there is no limit."""
    arrives: datetime

    @property
    def too_dear(self) -> bool:
        return self.left is not None and self.cost > self.left


def forecast(session: Session, notice: Notice, about: Sequence[Pupil], now: datetime) -> Forecast:
    """For a notice that need not be stored yet; `about` are the children of its audience."""
    school = school_of(session, notice.school_id)
    arrives = arrival(school, notice, now)
    circle = publishing.circle_of(session, notice, [pupil.id for pupil in about], now)
    priority = publishing.PRIORITY[notice.urgency]
    home = homes(circle)
    channels: Counter[str] = Counter()
    reached: set[int] = set()
    missed: dict[int, Reason] = {}
    unreached: list[tuple[Pupil, Reason]] = []
    told: set[int] = set()
    outside = inside = 0
    for pupil in about:
        family = circle[pupil.id]
        people = family.recipients(notice.sign_rule, priority)
        if people:
            reached.add(home[pupil.id])
        else:
            reason = family.reason(priority)
            unreached.append((pupil, reason))
            missed.setdefault(home[pupil.id], reason)
        for person in set(people) - told:
            told.add(person)
            line = family.line(person, priority)
            channels[line.channel] += 1
            silence = arrives - line.heard_at if line.heard_at else None
            outside += is_charged(line.channel, silence)
            inside += line.channel == METERED and not is_charged(line.channel, silence)
    rules = school.rules
    before = metered_since(session, school.id, _month(school, now))
    after = before.and_more(outside, inside)
    left = None
    if rules.monthly_budget is not None:
        left = max(0, rules.monthly_budget - before.cost(rules))
    return Forecast(
        children=len(about),
        families=len(set(home.values())),
        reached=len(reached),
        channels=channels,
        missed=Counter(reason for at, reason in missed.items() if at not in reached),
        unreached=unreached,
        paid=after.charged(rules) - before.charged(rules),
        cost=after.cost(rules) - before.cost(rules),
        left=left,
        arrives=arrives,
    )


def arrival(school: School, notice: Notice, now: datetime) -> datetime:
    """When families get it: urgent ones at their time, others after the quiet hours."""
    at = max(now, notice.send_at or now)
    return at if notice.urgency is Urgency.URGENT else school.quiet.release(at)


def summary(session: Session, notice: Notice, seen: Forecast, now: datetime) -> Value:
    """A forecast as the sender reads it."""
    by = [
        Phrase(CHANNEL, {"name": NAMES.get(name, name), "count": str(count)})
        for name, count in sorted(seen.channels.items())
    ]
    return Phrase(
        SUMMARY,
        {
            "families": str(seen.families),
            "children": str(seen.children),
            "reached": str(seen.reached),
            "by": Phrase(LISTED, {"list": Lines(by, between=", ")}) if by else "",
            "missed": _missed(seen),
            "when": _when(session, notice, seen, now),
            "cost": _cost(seen),
        },
    )


def _missed(seen: Forecast) -> Value:
    if not seen.missed:
        return ""
    why = [
        Phrase(WHY, {"reason": REASONS[reason], "count": str(count)})
        for reason, count in sorted(seen.missed.items())
    ]
    count = str(sum(seen.missed.values()))
    return Phrase(MISSED, {"count": count, "list": Lines(why, between=", ")})


def _when(session: Session, notice: Notice, seen: Forecast, now: datetime) -> Value:
    school = school_of(session, notice.school_id)
    if seen.arrives <= now:
        return ""
    asked = max(now, notice.send_at or now)
    text = HELD if seen.arrives > asked else LATER
    return Phrase(text, {"when": Moment(seen.arrives, school.zone)})


def _cost(seen: Forecast) -> Value:
    if not seen.paid:
        return ""
    if not seen.cost:
        return Phrase(NO_PRICE, {"paid": str(seen.paid)})
    left = "" if seen.left is None else Phrase(LEFT, {"left": rupiah(seen.left)})
    return Phrase(COST, {"cost": rupiah(seen.cost), "paid": str(seen.paid), "left": left})


def rupiah(amount: int) -> str:
    """As Indonesians write it: 12.500."""
    return f"{amount:,}".replace(",", ".")


def _month(school: School, now: datetime) -> datetime:
    local = now.astimezone(school.zone)
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
