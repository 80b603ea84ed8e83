"""Everything that can go wrong with the state, by what the caller can do about it.

StateError
├── StateUnavailable   the database is away, locked or full: go on without, try again later
└── SchemaUnknown      the database was written by a later version: update the bot
"""

__all__ = ["SchemaUnknown", "StateError", "StateUnavailable"]


class StateError(Exception):
    """Base of all errors raised by `bot.state`."""


class StateUnavailable(StateError):
    """The database cannot be used just now; `why` is the kind of failure, without any datum."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"The database cannot be used just now ({why}).")


class SchemaUnknown(StateError):
    """The database has a schema that this version does not know."""

    def __init__(self) -> None:
        super().__init__(
            "The database was written by a later version of the bot. Install that version, "
            "or restore a backup made before it ran."
        )
