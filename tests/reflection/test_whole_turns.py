"""Sessions in which somebody brings something, from their opening to their end, by people who press what they see."""

import asyncio
from datetime import timedelta

import pytest

from bot.chat.calls import call
from bot.chat.views import plain
from bot.reflection.model import Stage
from tests.reflection.circle import Circle, buttons

OTHERS = ("Lee", "Max", "Una", "Ben")


@pytest.fixture
def circle() -> Circle:
    return Circle()


async def begun(circle: Circle, key: str, **brought: str) -> None:
    """Begin a session to which these people bring something."""
    await circle.open(key)
    await circle.join(*brought, *OTHERS)
    for who, thing in brought.items():
        await circle.brings(who, thing)
    await circle.leads("Begin")


async def test_a_balint_session_from_its_opening_to_its_end(circle: Circle) -> None:
    await begun(circle, "balint", Kim="the case")
    assert "as “Whoever brought the case”" in plain((await circle.writes("Kim", "It is about a man I see.")).blocks)
    await circle.writes("Kim", "He never sits down.")
    assert "only whoever brought the case writes" in await circle.opens_form("Lee")

    await circle.leads("Next phase")
    await circle.writes("Lee", "How old is he?")
    await circle.replies("Kim", "How old is he?", "In his fifties.")

    await circle.leads("Next phase")
    assert "sit back and listen" in await circle.opens_form("Kim")
    for who in OTHERS:
        await circle.writes(who, f"{who} wonders.")

    await circle.leads("Next phase")
    assert await circle.opens_form("Kim") == ""
    await circle.writes("Kim", "I had not seen how tired I was.")

    panel = await circle.leads("Next phase")
    assert "A last round" in panel
    for who in ("Kim", *OTHERS):
        await circle.writes(who, f"{who} goes home.")
    await circle.leads("Show contributions")
    await circle.leads("To the check-out")
    await circle.leads("Close")
    await circle.leads("Close for everyone")
    assert (await circle.session()).stage is Stage.CLOSED

    assert circle.headings[:8] == [
        "We reflected together: A hard week",
        "The case",
        "Whoever brought the case (1)",
        "Whoever brought the case (2)",
        "Questions of fact",
        "1",
        "Whoever brought the case answers 1 (2)",
        "Thinking aloud",
    ]
    read = "\n".join(circle.read)
    assert read.index("about a man") < read.index("never sits down") < read.index("How old")
    assert "Whoever brought the case (1)\nI had not seen" in read
    last = read.partition("What we wrote in “A last round”")[2]
    assert "Kim goes home." in last
    assert "Whoever" not in last


async def test_an_action_learning_set_from_its_opening_to_its_end(circle: Circle) -> None:
    await begun(circle, "action-learning", Kim="the problem")
    await circle.writes("Kim", "I am stuck.")
    await circle.leads("Next phase")

    reminded = await circle.writes("Lee", "You should talk to her.")
    assert "Only questions" in plain(reminded.blocks)
    assert "You should talk to her." in plain(reminded.blocks)
    assert buttons(reminded)[0].label == "Write it as a question"
    assert await circle.opens_form("Lee") == ""
    assert "Thank you" in plain((await circle.writes("Lee", "What would she say? I wonder.")).blocks)
    assert "Only questions" in plain((await circle.replies("Max", "I am stuck.", "So was I.")).blocks)
    assert "sit back and listen" in plain((await circle.replies("Kim", "What would she say? I wonder.", "Hm?")).blocks)

    await circle.leads("Next phase")
    await circle.replies("Kim", "What would she say? I wonder.", "That one stays with me.")
    await circle.leads("Next phase")
    await circle.writes("Kim", "I will ask her on Monday.")
    await circle.writes("Max", "I will ask my own, too.")

    read = "\n".join(circle.read)
    assert "Back to “Questions”\nWhoever brought the problem answers 1 (2)" in read
    assert "You should" not in read
    assert "Whoever brought the problem answers 1 (2)\nThat one stays" in read
    assert "Whoever brought the problem (1)\nI will ask her" in read
    assert "2\nI will ask my own" in read


