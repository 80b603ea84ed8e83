"""Imports run one way: handlers -> bot services -> knowledge; the assembly alone imports handlers."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN = {
    "knowledge": {"bot", "handlers", "telegram"},
    "handlers": {"tests"},
    "bot": {"handlers"},
}
ASSEMBLY = ROOT / "bot" / "application.py"


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_run_one_way(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            tops = {name.split(".")[0] for name in names}
            assert path == ASSEMBLY or not tops & FORBIDDEN[package], path
