"""The road from python-telegram-bot to the double: a request that never leaves the process."""

import json
from urllib.parse import unquote

from telegram.request import BaseRequest, RequestData

from bot.localapi.api import LocalBotApi
from bot.localapi.errors import ApiError
from bot.localapi.parameters import Parameters, Upload

__all__ = ["LocalRequest"]


class LocalRequest(BaseRequest):
    """Hands every call to a `LocalBotApi`: `ApplicationBuilder().request(LocalRequest(api))`."""

    def __init__(self, api: LocalBotApi) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer: there is nothing to wait for."""
        return 5.0

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Hold nothing."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_timeouts: object,
        **_more: object,
    ) -> tuple[int, bytes]:
        """Answer one call as Telegram's server would: HTTP status and body."""
        _, is_file, path = unquote(url).partition(f"/file/bot{self._api.token}/")
        if is_file:
            return 200, self._api.file(path)
        base, name = url.rsplit("/", 1)
        try:
            if not base.endswith(f"bot{self._api.token}"):
                raise ApiError(401, "Unauthorized")
            result = await self._api.call(name, _parameters(request_data))
        except ApiError as error:
            return error.code, json.dumps(error.as_json()).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()


def _parameters(data: RequestData | None) -> Parameters:
    if data is None:
        return Parameters({})
    files = {}
    for name, (file_name, content, mime_type) in data.multipart_data.items():
        given = content if isinstance(content, bytes) else content.read()
        files[name] = Upload(file_name, given, mime_type)
    return Parameters(json.loads(json.dumps(data.parameters)), files)
