"""The buttons that lead to answers: the choices of a "did you mean", and what is related."""

import contextlib

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.services import Services
from bot.state import StateUnavailable
from bot.texts import texts
from handlers.callbacks import Press, Verb, presses, unpack
from handlers.rendering import answer_buttons, html, plain
from handlers.saying import acknowledge, rewrite, say
from knowledge.errors import UnknownLink
from knowledge.guide import guide
from knowledge.reply import Reply

__all__ = ["handler"]


def handler(services: Services) -> CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of buttons that answer; one whose answer is gone is declined kindly."""

    async def pick(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        press = unpack(query.data) if query else None
        if query is None or press is None:
            return
        if press.verb is Verb.NONE:
            await acknowledge(query)
            await rewrite(query, plain(texts(press.lang).another_question))
            await _note(query.message if isinstance(query.message, Message) else None, press)
            return
        reply = recalled(services, press)
        if reply is None:
            await acknowledge(query, texts(press.lang).gone, alert=True)
            return
        await acknowledge(query)
        leads = guide(services.knowledge.assistant)
        if press.verb is Verb.NEXT and isinstance(query.message, Message):
            title = leads.links.title(reply.link or "", reply.lang)
            await say(update, services, html(reply, title), answer_buttons(reply, leads))
        else:
            await rewrite(query, html(reply), answer_buttons(reply, leads))

    async def _note(message: Message | None, press: Press) -> None:
        key = (message.chat.id, message.message_id) if message else (0, 0)
        question = services.memory.offered.drop(key)
        if question:
            with contextlib.suppress(StateUnavailable):
                await services.state.unanswered.add(question, press.lang, "none of these")

    return CallbackQueryHandler(pick, pattern=presses(Verb.PICK, Verb.NONE, Verb.NEXT))


def recalled(services: Services, press: Press) -> Reply | None:
    """Return the answer that a button leads to, None where it is gone."""
    assistant = services.knowledge.assistant
    try:
        return assistant.recall(guide(assistant).links.long(press.argument), press.lang)
    except UnknownLink:
        return None
