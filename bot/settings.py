"""All settings, each with its default and a sentence; read from the environment.

A secret can also be read from a file: `TELEGRAM_BOT_TOKEN_FILE=/run/secrets/token`.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

__all__ = ["MissingToken", "Settings"]


class MissingToken(Exception):
    """The bot was to run on Telegram and has no token."""

    def __init__(self) -> None:
        super().__init__(
            "No Telegram token. Get one from @BotFather and set TELEGRAM_BOT_TOKEN "
            "(or TELEGRAM_BOT_TOKEN_FILE, the path of a file that holds it)."
        )


class Settings(BaseSettings):
    """The settings of one process."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    telegram_bot_token: SecretStr | None = Field(
        None,
        description="The bot's token from @BotFather. Without it the bot runs in the terminal.",
    )
    telegram_api_url: str | None = Field(
        None,
        description="Base of a self-hosted Bot API server, to which /bot<token>/<method> is appended.",
    )
    database_url: str | None = Field(
        None,
        description="SQLite or PostgreSQL, such as postgresql://user:password@host/name. Without it, "
        "a SQLite file in the user's data folder.",
    )
    admin_user_ids: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(),
        description="Telegram user ids of those who may send updates, separated by commas.",
    )
    delivery_parallel: int = Field(
        1,
        ge=1,
        le=16,
        description="How many updates may be in flight at once. One keeps a killed process from leaving "
        "more than one message sent and not marked; where Telegram takes more than 30 ms to answer, "
        "2 to 4 keep up the rate.",
    )
    knowledge_dir: Path | None = Field(
        None, description="Another knowledge base: a folder of YAML files."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="How log lines are written: text for people, json for machines."
    )

    @field_validator("admin_user_ids", mode="before")
    @classmethod
    def _separated(cls, value: object) -> object:
        return (
            [part for part in re.split(r"[\s,]+", value) if part]
            if isinstance(value, str)
            else value
        )

    @classmethod
    def load(cls) -> "Settings":
        """Read the environment; a secret may be named by a file instead. Raises OSError if that is unreadable."""
        values: dict[str, str] = {}
        for name in ("telegram_bot_token", "database_url"):
            path = os.environ.get(f"{name.upper()}_FILE")
            if path:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
        return cls(**values)  # type: ignore[arg-type]
