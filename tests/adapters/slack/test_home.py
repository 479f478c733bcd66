"""App Home: what is begun there goes on in modals, and what it says itself follows."""

from tests.adapters.slack.desk import Desk
from tests.simulators.slack import Person, read

BUTTON = {"type": "button", "action_id": "0:call", "text": {"type": "plain_text", "text": "x"}, "block_id": "b"}


async def at_home(ada: Person) -> None:
    await ada.open_home()
    await ada.sees("Welcome")


async def home_says(ada: Person, words: str) -> None:
    await ada.slack.until(lambda: words in read(ada.screen.home["blocks"] if ada.screen.home else []))


async def test_says_what_is_new_after_a_form_that_was_opened_there(ada: Person, desk: Desk) -> None:
    await at_home(ada)
    await ada.press("Find")
    await ada.sees_form()
    desk.news = "You have 2 new answers."
    await ada.submit(skill="R")
    await ada.sees("People who can help with R")
    await home_says(ada, "You have 2 new answers.")
    assert ada.modal["type"] == "modal"


async def test_says_what_is_new_after_every_press_on_what_was_opened_there(ada: Person, desk: Desk) -> None:
    await at_home(ada)
    await ada.press("Find")
    await ada.sees_form()
    await ada.submit(skill="R")
    await ada.sees("Ada Okafor")
    for news in ("one", "two"):
        desk.news = news
        await ada.use({**BUTTON, "value": "people?from=5"})
        await home_says(ada, news)
    desk.news = "three"
    await ada.use({**BUTTON, "value": "hirg"})
    await home_says(ada, "three")


async def test_an_answer_of_three_pages_is_turned_in_one_modal(ada: Person) -> None:
    await at_home(ada)
    for start, name in ((0, "Ada Okafor"), (5, "Tom"), (0, "Ada Okafor"), (5, "Wei")):
        await ada.use({**BUTTON, "value": f"people?from={start}"})
        await ada.sees(name)
        assert len(ada.screen.modals) == 1


async def test_a_form_that_is_answered_late_shows_in_its_modal_and_at_home(ada: Person, desk: Desk) -> None:
    await at_home(ada)
    await ada.use({**BUTTON, "value": "slow-form"})
    await ada.sees_form()
    await ada.submit(words="please")
    await ada.sees("One moment …")
    desk.news = "It is done."
    desk.gate.set()
    await ada.sees("Here at last.")
    await home_says(ada, "It is done.")


async def test_a_form_that_is_asked_again_changes_nothing_at_home(ada: Person, desk: Desk) -> None:
    await at_home(ada)
    await ada.use({**BUTTON, "value": "note?about=tea"})
    await ada.sees_form()
    answer = await ada.submit(words="?")
    assert answer.response
    assert answer.response["response_action"] == "errors"
    assert [request.call.command for request in desk.asked] == ["home", "note"]


async def test_what_was_begun_elsewhere_leaves_home_alone(ada: Person, desk: Desk) -> None:
    await at_home(ada)
    await ada.type("/find-skill")
    await ada.sees_form()
    await ada.submit(skill="R")
    await ada.slack.until(lambda: bool(ada.screen.messages))
    assert "People who can help with R" in read(ada.message.blocks)
    assert [request.call.command for request in desk.asked] == ["home", "find-skill"]


async def test_a_home_that_cannot_be_shown_anew_takes_nothing_from_the_answer(ada: Person, desk: Desk) -> None:
    await at_home(ada)
    ada.slack.fail("views.publish", error="invalid_arguments", times=2)
    desk.news = "news"
    await ada.press("Help")
    await ada.sees("What I can do")
    await ada.slack.until(lambda: ada.slack.count("views.publish") == 3)
    assert "What I can do" in read(ada.before)
