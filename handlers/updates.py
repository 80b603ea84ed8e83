"""/updates: those who administer the bot look at updates, send one and watch it on its way."""

import contextlib
from typing import Any

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    filters,
)

from bot.delivery.newsroom import item, send
from bot.delivery.sentences import sentences
from bot.services import Services
from bot.state import StateUnavailable
from handlers import updates_menu as menu
from handlers.callbacks import Press, Verb, presses, unpack
from handlers.rendering import plain
from handlers.saying import acknowledge, rewrite, say
from handlers.speaking import language_of
from handlers.updates_menu import show_item, show_list

__all__ = ["handlers"]

EVERY = 3.0
"""Seconds between two edits of a progress message."""


def handlers(services: Services) -> list[BaseHandler[Any, ContextTypes.DEFAULT_TYPE, None]]:
    """Return the handlers of /updates and of its buttons."""
    state = services.state

    async def show(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        lang = await language_of(update, services)
        chat, user = update.effective_chat, update.effective_user
        own = sentences(lang)
        private = chat is not None and chat.type == ChatType.PRIVATE
        if user is None or user.id not in services.admins or not private:
            await say(update, services, plain(own.news_for_admins))
            return
        try:
            said, keyboard = await show_list(services, lang)
        except StateUnavailable:
            said, keyboard = plain(own.storage_away), None
        await say(update, services, said, keyboard)

    async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        pressed = unpack(query.data) if query else None
        if query is None or pressed is None:
            return
        own = sentences(pressed.lang)
        if query.from_user.id not in services.admins:
            await acknowledge(query, own.news_for_admins, alert=True)
            return
        try:
            said, keyboard, notice = await _act(pressed)
        except StateUnavailable:
            await acknowledge(query, own.storage_away, alert=True)
            return
        await acknowledge(query, notice, alert=bool(notice))
        await rewrite(query, said, keyboard)
        if pressed.argument[:1] in (menu.SEND, menu.RESUME) and not notice:
            id_ = menu.resolve(services, pressed.argument[1:])
            if isinstance(query.message, Message) and id_ is not None:
                context.application.create_task(
                    _watch(query.message, id_, pressed.lang), update=update, name="progress"
                )

    async def _act(press: Press) -> tuple[str, InlineKeyboardMarkup | None, str]:
        """Do what a button says; return what to show and a notice. Raises StateUnavailable."""
        own, library = sentences(press.lang), services.knowledge.assistant.library
        action, short = press.argument[:1], press.argument[1:]
        id_ = menu.resolve(services, short)
        if action == menu.LIST or id_ is None:
            return *await show_list(services, press.lang), ""
        notice = ""
        if action == menu.SEND and not await send(state, library, id_):
            notice = own.news_refused
        elif action == menu.STOP:
            await state.announcements.stop(id_, "/updates")
        elif action == menu.RESUME:
            await state.announcements.resume(id_)
        return *await show_item(services, id_, press.lang, confirm=action == menu.CONFIRM), notice

    async def _watch(message: Message, id_: str, lang: str) -> None:
        """Edit the message while the update is on its way, until it has arrived or is stopped."""
        library = services.knowledge.assistant.library
        begun, before = services.clock.monotonic(), (await item(state, library, id_)).progress.sent
        shown = ""
        while True:
            one = None
            with contextlib.suppress(StateUnavailable):
                one = await item(state, library, id_)
            if one:
                passed = services.clock.monotonic() - begun
                rate = (one.progress.sent - before) / passed if passed else 0.0
                said, keyboard = await show_item(services, id_, lang, rate=rate)
                if said != shown:
                    with contextlib.suppress(TelegramError):
                        await message.edit_text(said, parse_mode="HTML", reply_markup=keyboard)
                    shown = said
                if not one.is_on_its_way:
                    return
            await services.clock.sleep(EVERY)

    return [
        CommandHandler("updates", show, filters.UpdateType.MESSAGE),
        CallbackQueryHandler(press, pattern=presses(Verb.UPDATES)),
    ]
