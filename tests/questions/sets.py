"""The project's own question sets, and how a reply to one of their questions is judged.

`development.jsonl` is looked at while tuning; `held.jsonl`, `blind.jsonl` and `facts.jsonl` are not: only their
rates are. The questions of `facts.jsonl` were written last, from the researched facts one by one; others written
with them, drawn by lot, are in `development.jsonl`. `near.jsonl` holds near misses: questions about the right
thing that ask for what nobody recorded; others of their kind, written at the same time, are learnt. One JSON
object a line: the question, its language, the earlier questions of its chat, what is expected
(`answer`, `none` or `smalltalk`), regular expressions that the answer must and must not hold, and
the type of question.
"""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.reply import Reply

__all__ = ["BLIND", "DEVELOPMENT", "FACTS", "HELD", "NEAR", "Example", "is_right", "load"]

HERE = Path(__file__).parent
DEVELOPMENT, HELD, BLIND, FACTS, NEAR = (
    HERE / f"{name}.jsonl" for name in ("development", "held", "blind", "facts", "near")
)

_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "–": "-", "’": "'"})


class Example(BaseModel):
    """One question with what is expected of its reply."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    lang: str
    expect: str
    type: str
    history: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


def load(path: Path) -> list[Example]:
    """Read a question set."""
    one = TypeAdapter(Example)
    lines = path.read_text(encoding="utf-8").splitlines()
    return [one.validate_json(line) for line in lines if line.strip()]


def is_right(example: Example, reply: Reply) -> bool:
    """Say whether `reply` is right: an answer that holds what it must, a refusal where one is due.

    To ask back ("did you mean") is no answer, so it is right only where there is nothing to answer.
    """
    if example.expect == "none":
        return reply.kind in ("none", "suggest")
    if example.expect == "smalltalk":
        return reply.kind == "smalltalk"
    text = reply.text.translate(_PLAIN)

    def found(pattern: str) -> bool:
        return re.search(pattern.translate(_PLAIN), text, re.IGNORECASE) is not None

    return (
        reply.kind == "answer"
        and all(map(found, example.must))
        and not any(map(found, example.must_not))
    )
