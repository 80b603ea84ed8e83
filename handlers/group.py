"""In groups and forum topics: /ask, a mention, a reply to the bot's own message; silence otherwise."""

from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.services import Services
from bot.texts import texts
from handlers.exchange import answer, answer_again
from handlers.rendering import plain
from handlers.saying import say
from handlers.speaking import language_of, meant_for
from knowledge.guide import guide

__all__ = ["handlers"]

_NEW_OR_EDITED = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE


def handlers(services: Services) -> list[BaseHandler[Any, ContextTypes.DEFAULT_TYPE, None]]:
    """Return the handler of /ask (in private chats too), and that of mentions and replies in groups."""

    async def ask(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if not isinstance(message, Message):
            return
        asked = " ".join(context.args or ()) or _pointed_at(message, context.bot.id)
        await _answered(update, context, asked)

    async def meant(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if not isinstance(message, Message) or message.is_automatic_forward:
            return
        question = meant_for(message, context.bot.username, context.bot.id)
        if question is not None:
            await _answered(update, context, question or _pointed_at(message, context.bot.id))

    async def _answered(update: Update, context: ContextTypes.DEFAULT_TYPE, question: str) -> None:
        if not question:
            await _explain(update)
        elif update.edited_message:
            await answer_again(update, services, context.bot, question)
        else:
            await answer(update, services, question)

    async def _explain(update: Update) -> None:
        lang = await language_of(update, services)
        leads = guide(services.knowledge.assistant)
        popular = leads.search.popular(1)
        example = leads.links.title(popular[0], lang) if popular else "…"
        await say(update, services, plain(texts(lang).ask_usage.format(example=example)))

    written = (filters.TEXT & ~filters.COMMAND) | filters.CAPTION
    in_groups = filters.ChatType.GROUPS & written & _NEW_OR_EDITED & ~filters.VIA_BOT
    return [
        CommandHandler("ask", ask, _NEW_OR_EDITED & ~filters.VIA_BOT),
        MessageHandler(in_groups, meant),
    ]


def _pointed_at(message: Message, bot_id: int) -> str:
    """Return the text of the message that a bare /ask or mention replies to: "answer this"."""
    replied = message.reply_to_message
    if replied is None or (replied.from_user and replied.from_user.id == bot_id):
        return ""
    return replied.text or replied.caption or ""
