"""Whoever writes down what they can do, in a browser: several skills in one field, completed as they are typed."""

import pytest
from playwright.async_api import Browser, expect

from bot.directory.model import Consent, Entry, Level
from tests.adapters.web.catalog import PEOPLE
from tests.adapters.web.page import open_chat
from tests.adapters.web.server import serving
from tests.directory.keeping import Network

pytestmark = pytest.mark.asyncio(loop_scope="session")
ME = PEOPLE[0].account


async def test_several_skills_are_typed_on_lines_and_the_last_is_completed(browser: Browser) -> None:
    network = Network([Entry(id="a", name="Ada", consent=Consent.GIVEN, accounts=(ME,))])
    await network.person().type("/find-skill anything")  # making the index takes longer than completions are waited for
    async with serving(network.core.bot) as web, open_chat(browser, web) as page:
        await page.send("/my-skills")
        await page.answer.get_by_role("button", name="Edit skills").click()
        await page.answer.get_by_role("button", name="Add a skill").click()
        field = page.form.get_by_role("textbox", name="A skill you would share")
        await field.focus()
        await page.page.keyboard.type("nvivo\nspss\nmultilevel mod")
        await page.form.get_by_role("option", name="nvivo, spss, Multilevel modelling").click()
        await expect(field).to_have_value("nvivo\nspss\nMultilevel modelling")
        await page.form.get_by_role("combobox").select_option(label="Use it")
        await page.form.get_by_role("button", name="Send").click()
        await expect(page.answer).to_contain_text(
            "Added: NVivo (uses it), SPSS (uses it), Multilevel modelling (uses it)."
        )

    entry = await network.entry(ME)
    assert entry.levels == dict.fromkeys(("NVivo", "SPSS", "Multilevel modelling"), Level.USE)
