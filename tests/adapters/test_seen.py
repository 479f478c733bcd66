"""Remembering what was delivered."""

from adapters.seen import Seen


def test_an_id_is_new_once_and_again_when_it_was_forgotten() -> None:
    seen = Seen(most=2)
    assert [seen.first(name) for name in "aabcba"] == [True, False, True, True, False, True]


def test_what_has_no_id_is_always_new() -> None:
    seen = Seen()
    assert seen.first("")
    assert seen.first("")
