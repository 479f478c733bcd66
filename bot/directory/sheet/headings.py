"""What a column's heading means, whatever it is called."""

import re
import unicodedata
from collections.abc import Sequence

from bot.directory.sheet.meanings import EXACT, EXACT_MEANINGS, RULES, Field, Meaning

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


def fold(heading: str) -> str:
    """Reduce a heading to its words: no capitals, accents, signs, nor the number of the question."""
    plain = unicodedata.normalize("NFKD", _QUESTION_NUMBER.sub("", heading).casefold())
    return _SIGNS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _without_aside(heading: str) -> str:
    """Fold a heading without what it says in brackets, “Email (work)”, and without a count, “Skills 2”."""
    return fold(re.sub(r"\([^()]*\)|\s*\d+\s*$", "", heading))


def score(headings: Sequence[str]) -> int:
    """Say how much a row looks like the headings of a directory: 0 when it does not.

    A heading is a short label: long texts, addresses and repeated ones, as merged titles leave them, do not count.
    """
    seen = {fold(one): one for one in headings if one.strip() and "@" not in one and len(one) <= _LONGEST_HEADING}
    meanings = [meaning(one) for one in seen.values()]
    fields = {one.field for one in meanings if one.field}
    exact = sum(one.sureness == EXACT for one in meanings)
    named = bool(fields & {Field.NAME, Field.FIRST, Field.SURNAME})
    if not fields or not (named or len(fields) >= _ENOUGH):
        return 0
    return 2 * len(fields) + exact + 2 * named if exact or len(fields) >= _ENOUGH else 0
