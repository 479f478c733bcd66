"""What the server says over the socket; inbound.py reads the other direction."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from adapters.web.commands import palette
from adapters.web.inbound import LONGEST_POST
from adapters.web.markup import Json
from adapters.web.model import BOT, Message, Place, PlaceKind, Reading, WebPerson
from adapters.web.room import News, Room
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
        "now": room.now().isoformat(),
        "movable": room.movable,
        "tries": [{"label": t.label, "line": t.line} for t in room.tries],
        "links": [{"label": link.label, "path": link.path} for link in room.links],
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
    others = [room.people[other] for other in sorted(place.members - {person.id})]
    if place.kind is PlaceKind.GROUP:
        topic = f"A private conversation: you, {listed([*(other.name for other in others), BOT])}"
        name = listed([*(other.name.split()[0] for other in others), BOT])
        return {"id": place.id, "kind": place.kind, "name": name, "topic": topic, "with": BOT}
    [other] = others
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
        "fleeting": message.fleeting,
        "asked": message.asked,
        "edited": message.edited,
        "removed": message.removed,
    }


def news_json(room: Room, person: WebPerson, news: News) -> Json:
    """Describe what a page is told unasked."""
    match news:
        case Message():
            return {"kind": "message", "message": message_json(news)}
        case Place():
            return {"kind": "place", "place": place_json(room, news, person)}
        case Reading():
            return {"kind": "read", "place": news.place, "message": news.message}
        case datetime():
            return {"kind": "clock", "now": news.isoformat()}
        case _:
            assert_never(news)


def spoke_line(room: Room, person: WebPerson, places: Sequence[Place]) -> str:
    """Say, to somebody who moved the time, where the bot said something meanwhile."""
    if not places:
        return "Nothing was due."
    known = [place for place in places if place.kind is PlaceKind.CHANNEL or person.id in place.members]
    # To whom else it wrote in private is theirs to know: it may tell who asked for support without a name.
    others = ["to others in private"] if len(known) < len(places) else []
    return f"{BOT} wrote {listed([*(_whereto(room, person, place) for place in known), *others])}."


def listed(names: Sequence[str]) -> str:
    """Write names as a list is read: “one, two and three”."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _whereto(room: Room, person: WebPerson, place: Place) -> str:
    if place.kind is PlaceKind.CHANNEL:
        return f"in #{place.id}"
    others = [room.people[member].name for member in sorted(place.members - {person.id})]
    return f"to {listed(['you', *others])}"


def refusal_json(refusal: Refusal, *, suggestion: str = "") -> Json:
    """Say why something was not done; `suggestion` is a line that would be."""
    return {"kind": "refused", "message": str(refusal), "hint": refusal.hint, "suggestion": suggestion}
