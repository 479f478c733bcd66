"""What people answer to “Happy to be contacted?”."""

import re
from dataclasses import dataclass

from bot.directory.model import Consent
from bot.directory.sheet import cells, clean


@dataclass(frozen=True, slots=True)
class Answer:
    """What a cell says about being contacted; `clear` is false where nobody should guess. `note` is how, in words."""

    consent: Consent
    note: str = ""
    clear: bool = True


_I = r"(?:(?:i am|i'm|im|i|would|i would|i'd)\s+)?"
_YES = re.compile(
    _I + r"(?:y|yes|yep|yeah|yup|true|ok|okay|sure|of course|certainly|definitely|absolutely|always|(?:very )?happy"
    r"|willing|fine|agreed?|consent(?:s|ed)?|given|granted|opt(?:ed)?[- ]in|please do|1|✓|✔|☑|✅|√)(?![\w'])"
)
_NO = re.compile(
    _I + r"(?:n|no|nope|not|never|do not|don't|dont|false|prefer not|rather not|refused?|declined?|withdrawn|withdrew"
    r"|withdraws?|opt(?:ed)?[- ]out|unhappy|unwilling|0|✗|✘|❌|☐)(?![\w'])"
)
_BOXED = frozenset({"x", "xx"})
# Whatever else a cell says, these leave it open, or say the opposite of how it began.
_UNSURE = re.compile(
    r"\b(?:maybe|perhaps|possibly|depends?|depending|unsure|not sure|ask|check with|unless|sometimes|until|till|"
    r"only if|if|yes ?[/|&]? ?no|y ?/ ?n|pending|probably|might|later|before|first|except|don't mind|do not mind"
    r"|no(?:t a)? (?:problem|objections?|worries|issues?))\b|\?"
)
_REFUSES = re.compile(
    r"\b(?:no|not (?:happy|willing|agree|consent|contact|be contacted)|do not contact|don't contact|withdrawn"
    r"|opt(?:ed)?[- ]out)\b"
)
_AGREES = re.compile(r"\byes\b")
_COURTESY = re.compile(
    r"^(?:[\s,.;:!–—-]+|(?:but|and|please|thanks|thank you|happy|i do|i am|"
    r"to (?:be contacted|contact me|share|be listed))\b)+|[\s.!]+$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"^\((.*)\)$", re.DOTALL)
_EMOJI_STYLE = "\ufe0f"


def read_consent(cell: str, *, cross_agrees: bool = True) -> Answer:
    """Read an answer to “Happy to be contacted?”. Whatever is neither yes nor no is unclear, never a yes.

    An “x” is how many tick a box, unless others in the same column say yes in another way.
    """
    mark = clean.line(cell).casefold().replace("’", "'").replace(_EMOJI_STYLE, "")
    if mark in _BOXED and cross_agrees:
        return Answer(Consent.GIVEN)
    for pattern, consent in ((_YES, Consent.GIVEN), (_NO, Consent.REFUSED)):
        if pattern.fullmatch(mark):
            return Answer(consent)
    if _UNSURE.search(mark):
        return Answer(Consent.UNKNOWN, clear=False)
    text = cells.line(cell)
    return _in_words(text) if text else Answer(Consent.UNKNOWN)


def _in_words(text: str) -> Answer:
    """Read an answer that says more than yes or no: it has to begin with one of them, and not take it back."""
    folded = text.casefold().replace("’", "'")
    if _NO.match(folded) and not _AGREES.search(folded):
        return Answer(Consent.REFUSED)
    if (agreed := _YES.match(folded)) and not _REFUSES.search(folded):
        return Answer(Consent.GIVEN, note=_note(text[agreed.end() :]))
    return Answer(Consent.UNKNOWN, clear=False)


def _note(rest: str) -> str:
    """Keep what was said beyond yes: “by email please”."""
    bare = _COURTESY.sub("", rest).strip()
    inner = _BRACKETS.match(bare)
    return inner[1].strip() if inner else bare
