"""Methods by which the bot gets its updates."""

import re
from urllib.parse import urlsplit

from bot.localapi.errors import bad_request
from bot.localapi.methods.base import Method
from bot.localapi.parameters import Json, Parameters
from bot.localapi.state import LocalState

__all__ = ["METHODS"]

PORTS = (443, 80, 88, 8443)
"""The ports to which Telegram sends updates."""


async def get_updates(state: LocalState, call: Parameters) -> list[Json]:
    """Return the updates that wait, waiting for one where there is none."""
    if call.get("allowed_updates") is not None:
        state.updates.allowed = [str(kind) for kind in call.array("allowed_updates")]
    limit = call.integer("limit") or 100
    return await state.updates.fetch(call.integer("offset"), limit, call.integer("timeout") or 0)


async def set_webhook(state: LocalState, call: Parameters) -> bool:
    """Have updates sent to an address from now on."""
    url = call.text("url")
    parts = urlsplit(url)
    if url and parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if url and (parts.port or 443) not in PORTS:
        ports = ", ".join(map(str, PORTS[:-1])) + f" or {PORTS[-1]}"
        raise bad_request(f"bad webhook: Webhook can be set up only on ports {ports}")
    secret = call.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    if call.get("allowed_updates") is not None:
        state.updates.allowed = [str(kind) for kind in call.array("allowed_updates")]
    state.updates.webhook = {"url": url, "secret_token": secret} if url else {}
    return True


async def delete_webhook(state: LocalState, call: Parameters) -> bool:
    """Have updates wait for getUpdates again."""
    state.updates.webhook = {}
    if call.flag("drop_pending_updates"):
        state.updates.waiting.clear()
    return True


async def get_webhook_info(state: LocalState, call: Parameters) -> Json:
    """Return where updates go."""
    return {
        "url": state.updates.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.waiting),
        "allowed_updates": state.updates.allowed,
    }


async def log_out(state: LocalState, call: Parameters) -> bool:
    """Leave the server, or end the session with it."""
    return True


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": log_out,
}
