"""Somebody who asks somebody listed without their name, over the whole bot: what both press on the way."""

from bot.chat.requests import Actor, Role
from bot.directory.model import Consent, Entry
from tests.support.house import KIM, House, person

ADA, BEA = person("Ada"), person("Bea")
ADA_ELSEWHERE = person("Adal", "discord")
FAY, FIN = person("Fay", "slack", Role.FACILITATOR), person("Fin", "slack", Role.FACILITATOR)
ENTRY = Entry(
    id="ada",
    name="Ada Lister",
    skills=("NVivo",),
    contact="Teams, after three",
    consent=Consent.GIVEN,
    accounts=(ADA.account, ADA_ELSEWHERE.account),
)
OTHER = Entry(id="bea", name="Bea Other", skills=("NVivo",), consent=Consent.GIVEN, accounts=(BEA.account,))
KIMS = Entry(id="kim", name="Kim Canary", skills=("R",), consent=Consent.GIVEN, accounts=(KIM.account,))
ASKED = "I am new to interviews and rather lost. Could I ask you some things?"
GLAD, THANKS = "Of course. What is hardest?", "The coding, I think."
NUDGE = "There is something new for you. Type /inbox to read it; only you can see it."
NOT_THERE = "There is nothing there for you.\nType /inbox to see what is."


def house_of(*, review: bool = False) -> House:
    return House(
        entries=(ENTRY, OTHER, KIMS), roles={Role.FACILITATOR: [str(FAY.account), str(FIN.account)]}, review=review
    )


async def begin(house: House, actor: Actor = KIM, whom: str = "ada", **more: str) -> str:
    return await house.do(f"introduce-unnamed?entry={whom}", actor, text=ASKED, **more)


async def ask(house: House, actor: Actor = KIM, whom: str = "ada", **more: str) -> None:
    """Ask, send at once, and let it arrive."""
    await begin(house, actor, whom, **more)
    await house.press("Send now", actor)
    await house.settle()


async def opens(house: House, actor: Actor) -> str:
    """Open the first thing in an inbox."""
    await house.do("inbox", actor)
    return await house.press("Open", actor)


async def accepted(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    await house.press("Accept", ADA)
