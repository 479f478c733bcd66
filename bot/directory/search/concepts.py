"""The concepts of a vocabulary, ready to be asked for: what every index of it begins with."""

from dataclasses import dataclass
from typing import ClassVar, Self
from weakref import WeakKeyDictionary

from bot.directory.search.holdings import Holdings
from bot.directory.search.names import Kind
from bot.directory.search.reading import Reader
from bot.directory.search.suggestions import Suggestions
from bot.directory.search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Concepts:
    """Nobody is listed here: each index has a copy, which costs a tenth of making it anew."""

    holdings: Holdings
    reader: Reader
    suggestions: Suggestions

    _made: ClassVar[WeakKeyDictionary[Vocabulary, "Concepts"]] = WeakKeyDictionary()

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Concepts":
        """Return the concepts of a vocabulary, made the first time."""
        return cls._made.get(vocabulary) or cls._made.setdefault(vocabulary, cls._make(vocabulary))

    @classmethod
    def _make(cls, vocabulary: Vocabulary) -> Self:
        holdings = Holdings(vocabulary)
        reader = Reader.of_concepts(holdings, vocabulary.examples)
        # A misspelling that the network taught is known as it stands alone: no other slip is put right to it.
        taught = (name for name in holdings.concepts if name.text in holdings.taught)
        reader.add([name for name in taught if name.kind is Kind.LABEL or not reader.mending.words(name.content)])
        holdings.mended, holdings.cut_short = reader.mending.all, reader.cut_short
        suggestions = Suggestions(holdings, reader.spelling)
        suggestions.add(holdings.concepts)
        return cls(holdings, reader, suggestions)
