"""Imports run one way: handlers -> bot services -> knowledge; the assembly alone imports handlers."""

import ast
import re
from pathlib import Path

import pytest
from telegram.ext import ApplicationBuilder, CommandHandler

from bot.services import Services
from bot.texts import texts
from handlers import install

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


def test_the_readme_lists_what_a_person_can_do_and_no_more() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\|.*\| `handlers/(\w+)\.py` \|$", readme, re.MULTILINE)
    able = [
        path.stem
        for path in sorted((ROOT / "handlers").glob("*.py"))
        if re.search(r"^def handlers?\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert sorted(set(listed)) == able


def test_the_readme_names_every_command_with_a_handler(services: Services) -> None:
    application = ApplicationBuilder().token("1:a").build()
    install(application, services)
    handled = {
        command
        for group in application.handlers.values()
        for handler in group
        if isinstance(handler, CommandHandler)
        for command in handler.commands
    }
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = [line for line in readme.splitlines() if "`handlers/" in line]
    named = set(re.findall(r"`/([a-z]+)[ `]", "\n".join(table)))
    assert named == handled
    described = set(texts("en").commands)
    assert described <= handled
