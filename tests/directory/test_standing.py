"""Who has no time, or is only learning, is named behind the others."""

from collections.abc import Iterator
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.directory.model import Availability, Consent, Entry, Level
from bot.directory.search.index import SearchIndex
from bot.directory.search.standing import Scored, standing
from config.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
BUSY = Availability(date(2026, 4, 1))


def person(number: int, *skills: str, level: Level | None = None, busy: bool = False) -> Entry:
    return Entry(
        id=f"{number}",
        name=f"Person {number:02}",
        skills=skills,
        levels=dict.fromkeys(skills, level) if level else {},
        availability=BUSY if busy else Availability(),
        consent=Consent.GIVEN,
    )


def found(people: list[Entry], question: str) -> list[str]:
    """Everybody found, page by page as people turn them."""
    findings = SearchIndex(people, VOCABULARY).find(question)
    pages = [findings.matches(start, 5) for start in range(0, findings.total, 5)]
    assert [match for page in pages for match in page] == findings.matches()
    return [match.entry.id for page in pages for match in page]


def test_those_who_can_teach_or_use_it_come_before_those_who_are_learning() -> None:
    people = [
        person(n, "NVivo", level=Level.LEARN if n % 2 else (Level.TEACH, Level.USE, None)[n % 3]) for n in range(40)
    ]
    ids = found(people, "nvivo")
    assert sorted(ids[:20], key=int) == [f"{n}" for n in range(0, 40, 2)]
    assert len(set(ids)) == 40


def test_those_who_are_busy_come_last_and_are_found_all_the_same() -> None:
    people = [person(n, "NVivo", busy=n < 17) for n in range(20)]
    ids = found(people, "nvivo")
    assert sorted(ids[:3]) == ["17", "18", "19"]
    assert len(set(ids)) == 20


def test_whoever_learns_one_of_the_skills_and_uses_another_does_not_stand_back() -> None:
    both = Entry(
        id="both",
        name="Both",
        skills=("NVivo", "R"),
        levels={"NVivo": Level.LEARN, "R": Level.USE},
        consent=Consent.GIVEN,
    )
    people = [both, *(person(n, "NVivo", busy=True) for n in range(9))]
    assert found(people, "nvivo and R")[0] == "both"
    assert found([both, person(1, "R")], "R")[:2] in (["both", "1"], ["1", "both"])
    assert found([both, person(1, "NVivo")], "nvivo") == ["1", "both"]


def test_whoever_has_all_of_the_skills_comes_first_even_when_they_are_busy() -> None:
    people = [person(1, "NVivo"), person(2, "R"), person(3, "NVivo", "R", busy=True)]
    assert found(people, "nvivo and R")[0] == "3"


def test_standing_back_is_worth_less() -> None:
    findings = SearchIndex([person(1, "NVivo"), person(2, "NVivo", busy=True)], VOCABULARY).find("nvivo")
    first, second = findings.matches()
    assert second.score < first.score


SCORES = st.lists(st.tuples(st.integers(0, 399), st.booleans()), max_size=40)


@given(SCORES, st.integers(0, 45))
def test_is_the_same_as_sorting_everybody(scores: list[tuple[int, bool]], end: int) -> None:
    people = [(-score, place, place) for place, (score, _) in enumerate(scores)]
    back = {place for place, (_, behind) in enumerate(scores) if behind}
    asked: list[int] = []

    def order(most: int) -> Iterator[Scored]:
        asked.append(most)
        return iter(sorted(people))

    placed = standing(order, back.__contains__, 100, end)
    everybody = sorted(people, key=lambda one: (-(-one[0] // 100), one[2] in back, one))
    assert placed == [(one, one[2] in back) for one in everybody[:end]]
    if not back:
        assert asked == [end]
