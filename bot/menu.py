"""What Telegram shows of the bot by itself: its commands and descriptions, per language and scope.

Each is compared with what Telegram has first: setting them on every start earns long flood waits.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.texts import Texts, texts
from knowledge.library import Library

__all__ = ["GROUP_COMMANDS", "register"]

_log = logging.getLogger(__name__)

GROUP_COMMANDS = (
    "ask",
    "topics",
    "timeline",
    "compare",
    "subscribe",
    "subscriptions",
    "unsubscribe",
    "language",
    "help",
    "privacy",
)
"""The commands that make sense in a group; private chats have them all."""
PATIENCE = 30.0
"""Seconds after which the start goes on without."""


async def register(bot: Bot, library: Library) -> None:
    """Bring commands and descriptions at Telegram up to date; what fails is logged, and nothing raised."""
    try:
        async with asyncio.timeout(PATIENCE):
            for code in ("", *library.languages):  # the empty code is for all other languages
                await _register(bot, library, code)
    except (TelegramError, TimeoutError) as error:
        _log.warning("The bot's menu is not brought up to date: %s", type(error).__name__)


async def _register(bot: Bot, library: Library, code: str) -> None:
    lang = code or library.languages[0]
    own = texts(lang)
    scopes: tuple[tuple[BotCommandScope, Sequence[str]], ...] = (
        (BotCommandScopeAllPrivateChats(), tuple(own.commands)),
        (BotCommandScopeAllGroupChats(), GROUP_COMMANDS),
    )
    for scope, names in scopes:
        wanted = _commands(own, names)
        if await bot.get_my_commands(scope, code) != wanted:
            await bot.set_my_commands(wanted, scope, code)
    if library.manifest is None:
        return
    scope_text = library.text(library.manifest.scope, lang)
    described = await bot.get_my_description(code)
    await _set(
        described.description,
        own.description.format(scope=scope_text),
        lambda text: bot.set_my_description(text, code),
    )
    shortly = await bot.get_my_short_description(code)
    await _set(
        shortly.short_description,
        own.short_description,
        lambda text: bot.set_my_short_description(text, code),
    )


async def _set(known: str, wanted: str, change: Callable[[str], Awaitable[bool]]) -> None:
    if known != wanted:
        await change(wanted)


def _commands(own: Texts, names: Sequence[str]) -> tuple[BotCommand, ...]:
    return tuple(BotCommand(name, own.commands[name]) for name in names if name in own.commands)
