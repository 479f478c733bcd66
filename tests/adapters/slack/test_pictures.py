"""Pictures are uploaded once and shown wherever an answer can be; their words stand there when they cannot."""

import logging
from collections.abc import AsyncIterator

import pytest

from adapters.slack import render
from bot.chat.views import Heading, Image, Reply
from tests.adapters.slack.desk import MAP
from tests.adapters.slack.speaking import Speaking, open_speaking
from tests.simulators.slack import Person, labels
from tests.simulators.slack_limits import faults_in_message

ALT = "NVivo: 3 people. R: 2 people."
WORDS = f"Skills\n{ALT}"
SHOWN = f"Skills\n[{ALT}]"
POST = (Heading("Skills"), Image(MAP, ALT))
BUTTON = {"type": "button", "action_id": "0:call", "text": {"type": "plain_text", "text": "x"}, "block_id": "b"}


@pytest.fixture
async def house() -> AsyncIterator[Speaking]:
    async with open_speaking() as speaking:
        yield speaking


def test_a_picture_says_in_words_what_it_shows() -> None:
    for alt in ("A map", "x" * 5000, "", "\u200b"):
        message = render.message(Reply((Image(MAP, alt),)), {MAP: "F0PICTURE1"})
        assert faults_in_message(message) == []
        assert message["blocks"][0]["slack_file"] == {"id": "F0PICTURE1"}
    assert [block["type"] for block in render.message(Reply((Image(MAP, ALT),)))["blocks"]] == ["context"]


async def test_answers_show_pictures_and_upload_each_once(ada: Person) -> None:
    await ada.type("/map")
    await ada.sees(SHOWN)
    await ada.type("/map")
    await ada.slack.until(lambda: len(ada.screen.messages) == 2)
    assert ada.slack.count("upload") == 1
    (file,) = ada.slack.files.by_id.values()
    assert (file.content, file.name) == (MAP, "picture.png")


async def test_modals_show_pictures(ada: Person) -> None:
    await ada.open_home()
    await ada.sees("Welcome")
    await ada.use({**BUTTON, "value": "map"})
    await ada.sees(SHOWN)
    assert ada.modal["type"] == "modal"


async def test_a_form_turns_into_a_picture(ada: Person) -> None:
    ada.slack.files.processing = 1
    await ada.open_home()
    await ada.sees("Welcome")
    await ada.use({**BUTTON, "value": "map-of"})
    await ada.sees_form()
    answer = await ada.submit(about="R")
    assert "image" not in str(answer.response)
    await ada.sees(SHOWN)


async def test_posts_show_pictures(house: Speaking) -> None:
    await house.messenger.post(house.place, POST, "k")
    assert await house.said(house.place) == [SHOWN]


async def test_a_picture_slack_is_not_ready_for_is_shown_a_moment_later(house: Speaking) -> None:
    house.slack.files.processing = 1
    await house.messenger.post(house.place, POST, "k")
    assert await house.said(house.place) == [SHOWN]
    assert house.slack.count("chat.postMessage") == 2


async def test_a_picture_slack_never_gets_ready_for_is_told_in_words(house: Speaking) -> None:
    house.slack.files.processing = 100
    await house.messenger.post(house.place, POST, "k")
    assert await house.said(house.place) == [WORDS]

    house.slack.files.processing = 0
    await house.messenger.post(house.place, POST, "again")
    assert (await house.said(house.place))[-1] == SHOWN
    assert house.slack.count("upload") == 2


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
async def test_a_picture_that_cannot_be_uploaded_is_told_in_words(
    house: Speaking, step: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "adapters")
    house.slack.fail(step, 400, error="storage_limit_reached")
    await house.messenger.post(house.place, POST, "k")
    assert await house.said(house.place) == [WORDS]
    assert "a picture was not uploaded" in caplog.text
    assert "upload/v1" not in caplog.text


async def test_an_upload_is_tried_again_when_its_answer_was_lost(house: Speaking) -> None:
    house.slack.lose("files.getUploadURLExternal")
    await house.messenger.post(house.place, POST, "k")
    assert await house.said(house.place) == [SHOWN]


async def test_without_the_permission_the_words_are_shown(house: Speaking) -> None:
    house.slack.scopes.discard("files:write")
    await house.ada.type("/map")
    await house.ada.sees(WORDS)
    assert labels(house.ada.before) == []
