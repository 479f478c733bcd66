"""Where whoever is asked for is to work: "in hospital", "somebody at a uni who knows R", as one of the settings."""

import re
from collections.abc import Callable, Sequence

from rapidfuzz.distance import OSA

from bot.directory.model import Setting
from bot.directory.search.names import Span
from bot.directory.search.text import words
from bot.directory.search.whom import DENIED

_PLACES = "setting|settings|context|contexts|environment|environments|practice|world|side|sector"
_WORKPLACES = {
    Setting.ACADEMIC: r"academia|universit(?:y|ies)|unis?|higher\s+education",
    Setting.CLINICAL: (
        r"(?:nhs\s+)?hospitals?|(?:gp|general|doctor['’]?s['’]?)\s+(?:practi[cs]es?|surger(?:y|ies))|(?:(?<=a\s)|(?<=the\s)|health\s+)clinic"
        r"|nhs(?:\s+trusts?)?"
    ),
    Setting.COMMUNITY: (
        r"charit(?:y|ies)|(?:voluntary|third|vcse|charity)\s+sector|vcse|ngos?"
        r"|community\s+(?:groups?|organi[sz]ations?)|communit(?:y|ies)"
    ),
}
_WORKPLACE = "|".join(f"(?P<{setting.value}>{names})" for setting, names in _WORKPLACES.items())
_ARTICLE = r"(?:an?\s+|the\s+|any\s+|some\s+|local\s+)*"
_WORKING = r"(?:(?:who|that)\s+)?(?:is\s+|who['’]s\s+|works?\s+|working\s+|based\s+|sits?\s+)*(?:in|within|from|at)\s+"
# Only from the first of several signs on, or a long row of them is looked through again from each.
_APART_FROM = r"(?<![\s,;:(–-])[\s,;:(–-]+"
_AT_THE_END = re.compile(
    rf"""(?:{_APART_FROM}(?:in|within|from|for|at|on)\s+(?:an?\s+|the\s+|any\s+)?
        (?P<place>academic|clinical|community)\s+(?:{_PLACES})
        |\s*\(\s*(?P<bracket>academic|clinical|community)\s*(?:setting|settings)?\s*\)
        |{_APART_FROM}in\s+(?:the\s+)?(?P<where>academia|communit(?:y|ies)|academic|clinical)
        |{_APART_FROM}(?:only\s+(?P<only>academic|clinic|community)\w*(?:\s+(?:people|workers?|staff))?
        |(?P<alone>academic|clinic|community)\w*(?:\s+(?:people|workers?|staff))?\s+only))
        (?:\s+please)?[\s).,;?!]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_WORKPLACE_AT_THE_END = re.compile(
    rf"{_APART_FROM}(?:and\s+)?{_WORKING}{_ARTICLE}(?:{_WORKPLACE})(?:\s+(?:only|please|if\s+possible))*[\s).,;?!]*$",
    re.IGNORECASE,
)
_WORKPLACE_AT_THE_START = re.compile(
    rf"^\W*{_WORKING}{_ARTICLE}(?:{_WORKPLACE})(?P<apart>\s*[,:;–-])?\s+", re.IGNORECASE
)
_SOMEBODY = re.compile(
    rf"(?<!\w)(?:some|any)(?:one|body)(?P<working>\s+{_WORKING}{_ARTICLE}(?:{_WORKPLACE}))"
    r"(?=\s*(?:[,;:.?!)]|(?:who|that|with|for|to|about|on|and|please|doing|using|able)\b))",
    re.IGNORECASE,
)
# Whoever says who, or sets it apart, speaks of somebody; else the place may be what is asked about: a study in the NHS.
_APART = re.compile(r"\s*(?:[,;:(–-]|(?:and\s+)?(?:who|that|is|works?|working|based)\b)", re.IGNORECASE)
_SOMEBODY_BEFORE = re.compile(r"\b(?:some|any)(?:one|body)\s*$", re.IGNORECASE)
# Nobody there, not there.
_NOT = re.compile(r"(?:\b(?:no(?:\s+one)?|not|none|nobody|never|except|but|than)|n['’]?t)\s*$", re.IGNORECASE)
_MAYBE_A_PLACE = re.compile(rf"\b(?:in|within|from|at)\s+{_ARTICLE}(?:gp\s+|general\s+)?([a-z]{{5,}})\b", re.IGNORECASE)
_PLACE_WORDS = ("hospital", "university", "charity", "community", "practice", "surgery", "clinic", "academia")
# As many letters tell the settings apart, academia from the community.
_TELLING = 4

# Finds the names in words.
Spans = Callable[[Sequence[str]], Sequence[Span]]


def mended(text: str, known: Callable[[str], bool]) -> tuple[str, tuple[str, str] | None]:
    """Return a question with one slip of a place put right, "in hosptial", and that slip; a known word is none."""
    for found in _MAYBE_A_PLACE.finditer(text):
        word = found[1].lower()
        near = [] if known(word) else [place for place in _PLACE_WORDS if OSA.distance(word, place) == 1]
        if near:
            return f"{text[: found.start(1)]}{near[0]}{text[found.end(1) :]}", (word, near[0])
    return text, None


def setting_of(text: str, spans: Spans) -> tuple[str, Setting | None]:
    """Return a question without the words that name a setting, and that setting."""
    if (found := _SOMEBODY.search(text)) and not DENIED.search(text[: found.start()]):
        start, end = found.span("working")
        return f"{text[:start]} {text[end:]}", _of_workplace(found)
    if (found := _WORKPLACE_AT_THE_START.match(text)) and _goes_on(text[found.end() :], found, spans):
        return text[found.end() :], _of_workplace(found)
    if found := _AT_THE_END.search(text):
        named = next(filter(None, found.groups())).lower()
        setting = next(one for one in Setting if one.value[:_TELLING] == named[:_TELLING])
        surely = not found["where"] or _is_asked_there(text, found.start(), spans)
    elif found := _WORKPLACE_AT_THE_END.search(text):
        setting = _of_workplace(found)
        surely = _is_asked_there(text, found.start(), spans, many=_of_many(found))
        surely = surely and not DENIED.search(text[: found.start()])
    else:
        return text, None
    rest = text[: found.start()]
    return (rest, setting) if surely and words(rest) and not _NOT.search(rest) else (text, None)


def _is_asked_there(text: str, cut: int, spans: Spans, *, many: bool = False) -> bool:
    """Whether a place that begins at `cut` says where somebody is to work: set apart, or right behind a skill.

    What is inside of a name says nothing of the kind: recruiting in hospitals. Nor do `many` places behind a skill.
    """
    before, every = words(text[:cut]), spans(words(text))
    if any(each.start < len(before) < each.end for each in every):
        return False
    set_apart = _APART.match(text[cut:]) or _SOMEBODY_BEFORE.search(text[:cut])
    return bool(set_apart) or (not many and any(each.end == len(before) for each in every))


def _goes_on(rest: str, found: re.Match[str], spans: Spans) -> bool:
    """Whether a question begins with where somebody is to work: a skill stands right behind it, in a hospital nvivo."""
    behind = words(rest)
    return any(each.start == 0 for each in spans(behind)) and (bool(found["apart"]) or not _of_many(found))


def _of_workplace(found: re.Match[str]) -> Setting:
    return next(setting for setting in Setting if found[setting.value])


def _of_many(found: re.Match[str]) -> bool:
    place = next(filter(None, (found[setting.value] for setting in Setting))).lower()
    return place.endswith("s") and not place.endswith("nhs")
