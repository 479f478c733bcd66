"""Lists in a cell, the ways people write them: split into items, and joined so that they split the same."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.directory.sheet import clean
from bot.directory.sheet.known import only_describes, stands_alone

_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_HARD = frozenset(";,|\n；，、،؛")
_DOTS = frozenset("•●▪◦‣∙■□➢✓✔")
_LINE_START = re.compile(r"\s*(?:(?:[-–—*+o>]|=>|->)\s+|[-–—*](?=[A-Z])|\(?\d{1,2}[.)]\s+|\(?[a-h]\)\s+)")
_NUMBER = re.compile(r"(?:^|(?<=\s))\(?(\d{1,2}|[a-h])[.)]\s+")
_FIRST_WORD = re.compile(r"(?:and|&|e\.?g\.?|such as)\s+(?=\S)", re.IGNORECASE)
# “Software: NVivo, R”: what stands before the colon is the heading of what follows.
_LABEL = re.compile(
    r"(?:(?:my|key|main|other|general|research|technical|quantitative|qualitative|digital) )*"
    r"(?:skills?|software|expertise|experience|methods?|tools|packages|techniques|topics|areas?|strengths)\s*:\s+",
    re.IGNORECASE,
)
_CONNECTOR = re.compile(r"\s+(?:and|&|\+|plus)\s+", re.IGNORECASE)
# Commas in these part no list.
_PHRASES = re.compile(
    r"equ(?:ality|ity), diversity,? (?:and|&) inclusion|equality, equity,? (?:and|&) inclusion"
    r"|information, advice,? (?:and|&) guidance|planning, monitoring,? (?:and|&) evaluation"
    r"|monitoring, evaluation,? (?:and|&) learning|knowledge, attitudes?,? (?:and|&) practices?"
    r"|science, technology,? (?:and|&) society|health, safety,? (?:and|&) wellbeing"
    r"|patient, carer,? (?:and|&) public involvement|black, asian,? (?:and|&) minority ethnic"
    r"|lesbian, gay, bisexual,? (?:and|&) trans\w*",
    re.IGNORECASE,
)
# “Dr.”, “Ltd.”, “dept.”: a full stop after so few letters may belong to the word.
_LONGEST_SHORT = len("dept.")
_NOTHING = clean.word_set(
    "n/a na n.a. n.a none nil nothing null no tbc tbd tba t.b.c. unknown etc etc. e.g. "
    "#n/a #ref! #value! #name? #div/0!"
) | {
    "not applicable", "to be confirmed", "not known", "not sure", "none yet", "no answer", "not answered",
    "no response", "see above", "as above", "i don't know", "don't know",
}  # fmt: skip
# “None at the moment”, “nothing to add yet”, “no skills to offer”: a no, and nothing that says of what.
_NO_WORDS, _OF_NOTHING = (
    clean.word_set("none nothing nil no not"),
    clean.word_set(
        "at the this moment present time yet so far currently really to offer add share say report skills skill "
        "experience knowledge specific particular special for now that i can think of available known applicable sure "
        "any in here used above these listed"
    ),
)


def is_nothing(text: str) -> bool:
    """Whether a cell, or an item of a list, says that there is nothing: “N/A”, “none”, “-”, “tbc”."""
    folded = " ".join(text.casefold().split()).replace(" / ", "/").replace("’", "'")
    if not any(c.isalnum() for c in folded) or folded in _NOTHING or folded.rstrip(".!") in _NOTHING:
        return True
    first, *others = folded.rstrip(".!").split()
    return first in _NO_WORDS and all(word in _OF_NOTHING for word in others)


def split(cell: str, whole: re.Pattern[str] | None = None) -> tuple[str, ...]:
    """Read the items of a list, in order, each once (its first spelling stays).

    Separators inside brackets, in numbers and in set phrases stay, and those in what `whole` finds; so does everything
    between a quotation mark that opens an item and the one that closes it.
    """
    return unique(_items(cell, whole))


def join(items: Sequence[str]) -> str:
    """Write a list so that people can read it and `split` gives back these very items, if they are clean and unique."""
    written = "; ".join(item if _reads_back(item) else _quote(item) for item in items)
    return written if split(written) == tuple(items) else "; ".join(map(_quote, items))


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Leave out repetitions, whatever their capitals and spacing; the first spelling stays."""
    kept: dict[str, str] = {}
    for item in map(clean.line, items):
        if item:
            kept.setdefault(item.casefold(), item)
    return tuple(kept.values())


def _items(cell: str, whole: re.Pattern[str] | None) -> Iterator[str]:
    for number, (piece, literal) in enumerate(_pieces(_unnumbered(clean.block(cell)), whole)):
        if literal:
            yield piece
            continue
        bare = piece[start.end() :] if (start := _LINE_START.match(piece)) else piece
        if number and (start := _FIRST_WORD.match(bare.strip())):
            bare = bare.strip()[start.end() :]
        if label := _LABEL.match(bare.strip()):
            bare = bare.strip()[label.end() :]
        # What ends in a colon is the heading of what follows.
        if not (is_nothing(bare) or bare.rstrip().endswith(":")):
            yield from (item for part in _soft(bare.strip()) if not is_nothing(item := _finished(part)))


