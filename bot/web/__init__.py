"""The HTTP side of the running bot: Telegram's webhook, signs of life and readiness, metrics.

app         the routes
webhook     who may bring an update, and in what form
intake      each update handled once, before it is acknowledged
outgoing    the moment in which an answer leaves
readiness   whether this process can serve now
server      listening, and ending in order
"""
