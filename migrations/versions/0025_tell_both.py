"""Children whose parents are both told at once, as parents want who live apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "children", sa.Column("tell_both", sa.Boolean(), nullable=False, server_default=sa.false())
    )
