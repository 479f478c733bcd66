"""People are called what Slack shows them by, and never kept waiting for it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.lately import KEPT, UNSAID_KEPT, Lately
from adapters.slack.client import Calls
from adapters.slack.names import SlackNames
from bot.chat.calls import Call
from bot.chat.requests import Account, Actor, Address, Request
from tests.adapters.slack.desk import Desk
from tests.simulators.slack import Person, SlackPlatform
from tests.simulators.slack_hosting import hosted, options_for
from tests.simulators.slack_payloads import BOT_USER, TEAM, Member

# Slack waits so long for an acknowledgement, and for the form that a press asks for.
IN_TIME = 3.0


@pytest.fixture
async def member(slack: SlackPlatform, desk: Desk) -> AsyncIterator[Person]:
    async with hosted(slack, desk.bot):
        yield Person(slack)


@pytest.fixture
async def calls(slack: SlackPlatform) -> AsyncIterator[Calls]:
    async with aiohttp.ClientSession() as session:
        yield Calls(options_for(slack), session)


def asked_by(user_id: str, team: str = TEAM) -> Request:
    return Request(Call("hirg"), Actor(Account("slack", team, user_id), "handle"), Address("slack", "C0GENERAL"))


async def name_of(names: SlackNames, user_id: str, team: str = TEAM) -> str:
    return (await names.named(asked_by(user_id, team))).actor.name


# What people do ----------------------------------------------------------------------


async def test_whatever_somebody_does_they_are_called_what_others_see(ada: Person, desk: Desk) -> None:
    await ada.type("/find-skill nvivo")
    await ada.sees("Ada Okafor")
    await ada.press("About")
    await ada.sees("What I can do")
    await ada.type("/note")
    await ada.sees_form()
    await ada.submit(about="tea", words="Hello")
    await ada.sees("Noted about tea")
    await ada.open_home()
    await ada.sees("Welcome")
    assert [request.actor.name for request in desk.asked] == ["ada"] * 4
    assert ada.member.login != "ada"
    assert ada.slack.count("users.info") == 1


async def test_what_is_shown_anew_at_home_is_for_the_same_person(ada: Person, desk: Desk) -> None:
    await ada.open_home()
    await ada.sees("Welcome")
    await ada.press("Help")
    await ada.slack.until(lambda: ada.slack.count("views.publish") == 2)
    assert [request.actor.name for request in desk.asked] == ["ada"] * 3


async def test_completions_wait_for_no_name(ada: Person) -> None:
    await ada.type("/find-skill")
    await ada.sees_form()
    other = Person(ada.slack, "U0MEMBER2", "grace")
    other.screen.modals = ada.screen.modals
    assert await other.search("skill", "nviv")
    assert ada.slack.count("users.info") == 1


@pytest.mark.parametrize(
    "failure",
    [{"status": 0}, {"status": 429, "retry_after": 30}, {"status": 500}, {"error": "user_not_visible"}],
    ids=["broken off", "limited", "an error", "refused"],
)
async def test_who_slack_says_nothing_of_is_answered_by_the_name_of_their_account(
    member: Person, desk: Desk, caplog: pytest.LogCaptureFixture, failure: dict[str, int]
) -> None:
    member.slack.fail("users.info", **failure)  # type: ignore[arg-type] # one failure or another
    await member.type("/hirg")
    await member.sees("What I can do", IN_TIME)
    assert [request.actor.name for request in desk.asked] == [member.member.login]
    assert "a name was not found out" in caplog.text
    assert member.member.user_id not in caplog.text


async def test_a_slack_that_hangs_holds_up_no_form_and_no_answer(ada: Person, desk: Desk) -> None:
    held = ada.slack.hold("users.info")
    await ada.type("/note")
    await ada.sees_form(IN_TIME)
    grace = Person(ada.slack, "U0MEMBER2", "grace")
    grace.screen.modals = ada.screen.modals
    sent = await grace.submit(about="tea", words="Hello")
    await ada.slack.until(lambda: "response_url" in dict(ada.slack.calls), IN_TIME)
    held.set()
    assert [request.actor.name for request in desk.asked] == [grace.member.login]
    assert sent.seconds < IN_TIME
    assert ada.slack.count("users.info") == 2


async def test_a_command_is_acknowledged_before_anybody_asks_for_a_name(ada: Person) -> None:
    held = ada.slack.hold("users.info")
    delivery = await ada.type("/hirg")
    assert delivery.acknowledged
    assert ada.screen.messages == []
    held.set()
    await ada.sees("What I can do")


# What Slack tells ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "name"),
    [
        (Member("U0FENN", "Fenn", full_name="Fenn Okonjo"), "Fenn"),
        (Member("U0FENN", "", full_name="Fenn Okonjo"), "Fenn Okonjo"),
        (Member("U0FENN", ""), "handle"),
        (Member("U0OTHER", "Other"), "handle"),
    ],
    ids=["as they chose", "their full name", "no name at all", "nobody Slack knows"],
)
async def test_the_name_somebody_chose_goes_before_their_full_one(
    slack: SlackPlatform, calls: Calls, who: Member, name: str
) -> None:
    slack.conversations.admit(who)
    assert await name_of(SlackNames(calls), "U0FENN") == name


async def test_only_the_name_of_a_request_changes(slack: SlackPlatform, calls: Calls) -> None:
    slack.conversations.admit(Member("U0FENN", "Fenn"))
    asked = asked_by("U0FENN")
    named = await SlackNames(calls).named(asked)
    assert (named.call, named.place, named.actor.account) == (asked.call, asked.place, asked.actor.account)


async def test_everybody_is_asked_about_once_an_hour(slack: SlackPlatform, calls: Calls) -> None:
    time = [0.0]
    names = SlackNames(calls, Lately(lambda: time[0]))
    slack.conversations.admit(Member("U0FENN", "Fenn"))
    slack.conversations.admit(Member("U0KIM", "Kim"))
    for _ in range(3):
        assert [await name_of(names, user) for user in ("U0FENN", "U0KIM")] == ["Fenn", "Kim"]
    assert slack.count("users.info") == 2
    slack.conversations.admit(Member("U0FENN", "Fenn Okonjo"))
    time[0] = KEPT
    assert await name_of(names, "U0FENN") == "Fenn Okonjo"
    assert slack.count("users.info") == 3


async def test_the_same_id_of_another_workspace_is_somebody_else(slack: SlackPlatform, calls: Calls) -> None:
    names = SlackNames(calls)
    slack.conversations.admit(Member("U0FENN", "Fenn"))
    for team in (TEAM, "T0ELSEWHERE"):
        assert await name_of(names, "U0FENN", team) == "Fenn"
    assert slack.count("users.info") == 2


async def test_who_could_not_be_asked_about_is_asked_about_again_soon(slack: SlackPlatform, calls: Calls) -> None:
    time = [0.0]
    names = SlackNames(calls, Lately(lambda: time[0]))
    slack.conversations.admit(Member("U0FENN", "Fenn"))
    slack.fail("users.info", 429, retry_after=30)
    for _ in range(3):
        assert await name_of(names, "U0FENN") == "handle"
    assert slack.count("users.info") == 1
    time[0] = UNSAID_KEPT
    assert await name_of(names, "U0FENN") == "Fenn"


async def test_an_app_made_from_an_older_manifest_knows_accounts_alone(slack: SlackPlatform, calls: Calls) -> None:
    slack.conversations.admit(Member("U0FENN", "Fenn"))
    slack.scopes.discard("users:read")
    assert await name_of(SlackNames(calls), "U0FENN") == "handle"


async def test_lookups_of_the_simulator_are_limited_and_know_the_bot(slack: SlackPlatform, calls: Calls) -> None:
    told = [await calls.ask("users.info", {"user": BOT_USER}, 0.0) for _ in range(110)]
    assert told[0].data["user"]["is_bot"]
    assert told[-1].limited
    assert told[-1].retry_after == 1
    slack.pass_time(60)
    assert (await calls.ask("users.info", {"user": BOT_USER}, 0.0)).error == ""
