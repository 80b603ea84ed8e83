"""Print the part of the lock file that a purpose needs, hashes and all, for `pip install -r`.

    python deploy/locked.py runtime     what the bot needs to run, with PostgreSQL
    python deploy/locked.py build       what builds its wheel

The lock says of every package what it is there for ("via"); that is followed from the roots.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)")


def blocks(lock: str) -> dict[str, str]:
    """Return the part of the lock of each package, by its name."""
    parts = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    return {_name(part): part for part in parts if _NAME.match(part)}


def needed(lock: dict[str, str], roots: set[str]) -> set[str]:
    """Return the roots with everything that is there because of them."""
    wanted = set(roots)
    while True:
        more = {name for name, part in lock.items() if _users(part) & wanted}
        if more <= wanted:
            return wanted & lock.keys()
        wanted |= more


def roots(project: dict[str, object], purpose: str) -> set[str]:
    """Return the packages that pyproject.toml itself names for a purpose."""
    own = project["project"]
    assert isinstance(own, dict)  # noqa: S101 - it is ours
    if purpose == "build":
        return {"hatchling"}
    return {
        _name(text) for text in (*own["dependencies"], *own["optional-dependencies"]["postgres"])
    }


def _name(text: str) -> str:
    match = _NAME.match(text)
    return re.sub(r"[-_.]+", "-", match[1]).lower() if match else ""


def _users(part: str) -> set[str]:
    """Return the packages because of which this one is there."""
    comments = [line.strip(" #") for line in part.splitlines() if line.lstrip().startswith("#")]
    return {_name(comment.removeprefix("via").strip()) for comment in comments} - {""}


def main() -> None:
    """Run from the command line."""
    purpose = sys.argv[1]
    if purpose not in ("runtime", "build"):
        sys.exit(__doc__)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = blocks((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    for name in sorted(needed(lock, roots(project, purpose))):
        sys.stdout.write(lock[name])


if __name__ == "__main__":
    main()
