"""Settings of chats, feedback, unanswered questions, updates seen."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("lang", sa.String(8)),
        sa.Column("timezone", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
    )
    op.create_table(
        "feedback",
        sa.Column("link", sa.String(160), nullable=False),
        sa.Column("helpful", sa.Integer, nullable=False),
        sa.Column("unhelpful", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("link", name="pk_feedback"),
    )
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
    )
    op.create_index("ix_unanswered_day", "unanswered", ["day"])
    op.create_table(
        "updates_seen",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_updates_seen"),
    )
    op.create_index("ix_updates_seen_seen_at", "updates_seen", ["seen_at"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("updates_seen", "unanswered", "feedback", "chats"):
        op.drop_table(table)
