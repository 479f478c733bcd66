"""Add to calendar: what is offered, with and without a public address."""

from urllib.parse import quote_plus

from bot.chat.requests import Actor
from bot.delivery.letterbox import Letterbox
from config.settings import load_settings
from config.wiring import build_core
from tests.meetings.room import KIM, OZ, Person, open_room

MARCH = "5e71e5@20260303T150000"


async def added(actor: Actor, address: str, **more: object) -> Person:
    room = open_room(**more)
    settings = load_settings(_env_file=None)
    room.core = build_core(
        room.stores, settings, Letterbox(room.stores.outbox), lambda: room.now, address=lambda: address
    )
    person = room.person(actor)
    await person.say(f"meeting-calendar?meeting={MARCH if not more else '5e71e5@20260106T150000'}")
    return person


async def test_gives_the_addresses_to_subscribe_to_and_the_file_of_one_meeting() -> None:
    kim = await added(KIM, "https://bot.example.org")
    tokens = kim.room.stores.tokens
    assert f"https://bot.example.org/calendar/{await tokens.token('')}.ics" in kim.text
    assert f"https://bot.example.org/calendar/{await tokens.token('5e71e5')}.ics" in kim.text
    assert f"download (https://bot.example.org/calendar/{MARCH}." in kim.text
    assert "It never says who takes part." in kim.text
    assert kim.labels == []


async def test_leads_to_two_common_calendars_with_the_meeting_filled_in() -> None:
    text = (await added(KIM, "")).text
    assert "dates=20260303T150000Z%2F20260303T163000Z" in text
    assert "startdt=2026-03-03T15%3A00%3A00Z&enddt=2026-03-03T16%3A30%3A00Z" in text


async def test_a_link_to_join_is_never_cut() -> None:
    link = f"https://teams.example.org/l/meetup-join/{'x' * 240}"
    kim = await added(KIM, "", place=f"{'Room ' * 20}{link}")
    assert quote_plus(link) in kim.text


async def test_without_a_public_address_says_how_to_get_the_file() -> None:
    kim = await added(KIM, "")
    assert "hirg-bot meetings ics" in kim.text
    assert "/calendar/" not in kim.text.replace("google.com/calendar/", "").replace("office.com/calendar/", "")


async def test_a_single_meeting_has_no_series_to_subscribe_to() -> None:
    kim = await added(KIM, "https://bot.example.org", rule="", start="2026-01-06T15:00")
    assert "Only “Network meeting”, kept" not in kim.text
    assert "All meetings, kept up to date" in kim.text


async def test_organisers_can_renew_the_addresses_once_they_confirm() -> None:
    oz = await added(OZ, "https://bot.example.org")
    before = await oz.room.stores.tokens.token("")
    assert "gets no more changes until they subscribe" in await oz.press("Renew the addresses…")
    assert await oz.room.stores.tokens.token("") == before
    text = await oz.press("Yes, renew them")
    assert await oz.room.stores.tokens.token("") in text
    assert before not in text
