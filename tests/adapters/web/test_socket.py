"""What people say to the chat over its real socket, and what it answers."""

import logging

import pytest

from adapters.web.app import Web
from tests.adapters.web.fair import MEETING, Fair
from tests.adapters.web.server import Page, controls, opened, serving


async def test_welcomes_a_person_with_what_they_can_see_and_do(ada: Page) -> None:
    assert ada.welcome["me"] == "ada"
    assert [place["name"] for place in ada.welcome["places"]] == ["general", "workshops", "hirg-bot", "Olu Tanglewood"]
    assert [command["name"] for command in ada.welcome["commands"]] == ["find-skill", "note", "hirg"]
    assert [message["text"] for message in ada.welcome["messages"]] == ["Welcome\nType /find-skill."]


async def test_acts_as_the_first_person_when_none_is_named(web: Web) -> None:
    async with opened(web) as page:
        assert (await page.hello(""))["me"] == "ada"


async def test_refuses_a_person_nobody_knows(web: Web) -> None:
    async with opened(web) as page:
        answer = await page.hello("mallory")

        assert (answer["kind"], answer["message"]) == ("refused", "Nobody here has that name.")
        assert (await page.type("Hello"))["message"] == "Say whom you act as first."


async def test_answers_a_command_privately(ada: Page, olu: Page) -> None:
    answer = await ada.answer_to("/find-skill nvivo")
    await ada.type("Hello, all")
    posted = await olu.until(lambda told: told["kind"] == "message")

    assert answer["private"]
    assert answer["asked"] == "/find-skill nvivo"
    assert answer["blocks"][0] == {"type": "heading", "text": "7 people can help with NVivo"}
    assert posted["message"]["text"] == "Hello, all"
    assert [message["private"] for message in olu.messages.values()] == [False, False]


async def test_more_replaces_the_answer_in_place(ada: Page) -> None:
    answer = await ada.answer_to("/find-skill nvivo")
    more = controls(answer)[-1]

    done = await ada.ask("press", message=answer["id"], call=more["call"])

    assert done == {"id": done["id"], "kind": "done", "message": answer["id"]}
    shown = [block["title"] for block in ada.messages[answer["id"]]["blocks"] if block["type"] == "card"]
    assert shown == ["Ignatius Fairweather", "Bronwen Castellanos"]


async def test_what_goes_when_one_leaves_is_not_there_for_whoever_comes_anew(ada: Page, web: Web) -> None:
    lasting = await ada.answer_to("/find-skill nvivo")
    asked = await ada.answer_to("/hirg")
    await ada.ask("press", message=asked["id"], call="inbox", values={})
    opened_up = ada.messages[asked["id"]]
    assert (opened_up["fleeting"], lasting["fleeting"]) == (True, False)

    async with opened(web, "ada") as other:
        assert lasting["id"] in other.messages
        assert asked["id"] not in other.messages
    # The page on which it was opened still shows it, also once it comes back after a lost connection.
    async with opened(web, "ada", epoch=ada.welcome["epoch"], since=opened_up["revision"] - 1) as back:
        assert back.messages[asked["id"]]["text"].startswith("Your inbox")
    again = await ada.ask("press", message=asked["id"], call="inbox", values={})
    assert again["kind"] == "done"


async def test_what_went_is_nowhere_once_its_reader_comes_anew(web: Web) -> None:
    async with opened(web, "ada") as ada:
        asked = await ada.answer_to("/hirg")
        await ada.ask("press", message=asked["id"], call="inbox", values={})

    async with opened(web, "ada") as anew:
        gone = await anew.ask("press", message=asked["id"], call="inbox", values={})

        assert gone["message"] == "That message is no longer here."


async def test_a_select_fills_in_its_argument(olu: Page) -> None:
    answer = await olu.answer_to("/calendar")
    [select, _] = controls(answer)

    await olu.ask("press", message=answer["id"], call=select["call"], values={select["fills"]: "sub"})

    assert olu.messages[answer["id"]]["text"] == "You chose sub."


