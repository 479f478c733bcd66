"""Joining, as people do it with buttons and forms: agreeing to the ground rules, and bringing something."""

import pytest

from bot.chat.calls import Call, call
from bot.chat.commands import Form
from bot.chat.errors import Refusal
from bot.chat.veil import Veil
from bot.chat.views import calls, plain
from bot.reflection import course
from bot.reflection.ears import Ears
from bot.reflection.formats import Speaker
from bot.reflection.joining import Joining
from tests.reflection.sessions import NOW, session
from tests.reflection.test_taking_part import Room


@pytest.fixture
async def room() -> Room:
    room = Room()
    room.id = await room.house.begin()
    return room


@pytest.fixture
async def circle() -> Room:
    """Return people in front of a session that is about to begin, to which two bring a story."""
    circle = Room()
    circle.id = await circle.house.open(session("story-rounds"))
    return circle


async def test_joining_shows_the_ground_rules_and_gives_neutral_words_for_a_name(room: Room) -> None:
    form = await room.opens("Kim", call("session-join", session=room.id))
    assert isinstance(form, Form)
    assert any("stays here" in str(line) for line in form.notice)
    said = await room.does("Kim", call("session-join", session=room.id, tell="yes"))
    assert "You go by" in said
    assert "Kim" not in said
    assert "What?" in said


async def test_whoever_is_in_is_not_asked_again(room: Room) -> None:
    await room.join("Kim")
    assert await room.opens("Kim", call("session-join", session=room.id)) is None
    assert "in this session already" in await room.does("Kim", call("session-join", session=room.id))


async def test_nobody_joins_by_name_where_there_are_none(room: Room) -> None:
    said = await room.does("Kim", call("session-join-by-name", session=room.id, tell="no"))
    assert "older than the session" in said
    assert await room.book.participants(room.id) == []


async def test_where_there_are_names_people_join_under_theirs(room: Room) -> None:
    room.id = await room.house.begin(named=True)
    assert "older than the session" in await room.does("Kim", call("session-join", session=room.id, tell="no"))
    form = await room.opens("Kim", call("session-join-by-name", session=room.id))
    assert isinstance(form, Form)
    assert "This session is with names" in str(form.notice)
    said = await room.does("Kim", call("session-join-by-name", session=room.id, tell="no"))
    assert "You go by Kim here" in said
    assert [one.name for one in await room.book.participants(room.id)] == ["Kim"]


async def test_nobody_is_blocked_from_joining_by_name(room: Room) -> None:
    async def barrier(veil: Veil) -> None:
        del veil
        raise Refusal("You cannot write without your name until Friday.")

    room.let_in(barrier)
    assert "until Friday" in await room.does("Kim", call("session-join", session=room.id, tell="no"))
    assert await room.opens("Kim", call("session-join", session=room.id)) is None
    room.id = await room.house.begin(named=True)
    assert "You are in" in await room.does("Kim", call("session-join-by-name", session=room.id, tell="no"))


async def test_everybody_goes_by_words_of_their_own(room: Room) -> None:
    people = [f"P{number}" for number in range(20)]
    await room.join(*people)
    assert len({one.name for one in await room.book.participants(room.id)}) == len(people)


async def test_only_who_wants_a_word_in_private_can_be_reached(room: Room) -> None:
    form = await room.opens("Kim", call("session-join", session=room.id))
    assert isinstance(form, Form)
    assert form.values["tell"] == "yes"
    await room.does("Kim", call("session-join", session=room.id, tell="yes"))
    await room.does("Lee", call("session-join", session=room.id, tell="no"))
    assert sorted(one.address is None for one in await room.book.participants(room.id)) == [False, True]


async def test_nobody_joins_what_is_ending(room: Room) -> None:
    await room.facilitation.close(room.id)
    assert "ending" in await room.does("Kim", call("session-join", session=room.id, tell="no"))


async def test_while_a_session_runs_whoever_joins_is_shown_what_they_can_do(room: Room) -> None:
    joined = await room.reply("Kim", call("session-join", session=room.id, tell="no"))
    (contribute,) = [one for one in calls(joined.blocks) if one.command == "session-contribute"]
    assert await room.opens("Kim", contribute)


# Bringing something ----------------------------------------------------------------------


async def offers(circle: Room, who: str) -> Call | None:
    """Join, and return what can be pressed to bring something."""
    joined = await circle.reply(who, call("session-join", session=circle.id, tell="no"))
    return next((one for one in calls(joined.blocks) if one.command == "session-bring"), None)


async def test_the_first_two_who_offer_bring_a_story_and_nobody_else_can(circle: Room) -> None:
    for who, part in (("Kim", Speaker.PRESENTER), ("Lee", Speaker.SECOND)):
        pressed = await offers(circle, who)
        assert pressed
        assert pressed.args["part"] == part
        said = await circle.does(who, pressed)
        assert "You bring the" in said
        assert who not in said
        assert "only you write" in said
    assert await offers(circle, "Max") is None
    late = call("session-bring", session=circle.id, part=Speaker.SECOND)
    assert "Somebody else brings the second story" in await circle.does("Max", late)


