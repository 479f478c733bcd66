"""The real slack-bolt and slack-sdk against a simulated Slack, over Socket Mode and over signed HTTP requests."""

from tests.adapters.slack.desk import Desk
from tests.simulators.slack import Person, labels, read


async def test_a_typed_command_is_answered_privately(ada: Person, desk: Desk) -> None:
    await ada.type("/find-skill nvivo setting:clinical")
    text = await ada.sees("People who can help with nvivo")
    assert "Ada Okafor\nResearch Fellow · academic\nlists NVivo 14\nada@example.org" in text
    assert ada.message.ephemeral
    assert "Ada Okafor" in ada.message.text
    assert desk.asked[0].call.args == {"skill": "nvivo", "setting": "clinical"}
    assert str(desk.asked[0].actor.account) == "slack:T0NETWORK:U0MEMBER1"
    assert desk.asked[0].actor.name == "ada"
    assert str(desk.asked[0].place) == "slack:C0GENERAL"


async def test_more_replaces_the_answer_it_stands_under(ada: Person) -> None:
    await ada.type("/find-skill nvivo")
    await ada.sees("Ada Okafor")
    await ada.press("More")
    text = await ada.sees("Tom")
    assert "Ada Okafor" not in text
    assert len(ada.screen.messages) == 1


async def test_other_buttons_answer_in_a_message_of_their_own(ada: Person) -> None:
    await ada.type("/find-skill nvivo")
    await ada.sees("Ada Okafor")
    await ada.press("About", 1)
    await ada.sees("What I can do")
    assert len(ada.screen.messages) == 2


async def test_a_public_message_is_never_replaced_by_a_private_answer(ada: Person) -> None:
    await ada.type("/find-skill nvivo")
    await ada.sees("Ada Okafor")
    ada.message.ephemeral = False
    await ada.press("More")
    await ada.sees("Tom")
    assert len(ada.screen.messages) == 2


async def test_a_choice_in_a_menu_fills_in_its_argument(ada: Person, desk: Desk) -> None:
    await ada.type("/find-skill nvivo")
    await ada.sees("Ada Okafor")
    await ada.choose("Community")
    await ada.slack.until(lambda: len(ada.screen.messages) == 2)
    assert desk.asked[-1].call.args == {"skill": "nvivo", "setting": "community"}


async def test_a_bare_command_opens_a_form_and_its_answer_comes_where_it_was_typed(ada: Person, desk: Desk) -> None:
    await ada.type("/find-skill")
    form = await ada.sees_form()
    assert form["title"]["text"] == "Find people who can hel…"
    assert "Find people who can help with a skill" in read(form["blocks"])
    await ada.submit(skill="thematic anlysis", setting="Clinical")
    assert ada.screen.modals == []
    await ada.sees("People who can help with thematic anlysis")
    assert desk.asked[-1].call.args == {"skill": "thematic anlysis", "setting": "clinical"}
    assert desk.asked[-1].place.channel == "C0GENERAL"


async def test_a_form_left_open_for_half_an_hour_shows_its_answer_itself(ada: Person) -> None:
    await ada.type("/find-skill")
    form = await ada.sees_form()
    form["private_metadata"] = form["private_metadata"].replace('"until": "', '"until": "-')
    ada.slack.pass_time(31 * 60)
    await ada.submit(skill="nvivo")
    assert "People who can help with nvivo" in await ada.sees("Ada Okafor")
    assert ada.screen.messages == []


async def test_type_ahead_offers_what_was_typed_and_what_is_known(ada: Person) -> None:
    await ada.type("/find-skill")
    await ada.sees_form()
    offered = await ada.search("skill", "nviv")
    assert [option["text"]["text"] for option in offered] == ["nviv", "NVivo", "NVivo 14"]
    offered = await ada.search("skill", "R")
    assert [option["value"] for option in offered] == ["R"]


async def test_too_long_a_text_in_a_field_that_completes_is_said_kindly(ada: Person, desk: Desk) -> None:
    await ada.type("/find-skill")
    await ada.sees_form()
    offered = await ada.search("skill", "word " * 40)
    assert [option["text"]["text"] for option in offered] == ["Too long for this box, which takes 150 characters."]
    answer = await ada.submit(skill="word " * 40)
    assert answer.response
    assert "at most 150 characters" in answer.response["errors"]["skill"]
    assert desk.asked == []
    assert len(ada.screen.modals) == 1


