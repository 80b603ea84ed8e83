"""A command that does not exist, in a private chat: /help instead. In groups it may be another bot's."""

from telegram import Update
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.services import Services
from bot.texts import texts
from handlers.rendering import bold, plain
from handlers.saying import say
from handlers.speaking import language_of

__all__ = ["handler"]


def handler(services: Services) -> MessageHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of commands that no other handler took."""

    async def explain(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        own = texts(await language_of(update, services))
        commands = "\n".join(f"/{name} – {plain(said)}" for name, said in own.commands.items())
        await say(update, services, f"{bold(own.help_title)}\n\n{commands}")

    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    return MessageHandler(private & filters.COMMAND & ~filters.VIA_BOT, explain)
