"""The forms in which people write about themselves: what is asked, what stands there already, what comes back."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from bot.chat.commands import Kind, Option
from bot.chat.errors import Unclear
from bot.chat.requests import Request
from bot.chat.views import Choice
from bot.directory.cards import day
from bot.directory.model import AVAILABLE, PAUSED, Availability, Consent, Entry, Setting
from bot.directory.sheet import cells, clean, lists

# More than anybody reads; enough that nobody is held up.
MOST_SKILLS, MOST_TOPICS = 100, 30
LONGEST_SKILL = 120
# How much of something that is refused is said again.
_SHOWN = 40
# What has more words than any name of a skill, or tells of oneself, is a sentence.
_MOST_WORDS = 15
_TELLS = re.compile(
    r"(?:i|we)(?:['’](?:m|ve|d|ll|re)|\s+(?:am|are|can|could|did|do|have|help|know|led|run|teach|use|used|was|were|will|"
    r"work|worked|would))\b",
    re.IGNORECASE,
)

VERSION = Option("version", "Which version of the entry this is about", carried=True)
_NAME = Option("name", "Your name, as others should see it")
_ROLE = Option("role", "What you do", required=False, placeholder="Research nurse")
_SETTING = Option(
    "setting",
    "The settings you work in; several are fine",
    required=False,
    many=True,
    choices=tuple(Choice(setting.value.capitalize(), setting.value) for setting in Setting),
)
_FOUND = Option(
    "found",
    "May other members find you and see how to reach you?",
    choices=(Choice("Yes, show me", "yes"), Choice("No, hide me", "no")),
)
_UNNAMED = Option(
    "unnamed",
    "May members ask you for an introduction without saying who they are at first?",
    choices=(Choice("Yes: I read it, and choose", "yes"), Choice("No, by name alone", "no")),
)
_AS_SEEN = "Write it as others should see it."
_AVAILABLE, _BUSY, _PAUSED = "available", "busy", "paused"
_TIME = Option(
    "time",
    "Do you have time for others?",
    choices=(
        Choice("Available", _AVAILABLE),
        Choice("Busy until a day", _BUSY),
        Choice("Paused: show me to nobody for now", _PAUSED),
    ),
)

JOIN = (
    _NAME,
    _ROLE,
    _SETTING,
    Option("skills", "What you can share, one skill a line", Kind.PARAGRAPH, required=False),
    _FOUND,
)
ABOUT = (
    VERSION,
    _NAME,
    _ROLE,
    Option("organisation", "Your organisation", required=False),
    _SETTING,
    Option("about", "A few words about you", Kind.PARAGRAPH, required=False),
)
REACH = (
    VERSION,
    Option("email", "Your e-mail address", required=False),
    Option("contact", "How you like to be reached", required=False, placeholder="Teams, in the mornings"),
    _FOUND,
    _UNNAMED,
)
TIME = (VERSION, _TIME, Option("until", "If you are busy: until and including which day?", Kind.DATE, required=False))


def filled(entry: Entry) -> Mapping[str, str]:
    """Say what stands in an entry, by option, for all of these forms, and at which version."""
    until = entry.availability.busy_until
    return {
        VERSION.name: str(entry.version),
        "name": entry.name,
        "role": entry.role,
        "organisation": entry.organisation,
        "setting": ",".join(setting.value for setting in Setting if setting in entry.settings),
        "about": entry.about,
        "email": entry.email,
        "contact": entry.contact,
        "found": {Consent.GIVEN: "yes", Consent.REFUSED: "no"}.get(entry.consent, ""),
        "unnamed": "yes" if entry.unnamed else "no",
        "time": _PAUSED if entry.availability.paused else _BUSY if until else _AVAILABLE,
        "until": until.isoformat() if until else "",
        "topics": "\n".join(entry.topics),
    }


def name(request: Request) -> str:
    """Read a name. Raises `Unclear`."""
    read = clean.line(request.text("name"))
    if not any(letter.isalpha() for letter in read):
        raise Unclear("A name needs a letter in it.", _AS_SEEN, option="name")
    if any(map(_is_no_name, read)):
        raise Unclear("A name has no @, no < or > and no pictures in it.", _AS_SEEN, option="name")
    return read


def proposed(name: str) -> str:
    """Propose how somebody is called on a platform as their name, without what `name` refuses."""
    return clean.line("".join(letter for letter in name if not _is_no_name(letter)))


def _is_no_name(letter: str) -> bool:
    """Whether something is a part of a mention or of markup, or a picture, such as an emoji."""
    return letter in "@<>" or unicodedata.category(letter) == "So"


def line(request: Request, option: str) -> str:
    """Read one line; empty when nothing was written."""
    return clean.line(request.text(option))


def settings(request: Request) -> frozenset[Setting]:
    """Read where somebody works."""
    return frozenset(map(Setting, _SETTING.values(request.text("setting"))))


def consent(request: Request) -> Consent:
    """Read whether somebody may be found."""
    return Consent.GIVEN if request.text("found") == "yes" else Consent.REFUSED


def unnamed(request: Request) -> bool:
    """Read whether somebody may be asked for an introduction without a name."""
    return request.text("unnamed") == "yes"


def email(request: Request) -> str:
    """Read an e-mail address, or none. Raises `Unclear`."""
    read = line(request, "email")
    if read and not cells.is_address(read):
        raise Unclear(f"“{read}” is not an e-mail address.", "Leave it empty, if you like.", option="email")
    return read


def availability(request: Request, today: date) -> Availability:
    """Read whether somebody has time. Raises `Unclear`."""
    if request.text("time") != _BUSY:
        return PAUSED if request.text("time") == _PAUSED else AVAILABLE
    if not request.text("until"):
        raise Unclear("Until when are you busy?", "Write the last day, such as 2026-03-10.", option="until")
    until = date.fromisoformat(request.text("until"))
    if until < today:
        raise Unclear(f"{day(until)} has passed.", "Write the last day on which you are busy.", option="until")
    return Availability(until)


def skills(text: str, option: str, whole: re.Pattern[str] | None = None) -> tuple[str, ...]:
    """Read a list of skills, in which what `whole` finds is one, whatever stands in it. Raises `Unclear`."""
    read = items(text, option, MOST_SKILLS, whole)
    if told := next((item for item in read if len(item.split()) > _MOST_WORDS or _TELLS.match(item)), ""):
        raise Unclear(
            f"“{_short(told)}” is a sentence; a skill is a few words.",
            "Name what you know, several with commas between: NVivo, grant writing.",
            option=option,
        )
    return read


def items(text: str, option: str, most: int, whole: re.Pattern[str] | None = None) -> tuple[str, ...]:
    """Read a list, however it is written. Raises `Unclear` when one of them, or all together, is too much."""
    read = lists.split(text, whole)
    if empty := next((item for item in read if not any(map(str.isalnum, item))), ""):
        raise Unclear(f"“{_short(empty)}” has no letter and no number in it.", "Take it out.", option=option)
    if long := next((item for item in read if len(item) > LONGEST_SKILL), ""):
        raise Unclear(f"“{_short(long)}” is too long for one.", "A few words for each, one a line.", option=option)
    if len(read) > most:
        raise Unclear(f"That is {len(read)}; {most} is the most I can keep.", "Leave some out.", option=option)
    return read


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
