"""What is said unasked, over the real wire, and what becomes of it when Discord has a bad day."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord import marks
from adapters.discord.app import Discord, DiscordOptions
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.rest import Rest
from bot.chat.calls import call
from bot.chat.requests import Account, Address
from bot.chat.views import Actions, Block, Button, Image, Text
from bot.delivery.model import Gone, Later, Refused, Unknown, Unreadable
from tests.adapters.discord.house import PNG, ROLES, House, connected
from tests.simulators.discord import TOKEN, DiscordSimulator
from tests.simulators.discord_client import Person
from tests.simulators.discord_payloads import BOT, CHANNEL, THREAD
from tests.simulators.discord_state import EVERYTHING, Message

KEY, OTHER = "0f" * 10, "a1" * 10
HELLO: list[Block] = [Text(("Hello, everybody.",))]
HERE = Address("discord", CHANNEL)
IN_THREAD = Address("discord", CHANNEL, THREAD)
POST = "POST /channels/.*/messages$"
THREADS = "POST /channels/.*/messages/.*/threads"


@pytest.fixture
async def messenger(discord: DiscordSimulator, house: House) -> AsyncIterator[DiscordMessenger]:
    async with connected(discord, house.bot) as adapter:
        yield adapter.messenger


def since() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=5)


def to(person: Person) -> Address:
    return Address.of(Account("discord", "*", person.id))


async def test_a_thread_is_spoken_to_as_such(discord: DiscordSimulator, messenger: DiscordMessenger) -> None:
    posted = await messenger.post(IN_THREAD, HELLO, KEY)
    assert [message.id for message in discord.places.all[THREAD].messages] == [posted]
    assert await messenger.find(IN_THREAD, KEY, since()) == posted


async def test_pings_nobody_and_carries_its_key_along(discord: DiscordSimulator, messenger: DiscordMessenger) -> None:
    await messenger.post(HERE, HELLO, KEY)
    [request] = discord.sent(POST)
    assert request.body["allowed_mentions"] == {"parse": []}
    assert (request.body["nonce"], request.body["enforce_nonce"]) == (KEY, True)


async def test_the_same_key_is_no_second_message(discord: DiscordSimulator, messenger: DiscordMessenger) -> None:
    assert await messenger.post(HERE, HELLO, KEY) == await messenger.post(HERE, HELLO, KEY)
    assert len(discord.places.all[CHANNEL].messages) == 1


@pytest.mark.parametrize("status", [0, 500, 502, 503, 504])
async def test_what_may_have_been_taken_is_unknown_and_not_sent_again(
    discord: DiscordSimulator, messenger: DiscordMessenger, status: int
) -> None:
    discord.fail(POST, status=status)
    with pytest.raises(Unknown):
        await messenger.post(HERE, HELLO, KEY)
    assert len(discord.sent(POST)) == 1


@pytest.mark.parametrize("everywhere", [False, True])
async def test_too_many_are_put_off_for_as_long_as_discord_says(
    discord: DiscordSimulator, messenger: DiscordMessenger, *, everywhere: bool
) -> None:
    discord.fail(POST, status=429, retry_after=2.5, everywhere=everywhere)
    with pytest.raises(Later) as later:
        await messenger.post(HERE, HELLO, KEY)
    assert (later.value.seconds, later.value.everywhere) == (2.5, everywhere)
    assert len(discord.sent(POST)) == 1


async def test_a_spent_bucket_is_left_alone_until_it_is_full_again(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    discord.buckets.limit, discord.buckets.seconds = 2, 60.0
    for key in (KEY, OTHER):
        await messenger.post(HERE, HELLO, key)
    with pytest.raises(Later) as later:
        await messenger.post(HERE, HELLO, "third")
    assert 0 < later.value.seconds <= 60
    assert not later.value.everywhere
    await messenger.post(IN_THREAD, HELLO, "third")
    assert discord.buckets.overrun == 0


@pytest.mark.parametrize(
    "how",
    [{"status": 401}, {"status": 403, "legible": False}, {"status": 429, "legible": False}],
    ids=["token reset", "shut out", "banned"],
)
async def test_what_shuts_the_bot_out_of_discord_waits_for_better_days(
    discord: DiscordSimulator, messenger: DiscordMessenger, how: dict[str, int]
) -> None:
    discord.fail(POST, **how)
    with pytest.raises(Later) as later:
        await messenger.post(HERE, HELLO, KEY)
    assert later.value.everywhere


async def test_an_answer_that_nobody_can_read_is_unknown(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    discord.fail(POST, status=200, legible=False)
    with pytest.raises(Unknown):
        await messenger.post(HERE, HELLO, KEY)


async def test_before_it_is_connected_it_says_later(discord: DiscordSimulator, house: House) -> None:
    adapter = Discord(house.bot, DiscordOptions(TOKEN, discord.api_url, discord.gateway_url), ROLES)
    with pytest.raises(Later) as later:
        await adapter.messenger.post(HERE, HELLO, KEY)
    assert later.value.everywhere
    assert discord.requests == []


async def test_a_discord_that_cannot_be_reached_took_nothing(unused_tcp_port: int) -> None:
    rest = Rest(DiscordOptions(TOKEN, f"http://127.0.0.1:{unused_tcp_port}"))
    async with rest.open():
        rest.me = BOT
        with pytest.raises(Later) as later:
            await DiscordMessenger(rest).post(HERE, HELLO, KEY)
    assert later.value.everywhere


# Where it may not speak ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("allowed", "says"),
    [(EVERYTHING - {"view"}, "View Channel"), (EVERYTHING - {"send"}, "Send Messages")],
)
async def test_a_missing_permission_is_named_with_where_to_give_it(
    discord: DiscordSimulator, messenger: DiscordMessenger, allowed: frozenset[str], says: str
) -> None:
    discord.places.all[CHANNEL].allowed = allowed
    with pytest.raises(Refused, match=f"Permissions.*{says}"):
        await messenger.post(HERE, HELLO, KEY)


async def test_a_channel_that_is_no_more_is_refused(messenger: DiscordMessenger) -> None:
    with pytest.raises(Refused, match="no such channel"):
        await messenger.post(Address("discord", "1"), HELLO, KEY)


@pytest.mark.parametrize("channel", ["general", "../users/@me", "٣", "@kim", "@1,2"])
async def test_what_names_no_place_is_refused_before_it_is_sent(
    discord: DiscordSimulator, messenger: DiscordMessenger, channel: str
) -> None:
    with pytest.raises(Refused):
        await messenger.post(Address("discord", channel), HELLO, KEY)
    assert discord.sent("/channels") == []


async def test_an_archived_thread_opens_again_but_a_locked_one_is_refused(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    thread = discord.places.all[THREAD]
    thread.archived = True
    posted = await messenger.post(IN_THREAD, HELLO, KEY)
    assert not thread.archived
    thread.archived = thread.locked = True
    with pytest.raises(Refused, match="archived or locked"):
        await messenger.post(IN_THREAD, HELLO, OTHER)
    with pytest.raises(Refused, match="archived or locked"):
        await messenger.edit(IN_THREAD, posted, HELLO)


async def test_a_messages_thread_is_started_when_it_is_first_spoken_in_and_only_then(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    asked = await messenger.post(HERE, HELLO, KEY)
    assert discord.sent(THREADS) == []

    for key in ("a", "b"):
        await messenger.post(Address("discord", CHANNEL, asked), HELLO, key)

    [started] = discord.sent(THREADS)
    assert started.body == {"name": "Answers", "auto_archive_duration": 10080}
    assert discord.places.all[asked].parent == CHANNEL


async def test_a_thread_that_others_start_at_the_same_time_is_spoken_in(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    asked = await messenger.post(HERE, HELLO, KEY)
    thread = Address("discord", CHANNEL, asked)

    await asyncio.gather(*(messenger.post(thread, HELLO, key) for key in ("a", "b")))

    assert len(discord.sent(THREADS)) == 2
    assert [message.author for message in discord.places.all[asked].messages] == [BOT] * 3


@pytest.mark.parametrize(
    ("lacking", "says"),
    [("start", "Permissions.*Create Public Threads and Send Messages in Threads"), ("answer", "Permissions.*Threads")],
)
async def test_says_what_an_organiser_has_to_allow_for_answers_in_threads(
    discord: DiscordSimulator, messenger: DiscordMessenger, lacking: str, says: str
) -> None:
    asked = await messenger.post(HERE, HELLO, KEY)
    discord.places.all[CHANNEL].allowed = EVERYTHING - {lacking}
    with pytest.raises(Refused, match=says):
        await messenger.post(Address("discord", CHANNEL, asked), HELLO, OTHER)


async def test_a_thread_whose_start_was_not_confirmed_is_spoken_in_later(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    asked = await messenger.post(HERE, HELLO, KEY)
    thread = Address("discord", CHANNEL, asked)
    discord.fail(THREADS, status=0, lost=True)
    with pytest.raises(Later):
        await messenger.post(thread, HELLO, OTHER)

    posted = await messenger.post(thread, HELLO, OTHER)

    assert await messenger.find(thread, OTHER, since()) == posted


async def test_no_thread_is_started_for_a_message_elsewhere(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    for channel in ("general", CHANNEL, THREAD):
        with pytest.raises(Refused):
            await messenger.post(Address("discord", channel, "12"), HELLO, KEY)
    assert discord.places.all.keys() == {CHANNEL, THREAD}


async def test_what_stands_in_a_thread_that_closed_by_itself_can_be_changed_and_taken_back(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    posted = await messenger.post(IN_THREAD, HELLO, KEY)
    thread = discord.places.all[THREAD]

    thread.archived = True
    await messenger.edit(IN_THREAD, posted, [Text(("Something else.",))])
    assert "Something else" in str(thread.messages[0].components)
    thread.archived = True
    await messenger.remove(IN_THREAD, posted)
    assert thread.standing == []


async def test_a_conversation_is_opened_once(discord: DiscordSimulator, messenger: DiscordMessenger) -> None:
    kim = Person(discord, "Kim")
    for key in (KEY, OTHER):
        await messenger.post(to(kim), HELLO, key)
    assert len(discord.sent("POST /users/@me/channels")) == 1
    assert len(discord.places.private(kim.id).messages) == 2


@pytest.mark.parametrize("code", [50007, 50278])
async def test_somebody_who_takes_no_messages_is_not_written_to(
    discord: DiscordSimulator, messenger: DiscordMessenger, code: int
) -> None:
    discord.places.unreachable_code = code
    kim = Person(discord, "Kim")
    discord.places.unreachable.add(kim.id)
    with pytest.raises(Refused, match="take no direct messages"):
        await messenger.post(to(kim), HELLO, KEY)


async def test_somebody_nobody_knows_is_refused(messenger: DiscordMessenger) -> None:
    with pytest.raises(Refused, match="knows nobody"):
        await messenger.post(Address("discord", "@99"), HELLO, KEY)


async def test_a_conversation_that_may_be_open_now_took_no_message(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    discord.fail("POST /users/@me/channels", status=0)
    with pytest.raises(Later):
        await messenger.post(to(Person(discord)), HELLO, KEY)


# Looking for what was said --------------------------------------------------------------


async def test_a_history_that_may_not_be_read_is_never_taken_for_an_empty_one(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    discord.places.all[CHANNEL].allowed = EVERYTHING - {"history"}
    discord.fail(POST, status=0, lost=True)
    with pytest.raises(Unknown):
        await messenger.post(HERE, HELLO, KEY)
    with pytest.raises(Unreadable, match="Read Message History"):
        await messenger.find(HERE, KEY, since())


async def test_a_channel_in_which_nothing_was_ever_said_is_read_completely(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    new = discord.places.channel("new")
    assert await messenger.find(Address("discord", new.id), KEY, since()) is None
    assert await messenger.find(to(Person(discord)), KEY, since()) is None


async def test_a_channel_that_was_quiet_since_then_is_read_completely(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    discord.places.overhear(discord.places.all[CHANNEL])
    assert await messenger.find(HERE, KEY, datetime.now(UTC) + timedelta(minutes=5)) is None


async def test_a_lagging_history_shows_it_at_the_second_look(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    discord.places.overhear(discord.places.all[CHANNEL])
    posted = await messenger.post(HERE, HELLO, KEY)
    discord.places.all[CHANNEL].lag = 1
    assert await messenger.find(HERE, KEY, since()) is None
    assert await messenger.find(HERE, KEY, since()) == posted


async def test_somebody_else_cannot_pass_for_the_bot(discord: DiscordSimulator, messenger: DiscordMessenger) -> None:
    place = discord.places.all[CHANNEL]
    drawn = marks.put([{"type": 10, "content": "I am the bot"}], marks.marks(KEY))
    place.messages.append(Message(discord.new_id(), 0, drawn, author="7", place=place))
    assert await messenger.find(HERE, KEY, since()) is None


async def test_a_long_history_is_read_at_the_pace_discord_wants(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    discord.buckets.limit, discord.buckets.seconds = 2, 0.2
    discord.places.overhear(discord.places.all[CHANNEL], 450)
    posted = await messenger.post(HERE, HELLO, KEY)
    assert await messenger.find(HERE, KEY, since()) == posted
    assert len(discord.sent("GET /channels/.*/messages")) == 5
    assert discord.buckets.overrun == 0


@pytest.mark.parametrize("status", [0, 500, 503])
async def test_a_reading_that_failed_is_done_again_later(
    discord: DiscordSimulator, messenger: DiscordMessenger, status: int
) -> None:
    discord.fail("GET /channels", status=status, times=2)
    with pytest.raises(Later):
        await messenger.find(HERE, KEY, since())


async def test_what_was_pressed_and_changed_in_a_conversation_is_still_found(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    kim = Person(discord, "Kim")
    question: list[Block] = [Text(("Where?",)), Actions((Button("Clinical", call("menu", setting="clinical")),))]
    posted = await messenger.post(to(kim), question, KEY)
    [message] = discord.places.private(kim.id).messages
    outcome = await kim.press(message, "Clinical")
    assert outcome.in_place
    assert kim.read(message) == "You chose clinical."
    assert await messenger.find(to(kim), KEY, since()) == posted


# Counting what was answered --------------------------------------------------------------


async def test_a_reply_in_the_channel_counts_as_one_in_the_thread_does(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    asked, other = await messenger.post(HERE, HELLO, KEY), await messenger.post(HERE, HELLO, OTHER)
    places = discord.places
    for answers in (asked, other, asked, ""):
        places.overhear(places.all[CHANNEL], answers=answers)
    places.answer(places.all[CHANNEL].messages[0], "7")
    places.overhear(places.all[CHANNEL], answers=asked, author=BOT)

    assert await messenger.replies(HERE, asked) == 3


async def test_what_may_not_be_read_is_not_taken_for_silence(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    asked = await messenger.post(HERE, HELLO, KEY)
    discord.places.all[CHANNEL].allowed = EVERYTHING - {"history"}
    with pytest.raises(Unreadable, match="Read Message History"):
        await messenger.replies(HERE, asked)


async def test_no_more_is_read_for_counting_than_some_pages(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    discord.buckets.limit = 50
    asked = await messenger.post(HERE, HELLO, KEY)
    discord.places.overhear(discord.places.all[CHANNEL], 1200, answers=asked)
    assert await messenger.replies(HERE, asked) == 500


# Changing what was said ------------------------------------------------------------------


async def test_a_message_can_be_changed_where_its_history_may_not_be_read(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    posted = await messenger.post(HERE, HELLO, KEY)
    discord.places.all[CHANNEL].allowed = EVERYTHING - {"history"}
    await messenger.edit(HERE, posted, [Text(("Cancelled.",))])
    assert "Cancelled" in str(discord.places.all[CHANNEL].messages[0].components)


async def test_a_message_went_with_its_channel(messenger: DiscordMessenger) -> None:
    with pytest.raises(Gone):
        await messenger.edit(Address("discord", "1"), "2", HELLO)
    with pytest.raises(Gone):
        await messenger.remove(Address("discord", "1"), "2")


async def test_somebody_elses_message_cannot_be_changed(discord: DiscordSimulator, messenger: DiscordMessenger) -> None:
    place = discord.places.all[CHANNEL]
    discord.places.overhear(place)
    with pytest.raises(Refused):
        await messenger.edit(HERE, place.messages[0].id, HELLO)


@pytest.mark.parametrize("status", [0, 500])
async def test_a_change_without_an_answer_is_unknown(
    discord: DiscordSimulator, messenger: DiscordMessenger, status: int
) -> None:
    posted = await messenger.post(HERE, HELLO, KEY)
    discord.fail("PATCH", status=status, lost=True)
    with pytest.raises(Unknown):
        await messenger.edit(HERE, posted, HELLO)
    await messenger.edit(HERE, posted, HELLO)


async def test_a_picture_goes_along_with_its_description_and_goes_when_it_is_replaced(
    discord: DiscordSimulator, messenger: DiscordMessenger
) -> None:
    posted = await messenger.post(HERE, [*HELLO, Image(PNG, "A map of skills")], KEY)
    [message] = discord.places.all[CHANNEL].messages
    assert list(message.files.values()) == [PNG]
    assert message.attachments[0]["description"] == "A map of skills"
    await messenger.edit(HERE, posted, [Image(PNG + b"2", "Another map")])
    assert list(message.files.values()) == [PNG + b"2"]
    await messenger.edit(HERE, posted, HELLO)
    assert (message.files, message.attachments) == ({}, [])
    assert await messenger.find(HERE, KEY, since()) == posted


async def test_a_hundred_places_at_once_are_all_served(discord: DiscordSimulator, messenger: DiscordMessenger) -> None:
    places = [Address("discord", discord.places.channel(f"c{number}").id) for number in range(100)]
    posted = await asyncio.gather(*(messenger.post(to, HELLO, f"k{n}") for n, to in enumerate(places)))
    assert len(set(posted)) == 100
