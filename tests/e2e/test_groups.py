"""Groups, topics and inline mode."""

from playwright.sync_api import expect

from tests.e2e.talk import Talk


def test_an_answer_is_shared_into_a_group(talk: Talk) -> None:
    answer = talk.asks("When did the dialogue with Chile start?")
    talk.presses(answer, "Share")
    talk.page.get_by_role("dialog").get_by_role("button", name="Chile and Peru").click()
    expect(talk.page.locator("#title")).to_have_text("Cities and regions · Chile and Peru")
    expect(talk.options.first).to_be_visible()
    talk.page.locator("#text").press("Enter")
    shared = talk.page.locator(".message.own")
    expect(shared).to_contain_text("2010")
    expect(shared.locator(".via")).to_have_text("via @eu_celac_bot")


def test_inline_results_are_walked_by_keyboard(talk: Talk) -> None:
    talk.opens("Study circle")
    field = talk.page.locator("#text")
    field.fill("@eu_celac_bot dialogue with Chile")
    expect(talk.options.nth(1)).to_be_visible()
    field.press("ArrowDown")
    expect(talk.options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "option-1")
    field.press("Enter")
    expect(talk.page.locator(".message.own .via")).to_be_visible()
    field.fill("@eu_celac_bot ")
    expect(talk.options.first).to_be_visible()
    field.press("Escape")
    expect(talk.options).to_have_count(0)


def test_the_bot_is_silent_in_groups_unless_addressed(talk: Talk) -> None:
    talk.opens("Events")
    talk.says("When did the dialogue with Chile start?")
    answer = talk.asks("/ask When did the dialogue with Peru start?")
    expect(answer).to_contain_text("2013")
    expect(talk.answers).to_have_count(1)
    expect(answer.locator(".quote")).to_contain_text("/ask")
    talk.opens("Chile and Peru")
    expect(talk.messages).to_have_count(0)


def test_another_member_sees_it_and_asks_on(talk: Talk) -> None:
    talk.opens("Events")
    talk.asks("/ask When did the dialogue with Chile start?")
    talk.becomes("Lucía")
    expect(talk.messages).to_have_count(2)
    expect(talk.messages.last).to_contain_text("2010")
    expect(talk.asks("@eu_celac_bot ¿cuándo empezó el diálogo con Perú?")).to_contain_text("2013")


def test_a_guest_answers_where_it_is_not_a_member(talk: Talk) -> None:
    talk.opens("Study circle")
    expect(talk.page.locator("#subtitle")).to_contain_text("not a member")
    answer = talk.asks("Hey @eu_celac_bot, when did the dialogue with Chile start?")
    expect(answer).to_contain_text("2010")


def test_the_bot_is_added_and_removed(talk: Talk) -> None:
    talk.opens("Study circle")
    talk.page.click("#chat-menu")
    talk.page.get_by_role("menuitem", name="Add the bot").click()
    expect(talk.page.locator("#subtitle")).to_have_text("4 members")
    talk.page.click("#chat-menu")
    talk.page.get_by_role("menuitem", name="Remove the bot").click()
    expect(talk.page.locator("#subtitle")).to_contain_text("not a member")
