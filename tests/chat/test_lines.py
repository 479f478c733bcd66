"""What was typed after a slash command, by option."""

import pytest

from bot.chat.commands import Catalog, Kind, Option
from bot.chat.lines import arguments
from bot.chat.views import Choice
from tests.chat.test_commands import FIND

ONCE, FORTNIGHT = Choice("Once", "once"), Choice("Every two weeks", "fortnight")
MEETING = (
    Option("title", "What is it called?"),
    Option("date", "On which day?", Kind.DATE),
    Option("time", "At what time?", Kind.TIME),
    Option("repeats", "How often?", choices=(ONCE, FORTNIGHT)),
    Option("place", "Where?", required=False),
)
SESSION = (
    Option("format", "How?", choices=(Choice("Gibbs’ cycle", "gibbs"), Choice("Any way", "blank"))),
    Option("topic", "What is it about?"),
    Option("when", "When?"),
    Option("pace", "How fast?", choices=(Choice("Live", "0"),)),
)
CLUB = {"title": "Club", "date": "2027-01-12", "time": "15:00", "repeats": "once", "place": "Room 4"}


@pytest.mark.parametrize(
    "typed",
    [
        "Club date:2027-01-12 time:15:00 repeats:once place:Room 4",
        "Club date: 2027-01-12 time: 15:00 repeats: once place: Room 4",
        "Club place:Room 4 repeats:Once time:15:00\ndate:2027-01-12",
        "date:2027-01-12 time:15:00 title:Club place:Room 4 repeats:once",
        'title:"Club" date:2027-01-12 time:"15:00" repeats:once place:"Room 4"',
        "Title: Club date:2027-01-12 place:“Room 4” time:15:00 repeats:once",
        "Club place:'Room 4' date:2027-01-12 time:15:00 repeats:once",
    ],
)
def test_each_value_reaches_to_the_next_name(typed: str) -> None:
    assert arguments(typed, MEETING) == CLUB


@pytest.mark.parametrize(
    ("typed", "args"),
    [
        ("Club repeats:every two weeks place:Online", {"title": "Club", "repeats": "fortnight", "place": "Online"}),
        ('Club repeats:"every two weeks"', {"title": "Club", "repeats": "fortnight"}),
        ("Club repeats:once a year place:Online", {"title": "Club", "repeats": "once a year", "place": "Online"}),
        ('Club place:"Room time:4"', {"title": "Club", "place": "Room time:4"}),
        ('Club place:"Hope" House', {"title": "Club", "place": '"Hope" House'}),
        ('Club place:"Room 4', {"title": "Club", "place": '"Room 4'}),
        ("Club place:Room 4 place:Room 5", {"title": "Club", "place": "Room 4 place:Room 5"}),
        ("Club time:15:00 date:", {"title": "Club", "time": "15:00"}),
        ("Our title:a talk time:15:00", {"title": "Our title:a talk", "time": "15:00"}),
    ],
)
def test_a_value_is_whole_and_without_its_quotes(typed: str, args: dict[str, str]) -> None:
    assert arguments(typed, MEETING) == args


@pytest.mark.parametrize(
    "typed",
    [
        "a question: setting up a group at 15:00",
        "Finding time: a workshop",
        "Date: how to do it online",
        "Out of place: belonging: a reading group",
        "Overtime:15:00",
        "Club date:",
        "a place\u0131:x and plaſce:y",
    ],
)
def test_a_sentence_with_a_colon_stays_a_sentence(typed: str) -> None:
    assert arguments(typed, MEETING) == {"title": typed}


def test_a_session_is_opened_in_one_line() -> None:
    typed = "format:gibbs topic:A hard week: what now? when:tomorrow 15:00 pace:0"
    read = {"format": "gibbs", "topic": "A hard week: what now?", "when": "tomorrow 15:00", "pace": "0"}
    assert arguments(typed, SESSION) == read
    assert arguments("Any way topic:A hard week", SESSION) == {"format": "blank", "topic": "A hard week"}


def test_a_letter_that_only_looks_like_one_of_a_name_is_no_name() -> None:
    assert Catalog([FIND]).read("find-skill", "nvivo \u017fetting:clinical").args == {
        "skill": "nvivo \u017fetting:clinical"
    }
