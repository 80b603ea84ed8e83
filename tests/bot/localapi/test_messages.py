"""Sending, editing and deleting through python-telegram-bot."""

import datetime

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    RetryAfter,
    TimedOut,
)

from bot.localapi import (
    Actor,
    Limit,
    LocalBotApi,
    LostAnswer,
    NotModelled,
    Parameters,
    RateLimits,
    migrate,
    too_many,
)
from bot.localapi.methods import METHODS

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x04\x00\x00\x00\x03\x08\x02\x00\x00\x00"
    + b"\x00" * 8
)
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="x")]])


async def test_a_text_arrives_with_its_entities(bot: Bot, ana: Actor) -> None:
    sent = await bot.send_message(
        ana.person.id,
        "<b>Hi</b> 😀 <i>you</i>",
        parse_mode="HTML",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    (message,) = ana.private.visible
    assert message.text == "Hi 😀 you"
    assert sent.parse_entities() == dict(zip(sent.entities, ("Hi", "you"), strict=True))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Message text is empty"),
        (" \n", "Text must be non-empty"),
        ("<b> </b>", "Text must be non-empty"),
        ("x" * 4097, "Message is too long"),
        ("😀" * 4097, "Message is too long"),
        ("x" * 40_000, "Text is too long"),
    ],
)
async def test_texts_telegram_refuses(bot: Bot, ana: Actor, text: str, complaint: str) -> None:
    with pytest.raises(BadRequest, match=complaint):
        await bot.send_message(ana.person.id, text, parse_mode="HTML")


async def test_length_counts_after_markup_in_code_points(bot: Bot, ana: Actor) -> None:
    await bot.send_message(ana.person.id, f"<b>{'😀' * 4096}</b>", parse_mode="HTML")


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        (InlineKeyboardButton("x", callback_data="é" * 33), "Button_data_invalid"),
        (InlineKeyboardButton("x"), "Text buttons are unallowed"),
        (InlineKeyboardButton("x", url="not an address"), "Wrong HTTP URL"),
    ],
)
async def test_buttons_telegram_refuses(
    bot: Bot, ana: Actor, button: InlineKeyboardButton, complaint: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){complaint}"):
        await bot.send_message(ana.person.id, "x", reply_markup=InlineKeyboardMarkup([[button]]))


async def test_at_most_100_buttons(bot: Bot, ana: Actor) -> None:
    rows = [[InlineKeyboardButton(str(n), callback_data=str(n))] for n in range(101)]
    with pytest.raises(BadRequest, match="too long"):
        await bot.send_message(ana.person.id, "x", reply_markup=InlineKeyboardMarkup(rows))


async def test_an_edit_takes_the_keyboard_unless_it_is_given_again(bot: Bot, ana: Actor) -> None:
    sent = await bot.send_message(ana.person.id, "one", reply_markup=BUTTON)
    await sent.edit_text("two", reply_markup=BUTTON)
    assert ana.private.visible[0].button("More")
    with pytest.raises(BadRequest, match="not modified"):
        await sent.edit_text("two", reply_markup=BUTTON)
    await sent.edit_text("two")
    assert not ana.private.visible[0].buttons
    with pytest.raises(BadRequest, match="not modified"):
        await sent.edit_reply_markup(None)


async def test_pictures_have_captions_and_can_be_replaced(bot: Bot, ana: Actor) -> None:
    sent = await bot.send_photo(ana.person.id, PNG, caption="<b>a</b>", parse_mode="HTML")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (4, 3)
    await sent.edit_caption("c")
    with pytest.raises(BadRequest, match="no text in the message"):
        await sent.edit_text("x")
    await sent.edit_media(InputMediaPhoto(PNG, caption="d"))
    assert ana.private.visible[0].text == "d"
    with pytest.raises(BadRequest, match="caption is too long"):
        await sent.edit_caption("x" * 1025)
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(ana.person.id, b"not a picture")


async def test_a_document_can_be_loaded_again(bot: Bot, ana: Actor) -> None:
    sent = await bot.send_document(ana.person.id, b'{"a": 1}', filename="data.json")
    assert sent.document is not None
    assert sent.document.file_name == "data.json"
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b'{"a": 1}'


async def test_replies_and_topics(bot: Bot, api: LocalBotApi, ana: Actor) -> None:
    chat = api.world.add_chat("supergroup", "Regions", ana.person, topics=("News",))
    (topic,) = chat.topics
    said = await ana.says("/ask x", chat, thread=topic)
    await bot.send_message(chat.id, "y", reply_parameters=ReplyParameters(said.id))
    assert chat.visible[-1].thread == topic
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_message(chat.id, "y", message_thread_id=1)
    with pytest.raises(BadRequest, match="replied not found"):
        await bot.send_message(chat.id, "y", reply_parameters=ReplyParameters(99_999))
    await bot.send_message(
        chat.id, "y", reply_parameters=ReplyParameters(99_999, allow_sending_without_reply=True)
    )


async def test_only_the_bots_own_messages_are_edited(bot: Bot, ana: Actor) -> None:
    said = await ana.says("hello")
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("x", ana.person.id, said.id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", ana.person.id, 12_345)


async def test_chats_where_the_bot_may_not_write(bot: Bot, api: LocalBotApi, ana: Actor) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1, "x")
    stranger = api.world.add_person("Zoe", started=False)
    with pytest.raises(Forbidden, match="can't initiate"):
        await bot.send_message(stranger.id, "x")
    ana.person.blocked = True
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(ana.person.id, "x")
    group = api.world.add_chat("group", "Old", ana.person)
    new = await migrate(api, group)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.new_chat_id == new.id
    new.members[api.me.id] = "kicked"
    with pytest.raises(Forbidden, match="kicked from the supergroup"):
        await bot.send_message(new.id, "x")


async def test_scripted_failures(bot: Bot, api: LocalBotApi, ana: Actor) -> None:
    api.fail_next("sendMessage", too_many(3))
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(ana.person.id, "x")
    assert wait.value.retry_after == datetime.timedelta(seconds=3)
    api.fail_next("sendMessage", LostAnswer(TimedOut()))
    with pytest.raises(TimedOut):
        await bot.send_message(ana.person.id, "x")
    assert len(ana.private.visible) == 1, "the send took effect, only its answer was lost"
    assert not api.complaints


async def test_limits_refuse_and_count_calls_during_a_wait(bot: Bot, api: LocalBotApi) -> None:
    now = [0.0]
    api.limits = RateLimits(lambda: now[0], overall=Limit(2, 1.0), wait=5)
    people = [api.world.add_person(f"P{n}") for n in range(3)]
    for person in people[:2]:
        await bot.send_message(person.id, "x")
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await bot.send_message(people[2].id, "x")
    assert (api.limits.refusals, api.limits.violations) == (1, 1)
    now[0] = 5.0
    await bot.send_message(people[2].id, "x")


async def test_unknown_methods_and_tokens(bot: Bot, api: LocalBotApi) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("inventedMethod")
    assert not api.complaints
    with pytest.raises(NotModelled):
        await api.call("banChatMember", Parameters({}))
    assert api.complaints, "a method that Telegram has and the double has not is never passed over"


def test_every_method_of_the_double_is_one_of_telegrams() -> None:
    assert all(hasattr(Bot, name) for name in METHODS)
