"""How the cost of a question grows with people and with skills, as a table and as a picture."""

from collections.abc import Iterator
from pathlib import Path

from bot.directory.finder import made_anew
from bot.directory.model import Entry
from bot.directory.search.vocabulary import Vocabulary
from config.vocabulary import load_vocabulary
from tests.bench.chart import Line, Panel, svg
from tests.bench.crowd import labels, people, questions
from tests.bench.peers import peers
from tests.bench.timing import at, timed

_PEOPLE = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
_MANY_PEOPLE = (300_000, 1_000_000)
_SKILLS_ASKED_OF = 5_000
_SKILLS = (700, 1_500, 3_000, 6_000, 12_000, 24_000)
_PEOPLE_ASKED = 30_000
# Beyond, the others take minutes.
_MOST_BESIDE = 10_000
_QUESTIONS, _QUESTIONS_BESIDE = 400, 12
_SHOWN = 10
_ALTERNATIVE = "Milliseconds a question, by people and by skills, here and with others; the table says it in figures."

_Points = dict[str, list[tuple[float, float]]]


def draw(path: Path, *, million: bool) -> None:
    """Measure, print the table, and write the picture."""
    vocabulary = load_vocabulary()
    print(f"\n| people | skills | engine | p50 ms | p99 ms |\n|{'---:|' * 2}---|{'---:|' * 2}")
    by_people: _Points = {}
    for size in (*_PEOPLE, *(_MANY_PEOPLE if million else ())):
        _measure(vocabulary, size, _SKILLS_ASKED_OF, by_people, size)
    by_skills: _Points = {}
    for count in _SKILLS:
        _measure(vocabulary, _PEOPLE_ASKED, count, by_skills, count)
    panels = [
        Panel(f"{_SKILLS_ASKED_OF:,} skills", "people", "milliseconds a question", _lines(by_people)),
        Panel(f"{_PEOPLE_ASKED:,} people", "skills", "milliseconds a question", _lines(by_skills)),
    ]
    path.write_text(svg(panels, _ALTERNATIVE), encoding="utf-8")
    print(f"\nDrawn: {path}")


def _measure(vocabulary: Vocabulary, size: int, skills: int, points: _Points, at_x: int) -> None:
    listed = labels(vocabulary, skills)
    crowd = people(listed, size)
    for name, times in _engines(vocabulary, crowd, questions(listed, _QUESTIONS)):
        p50, p99 = at(times, 0.5), at(times, 0.99)
        print(f"| {size:,} | {len(listed):,} | {name} | {p50:.3f} | {p99:.3f} |", flush=True)
        points.setdefault(f"{name}, p50" if name == "ours" else name, []).append((at_x, p50))
        if name == "ours":
            points.setdefault("ours, p99", []).append((at_x, p99))


def _engines(vocabulary: Vocabulary, crowd: list[Entry], asked: list[str]) -> Iterator[tuple[str, list[float]]]:
    index = made_anew(crowd, vocabulary)
    yield "ours", list(timed(lambda question: index.find(question).matches(0, _SHOWN), asked).cpu)
    if len(crowd) <= _MOST_BESIDE:
        for name, ask in peers(crowd):
            # The work of a server is done elsewhere: the others are timed by the clock.
            yield name, list(timed(ask, asked[:_QUESTIONS_BESIDE]).wall)


def _lines(points: _Points) -> list[Line]:
    return [Line(name, each) for name, each in points.items()]
