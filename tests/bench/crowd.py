"""A network to search in, as large as one likes, and what is asked there: all of it made up, the same every time."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate, cycle, islice

from bot.directory.model import Consent, Entry, Setting
from bot.directory.search.vocabulary import Vocabulary

_KINDS = ("", "", "", "for schools", "in practice", "with families", "online", "for nurses")
_LETTERS = "etaoinshrdlucmfwypvbgkqjxz"


def labels(vocabulary: Vocabulary, count: int | None = None) -> list[str]:
    """List what every concept is called; with a `count`, what it is called too, and skills in no vocabulary."""
    called = [concept.label for concept in vocabulary]
    if count is None:
        return called
    names = [name for concept in vocabulary for name in (concept.label, *concept.aliases)]
    found = dict.fromkeys([*called, *names])
    invented = _invented(names)
    while len(found) < count:
        found[next(invented)] = None
    return list(islice(found, count))


def _invented(names: Sequence[str]) -> Iterator[str]:
    dice = random.Random(6)  # noqa: S311 - the same skills every time
    while True:
        one, other = dice.sample(names, 2)
        yield f"{one.split()[0]} {other.split()[-1]} {dice.choice(_KINDS)}".strip()


def people(skills: Sequence[str], size: int) -> list[Entry]:
    """Make people up: a few skills are very common and most are rare, as in a real network."""
    dice = random.Random(7)  # noqa: S311 - the same network every time
    listed = dice.sample(skills, len(skills))
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(listed))))
    places = [frozenset({setting}) for setting in Setting]
    return [
        Entry(
            id=f"{number:06}",
            name=f"Person {number}",
            settings=dice.choice(places),
            skills=tuple(dict.fromkeys(dice.choices(listed, cum_weights=weights, k=dice.randint(2, 8)))),
            consent=Consent.GIVEN,
        )
        for number in range(size)
    ]


def questions(names: Sequence[str], count: int) -> list[str]:
    """Ask as people do: as it is called, with a slip, for two at once, for what nobody has."""
    dice = random.Random(8)  # noqa: S311 - the same questions every time
    asked: list[str] = []
    while len(asked) < count:
        one, other = dice.sample(names, 2)
        at = dice.randrange(len(one))
        asked += [
            one,
            one[:at] + one[at + 1 :],
            f"can anyone help me with {one} or {other}?",
            f"{one} {dice.choice(['zeppelins', 'for quilting', 'on Mars'])}",
        ]
    return asked[:count]


def hostile(names: Sequence[str]) -> list[str]:
    """Ask what is meant to take long: far too much, repeated, joined by or, nearly spelt, in every script."""
    dice = random.Random(9)  # noqa: S311 - the same questions every time
    slips = [name[:3] + name[4:] for name in names]
    words = [word for name in names for word in name.split() if len(word) > 1]
    common = sorted(set(words), key=lambda word: (-words.count(word), word))[:50]
    every = ["a" * 10_000, "ab" * 5_000, "analysis" * 1_250, _LETTERS * 385, "e" * 200, _LETTERS * 8, "tion" * 50]
    every += [
        joint * 5_000 for joint in (",;", "((", "or ", " & ", "\n/", "<@", "'s", "not ", "++", "🙂", "\u0301e", "שלום ")
    ]
    every += [f"{word} " * 1_500 for word in ("analysis", "anlysis", "R", "the", "not academic", "research health")]
    for joint in (" or ", " ", ", ", "/", ""):
        every += [joint.join(dice.sample(each, 60)) for each in (names, slips, words)]
        every += [joint.join(dice.sample(common, 8)), joint.join(common)]
    every += [" or ".join(f"{word}{letter}" for word in dice.sample(common, 6)) for letter in "sxe"]
    every += ["".join(dice.choices(_LETTERS, k=size)) for size in (4, 8, 12, 20, 60, 200)]
    every += [" ".join("".join(dice.choices(_LETTERS[:9], k=7)) for _ in range(40)) for _ in range(5)]
    every += [question + " " + "x" * 200 for question in islice(cycle(common), 5)]
    return every
