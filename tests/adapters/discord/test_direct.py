"""Plain words to the bot alone: over the real gateway, answered where they were written."""

import asyncio
import logging
from typing import Any

import pytest

from adapters.discord.answering import PATIENCE
from adapters.discord.direct import MOST_WAITING
from bot.chat.requests import Address
from tests.adapters.discord.house import SECRET, House, connected, until
from tests.house import memory_core
from tests.journeys.network import ENTRIES
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord_client import Person, buttons
from tests.simulators.discord_payloads import BOT, CHANNEL, GUILD, me
from tests.simulators.discord_state import Message

POST = r"POST /channels/\d+/messages"
PICTURE = {"id": "1", "filename": "a.png", "size": 1, "url": "", "proxy_url": ""}


async def told(person: Person, words: str) -> str:
    """Write to the bot; returns how its answer reads."""
    return person.read(await person.answer(await person.write(words)))


async def unanswered(person: Person, *messages: Message) -> None:
    """Check that the bot, which answers one after the other, has nothing to say to these."""
    assert "You wrote: are you there" in await told(person, "are you there")
    assert [answer for message in messages for answer in person.answers(message)] == []


async def test_plain_words_are_answered_where_they_were_written(house: House, kim: Person) -> None:
    written = await kim.write("  who knows NVivo?\n")
    answer = await kim.answer(written)
    assert kim.read(answer) == "You wrote: who knows NVivo?"
    assert (answer.place, answer.author, answer.ephemeral) == (written.place, BOT, False)
    (asked,) = house.asked
    assert (asked.actor.name, str(asked.actor.account)) == ("Kim Member", f"discord:{GUILD}:{kim.id}")
    assert asked.place == Address.of(asked.actor.account)


async def test_what_is_below_an_answer_works_and_takes_its_place(kim: Person) -> None:
    answer = await kim.answer(await kim.write("hello"))
    more = await kim.press(answer, "More")
    assert more.in_place
    assert "Amina 5" in kim.read(answer)


async def test_what_is_done_without_a_name_leaves_nothing_where_it_would_stay(kim: Person) -> None:
    answer = await kim.answer(await kim.write("hello"))
    form = await kim.press(answer, "Say it unnamed")
    said = await kim.submit(form, words=SECRET)
    assert (kim.read(said.shown), said.shown.ephemeral) == (f"Heard: {SECRET}", True)
    assert kim.read(answer) == "You wrote: hello"
    assert answer.place
    assert len(answer.place.standing) == 2


async def test_a_slow_answer_to_what_is_done_without_a_name_is_private_too(house: House, kim: Person) -> None:
    answer = await kim.answer(await kim.write("hello"))
    form = await kim.press(answer, "Say it unnamed")
    asyncio.get_running_loop().call_later(PATIENCE + 0.5, house.gate.set)
    said = await kim.submit(form, words="slow")
    assert (said.put_off, said.in_place, said.shown.ephemeral) == (True, False, True)
    assert kim.read(said.shown) == "Heard: slow"
    assert kim.read(answer) == "You wrote: hello"


@pytest.mark.parametrize(
    "more", [{"attachments": [PICTURE]}, {"sticker_items": [{"id": "1", "name": "Wave", "format_type": 1}]}]
)
async def test_whoever_sends_no_words_is_told_that_only_words_are_read(
    house: House, kim: Person, more: dict[str, Any]
) -> None:
    answer = await kim.answer(await kim.write(**more))
    assert "I can only read words" in kim.read(answer)
    assert house.asked == []
    with_words = await kim.answer(await kim.write("look at this", **more))
    assert kim.read(with_words) == "You wrote: look at this"


@pytest.mark.parametrize(
    "more",
    [
        {"author": {"id": "7", "username": "other", "bot": True}},
        {"author": me()},
        {"webhook_id": "8"},
        {"type": 6},
        {"type": 3},
        {"channel_type": 3},
    ],
    ids=["another bot", "itself", "a webhook", "a pin", "a call", "a group"],
)
async def test_what_no_person_wrote_to_it_alone_is_not_answered(kim: Person, more: dict[str, Any]) -> None:
    await unanswered(kim, await kim.write("hello", **more))


