"""Running the preview: one process, one event loop, on this machine unless told otherwise."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn

from bot.preview.app import web_application
from bot.preview.guard import is_loopback, new_key
from bot.preview.stage import open_stage
from knowledge.assistant import Assistant

__all__ = ["LISTEN_PORT", "PortTaken", "run"]

LISTEN_PORT = 8474
PORTS_TRIED = 20
CLOSING_SECONDS = 2
_ENDING = (signal.SIGINT, signal.SIGTERM)


class PortTaken(Exception):
    """Nothing could be opened at the address asked for."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"Cannot listen on {host}, port {port}: {why}. Give another with --port.")


def run(
    assistant: Assistant,
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the preview until Ctrl-C or SIGTERM; `say` gets the address. Raises PortTaken.

    Without a `port` the first free one from LISTEN_PORT on is taken. What people do in the preview
    is kept in a temporary file and gone at the end.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    key = None if is_loopback(host) else new_key()
    with _listening(host, port) as listener, tempfile.TemporaryDirectory() as kept:
        number = listener.getsockname()[1]
        address = f"http://{f'[{host}]' if ':' in host else host}:{number}/"
        database = f"sqlite:///{Path(kept) / 'preview.sqlite3'}"

        def ready() -> None:
            say(f"Preview: {address}  (Ctrl-C ends it)")
            if key:
                say(f"Key: {key}")
            if browser and has_desktop():
                webbrowser.open(address)

        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(assistant, folder, database, listener, key, ready))


async def _serve(
    assistant: Assistant,
    folder: Path,
    database: str,
    listener: socket.socket,
    key: str | None,
    ready: Callable[[], None],
) -> None:
    async with open_stage(assistant, folder, database) as stage:
        config = uvicorn.Config(
            web_application(stage, key),
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=CLOSING_SECONDS,
        )
        server = _Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.02)
        if server.started:
            ready()
        while not server.should_exit and not serving.done():
            await asyncio.sleep(0.1)
        stage.stream.close()
        await serving


class _Server(uvicorn.Server):
    """A server that ends at SIGINT or SIGTERM and lets the rest of the process end in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals; uvicorn's own way raises them again, before the application is stopped."""
        old = {number: signal.signal(number, self.handle_exit) for number in _ENDING}
        try:
            yield
        finally:
            for number, handler in old.items():
                signal.signal(number, handler)


@contextlib.contextmanager
def _listening(host: str, port: int | None) -> Iterator[socket.socket]:
    """Open the address, the first free port where none is asked for. Raises PortTaken."""
    ports = [port] if port is not None else range(LISTEN_PORT, LISTEN_PORT + PORTS_TRIED)
    why = ""
    for number in ports:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            if os.name == "posix":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, number))
            listener.listen(128)
        except OSError as error:
            why = error.strerror or str(error)
            listener.close()
            continue
        with listener:
            yield listener
        return
    raise PortTaken(host, ports[0], why)


def has_desktop() -> bool:
    """Say whether a browser window would be seen by the person at this terminal."""
    if "SSH_CONNECTION" in os.environ or not sys.stdout.isatty():
        return False
    if sys.platform.startswith(("win", "darwin")):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
