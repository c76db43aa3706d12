"""Home visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "home_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_home_addresses_child_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_home_addresses_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_home_addresses_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_addresses")),
        sa.UniqueConstraint("child_id", name=op.f("uq_home_addresses_child_id")),
    )
    op.create_table(
        "visit_overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_visit_overrides_child_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_visit_overrides_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_visit_overrides_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_overrides")),
        sa.UniqueConstraint("child_id", name=op.f("uq_visit_overrides_child_id")),
    )
    op.create_index(
        op.f("ix_visit_overrides_person_id"), "visit_overrides", ["person_id"], unique=False
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("at_home", sa.String(length=32), nullable=True),
        sa.Column("place_words", sa.String(), nullable=False),
        sa.Column("companion_id", sa.Integer(), nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alarmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_visits_asked_by_id")),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_visits_child_id")),
        sa.ForeignKeyConstraint(
            ["companion_id"], ["people.id"], name=op.f("fk_visits_companion_id")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["people.id"], name=op.f("fk_visits_host_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_visits_school_id")),
        sa.ForeignKeyConstraint(["teacher_id"], ["people.id"], name=op.f("fk_visits_teacher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("uid", name=op.f("uq_visits_uid")),
    )
    op.create_index(
        "ix_visits_ahead",
        "visits",
        ["starts_at"],
        unique=False,
        sqlite_where=sa.text("state = 'confirmed' OR state = 'under_way'"),
        postgresql_where=sa.text("state = 'confirmed' OR state = 'under_way'"),
    )
    op.create_index(op.f("ix_visits_child_id"), "visits", ["child_id"], unique=False)
    op.create_index(
        "ix_visits_companion_starts", "visits", ["companion_id", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_visits_school_id"), "visits", ["school_id"], unique=False)
    op.create_index("ix_visits_teacher_starts", "visits", ["teacher_id", "starts_at"], unique=False)
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_agreements_person_id")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_agreements_school_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_agreements_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_index(
        "ix_agreements_open",
        "agreements",
        ["due"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index(op.f("ix_agreements_person_id"), "agreements", ["person_id"], unique=False)
    op.create_index(op.f("ix_agreements_visit_id"), "agreements", ["visit_id"], unique=False)
    op.create_table(
        "companion_asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_companion_asks_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_companion_asks_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_companion_asks_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companion_asks")),
        sa.UniqueConstraint(
            "visit_id",
            "person_id",
            "starts_at",
            name=op.f("uq_companion_asks_visit_id_person_id_starts_at"),
        ),
    )
    op.create_index(
        op.f("ix_companion_asks_person_id"), "companion_asks", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_companion_asks_visit_id"), "companion_asks", ["visit_id"], unique=False
    )
    op.create_table(
        "visit_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_visit_offers_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_visit_offers_school_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_offers_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_offers")),
    )
    op.create_index(op.f("ix_visit_offers_visit_id"), "visit_offers", ["visit_id"], unique=False)
    op.create_table(
        "visit_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("private", sa.String(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("media", JSON, nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_visit_reports_notice_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_visit_reports_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_reports_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_reports")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_visit_reports_visit_id")),
    )
    op.create_index(
        op.f("ix_visit_reports_notice_id"), "visit_reports", ["notice_id"], unique=False
    )
    op.add_column("people", sa.Column("sex", sa.String(length=32), nullable=True))
    op.add_column("people", sa.Column("visits_a_week", sa.Integer(), nullable=True))
