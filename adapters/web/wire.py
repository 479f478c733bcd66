"""What the server says over the socket; inbound.py reads the other direction."""

from adapters.web.commands import palette
from adapters.web.inbound import LONGEST_POST
from adapters.web.markup import Json
from adapters.web.room import BOT, Message, Place, PlaceKind, Room, WebPerson
from bot.chat.commands import Catalog
from bot.chat.errors import Refusal


def welcome(room: Room, catalog: Catalog, person: WebPerson, since: int) -> Json:
    """Describe everything somebody can see; messages only as far as they are newer than `since`."""
    return {
        "kind": "welcome",
        "epoch": room.epoch,
        "complete": since == 0,
        "me": person.id,
        "people": [person_json(p) for p in room.people.values()],
        "places": [place_json(room, place, person) for place in room.places(person)],
        "commands": palette(catalog, person.roles),
        "reads": room.reads(person),
        "messages": [message_json(message) for message in room.since(person, since)],
        "tries": [{"label": t.label, "line": t.line} for t in room.tries],
        "longest": LONGEST_POST,
    }


def person_json(person: WebPerson) -> Json:
    return {"id": person.id, "name": person.name, "title": person.title, "roles": sorted(person.roles)}


def place_json(room: Room, place: Place, person: WebPerson) -> Json:
    """Describe a place as one of its members sees it: a private conversation is called after the other one."""
    if place.kind is PlaceKind.CHANNEL:
        return {"id": place.id, "kind": place.kind, "name": place.id, "topic": place.topic, "with": ""}
    if place.kind is PlaceKind.BOT:
        topic = "Your private conversation with the bot"
        return {"id": place.id, "kind": place.kind, "name": BOT, "topic": topic, "with": BOT}
    other = room.people[next(iter(place.members - {person.id}))]
    return {"id": place.id, "kind": place.kind, "name": other.name, "topic": other.title, "with": other.id}


def message_json(message: Message) -> Json:
    """Describe a message; one of the bot's has `blocks`, and `text` spells them out."""
    return {
        "id": message.id,
        "revision": message.revision,
        "place": message.place,
        "thread": message.thread,
        "author": message.author,
        "at": message.at.isoformat(),
        "text": message.text,
        "blocks": message.blocks,
        "private": bool(message.only_for),
        "asked": message.asked,
    }


def refusal_json(refusal: Refusal, *, suggestion: str = "") -> Json:
    """Say why something was not done; `suggestion` is a line that would be."""
    return {"kind": "refused", "message": str(refusal), "hint": refusal.hint, "suggestion": suggestion}
