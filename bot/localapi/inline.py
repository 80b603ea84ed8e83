"""Results of inline queries as Telegram accepts them."""

from typing import Any

from bot.localapi.content import caption_of, media_content, text_of
from bot.localapi.errors import NotModelled, bad_request
from bot.localapi.keyboards import checked_markup
from bot.localapi.parameters import Json
from bot.localapi.world import World

__all__ = ["MAX_RESULTS", "checked_results", "message_of"]

MAX_RESULTS = 50
MAX_ID_BYTES = 64


def checked_results(world: World, results: list[Any]) -> list[Json]:
    """Return the results; one bad one refuses them all, as at Telegram. Raises ApiError (400)."""
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    seen = set()
    for result in results:
        number = str(result.get("id", "")) if isinstance(result, dict) else ""
        if not 1 <= len(number.encode()) <= MAX_ID_BYTES:
            raise bad_request("RESULT_ID_INVALID")
        if number in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(number)
        message_of(world, result)
    return results


def message_of(world: World, result: Json) -> Json:
    """Return the content of the message that picking `result` sends. Raises ApiError (400)."""
    markup = checked_markup(result.get("reply_markup"), None)
    content: Json
    match result.get("type"):
        case "article":
            if not result.get("title"):
                raise bad_request("can't parse inline query result: title must be non-empty")
            content = _text(result.get("input_message_content"))
        case "photo" if "photo_file_id" in result:
            file = world.files.get(str(result["photo_file_id"]))
            if file is None:
                raise bad_request("wrong file identifier/HTTP URL specified")
            mode = str(result.get("parse_mode") or "")
            content = media_content(world, "photo", file)
            content |= caption_of(str(result.get("caption") or ""), mode, [])
        case other:
            raise NotModelled(f"inline query result of type {other}")
    return content | ({"reply_markup": markup} if markup else {})


def _text(content: Any) -> Json:
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("can't parse inline query result: input message content is not specified")
    entities = content.get("entities") or []
    return text_of(str(content["message_text"]), str(content.get("parse_mode") or ""), entities)
