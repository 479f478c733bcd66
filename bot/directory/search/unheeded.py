"""What is to leave out somebody, and leaves out nobody: a name nobody has, "my supervisor", or a skill."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from bot.directory.search.leaving import (
    ANYONE_BUT,
    BEHIND,
    MISSPELT_EXCEPT,
    OUR,
    SAYS_NOTHING,
    WANTING,
    is_capital,
    may_leave_out,
    means_only,
)
from bot.directory.search.names import Span
from bot.directory.search.organisations import KINDS
from bot.directory.search.persons import FAMILY, GIVEN
from bot.directory.search.phrases import REQUEST_WORDS
from bot.directory.search.somebody import Spans
from bot.directory.search.text import MOST_CHARACTERS, words
from bot.directory.search.whom import leave_out
from bot.directory.search.workplaces import tidy

_ANYONE = re.compile(rf"(?<!\w){ANYONE_BUT}", re.IGNORECASE)
_NOT_THE_SKILL = re.compile(rf"(?<!\w)(?:{ANYONE_BUT}|(?P<not>(?:but\s+)?not\s+))", re.IGNORECASE)
_NOT_THE_PERSON = re.compile(
    rf"""(?<!\w)(?:but\s+)?(?:not|except(?:ing)?(?:\s+for)?|{MISSPELT_EXCEPT}|excluding|other\s+than|apart\s+from
    |(?:who|that)(?:['’]s|\s+is)\s+not|(?:who|that)\s+isn['’]?t|(?:(?<=^)|(?<=[,;:.(]\s))no)\s+
    (?P<title>(?:dr|prof(?:essor)?|mrs?|ms|miss|mx|dame|sir|rev)(?:\.\s*|\s+))?""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_OURS = re.compile(
    rf"""(?<!\w)(?:(?:and|but|people|(?:any|some)(?:one|body)(?:\s+else)?)\s+)*(?:(?:who|that)(?:['’]s|\s+(?:is|are))\s+)?
    (?:not|(?:who|that)\s+(?:isn|aren)['’]?t|except(?:ing)?(?:\s+for)?|{MISSPELT_EXCEPT}|excluding|other\s+than
    |apart\s+from|rather\s+than|avoid|without\s+(?:asking|telling|involving)|leav(?:e|ing)\s+out
    |(?:(?<=one\s)|(?<=body\s)|(?<=else\s)|(?<=from\s))outside(?:\s+of)?|(?:(?:i|we)\s+would\s+)?{WANTING})\s+
    (?:(?:any(?:one|body)|somebody|someone|people|else|who|is|are|works?|working|based|from|in|at|of|by|to|with|on)\s+)*
    (?P<said>{OUR}(?:\s*(?:,|/|\b(?:n?or|and)\b)\s*(?:not\s+)?{OUR})*)""",
    re.IGNORECASE | re.VERBOSE,
)
_CALLED = re.compile(r"\s*[,(:–—-]\s*")
# What somebody says of themselves or of something else leaves out nobody: "I am not Welsh", "my data is not Normal".
_SAYS_SO = re.compile(
    r"(?:\b(?:i|we|you|they|it|he|she|am|i['’]?m|is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|should"
    r"|may|might|must|or|if|why|whether|and|than|just|still|really|but)|['’](?:m|re|s|ve|d|ll))\s+$",
    re.IGNORECASE,
)
# Whoever knows one skill and not another wants the other.
_I_KNOW = re.compile(
    r"\b(?:i|we)(?:['’](?:ve|m|re)|\s+(?:can|know|use|do|have|am|are|understand|did|tried|learn\w*|work|speak))\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"(?:my|our|the|an?)\s", re.IGNORECASE)
_OR = re.compile(r"\s*,?\s*\bn?or\s+(?:not\s+)?", re.IGNORECASE)
_END = re.compile(
    r"\s*(?:$|[^\w\s'’-])|(?:\s*\b(?:who|that|can|could|or|with|to|about|of|for|on|at|in|from|please|and|but)\b)",
    re.IGNORECASE,
)
_APART = re.compile(r"(?:^|[^\w\s'’-])\s*$")
_WORD = re.compile(r"\s*[\w'’-]+")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:\+\+?|#)?")
# So many cues are followed in one question, and so many words behind each.
_MOST_LOOKS, _LONGEST = 8, 4
# What people or things are, or do not do: "not coping with stress", "not vaccinated".
_STATES = ("ing", "ed")
_TALK = SAYS_NOTHING | REQUEST_WORDS
_NAMES = GIVEN | FAMILY


class Unheeded:
    """Reads what is to leave out somebody in what is left of a question once those it names are taken out.

    `spans` finds the names of skills in words, `known` says whether a word is in one, or ordinary, `borne` whether it
    is in a name of somebody, `organisation` whether a text names one, and `software` whether words do.
    """

    def __init__(
        self,
        spans: Spans,
        known: Callable[[str], bool],
        borne: Callable[[str], bool],
        organisation: Callable[[str], bool],
        software: Callable[[Sequence[str]], bool],
    ) -> None:
        self._spans, self._known, self._borne, self._organisation = spans, known, borne, organisation
        self._software = software

    def read(self, question: str) -> tuple[str, str, tuple[str, ...]]:
        """Return a question without what leaves out nobody: what names nobody, and what names skills, as typed."""
        text = question[:MOST_CHARACTERS]
        if not may_leave_out(text):
            return question, "", ()
        left, skills = self._without_skills(text)
        rest, unclear = self._ours(left)
        if not unclear:
            rest, unclear = self._anyone(left)
        if not unclear:
            rest, unclear = self._name(left)
        return (rest, unclear, skills) if unclear or skills else (question, "", ())

    def _without_skills(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Take out skills that are not asked for: what is said of one behind another, or alone."""
        every = self._spans(words(text))
        for cue in islice(_NOT_THE_SKILL.finditer(text), _MOST_LOOKS):
            before = len(words(text[: cue.start()]))
            at = len(words(text[: cue.end()]))
            if means_only(text, cue) or any(each.start < at and each.end > before for each in every):
                continue
            if _OURS.match(text, cue.end()) or leave_out(text[cue.start() :])[1]:
                continue
            if cue["not"] and (_I_KNOW.search(text[: cue.start()]) or not self._apart(text[: cue.start()])):
                continue
            named = list(self._skills(text, cue.end()))
            if not named or not _END.match(text, named[-1][1]):
                continue
            said = tuple(text[start:end] for start, end in named)
            rest = f"{text[: cue.start()]}{cue['whom'] or ''} {text[named[-1][1] :]}"
            if cue["whom"] or not self._is_trouble(said, alone=_TALK.issuperset(words(rest))):
                return tidy(rest), said
        return text, ()

    def _is_trouble(self, said: Sequence[str], *, alone: bool) -> bool:
        """Whether what is said not to be so is what help is wanted with: "not sleeping"; or else "not accessible"."""
        if alone:
            return not all(self._software(words(each)) for each in said)
        return any(words(each)[0].endswith(_STATES) for each in said)

    def _apart(self, before: str) -> bool:
        """Whether what comes next stands for itself: behind a skill or a comma, or at the beginning."""
        spelt = words(before)
        return bool(_APART.search(before)) or any(each.end == len(spelt) for each in self._named(spelt))

    def _skills(self, text: str, at: int) -> Iterator[tuple[int, int]]:
        """Give where skills stand that are named from a place on, joined by "or"."""
        while here := next((each for each in self._named(words(text[at:])) if each.start == 0), None):
            ends = (token.end() for token in _TOKEN.finditer(text, at))
            end = next(end for end in (*ends, len(text)) if len(words(text[at:end])) >= here.end)
            yield at, end
            more = _OR.match(text, end)
            if not more:
                return
            at = more.end()

    def _named(self, spelt: Sequence[str]) -> list[Span]:
        """List the names of skills in words; a word of talk that is alone is none."""
        every = self._spans(spelt)
        return [each for each in every if each.end - each.start > 1 or spelt[each.start] not in _TALK]

    def _ours(self, text: str) -> tuple[str, str]:
        """Take out somebody of one's own, or where one is, with what looks like their name behind it."""
        for cue in islice(_NOT_OURS.finditer(text), _MOST_LOOKS):
            end = cue.end()
            if (called := _CALLED.match(text, end)) and words(text[: cue.start()]):
                named = self._end_of_name(text, called.end(), titled=False)
                end = named if named > called.end() and _END.match(text, named) else end
            said = text[cue.start("said") : end]
            behind = BEHIND.match(text, end)
            ends = behind.end() if behind else end
            if not _SAYS_SO.search(text[: cue.start()]) and (ends > end or _END.match(text, end)):
                return tidy(f"{text[: cue.start()]} {text[ends:]}"), said
        return text, ""

    def _anyone(self, text: str) -> tuple[str, str]:
        """Take out whom somebody means who wants anyone but them, whatever words come next; none for a skill."""
        cue = _ANYONE.search(text)
        if not cue or means_only(text, cue) or leave_out(text[cue.start() :])[1]:
            return text, ""
        ours = _OURS.match(text, cue.end())
        start = at = ours.end() if ours else cue.end()
        for _ in range(_LONGEST):
            if _END.match(text, at) or (at > start and self._begins_with_a_skill(text[at:])):
                break
            word = _WORD.match(text, at)
            at = word.end() if word else at
        said = words(text[start:at])
        # Behind "my" stands somebody: supervisors are in skills, too.
        mine = ours and ours[0].strip().lower() in {"my", "our"}
        nothing = not said or (not ours and said[0] in SAYS_NOTHING)
        if nothing or (not mine and self._begins_with_a_skill(text[start:])):
            return text, ""
        return tidy(f"{text[: cue.start()]}{cue['whom']} {text[at:]}"), text[cue.end() : at].strip()

    def _begins_with_a_skill(self, text: str) -> bool:
        return any(each.start == 0 for each in self._spans(words(text)))

    def _name(self, text: str) -> tuple[str, str]:
        """Take out what looks like somebody's name, and is nobody's."""
        for cue in islice(_NOT_THE_PERSON.finditer(text), _MOST_LOOKS):
            if _SAYS_SO.search(text[: cue.start()]) or leave_out(text[cue.start() :])[1]:
                continue
            start = cue.end()
            end = self._end_of_name(text, start, titled=bool(cue["title"]))
            if end > start and _END.match(text, end) and not self._is_other(text, start, end):
                said = text[cue.start("title") if cue["title"] else start : end]
                return tidy(f"{text[: cue.start()]} {text[end:]}"), said
        return text, ""

    def _end_of_name(self, text: str, start: int, *, titled: bool) -> int:
        """Return where words end that a name may be made of: in capitals, or such as somebody is called by."""
        at = start
        for token in islice(_TOKEN.finditer(text, start), _LONGEST):
            apart = text[at : token.start()].strip(" -")
            if apart or not self._is_of_name(text, token, titled=titled, first=at == start):
                break
            at = token.end()
        return at

    def _is_of_name(self, text: str, token: re.Match[str], *, titled: bool, first: bool) -> bool:
        word = "".join(words(token[0]))
        if word in _NAMES or (len(word) == 1 and not first):
            return True
        if word in SAYS_NOTHING | KINDS or (self._known(word) and not titled):
            return False
        # In capitals throughout it is an acronym, unless everything is.
        capital = is_capital(text, token.start()) and not token[0].isupper()
        return titled or capital or self._borne(word)

    def _is_other(self, text: str, start: int, end: int) -> bool:
        """Whether words name something else: an organisation, or a skill as a part of the whole question."""
        before, behind = len(words(text[:start])), len(words(text[:end]))
        skills = any(each.start < behind and each.end > before for each in self._spans(words(text)))
        return skills or self._organisation(text[start:end])
