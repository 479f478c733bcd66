"""Text made fit to be shown: nothing in it that no platform can carry, nothing that nobody can see."""

import re
import unicodedata
from urllib.parse import urlsplit

from adapters.limits import clip

# A control has to be called something; a reader who hears the page could not find it otherwise.
NAMELESS = "…"

# Control characters but for the line break, and halves of surrogate pairs, which JSON can carry and UTF-8 cannot.
_UNFIT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n){3,}")
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160))) | {9: " "}


def clean(text: str) -> str:
    """Drop control characters, mend halves of characters, and write line breaks as platforms do."""
    if text.isprintable() or not _UNFIT.search(text):
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\r\n", "\n").translate(_CONTROLS)


def calm(text: str) -> str:
    """Leave two empty lines in a row at most: thousands would push everything else out of sight."""
    return _EMPTY_LINES.sub("\n\n\n", text)


def blank(text: str) -> bool:
    """Whether nobody can see anything of it: spaces, joiners, marks of direction, controls."""
    return not text[:1].isalnum() and all(unicodedata.category(letter)[0] in "ZC" for letter in clean(text))


def one_line(text: str, limit: int, otherwise: str = NAMELESS) -> str:
    """Write a label: on one line, at most `limit` characters, and never empty."""
    line = " ".join(clean(text).split())
    return clip(otherwise if blank(line) else line, limit)


def linkable(url: str) -> bool:
    """Whether following `url` can only open a page or a letter, never run anything."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if url != url.strip() or "\n" in url or _UNFIT.search(url):
        return False
    return bool(parts.netloc) if parts.scheme in {"http", "https"} else parts.scheme == "mailto" and bool(parts.path)
