"""Somebody who is not safe finds the numbers, on every platform."""

from tests.journeys.skin import Skin


async def test_finds_the_numbers_at_once_and_alone(me: Skin) -> None:
    seen = await me.type("/help-now")
    text = seen.text.replace("*", "")
    assert text.index("call 999") < text.index("call 116 123") < text.index("text SHOUT to 85258")
    assert "Nobody was told that you asked." in text
    assert not seen.form
    assert await me.count("116 123", "general") == 0
