import pytest

from adapters.web.model import PlaceKind, Reading, WebPerson
from adapters.web.room import News, Room
from bot.chat.errors import NotFound
from bot.chat.requests import Account
from bot.chat.views import say
from tests.adapters.web.catalog import CHANNELS, PEOPLE

ADA, OLU = PEOPLE


@pytest.fixture
def room() -> Room:
    return Room(PEOPLE, CHANNELS)


def test_shows_channels_then_the_bot_then_people(room: Room) -> None:
    assert [place.kind for place in room.places(ADA)] == [
        PlaceKind.CHANNEL,
        PlaceKind.CHANNEL,
        PlaceKind.BOT,
        PlaceKind.DIRECT,
    ]


def test_opens_with_the_seeds_of_the_channels_read_already(room: Room) -> None:
    [seed] = room.since(ADA)

    assert seed.place == "general"
    assert room.reads(ADA)["general"] == seed.id


def test_shows_an_answer_to_the_one_who_asked_and_nobody_else(room: Room) -> None:
    answer = room.answer(ADA, room.place(ADA, "general"), say("For Ada."))

    assert answer in room.since(ADA)
    assert answer not in room.since(OLU)
    with pytest.raises(NotFound):
        room.message(OLU, answer.id)


def test_tells_only_those_who_may_see(room: Room) -> None:
    told: list[tuple[str, News]] = []
    room.listen(ADA, lambda message: told.append(("ada", message)))
    room.listen(OLU, lambda message: told.append(("olu", message)))

    posted = room.post(ADA, room.place(ADA, "general"), "Hello")
    answer = room.answer(OLU, room.place(OLU, "general"), say("For Olu."))

    assert told == [("ada", posted), ("olu", posted), ("olu", answer)]


def test_stops_telling_who_has_left(room: Room) -> None:
    told: list[News] = []
    leave = room.listen(ADA, told.append)
    leave()

    room.post(OLU, room.place(OLU, "general"), "Hello")

    assert told == []


def test_hides_the_private_places_of_others(room: Room) -> None:
    with pytest.raises(NotFound, match="no such channel"):
        room.place(OLU, "@ada")


def test_lists_what_changed_since_a_revision(room: Room) -> None:
    place = room.place(ADA, "general")
    answer = room.answer(ADA, place, say("Page one"))
    seen = room.post(ADA, place, "Hello").revision

    room.replace(answer, say("Page two"))

    assert room.since(ADA, seen) == [answer]


def test_takes_the_same_post_once_however_often_it_is_sent(room: Room) -> None:
    place = room.place(ADA, "general")

    first = room.post(ADA, place, "Hello", key="k1")

    assert room.post(ADA, place, "Hello", key="k1") is first
    assert room.post(ADA, place, "Hello", key="k2") is not first
    assert room.post(OLU, place, "Hello", key="k1") is not first


def test_has_threads_under_posts_only(room: Room) -> None:
    place = room.place(ADA, "general")
    root = room.post(ADA, place, "Hello")
    reply = room.post(OLU, place, "Hi", thread=room.thread(OLU, place, root.id))
    private = room.answer(ADA, place, say("For Ada."))

    for wrong in (reply.id, private.id, 999):
        with pytest.raises(NotFound):
            room.thread(ADA, place, wrong)
    with pytest.raises(NotFound):
        room.thread(ADA, room.place(ADA, "workshops"), root.id)


def test_reading_never_goes_back(room: Room) -> None:
    place = room.place(ADA, "general")

    room.mark_read(ADA, place, 9)
    room.mark_read(ADA, place, 4)

    assert room.reads(ADA)["general"] == 9


def test_every_page_of_a_reader_is_told_how_far_they_read_and_nobody_else(room: Room) -> None:
    told: list[tuple[str, News]] = []
    room.listen(ADA, lambda news: told.append(("ada", news)))
    room.listen(OLU, lambda news: told.append(("olu", news)))
    place = room.place(ADA, "general")

    room.mark_read(ADA, place, 9)
    room.mark_read(ADA, place, 4)

    assert told == [("ada", Reading("general", 9))]


def test_an_answer_that_is_given_again_under_its_key_stands_there_once(room: Room) -> None:
    place = room.place(ADA, "general")

    first = room.answer(ADA, place, say("Done."), key="k1")

    assert room.answer(ADA, place, say("Done."), key="k1") is first
    assert room.answer(ADA, place, say("Done."), key="k2") is not first
    assert room.answer(OLU, place, say("Done."), key="k1") is not first
    fleeting = room.answer(ADA, place, say("Gone soon."), key="k3", fleeting=True)
    assert room.answer(ADA, place, say("Gone soon."), key="k3", fleeting=True) is not fleeting


def test_forgets_the_oldest_messages_rather_than_fill_the_machine() -> None:
    room = Room(PEOPLE, CHANNELS, most=3)
    place = room.place(ADA, "general")

    posted = [room.post(ADA, place, str(number)) for number in range(5)]

    assert room.since(ADA) == posted[-3:]


def test_refuses_two_people_of_one_account() -> None:
    twins = [WebPerson(Account("web", "test", "ada"), name, "") for name in ("Ada", "Ida")]

    with pytest.raises(ValueError, match="same account"):
        Room(twins, CHANNELS)


def test_forgets_the_oldest_when_people_write_more_than_a_small_machine_holds() -> None:
    room = Room(PEOPLE, (), most_size=100)
    place = room.place(ADA, "with-ada-olu")
    posted = [room.post(ADA, place, "x" * 40) for _ in range(4)]

    assert room.since(ADA) == posted[2:]


def test_counts_what_takes_the_place_of_something_else() -> None:
    room = Room(PEOPLE, (), most_size=100)
    place = room.place(ADA, "with-ada-olu")
    answer = room.answer(ADA, place, say("x" * 90))
    room.replace(answer, say("short"))
    room.post(ADA, place, "y" * 60)

    assert len(room.since(ADA)) == 2
