"""Telegram's HTML: a text with tags in, the plain text and its entities out.

Follows the parser of Telegram's own server: its tags and named entities only, offsets and lengths
in UTF-16 code units, errors with the byte offset. https://core.telegram.org/bots/api#html-style
"""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.localapi.errors import ApiError, bad_request

__all__ = ["MAX_ENTITIES", "parse_html", "trimmed", "utf16"]

MAX_ENTITIES = 100
"""Entities beyond so many are dropped without an error."""

_TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("u", "ins"), "underline"),
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "span": "spoiler",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|([a-z]+));?")
_TAG = re.compile(r"<(/?)([^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_NAME = re.compile(r"<([^\s>]*)[\s>]")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
Entity = dict[str, Any]


def utf16(text: str) -> int:
    """Return the length of `text` in UTF-16 code units, as entities count."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return the text of `source` and its entities. Raises ApiError (400) on what Telegram refuses."""
    text: list[str] = []
    length = 0
    opened: list[tuple[str, dict[str, str], int]] = []
    entities: list[Entity] = []
    at = 0
    while at < len(source):
        if source[at] == "<":
            tag = _TAG.match(source, at)
            if tag is None:
                raise _broken(source, at)
            closing, name, rest = tag[1], tag[2].lower(), tag[3]
            if closing:
                entities += _closed(opened, name, length, _byte(source, at))
            else:
                opened.append((name, _attributes(source, at, name, rest), length))
            at = tag.end()
            continue
        end = source.find("<", at)
        piece = _REFERENCE.sub(_character, source[at : end if end >= 0 else len(source)])
        text.append(piece)
        length += utf16(piece)
        at = end if end >= 0 else len(source)
    if opened:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return trimmed("".join(text), _visible(entities))


def _attributes(source: str, at: int, name: str, rest: str) -> dict[str, str]:
    given = {
        m[1].lower(): _REFERENCE.sub(_character, m[2] or m[3] or m[4] or "")
        for m in _ATTRIBUTE.finditer(rest)
    }
    if name not in _TYPES:
        raise _broken(source, at)
    if name == "span" and given.get("class") != "tg-spoiler":
        raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {_byte(source, at)}')
    return given


def _closed(
    opened: list[tuple[str, dict[str, str], int]], name: str, end: int, offset: int
) -> list[Entity]:
    if not opened:
        raise _cannot(f"Unexpected end tag at byte offset {offset}")
    begun, given, start = opened.pop()
    if name and name != begun:
        raise _cannot(
            f'Unmatched end tag at byte offset {offset}, expected "</{begun}>", found "</{name}>"'
        )
    if end == start:
        return []
    entity: Entity = {"type": _TYPES[begun], "offset": start, "length": end - start}
    if begun == "a":
        return _link(entity, given.get("href", ""))
    if begun == "blockquote" and "expandable" in given:
        entity["type"] = "expandable_blockquote"
    elif begun == "code" and given.get("class", "").startswith("language-"):
        entity["language"] = given["class"].removeprefix("language-")
    elif begun == "tg-emoji":
        entity["custom_emoji_id"] = given.get("emoji-id", "")
    elif begun == "tg-time":
        entity |= {"unix_time": int(given.get("unix", "0")), "format": given.get("format", "")}
    return [entity]


def _link(entity: Entity, address: str) -> list[Entity]:
    person = re.fullmatch(r"tg://user\?id=(\d+)", address)
    if person:
        user = {"id": int(person[1]), "is_bot": False, "first_name": "?"}
        return [entity | {"type": "text_mention", "user": user}]
    parts = urlsplit(address if "//" in address else f"http://{address}")
    good = parts.scheme == "tg" or ("." in parts.netloc and parts.scheme in ("http", "https"))
    return [entity | {"url": address}] if good else []


def _visible(entities: list[Entity]) -> list[Entity]:
    """Drop what stands inside code and pre, which swallow other formatting; order the rest."""
    code = [e for e in entities if e["type"] in ("code", "pre")]

    def swallowed(e: Entity) -> bool:
        return any(
            c is not e
            and c["offset"] <= e["offset"]
            and e["offset"] + e["length"] <= c["offset"] + c["length"]
            and not (e["type"] == "pre" and c["type"] == "code")
            for c in code
        )

    kept = [e for e in entities if not swallowed(e)]
    return sorted(kept, key=lambda e: (e["offset"], -e["length"]))[:MAX_ENTITIES]


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Return the text without outer blanks, and the entities moved and cut accordingly."""
    short = text.strip()
    before = utf16(text[: len(text) - len(text.lstrip())])
    limit = utf16(short)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - before)
        end = min(limit, entity["offset"] + entity["length"] - before)
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return short, moved


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED.get(found[3], found[0])
    number = int(found[1]) if found[1] else int(found[2], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else found[0]


def _broken(source: str, at: int) -> ApiError:
    """Return the complaint on a "<" that opens no tag of Telegram's."""
    name = _NAME.match(source, at)
    offset = _byte(source, at)
    if name is None:
        return _cannot(f"Unclosed start tag at byte offset {offset}")
    if name[1].lower() in _TYPES or name[1].startswith("/"):
        return _cannot(f"Unexpected end of tag at byte offset {offset}")
    return _cannot(f'Unsupported start tag "{name[1].lower()}" at byte offset {offset}')


def _byte(source: str, at: int) -> int:
    return len(source[:at].encode())


def _cannot(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")
