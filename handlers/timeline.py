"""/timeline: dialogues, summits and programmes on one time axis, as a picture and as text."""

import asyncio

from telegram import InputFile, Message, ReplyParameters, Update
from telegram.constants import ChatAction, ChatType, MessageLimit, ParseMode
from telegram.error import BadRequest
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.services import Services
from bot.texts import texts
from bot.timeline import Timeline, timeline_of
from handlers.rendering import bold, plain
from handlers.saying import may_speak, say
from handlers.speaking import language_of

__all__ = ["handler"]


def handler(services: Services) -> CommandHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of /timeline. Drawing takes a second: other updates do not wait for it."""

    async def show(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if not isinstance(message, Message):
            return
        lang = await language_of(update, services)
        today = services.clock.now().date()
        timeline = timeline_of(services.knowledge.assistant.library, lang, today)
        if not timeline.rows:
            await say(update, services, plain(texts(lang).timeline_empty))
            return
        if not may_speak(services, message):
            return
        caption, rest = _told(timeline)
        await message.reply_chat_action(ChatAction.UPLOAD_PHOTO)
        await _send(message, timeline, caption)
        if rest:
            await say(update, services, rest)

    async def _send(message: Message, timeline: Timeline, caption: str) -> None:
        """Send the picture by the id it has at Telegram, else draw it."""
        pictures = services.memory.pictures
        known = pictures.get(timeline.digest)
        if known:
            try:
                await _photo(message, known, caption)
            except BadRequest:  # Telegram dropped the file
                pictures.drop(timeline.digest)
            else:
                return
        from bot.picture import draw  # loaded late: most processes never plot

        picture = await asyncio.to_thread(draw, timeline)
        sent = await _photo(message, InputFile(picture, filename="timeline.png"), caption)
        if sent.photo:
            pictures.keep(timeline.digest, sent.photo[-1].file_id)

    return CommandHandler("timeline", show, filters.UpdateType.MESSAGE, block=False)


async def _photo(message: Message, photo: str | InputFile, caption: str) -> Message:
    quoted = None
    if message.chat.type != ChatType.PRIVATE:
        quoted = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    return await message.reply_photo(
        photo, caption=caption, parse_mode=ParseMode.HTML, reply_parameters=quoted
    )


def _told(timeline: Timeline) -> tuple[str, str]:
    """Return the picture's content as HTML: the caption, and what does not fit into it."""
    blocks = [
        f"{bold(group.title)}\n{plain('; '.join(row.told for row in group.rows))}"
        for group in timeline.groups
    ]
    whole = "\n\n".join(blocks)
    room = int(MessageLimit.CAPTION_LENGTH)
    kept: list[str] = []
    for block in blocks:
        if len("\n\n".join([*kept, block])) > room:
            break
        kept.append(block)
    return "\n\n".join(kept), whole.removeprefix("\n\n".join(kept)).strip()
