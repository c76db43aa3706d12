"""Joining: a code says who somebody is, and a guardian agrees before seeing anything."""

from handlers.joining.guardians import HOW, address, hello

__all__ = ["HOW", "address", "hello"]
