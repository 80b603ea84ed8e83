"""/forget: delete everything that is stored about a person, after one confirmation."""

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ChatType
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    filters,
)

from bot.services import Services
from bot.state import StateUnavailable
from bot.texts import texts
from handlers.callbacks import Verb, pack, presses, unpack
from handlers.rendering import plain
from handlers.saying import acknowledge, rewrite, say
from handlers.speaking import language_of

__all__ = ["handlers"]

YES, NO = "yes", "no"


def handlers(services: Services) -> list[BaseHandler[Any, ContextTypes.DEFAULT_TYPE, None]]:
    """Return the handlers of /forget and of its two buttons."""

    async def confirm(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        lang = await language_of(update, services)
        chat, own = update.effective_chat, texts(lang)
        if chat is None or chat.type != ChatType.PRIVATE:
            await say(update, services, plain(own.in_private_only))
            return
        yes = InlineKeyboardButton(
            own.forget_yes, callback_data=pack(Verb.FORGET, lang, YES), style="danger"
        )
        no = InlineKeyboardButton(own.forget_no, callback_data=pack(Verb.FORGET, lang, NO))
        keyboard = InlineKeyboardMarkup([[yes], [no]])
        await say(update, services, plain(own.forget_question), keyboard)

    async def decide(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        press = unpack(query.data) if query else None
        if query is None or press is None:
            return
        own = texts(press.lang)
        message = query.message
        if message is None or message.chat.id != query.from_user.id:
            await acknowledge(query, own.not_for_you, alert=True)
            return
        if press.argument != YES:
            await acknowledge(query)
            await rewrite(query, plain(own.forget_kept))
            return
        try:
            await services.state.personal.forget(query.from_user.id)
        except StateUnavailable:
            await acknowledge(query, own.storage_away, alert=True)
            return
        services.memory.forget(query.from_user.id)
        services.allowance.forget(query.from_user.id)
        await acknowledge(query)
        await rewrite(query, plain(own.forgotten))

    return [
        CommandHandler("forget", confirm, filters.UpdateType.MESSAGE),
        CallbackQueryHandler(decide, pattern=presses(Verb.FORGET)),
    ]
