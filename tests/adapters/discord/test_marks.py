"""How a message of the bot is known again."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import marks, render
from bot.chat.views import Block
from tests.contract.blocks import answers
from tests.simulators.discord_places import numbered
from tests.simulators.discord_rules import post_problems
from tests.simulators.discord_spec import POST, spec_problems

keys = st.text("0123456789abcdef", min_size=1, max_size=25)


@given(answers, keys, keys)
def test_any_message_is_known_again_by_its_key_and_by_no_other(blocks: tuple[Block, ...], key: str, other: str) -> None:
    kept = numbered(render.post(blocks, key))
    assert marks.carry(kept, key)
    assert marks.carry(kept, other) is (key == other)


@given(answers, answers, keys)
def test_a_message_that_was_changed_is_still_known(
    before: tuple[Block, ...], after: tuple[Block, ...], key: str
) -> None:
    posted = numbered(render.post(before, key))
    assert marks.carry(numbered(render.change(after, marks.read(posted))), key)


@given(answers, keys)
def test_a_marked_message_is_one_that_discord_takes(blocks: tuple[Block, ...], key: str) -> None:
    body = render.post(blocks, key)
    assert list(post_problems(body)) == []
    assert list(spec_problems(POST, body)) == []


@given(keys)
def test_marks_are_two_different_numbers_of_31_bits(key: str) -> None:
    one, other = marks.marks(key)
    assert one != other
    assert all(1_000 <= mark < 2**31 for mark in (one, other))


def test_what_was_never_marked_is_nobodys() -> None:
    assert not marks.carry([], "a")
    assert not marks.carry([{"type": 10, "id": 1}, {"type": 10}], "a")
