"""A member joins the Directory, keeps an entry of their own, and claims one that was there before."""

from bot.chat.requests import Role
from tests.journeys.network import code_for
from tests.journeys.skin import Seen, Skin
from tests.journeys.stage import Stage


async def join(me: Skin) -> Seen:
    assert "You have no entry in the Directory yet" in (await me.type("/my-skills")).text
    form = await me.press("Join the Directory")
    assert list(form.fields) == ["name", "role", "setting", "skills", "found"]
    return await me.submit(
        name="Kim Adeyemi-Frost", role="Baker", setting="community", skills="bread\nbook-keeping", found="yes"
    )


async def test_joins_and_is_found_at_once(me: Skin) -> None:
    seen = await join(me)
    assert "Welcome to the Directory" in seen.text
    assert "Kim Adeyemi-Frost" in seen.text
    assert "Baker · community" in seen.text
    found = await me.type("/find-skill book-keeping")
    assert "Kim Adeyemi-Frost" in found.text


async def test_edits_what_stands_in_my_entry(me: Skin) -> None:
    await join(me)
    form = await me.press("Edit about me")
    assert list(form.fields) == ["name", "role", "organisation", "setting", "about"]
    seen = await me.submit(
        name="Kim Frost", role="Head baker", organisation="Crumb & Sons", setting="academic", about="Early riser."
    )
    assert "Saved." in seen.text
    assert "Head baker · Crumb & Sons · academic" in seen.text
    assert "Early riser." in seen.text

    await me.press("How to reach me")
    seen = await me.submit(email="kim@example.org", contact="After five", found="yes")
    assert "After five" in seen.text
    assert "kim@example.org" in seen.text

    await me.press("Availability")
    refused = await me.submit(time="busy")
    assert "Until when are you busy?" in refused.text
    seen = await me.submit(time="busy", until="2999-01-31")
    assert "busy until 31 January 2999" in seen.text


async def test_is_asked_for_introductions_by_name_alone_until_i_say_otherwise(me: Skin, stage: Stage) -> None:
    assert "Introductions" not in (await join(me)).text
    form = await me.press("How to reach me")
    assert list(form.fields) == ["email", "contact", "found", "unnamed"]
    seen = await me.submit(unnamed="no", found="yes")
    assert "Introductions: by name alone" in seen.text

    await me.press("How to reach me")
    seen = await me.submit(contact="After five")
    assert "After five" in seen.text
    assert "Introductions: by name alone" in seen.text

    history = (await (await stage.person("Olu", Role.ORGANISER)).type("/directory-history")).text
    assert "Kim Adeyemi-Frost · introductions without a name · by themselves" in history
    assert "by name alone" not in history

    await me.type("/my-skills")
    await me.press("How to reach me")
    assert "Introductions" not in (await me.submit(unnamed="yes")).text


async def test_says_how_well_i_know_a_skill_and_takes_one_out(me: Skin) -> None:
    await join(me)
    seen = await me.press("Edit skills")
    assert seen.buttons[:8] == ["Can teach", "Use it", "Learning", "Remove"] * 2
    await me.press("Add a skill")
    seen = await me.submit(skill="thematic analysis", level="teach")
    assert "Added:" in seen.text
    seen = await me.press("Learning", 1)
    assert "learning" in seen.text
    await me.press("Remove", 0)
    seen = await me.press("Done")
    assert "bread" not in seen.text
    assert "book-keeping (learning)" in seen.text.replace("*", "")
    assert "(can teach)" in seen.text


async def test_whoever_joins_lists_each_skill_once_and_sets_a_slip_right_by_adding_the_right_word(me: Skin) -> None:
    await me.type("/my-skills")
    await me.press("Join the Directory")
    seen = await me.submit(
        name="Kim Adeyemi-Frost", skills="Endnot, nvvio, NVivo, photo voice and Grounded theory", found="yes"
    )
    assert "You list NVivo already, so I left out “nvvio”." in seen.text
    assert all(skill in seen.text for skill in ("Endnot", "Photovoice", "Grounded theory"))
    await me.press("Edit skills")
    await me.press("Add a skill")
    seen = await me.submit(skill="EndNote", level="teach")
    assert "I put “EndNote” in the place of “Endnot”." in seen.text
    assert "EndNote (can teach)" in (await me.press("Done")).text.replace("*", "")


async def test_adds_several_skills_at_once_and_no_other_writing_of_one_that_is_there(me: Skin) -> None:
    await join(me)
    await me.press("Edit skills")
    await me.press("Add a skill")
    seen = await me.submit(skill="nvivo, Python (pandas, numpy), keeping books", level="teach")
    assert "Added: NVivo (can teach), Python (pandas, numpy) (can teach)." in seen.text
    assert "You list book-keeping already, so I left out “keeping books”." in seen.text
    await me.press("Add a skill")
    seen = await me.submit(skill="I am good at many things", level="use")
    assert "is a sentence; a skill is a few words." in seen.text
    assert seen.kept["skill"] == "I am good at many things"


async def test_adds_a_slip_and_changes_it_at_one_tap(me: Skin) -> None:
    await join(me)
    await me.press("Edit skills")
    await me.press("Add a skill")
    await me.submit(skill="sourdough; rye; brioche", level="use")
    form = await me.press("Add a skill")
    assert "Members can find you by this skill" in form.notice
    seen = await me.submit(skill="nvvio", level="teach")
    assert "Did you mean NVivo?" in seen.text
    assert "Showing 3–6 of 6." in seen.text
    seen = await me.press("Change to NVivo")
    assert "NVivo" in seen.text
    assert "nvvio" not in seen.text


async def test_hides_and_deletes_me_at_once(me: Skin) -> None:
    await join(me)
    assert "hidden" in (await me.press("Hide")).text
    assert "Kim Adeyemi-Frost" not in (await me.type("/find-skill book-keeping")).text
    await me.type("/my-skills")
    await me.press("Show")
    assert "for good" in (await me.press("Delete")).text
    assert "deleted" in (await me.press("Delete for good")).text
    assert "Kim Adeyemi-Frost" not in (await me.type("/find-skill book-keeping")).text
    assert "You have no entry" in (await me.type("/my-skills")).text


async def test_an_organiser_who_misspells_a_name_is_asked_who_is_meant(stage: Stage) -> None:
    olu = await stage.person("Olu", Role.ORGANISER)
    assert "Theme Finder" in await olu.complete("directory-code", "person", "Theem Finder")
    asked = await olu.type("/directory-code Theem Finder")
    assert "Nobody in the Directory is called “Theem Finder”. Did you mean Theme Finder" in asked.text
    assert "A code for Theme Finder" in (await olu.press("Make a code")).text
    assert "Did you mean Theme Finder" in (await olu.type("/directory-history Theem Finder")).text
    assert "Changes in the Directory" in (await olu.press("See its changes")).text


async def test_claims_an_entry_that_was_there_by_a_code_and_by_no_other(me: Skin, stage: Stage) -> None:
    code = await code_for(stage, "theme finder")
    await me.type("/my-skills")
    form = await me.press("I have a code")
    assert list(form.fields) == ["code"]
    refused = await me.submit(code="ABCD-EFGH-JKLM")
    assert "This code opens nothing." in refused.text
    seen = await me.submit(code=code)
    assert "This entry is yours now." in seen.text
    assert "Theme Finder" in seen.text
    assert "Theme Finder" in (await me.type("/my-skills")).text
