"""Settings that name a channel, or somebody: what can be none is refused before it is passed over in silence."""

import re

# An account, `slack:TEAM:USER`, or a group of one platform, `discord:role:ID`: see bot/chat/roles.py.
_HOLDER = re.compile(r"(slack|discord|web):[^:\s]+:[^:\s]+")

# A place: `slack:C0123`, `discord:456`.
PLACE = re.compile(r"(slack|discord|web):[^:\s]+(:[^:\s]+)?")


def holders(names: frozenset[str]) -> frozenset[str]:
    """Refuse what can be nobody: a name that is misspelt would be passed over in silence, and its role with it."""
    if not all(_HOLDER.fullmatch(name) for name in names):
        raise ValueError("Each must look like slack:TEAM:USER, discord:SERVER:USER or discord:role:ID.")
    return names


def leads(names: frozenset[str]) -> frozenset[str]:
    """Refuse a group, too: nothing can be said to one in confidence."""
    if any(name.split(":")[1] == "role" for name in holders(names)):
        raise ValueError("Each must be one person, such as slack:TEAM:USER or discord:SERVER:USER, and not a role.")
    return names


def anywhere(given: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no channel."""
    if not all(PLACE.fullmatch(name) for name in given):
        raise ValueError("Each must look like slack:C0123 or discord:456.")
    return given


def places(given: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no channel, and two on one platform."""
    platforms = [name.partition(":")[0] for name in anywhere(given)]
    if len(set(platforms)) < len(platforms):
        raise ValueError("There can be one channel on each platform.")
    return given
