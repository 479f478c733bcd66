"""From what somebody asked to what they want: "hi, can anyone teach me R or SPSS?" wants R, and SPSS."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from bot.directory.model import Setting
from bot.directory.search.names import Span
from bot.directory.search.places import setting_of
from bot.directory.search.text import FILLER_WORDS, MOST_CHARACTERS, STOP_WORDS, shouted, word_set, words
from bot.directory.search.whom import Group, leave_out

# More skills than this in one question is a list of everything, not a search.
MOST_TERMS = 6
# Parts that are no longer are a list of skills, "R and falconry", rather than a sentence.
LONGEST_PART = 3
_SHORT_ACRONYM = 3

_PURPOSE = re.compile(
    r"""\s(?:for|in|with|on|during)\s(?:my|our|a|an|the|his|her|their|some)\s(?:\w+\s)?
        (?:phd|thesis|dissertation|masters?|msc|degree|projects?|study|assignment|team|trust|job|work|course
        |students?|practice|department|service|charity|organisation|network|ward|chapter)[\s.?!]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_ERRAND = re.compile(
    r"""(?<!\w)(?:my|our|the)\s(?:\w+\s)?
        (?:supervisors?|boss|managers?|tutors?|lecturers?|professors?|prof|director|team|colleagues?|funders?|reviewers?)\s
        (?:(?:has|have|is|are|keeps?)\s)?(?:just\s)?
        (?:wants?|wanted|asked|asks|asking|told|tells|telling|says|said|suggested|suggests|expects?|needs?|thinks?)\s
        (?:(?:me|us)\s)?(?:(?:to|that|if|i|we|should|need|must|do|does|use|try|have)\s)*""",
    re.IGNORECASE | re.VERBOSE,
)
_KIND_OF_THING = r"(?:\s+(?:software|tools?|packages?|program(?:me)?s?|apps?|methods?|approach(?:es)?|techniques?))?"
_OR_SIMILAR = re.compile(
    rf"""[\s,]+(?:or|and)\s+(?:(?:some|any)thing\s+|one\s+|(?:an?|any)\s+)?
        (?:similar|equivalent|alternative|(?:the|such)\s?like|like\s+(?:it|that|those)){_KIND_OF_THING}(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_SOMETHING_LIKE = re.compile(
    r"""(?<!\w)(?:(?:some|any)thing|software|tools?|packages?|program(?:me)?s?|apps?)\s+
        (?:like|similar\s+to|equivalent\s+to|along\s+the\s+lines\s+of)\s+""",
    re.IGNORECASE | re.VERBOSE,
)
_INSTEAD = re.compile(
    r"""(?<!\w)(?:an?\s+|any\s+|some\s+)?(?:free\s+|cheap(?:er)?\s+|open[\s-]source\s+|good\s+|better\s+)?
        (?:alternatives?\s+to|substitutes?\s+for|replacements?\s+for|(?:software|tools?|packages?|program(?:me)?s?|apps?)
        \s+(?:other\s+than|instead\s+of|that\s+is\s+not|that\s+isn['’]?t))\s+""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINT = re.compile(
    r"(\s*(?:[,;/|\n•]|[.!?:](?=\s)|\s\+\s|&|\b(?:and/or|and|or|plus|also|as well as)\b)\s*)", re.IGNORECASE
)

# No name goes on behind these, and none of single letters behind a comma or a dot: "R? I am stuck", "R, I think".
_ENDS, _PAUSE = re.compile(r"\s*(?:[!?:;•\n]|\.\s*[A-Z])"), re.compile(r"\s*[,.]")
_OR, _AND = re.compile(r"\bor\b|/", re.IGNORECASE), re.compile(r"\band\b|[&+]|\bplus\b", re.IGNORECASE)
# "Only people who can teach it": whoever can comes before who is learning anyhow.
_WHO_TEACH = re.compile(
    r"(?:[\s,]+but)?[\s,]+(?:only\s+)?(?:people|somebody|someone|anybody|anyone|those)\s+who\s+(?:can|could|will|would)\s+"
    r"(?:teach|show|help|explain|train)(?:\s+(?:it|this|me|us))*[\s.?!]*$",
    re.IGNORECASE,
)

# Words that open or close a request. They go from the edges only, and never out of a skill that is known.
_OPENING = word_set(
    "any1 anyones btw gonna heya hiya ne1 pls plz some1 sum1 thx u ur wd wld cd cld dont doesnt didnt id ill ive",
    "a able about afternoon after all am an any anybody anyone are at available be been by can cannot cant colleagues",
    "conduct conducting could did dear do does doing done each else ever evening everybody everyone explain familiar",
    "find folks for from get give good got had hand happy has have having hello hey hi him how i id if im in into is",
    "it ive just kindly knack know knowing known knows lend like looking maybe me might morning my need needed needing",
    "needs of ok okay on one our out people perhaps please really recommend run running search searching seeking show",
    "should shows so somebody someone something struggle struggling stuck suggest talk teach teaches tell thanks that",
    "the their them there they think to trained trying understand understands up us use used uses using wanna want",
    "wanted wanting wants was we what whats where wheres which who whom whos whose will willing wish with wondering",
    "would wouldnt you your fluent speaks chat check checking discuss fix improve improving make sort sorting",
)
# Words that open a request only when another of these, or of those above, comes next: "experience of", "help with".
_OPENING_PAIRED = word_set(
    "ask asking brain brains consult contact contacting dm message pick picking ping speak speaking turn turning",
    "advice assistance background brush confident expert expertise experience experienced experts guidance guide help",
    "helped helping helps info information input knowledge knowledgeable learn learning lesson lessons network person",
    "skill skilled skills specialise specialises specialising specialist specialists start started support teaching",
    "tip tips train training tutor tutoring work worked working works",
)
_CLOSING = word_set(
    "already before better ever lately nowadays previously properly recently well",
    "a advice again any anybody anyone around asap at available can cheers could do does else etc expert experts folk",
    "folks for geek geeks guru gurus help here i if in is it just kind kindly knowledge lot me my need needed network",
    "not now of on our out pals people person please pls plz professional professionals quickly really skill skills",
    "some somebody someone soon sort specialist specialists stuff sure thank thanks that the there thx today together",
    "tomorrow tutor tutors urgently us very wanted we week who whizz with wizard wizards x xx you your",
)


# All of them, so that none is ever taken for a skill that is spelt alike.
REQUEST_WORDS = _OPENING | _OPENING_PAIRED | _CLOSING
_OPENING_NEXT = _OPENING | _OPENING_PAIRED | STOP_WORDS
_SAYS_NOTHING = FILLER_WORDS | STOP_WORDS
_UNKNOWING = {"not": ("know", "understand", "sure"), "sure": ("how", "what", "where")}


class Known(Protocol):
    """What is known by name, so that it is neither split nor stripped."""

    def exactly(self, spelt: Sequence[str]) -> Sequence[int]:
        """Return the skills of which these words, all of them, are a name."""

    def spans(self, spelt: Sequence[str], capitals: Collection[str] = ()) -> Sequence[Span]:
        """List the names inside a text."""


@dataclass(frozen=True, slots=True)
class Term:
    """One skill somebody wants, in their words; `capitals` are those of them in capitals, as they were typed.

    `spans` are the names in it, where they were looked for already.
    """

    words: tuple[str, ...]
    capitals: Mapping[str, str] = field(default_factory=dict, hash=False)
    spans: tuple[Span, ...] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.spell(0, len(self.words))

    def spell(self, start: int, end: int) -> str:
        """Write the words from `start` to `end` much as they were typed."""
        return " ".join(self.capitals.get(word, word) for word in self.words[start:end])


class Others(Enum):
    """Whether others of its kind will do for what was asked for: where nobody has it, "or similar", or in its place."""

    TOO = "too"
    INSTEAD = "instead"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question comes down to. No terms: it named no skill. `without` is whom it wished to leave out.

    `whole` are all its words, should they be one name that was only misspelt. `others` says that what is of its kind
    will do; `either`, that any of the terms will. `beyond` are those of a list that is too long to be looked for.
    """

    terms: tuple[Term, ...]
    whole: Term
    setting: Setting | None = None
    without: tuple[Group, ...] = ()
    others: Others | None = None
    either: bool = False
    beyond: tuple[Term, ...] = ()


def read(question: str, known: Known, mended: Callable[[Sequence[str]], Sequence[str]] = list) -> Asked:
    """Read a question; a text that is a known name as it stands is taken as that, whatever is in it.

    `mended` puts right what words are surely misspelt, to tell whether a name stands before a place.
    """
    text = question[:MOST_CHARACTERS]
    if whole := _as_it_stands(text, known):
        return Asked((whole,), whole)
    text, left_out = leave_out(text)
    text, setting = setting_of(text, lambda spelt: known.spans(mended(spelt)))
    text, others = _others(text)
    text = _ERRAND.sub(" ", _WHO_TEACH.sub(" ", text))
    said = _PURPOSE.sub(" ", text)
    wanted, whole, either = _terms(said, known)
    if not wanted and (purpose := _PURPOSE.search(text)) and purpose[0].lstrip().lower().startswith("with"):
        # Nothing else was wanted: help with my dissertation is about just that.
        found, all_of_it, _ = _terms(text, known)
        if any(known.exactly(term.words) for term in found):
            wanted, whole = found, all_of_it
    beyond = tuple(term for term in wanted[MOST_TERMS:] if term.spans or len(term.words) <= LONGEST_PART)
    return Asked(wanted[:MOST_TERMS], whole, setting, left_out, others, either, beyond)


def _terms(text: str, known: Known) -> tuple[tuple[Term, ...], Term, bool]:
    """Return what a text asks for, all of it as one, and whether any of these will do."""
    capitals = shouted(text)
    parted = _JOINT.split(text)
    either = any(_OR.search(joint) for joint in parted[1::2]) and not any(_AND.search(joint) for joint in parted[1::2])
    pieces = [words(piece) for piece in parted]
    passage = _Passage([word for piece in pieces for word in piece], capitals, known)
    terms: dict[tuple[str, ...], Term] = {}
    for start, end in _parts(parted, pieces, passage):
        term = passage.term(*_bare(passage, start, end))
        if term.spans or not _SAYS_NOTHING.issuperset(term.words):
            terms.setdefault(term.words, term)
    every = words(text)
    whole = passage.term(0, len(every)) if every == passage.words else _term(every, capitals)
    return tuple(terms.values()), whole, either


class _Passage:
    """The words of a question, in which names are looked for once, and not again in every part of it."""

    def __init__(self, spelt: list[str], capitals: Mapping[str, str], known: Known) -> None:
        self.words, self._capitals, self._known = spelt, capitals, known
        self._spans = known.spans(spelt, capitals)

    def spans(self, start: int, end: int) -> Sequence[Span]:
        """List the names in a part, counted from its beginning."""
        if end - start == len(self.words):
            return self._spans
        if self._reads_differently(start, end):
            return self._known.spans(self.words[start:end], self._capitals)
        inside = (each for each in self._spans if each.start >= start and each.end <= end)
        return [Span(each.start - start, each.end - start, each.skills) for each in inside]

    def _reads_differently(self, start: int, end: int) -> bool:
        """Whether other names may stand in a part than in the whole: where one is cut, or a letter stands at an edge.

        Whether a letter, or a word that is alone, is a name depends on what stands beside it.
        """
        cut = any(each.start < start < each.end or each.start < end < each.end for each in self._spans)
        return cut or end - start <= 1 or len(self.words[start]) == 1 or len(self.words[end - 1]) == 1

    def crosses(self, start: int, end: int, joint: str) -> bool:
        """Whether a name stands across some words, with others of it before and behind them; `joint` is how it goes on.

        A name that ends there is none.
        """
        across = [each for each in self._spans if each.start < start and each.end > end]
        longest = max((len(word) for each in across for word in self.words[each.start : each.end]), default=0)
        if across and (_ENDS.match(joint) or (longest == 1 and _PAUSE.match(joint))):
            self._spans = [each for each in self._spans if each not in across]
            return False
        return bool(across)

    def term(self, start: int, end: int) -> Term:
        """Return a part as a term."""
        return _term(self.words[start:end], self._capitals, tuple(self.spans(start, end)))


def _term(spelt: Sequence[str], capitals: Mapping[str, str], spans: tuple[Span, ...] | None = None) -> Term:
    return Term(tuple(spelt), {word: capitals[word] for word in spelt if word in capitals}, spans)


def _as_it_stands(text: str, known: Known) -> Term | None:
    spelt = words(text)
    # A short word alone in capitals is an acronym, though it be OR.
    alone = len(spelt) == 1 and spelt[0] in shouted(text) and 1 < len(spelt[0]) <= _SHORT_ACRONYM
    return Term(tuple(spelt), shouted(text)) if alone or (spelt and known.exactly(spelt)) else None


def _others(text: str) -> tuple[str, Others | None]:
    for wanted, phrases in ((Others.INSTEAD, (_INSTEAD,)), (Others.TOO, (_OR_SIMILAR, _SOMETHING_LIKE))):
        for phrase in phrases:
            left, found = phrase.subn(" ", text)
            if found and words(left):
                return left, wanted
    return text, None


def _parts(parted: Sequence[str], pieces: Sequence[list[str]], passage: _Passage) -> list[tuple[int, int]]:
    """Split at commas, slashes, "and" and "or", but not inside a name such as research and development.

    Of the pieces, the words of what is parted, every other one is such a joint.
    """
    at = len(pieces[0])
    parts = [(0, at)]
    signs = (f"{sign}{following[:1]}" for sign, following in zip(parted[1::2], parted[2::2], strict=True))
    for sign, joint, piece in zip(signs, pieces[1::2], pieces[2::2], strict=True):
        start, end = at + len(joint), at + len(joint) + len(piece)
        parts[-1:] = [(parts[-1][0], end)] if passage.crosses(at, start, sign) else [parts[-1], (start, end)]
        at = end
    return parts


def _bare(passage: _Passage, start: int, end: int) -> tuple[int, int]:
    """Take the request off both edges of what is wanted."""
    spelt = passage.words[start:end]
    # One word alone may be a name by its stem only: "teach me" is a request, though teaching is a skill.
    spans = [s for s in passage.spans(start, end) if s.end - s.start > 1 or spelt[s.start] not in REQUEST_WORDS]
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    first, last = 0, len(spelt)
    while first < last and first not in starts and _opens(spelt, first):
        first += 1
    while last > first and last not in ends and spelt[last - 1] in _CLOSING:
        last -= 1
    return start + first, start + last


def _opens(spelt: Sequence[str], at: int) -> bool:
    if spelt[at] in _OPENING:
        return True
    following = spelt[at + 1] if at + 1 < len(spelt) else ""
    paired = spelt[at] in _OPENING_PAIRED and following in _OPENING_NEXT
    return paired or following in _UNKNOWING.get(spelt[at], ())
