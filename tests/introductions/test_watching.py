"""A skill that is waited for, and a result that is shared on purpose."""

from dataclasses import replace

import pytest

from bot.chat.requests import Address
from bot.delivery.model import Refused
from bot.directory.model import Level, Setting
from bot.introductions.model import MOST_WATCHES
from tests.introductions.house import ADA, BEA, ENTRY, KIM, OTHER, House

HERE = Address("slack", "C1")


async def test_a_known_skill_that_nobody_lists_is_watched_for_with_one_press() -> None:
    house = House()
    assert "Nobody lists" in await house.do("find-skill", skill="photovoice")
    said = await house.press("Tell me when somebody lists it")
    assert "I will tell you, in private, when somebody lists Photovoice." in said
    await house.directory.change(await house.directory.version(), put=[replace(OTHER, skills=("photo voice",))])
    await house.wait(minutes=1)
    (news,) = house.heard(KIM)
    assert "Somebody lists Photovoice now" in news
    await house.directory.change(await house.directory.version(), put=[replace(ENTRY, skills=("photovoice",))])
    await house.wait(minutes=1)
    assert len(house.heard(KIM)) == 1


async def test_a_week_after_the_news_nothing_is_kept_of_who_waited_though_nothing_else_happens() -> None:
    house = House()
    await house.do("find-skill", skill="photovoice")
    await house.press("Tell me when somebody lists it")
    await house.directory.change(await house.directory.version(), put=[replace(OTHER, skills=("photo voice",))])
    await house.wait(minutes=1)
    assert len(await house.watches.of(KIM.account)) == 1
    await house.wait(days=8)
    assert await house.watches.of(KIM.account) == []


async def test_who_waits_in_vain_is_forgotten_after_a_year_though_nothing_happens() -> None:
    house = House()
    await house.do("find-skill", skill="photovoice")
    await house.press("Tell me when somebody lists it")
    await house.wait(days=364)
    assert len(await house.watches.of(KIM.account)) == 1
    await house.wait(days=2)
    assert await house.watches.of(KIM.account) == []


async def test_any_other_skill_is_watched_for_with_one_press_too_and_no_word_of_it_is_kept() -> None:
    house = House()
    await house.do("find-skill", skill="who knows about blorptastics?")
    assert "blorp" not in house.button("Tell me when somebody lists it")
    said = await house.press("Tell me when somebody lists it")
    assert "when somebody lists what you searched for." in said
    assert "blorp" not in str(await house.watches.waiting())
    await house.directory.change(await house.directory.version(), put=[replace(OTHER, skills=("Blorptastics",))])
    await house.wait(minutes=1)
    assert "Somebody lists Blorptastics now" in house.heard(KIM)[0]


async def test_any_skill_is_watched_for_by_its_name() -> None:
    house = House()
    await house.do("skill-watch-for", skill="blorptastics")
    await house.wait(minutes=1)
    assert house.heard(KIM) == []
    await house.directory.change(await house.directory.version(), put=[replace(OTHER, skills=("Blorptastics",))])
    await house.wait(minutes=1)
    assert "blorptastics" in house.heard(KIM)[0]


async def waiting(*questions: str) -> House:
    """Let Kim wait for what nobody lists, each at one press, and Bea for something else."""
    house = House()
    for question in questions:
        await house.do("find-skill", skill=question)
        await house.press("Tell me when somebody lists it")
    await house.do("find-skill", BEA, skill="quiddling")
    await house.press("Tell me when somebody lists it", BEA)
    await house.settle()
    return house


@pytest.mark.parametrize("question", ["inkmaking", "who can help me with inkmaking?", "Inkmaking basics"])
async def test_who_waits_for_a_word_is_told_once_somebody_lists_the_skill_it_was_taught_to_mean(question: str) -> None:
    house = await waiting(question)
    await house.teach("Calligraphy and ink", "Calligraphy and ink")
    await house.teach("inkmaking", "Calligraphy and ink")
    assert house.heard(KIM) == []
    await house.lists("Calligraphy and ink")
    (news,) = house.heard(KIM)
    assert "Somebody lists Calligraphy and ink now" in news
    await house.lists("Calligraphy and ink", "R")
    assert len(house.heard(KIM)) == 1
    assert house.heard(BEA) == []


