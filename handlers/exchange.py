"""One question and its answer, wherever it was asked: what all ways of asking share."""

import contextlib

from telegram import Message, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.allowance import May
from bot.services import Services
from bot.state import StateUnavailable
from bot.texts import texts
from handlers.compare import side_by_side
from handlers.rendering import buttons, html, plain
from handlers.saying import NO_PREVIEW, may_speak, say
from handlers.speaking import language_of, place_of
from knowledge.conversation import Context
from knowledge.guide import guide
from knowledge.reply import Reply

__all__ = ["answer", "answer_again", "counted_turn", "note_unanswered"]

NO_QUESTION = frozenset(("empty", "unreadable"))
"""Why a text got no answer that curators could write one for."""


async def answer(update: Update, services: Services, question: str) -> None:
    """Answer `question` where it was asked; the next one may lean on it."""
    message = update.effective_message
    if not isinstance(message, Message):
        return
    lang = await language_of(update, services)
    if not await may_ask(update, services, message, lang):
        return
    compared = side_by_side(services, question, lang)
    if compared:
        sent = await say(update, services, compared)
    else:
        reply = _turn(services, message, question, lang)
        leads = guide(services.knowledge.assistant)
        sent = await say(update, services, html(reply), buttons(reply, leads))
        _remember_offer(services, sent, question, reply)
        await note_unanswered(services, question, reply)
    if sent:
        services.memory.answers.keep((message.chat.id, message.message_id), sent.message_id)


async def answer_again(
    update: Update, services: Services, bot: ExtBot[None], question: str
) -> None:
    """Put the answer to an edited question in place of the one to its earlier form."""
    message = update.effective_message
    if not isinstance(message, Message):
        return
    earlier = services.memory.answers.get((message.chat.id, message.message_id))
    if earlier is None:
        await answer(update, services, question)
        return
    if not may_speak(services, message):
        return
    lang = await language_of(update, services)
    if not await may_ask(update, services, message, lang):
        return
    text, keyboard = side_by_side(services, question, lang), None
    if text is None:
        reply = _turn(services, message, question, lang)
        text, keyboard = html(reply), buttons(reply, guide(services.knowledge.assistant))
        await note_unanswered(services, question, reply)
    try:
        await bot.edit_message_text(
            text,
            message.chat.id,
            earlier,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard,
        )
    except BadRequest as error:
        if "not modified" not in error.message:  # deleted meanwhile: answer anew
            services.memory.answers.drop((message.chat.id, message.message_id))
            await answer(update, services, question)


async def may_ask(update: Update, services: Services, message: Message, lang: str) -> bool:
    """Say whether this person may ask one more question now; who asks too many is told so once."""
    person = place_of(message).person
    may = services.allowance.take(person, services.clock.monotonic())
    if may is not May.ASK:
        services.metrics.limited()
    if may is May.WAIT:
        await say(update, services, plain(texts(lang).slow_down))
    return may is May.ASK


async def note_unanswered(services: Services, question: str, reply: Reply) -> None:
    """Keep a question without an answer for the curators, without who asked it."""
    if reply.kind in ("none", "suggest") and reply.reason not in NO_QUESTION:
        with contextlib.suppress(StateUnavailable):  # an answer matters more than a note
            await services.state.unanswered.add(question, reply.lang, reply.reason)


def counted_turn(
    services: Services, question: str, lang: str, context: Context | None
) -> tuple[Reply, Context | None]:
    """Answer one question of a conversation, and count it."""
    began = services.clock.monotonic()
    reply, now = services.knowledge.assistant.turn(question, lang, context)
    services.metrics.question(reply, services.clock.monotonic() - began)
    services.state.tallies.count(reply.kind, reply.lang, reply.link)
    return reply, now


def _turn(services: Services, message: Message, question: str, lang: str) -> Reply:
    place, conversations = place_of(message), services.memory.conversations
    reply, now = counted_turn(services, question, lang, conversations.get(place))
    if now is not None:
        conversations.keep(place, now)
    return reply


def _remember_offer(services: Services, sent: Message | None, question: str, reply: Reply) -> None:
    if sent and reply.choices:
        services.memory.offered.keep((sent.chat.id, sent.message_id), question)
