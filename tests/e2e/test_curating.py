"""The curator's panel: how answers come about, and edits that show by themselves."""

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.talk import Talk

ENTRY = """\
- id: what-is-a-fjord
  questions:
    en: [What is a fjord?, Explain what a fjord is, Tell me what a fjord is]
  answer:
    en: A fjord is a drowned valley.
  sources: [a-book]
- id: what-is-a-delta
  questions:
    en: [What is a delta?, Explain what a river delta is, Tell me about deltas]
  answer:
    en: A delta is land that a river builds.
  sources: [a-book]
"""


def test_the_panel_tells_which_entry_answered_and_how_sure(talk: Talk) -> None:
    talk.asks("When did the dialogue with Chile start?")
    panel = talk.page.locator("#insight")
    expect(panel.locator(".entry")).to_have_text("dialogue-start--dialogue-chile")
    expect(panel).to_contain_text("%")
    expect(panel).to_contain_text("ms")
    expect(panel.locator(".chips").last).to_contain_text("chile")

    talk.asks("What was INNOVACT for?")
    expect(panel.locator(".entry")).to_have_text("subject-purpose--innovact")
    expect(panel.locator(".runners li").first).to_be_visible()


def test_an_edit_is_in_service_by_itself(opened: Open, folder: Path) -> None:
    file = folder / "answers.yaml"
    file.write_text(ENTRY, encoding="utf-8")
    talk = opened(knowledge=folder)
    expect(talk.asks("What is a fjord?")).to_contain_text("drowned valley")

    file.write_text(ENTRY.replace("drowned valley", "valley that the sea took"), encoding="utf-8")
    expect(talk.page.locator("#knowledge")).to_have_attribute("data-reloads", "1")
    expect(talk.page.locator(".standing.current")).to_be_visible()
    expect(talk.asks("What is a fjord?")).to_contain_text("the sea took")


def test_a_mistake_shows_its_place_while_the_last_good_version_serves(
    opened: Open, folder: Path
) -> None:
    file = folder / "answers.yaml"
    file.write_text(ENTRY, encoding="utf-8")
    talk = opened(knowledge=folder)
    file.write_text(ENTRY.replace("  answer:", "  anser:", 1), encoding="utf-8")
    banner = talk.page.locator("#broken")
    expect(banner).to_contain_text("answers.yaml:4")
    expect(banner).to_contain_text("answer")
    expect(talk.asks("What is a fjord?")).to_contain_text("drowned valley")
    file.write_text(ENTRY, encoding="utf-8")
    expect(banner).to_be_hidden()
