"""The home-visit desk: planned, booked, made safely, reported, and what was agreed kept."""

from handlers.visits.address_giving import home_addresses
from handlers.visits.agreements import promise_keeping
from handlers.visits.report_opening import reports

__all__ = ["home_addresses", "promise_keeping", "reports"]
