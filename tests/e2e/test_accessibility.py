"""Usable by keyboard and screen reader, in light and dark, on desk and phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.talk import Talk


def violations(talk: Talk) -> str:
    results = Axe().run(talk.page)
    return "" if not results.violations_count else str(results.generate_report())


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Open, scheme: str, width: int) -> None:
    talk = opened(width=width, color_scheme=scheme)
    assert not violations(talk), "an empty chat"
    talk.asks("When did the dialogue with Chile start?")
    talk.asks("when summit")
    assert not violations(talk), "a talk"
    talk.page.locator("#text").fill("@eu_celac_bot chile")
    expect(talk.options.first).to_be_visible()
    assert not violations(talk), "inline results"
    talk.page.locator("#text").fill("")
    talk.page.click("#chat-menu")
    assert not violations(talk), "a menu"
    talk.page.keyboard.press("Escape")
    if width < 720:
        talk.page.click("#show-panel")
        assert not violations(talk), "the panel"
        talk.page.click("#hide-panel")
        talk.page.click("#back")
        assert not violations(talk), "the list of chats"


def test_a_talk_by_keyboard_alone(talk: Talk) -> None:
    page = talk.page
    page.locator("#text").focus()
    page.keyboard.type("when summit")
    page.keyboard.press("Enter")
    button = talk.answers.last.locator(".keyboard button").first
    expect(button).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if button.evaluate("(node) => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(talk.answers.last.locator(".text a").first).to_be_visible()


def test_new_answers_are_announced(talk: Talk) -> None:
    talk.asks("When did the dialogue with Chile start?")
    expect(talk.page.locator("#announcer[aria-live=polite]")).to_contain_text("2010")


def test_the_page_speaks_the_persons_language(talk: Talk) -> None:
    talk.becomes("Camille")
    expect(talk.page.locator("html")).to_have_attribute("lang", "fr")
    expect(talk.page.locator("#text")).to_have_attribute("placeholder", "Message")
    expect(talk.page.locator("#panel-title")).to_have_text("D’où vient la réponse")
    talk.page.click("#chat-menu")
    talk.page.get_by_role("menuitemradio", name="Español").click()
    expect(talk.page.locator("html")).to_have_attribute("lang", "es")


def test_the_theme_is_chosen_and_kept(talk: Talk) -> None:
    talk.page.click("#theme")
    chosen = talk.page.locator("html").get_attribute("data-theme")
    talk.page.reload()
    expect(talk.page.locator("html")).to_have_attribute("data-theme", chosen or "")
