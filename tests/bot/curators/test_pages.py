"""The knowledge base as a page and as data."""

import json
import re
from html.parser import HTMLParser

from bot.curators.pages import as_html, as_json_ld, as_markdown, sections
from knowledge.assistant import Assistant
from knowledge.guide import guide


def test_the_page_holds_every_answer_once(assistant: Assistant) -> None:
    for lang in assistant.library.languages:
        parts = sections(assistant, lang)
        links = [answered.link for part in parts for answered in part.answers]
        assert sorted(links) == sorted(set(guide(assistant).catalogue.links()))
        assert all("{" not in answered.question for part in parts for answered in part.answers)


def test_html_is_well_formed_and_carries_the_data(assistant: Assistant) -> None:
    parts = sections(assistant, "es")
    page = as_html("Regiones <&>", parts, "es")
    opened: list[str] = []

    class Checker(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag != "meta":
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Checker().feed(page)
    assert not opened
    assert "<title>Regiones &lt;&amp;&gt;</title>" in page
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert script
    data = json.loads(script[1])
    assert data["@type"] == "FAQPage"
    assert data["inLanguage"] == "es"
    count = sum(len(part.answers) for part in parts)
    assert len(data["mainEntity"]) == page.count("<article") == count
    for item in data["mainEntity"]:
        assert item["name"]
        assert item["acceptedAnswer"]["text"]


def test_markdown_has_a_heading_for_each_question(small: Assistant) -> None:
    text = as_markdown("Letters", sections(small, "en"))
    assert text.startswith("# Letters\n")
    assert "### What is X?\n\nX is a letter.\n" in text
    assert (
        as_json_ld("Letters", sections(small, "en"), "en")["mainEntity"][0]["name"] == "What is X?"
    )
