"""Deep links into the private chat: the start parameter of an answer, or of a question in words.

t.me/<bot>?start=dialogue-start--dialogue-chile    that answer
t.me/<bot>?start=q_when_did_chile_start            that question, as if it had been typed
"""

from knowledge.guide import Guide
from knowledge.links import DEEP_LINK
from knowledge.text import words

__all__ = ["address", "as_question", "carrying"]

_QUESTION = "q_"
"""No link begins like this: no id holds an underscore."""


def address(username: str, guide: Guide, link: str) -> str | None:
    """Return the address that opens the private chat with the answer of `link`; None if it is too long."""
    short = guide.links.short(link, DEEP_LINK)
    return f"https://t.me/{username}?start={short}" if short else None


def carrying(question: str) -> str | None:
    """Return the start parameter that carries a question, cut to whole words; None if nothing of it fits."""
    parameter = _QUESTION.rstrip("_")
    for word in words(question):
        longer = f"{parameter}_{word.folded}"
        if not word.folded.isascii() or len(longer) > DEEP_LINK:
            break
        parameter = longer
    return parameter if len(parameter) > len(_QUESTION) else None


def as_question(parameter: str) -> str | None:
    """Return the question that a start parameter carries, None where it is a link."""
    if not parameter.startswith(_QUESTION):
        return None
    return parameter.removeprefix(_QUESTION).replace("_", " ").strip()
