"""What the assistant returns: the text that a person reads, with everything a caller may show with it."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from knowledge.schema import Source

__all__ = ["Choice", "Kind", "Reply"]

Kind: TypeAlias = Literal["answer", "suggest", "none", "smalltalk"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that may be meant: its link, how probable it is (0 to 1), and its title as a question."""

    link: str
    confidence: float
    title: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply. `link` names the answer for good (`Assistant.recall`); `reason` says why there is none."""

    kind: Kind
    link: str | None
    text: str
    lang: str
    confidence: float
    candidates: tuple[Choice, ...] = ()
    sources: tuple[Source, ...] = ()
    choices: tuple[Choice, ...] = ()
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the reply as the JSON object that `ask --json` prints."""
        return {
            "kind": self.kind,
            "entry": self.link,
            "text": self.text,
            "lang": self.lang,
            "confidence": round(self.confidence, 4),
            "candidates": [
                {"entry": c.link, "confidence": round(c.confidence, 4)} for c in self.candidates
            ],
            "sources": [{"title": s.title, "url": s.url} for s in self.sources],
            "reason": self.reason,
        }