def _pieces(text: str, also: re.Pattern[str] | None) -> Iterator[tuple[str, bool]]:
    """Cut at separators outside brackets; a quoted item comes without its marks, and flagged."""
    whole = [found.span() for each in (_PHRASES, also) if each for found in each.finditer(text)]
    closes = _closing(text)
    start = position = 0
    while position < len(text):
        if text[position] == '"' and not text[start:position].strip() and (end := _quote_end(text, position)):
            yield text[position + 1 : end - 1].replace('""', '"'), True
            start = position = _next_separator(text, end) + 1
        elif position in closes:
            position = closes[position] + 1
        elif _parts(text, position) and not any(a < position < b for a, b in whole):
            yield text[start:position], False
            start = position = position + 1
        else:
            position += 1
    if start < len(text):
        yield text[start:], False


def _parts(text: str, position: int) -> bool:
    """Whether the character here parts two items: not the comma of 1,000."""
    mark = text[position]
    if mark == "," and text[position - 1 : position].isdigit() and text[position + 1 : position + 2].isdigit():
        return False
    if mark == "·":  # within a word it is a letter of Catalan
        return not (text[position - 1 : position].isalpha() and text[position + 1 : position + 2].isalpha())
    return mark in _HARD or mark in _DOTS


def _closing(text: str) -> dict[int, int]:
    """Pair every opening bracket with the one that closes it; brackets that stay open are ordinary characters."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for position, mark in enumerate(text):
        if mark in _BRACKETS:
            opened.append(position)
        elif opened and mark == _BRACKETS[text[opened[-1]]]:
            pairs[opened.pop()] = position
    return pairs


def _quote_end(text: str, position: int) -> int:
    """Return where the quotation that opens here ends, if a separator or the end follows; else 0."""
    end = position + 1
    while end < len(text):
        if text[end] != '"':
            end += 1
        elif text[end + 1 : end + 2] == '"':
            end += 2
        else:
            return end + 1 if _next_separator(text, end + 1) >= 0 else 0
    return 0


def _next_separator(text: str, position: int) -> int:
    """Return where the separator is that follows, spaces aside; the end counts as one; -1 if something else does."""
    while position < len(text) and text[position] == " ":
        position += 1
    return position if position == len(text) or text[position] in _HARD else -1


def _unnumbered(text: str) -> str:
    """Turn “1. this 2. that” and “* this * that” into lines of their own."""
    return "\n".join("\n".join(_numbered(line)) for line in text.split("\n"))


def _numbered(line: str) -> list[str]:
    if line.startswith("* "):
        return line.split(" * ")
    marks = list(_NUMBER.finditer(line))
    places = [_ordinal(found[1]) for found in marks]
    if len(marks) < 2 or marks[0].start() or places != list(range(1, len(marks) + 1)):  # noqa: PLR2004 - a list has two
        return [line]
    cuts = [found.start() for found in marks] + [len(line)]
    return [line[start:end] for start, end in pairwise(cuts)]


def _ordinal(mark: str) -> int:
    return int(mark) if mark.isdigit() else ord(mark) - ord("a") + 1


def _soft(item: str) -> list[str]:
    """Cut at “/” and “and” where they clearly part two skills."""
    if "://" in item:
        return [item]
    pieces = _cut(item, "/", _slash)
    return [item] if _share_an_end(pieces) else [part for piece in pieces for part in _connected(piece)]


def _share_an_end(pieces: Sequence[str]) -> bool:
    """Whether acronyms wait for what follows the last of them: “NIHR / MRC / Wellcome funding applications”."""
    *first, last = (piece.strip() for piece in pieces)
    return (
        bool(first) and " " in last and all(one.isupper() and one.isalpha() and not stands_alone(one) for one in first)
    )


def _slash(left: str, right: str) -> bool:
    """Whether the slash between these two parts them."""
    if not left.strip() or not right.strip():
        return False
    if left.strip()[-1].isdigit() and right.strip()[0].isdigit():
        return False
    spaced = left[-1].isspace() and right[0].isspace()
    word_before, word_after = left.rsplit(maxsplit=1)[-1].casefold(), right.split(maxsplit=1)[0].casefold()
    if (word_before, word_after) == ("and", "or") or only_describes(left):
        return False
    return spaced or all(map(stands_alone, (*_CONNECTOR.split(left), *_CONNECTOR.split(right))))


def _cut(item: str, mark: str, parts: Callable[[str, str], bool]) -> list[str]:
    """Cut at a mark outside brackets wherever `parts(left, right)` says so; both reach to the next such mark."""
    closes = _closing(item)
    places, position = [], 0
    while position < len(item):
        if item[position] == mark:
            places.append(position)
        position = closes.get(position, position) + 1
    cuts = [-1, *places, len(item)]
    pieces = [item[start + 1 : end] for start, end in pairwise(cuts)]
    joined = pieces[:1]
    for left, right in pairwise(pieces):
        if parts(left, right):
            joined.append(right)
        else:
            joined[-1] += mark + right
    return joined


def _connected(piece: str) -> list[str]:
    """Cut at “and” between skills that stand alone; otherwise leave it be."""
    parts = _CONNECTOR.split(piece)
    return parts if len(parts) > 1 and all(map(stands_alone, parts)) else [piece]


def _finished(item: str) -> str:
    """Take away the full stop of a sentence, not that of an abbreviation, and separators left at the edges."""
    bare = clean.line(item).strip(" ;,")
    if not bare.endswith(".") or "." in bare[:-1]:
        return bare
    return bare[:-1] if stands_alone(bare[:-1]) or len(bare.split()[-1]) > _LONGEST_SHORT else bare


@lru_cache(maxsize=16384)
def _reads_back(item: str) -> bool:
    return split(item) == (item,) and split(f"x; {item}; y") == unique(("x", item, "y")) and item.count('"') % 2 == 0


def _quote(item: str) -> str:
    return '"' + item.replace('"', '""') + '"'
