"""Being added, thrown out, blocked or let in again; a group that becomes a supergroup: all it chose moves along."""

import contextlib
from typing import Any

from telegram import ChatMember, Update
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, Forbidden
from telegram.ext import (
    BaseHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.services import Services
from bot.state import StateUnavailable
from bot.texts import texts
from handlers.rendering import plain
from handlers.speaking import language_of

__all__ = ["handlers"]

_ABSENT = (ChatMember.LEFT, ChatMember.BANNED)


def handlers(services: Services) -> list[BaseHandler[Any, ContextTypes.DEFAULT_TYPE, None]]:
    """Return the handlers of the bot's own membership and of migrations."""

    async def changed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        change = update.my_chat_member
        if change is None:
            return
        with contextlib.suppress(StateUnavailable):  # else a refusal or a command tells it later
            if change.new_chat_member.status in _ABSENT:
                await services.state.subscriptions.suspend(change.chat.id)
            else:
                await services.state.subscriptions.resume(change.chat.id)
        if change.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
            return
        came = change.old_chat_member.status in _ABSENT
        if not came or change.new_chat_member.status in (*_ABSENT, ChatMember.RESTRICTED):
            return
        lang = await language_of(update, services)
        library = services.knowledge.assistant.library
        scope = library.text(library.manifest.scope, lang) if library.manifest else "…"
        said = texts(lang).joined.format(scope=scope, bot=context.bot.username)
        if not services.memory.cooldown.allows(change.chat.id, services.clock.monotonic()):
            return
        with contextlib.suppress(BadRequest, Forbidden):  # may not write here, or is out again
            await change.chat.send_message(plain(said), parse_mode=ParseMode.HTML)

    async def migrated(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is None:
            return
        old, new = message.chat.id, message.migrate_to_chat_id
        if message.migrate_from_chat_id:
            old, new = message.migrate_from_chat_id, message.chat.id
        chosen = (await services.state.preferences.get(old)).lang
        if new is None:
            return
        with contextlib.suppress(StateUnavailable):  # else the next refusal tells it
            if chosen:
                await services.state.preferences.set_language(new, chosen)
            await services.state.subscriptions.migrate(old, new)

    return [
        ChatMemberHandler(changed, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, migrated),
    ]
