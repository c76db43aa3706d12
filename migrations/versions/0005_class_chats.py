"""Group chats linked to a class."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "class_chats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("class_group_id", sa.Integer(), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["class_group_id"], ["class_groups.id"], name=op.f("fk_class_chats_class_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_class_chats_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["linked_by_id"], ["people.id"], name=op.f("fk_class_chats_linked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_class_chats_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_chats")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_class_chats_contact_id")),
    )
    op.create_index(
        op.f("ix_class_chats_class_group_id"), "class_chats", ["class_group_id"], unique=False
    )
