"""Commands: declared once, read from one line of text."""

import pytest

from bot.chat.calls import Call
from bot.chat.commands import Catalog, Command, Kind, Option
from bot.chat.errors import NotFound, Unclear
from bot.chat.questions import asked
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.roles import RoleBook
from bot.chat.views import Choice, Reply, say

SETTINGS = (Choice("Academic", "academic"), Choice("Clinical", "clinical"))


async def answer(_: Request) -> Reply:
    return say("yes")


FIND = Command(
    "find-skill",
    "Find people",
    answer,
    (Option("skill", "What do you need?"), Option("setting", "Where?", required=False, choices=SETTINGS)),
)


@pytest.mark.parametrize(
    ("typed", "args"),
    [
        ("", {}),
        ("nvivo", {"skill": "nvivo"}),
        ("  who can teach me R?  ", {"skill": "who can teach me R?"}),
        ("nvivo setting:clinical", {"skill": "nvivo", "setting": "clinical"}),
        ("nvivo Setting: Clinical", {"skill": "nvivo", "setting": "clinical"}),
        ("setting:clinical", {"setting": "clinical"}),
        ("resetting:clinical", {"skill": "resetting:clinical"}),
        ("setting:clinical nvivo", {"skill": "nvivo", "setting": "clinical"}),
        ("who knows setting:Clinical nvivo", {"skill": "who knows nvivo", "setting": "clinical"}),
        ("goal setting: a workshop", {"skill": "goal setting: a workshop"}),
        ("nvivo setting:moon", {"skill": "nvivo", "setting": "moon"}),
        ("skill:nvivo", {"skill": "nvivo"}),
        ("Skill: nvivo setting:academic", {"skill": "nvivo", "setting": "academic"}),
    ],
)
def test_a_typed_line_fills_the_first_option_and_named_ones_at_its_end(typed: str, args: dict[str, str]) -> None:
    assert Catalog([FIND]).read("find-skill", typed) == Call("find-skill", args)


WHEN = Option("date", "When?", Kind.DATE)
AT = Option("time", "At what time?", Kind.TIME)
SEVERAL = Option("settings", "Where?", choices=SETTINGS, many=True)
OFTEN = Option("often", "How often?", choices=(Choice("Once", "once"), Choice("Every month, on the 15th", "month")))


@pytest.mark.parametrize(
    ("option", "value"), [(WHEN, "2026-03-10"), (AT, "15:00"), (AT, ""), (SEVERAL, "clinical,academic")]
)
def test_takes_dates_times_and_several_choices(option: Option, value: str) -> None:
    option.check(value)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        (WHEN, "2026-02-30", "“2026-02-30” is not a date I can read. Write it like 2026-03-10."),
        (WHEN, "20260310", "Write it like 2026-03-10."),
        (WHEN, "next Tuesday", "Write it like 2026-03-10."),
        (AT, "3pm", "“3pm” is not a time I can read. Write it like 15:00."),
        (AT, "25:00", "Write it like 15:00."),
        (SEVERAL, "clinical,moon", "“moon” is not one of the choices. Choose one of: Academic, Clinical."),
        (OFTEN, "daily", "Choose one of: Once; Every month, on the 15th."),
    ],
)
def test_says_how_a_date_a_time_or_a_choice_is_written(option: Option, value: str, said: str) -> None:
    with pytest.raises(Unclear) as caught:
        option.check(value)
    assert said in caught.value.sentence


def test_takes_apart_what_was_chosen_in_the_order_it_is_offered() -> None:
    assert SEVERAL.values("clinical, academic,") == ("academic", "clinical")
    assert SEVERAL.values("") == ()


def test_several_choices_can_be_typed_in_one_word() -> None:
    command = Command("find", "Find", answer, (Option("skill", "What?"), SEVERAL))
    typed = Catalog([command]).read("find", "nvivo settings:academic,clinical")
    assert typed.args == {"skill": "nvivo", "settings": "academic,clinical"}


def test_text_after_a_command_that_takes_none_is_passed_over() -> None:
    assert Catalog([Command("hirg", "Help", answer)]).read("hirg", "please?") == Call("hirg")


def test_unknown_commands_are_refused_with_a_way_on() -> None:
    with pytest.raises(NotFound, match="no command called “nope”") as caught:
        Catalog([FIND])["nope"]
    assert "/hirg" in caught.value.hint


