"""What became of every message that came in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("outcome", sa.String(), nullable=True))
    op.add_column("inbox", sa.Column("outcome_of", sa.String(), nullable=True))
    # Until now only notes and failures were marked. Whatever else was handled had an answer.
    op.execute(
        "UPDATE inbox SET outcome = CASE"
        " WHEN handled = 'waiting' THEN 'asked'"
        " WHEN handled = 'failed' THEN 'passed_on'"
        " WHEN EXISTS (SELECT 1 FROM notes WHERE notes.inbox_id = inbox.id) THEN 'passed_on'"
        " ELSE 'acted' END"
    )
    op.create_index(
        "ix_inbox_without_outcome",
        "inbox",
        ["received_at"],
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
