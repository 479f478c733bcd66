"""Who is left out of a question by name: "anyone but Niamh", "NVivo, not O’Rourke"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.directory.model import Entry
from bot.directory.search.holdings import place_of
from bot.directory.search.misspelt import Misspelt
from bot.directory.search.organisations import KINDS
from bot.directory.search.persons import GIVEN, Roster, called
from bot.directory.search.somebody import Spans
from bot.directory.search.text import MOST_CHARACTERS, SAYS_LITTLE, words
from bot.directory.search.whom import DENIED, KIND
from bot.directory.search.workplaces import GOES_ON, tidy, tokens

_SOMEBODY = r"(?:any|some|every)(?:one|body)(?:\s+else)?"
_EXCEPT = r"(?:except(?:ing)?(?:\s+for)?|excluding|other\s+than|apart\s+from|besides|bar(?:ring)?)"
# Misspelt, and only before a name; expecting somebody is something else, but "anyone expect" is not.
MISSPELT_EXCEPT = r"(?:excep|exept|exepct|ecxept|(?:(?<=one\s)|(?<=body\s)|(?<=else\s))expect)(?:\s+for)?"
# Whoever puts it so means people, whatever words come next.
ANYONE_BUT = rf"(?P<whom>{_SOMEBODY}),?\s+(?:(?:who|that)\s+(?:is|are)\s+)?(?:but(?!\s+(?:not|no)\b)|{_EXCEPT})\s+"
WANTING = (
    r"(?:(?:i|we)(?:['’]?d)?\s+)?(?:rather\s+not|(?:do|would)(?:\s+not|n['’]?t))\s+(?:want|need|ask|have|like|see|contact)"
    r"(?:\s+to\s+(?:ask|have|see|contact|meet|hear\s+from|talk\s+to|work\s+with|bother))?"
)
# Whom no entry tells: whose supervisor somebody is, and where whoever asks is themselves.
OUR = r"""(?:my|our)\s+(?:[\w’'-]+\s+){0,2}?
    (?:(?:co-?)?supervisors?|boss(?:es)?|managers?|teams?|department|dept|school|faculty|organi[sz]ation|universit(?:y|ies)|uni|college|institut(?:e|ion)|hospital|trust|employer|workplace|council|charity
    |practice|company|unit|ward|office|service|group|lab|colleagues?|tutors?|mentors?|director|professor|prof|pi|examiners?
    )(?![\w’'-])"""
_CUE = re.compile(
    rf"""(?<!\w)(?:{ANYONE_BUT}|(?:(?:{_SOMEBODY}|people)\s+)?(?:but\s+)?(?:(?:who|that)(?:['’]s|\s+is)\s+not|(?:who|that)\s+isn['’]?t
    |not|{_EXCEPT}|{MISSPELT_EXCEPT}|rather\s+than|without(?:\s+asking)?|avoid(?:ing)?|leav(?:e|ing)(?:\s+out)?|{WANTING}
    |(?:(?<=^)|(?<=[,;:.(]\s))no)\s+)""",
    re.IGNORECASE | re.VERBOSE,
)
# Nearly no question has any of these, and looking for a cue takes longer.
_HINTS = (
    *(
        "not",
        "n't",
        "n’t",
        "nt ",
        "but",
        "xcep",
        "xep",
        "xpect",
        "exclud",
        "other",
        "apart",
        "besides",
        "bar",
        "rather",
        "without",
    ),
    *("avoid", "leav", "no ", "outside"),
)
# Nobody but Niamh is Niamh alone.
_NOBODY = re.compile(r"\b(?:nobody|no[\s-]?one|none)(?:\s+else)?,?\s+$", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:(?:from|for|to|by|with|asking|called|named)\s+|(?:my|our)\s+(?:[\w-]+\s+){0,2}"
    r"(?:colleague|friend|supervisor|manager|boss|mentor|tutor)(?:\s*[,:(–—-]\s*|\s+)"
    r"|(?:the\s+)?(?:dr|prof(?:essor)?|mrs?|ms|miss|mx|dame|sir|rev)(?:\.\s*|\s+))*",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s*(?:[,/&]\s*(?:(?:n?or|and)\s+)?|\b(?:n?or|and)\s+)(?:not\s+)?", re.IGNORECASE)
# What else is left out in one breath: my boss, students or Penmoor.
_OTHER = re.compile(rf"[^,/.;:?!]{{1,60}}?(?={_MORE.pattern})", re.IGNORECASE)
_KIND = re.compile(rf"{KIND}(?!\w)", re.IGNORECASE)
_OURS = re.compile(r"(?:my|our|the|an?)\s", re.IGNORECASE)
_SOMEBODY_OURS = re.compile(OUR, re.IGNORECASE | re.VERBOSE)
BEHIND = re.compile(
    r"(?:['’]s)?(?:\s+(?:out|please|to\s+(?:know|see(?:\s+(?:it|this))?|hear|find\s+out|help|be\s+\w+))(?!\w))*",
    re.IGNORECASE,
)
# So many cues are followed in one question.
_MOST_LOOKS = 8
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
SAYS_NOTHING = GOES_ON | SAYS_LITTLE


@dataclass(frozen=True, slots=True)
class Persons:
    """Those who are left `out` by name; `unclear` is what was to leave out somebody, and names nobody.

    `skills` are those, as typed, that a question says it is not about: they leave out nobody, and are not asked for.
    `slips` are misspelt words of their names, as typed and as read.
    """

    out: tuple[Entry, ...] = ()
    unclear: str = ""
    slips: tuple[tuple[str, str], ...] = ()
    skills: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.out)

    @property
    def keys(self) -> list[str]:
        """Return what names them again, see `place_again`."""
        return [f"{place:x}" for place in self._places()]

    @property
    def places(self) -> frozenset[int]:
        """Return where they are on the ring."""
        return frozenset(self._places())

    def _places(self) -> list[int]:
        return [place_of(entry.id) for entry in self.out]


NOBODY = Persons()


def place_again(key: str) -> int:
    """Return the place that a key is of, or where nobody is."""
    try:
        return int(key, 16)
    except ValueError:
        return -1


@dataclass(frozen=True, slots=True)
class _Item:
    """One of those left out: people, or where there are none, what else stands there."""

    people: tuple[Entry, ...]
    start: int
    end: int
    slips: tuple[tuple[str, str], ...] = ()


class Leaving:
    """Reads whom of a roster a question leaves out by name.

    `spans` finds the names of skills in words, `known` says whether a word is in one, or ordinary, and `organisation`
    whether a text names one: nobody of that name is meant then. Nor is anybody by a word that is `elsewhere` a slip.
    """

    def __init__(
        self,
        roster: Roster,
        spans: Spans,
        known: Callable[[str], bool],
        organisation: Callable[[str], bool],
        elsewhere: Callable[[str], bool],
    ) -> None:
        self._roster, self._spans, self._known, self._organisation = roster, spans, known, organisation
        self._elsewhere = elsewhere

    def read(self, question: str, *, exactly: bool = False) -> tuple[str, Persons]:
        """Return a question without the names of those it leaves out, and who they are; `exactly` reads no slip."""
        text, at, looks = question[:MOST_CHARACTERS], 0, 0
        out: dict[str, Entry] = {}
        misspelt = None if exactly else Misspelt(self._roster.slip_of, self._ordinary, self._elsewhere)
        slips: list[tuple[str, str]] = []
        if not may_leave_out(text):
            return question, NOBODY
        while looks < _MOST_LOOKS and (cue := _CUE.search(text, at)):
            at, looks = cue.end(), looks + 1
            if means_only(text, cue):
                continue
            items = self._items(text, at, misspelt, people=bool(cue["whom"]))
            here = {entry.id: entry for item in items for entry in item.people}
            if here:
                text, at = _without(text, cue, items)
                out |= here
                slips += [slip for item in items for slip in item.slips]
        return (tidy(text) if out else question), Persons(tuple(out.values()), slips=tuple(slips))

    def _begins_with_a_skill(self, text: str) -> bool:
        return any(each.start == 0 for each in self._spans(words(text)))

    def _items(self, text: str, at: int, misspelt: Misspelt | None, *, people: bool) -> list[_Item]:
        """List what is left out from a place on, up to the last person; `people` says that nothing else can be."""
        items: list[_Item] = []
        while item := self._person(text, at, misspelt, people=people) or self._other(text, at, people=people):
            items.append(item)
            more = _MORE.match(text, item.end)
            if not more:
                break
            at = more.end()
        return items

    def _other(self, text: str, at: int, *, people: bool) -> _Item | None:
        """Return what stands before another: an organisation, a group, or somebody of whom no entry is known."""
        other = _OTHER.match(text, at)
        if not other:
            ended = text[at:].rstrip(" .?!)")
            return _Item((), at, at + len(ended)) if ended and self._is_group(ended) else None
        somebody = _SOMEBODY_OURS.fullmatch(other[0].strip()) or (people and _OURS.match(other[0]))
        return _Item((), at, other.end()) if somebody or self._is_group(other[0]) else None

    def _is_group(self, text: str) -> bool:
        return bool(_KIND.fullmatch(text)) or self._organisation(text)

    def _person(self, text: str, at: int, misspelt: Misspelt | None, *, people: bool) -> _Item | None:
        """Return whom words name from a place on: by as many of them as possible."""
        before = _BEFORE.match(text, at)
        start = before.end() if before else at
        if _KIND.match(text, start):
            return None
        found = list(tokens(text, start))
        spelt = [word for word, _, _ in found]
        telling = next((n for n, word in enumerate(spelt) if word in SAYS_NOTHING), len(spelt))
        if not telling and not (found and is_capital(text, found[0][1])):
            return None
        if telling == 1 and not people and self._known(spelt[0]) and not is_capital(text, found[0][1]):
            return None
        read = self._meant(spelt, misspelt, people=people) if misspelt else spelt
        near = list(self._roster.with_any(read))
        for size in range(len(read), 0, -1):
            those = tuple(entry for entry, name in near if called(read[:size], name))
            if those:
                whole = any(called(read[:size], name, whole=True) for _, name in near)
                stands = self._stands(text, found[: size + 1], size, whole=whole, people=people)
                ordered = sorted(those, key=lambda entry: (entry.name, entry.id))
                wrong = ((n, found[n]) for n in range(size) if read[n] != spelt[n])
                slips = tuple((_POSSESSIVE.sub("", text[a:b]), _written(read[n], ordered[0])) for n, (_, a, b) in wrong)
                return _Item(tuple(ordered), at, _end(text, found[size - 1][2]), slips) if stands else None
        return None

    def _meant(self, spelt: Sequence[str], misspelt: Misspelt, *, people: bool) -> list[str]:
        """Return words as they were meant to be: Rys beside a Llewelyn is Rhys, and Grace K may be but one."""
        # What somebody may be called is a slip of no ordinary word.
        read = [misspelt.meant(word, people=people or word in GIVEN) for word in spelt]
        for at, other in ((0, 1), (1, 0)) if len(read) > 1 else ():
            word = read[at]
            taken = self._begins_with_a_skill(word) or (len(word) > 1 and self._ordinary(word))
            if not (taken or self._roster.bears(word)):
                read[at] = self._roster.beside(word, read[other], behind=at > other) or word
        return read

    def _ordinary(self, word: str) -> bool:
        return self._known(word) or word in SAYS_NOTHING

    def _stands(
        self, text: str, found: Sequence[tuple[str, int, int]], size: int, *, whole: bool, people: bool
    ) -> bool:
        """Whether a name is somebody's here, and is no part of another, of a skill's, nor just ordinary words."""
        start, end = found[0][1], found[size - 1][2]
        following = found[size][0] if len(found) > size else ""
        is_word = len(following) > 1 and self._known(following) and following not in KINDS
        goes_on = not following or following in GOES_ON or is_word
        if not goes_on and not self._begins_with_a_skill(text[end:]):
            return False
        skills = [each for each in self._spans(words(text[start:])) if each.start < size]
        if any(each.end > size for each in skills) or self._organisation(text[start:end]):
            return False
        if whole or is_capital(text, start):
            return True
        spelt = [word for word, _, _ in found[:size]]
        ordinary = not people and all(map(self._ordinary, spelt))
        return not (ordinary or skills or set(spelt) <= GOES_ON)


def may_leave_out(text: str) -> bool:
    """Whether a question may leave out anybody at all."""
    lowered = text.lower()
    return any(hint in lowered for hint in _HINTS)


def means_only(text: str, cue: re.Match[str]) -> bool:
    """Whether whoever a cue names is the only one who is meant: "nobody but", "I don't want anyone but"."""
    before = text[: cue.start()]
    return bool(_NOBODY.search(before) or (cue["whom"] and DENIED.search(before)))


def _without(text: str, cue: re.Match[str], items: Sequence[_Item]) -> tuple[str, int]:
    """Return a text without the people of a cue, and where they stood; what else it leaves out stays so."""
    others = [text[item.start : item.end].strip() for item in items if not item.people]
    end = items[-1].end
    more = re.compile(rf"\s*(?:n?or)\s+(?={_OURS.pattern})", re.IGNORECASE).match(text, end) if cue["whom"] else None
    if more:
        return f"{text[: cue.end()]}{' or '.join([*others, ''])}{text[more.end() :]}", cue.end()
    if others:
        return f"{text[: cue.end()]}{' or '.join(others)}{text[end:]}", cue.end()
    kept = text[: cue.start()] + (cue["whom"] or "")
    return f"{kept} {text[end:]}", len(kept)


def _written(word: str, entry: Entry) -> str:
    """Return a word of a name as the entry has it."""
    return next((part for part in re.split(r"[\s-]+", entry.name) if words(part) == [word]), word.capitalize())


def _end(text: str, at: int) -> int:
    behind = BEHIND.match(text, at)
    return behind.end() if behind else at


def is_capital(text: str, at: int) -> bool:
    """Whether a letter is in capitals, and the text is not."""
    return text[at].isupper() and not text.isupper()
