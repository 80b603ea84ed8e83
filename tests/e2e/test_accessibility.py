"""Usable by keyboard and screen reader, in light and dark, on desk and phone."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.talk import Talk

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def violations(talk: Talk) -> str:
    results = Axe().run(talk.page)
    return "" if not results.violations_count else str(results.generate_report())


def test_axe_finds_nothing(talk: Talk) -> None:
    page = talk.page
    assert not violations(talk), "an empty chat"
    talk.asks("When did the dialogue with Chile start?")
    talk.asks("when summit")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            page.reload()
            page.wait_for_selector("body[data-ready]")
            assert not violations(talk), "a talk"
            page.locator("#text").fill("@eu_celac_bot chile")
            expect(talk.options.first).to_be_visible()
            assert not violations(talk), "inline results"
            page.locator("#text").fill("")
            page.click("#chat-menu")
            assert not violations(talk), "a menu"
            page.keyboard.press("Escape")
            if width == 390:
                page.click("#show-panel")
                assert not violations(talk), "the panel"
                page.click("#hide-panel")
                page.click("#back")
                assert not violations(talk), "the list of chats"
                page.locator("#chats button").first.click()


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
