"""What stands in a column of names: names, in either order, and what is none."""

import re
from collections.abc import Sequence

from bot.directory.sheet import clean
from bot.directory.sheet.identity import is_credential, is_title, without_pronouns

_NONE = frozenset({"n/a", "#n/a", "#ref!", "tbc", "tba", "vacant", "vacancy", "anonymous", "(blank)"})
# Small words that belong to a surname: “van der Linde”, “Ní Dhálaigh”.
_PARTICLES = clean.word_set(
    "al ap ab bin bint da das de del della den der di dos du el ibn la le mac mc nic ní ó o' st te ter van von y"
)
_ASIDE = re.compile(r"\s*(\([^()]*\))\s*$")
# What no name has.
_ODD = re.compile(r"[=|<>{}\\@;]|^[\W\d_]*$")
# What a role says of somebody who is there no longer; the left is a side or a wing as well.
_GONE = re.compile(
    r"\bleft\W*(?:\d|$)|\b(?:has|have|had) left\b|\bno longer\b|\bleft (?:(?:in|since) )?(?:\w+ )?(?:19|20)\d\d\b"
    r"|\bleft (?:the|our|this|us)\b(?! (?:hand|side|wing))|\b(?:former|ex)[ -]member\b",
    re.IGNORECASE,
)
_MOSTLY = 0.8
# Names have fewer words than the remarks at the foot of a table.
_MOST_WORDS = 8


def usable(text: str) -> str:
    """Return a name without pronouns, or nothing. “Na” and “None” may be names; “N/A” and “-” are not."""
    name = without_pronouns(text)
    return "" if name.casefold() in _NONE or not any(c.isalnum() for c in name) else name


def odd(name: str) -> bool:
    """Whether this can hardly be somebody's name: no letters, or signs of a formula or an address."""
    return bool(_ODD.search(name))


def gone(role: str) -> bool:
    """Whether a role says that somebody seems to have left: “LEFT 2024”, “no longer a member”."""
    return bool(_GONE.search(role))


def whole(name: str) -> bool:
    """Whether this is likely to be a name where nothing else is said: two words or more, and no remark."""
    words = name.split()
    remark = any(word[0].islower() and word not in _PARTICLES for word in words)
    signs = odd(name) or ":" in name or any(c.isdigit() for c in name) or not name[0].isalnum()
    return not (remark or signs) and len(words) <= _MOST_WORDS and (len(words) > 1 or not name.isascii())


def turned(name: str) -> str:
    """Turn “Reid, Dr Anna (she/her)” into “Dr Anna Reid (she/her)”; other names stay."""
    aside = _ASIDE.search(name)
    last, comma, first = (part.strip() for part in (name[: aside.start()] if aside else name).partition(","))
    if not (comma and last and first) or all(map(is_credential, first.split())):
        return name
    return " ".join(filter(None, (first, last, aside[1] if aside else "")))


def mostly_turned(cells: Sequence[str]) -> bool:
    """Whether most of these names are “Surname, First name”, not “Anna Reid, research fellow”."""
    names = [clean.line(cell) for cell in cells if cell.strip()]
    with_comma = [name for name in names if turned(name) != name]
    single = [name for name in with_comma if _is_surname(name.partition(",")[0])]
    return bool(single) and len(with_comma) >= _MOSTLY * len(names) and len(single) >= _MOSTLY * len(with_comma)


def _is_surname(text: str) -> bool:
    words = [word for word in text.split() if word.casefold() not in _PARTICLES and not is_title(word)]
    return len(words) == 1
