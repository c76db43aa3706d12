"""What colleagues are told, and who of them has read it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.whose import THEIRS


class StaffReceipt(Base):
    """One notice to staff and one of them. Families have `models.notice.Receipt`."""

    __tablename__ = "staff_receipts"
    __table_args__ = (UniqueConstraint("notice_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=THEIRS, index=True)
    read_at: Mapped[datetime | None]
    """When they said so; a provider's read receipt does not count."""
