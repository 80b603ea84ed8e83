"""The history of the schema; Alembic runs it. Not to be imported."""
