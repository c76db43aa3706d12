"""Whose digest is due, without looking at everybody each minute."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_people_digest", "people", ["digest_day", "digest_minute"], unique=False)
