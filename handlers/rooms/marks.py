"""Which words are for a whole class: only those that begin with the mark."""

from __future__ import annotations

WORDS = ("semua", "untuk", "all", "for")
"""What a message with the mark begins with."""
