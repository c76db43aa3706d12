"""Talks by appointment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "slot_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("audience", JSON, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("breaks", JSON, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_slot_days_notice_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_slot_days_school_id")),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["people.id"], name=op.f("fk_slot_days_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_days")),
    )
    op.create_index(op.f("ix_slot_days_notice_id"), "slot_days", ["notice_id"], unique=False)
    op.create_index(
        "ix_slot_days_school_starts", "slot_days", ["school_id", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_slot_days_teacher_id"), "slot_days", ["teacher_id"], unique=False)
    op.create_table(
        "slots",
        sa.Column("id", BIG, nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.Column("held_for", sa.Integer(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_slots_child_id")),
        sa.ForeignKeyConstraint(["day_id"], ["slot_days.id"], name=op.f("fk_slots_day_id")),
        sa.ForeignKeyConstraint(["held_for"], ["children.id"], name=op.f("fk_slots_held_for")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_slots_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
        sa.UniqueConstraint("day_id", "child_id", name=op.f("uq_slots_day_id_child_id")),
        sa.UniqueConstraint("day_id", "starts_at", name=op.f("uq_slots_day_id_starts_at")),
    )
    op.create_index(op.f("ix_slots_child_id"), "slots", ["child_id"], unique=False)
    op.create_index(
        "ix_slots_held",
        "slots",
        ["held_until"],
        unique=False,
        sqlite_where=sa.text("held_until IS NOT NULL"),
        postgresql_where=sa.text("held_until IS NOT NULL"),
    )
    op.create_index(op.f("ix_slots_starts_at"), "slots", ["starts_at"], unique=False)
    op.create_table(
        "slot_families",
        sa.Column("id", BIG, nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_slot_families_child_id")
        ),
        sa.ForeignKeyConstraint(["day_id"], ["slot_days.id"], name=op.f("fk_slot_families_day_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_slot_families_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_slot_families_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_families")),
        sa.UniqueConstraint("day_id", "child_id", name=op.f("uq_slot_families_day_id_child_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_slot_families_uid")),
    )
    op.create_index(op.f("ix_slot_families_child_id"), "slot_families", ["child_id"], unique=False)
    op.create_index(
        op.f("ix_slot_families_person_id"), "slot_families", ["person_id"], unique=False
    )
    op.create_index(
        "ix_slot_families_waiting",
        "slot_families",
        ["day_id"],
        unique=False,
        sqlite_where=sa.text("waits_since IS NOT NULL"),
        postgresql_where=sa.text("waits_since IS NOT NULL"),
    )
