"""A browser for all, a fresh preview and page for each test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.browser import chromium_path, open_browser, serving
from tests.e2e.talk import Talk

Open = Callable[..., Talk]
PATIENCE = 30_000
"""Milliseconds until a page that stays behind fails the test: generous, for machines that do much else."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium_path() is None:
        pytest.skip("no Chromium on this machine: `make browser` (apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = open_browser(playwright)
        expect.set_options(timeout=PATIENCE)
        yield opened
        opened.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Start a preview and open its page; at the end nothing may have failed in either."""
    complaints: list[str] = []
    with ExitStack() as stack:

        def open_page(
            *arguments: str, knowledge: Path | None = None, width: int = 1280, **options: object
        ) -> Talk:
            address = stack.enter_context(serving(*arguments, knowledge=knowledge))
            size = {"width": width, "height": 800}
            context = browser.new_context(viewport=size, locale="en-GB", **options)  # type: ignore[arg-type]
            stack.callback(context.close)
            page: Page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
            page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
            page.goto(address)
            page.wait_for_selector("body[data-ready]")
            return Talk(page, address)

        yield open_page
    assert not complaints


@pytest.fixture
def talk(opened: Open) -> Talk:
    """The page over the shipped knowledge, as Emma, in her private chat."""
    return opened()
