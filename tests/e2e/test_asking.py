"""Asking in a private chat, as on a phone."""

from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.talk import Talk

QUESTIONS = {
    "Emma": "When did the dialogue with Chile start?",
    "Lucía": "¿Cuándo empezó el diálogo con Chile?",
    "João": "Quando começou o diálogo com o Chile?",
    "Camille": "Quand a commencé le dialogue avec le Chili ?",
}


def test_four_people_ask_in_four_languages(talk: Talk) -> None:
    for person, question in QUESTIONS.items():
        talk.becomes(person)
        answer = talk.asks(question)
        expect(answer).to_contain_text("2010")
        link = answer.locator("a").first
        expect(link).to_have_attribute("rel", "noopener noreferrer")
        assert (link.get_attribute("href") or "").startswith("https://")


def test_a_follow_up_leans_on_the_question_before(talk: Talk) -> None:
    talk.asks("When did the dialogue with Chile start?")
    expect(talk.asks("and Peru?")).to_contain_text("2013")


def test_did_you_mean_answers_in_place(talk: Talk) -> None:
    offer = talk.asks("cohesion")
    first = offer.locator(".keyboard button").first
    expect(first).to_be_visible()
    count = talk.messages.count()
    first.click()
    expect(offer.locator(".text a").first).to_be_visible()
    expect(talk.messages).to_have_count(count)


def test_an_edited_question_gets_its_answer_edited(talk: Talk) -> None:
    answer = talk.asks("When did the dialogue with Chile start?")
    count = talk.messages.count()
    talk.page.locator("#text").press("ArrowUp")
    expect(talk.page.locator("#about-message")).to_be_visible()
    talk.says("When did the dialogue with Peru start?")
    expect(answer).to_contain_text("2013")
    expect(talk.messages).to_have_count(count)


def test_ones_own_message_can_be_replied_to_and_deleted(talk: Talk) -> None:
    talk.asks("When did the dialogue with Chile start?")
    own = talk.page.locator(".message.own").first
    own.hover()
    own.get_by_role("button", name="Message menu").click()
    talk.page.get_by_role("menuitem", name="Reply").click()
    talk.says("and Peru?")
    expect(talk.page.locator(".message.own .quote")).to_contain_text("Chile")
    own.hover()
    own.get_by_role("button", name="Message menu").click()
    talk.page.get_by_role("menuitem", name="Delete").click()
    expect(talk.page.locator(".message.own")).to_have_count(1)


def test_the_first_chat_tells_what_the_bot_can_do(talk: Talk) -> None:
    expect(talk.page.locator(".empty")).to_contain_text("What can this bot do?")
    talk.page.click("#start")
    expect(talk.answers.first).to_be_visible()
    expect(talk.page.locator("#start")).to_be_hidden()


def test_the_timeline_is_a_picture_that_can_be_enlarged(talk: Talk) -> None:
    answer = talk.asks("/timeline")
    picture = answer.locator("img")
    expect(picture).to_be_visible()
    width = picture.evaluate("async (img) => { await img.decode(); return img.naturalWidth; }")
    assert width > 400
    picture.click()
    expect(talk.page.locator("dialog img")).to_be_visible()


def test_ones_data_comes_as_a_document(talk: Talk) -> None:
    talk.asks("When did the dialogue with Chile start?")
    answer = talk.asks("/mydata")
    with talk.page.expect_download() as download:
        answer.locator("a.file").click()
    assert download.value.suggested_filename.endswith(".json")


def test_other_things_than_text_are_declined_kindly(talk: Talk) -> None:
    talk.page.click("#start")
    expect(talk.answers.first).to_be_visible()
    before = talk.answers.count()
    talk.page.click("#attach")
    talk.page.get_by_role("menuitem", name="Voice message").click()
    expect(talk.answers.nth(before)).to_be_visible()


def test_a_reopened_page_shows_the_same_chat(talk: Talk) -> None:
    answer = talk.asks("When did the dialogue with Chile start?").inner_text()
    talk.page.reload()
    expect(talk.answers.last).to_contain_text(answer.splitlines()[0])


def test_on_a_phone_chats_and_talk_take_turns(opened: Open) -> None:
    talk = opened(width=390)
    expect(talk.page.locator("#side")).to_be_hidden()
    expect(talk.asks("When did the dialogue with Chile start?")).to_contain_text("2010")
    talk.page.click("#back")
    expect(talk.page.locator("#side")).to_be_visible()
    expect(talk.page.locator("#chat")).to_be_hidden()
    wide = talk.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
