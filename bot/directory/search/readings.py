"""What was read in a question, whoever read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.directory.search.labels import Said

# Scores, 0 to 1. Measured on tests/directory/questions.toml and the development benchmark: from 0.66 up, nineteen in
# twenty right readings are kept and seven in ten wrong ones refused (`make bench` prints the table).
LEAST = 0.66
# From here on words are a name as it stands, if misspelt.
NEARLY = 0.74
# What is read with words mended is as sure as this at most: less than a name as it stands, inside a text or not.
MENDED = 0.96
# From here on the words themselves say what is meant.
SURE = 0.97
# So many skills may be meant by the same words.
MOST_ALIKE = 3
# What a name counts beside a more telling one in the same text: a press release is more than any writing.
BESIDE = 0.9


@dataclass(frozen=True, slots=True)
class Reading:
    """`skills` are the numbers of what is meant, best first; none when nothing is near enough. `near` are near misses.

    `corrections` pairs a word as typed with the word it was read as. `said` are the words, mended, that a name has.
    `weight` is less than 1 for the lesser names inside one text.
    """

    typed: str
    skills: tuple[int, ...]
    score: float
    corrections: tuple[tuple[str, str], ...] = ()
    near: tuple[int, ...] = ()
    said: Said | None = None
    weight: float = 1.0


def skills_of(readings: Iterable[Reading]) -> list[int]:
    """List the skills of all readings, in their order."""
    return [skill for reading in readings for skill in reading.skills]


def uncorrected(reading: Reading) -> Reading:
    """Return what was read without its corrections: nothing, if it needed any; what it was is a near miss then."""
    if not reading.corrections:
        return reading
    return Reading(reading.typed, (), 0.0, near=(*reading.skills, *reading.near))
