"""Which organisations a question leaves out or looks among: "anyone but Penmoor", "somebody at Penmoor who knows R"."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.directory.search.organisations import KINDS, Organisation, Organisations, kind_of
from bot.directory.search.phrases import REQUEST_WORDS
from bot.directory.search.places import mended, setting_of
from bot.directory.search.somebody import KNOWS, Spans, knows_a_skill
from bot.directory.search.text import FILLER_WORDS, MOST_CHARACTERS, STOP_WORDS, words
from bot.directory.search.whom import DENIED, KIND, leave_out

_SOMEBODY = r"(?:some|any|every)(?:one|body)"
_PEOPLE = rf"{_SOMEBODY}|anywhere|people|person|colleagues?|staff|folks?|researchers?|those"
_LINK = (
    r"(?:in|at|from|of|for|with|based|working|employed|works?|who|is|are|by|any(?:one|body)|people|colleagues?|staff|the|an?"
    r"|my|our|own)\s+"
)
_MINE = (
    r"(?:my|our)\s+(?:own\s+)?(?:trust|university|uni|hospital|organi[sz]ation|employer|place|team|council|charity|workplace"
    r"|practice|department|institution)\s*[,(:–—-]+\s*"
)
_HAVING = "".join(
    rf"(?<!{word}\s)" for word in ("have", "has", "had", "are", "is", "with", "theres", "there’s", "there's")
)
_NOT = rf"""(?<!\w)(?:(?:{_PEOPLE})\s+)?(?:but\s+)?
    (?:not|except(?:ing)?(?:\s+for)?|excluding|without|other\s+than|apart\s+from|rather\s+than|outside(?:\s+of)?|besides
    |(?:(?:i|we)(?:['’]?d)?\s+)?(?:rather\s+not|(?:do|would)(?:\s+not|n['’]?t))\s+(?:want|need|ask|have|like|see|contact)
    (?:\s+to\s+(?:ask|have|see|contact|meet|hear\s+from))?
    |(?:who|that)\s+(?:is|are|does|do)(?:\s+not|n['’]?t)|who['’]s\s+not|(?:(?<=one\s)|(?<=body\s)|(?<=where\s))but
    |{_HAVING}(?:nobody|no[\s-]?one|none|no)|non|leav(?:e|ing)\s+out)[\s-]+(?:{_MINE}|{_LINK})*"""
_AT = rf"""(?<!\w)(?:(?P<whom>{_PEOPLE})\s+)?(?:(?:who|that)\s+)?
    (?P<works>(?:is\s+|are\s+|who['’]s\s+|works?\s+|working\s+|based\s+|employed\s+)*)(?:at|from|by|(?P<inside>in|within))\s+(?:the\s+)?"""
_CUE = re.compile(rf"(?P<but>{_NOT})|{_AT}", re.IGNORECASE | re.VERBOSE)
_MORE = re.compile(rf"\s*(?:[,/]\s*(?:or\s+|and\s+)?|\b(?:n?or|and)\s+)(?:not\s+|no\s+)?(?:{_LINK})*", re.IGNORECASE)
_GROUP = re.compile(rf"{KIND}(?P<joint>{_MORE.pattern})", re.IGNORECASE)
# Somebody from somewhere that no entry names: "anyone from Falmouth who knows R".
_SOMEWHERE = re.compile(
    rf"^\W*(?:is\s+there\s+|do\s+we\s+have\s+)?(?P<whom>{_SOMEBODY})\s+(?:at|from|in)\s+(?:the\s+)?"
    r"(?P<place>[^\W\d_][\w'’.-]*(?:\s+[\w'’.-]+){0,3}?)\s+(?=(?:who|that)\b)",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"\s+(?:people|person|staff|colleagues?|researchers?|folks?|employees?|ones?|only)(?!\w)", re.IGNORECASE
)
_ONLY = re.compile(r"(?:\bonly\s+(?:the\s+)?|(?P<apart>[,(;–—-]\s*(?:the\s+)?))$", re.IGNORECASE)
_END = re.compile(r"[\s).?!]*$")
# What such words are about, rather than where whoever is asked for is to be: interviewing staff from Penmoor.
_ABOUT = re.compile(
    r"\b(?:with|of|for|by|about|between|(?:interview|survey|recruit|support|train|teach)\w*)\s+$", re.IGNORECASE
)
# Nor is it where whoever asks is: "I'm at Penmoor", "my supervisor at Penmoor".
_MYSELF = re.compile(
    r"\b(?:i|im|i['’]m|we|we['’]re|(?:am|are|was)|here|(?:my|our|their)\s+(?:\w+\s+)?\w+)\s+$", re.IGNORECASE
)
_JOINTS = re.compile(r"^(?:[\s,;:.)–-]|(?:for|to|with|about|on|and|or|but)\s)+|[\s,;:(–-]+$", re.IGNORECASE)
_TOKEN = re.compile(r"[\s-]*(?:&\s*)?([^\W_]+(?:['’][^\W_]+)*)")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_LONGEST = 8
# So many words of a question are looked at for slips, as each is compared with what all organisations are known by.
_MOST_SLIPS = 12
# What a question goes on with after an organisation.
GOES_ON = REQUEST_WORDS | STOP_WORDS | FILLER_WORDS | {"but", "nor", "or"}


@dataclass(frozen=True, slots=True)
class Workplaces:
    """Where whoever is asked for is to be, and where not; `unknown` is where nobody is, by all that entries say."""

    at: tuple[Organisation, ...] = ()
    but: tuple[Organisation, ...] = ()
    unknown: str = ""

    def __bool__(self) -> bool:
        return bool(self.at or self.but)


class _Of(Enum):
    """Of whom words speak that name an organisation: who is asked for, who asks, or whom it is about."""

    WANTED = 1
    MYSELF = 2
    OTHERS = 3


@dataclass(frozen=True, slots=True)
class _Mention:
    organisation: Organisation
    start: int
    end: int


class Mentions:
    """Reads which of the `organisations` a question names, and what for.

    `spans` finds the names of skills in words, `known` says whether a word is in one, or ordinary: such is no slip.
    """

    def __init__(self, organisations: Organisations, spans: Spans, known: Callable[[str], bool]) -> None:
        self._organisations, self._spans, self._known = organisations, spans, known

    def read(self, question: str, *, exactly: bool = False) -> tuple[str, Workplaces]:
        """Return a question without the words that name organisations, and these; `exactly` reads no slip as one."""
        text, found = question[:MOST_CHARACTERS], Workplaces()
        slips: dict[str, str] | None = None if exactly else {}
        at = 0
        while self._organisations and (cue := _CUE.search(text, at)):
            at = cue.end()
            of, group = self._speaks_of(text, cue), _group(text, cue)
            start = group.end() if group else cue.end()
            named = list(self._several(text, start, slips)) if of is not _Of.OTHERS else []
            if named:
                text, at = self._without(text, cue, named, group)
            if named and of is _Of.WANTED:
                found = _with(found, [each.organisation for each in named], out=bool(cue["but"]))
        if not found:
            text, found = self._said_plainly(text)
        if not found:
            text, found = self._nowhere(text)
        return (tidy(text) if text != question[:MOST_CHARACTERS] else question), found

    def whole(self, text: str) -> Organisation | None:
        """Return the organisations that a text is a name of, with nothing beside it."""
        named = self._mention(text, 0, None)
        return named.organisation if named and _END.match(text, named.end) else None

    def _speaks_of(self, text: str, cue: re.Match[str]) -> "_Of":
        """Tell of whom a cue speaks."""
        before = text[: cue.start()]
        if DENIED.search(before) and not cue["but"]:
            return _Of.MYSELF
        if re.fullmatch(_SOMEBODY, cue["whom"] or "", re.IGNORECASE):
            return _Of.WANTED
        if _MYSELF.search(before):
            return _Of.MYSELF
        about = (cue["whom"] and _ABOUT.search(before)) or (cue["inside"] and not (cue["whom"] or cue["works"]))
        return _Of.OTHERS if about and not cue["but"] else _Of.WANTED

    def _several(self, text: str, start: int, slips: dict[str, str] | None) -> Iterator[_Mention]:
        """Give what is named from a place on: one, or several that are joined."""
        named = self._mention(text, start, slips)
        while named:
            yield named
            more = _MORE.match(text, named.end)
            named = self._mention(text, more.end(), slips) if more else None

    def _without(
        self, text: str, cue: re.Match[str], named: Sequence[_Mention], group: re.Match[str] | None
    ) -> tuple[str, int]:
        """Return a text without what is named, and where that stood; a group that is left out with it stays so."""
        noun = _NOUN.match(text, named[-1].end)
        end = noun.end() if noun else named[-1].end
        more = _MORE.match(text, end)
        if group:
            kept = text[: group.start("joint")]
        elif cue["but"] and more and leave_out(f"not {text[more.end() :]}")[1]:
            kept, end = f"{text[: cue.start()]} not", more.end()
        else:
            kept = text[: cue.start()] + (cue["whom"] or "" if not cue["but"] else "")
        return f"{kept} {text[end:].lstrip(' )')}", len(kept) + 1

    def _said_plainly(self, text: str) -> tuple[str, Workplaces]:
        """Read "Penmoor people", "Penmoor only", "NVivo (Penmoor University)", "penmoor NVivo": without any cue."""
        if not self._organisations.is_own(map(kind_of, words(text))):
            return text, Workplaces()
        for token in _TOKEN.finditer(text):
            named = self._mention(text, token.start(1), None)
            if not named:
                continue
            before, noun = _ONLY.search(text[: named.start]), _NOUN.match(text, named.end)
            apart = before and (not before["apart"] or _END.match(text, named.end))
            if (apart or noun or self._beside_a_skill(text, named)) and not _ABOUT.search(text[: named.start]):
                kept = text[: before.start() if before else named.start]
                end = noun.end() if noun else named.end
                return f"{kept} {text[end:].lstrip(' )')}", Workplaces((named.organisation,))
        return text, Workplaces()

    def _nowhere(self, text: str) -> tuple[str, Workplaces]:
        """Read somebody from a place that no entry names.

        Words that are known may tell of what is asked for, unless a skill does.
        """
        somewhere = _SOMEWHERE.search(text)
        spelt = words(somewhere["place"]) if somewhere else []
        is_setting = somewhere and setting_of(mended(text, self._known)[0], self._spans)[1]
        if not somewhere or is_setting or self._spans(spelt):
            return text, Workplaces()
        knows = re.match(KNOWS, text[somewhere.end() :], re.IGNORECASE)
        surely = knows and knows_a_skill(text[somewhere.end() + knows.end() :], self._spans)
        if all(map(self._known, spelt)) and not surely:
            return text, Workplaces()
        return f"{somewhere['whom']} {text[somewhere.end() :]}", Workplaces(unknown=somewhere["place"])

    def _beside_a_skill(self, text: str, named: _Mention) -> bool:
        """Whether a question is no more than a skill and, behind or before it, an organisation: NVivo Penmoor."""
        before, behind = words(text[: named.start]), words(text[named.end :])
        if before and behind:
            return False
        rest = before or behind
        return any((each.start, each.end) == (0, len(rest)) for each in self._spans(rest))

    def _mention(self, text: str, start: int, slips: dict[str, str] | None) -> _Mention | None:
        """Return what is named from a place on by as many words as possible; none of a longer name that is no one's."""
        here = list(tokens(text, start))
        for size in range(len(here), 0, -1):
            spelt = [word for word, _, _ in here[:size]]
            if spelt[-1] in STOP_WORDS:
                continue
            named = self._organisations.called(spelt) or self._misspelt(spelt, slips)
            if named:
                found = _Mention(named, here[0][1], here[size - 1][2])
                following = here[size][0] if size < len(here) else ""
                return found if self._stands(text, found, spelt, following) else None
        return None

    def _stands(self, text: str, found: _Mention, spelt: Sequence[str], following: str) -> bool:
        """Whether a name is named, and is no part of another, nor of a skill's, nor just ordinary words."""
        at, end = len(words(text[: found.start])), len(words(text[: found.end]))
        skills = [each for each in self._spans(words(text)) if each.start < end and each.end > at]
        goes_on = not following or _NOUN.match(text, found.end) or (following in GOES_ON and following not in KINDS)
        if not goes_on and not any(each.start == 0 for each in self._spans(words(text[found.end :]))):
            return False
        if any(each.start < at or each.end > end for each in skills):
            return False
        if found.organisation.slip or self._organisations.is_own(map(kind_of, spelt)):
            return True
        # Of ordinary words, a whole name: no skill's, and a single one only as entries write it.
        is_skill = any((each.start, each.end) == (at, end) for each in skills)
        return not is_skill and (len(spelt) > 1 or _as_written(text[found.start : found.end], found.organisation))

    def _misspelt(self, spelt: Sequence[str], slips: dict[str, str] | None) -> Organisation | None:
        """Return what words name if one of them is misspelt, one that is no other word; `slips` are those seen."""
        if slips is None:
            return None
        for at, word in enumerate(spelt):
            if word not in slips:
                unknown = len(slips) < _MOST_SLIPS and not self._known(word) and word not in GOES_ON
                slips[word] = self._organisations.slip_of(word) if unknown else ""
            slip = slips[word]
            named = self._organisations.called([*spelt[:at], slip, *spelt[at + 1 :]]) if slip else None
            if named:
                return replace(named, slip=(word, slip))
        return None


def _group(text: str, cue: re.Match[str]) -> re.Match[str] | None:
    """Return a group that is left out before organisations are: not students or Penmoor."""
    return _GROUP.match(text, cue.end()) if cue["but"] else None


def tidy(text: str) -> str:
    """Return what is left of a question: what stood beside a part that is gone joins it to nothing any more."""
    return _JOINTS.sub("", " ".join(text.split()))


def tokens(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Give the words from a place on that nothing but spaces and hyphens parts, and where they stand."""
    at, count = start, 0
    while count < _LONGEST and (token := _TOKEN.match(text, at)):
        spelt = words(_POSSESSIVE.sub("", token[1]))
        if len(spelt) != 1 or (not count and spelt[0] in STOP_WORDS):
            return
        yield spelt[0], token.start(1), token.end(1)
        at, count = token.end(), count + 1


def _as_written(typed: str, organisation: Organisation) -> bool:
    """Whether one word stands so, in its capitals, in what an entry has: Mind is no mind."""
    return not typed.islower() and any(typed in name.split() for name in organisation.names)


def _with(found: Workplaces, named: Collection[Organisation], *, out: bool) -> Workplaces:
    if out:
        return replace(found, but=tuple(dict.fromkeys((*found.but, *named))))
    return replace(found, at=tuple(dict.fromkeys((*found.at, *named))))