@pytest.mark.parametrize("typed", ["/find-skil nvivo", "  /find-skil nvivo", "／find-skil nvivo"])
async def test_a_misspelt_command_is_not_posted_and_the_nearest_is_named(ada: Page, olu: Page, typed: str) -> None:
    answer = await ada.type(typed)
    await ada.type("Hello")
    await olu.until(lambda told: told["kind"] == "message")

    assert answer["kind"] == "refused"
    assert answer["message"] == "“/find-skil” is not a command, so nothing was posted."
    assert answer["hint"] == "Did you mean /find-skill?"
    assert answer["suggestion"] == "/find-skill nvivo"
    assert "nvivo" not in str(olu.messages)


async def test_a_command_only_buttons_may_use_cannot_be_typed(ada: Page) -> None:
    assert (await ada.type("/introduce Ros"))["kind"] == "refused"


async def test_a_bare_command_opens_its_form_and_the_form_is_answered(ada: Page) -> None:
    form = (await ada.type("/find-skill"))["form"]

    done = await ada.ask("submit", place="general", call=form["call"], values={"skill": "nvivo", "setting": ""})

    assert [field["name"] for field in form["fields"]] == ["skill", "setting"]
    assert ada.messages[done["message"]]["blocks"][0]["text"] == "7 people can help with NVivo"


async def test_what_was_typed_wrongly_opens_a_form_that_says_so_and_brings_the_rest_along(ada: Page) -> None:
    form = (await ada.type("/find-skill nvivo setting:the moon"))["form"]

    assert form["call"] == "find-skill?skill=nvivo"
    assert [(field["name"], field["value"]) for field in form["fields"]] == [("setting", "")]
    assert "“the moon” could not be read as “Setting”." in str(form["notice"])


async def test_a_form_with_a_field_missing_says_which(ada: Page) -> None:
    answer = await ada.ask("submit", place="general", call="find-skill", values={"skill": " ", "setting": "moon"})

    assert answer["kind"] == "invalid"
    assert sorted(answer["problems"]) == ["setting", "skill"]


async def test_a_form_stays_open_and_says_which_field_was_not_understood(ada: Page) -> None:
    said = len(ada.messages)
    answer = await ada.ask("submit", place="general", call="note", values={"topic": "tea", "words": "?"})

    assert answer["kind"] == "invalid"
    assert answer["problems"] == {"words": "That is a question mark and nothing else. Say more."}
    assert len(ada.messages) == said


async def test_a_form_stays_open_whatever_is_wrong_with_it(ada: Page) -> None:
    answer = await ada.ask("submit", place="general", call="note", values={"topic": "tea", "words": "!"})

    assert (answer["kind"], answer["message"]) == ("refused", "That is no note. Say something.")


@pytest.mark.parametrize("call", ["<script>", "", "a b", "find-skill?skill", "nothing-like-it"])
async def test_a_call_made_by_hand_gets_a_sentence(ada: Page, call: str) -> None:
    seed = next(iter(ada.messages))

    pressed = await ada.ask("press", message=seed, call=call)
    submitted = await ada.ask("submit", place="general", call=call, values={"wrong": "x"})

    for answer in (pressed, submitted):
        assert answer["kind"] in {"refused", "done", "form", "invalid"}
        assert answer["kind"] != "refused" or answer["message"]


async def test_a_button_for_organisers_is_refused_to_others_however_it_is_pressed(ada: Page) -> None:
    seed = next(iter(ada.messages))

    done = await ada.ask("press", message=seed, call="calendar")

    assert ada.messages[done["message"]]["text"].startswith("/calendar is for organisers.")


async def test_somebody_else_s_answer_cannot_be_reached(ada: Page, olu: Page) -> None:
    answer = await ada.answer_to("/find-skill nvivo")

    for wish in ({"kind": "press", "call": "hirg"}, {"kind": "preview"}):
        refused = await olu.ask(**wish, message=answer["id"])
        assert refused["message"] == "That message is no longer here."


