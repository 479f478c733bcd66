"""The formats that come with the bot, and files of a network's own."""

from pathlib import Path

import pytest

from bot.chat.errors import NotFound
from bot.reflection.formats import BLANK, Showing, Speaker
from config.errors import BadSettings
from config.formats import load_formats

PHASE = 'title = "One"\nprompt = "What?"\nguidance = ""\nminutes = 5\nwho = "everyone"\nshows = "live"\n'
FORMAT = f'[[format]]\nkey = "own"\nname = "Our own"\nabout = ""\nsource = "Us"\n[[format.phase]]\n{PHASE}'
# One in which somebody tells, and does not say what.
TOLD = FORMAT.replace('"everyone"', '"presenter"') + f"[[format.phase]]\n{PHASE}"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "formats.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_formats_that_people_know_are_there() -> None:
    formats = {one.key: one for one in load_formats()}

    assert {key: len(one.phases) for key, one in formats.items()} == {
        "rolfe": 3,
        "gibbs": 6,
        "kolb": 4,
        "balint": 5,
        "action-learning": 5,
        "story-rounds": 4,
        BLANK: 0,
    }
    assert formats["balint"].minutes == 45
    assert all(one.source for key, one in formats.items() if key != BLANK)


def test_whoever_brings_a_case_sits_back_while_the_others_think() -> None:
    thinking = load_formats()["balint"].phases[2]

    assert (thinking.who, thinking.shows) == (Speaker.OTHERS, Showing.LIVE)


def test_only_questions_are_asked_in_the_middle_of_an_action_learning_set() -> None:
    assert [phase.questions for phase in load_formats()["action-learning"].phases] == [False, True, False, False, False]


def test_story_rounds_need_two_people_with_a_story() -> None:
    formats = load_formats()

    assert formats["story-rounds"].presenters == (Speaker.PRESENTER, Speaker.SECOND)
    assert formats["rolfe"].presenters == ()


def test_each_format_says_what_is_brought_and_where_it_is_marked() -> None:
    formats = {one.key: one for one in load_formats()}

    assert formats["story-rounds"].brings == ("the first story", "the second story")
    marked = [(one.key, phase.title) for one in formats.values() for phase in one.phases if phase.marked]
    assert marked == [("balint", "Questions of fact"), ("action-learning", "Actions")]


def test_every_prompt_is_short_enough_for_the_top_of_a_form() -> None:
    for one in load_formats():
        for phase in one.phases:
            assert len(phase.title) <= 40
            assert len(phase.prompt) + len(phase.guidance) <= 300


def test_a_format_that_is_gone_is_refused() -> None:
    with pytest.raises(NotFound, match="no such format"):
        load_formats()["séance"]


def test_a_network_can_have_formats_of_its_own(tmp_path: Path) -> None:
    assert [one.key for one in load_formats(written(tmp_path, FORMAT))] == ["own", BLANK]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There has to be a format"),
        (FORMAT + FORMAT, "a key of its own"),
        ("[[format]", "is not TOML"),
        (FORMAT.replace('who = "everyone"\n', ""), "“Our own, phase 1”: “who” is missing"),
        (FORMAT.replace('"everyone"', '"somebody"'), "“who” is one of everyone, presenter, second, others"),
        (FORMAT.replace("minutes = 5", "minutes = 0"), "“Our own, phase 1”, “minutes”: it lasts 0 minutes"),
        (FORMAT.replace("minutes = 5", "minutes = 181"), "it lasts 181 minutes, and can last from 1 to 180"),
        (FORMAT.replace("minutes = 5", "minutes = true"), "“minutes” has to be a whole number"),
        (FORMAT.replace('"One"', '" "'), "“title”: it has no title"),
        (FORMAT.replace('"One"', f'"{"One" * 21}"'), "its title has 63 characters, and 60 are the most"),
        (FORMAT.replace('"What?"', f'"{"What?" * 61}"'), "before they write has 305 characters, and 300 are the most"),
        (FORMAT.replace('"everyone"', '"others"'), "“others” are all but a presenter, and no phase has one"),
        (FORMAT.replace('"everyone"', '"second"'), "there is a second presenter, and no first"),
        (FORMAT.replace('"everyone"', '"presenter"'), "only a presenter would ever speak"),
        (FORMAT.replace('"everyone"', '"presenter"').replace('"live"', '"reveal"'), "“shows”: what one person tells"),
        (FORMAT.replace("minutes = 5", 'minutes = "5"'), "“minutes” has to be a whole number"),
        (FORMAT + 'asks = "answers"\n', "“asks” can only be “questions”"),
        (FORMAT + 'colour = "red"\n', "“colour” is not known"),
        (FORMAT + 'marks = "everybody"\n', "“marks” can only be “presenters”"),
        (FORMAT + 'marks = "presenters"\n', "“marks”: what a presenter writes is marked where everybody writes"),
        (FORMAT.replace('source = "Us"\n', ""), "“Our own”: “source” is missing"),
        (FORMAT.partition("[[format.phase]]")[0] + "phase = []\n", "has 0 phases"),
        (FORMAT + f"[[format.phase]]\n{PHASE}" * 12, "has 13 phases"),
    ],
)
def test_says_what_is_wrong_in_a_file(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadSettings, match=says):
        load_formats(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"gone\.toml cannot be read"):
        load_formats(tmp_path / "gone.toml")
