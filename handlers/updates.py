"""/updates: those who administer the bot look at updates, send one and watch it on its way."""

import contextlib
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    filters,
)

from bot.delivery.composing import compose
from bot.delivery.newsroom import Item, item, items, recipients, send
from bot.delivery.sentences import sentences
from bot.services import Services
from bot.state import StateUnavailable
from bot.state.announcements import Progress
from handlers.callbacks import ROOM, Press, Verb, pack, presses, shortened, unpack
from handlers.rendering import bold, cut, plain
from handlers.saying import acknowledge, rewrite, say
from handlers.speaking import language_of

__all__ = ["handlers"]

LIST, ITEM, CONFIRM, SEND, STOP, RESUME = "l", "i", "c", "y", "x", "g"
"""What a button does, as the first letter of its argument; the update follows."""
NEWEST = 20
"""So many updates are listed."""
EVERY = 3.0
"""Seconds between two edits of a progress message."""
LABEL = 50
_MARKS = {
    "new": "🆕",
    "history": "▫️",
    "queueing": "⏳",
    "queued": "✅",
    "stopped": "⛔",
    "superseded": "✏️",
}


def handlers(services: Services) -> list[BaseHandler[Any, ContextTypes.DEFAULT_TYPE, None]]:
    """Return the handlers of /updates and of its buttons."""
    state = services.state

    async def show(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        lang = await language_of(update, services)
        chat, user = update.effective_chat, update.effective_user
        own = sentences(lang)
        private = chat is not None and chat.type == ChatType.PRIVATE
        if user is None or user.id not in services.admins or not private:
            await say(update, services, plain(own.news_for_admins))
            return
        try:
            said, keyboard = await _list(lang)
        except StateUnavailable:
            said, keyboard = plain(own.storage_away), None
        await say(update, services, said, keyboard)

    async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        pressed = unpack(query.data) if query else None
        if query is None or pressed is None:
            return
        own = sentences(pressed.lang)
        if query.from_user.id not in services.admins:
            await acknowledge(query, own.news_for_admins, alert=True)
            return
        try:
            said, keyboard, notice = await _act(pressed)
        except StateUnavailable:
            await acknowledge(query, own.storage_away, alert=True)
            return
        await acknowledge(query, notice, alert=bool(notice))
        await rewrite(query, said, keyboard)
        if pressed.argument[:1] in (SEND, RESUME) and not notice:
            message = query.message
            if isinstance(message, Message):
                context.application.create_task(
                    _watch(message, pressed), update=update, name="progress"
                )

    async def _list(lang: str) -> tuple[str, InlineKeyboardMarkup | None]:
        own, library = sentences(lang), services.knowledge.assistant.library
        found = await items(state, library)
        rows = [
            [
                _button(
                    f"{_MARKS[one.state]} {one.update.date} {library.text(one.update.title, lang)}",
                    lang,
                    ITEM,
                    one.update.id,
                )
            ]
            for one in found[:NEWEST]
        ]
        if not rows:
            return plain(own.news_none), None
        return bold(own.news_title), InlineKeyboardMarkup(rows)

    async def _act(press: Press) -> tuple[str, InlineKeyboardMarkup | None, str]:
        """Do what a button says; return what to show and a notice. Raises StateUnavailable."""
        own, library = sentences(press.lang), services.knowledge.assistant.library
        action, short = press.argument[:1], press.argument[1:]
        id_ = next((i for i in library.updates if shortened(i, ROOM - 1) == short), None)
        if action == LIST or id_ is None:
            return *await _list(press.lang), ""
        notice = ""
        if action == SEND and not await send(state, library, id_):
            notice = own.news_refused
        elif action == STOP:
            await state.announcements.stop(id_, "/updates")
        elif action == RESUME:
            await state.announcements.resume(id_)
        return *await _item(id_, press.lang, confirm=action == CONFIRM), notice

    async def _item(
        id_: str, lang: str, *, confirm: bool = False, rate: float = 0.0
    ) -> tuple[str, InlineKeyboardMarkup]:
        own, library = sentences(lang), services.knowledge.assistant.library
        one = await item(state, library, id_)
        lines = [compose(library, one.update, lang), f"— {plain(_standing(one, lang, rate))}"]
        rows = []
        if one.can_be_sent:
            counts = await recipients(state, library, id_)
            lines.append(plain(own.news_count.format(**counts)))
            if confirm:
                lines.append(bold(own.news_confirm.format(count=sum(counts.values()))))
                rows.append([_button(own.news_yes, lang, SEND, id_)])
            else:
                rows.append([_button(own.news_send, lang, CONFIRM, id_)])
        elif one.state == "stopped":
            rows.append([_button(own.news_resume, lang, RESUME, id_)])
        elif one.is_on_its_way:
            rows.append([_button(own.news_stop, lang, STOP, id_)])
        flags = [
            InlineKeyboardButton(code, callback_data=_data(code, ITEM, id_))
            for code in library.languages
            if code != lang
        ]
        refresh = _button(own.news_refresh, lang, ITEM, id_)
        back = _button(own.back, lang, LIST, "")
        return "\n\n".join(lines), InlineKeyboardMarkup([*rows, flags, [refresh, back]])

    async def _watch(message: Message, press: Press) -> None:
        """Edit the message while the update is on its way, until it has arrived or is stopped."""
        library = services.knowledge.assistant.library
        short = press.argument[1:]
        id_ = next(i for i in library.updates if shortened(i, ROOM - 1) == short)
        begun, before = services.clock.monotonic(), (await item(state, library, id_)).progress.sent
        shown = ""
        while True:
            one = None
            with contextlib.suppress(StateUnavailable):
                one = await item(state, library, id_)
            if one:
                passed = services.clock.monotonic() - begun
                rate = (one.progress.sent - before) / passed if passed else 0.0
                said, keyboard = await _item(id_, press.lang, rate=rate)
                if said != shown:
                    with contextlib.suppress(TelegramError):
                        await message.edit_text(said, parse_mode="HTML", reply_markup=keyboard)
                    shown = said
                if not one.is_on_its_way:
                    return
            await services.clock.sleep(EVERY)

    return [
        CommandHandler("updates", show, filters.UpdateType.MESSAGE),
        CallbackQueryHandler(press, pattern=presses(Verb.UPDATES)),
    ]


def _standing(one: Item, lang: str, rate: float) -> str:
    """Return where an update stands, in words."""
    own = sentences(lang)
    if one.state == "stopped":
        said = own.news_halted.format(why=one.why or "?")
        return f"{said}\n{_counts(one.progress, lang)}"
    said = str(getattr(own, f"news_state_{one.state}"))
    if one.can_be_sent:
        return said
    lines = [said, _counts(one.progress, lang)]
    if one.is_on_its_way and rate > 0:
        minutes = max(1, round(one.progress.waiting / rate / 60))
        lines.append(own.news_left.format(rate=round(rate), minutes=minutes))
    elif not one.is_on_its_way:
        lines.append(own.news_finished)
    return "\n".join(lines)


def _counts(done: Progress, lang: str) -> str:
    return sentences(lang).news_progress.format(
        sent=done.sent,
        waiting=done.waiting,
        held=done.held,
        suspended=done.suspended,
        skipped=done.skipped,
        failed=done.failed + done.lost,
    )


def _data(lang: str, action: str, id_: str) -> str:
    return pack(Verb.UPDATES, lang, action + shortened(id_, ROOM - 1))


def _button(label: str, lang: str, action: str, id_: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(cut(label, LABEL), callback_data=_data(lang, action, id_))