async def test_completes_what_is_typed_into_an_option(ada: Page) -> None:
    answer = await ada.ask("suggest", place="general", call="find-skill", option="skill", typed="n")

    assert [choice["value"] for choice in answer["choices"]] == ["NVivo", "Narrative interviews", "Network analysis"]


async def test_does_not_keep_what_was_typed_after_an_anonymous_command(ada: Page) -> None:
    form = await ada.type("/note my secret")
    assert form["form"]["call"] == "note"
    assert [field["value"] for field in form["form"]["fields"]] == ["", ""]

    values = {"topic": "tea", "words": "quiet words"}
    done = await ada.ask("submit", place="general", call="note", values=values)

    answer = ada.messages[done["message"]]
    assert answer["asked"] == "/note"
    assert answer["text"] == "Noted for someone: quiet words"


async def test_nobody_reads_what_was_typed_after_an_anonymous_command(
    ada: Page, olu: Page, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = [
        await ada.type(f"{name} my secret", place="general") for name in ("/note", "/noet", "/NOTE", "∕note topic:")
    ]

    await ada.type("Hello")
    await olu.until(lambda told: told.get("message", {}).get("text") == "Hello")
    assert "secret" not in str([answers, ada.messages, olu.messages])
    assert answers[1]["suggestion"] == "/note"
    assert "secret" not in caplog.text


async def test_a_button_is_answered_in_the_thread_that_is_open_beside_it(ada: Page) -> None:
    (asked,) = (message for message in ada.messages.values() if message["text"].startswith("Welcome"))

    for thread, stands in ((asked["id"], asked["id"]), (None, None)):
        done = await ada.ask("press", message=asked["id"], call="hirg", values={}, thread=thread)
        assert ada.messages[done["message"]]["thread"] == stands
    refused = await ada.ask("press", message=asked["id"], call="hirg", values={}, thread=12)
    assert refused["kind"] == "refused"


async def test_a_reply_stands_in_its_thread(ada: Page, olu: Page) -> None:
    root = (await ada.type("Who comes?"))["message"]

    reply = (await olu.type("I do", thread=root))["message"]
    command = (await olu.type("/hirg", thread=root))["message"]
    await ada.until(lambda told: told.get("message", {}).get("id") == reply)

    assert ada.messages[reply]["thread"] == root
    assert olu.messages[command]["thread"] == root
    assert (await ada.type("No", thread=reply))["message"] == "That message has no thread."


async def test_a_private_conversation_reaches_its_two_people(web: Web, ada: Page, olu: Page) -> None:
    async with opened(web, "olu") as other_tab:
        await ada.type("Just us", place="with-ada-olu")

        for page in (olu, other_tab):
            told = await page.until(lambda answer: answer["kind"] == "message")
            assert told["message"]["text"] == "Just us"
    assert (await ada.type("Hello?", place="@olu"))["message"] == "There is no such channel here."


async def test_plain_words_to_the_bot_are_a_question_and_stay_to_be_read(ada: Page) -> None:
    await ada.type("nvivo please", place="@ada")

    said, answer = list(ada.messages.values())[-2:]
    assert said["text"] == "nvivo please"
    assert "people can help with NVivo" in answer["text"]


async def test_a_command_without_its_slash_is_that_command_to_the_bot_and_plain_words_in_a_channel(ada: Page) -> None:
    await ada.type("find-skill nvivo", place="@ada")
    assert list(ada.messages.values())[-1]["asked"] == "/find-skill nvivo"

    await ada.type("find-skill nvivo")
    assert list(ada.messages.values())[-1]["text"] == "find-skill nvivo"


async def test_shows_what_other_platforms_would_be_sent(ada: Page) -> None:
    seed = next(iter(ada.messages))

    answer = await ada.ask("preview", message=seed)

    assert answer["previews"]["Slack"] == {"platform": "Slack", "blocks": 2, "markup": "<b>literal</b>", "flags": 64}
    assert list(answer["previews"]) == ["Slack", "Discord"]


async def test_only_the_bot_s_answers_have_another_form(ada: Page) -> None:
    posted = (await ada.type("Hello"))["message"]

    assert (await ada.ask("preview", message=posted))["message"] == "Only the bot's answers have another form."


async def test_blank_text_is_nothing(ada: Page) -> None:
    assert (await ada.type(" \n "))["message"] == "There is nothing to post yet."


async def test_takes_five_thousand_characters_and_refuses_too_many_with_a_sentence(ada: Page) -> None:
    assert (await ada.type("🌻" * 5000))["kind"] == "done"
    assert (await ada.answer_to("/find-skill " + "x" * 5000))["text"].startswith("That is 5,000 characters")
    assert (await ada.type("x" * 8001))["message"].startswith("That is 8,001 characters")


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "<!channel> @everyone", "🌻🌻", "שלום עליכם", "a\x00b"])
async def test_passes_odd_text_on_as_it_stands(ada: Page, typed: str) -> None:
    posted = (await ada.type(typed))["message"]

    assert ada.messages[posted]["text"] == typed


