"""Telling the name of a person from the name of a skill: who is looked for by name is nobody's gap."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from bot.directory.model import Entry
from bot.directory.search.misspelt import one_slip_from
from bot.directory.search.registers import Register
from bot.directory.search.text import FILLER_WORDS, STOP_WORDS, word_set, words

_SAYS_NOTHING = STOP_WORDS | FILLER_WORDS
_TITLES = word_set("dame doctor dr lady lord miss mr mrs ms mx prof professor rev sir")
# Common in the United Kingdom, of whatever origin; only before another word that is in no skill's name.
GIVEN = word_set(
    "aaron abdul abigail adam adrian agnieszka ahmed aidan aisha alan alexander alexandra alice alison alistair",
    "amanda amina amy andrea andrew angela anna anne anthony arthur aryan asha ayesha barbara beatrice ben benjamin",
    "beth bethan brian bronwen callum carol caroline catherine ceri charles charlotte chidi chinedu chloe chris",
    "christine christopher claire clare colin craig daniel danielle david deborah deepak denise diana diane dominic",
    "donna dorothy edward eileen elaine eleanor elizabeth ella emily emma eric eve ewa farah fatima fiona florence",
    "frances francesca fraser gareth gary gemma geoffrey george georgina geraint gillian gordon graham gwen hannah",
    "harriet harry hassan heather helen henry hussain ian ibrahim imran isaac isabel isabella jack jacob jacqueline",
    "jake james jane janet jasmine jason jennifer jeremy jessica jill joan joanna joanne john jonathan joseph joshua",
    "joyce judith julia julian julie karen katarzyna kate katherine kathleen katie keith kelly kenneth kerry kevin",
    "khadija kieran kirsty kwame laura lauren leah leanne lee leila lewis liam linda lisa louise lucy luke lynn",
    "maeve magdalena malcolm margaret maria marie mariam martin mary maryam matthew megan melanie michael michelle",
    "mohamed mohammad mohammed molly monika muhammad nadia natalie natasha nathan neil niamh nicholas nicola nigel",
    "nikhil noor oliver olivia omar owen patricia patrick paul paula pauline peter philip phoebe piotr priya rachel",
    "raj rajesh rebecca rhiannon rhys richard robert ronald rosa rosemary ruth ryan sabrina sally samantha samira",
    "samuel sandra sanjay sara sarah sean sharon shirley sian simon siobhan sophia sophie stella stephanie stephen",
    "steven stuart susan suzanne tariq teresa thomas timothy tomasz tracey valerie vanessa victoria vikram vincent",
    "virginia wayne wendy william yasmin yusuf yvonne zainab zara zoe",
)
# Common in the United Kingdom too, and no ordinary words.
FAMILY = word_set(
    "ahmed ali begum campbell clarke davies edwards evans griffiths harris hughes hussain jackson johnson jones kaur",
    "khan lewis macdonald morgan murphy patel roberts robinson singh smith stewart taylor thomas thompson williams",
    "wilson",
)
# Titles that are nothing else; MS is an illness, a miss and a lord may stand in anything.
_SURE_TITLES = word_set("dr mr mrs prof professor")
# Somebody whom a question gives a name, and not a tool or a method that is called so.
_CALLED_SO = re.compile(
    r"""\b(?:any(?:one|body)|some(?:one|body)|person|people|member|man|woman|guy|lady|colleague|researcher|doctor|nurse
        |professor|there|who(?:\s+is|['’]s)|is)
    (?:\s+(?:here|there|else|is|are|at\s+\w+|in\s+\w+))?\s+(?:called|named|surnamed|by\s+the\s+name\s+of)\s+
    (?P<name>[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*)?)
    |\b(?P<whose>[^\W\d_][\w-]*['’]s)\s+(?:e-?mail|phone|number|address|contact)
    |\b(?:who|where)(?:\s+is|['’]s)\s+(?P<who>[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*)?)\s*\??\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_MOST_WORDS = 3
_POSSESSIVE = re.compile(r"['’]s(?=\W*$)", re.IGNORECASE)
# One word alone may be a slip of a name from so many letters on: Wolof is no Wolf.
_SHORTEST_ALONE = 6
_BEGINNINGS = word_set("d mac mc o")
# With fewer letters, one slip makes another name: Anne, Anna.
SHORTEST_SLIP = 5
# So many letters are a name's beginning: Gwen, of Gwendolyn.
_BEGINNING = 4
# What stands around a name in a question for somebody.
_AROUND = word_set(
    "a about address an and are at contact details do does email find for from get has have how i in is know",
    "lists mail me number of on our phone please reach skills telephone tell that the to what where which who",
    "whom with write",
)


class Roster:
    """Those of `people` who bear a word in their name; who are on it are in `people`, by their place on the ring."""

    def __init__(self, people: Mapping[int, Entry]) -> None:
        self._people = people
        self._bearing = Register()
        # By how they begin, the longer words that are borne.
        self._begun: dict[str, set[str]] = {}

    def put(self, entry: Entry, place: int) -> None:
        """Note what somebody is called."""
        for word in set(name_words(entry.name)):
            if self._bearing.enter(word, place) and len(word) > _BEGINNING:
                self._begun.setdefault(word[:_BEGINNING], set()).add(word)

    def drop(self, entry: Entry, place: int) -> None:
        """Forget what somebody was called."""
        for word in set(name_words(entry.name)):
            if self._bearing.strike(word, place) and len(word) > _BEGINNING:
                begun = self._begun[word[:_BEGINNING]]
                begun.remove(word)
                if not begun:
                    del self._begun[word[:_BEGINNING]]

    def bears(self, word: str) -> bool:
        """Whether a word is in the name of anybody."""
        return word in self._bearing

    def slip_of(self, word: str) -> str:
        """Return the word of a name that a word of no name is one slip away from, or else begins; empty when none is.

        So it is when several are. A slip is a letter left out, too many or another, or two that changed places.
        """
        if len(word) < _BEGINNING or word in self._bearing:
            return ""
        slips = one_slip_from(word) if len(word) >= SHORTEST_SLIP else ()
        near = {each for each in slips if each in self._bearing}
        near = near or {each for each in self._begun.get(word[:_BEGINNING], ()) if each.startswith(word)}
        return near.pop() if len(near) == 1 else ""

    def beside(self, word: str, other: str, *, behind: bool) -> str:
        """Return what a word was meant to be that stands beside `other`, of one name; empty when that is not clear.

        It may be spelt with a slip, however short it is; `behind` it, a letter may stand for the last word.
        """
        names = [name for _, name in self.with_any([other]) if len(name) > 1]
        if len(word) == 1:
            meant = {name[-1] for name in names if behind and name[0] == other and name[-1].startswith(word)}
        else:
            meant = {part for name in names for part in name if part != other}.intersection(one_slip_from(word))
        return meant.pop() if len(meant) == 1 else ""

    def with_any(self, spelt: Iterable[str]) -> Iterator[tuple[Entry, list[str]]]:
        """Give everybody in whose name any of these words stands, each with the words of it."""
        places = {place for word in spelt for place in self._bearing.get(word, ())}
        for entry in map(self._people.__getitem__, places):
            yield entry, name_words(entry.name)

    def holds_name(self, text: str, known: Callable[[str], bool], question: str = "") -> bool:
        """Whether a text is somebody's name, or has one in it: of those here, after a title, or as names are made.

        `known` says whether a word is in the name of a skill; the `question` that it is of may say that it is a name.
        """
        if not _called_so(question).isdisjoint(words(text)):
            return True
        said = _joined(words(text))
        if _is_name(said, known) or _is_titled(said, known):
            return True
        if any(_named(frozenset(said), name) for _, name in self.with_any(said)):
            return True
        if any(self._is_told(word) and not known(word) for word in said):
            return True
        may_slip = len(said) > 1 or len(text.strip()) >= _SHORTEST_ALONE
        return may_slip and not any(map(known, said)) and bool(self.misspelt(text))

    def _is_told(self, word: str) -> bool:
        """Whether a word of other words is somebody's: not what says nothing, nor a letter."""
        return len(word) > 1 and word in self._bearing and word not in _SAYS_NOTHING

    def named(self, text: str) -> list[Entry]:
        """List whom a text names, by their whole name or a part of it, in the order of their names."""
        those = frozenset(_joined(words(text))) - _TITLES - _AROUND
        return _ordered(entry for entry, name in self.with_any(those) if _named(those, name))

    def within(self, text: str, known: Callable[[str], bool]) -> tuple[list[Entry], str]:
        """List whom a part of a text names, and return what else is in it; `known` words alone are nobody's name."""
        pieces = [(piece, words(_POSSESSIVE.sub("", piece))) for piece in text.split()]
        for size in range(min(_MOST_WORDS, len(pieces)), 0, -1):
            for at in range(len(pieces) - size + 1):
                spelt = _joined([word for _, spelt in pieces[at : at + size] for word in spelt])
                if not all(map(self.bears, spelt)) or (size == 1 and any(map(known, spelt))):
                    continue
                named = [entry for entry, name in self.with_any(spelt) if called(spelt, name, whole=size > 1)]
                if named:
                    rest = (*pieces[:at], *pieces[at + size :])
                    return _ordered(named), " ".join(piece for piece, spelt in rest if not _TITLES.issuperset(spelt))
        return [], text

    def misspelt(self, text: str) -> list[Entry]:
        """List whom a text is meant to name that has a slip in it, or more, in the order of their names."""
        spelt = [word for word in name_words(text) if word not in _AROUND]
        if not 0 < len(spelt) <= _MOST_WORDS:
            return []
        sure = [word if word in self._bearing else self.slip_of(word) for word in spelt]
        first = next(filter(None, sure), "")
        meant = [said or self.beside(word, first, behind=False) for word, said in zip(spelt, sure, strict=True)]
        return self.named(" ".join(meant)) if all(meant) and meant != spelt else []

    def called(self, text: str) -> list[Entry]:
        """List whose first, last or whole name a text is exactly, in the order of their names."""
        spelt = name_words(text)
        return _ordered(entry for entry, name in self.with_any(spelt) if called(spelt, name))

    def bearing(self, name: str) -> list[Entry]:
        """List who has this very name, however it is spelt and whatever their titles, in the order of their names."""
        return _ordered(entry for entry, _ in self.with_any(name_words(name)) if same_name(entry.name, name))


def _called_so(question: str) -> frozenset[str]:
    """Return the words of names that a question gives to somebody: anybody called Fenn, who is Fenn, Fenn's address."""
    found = (match["name"] or match["whose"] or match["who"] for match in _CALLED_SO.finditer(question))
    return frozenset(word for name in found for word in words(name))


def _is_name(said: Sequence[str], known: Callable[[str], bool]) -> bool:
    """Whether words are made as names are: with a given name or a title before, or a family's behind, no known word."""
    if not 1 <= len(said) <= _MOST_WORDS:
        return False
    if len(said) == 1:
        return (said[0] in GIVEN or said[0] in FAMILY) and not known(said[0])
    begins = (said[0] in _TITLES or said[0] in GIVEN) and not any(map(known, said[1:]))
    # Braun and Clarke wrote of a method.
    return begins or (said[-1] in FAMILY and "and" not in said and not any(map(known, said[:-1])))


def _is_titled(said: Sequence[str], known: Callable[[str], bool]) -> bool:
    """Whether a title stands before what is no known word, wherever in a text: boss Dr Smith shouts."""
    return any(title in _SURE_TITLES and not known(name) for title, name in pairwise(said))


def called(spelt: Sequence[str], name: Sequence[str], *, whole: bool = False) -> bool:
    """Whether words are somebody's first or last name, or several of all in order; `whole` asks for both of these."""
    if not (spelt and name) or (len(spelt) == 1 and len(spelt[0]) == 1):
        return False
    ends = (spelt[0] == name[0], spelt[-1] == name[-1])
    rest = iter(name)
    return (all(ends) if whole else any(ends)) and all(word in rest for word in spelt)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one to whoever reads them: O’Rourke, O Rourke and Dr O'Rourke."""
    return "".join(name_words(one)) == "".join(name_words(other))


def _named(those: frozenset[str], name: Collection[str]) -> bool:
    """Whether words are a name, or part of it, or hold all of it."""
    return those.issubset(name) or (len(name) > 1 and those.issuperset(name))


def name_words(text: str) -> list[str]:
    """List the words of a name in one writing, without titles: Dr O’Rourke is orourke."""
    # What most names are made of is in one writing already, and a million of them are read at a start.
    plain = text.isascii() and text.replace(" ", "").isalnum()
    return [word for word in _joined(text.lower().split() if plain else words(text)) if word not in _TITLES]


def _joined(spelt: list[str]) -> list[str]:
    """Write what begins some names together with the rest: O Rourke is O’Rourke."""
    if _BEGINNINGS.isdisjoint(spelt[:-1]):
        return spelt
    found: list[str] = []
    for word in spelt:
        if found and found[-1] in _BEGINNINGS:
            found[-1] += word
        else:
            found.append(word)
    return found


def _ordered(people: Iterable[Entry]) -> list[Entry]:
    return sorted(people, key=lambda entry: (entry.name, entry.id))
