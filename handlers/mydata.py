"""/mydata: everything that is stored about a person, as a JSON document."""

import json

from telegram import InputFile, Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.services import Services
from bot.state import StateUnavailable
from bot.texts import texts
from handlers.rendering import plain
from handlers.saying import say
from handlers.speaking import language_of

__all__ = ["handler"]


def handler(services: Services) -> CommandHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of /mydata; in a group it points to the private chat."""

    async def send(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message, person = update.effective_message, update.effective_user
        if not isinstance(message, Message) or person is None:
            return
        own = texts(await language_of(update, services))
        if message.chat.type != ChatType.PRIVATE:
            await say(update, services, plain(own.in_private_only))
            return
        try:
            stored = await services.state.personal.export(person.id)
        except StateUnavailable:
            await say(update, services, plain(own.storage_away))
            return
        await message.reply_chat_action(ChatAction.UPLOAD_DOCUMENT)
        document = json.dumps(stored, ensure_ascii=False, indent=2).encode()
        await message.reply_document(
            InputFile(document, filename="mydata.json"), caption=own.mydata_caption
        )

    return CommandHandler("mydata", send, filters.UpdateType.MESSAGE)
