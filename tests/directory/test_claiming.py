"""Entries come to their owners: by an address their platform vouches for, or by a code; never to anybody else."""

import asyncio
import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.calls import Call
from bot.chat.requests import Account
from bot.directory.claims import MOST_TRIES
from bot.directory.codes import Code, digest_of, matching, new_code
from bot.directory.model import Consent, Entry
from tests.directory.keeping import KIM, LEE, NOON, OLA, Member, Network

ANA = Entry(id="a1", name="Ana Núñez-O’Hara", role="Nurse", email="Ana@Penmoor.example", consent=Consent.GIVEN)
BO = Entry(id="b2", name="Bo Reid", email="info@penmoor.example")
CODE = re.compile(r"\b(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}\b")


class Mailbox:
    """A platform that vouches for addresses, or fails to."""

    def __init__(self, *, fails: bool = False, **addresses: str) -> None:
        self._addresses = addresses
        self._fails = fails

    async def verified_email(self, account: Account) -> str:
        if self._fails:
            raise OSError(self._addresses[account.user])
        return self._addresses.get(account.user, "")


async def code_for(network: Network, name: str = "ana") -> str:
    """Let an organiser make a code."""
    ola = network.organiser()
    await ola.type(f"/directory-code {name}")
    found = CODE.search(await ola.press("Make a code"))
    assert found
    return found[0]


async def use(member: Member, code: str) -> str:
    await member.type("/my-skills")
    await member.press("I have a code")
    return await member.submit(code=code)


# By address ------------------------------------------------------------------


async def test_offers_the_entry_with_my_address_and_makes_it_mine_by_one_tap() -> None:
    network = Network([ANA, BO])
    network.core.mailboxes["slack"] = Mailbox(UKIM="ana@penmoor.example")
    kim = network.person()
    assert "This entry has your e-mail address. Is it yours?\nAna Núñez-O’Hara\nNurse" in await kim.type("/my-skills")
    assert "This entry is yours now." in await kim.press("That’s me")
    entry = await network.entry()
    assert (entry.id, entry.accounts, entry.own, entry.checked_on) == ("a1", (KIM,), frozenset(), NOON.date())
    assert [note.what for note in await network.stores.directory.notes("a1", most=9)] == ["claimed"]


@pytest.mark.parametrize(
    "address",
    ["", "somebody@else.example", "info@penmoor.example"],
    ids=["none", "of nobody", "that a team shares"],
)
async def test_offers_nothing_by_an_address_that_says_nothing(address: str) -> None:
    network = Network([ANA, BO])
    network.core.mailboxes["slack"] = Mailbox(UKIM=address)
    kim = network.person()
    await kim.type("/my-skills")
    assert kim.labels == ["Join the Directory", "I have a code"]


async def test_offers_nothing_where_two_entries_have_the_address() -> None:
    network = Network([ANA, replace(BO, email="ana@penmoor.example")])
    network.core.mailboxes["slack"] = Mailbox(UKIM="ana@penmoor.example")
    kim = network.person()
    await kim.type("/my-skills")
    assert "That’s me" not in kim.labels


async def test_offers_nothing_where_one_of_two_with_the_address_has_an_owner() -> None:
    """Whoever shares an address with somebody is not them: a professor is reached through an assistant."""
    network = Network([replace(ANA, accounts=(LEE,)), replace(BO, email="ana@penmoor.example")])
    network.core.mailboxes["slack"] = Mailbox(UKIM="ana@penmoor.example")
    kim = network.person()
    await kim.type("/my-skills")
    assert "That’s me" not in kim.labels


async def test_an_entry_with_an_owner_is_not_offered_to_another() -> None:
    network = Network([replace(ANA, accounts=(LEE,))])
    network.core.mailboxes["slack"] = Mailbox(UKIM="ana@penmoor.example")
    kim = network.person()
    await kim.type("/my-skills")
    assert "That’s me" not in kim.labels


async def test_what_was_offered_is_looked_at_anew_when_it_is_taken() -> None:
    network = Network([ANA])
    network.core.mailboxes["slack"] = Mailbox(UKIM="ana@penmoor.example")
    kim = network.person()
    await kim.type("/my-skills")
    await network.stores.directory.save(replace((await network.stores.directory.entries())[0], accounts=(LEE,)))
    assert "No entry has your e-mail address." in await kim.press("That’s me")
    assert (await network.entry(LEE)).accounts == (LEE,)


