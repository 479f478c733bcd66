"""What everybody sees of a session: said once in every channel, in order, whatever becomes of another channel."""

from collections import Counter
from dataclasses import replace

import pytest

from adapters.discord import render as discord
from adapters.limits import MORE
from bot.chat.views import calls, plain
from bot.delivery.composers import Removal, Unsaid
from bot.delivery.model import Later, Refused, State, Unknown
from bot.reflection import course
from bot.reflection.boards import EDIT, REMOVE, SAY
from bot.reflection.contributions import Standing
from bot.reflection.model import Keeping
from bot.reflection.resonance import Resonance
from tests.delivery.platform import Platform
from tests.reflection.sessions import NOW, begun, session
from tests.reflection.test_sessionbook import KIM, LEE, MAX, UNA, crowd
from tests.reflection.wall import CHANNELS, Wall

FIVE = (KIM, LEE, MAX, UNA, KIM)
ANNOUNCED, ASKED, SHOWN = range(3)


@pytest.fixture
def wall() -> Wall:
    return Wall()


async def written(wall: Wall, **fields: object) -> None:
    """Let there be a session in whose first phase five contributions wait to be shown."""
    await wall.announce(begun(), *FIVE[:4], **fields)
    await wall.house.write(wall.id, *FIVE)


async def revealed(wall: Wall, **fields: object) -> None:
    """Let there be a session that has shown five contributions in one message."""
    await written(wall, **fields)
    await wall.house.facilitation.reveal(wall.id, 0)
    await wall.settle()


def beginnings(platform: Platform) -> list[str]:
    return [text.split("\n")[0] for text in platform.said]


async def went_on(wall: Wall, phase: int = 0) -> None:
    await wall.house.book.change(wall.id, lambda now: course.advance(now, phase, NOW))


# In order --------------------------------------------------------------------------------


async def test_it_is_announced_once_in_every_channel_with_the_ground_rules(wall: Wall) -> None:
    await wall.announce(session())
    for platform, channel in zip(wall.platforms, CHANNELS, strict=True):
        ((to, _, text),) = platform.history
        assert to == channel
        assert "stays here" in text
    for announced in await wall.put(SAY):
        assert "session-join" in {one.command for one in calls(await wall.words(announced))}


async def test_what_follows_stands_in_the_thread_in_order(wall: Wall) -> None:
    await revealed(wall)
    await went_on(wall)
    await wall.settle()
    await wall.house.facilitation.close(wall.id)
    await wall.settle()
    for platform, channel in zip(wall.platforms, CHANNELS, strict=True):
        first, *others = platform.history
        assert first[0] == channel
        assert {to for to, _, _ in others} == {replace(channel, thread="1")}
        *phases, closed = beginnings(platform)[1:]
        assert phases == ["What?", "What we wrote in “What?”", "So what?"]
        assert closed.startswith("We close here.")


async def test_nothing_is_handed_in_under_an_announcement_that_does_not_stand_yet(wall: Wall) -> None:
    wall.absent |= {"slack", "discord"}
    await wall.announce(begun())
    assert not await wall.see_to()
    assert [one.to for one in await wall.put(SAY)] == list(CHANNELS)
    wall.absent.clear()
    await wall.settle()
    assert beginnings(wall.slack) == beginnings(wall.discord) == ["Reflecting together: A hard week", "What?"]
    assert await wall.see_to()


async def test_a_platform_that_was_away_catches_up_in_order(wall: Wall) -> None:
    await written(wall)
    wall.absent.add("discord")
    await wall.house.facilitation.reveal(wall.id, 0)
    await went_on(wall)
    await wall.settle()
    await went_on(wall, 1)
    await wall.settle()
    assert beginnings(wall.slack)[2:] == ["What we wrote in “What?”", "So what?", "Now what?"]
    assert not await wall.see_to()
    wall.absent.clear()
    await wall.settle()
    assert beginnings(wall.discord) == beginnings(wall.slack)
    assert "This part is over" in wall.discord.said[-2]
    assert await wall.see_to()


