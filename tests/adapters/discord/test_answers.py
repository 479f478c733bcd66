"""What people get, over the real wire: real discord.py, real gateway, real HTTP."""

import asyncio
import logging
from typing import Any

import pytest

from adapters.discord.answering import COMPLETIONS, LATER, Answering, Json
from adapters.discord.errors import UNKNOWN_INTERACTION, Rejected
from adapters.discord.inbound import Interaction
from adapters.discord.pictures import Files
from tests.adapters.discord.house import ROLES, SECRET, House, connected, until
from tests.simulators.discord import DiscordSimulator, open_simulator
from tests.simulators.discord_client import Outcome, Person, buttons, controls
from tests.simulators.discord_markdown import displayed
from tests.simulators.discord_payloads import BOT
from tests.simulators.discord_rules import COMMAND, COMPLETION, FORM

# What is sent while somebody types a word whose completions are slow to come.
TYPING = {"name": "find", "options": [{"name": "skill", "type": 3, "value": "slow", "focused": True}]}


class Noting:
    """A wire that leads nowhere, and notes what goes over it; the first responses may be rejected as too late."""

    def __init__(self) -> None:
        self.responses: list[int] = []
        self.bodies: list[Json] = []
        self.responded, self.asked = asyncio.Event(), asyncio.Event()
        self.rejecting = 0

    async def respond(self, interaction: Interaction, body: Json, pictures: Files | None = None) -> bool:  # noqa: ARG002 - as there
        self.asked.set()
        if self.rejecting:
            self.rejecting -= 1
            raise Rejected(404, UNKNOWN_INTERACTION)
        self.responses.append(body["type"])
        self.bodies.append(body)
        self.responded.set()
        return True

    async def edit(self, interaction: Interaction, body: Json, pictures: Files | None = None) -> None:  # noqa: ARG002 - as there
        self.bodies.append(body)

    async def follow_up(self, interaction: Interaction, body: Json, pictures: Files | None = None) -> None: ...


async def put_off(house: House, discord: DiscordSimulator, doing: "asyncio.Task[Outcome]") -> Outcome:
    """Keep the handler waiting until Discord has been asked for time, then let it answer."""
    await until(lambda: house.asked and house.asked[-1].call.command == "wait")
    interaction = [*discord.interactions.values()][-1]
    await until(interaction.answered.is_set)
    assert interaction.took < 3
    house.gate.set()
    return await doing


async def test_answers_a_slash_command_privately(kim: Person) -> None:
    outcome = await kim.slash("find", skill="nvivo")
    assert outcome.shown.ephemeral
    assert not outcome.put_off
    assert kim.read(outcome.shown).splitlines() == [
        "People",
        "for nvivo",
        "Amina 0",
        "Lecturer",
        "lists NVivo",
        "Only you see this.",
    ]


@pytest.mark.usefixtures("kim")
@pytest.mark.parametrize("place", ["thread", "direct"])
async def test_answers_in_threads_and_direct_messages_alike(discord: DiscordSimulator, place: str) -> None:
    elsewhere = Person(discord, "Ada", place=place)
    assert "for nvivo" in elsewhere.read((await elsewhere.slash("find", skill="nvivo")).shown)


async def test_more_takes_the_place_of_the_answer_it_was_on(kim: Person) -> None:
    first = await kim.slash("find", skill="nvivo")
    more = await kim.press(first.shown, "More")
    assert more.in_place
    assert "Amina 5" in kim.read(first.shown)


async def test_a_button_on_a_public_message_is_answered_privately_and_leaves_the_message_alone(
    discord: DiscordSimulator, kim: Person
) -> None:
    row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "More", "custom_id": "find?skill=r&from=5"}]}
    public = discord.post([{"type": 10, "content": "For everybody"}, row])
    outcome = await kim.press(public, "More")
    assert outcome.shown.ephemeral
    assert not outcome.in_place
    assert kim.read(public) == "For everybody"


async def test_a_bare_command_opens_its_form_and_the_form_is_answered(kim: Person) -> None:
    form = await kim.slash("find")
    assert form.modal
    assert form.modal["title"] == "Find people who can help"
    answer = await kim.submit(form, skill="nvivo", setting="Clinical")
    assert "for nvivo" in kim.read(answer.shown)
    assert answer.shown.ephemeral