async def test_a_platform_that_fails_to_say_the_address_keeps_nobody_waiting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    network = Network([ANA])
    network.core.mailboxes["slack"] = Mailbox(UKIM="ana@penmoor.example", fails=True)
    kim = network.person()
    await kim.type("/my-skills")
    assert kim.labels == ["Join the Directory", "I have a code"]
    assert "ana@penmoor" not in caplog.text


# By a code from an organiser ---------------------------------------------------


async def test_an_organisers_code_makes_an_entry_mine() -> None:
    network = Network([ANA, BO])
    code = await code_for(network, "nunez")
    lee = network.person(LEE, "Lee")
    assert "This entry is yours now." in await use(lee, f" {code.lower().replace('-', ' ')} ")
    assert (await network.entry(LEE)).id == "a1"
    assert await network.stores.codes.valid(NOON) == []


async def test_organisers_alone_make_codes() -> None:
    kim = Network([ANA]).person()
    assert "is for organisers" in await kim.type("/directory-code ana")


async def test_organisers_find_people_by_any_part_of_a_name_while_they_type() -> None:
    network = Network([ANA, BO, Entry(id="c3", name="Ana Reid")])
    ola = network.organiser()
    assert await ola.complete("directory-code", "person", "an") == ["Ana Núñez-O’Hara", "Ana Reid"]
    assert await ola.complete("directory-code", "person", "reid a") == ["Ana Reid"]
    assert await network.person().complete("directory-code", "person", "an") == []
    assert "Nobody in the Directory is called “Zoe”." in await ola.type("/directory-code Zoe")


async def test_a_slip_in_a_name_is_forgiven_and_asked_about() -> None:
    network = Network([ANA, BO, Entry(id="c3", name="Zoe Blackwood", role="Baker")])
    ola = network.organiser()
    assert await ola.complete("directory-code", "person", "Zoe Blackwod") == ["Zoe Blackwood"]
    text = await ola.type("/directory-code Zoe Blackwod")
    assert text.startswith("Nobody in the Directory is called “Zoe Blackwod”. Did you mean Zoe Blackwood?")
    assert "Zoe Blackwood\nBaker" in text
    assert "A code for Zoe Blackwood" in await ola.press("Make a code")


async def test_a_name_misspelt_is_read_again_when_the_directory_has_changed() -> None:
    network = Network([ANA])
    ola = network.organiser()
    assert "Part of the name is enough." in await ola.type("/directory-code Zoe Blackwod")
    await network.stores.directory.save(Entry(id="c3", name="Zoe Blackwood"))
    assert "Did you mean Zoe Blackwood?" in await ola.type("/directory-code Zoe Blackwod")


async def test_there_is_no_code_for_an_entry_that_has_an_owner() -> None:
    network = Network([ANA])
    ola = network.organiser()
    await ola.type("/directory-code ana")
    await network.stores.directory.save(replace((await network.stores.directory.entries())[0], accounts=(LEE,)))
    assert "keeps this entry already" in await ola.press("Make a code")
    assert "They keep this entry themselves." in await ola.type("/directory-code ana")
    assert ola.labels == []


async def test_a_code_is_of_no_use_once_the_entry_has_an_owner() -> None:
    network = Network([ANA])
    code = await code_for(network)
    await network.stores.directory.save(replace((await network.stores.directory.entries())[0], accounts=(LEE,)))
    assert "This code opens nothing." in await use(network.person(), code)
    assert (await network.entry(LEE)).accounts == (LEE,)


async def test_a_code_works_once() -> None:
    network = Network([ANA])
    code = await code_for(network)
    await use(network.person(), code)
    await network.stores.directory.save(replace(await network.entry(), accounts=()))
    assert "This code opens nothing." in await use(network.person(LEE), code)


async def test_of_two_who_use_one_code_at_once_one_gets_the_entry() -> None:
    network = Network([ANA])
    code = await code_for(network)
    answers = await asyncio.gather(use(network.person(), code), use(network.person(LEE), code))
    assert sorted("yours now" in answer for answer in answers) == [False, True]
    assert len((await network.stores.directory.entries())[0].accounts) == 1


