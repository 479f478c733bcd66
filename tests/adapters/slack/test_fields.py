"""Every kind of option has its own field, which holds what is there already and loses none of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import commands, inbound
from adapters.slack.fields import too_much
from bot.chat.calls import Call
from bot.chat.commands import PARAGRAPH_LENGTH, Form, Kind, Option
from bot.chat.requests import Request
from bot.chat.views import Choice
from tests.adapters.slack.desk import DAYS, HOURS, PLAN, Desk
from tests.contract.blocks import short, unhurried
from tests.simulators.slack import FIELDS, Person, read
from tests.simulators.slack_limits import faults_in_view
from tests.simulators.slack_payloads import Json


async def complete(_: str, __: Request) -> list[Choice]:
    return []


WORD = Option("word", "A word", placeholder="one")
STORY = Option("story", "A story", kind=Kind.PARAGRAPH)
SKILL = Option("skill", "Which skill", complete=complete)
DAY, HOUR = Option("day", "Which day", kind=Kind.DATE), Option("hour", "Which hour", kind=Kind.TIME)
ONE_DAY = Option("weekday", "Which day of the week", choices=DAYS)
MANY_DAYS = Option("weekdays", "Which days", choices=DAYS, many=True, placeholder="any")
MANY_HOURS = Option("hours", "Which hours", choices=HOURS, many=True)


def drawn(option: Option, value: str = "") -> Json:
    view = commands.modal(Form("Short", Call("x"), (option,), {option.name: value} if value else {}), "{}")
    assert view
    assert faults_in_view(view) == []
    shown: Json = view["blocks"][-1]["element"]
    return shown


def read_back(option: Option, shown: Json) -> str:
    """Send a field as it stands, and read what arrives."""
    told, initial = FIELDS[shown["type"]]
    state = {option.name: {shown["action_id"]: {"type": shown["type"], told: shown.get(initial)}}}
    return inbound.written({"view": {"state": {"values": state}}})[option.name]


@pytest.mark.parametrize(
    ("option", "value", "kind"),
    [
        (WORD, "NVivo", "plain_text_input"),
        (STORY, "Once upon\na time", "plain_text_input"),
        (SKILL, "thematic analysis", "external_select"),
        (DAY, "2026-03-10", "datepicker"),
        (HOUR, "15:00", "timepicker"),
        (ONE_DAY, "tuesday", "static_select"),
        (MANY_DAYS, "monday,friday", "checkboxes"),
        (MANY_HOURS, "9,17", "multi_static_select"),
    ],
)
def test_a_field_comes_empty_and_with_what_is_there_already(option: Option, value: str, kind: str) -> None:
    empty, filled = drawn(option), drawn(option, value)
    assert (empty["type"], filled["type"]) == (kind, kind)
    assert read_back(option, empty) == ""
    assert read_back(option, filled) == value


@pytest.mark.parametrize(
    ("option", "value"),
    [
        (WORD, "w" * 1000),
        (WORD, "two\nlines"),
        (SKILL, "s" * 200),
        (SKILL, "=a"),
        (SKILL, "two\nlines"),
        (DAY, "10 March"),
        (DAY, "2026-02-30"),
        (HOUR, "3 pm"),
        (ONE_DAY, "someday"),
        (MANY_DAYS, "monday,someday"),
        (STORY, "x" * PARAGRAPH_LENGTH),
    ],
)
def test_what_a_field_of_its_own_cannot_hold_is_not_lost(option: Option, value: str) -> None:
    assert read_back(option, drawn(option, value)) == value


@unhurried
@given(st.sampled_from((WORD, STORY, SKILL, DAY, HOUR)), short)
def test_any_short_text_at_all_is_shown_and_comes_back(option: Option, value: str) -> None:
    shown = drawn(option, value)
    if value.isprintable() and value.strip() == value:
        assert read_back(option, shown) == value


@pytest.mark.parametrize("value", ["p129", "gone", "p3,p129,gone"])
def test_a_menu_that_cannot_offer_everybody_says_so_and_keeps_who_is_chosen(value: str) -> None:
    many = tuple(Choice(f"Person {n}", f"p{n}") for n in range(130))
    option = Option("without", "Who should not", choices=many, many=True)
    assert read_back(option, drawn(option, value)) == value
    view = commands.modal(Form("Short", Call("x"), (option,), {"without": value}), "{}")
    assert view
    offered = [one["value"] for one in view["blocks"][-1]["element"]["options"]]
    known = sum(one.startswith("p") for one in offered)
    assert len(offered) == 100
    assert view["blocks"][-1]["hint"]["text"] == f"Only {known} of 130 fit; not there? Ask an organiser."


def test_a_menu_that_offers_everybody_says_nothing_of_it() -> None:
    view = commands.modal(Form("Short", Call("x"), (MANY_HOURS, WORD)), "{}")
    assert view
    assert not any("hint" in block for block in view["blocks"])


def test_a_text_no_form_can_hold_is_told_and_not_cut() -> None:
    form = Form("Short", Call("x"), (WORD, STORY), {"story": "x" * 3001})
    assert too_much(form) == "“A story” holds 3,001 characters, and a form on Slack takes 3,000 at most."


# Through the wire ------------------------------------------------------------------------

KEPT = {
    "name": "Peer support & <tea>",
    "day": "2026-03-10",
    "hour": "15:00",
    "days": "monday,friday",
    "hours": "9,17",
    "about": "What\nwe learnt",
}


async def test_a_form_filled_in_beforehand_comes_back_whole(ada: Person, desk: Desk) -> None:
    desk.kept = KEPT
    await ada.type("/plan")
    await ada.sees_form()
    await ada.submit()
    await ada.sees("Planned.")
    assert desk.asked[-1].call.args == KEPT


async def test_what_is_changed_is_changed_and_what_is_cleared_is_absent(ada: Person, desk: Desk) -> None:
    desk.kept = KEPT
    await ada.type("/plan")
    await ada.sees_form()
    await ada.submit(day="2026-05-12", hour="", days="Tuesday", hours="", about="")
    await ada.sees("Planned.")
    assert desk.asked[-1].call.args == {"name": KEPT["name"], "day": "2026-05-12", "days": "tuesday"}


async def test_a_form_that_could_only_be_opened_by_losing_something_says_so(ada: Person, desk: Desk) -> None:
    desk.kept = KEPT | {"about": "x" * 3500}
    await ada.type("/plan")
    text = await ada.sees("“What it is about” holds 3,500 characters")
    assert "nothing of it is lost" in text
    assert ada.screen.modals == []
    assert desk.asked == []


async def test_what_was_typed_wrongly_is_said_in_the_form_and_can_be_mended(ada: Person, desk: Desk) -> None:
    await ada.type("/plan day:tomorrow")
    form = await ada.sees_form()
    said, _, day = form["blocks"][:3]
    assert read([said]) == "“tomorrow” could not be read as “Day”. Write it like 2026-03-10."
    assert day["element"] == {"type": "datepicker", "action_id": "date"}
    await ada.submit(name="Tea", day="2026-05-12")
    await ada.sees("Planned.")
    assert desk.asked[-1].call.args == {"name": "Tea", "day": "2026-05-12"}


async def test_a_choice_that_is_none_any_more_is_pointed_out(ada: Person, desk: Desk) -> None:
    desk.kept = {"name": "Tea", "days": "monday,someday"}
    await ada.type("/plan")
    await ada.sees_form()
    answer = await ada.submit()
    assert answer.response
    assert "“someday” is not one of the choices" in answer.response["errors"]["days"]
    assert {option.name for option in PLAN} >= set(answer.response["errors"])
