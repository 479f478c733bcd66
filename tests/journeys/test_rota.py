"""Facilitators share the duty among them."""

from bot.chat.requests import Role
from tests.journeys.stage import Stage


async def test_a_turn_is_taken_and_handed_over(stage: Stage) -> None:
    fay, fin = [await stage.person(name, Role.FACILITATOR) for name in ("Fay", "Fin")]
    assert "Today: nobody" in (await fin.type("/rota")).text

    await fay.type("/rota")
    form = await fay.press("Take a turn")
    assert list(form.fields) == ["start", "end"]
    today = f"{stage.now():%Y-%m-%d}"
    assert "Today: Fay." in (await fay.submit(start=today, end=today)).text

    form = await fay.press("Hand over")
    assert list(form.fields) == ["person"]
    assert "Today: Fin." in (await fay.submit(person="Fin")).text

    told = await fin.hears("handed you their turn")
    assert list(told.buttons) == ["See the rota", "Give it up"]
    assert "Today: nobody" in (await fin.press("Give it up")).text


async def test_members_have_no_rota(stage: Stage) -> None:
    kim = await stage.person("Kim")
    assert "/rota is for facilitators." in (await kim.type("/rota")).text
