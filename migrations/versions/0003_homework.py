"""Homework, and who has done it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "homework",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sum_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_homework_notice_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_homework_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_homework")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_homework_notice_id")),
    )
    for name, column in (("ix_homework_remind", "remind_at"), ("ix_homework_sum", "sum_at")):
        op.create_index(
            name,
            "homework",
            [column],
            unique=False,
            sqlite_where=sa.text(f"{column} IS NOT NULL"),
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )
    op.create_index("ix_homework_school_due", "homework", ["school_id", "due"], unique=False)
    op.create_table(
        "homework_done",
        sa.Column("id", BIG, nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", BIG, nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("media", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_homework_done_child_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_homework_done_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipts.id"], name=op.f("fk_homework_done_receipt_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_homework_done_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_homework_done")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_homework_done_receipt_id")),
    )
    op.create_index(op.f("ix_homework_done_child_id"), "homework_done", ["child_id"], unique=False)
    op.create_index(
        op.f("ix_homework_done_person_id"), "homework_done", ["person_id"], unique=False
    )
