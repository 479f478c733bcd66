"""Neutral words for who is not named: a new pair for every voice, which says nothing and is easy to remember."""

import secrets
from collections.abc import Collection

_QUALITIES = (
    "Amber", "Autumn", "Bright", "Calm", "Cedar", "Clear", "Coral", "Early", "Evening", "Gentle", "Golden", "Green",
    "Kind", "Lilac", "Lively", "Mellow", "Misty", "Morning", "Mossy", "Northern", "Olive", "Patient", "Pearl", "Quiet",
    "Russet", "Silver", "Southern", "Spring", "Steady", "Summer", "Sunlit", "Tidal", "Tranquil", "Velvet", "Warm",
    "Western", "Willow", "Winter",
)  # fmt: skip
_CREATURES = (
    "Badger", "Blackbird", "Bumblebee", "Curlew", "Dormouse", "Dragonfly", "Dunnock", "Eider", "Finch", "Goldcrest",
    "Grebe", "Hare", "Hedgehog", "Heron", "Kestrel", "Kingfisher", "Ladybird", "Lapwing", "Linnet", "Marten", "Moth",
    "Newt", "Nightingale", "Nuthatch", "Osprey", "Otter", "Owl", "Plover", "Puffin", "Robin", "Sandpiper", "Seal",
    "Skylark", "Sparrow", "Squirrel", "Starling", "Stoat", "Swallow", "Swift", "Thrush", "Turnstone", "Vole", "Wagtail",
    "Wren",
)  # fmt: skip


_ID_BYTES = 4


def new_id() -> str:
    """Make the id of a voice, an entry or a talk: random, so that it tells no order."""
    return secrets.token_hex(_ID_BYTES)


def new_name(taken: Collection[str] = ()) -> str:
    """Choose a pair of words at random, such as “Quiet Heron”, other than those that are taken just now."""
    free = [name for quality in _QUALITIES for creature in _CREATURES if (name := f"{quality} {creature}") not in taken]
    return secrets.choice(free) if free else f"{new_name()} {secrets.randbelow(9000) + 1000}"
