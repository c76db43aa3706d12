"""Calendar files of talks are made where all others are."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE media SET channel = 'calendar' WHERE channel = 'slot_calendar'")
