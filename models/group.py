"""Group chats that the bot sits in, each linked to one class."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base
from models.people import Contact
from models.school import ClassGroup
from models.whose import WORK


class ClassChat(Base):
    """A group chat (its contact has no person) and the class it is for."""

    __tablename__ = "class_chats"
    __table_args__ = (UniqueConstraint("contact_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    class_group_id: Mapped[int] = mapped_column(ForeignKey("class_groups.id"), index=True)
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=WORK)
    linked_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    """When the bot was removed, or the teacher unlinked it."""

    contact: Mapped[Contact] = relationship()
    class_group: Mapped[ClassGroup] = relationship()


def chats_of(session: Session, class_ids: Collection[int]) -> list[ClassChat]:
    """The linked group chats of these classes in which the bot still is."""
    return list(
        session.scalars(
            select(ClassChat)
            .where(ClassChat.class_group_id.in_(class_ids), ClassChat.left_at.is_(None))
            .order_by(ClassChat.id)
        )
    )


def chat_at(session: Session, channel: str, address: str) -> ClassChat | None:
    """The group chat at that address, if it is linked to a class now."""
    return session.scalar(
        select(ClassChat)
        .join(Contact)
        .where(Contact.channel == channel, Contact.address == address, ClassChat.left_at.is_(None))
    )


def chat_with(session: Session, contact_id: int) -> ClassChat | None:
    """The group chat that has this contact, linked or not."""
    return session.scalar(select(ClassChat).where(ClassChat.contact_id == contact_id))
