"""What a person does on the page, in the words of a test."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

__all__ = ["Talk"]


@dataclass(frozen=True, slots=True)
class Talk:
    """The preview's page in a browser."""

    page: Page
    address: str

    @property
    def messages(self) -> Locator:
        """All bubbles of the open chat, oldest first."""
        return self.page.locator(".message")

    @property
    def answers(self) -> Locator:
        """The bubbles that are not one's own."""
        return self.page.locator(".message.other")

    @property
    def options(self) -> Locator:
        """What pops up above the text field: commands or inline results."""
        return self.page.get_by_role("option")

    def says(self, text: str) -> None:
        """Type a text and send it by Enter."""
        field = self.page.locator("#text")
        field.fill(text)
        field.press("Enter")

    def asks(self, text: str) -> Locator:
        """Send a text and return the bubble that answers it."""
        before = self.answers.count()
        self.says(text)
        answer = self.answers.nth(before)
        expect(answer).to_be_visible()
        return answer

    def becomes(self, name: str) -> None:
        """Switch to another person."""
        self.page.click("#person")
        self.page.get_by_role("menuitemradio", name=name).click()
        expect(self.page.locator("#person")).to_contain_text(name)

    def opens(self, chat: str) -> None:
        """Open a chat or a topic by its name."""
        self.page.locator("#chats").get_by_role("button", name=chat).first.click()
        expect(self.page.locator("#title")).to_contain_text(chat)

    def presses(self, message: Locator, label: str) -> None:
        """Press a button under a message."""
        message.locator(".keyboard").get_by_role("button", name=label).first.click()