async def test_what_stands_is_put_right_however_long_a_platform_was_away(wall: Wall) -> None:
    await revealed(wall)
    taken = next(one.id for one in await wall.house.book.written_by(wall.id, LEE))
    wall.absent.add("discord")
    await wall.house.book.withdraw(wall.id, LEE, taken)
    await wall.house.facilitation.close(wall.id)
    await wall.run(days=3)
    assert "This session is over" not in wall.discord.said[ANNOUNCED]
    wall.absent.clear()
    await wall.deliver()
    for platform in wall.platforms:
        assert "This session is over" in platform.said[ANNOUNCED]
        assert "Whoever wrote this took it back" in platform.said[SHOWN]


async def test_a_lost_answer_after_a_platform_was_away_leaves_nothing_as_it_was(wall: Wall) -> None:
    await revealed(wall)
    wall.discord.faults = [*[Later(20, everywhere=True)] * 100, Unknown()]
    await wall.house.facilitation.close(wall.id)
    await wall.settle()
    assert wall.discord.faults == []
    assert wall.discord.said == wall.slack.said
    assert not [one for one in await wall.put(EDIT) if one.state is not State.SENT]


async def test_a_channel_that_cannot_be_reached_holds_up_no_other(wall: Wall) -> None:
    wall.slack.closed[CHANNELS[0]] = Refused("It is archived.")
    await wall.announce(begun())
    assert wall.slack.history == []
    assert beginnings(wall.discord) == ["Reflecting together: A hard week", "What?"]
    assert await wall.see_to()


async def test_what_is_over_is_not_announced_any_more(wall: Wall) -> None:
    wall.absent |= {"slack", "discord"}
    await wall.announce(begun())
    (first, second) = await wall.put(SAY)
    await wall.house.facilitation.close(wall.id)
    assert isinstance(await wall.boards.composers()[SAY](first, NOW), Unsaid)
    await wall.house.book.shred(wall.id)
    assert isinstance(await wall.boards.composers()[SAY](second, NOW), Unsaid)


# Said anew -------------------------------------------------------------------------------


async def test_a_phase_says_when_it_is_paused_goes_on_and_is_over(wall: Wall) -> None:
    await wall.announce(begun())
    said = list[str]()
    for step in (
        lambda now: course.pause(now, NOW),
        lambda now: course.go_on(now, NOW),
        lambda now: course.advance(now, 0, NOW),
    ):
        await wall.house.book.change(wall.id, step)
        await wall.settle()
        assert wall.slack.said == wall.discord.said
        said.append(wall.slack.said[ASKED])
    assert "Paused for everyone" in said[0]
    assert "Everybody can write" in said[1]
    assert "This part is over" in said[2]


async def test_a_phase_that_was_shown_asks_for_nothing_more(wall: Wall) -> None:
    await revealed(wall)
    assert "What we wrote is shown below" in wall.slack.said[ASKED]


async def test_once_it_is_closed_nothing_can_be_pressed_any_more(wall: Wall) -> None:
    await revealed(wall)
    await wall.house.facilitation.close(wall.id)
    await wall.settle()
    for platform in wall.platforms:
        assert "This session is over" in platform.said[ANNOUNCED]
        assert "This part is over" in platform.said[ASKED]
    for edited in await wall.put(EDIT):
        assert calls(await wall.words(edited)) == []


async def test_what_was_taken_back_or_removed_is_gone_in_every_channel(wall: Wall) -> None:
    await revealed(wall)
    papers = (await wall.session()).order(0)
    mine = next(one.id for one in await wall.house.book.written_by(wall.id, LEE))
    await wall.house.book.withdraw(wall.id, LEE, mine)
    await wall.house.facilitation.remove(wall.id, next(paper for paper in papers if paper != mine))
    await wall.settle()
    for platform in wall.platforms:
        assert "Whoever wrote this took it back" in platform.said[SHOWN]
        assert "A facilitator removed this" in platform.said[SHOWN]
        assert platform.said[SHOWN].count("canary") == 3


