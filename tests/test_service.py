"""Bot: the one way in."""

import asyncio
import logging

import pytest

from bot.chat.calls import Call
from bot.chat.commands import Catalog, Command, Kind, Option
from bot.chat.errors import Refusal
from bot.chat.requests import NOBODY, Account, Actor, Address, Request, Role
from bot.chat.views import Choice, Reply, plain, plain_line, say
from bot.service import Bot

KIM = Actor(Account("web", "*", "kim"), "Kim Canary")
ORGANISER = Actor(Account("web", "*", "oz"), "Oz", frozenset({Role.ORGANISER}))

heard: list[Request] = []


async def hear(request: Request) -> Reply:
    heard.append(request)
    return say("heard ", request.text("what"))


async def refuse(_: Request) -> Reply:
    raise Refusal("Not today.", "Try tomorrow.")


async def fail(request: Request) -> Reply:
    raise RuntimeError(request.text("what"))


async def complete(typed: str, request: Request) -> list[Choice]:
    if typed == "boom":
        raise RuntimeError
    return [Choice(f"{typed} {n} for {request.actor.name}", str(n)) for n in range(40)]


WHAT = Option("what", "What is it?", complete=complete)


async def remember(request: Request) -> dict[str, str]:
    if request.text("which") == "gone":
        raise Refusal("There is nothing to change.", "Start anew.")
    if request.text("which") == "slow":
        await asyncio.sleep(30)
    return {"what": "as before", "more": "", "state": "3"}


WHICH = Option("which", "Which one", carried=True)
STATE = Option("state", "What it was changed from", required=False, carried=True)
MORE = Option("more", "Anything else?", required=False)
BOT = Bot(
    Catalog(
        [
            Command("tell", "Tell me", hear, (WHAT, MORE)),
            Command("whisper", "Tell me unnamed", hear, (WHAT,), anonymous=True),
            Command("order", "For organisers", hear, (Option("what", "Their business"),), role=Role.ORGANISER),
            Command("change", "Change it", hear, (WHICH, STATE, WHAT, MORE), prefill=remember),
            Command("refuse", "Refuse", refuse),
            Command("fail", "Fail", fail, (WHAT,)),
        ]
    )
)


def request(text: str, actor: Actor = KIM) -> Request:
    return Request(Call.parse(text), actor, Address("web", "lobby"))


async def ask(text: str, actor: Actor = KIM) -> str:
    return plain((await BOT.answer(request(text, actor))).blocks)


async def test_answers() -> None:
    assert await ask("tell?what=hello") == "heard hello"


async def test_says_why_and_what_to_do_when_it_refuses() -> None:
    assert await ask("refuse") == "Not today.\nTry tomorrow."


async def test_gives_an_incident_number_and_logs_no_words_when_it_fails(caplog: pytest.LogCaptureFixture) -> None:
    said = await ask("fail?what=my+secret")
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert str(vars(record)["incident"]) in said
    assert "my secret" not in said + record.getMessage()
    assert "Canary" not in str(vars(record))


@pytest.mark.parametrize("command", ["order", "order?what=x"])
async def test_authorises_every_call_anew(command: str) -> None:
    assert await ask(command) == "/order is for organisers.\nAn organiser can tell you who that is."


async def test_lets_those_with_the_role_in() -> None:
    assert await ask("order?what=x", ORGANISER) == "heard x"


async def test_hides_who_runs_an_anonymous_command_from_its_handler() -> None:
    heard.clear()
    await ask("whisper?what=x")
    assert [r.actor for r in heard] == [NOBODY]
    assert "Kim" not in str(await BOT.suggest(request("whisper"), "what", "x"))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("nope", "There is no command called “nope”."),
        ("tell", "I need to know: What is it?"),
        ("tell?what=+", "I need to know: What is it?"),
        ("tell?what=x&shoe=9", "/tell has no option called “shoe”."),
        ("tell?what=" + "x" * 5000, "That is 5,000 characters: too long by 4,800, as I can take 200 here."),
    ],
)
async def test_calls_that_cannot_be_met_get_a_sentence(call: str, said: str) -> None:
    assert (await ask(call)).splitlines()[0] == said


async def test_asks_in_a_form_for_what_is_missing_and_what_could_be_added() -> None:
    form = await BOT.form_for(request("tell"))
    assert form
    assert [(o.name, o.required) for o in form.options] == [("what", True), ("more", False)]


@pytest.mark.parametrize("call", ["tell?what=x", "nope", "order", "refuse"])
async def test_opens_no_form_when_there_is_something_to_say(call: str) -> None:
    assert await BOT.form_for(request(call)) is None


async def test_fills_a_form_in_with_what_is_known() -> None:
    form = await BOT.form_for(request("change?which=7"))
    assert form
    assert [option.name for option in form.options] == ["what", "more"]
    assert form.values == {"what": "as before"}


WHEN = Option("when", "On which day?", Kind.DATE, required=False)
OFTEN = Option("how-often", "How often?", choices=(Choice("Once", "once"), Choice("Every week", "week")))


async def usual(_: Request) -> dict[str, str]:
    return {"how-often": "once"}


