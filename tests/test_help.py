"""/hirg and the front page, told from the declarations."""

import pytest

from bot.chat.calls import Call
from bot.chat.commands import Catalog, Command, Option
from bot.chat.requests import NOBODY, Account, Actor, Address, Request, Role
from bot.chat.views import Block, Reply, Text, calls, plain, say
from bot.help import Help
from bot.service import Bot


async def answer(_: Request) -> Reply:
    return say("yes")


DECLARED = (
    Command("find-skill", "Find people who can help", answer, (Option("skill", "What?"),)),
    Command("meeting-new", "Plan a meeting", answer, role=Role.ORGANISER),
    Command("ask", "Ask without a name", answer, anonymous=True),
    Command("page", "Turn a page", answer, unlisted=True),
)
BOT = Bot(Catalog([*DECLARED, *Help("HIRG", DECLARED).commands()]))


async def said(command: str, *roles: Role) -> Reply:
    actor = Actor(Account("web", "*", "kim"), "Kim", frozenset(roles))
    return await BOT.answer(Request(Call(command), actor, Address("web", "lobby")))


async def test_help_tells_every_slash_command_and_who_sees_the_answer() -> None:
    text = plain((await said("hirg")).blocks)
    assert "Find people who can help\n/find-skill skill\nOnly you see the answer." in text
    assert "Ask without a name\n/ask\nOnly you see the answer, and nobody learns that you asked." in text
    assert "seen by you alone" in text
    assert "page" not in text


async def test_help_shows_people_what_they_may_do() -> None:
    assert "Plan a meeting" not in plain((await said("hirg")).blocks)
    assert "Plan a meeting" in plain((await said("hirg", Role.ORGANISER)).blocks)


@pytest.mark.parametrize("command", ["hirg", "home"])
async def test_every_button_leads_to_a_command(command: str) -> None:
    found = [call.command for call in calls((await said(command)).blocks)]
    assert "find-skill" in found
    assert all(BOT.catalog[name] for name in found)


async def test_many_commands_are_told_page_by_page() -> None:
    many = [Command(f"do-{number}", f"Do thing {number}.", answer) for number in range(1, 12)]
    bot = Bot(Catalog([*many, *Help("HIRG", many).commands()]))

    async def seen(call: str) -> str:
        actor = Actor(Account("web", "*", "kim"), "Kim")
        return plain((await bot.answer(Request(Call.parse(call), actor, Address("web", "lobby")))).blocks)

    assert "Do thing 8." in await seen("hirg")
    assert "Do thing 9." not in await seen("hirg")
    assert "Do thing 11." in await seen("hirg-page?start=8")
    assert "Do thing 11." in await seen("hirg-page?start=999")
    assert "Do thing 8." in await seen("home")


async def test_the_front_page_names_the_network() -> None:
    assert plain((await said("home")).blocks).startswith("Welcome to HIRG\n")


async def test_the_front_page_says_what_else_there_is_for_somebody_without_learning_who_they_are() -> None:
    asked: list[Request] = []

    async def also(request: Request) -> tuple[Block, ...]:
        asked.append(request)
        return (Text(("Something new is waiting for you.",)),)

    bot = Bot(Catalog([*DECLARED, *Help("HIRG", DECLARED, (also,)).commands()]))
    actor = Actor(Account("slack", "T1", "kim"), "Kim")
    reply = await bot.answer(Request(Call("home"), actor, Address("slack", "@kim")))
    assert "Something new is waiting for you." in plain(reply.blocks)
    assert [(one.actor, str(one.place)) for one in asked] == [(NOBODY, "slack:*")]


async def test_what_else_stands_on_the_front_page_is_told_by_name_only_where_it_has_to_be() -> None:
    async def named(request: Request) -> list[Block]:
        return [Text((f"by name: {request.actor.name}",))]

    async def unnamed(request: Request) -> list[Block]:
        return [Text((f"unnamed: {request.actor.name}",))]

    bot = Bot(Catalog(Help("HIRG", (), (unnamed,), (named,)).commands()))
    actor = Actor(Account("web", "*", "kim"), "Kim")
    reply = await bot.answer(Request(Call("home"), actor, Address("web", "lobby")))
    assert "by name: Kim\nunnamed: someone" in plain(reply.blocks)
