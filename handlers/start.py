"""/start and /help: who this is and what to ask; `/start LINK` gives the answer of a deep link."""

import contextlib
from typing import Any

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, filters

from bot.services import Services
from bot.state import StateUnavailable
from bot.texts import Texts, texts
from handlers.exchange import answer
from handlers.links import as_question
from handlers.rendering import answer_buttons, bold, html, link_button, plain
from handlers.saying import say
from handlers.speaking import language_of
from knowledge.errors import UnknownLink
from knowledge.guide import guide

__all__ = ["handlers"]

EXAMPLES = 4


def handlers(services: Services) -> list[BaseHandler[Any, ContextTypes.DEFAULT_TYPE, None]]:
    """Return the handlers of /start and /help."""

    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.effective_chat:
            with contextlib.suppress(StateUnavailable):  # whoever comes back hears of updates again
                await services.state.subscriptions.resume(update.effective_chat.id)
        if not context.args or not await _opened(update, context.args[0]):
            lang = await language_of(update, services)
            await say(update, services, _welcome(lang), _examples(lang))

    async def help_(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        lang = await language_of(update, services)
        await say(update, services, _help(texts(lang), context.bot.username), _examples(lang))

    async def _opened(update: Update, parameter: str) -> bool:
        """Answer a deep link; say whether it was one."""
        question = as_question(parameter)
        if question:
            await answer(update, services, question)
            return True
        assistant = services.knowledge.assistant
        leads = guide(assistant)
        lang = await language_of(update, services)
        try:
            reply = assistant.recall(leads.links.long(parameter), lang)
            title = leads.links.title(reply.link, lang) if reply.link else ""
        except UnknownLink:
            return False
        await say(update, services, html(reply, title), answer_buttons(reply, leads))
        return True

    def _welcome(lang: str) -> str:
        library = services.knowledge.assistant.library
        own, manifest = texts(lang), library.manifest
        said = own.welcome_any
        if manifest:
            name = library.text(manifest.name, lang)
            said = own.welcome.format(name=name, scope=library.text(manifest.scope, lang))
        return f"{plain(said)}\n\n/topics · /timeline · /compare · /language · /help"

    def _examples(lang: str) -> InlineKeyboardMarkup | None:
        leads = guide(services.knowledge.assistant)
        found = (link_button(leads, lang, link) for link in leads.search.popular(EXAMPLES))
        rows = [[button] for button in found if button]
        return InlineKeyboardMarkup(rows) if rows else None

    only = filters.UpdateType.MESSAGE
    return [CommandHandler("start", start, only), CommandHandler("help", help_, only)]


def _help(own: Texts, username: str) -> str:
    commands = [f"/{name} – {plain(said)}" for name, said in own.commands.items()]
    more = [
        own.help_compare,
        own.help_groups.format(bot=username),
        own.help_inline.format(bot=username),
    ]
    return "\n\n".join([bold(own.help_title), "\n".join(commands), *map(plain, more)])
