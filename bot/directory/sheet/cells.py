"""What a single cell means: texts, settings, e-mail addresses, ticks. Consent has a module of its own."""

import re
from dataclasses import dataclass

from bot.directory.model import Setting
from bot.directory.sheet import clean
from bot.directory.sheet.lists import is_nothing

# What a spreadsheet program would run as a formula when it opens the file (OWASP, “CSV Injection”).
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")


def disarm(text: str) -> str:
    """Write a cell that no spreadsheet program takes for a formula: an apostrophe goes in front."""
    return f"'{text}" if _FORMULA.match(text) else text


def rearm(text: str) -> str:
    """Undo `disarm`; any other apostrophe stays."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def line(cell: str) -> str:
    """Read a cell of one line; empty where it says that there is nothing."""
    return worth_keeping(clean.line(rearm(cell.strip())))


def block(cell: str) -> str:
    """Read a cell of several lines; empty where it says that there is nothing."""
    return worth_keeping(clean.block(rearm(cell.strip())))


def worth_keeping(text: str) -> str:
    """Return the text, or nothing where it says that there is nothing."""
    return "" if is_nothing(text) else text


# Settings --------------------------------------------------------------------

_SETTINGS = {
    Setting.ACADEMIC: re.compile(
        r"\b(?:academi\w+|universit\w+|uni|higher education|h\.?e\.?i?s?|research\w*|college|students?|faculty|phd)\b"
    ),
    Setting.CLINICAL: re.compile(
        r"\b(?:clinic\w*|nhs|hospitals?|health ?care|primary care|secondary care|gps?|nurs\w+|icbs?|health services?"
        r"|general practices?|gp practices?|medic\w+)\b"
    ),
    Setting.COMMUNITY: re.compile(
        r"\b(?:communit\w+|v\.?c\.?f?\.?s\.?e?s?|voluntary|charit\w+|third sector|3rd sector|grass ?roots|ngos?|faith"
        r"|lay|social enterprises?|non[- ]?profits?|not[- ]for[- ]profits?|public contributors?|members? of the public"
        r"|ppi)\b"
    ),
}
_NOT_CLINICAL = re.compile(r"\bclinical (?:trials?(?: units?)?|research\w*)\b")
_NEGATED = re.compile(r"\bnon[- ](?!profit)\w+|\bnot (?!for)(?:an? )?\w+")
_ALL = re.compile(r"\s*(?:all(?: (?:three|of (?:them|the above|these)|settings|areas))?|any)\s*\.?\s*")
_PART = re.compile(r"[;,/\n&+|]|\band\b|\bor\b")
# “School of Health and Related Research”: what an “and” parts inside a name need not be understood.
_INSTITUTION = re.compile(r"\b(?:school|department|dept|centre|institute|faculty|college|division) (?:of|for)\b")
_FILLER = re.compile(
    r"\b(?:both|mainly|mostly|also|some|sector|setting|area|based|work\w*|other|the|in|a|at|of|trust|with)\b|[\W_]"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings a cell names, and what in it names none."""

    known: frozenset[Setting]
    strange: tuple[str, ...] = ()


def settings(cell: str) -> Settings:
    """Read the settings in a cell, in the words people use for them."""
    text = line(cell)
    folded = text.casefold()
    if _ALL.fullmatch(folded):
        return Settings(frozenset(Setting))
    known: set[Setting] = set()
    strange = []
    for part in _PART.split(text):
        found = _named(part.casefold())
        known |= found
        if not found and _FILLER.sub("", part.casefold()):
            strange.append(part.strip())
    if known and _INSTITUTION.search(folded):
        strange.clear()
    return Settings(frozenset(known), tuple(strange) if known or strange else (text,) * bool(text))


def _named(folded: str) -> frozenset[Setting]:
    plain = _NEGATED.sub(" ", folded)
    research = _NOT_CLINICAL.sub(" research ", plain)
    return frozenset(setting for setting, words in _SETTINGS.items() if words.search(research))


# Ticks -----------------------------------------------------------------------

_TICKED = clean.word_set("x xx y yes yep true 1 ✓ ✔ ☑ ✅ √ ● • ticked tick")
_UNTICKED = clean.word_set("n no false 0 ✗ ✘ ☐ ❌ never none")
_LEVELS = clean.word_set(
    "beginner basic basics novice intermediate advanced expert proficient competent confident experienced some good "
    "excellent trained fluent familiar working limited high medium low strong"
) | {"a little", "very good", "some experience", "can teach", "happy to teach", "working knowledge", "a lot"}
_NUMBER = re.compile(r"[2-9]|10|[★⭐*]{1,5}|[1-5]/5|(?:level|stage) \d")


@dataclass(frozen=True, slots=True)
class Tick:
    """A cell of a table of skills: whether its column's skill is there, and how well."""

    given: bool
    level: str = ""
    numeric: bool = False


def tick(cell: str) -> Tick | None:
    """Read a cell that may be a tick or a level; None when it is neither. Blank means no tick."""
    text = clean.line(cell)
    folded = text.casefold().rstrip("️")
    if folded in _TICKED:
        return Tick(given=True, numeric=folded == "1")
    if _NUMBER.fullmatch(folded):
        return Tick(given=True, level=f"level {text}" if text.isdigit() else text, numeric=True)
    if folded in _UNTICKED or is_nothing(folded):
        return Tick(given=False, numeric=folded == "0")
    return Tick(given=True, level=text) if folded in _LEVELS else None


# E-mail ----------------------------------------------------------------------

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]|/]+@[^\s@<>,;:\"()\[\]|/]+\.[^\W\d_][^\s@<>,;:\"()\[\]|/]*", re.UNICODE)
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Email:
    """The first address in a cell, any others, and words that are no address."""

    address: str = ""
    others: tuple[str, ...] = ()
    rest: str = ""


def email(cell: str) -> Email:
    """Read “Anna <anna@example.org>”, “mailto:…”, several addresses, or words instead of one."""
    text = _MAILTO.sub("", line(cell))
    if text.casefold() == "anonymous":  # what Microsoft Forms writes for those who did not sign in
        return Email()
    found = list(dict.fromkeys(one.rstrip(".'") for one in _ADDRESS.findall(text)))
    if not found:
        return Email(rest=text)
    return Email(found[0], tuple(one for one in found[1:] if one.casefold() != found[0].casefold()))
