"""Who speaks where: the language to answer in, the place of a conversation, whether the bot is meant."""

from telegram import Message, MessageEntity, Update

from bot.memory import Place
from bot.services import Services

__all__ = ["is_ours", "language_of", "meant_for", "place_of", "spoken_by"]


async def language_of(update: Update, services: Services) -> str:
    """Return the language to speak: the chat's, else the person's choice, else that of their Telegram."""
    languages = services.knowledge.assistant.library.languages
    user, chat = update.effective_user, update.effective_chat
    ids = [someone.id for someone in (chat, user) if someone]
    for id_ in dict.fromkeys(ids):
        chosen = (await services.state.preferences.get(id_)).lang
        if chosen in languages:
            return chosen
    return spoken_by(update, languages)


def spoken_by(update: Update, languages: tuple[str, ...]) -> str:
    """Return the language of the person's Telegram if it is served, else the first that is."""
    user = update.effective_user
    code = (user.language_code or "")[:2].lower() if user else ""
    return code if code in languages else languages[0]


def place_of(message: Message) -> Place:
    """Return where a message belongs; an anonymous admin or channel counts as itself."""
    user, chat = message.from_user, message.sender_chat
    person = chat.id if chat else user.id if user else 0
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, thread or 0, person)


def is_ours(message: Message | None, bot_id: int) -> bool:
    """Say whether the bot itself wrote a message."""
    return bool(message and message.from_user and message.from_user.id == bot_id)


def meant_for(message: Message, username: str, bot_id: int) -> str | None:
    """Return the question that a group's message puts to the bot, None where it is not meant.

    It is meant by a mention in any letter case, or by a reply to a message of its own.
    """
    text = message.text or message.caption or ""
    entities = message.parse_entities() if message.text else message.parse_caption_entities()
    found = False
    for entity, written in entities.items():
        by_name = (
            entity.type == MessageEntity.MENTION and written.casefold() == f"@{username}".casefold()
        )
        by_id = (
            entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == bot_id
        )
        if by_name or by_id:
            text = text.replace(written, " ")
            found = True
    replied = message.reply_to_message
    if replied and replied.forum_topic_created:  # every first message of a topic "replies" to it
        replied = None
    if found or (is_ours(replied, bot_id) and text):
        return " ".join(text.split()).strip(" ,:;–-") if found else text
    return None
