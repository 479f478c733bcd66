"""Every page of “Ask without my name” as each platform draws it: taken as it is, with every button there."""

import pytest

from adapters.discord import commands as discord_commands
from adapters.limits import MORE
from adapters.slack import commands as slack_commands
from bot.chat.commands import PARAGRAPH_LENGTH, WORD_LENGTH, Form
from bot.chat.requests import Account, Actor, Role
from bot.directory.model import Consent, Entry
from tests.contract.reading import makes
from tests.contract.renderers import RENDERERS
from tests.simulators.discord_rules import modal_problems
from tests.simulators.slack_limits import faults_in_view
from tests.support.house import KIM, House, person

ADA, BEA = person("Ada"), person("Bea")
FAY = person("Fay", "slack", Role.FACILITATOR)
SKILLS = ("NVivo", "focus groups", "R", "statistics", "Stata", "qualitative analysis", "grant writing")
WORDS = "Could I ask you some things? <x> & ".ljust(PARAGRAPH_LENGTH, "w")
# As much as can be said of one question: words read as others, skills nobody lists, what was left out, and care.
MUCH = "nvvio and qualitative, ethnografy, photovioce, meta-anaylsis, suicide prevention, without software"


class Drawn(House):
    """A house in which every answer is drawn on every platform before anybody sees it."""

    async def do(self, text: str, actor: Actor = KIM, /, **args: str) -> str:
        said = await super().do(text, actor, **args)
        for renderer in RENDERERS:
            assert renderer.faults(self.reply) == [], renderer.platform
            assert MORE not in [told for _, told in renderer.pieces(self.reply)], renderer.platform
            assert [str(one) for one in renderer.presses(self.reply)] == [str(one) for one in makes(self.reply.blocks)]
        return said

    async def form(self, text: str, actor: Actor = KIM, /) -> Form | None:
        form = await super().form(text, actor)
        if form:
            slack = slack_commands.modal(form, "")
            assert slack
            assert faults_in_view(slack) == []
            assert list(modal_problems(discord_commands.modal(form, self.bot.catalog[form.call.command]))) == []
        return form

    async def open(self, actor: Actor) -> None:
        """Open the first thing in an inbox."""
        await self.do("inbox", actor)
        await self.press("Open", actor)


def _listed(number: int, account: Account, length: int) -> Entry:
    def full(text: str) -> str:
        return text.ljust(length, text[0])

    return Entry(
        id=f"{number:016x}",
        name=full(f"{number} Lister"),
        role=full("Reader in <medical> sociology"),
        organisation=full("University of R&D"),
        skills=SKILLS,
        contact=full("Through my PA, not on Fridays"),
        email="somebody.with.a.name@department.example.org",
        consent=Consent.GIVEN,
        accounts=(account,),
    )


@pytest.fixture(params=[0, WORD_LENGTH], ids=["few words", "as many words as a line takes"])
def house(request: pytest.FixtureRequest) -> Drawn:
    accounts = [ADA.account, BEA.account, *(Account("slack", "T1", f"U{number}") for number in range(14))]
    entries = [_listed(number, account, request.param) for number, account in enumerate(accounts)]
    return Drawn(entries=entries, roles={Role.FACILITATOR: [str(FAY.account)]})


async def _ask(house: Drawn) -> None:
    await house.do("introduce-unnamed", KIM, entry=f"{0:016x}", text=WORDS)
    await house.press("Send now", KIM)
    await house.settle()


@pytest.mark.parametrize("skill", ["NVivo", MUCH], ids=["one skill", "much to say"])
async def test_five_who_are_found_can_each_be_asked_either_way(house: Drawn, skill: str) -> None:
    await house.do("find-skill", KIM, skill=skill)
    for turn in ("More ›", "More ›", "‹ Back"):
        labels = [button.label for button in house.buttons()]
        assert labels.count("Ask for an introduction") == labels.count("Ask without my name") == 5
        await house.press(turn, KIM)


async def test_what_was_asked_at_length_keeps_its_last_button(house: Drawn) -> None:
    await house.do("find-skill", KIM, skill=MUCH)
    assert {"More ›", "Search for exactly what I typed", "I’m not safe"} <= {one.label for one in house.buttons()}


async def test_forms_take_whatever_somebody_is_called(house: Drawn) -> None:
    assert await house.form(f"introduce-unnamed?entry={0:016x}", KIM)
    await _ask(house)
    await house.open(ADA)
    assert await house.form(house.button("Suggest someone else"), ADA)


async def test_from_a_draft_to_a_name(house: Drawn) -> None:
    await house.do("introduce-unnamed", KIM, entry=f"{0:016x}", text=WORDS)
    await house.do("introduce-unnamed", KIM, entry=f"{0:016x}", text=WORDS)
    await house.press("Look at it", KIM)
    await house.press("Send", KIM)
    await house.press("Take it back", KIM)
    await house.press("Send now", KIM)
    await house.settle()
    await house.do("introduce-unnamed", KIM, entry=f"{0:016x}", text=WORDS)
    await house.open(ADA)
    await house.press("Accept", ADA)
    for _ in range(4):
        await house.press("Write", ADA, text=WORDS)
    await house.press("Earlier", ADA)
    await house.press("Newest", ADA)
    await house.open(KIM)
    await house.press("Write", KIM, text=WORDS)
    await house.press("Say who I am", KIM)
    await house.press("Yes, say who I am", KIM)
    await house.settle()
    for actor in (ADA, KIM):
        await house.open(actor)
        await house.do("inbox-case", actor, case=(await house.case()).id)


async def test_what_is_not_taken_on(house: Drawn) -> None:
    await _ask(house)
    await house.open(ADA)
    await house.press("Not now", ADA)
    await house.press("Yes, tell them", ADA)
    await house.settle()
    await house.open(KIM)
    await house.do("introduce-unnamed", KIM, entry=f"{0:016x}", text=WORDS)


async def test_what_is_passed_on(house: Drawn) -> None:
    other = await house.stores.directory.find(f"{1:016x}")
    assert other
    await _ask(house)
    await house.open(ADA)
    await house.press("Suggest someone else", ADA, person=other.name, remark=WORDS)
    await house.settle()
    await house.open(KIM)
    await house.press("Ask them without my name", KIM, text=WORDS)


async def test_what_is_reported(house: Drawn) -> None:
    await _ask(house)
    await house.open(ADA)
    await house.press("Report what they wrote", ADA, text=WORDS)
    await house.wait(minutes=30)
    await house.do("support-desk", FAY)
    await house.do("support-look", FAY, case=(await house.case()).id)
