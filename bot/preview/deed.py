"""What all deeds share: who does it, and where."""

from pydantic import BaseModel, ConfigDict

from bot.localapi import Actor, LocalBotApi, LocalChat, LocalMessage

__all__ = ["BaseDeed"]


class BaseDeed(BaseModel):
    """A deed of `person` in `chat`, both by id."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    person: int
    chat: int

    def place(self, api: LocalBotApi) -> tuple[Actor, LocalChat]:
        """Return who acts where. Raises LookupError where there is no such person or chat."""
        return Actor(api, api.world.people[self.person]), api.world.chats[self.chat]

    def message(self, chat: LocalChat, number: int) -> LocalMessage:
        """Return a message of the chat. Raises LookupError where it is gone."""
        message = chat.message(number)
        if message is None:
            raise LookupError("this message is gone")
        return message
