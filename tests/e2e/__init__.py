"""The preview in a real browser, as a person uses it."""
