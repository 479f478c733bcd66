"""The bot's own voice: what it says unasked, to whom, and what becomes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.web.app import Web
from adapters.web.messenger import WebMessenger
from adapters.web.model import Message, PlaceKind, WebPerson
from adapters.web.room import News, Room
from bot.chat.calls import call
from bot.chat.errors import NotFound
from bot.chat.requests import Account, Address
from bot.chat.views import Actions, Block, Button, Text
from bot.delivery.model import Gone, Messenger, Refused, Unreadable
from tests.adapters.web.catalog import CHANNELS, PEOPLE
from tests.adapters.web.hand_clock import NOON

ADA, OLU = PEOPLE
KIM = WebPerson(Account("web", "test", "kim"), "Kim Ashby", "Newcomer")
WORKSHOPS = Address("web", "workshops")
HELLO = (Text(("Hello, all.",)),)


@pytest.fixture
def room() -> Room:
    return Room((*PEOPLE, KIM), CHANNELS, now=lambda: NOON)


@pytest.fixture
def messenger(room: Room) -> Messenger:
    return WebMessenger(room)


def read(room: Room, person: WebPerson, place: str) -> list[str]:
    return [m.text for m in room.since(person) if m.place == place and not m.removed]


def test_the_web_chat_speaks_for_itself(web: Web) -> None:
    messenger: Messenger = web.messenger

    assert (messenger.pace, messenger.groups) == (0, True)


async def test_says_something_to_everybody_in_a_channel(room: Room, messenger: Messenger) -> None:
    posted = await messenger.post(WORKSHOPS, HELLO, "k1")

    for person in (ADA, OLU):
        [message] = [m for m in room.since(person) if str(m.id) == posted]
        assert (message.text, message.at, message.only_for) == ("Hello, all.", NOON, "")


async def test_says_something_to_one_person_in_their_place_with_the_bot(room: Room, messenger: Messenger) -> None:
    await messenger.post(Address.of(ADA.account), HELLO, "k1")

    assert read(room, ADA, "@ada") == ["Hello, all."]
    assert read(room, OLU, "@ada") == []


async def test_speaks_in_a_thread(room: Room, messenger: Messenger) -> None:
    root = room.post(ADA, room.place(ADA, "workshops"), "Who comes?")

    await messenger.post(Address("web", "workshops", str(root.id)), HELLO, "k1")

    assert [m.text for m in room.since(OLU) if m.thread == root.id] == ["Hello, all."]


async def test_several_people_get_a_private_place_that_they_alone_see(room: Room, messenger: Messenger) -> None:
    told: list[News] = []
    room.listen(OLU, told.append)

    await messenger.post(Address.of(OLU.account, ADA.account), HELLO, "k1")
    await messenger.post(Address("web", "@olu,ada"), HELLO, "k2")

    [group] = [place for place in room.places(OLU) if place.kind is PlaceKind.GROUP]
    assert group.members == {"ada", "olu"}
    assert told[0] == group
    assert [isinstance(news, Message) for news in told] == [False, True, True]
    assert read(room, ADA, "@ada,olu") == ["Hello, all."] * 2
    with pytest.raises(NotFound):
        room.place(KIM, group.id)


async def test_those_in_a_private_group_can_write_to_each_other(room: Room, messenger: Messenger) -> None:
    await messenger.post(Address("web", "@ada,olu"), HELLO, "k1")

    room.post(ADA, room.place(ADA, "@ada,olu"), "Shall we meet?")

    assert read(room, OLU, "@ada,olu") == ["Hello, all.", "Shall we meet?"]
    assert room.reads(OLU)["@ada,olu"] < min(m.id for m in room.since(OLU) if m.place == "@ada,olu")


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (Address("web", "nowhere"), "no channel “nowhere”"),
        (Address("web", "with-ada-olu"), "no channel “with-ada-olu”"),
        (Address("web", "@mallory"), "account “mallory”"),
        (Address("web", "@ada,mallory"), "account “mallory”"),
        (Address("web", "workshops", "12"), "thread"),
        (Address("web", "workshops", "none"), "thread"),
    ],
)
async def test_says_where_it_cannot_speak(messenger: Messenger, to: Address, why: str) -> None:
    with pytest.raises(Refused, match=why):
        await messenger.post(to, HELLO, "k1")


async def test_finds_what_it_said_by_its_key(messenger: Messenger) -> None:
    posted = await messenger.post(WORKSHOPS, HELLO, "k1")

    assert await messenger.find(WORKSHOPS, "k1", NOON) == posted
    assert await messenger.find(WORKSHOPS, "k2", NOON) is None
    assert await messenger.find(Address("web", "general"), "k1", NOON) is None
    assert await messenger.find(Address("web", "@ada,olu"), "k1", NOON) is None


async def test_cannot_tell_what_was_said_before_what_it_remembers() -> None:
    times = iter(NOON + timedelta(hours=hour) for hour in range(9))
    messenger = WebMessenger(Room(PEOPLE, CHANNELS, now=lambda: next(times), most=2))
    for key in ("k1", "k2", "k3"):
        await messenger.post(WORKSHOPS, HELLO, key)

    with pytest.raises(Unreadable):
        await messenger.find(WORKSHOPS, "k1", NOON)
    assert await messenger.find(WORKSHOPS, "k1", NOON + timedelta(hours=2)) is None


async def test_lets_a_message_say_something_else_and_marks_it(room: Room, messenger: Messenger) -> None:
    posted = await messenger.post(WORKSHOPS, HELLO, "k1")
    before = room.message(OLU, int(posted)).revision

    await messenger.edit(WORKSHOPS, posted, (Text(("It is on Tuesday.",)),))

    [message] = room.since(OLU, before)
    assert (message.id, message.text, message.edited) == (int(posted), "It is on Tuesday.", True)


async def test_takes_a_message_back_and_tells_pages_so(room: Room, messenger: Messenger) -> None:
    posted = await messenger.post(WORKSHOPS, HELLO, "k1")
    before = room.message(OLU, int(posted)).revision

    await messenger.remove(WORKSHOPS, posted)

    [message] = room.since(OLU, before)
    assert (message.removed, message.text, message.blocks) == (True, "", None)
    with pytest.raises(NotFound):
        room.message(OLU, message.id)


@pytest.mark.parametrize("to", [WORKSHOPS, Address("web", "general"), Address("web", "@ada,olu")])
async def test_what_is_there_no_longer_is_gone(messenger: Messenger, to: Address) -> None:
    posted = await messenger.post(WORKSHOPS, HELLO, "k1")
    await messenger.remove(WORKSHOPS, posted)

    with pytest.raises(Gone):
        await messenger.edit(to, posted, HELLO)
    with pytest.raises(Gone):
        await messenger.remove(to, posted)


async def test_changes_nothing_that_a_person_wrote_or_one_person_sees(room: Room, messenger: Messenger) -> None:
    workshops = room.place(ADA, "workshops")
    written = room.post(ADA, workshops, "My own words")
    answer = room.answer(ADA, workshops, next(iter(CHANNELS[0].seeds)))

    for message in (written, answer):
        with pytest.raises(Gone):
            await messenger.remove(WORKSHOPS, str(message.id))


async def test_a_reference_of_an_earlier_run_means_no_other_message(messenger: Messenger) -> None:
    posted = await messenger.post(WORKSHOPS, HELLO, "k1")
    later = Room(PEOPLE, CHANNELS)
    for _ in range(9):
        await WebMessenger(later).post(WORKSHOPS, HELLO, "k1")

    assert abs(int(posted) - datetime.now(UTC).timestamp() * 1000) < 3_600_000
    with pytest.raises(Gone):
        await WebMessenger(later).edit(WORKSHOPS, "9", HELLO)


async def test_its_words_carry_buttons(room: Room, messenger: Messenger) -> None:
    said: tuple[Block, ...] = (*HELLO, Actions((Button("Going", call("rsvp", id="1")),)))

    posted = await messenger.post(WORKSHOPS, said, "k1")

    assert room.message(ADA, int(posted)).blocks == [
        {"type": "text", "line": [{"type": "plain", "text": "Hello, all."}]},
        {"type": "actions", "controls": [{"type": "button", "label": "Going", "call": "rsvp?id=1", "tone": "plain"}]},
    ]
