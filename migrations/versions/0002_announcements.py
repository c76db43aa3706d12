"""Announcements: schedules, batches, questions, staff, cost, digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "staff_receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_staff_receipts_notice_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_staff_receipts_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_staff_receipts_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_receipts")),
        sa.UniqueConstraint(
            "notice_id", "person_id", name=op.f("uq_staff_receipts_notice_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_staff_receipts_person_id"), "staff_receipts", ["person_id"], unique=False
    )
    op.create_table(
        "responses",
        sa.Column("id", BIG, nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", BIG, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_responses_person_id")),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipts.id"], name=op.f("fk_responses_receipt_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_responses_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_responses_receipt_id")),
    )
    op.create_index(op.f("ix_responses_person_id"), "responses", ["person_id"], unique=False)
    op.add_column("notices", sa.Column("send_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_notices_scheduled",
        "notices",
        ["send_at"],
        unique=False,
        sqlite_where=sa.text("state = 'scheduled'"),
        postgresql_where=sa.text("state = 'scheduled'"),
    )
    op.add_column(
        "outbox", sa.Column("paid", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_outbox_group_topic",
        "outbox",
        ["contact_id", "topic"],
        unique=True,
        sqlite_where=sa.text("person_id IS NULL AND topic IS NOT NULL"),
        postgresql_where=sa.text("person_id IS NULL AND topic IS NOT NULL"),
    )
    op.add_column(
        "people", sa.Column("digest_day", sa.Integer(), nullable=False, server_default="5")
    )
    op.add_column(
        "people", sa.Column("digest_minute", sa.Integer(), nullable=False, server_default="540")
    )
    op.add_column("people", sa.Column("digested_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_receipts_waiting",
        "receipts",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_outbox_paid",
        "outbox",
        ["school_id", "sent_at"],
        unique=False,
        sqlite_where=sa.text("paid"),
        postgresql_where=sa.text("paid"),
    )