async def test_who_waits_for_a_word_is_told_when_it_becomes_a_skill_by_that_very_name_that_somebody_lists() -> None:
    house = await waiting("inkmaking")
    await house.teach("inkmaking", "inkmaking")
    assert house.heard(KIM) == []
    await house.lists("Inkmaking")
    assert len(house.heard(KIM)) == 1
    assert house.heard(BEA) == []


async def test_who_waits_for_a_word_is_told_at_once_when_it_is_taught_to_mean_what_somebody_lists() -> None:
    house = await waiting("bookbinding")
    await house.do("skill-watch-for", skill="blorptastics")
    await house.teach("bookbinding", "NVivo")
    await house.teach("blorptastics", "R")
    assert "Somebody lists NVivo now" in house.heard(KIM)[0]
    assert "Somebody lists blorptastics now" in house.heard(KIM)[1]
    assert len(house.heard(KIM)) == 2
    assert house.heard(BEA) == []


async def test_a_word_that_is_taught_adds_nothing_to_what_is_kept_of_who_waits() -> None:
    house = await waiting("inkmaking")
    before = await house.watches.waiting()
    await house.teach("inkmaking", "inkmaking")
    assert await house.watches.waiting() == before
    assert "inkm" not in str(before)


async def test_of_several_skills_that_are_waited_for_at_once_one_is_no_news() -> None:
    house = await waiting("inkmaking and blorptastics")
    await house.teach("inkmaking", "NVivo")
    assert house.heard(KIM) == []
    await house.lists("Blorptastics")
    (news,) = house.heard(KIM)
    assert "Somebody lists NVivo and Blorptastics now" in news


async def test_whoever_is_only_learning_a_skill_is_no_news() -> None:
    house = House()
    await house.do("skill-watch-for", skill="photovoice")
    learner = replace(OTHER, skills=("Photovoice",), levels={"Photovoice": Level.LEARN})
    await house.directory.change(await house.directory.version(), put=[learner])
    await house.wait(minutes=1)
    assert house.heard(KIM) == []
    await house.directory.change(await house.directory.version(), put=[replace(learner, levels={})])
    await house.wait(minutes=1)
    assert "Somebody lists photovoice now" in house.heard(KIM)[0]


async def test_what_somebody_lists_already_is_not_waited_for() -> None:
    assert "Somebody lists “nvivo” already" in await House().do("skill-watch-for", skill="nvivo")


async def test_looking_out_can_be_stopped_by_whoever_asked_for_it() -> None:
    house = House()
    await house.do("skill-watch-for", skill="photovoice")
    stop = house.button("Stop looking out")
    await house.do(stop, BEA)
    assert await house.watches.waiting()
    await house.do(stop)
    assert await house.watches.waiting() == []


async def test_asked_for_twice_a_skill_is_looked_out_for_once_and_can_still_be_stopped() -> None:
    house = House()
    await house.do("skill-watch-for", skill="photovoice")
    await house.do("skill-watch-for", skill="Photovoice")
    await house.press("Stop looking out")
    assert await house.watches.waiting() == []


async def test_nobody_waits_for_more_than_can_be_looked_out_for() -> None:
    house = House()
    said = [await house.do("skill-watch-for", skill=f"blorp{'abcdefghijklm'[n] * 4}") for n in range(MOST_WATCHES + 1)]
    assert "as many as I can look out for" in said[-1]
    assert [one.label for one in house.buttons()] == ["Stop looking out"] * MOST_WATCHES
    assert "I will tell you" in await house.do("skill-watch-for", skill="blorpaaaa")
    await house.press("Stop looking out")
    assert "I will tell you" in await house.do("skill-watch-for", skill="blorpmmmm")


async def test_a_result_is_shared_after_a_question_and_without_how_to_reach_people() -> None:
    house = House()
    await house.do("find-skill", skill="nvivo")
    assert "Everybody in this channel will see" in await house.press("Share here")
    assert house.slack.said == []
    await house.press("Share it")
    await house.settle()
    (shared,) = [text for place, _, text in house.slack.history if place == HERE]
    assert "Shared by Kim Canary" in shared
    assert "Ada Lister" in shared
    assert "ada@example.org" not in shared


