"""What people answer to “Happy to be contacted?”."""

import re
from dataclasses import dataclass

from bot.directory.model import Consent
from bot.directory.sheet import cells, clean
from bot.directory.sheet.lists import is_nothing


@dataclass(frozen=True, slots=True)
class Answer:
    """What a cell says about being contacted; `clear` is false where nobody should guess. `note` is how, in words."""

    consent: Consent
    note: str = ""
    clear: bool = True


_I = r"(?:(?:i am|i'm|im|i|would|i would|i'd)\s+)?"
_YES = re.compile(
    _I + r"(?:y|yes|yep|yeah|yup|true|ok|okay|sure|of course|certainly|definitely|absolutely|always|(?:very )?happy"
    r"|willing|fine|agreed?|consent(?:s|ed)?|given|granted|opt(?:ed)?[- ]in|please do|1(?!\W\d)|✓|✔|☑|✅|√)(?![\w'])"
)
_NO = re.compile(
    _I + r"(?:n|no|nope|not|never|do not|don't|dont|false|prefer not|rather not|refused?|declined?|withdrawn|withdrew"
    r"|withdraws?|opt(?:ed)?[- ]out|unhappy|unwilling|0|✗|✘|❌|☐)(?![\w'])"
)
_UNANSWERED = re.compile(
    r"n ?[/.] ?a\W*|(?:no|not) (?:answer(?:ed)?|response|known|applicable|asked|recorded|stated)\W*"
)
_BOXED = frozenset({"x", "xx"})
# Whatever else a cell says, these leave it open, or say the opposite of how it began.
_UNSURE = re.compile(
    r"\b(?:maybe|perhaps|possibly|depends?|depending|unsure|not sure|ask|check with|unless|sometimes|until|till|"
    r"only if|if|yes ?[/|&]? ?no|y ?/ ?n|pending|probably|might|later|before|first|except|don't mind|do not mind"
    r"|no(?:t a)? (?:problem|objections?|worries|issues?))\b|\?"
)
# After a yes, “not” may only say how or when: “not by phone” is, “but not contacted” takes it back.
_HOW_OR_WHEN = (
    r"(?:(?:tele)?phone\w*|call\w*|ring\w*|text\w*|sms|whatsapp|mobile|post|social media|linkedin|weekends?|evenings?"
    r"|mornings?|afternoons?|\w+days?|school|term\w*|(?:jan|feb|apr|aug|sept|oct|nov|dec)\w*|march|may|june|july)"
)
_BY = r"(?:by|on|at|via|over|in|during|through|after|outside)"
_REFUSES = re.compile(
    r"\b(?:no|not|never|do not|don't|dont)\b"
    rf"(?! (?:{_BY} )?(?:(?:my|the|any|work|home) )*{_HOW_OR_WHEN}\b"
    rf"| {_BY} (?:e-?mail|teams|slack|\d)| too (?:often|early|late|much)\b)|[✗✘❌☐]"
)
_AGREES = re.compile(r"\byes\b")
_COURTESY = re.compile(
    r"^(?:[\s,.;:!–—-]+|(?:but|and|please|thanks|thank you|happy|i do|i am|"
    r"to (?:be contacted|contact me|share|be listed))\b)+|[\s.!]+$",
    re.IGNORECASE,
)
# What a form's own wording of yes is made of: “Yes, I consent to my details being listed in the directory”.
_YES_AT_LENGTH = clean.word_set(
    "i we am are is it it's i'm be being been to the a an in on of for by and so with my me our this that these any "
    "all other others another member members member's people colleagues network network's networks group directory "
    "list listed listing include included share shared sharing add added contact contacted contacting touch get "
    "details information info data name skills consent consents consenting agree agreed agrees happy glad fine ok "
    "okay good great sure very please thanks thank you of course absolutely definitely certainly do would like can "
    "may give given permission confirm yes"
)
# What else may follow a yes and leave it one: through what, when, how it was said. Any other word may take it back.
_MEANS = clean.word_set(
    "e email emails mail phone phones phoned telephone mobile call calls called calling ring ringing text texts "
    "texting sms whatsapp message messages messaging dm teams slack discord zoom skype signal linkedin facebook "
    "twitter social media post letter pa secretary assistant reception switchboard office work home school holidays "
    "hours term termtime day days week weeks weekday weekdays weekend weekends morning mornings afternoon afternoons "
    "evening evenings night nights lunchtime lunchtimes monday mondays tuesday tuesdays wednesday wednesdays thursday "
    "thursdays friday fridays saturday saturdays sunday sundays mon tue tues wed thu thur thurs fri sat sun january "
    "february march april june july august september october november december jan feb mar apr jun jul aug sep sept "
    "oct nov dec"
)
_MANNER = clean.word_set(
    "not no never don't dont but or only just either both too often late early much via through at over during between "
    "outside after using use best better prefer preferred preferably ideally mostly mainly usually always any anytime "
    "time times working number address extension ext direct directly reach like love welcome help helping chat talk "
    "meet meeting way pls plz thx cheers verbal verbally written signed form confirmed recorded received dated"
)
_HARMLESS = _YES_AT_LENGTH | _MEANS | _MANNER
_ADDRESS = re.compile(r"\S+@\S+")
_LISTED_EMAIL = re.compile(r"\b(?:my|and) e-?mail(?: address)?\b")
_WORDS = re.compile(r"[^\W_]+(?:'\w+)?")
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
    if _UNANSWERED.fullmatch(mark) or (is_nothing(mark) and not _NO.match(mark)):
        return Answer(Consent.UNKNOWN)
    return _in_words(clean.line(cells.rearm(cell.strip())))


def _in_words(text: str) -> Answer:
    """Read an answer that says more than yes or no: it has to begin with one of them, and hold nothing strange."""
    folded = text.casefold().replace("’", "'")
    if _NO.match(folded) and not _AGREES.search(folded):
        return Answer(Consent.REFUSED)
    if (agreed := _YES.match(folded)) and not _REFUSES.search(folded) and _is_harmless(folded[agreed.end() :]):
        return Answer(Consent.GIVEN, note=_note(text[agreed.end() :]))
    return Answer(Consent.UNKNOWN, clear=False)


def _is_harmless(rest: str) -> bool:
    """Whether what follows a yes says no more than how, when, or the same at length; “only” has to say how or when."""
    words = set(_WORDS.findall(_ADDRESS.sub(" ", rest)))
    strange = [word for word in words - _HARMLESS if not word[0].isdigit()]
    return not strange and ("only" not in words or bool(words & _MEANS))


def _note(rest: str) -> str:
    """Keep what was said beyond yes: “by email please”; not a form's yes at length."""
    wording = _LISTED_EMAIL.sub(" ", rest.casefold().replace("’", "'"))
    if all(word in _YES_AT_LENGTH for word in _WORDS.findall(wording)):
        return ""
    bare = _COURTESY.sub("", rest).strip()
    inner = _BRACKETS.match(bare)
    return inner[1].strip() if inner else bare
