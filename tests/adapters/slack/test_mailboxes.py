"""Slack vouches for an address, or it does not: nobody gets an entry of the Directory on less."""

from collections.abc import AsyncIterator

import pytest

from adapters.slack.app import Slack
from adapters.slack.options import SlackOptions
from bot.chat.requests import Account
from bot.chat.roles import RoleBook
from tests.adapters.slack.desk import Desk
from tests.adapters.slack.speaking import Speaking, open_speaking
from tests.simulators.slack_payloads import TEAM, Member

ADA = Account("slack", TEAM, "U0ADA")


@pytest.fixture
async def house() -> AsyncIterator[Speaking]:
    async with open_speaking() as speaking:
        yield speaking


async def looked_up(house: Speaking, member: Member, account: Account = ADA) -> str:
    house.slack.conversations.admit(member)
    return await house.adapter.mailboxes.verified_email(account)


async def test_a_confirmed_address_is_told(house: Speaking) -> None:
    assert await looked_up(house, Member("U0ADA", "ada", "ada@example.org")) == "ada@example.org"


async def test_an_address_of_which_slack_says_nothing_else_is_told(house: Speaking) -> None:
    assert await looked_up(house, Member("U0ADA", "ada", "ada@example.org", confirmed=None)) == "ada@example.org"


@pytest.mark.parametrize(
    "member",
    [
        Member("U0ADA", "ada"),
        Member("U0ADA", "ada", "ada@example.org", confirmed=False),
        Member("U0ADA", "ada", "ada@example.org", team="T0ELSEWHERE"),
        Member("U0OTHER", "grace", "grace@example.org"),
    ],
    ids=["no address", "unconfirmed", "from another workspace", "unknown"],
)
async def test_an_address_nobody_vouches_for_is_not_told(house: Speaking, member: Member) -> None:
    assert await looked_up(house, member) == ""


async def test_another_workspace_does_not_vouch_for_its_own(house: Speaking) -> None:
    stranger = Member("U0ADA", "ada", "ada@example.org", team="T0ELSEWHERE")
    assert await looked_up(house, stranger, Account("slack", "T0ELSEWHERE", "U0ADA")) == ""


async def test_who_left_has_no_address_here(house: Speaking) -> None:
    house.slack.conversations.gone.add("U0ADA")
    assert await looked_up(house, Member("U0ADA", "ada", "ada@example.org")) == ""


async def test_an_account_of_another_platform_is_not_asked_about(house: Speaking) -> None:
    member = Member("U0ADA", "ada", "ada@example.org")
    assert await looked_up(house, member, Account("discord", "1", "U0ADA")) == ""
    assert house.slack.count("users.info") == 0


async def test_without_the_permission_nothing_is_told_and_no_address_logged(
    house: Speaking, caplog: pytest.LogCaptureFixture
) -> None:
    member = Member("U0ADA", "ada", "ada@example.org")
    house.slack.scopes.discard("users:read.email")
    assert await looked_up(house, member) == ""
    house.slack.scopes.discard("users:read")
    assert await looked_up(house, member) == ""
    assert "an account was not looked up" in caplog.text
    assert "U0ADA" not in caplog.text


async def test_nothing_is_told_before_the_bot_is_signed_in() -> None:
    adapter = Slack(Desk().bot, SlackOptions("xoxb-1", "xapp-1"), RoleBook({}))
    assert await adapter.mailboxes.verified_email(ADA) == ""
