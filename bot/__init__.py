"""The running process: command line, settings, assembly, state, delivery and preview."""

import os

# python-telegram-bot: durations as timedelta. Without it every 429 raises a deprecation warning first.
os.environ.setdefault("PTB_TIMEDELTA", "1")
