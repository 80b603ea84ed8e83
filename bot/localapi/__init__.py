"""An in-process Bot API for tests and for the preview: behaves like Telegram's, needs no network.

    api = LocalBotApi()
    request = LocalRequest(api)
    application = build(ApplicationBuilder().token(api.token).request(request)
                        .get_updates_request(LocalRequest(api)), …)
    ana = Actor(api, api.world.add_person("Ana", "es"))
    await ana.says("¿Qué es la CELAC?")        # the update goes to `api.updates`
    ana.private.messages[-1].text              # what the bot answered

`api.world` holds people, chats and messages; `api.calls` what the bot called; `api.fail_next` and
`api.limits` bring Telegram's bad days; `api.complaints` what no test should pass over.
"""

from bot.localapi.api import Call, LocalBotApi, LostAnswer
from bot.localapi.driver import Actor
from bot.localapi.errors import (
    ApiError,
    LocalApiError,
    NotModelled,
    bad_request,
    forbidden,
    too_many,
)
from bot.localapi.events import Event
from bot.localapi.inline_driver import calls_as_guest, picks
from bot.localapi.limits import Limit, RateLimits
from bot.localapi.membership import block, migrate, set_standing, unblock
from bot.localapi.model import LocalChat, LocalMessage, LocalPerson
from bot.localapi.parameters import Parameters, Upload
from bot.localapi.request import LocalRequest
from bot.localapi.world import World

__all__ = [
    "Actor",
    "ApiError",
    "Call",
    "Event",
    "Limit",
    "LocalApiError",
    "LocalBotApi",
    "LocalChat",
    "LocalMessage",
    "LocalPerson",
    "LocalRequest",
    "LostAnswer",
    "NotModelled",
    "Parameters",
    "RateLimits",
    "Upload",
    "World",
    "bad_request",
    "block",
    "calls_as_guest",
    "forbidden",
    "migrate",
    "picks",
    "set_standing",
    "too_many",
    "unblock",
]
