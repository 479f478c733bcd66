"""What a single cell means: texts, settings, e-mail addresses. Consent, lists and ticks have modules of their own."""

import re
from dataclasses import dataclass
from functools import reduce

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
        r"\b(?:acad|academi\w+|universit\w+|uni|higher education|h\.?e\.?i?s?|research\w*|college|students?|faculty"
        r"|phd)\b"
    ),
    Setting.CLINICAL: re.compile(
        r"\b(?:clinic\w*|nhs|hospitals?|health ?care|primary care|secondary care|gps?|nurs\w+|icbs?|health services?"
        r"|general practices?|gp practices?|medic\w+|(?:mental health|foundation|ambulance|acute) trusts?)\b"
    ),
    Setting.COMMUNITY: re.compile(
        r"\b(?:communit\w+|v\.?c\.?f?\.?s\.?e?s?|voluntary|charit\w+|third sector|3rd sector|grass ?roots|ngos?|faith"
        r"|lay|social enterprises?|non[- ]?profits?|not[- ]for[- ]profits?|public contributors?|members? of the public"
        r"|ppie?|c\.?i\.?c|lived experience|experts? by experience|carers?|service users?)\b|^patients?$"
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


def is_setting(cell: str) -> bool:
    """Whether a cell is the name of a setting and no more: “University”, not “University of Leeds”."""
    parts = [_NOT_CLINICAL.sub(" research ", part.casefold()) for part in _PART.split(line(cell))]
    return bool(settings(cell).known) and not any(
        _FILLER.sub("", reduce(lambda rest, words: words.sub("", rest), _SETTINGS.values(), part)) for part in parts
    )


def _named(folded: str) -> frozenset[Setting]:
    plain = _NEGATED.sub(" ", folded)
    research = _NOT_CLINICAL.sub(" research ", plain)
    return frozenset(setting for setting, words in _SETTINGS.items() if words.search(research))


# E-mail ----------------------------------------------------------------------

# It begins where a word does, or long ones without an @ would be read again from each of their letters.
_ADDRESS = re.compile(
    r"(?<![^\s@<>,;:\"()\[\]|/])[^\s@<>,;:\"()\[\]|/]+@[^\s@<>,;:\"()\[\]|/]+\.[^\W\d_][^\s@<>,;:\"()\[\]|/]*",
    re.UNICODE,
)
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)
# What looks like an address in a formula, “=cmd|'/c calc'!A1@x.example”, is none.
_NO_ADDRESS = re.compile(r"[=+\-@＝＋－＠]|[^|!]*[|!]")


@dataclass(frozen=True, slots=True)
class Email:
    """The first address in a cell, any others, and words that are no address."""

    address: str = ""
    others: tuple[str, ...] = ()
    rest: str = ""


def is_address(cell: str) -> bool:
    """Whether a cell is an e-mail address and nothing else."""
    text = cell.strip()
    return bool(_ADDRESS.fullmatch(text)) and not _NO_ADDRESS.match(text)


def named(cell: str) -> tuple[str, str]:
    """Read a name, and the e-mail address that may stand beside it: “Anna Reid <anna@example.org>”."""
    text = clean.line(rearm(cell.strip()))
    if "@" not in text or not (address := email(text).address):
        return text, ""
    return _MAILTO.sub("", _ADDRESS.sub("", text)).strip(" <>()[],;:–—-/|"), address


def email(cell: str) -> Email:
    """Read “Anna <anna@example.org>”, “mailto:…”, several addresses, or words instead of one."""
    text = _MAILTO.sub("", line(cell))
    if text.casefold() == "anonymous":  # what Microsoft Forms writes for those who did not sign in
        return Email()
    found = list(dict.fromkeys(one.rstrip(".'") for one in _ADDRESS.findall(text)))
    if not found or _NO_ADDRESS.match(text):
        return Email(rest=text)
    return Email(found[0], tuple(one for one in found[1:] if one.casefold() != found[0].casefold()))
