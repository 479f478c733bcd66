"""Speaking unasked on Slack, through the real SDK: what goes over the wire, and what each of Slack's answers means."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from adapters.slack.app import Slack
from adapters.slack.client import Calls
from adapters.slack.messenger import SlackMessenger
from adapters.slack.options import SlackOptions
from adapters.slack.pictures import Gallery
from bot.chat.calls import call
from bot.chat.requests import Account, Address
from bot.chat.roles import RoleBook
from bot.chat.views import Actions, Button, Person, Text
from bot.delivery.composers import Words
from bot.delivery.courier import Courier
from bot.delivery.model import Delivery, Draft, Gone, Later, Refused, State, Unknown, Unreadable
from tests.adapters.slack.desk import Desk
from tests.adapters.slack.speaking import Speaking, open_speaking
from tests.delivery.platform import Clock
from tests.fakes import MemoryOutbox
from tests.simulators.slack import labels, read
from tests.simulators.slack_payloads import BOT_USER

KEY = "k" * 25
HELLO = (Text(("Hello, everybody.",)),)
INVITE = "invite me with /invite @hirg-bot."


@pytest.fixture
async def house() -> AsyncIterator[Speaking]:
    async with open_speaking() as speaking:
        yield speaking


def since() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=5)


async def refusal(house: Speaking, to: Address) -> str:
    with pytest.raises(Refused) as refused:
        await house.messenger.post(to, HELLO, KEY)
    return str(refused.value)


async def rest(house: Speaking, to: Address) -> Later:
    with pytest.raises(Later) as later:
        await house.messenger.post(to, HELLO, KEY)
    return later.value


# What is sent --------------------------------------------------------------------------


async def test_the_key_goes_along_unseen_and_links_do_not_unfold(house: Speaking) -> None:
    await house.messenger.post(house.place, HELLO, KEY)
    (_, sent) = house.slack.calls[-1]
    assert sent["metadata"] == {"event_type": "hirg_delivery", "event_payload": {"key": KEY}}
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
    assert sent["text"] == "Hello, everybody."
    assert KEY not in read(sent["blocks"]) + sent["text"]


async def test_a_thread_is_spoken_in_and_looked_through(house: Speaking) -> None:
    parent = await house.messenger.post(house.place, HELLO, "parent")
    thread = Address("slack", house.place.channel, parent)
    posted = await house.messenger.post(thread, HELLO, KEY)
    assert house.conversation(house.place).messages[-1].thread == parent
    assert await house.messenger.find(thread, KEY, since()) == posted
    assert await house.messenger.find(thread, "other", since()) is None
    assert await house.messenger.find(house.place, KEY, since()) is None


async def test_only_what_people_wrote_counts_as_an_answer(house: Speaking) -> None:
    asked = await house.messenger.post(house.place, HELLO, KEY)
    places, here, ada = house.slack.conversations, house.place.channel, house.people[0].user
    for subtype in ("", "file_share", "thread_broadcast", "channel_join", "bot_message"):
        places.say(here, ada, "I", thread=asked, subtype=subtype)
    assert await house.messenger.replies(house.place, asked) == 3


async def test_a_long_thread_is_counted_to_its_end(house: Speaking) -> None:
    asked = await house.messenger.post(house.place, HELLO, KEY)
    for _ in range(450):
        await house.answer(asked)
    assert await house.messenger.replies(house.place, asked) == 450


async def test_a_message_within_a_thread_has_no_answers_of_its_own(house: Speaking) -> None:
    asked = await house.messenger.post(house.place, HELLO, KEY)
    thread = Address("slack", house.place.channel, asked)
    within = await house.messenger.post(thread, HELLO, "within")
    await house.answer(asked)
    assert await house.messenger.replies(thread, within) == 0


async def test_a_conversation_is_opened_once(house: Speaking) -> None:
    person = Address.of(house.people[0])
    for key in ("a", "b"):
        await house.messenger.post(person, HELLO, key)
    assert house.slack.count("conversations.open") == 1


async def test_a_message_slack_does_not_take_is_said_plainly_with_its_buttons(house: Speaking) -> None:
    house.slack.fail("chat.postMessage", error="invalid_blocks")
    stranger = Person("Kim", Account("slack", "T1", "U0STRANGER"))
    yes = Actions((Button("Yes", call("hirg")),))
    await house.messenger.post(house.place, (Text(("Meet ", stranger)), yes), KEY)
    assert await house.said(house.place) == ["Meet Kim"]
    assert labels(house.conversation(house.place).messages[-1].blocks) == ["Yes"]


# Places that do not let it ---------------------------------------------------------------


async def test_says_what_to_do_where_it_may_not_speak(house: Speaking) -> None:
    places, bot = house.slack.conversations, BOT_USER
    places.add("C0SECRET", "secret", "private", ["U0MEMBER1"])
    places.add("C0OLD", "old", members=[bot]).archived = True
    places.add("C0NEWS", "news", members=[bot]).read_only = True
    assert await refusal(house, house.closed) == f"I am not in that channel. Please {INVITE}"
    for channel, part in (("C0SECRET", INVITE), ("C0OLD", "archived"), ("C0NEWS", "Only some people may post")):
        assert part in await refusal(house, Address("slack", channel))
    assert "thread is there no longer" in await refusal(house, Address("slack", house.place.channel, "1.000001"))


@pytest.mark.parametrize("scope", ["chat:write", "im:write", "im:history"])
async def test_names_the_permission_that_is_lacking(house: Speaking, scope: str) -> None:
    house.slack.scopes.discard(scope)
    person = Address.of(house.people[0])

    async def speak_and_look() -> None:
        await house.messenger.post(person, HELLO, KEY)
        await house.messenger.find(person, KEY, since())

    with pytest.raises(Refused) as refused:
        await speak_and_look()
    assert f"lacks the permission “{scope}”" in str(refused.value)


async def test_somebody_who_left_cannot_be_written_to(house: Speaking) -> None:
    ada, grace = (Address.of(account) for account in house.people)
    await house.messenger.post(grace, HELLO, "before")
    house.slack.conversations.gone |= {"U0MEMBER1", "U0MEMBER2"}
    for person in (ada, grace, Address("slack", "@U0NEVER")):
        assert await refusal(house, person) == (
            "I cannot write to that person: they left the workspace, or cannot be reached there."
        )


async def test_somebody_who_came_back_is_written_to_again(house: Speaking) -> None:
    person = Address.of(house.people[0])
    await house.messenger.post(person, HELLO, "before")
    house.conversation(person).archived = True
    await refusal(house, person)
    house.conversation(person).archived = False
    await house.messenger.post(person, HELLO, "after")
    assert house.slack.count("conversations.open") == 2


async def test_more_people_than_slack_brings_together_are_refused(house: Speaking) -> None:
    assert "at most eight" in await refusal(house, Address("slack", "@" + ",".join(f"U{n}" for n in range(9))))


async def test_a_reason_nobody_has_heard_of_is_passed_on(house: Speaking) -> None:
    house.slack.fail("chat.postMessage", error="not_on_a_sunday")
    assert "not_on_a_sunday" in await refusal(house, house.place)


# Too much, too early, too far ------------------------------------------------------------


async def test_a_channels_limit_is_that_channels_alone(house: Speaking) -> None:
    await house.messenger.post(house.place, HELLO, "first")
    house.slack.fail("chat.postMessage", 429, retry_after=7)
    limited = await rest(house, house.place)
    assert (limited.seconds, limited.everywhere) == (7.0, False)
    assert house.slack.count("chat.postMessage") == 2


async def test_a_limit_met_where_nothing_was_said_lately_is_the_workspaces(house: Speaking) -> None:
    house.slack.conversations.limit.burst = 0
    limited = await rest(house, house.place)
    assert (limited.seconds, limited.everywhere) == (1.0, True)


@pytest.mark.parametrize("error", ["rate_limited", "message_limit_exceeded"])
async def test_some_errors_say_that_it_was_too_much_in_all(house: Speaking, error: str) -> None:
    await house.messenger.post(house.place, HELLO, "first")
    house.slack.fail("chat.postMessage", error=error)
    assert (await rest(house, house.place)).everywhere


async def test_nothing_is_lost_before_the_bot_is_signed_in() -> None:
    messenger, place = (
        Slack(Desk().bot, SlackOptions("xoxb-1", "xapp-1"), RoleBook({})).messenger,
        Address("slack", "C1"),
    )
    attempts: list[Awaitable[object]] = [
        messenger.post(place, HELLO, KEY),
        messenger.find(place, KEY, since()),
        messenger.edit(place, "1.1", HELLO),
        messenger.remove(place, "1.1"),
    ]
    for attempt in attempts:
        with pytest.raises(Later) as later:
            await attempt
        assert later.value.everywhere


async def test_nothing_is_uncertain_when_slack_was_never_reached() -> None:
    async with aiohttp.ClientSession() as session:
        calls = Calls(SlackOptions("xoxb-1", "xapp-1", api_url="http://127.0.0.1:9/api/"), session)
        messenger = SlackMessenger(lambda: (calls, Gallery(calls)))
        with pytest.raises(Later) as later:
            await messenger.post(Address("slack", "C1"), HELLO, KEY)
        assert later.value.everywhere


async def test_messages_wait_while_slack_refuses_the_token(house: Speaking, caplog: pytest.LogCaptureFixture) -> None:
    house.slack.revoked = "token_revoked"
    assert (await rest(house, house.place)).everywhere
    assert "slack refuses the bot token, so messages wait" in caplog.text


# Answers that are lost -------------------------------------------------------------------


@pytest.mark.parametrize(
    "lose",
    [
        lambda slack: slack.lose("chat.postMessage"),
        lambda slack: slack.lose("chat.postMessage", status=502),
        lambda slack: slack.fail("chat.postMessage", 503),
        lambda slack: slack.fail("chat.postMessage", error="internal_error"),
        lambda slack: slack.fail("chat.postMessage", error="fatal_error"),
    ],
)
async def test_what_may_have_been_taken_is_never_sent_again_by_itself(
    house: Speaking, lose: Callable[[object], None]
) -> None:
    lose(house.slack)
    with pytest.raises(Unknown):
        await house.messenger.post(house.place, HELLO, KEY)
    assert house.slack.count("chat.postMessage") == 1


async def test_opening_a_conversation_says_nothing_so_it_is_never_unknown(house: Speaking) -> None:
    house.slack.lose("conversations.open", times=20)
    limited = await rest(house, Address.of(house.people[0]))
    assert not limited.everywhere
    assert house.slack.count("chat.postMessage") == 0


async def test_a_history_that_lags_behind_shows_a_message_later(house: Speaking) -> None:
    posted = await house.messenger.post(house.place, HELLO, KEY)
    house.conversation(house.place).lag = 1
    assert await house.messenger.find(house.place, KEY, since()) is None
    assert await house.messenger.find(house.place, KEY, since()) == posted


async def test_a_history_is_read_on_in_spite_of_a_lost_answer(house: Speaking) -> None:
    posted = await house.messenger.post(house.place, HELLO, KEY)
    house.slack.lose("conversations.history")
    assert await house.messenger.find(house.place, KEY, since()) == posted


async def test_a_reading_that_is_cut_short_is_no_proof(house: Speaking) -> None:
    await house.messenger.post(house.place, HELLO, KEY)
    house.slack.fail("conversations.history", 429, retry_after=30)
    with pytest.raises(Later) as later:
        await house.messenger.find(house.place, KEY, since())
    assert (later.value.seconds, later.value.everywhere) == (30.0, False)


async def test_a_history_without_end_is_said_to_be_unreadable(house: Speaking) -> None:
    for _ in range(14):
        await house.bustle(house.place)
    with pytest.raises(Unreadable) as unreadable:
        await house.messenger.find(house.place, KEY, since())
    assert "could not look through all of it" in str(unreadable.value)


async def test_a_lost_answer_through_the_outbox_is_one_message(house: Speaking) -> None:
    clock, outbox = Clock(), MemoryOutbox()
    clock.time = datetime.now(UTC)

    async def word(_: Delivery, __: datetime) -> Words:
        return Words(HELLO)

    courier = Courier(outbox, {"slack": house.messenger}, {"note": word}, clock.now)
    to, until = Address.of(*house.people), clock.time + timedelta(hours=1)
    await outbox.put([Draft(key="a", kind="note", payload="", to=to, due_at=clock.time, expires_at=until)])
    house.lose_answer()
    house.conversation(to).lag = 1
    for _ in range(10):
        again = await courier.work()
        await courier.finish()
        clock.time = max(clock.time, again or clock.time) + timedelta(seconds=1)
    (sent,) = await outbox.show([State.SENT], most=10)
    assert sent.reason == "Found in the history."
    assert await house.said(to) == ["Hello, everybody."]
    assert house.slack.count("chat.postMessage") == 1


# Changing what was said --------------------------------------------------------------------


async def test_a_lost_answer_to_a_change_is_unknown(house: Speaking) -> None:
    posted = await house.messenger.post(house.place, HELLO, KEY)
    house.slack.lose("chat.update")
    house.slack.lose("chat.delete")
    with pytest.raises(Unknown):
        await house.messenger.edit(house.place, posted, HELLO)
    with pytest.raises(Unknown):
        await house.messenger.remove(house.place, posted)
    with pytest.raises(Gone):
        await house.messenger.remove(house.place, posted)


async def test_what_others_said_is_not_changed(house: Speaking) -> None:
    said = house.slack.conversations.say(house.place.channel, "U0MEMBER1", "mine")
    with pytest.raises(Refused, match="not mine to change"):
        await house.messenger.edit(house.place, said.ts, HELLO)
    with pytest.raises(Refused, match="not mine to take back"):
        await house.messenger.remove(house.place, said.ts)


async def test_a_workspace_that_lets_nothing_old_be_changed_says_so(house: Speaking) -> None:
    posted = await house.messenger.post(house.place, HELLO, KEY)
    house.slack.fail("chat.update", error="edit_window_closed")
    with pytest.raises(Refused, match="lets nobody change a message that old"):
        await house.messenger.edit(house.place, posted, HELLO)
