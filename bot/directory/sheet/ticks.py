"""Ticks, and levels such as “advanced” or 3, in a column that is headed by a skill."""

import re
from dataclasses import dataclass

from bot.directory.sheet import clean
from bot.directory.sheet.lists import is_nothing

_TICKED = clean.word_set("x xx y yes yep true 1 ✓ ✔ ☑ ✅ √ ● • ticked tick")
_UNTICKED = clean.word_set("n no false 0 ✗ ✘ ☐ ❌ never none")
_NUMBER = re.compile(r"[2-9]|10|[★⭐*]{1,5}|[1-5]/5|(?:level|stage) \d")
_LEVEL = re.compile(
    r"(?:(?:very|fairly|quite|rather|somewhat|slightly|moderately|extremely|completely|strongly|a|some|good|limited|of|"
    r"extensive|basic|working|practical|strong|little|lots?|high|low|regular|occasional|daily|advanced|excellent) )*"
    r"(?:beginner|basics?|novice|intermediate|advanced|expert|proficient|competent|confident|comfortable|experienced|"
    r"trained|fluent|familiar|working|experience|knowledge|understanding|skills?|level|use|user|awareness|lots?|little|"
    r"bit|some|good|excellent|extensive|limited|high|medium|low|strong|agree)"
)
_CAN = re.compile(
    r"(?:i )?(?:can|could|able to|happy to|willing to) (?:teach|train|help|share|advise|mentor|support|supervise|use)"
    r"(?: \w+){0,2}"
)
_CANNOT = re.compile(
    r"(?:not|never|no)(?: (?:very|really|so|yet|at all|much|used|tried|need|interest))*"
    r"(?: (?:confident|comfortable|experienced?|familiar|trained|interested|agree))?(?: (?:at all|yet))?"
    r"|(?:strongly |somewhat |slightly )?disagree|neutral|neither agree nor disagree|unsure|don't know"
)
_WANTS = re.compile(
    r"(?:i )?(?:want|would like|would love|keen|interested|need|like|looking|happy|willing)\w* (?:\w+ ){0,2}"
    r"(?:learn\w*|training|develop|help|support|try)\b.*|(?:to )?learn(?:ing|er)?|interested"
)
# “No, but interested”, “never heard of it”, “0/5”; not “no-code tools”.
_NO_IN_WORDS = re.compile(r"(?:n|no|not|never|none|don't|do not|can't|cannot|0)(?![\w'-])|(?:\w+ or )?no experience\b")
# “Yes (advanced)”, “3 – can teach”: a mark, and more about it.
_MARK_AND_MORE = re.compile(r"(y|yes|x|✓|✔|☑|✅|√|\d)(?:\s*[:,=–—]\s+|\s+[-–—]\s+|\s*\()(.+?)\)?", re.IGNORECASE)
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Tick:
    """Whether a column's skill is there, and how well; `numeric` where a number says so."""

    given: bool
    level: str = ""
    numeric: bool = False


def tick(cell: str, *, scale: bool = False) -> Tick | None:
    """Read a cell that may be a tick or a level; None when it is neither. Blank means no tick.

    On a scale, such as 0 to 3, 1 is a level and no tick.
    """
    text = clean.line(cell)
    folded = text.casefold().rstrip("\ufe0f")
    if folded in _TICKED and not (scale and folded == "1"):
        return Tick(given=True, numeric=folded == "1")
    if folded == "1" or _NUMBER.fullmatch(folded):
        return Tick(given=True, level=f"level {text}" if text.isdigit() else text, numeric=True)
    if folded in _UNTICKED or is_nothing(folded) or _WANTS.fullmatch(folded) or _CANNOT.fullmatch(folded):
        return Tick(given=False, numeric=folded == "0")
    if _LEVEL.fullmatch(folded) or _CAN.fullmatch(folded):
        return Tick(given=True, level=text)
    return _mark_and_more(text)


def _mark_and_more(text: str) -> Tick | None:
    if not (found := _MARK_AND_MORE.fullmatch(text)):
        return None
    more = tick(found[2])
    if more and (more.level or not more.given):
        return more
    return None if found[1].isdigit() else Tick(given=True, level=found[2])


def begins_with_no(cell: str) -> bool:
    """Whether a cell that is no plain tick denies the skill it stands under, whatever else it says."""
    return bool(_NO_IN_WORDS.match(clean.line(cell).casefold().replace("’", "'")))


def is_table_of_ticks(values: list[str]) -> bool:
    """Whether a column holds ticks and levels, at least one of them, and little else."""
    marks = [tick(value) for value in values if value.strip()]
    return any(mark and mark.given for mark in marks) and sum(map(bool, marks)) >= _MOSTLY * len(marks)
