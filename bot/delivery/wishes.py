"""Plain words that ask for updates, or for no more of them: "tell me when something changes about Chile"."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.delivery.topics import EVERYTHING, topic_of_record
from knowledge.assistant import Assistant
from knowledge.text import clean, fold, words

__all__ = ["Wish", "topics_in", "wish_in"]

_CHANGE = r"(chang\w*|happen\w*|updates?|news|developments?|anything new|something new|novelt\w+)"
_START = [
    # English
    rf"\b(tell|notify|inform|alert|warn|message|ping|text|write) (me|us) (when|whenever|if|once|as soon as)\b.*\b{_CHANGE}\b",
    rf"\b(tell|notify|inform|alert|message) (me|us) (about|of|on) (any |all |the |new )*{_CHANGE}\b",
    rf"\blet (me|us) know (when|whenever|if|once|as soon as|about|of)\b.*\b{_CHANGE}\b",
    r"\b(subscribe|sign) (me|us) (up )?(to|for)\b",
    r"^(i want to |i would like to |id like to )?subscribe( to| for)?\b",
    r"\bkeep (me|us) (posted|informed|updated|up to date)\b",
    r"\bsend (me|us) (all |the |any |new )*(updates|news|notifications)\b",
    r"\bi (want|would like) (to (get|receive|have) )?(all |the |any )*(updates|news|notifications)\b",
    # Spanish
    r"\b(avis(a|e|en)|notifi(ca|que|quen)|alert(a|e|en))[- ]?(me|nos)\b",
    r"\b(mant[ei]en|manten|mantenga|mantengan)[- ]?(me|nos) (al tanto|al dia|informad\w+)\b",
    r"\b(suscrib|inscrib)(e|a|an)[- ]?(me|nos)\b",
    r"\b(quiero|quisiera|me gustaria) (recibir|tener|suscribirme|inscribirme)\b.*\b(novedades|avisos|noticias|notificaciones|actualizaciones|cambios)\b",
    r"^(quiero )?suscribirme\b",
    # Portuguese
    r"\bme (avis(a|e|em)|notifi(ca|que|quem)|alert(a|e|em))\b",
    r"\b(mantenha|mantem|mantenham)[- ]?(me|nos) (a par|informad\w+|atualizad\w+)\b",
    r"\bme (mantenha|mantem|mantenham) (a par|informad\w+|atualizad\w+)\b",
    r"\b(me (inscrev|assin)(a|e)|inscrev(a|e)[- ]?me)\b",
    r"\b(quero|queria|gostaria de) (receber|ter|me inscrever|assinar)\b.*\b(novidades|avisos|noticias|notificacoes|atualizacoes|mudancas)\b",
    # French
    r"\b(previen(s|ez)|prevenez|averti(s|ssez)|notifi(e|ez)|alert(e|ez))[- ](moi|nous)\b",
    r"\b(tien(s|t)|tenez)[- ](moi|nous) (au courant|inform\w+)\b",
    r"\binform(e|ez)[- ](moi|nous) (de(s)?|du|sur|quand|si)\b.*\b(nouveaut\w+|nouvelles?|changements?|change|actualites?)\b",
    r"\babonn(e|ez)[- ](moi|nous)\b",
    r"\bje (veux|voudrais|souhaite) (recevoir|m ?abonner|etre (inform\w+|preven\w+))\b.*",
]
_NEWS = r"(updates?|news|notifications?|subscriptions?|alerts|avisos|novedades|noticias|notificaciones|suscripcion\w*|actualizaciones|novidades|notificacoes|assinaturas?|inscric\w+|atualizacoes|nouveautes|notifications?|abonnements?|nouvelles)"
_STOP = [
    r"\bunsubscribe\b",
    rf"\b(stop|end|cancel)\b.*\b{_NEWS}\b",
    rf"\b(no more|don ?t (want|send)|do not (want|send))\b.*\b{_NEWS}\b",
    rf"\b(no quiero|deja(r|d|n)? de|deje(n)? de|cancel\w+|no me (envies?|mandes?|envien|avises?))\b.*\b{_NEWS}\b",
    r"\b(dar(me)?|dame|deme) de baja\b",
    r"\bdesuscrib\w+\b",
    rf"\b(nao quero( mais)?|par(e|a|em) de|cancel\w+|nao me (envie|mande|avise)m?)\b.*\b{_NEWS}\b",
    r"\bdesinscrev\w+\b",
    rf"\b(arret\w+|ne veux plus|plus de|annul\w+|cess\w+)\b.*\b{_NEWS}\b",
    r"\bdesabonn\w+\b",
]
_STARTS = re.compile("|".join(f"(?:{pattern})" for pattern in _START))
_STOPS = re.compile("|".join(f"(?:{pattern})" for pattern in _STOP))
_ALL = frozenset(("everything", "todo", "tudo", "tout", "all"))
_ASKS = re.compile(
    r"^(how|what|which|who|when|where|why|como|que|cual|quien|cuando|qual|quem|quando|comment|quel|qui|quand|pourquoi|por que)\b"
)
LONGEST = 200
"""A longer text is no such wish."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks: to hear about something (`start`), or no more of it (`stop`)."""

    kind: Literal["start", "stop"]
    about: str
    """The text, in which the topics are named."""


def wish_in(text: str) -> Wish | None:
    """Return the wish that a text utters; None for anything else, above all for a question."""
    cleaned = clean(text)
    if len(cleaned) > LONGEST:
        return None
    folded = fold(cleaned).replace("’", " ").replace("'", " ").strip(" ¿¡")
    if _ASKS.match(folded):
        return None
    if _STOPS.search(folded):
        return Wish("stop", cleaned)
    return Wish("start", cleaned) if _STARTS.search(folded) else None


def topics_in(assistant: Assistant, text: str, lang: str) -> list[str]:
    """Return the topics that a text names, in its order; spelling is forgiven."""
    library = assistant.library
    readings = assistant.readings(clean(text), lang, None)
    found = []
    for mention in next(iter(readings)).mentions:
        record = library.records.get(mention.id)
        if record and not record.ambient and record.kind not in ("elsewhere", "region"):
            found.append(topic_of_record(record))
    said = _spaced(text)
    for topic, names in (library.manifest.topics if library.manifest else {}).items():
        if any(_spaced(name) in said for name in names.values()):
            found.append(topic)
    if not found and _ALL & set(said.split()):
        found.append(EVERYTHING)
    return list(dict.fromkeys(found))


def _spaced(text: str) -> str:
    """Return the folded words of a text between spaces, so that what it holds is whole words."""
    return f" {' '.join(word.folded for word in words(clean(text)))} "
