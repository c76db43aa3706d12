"""What the kinds of visits are called."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.core.talk import Text, Value
from handlers.core.talk.times import Day
from models.visit import Kind, Visit

KINDS = {
    Kind.REGULAR: Text("visit_labels.regular", id="kunjungan rutin", en="regular visit"),
    Kind.CONCERN: Text("visit_labels.concern", id="kunjungan pendampingan", en="visit of concern"),
    Kind.SICK: Text("visit_labels.sick", id="kunjungan menjenguk", en="visit to a sick child"),
    Kind.CONDOLENCE: Text(
        "visit_labels.condolence", id="kunjungan takziah", en="visit of condolence"
    ),
    Kind.GOOD_NEWS: Text(
        "visit_labels.good_news", id="kunjungan kabar baik", en="visit with good news"
    ),
}
QUIET = frozenset({Kind.SICK, Kind.CONDOLENCE})
"""Visits after which a family is asked for nothing: no signature, no agreements."""


def day_of(visit: Visit, zone: ZoneInfo) -> Value:
    """The day it took place, or is to."""
    return Day(moment_of(visit).astimezone(zone).date())


def moment_of(visit: Visit) -> datetime:
    """When it took place; before it did, when it is to be."""
    return visit.checked_in_at or visit.starts_at or visit.created_at
