"""Skills that more people list than are met one by one."""

import random

from bot.directory.model import Consent, Entry, Setting
from bot.directory.search.holdings import Holdings
from bot.directory.search.index import SearchIndex
from bot.directory.search.labels import Label, say
from bot.directory.search.ranking import Ranking, Wanted
from bot.directory.search.reach import Named, Reach
from bot.directory.search.seats import Bits, Seats, both, count, either
from bot.directory.search.vocabulary import Concept, Vocabulary
from bot.directory.search.whom import EVERYBODY, SETTINGS, Group, Whom

_PEOPLE = 2_500
_WAY = Named(Label("R", (1,), (), say("R"), frozenset("r")))
_VOCABULARY = Vocabulary([Concept("R", aliases=("R programming",)), Concept("SPSS"), Concept("Stata")])
_QUESTIONS = ("R and SPSS", "R, SPSS or Stata", "SPSS or knitting", "R programming or Stata in a clinical setting")


def _crowd() -> list[Entry]:
    dice = random.Random(1)  # noqa: S311 - the same people every time
    skills = ("R", "R programming", "SPSS", "Stata", "knitting")
    return [
        Entry(
            id=str(number),
            name=str(number),
            skills=tuple(dice.sample(skills, dice.randint(1, 4))),
            settings=frozenset({dice.choice(list(Setting))}),
            consent=Consent.GIVEN,
        )
        for number in range(_PEOPLE)
    ]


def _listed(seats: Seats, group: Bits) -> set[int]:
    return {place for sector in seats.around(group, 0) for place in sector}


def _found(index: SearchIndex) -> list[object]:
    every = [index.find(question) for question in _QUESTIONS]
    return [(found.total, found.elsewhere, found.apart, found.matches()) for found in every]


def test_great_skills_are_met_as_bits_that_follow_who_comes_and_goes() -> None:
    dice, seats = random.Random(2), Seats()  # noqa: S311 - the same people every time
    places = [dice.getrandbits(64) for _ in range(2 * _PEOPLE)]
    for place in places:
        seats.take(place, 0)
    one, other = Reach(seats), Reach(seats)
    for reach, size in ((one, 3_000), (other, 4_000)):
        for place in dice.sample(places, size):
            reach.put(place, [_WAY], 1, 0)
    for place in [*one][:1_500]:
        one.drop(place)

    assert one.bits
    assert other.bits
    assert _listed(seats, both(one.bits, other.bits)) == {*one} & {*other}
    assert _listed(seats, either(one.bits, other.bits)) == {*one} | {*other}
    assert count(either(one.bits, other.bits)) == len({*one} | {*other})


def test_a_seat_that_was_left_is_taken_by_the_next_in_that_sector() -> None:
    seats = Seats()
    seats.take(1, SETTINGS[Setting.CLINICAL])
    bit = seats.bit(1)
    seats.leave(1)
    seats.take(2, SETTINGS[Setting.COMMUNITY])

    assert seats.bit(2) == bit
    assert _listed(seats, seats.bits([2])) == {2}
    everybody = seats.bits([2])
    assert _listed(seats, seats.only(everybody, Whom(Setting.COMMUNITY))) == {2}
    assert not _listed(seats, seats.only(everybody, Whom(Setting.CLINICAL)))
    assert not _listed(seats, seats.only(everybody, Whom(without=Group.COMMUNITY.bit)))


def test_many_are_seated_at_once_as_one_by_one() -> None:
    dice = random.Random(5)  # noqa: S311 - the same people every time
    places = sorted(dice.getrandbits(64) for _ in range(3_000))
    groups = [dice.randrange(1 << len(Group)) for _ in places]
    alone, at_once = Seats(), Seats()
    for place, bits in zip(places, groups, strict=True):
        alone.take(place, bits)
    at_once.fill(places, groups)
    assert [at_once.bit(place) for place in places] == [alone.bit(place) for place in places]
    for seats in (alone, at_once):
        seats.leave(places[7])
        seats.take(places[7], Group.CLINICAL.bit)
    everybody = alone.bits(places)
    for whom in (Whom(setting) for setting in Setting):
        assert at_once.only(everybody, whom) == alone.only(everybody, whom)


def test_many_groups_are_written_at_once_as_each_is_alone() -> None:
    dice, seats = random.Random(5), Seats()  # noqa: S311 - the same people every time
    places = sorted(dice.getrandbits(64) for _ in range(_PEOPLE))
    for place in places:
        seats.take(place, 0)
    groups = [places, [], places[::7], places[1_000:1_003]]

    assert seats.bits_of_each(groups) == [seats.bits(group) for group in groups]


def test_who_meets_a_term_that_may_mean_two_things_counts_once() -> None:
    crowd = _crowd()
    holdings = Holdings(_VOCABULARY)
    for entry in crowd:
        holdings.put(entry)
    numbers = {skill.label: number for number, skill in holdings.skills.items()}
    spss, stata = numbers["SPSS"], numbers["Stata"]
    ranking = Ranking(holdings, [Wanted((spss, stata)), Wanted((spss,))], 0, EVERYBODY)

    assert ranking.total == sum(bool({"SPSS", "Stata"} & {*entry.skills}) for entry in crowd)


def test_a_crowd_is_listed_around_the_ring_from_anywhere() -> None:
    dice, seats = random.Random(3), Seats()  # noqa: S311 - the same people every time
    places = sorted(dice.getrandbits(64) for _ in range(_PEOPLE))
    for place in places:
        seats.take(place, 0)
    start = places[1_000] + 1
    sectors = [sorted(each) for each in seats.around(seats.bits(places), start)]

    assert [place for each in sectors for place in each] == places[1_001:] + places[:1_001]


def test_an_index_filled_at_once_is_the_same_as_one_filled_one_by_one() -> None:
    crowd, one_by_one = _crowd(), SearchIndex([], _VOCABULARY)
    for entry in crowd:
        one_by_one.put(entry)

    assert _found(one_by_one) == _found(SearchIndex(crowd, _VOCABULARY))


def test_people_come_and_go_in_a_great_crowd() -> None:
    crowd = _crowd()
    changed = SearchIndex(crowd, _VOCABULARY)
    for entry in crowd[:1_200]:
        changed.remove(entry.id)
    for entry in crowd[:600]:
        changed.put(entry)

    assert _found(changed) == _found(SearchIndex([*crowd[:600], *crowd[1_200:]], _VOCABULARY))


def test_who_has_everything_comes_first_and_is_counted_once() -> None:
    crowd = _crowd()
    found = SearchIndex(crowd, _VOCABULARY).find("SPSS or Stata")
    either = {entry.id for entry in crowd if {"SPSS", "Stata"} & {*entry.skills}}
    both = {entry.id for entry in crowd if {"SPSS", "Stata"} <= {*entry.skills}}

    assert found.total == len(either)
    assert {match.entry.id for match in found.matches(0, len(both))} == both


def test_the_first_people_of_a_crowd_are_the_same_whether_a_few_are_looked_at_or_all() -> None:
    index = SearchIndex(_crowd(), _VOCABULARY)

    for question in _QUESTIONS:
        for setting in (None, *Setting):
            found = index.find(question, setting)
            every = found.matches()
            assert len(every) == found.total
            assert [found.matches(at, 10) for at in range(0, 300, 10)] == [
                every[at : at + 10] for at in range(0, 300, 10)
            ]
