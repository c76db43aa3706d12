"""Whose words a message is, for whoever has to hear that it did not arrive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

UNSENT_WORDS = sa.text("author_id IS NOT NULL AND sent_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        outbox.create_foreign_key("fk_outbox_author_id", "people", ["author_id"], ["id"])
    op.create_index(
        "ix_outbox_unsent_words",
        "outbox",
        ["created_at"],
        sqlite_where=UNSENT_WORDS,
        postgresql_where=UNSENT_WORDS,
    )
