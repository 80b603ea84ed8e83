"""Updates of one chat in turn, those of different chats side by side."""

import asyncio
import datetime

from telegram import Chat, InlineQuery, Message, Update, User

from bot.ordering import ByChat

ANA = User(5, "Ana", is_bot=False)


def said(number: int, chat: int) -> Update:
    now = datetime.datetime.now(datetime.UTC)
    return Update(number, message=Message(number, now, Chat(chat, "private"), from_user=ANA))


async def test_a_slow_chat_keeps_no_other_waiting_and_keeps_its_order() -> None:
    processor = ByChat()
    gate, done = asyncio.Event(), list[str]()

    async def slow() -> None:
        await gate.wait()
        done.append("slow")

    async def quick(name: str) -> None:
        done.append(name)

    typed = Update(4, inline_query=InlineQuery("1", ANA, "x", ""))
    tasks = [
        asyncio.create_task(processor.process_update(update, work))
        for update, work in (
            (said(1, 5), slow()),
            (said(2, 5), quick("after")),
            (said(3, 6), quick("other")),
            (typed, quick("inline")),
            ("no update", quick("anything")),
        )
    ]
    while len(done) < 3:
        await asyncio.sleep(0)
    assert set(done) == {"other", "inline", "anything"}
    gate.set()
    await asyncio.gather(*tasks)
    assert done[3:] == ["slow", "after"]
