"""The port to whatever knows what words mean, should it be installed; the search does without it."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Meaning(Protocol):
    """Skills by their names, found by what a text means. Each index has one of its own."""

    def learn(self, names: Mapping[int, Sequence[str]]) -> None:
        """Know skills by these names, instead of any they had; this may take some milliseconds a name."""

    def forget(self, skill: int) -> None:
        """Know a skill no more; unknown ones are ignored."""

    def nearest(self, text: str, limit: int) -> list[tuple[int, float]]:
        """List at most so many skills, the nearest first, each once, with a likeness of at most 1."""
