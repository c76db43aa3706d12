"""What we count. Labels are names of channels and outcomes, never people's."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

RECEIVED = Counter("penghubung_received", "Events taken from providers", ["channel", "kind"])
UNTRUSTED = Counter("penghubung_untrusted", "Requests refused for their signature", ["path"])
UNREADABLE = Counter("penghubung_unreadable", "Kept aside: it could not be taken in", ["channel"])
SENDS = Counter("penghubung_sends", "Attempts to send", ["channel", "outcome"])
SEND_SECONDS = Histogram("penghubung_send_seconds", "Time a provider took", ["channel"])
FILES = Counter("penghubung_files", "Files asked of their sources", ["source", "outcome"])
LOOP_FAILURES = Counter(
    "penghubung_loop_failures", "Background loops that raised or ended, begun again", ["loop"]
)
NUDGES = Counter("penghubung_nudges", "Messages that the clock made", ["nudge"])
WITHOUT_OUTCOME = Gauge("penghubung_messages_without_outcome", "Messages that nobody heard")
