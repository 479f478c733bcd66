"""Neutral words for who is not named: a new pair for every voice, which says nothing and is easy to remember."""

import secrets
from collections.abc import Collection

# None of them is a name that people have: “Southern Robin” would point at every Robin in the network.
_QUALITIES = (
    "Ashen", "Breezy", "Bright", "Calm", "Cedar", "Chalky", "Clear", "Cobalt", "Dappled", "Drowsy", "Early", "Evening",
    "Frosty", "Gentle", "Golden", "Green", "Hazy", "Humble", "Indigo", "Kindly", "Lively", "Mellow", "Mossy",
    "Northern", "Ochre", "Patient", "Quiet", "Russet", "Silver", "Southern", "Speckled", "Steady", "Sunlit", "Tidal",
    "Tranquil", "Velvet", "Warm", "Western", "Woodland",
)  # fmt: skip
_CREATURES = (
    "Badger", "Blackbird", "Bumblebee", "Bullfinch", "Curlew", "Dormouse", "Dragonfly", "Dunnock", "Eider", "Goldcrest",
    "Goldfinch", "Grebe", "Hedgehog", "Heron", "Kestrel", "Kingfisher", "Ladybird", "Lapwing", "Mayfly", "Moth", "Newt",
    "Nightingale", "Nuthatch", "Osprey", "Otter", "Owl", "Pipit", "Plover", "Puffin", "Redstart", "Sanderling",
    "Sandpiper", "Seal", "Skylark", "Sparrow", "Squirrel", "Starling", "Stoat", "Swallow", "Thrush", "Treecreeper",
    "Turnstone", "Vole", "Wagtail",
)  # fmt: skip


_ID_BYTES = 4


def new_id() -> str:
    """Make the id of a voice, an entry or a talk: random, so that it tells no order."""
    return secrets.token_hex(_ID_BYTES)


def new_name(taken: Collection[str] = ()) -> str:
    """Choose a pair of words at random, such as “Quiet Heron”, other than those that are taken just now."""
    free = [name for quality in _QUALITIES for creature in _CREATURES if (name := f"{quality} {creature}") not in taken]
    return secrets.choice(free) if free else f"{new_name()} {secrets.randbelow(9000) + 1000}"
