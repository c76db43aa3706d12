"""When a task was told: a list of calls a day, instead of a message each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tasks", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    # What is there now has been told, one by one.
    op.execute("UPDATE tasks SET told_at = created_at")