async def test_it_does_not_answer_its_own_answers(house: House, kim: Person) -> None:
    for _ in range(3):
        await told(kim, "hello")
    assert len(house.asked) == 3


async def test_what_is_written_on_a_server_is_never_delivered(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    written = await kim.write(SECRET, place=discord.places.all[CHANNEL])
    await unanswered(kim, written)
    assert SECRET not in str([session.events for session in discord.gateway.sessions.values()])
    assert len(house.asked) == 1


async def test_nothing_is_delivered_to_a_bot_that_did_not_ask_for_it(discord: DiscordSimulator, kim: Person) -> None:
    (session,) = discord.gateway.sessions.values()
    intents, session.intents = session.intents, 1
    unheard = await kim.write("hello")
    session.intents = intents
    await unanswered(kim, unheard)


async def test_what_was_edited_is_not_answered_again(discord: DiscordSimulator, house: House, kim: Person) -> None:
    written = await kim.write("hello")
    await kim.answer(written)
    written.text = "something else"
    await discord.places.tell(written, "MESSAGE_UPDATE")
    assert "You wrote: and now" in await told(kim, "and now")
    assert len(kim.answers(written)) == 1
    assert len(house.asked) == 2


async def test_a_message_delivered_again_is_answered_once(discord: DiscordSimulator, house: House, kim: Person) -> None:
    written = await kim.write("hello")
    await kim.answer(written)
    await discord.places.tell(written)
    assert "You wrote: and now" in await told(kim, "and now")
    assert [request.text("words") for request in house.asked] == ["hello", "and now"]
    assert len(kim.answers(written)) == 1


async def test_what_was_written_while_the_connection_was_cut_is_answered(
    discord: DiscordSimulator, kim: Person
) -> None:
    discord.gateway.drop()
    assert await told(kim, "hello") == "You wrote: hello"
    assert len(discord.gateway.resumptions) == 1


async def test_a_command_without_its_slash_is_that_command(house: House, kim: Person) -> None:
    assert "Kim Member" in await told(kim, "who")
    assert "Kim Member" in await told(kim, "/who")
    assert "for nvivo" in await told(kim, "/find nvivo setting:clinical")
    assert dict(house.asked[-1].call.args) == {"skill": "nvivo", "setting": "clinical"}
    assert await told(kim, "find me somebody") == "You wrote: find me somebody"


@pytest.mark.parametrize("typed", ["hush", "Hush", "/hush", f"/hush {SECRET}"])
async def test_a_command_whose_answer_must_not_stay_is_pointed_to_and_not_run(
    discord: DiscordSimulator, house: House, kim: Person, typed: str
) -> None:
    answer = await kim.answer(await kim.write(typed))
    assert kim.read(answer).startswith("Please type /hush with its slash")
    assert house.asked == []
    assert SECRET not in str([request.body for request in discord.requests])
    (button,) = buttons(answer)
    assert (await kim.press(answer, button["label"])).modal


async def test_a_command_for_a_role_or_with_a_form_is_pointed_to(house: House, kim: Person) -> None:
    assert "Please type /organise" in await told(kim, "organise")
    form = await kim.answer(await kim.write("find"))
    assert "Please type /find" in kim.read(form)
    opened = await kim.press(form, "/find")
    assert opened.modal
    assert opened.modal["title"] == "Find people who can help"
    assert house.asked == []


async def test_what_cannot_be_read_in_a_command_is_said_where_it_was_written(kim: Person) -> None:
    assert "“moon” is not one of the choices." in await told(kim, "/find nvivo setting:moon")


async def test_who_is_on_one_of_several_servers_is_at_home_there(discord: DiscordSimulator, house: House) -> None:
    discord.places.elsewhere = {"1180000000000000777": set()}
    async with connected(discord, house.bot):
        await told(Person(discord, "Kim Member"), "hello")
    assert house.asked[-1].actor.account.workspace == GUILD


async def test_words_that_were_taken_back_meanwhile_are_answered_all_the_same(house: House, kim: Person) -> None:
    written = await kim.write("slow")
    await until(lambda: house.asked)
    written.deleted = True
    house.gate.set()
    assert written.place
    standing = written.place
    await until(lambda: standing.standing)
    (answer,) = standing.standing
    assert (kim.read(answer), answer.answers) == ("You wrote: slow", "")


@pytest.mark.parametrize(
    "how", [{"status": 429}, {"status": 500}, {"status": 503}, {"status": 0}, {"status": 0, "lost": True}]
)
async def test_an_answer_gets_through_a_platform_that_stumbles_and_stands_there_once(
    discord: DiscordSimulator, kim: Person, how: dict[str, Any]
) -> None:
    discord.fail(POST, **how)
    written = await kim.write("hello")
    assert kim.read(await kim.answer(written)) == "You wrote: hello"
    await until(lambda: len(discord.sent(POST)) == 2)
    assert await told(kim, "and now") == "You wrote: and now"
    assert len(kim.answers(written)) == 1


async def test_whatever_goes_wrong_there_is_something_to_say(discord: DiscordSimulator, kim: Person) -> None:
    assert "Something went wrong on our side" in await told(kim, "break")
    assert "Something went wrong on our side" in await told(kim, "bug")
    discord.fail(POST, status=400)
    assert "Discord would not show it" in await told(kim, "hello")


async def test_whoever_takes_no_messages_harms_nobody(
    discord: DiscordSimulator, kim: Person, caplog: pytest.LogCaptureFixture
) -> None:
    ada = Person(discord, "Ada")
    discord.places.unreachable.add(ada.id)
    await ada.write("hello")
    await until(lambda: "an answer to a direct message did not arrive" in caplog.text)
    assert await told(kim, "hello") == "You wrote: hello"
    assert "never retrieved" not in caplog.text


async def test_a_flood_is_answered_in_part_and_keeps_nobody_else_waiting(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    vandal = Person(discord, "Mallory")
    flood = [await vandal.write("slow") for _ in range(5 * MOST_WAITING)]
    assert await told(kim, "hello") == "You wrote: hello"
    assert len(house.asked) == MOST_WAITING + 1
    discord.buckets.limit = 1000
    house.gate.set()
    await until(lambda: sum(len(vandal.answers(one)) for one in flood) == MOST_WAITING)
    assert await told(vandal, "hello") == "You wrote: hello"


async def test_the_log_says_neither_what_was_written_nor_by_whom(
    discord: DiscordSimulator, kim: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("asyncio").setLevel(logging.INFO)
    for status in (429, 400, 503):
        discord.fail(POST, status=status)
        await told(kim, SECRET)
    written = await kim.write(SECRET)
    await kim.answer(written)
    await told(kim, "break")
    await discord.places.tell(written, author={"name": SECRET}, id=SECRET)
    await until(lambda: "cannot read a direct message" in caplog.text)
    assert "rate limited" in caplog.text
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert written.place
    assert [told for told in (SECRET, kim.id, written.place.id, written.id, "Kim Member") if told in logged] == []


async def test_whoever_is_in_danger_is_told_where_to_turn_and_whoever_asks_is_found_somebody(
    discord: DiscordSimulator,
) -> None:
    async with connected(discord, memory_core(ENTRIES).bot):
        kim = Person(discord, "Kim Member")
        assert "NVivo" in await told(kim, "who can help me with nvivo?")
        answer = await kim.answer(await kim.write("i cant go on anymore"))
        assert "116 123" in kim.read(answer)
        before = kim.read(answer)
        for wordy in (f"I want to die. {'I am so tired. ' * 260}", f"{'I am so tired. ' * 260} I want to die."):
            assert "116 123" in await told(kim, wordy)
        numbers = await kim.press(answer, "I’m not safe")
        assert numbers.shown.ephemeral
        assert "999" in kim.read(numbers.shown)
        assert kim.read(answer) == before
        for typed in ("inbox", "peer-support my supervisor shouts", "help-now"):
            pointer = await kim.answer(await kim.write(typed))
            name = typed.partition(" ")[0]
            assert kim.read(pointer).startswith(f"Please type /{name} with its slash")
            assert (await asyncio.wait_for(kim.press(pointer, f"/{name}"), 10)).interaction.response in {4, 9}
        assert "Please type /sessions" in await told(kim, "when is the next session?")
        assert "meeting" in await told(kim, "when is the next meeting?")
