"""Answers, and places that are fewer than the people who want them."""

from datetime import UTC, datetime, timedelta

from bot.chat.requests import Account
from bot.meetings.attendance import GuestList, Standing

NOW = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=24)
LATE = UNTIL + timedelta(seconds=1)
A, B, C, D = (Account("web", "*", letter) for letter in "abcd")
GOING, WAITING, OFFERED, MAYBE, NOT = (
    Standing.GOING,
    Standing.WAITING,
    Standing.OFFERED,
    Standing.MAYBE,
    Standing.NOT_GOING,
)


def said(guests: GuestList, who: Account, answer: Standing = GOING, capacity: int = 2) -> GuestList:
    return guests.answered(who, who.user.upper(), answer, capacity)


def full() -> GuestList:
    """Two places, taken by A and B; C and D wait."""
    guests = GuestList()
    for who in (A, B, C, D):
        guests = said(guests, who)
    return guests


def stand(guests: GuestList) -> dict[str, Standing]:
    return {guest.account.user: guest.standing for guest in guests.guests}


def test_whoever_finds_no_place_waits_in_order() -> None:
    guests = full()
    assert stand(guests) == {"a": GOING, "b": GOING, "c": WAITING, "d": WAITING}
    assert [guests.turn(who) for who in (A, C, D)] == [0, 1, 2]


def test_where_no_capacity_was_set_there_is_room_for_everybody() -> None:
    guests = GuestList()
    for who in (A, B, C, D):
        guests = said(guests, who, capacity=0)
    assert set(stand(guests).values()) == {GOING}


def test_saying_it_again_changes_nothing_but_the_name() -> None:
    again = full().answered(C, "Carys", GOING, 2)
    assert (stand(again), again.turn(C)) == (stand(full()), 1)
    assert again.of(C).name == "Carys"  # type: ignore[union-attr]


def test_a_freed_place_is_offered_to_who_waited_longest_and_kept_for_them() -> None:
    guests = said(full(), A, NOT).offered(2, NOW, UNTIL)
    assert stand(guests) == {"a": NOT, "b": GOING, "c": OFFERED, "d": WAITING}
    assert guests.free(2) == 0
    assert said(guests, A).turn(A) == 2


def test_whoever_is_offered_a_place_takes_it_by_coming() -> None:
    guests = said(said(full(), A, NOT).offered(2, NOW, UNTIL), C)
    assert stand(guests)["c"] is GOING
    assert guests.of(C).until is None  # type: ignore[union-attr]


def test_what_is_not_answered_in_time_goes_to_the_next() -> None:
    guests = said(full(), A, NOT).offered(2, NOW, UNTIL).offered(2, LATE, LATE + timedelta(hours=1))
    assert stand(guests) == {"a": NOT, "b": GOING, "d": OFFERED}


def test_what_is_declined_goes_to_the_next() -> None:
    guests = said(said(full(), A, NOT).offered(2, NOW, UNTIL), C, MAYBE).offered(2, NOW, UNTIL)
    assert stand(guests) == {"a": NOT, "b": GOING, "c": MAYBE, "d": OFFERED}


def test_a_place_that_is_free_belongs_to_those_who_wait_before_anybody_new() -> None:
    guests = said(full(), A, NOT)
    assert stand(said(guests, Account("web", "*", "e")))["e"] is WAITING


def test_whoever_gave_up_a_place_in_the_line_goes_to_its_end() -> None:
    guests = said(said(full(), C, MAYBE), C)
    assert (guests.turn(D), guests.turn(C)) == (1, 2)


def test_nothing_is_offered_any_more_when_there_is_no_time_to_answer() -> None:
    assert stand(said(full(), A, NOT).offered(2, NOW, None))["c"] is WAITING


def test_more_room_is_offered_to_as_many_as_find_a_place() -> None:
    assert list(stand(full().offered(3, NOW, UNTIL)).values()) == [GOING, GOING, OFFERED, WAITING]
    assert list(stand(full().offered(0, NOW, UNTIL)).values()) == [GOING, GOING, OFFERED, OFFERED]


def test_whoever_answers_in_private_too_is_one_guest_under_the_account_of_the_first_answer() -> None:
    ada, private = Account("discord", "9", "ada"), Account("discord", "*", "ada")
    for first, then in ((ada, private), (private, ada)):
        (only,) = said(said(GuestList(), first), then, NOT).guests
        assert (only.account, only.standing) == (first, NOT)


def test_whoever_waits_has_the_same_turn_in_private() -> None:
    guests = said(said(full(), Account("discord", "9", "ada")), Account("discord", "9", "kim"))
    assert [guests.turn(Account("discord", "*", user)) for user in ("ada", "kim", "lee")] == [3, 4, 0]
