"""Whether somebody may be in danger: it decides how large the help lines are shown to them.

In the search for a skill it also decides that they come before people, or instead of them. What it heard is not
logged, counted, reported or kept, and no message is blocked because of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´*](?=\w)")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[.!?;:\n…]+")
_ALTERNATIVES = re.compile(r"\[([^\]\[]+)\]")
_KIND = re.compile(r"@([a-z_]+)(\??)")
_WRITTEN = re.compile(r"[a-z ]+")
_SELF = re.compile(r"(?<!\S)(?:i|im|ive|id|ill|me|my|myself)(?!\S)")
_BY_AUTHOR = re.compile(r"(?<!\S)(?:i|im|ive|id|ill)(?: (?:also|honestly|just|now|really|simply|still))? $")
# Without “ill”, which some people are.
_MINE = re.compile(r"(?<!\S)(?:i|im|ive|me|my|myself)(?!\S)")
_OURS = re.compile(r"(?<!\S)(?:i|im|ive|me|my|myself|we|us|our)(?!\S)")
_SIGNS = {"…": r"(?:\S+ ){0,2}", ".": "$", "^": r"\A"}
_NO_SIGNS = str.maketrans(dict.fromkeys("|….^", " "))
_PARTS = (
    "plain",
    "topics",
    "told",
    "unkind",
    "hints",
    "stories",
    "others",
    "asking",
    "work",
    "tasks",
    "idioms",
    "misspelt",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisWords:
    """What is listened for; see config/crisis.toml, which is where it is written."""

    plain: re.Pattern[str]
    topics: re.Pattern[str]
    told: re.Pattern[str]
    unkind: re.Pattern[str]
    hints: re.Pattern[str]
    stories: re.Pattern[str]
    others: re.Pattern[str]
    asking: re.Pattern[str]
    work: re.Pattern[str]
    tasks: re.Pattern[str]
    idioms: re.Pattern[str]
    misspelt: Sequence[str]
    short: Mapping[str, str]

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Self:
        """Read the phrases of each part; raises ValueError with a sentence that names what cannot be read."""
        for part in _PARTS:
            if not isinstance(table.get(part), list) or not all(isinstance(one, str) for one in table[part]):
                raise ValueError(f"“{part}” has to be a list of phrases.")
        kinds = _kinds(table.get("kinds", {}))
        patterns = {part: _pattern(table[part], kinds) for part in _PARTS[:-1]}
        short = {long: word for word, longer in table.get("short", {}).items() for long in longer}
        return cls(**patterns, misspelt=tuple(table["misspelt"]), short=short)

    def heard(self, text: str) -> bool:
        """Whether the author should be shown the help lines large."""
        return any(map(self._heard, self._said(text))) or self._for_another(text)

    def surely(self, text: str) -> bool:
        """Whether a search tells of danger to whoever asks: nobody is looked for then."""
        return any(map(self._surely, self._said(text)))

    def perhaps(self, text: str) -> bool:
        """Whether a search may tell of what happens to whoever asks, and may as well be about a skill."""
        return any(map(self._perhaps, self._said(text))) or self._for_another(text) or self.harmed(text)

    def harmed(self, text: str) -> bool:
        """Whether a search tells that somebody is unkind to whoever asks, or feared by them, or that they are lonely.

        Nobody is looked for then, who might be the one that is feared.
        """
        return any(map(self._harmed, self._said(text)))

    def told_of(self, text: str) -> bool:
        """Whether a search tells of oneself and others: what is no skill in it is somebody's own, and not kept."""
        return any(map(self.stories.search, self._sentences(text)))

    def told_by(self, text: str) -> bool:
        """Whether that is told by whoever is in it, without a word of work or a task, and may ask for support."""
        own = (said for said in self._sentences(text) if self.stories.search(said) and _MINE.search(said))
        return any(not (self.work.search(said) or self.tasks.search(said)) for said in own)

    def touched(self, text: str) -> bool:
        """Whether a text is about danger at all, be it somebody's field of work."""
        about = (self.topics.search(words) or self.others.search(words) for words in self._sentences(text))
        hinted = (self._hinted(said) and not self._harmed(said) for said in self._said(text))
        return any(about) or self.heard(text) or any(hinted)

    def _for_another(self, text: str) -> bool:
        """Whether somebody asks what to do for another who is in danger; the two may stand in two sentences."""
        told = list(self._sentences(text))
        return any(map(self.others.search, told)) and any(map(self.asking.search, told))

    def _heard(self, said: str) -> bool:
        return bool(self.plain.search(said) or (self.topics.search(said) and self._own(said)))

    def _surely(self, said: str) -> bool:
        """Beside words of work, only what names oneself counts: “cannot go on” may be what participants say."""
        theirs = self.work.search(said) or (self.topics.search(said) and not _SELF.search(said))
        return any(
            not theirs or _SELF.search(found[0]) or _BY_AUTHOR.search(said[: found.start()])
            for found in self.plain.finditer(said)
        )

    def _perhaps(self, said: str) -> bool:
        if self.plain.search(said):
            return bool(_SELF.search(said) or not self.work.search(said))
        return bool((self.topics.search(said) or self.unkind.search(said)) and self._own(said))

    def _harmed(self, said: str) -> bool:
        """Beside words of work or a task, only what names oneself counts: “shouted at” may be what nurses are."""
        theirs = self.work.search(said) or self.tasks.search(said)
        if not theirs and (self._hinted(said) or (self.unkind.search(said) and _SELF.search(said))):
            return True
        return any(not theirs or _OURS.search(found[0]) for found in self.told.finditer(said))

    def _hinted(self, said: str) -> bool:
        """Whether a word of harm stands beside oneself, and none of work."""
        return bool(self.hints.search(said) and _MINE.search(said) and not self.work.search(said))

    def _own(self, said: str) -> bool:
        return bool(_SELF.search(said) and not self.work.search(said))

    def _said(self, text: str) -> Iterator[str]:
        """Read each sentence without its figures of speech."""
        return (self.idioms.sub("", words) for words in self._sentences(text))

    def _sentences(self, text: str) -> Iterator[str]:
        return map(self._words, _SENTENCE.split(_plain(text)))

    def _words(self, sentence: str) -> str:
        said = "".join(f"{self._mended(word)} " for word in _WORD.findall(sentence))
        for long, word in self.short.items():
            said = re.sub(rf"(?<!\S){long} ", f"{word} ", said)
        return said

    def _mended(self, word: str) -> str:
        """Return the word that is meant by one that is nearly it."""
        if len(word) < min(map(len, self.misspelt), default=0) - 1:
            return word
        found = process.extractOne(word, self.misspelt, scorer=OSA.distance, score_cutoff=1)
        return found[0] if found else word


