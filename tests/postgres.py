"""A PostgreSQL server that the tests start by themselves, from the wheel `pgserver` or from the system.

It listens on a socket in a folder of its own and on no port. Run by root, it goes on as `nobody`,
since PostgreSQL refuses root.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

__all__ = ["new_database", "server"]

OFF = ("fsync=off", "full_page_writes=off")
"""A test's data need not outlive the machine."""


@contextlib.contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Run a server and give the folder of its socket. Raises FileNotFoundError where there is none to run."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        programs = _programs(folder)
        data = folder / "data"
        data.mkdir(mode=0o700)
        user = _unprivileged(folder, data)
        _run(
            [programs / "initdb", "-A", "trust", "-E", "UTF8", "-U", "postgres", "-N", "-D", data],
            user,
        )
        settings = [part for setting in (() if durable else OFF) for part in ("-c", setting)]
        command = [programs / "postgres", "-D", data, "-k", folder, "-h", "", *settings]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - our own arguments
                [str(part) for part in command], stdout=log, stderr=log, user=user, cwd=folder
            )
        try:
            _wait(folder, process)
            yield str(folder)
        finally:
            process.send_signal(signal.SIGINT)  # a fast shutdown: open connections are cut
            process.wait(30)


def new_database(socket: str, name: str) -> str:
    """Make an empty database and return its address."""
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"postgresql://postgres@/{name}?host={socket}"


def _programs(folder: Path) -> Path:
    """Return the folder of PostgreSQL's programs, copied where another user could not reach them."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    wheel = importlib.util.find_spec("pgserver")  # found, not imported: its import warns
    if wheel and wheel.origin:
        candidates.insert(0, Path(wheel.origin).parent / "pginstall" / "bin")
    for candidate in candidates:
        if not (candidate / "initdb").is_file():
            continue
        if os.geteuid() == 0 and not _open_to_all(candidate):
            shutil.copytree(candidate.parent, folder / "programs")
            return folder / "programs" / "bin"
        return candidate
    raise FileNotFoundError("PostgreSQL: pip install pgserver, or install the system's package")


def _open_to_all(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in (path, *path.parents))


def _unprivileged(*folders: Path) -> int | None:
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam("nobody")
    for folder in folders:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return user.pw_uid


def _run(command: list[str | Path], user: int | None) -> None:
    subprocess.run(  # noqa: S603 - our own arguments
        [str(part) for part in command], check=True, capture_output=True, user=user, cwd="/"
    )


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server takes connections."""
    while process.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    raise RuntimeError((folder / "log").read_text())