PLANNING = Bot(
    Catalog([Command("plan", "Plan it", hear, (WHAT, WHEN, MORE, OFTEN), prefill=usual, notice=(("Hm.",),))])
)


async def test_what_was_typed_and_cannot_be_read_is_asked_for_again_and_the_form_says_so() -> None:
    long = "x" * 250
    form = await PLANNING.form_for(request(f"plan?what={long}&when=tomorrow&more=tea"))
    assert form
    assert form.call == Call("plan", {"more": "tea"})
    assert [option.name for option in form.options] == ["what", "when", "how-often"]
    # A picker of dates cannot hold “tomorrow”.
    assert form.values == {"what": long, "how-often": "once"}
    assert list(map(plain_line, form.notice)) == [
        "What: That is 250 characters: too long by 50, as I can take 200 here. Please shorten it.",
        "“tomorrow” could not be read as “When”. Write it like 2026-03-10.",
        "Hm.",
    ]


async def test_what_alone_cannot_be_read_is_asked_for_and_the_rest_comes_along() -> None:
    form = await PLANNING.form_for(request("plan?what=tea&when=2026-03-10&more=x&how-often=daily"))
    assert form
    assert form.call == Call("plan", {"what": "tea", "when": "2026-03-10", "more": "x"})
    # Nobody who wrote something else means what is usual.
    assert ([option.name for option in form.options], form.values) == (["how-often"], {})
    assert plain_line(form.notice[0]) == "“daily” could not be read as “How often”."


async def test_words_in_the_wrong_place_are_given_back_whole() -> None:
    form = await PLANNING.form_for(request("plan?what=tea&how-often=" + "word+" * 60))
    assert form
    assert plain_line(form.notice[0]) == f"“{'word ' * 60}” could not be read as “How often”."


async def test_a_command_that_requires_nothing_has_no_form_and_says_what_is_wrong() -> None:
    bot = Bot(Catalog([Command("report", "Report", hear, (WHEN,))]))
    assert await bot.form_for(request("report?when=tomorrow")) is None
    assert "“tomorrow” is not a date" in plain((await bot.answer(request("report?when=tomorrow"))).blocks)


@pytest.mark.parametrize("call", ["tell?more=" + "x" * 3001, "tell?shoe=9", "change?which=7&state=" + "x" * 250])
async def test_opens_no_form_for_what_none_could_ask_for_again(call: str) -> None:
    assert await BOT.form_for(request(call)) is None


async def test_a_form_brings_back_the_state_it_was_opened_at_whatever_the_button_knew() -> None:
    form = await BOT.form_for(request("change?which=7&state=2"))
    assert form
    assert form.call == Call("change", {"which": "7", "state": "3"})


@pytest.mark.parametrize("call", ["change?which=gone", "change"])
async def test_opens_no_form_for_what_cannot_be_filled_in(call: str) -> None:
    assert await BOT.form_for(request(call)) is None


async def test_says_why_no_form_was_opened() -> None:
    assert await ask("change?which=gone") == "There is nothing to change.\nStart anew."


async def test_keeps_nobody_waiting_for_a_form() -> None:
    assert await Bot(BOT.catalog, prefill_seconds=0.01).form_for(request("change?which=slow")) is None


def test_what_is_for_a_role_or_meant_to_go_does_not_stay_in_a_private_conversation() -> None:
    assert [BOT.lasts(command) for command in ("tell", "nope", "order", "whisper")] == [True, True, False, False]


def test_says_beside_each_option_what_is_wrong_with_a_form() -> None:
    assert BOT.problems(request("tell?what=+")) == {"what": "Please fill this in: What is it?"}
    assert BOT.problems(request("tell?what=x")) == {}


@pytest.mark.parametrize("call", ["nope", "order"])
def test_tells_nothing_about_a_form_that_will_be_refused_anyway(call: str) -> None:
    assert BOT.problems(request(call)) == {}


async def test_completes_what_is_typed_with_no_more_than_platforms_show() -> None:
    offered = await BOT.suggest(request("tell"), "what", " he ")
    assert (len(offered), offered[0].label) == (25, "he 0 for Kim Canary")


@pytest.mark.parametrize(
    ("call", "option", "typed"),
    [("nope", "what", "x"), ("tell", "shoe", "x"), ("tell", "more", "x"), ("tell", "what", "boom")],
)
async def test_offers_nothing_rather_than_fail(call: str, option: str, typed: str) -> None:
    assert await BOT.suggest(request(call), option, typed) == []


async def test_offers_nothing_rather_than_keep_somebody_waiting_and_lets_the_work_go_on() -> None:
    gate, done = asyncio.Event(), asyncio.Event()

    async def slow(typed: str, _: Request) -> list[Choice]:
        await gate.wait()
        done.set()
        return [Choice(typed, typed)]

    bot = Bot(
        Catalog([Command("tell", "Tell me", hear, (Option("what", "What?", complete=slow),))]), suggest_seconds=0.01
    )
    assert await bot.suggest(request("tell"), "what", "x") == []
    gate.set()
    await asyncio.wait_for(done.wait(), 10)
    assert [choice.label for choice in await bot.suggest(request("tell"), "what", "x")] == ["x"]
