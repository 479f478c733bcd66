"""One line of a form as one phase: `What? | Tell what happened | 10 min, live`, or `What?: Tell it (10 min, live)`.

Read forgivingly, because nobody learns a grammar on the way to a session: what is not known as a setting is words, as
long as there is a place for them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.reflection.formats import Phase, Showing, Speaker

# How long a phase lasts when its line does not say.
MINUTES = 10

_BULLET = re.compile(r"(?:(?:[-–—*•·◦▪#]+|\(?[0-9]{1,2}[.)])(?:\s+|$))+")
_SETTING = re.compile(
    r"(?P<hours>[0-9]{1,3}(?:\.[0-9])?)\s?h(?:ours?|rs?)?(?:\s?(?P<rest>[0-9]{1,2})(?:\s?m(?:in(?:ute)?s?)?)?)?\b\.?"
    r"|(?P<minutes>[0-9]{1,6})\s?m(?:in(?:ute)?s?)?\b\.?|(?P<bare>[0-9]{1,3})\b"
    r"|(?:(?:only|the) )*(?:(?P<live>live)|(?P<hidden>hidden|reveal)|(?P<questions>questions?)"
    r"|(?P<everyone>everyone|everybody)|(?P<second>second presenter)|(?P<presenter>presenter)|(?P<others>others))\b"
    r"(?: only\b)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;]\s*(?:and )?|\s+(?:and )?|$", re.IGNORECASE)
# What may hold settings at the end of something: a bracket, or what comes after a dash.
_ENDING = re.compile(r"\s*[(\[]\s*(?P<bracket>[^()\[\]]*?)\s*[)\]]\.?$|\s+[-–—]\s+(?P<dash>[^-–—]*)$")
# What may stand between a title and its prompt instead of a bar.
_COLON = re.compile(r"\s*:(?:\s+|$)|\s+[-–—]\s+")
# How long something takes, in words that are no numbers; and a list of settings is of so few words each.
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty|sixty|half an|an?"
_ATTEMPT = re.compile(
    rf"(?:about )?(?:(?:{_NUMBERS}|[0-9]+)[ -]?)+(?:m|mins?|minutes?|h|hrs?|hours?|days?|weeks?)?\.?", re.IGNORECASE
)
_FEW = 2
_MEANS: dict[str, tuple[str, Any]] = {
    "live": ("shows", Showing.LIVE),
    "hidden": ("shows", Showing.REVEAL),
    "questions": ("questions", True),
    "everyone": ("who", Speaker.EVERYONE),
    "presenter": ("who", Speaker.PRESENTER),
    "second": ("who", Speaker.SECOND),
    "others": ("who", Speaker.OTHERS),
}
_WRITTEN = {Speaker.PRESENTER: "presenter", Speaker.SECOND: "second presenter", Speaker.OTHERS: "others"}

# A setting and its value, such as how many minutes.
_Setting = tuple[str, Any]


class Twice(ValueError):  # noqa: N818 - what is wrong with a line, put into words where it is caught
    """A line says something in two ways; its argument is the setting, a field of `Phase`."""


class NotUnderstood(ValueError):  # noqa: N818 - as above
    """A part between bars is meant as a setting, and is none; its argument is what it says."""


def bare(line: str) -> str:
    """Return what a line says without the bullet or number in front, on single spaces."""
    said = " ".join(line.split())
    bullet = _BULLET.match(said)
    return said[bullet.end() :] if bullet else said


def read_line(line: str) -> Phase:
    """Read the phase that a bare line says; whether it can be part of a format is for `formats.fault`.

    Raises `Twice` and `NotUnderstood`.
    """
    settings: list[_Setting] = []
    if "|" in line:
        title, *rest = (part.strip() for part in line.strip("| ").split("|"))
    else:
        title, *rest = _COLON.split(_words(line, settings, title=True), maxsplit=1)
    title = bare(_words(title, settings, title=True))
    prompt = _prompt(rest, settings, barred="|" in line)
    said = _once(settings)
    who = said.get("who", Speaker.EVERYONE)
    # What one person tells is never shown together with what others wrote.
    shows = Showing.LIVE if who in {Speaker.PRESENTER, Speaker.SECOND} else Showing.REVEAL
    phase = Phase(title=title, prompt=prompt, guidance="", minutes=MINUTES, who=who, shows=shows)
    return replace(phase, **said)


def write_line(phase: Phase) -> str:
    """Write a phase as `read_line` reads it; its guidance has no place there."""
    live = ("live",) if phase.shows is Showing.LIVE else ()
    questions = ("questions",) if phase.questions else ()
    who = filter(None, (_WRITTEN.get(phase.who),))
    settings = ", ".join((f"{phase.minutes} min", *live, *questions, *who))
    return " | ".join(filter(None, (phase.title, phase.prompt, settings)))


def _words(part: str, settings: list[_Setting], *, title: bool = False) -> str:
    """Return the words of a part of a line, and add to `settings` what it says besides; a title is always words."""
    while True:
        if not title and (found := _settings(part)):
            settings += found
            return ""
        ending = _ENDING.search(part)
        found = _settings(ending["bracket"] or ending["dash"] or "") if ending else []
        if ending is None or not found:
            return part
        settings += found
        part = part[: ending.start()]


def _prompt(parts: Sequence[str], settings: list[_Setting], *, barred: bool) -> str:
    """Return the one part that is words; between bars, any other must be settings, or nobody would miss them."""
    prompt = ""
    for part in parts:
        before = len(settings)
        words = _words(part, settings)
        late = bool(prompt) or (before > 0 and " " not in words)
        if words and barred and (late or _ATTEMPT.fullmatch(words) or _is_list(words)):
            raise NotUnderstood(words)
        prompt = prompt or words
    return prompt


def _is_list(words: str) -> bool:
    """Whether something is a list of settings, but for some of them: “live, nonsense”."""
    listed = [one.strip() for one in re.split("[,;]", words)]
    short = all(len(one.split()) <= _FEW for one in listed)
    return len(listed) > 1 and short and any(map(_settings, listed))


def _settings(text: str) -> list[_Setting]:
    """Read a text that is settings and nothing else; empty for any other."""
    found, at = list[_Setting](), 0
    while at < len(text):
        setting = _SETTING.match(text, at)
        between = _BETWEEN.match(text, setting.end()) if setting else None
        if setting is None or between is None:
            return []
        found.append(_meant(setting))
        at = between.end()
    return found


def _meant(setting: re.Match[str]) -> _Setting:
    said = {name: value for name, value in setting.groupdict().items() if value}
    for name in said:
        if name in _MEANS:
            return _MEANS[name]
    minutes = said.get("rest") or said.get("minutes") or said.get("bare") or "0"
    return "minutes", round(float(said.get("hours", "0")) * 60) + int(minutes)


def _once(settings: list[_Setting]) -> dict[str, Any]:
    said = dict[str, Any]()
    for name, value in settings:
        if said.setdefault(name, value) != value:
            raise Twice(name)
    return said
