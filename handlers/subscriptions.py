"""/subscribe, /subscriptions, /unsubscribe, and the same in plain words: hearing when something changes.

In a group only admins change it, anonymous ones too; a topic of a forum is a place of its own.
"""

from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.delivery.sentences import sentences
from bot.delivery.wishes import Wish, topics_in, wish_in
from bot.services import Services
from bot.state import StateUnavailable
from handlers import subscription_menu as menu
from handlers.rendering import plain
from handlers.saying import say
from handlers.speaking import language_of
from handlers.subscription_place import may_change, place_for_updates

__all__ = ["handlers"]


class _Wishes(filters.MessageFilter):
    """Texts that ask for updates, or for no more."""

    def filter(self, message: Message) -> bool:
        return bool(message.text and wish_in(message.text))


def handlers(services: Services) -> list[BaseHandler[Any, ContextTypes.DEFAULT_TYPE, None]]:
    """Return the handlers of the commands, and of plain words in private chats."""

    async def subscribe(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if context.args:
            await _wish(update, Wish("start", " ".join(context.args)))
        else:
            await _show(update, editable=True)

    async def show(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await _show(update, editable=False)

    async def unsubscribe(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await _wish(update, Wish("stop", " ".join(context.args or ())))

    async def utter(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        wish = wish_in(message.text or "") if message else None
        if wish:
            await _wish(update, wish)

    async def _show(update: Update, *, editable: bool) -> None:
        message = update.effective_message
        if not isinstance(message, Message):
            return
        lang = await language_of(update, services)
        own, library = sentences(lang), services.knowledge.assistant.library
        try:
            subscribed = await services.state.subscriptions.get(*place_for_updates(message))
        except StateUnavailable:
            await say(update, services, plain(own.storage_away))
            return
        keyboard = menu.topic_keyboard(library, subscribed, lang)
        if editable:
            if not await may_change(message, update):
                await say(update, services, plain(own.admins_only))
                return
            private = message.chat.type == ChatType.PRIVATE
            await say(update, services, plain(own.menu if private else own.menu_group), keyboard)
            return
        zone = (await services.state.preferences.get(message.chat.id)).timezone
        said = menu.describe(library, subscribed, zone, lang)
        await say(update, services, said, keyboard if subscribed.topics else None)

    async def _wish(update: Update, wish: Wish) -> None:
        message = update.effective_message
        if not isinstance(message, Message):
            return
        lang = await language_of(update, services)
        own, assistant = sentences(lang), services.knowledge.assistant
        if not await may_change(message, update):
            await say(update, services, plain(own.admins_only))
            return
        topics = topics_in(assistant, wish.about, lang) if wish.about else []
        named = menu.names(assistant.library, topics, lang) if topics else ""
        chat_id, thread_id = place_for_updates(message)
        subscriptions = services.state.subscriptions
        try:
            if wish.kind == "stop" and not topics:
                stopped = await subscriptions.stop(chat_id, thread_id)
                await say(
                    update, services, plain(own.stopped_all if stopped else own.not_subscribed)
                )
                return
            wanted = wish.kind == "start"
            subscribed = await subscriptions.choose(
                chat_id, thread_id, topics, wanted=wanted, lang=lang
            )
        except StateUnavailable:
            await say(update, services, plain(own.storage_away))
            return
        said = own.unknown_topic
        if topics:
            said = (own.subscribed if wanted else own.stopped).format(topics=named)
        keyboard = menu.topic_keyboard(assistant.library, subscribed, lang)
        if topics and wanted:
            keyboard = menu.update_keyboard(lang)
        await say(update, services, plain(said), keyboard)

    new = filters.UpdateType.MESSAGE
    return [
        CommandHandler("subscribe", subscribe, new),
        CommandHandler("subscriptions", show, new),
        CommandHandler(["unsubscribe", "stop"], unsubscribe, new),
        MessageHandler(
            new & filters.ChatType.PRIVATE & filters.TEXT & ~filters.COMMAND & ~filters.VIA_BOT
            & _Wishes(),
            utter,
        ),
    ]  # fmt: skip
