"""Who was asked without a name tries to learn by whom, and others try to learn that, or to be in the way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.chat.requests import Actor, Role
from bot.delivery.model import Draft
from bot.directory.model import Availability
from bot.support.model import Dossier, Standing
from bot.support.nudges import NUDGE as NUDGES
from bot.support.releasing import _release
from bot.support.wishes import AGAIN
from tests.introductions.unnamed import (
    ADA,
    ADA_ELSEWHERE,
    ASKED,
    ENTRY,
    FAY,
    FIN,
    KIMS,
    NUDGE,
    OTHER,
    ask,
    begin,
    opens,
)
from tests.support.house import KIM, LEE, ROBIN, House, person
from tests.support.twins import _PAIR

ZOE, PAT = person("Zoe", "discord"), person("Pat")
# One of those who are listed, and a facilitator.
BEA = person("Bea", "slack", Role.FACILITATOR)


@pytest.fixture
def house() -> House:
    roles = {Role.FACILITATOR: [str(one.account) for one in (FAY, FIN, BEA)]}
    return House(entries=(ENTRY, OTHER, KIMS), roles=roles)


def _found_first(house: House) -> str:
    """Return who is first of equals in a search."""
    return next(one.call.args["entry"] for one in house.buttons() if one.label == "Ask without my name")


# When it was written ---------------------------------------------------------------


async def test_nobody_learns_from_a_search_that_somebody_is_writing(house: House) -> None:
    await house.do("find-skill", ADA, skill="NVivo")
    before = house.seen
    await begin(house, KIM, _found_first(house))
    await house.press("Send")
    house.clock.move(90)
    await house.do("find-skill", ADA, skill="NVivo")
    assert house.seen == before


async def test_drafts_keep_nobody_from_being_asked(house: House) -> None:
    for one in (KIM, LEE, ROBIN):
        await begin(house, one)
    assert "before they see it" in await begin(house, PAT)


async def test_more_than_one_person_should_be_asked_do_not_arrive_whenever_they_were_written(house: House) -> None:
    for one in (KIM, LEE, ROBIN, PAT):
        await begin(house, one)
        await house.press("Send", one)
    await house.wait(minutes=25)
    standings = [one.request.standing for one in await house.cases()]
    assert sorted(standings) == [*[Standing.SAID] * 3, Standing.UNSAID]
    [back] = [one for one in await house.cases() if one.request.standing is Standing.UNSAID]
    assert "Try again next week, or ask somebody else" in back.entries[-1].text
    assert back.entries[-1].to == back.request.voice


async def test_who_takes_away_what_came_cannot_ask_as_often_as_they_like(house: House) -> None:
    for _ in range(3):
        await ask(house)
        [here] = [one.id for one in await house.cases() if one.request.standing is Standing.SAID]
        await house.do("support-withdraw", KIM, case=here, sure="yes")
        await house.settle()
        assert not [one.text for case in await house.cases() for one in case.entries if one.text]
    assert "as often this week" in await begin(house, PAT)
    await house.wait(days=8)
    assert "before they see it" in await begin(house, PAT)


async def test_an_old_draft_counts_in_the_week_in_which_it_arrives(house: House) -> None:
    await begin(house)
    draft = house.button("Send now")
    await house.wait(days=6)
    await house.do(draft, KIM)
    await house.wait(days=2)
    await ask(house, LEE)
    await ask(house, ROBIN)
    assert "as often this week" in await begin(house, PAT)


@pytest.mark.parametrize(
    "meanwhile",
    [{"availability": Availability(paused=True)}, {"unnamed": False}],
    ids=["who hides", "who is asked by name alone"],
)
async def test_a_draft_does_not_reach_somebody_meanwhile(house: House, meanwhile: dict[str, Any]) -> None:
    await begin(house)
    await house.press("Send")
    entry = await house.stores.directory.find("ada")
    assert entry
    await house.stores.directory.save(replace(entry, **meanwhile))
    await house.wait(minutes=25)
    assert house.private(ADA) == []
    dossier = await house.case()
    assert (dossier.request.standing, dossier.request.text) == (Standing.UNSAID, ASKED)


# Where it came from ----------------------------------------------------------------


@pytest.mark.parametrize("asker", [KIM, ZOE], ids=["slack", "discord"])
async def test_they_are_told_in_the_same_place_wherever_somebody_asks(house: House, asker: Actor) -> None:
    await ask(house, asker)
    assert [NUDGE in text for text in house.private(ADA)] == [True]
    assert house.private(ADA_ELSEWHERE) == []
    assert asker.account.platform not in str((await house.case()).place)


# What is told when ------------------------------------------------------------------


async def test_who_has_read_it_is_not_nudged_because_of_what_facilitators_are_told(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    await house.press("Report what they wrote", ADA, text="This is not about my skills.")
    await house.wait(minutes=30)
    assert len(house.private(ADA)) == 1


async def test_who_has_read_it_again_is_not_nudged_because_whoever_asked_tells_a_lead_who_they_are(
    house: House,
) -> None:
    await ask(house)
    await opens(house, ADA)
    await house.wait(days=AGAIN.days, hours=1)
    await opens(house, ADA)
    # As when they tell a safeguarding lead who they are.
    await house.change(lambda dossier: replace(dossier, look_at=house.clock.now()))
    await house.settle()
    assert len(house.private(ADA)) == 2


async def test_whoever_was_stopped_between_release_and_nudge_is_made_up_for(house: House) -> None:
    await begin(house)
    await house.press("Send now")
    await house.change(lambda dossier: _release(dossier, house.clock.now()))
    assert (await house.case()).request.standing is Standing.SAID
    await House(beside=house).settle()
    assert [NUDGE in text for text in house.private(ADA)] == [True]


async def test_whoever_was_stopped_before_asking_once_more_is_made_up_for(house: House) -> None:
    await ask(house)
    case = await house.case()
    house.clock.move(AGAIN.total_seconds() + 3600)
    told = house.stores.outbox.put

    async def stopped(drafts: Sequence[Draft]) -> int:
        if any(one.kind == NUDGES and one.key.endswith("/1") for one in drafts):
            raise SystemExit
        return await told(drafts)

    house.stores.outbox.put = stopped  # type: ignore[method-assign]
    with pytest.raises(SystemExit):
        await house._work.look()
    house.stores.outbox.put = told  # type: ignore[method-assign]
    assert (await house.case()).raised == case.raised + 1
    await House(beside=house).settle()
    assert len(house.private(ADA)) == 2


# Who is asked, and looks after such things -------------------------------------------


async def test_a_facilitator_who_is_asked_does_not_look_after_what_is_reported_of_it(house: House) -> None:
    await ask(house, KIM, "bea")
    await opens(house, BEA)
    await house.press("Accept", BEA)
    await house.press("Write", BEA, text="Tell me who you are, or else.")
    await opens(house, KIM)
    await house.press("Report what they wrote", KIM, text="That is a threat.")
    await house.wait(minutes=30)
    dossier = await house.case()
    assert dossier.name in await house.do("support-desk", FAY)
    assert dossier.name not in await house.do("support-desk", BEA)
    assert "Other facilitators handle this one." in await house.do("support-look", BEA, case=dossier.id)
    assert [dossier.name in text for text in house.private(BEA)] == [False]


async def test_a_safeguarding_lead_who_is_asked_is_not_told_in_that_role_who_asks() -> None:
    house = House(entries=(ENTRY, OTHER), lead={str(BEA.account)})
    await ask(house, KIM, "bea")
    await opens(house, KIM)
    page = await house.press("‹ The whole request", KIM)
    assert "Share who I am with the safeguarding lead" not in [one.label for one in house.buttons()]
    assert "You left out" not in page


# Somebody sent to somebody else ---------------------------------------------------------


async def test_who_is_sent_to_somebody_else_reads_that_the_two_may_compare_notes(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    await house.press("Suggest someone else", ADA, person="Bea Other")
    page = await opens(house, KIM)
    assert "If you ask Bea Other by name, those two may find out together that it was you who asked here." in page
    labels = [one.label for one in house.buttons()]
    assert labels.index("Ask them without my name") < labels.index("Ask them by name")


# Asking back -------------------------------------------------------------------------


async def test_whoever_is_asked_learns_nothing_by_asking_back_suggesting_or_looking(house: House) -> None:
    """What Ada is told of Kim, who asked her, and of Bea, who did not, is the same but for the names."""
    await ask(house)
    dossier = await house.case()
    said = []
    for name, entry in (("Kim Canary", "kim"), ("Bea Other", "bea")):
        told = [
            await house.do(f"introduce-unnamed?entry={entry}", ADA, text="Was it you?"),
            await house.do(
                "support-discard", ADA, case=(await _newest(house, entry)).id, entry=await _words(house, entry)
            ),
            await house.do(f"introduce?entry={entry}", ADA, reason="Was it you?"),
            await house.do("my-data", ADA),
            await house.do("introduction-pass-on", ADA, case="0" * 16, talk="0" * 8, person=name),
        ]
        [mine] = await house.stores.introductions.of(ADA.account)
        await house.do("introduction-withdraw", ADA, introduction=mine.id)
        await house.stores.introductions.remove(mine.id)
        said.append([_plainly(one, name, dossier) for one in told])
    assert said[0] == said[1]


async def _newest(house: House, entry_id: str) -> Dossier:
    return next(one for one in await house.cases() if one.asks == entry_id)


async def _words(house: House, entry_id: str) -> str:
    return (await _newest(house, entry_id)).request.id


def _plainly(text: str, name: str, asked: Dossier) -> str:
    """Call what is random alike."""
    assert asked.name not in text
    return _PAIR.sub("[name]", text.replace(name, "[whom]"))
