"""What is known is not asked again for a while."""

from adapters.lately import KEPT, UNSAID_KEPT, Lately


class Teller:
    """Says the next of some numbers whenever it is asked."""

    def __init__(self, *numbers: int | None) -> None:
        self._numbers = iter(numbers)

    async def __call__(self) -> int | None:
        return next(self._numbers)


async def test_a_number_is_asked_for_once_an_hour() -> None:
    time = [0.0]
    lately, ask = Lately[int](lambda: time[0]), Teller(41, 42)
    assert [await lately.find("general", ask) for _ in range(3)] == [41, 41, 41]
    time[0] = KEPT
    assert await lately.find("general", ask) == 42


async def test_what_nobody_could_say_is_asked_again_sooner() -> None:
    time = [0.0]
    lately, ask = Lately[int](lambda: time[0]), Teller(None, 42)
    assert [await lately.find("general", ask) for _ in range(2)] == [None, None]
    time[0] = UNSAID_KEPT
    assert await lately.find("general", ask) == 42


async def test_each_thing_has_its_own_number_and_the_oldest_is_forgotten_first() -> None:
    lately, ask = Lately[int](lambda: 0.0), Teller(*range(2000))
    numbers = [await lately.find(str(name), ask) for name in range(1001)]
    assert numbers == list(range(1001))
    assert await lately.find("1000", ask) == 1000
    assert await lately.find("0", ask) == 1001
