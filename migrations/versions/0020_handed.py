"""Since when a provider may have a message, and how often it was refused for now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
        outbox.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    # What is under way when the schema changes may have been sent.
    op.execute("UPDATE outbox SET handed_at = claimed_at WHERE status IN ('claimed', 'unknown')")
