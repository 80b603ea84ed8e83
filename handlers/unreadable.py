"""Voice, photo, sticker, location and the like, in a private chat: a short word on what the bot can read."""

from telegram import Update
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.services import Services
from bot.texts import texts
from handlers.rendering import plain
from handlers.saying import say
from handlers.speaking import language_of

__all__ = ["handler"]


def handler(services: Services) -> MessageHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of what is no text; it goes after all others. An album is answered once."""

    async def explain(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        album = message.media_group_id if message else None
        if album and not services.memory.albums.is_new(album, True):
            return
        lang = await language_of(update, services)
        await say(update, services, plain(texts(lang).reads_text))

    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    silent = filters.StatusUpdate.ALL | filters.VIA_BOT | filters.COMMAND | filters.TEXT
    return MessageHandler(private & ~silent, explain)
