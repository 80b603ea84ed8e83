"""/language: the language of a private chat, or of a group if an admin chooses it."""

from typing import Any

from telegram import (
    ChatMember,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Update,
)
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    filters,
)

from bot.services import Services
from bot.state import StateUnavailable
from bot.texts import language_name, texts
from handlers.callbacks import Verb, pack, presses, unpack
from handlers.rendering import plain
from handlers.saying import acknowledge, rewrite, say
from handlers.speaking import language_of, spoken_by

__all__ = ["handlers"]

_MAY_CHOOSE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


def handlers(services: Services) -> list[BaseHandler[Any, ContextTypes.DEFAULT_TYPE, None]]:
    """Return the handlers of /language and of its buttons."""

    async def offer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        lang = await language_of(update, services)
        chat, own = update.effective_chat, texts(lang)
        private = chat is not None and chat.type == ChatType.PRIVATE
        languages = services.knowledge.assistant.library.languages
        flat = [
            InlineKeyboardButton(language_name(c), callback_data=pack(Verb.LANGUAGE, lang, c))
            for c in languages
        ]
        rows = [flat[i : i + 2] for i in range(0, len(flat), 2)]
        follow = InlineKeyboardButton(
            own.language_telegram, callback_data=pack(Verb.LANGUAGE, lang)
        )
        title = own.language_title if private else own.language_group
        await say(update, services, plain(title), InlineKeyboardMarkup([*rows, [follow]]))

    async def choose(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        press = unpack(query.data) if query else None
        if query is None or press is None:
            return
        languages = services.knowledge.assistant.library.languages
        if query.message is None or (press.argument and press.argument not in languages):
            await acknowledge(query, texts(press.lang).old_button, alert=True)
            return
        chat = query.message.chat
        if chat.type != ChatType.PRIVATE and not await _may_choose(update, query.message):
            await acknowledge(query, texts(press.lang).language_admins, alert=True)
            return
        spoken = press.argument or spoken_by(update, languages)
        try:
            await services.state.preferences.set_language(chat.id, press.argument or None)
        except StateUnavailable:  # counts all the same, until the process ends
            await acknowledge(query, texts(spoken).storage_away, alert=True)
        else:
            await acknowledge(query)
        own = texts(spoken)
        await rewrite(query, plain(own.language_set if press.argument else own.language_follows))

    async def _may_choose(update: Update, message: MaybeInaccessibleMessage) -> bool:
        user = update.effective_user
        if user is None:
            return False
        try:
            member = await message.chat.get_member(user.id)
        except TelegramError:  # hidden members, or the bot has left
            return False
        return member.status in _MAY_CHOOSE

    return [
        CommandHandler("language", offer, filters.UpdateType.MESSAGE),
        CallbackQueryHandler(choose, pattern=presses(Verb.LANGUAGE)),
    ]
