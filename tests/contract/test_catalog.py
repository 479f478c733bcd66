"""What every declared command promises to every platform, and every answer to whoever presses its buttons."""

import re
from collections import deque

import pytest

from adapters.discord import commands as discord_commands
from adapters.limits import MORE
from adapters.slack import commands as slack_commands
from adapters.web.commands import form_json as web_form
from bot.chat.calls import MAX_LENGTH, Call
from bot.chat.commands import Command, Form, Kind, Option
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Code, Emphasis, Reply, Select, Strong, plain_line, say
from bot.service import Bot
from tests.contract.reading import controls_in, makes, squeezed
from tests.contract.renderers import RENDERERS
from tests.contract.web_tree import parts
from tests.house import memory_core
from tests.journeys.network import ENTRIES
from tests.simulators.discord_client import TEXT
from tests.simulators.discord_markdown import displayed
from tests.simulators.discord_rules import modal_problems
from tests.simulators.slack import read
from tests.simulators.slack_limits import faults_in_view

BOT = memory_core(ENTRIES).bot
# What may be typed into an option that takes any text.
WORDS = (
    "nvivo",
    "thematic anlysis and R",
    "plumbing",
    "?!",
    "*bold* _slanted_",
    "who can teach me " + "R, NVivo and " * 12,
)
MOST_STEPS = 300


async def _nothing(request: Request) -> Reply:
    return say(request.text("words"))


# A form that says much before it asks.
WORDY = Command(
    "wordy",
    "Say something quietly",
    _nothing,
    (Option("words", "What you would like to say", Kind.PARAGRAPH),),
    anonymous=True,
    notice=(
        ("Answered on weekdays from 9 to 5. ", Strong("This is not a crisis service:"), " call 999 & ask for *help*."),
        ("Samaritans: ", Emphasis("116 123"), "\n", Code("/privacy"), " says who sees what."),
        ("z" * 700,),
    ),
)

every_command = pytest.mark.parametrize("command", list(BOT.catalog), ids=lambda command: command.name)
every_option = pytest.mark.parametrize(
    ("command", "option"),
    [pytest.param(c, o, id=f"{c.name} {o.name}") for c in BOT.catalog for o in c.options],
)


@every_command
def test_a_command_has_a_name_and_a_summary_that_every_platform_takes(command: Command) -> None:
    # Slack takes 32 characters with the slash, Discord 32 without.
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,30}", command.name)
    assert 0 < len(command.summary) <= 100
    # On Slack's modals; https://docs.slack.dev/reference/views/modal-views
    assert 0 < len(command.submit) <= 24


@every_command
def test_a_form_has_room_for_every_required_option(command: Command) -> None:
    # Discord takes five parts in a form, one of which is what it says, and no more than 25 options in a command.
    asked = [option for option in command.options if not option.carried]
    # So may it be when something was typed that cannot be read.
    room = 4 if command.notice or (command.typed and not command.unlisted) else 5
    assert len([option for option in asked if option.required]) <= room
    # What Discord would leave out of a form that was filled in beforehand would come back empty.
    assert not command.prefill or len(asked) <= (4 if command.notice else 5)
    assert len(command.options) <= 25
    assert len({option.name for option in command.options}) == len(command.options)


@pytest.mark.parametrize("command", [WORDY, *(c for c in BOT.catalog if c.notice)], ids=lambda command: command.name)
def test_what_a_form_says_is_short_and_shown_whole_on_every_platform(command: Command) -> None:
    said = "".join(squeezed(plain_line(line)) for line in command.notice)
    asked = Form(command.summary, Call(command.name), command.options, {}, command.notice)
    assert len(said) <= 1500, "nobody reads that much before a form"

    slack, discord = slack_commands.modal(asked, ""), discord_commands.modal(asked, command)

    assert slack
    assert squeezed(read([block for block in slack["blocks"] if block["type"] == "rich_text"])) == said
    assert squeezed("".join(part["text"] for part in parts(web_form(asked, command)["notice"]))) == said
    assert faults_in_view(slack) == []
    [*texts] = (displayed(part["content"], {}) for part in discord["components"] if part["type"] == TEXT)
    assert squeezed("".join(texts)) == said
    assert list(modal_problems(discord)) == []


@every_command
def test_nothing_is_typed_after_what_is_anonymous(command: Command) -> None:
    if command.anonymous:
        assert BOT.catalog.read(command.name, "I am not well") == Call(command.name)
        assert command.usage == f"/{command.name}"


@every_option
def test_an_option_is_one_that_every_platform_takes(command: Command, option: Option) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,31}", option.name)
    assert 0 < len(option.summary) <= 100
    assert len(option.placeholder) <= 100
    assert len(option.choices) <= 25
    assert len({choice.value for choice in option.choices}) == len(option.choices)
    for choice in option.choices:
        assert 0 < len(choice.label) <= 75
        assert 0 < len(choice.value) <= 100
    # A select that fills it in has its name in an id of at most 100 characters, beside the call.
    assert len(f"{command.name}#{option.name}") <= MAX_LENGTH


@every_command
async def test_every_answer_leads_on_and_is_shown_whole_on_every_platform(command: Command) -> None:
    """Press every button there is, and those on what comes of it."""
    seen: set[str] = set()
    ahead = deque(_first(command))
    while ahead and len(seen) < MOST_STEPS:
        call = ahead.popleft()
        if str(call) not in seen:
            seen.add(str(call))
            reply = await BOT.answer(_request(call))
            _check(reply, BOT)
            ahead += [made for made in makes(reply.blocks) if not await BOT.form_for(_request(made))]


def _first(command: Command) -> list[Call]:
    asked = [option for option in command.options if option.required]
    values = {option.name: [c.value for c in option.choices] or WORDS for option in asked}
    longest = max(map(len, values.values()), default=1)
    return [Call(command.name, {n: some[step % len(some)] for n, some in values.items()}) for step in range(longest)]


def _check(reply: Reply, bot: Bot) -> None:
    for control in (control for block in reply.blocks for control in controls_in(block)):
        target = bot.catalog[control.call.command]
        names = {option.name for option in target.options}
        assert control.call.args.keys() <= names, control
        assert control.call.fits, control
        if isinstance(control, Select):
            assert control.fills in names
            assert len(f"{control.call}#{control.fills}") <= MAX_LENGTH
    for renderer in RENDERERS:
        assert renderer.faults(reply) == []
        assert MORE not in [text for _, text in renderer.pieces(reply)]
        assert [str(made) for made in renderer.presses(reply)] == [str(made) for made in makes(reply.blocks)]


def _request(call: Call) -> Request:
    everything = Actor(Account("core", "*", "kim"), "Kim", frozenset(Role))
    return Request(call, everything, Address("core", "lobby"))
