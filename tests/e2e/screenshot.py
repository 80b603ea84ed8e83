"""The picture of the preview in the README: `python -m tests.e2e.screenshot docs/preview.png`."""

import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.e2e.browser import open_browser, serving
from tests.e2e.talk import Talk

__all__ = ["take"]

WIDTH, HEIGHT = 1280, 860


def take(path: Path) -> None:
    """Have a short talk and save its picture. Raises LookupError where there is no Chromium."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, serving() as address:
        browser = open_browser(playwright)
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", locale="en-GB"
        )
        page.goto(address)
        page.wait_for_selector("body[data-ready]")
        talk = Talk(page, address)
        talk.asks("wen did chile dialog strt")
        talk.becomes("Lucía")
        talk.asks("¿cuándo empezó el diálogo con Chile?")
        expect(talk.asks("¿y con Perú?")).to_contain_text("2013")
        page.mouse.move(0, 0)
        page.locator("#text").blur()
        page.screenshot(path=path)
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/preview.png"))
