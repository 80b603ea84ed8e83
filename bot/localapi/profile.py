"""What the bot tells about itself: commands by scope and language, descriptions and name by language."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.localapi.errors import bad_request
from bot.localapi.parameters import Json

__all__ = ["Profile"]

Key = tuple[str, int, int, str]
"""Scope type, chat, user, language."""
MAX = {"name": 64, "description": 512, "short_description": 120}
MAX_COMMANDS = 100


@dataclass(slots=True)
class Profile:
    """The bot's texts outside of messages."""

    commands: dict[Key, list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})

    def set_text(self, name: str, text: str, language: str) -> None:
        """Set name, description or short_description. Raises ApiError (400) where too long."""
        if len(text) > MAX[name]:
            raise bad_request(f"{name.replace('_', ' ')} is too long")
        self.texts[name, _language(language)] = text

    def text(self, name: str, language: str) -> str:
        """Return a text as a person with that language sees it."""
        return self.texts.get((name, language)) or self.texts.get((name, "")) or ""

    def set_commands(self, scope: Json | None, language: str, commands: list[Any]) -> None:
        """Set the commands of a scope and language; none to take them away. Raises ApiError (400)."""
        if len(commands) > MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(command.get("command"))):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "").strip()) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_key(scope, _language(language))] = commands

    def get_commands(self, scope: Json | None, language: str) -> list[Json]:
        """Return exactly what was set for a scope and language."""
        return self.commands.get(_key(scope, language), [])

    def shown_commands(
        self, chat_type: str, chat_id: int, user_id: int, language: str
    ) -> list[Json]:
        """Return the commands that a person sees in a chat: narrowest scope first, then language."""
        kind = "all_private_chats" if chat_type == "private" else "all_group_chats"
        scopes: list[Json | None] = [
            {"type": "chat_member", "chat_id": chat_id, "user_id": user_id},
            {"type": "chat", "chat_id": chat_id},
            {"type": kind},
            None,
        ]
        for scope in scopes:
            for code in (language, ""):
                found = self.commands.get(_key(scope, code))
                if found:
                    return found
        return []

    def as_json(self) -> Json:
        """Return the texts by name and language."""
        return {f"{name}:{language}": text for (name, language), text in self.texts.items()}


def _key(scope: Json | None, language: str) -> Key:
    given = scope or {"type": "default"}
    chat, user = int(given.get("chat_id", 0)), int(given.get("user_id", 0))
    return str(given.get("type", "default")), chat, user, language


def _language(code: str) -> str:
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("LANG_CODE_INVALID" if code else "language code is invalid")
    return code