async def test_story_rounds_from_their_opening_to_their_end(circle: Circle) -> None:
    await begun(circle, "story-rounds", Kim="the first story", Zoe="the second story")
    assert "only whoever brought the first story writes" in await circle.opens_form("Zoe")
    await circle.writes("Kim", "There was a night.")
    await circle.leads("Next phase")
    assert "only whoever brought the second story writes" in await circle.opens_form("Kim")
    await circle.writes("Zoe", "There was a morning.")
    for title in ("Reflections", "A word to one another"):
        await circle.leads("Next phase")
        for who in ("Kim", "Zoe", *OTHERS):
            await circle.writes(who, f"{who} on {title}")
        await circle.leads("Show contributions")
    await circle.leads("To the check-out")
    read = "\n".join(circle.read)
    assert "The first story (1)\nThere was a night." in read
    assert "The second story (1)\nThere was a morning." in read
    assert all(read.count(f"{who} on Reflections") == 1 for who in ("Kim", "Zoe", *OTHERS))


async def test_the_announcement_says_how_many_are_looked_for_until_there_are_all(circle: Circle) -> None:
    await circle.open("story-rounds")
    assert "Two people are still wanted: one to bring the first story, one to bring the second story." in circle.read[0]
    joined = await circle.join("Kim", "Zoe")
    assert "Two people are still wanted" in joined
    told = await circle.brings("Kim", "the second story")
    assert "You bring the second story. In “The second story” only you write." in told
    assert "Nobody is told that it is you." in told
    assert "One person is still wanted, to bring the first story." in circle.read[0]
    assert "Nobody has offered to bring the first story yet." in await circle.leads("Begin")
    assert "still wanted" in circle.read[0]
    await circle.brings("Zoe", "the first story")
    assert "Both have been found who bring the first story and the second story." in circle.read[0]
    assert "Kim" not in circle.read[0]


async def test_it_does_not_begin_while_somebody_is_looked_for(circle: Circle) -> None:
    await circle.open("story-rounds")
    refused = await circle.leads("Begin")
    assert "Nobody has offered to bring the first story or the second story yet." in refused
    assert "“I’ll bring the first story” and “I’ll bring the second story” under the announcement" in refused


async def test_what_somebody_else_brings_is_refused_kindly(circle: Circle) -> None:
    await circle.open("story-rounds")
    await circle.join("Kim", "Zoe")
    session = await circle.session()
    asked = call("session-bring", session=session.id, part="presenter")
    assert "not in this session" in plain((await circle.asks("Una", asked)).blocks)
    await circle.asks("Kim", asked)
    refused = plain((await circle.asks("Zoe", asked)).blocks)
    assert "Somebody else brings the first story this time." in refused
    assert "You could bring the second story." in refused
    assert "You bring the first story already." in plain((await circle.asks("Kim", asked)).blocks)


async def test_whoever_brings_something_can_give_it_back_until_it_begins(circle: Circle) -> None:
    await circle.open("balint")
    await circle.join("Kim", *OTHERS)
    await circle.brings("Kim", "the case")
    assert "You bring the case." in await circle.says("Kim", "sessions")
    listed = await circle.asks("Kim", call("sessions"))
    assert [one.label for one in buttons(listed)] == ["I’d rather not after all", "What I contributed", "Leave"]
    back = next(one.call for one in buttons(listed) if one.label == "I’d rather not after all")
    given_back = await circle.asks("Kim", back)
    assert "I’ll bring the case" in [one.label for one in buttons(given_back)]
    await circle.pass_on()
    assert "One person is still wanted" in circle.read[0]
    await circle.brings("Kim", "the case")
    await circle.leads("Begin")
    late = plain((await circle.asks("Kim", back)).blocks)
    assert "The session has begun" in late
    assert "press “Pass”" in late


async def test_facilitators_look_for_somebody_else_without_learning_who_does_not_come(circle: Circle) -> None:
    await circle.open("balint")
    await circle.join("Kim", "Zoe", *OTHERS)
    await circle.brings("Kim", "the case")
    circle.panel = await circle.asks("Olu", call("session-panel", session=(await circle.session()).id))
    freed = await circle.leads("Look for somebody else who brings the case")
    assert "One person is still wanted" in freed
    assert "Kim" not in freed
    assert "One person is still wanted" in circle.read[0]
    assert "You bring" not in await circle.says("Kim", "sessions")
    await circle.brings("Zoe", "the case")
    assert "Whose turn: whoever brought the case" in await circle.leads("Begin")
    assert "sit back" not in await circle.opens_form("Kim")