async def test_whoever_brings_something_reads_what_they_will_be_asked(circle: Room) -> None:
    pressed = await offers(circle, "Kim")
    assert pressed
    first = session("story-rounds").format.phases[0]
    assert first.prompt in await circle.does("Kim", pressed)


async def test_a_part_is_given_back_with_one_press_until_it_begins(circle: Room) -> None:
    pressed = await offers(circle, "Kim")
    assert pressed
    brought = await circle.reply("Kim", pressed)
    (back,) = [one for one in calls(brought.blocks) if one.command == "session-bring-not"]
    given_back = await circle.reply("Kim", back)
    assert "That is fine" in plain(given_back.blocks)
    assert given_back.replaces
    assert (await circle.book.find(circle.id)).seats == ()
    assert "quicker" in await circle.does("Kim", back)


async def test_who_has_not_joined_or_asks_for_no_part_brings_nothing(circle: Room) -> None:
    asked = call("session-bring", session=circle.id, part=Speaker.PRESENTER)
    assert "not in this session" in await circle.does("Kim", asked)
    await circle.join("Kim")
    for part in (Speaker.OTHERS, "nothing of the kind"):
        await circle.does("Kim", call("session-bring", session=circle.id, part=part))
    assert (await circle.book.find(circle.id)).seats == ()


async def test_once_it_has_begun_nobody_is_asked_to_bring_something(room: Room) -> None:
    room.id = await room.house.begin(key="balint")
    assert await offers(room, "Kim") is None
    assert "quicker" in await room.does("Kim", call("session-bring", session=room.id, part=Speaker.PRESENTER))
    await room.book.change(room.id, lambda now: course.advance(now, 0, NOW))


def test_every_command_but_joining_by_name_is_unseen_and_fits_into_a_button(room: Room) -> None:
    commands = list(Joining(room.book).commands())
    assert [one.name for one in commands if not one.anonymous] == ["session-join-by-name"]
    longest = call("session-join-by-name", session="f" * 16)
    assert len(str(longest)) <= 96
    assert len(str(call("session-bring", session="f" * 16, part=Speaker.PRESENTER))) <= 96


# When we write to them privately ---------------------------------------------------------


@pytest.mark.parametrize(
    ("ticked", "tell", "follow_up"),
    [
        ("yes", True, False),
        ("tried", False, True),
        ("yes,tried", True, True),
        ("no", False, False),
        ("yes,tried,no", False, False),
    ],
)
async def test_who_joins_says_when_they_want_to_be_written_to(
    room: Room, ticked: str, tell: bool, follow_up: bool
) -> None:
    assert "You are in" in await room.does("Kim", Call("session-join", {"session": room.id, "tell": ticked}))
    (who,) = await room.book.participants(room.id)
    assert (who.tell, who.follow_up, who.address is not None) == (tell, follow_up, tell or follow_up)


async def test_who_wants_to_be_asked_afterwards_hears_nothing_of_their_words(room: Room) -> None:
    ears, heard = Ears(room.book), dict[str, bool]()
    for who, ticked in (("Kim", "tried"), ("Lee", "yes")):
        await room.does(who, Call("session-join", {"session": room.id, "tell": ticked}))
        await room.write(who, who)
    for said in await room.book.contributions(room.id):
        heard[said.text] = await ears.of(room.id, said) is not None
    assert heard == {"Kim": False, "Lee": True}
    assert len(await ears.curious(room.id)) == 1


async def test_who_is_in_already_can_change_when_they_are_written_to(room: Room) -> None:
    await room.does("Kim", Call("session-join", {"session": room.id, "tell": "yes,tried"}))
    joined = await room.reply("Kim", call("session-join", session=room.id))
    (change,) = [one for one in calls(joined.blocks) if one.command == "session-tell"]
    form = await room.opens("Kim", change)
    assert isinstance(form, Form)
    assert form.values["tell"] == "yes,tried"
    for ticked, reached in (("no", False), ("tried", True), ("no,yes", False)):
        said = await room.does("Kim", change.with_args({"tell": ticked}))
        assert ("I don’t write to you" in said) is not reached
        (who,) = await room.book.participants(room.id)
        assert (who.tell, who.follow_up, who.address is not None) == (False, reached, reached)
    form = await room.opens("Kim", change)
    assert isinstance(form, Form)
    assert form.values["tell"] == "no"


async def test_who_is_not_in_has_nothing_to_change(room: Room) -> None:
    change = call("session-tell", session=room.id)
    assert await room.opens("Kim", change) is None
    assert "not in this session" in await room.does("Kim", change)
    assert "not in this session" in await room.does("Kim", change.with_args({"tell": "yes"}))
