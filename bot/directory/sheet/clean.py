"""Texts as they come out of a spreadsheet, made fit to keep and fit to show."""

import re
import unicodedata

# Invisible, and never meant: controls, byte-order marks, zero-width spaces, soft hyphens, overrides of direction.
# Joiners (U+200C, U+200D) and direction marks (U+200E, U+200F) stay: several scripts need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")


def line(text: str) -> str:
    """Write a text on one line: composed accents, single spaces, nothing invisible. Idempotent."""
    return " ".join(_composed(text).split())


def block(text: str) -> str:
    """Like `line`, keeping line ends and single blank lines. Idempotent."""
    lines = _LINE_ENDS.sub("\n", _composed(text)).split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join(" ".join(one.split()) for one in lines)).strip("\n")


def visible(text: str) -> str:
    """Show what a terminal would act on or hide, such as an escape or an override of direction, as its code."""
    ended = _LINE_ENDS.sub("\n", text).replace("\n", " ⏎ ").replace("\t", " ")
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", ended)


def quoted(text: str, most: int = 60) -> str:
    """Quote a text of the sheet in a sentence: visible, on one line, not endless."""
    shown = visible(text.strip())
    return f"“{shown if len(shown) <= most else shown[: most - 1].rstrip() + '…'}”"


def word_set(words: str) -> frozenset[str]:
    """List words as one text, for tables that stay readable."""
    return frozenset(words.split())


def _composed(text: str) -> str:
    return text if text.isascii() and text.isprintable() else unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
