"""What Telegram finds by itself in a text: commands, mentions, hashtags, addresses."""

import re
from typing import Any

from bot.localapi.formatting import utf16

__all__ = ["with_detected"]

_PATTERNS = {
    "url": re.compile(r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)']"),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w"),
    "mention": re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}"),
    "bot_command": re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/@])"),
    "hashtag": re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}"),
}
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "url", "email", "bot_command"})
"""Nothing is found inside these."""


def with_detected(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return `entities` with those that Telegram detects in `text` added, in order."""
    found = list(entities)
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _OPAQUE]
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            start = utf16(text[: match.start()])
            end = start + utf16(match[0])
            if all(end <= a or b <= start for a, b in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return sorted(found, key=lambda e: (e["offset"], -e["length"]))
