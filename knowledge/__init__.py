"""A question in, an answer out. Knows no Telegram, no database and no network."""
