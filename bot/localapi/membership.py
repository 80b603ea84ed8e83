"""Coming and going: starting, blocking, adding, promoting, removing, upgrading a group."""

from bot.localapi.api import LocalBotApi
from bot.localapi.methods.chats import member
from bot.localapi.model import LocalChat, LocalPerson, Status

__all__ = ["block", "migrate", "set_standing", "unblock"]


async def block(api: LocalBotApi, person: LocalPerson) -> None:
    """Block the bot: nothing reaches the person, and the bot is told."""
    await _private(api, person, blocked=True)


async def unblock(api: LocalBotApi, person: LocalPerson) -> None:
    """Let the bot write again."""
    await _private(api, person, blocked=False)


async def _private(api: LocalBotApi, person: LocalPerson, *, blocked: bool) -> None:
    person.blocked = blocked
    chat = api.world.chats[person.id]
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    await _told(api, chat, person, old, new)  # type: ignore[arg-type]


async def set_standing(
    api: LocalBotApi, chat: LocalChat, by: LocalPerson, standing: Status
) -> None:
    """Change the bot's standing in a group or channel: add, promote, restrict or remove it."""
    old = chat.members.get(api.me.id, "left")
    chat.members[api.me.id] = standing
    joined = old in ("left", "kicked") and standing not in ("left", "kicked")
    if chat.type != "channel" and joined:
        service = api.world.post(chat, by, {"new_chat_members": [api.me.as_json()]})
        await api.updates.push("message", service.data)
    await _told(api, chat, by, old, standing)


async def _told(
    api: LocalBotApi, chat: LocalChat, by: LocalPerson, old: Status, new: Status
) -> None:
    now = chat.members.get(api.me.id)
    forms = []
    for standing in (old, new):
        chat.members[api.me.id] = standing
        forms.append(member(api, chat, api.me.id))
    if now is None:
        del chat.members[api.me.id]
    else:
        chat.members[api.me.id] = now
    api.world.events.tell("member", chat.id, {"status": new})
    change = {
        "chat": chat.as_json(),
        "from": by.as_json(),
        "date": int(api.world.clock()),
        "old_chat_member": forms[0],
        "new_chat_member": forms[1],
    }
    await api.updates.push("my_chat_member", change)


async def migrate(api: LocalBotApi, chat: LocalChat) -> LocalChat:
    """Upgrade a basic group to a supergroup; return it. Writing to the old id is refused from now on."""
    new = api.world.add_chat("supergroup", chat.title)
    new.members = dict(chat.members)
    chat.migrated_to = new.id
    creator = api.world.people.get(next(iter(chat.members), 0))
    old_told = api.world.post(chat, creator, {"migrate_to_chat_id": new.id})
    new_told = api.world.post(new, creator, {"migrate_from_chat_id": chat.id})
    await api.updates.push("message", old_told.data)
    await api.updates.push("message", new_told.data)
    return new
