"""The home-visit desk: planned, booked, made safely, reported, and what was agreed kept.

The modules imported whole hold steps of the two capabilities in `desk`.
"""

from handlers.visits.addresses.giving import home_addresses
from handlers.visits.booking import (
    accompanying,
    answering,
    asking,
    changing,
    commands,
    deciding,
    wishes,
)
from handlers.visits.booking.calling_off import cancelling
from handlers.visits.day import doorstep, safety
from handlers.visits.day.brief import briefs
from handlers.visits.desk import families, teachers
from handlers.visits.planning import capacity, coverage, plan_list
from handlers.visits.reports.agreements import promise_keeping
from handlers.visits.reports.archive import archive_desk
from handlers.visits.reports.reporting import reports

__all__ = [
    "accompanying",
    "answering",
    "archive_desk",
    "asking",
    "briefs",
    "cancelling",
    "capacity",
    "changing",
    "commands",
    "coverage",
    "deciding",
    "doorstep",
    "families",
    "home_addresses",
    "plan_list",
    "promise_keeping",
    "reports",
    "safety",
    "teachers",
    "wishes",
]