async def test_whoever_thinks_better_of_sharing_says_no_and_can_share_it_later() -> None:
    house = House()
    await house.do("find-skill", skill="nvivo")
    await house.press("Share here")
    assert [one.label for one in house.buttons()] == ["Share it", "No, keep it private"]
    assert "Nothing is shared." in await house.press("No, keep it private")
    assert house.reply.replaces
    await house.settle()
    assert house.said_in(HERE) == []
    assert "It will be here in a moment." in await house.share("nvivo")


async def test_what_is_shared_twice_in_a_day_is_said_once() -> None:
    house = House()
    await house.do("find-skill", skill="nvivo")
    await house.press("Share here")
    share = house.button("Share it")
    await house.do(share)
    assert "shared here today already" in await house.do(share, ADA)


@pytest.mark.parametrize("question", ["nvivo", "NVivo 14", "who can teach me nvvio"])
async def test_what_is_shared_again_a_quarter_of_an_hour_later_is_said_once_even_past_midnight(question: str) -> None:
    house = House()
    house.clock.time = house.clock.time.replace(hour=23, minute=55)
    await house.share("nvivo")
    await house.wait(minutes=15)
    assert "That was shared here today already." in await house.share(question)
    await house.wait(minutes=15)
    assert len(house.said_in(HERE)) == 1
    await house.wait(hours=24)
    assert "It will be here in a moment." in await house.share(question)


async def test_a_press_that_a_platform_sends_twice_is_answered_like_the_one_it_is() -> None:
    house = House()
    await house.do("find-skill", skill="nvivo")
    await house.press("Share here")
    share = house.button("Share it")
    first, again = await house.do(share), await house.do(share)
    assert first == again
    assert house.reply.replaces
    await house.settle()
    assert len(house.said_in(HERE)) == 1


async def test_what_could_not_be_posted_can_be_shared_again_at_once() -> None:
    house = House()
    house.slack.faults = [Refused("I am not in this channel.")]
    await house.share("nvivo")
    assert house.said_in(HERE) == []
    await house.wait(minutes=1)
    assert "It will be here in a moment." in await house.share("nvivo")
    assert len(house.said_in(HERE)) == 1
    assert "That was shared here today already." in await house.share("nvivo", ADA)


async def test_those_of_one_setting_are_another_thing_to_share() -> None:
    house = House(ENTRY, replace(OTHER, settings=frozenset({Setting.CLINICAL})))
    await house.share("nvivo")
    assert "It will be here in a moment." in await house.share("nvivo in a clinical setting")
    assert len(house.said_in(HERE)) == 2


@pytest.mark.parametrize("question", ["nvivo, not from Penmoor", "nvivo at Penmoor", "nvivo, no students"])
async def test_whoever_left_people_out_is_told_that_everybody_is_shared_and_nobody_else_is_told(question: str) -> None:
    house = House()
    await house.do("find-skill", skill=question)
    assert "It shows those, too, whom you left out." in await house.press("Share here")
    await house.press("Share it")
    await house.settle()
    (shared,) = house.said_in(HERE)
    assert "Ada Lister" in shared
    assert "left out" not in shared


async def test_nothing_is_shared_where_there_is_nobody_else() -> None:
    house = House()
    await house.do("find-skill", skill="nvivo")
    place = str(Address.of(KIM.account))
    assert "nobody else here" in await house.press("Share here", place=place)


async def test_whoever_lists_a_skill_themselves_is_not_told_that_somebody_does() -> None:
    house = House()
    await house.do("find-skill", skill="photovoice")
    await house.press("Tell me when somebody lists it")
    kims = replace(OTHER, id="kim", name="Kim Canary", skills=("photovoice",), accounts=(KIM.account,))
    await house.directory.change(await house.directory.version(), put=[kims])
    await house.settle()
    assert house.heard(KIM) == []
    await house.lists("photovoice")
    assert len(house.heard(KIM)) == 1
