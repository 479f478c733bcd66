"""Calls: the links of chat."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.calls import MAX_LENGTH, Call, call
from bot.chat.errors import Unclear

NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True)


@given(NAMES, st.dictionaries(NAMES, st.text()))
def test_survive_the_round_trip_whatever_they_carry(command: str, args: dict[str, str]) -> None:
    assert Call.parse(str(Call(command, args))) == Call(command, args)


def test_leave_letters_of_every_script_as_they_are() -> None:
    assert str(call("find-skill", skill="soins à domicile 看護")) == "find-skill?skill=soins+à+domicile+看護"


def test_leave_out_what_is_empty() -> None:
    assert str(call("find-skill", skill="R", setting=None, about="", start=0)) == "find-skill?skill=R&start=0"


def test_too_long_for_a_button_fails_where_it_is_made() -> None:
    with pytest.raises(ValueError, match=f"longer than {MAX_LENGTH}"):
        call("find-skill", skill="y" * MAX_LENGTH)


@pytest.mark.parametrize("text", ["", "?", "Find", "find skill", "find-skill?=x", "x?a b=c", "<script>", "x" * 40, "ü"])
def test_made_by_hand_are_refused_kindly(text: str) -> None:
    with pytest.raises(Unclear, match="leads nowhere"):
        Call.parse(text)


@given(st.text())
def test_reading_any_text_ends_in_a_call_or_a_refusal(text: str) -> None:
    with suppress(Unclear):
        assert Call.parse(text).command


def test_take_more_arguments_and_stay_as_they_were() -> None:
    asked = Call("find-skill", {"skill": "R"})
    assert asked.with_args({"setting": "clinical"}) == Call("find-skill", {"skill": "R", "setting": "clinical"})
    assert asked == Call("find-skill", {"skill": "R"})
