"""When the words that a message brings were written: said where they arrive on a later day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("written_at", sa.DateTime(timezone=True), nullable=True))
