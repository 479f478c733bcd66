"""The table at the end of a run."""

import json
from collections import Counter
from dataclasses import replace

from tests.leaks.tally import Tally, table

ASKED = Tally(flow="asked", platform="slack", searched={"backup": 2_000_000, "logs": 500_000}, found={}, needles=4_000)
CLOSED = Tally(flow="closed", platform="slack", searched={"backup": 1_000_000}, found={"backup": 2}, needles=6_000)
ON_WEB = Tally(flow="asked", platform="web", searched={"logs": 100_000}, found={}, needles=10)


def test_adds_up_by_place_and_platform_and_says_what_was_searched() -> None:
    rows = [" ".join(line.split()) for line in table([ASKED, ON_WEB, CLOSED])]
    assert rows == [
        "slack web",
        "backup 2 -",
        "logs 0 0",
        "flows 2 1",
        "needles 10,000 10",
        "megabytes searched 3.5 0.1",
    ]


def test_is_read_back_from_what_a_test_recorded_for_another_process() -> None:
    counted = replace(CLOSED, found=Counter({"backup": 2}))
    name, told = counted.record()
    assert Tally.read([("other", 1), (name, json.loads(json.dumps(told)))]) == [CLOSED]
    assert type(told["found"]) is dict
