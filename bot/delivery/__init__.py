"""Delivery of updates to their subscribers: each once, at Telegram's pace, whatever fails.

announcer   new updates of the knowledge base -> rows of the outbox
worker      rows of the outbox -> claim, send, mark
outcomes    what an error of Telegram means for a row
pace        how fast: 30 a second over all, 1 a second a chat, 20 a minute a group; flood waits
ratelimit   the same pace for all other calls of the bot, which go ahead
sender      how an update is put into a message
"""