async def test_how_many_it_touched_is_said_anew_once_for_each_band(wall: Wall) -> None:
    people, resonance = crowd(6), Resonance(wall.house.book)
    await revealed(wall)
    for veil in people:
        await wall.house.book.join(wall.id, veil, "Quiet Heron")
    before = len(await wall.put(EDIT))
    paper = (await wall.session()).order(0)[0]
    for veil in people:
        await resonance.resonate(wall.id, veil, paper)
        await wall.settle()
    edits = (await wall.put(EDIT))[before:]
    assert len(edits) == 2 * len(CHANNELS)
    assert "This resonates (5 to 9)" in str(await wall.words(edits[-1]))


async def test_what_does_not_stand_yet_is_not_said_anew_but_said_as_things_are(wall: Wall) -> None:
    await written(wall)
    wall.absent.add("discord")
    await wall.house.facilitation.reveal(wall.id, 0)
    await wall.settle()
    taken = next(one.id for one in await wall.house.book.written_by(wall.id, LEE))
    await wall.house.book.withdraw(wall.id, LEE, taken)
    await wall.settle()
    wall.absent.clear()
    await wall.deliver()
    assert "took it back" in wall.discord.said[SHOWN]
    assert "canary 1" not in str(wall.discord.said)


# At the end ------------------------------------------------------------------------------


async def test_words_at_the_check_out_are_seen_when_it_is_closed(wall: Wall) -> None:
    await wall.announce(replace(begun(phase=2)), *FIVE[:4])
    await went_on(wall, 2)
    await wall.house.write(wall.id, *FIVE, phase=3)
    await wall.settle()
    assert "canary" not in str(wall.slack.said)
    await wall.house.facilitation.close(wall.id)
    await wall.settle()
    for platform in wall.platforms:
        *_, words, closed = platform.said
        heading, line = words.split("\n")
        assert heading == "How we go from here"
        assert sorted(line.split(" · ")) == [f"canary {number}" for number in range(5)]
        assert closed.startswith("We close here.")


async def test_what_was_shown_before_the_end_is_seen_after_it_but_not_after_a_gentle_one(wall: Wall) -> None:
    for gently in (False, True):
        await written(wall)
        wall.absent.add("slack")
        await wall.house.facilitation.reveal(wall.id, 0)
        await wall.settle()
        await wall.house.facilitation.close(wall.id, gently=gently)
        wall.absent.clear()
        before = len(wall.slack.history)
        await wall.settle()
        late = beginnings(wall.slack)[before:]
        assert late[0].startswith("We stop here for today" if gently else "What we wrote in “What?”")


async def test_what_was_shown_is_taken_away_everywhere_and_nothing_else(wall: Wall) -> None:
    await revealed(wall)
    await wall.house.facilitation.close(wall.id)
    await wall.settle()
    assert not await wall.boards.take_away(await wall.session(), wall.house.time)
    assert not await wall.boards.take_away(await wall.session(), wall.house.time)
    await wall.deliver()
    assert await wall.boards.take_away(await wall.session(), wall.house.time)
    assert len(await wall.put(REMOVE)) == len(CHANNELS)
    for platform in wall.platforms:
        assert [place for place, text in enumerate(platform.said) if not text] == [SHOWN]
        assert "canary" not in str(platform.history)


async def test_where_everything_is_kept_nothing_is_taken_away(wall: Wall) -> None:
    await revealed(wall, keeps=Keeping.EVERYTHING)
    await wall.house.facilitation.close(wall.id)
    await wall.settle()
    assert await wall.boards.take_away(await wall.session(), wall.house.time)
    assert await wall.put(REMOVE) == []
    assert all("canary" in str(platform.history) for platform in wall.platforms)


