"""All settings, each with its default and a sentence; read from the environment.

A secret can also be read from a file: `TELEGRAM_BOT_TOKEN_FILE=/run/secrets/token`.
"""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

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
    knowledge_dir: Path | None = Field(
        None, description="Another knowledge base: a folder of YAML files."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="How log lines are written: text for people, json for machines."
    )

    @classmethod
    def load(cls) -> "Settings":
        """Read the environment; a secret may be named by a file instead. Raises OSError if that is unreadable."""
        values: dict[str, str] = {}
        path = os.environ.get("TELEGRAM_BOT_TOKEN_FILE")
        if path:
            values["telegram_bot_token"] = Path(path).read_text(encoding="utf-8").strip()
        return cls(**values)  # type: ignore[arg-type]
