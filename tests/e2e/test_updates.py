"""From subscribing to an update on the screen: the whole road of delivery."""

from playwright.sync_api import Locator, expect

from tests.e2e.talk import Talk


def publish(talk: Talk, title: str) -> Locator:
    row = talk.page.locator("#updates li").filter(has_text=title)
    row.get_by_role("button").click()
    return talk.page.locator("#toast")


def test_a_published_update_reaches_its_subscribers_once(talk: Talk) -> None:
    menu = talk.asks("/subscribe")
    talk.presses(menu, "Everything")
    expect(menu.locator(".keyboard button").first).to_be_visible()
    title = talk.page.locator("#updates li strong").first.inner_text()
    expect(publish(talk, title)).to_contain_text("1 chat")
    update = talk.answers.filter(has_text=title)
    expect(update).to_be_visible()
    expect(update.locator("a").first).to_be_visible()
    expect(publish(talk, title)).to_contain_text("published before")

    talk.presses(update, "No more updates")
    talk.page.get_by_role("dialog").get_by_role("button", name="OK").click()
    other = talk.page.locator("#updates li strong").nth(1).inner_text()
    expect(publish(talk, other)).to_contain_text("0 chats")
    expect(update).to_have_count(1)


def test_plain_words_subscribe_in_the_persons_language(talk: Talk) -> None:
    talk.becomes("Lucía")
    answer = talk.asks("avísame de novedades sobre INNOVACT")
    expect(answer).to_contain_text("INNOVACT")