async def test_something_is_taken_away_although_its_session_is_forgotten(wall: Wall) -> None:
    await revealed(wall)
    await wall.boards.take_away(await wall.session(), wall.house.time)
    await wall.house.book.shred(wall.id)
    for removal in await wall.put(REMOVE):
        assert isinstance(await wall.boards.composers()[REMOVE](removal, NOW), Removal)
    await wall.deliver()
    assert all("canary" not in str(platform.history) for platform in wall.platforms)


# Once ------------------------------------------------------------------------------------


async def test_nothing_is_said_twice_however_often_it_is_seen_to_and_wherever_it_is_interrupted(wall: Wall) -> None:
    await written(wall)
    await wall.house.facilitation.reveal(wall.id, 0)
    await went_on(wall)
    for _ in range(4):
        await wall.see_to()
        await wall.see_to()
        wall.start()
        # It was posted, and nobody has written down where.
        await wall.deliver()
        wall.start()
    for platform in wall.platforms:
        assert platform.posts == 4
        assert beginnings(platform)[1:] == ["What?", "What we wrote in “What?”", "So what?"]
    edited = Counter(one.key for one in await wall.put(EDIT))
    assert max(edited.values()) == 1


async def test_a_post_whose_answer_was_lost_is_found_and_not_said_again(wall: Wall) -> None:
    wall.slack.takes_first = True
    wall.slack.faults = [Unknown(), Unknown()]
    await wall.announce(begun())
    assert beginnings(wall.slack) == ["Reflecting together: A hard week", "What?"]
    assert all(one.state is State.SENT for one in await wall.put(SAY))


async def test_nothing_that_is_kept_of_it_in_the_outbox_says_what_or_who(wall: Wall) -> None:
    await revealed(wall)
    kept = str(wall.outbox.rows)
    assert not any(word in kept for word in ("canary", "A hard week", "Quiet Heron", "U1"))


# Many ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "count"), [(20, 20), (400, 29), (1000, 67)])
async def test_two_hundred_contributions_stand_in_as_few_messages_as_there_is_room_for(
    wall: Wall, length: int, count: int
) -> None:
    people = crowd(200)
    await wall.announce(begun(), *people)
    for number, veil in enumerate(people):
        await wall.house.book.contribute(wall.id, veil, 0, f"canary-{number:03} ".ljust(length, "x"))
    await wall.house.facilitation.reveal(wall.id, 0)
    await wall.settle()
    for platform in wall.platforms:
        there = [text for text in platform.said if "canary" in text]
        assert len(there) == count
        for number in range(200):
            assert sum(f"canary-{number:03}" in text for text in there) == 1
    for shown in (await wall.put(SAY))[2 * len(CHANNELS) :]:
        blocks = await wall.words(shown)
        items = [block for block in blocks if plain([block]).startswith(tuple("0123456789"))]
        assert len(plain(items)) <= 3200
        assert parts(discord.render(items)) <= 32
        assert MORE not in str(discord.render(blocks))


def parts(components: list[discord.Json]) -> int:
    """Count components as Discord does, with all that is in them."""
    nested = ([*one.get("components", ()), *([one["accessory"]] if "accessory" in one else ())] for one in components)
    return len(components) + sum(map(parts, nested))


async def test_twenty_who_take_theirs_back_change_each_message_and_say_none_again(wall: Wall) -> None:
    people = crowd(20)
    await wall.announce(begun(), *people)
    for veil in people:
        await wall.house.book.contribute(wall.id, veil, 0, "canary")
    await wall.house.facilitation.reveal(wall.id, 0)
    await wall.settle()
    posts = wall.slack.posts
    for veil in people:
        (mine,) = await wall.house.book.written_by(wall.id, veil)
        assert mine.standing is Standing.THERE
        await wall.house.book.withdraw(wall.id, veil, mine.id)
    await wall.settle()
    assert wall.slack.posts == posts
    assert "canary" not in str(wall.slack.said)
    assert "canary" not in str(wall.discord.said)
