"""Neutral words for who is not named."""

from bot.support.names import new_name


def test_no_two_names_share_a_word_as_long_as_there_are_others() -> None:
    names = list[str]()
    for _ in range(30):
        names.append(new_name(names))
    words = [word for name in names for word in name.split()]
    assert len(set(words)) == len(words) == 60


def test_every_name_is_another_when_words_run_short() -> None:
    names = set[str]()
    for _ in range(200):
        names.add(new_name(names))
    assert len(names) == 200


def test_there_is_a_name_left_when_all_pairs_are_taken() -> None:
    class Everything(frozenset[str]):
        def __contains__(self, name: object) -> bool:
            return True

    assert len(new_name(Everything()).split()) == 3
