"""Whom a question is about: the setting they are to work in, and who is to be left out, "anyone but students"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.directory.model import Entry, Setting


class Group(StrEnum):
    """A group of people as a question may leave it out; the value is how it is called.

    The first three are those who work in a setting. The others go by what people say their role is, and overlap: a
    professor is senior, a student is early in a career.
    """

    ACADEMIC = "academics"
    CLINICAL = "clinicians"
    COMMUNITY = "people in the community"
    STUDENT = "students"
    EARLY = "people early in their career"
    SENIOR = "senior people"
    PROFESSOR = "professors"

    @property
    def bit(self) -> int:
        """Its bit among those of a person."""
        return 1 << _PLACE[self]


_PLACE = {group: at for at, group in enumerate(Group)}
GROUPS = len(_PLACE)
# Settings written as bits.
SETTINGS = {setting: 1 << at for at, setting in enumerate(Setting)}
_KEPT = 1 << 12

_STUDENT = (
    r"(?:(?:student|undergraduate)s?(?!\s+(?:support|services|experience|wellbeing|engagement|affairs|union|advis))"
    r"|(?:ph\.?d|doctoral|dphil)\s+(?:candidate|researcher)s?)"
)
_PROFESSOR = r"prof(?:essor)?s?"
_ROLES = {
    Group.STUDENT: _STUDENT,
    Group.EARLY: rf"(?:{_STUDENT}|post\s?-?doc\w*|(?:trainee|apprentice|junior|early.career|assistant|graduate)\b.*"
    r"|research\s+(?:assistant|associate))",
    Group.SENIOR: rf"(?:{_PROFESSOR}|(?:senior|principal|chief|lead|consultant|director|dean|head|reader)\b.*|chair)",
    Group.PROFESSOR: _PROFESSOR,
}
_ROLE = {group: re.compile(rf"\b{words}\b", re.IGNORECASE) for group, words in _ROLES.items()}
_CALLED = {
    Group.ACADEMIC: r"academics?|academia|universit(?:y|ies)|unis?|lecturers?",
    Group.CLINICAL: (
        r"clinicians?|clinical|the\s+nhs|nhs|hospitals?|(?:gp|general)\s+practi[cs]es?|gp\s+surger(?:y|ies)"
    ),
    Group.COMMUNITY: r"communit(?:y|ies)|charit(?:y|ies)|the\s+(?:voluntary|third|charity)\s+sector",
    Group.STUDENT: r"(?:ph\.?d|msc|masters|medical|doctoral)?\s*students?|undergraduates?|postgraduates?",
    Group.EARLY: r"juniors?|early.career|ecrs?|post\s?-?docs?",
    Group.SENIOR: r"seniors?(?:\s+academics?)?",
    Group.PROFESSOR: r"prof(?:essor)?s?",
}
# Words for people of a group.
KIND = (
    rf"(?:{'|'.join(_CALLED.values())})"
    r"(?:\s+(?:people|person|staff|researchers?|workers?|settings?|colleagues?|ones?))?"
)
_WORKS = r"(?:people|based|working|(?:who\s+)?works?)\s+(?=in|at|from)"
_ARTICLE = rf"(?:an?\s+|the\s+|any\s+|in\s+|at\s+|from\s+|{_WORKS})*"
_LEAVING_OUT = re.compile(
    rf"""(?<!\w)(?P<left>(?:(?:any(?:one|body)|every(?:one|body)|someone|somebody|people)\s+)?
        (?:(?:but\s+)?(?:not|except(?:\s+for)?|excluding|without|other\s+than|apart\s+from|rather\s+than|outside(?:\s+of)?)
        |who(?:\s+is|\s+are|['’]s)(?:\s+not|n['’]t)|who\s+(?:isn|aren)['’]?t
        |(?:(?<=^)|(?<=[,;:.(]\s)|(?<=but\s))(?:no[\s-]?one|nobody|none)(?=\s+(?:who|in|at|from|based|working)\b)
        |(?<!have\s)(?<!has\s)(?<!had\s)(?<!are\s)(?<!is\s)(?<!with\s)no|(?<=one\s)but|(?<=body\s)but|non)[\s-]+
        {_ARTICLE}{KIND}(?:\s*(?:,|/|\bor\b|\band\b)\s*(?:not\s+|no\s+)?{_ARTICLE}{KIND})*)
        (?=\s*(?:$|[,;:.?!)]|(?:who|that|but|and|please|to|for|with)\b))""",
    re.IGNORECASE | re.VERBOSE,
)
# Senior academics are senior people; not all academics are.
_ONLY_THOSE = re.compile(r"\b(seniors?|juniors?|early.career)\s+(?:academics?|clinicians?|lecturers?)", re.IGNORECASE)
# Nobody of whom it is said in such a clause is asked for: "I don't want anyone from a hospital".
DENIED = re.compile(
    r"(?:\b(?:not|never|nobody|no[\s-]?one|without|except|avoid\w*)|n['’]t|\b(?:do|ca|wo|is|would|does)nt)\b[^,.;:?!]*$",
    re.IGNORECASE,
)
# What such words are about rather than whom they leave out: working with people outside universities.
_WITH = re.compile(r"\b(?:with|of|for|by|between)\s+(?:[\w-]+\s*){0,2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Whom:
    """People of a setting, if one is named, and of none of the groups whose bits are `without`.

    Those at `places` on the ring are left out, too; or everybody else, where whoever is meant is `inside`.
    """

    setting: Setting | None = None
    without: int = 0
    places: frozenset[int] = frozenset()
    inside: bool = False

    def __bool__(self) -> bool:
        return self.setting is not None or bool(self.without) or self.placed

    @property
    def placed(self) -> bool:
        """Whether it depends on somebody's place who is meant."""
        return self.inside or bool(self.places)

    def at(self, place: int) -> bool:
        """Whether somebody at a place is meant, whatever their groups."""
        return (place in self.places) is self.inside

    def fits(self, bits: int) -> bool:
        """Whether somebody with these bits is meant."""
        return (self.setting is None or bool(bits & SETTINGS[self.setting])) and not bits & self.without


EVERYBODY = Whom()


def bits_of_groups(groups: Iterable[Group]) -> int:
    """Write groups as bits."""
    return sum({group.bit for group in groups})


def bits_of(entry: Entry) -> int:
    """Write down to which groups somebody belongs."""
    return _bits(entry.settings, entry.role)


@lru_cache(maxsize=_KEPT)
def _bits(settings: frozenset[Setting], role: str) -> int:
    found = sum(SETTINGS[setting] for setting in settings)
    return found + (bits_of_groups(group for group, words in _ROLE.items() if words.search(role)) if role else 0)


def leave_out(text: str) -> tuple[str, tuple[Group, ...]]:
    """Return a question without the words that leave people out, and whom they do."""
    found = _LEAVING_OUT.search(text)
    if not found or _WITH.search(text[: found.start()]):
        return text, ()
    said = _ONLY_THOSE.sub(r"\1", found["left"])
    groups = tuple(group for group, words in _CALLED.items() if re.search(rf"\b(?:{words})\b", said, re.IGNORECASE))
    return f"{text[: found.start()]} {text[found.end() :]}", groups
