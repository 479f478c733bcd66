"""Pictures: uploaded beside a message, described for those who do not see them, and shown by a gallery in it."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from adapters.limits import clip
from adapters.text import blank, clean
from bot.chat.views import Block, Image

Json = dict[str, Any]
# What is uploaded beside a body, by name, in the order of the body's attachments.
Files = Mapping[str, bytes]

GALLERY = 12
DESCRIPTION_LENGTH = 1024
MOST_PICTURES = 10
# What Discord takes on a server that nobody boosts.
MOST_BYTES = 10 * 1024 * 1024

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_REFERENCE = "attachment://"


def gallery(image: Image) -> Json | None:
    """Draw a picture; None when Discord would not show it, and its text has to do."""
    if not image.png.startswith(_SIGNATURE) or len(image.png) > MOST_BYTES:
        return None
    item: Json = {"media": {"url": f"{_REFERENCE}{_name(image.png)}"}}
    if not blank(image.alt):
        item["description"] = clip(clean(image.alt).strip(), DESCRIPTION_LENGTH)
    return {"type": GALLERY, "items": [item]}


def says_all(image: Image) -> bool:
    """Whether a picture's description holds its whole text."""
    return len(clean(image.alt).strip()) <= DESCRIPTION_LENGTH


def attachments(components: Iterable[Json]) -> list[Json]:
    """List what has to be uploaded for the galleries among a message's components."""
    described: dict[str, Json] = {}
    for item in (item for component in components if component["type"] == GALLERY for item in component["items"]):
        name = item["media"]["url"].removeprefix(_REFERENCE)
        about = {"description": item["description"]} if "description" in item else {}
        described.setdefault(name, {"filename": name, **about})
    return [{"id": str(number), **attachment} for number, attachment in enumerate(described.values())]


def files(body: Mapping[str, Any], blocks: Iterable[Block]) -> Files:
    """Return what a body's attachments stand for, from the blocks it was drawn from."""
    pictures = {_name(block.png): block.png for block in blocks if isinstance(block, Image)}
    return {a["filename"]: pictures[a["filename"]] for a in body.get("attachments") or ()}


def _name(png: bytes) -> str:
    """Name a picture by what is in it, so that body and upload find each other."""
    return f"{hashlib.sha256(png).hexdigest()[:16]}.png"
