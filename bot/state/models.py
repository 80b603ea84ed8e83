"""The tables. A chat's id is the person's own in a private chat; no name and no text of a person is kept.

Times are seconds since 1970 in UTC.
"""

import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

__all__ = [
    "Announcement",
    "Base",
    "Chat",
    "FeedbackCount",
    "Mark",
    "OutboxRow",
    "Place",
    "SeenUpdate",
    "Subscription",
    "TallyCount",
    "UnansweredQuestion",
    "WorkerBeat",
]

_Key = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers INTEGER keys by itself


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


class TallyCount(Base):
    """How often something was asked, answered or shared on a day, in a language."""

    __tablename__ = "tallies"

    day: Mapped[datetime.date] = mapped_column(Date, primary_key=True)
    event: Mapped[str] = mapped_column(String(16), primary_key=True)
    lang: Mapped[str] = mapped_column(String(8), primary_key=True)
    link: Mapped[str] = mapped_column(String(160), primary_key=True)
    number: Mapped[int] = mapped_column(Integer)


class Place(Base):
    """Where updates are delivered: a private chat, a group, or one topic of a forum (`thread_id`, else 0).

    `lang` is the language in which it subscribed, for a chat that has chosen none.
    """

    __tablename__ = "places"
    __table_args__ = (UniqueConstraint("chat_id", "thread_id"),)

    id: Mapped[int] = mapped_column(_Key, primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger)
    lang: Mapped[str | None] = mapped_column(String(8))
    rhythm: Mapped[str] = mapped_column(String(8))
    weekday: Mapped[int] = mapped_column(Integer)
    hour: Mapped[int] = mapped_column(Integer)
    digest_at: Mapped[int | None] = mapped_column(BigInteger, index=True)
    refusals: Mapped[int] = mapped_column(Integer)
    suspended: Mapped[bool] = mapped_column(Boolean)


class Subscription(Base):
    """A topic that a place hears about."""

    __tablename__ = "subscriptions"

    place_id: Mapped[int] = mapped_column(
        ForeignKey(Place.id, ondelete="CASCADE"), primary_key=True
    )
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)


class Announcement(Base):
    """An update of the knowledge base that has been taken on, by its id."""

    __tablename__ = "announcements"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(16))
    corrects: Mapped[str | None] = mapped_column(String(64))
    queued_to: Mapped[int] = mapped_column(BigInteger)
    queued_at: Mapped[int] = mapped_column(BigInteger)
    why: Mapped[str | None] = mapped_column(String(200))


class OutboxRow(Base):
    """One update for one place; with no `announcement_id`, the digest that its bundled rows go in."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("announcement_id", "place_id"),
        Index("ix_outbox_progress", "announcement_id", "state", "id"),
        Index(
            "ix_outbox_worker",
            "worker",
            sqlite_where=text("worker IS NOT NULL"),
            postgresql_where=text("worker IS NOT NULL"),
        ),
        Index(
            "ix_outbox_bundle",
            "bundle",
            sqlite_where=text("bundle IS NOT NULL"),
            postgresql_where=text("bundle IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(_Key, primary_key=True)
    announcement_id: Mapped[str | None] = mapped_column(
        ForeignKey(Announcement.id, ondelete="CASCADE")
    )
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id, ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    worker: Mapped[str | None] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(Integer)
    resent: Mapped[bool] = mapped_column(Boolean)
    edits: Mapped[int | None] = mapped_column(BigInteger)
    bundle: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    sent_at: Mapped[int | None] = mapped_column(BigInteger)


class WorkerBeat(Base):
    """A process that delivers; while it lives, its beat goes up."""

    __tablename__ = "workers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    beat: Mapped[int] = mapped_column(BigInteger)


class Mark(Base):
    """A fact about the whole: that the first start is over; the last flood wait and how often there was one."""

    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[float] = mapped_column(Float)
    at: Mapped[float] = mapped_column(Float)
