"""Every kind of update that Telegram can send: nothing raises, and nothing unasked is said."""

import pytest
from telegram import Update

from bot.localapi.parameters import Json
from tests.handlers.harness import Stage

WHO: Json = {"id": 5, "is_bot": False, "first_name": "Ana"}
GROUP: Json = {"id": -100, "type": "supergroup", "title": "G"}
CHANNEL: Json = {"id": -200, "type": "channel", "title": "C"}
POLL: Json = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
MEMBER: Json = {"user": WHO, "status": "member"}
LEFT: Json = {"user": WHO, "status": "left"}


def message(chat: Json, **more: object) -> Json:
    return {"message_id": 1, "date": 1, "chat": chat, "text": "hello there"} | more


UPDATES: dict[str, Json] = {
    "channel_post": message(CHANNEL, sender_chat=CHANNEL),
    "edited_channel_post": message(CHANNEL, sender_chat=CHANNEL, edit_date=2),
    "message": message(GROUP, **{"from": WHO}),
    "edited_message": message(GROUP, edit_date=2, **{"from": WHO}),
    "chosen_inline_result": {"result_id": "1", "from": WHO, "query": "x"},
    "shipping_query": {
        "id": "1",
        "from": WHO,
        "invoice_payload": "x",
        "shipping_address": {
            "country_code": "CL",
            "state": "",
            "city": "x",
            "street_line1": "x",
            "street_line2": "",
            "post_code": "1",
        },
    },
    "pre_checkout_query": {
        "id": "1",
        "from": WHO,
        "currency": "EUR",
        "total_amount": 1,
        "invoice_payload": "x",
    },
    "poll": POLL,
    "poll_answer": {"poll_id": "1", "user": WHO, "option_ids": [0], "option_persistent_ids": ["0"]},
    "my_chat_member": {
        "chat": CHANNEL,
        "from": WHO,
        "date": 1,
        "old_chat_member": LEFT,
        "new_chat_member": MEMBER,
    },
    "chat_member": {
        "chat": GROUP,
        "from": WHO,
        "date": 1,
        "old_chat_member": LEFT,
        "new_chat_member": MEMBER,
    },
    "chat_join_request": {"chat": GROUP, "from": WHO, "user_chat_id": 5, "date": 1},
    "message_reaction": {
        "chat": GROUP,
        "message_id": 1,
        "date": 1,
        "user": WHO,
        "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": "👍"}],
    },
    "message_reaction_count": {"chat": GROUP, "message_id": 1, "date": 1, "reactions": []},
    "chat_boost": {
        "chat": CHANNEL,
        "boost": {
            "boost_id": "1",
            "add_date": 1,
            "expiration_date": 2,
            "source": {"source": "premium", "user": WHO},
        },
    },
    "removed_chat_boost": {
        "chat": CHANNEL,
        "boost_id": "1",
        "remove_date": 1,
        "source": {"source": "premium", "user": WHO},
    },
    "business_connection": {
        "id": "1",
        "user": WHO,
        "user_chat_id": 5,
        "date": 1,
        "is_enabled": True,
    },
    "business_message": message(
        {"id": 5, "type": "private", "first_name": "Ana"},
        business_connection_id="1",
        **{"from": WHO},
    ),
    "edited_business_message": message(
        {"id": 5, "type": "private", "first_name": "Ana"},
        business_connection_id="1",
        edit_date=2,
        **{"from": WHO},
    ),
    "deleted_business_messages": {
        "business_connection_id": "1",
        "chat": {"id": 5, "type": "private", "first_name": "Ana"},
        "message_ids": [1],
    },
    "purchased_paid_media": {"from": WHO, "paid_media_payload": "x"},
    "stopped_message_generation": {"chat": GROUP, "message_id": 1},
    "something_of_the_year_2030": {"x": 1},
}
HEARD = {"callback_query", "inline_query", "guest_message", "managed_bot"}
"""Kinds that other tests send (`managed_bot` is of bots that manage others)."""


def test_every_kind_is_tried() -> None:
    assert set(map(str, Update.ALL_TYPES)) <= UPDATES.keys() | HEARD


@pytest.mark.parametrize("kind", UPDATES)
async def test_nothing_raises_and_nothing_unasked_is_said(stage: Stage, kind: str) -> None:
    before = len(stage.api.calls)
    await stage.deliver({"update_id": 1, kind: UPDATES[kind]})
    assert stage.api.calls[before:] == []


@pytest.mark.parametrize(
    "content",
    [
        {"new_chat_members": [WHO]},
        {"left_chat_member": WHO},
        {"new_chat_photo": []},
        {"delete_chat_photo": True},
        {"group_chat_created": True},
        {"pinned_message": message(GROUP)},
        {"video_chat_started": {}},
        {"forum_topic_created": {"name": "x", "icon_color": 1}},
        {"forum_topic_closed": {}},
        {"migrate_to_chat_id": -300},
        {"migrate_from_chat_id": -300},
        {"dice": {"emoji": "🎲", "value": 1}},
    ],
)
async def test_service_messages_of_a_group_get_no_reply(stage: Stage, content: Json) -> None:
    before = len(stage.api.calls)
    service = {"message_id": 1, "date": 1, "chat": GROUP, "from": WHO} | content
    await stage.deliver({"update_id": 1, "message": service})
    assert stage.api.calls[before:] == []
