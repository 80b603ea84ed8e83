"""Methods that set and get what the bot tells about itself."""

from typing import TYPE_CHECKING, Any

from bot.localapi.methods.base import Method
from bot.localapi.parameters import Json, Parameters

if TYPE_CHECKING:
    from bot.localapi.api import LocalBotApi

__all__ = ["METHODS"]


async def set_commands(api: "LocalBotApi", call: Parameters) -> bool:
    """Set the commands of a scope and language."""
    language = call.text("language_code")
    api.profile.set_commands(call.object("scope"), language, call.array("commands"))
    api.world.events.tell("profile", 0, {})
    return True


async def delete_commands(api: "LocalBotApi", call: Parameters) -> bool:
    """Take away the commands of a scope and language."""
    api.profile.set_commands(call.object("scope"), call.text("language_code"), [])
    api.world.events.tell("profile", 0, {})
    return True


async def get_commands(api: "LocalBotApi", call: Parameters) -> list[Json]:
    """Return the commands of a scope and language."""
    return api.profile.get_commands(call.object("scope"), call.text("language_code"))


async def set_menu_button(api: "LocalBotApi", call: Parameters) -> bool:
    """Set the button beside the text field."""
    api.profile.menu_button = call.object("menu_button") or {"type": "commands"}
    return True


async def get_menu_button(api: "LocalBotApi", call: Parameters) -> Json:
    """Return the button beside the text field."""
    return api.profile.menu_button


def _setter(name: str) -> Method:
    async def set_text(api: "LocalBotApi", call: Parameters) -> bool:
        api.profile.set_text(name, call.text(name), call.text("language_code"))
        api.world.events.tell("profile", 0, {})
        return True

    return set_text


def _getter(name: str) -> Method:
    async def get_text(api: "LocalBotApi", call: Parameters) -> Any:
        return {name: api.profile.text(name, call.text("language_code"))}

    return get_text


METHODS: dict[str, Method] = {
    "setMyCommands": set_commands,
    "deleteMyCommands": delete_commands,
    "getMyCommands": get_commands,
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
