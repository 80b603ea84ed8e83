"""Reply markups as Telegram accepts them."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from bot.localapi.errors import bad_request
from bot.localapi.model import LocalChat
from bot.localapi.parameters import Json

__all__ = ["checked_markup"]

MAX_BUTTONS = 100
MAX_IN_ROW = 8
MAX_DATA_BYTES = 64
MAX_MARKUP_BYTES = 10_240
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_OTHERS = ("keyboard", "remove_keyboard", "force_reply")


def checked_markup(markup: Json | None, chat: LocalChat | None) -> Json | None:
    """Return the markup, None where it is empty. Raises ApiError (400). `chat` is None for inline messages."""
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        if any(kind in markup for kind in _OTHERS):
            return markup
        raise bad_request("can't parse reply keyboard markup JSON object")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('can\'t parse inline keyboard: Field "inline_keyboard" must be an Array')
    rows = [row for row in rows if row]
    buttons = [button for row in rows for button in row]
    for button in buttons:
        _check(button, chat)
    if len(buttons) > MAX_BUTTONS or any(len(row) > MAX_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")
    if len(json.dumps(rows, ensure_ascii=False).encode()) > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _check(button: Any, chat: LocalChat | None) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    actions = [action for action in _ACTIONS if action in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    value = button[actions[0]]
    match actions[0]:
        case "callback_data" if not 1 <= len(str(value).encode()) <= MAX_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        case "url" if not _address(str(value)):
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
        case "copy_text" if not 1 <= len(value.get("text", "")) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "web_app" if chat is None or chat.type != "private":
            raise bad_request("BUTTON_TYPE_INVALID")
        case "switch_inline_query_chosen_chat" if chat is not None and chat.type == "channel":
            raise bad_request("BUTTON_TYPE_INVALID")
        case _:
            pass


def _address(value: str) -> bool:
    if re.match(r"(tg|mailto|tel):", value):
        return True
    parts = urlsplit(value if "//" in value else f"http://{value}")
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in value
