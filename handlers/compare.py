"""Two records side by side: /compare, or "Chile vs Peru" in plain text."""

from telegram import Update
from telegram.constants import MessageLimit
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.services import Services
from bot.texts import Texts, texts
from handlers.rendering import bold, cited, cut, plain
from handlers.saying import say
from handlers.speaking import language_of
from knowledge.comparison import Aspect, Comparison, Pair, sides
from knowledge.guide import guide
from knowledge.templates import name_of, typeset

__all__ = ["handler", "side_by_side"]

CELL = 240
"""So many characters of each side are shown for one aspect."""


def handler(services: Services) -> CommandHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of /compare."""

    async def compare(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        lang = await language_of(update, services)
        await say(update, services, _compared(services, " ".join(context.args or ()), lang))

    return CommandHandler("compare", compare, filters.UpdateType.MESSAGE)


def side_by_side(services: Services, text: str, lang: str) -> str | None:
    """Return the comparison that a plain text like "Chile vs Peru" asks for, as HTML; None if it asks for none."""
    if sides(text) is None:
        return None
    comparison = guide(services.knowledge.assistant).comparison
    found = comparison.find(text, lang)
    if len(found) != 2:
        return None
    pair = comparison.pair(found[0], found[1], lang)
    return _table(services, pair, texts(lang)) if pair.aspects else None


def _compared(services: Services, text: str, lang: str) -> str:
    own = texts(lang)
    comparison = guide(services.knowledge.assistant).comparison
    example = _example(services, comparison, lang)
    if not text.strip():
        return plain(own.compare_usage.format(example=example))
    found = comparison.find(text, lang)
    if not found:
        return plain(own.compare_unknown.format(example=example))
    library = services.knowledge.assistant.library
    first = name_of(library, found[0], lang, "the")
    if len(found) == 1:
        halves = sides(text)
        both = halves and all(comparison.find(half, lang) for half in halves)
        said = own.compare_same if both else own.compare_one
        return plain(said.format(first=first, example=example))
    pair = comparison.pair(found[0], found[1], lang)
    if not pair.aspects:
        second = name_of(library, found[1], lang, "the")
        said = typeset(own.compare_kinds.format(first=first, second=second), lang)
        return plain(said[:1].upper() + said[1:])
    return _table(services, pair, own)


def _example(services: Services, comparison: Comparison, lang: str) -> str:
    library = services.knowledge.assistant.library
    pair = comparison.examples()
    return " vs ".join(name_of(library, record, lang) for record in pair) if pair else "A vs B"


def _table(services: Services, pair: Pair, own: Texts) -> str:
    """Return a comparison as HTML: aspect by aspect, as many as one message holds."""
    known = services.knowledge.assistant.library.sources
    sources = [known[id_] for id_ in pair.sources[:4] if id_ in known and known[id_].url]
    links = cited(sources)
    room = int(MessageLimit.MAX_TEXT_LENGTH) - len(" vs ".join(pair.names)) - 32
    room -= sum(len(source.title) + 4 for source in sources)
    blocks = [bold(" vs ".join(pair.names))]
    for aspect in pair.aspects:
        shown = _block(pair, aspect, own)
        room -= len(shown)
        if room < 0:
            break
        blocks.append(shown)
    return "\n\n".join([*blocks, *([links] if links else [])])


def _block(pair: Pair, aspect: Aspect, own: Texts) -> str:
    cells = zip(pair.names, (aspect.first, aspect.second), strict=True)
    lines = [
        f"• <i>{plain(name)}</i>: {plain(cut(said or own.compare_not_recorded, CELL))}"
        for name, said in cells
    ]
    return "\n".join([bold(aspect.label), *lines])
