"""Methods that set and get what the bot tells about itself."""

from typing import Any

from bot.localapi.methods.base import Method
from bot.localapi.parameters import Json, Parameters
from bot.localapi.state import LocalState

__all__ = ["METHODS"]


async def set_commands(state: LocalState, call: Parameters) -> bool:
    """Set the commands of a scope and language."""
    language = call.text("language_code")
    state.profile.set_commands(call.object("scope"), language, call.array("commands"))
    state.world.events.tell("profile", 0, {})
    return True


async def delete_commands(state: LocalState, call: Parameters) -> bool:
    """Take away the commands of a scope and language."""
    state.profile.set_commands(call.object("scope"), call.text("language_code"), [])
    state.world.events.tell("profile", 0, {})
    return True


async def get_commands(state: LocalState, call: Parameters) -> list[Json]:
    """Return the commands of a scope and language."""
    return state.profile.get_commands(call.object("scope"), call.text("language_code"))


async def set_menu_button(state: LocalState, call: Parameters) -> bool:
    """Set the button beside the text field."""
    state.profile.menu_button = call.object("menu_button") or {"type": "commands"}
    return True


async def get_menu_button(state: LocalState, call: Parameters) -> Json:
    """Return the button beside the text field."""
    return state.profile.menu_button


def _setter(name: str) -> Method:
    async def set_text(state: LocalState, call: Parameters) -> bool:
        state.profile.set_text(name, call.text(name), call.text("language_code"))
        state.world.events.tell("profile", 0, {})
        return True

    return set_text


def _getter(name: str) -> Method:
    async def get_text(state: LocalState, call: Parameters) -> Any:
        return {name: state.profile.text(name, call.text("language_code"))}

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
