"""`python -m bot` is `eu-celac-bot`."""

from bot.cli import run

run()
