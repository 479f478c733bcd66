"""Whom an author leaves out handles nothing of it, whichever of their accounts they come with."""

from dataclasses import replace

import pytest

from bot.chat.commands import Form
from bot.chat.requests import Actor, Role
from bot.chat.views import plain_line
from bot.directory.model import Consent, Entry
from bot.support.asking import short
from bot.support.model import Dossier
from tests.support.house import House, person

FENN, FENN_ELSEWHERE = (person("Fenn", platform, Role.FACILITATOR) for platform in ("slack", "discord"))
ROWAN = person("Rowan", "slack", Role.FACILITATOR)
LINKED = Entry(
    id="fenn",
    name="Fenn Okonjo",
    consent=Consent.GIVEN,
    accounts=(FENN.account, FENN_ELSEWHERE.account),
)
APART = replace(LINKED, accounts=(FENN.account,))
NEW, NONE_OPEN = "There is a new request for support", "There is no open request"
SHARE = "Share who I am with the safeguarding lead"


def house_of(*facilitators: Actor, entry: Entry = LINKED, lead: str = "") -> House:
    """Build a house with these facilitators, of whom the Directory lists Fenn."""
    holders = [str(one.account) for one in facilitators or (FENN, FENN_ELSEWHERE, ROWAN)]
    return House(roles={Role.FACILITATOR: holders}, entries=(entry,), lead=lead)


async def without_fenn(house: House) -> Dossier:
    """Let somebody ask for support, and tick one account of Fenn."""
    return await house.post(without=short(str(FENN.account)))


async def form_of(house: House) -> Form:
    form = await house.form("peer-support")
    assert form
    return form


async def test_a_facilitator_on_two_platforms_is_there_by_platform() -> None:
    form = await form_of(house_of())
    [offered] = [option for option in form.options if option.name == "without"]
    assert [one.label for one in offered.choices] == ["Fenn Okonjo (Discord)", "Fenn Okonjo (Slack)", "U0ROWAN"]


async def test_whoever_is_left_out_by_one_account_is_left_out_by_all() -> None:
    house = house_of()
    seen = await house.ask(without=short(str(FENN.account)))
    assert "You left out Fenn Okonjo (Discord), Fenn Okonjo (Slack): they handle none of it" in seen
    assert (await house.case()).left_out == (str(FENN.account), str(FENN_ELSEWHERE.account))


async def test_an_account_that_never_came_and_is_on_no_list_is_left_out_too() -> None:
    house = house_of(FENN, ROWAN)
    await without_fenn(house)
    assert NONE_OPEN in await house.do("support-desk", FENN_ELSEWHERE)


@pytest.mark.parametrize("entry", [LINKED, APART], ids=["linked before", "linked after"])
async def test_they_hear_and_find_nothing_from_any_of_their_accounts(entry: Entry) -> None:
    house = house_of(entry=entry)
    await house.ask(without=short(str(FENN.account)))
    found = await house.stores.directory.of(FENN.account)
    assert found
    await house.stores.directory.save(replace(found, accounts=LINKED.accounts))
    await house.press("Post now")
    await house.settle()
    case = await house.case()
    for somebody in (FENN, FENN_ELSEWHERE):
        assert NONE_OPEN in await house.do("support-desk", somebody)
        assert "Other facilitators handle this one." in await house.do("support-look", somebody, case=case.id)
        assert house.private(somebody) == []
    assert [NEW in text for text in house.private(ROWAN)] == [True]
    assert case.name in await house.do("support-desk", ROWAN)


async def test_a_lead_who_was_left_out_is_told_from_no_account_who_wrote_it() -> None:
    house = house_of(lead=str(FENN_ELSEWHERE.account))
    case = await without_fenn(house)
    assert "You left out everybody you could tell who you are" in await house.do("inbox-case", case=case.id)
    assert SHARE not in [one.label for one in house.buttons()]


async def test_nobody_is_left_when_all_accounts_are_one_person_s() -> None:
    house = house_of(FENN, FENN_ELSEWHERE)
    assert "Then nobody would look after your request." in await house.ask(without=short(str(FENN.account)))
    assert await house.cases() == []


@pytest.mark.parametrize(("entry", "said"), [(APART, True), (LINKED, False)], ids=["apart", "linked"])
async def test_the_form_says_to_tick_every_account_only_where_nothing_links_them(entry: Entry, *, said: bool) -> None:
    house = house_of(entry=entry)
    await house.do("support-desk", replace(FENN_ELSEWHERE, name=LINKED.name))
    notice = " ".join(map(plain_line, (await form_of(house)).notice))
    assert ("tick every account of theirs" in notice) is said
