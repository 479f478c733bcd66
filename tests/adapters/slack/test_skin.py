"""The skin that journeys are played through shows what a person on Slack sees."""

from tests.adapters.slack.desk import Desk
from tests.journeys.slack_skin import open_slack


async def test_a_journey_through_slack() -> None:
    async with open_slack(Desk().bot) as skin:
        seen = await skin.type("/find-skill nvivo setting:clinical")
        assert seen.text.startswith("People who can help with nvivo")
        assert seen.buttons == [*["About"] * 5, "More", "Search again"]
        seen = await skin.press("More")
        assert "Tom" in seen.text
        seen = await skin.press("About", 1)
        assert "/find-skill nvivo" in seen.text
        assert await skin.complete("find-skill", "skill", "nviv") == ["NVivo", "NVivo 14"]
        seen = await skin.type("/find-skill")
        assert seen.form == "Find people who can help with a skill"
        assert seen.fields == ["skill", "setting"]
        seen = await skin.submit()
        assert seen.text == "Please fill this in: Which skill do you look for?"
        assert seen.form
        seen = await skin.submit(skill="R", setting="academic")
        assert seen.text.startswith("People who can help with R")
