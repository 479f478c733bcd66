"""The help lines, as they are written and as they are shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.views import Block, Card, Heading, Text, plain, plain_line
from bot.support.signposts import Signposts, Topic
from config.errors import BadSettings
from config.signposts import load_signposts

NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)
EVENING = datetime(2026, 12, 2, 20, tzinfo=UTC)
# What fits on one line of a small telephone, or breaks once at most.
WIDE = 64


def shown(now: datetime = NOON) -> Signposts:
    return Signposts(load_signposts(), lambda: now)


def lines(blocks: Sequence[Block]) -> list[str]:
    return [line for block in blocks if isinstance(block, Text) for line in plain_line(block.line).splitlines()]


def test_999_stands_first_and_each_number_the_design_names_is_there() -> None:
    known = load_signposts()
    assert known[0].number == "999"
    assert {"116123", "85258", "111", "08000684141"} <= {one.number for one in known}


def test_what_is_urgent_stands_before_what_is_not() -> None:
    topics = [one.topic for one in load_signposts()]
    assert topics == sorted(topics, key=list(Topic).index)


def test_every_nation_has_a_line_for_tonight() -> None:
    for nation in ("england", "wales", "scotland", "northern-ireland"):
        urgent = [one for one in load_signposts() if nation in one.nations and one.topic is Topic.NOW]
        assert sum(one.when == "day and night" for one in urgent) >= 4


def test_hours_in_words_and_for_the_bot_do_not_disagree() -> None:
    for one in load_signposts():
        always = one.hours.stretches == ((0, 7 * 24 * 60),)
        assert (one.when == "day and night") is always, one.name


@pytest.mark.parametrize("moment", [NOON, EVENING])
def test_every_line_can_be_read_on_a_telephone(moment: datetime) -> None:
    signposts = shown(moment)
    for line in [*lines(signposts.brief()), *lines(signposts.full())]:
        assert len(line) <= WIDE or "People who know" in line, line


def test_brief_is_two_blocks_and_begins_with_999() -> None:
    blocks = shown().brief()
    assert len(blocks) == 2
    assert lines(blocks)[1] == "Emergency: call 999, day and night"
    assert "Breathing Space: call 0800 83 85 87, opens today at 6pm" in lines(blocks)


def test_large_gives_each_line_a_block_of_its_own_under_a_heading() -> None:
    blocks = shown().large()
    assert isinstance(blocks[0], Heading)
    urgent = [one for one in load_signposts() if one.topic is Topic.NOW]
    assert len(blocks) == 2 + len(urgent)
    assert not any(isinstance(block, Card) for block in blocks)


def test_full_says_what_is_open_now_and_when_the_numbers_were_checked() -> None:
    said = plain(shown(EVENING).full())
    assert "Mon–Thu 6pm–2am, Fri 6pm–Mon 6am (open now)" in said
    assert "Mon–Fri 8am–6pm (closed, opens tomorrow at 8am)" in said
    assert "Numbers last checked on 29 November 2026." in said
    assert "If somebody at home hurts or controls you" in said


def test_somebody_who_does_not_answer_on_bank_holidays_says_so() -> None:
    acas = next(one for one in load_signposts() if one.name == "Acas")
    assert acas.state(NOON) == "open now, except on bank holidays"


def test_a_number_is_stale_after_half_a_year() -> None:
    one = replace(load_signposts()[0], verified_on=date(2026, 1, 1))
    assert not one.stale(date(2026, 1, 1) + timedelta(days=180))
    assert one.stale(date(2026, 1, 1) + timedelta(days=181))


GOOD = """
[[signpost]]
name = "Emergency"
topic = "now"
way = "call"
number = "999"
how = "call 999"
when = "day and night"
hours = ["always"]
nations = ["england"]
audience = "Anybody"
verified_on = 2026-11-29
source = "https://example.org"
"""


def test_reads_a_file_of_the_networks_own(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD, encoding="utf-8")
    (one,) = load_signposts(path)
    assert (one.name, one.bank_holidays) == ("Emergency", True)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('number = "999"', 'number = "998"', "number is written in digits alone"),
        ('"call 999"', '"call 9 9 8"', "number is written in digits alone"),
        ('number = "999"\nhow = "call 999"', 'number = "998"\nhow = "call 998"', "999 has to stand first"),
        ('"always"', '"sometimes"', "“sometimes” are no hours"),
        ('"england"', '"france"', "nations are some of"),
        ("2026-11-29", '"2026-11-29"', "write verified_on as a date"),
        ("https://example.org", "somewhere", "source has to be the https address"),
        ('way = "call"', 'way = "shout"', "not a valid Way"),
        ('way = "call"', 'way = "web"', "the number of a web page is its https address"),
        ('audience = "Anybody"', "", "“audience” is missing"),
        ('audience = "Anybody"', 'audience = "Anybody"\ncolour = "red"', "“colour” is not known"),
        ("[[signpost]]", "[[signpost]", "is not TOML"),
        ("[[signpost]]", "[[other]]", "999 has to stand first"),
    ],
)
def test_a_file_that_is_half_right_is_refused_with_its_fault(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace(was, becomes), encoding="utf-8")
    with pytest.raises(BadSettings, match=r"own\.toml") as refused:
        load_signposts(path)
    assert said in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"nothing\.toml cannot be read"):
        load_signposts(tmp_path / "nothing.toml")