def _plain(text: str) -> str:
    """Read a text as it sounds: small letters, without accents, apostrophes, hidden characters and drawn-out vowels."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(c for c in apart if unicodedata.category(c) not in {"Cf", "Mn"})
    return _DRAWN_OUT.sub(r"\1", _APOSTROPHES.sub("", seen))


def _kinds(table: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Write each kind of words as alternatives, with those of the kinds that stand in it and before it."""
    kinds: dict[str, str] = {}
    for kind, written in table.items():
        kinds[kind] = "|".join(_with_kinds(words, kinds) for words in written)
    return kinds


def _with_kinds(written: str, kinds: Mapping[str, str]) -> str:
    """Put the words of a kind for its name, as alternatives."""

    def words(found: re.Match[str]) -> str:
        if found[1] not in kinds:
            raise ValueError(f"“{written}” cannot be read: there is no kind “{found[1]}”.")
        return kinds[found[1]] + "|" * bool(found[2])

    return _KIND.sub(words, written)


def _pattern(phrases: Iterable[str], kinds: Mapping[str, str]) -> re.Pattern[str]:
    """Join phrases into one pattern over words each of which a space follows."""
    joined = "|".join(_phrase(written, kinds) for written in phrases)
    return re.compile(rf"(?<!\S)(?:{joined})" if joined else r"(?!)")


def _phrase(written: str, kinds: Mapping[str, str]) -> str:
    """Turn `i … [want|wish] [to|] die` into a pattern."""
    alone = re.sub(r"(?<!\S)(@[a-z_]+\??)(?!\S)", r"[\1]", written)
    whole = _with_kinds(alone, kinds)
    if not _WRITTEN.fullmatch(_ALTERNATIVES.sub(r"\1", whole).translate(_NO_SIGNS)):
        raise ValueError(f"“{written}” cannot be read: write small letters, [a|b], @kind, …, ^ and . alone.")
    pattern = ""
    for piece in re.findall(r"\[[^\]]+\]|\S+", whole):
        words = dict.fromkeys(piece.strip("[]").split("|"))
        if piece in _SIGNS:
            pattern += _SIGNS[piece]
        else:
            ways = [f"(?:{'|'.join(word for word in words if word and word not in _SIGNS)}) "]
            ways += [_SIGNS[word] for word in words if word in _SIGNS]
            pattern += f"(?:{'|'.join(ways)})" + "?" * ("" in words)
    return pattern
