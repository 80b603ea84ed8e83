"""Guest mode: mentioned in a chat that it has not joined, the bot answers there once."""

from telegram import Update
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.allowance import May
from bot.services import Services
from handlers.exchange import counted_turn, note_unanswered
from handlers.results import article
from handlers.speaking import language_of, meant_for, place_of
from knowledge.guide import guide

__all__ = ["handler"]


def handler(services: Services) -> MessageHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of guest messages. The switch for them is at @BotFather."""

    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.guest_message
        if message is None or message.guest_query_id is None:
            return
        written = message.text or message.caption or ""
        meant = meant_for(message, context.bot.username, context.bot.id)
        question = written if meant is None else meant
        lang = await language_of(update, services)
        person = place_of(message).person
        if services.allowance.take(person, services.clock.monotonic()) is not May.ASK:
            services.metrics.limited()  # in silence: a notice would be the one answer allowed here
            return
        reply, _ = counted_turn(services, question, lang, None)
        leads = guide(services.knowledge.assistant)
        result = article(reply, leads, context.bot.username)
        await context.bot.answer_guest_query(message.guest_query_id, result)
        await note_unanswered(services, question, reply)

    return MessageHandler(filters.UpdateType.GUEST_MESSAGE, answer)