async def test_what_a_form_says_stands_above_what_it_asks(house: House, kim: Person) -> None:
    form = await kim.slash("hush")
    assert form.modal
    said, *asked = form.modal["components"]
    assert displayed(said["content"], {}) == "Nobody learns that you asked.\nIn danger? Call 999."
    assert [part["component"]["custom_id"] for part in asked] == ["words", "setting"]

    answer = await kim.submit(form, words="Hello", setting="Clinical")

    assert kim.read(answer.shown) == "Heard: Hello"
    assert dict(house.asked[-1].call.args) == {"words": "Hello", "setting": "clinical"}


async def test_what_an_older_client_sends_along_with_an_anonymous_command_is_dropped(
    discord: DiscordSimulator, house: House, kim: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    form = await kim.slash("hush", words=SECRET, setting="clinical")

    await kim.submit(form, words="Something else")

    assert [dict(request.call.args) for request in house.asked] == [{"words": "Something else"}]
    assert SECRET not in str([request.body for request in discord.requests])
    assert SECRET not in caplog.text


async def test_a_button_opens_a_form_whose_answer_replaces_the_message(kim: Person) -> None:
    people = await kim.slash("find", skill="nvivo")
    form = await kim.press(people.shown, "Write to Amina")
    answer = await kim.submit(form, words="Hello\n- there *you*")
    assert answer.in_place
    assert kim.read(answer.shown) == "Sent to 7: Hello\n- there *you*"


async def test_a_form_with_a_field_missing_says_so_keeps_the_words_and_opens_again(kim: Person) -> None:
    form = await kim.slash("find")
    spaces = {"type": 4, "custom_id": "skill", "value": "   ", "id": 1}
    start = {"type": 4, "custom_id": "from", "value": "12", "id": 1}
    answer = await kim.send_form("find", [spaces, start])
    read = kim.read(answer.shown)
    assert "I need to know: What you are looking for" in read
    assert "From 12" in read
    again = await kim.press(answer.shown, "Open the form again")
    assert again.modal == form.modal


async def test_a_form_that_cannot_be_understood_keeps_what_was_written(kim: Person) -> None:
    answer = await kim.send_form("write?to=7", [{"type": 4, "custom_id": "words", "value": "?", "id": 1}])
    assert kim.read(answer.shown).splitlines()[:2] == ["That is a question mark and nothing else.", "Say more."]
    again = await kim.press(answer.shown, "Open the form again")
    assert again.modal
    assert again.modal["custom_id"] == "write?to=7"


async def test_a_form_with_a_made_up_field_or_id_gets_a_sentence(kim: Person) -> None:
    strange = await kim.send_form("find", [{"type": 4, "custom_id": "no-such", "value": "x", "id": 1}])
    assert "no option called “no-such”" in kim.read(strange.shown)
    nowhere = await kim.send_form("%%%", [])
    assert "leads nowhere" in kim.read(nowhere.shown)


async def test_a_form_opens_filled_in_and_what_is_emptied_comes_back_absent(house: House, kim: Person) -> None:
    planned = await kim.slash("plan", date="2026-03-03")
    form = await kim.press(planned.shown, "Change")
    assert form.modal
    assert form.modal["custom_id"] == "replan?meeting=7"
    await kim.submit(form, date="2026-03-10", formats="Online", note="")
    assert house.asked[-1].call.args == {"meeting": "7", "date": "2026-03-10", "time": "15:00", "formats": "online"}
    await kim.submit(form, formats="", time="")
    assert house.asked[-1].call.args == {"meeting": "7", "date": "2026-03-03", "note": "Bring tea"}


async def test_a_form_shows_whole_what_is_too_long_and_says_so_when_it_is_sent(house: House, kim: Person) -> None:
    house.notes["7"] = "x" * 3500
    planned = await kim.slash("plan", date="2026-03-03")
    form = await kim.press(planned.shown, "Change")
    assert form.modal
    assert form.modal["components"][-1]["component"]["value"] == house.notes["7"]
    answer = await kim.submit(form)
    assert "That is 3,500 characters: too long by 3,300" in kim.read(answer.shown)
    assert [request.call.command for request in house.asked] == ["plan"]


async def test_what_was_typed_wrongly_is_said_in_the_form_and_can_be_mended(house: House, kim: Person) -> None:
    form = await kim.slash("plan", time="3 pm", note="Bring tea")
    assert form.modal
    assert form.modal["custom_id"] == "plan?note=Bring+tea"
    said, *fields = form.modal["components"]
    assert said["content"].startswith("“3 pm” could not be read as “Time”")
    assert [part["component"].get("value") for part in fields] == [None, None, None]
    await kim.submit(form, date="2026-03-10", time="15:00")
    assert house.asked[-1].call.args == {"note": "Bring tea", "date": "2026-03-10", "time": "15:00"}


async def test_a_form_whose_answer_came_too_late_is_answered_again_and_not_done_again(
    discord: DiscordSimulator, house: House
) -> None:
    answering, wire = Answering(house.bot, ROLES), Noting()
    kim, ada = Person(discord), Person(discord, "Ada")

    async def send(who: Person, words: str) -> None:
        component = {"type": 18, "component": {"type": 4, "custom_id": "words", "value": words}}
        _, payload = who.prepare(FORM, {"custom_id": "hush", "components": [component]})
        await answering.handle(payload, wire, asyncio.get_running_loop().time())

    wire.rejecting = 1
    await send(kim, "Hello")
    await send(ada, "Hello")
    await send(kim, "Hello!")
    await send(kim, "Hello")
    assert [request.text("words") for request in house.asked] == ["Hello", "Hello", "Hello!"]
    await send(kim, "Hello")
    assert len(house.asked) == 4
    assert "Hello" in str(wire.bodies[2])


async def test_a_form_sent_again_while_it_is_being_done_is_done_once(discord: DiscordSimulator, house: House) -> None:
    answering, wire, kim = Answering(house.bot, ROLES), Noting(), Person(discord)
    component = {"type": 18, "component": {"type": 4, "custom_id": "words", "value": "slow"}}
    wire.rejecting = 1
    sending = []
    for _ in range(2):
        _, payload = kim.prepare(FORM, {"custom_id": "hush", "components": [component]})
        long_ago = asyncio.get_running_loop().time() - 60
        sending.append(asyncio.create_task(answering.handle(payload, wire, long_ago)))
        await wire.asked.wait()
        wire.asked.clear()
    house.gate.set()
    await asyncio.gather(*sending)
    assert len(house.asked) == 1
    assert "slow" in str(wire.bodies[-1])


async def test_a_form_that_could_only_be_opened_by_losing_something_says_so(house: House, kim: Person) -> None:
    house.notes["7"] = "x" * 4001
    planned = await kim.slash("plan", date="2026-03-03")
    answer = await kim.press(planned.shown, "Change")
    assert kim.read(answer.shown).splitlines() == [
        "“Anything else” holds 4,001 characters, and a form on Discord takes 4,000 at most.",
        "An organiser can change it for you; nothing of it is lost.",
    ]


async def test_what_is_typed_longer_than_any_field_is_told_instead_of_cut(kim: Person) -> None:
    outcome = await kim.slash("find", **{"from": "x" * 5000})
    assert "That is 5,000 characters" in kim.read(outcome.shown)


async def test_a_day_that_cannot_be_read_is_asked_for_again(kim: Person) -> None:
    answer = await kim.submit(await kim.slash("plan"), date="2026-02-30", formats="site,recorded")
    assert "is not a date I can read" in kim.read(answer.shown)
    assert (await kim.press(answer.shown, "Open the form again")).modal


async def test_a_message_in_a_private_conversation_is_replaced_at_once_and_late(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    place = discord.places.private(kim.id)
    row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Wait", "custom_id": "wait?in=place"}]}
    discord.places.overhear(place, author=BOT)
    [message] = place.messages
    message.components = [row]
    outcome = await put_off(house, discord, asyncio.create_task(kim.press(message, "Wait")))
    assert outcome.in_place
    assert kim.read(message) == "At last."
    message.components = [row]
    assert (await kim.press(message, "Wait")).in_place


async def test_a_button_in_a_private_conversation_that_replaces_nothing_is_answered_below(
    discord: DiscordSimulator, kim: Person
) -> None:
    place = discord.places.private(kim.id)
    discord.places.overhear(place, author=BOT)
    outcome = await kim.press_id(place.messages[0], "who")
    assert not outcome.in_place
    assert kim.read(place.messages[0]) == "something"


@pytest.mark.parametrize("call", ["held", "hush?words=Hello"])
async def test_what_others_wrote_or_is_to_go_takes_no_place_in_a_private_conversation(
    discord: DiscordSimulator, kim: Person, call: str
) -> None:
    ada = Person(discord, "Ada", place="direct", roles=("55",))
    place = discord.places.private(ada.id)
    discord.places.overhear(place, author=BOT)
    outcome = await ada.press_id(place.messages[0], call)
    assert outcome.shown.ephemeral
    assert not outcome.in_place
    assert kim.read(place.messages[0]) == "something"


async def test_a_form_in_the_older_shape_is_understood(kim: Person) -> None:
    fields = [{"type": 4, "custom_id": "skill", "value": "nvivo", "id": 1}]
    assert "for nvivo" in kim.read((await kim.send_form("find", fields, labelled=False)).shown)


async def test_a_menu_makes_its_choice(kim: Person) -> None:
    asked = await kim.slash("menu")
    assert len(controls(asked.shown, 3)) == 1
    chosen = await kim.choose(asked.shown, "Clinical")
    assert chosen.in_place
    assert kim.read(chosen.shown) == "You chose clinical."


async def test_a_choice_nobody_offered_is_refused_in_words(kim: Person) -> None:
    asked = await kim.slash("menu")
    outcome = await kim.choose_value(asked.shown, "menu#setting", "the moon")
    assert "“the moon” is not one of the choices." in kim.read(outcome.shown)


@pytest.mark.parametrize("custom_id", ["nonsense!", "find?skill=x#a#b#c", "gone?x=1", "who?no-such=1", "?", "😀" * 50])
async def test_ids_made_by_hand_and_calls_nobody_knows_get_a_kind_sentence(kim: Person, custom_id: str) -> None:
    first = await kim.slash("who")
    outcome = await kim.press_id(first.shown, custom_id)
    assert outcome.shown.ephemeral
    assert kim.read(outcome.shown).strip()
    assert not outcome.in_place


async def test_a_command_that_is_gone_since_an_upgrade_says_so(kim: Person) -> None:
    assert "There is no command called “yesterday”." in kim.read((await kim.slash("yesterday")).shown)


async def test_names_people_without_pinging_them_and_knows_their_roles(discord: DiscordSimulator, kim: Person) -> None:
    organiser = Person(discord, "Ada", nick="Ada *L*", roles=("55",))
    outcome = await organiser.slash("organise")
    assert organiser.read(outcome.shown) == "Ada *L* as organiser"
    assert "/organise is for organisers." in kim.read((await kim.slash("organise")).shown)


async def test_what_breaks_is_an_incident_without_what_was_written(kim: Person) -> None:
    assert SECRET not in kim.read((await kim.slash("fail")).shown)


async def test_a_bug_in_an_answer_is_apologised_for_at_once_or_late(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    asking = asyncio.create_task(kim.slash("bug", late="yes"))
    first = await kim.slash("bug")
    assert "Something went wrong on our side" in kim.read(first.shown)
    pressing = asyncio.create_task(kim.press_id(first.shown, "bug?late=yes"))
    await until(lambda: len(discord.sent("callback")) == 3)
    house.gate.set()
    for late in (await asking, await pressing):
        assert late.put_off
        assert not late.in_place
        assert "Something went wrong on our side" in kim.read(late.shown)


@pytest.mark.parametrize(
    "query",
    [
        "<!channel> @everyone <@1> <script>alert(1)</script>",
        "👩🏽‍🔬 SEM 🇬🇧",
        "تحليل نوعي",
        "**R** [x](https://example.org) `y`",
        "discord.gg/abc https://example.org",
        "1. one",
    ],
)
async def test_shows_any_query_as_it_was_typed(kim: Person, query: str) -> None:
    outcome = await kim.slash("find", skill=query)
    assert kim.read(outcome.shown).splitlines()[1] == f"for {query}"


async def test_a_blank_query_opens_the_form(kim: Person) -> None:
    assert (await kim.slash("find", skill="   ")).modal


async def test_five_thousand_characters_get_a_sentence(kim: Person) -> None:
    assert "That is 5,000 characters" in kim.read((await kim.slash("find", skill="x" * 5000)).shown)


async def test_nobody_found_is_said_privately(kim: Person) -> None:
    outcome = await kim.slash("nobody", skill="juggling")
    assert kim.read(outcome.shown) == "Nobody lists “juggling”.\nTry another word."
    assert outcome.shown.ephemeral


async def test_completes_what_is_typed_with_at_most_25_choices(kim: Person) -> None:
    assert await kim.type_ahead("find", "skill", "nv") == [f"nv {number}" for number in range(25)]
    assert await kim.type_ahead("find", "setting", "cl") == []


async def test_slow_completions_are_given_up_in_time(kim: Person) -> None:
    assert await kim.type_ahead("find", "skill", "slow") == []


async def test_a_slow_answer_is_put_off_in_time_and_arrives_privately(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    outcome = await put_off(house, discord, asyncio.create_task(kim.slash("wait")))
    assert outcome.put_off
    assert outcome.shown.ephemeral
    assert kim.read(outcome.shown) == "At last."


@pytest.mark.parametrize(
    ("kind", "data", "response"), [(COMMAND, {"name": "wait"}, LATER), (COMPLETION, TYPING, COMPLETIONS)]
)
async def test_time_that_has_passed_already_is_not_taken_again(
    discord: DiscordSimulator, house: House, kind: int, data: dict[str, Any], response: int
) -> None:
    _, payload = Person(discord).prepare(kind, data)
    wire, long_ago = Noting(), asyncio.get_running_loop().time() - 60
    answering = asyncio.create_task(Answering(house.bot, ROLES).handle(payload, wire, long_ago))
    async with asyncio.timeout(1):
        await wire.responded.wait()
    house.gate.set()
    await answering
    assert wire.responses == [response]


@pytest.mark.parametrize("where", ["place", "new"])
async def test_a_slow_answer_to_a_button_replaces_or_follows_its_message(
    discord: DiscordSimulator, house: House, kim: Person, where: str
) -> None:
    first = await kim.slash("who")
    pressed = asyncio.create_task(kim.press_id(first.shown, f"wait?in={where}"))
    outcome = await put_off(house, discord, pressed)
    assert outcome.put_off
    assert outcome.in_place is (where == "place")
    assert kim.read(outcome.shown) == "At last."
    assert outcome.shown.ephemeral


@pytest.mark.usefixtures("kim")
async def test_fifty_at_once_are_all_answered_in_time(discord: DiscordSimulator) -> None:
    people = [Person(discord, f"Member {number}") for number in range(50)]
    outcomes = await asyncio.gather(*(person.slash("find", skill=person.id) for person in people))
    for person, outcome in zip(people, outcomes, strict=True):
        assert f"for {person.id}" in person.read(outcome.shown)
    assert discord.missed == []


async def test_a_flood_of_presses_leaves_the_bot_as_it_was(house: House, caplog: pytest.LogCaptureFixture) -> None:
    async with open_simulator(strict=False) as discord, connected(discord, house.bot):
        vandal = Person(discord, "Mallory")
        first = (await vandal.slash("who")).shown
        pressing = (vandal.press_id(first, f"find?skill={number}") for number in range(300))
        # A slow machine may miss some of their deadlines; nobody else's after that.
        await asyncio.gather(*pressing, return_exceptions=True)
        await until(lambda: len(house.asked) == 301)
        assert "for nvivo" in vandal.read((await vandal.slash("find", skill="nvivo")).shown)
    assert "never retrieved" not in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_the_log_carries_neither_content_nor_tokens(
    discord: DiscordSimulator, kim: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    discord.fail("callback", status=429)
    discord.fail("callback", status=400)
    await kim.slash("find", skill=SECRET)
    people = await kim.slash("find", skill=SECRET)
    form = await kim.press(people.shown, buttons(people.shown)[0]["label"])
    await kim.submit(form, words=SECRET)
    written = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "rate limited" in written
    assert SECRET not in written
    assert not any(token in written for token in discord.interactions)
