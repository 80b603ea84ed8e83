"""All settings, each with its default and a sentence; read from the environment.

A secret can also be read from a file: `TELEGRAM_BOT_TOKEN_FILE=/run/secrets/token`.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url

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
        description="The bot's token from @BotFather. Without it the preview opens in a browser.",
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
    webhook_url: str | None = Field(
        None,
        pattern=r"^https?://[^/\s?#]+(/[^\s?#]*)?$",
        description="Where Telegram reaches the bot, such as https://bot.example.org/telegram. "
        "Without it the bot fetches its updates by itself.",
    )
    webhook_secret: SecretStr | None = Field(
        None,
        description="What Telegram has to show with each update: up to 256 letters, digits, _ and -. "
        "Without it, it is derived from the token.",
    )
    listen_host: str = Field(
        "127.0.0.1", description="Where the webhook, health and metrics are served."
    )
    listen_port: int = Field(
        8443, ge=0, le=65535, description="The port for them; 0 takes a free one."
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

    calls_per_second: float = Field(
        28.0,
        gt=0,
        description="How often a second Telegram is called at most. It allows 30 to a bot that has not "
        "paid for more.",
    )

    @field_validator("admin_user_ids", mode="before")
    @classmethod
    def _separated(cls, value: object) -> object:
        return (
            [part for part in re.split(r"[\s,]+", value) if part]
            if isinstance(value, str)
            else value
        )

    @field_validator("webhook_secret")
    @classmethod
    def _as_telegram_takes_it(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("up to 256 letters, digits, _ and - are allowed")
        return value

    def secrets(self) -> list[str]:
        """Return every text that must not show anywhere."""
        hidden = [s.get_secret_value() for s in (self.telegram_bot_token, self.webhook_secret) if s]
        password = make_url(self.database_url).password if self.database_url else None
        return [*hidden, *([str(password)] if password else [])]

    @classmethod
    def load(cls) -> "Settings":
        """Read the environment; a secret may be named by a file instead. Raises OSError if that is unreadable."""
        values: dict[str, str] = {}
        for name in ("telegram_bot_token", "webhook_secret", "database_url"):
            path = os.environ.get(f"{name.upper()}_FILE")
            if path:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
        return cls(**values)  # type: ignore[arg-type]
