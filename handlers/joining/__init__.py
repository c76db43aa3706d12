"""Joining: a code says who somebody is, and a guardian agrees before seeing anything."""

from handlers.joining.places import address

__all__ = ["address"]
