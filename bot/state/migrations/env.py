"""Run by Alembic: migrates over the connection that `bot.state.migration` passes."""

from alembic import context

from bot.state.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
