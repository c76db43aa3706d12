"""The home-visit desk: planned, booked, made safely, reported, and what was agreed kept.

The modules imported whole hold steps of the two capabilities in `desk`.
"""

from handlers.visits import (
    accompanying,
    answering,
    asking,
    capacity,
    changing,
    commands,
    coverage,
    deciding,
    doorstep,
    plan_list,
    report_opening,
    safety,
    wishes,
)
from handlers.visits.address_giving import home_addresses
from handlers.visits.agreements import promise_keeping
from handlers.visits.archive import archive_desk
from handlers.visits.brief import briefs
from handlers.visits.desk import families, teachers
from handlers.visits.reporting import reports

__all__ = [
    "accompanying",
    "answering",
    "archive_desk",
    "asking",
    "briefs",
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
    "report_opening",
    "reports",
    "safety",
    "teachers",
    "wishes",
]
