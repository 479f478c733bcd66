"""Pictures, which say in words what they show."""

from adapters.discord import pictures, render
from bot.chat.views import Block, Card, Image, Text, say
from tests.adapters.discord.house import PNG
from tests.simulators.discord_client import Person, read, walk
from tests.simulators.discord_rules import message_problems, upload_problems
from tests.simulators.discord_spec import callback_schema, spec_problems
from tests.simulators.discord_state import Message


def test_a_picture_is_shown_and_described() -> None:
    body = render.message(say(Image(PNG, "A map\nof skills")))
    [gallery] = body["components"]
    [item] = gallery["items"]
    [attachment] = body["attachments"]
    assert item["media"]["url"] == f"attachment://{attachment['filename']}"
    assert item["description"] == attachment["description"] == "A map\nof skills"
    assert list(message_problems(body, new=True)) == []
    callback = {"type": 4, "data": body}
    assert list(spec_problems(callback_schema(callback), callback)) == []


def test_a_description_longer_than_discord_takes_stands_below_as_a_whole() -> None:
    alt = "word " * 300
    drawn = render.render([Image(PNG, alt)])
    assert len(drawn[0]["items"][0]["description"]) <= 1024
    assert read(Message("1", 0, drawn[1:]), {}) == alt


def test_what_is_no_picture_or_too_large_for_discord_is_told_in_words() -> None:
    for png in (b"", b"<svg/>", PNG + bytes(pictures.MOST_BYTES)):
        assert [component["type"] for component in render.render([Image(png, "A map")])] == [10]


def test_a_picture_without_words_has_no_description() -> None:
    [gallery] = render.render([Image(PNG, " ")])
    assert "description" not in gallery["items"][0]


def test_of_more_pictures_than_a_message_holds_the_others_are_told_in_words() -> None:
    images = [Image(PNG + bytes([number]), f"Picture {number}") for number in range(12)]
    body = render.message(say(*images))
    files = pictures.files(body, images)
    assert len(files) == 10
    assert [component["type"] for component in body["components"]] == [12] * 10 + [10] * 2
    assert list(upload_problems(body, files)) == []


def test_the_same_picture_twice_is_uploaded_once() -> None:
    blocks: list[Block] = [Image(PNG, "Once"), Text(("and",)), Image(PNG, "again")]
    body = render.post(blocks, "key")
    files = pictures.files(body, blocks)
    assert list(files.values()) == [PNG]
    assert list(upload_problems(body, files)) == []


def test_a_picture_that_did_not_fit_into_the_message_is_not_uploaded() -> None:
    blocks: list[Block] = [*(Card(str(number)) for number in range(60)), Image(PNG, "A map")]
    body = render.message(say(*blocks))
    assert "attachments" not in body
    assert pictures.files(body, blocks) == {}
    assert 12 not in {component["type"] for component in walk(body["components"])}


async def test_an_answer_shows_its_picture_at_once_late_and_in_place(kim: Person) -> None:
    first = await kim.slash("picture")
    assert kim.read(first.shown) == "A map of skills"
    assert list(first.shown.files.values()) == [PNG]
    late = await kim.slash("picture", late="yes")
    assert late.put_off
    assert list(late.shown.files.values()) == [PNG]
    words = await kim.press(first.shown, "In words")
    assert words.in_place
    assert (first.shown.files, first.shown.attachments) == ({}, [])
    back = await kim.press_id(first.shown, "picture?late=place")
    assert back.in_place
    assert list(first.shown.files.values()) == [PNG]
    again = await kim.press_id(first.shown, "picture?late=yes")
    assert not again.in_place
    assert list(again.shown.files.values()) == [PNG]
