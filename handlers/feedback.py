"""Helpful or not helpful: a count for each answer, without who pressed."""

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.services import Services
from bot.state import StateUnavailable
from bot.texts import texts
from handlers.callbacks import Verb, presses, unpack
from handlers.choice import recalled
from handlers.saying import acknowledge

__all__ = ["handler"]

_VOTES = presses(Verb.HELPFUL, Verb.UNHELPFUL)


def handler(services: Services) -> CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of votes; each person counts once under a message."""

    async def vote(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        press = unpack(query.data) if query else None
        if query is None or press is None:
            return
        own = texts(press.lang)
        reply = recalled(services, press)
        if reply is None or reply.link is None:
            await acknowledge(query, own.gone, alert=True)
            return
        message = query.message
        place = (message.chat.id, message.message_id) if message else (0, 0)
        if not services.memory.votes.is_new((*place, query.from_user.id), True):
            await acknowledge(query, own.voted_already)
            return
        helpful = press.verb is Verb.HELPFUL
        try:
            await services.state.feedback.add(reply.link, helpful=helpful)
        except StateUnavailable:
            services.memory.votes.drop((*place, query.from_user.id))
            await acknowledge(query, own.storage_away, alert=True)
            return
        await acknowledge(
            query, own.thanks_helpful if helpful else own.thanks_not_helpful, alert=not helpful
        )
        if isinstance(message, Message) and message.chat.type == message.chat.PRIVATE:
            await _without_votes(message)

    return CallbackQueryHandler(vote, pattern=_VOTES)


async def _without_votes(message: Message) -> None:
    """Take the votes off a message whose only reader has voted."""
    if message.reply_markup is None:
        return
    rows = [
        [button for button in row if not _VOTES(button.callback_data)]
        for row in message.reply_markup.inline_keyboard
    ]
    try:
        await message.edit_reply_markup(InlineKeyboardMarkup([row for row in rows if row]))
    except BadRequest:  # too old, or gone
        return
