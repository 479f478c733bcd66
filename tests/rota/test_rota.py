"""Facilitators take turns, and everybody can see where nobody is."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapters.discord.render import render
from bot.chat.calls import call
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Button
from tests.contract.reading import controls_in
from tests.rota.house import FAY, FIN, MONDAY, House, facilitator


async def test_an_empty_rota_shows_the_weeks_ahead_as_gaps() -> None:
    seen = await House().do("rota")
    assert "Today: nobody, so every facilitator is told of what comes." in seen
    assert [line for line in seen.splitlines() if line.endswith("nobody")] == [
        "Mon 5 – Sun 11 Jan · nobody",
        "Mon 12 – Sun 18 Jan · nobody",
        "Mon 19 – Sun 25 Jan · nobody",
        "Mon 26 Jan – Sun 1 Feb · nobody",
    ]


async def test_a_gap_is_taken_with_one_press() -> None:
    house = House()
    await house.do("rota")
    assert "Thank you. You are on duty: Mon 12 – Sun 18 Jan." in await house.press("Take it", nth=1)
    assert "Mon 12 – Sun 18 Jan · you" in await house.do("rota")
    assert "Mon 12 – Sun 18 Jan · Fay" in await house.do("rota", FIN)


async def test_a_turn_within_a_week_leaves_the_rest_of_it_open() -> None:
    house = House()
    seen = await house.do("rota-take", start="2026-01-07", end="2026-01-08")
    assert "Mon 5 – Tue 6 Jan · nobody" in seen
    assert "Fri 9 – Sun 11 Jan · nobody" in seen


async def test_whoever_has_a_turn_today_is_on_duty() -> None:
    house = House()
    await house.do("rota-take", start="2026-01-05", end="2026-01-05")
    assert "Today: Fay, Fin." in await house.do("rota-take", FIN, start="2026-01-05", end="2026-01-06")
    assert await house.roster.on_duty() == [FAY.account, FIN.account]
    house.today += timedelta(days=1)
    assert await house.roster.on_duty() == [FIN.account]


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("2026-01-04", "2026-01-06", "That day is over."),
        ("2026-01-08", "2026-01-07", "The last day is before the first."),
        ("2026-01-05", "2026-02-05", "A turn has 31 days at most."),
        ("2027-01-05", "2027-01-06", "That is more than a year ahead."),
        ("2026-01-10", "2026-01-12", "You are on duty then already: Tue 6 – Sat 10 Jan."),
        ("soon", "2026-01-12", "is not a date I can read"),
    ],
)
async def test_days_that_cannot_be_taken_are_refused_with_the_reason(start: str, end: str, why: str) -> None:
    house = House()
    await house.do("rota-take", start="2026-01-06", end="2026-01-10")
    assert why in await house.do("rota-take", start=start, end=end)


async def test_a_turn_can_be_given_up_once() -> None:
    house = House()
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    page = house.seen
    assert "You are not on duty any more: Mon 5 – Sun 11 Jan." in await house.press("Give up")
    house.seen = page
    assert "That turn is over, or was given up." in await house.press("Give up")


async def test_a_turn_that_is_handed_over_is_told_of_and_can_be_given_up() -> None:
    house = House()
    await house.do("rota", FIN)
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    assert "Fin is on duty now in your place: Mon 5 – Sun 11 Jan." in await house.press("Hand over", person="fin")
    await house.settle()
    (told,) = house.heard(FIN)
    assert "Fay handed you their turn as a facilitator: Mon 5 – Sun 11 Jan." in told
    (turn,) = await house.roster.turns()
    assert turn.account == FIN.account
    assert "not yours any more" in await house.do("rota-give-up", turn=turn.id)
    assert "not yours any more" in await house.do("rota-hand-over", turn=turn.id, person="Fin")
    assert "You are not on duty any more" in await house.do("rota-give-up", FIN, turn=turn.id)


async def test_a_turn_of_somebody_who_is_forgotten_meanwhile_is_told_of_without_their_name() -> None:
    house = House()
    await house.do("rota", FIN)
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    await house.press("Hand over", person="Fin")
    await house.outbox.forget(FAY.account)
    await house.settle()
    (told,) = house.heard(FIN)
    assert "Another facilitator handed you their turn as a facilitator: Mon 5 – Sun 11 Jan." in told


async def test_nobody_is_told_of_a_turn_that_went_on_meanwhile() -> None:
    house = House()
    await house.do("rota", FIN)
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    await house.press("Hand over", person="Fin")
    (turn,) = await house.roster.turns()
    await house.do("rota-give-up", FIN, turn=turn.id)
    await house.settle()
    assert house.heard(FIN) == []


async def test_a_turn_is_handed_only_to_somebody_on_the_list_who_is_free() -> None:
    house = House()
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    (turn,) = await house.roster.turns()
    nobody = await house.do("rota-hand-over", turn=turn.id, person="Fin")
    assert "No facilitator on the list is called “Fin”." in nobody
    await house.do("rota-take", FIN, start="2026-01-11", end="2026-01-12")
    assert "Fin is on duty then already." in await house.do("rota-hand-over", turn=turn.id, person="Fin")


async def test_two_of_one_name_cannot_be_told_apart() -> None:
    house = House("slack:T1:fay", "slack:T1:fin", "slack:T1:other")
    for actor in (FIN, facilitator("other", "Fin")):
        await house.do("rota", actor)
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    assert "Several facilitators are called Fin." in await house.press("Hand over", person="Fin")


@pytest.mark.parametrize("typed", ["nnamdi eze", "Eze", "Prof Nnamdi Eze", "NNAMDI"])
async def test_a_facilitator_is_known_whatever_their_title_and_by_a_part_of_the_name(typed: str) -> None:
    house = House()
    await house.do("rota", facilitator("fin", "Dr Nnamdi Ezé"))
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    assert "Dr Nnamdi Ezé is on duty now in your place" in await house.press("Hand over", person=typed)


async def test_which_of_several_facilitators_is_meant_is_asked() -> None:
    house = House("slack:T1:fay", "slack:T1:fin", "slack:T1:other")
    for actor in (facilitator("fin", "Nnamdi Eze"), facilitator("other", "Chidi Eze")):
        await house.do("rota", actor)
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    said = await house.press("Hand over", person="Eze")
    assert "Several facilitators on the list are called “Eze”." in said
    assert "Nnamdi Eze" in said
    assert "Chidi Eze" in said


async def test_names_of_others_are_completed() -> None:
    house = House()
    for actor in (FAY, FIN):
        await house.do("rota", actor)
    asks = Request(call("rota-hand-over"), FAY, Address("slack", "C1"))
    assert [choice.label for choice in await house.bot.suggest(asks, "person", "f")] == ["Fin"]


async def test_a_slip_in_the_name_of_another_is_forgiven_and_asked_about() -> None:
    house = House()
    await house.do("rota", facilitator("fin", "Finlay Rivers"))
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    asks = Request(call("rota-hand-over"), FAY, Address("slack", "C1"))
    assert [one.label for one in await house.bot.suggest(asks, "person", "finlay rivres")] == ["Finlay Rivers"]
    said = await house.press("Hand over", person="Finlay Rivres")
    assert "No facilitator on the list is called “Finlay Rivres”.\nDid you mean Finlay Rivers?" in said


async def test_whoever_comes_as_a_facilitator_is_on_the_list_under_their_latest_name() -> None:
    house = House()
    for actor in (FIN, FAY, replace(FAY, name="Fay F.")):
        await house.do("rota", actor)
    assert await house.roster.names() == [
        ("slack:T1:fay", "Fay F."),
        ("slack:T1:fin", "Fin"),
        ("slack:T1:never", "Nell Rivers"),
    ]


async def test_a_private_conversation_makes_nobody_somebody_else() -> None:
    house = House()
    for actor in (facilitator("fay", "Fay", "*"), FAY):
        await house.do("rota", actor)
    assert [name for _, name in await house.roster.choices()] == ["Fay", "fin", "Nell Rivers"]


async def test_who_is_named_in_the_settings_and_never_came_can_be_written_to() -> None:
    house = House()
    await house.do("rota")
    assert [one.user for one in await house.roster.everyone()] == ["fay", "fin", "never"]


async def test_who_is_named_and_never_came_can_be_left_out_by_name_or_by_what_the_settings_call_them() -> None:
    house = House("slack:T1:never", "slack:T1:U07", "slack:T1:fay")
    await house.do("rota")
    assert await house.roster.choices() == [
        ("slack:T1:fay", "Fay"),
        ("slack:T1:never", "Nell Rivers"),
        ("slack:T1:U07", "U07"),
    ]
    assert [name for _, name in await house.roster.names()] == ["Fay", "Nell Rivers"]


async def test_accounts_of_one_name_have_their_platform_beside_it() -> None:
    house = House("discord:9:kim", "slack:T1:kim", "slack:T1:fay")
    assert await house.roster.choices() == [
        ("slack:T1:fay", "fay"),
        ("discord:9:kim", "kim (Discord)"),
        ("slack:T1:kim", "kim (Slack)"),
    ]


async def test_whoever_lost_the_role_is_on_no_list_and_on_no_duty() -> None:
    house = House("slack:T1:fin")
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    assert await house.roster.choices() == [("slack:T1:fin", "fin")]
    assert await house.roster.on_duty() == []
    assert "Mon 5 – Sun 11 Jan · nobody" in await house.do("rota", FIN)


async def test_a_group_has_whoever_came_from_its_platform() -> None:
    house = House("discord:role:7")
    member = Actor(Account("discord", "9", "dee"), "Dee", frozenset({Role.FACILITATOR}))
    for actor in (member, FAY):
        await house.do("rota", actor)
    assert await house.roster.choices() == [("discord:9:dee", "Dee")]


async def test_somebody_can_leave_the_list_with_their_turns() -> None:
    house = House()
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    assert "You are off the list" in await house.press("Leave")
    assert [name for _, name in await house.roster.names()] == ["Nell Rivers"]
    assert await house.rota.turns(date.min) == []


async def test_turns_that_are_over_are_forgotten() -> None:
    house = House()
    await house.do("rota-take", start="2026-01-05", end="2026-01-11")
    house.today = MONDAY + timedelta(days=7)
    await house.settle()
    assert await house.rota.turns(date.min) == []


async def test_the_rota_is_for_facilitators() -> None:
    member = replace(FAY, roles=frozenset())
    assert "/rota is for facilitators." in await House().do("rota", member)


async def test_a_long_rota_is_turned_page_by_page() -> None:
    house = House()
    for day in range(5, 15):
        await house.do("rota-take", start=f"2026-01-{day:02}", end=f"2026-01-{day:02}")
    assert "Tue 13 Jan · you" not in await house.do("rota")
    more = await house.press("More ›")
    assert "Tue 13 Jan · you" in more
    assert "Thu 15 – Sun 18 Jan · nobody" in more
    assert "Mon 5 Jan · you" in await house.press("‹ Back")


async def test_as_many_turns_of_ones_own_are_shown_as_discord_takes_with_all_their_buttons() -> None:
    house = House()
    for day in range(5, 25):
        await house.do("rota-take", start=f"2026-01-{day:02}", end=f"2026-01-{day:02}")
    for _ in range(3):
        buttons = [one for block in house.seen for one in controls_in(block)]
        drawn = json.dumps(render(house.seen), ensure_ascii=False)
        assert all(str(one.call) in drawn for one in buttons if isinstance(one, Button))
        await house.press("More ›")


async def test_turns_of_ones_own_come_first_however_far_ahead_they_are() -> None:
    house = House()
    for day in range(5, 15):
        await house.do("rota-take", FIN, start=f"2026-01-{day:02}", end=f"2026-01-{day:02}")
    await house.do("rota-take", start="2026-06-01", end="2026-06-07")
    page = await house.do("rota")
    assert page.index("Mon 1 – Sun 7 Jun · you") < page.index("Mon 5 Jan · Fin")
    assert "You are not on duty any more: Mon 1 – Sun 7 Jun." in await house.press("Give up")
