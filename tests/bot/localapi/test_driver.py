"""What people do, and which updates the bot gets of it."""

from typing import Any

import pytest
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.error import BadRequest

from bot.localapi import Actor, LocalBotApi, block, calls_as_guest, picks, set_standing, unblock
from bot.localapi.attachments import LOCATION, STICKER, VOICE
from bot.localapi.parameters import Json
from bot.localapi.profile import Profile
from tests.bot.localapi.test_messages import BUTTON


def article(number: str, **more: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(f"<b>{number}</b>", parse_mode="HTML")
    return InlineQueryResultArticle(number, "Title", content, **more)


def parsed(update: Json, bot: Bot) -> Update:
    return Update.de_json(update, bot)


async def test_updates_wait_for_get_updates(bot: Bot, ana: Actor) -> None:
    await ana.says("/start abc")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.from_user
    assert update.message.from_user.language_code == "es"
    assert update.message.entities[0].type == "bot_command"
    assert await bot.get_updates(update.update_id + 1) == ()


async def test_a_webhook_excludes_get_updates(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)https"):
        await bot.set_webhook("http://example.org/")
    await bot.set_webhook("https://example.org/x")
    with pytest.raises(Exception, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_allowed_updates_are_remembered(bot: Bot, ana: Actor) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await ana.says("hello")
    assert await bot.get_updates() == ()


async def test_a_pressed_button_is_answered_once(bot: Bot, api: LocalBotApi, ana: Actor) -> None:
    await bot.send_message(ana.person.id, "x", reply_markup=BUTTON)
    query = await ana.presses(ana.private.visible[0], "More")
    (update,) = await bot.get_updates()
    assert update.callback_query
    await update.callback_query.answer("done")
    assert query.answer
    assert query.answer["text"] == "done"
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.callback_query.answer()


async def test_an_old_query_is_not_answered(bot: Bot, api: LocalBotApi, ana: Actor) -> None:
    query = await ana.types_inline("chile")
    api.world.clock = lambda: query.expires + 1
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(query.id, [])


async def test_an_inline_result_becomes_the_persons_message(
    bot: Bot, api: LocalBotApi, ana: Actor
) -> None:
    group = api.world.add_chat("supergroup", "Regions", ana.person)
    query = await ana.types_inline("chile", group)
    await bot.answer_inline_query(query.id, [article("a"), article("b", reply_markup=BUTTON)])
    message = await picks(ana, query, "b")
    assert (message.sender, message.data["via_bot"]["id"]) == (ana.person.id, api.me.id)
    kinds = [set(u.to_dict()) - {"update_id"} for u in await bot.get_updates()]
    assert kinds == [{"inline_query"}, {"chosen_inline_result"}, {"message"}]
    assert message.inline_message_id
    await bot.edit_message_text("c", inline_message_id=message.inline_message_id)
    assert message.text == "c"


@pytest.mark.parametrize(
    ("results", "complaint"),
    [
        ([article("a"), article("a")], "RESULT_ID_DUPLICATE"),
        ([article("é" * 33)], "RESULT_ID_INVALID"),
        ([article(str(n)) for n in range(51)], "RESULTS_TOO_MUCH"),
        (
            [InlineQueryResultArticle("a", "t", InputTextMessageContent("<p>", parse_mode="HTML"))],
            "can't parse entities",
        ),
    ],
)
async def test_one_bad_result_refuses_the_answer(
    bot: Bot, ana: Actor, results: list[InlineQueryResultArticle], complaint: str
) -> None:
    query = await ana.types_inline("chile")
    with pytest.raises(BadRequest, match=f"(?i){complaint}"):
        await bot.answer_inline_query(query.id, results)


async def test_a_guest_is_answered_once(bot: Bot, api: LocalBotApi, ana: Actor) -> None:
    group = api.world.add_chat("supergroup", "Elsewhere", ana.person, bot="left")
    query = await calls_as_guest(ana, "@local_bot chile?", group)
    (update,) = await bot.get_updates()
    assert update.guest_message
    await bot.answer_guest_query(query.id, article("a"))
    assert group.visible[-1].text == "a"
    with pytest.raises(BadRequest):
        await bot.answer_guest_query(query.id, article("a"))


async def test_privacy_mode(bot: Bot, api: LocalBotApi, ana: Actor) -> None:
    group = api.world.add_chat("supergroup", "Regions", ana.person)
    await ana.says("hello all", group)
    await ana.says("/ask@another_bot x", group)
    assert await bot.get_updates() == ()
    await ana.says("/ask x", group)
    await ana.says("hi @LOCAL_BOT", group)
    await bot.send_message(group.id, "y")
    await ana.says("and Peru?", group, reply_to=group.visible[-1])
    assert len(await bot.get_updates()) == 3


async def test_anonymous_admins_hide_behind_the_group(api: LocalBotApi, ana: Actor) -> None:
    group = api.world.add_chat("supergroup", "Regions", ana.person)
    message = await ana.says("/ask x", group, anonymous=True)
    assert message.data["from"]["username"] == "GroupAnonymousBot"
    assert message.data["sender_chat"]["id"] == group.id


async def test_coming_and_going(bot: Bot, api: LocalBotApi, ana: Actor) -> None:
    await block(api, ana.person)
    await unblock(api, ana.person)
    group = api.world.add_chat("supergroup", "Regions", ana.person, bot="left")
    await set_standing(api, group, ana.person, "administrator")
    kicked, back, service, added = await bot.get_updates()
    assert kicked.my_chat_member
    assert kicked.my_chat_member.new_chat_member.status == "kicked"
    assert back.my_chat_member
    assert service.message
    assert service.message.new_chat_members[0].id == bot.id
    assert added.my_chat_member
    assert added.my_chat_member.new_chat_member.status == "administrator"
    assert [m.user.id for m in await bot.get_chat_administrators(group.id)] == [
        ana.person.id,
        bot.id,
    ]


@pytest.mark.parametrize("content", [LOCATION, STICKER, VOICE])
async def test_other_kinds_of_messages(bot: Bot, ana: Actor, content: Json) -> None:
    await ana.sends(content)
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.effective_attachment


async def test_edits_and_deletions(bot: Bot, ana: Actor) -> None:
    said = await ana.says("one")
    await ana.edits(said, "two")
    ana.deletes(said)
    first, second = await bot.get_updates()
    assert first.message
    assert second.edited_message
    assert second.edited_message.text == "two"
    assert not ana.private.visible


async def test_commands_and_texts_by_language(bot: Bot, api: LocalBotApi) -> None:
    await bot.set_my_commands([("ask", "Ask")])
    await bot.set_my_commands([("ask", "Preguntar")], language_code="es")
    assert api.profile.shown_commands("private", 1, 1, "es")[0]["description"] == "Preguntar"
    assert api.profile.shown_commands("private", 1, 1, "pt")[0]["description"] == "Ask"
    await bot.set_my_description("d", language_code="es")
    assert (await bot.get_my_description("es")).description == "d"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)
    with pytest.raises(BadRequest, match=r"(?i)command_invalid"):
        await bot.set_my_commands([("Ask", "Ask")])


def test_the_narrowest_scope_wins() -> None:
    profile = Profile()
    for scope in (None, {"type": "all_group_chats"}, {"type": "chat", "chat_id": -5}):
        name = scope["type"] if scope else "default"
        profile.set_commands(scope, "", [{"command": str(name), "description": "x"}])
    shown = [profile.shown_commands("supergroup", n, 1, "")[0]["command"] for n in (-5, -6)]
    assert shown == ["chat", "all_group_chats"]
