"""A sign of life for the container's health check: no shell and no curl are needed.

python -m bot.probe          exit code 0 if /healthz answers, else 1
python -m bot.probe readyz   the same of /readyz
"""

import http.client
import os
import sys

__all__ = ["main"]

TIMEOUT = 5.0


def main(arguments: list[str]) -> int:
    """Ask the bot on this machine; return the exit code."""
    path = arguments[0] if arguments else "healthz"
    host = os.environ.get("LISTEN_HOST", "127.0.0.1")
    everywhere = host in ("", "::") or host.strip("0.") == ""
    port = int(os.environ.get("LISTEN_PORT", "8443"))
    connection = http.client.HTTPConnection(
        "127.0.0.1" if everywhere else host, port, timeout=TIMEOUT
    )
    try:
        connection.request("GET", f"/{path}")
        return 0 if connection.getresponse().status == 200 else 1
    except OSError:
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
