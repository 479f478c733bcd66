"""The preview: what somebody is told before their words go out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.discord.render import render
from bot.chat.requests import Role
from bot.chat.views import Button, plain
from bot.support.asking import short
from bot.support.giveaways import Giveaway
from bot.support.preview import audience_in_words
from bot.support.screening import checklist
from bot.support.traces import Kind
from tests.support.house import KIM, LISTED, House, person

CHANGE = Button("Change my words", House().request("support-edit", KIM).call)


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        (None, "I cannot see how many people are in the channel"),
        (1, "About 1 person could have written this. That is too few, and I do not call it anonymous"),
        (4, "That is too few, and I do not call it anonymous"),
        (5, "About 5 people could have written this. That is few: leave out"),
        (11, "That is few"),
        (12, "About 12 people could have written this, and nothing in the post says which of them did."),
        (41, "About 41 people could have written this"),
    ],
)
def test_it_says_plainly_among_how_many_somebody_is_hidden(size: int | None, sentence: str) -> None:
    assert sentence in audience_in_words(size)


async def test_the_size_is_that_of_the_channel_it_is_posted_in() -> None:
    house = House()
    assert "About 41 people" in await house.ask()
    house.crowd.people = 3
    assert "I do not call it anonymous" in await house.ask(person("Ash", "discord"))
    house.crowd.people = None
    assert "I cannot see how many people" in await house.ask()


async def test_it_says_in_five_lines_who_can_see_what() -> None:
    seen = await House().ask()
    _, _, after = seen.partition("Who can see what\n")
    lines = [line for line in after.splitlines() if line.startswith("• ")][:5]
    for line, who in zip(
        lines, ("Everybody", "Facilitators", "This bot", "Whoever runs the bot", "Your employer"), strict=True
    ):
        assert who in line


async def test_whoever_leaves_a_facilitator_out_hears_that_they_can_read_the_post() -> None:
    fenn = "slack:T1:U0FENN"
    house = House(roles={Role.FACILITATOR: [fenn, "slack:T1:U0ROWAN"]})
    assert "You left out U0FENN: they handle none of it, but can read the post" in await house.ask(without=short(fenn))


async def test_what_may_give_somebody_away_is_one_tap_from_being_changed() -> None:
    house = House()
    seen = await house.ask(text="Ask Ada Lister, or mail kim@example.org; as the only man here I cannot.")
    for words in ("“Ada Lister”", "“kim@example.org”", "“as the only man"):
        assert words in seen
    assert house.buttons()[0].label == "Change my words"


async def test_where_others_of_the_network_work_is_noticed() -> None:
    house = House(entries=[replace(LISTED, organisation="Penmoor University / Fresh Fade CIC")])
    seen = await house.ask(text="They are unkind at Penmoor, and at Fresh Fade, too.")
    for words in ("“Penmoor” is where people of the network work", "“Fresh Fade” is where people of the network work"):
        assert words in seen


async def test_members_who_are_not_in_the_directory_are_noticed_too() -> None:
    house = House()
    house.crowd.called = ("Fenn Okonjo", "rho")
    assert "“Fenn” looks like the name of somebody in the network" in await house.ask(text="Fenn shouted at me.")
    assert "I found no name that I know, and no address or number. I do not notice everything" in await house.ask(
        person("Ash", "discord")
    )


def test_a_long_list_of_giveaways_is_cut() -> None:
    many = [Giveaway(kind=Kind.PHONE, words=str(n), sentence=f"Number {n}.") for n in range(30)]
    shown = plain(checklist(many, CHANGE))
    assert "Number 7." in shown
    assert "Number 8." not in shown
    assert "And 22 more of the kind." in shown


async def test_nothing_that_matters_is_cut_where_there_is_little_room() -> None:
    house = House()
    seen = await house.ask(text="I want to die. " + "word " * 590)
    assert "characters are kept, and will be posted." in seen
    drawn = str(render(house.seen))
    for part in ("999", "116 123", "Your employer", "About 41 people", "After a random".lower(), "Discard", "Post now"):
        assert part in drawn


async def test_hours_are_said_with_the_numbers() -> None:
    house = House()
    house.clock.time = datetime(2026, 3, 3, 3, tzinfo=UTC)
    seen = await house.ask()
    assert "Samaritans: call 116 123, day and night" in seen
    assert "Breathing Space: call 0800 83 85 87, opens" in seen


async def test_what_is_posted_under_a_request_has_the_numbers_on_one_line() -> None:
    house = House()
    case = await house.post()
    seen = await house.do(f"support-reply?case={case.id}", text="Thank you.")
    assert "Your reply, before anybody sees it" in seen
    assert "Emergency: call 999 · Samaritans: call 116 123 · Shout: text SHOUT to 85258." in seen
    assert "NHS 111" not in seen
    assert [one.label for one in house.buttons()][-1] == "I’m not safe"


async def test_somebody_in_danger_has_all_of_them_large_there_too() -> None:
    house = House()
    case = await house.post()
    seen = await house.do(f"support-reply?case={case.id}", text="I want to kill myself.")
    assert seen.startswith("You do not have to wait for an answer here")
    assert "NHS 111" in seen
