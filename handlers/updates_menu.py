"""How updates look to those who send them: a list, one with where it stands, its progress in words."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.delivery.composing import compose
from bot.delivery.newsroom import Item, item, items, recipients
from bot.delivery.sentences import sentences
from bot.services import Services
from bot.state.announcements import Progress
from handlers.callbacks import ROOM, Verb, pack, shortened
from handlers.rendering import bold, cut, plain

__all__ = ["CONFIRM", "ITEM", "LIST", "RESUME", "SEND", "STOP", "resolve", "show_item", "show_list"]

LIST, ITEM, CONFIRM, SEND, STOP, RESUME = "l", "i", "c", "y", "x", "g"
"""What a button does, as the first letter of its argument; the update follows."""
NEWEST = 20
"""So many updates are listed."""
LABEL = 50
_MARKS = {
    "new": "🆕",
    "history": "▫️",
    "queueing": "⏳",
    "queued": "✅",
    "stopped": "⛔",
    "superseded": "✏️",
}


async def show_list(services: Services, lang: str) -> tuple[str, InlineKeyboardMarkup | None]:
    """Return the newest updates as buttons. Raises StateUnavailable."""
    own, library = sentences(lang), services.knowledge.assistant.library
    found = await items(services.state, library)
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


async def show_item(
    services: Services, id_: str, lang: str, *, confirm: bool = False, rate: float = 0.0
) -> tuple[str, InlineKeyboardMarkup]:
    """Return one update with where it stands and what can be done. Raises StateUnavailable."""
    own, library = sentences(lang), services.knowledge.assistant.library
    one = await item(services.state, library, id_)
    lines = [compose(library, one.update, lang), f"— {plain(_standing(one, lang, rate))}"]
    rows = []
    if one.can_be_sent:
        counts = await recipients(services.state, library, id_)
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


def resolve(services: Services, short: str) -> str | None:
    """Return the update that a button stands for; None where it is gone."""
    updates = services.knowledge.assistant.library.updates
    return next((id_ for id_ in updates if shortened(id_, ROOM - 1) == short), None)


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