async def test_a_form_with_a_field_missing_is_handed_back(ada: Person, desk: Desk) -> None:
    await ada.type("/find-skill")
    await ada.sees_form()
    answer = await ada.send_form({"setting": {"choice": {"type": "static_select", "selected_option": None}}})
    assert answer.response
    assert answer.response["errors"] == {"skill": "Please fill this in: Which skill do you look for?"}
    assert desk.asked == []
    await ada.submit(skill="nvivo")
    await ada.sees("People who can help with nvivo")


async def test_a_value_that_is_no_choice_is_handed_back_on_its_field(ada: Person) -> None:
    await ada.type("/find-skill")
    await ada.sees_form()
    chosen = {"text": {"type": "plain_text", "text": "Lunar"}, "value": "lunar"}
    answer = await ada.send_form(
        {
            "skill": {"complete": {"type": "external_select", "selected_option": {**chosen, "value": "r"}}},
            "setting": {"choice": {"type": "static_select", "selected_option": chosen}},
        }
    )
    assert answer.response
    assert list(answer.response["errors"]) == ["setting"]
    assert "“lunar” is not one of the choices" in answer.response["errors"]["setting"]


async def test_app_home_shows_what_home_answers(ada: Person, desk: Desk) -> None:
    await ada.open_home()
    await ada.sees("Welcome")
    assert labels(ada.before) == ["Find", "Help", "Broken"]
    assert desk.asked[0].call.command == "home"


async def test_the_messages_tab_is_left_alone(ada: Person, desk: Desk) -> None:
    await ada.open_home("messages")
    await ada.type("/hirg")
    await ada.sees("What I can do")
    assert [request.call.command for request in desk.asked] == ["hirg"]


async def test_a_button_on_app_home_answers_in_a_modal(ada: Person) -> None:
    await ada.open_home()
    await ada.sees("Welcome")
    await ada.press("Help")
    await ada.sees("What I can do")
    assert ada.modal["type"] == "modal"


async def test_a_form_from_app_home_turns_into_its_answer(ada: Person) -> None:
    await ada.open_home()
    await ada.sees("Welcome")
    await ada.press("Find")
    await ada.sees_form()
    await ada.submit(skill="R")
    await ada.sees("People who can help with R")
    assert ada.screen.messages == []


async def test_buttons_inside_a_modal_change_that_modal(ada: Person) -> None:
    await ada.open_home()
    await ada.sees("Welcome")
    await ada.press("Find")
    await ada.sees_form()
    await ada.submit(skill="R")
    await ada.sees("Ada Okafor")
    await ada.press("More")
    await ada.sees("Tom")
    assert len(ada.screen.modals) == 1


async def test_a_form_asked_for_inside_a_modal_is_put_on_top_as_long_as_slack_lets(ada: Person) -> None:
    await ada.open_home()
    await ada.sees("Welcome")
    await ada.press("Find")
    await ada.sees_form()
    await ada.submit(skill="first")
    for depth, skill in enumerate(("second", "third", "fourth"), start=2):
        await ada.press("Search again")
        await ada.sees_form()
        assert len(ada.screen.modals) == min(depth, 3)
        await ada.submit(skill=skill)
        await ada.sees(f"People who can help with {skill}")


async def test_an_answer_that_takes_long_arrives_in_the_form_later(ada: Person, desk: Desk) -> None:
    await ada.open_home()
    await ada.sees("Welcome")
    assert ada.screen.home
    button = {"type": "button", "action_id": "0:call", "text": {"type": "plain_text", "text": "x"}}
    await ada.use({**button, "block_id": "b", "value": "slow-form"})
    await ada.sees_form()
    await ada.submit(words="please")
    await ada.sees("One moment …")
    desk.gate.set()
    await ada.sees("Here at last.")


async def test_a_refusal_comes_with_what_to_do_next(ada: Person) -> None:
    await ada.type("/find-skill nothing")
    assert "Ask to be told when somebody does." in await ada.sees("Nobody lists that yet.")


async def test_a_role_is_asked_for_every_time(ada: Person) -> None:
    await ada.type("/members")
    await ada.sees("/members is for organisers.")


async def test_a_bug_is_an_incident_with_a_number(ada: Person) -> None:
    await ada.type("/broken")
    await ada.sees("tell an organiser this reference")


async def test_a_command_that_slack_knows_and_the_bot_does_not_is_answered(ada: Person) -> None:
    await ada.type("/retired what")
    await ada.sees("There is no command called “retired”.")
