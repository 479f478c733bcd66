"""Neutral words for who is not named: a new pair for every voice, which says nothing and is easy to remember."""

import secrets
from collections.abc import Collection

# None of them is a name that people have: “Southern Robin” would point at every Robin in the network.
_QUALITIES = (
    "Breezy", "Bright", "Calm", "Cedar", "Chalky", "Clear", "Cobalt", "Dappled", "Early", "Evening",
    "Frosty", "Gentle", "Golden", "Green", "Hazy", "Indigo", "Kindly", "Lively", "Mellow", "Mossy",
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
    """Choose a pair of words at random, such as “Quiet Heron”, other than those that are taken just now.

    As long as there are such, neither word is in a name that is taken: on a small screen, “Quiet Owl” is easily taken
    for “Quiet Otter”.
    """
    used = {word for name in taken for word in name.split()}
    pairs = [(quality, creature) for quality in _QUALITIES for creature in _CREATURES]
    free = [pair for pair in pairs if " ".join(pair) not in taken]
    if not free:
        return f"{new_name()} {secrets.randbelow(9000) + 1000}"
    return " ".join(secrets.choice([pair for pair in free if used.isdisjoint(pair)] or free))
