"""“Suggest someone else”, where several people have one name: nobody is named by what fits another, too."""

from dataclasses import replace

import pytest

from bot.chat.calls import Call
from bot.chat.requests import Address, Request
from bot.directory.model import Entry, Setting
from bot.introductions.model import State
from tests.introductions.house import ADA, ENTRY, OTHER, House

WEI = replace(OTHER, id="wei", name="Wei Zhang", organisation="UCL", role="Nurse", skills=("R",))
TWIN = replace(WEI, id="twin")
SEVERAL = "Several people in the Directory are called “{}”.\n"
ASK = "ask an organiser to add what tells them apart, such as a role."


async def asked(*entries: Entry) -> House:
    """Let Kim ask to be introduced to Ada, where these people are listed."""
    house = House(*entries)
    await house.do("introduce", entry=ENTRY.id, reason="I am new to NVivo.")
    await house.settle()
    return house


async def offered(house: House, typed: str) -> list[str]:
    request = Request(Call("introduction-suggest"), ADA, Address("slack", "D1"))
    return [choice.value for choice in await house.bot.suggest(request, "person", typed)]


async def suggested(house: House, person: str) -> str:
    """Let Ada suggest somebody; returns the id of whoever was named, or else what was answered."""
    (key,) = house.introductions.rows
    said = await house.do("introduction-suggest", ADA, introduction=key, person=person)
    one = await house.introductions.find(key)
    return one.other if one and one.state is State.PASSED_ON else said


@pytest.mark.parametrize("chosen", ["wei", "twin"])
@pytest.mark.parametrize(
    ("twin", "mark", "others"),
    [
        (replace(TWIN, organisation="KCL"), "UCL", "KCL"),
        (replace(TWIN, organisation=""), "UCL", "no organisation"),
        (replace(TWIN, role="Porter"), "Nurse", "Porter"),
        (replace(TWIN, role=""), "Nurse", "no role"),
        (replace(TWIN, settings=frozenset({Setting.CLINICAL})), "no setting", "clinical"),
        (replace(TWIN, skills=("Welding",)), "R", "Welding"),
    ],
)
async def test_two_of_one_name_are_told_apart_by_what_members_see_of_them(
    twin: Entry, mark: str, others: str, chosen: str
) -> None:
    house = await asked(ENTRY, WEI, twin)
    labels = {"wei": f"Wei Zhang ({mark})", "twin": f"Wei Zhang ({others})"}
    assert sorted(await offered(house, "wei zh")) == sorted(labels.values())
    said = await suggested(house, "wei zhang")
    assert SEVERAL.format("wei zhang") + "Which one: " in said
    assert all(label in said for label in labels.values())
    assert await suggested(house, labels[chosen].lower()) == chosen


@pytest.mark.parametrize("twin", [TWIN, replace(TWIN, name="WEI ZHANG")])
@pytest.mark.parametrize("typed", ["Wei Zhang", "wei", "Wei Zhang (UCL)", "Wei Zhang (Nurse)"])
async def test_of_two_whom_nothing_tells_apart_neither_is_named_and_it_is_said_what_to_do(
    twin: Entry, typed: str
) -> None:
    house = await asked(ENTRY, WEI, twin)
    assert await suggested(house, typed) == f"{SEVERAL.format(typed)}They look alike here: {ASK}"
    assert house.reply.unclear == "person"


async def test_two_whom_nothing_tells_apart_are_offered_once_by_their_name_alone() -> None:
    house = await asked(ENTRY, replace(WEI, organisation=""), replace(TWIN, organisation=""))
    assert await offered(house, "wei") == ["Wei Zhang"]


async def test_of_several_those_are_asked_about_whom_something_tells_from_all_others() -> None:
    house = await asked(ENTRY, WEI, TWIN, replace(WEI, id="third", organisation="KCL"))
    said = await suggested(house, "Wei Zhang")
    assert said == f"{SEVERAL.format('Wei Zhang')}Which one: Wei Zhang (KCL)? If it is somebody else, {ASK}"
    assert await suggested(house, "Wei Zhang (KCL)") == "third"


async def test_what_tells_one_from_another_at_the_same_place_does_not_fit_a_third_elsewhere() -> None:
    house = await asked(ENTRY, WEI, replace(TWIN, role="Porter"), replace(WEI, id="third", organisation="KCL"))
    said = await suggested(house, "Wei Zhang (UCL)")
    assert "Wei Zhang (Nurse, UCL)" in said
    assert "Wei Zhang (Porter)" in said
    assert "KCL" not in said
    assert await suggested(house, "Wei Zhang (Nurse, UCL)") == "wei"


async def test_whoever_writes_a_title_is_told_from_the_other_at_the_same_place() -> None:
    house = await asked(ENTRY, WEI, replace(TWIN, organisation="KCL"), replace(WEI, id="dr", name="Dr Wei Zhang"))
    assert await suggested(house, "Wei Zhang (UCL)") == "wei"


@pytest.mark.parametrize("typed", ["Ada Lister", "Ada Lister (Penmoor)"])
@pytest.mark.parametrize("twin", ["ab", "zz"])
async def test_somebody_can_suggest_another_of_their_own_name(typed: str, twin: str) -> None:
    house = await asked(ENTRY, replace(ENTRY, id=twin, accounts=()))
    assert await suggested(house, typed) == twin


async def test_a_name_with_brackets_of_its_own_is_told_apart_as_any_other() -> None:
    vicky = replace(WEI, name="Wei (Vicky) Zhang")
    house = await asked(ENTRY, vicky, replace(vicky, id="twin", organisation="King’s (London)"))
    labels = ["Wei (Vicky) Zhang (King’s (London))", "Wei (Vicky) Zhang (UCL)"]
    assert sorted(await offered(house, "vicky")) == labels
    said = await suggested(house, "Wei (Vicky) Zhang")
    assert all(label in said for label in labels)
    assert await suggested(house, labels[0]) == "twin"
