"""The home-visit desk: planned, booked, made safely, reported, and what was agreed kept."""

from handlers.visits.address_giving import addresses

__all__ = ["addresses"]
