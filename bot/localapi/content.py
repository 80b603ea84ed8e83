"""The content of a message, checked and brought to the form in which messages carry it."""

import re
from typing import Any

from bot.localapi.detection import with_detected
from bot.localapi.errors import NotModelled, bad_request
from bot.localapi.formatting import parse_html, trimmed
from bot.localapi.parameters import Json, Parameters, Upload
from bot.localapi.world import StoredFile, World

__all__ = [
    "MAX_CAPTION",
    "MAX_TEXT",
    "caption_of",
    "file_of",
    "formatted",
    "media_content",
    "text_of",
]

MAX_TEXT = 4096
"""Characters (code points) of a text, after its markup was read."""
MAX_CAPTION = 1024
MAX_RAW_BYTES = 32 * 1024


def formatted(text: str, parse_mode: str, entities: list[Any]) -> tuple[str, list[Json]]:
    """Return plain text and entities, detected ones included. Raises ApiError (400)."""
    if len(text.encode(errors="replace")) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    text = text.replace("\r", "")
    mode = parse_mode.lower()
    if mode == "html":
        plain, own = parse_html(text)
    elif mode in ("markdown", "markdownv2"):
        raise NotModelled(f"parse_mode {parse_mode}")
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        plain, own = trimmed(text, entities)
    return plain, with_detected(plain, own)


def text_of(text: str, parse_mode: str, entities: list[Any]) -> Json:
    """Return the `text` and `entities` of a message. Raises ApiError (400)."""
    if not text:
        raise bad_request("message text is empty")
    plain, found = formatted(text, parse_mode, entities)
    if not plain:
        raise bad_request("text must be non-empty")
    if len(plain) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": plain} | ({"entities": found} if found else {})


def caption_of(caption: str, parse_mode: str, entities: list[Any]) -> Json:
    """Return the `caption` and `caption_entities` of a message. Raises ApiError (400)."""
    plain, found = formatted(caption, parse_mode, entities)
    if len(plain) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    if not plain:
        return {}
    return {"caption": plain} | ({"caption_entities": found} if found else {})


def file_of(world: World, call: Parameters, name: str, value: Any) -> StoredFile:
    """Return the file that parameter `name` uploads, or names by `value`. Raises ApiError (400)."""
    upload = call.files.get(name)
    if isinstance(value, str) and value.startswith("attach://"):
        upload = call.files.get(value.removeprefix("attach://"))
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        return world.store(upload)
    known = world.files.get(str(value))
    if known is None:
        if re.match(r"https?://", str(value)):
            raise NotModelled(f"{name} by address")
        raise bad_request("wrong remote file identifier specified: Wrong padding in the string")
    return known


def media_content(world: World, kind: str, file: StoredFile) -> Json:
    """Return the field of a message that holds a picture, a document or another file."""
    data = file.as_json()
    del data["file_path"]
    if kind == "photo":
        width, height = _size(file.upload)
        return {"photo": [data | {"width": width, "height": height}]}
    details: Json = {"mime_type": file.upload.mime_type}
    if kind == "document":
        details["file_name"] = file.upload.name
    elif kind in ("voice", "audio", "video"):
        details["duration"] = 1
    if kind == "video":
        details |= {"width": 640, "height": 360}
    return {kind: data | details}


def _size(upload: Upload) -> tuple[int, int]:
    """Return width and height of a picture. Raises ApiError (400) as Telegram does where it is none."""
    content = upload.content
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    elif content.startswith(b"\xff\xd8"):
        width, height = _jpeg_size(content)
    else:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if (
        width + height > 10_000
        or not width
        or not height
        or max(width, height) > 20 * min(width, height)
    ):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in (0xC0, 0xC1, 0xC2):
            height, width = (int.from_bytes(content[at + n : at + n + 2], "big") for n in (5, 7))
            return width, height
        at += 2 + size
    return 0, 0
