"""`eu-celac-bot export`: the knowledge base as one readable page, and as data for search engines."""

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knowledge.assistant import Assistant
from knowledge.errors import UnknownLink
from knowledge.guide import guide
from knowledge.reply import Reply

__all__ = ["Answered", "Section", "as_html", "as_json_ld", "as_markdown", "sections"]

_STYLE = """
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: #1a1a1a; background: #fff }
h1, h2 { line-height: 1.25 } h3 { margin-bottom: 0 } p { margin: .4rem 0; white-space: pre-line }
nav a { margin-right: 1rem } .sources { font-size: .875rem; color: #555 } a { color: #0b57a4 }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #16181c } a { color: #8ab8ff }
  .sources { color: #aaa } }
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer."""

    link: str
    question: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one topic."""

    title: str
    answers: tuple[Answered, ...]


def sections(assistant: Assistant, lang: str) -> list[Section]:
    """Return everything that can be asked in `lang`, by topic, in the order of the knowledge base."""
    catalogue = guide(assistant).catalogue
    seen: set[str] = set()
    found = []
    for shelf in catalogue.shelves.values():
        links = [link for record in shelf.records for link in catalogue.answers_about(record)]
        own = tuple(_answered(assistant, [*links, *shelf.links], lang, seen))
        if own:
            found.append(Section(catalogue.title(shelf, lang), own))
    return found


def as_markdown(name: str, parts: list[Section]) -> str:
    """Return the page as Markdown."""
    lines = [f"# {name}", ""]
    for part in parts:
        if part.title:
            lines += [f"## {part.title}", ""]
        for answered in part.answers:
            lines += [f"### {answered.question}", "", answered.reply.text, ""]
            sources = [
                f"[{s.title}]({s.url})" if s.url else s.title for s in answered.reply.sources
            ]
            lines += [f"Source: {'; '.join(sources)}", ""] if sources else []
    return "\n".join(lines)


def as_json_ld(name: str, parts: list[Section], lang: str) -> dict[str, Any]:
    """Return the answers as a FAQPage of schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "name": name,
        "inLanguage": lang,
        "mainEntity": [
            {
                "@type": "Question",
                "name": answered.question,
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": answered.reply.text,
                    "citation": [s.url or s.title for s in answered.reply.sources],
                },
            }
            for part in parts
            for answered in part.answers
        ],
    }


def as_html(name: str, parts: list[Section], lang: str) -> str:
    """Return the page as HTML, complete in itself, with the data for search engines in it."""
    data = json.dumps(as_json_ld(name, parts, lang), ensure_ascii=False).replace("<", "\\u003c")
    title = html.escape(name)
    contents = "".join(
        f'<a href="#part-{n}">{html.escape(part.title)}</a>'
        for n, part in enumerate(parts)
        if part.title
    )
    body = "".join(_section(number, part) for number, part in enumerate(parts))
    return (
        f'<!doctype html>\n<html lang="{html.escape(lang)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f'<style>{_STYLE}</style><script type="application/ld+json">{data}</script></head>'
        f"<body><h1>{title}</h1><nav>{contents}</nav><main>{body}</main></body></html>\n"
    )


def _section(number: int, part: Section) -> str:
    heading = f'<h2 id="part-{number}">{html.escape(part.title)}</h2>' if part.title else ""
    return heading + "".join(
        f'<article id="{html.escape(a.link)}"><h3>{html.escape(a.question)}</h3>'
        f"<p>{html.escape(a.reply.text)}</p>{_sources(a.reply)}</article>"
        for a in part.answers
    )


def _sources(reply: Reply) -> str:
    named = [
        f'<a href="{html.escape(s.url)}">{html.escape(s.title)}</a>'
        if s.url
        else html.escape(s.title)
        for s in reply.sources
    ]
    return f'<p class="sources">{" · ".join(named)}</p>' if named else ""


def _answered(
    assistant: Assistant, links: list[str], lang: str, seen: set[str]
) -> Iterator[Answered]:
    for link in links:
        if link in seen:
            continue
        seen.add(link)
        try:
            yield Answered(
                link, guide(assistant).links.title(link, lang), assistant.recall(link, lang)
            )
        except UnknownLink:
            continue
