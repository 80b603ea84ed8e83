"""The browser preview: the real application, talked to in a page that looks like Telegram, with no token."""
