"""How long an engine takes for a question, by the clock and by the processor."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Ask = Callable[[str], object]

_TIMES = 3


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds per question, shortest first: by the clock, and of this thread's work alone."""

    wall: Sequence[float]
    cpu: Sequence[float]


def timed(ask: Ask, questions: Iterable[str], times: int = _TIMES) -> Times:
    """Time questions; of several times each the best, so that other programs count as little as may be."""
    took = [[_milliseconds(ask, question) for _ in range(times)] for question in questions]
    wall, cpu = (sorted(min(each[which] for each in one) for one in took) for which in (0, 1))
    return Times(wall, cpu)


def _milliseconds(ask: Ask, question: str) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.thread_time()
    ask(question)
    worked = time.thread_time() - worked
    return (time.perf_counter() - began) * 1000, worked * 1000


def at(times: Sequence[float], share: float) -> float:
    """Return the time that a share of questions takes at most."""
    return times[min(int(len(times) * share), len(times) - 1)]
