"""A member looks for somebody who can help."""

import pytest

from tests.journeys.skin import Skin

NVIVO = {*(f"Coder {letter}" for letter in "ABCDEF"), "Clinical Coder"}


def named(text: str) -> set[str]:
    return {name for name in (*NVIVO, "Theme Finder", "Both Hands", "Shy Person", "Silent Person") if name in text}


async def test_finds_people_five_at_a_time_and_turns_the_pages(me: Skin) -> None:
    first = await me.type("/find-skill nvivo")
    assert "People who can help with NVivo" in first.text
    assert "1–5 of 7" in first.text
    assert len(named(first.text)) == 5
    assert first.buttons == ["More ›", "Share here"]

    second = await me.press("More ›")
    assert "6–7 of 7" in second.text
    assert named(first.text) | named(second.text) == NVIVO
    assert second.buttons == ["‹ Back", "Share here"]

    again = await me.press("‹ Back")
    assert named(again.text) == named(first.text)


async def test_shows_how_to_reach_somebody_and_why_they_were_named(me: Skin) -> None:
    seen = await me.type("/find-skill nvivo setting:clinical")
    assert named(seen.text) == {"Clinical Coder"}
    assert "NVivo 14" in seen.text
    assert "clinical.coder@example.org" in seen.text
    assert "Only you can see this" in seen.text


async def test_asks_in_a_form_when_nothing_was_typed(me: Skin) -> None:
    form = await me.type("/find-skill")
    assert form.form == "Find people who can help with a skill"
    assert list(form.fields) == ["skill", "setting"]

    seen = await me.submit(skill="thematic analysis", setting="community")
    assert named(seen.text) == {"Theme Finder", "Both Hands"}


async def test_a_form_that_is_not_understood_keeps_what_was_written_and_can_be_sent_again(me: Skin) -> None:
    await me.type("/find-skill")
    refused = await me.submit(skill="?!", setting="community")
    assert "I could not find a skill in that. Name one" in refused.text.replace("\n", " ")
    assert refused.kept == {"skill": "?!", "setting": "community"}

    seen = await me.submit(skill="thematic analysis", setting="community")
    assert named(seen.text) == {"Theme Finder", "Both Hands"}


async def test_understands_phrases_mistakes_and_several_skills_at_once(me: Skin) -> None:
    seen = await me.type("/find-skill can anyone teach me thematic anlysis and R?")
    assert "anlysis" in seen.text
    assert seen.text.index("Both Hands") < seen.text.index("Theme Finder")


async def test_names_nobody_rather_than_somebody_wrong(me: Skin) -> None:
    seen = await me.type("/find-skill plumbing")
    assert "Nobody lists “plumbing” yet" in seen.text
    assert not named(seen.text)


async def test_never_shows_those_who_did_not_agree_to_be_found(me: Skin) -> None:
    assert "Nobody lists" in (await me.type("/find-skill welding")).text
    assert "welding" not in await me.complete("find-skill", "skill", "weld")


async def test_offers_skills_while_they_are_typed(me: Skin) -> None:
    assert "thematic analysis" in [label.lower() for label in await me.complete("find-skill", "skill", "them")]


@pytest.mark.parametrize("wanted", ["👻", "   ?!  ", "<!channel> @everyone <script>", "عيادة", "\u061c\u202eabc"])
async def test_says_something_kind_whatever_is_typed(me: Skin, wanted: str) -> None:
    seen = await me.type(f"/find-skill {wanted}")
    assert seen.text or seen.form


async def test_says_how_much_is_too_much(me: Skin) -> None:
    seen = await me.type("/find-skill " + "R and " * 1000)
    assert "I can take 200" in seen.text


async def test_what_people_wrote_about_themselves_stays_as_they_wrote_it(me: Skin) -> None:
    seen = await me.type("/find-skill *bold* _slanted_ [x](https://evil.example)")
    assert "<!channel> @everyone <script>" in seen.text
    assert "*bold* _slanted_ [x](https://evil.example)" in seen.text


async def test_help_leads_to_the_search(me: Skin) -> None:
    seen = await me.type("/hirg")
    assert "Find people who can help with a skill" in seen.text
    assert "Only you see the answer." in seen.text

    form = await me.press("Try it")
    assert list(form.fields) == ["skill", "setting"]


async def test_whoever_is_in_danger_is_told_where_to_turn_and_can_go_there(me: Skin) -> None:
    seen = await me.type("/find-skill I want to kill myself")
    assert "That sounds very hard" in seen.text
    assert "116 123" in seen.text
    assert seen.buttons == ["I’m not safe", "Ask for support"]
    assert "You can talk to somebody now" in (await me.press("I’m not safe")).text


async def test_finds_somebody_by_their_name_unless_they_may_not_be_found(me: Skin) -> None:
    assert "Listed by that name" in (await me.type("/find-skill who is Both Hands?")).text
    assert "Listed by that name" not in (await me.type("/find-skill Shy Person")).text
