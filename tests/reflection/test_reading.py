"""/sessions: what there is, and when it begins, for whoever asks."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.calls import call
from bot.chat.views import plain_line
from bot.reflection.timing import announced
from tests.reflection.facilitators import KIM, LEE, House
from tests.reflection.sessions import NOW


async def test_when_it_begins_is_told_to_whoever_asks_for_sessions() -> None:
    house = House()
    await house.gather(starts_at=NOW + timedelta(days=1))
    await house.join(KIM)
    for who in (KIM, LEE):
        said = await house.does(call("sessions"), who)
        assert "people can join" in said
        assert plain_line(announced(await house.find())) in said
    await house.book.change(house.id, lambda now: replace(now, starts_at=None))
    assert "It begins" not in await house.does(call("sessions"), KIM)
