"""/topics: a walk through everything that the bot knows, by buttons, in place, with a way back."""

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    filters,
)

from bot.services import Services
from bot.texts import texts
from handlers.callbacks import Press, Verb, pack, presses, unpack
from handlers.choice import recalled
from handlers.pages import Page, Walk
from handlers.rendering import answer_buttons, html
from handlers.saying import acknowledge, rewrite, say
from handlers.speaking import language_of
from knowledge.guide import guide

__all__ = ["handlers"]


def handlers(services: Services) -> list[BaseHandler[Any, ContextTypes.DEFAULT_TYPE, None]]:
    """Return the handlers of /topics, of its pages and of the answers reached by them."""

    async def open_(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        lang = await language_of(update, services)
        page = _walk(lang).root()
        await say(update, services, page.html, page.keyboard)

    async def turn(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        press = unpack(query.data) if query else None
        if query is None or press is None:
            return
        page = _walk(press.lang).page(press.argument)
        if page is None:
            await acknowledge(query, texts(press.lang).gone, alert=True)
            page = _walk(press.lang).root()
        else:
            await acknowledge(query)
        await rewrite(query, page.html, page.keyboard)

    async def show(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        press = unpack(query.data) if query else None
        if query is None or press is None:
            return
        page = _answer(press)
        if page is None:
            await acknowledge(query, texts(press.lang).gone, alert=True)
            return
        await acknowledge(query)
        await rewrite(query, page.html, page.keyboard)

    def _answer(press: Press) -> Page | None:
        reply = recalled(services, press)
        if reply is None or reply.link is None:
            return None
        leads = guide(services.knowledge.assistant)
        way_back = _walk(press.lang).back_from(reply.link)
        back = InlineKeyboardButton(
            texts(press.lang).back, callback_data=pack(Verb.TOPICS, press.lang, way_back)
        )
        below = answer_buttons(reply, leads)
        rows = [*(below.inline_keyboard if below else ()), (back,)]
        title = leads.links.title(reply.link, press.lang)
        return Page(html(reply, title), InlineKeyboardMarkup(rows))

    def _walk(lang: str) -> Walk:
        return Walk(services.knowledge.assistant, lang)

    return [
        CommandHandler("topics", open_, filters.UpdateType.MESSAGE),
        CallbackQueryHandler(turn, pattern=presses(Verb.TOPICS)),
        CallbackQueryHandler(show, pattern=presses(Verb.BROWSE)),
    ]