async def test_fetches_only_what_was_missed_after_a_lost_connection(web: Web, ada: Page, olu: Page) -> None:
    seen = max(message["revision"] for message in ada.messages.values())
    await ada.socket.close()
    await olu.type("While you were away")

    async with opened(web) as back:
        welcome = await back.hello("ada", epoch=ada.welcome["epoch"], since=seen)

    assert [message["text"] for message in welcome["messages"]] == ["While you were away"]
    assert not welcome["complete"]


async def test_a_restarted_server_tells_everything_anew(web: Web) -> None:
    async with opened(web) as page:
        welcome = await page.hello("ada", epoch="of another run", since=99)

    assert welcome["complete"]
    assert len(welcome["messages"]) == 1


async def test_the_same_post_sent_again_is_one_post(ada: Page) -> None:
    first, again = [await ada.type("Hello", key="k") for _ in range(2)]

    assert first["message"] == again["message"]


async def test_a_form_that_is_sent_again_is_done_once_and_answered_again() -> None:
    fair = Fair()
    async with serving(fair.bot()) as web, opened(web, "ada") as ada:
        sent = {"place": "general", "call": "edit?id=1", "values": MEETING}
        first, again = [await ada.ask("submit", **sent, key="k1") for _ in range(2)]
        another = await ada.ask("submit", **sent, key="k2")

    assert first["message"] == again["message"] != another["message"]
    assert len(fair.asked) == 2


async def test_a_form_that_was_not_understood_is_tried_again_under_the_same_key(ada: Page) -> None:
    sent = {"place": "general", "call": "note", "key": "k"}
    unclear = await ada.ask("submit", **sent, values={"topic": "tea", "words": "!"})
    done = await ada.ask("submit", **sent, values={"topic": "tea", "words": "quiet words"})

    assert (unclear["kind"], done["kind"]) == ("refused", "done")
    assert ada.messages[done["message"]]["text"] == "Noted for someone: quiet words"


async def test_another_page_of_the_same_reader_is_told_what_they_read(web: Web, ada: Page) -> None:
    async with opened(web, "ada") as other:
        await ada.ask("read", place="general", message=2**52)

        told = await other.until(lambda answer: answer["kind"] == "read")
        assert (told["place"], told["message"]) == ("general", 2**52)


async def test_keeps_what_was_read_for_the_next_visit(web: Web, ada: Page) -> None:
    await ada.ask("read", place="general", message=41)

    async with opened(web, "ada") as again:
        assert again.welcome["reads"]["general"] == 41


async def test_logs_nothing_of_what_was_typed(ada: Page, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="adapters"):
        await ada.type("canary in the channel")
        await ada.type("/find-skill canary")

    assert "canary" not in caplog.text
