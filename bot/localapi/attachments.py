"""Things people send that are neither text nor file, in the Bot API's own form."""

from bot.localapi.parameters import Json

__all__ = ["CONTACT", "DICE", "LOCATION", "POLL", "STICKER", "VENUE", "VOICE"]

_FILE: Json = {"file_id": "somewhere-else", "file_unique_id": "elsewhere"}
LOCATION: Json = {"location": {"latitude": -33.45, "longitude": -70.67}}
VENUE: Json = {
    "venue": {**LOCATION, "title": "Plaza de Armas", "address": "Santiago"},
    **LOCATION,
}
CONTACT: Json = {"contact": {"phone_number": "+10000000000", "first_name": "Someone"}}
DICE: Json = {"dice": {"emoji": "🎲", "value": 4}}
VOICE: Json = {"voice": _FILE | {"duration": 3, "mime_type": "audio/ogg"}}
STICKER: Json = {
    "sticker": _FILE
    | {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
}
POLL: Json = {
    "poll": {
        "id": "1",
        "question": "Lunch?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }
}
