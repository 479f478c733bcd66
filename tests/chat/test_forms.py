"""A form that was not understood."""

from bot.chat.calls import call
from bot.chat.errors import NotFound, Unclear
from bot.chat.forms import AGAIN, ask_again, faults
from bot.chat.views import calls, plain, refuse, say

FORM = call("write", to="7")


def test_points_at_the_field_that_was_not_understood() -> None:
    reply = refuse(Unclear("That is no date.", "Write 3 March.", option="day"))
    assert faults(reply, ["day", "words"]) == {"day": "That is no date. Write 3 March."}


def test_points_at_nothing_when_the_field_is_not_in_the_form_or_nothing_is_wrong() -> None:
    assert faults(refuse(Unclear("That is no date.", option="day")), ["words"]) == {}
    assert faults(refuse(Unclear("That cannot be.")), ["words"]) == {}
    assert faults(refuse(NotFound("Nobody is called that.")), ["words"]) == {}
    assert faults(say("Done."), ["words", ""]) == {}


def test_gives_back_what_was_written_with_a_way_to_open_the_form_again() -> None:
    reply = ask_again(refuse(Unclear("That is no date.")), FORM, {"day": "soon", "my-words": "Hello", "else": " "})
    assert plain(reply.blocks).splitlines() == [
        "That is no date.",
        "You wrote this, in case you would like to copy it:",
        "Day: soon",
        "My words: Hello",
    ]
    assert calls(reply.blocks) == [FORM]
    assert AGAIN in str(reply)


def test_says_nothing_of_what_was_written_when_nothing_was() -> None:
    assert plain(ask_again(refuse(Unclear("That cannot be.")), FORM, {"day": ""}).blocks) == "That cannot be."


def test_an_answer_that_is_clear_stays_what_it_is() -> None:
    reply = say("Done.", replaces=True)
    assert ask_again(reply, FORM, {"words": "Hello"}) is reply
