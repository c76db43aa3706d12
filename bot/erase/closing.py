"""The end of an erasure: its files, and the note that it was done."""

from __future__ import annotations

from bot.erase import files
from bot.erase.work import REASON, Erased, Work
from models.audit import AuditEvent


def close(work: Work, subject: str, school_id: int) -> Erased:
    """Note it by id and counts. Where there was nothing left to erase, nothing is noted."""
    gone = files.drop(work)
    counts = {kind: count for kind, count in sorted(work.counts.items()) if count}
    if counts:
        work.session.add(
            AuditEvent(
                school_id=school_id, at=work.now, action=REASON, subject=subject, detail=counts
            )
        )
        work.session.flush()
    return Erased(counts, gone)
