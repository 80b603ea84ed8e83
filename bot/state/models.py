"""The tables. A chat's id is the person's own in a private chat; no name and no text of a person is kept.

Times are seconds since 1970 in UTC.
"""

import datetime

from sqlalchemy import BigInteger, Date, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

__all__ = ["Base", "Chat", "FeedbackCount", "SeenUpdate", "UnansweredQuestion"]


class Base(DeclarativeBase):
    """What all tables share: how constraints are named, so that migrations find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Chat(Base):
    """The settings of a chat: its language, and the time zone of its digests."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    lang: Mapped[str | None] = mapped_column(String(8))
    timezone: Mapped[str | None] = mapped_column(String(64))


class FeedbackCount(Base):
    """How often an answer was found helpful, and not."""

    __tablename__ = "feedback"

    link: Mapped[str] = mapped_column(String(160), primary_key=True)
    helpful: Mapped[int] = mapped_column(Integer)
    unhelpful: Mapped[int] = mapped_column(Integer)


class UnansweredQuestion(Base):
    """A question that got no answer, without who asked it."""

    __tablename__ = "unanswered"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    day: Mapped[datetime.date] = mapped_column(Date, index=True)
    lang: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(64))
    question: Mapped[str] = mapped_column(Text)


class SeenUpdate(Base):
    """An update of Telegram that has been taken on; Telegram may bring it again."""

    __tablename__ = "updates_seen"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seen_at: Mapped[int] = mapped_column(BigInteger, index=True)