async def test_a_code_ends_after_seven_days_and_a_new_one_replaces_it() -> None:
    network = Network([ANA])
    first, second = await code_for(network), await code_for(network)
    assert "opens nothing" in await use(network.person(), first)
    network.at += timedelta(days=7)
    assert "opens nothing" in await use(network.person(), second)


async def test_a_wrong_code_is_refused_in_the_same_words_whatever_is_wrong_with_it() -> None:
    network = Network([ANA, replace(BO, accounts=(OLA,))])
    spent = await code_for(network)
    await use(network.person(Account("slack", "T1", "U1")), spent)
    kim = network.person()
    said = {await use(kim, code) for code in (spent, new_code(), "Ana Núñez-O’Hara", "💬")}
    assert len(said) == 1
    assert kim.reply.unclear == "code"


async def test_after_five_wrong_codes_there_is_a_pause_of_an_hour_even_for_the_right_one() -> None:
    network = Network([ANA])
    code = await code_for(network)
    kim, lee = network.person(), network.person(LEE)
    for _ in range(MOST_TRIES):
        assert "opens nothing" in await use(kim, new_code())
    assert "Try again in an hour" in await use(kim, code)
    network.at += timedelta(minutes=59)
    assert "Try again in an hour" in await use(kim, code)
    assert "opens nothing" in await use(lee, new_code())
    network.at += timedelta(minutes=61)
    assert "yours now" in await use(kim, code)


async def test_whoever_has_an_entry_takes_no_other() -> None:
    network = Network([ANA, replace(BO, accounts=(KIM,))])
    code = await code_for(network)
    kim = network.person()
    await kim.make(Call("my-code"))
    assert "You have an entry already." in await kim.submit(code=code)
    assert "yours now" in await use(network.person(LEE), code)


# On another platform -----------------------------------------------------------


async def test_one_person_on_two_platforms_is_one_entry() -> None:
    network = Network([replace(ANA, accounts=(KIM,))])
    kim, lee = network.person(), network.person(LEE, "Lee")
    await kim.type("/my-skills")
    code = CODE.search(await kim.press("Use me on another platform"))
    assert code
    assert "This entry is yours now." in await use(lee, code[0])
    assert (await network.entry()).accounts == (KIM, LEE)
    await lee.press("Hide")
    assert "This entry is hidden" in await kim.type("/my-skills")


async def test_a_code_for_another_platform_is_of_no_use_to_others_on_the_same_one() -> None:
    network = Network([replace(ANA, accounts=(KIM,))])
    kim = network.person()
    await kim.type("/my-skills")
    code = CODE.search(await kim.press("Use me on another platform"))
    assert code
    thief = network.person(Account("slack", "T1", "UTHIEF"))
    assert "opens nothing" in await use(thief, code[0])
    network.at += timedelta(hours=1)
    assert "opens nothing" in await use(network.person(LEE), code[0])
    assert (await network.entry()).accounts == (KIM,)


# Codes -------------------------------------------------------------------------


def test_codes_are_long_random_and_easy_to_read_out() -> None:
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(CODE.fullmatch(code) and not set("01IO") & set(code) for code in made)


def test_a_code_is_known_however_it_is_typed_and_cannot_be_had_back() -> None:
    code = Code(digest_of("7KXM-QR2P-9TWD"), "a1", link=False, expires_at=NOON)
    assert matching("7kxm qr2p–9twd", [code]) == code
    assert matching("7KXM-QR2P-9TWE", [code]) is None
    assert matching("", [code]) is None
    assert "7KXM" not in code.digest.upper()


async def test_codes_are_never_logged_nor_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    network = Network([ANA])
    code, wrong = await code_for(network), new_code()
    kim = network.person()
    for _ in range(MOST_TRIES + 1):
        await use(kim, wrong)
    await use(network.person(LEE), code)
    kept = repr(await network.stores.directory.entries()) + repr(await network.stores.directory.notes(most=99))
    for secret in (code, wrong):
        assert secret not in caplog.text + kept + "".join(str(record.__dict__) for record in caplog.records)