async def test_only_facilitators_of_a_session_look_for_somebody_else(circle: Circle) -> None:
    await circle.open("balint")
    await circle.join("Kim")
    await circle.brings("Kim", "the case")
    session = await circle.session()
    asked = call("session-free-seat", session=session.id, part="presenter")
    assert "for facilitators" in plain((await circle.asks("Kim", asked)).blocks)
    wrong = call("session-free-seat", session=session.id, part="others")
    await circle.asks("Olu", wrong)
    assert (await circle.session()).seats == session.seats


async def test_a_session_goes_on_when_whoever_has_the_turn_says_nothing(circle: Circle) -> None:
    await begun(circle, "balint", Kim="the case")
    assert "only whoever brought the case writes" in plain((await circle.presses("Lee", 1, "Pass")).blocks)
    assert "they pass" not in await circle.leads("Look again")
    assert "The facilitators see" in plain((await circle.presses("Kim", 1, "Pass")).blocks)
    assert "they pass, and you can go on" in await circle.leads("Look again")
    assert "Questions of fact" in await circle.leads("Next phase")
    assert await circle.opens_form("Lee") == ""


async def test_whoever_is_blocked_can_neither_bring_something_nor_tell_it(circle: Circle) -> None:
    await circle.open("balint")
    await circle.join("Kim", *OTHERS)
    circle.blocked.add("Kim")
    assert "cannot write" in await circle.brings("Kim", "the case")
    circle.blocked.clear()
    await circle.brings("Kim", "the case")
    await circle.leads("Begin")
    circle.blocked.add("Kim")
    assert "cannot write" in await circle.opens_form("Kim")
    assert "cannot write" in plain((await circle.writes("Kim", "It is about a man I see.")).blocks)
    assert "Questions of fact" in await circle.leads("Next phase")


async def test_whoever_sits_back_reads_and_is_touched_but_does_not_write(circle: Circle) -> None:
    await begun(circle, "balint", Kim="the case")
    await circle.writes("Kim", "It is about a man I see.")
    await circle.leads("Next phase")
    await circle.leads("Next phase")
    await circle.writes("Lee", "I would be afraid of him.")
    session = await circle.session()
    read = await circle.asks("Kim", call("session-read", session=session.id, phase=2))
    assert "afraid of him" in plain(read.blocks)
    assert "Noted" in plain((await circle.presses("Kim", -1, "This resonates")).blocks)
    assert "sit back and listen" in plain((await circle.replies("Kim", "I would be afraid of him.", "Me too")).blocks)
    passing = call("session-pass", session=session.id, phase=2)
    assert "sit back and listen" in plain((await circle.asks("Kim", passing)).blocks)
    listed = await circle.asks("Kim", call("sessions"))
    assert "sit back and listen" in plain(listed.blocks)
    assert "Contribute" not in [one.label for one in buttons(listed)]


async def test_with_names_what_is_brought_stands_with_the_name(circle: Circle) -> None:
    await circle.open("balint", details="names")
    await circle.join("Kim", *OTHERS)
    told = await circle.brings("Kim", "the case")
    assert "Nobody is told" not in told
    assert "with your name" in told
    await circle.leads("Begin")
    await circle.writes("Kim", "It is about a man I see.")
    assert "Kim, who brought the case (1)" in circle.headings


async def test_of_several_who_offer_at_once_one_brings_it(circle: Circle) -> None:
    await circle.open("balint")
    await circle.join("Kim", *OTHERS)
    asked = call("session-bring", session=(await circle.session()).id, part="presenter")
    told = [plain(one.blocks) for one in await asyncio.gather(*(circle.asks(who, asked) for who in ("Kim", *OTHERS)))]
    assert sum("You bring the case." in one for one in told) == 1
    assert sum("Somebody else brings the case this time." in one for one in told) == len(OTHERS)
    assert len((await circle.session()).seats) == 1


async def test_a_planned_session_waits_for_whoever_is_still_looked_for(circle: Circle) -> None:
    await circle.open("balint", when="2026-05-12 17:00")
    await circle.join("Kim", *OTHERS)
    circle.time += timedelta(hours=1)
    await circle.pass_on()
    assert (await circle.session()).stage is Stage.GATHERING
    await circle.brings("Kim", "the case")
    assert "Whose turn: whoever brought the case" in await circle.leads("Begin")