def test_two_commands_of_one_name_are_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="find-skill"):
        Catalog([FIND, FIND])


def test_says_how_it_is_typed_and_who_sees_the_answer() -> None:
    assert (FIND.usage, FIND.privacy) == ("/find-skill skill [setting]", "Only you see the answer.")


def test_an_answer_outside_the_choices_names_them() -> None:
    with pytest.raises(Unclear, match="“moon”") as caught:
        FIND.option("setting").check("moon")
    assert (caught.value.option, caught.value.hint) == ("setting", "Choose one of: Academic, Clinical.")


@pytest.mark.parametrize("kind", [Kind.WORD, Kind.PARAGRAPH])
def test_an_answer_that_is_too_long_says_how_long_it_may_be(kind: Kind) -> None:
    option = Option("skill", "What?", kind)
    option.check("é" * option.max_length)
    with pytest.raises(Unclear, match=f"{option.max_length:,}"):
        option.check("é" * (option.max_length + 1))


def test_says_beside_each_option_what_is_wrong_with_it() -> None:
    assert FIND.problems(Call("find-skill", {"skill": " ", "setting": "moon"})) == {
        "skill": "Please fill this in: What do you need?",
        "setting": "“moon” is not one of the choices. Choose one of: Academic, Clinical.",
    }
    assert FIND.problems(Call("find-skill", {"skill": "R"})) == {}


def test_roles_are_held_by_accounts_and_by_groups() -> None:
    book = RoleBook({Role.ORGANISER: ["slack:T1:U1"], Role.FACILITATOR: ["discord:role:7", "slack:T1:U1"]})
    assert book.of(Account("slack", "T1", "U1")) == {Role.ORGANISER, Role.FACILITATOR}
    assert book.of(Account("discord", "G1", "U1"), ["6", "7"]) == {Role.FACILITATOR}
    assert book.of(Account("slack", "T2", "U1"), ["7"]) == frozenset()


def test_numbers_are_read_strictly() -> None:
    def given(text: str) -> int:
        actor = Actor(Account("web", "*", "1"), "Kim")
        return Request(Call("x", {"start": text}), actor, Address("web", "lobby")).number("start")

    assert (given(""), given(" 15 ")) == (0, 15)
    for text in ("-1", "1e3", "٣", "9" * 20, "five"):
        with pytest.raises(Unclear, match="whole number"):
            given(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("find-skill nvivo", ("find-skill", "nvivo")),
        ("Find‑Skill\nnvivo setting:clinical", ("find-skill", "nvivo setting:clinical")),
        ("find-skill", ("find-skill", "")),
        (" Inbox ", ("inbox", "")),
        ("inbox zero, who can teach me that", None),
        ("who knows nvivo?", None),
        ("skill-page", None),
        ("", None),
    ],
)
def test_a_command_without_its_slash_is_told_from_plain_words(typed: str, meant: tuple[str, str] | None) -> None:
    catalog = Catalog([FIND, Command("inbox", "Look", answer), Command("skill-page", "More", answer, unlisted=True)])
    assert catalog.unslashed(typed) == meant


def test_plain_words_go_to_the_command_that_hears_them() -> None:
    hearing = Command("hear", "Hear", answer, (Option("words", "What is it?"),), unlisted=True, hears=True)
    assert Catalog([FIND, hearing]).heard(" help me please ") == Call("hear", {"words": "help me please"})
    with pytest.raises(Unclear, match="I only understand commands"):
        Catalog([FIND]).heard("help me please")


MEETINGS = Command("meetings", "What is coming", answer, asked=asked(r"when(?:'s| is) the next meeting"))


@pytest.mark.parametrize(
    "typed",
    ["when is the next meeting", "When’s the next meeting??", "hi, can you tell me  when is the next meeting, please?"],
)
def test_a_question_that_a_command_answers_goes_to_that_command(typed: str) -> None:
    hears = Command("plain", "Plain words", answer, (Option("skill", "What?"),), unlisted=True, hears=True)
    assert Catalog([hears, MEETINGS]).heard(typed) == Call("meetings")
    assert Catalog([hears, MEETINGS]).heard("who can chair the next meeting") == Call(
        "plain", {"skill": "who can chair the next meeting"}
    )
