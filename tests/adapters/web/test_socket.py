"""The real server over its real socket."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from adapters.errors import Misconfigured
from adapters.web.app import Web, WebOptions
from bot.chat.commands import Catalog, Command
from bot.chat.requests import Request
from bot.chat.views import Reply, say
from bot.service import Bot
from tests.adapters.web.catalog import CHANNELS, PEOPLE
from tests.adapters.web.server import PATIENCE, Page, controls, opened, serving


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with serving() as running:
        yield running


@pytest.fixture
async def ada(web: Web) -> AsyncIterator[Page]:
    async with opened(web, "ada") as page:
        yield page


@pytest.fixture
async def olu(web: Web) -> AsyncIterator[Page]:
    async with opened(web, "olu") as page:
        yield page


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


async def test_a_form_with_a_field_missing_says_which(ada: Page) -> None:
    answer = await ada.ask("submit", place="general", call="find-skill", values={"skill": " ", "setting": "moon"})

    assert answer["kind"] == "invalid"
    assert sorted(answer["problems"]) == ["setting", "skill"]


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
    assert form["form"]["call"] == "note?topic=my+secret"

    done = await ada.ask("submit", place="general", call="note?topic=my+secret", values={"words": "quiet words"})

    answer = ada.messages[done["message"]]
    assert answer["asked"] == "/note"
    assert answer["text"] == "Noted for someone: quiet words"


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
    assert (await ada.type("Hello?", place="with-hirg-bot-olu"))["message"] == "There is no such channel here."


async def test_meets_plain_text_to_the_bot_with_what_it_understands(ada: Page) -> None:
    await ada.type("nvivo please", place="with-hirg-bot-ada")

    assert list(ada.messages.values())[-1]["text"].startswith("I only understand commands so far: /find-skill, ")


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


@pytest.mark.parametrize("frame", ["", "{", "[]", '{"id": 3}', '{"id": 3, "kind": "dance"}', "[" * 60_000])
async def test_answers_what_it_cannot_read_and_stays(ada: Page, frame: str) -> None:
    await ada.socket.send_str(frame)
    refused = await ada.until(lambda answer: answer["kind"] == "refused")

    assert refused["message"].endswith(".")
    assert (await ada.type("Still here"))["kind"] == "done"


async def test_answers_bytes_with_a_sentence(ada: Page) -> None:
    await ada.socket.send_bytes(b"\x00")

    assert (await ada.until(lambda answer: answer["kind"] == "refused"))[
        "message"
    ] == "This socket speaks JSON in text."


async def test_closes_a_socket_that_sends_too_much(ada: Page) -> None:
    await ada.socket.send_str("x" * 200_000)

    closed = await asyncio.wait_for(ada.socket.receive(), PATIENCE)
    assert closed.data == 1009


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


async def test_keeps_what_was_read_for_the_next_visit(web: Web, ada: Page) -> None:
    await ada.ask("read", place="general", message=41)

    async with opened(web, "ada") as again:
        assert again.welcome["reads"]["general"] == 41


# The server ------------------------------------------------------------------------


async def fetch(url: str, **headers: str) -> tuple[int, dict[str, str], str]:
    async with ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, dict(response.headers), await response.text()


async def test_serves_a_page_that_runs_nothing_from_elsewhere(web: Web) -> None:
    status, headers, _ = await fetch(web.url)

    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


async def test_serves_scripts_as_scripts(web: Web) -> None:
    _, headers, _ = await fetch(f"{web.url}static/main.js")

    assert headers["Content-Type"].startswith(("text/javascript", "application/javascript"))


@pytest.mark.parametrize("path", ["static/x.js", "static/..%2fapp.py", "static/%2e%2e/app.py", "static/", "nowhere"])
async def test_serves_nothing_but_its_own_parts(web: Web, path: str) -> None:
    status, headers, _ = await fetch(f"{web.url}{path}")

    assert status == 404
    assert "Content-Security-Policy" in headers


async def test_answers_under_no_other_name(web: Web) -> None:
    status, _, said = await fetch(web.url, Host="evil.example:80")

    assert status == 403
    assert "only answers on this machine" in said


@pytest.mark.parametrize("name", ["localhost:9", "127.0.0.1", "[::1]:80", "LOCALHOST"])
async def test_answers_under_every_name_of_this_machine(web: Web, name: str) -> None:
    assert (await fetch(web.url, Host=name))[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "file://", "http://["])
async def test_opens_no_socket_for_another_page(web: Web, origin: str) -> None:
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(f"{web.url}socket", headers={"Origin": origin})

    assert refused.value.status == 403


async def test_says_which_setting_is_wrong_when_the_port_is_taken(web: Web) -> None:
    port = int(web.url.rstrip("/").rpartition(":")[2])

    with pytest.raises(Misconfigured, match="taken by another program") as refused:
        async with serving(port=port):
            pass

    assert refused.value.setting == "port"


@pytest.mark.parametrize(
    ("options", "setting"), [(WebOptions(port=99999), "port"), (WebOptions("nowhere.invalid", 0), "host")]
)
async def test_says_which_setting_is_wrong_when_the_address_cannot_be(options: WebOptions, setting: str) -> None:
    web = Web(Bot(Catalog(())), options, PEOPLE, CHANNELS, {})

    with pytest.raises(Misconfigured) as refused:
        await asyncio.wait_for(web.run(), PATIENCE)

    assert refused.value.setting == setting


def slow_bot(begun: asyncio.Event, release: asyncio.Event) -> Bot:
    async def wait(request: Request) -> Reply:
        del request
        begun.set()
        await release.wait()
        return say("Done at last.")

    return Bot(Catalog((Command("wait", "Take a while", wait),)))


async def test_finishes_answers_under_way_before_it_stops() -> None:
    begun, release = asyncio.Event(), asyncio.Event()
    web = Web(slow_bot(begun, release), WebOptions(port=0), PEOPLE, CHANNELS, {})
    running = asyncio.create_task(web.run())
    await asyncio.wait_for(web.ready.wait(), PATIENCE)
    async with opened(web, "ada") as page:
        asking = asyncio.create_task(page.answer_to("/wait"))
        await asyncio.wait_for(begun.wait(), PATIENCE)
        running.cancel()
        release.set()

        assert (await asking)["text"] == "Done at last."
        assert (await asyncio.wait_for(page.socket.receive(), PATIENCE)).data == 1001
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_an_answer_under_way_survives_its_page() -> None:
    begun, release = asyncio.Event(), asyncio.Event()
    async with serving(slow_bot(begun, release)) as web:
        async with opened(web, "ada") as page:
            await page.socket.send_json({"id": 50, "kind": "post", "place": "general", "text": "/wait"})
            await asyncio.wait_for(begun.wait(), PATIENCE)
        async with opened(web, "ada") as again:
            release.set()
            told: dict[str, Any] = await again.until(lambda answer: answer["kind"] == "message")

    assert told["message"]["text"] == "Done at last."


async def test_logs_nothing_of_what_was_typed(ada: Page, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="adapters"):
        await ada.type("canary in the channel")
        await ada.type("/find-skill canary")

    assert "canary" not in caplog.text
