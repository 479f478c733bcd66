"""Skills found by what their names mean, where something that knows is installed; the search does without it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from bot.directory.search.holdings import Holdings

# More names than these are not learnt: the rarest skills of a very large directory.
_MOST_NAMES = 10_000
# So many names of a skill tell what it means.
_NAMES_EACH = 8
_NEAREST = 5


# What a text means: how likely each concept is, by its label, as a logarithm.
Opinion = Callable[[str], Mapping[str, float]]


class Meaning(Protocol):
    """Skills by their names, found by what a text means. Each index has one of its own."""

    def learn(self, names: Mapping[int, Sequence[str]]) -> None:
        """Know skills by these names, instead of any they had; this may take some milliseconds a name."""

    def forget(self, skill: int) -> None:
        """Know a skill no more; unknown ones are ignored."""

    def nearest(self, text: str, limit: int) -> list[tuple[int, float]]:
        """List at most so many skills, the nearest first, each once, with a likeness of at most 1."""

    def opinion(self, text: str) -> Mapping[str, float]:
        """Return how likely each concept is what somebody needs who types a text, by its label, as a logarithm.

        Empty where no examples taught it that.
        """


class Meant:
    """Keeps a `Meaning` at what the network lists.

    What nobody lists is known by its label alone: it is there to be nearer than what somebody lists.
    """

    def __init__(self, holdings: Holdings, meaning: Meaning) -> None:
        self._holdings = holdings
        self._meaning = meaning
        self._learnt: dict[int, tuple[str, ...]] = {}
        self._stale = True

    def changed(self) -> None:
        """Take note that other skills are listed."""
        self._stale = True

    def opinion(self, text: str) -> Mapping[str, float]:
        """Return how likely each concept is what a text asks for, by its label, as a logarithm; empty if unknown."""
        return self._meaning.opinion(text)

    def nearest(self, text: str) -> list[tuple[int, float]]:
        """List the skills nearest to a text, with their likeness."""
        self.learn()
        return self._meaning.nearest(text, _NEAREST)

    def likeness(self, text: str) -> Mapping[int, float]:
        """Return how alike in meaning a text is to each skill."""
        self.learn()
        return dict(self._meaning.nearest(text, len(self._learnt)))

    def learn(self) -> None:
        """Learn what is new, and forget what is gone."""
        if not self._stale:
            return
        wanted = self._wanted()
        for skill in self._learnt.keys() - wanted.keys():
            self._meaning.forget(skill)
        self._meaning.learn({skill: names for skill, names in wanted.items() if self._learnt.get(skill) != names})
        self._learnt, self._stale = wanted, False

    def _wanted(self) -> dict[int, tuple[str, ...]]:
        skills = self._holdings.skills
        wanted: dict[int, tuple[str, ...]] = {}
        names = 0
        for skill in sorted(skills, key=lambda one: (-len(skills[one].reach), one)):
            wanted[skill] = self._names(skill)
            names += len(wanted[skill])
            if names > _MOST_NAMES:
                break
        return wanted

    def _names(self, skill: int) -> tuple[str, ...]:
        label = self._holdings.skills[skill].label
        if not self._holdings.held(skill):
            return (label,)
        listed = sorted({each.said.text for each in self._holdings.labelled(skill)})
        known = [name.text for name in self._holdings.names.of(skill)]
        return tuple(dict.fromkeys([label, *listed[:_NAMES_EACH], *known[:_NAMES_EACH]]))
