"""The buttons of subscriptions: topics toggle in place, how often, no more updates in one tap."""

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.delivery.sentences import sentences
from bot.services import Services
from bot.state import AT_ONCE, Rhythm, StateUnavailable
from handlers import subscription_menu as menu
from handlers.callbacks import Verb, presses, unpack
from handlers.rendering import plain
from handlers.saying import acknowledge, rewrite, say
from handlers.subscription_place import may_change, place_for_updates

__all__ = ["handler"]


def handler(services: Services) -> CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of all buttons of subscriptions, those under updates included."""

    async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        pressed = unpack(query.data) if query else None
        if query is None or pressed is None:
            return
        own = sentences(pressed.lang)
        if not isinstance(query.message, Message):
            await acknowledge(query, own.storage_away)
            return
        if not await may_change(query.message, update):
            await acknowledge(query, own.admins_only, alert=True)
            return
        try:
            await _act(update, query.message, pressed.argument, pressed.lang)
        except StateUnavailable:
            await acknowledge(query, own.storage_away, alert=True)
        except ValueError:  # malformed, or a topic that is gone
            await acknowledge(query, own.unknown_topic[:200])

    async def _act(update: Update, message: Message, argument: str, lang: str) -> None:
        """Do what a button says. Raises StateUnavailable, and ValueError for one that is malformed."""
        query, own = update.callback_query, sentences(lang)
        assert query is not None  # noqa: S101 - the caller has it
        library, subscriptions = services.knowledge.assistant.library, services.state.subscriptions
        place = place_for_updates(message)
        action, rest = argument[:1], argument[1:]
        now = await subscriptions.get(*place)
        zone = (await services.state.preferences.get(place[0])).timezone
        private = message.chat.type == ChatType.PRIVATE
        title = own.menu if private else own.menu_group
        if action == menu.STOP:
            await subscriptions.stop(*place)
            await acknowledge(query, own.stopped_all, alert=True)
            return
        if action == menu.TOPIC:
            topic = menu.resolve(library, rest, now)
            if topic is None:
                raise ValueError(rest)
            now = await subscriptions.toggle(*place, topic, lang)
        elif action == menu.RHYTHM and rest == "0":
            now = await subscriptions.set_rhythm(*place, AT_ONCE)
        elif action == menu.HOUR:
            weekday, hour = int(rest[:1]), int(rest[1:])
            if not (0 <= weekday < 7 and hour in menu.HOURS):
                raise ValueError(rest)
            now = await subscriptions.set_rhythm(*place, Rhythm("weekly", weekday, hour))
        elif action == menu.ZONE and len(rest) > 1:
            zone = menu.ZONES[_below(rest[1:], len(menu.ZONES))]
            await services.state.preferences.set_timezone(place[0], zone)
            await subscriptions.reckon(place[0])
        await acknowledge(query)
        said = plain(title)
        keyboard: InlineKeyboardMarkup | None = menu.topic_keyboard(library, now, lang)
        if action == menu.DONE:
            said, keyboard = menu.describe(library, now, zone, lang), None
        elif action == menu.RHYTHM and not rest:
            said, keyboard = plain(own.rhythm), menu.rhythms(now, lang)
        elif action == menu.DAY and not rest:
            said, keyboard = plain(own.when_day), menu.days(lang)
        elif action == menu.DAY or (action == menu.ZONE and len(rest) > 1):
            said, keyboard = plain(own.when_hour), menu.hours(_below(rest[:1], 7), zone, lang)
        elif action == menu.ZONE:
            said, keyboard = plain(own.when_zone), menu.zones(_below(rest, 7), lang)
        elif action == menu.MENU and _is_update(message):
            await say(update, services, said, keyboard)  # the update itself stays to be read
            return
        await rewrite(query, said, keyboard)

    return CallbackQueryHandler(press, pattern=presses(Verb.SUBSCRIBE))


def _is_update(message: Message) -> bool:
    """Say whether a message is an update, or its confirmation: its keyboard has a button to stop."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    data = [unpack(button.callback_data) for row in rows for button in row]
    return any(p and p.verb is Verb.SUBSCRIBE and p.argument == menu.STOP for p in data)


def _below(text: str, limit: int) -> int:
    """Return a number from 0 to below `limit`. Raises ValueError."""
    number = int(text)
    if not 0 <= number < limit:
        raise ValueError(text)
    return number
