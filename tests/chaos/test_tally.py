"""The table at the end of a run."""

from tests.chaos.tally import Tally, table


def test_sums_up_what_is_promised_and_keeps_the_exceptions_apart() -> None:
    killed = Tally(scenario="killed", reminders=7, kills=5, lost=0, stalled=0, once=6, twice=0, never=1, unsure=0)
    lost = Tally(scenario="answers lost", reminders=3, kills=0, lost=3, stalled=0, once=3, twice=0, never=0, unsure=0)
    late = Tally(
        scenario="late", reminders=2, kills=1, lost=2, stalled=0, once=0, twice=2, never=0, unsure=0, exception=True
    )
    rows = [line.split() for line in table([late, killed, lost])]
    assert [" ".join(row) for row in rows] == [
        "reminders kills lost stalled once twice never unsure",
        "answers lost 3 0 3 0 3 0 0 0",
        "killed 7 5 0 0 6 0 1 0",
        "all of these 10 5 3 0 9 0 1 0",
        "not promised, and so counted apart:",
        "late 2 1 2 0 0 2 0 0",
    ]


def test_is_read_back_from_what_a_test_recorded() -> None:
    tally = Tally(scenario="x", reminders=1, kills=2, lost=3, stalled=4, once=5, twice=6, never=7, unsure=8)
    assert Tally.read([("other", 1), tally.record()]) == [tally]
