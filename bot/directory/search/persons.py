"""Telling the name of a person from the name of a skill: who is looked for by name is nobody's gap."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from bot.directory.model import Entry
from bot.directory.search.text import normalise, word_set, words

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
_MOST_WORDS = 3
# Taking a name with accents apart takes as long as looking at ten without.
_KEPT = 1 << 14
# What stands around a name in a question for somebody.
_AROUND = word_set(
    "a about address an and are at contact details do does email find for from get has have how i in is know",
    "lists mail me number of on our phone please reach skills telephone tell that the to what where which who",
    "whom with write",
)


def names_person(text: str, listed: Iterable[str], known: Callable[[str], bool]) -> bool:
    """Whether a text is somebody's name, or has one in it: of those `listed`, after a title, or as names are made.

    `known` says whether a word is in the name of a skill. Looks at everybody listed.
    """
    said = words(text)
    if not said:
        return False
    short = 1 < len(said) <= _MOST_WORDS
    if short and (said[0] in _TITLES or said[0] in GIVEN) and not any(map(known, said[1:])):
        return True
    those = frozenset(said)
    return any(_named(those, name) for name in listed)


def people_named(text: str, listed: Iterable[Entry]) -> list[Entry]:
    """List those of `listed` whom a text names, by their whole name or a part of it, in the order of their names."""
    those = frozenset(words(text)) - _TITLES - _AROUND
    if not those:
        return []
    return sorted((one for one in listed if _named(those, one.name)), key=lambda entry: (entry.name, entry.id))


def people_called(text: str, listed: Iterable[Entry]) -> list[Entry]:
    """List those of `listed` whose first, last or whole name a text is exactly, in the order of their names."""
    spelt = [word for word in words(text) if word not in _TITLES]
    those = (entry for entry, name in named_with(spelt, listed) if called(spelt, name))
    return sorted(those, key=lambda entry: (entry.name, entry.id))


def named_with(spelt: Sequence[str], listed: Iterable[Entry]) -> Iterator[tuple[Entry, list[str]]]:
    """Give those of `listed` in whose name any of these words may stand, each with the words of it."""
    those = frozenset(spelt)
    for entry in listed:
        if those and _may_hold(entry.name, those):
            yield entry, [word for word in _folded(entry.name).split() if word not in _TITLES]


def called(spelt: Sequence[str], name: Sequence[str], *, whole: bool = False) -> bool:
    """Whether words are somebody's first or last name, or several of all in order; `whole` asks for both of these."""
    if not (spelt and name) or (len(spelt) == 1 and len(spelt[0]) == 1):
        return False
    ends = (spelt[0] == name[0], spelt[-1] == name[-1])
    rest = iter(name)
    return (all(ends) if whole else any(ends)) and all(word in rest for word in spelt)


def _may_hold(listed: str, those: Iterable[str]) -> bool:
    """Whether any words may stand in a name; nearly everybody has another, which need not be taken apart to tell."""
    lowered = listed.lower().replace("'", "") if listed.isascii() else _folded(listed)
    return any(word in lowered for word in those)


@lru_cache(maxsize=_KEPT)
def _folded(listed: str) -> str:
    return normalise(listed)


def _named(those: frozenset[str], listed: str) -> bool:
    """Whether words are a name, or part of it, or hold all of it."""
    if not _may_hold(listed, those):
        return False
    name = _name(listed)
    return those <= name or (len(name) > 1 and name <= those)


def _name(listed: str) -> frozenset[str]:
    return frozenset(words(listed)) - _TITLES
