"""Subscriptions, announcements, outbox, workers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "places",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False),
        sa.Column("lang", sa.String(8)),
        sa.Column("rhythm", sa.String(8), nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("digest_at", sa.BigInteger),
        sa.Column("refusals", sa.Integer, nullable=False),
        sa.Column("suspended", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sa.UniqueConstraint("chat_id", "thread_id", name="uq_places_chat_id"),
    )
    op.create_index("ix_places_digest_at", "places", ["digest_at"])
    op.create_table(
        "subscriptions",
        sa.Column("place_id", _KEY, nullable=False),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "topic", name="pk_subscriptions"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], "fk_subscriptions_place_id_places", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "announcements",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("corrects", sa.String(64)),
        sa.Column("queued_to", sa.BigInteger, nullable=False),
        sa.Column("queued_at", sa.BigInteger, nullable=False),
        sa.Column("why", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
        sa.UniqueConstraint("digest", name="uq_announcements_digest"),
    )
    _create_outbox()
    op.create_table(
        "workers",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("beat", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("marks", "workers", "outbox", "announcements", "subscriptions", "places"):
        op.drop_table(table)


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("announcement_id", sa.String(64)),
        sa.Column("place_id", _KEY, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("worker", sa.String(32)),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("resent", sa.Boolean, nullable=False),
        sa.Column("edits", sa.BigInteger),
        sa.Column("bundle", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("sent_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("announcement_id", "place_id", name="uq_outbox_announcement_id"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], "fk_outbox_place_id_places", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            "fk_outbox_announcement_id_announcements",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_outbox_place_id", "outbox", ["place_id"])
    op.create_index("ix_outbox_progress", "outbox", ["announcement_id", "state", "id"])
    for name, columns, where in (
        ("ix_outbox_worker", ["worker"], "worker IS NOT NULL"),
        ("ix_outbox_bundle", ["bundle"], "bundle IS NOT NULL"),
    ):
        condition = sa.text(where)
        op.create_index(name, "outbox", columns, sqlite_where=condition, postgresql_where=condition)
