"""The browser and the preview that the end-to-end tests and the screenshot share."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Playwright

__all__ = ["chromium_path", "open_browser", "serving"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """Return the path of the system's Chromium, None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def open_browser(playwright: Playwright) -> Browser:
    """Open the system's Chromium. Raises LookupError where there is none."""
    path = chromium_path()
    if path is None:
        raise LookupError("no Chromium: apt-get install chromium")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@contextlib.contextmanager
def serving(
    *arguments: str, knowledge: Path | None = None, said: list[str] | None = None
) -> Iterator[str]:
    """Run `eu-celac-bot preview` as a person would and yield its address; stop it at the end.

    `said` gets the lines that it printed: the address, and the key where there is one.
    """
    command = [sys.executable, "-m", "bot", "preview", "--port", "0", "--no-browser", *arguments]
    if knowledge:
        command += ["--knowledge", str(knowledge)]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    if knowledge:  # what is learnt of a test's knowledge takes no place in the user's cache
        environment["XDG_CACHE_HOME"] = str(knowledge.parent / "cache")
    environment.pop("TELEGRAM_BOT_TOKEN", None)
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            process.kill()
            raise RuntimeError(f"the preview did not start: {line}{process.communicate()[1]}")
        if said is not None:
            said += [line, process.stdout.readline()]
        yield found[0]
    finally:
        process.terminate()
        _, complaints = process.communicate(timeout=30)
    assert "Traceback" not in complaints, complaints
    assert process.returncode == 0, complaints
