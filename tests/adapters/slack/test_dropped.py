"""What somebody types after an anonymous command is for nobody, and gets nowhere."""

import json
import logging

import pytest

from tests.adapters.slack.desk import Desk
from tests.simulators.slack import Person, SlackPlatform

STORY = "they shout at me every day"


@pytest.mark.parametrize("typed", [STORY, f"words:{STORY}", f"  {STORY} setting:clinical", f"setting:{STORY}"])
async def test_the_form_opens_empty_and_the_words_are_gone(
    slack: SlackPlatform, ada: Person, desk: Desk, caplog: pytest.LogCaptureFixture, typed: str
) -> None:
    caplog.set_level(logging.DEBUG)
    await ada.type(f"/hush {typed}")
    form = await ada.sees_form()
    assert not [
        block for block in form["blocks"] if {"initial_value", "initial_option"} & block.get("element", {}).keys()
    ]

    await ada.submit(words="Something else")
    await ada.sees("You said: Something else")

    assert [dict(request.call.args) for request in desk.asked] == [{"words": "Something else"}]
    assert STORY not in json.dumps([slack.calls, [message.blocks for message in ada.screen.messages]])
    assert STORY not in caplog.text


async def test_a_form_that_did_not_open_does_not_invite_anybody_to_type(slack: SlackPlatform, ada: Person) -> None:
    slack.fail("views.open", error="expired_trigger_id")
    await ada.type(f"/hush {STORY}")
    text = await ada.sees("Slack did not open the form in time.")
    assert "type" not in text
    assert STORY not in text
