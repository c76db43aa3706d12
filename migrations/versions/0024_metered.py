"""Every WhatsApp message costs money by now: an index to count them all by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

SENT_THERE = sa.text("channel = 'whatsapp' AND sent_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_outbox_paid", "outbox")
    op.create_index(
        "ix_outbox_metered",
        "outbox",
        ["school_id", "sent_at"],
        sqlite_where=SENT_THERE,
        postgresql_where=SENT_THERE,
    )
