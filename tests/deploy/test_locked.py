"""What is installed to run is what the project needs to run, pinned, and nothing that only develops."""

import re
import tomllib
from pathlib import Path

import pytest

from deploy.locked import blocks, needed, roots

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lock() -> dict[str, str]:
    return blocks((ROOT / "requirements.lock").read_text(encoding="utf-8"))


def test_the_runtime_has_what_it_needs_and_no_tools(lock: dict[str, str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    own = roots(project, "runtime")
    assert own <= set(lock)
    chosen = needed(lock, own)
    assert {"httpx", "anyio", "psycopg-binary", "greenlet", "pydantic-core"} <= chosen
    assert not {"pytest", "mypy", "ruff", "playwright", "hypothesis", "hatchling"} & chosen
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", lock[name]) for name in chosen)


def test_what_is_there_because_of_another_comes_along() -> None:
    text = "a==1 \\\n    --hash=sha256:0\n    # via b\nb==2\n    # via\n    #   c\n    #   d\nc==3\nd==4\n"
    assert needed(blocks(text), {"c"}) == {"a", "b", "c"}
    assert needed(blocks(text), {"a"}) == {"a"}
