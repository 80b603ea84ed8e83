"""What the documentation names exists, and what exists is named: commands, options, settings, metrics, files."""

import re
from pathlib import Path

import pytest
import typer
from telegram.ext import ApplicationBuilder, CommandHandler
from typer.core import TyperGroup

from bot.cli import app
from bot.metrics import Metrics
from bot.services import Services
from bot.settings import Settings
from handlers import install

ROOT = Path(__file__).parent.parent
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "SECURITY.md", ROOT / "README.md"]
SETTINGS = {name.upper() for name in Settings.model_fields}
FILES = {f"{name}_FILE" for name in ("TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET", "DATABASE_URL")}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def commands() -> dict[str, set[str]]:
    """The options of each command."""
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in root.commands.items()
    }


def test_the_pages_are_there() -> None:
    names = {page.name for page in PAGES}
    assert {"architecture.md", "content.md", "operating.md", "privacy.md", "SECURITY.md"} <= names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_exist(page: Path, commands: dict[str, set[str]]) -> None:
    for line in text_of(page).splitlines():
        for name, rest in re.findall(r"eu-celac-bot ([a-z]+)([^`|#\n]*)", line):
            assert name in commands, line
            for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", rest):
                assert option in commands[name], line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_exist(page: Path) -> None:
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`", text_of(page)))
    assert named <= SETTINGS | FILES


def test_every_setting_and_metric_is_in_the_operating_guide() -> None:
    guide = text_of(ROOT / "docs" / "operating.md")
    assert {name for name in SETTINGS if f"| `{name}`" not in guide} == set()
    ours = {
        metric.name for metric in Metrics().registry.collect() if metric.name.startswith("eu_celac")
    }
    named = set(re.findall(r"^\| `(eu_celac_\w+?)(?:_total)?` \|", guide, re.MULTILINE))
    assert named == ours


def test_the_defaults_in_the_operating_guide_are_true() -> None:
    guide = text_of(ROOT / "docs" / "operating.md")
    for name in (
        "LISTEN_HOST",
        "LISTEN_PORT",
        "DELIVERY_PARALLEL",
        "CALLS_PER_SECOND",
        "LOG_FORMAT",
    ):
        row = re.search(rf"^\| `{name}` \| `([^`]*)` \|", guide, re.MULTILINE)
        default = Settings.model_fields[name.lower()].default
        assert row, name
        assert row[1] == f"{default:g}" if isinstance(default, float) else str(default)


def test_every_command_is_documented(commands: dict[str, set[str]]) -> None:
    everything = "\n".join(map(text_of, PAGES))
    assert {name for name in commands if f"eu-celac-bot {name}" not in everything} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_exist(page: Path) -> None:
    text = text_of(page)
    for path in re.findall(r"`((?:bot|handlers|knowledge|tests|deploy)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"\]\((?!https?:|#)([^)#]+)\)", text):
        assert (page.parent / path).exists(), path
    for module in re.findall(r"python -m (tests[\w.]+)", text):
        assert (ROOT / (module.replace(".", "/") + ".py")).exists(), module


def test_commands_of_the_bot_exist(services: Services) -> None:
    application = ApplicationBuilder().token("1:a").build()
    install(application, services)
    able = {
        command
        for group in application.handlers.values()
        for handler in group
        if isinstance(handler, CommandHandler)
        for command in handler.commands
    }
    named = set(re.findall(r"(?<![\w./])/([a-z]+)\b(?!/)", text_of(ROOT / "docs" / "privacy.md")))
    assert named
    assert named <= able


def test_what_the_bot_says_when_something_is_wrong_is_what_the_guide_quotes() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    joined = re.sub(r'"\s*\n\s*f?"', "", source)
    guide = text_of(ROOT / "docs" / "operating.md").split("## When something is wrong")[1]
    quoted = re.findall(r'^\| "([^"]+)"', guide, re.MULTILINE)
    assert len(quoted) >= 4
    for text in quoted:
        assert text in joined, text
