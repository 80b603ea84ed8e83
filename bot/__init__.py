"""The running process: command line, settings, assembly, state, delivery."""

import os

# without it python-telegram-bot warns whenever a flood wait is read, and a warning is an error in tests
os.environ.setdefault("PTB_TIMEDELTA", "1")
