"""What a column's heading means, whatever it is called."""

import re
import unicodedata
from collections.abc import Sequence

from bot.directory.sheet.cells import is_address
from bot.directory.sheet.meanings import CLEAR, EXACT, EXACT_MEANINGS, NAMES, RULES, WHERE, Field, Meaning

UNKNOWN = Meaning()

_QUESTION_NUMBER = re.compile(r"^\s*(?:q(?:uestion)?\s*)?\d{1,2}\s*[.):]\s*", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")
_LONGEST_HEADING = 300
# Of fields in a row of headings, where none of them is beyond doubt.
_ENOUGH = 2


def meaning(heading: str) -> Meaning:
    """Say what a heading stands for."""
    folded = fold(heading)
    if not folded:
        return UNKNOWN
    if exact := EXACT_MEANINGS.get(folded) or EXACT_MEANINGS.get(_without_aside(heading)):
        return exact
    return next((found for pattern, found in RULES if pattern.search(folded)), UNKNOWN)


def field_named(word: str) -> Field | None:
    """Find the field an operator means in `--map`: its own name, or whatever a heading may be called."""
    folded = fold(word)
    exact = next((field for field in Field if fold(field) == folded or fold(field) == f"{folded}s"), None)
    return exact or meaning(word).field


def surname_first(heading: str) -> bool:
    """Whether names in this column are written “Surname, First name”."""
    folded = fold(heading)
    last, first = (re.search(rf"\b(?:{words})", folded) for words in ("surname|last name|family", "first|fore|given"))
    return bool(last and first and last.start() < first.start())


def asks_where(heading: str) -> bool:
    """Whether this is “Where do you work?”, which some answer with a setting and others with an organisation."""
    return bool(WHERE.search(fold(heading)))


def fold(heading: str) -> str:
    """Reduce a heading to its words: no capitals, accents, signs, nor the number of the question."""
    plain = unicodedata.normalize("NFKD", _QUESTION_NUMBER.sub("", heading).casefold())
    return _SIGNS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _without_aside(heading: str) -> str:
    """Fold a heading without what it says in brackets, “Email (work)”, and without a count, “Skills 2”."""
    return fold(re.sub(r"\([^()]*\)|\s*\d+\s*$", "", heading))


def score(headings: Sequence[str]) -> int:
    """Say how much a row looks like the headings of a directory: 0 when it does not.

    A row with somebody's e-mail address is somebody.
    """
    if any(map(is_address, headings)):
        return 0
    meanings = _sure(headings)
    found = fields(headings)
    exact = sum(one.sureness == EXACT for one in meanings)
    named = bool(found & NAMES)
    if not found or not (named or len(found) >= _ENOUGH):
        return 0
    return 2 * len(found) + exact + 2 * named if exact or len(found) >= _ENOUGH else 0


def fields(headings: Sequence[str]) -> set[Field]:
    """Return the fields that these headings clearly name."""
    return {one.field for one in _sure(headings) if one.field}


def _sure(headings: Sequence[str]) -> list[Meaning]:
    """Understand short labels; long texts and repeated ones, as merged titles leave them, do not count."""
    seen = {fold(one): one for one in headings if one.strip() and len(one) <= _LONGEST_HEADING}
    return [found for one in seen.values() if (found := meaning(one)).field and found.sureness >= CLEAR]
