"""Three renderers behind one face, each with its platform's own checker, reader and way back."""

import json
from collections.abc import Iterator
from typing import Any, Protocol

from adapters.discord import inbound as discord_inbound
from adapters.discord import render as discord_render
from adapters.slack import inbound as slack_inbound
from adapters.slack import render as slack_render
from adapters.web import inbound as web_inbound
from adapters.web import render as web_render
from bot.chat.calls import Call
from bot.chat.roles import RoleBook
from bot.chat.views import Reply
from tests.contract.web_tree import faults_in_tree, parts
from tests.simulators import discord_markdown, discord_payloads, slack_mrkdwn, slack_payloads
from tests.simulators.discord_client import walk
from tests.simulators.discord_rules import message_problems
from tests.simulators.slack import controls
from tests.simulators.slack_limits import faults_in_message, faults_in_view

Json = dict[str, Any]
# How something is shown ("text", "strong", "link", "label" …), and what is to be read there.
Piece = tuple[str, str]

NOBODY_HAS_ONE = RoleBook({})


class Renderer(Protocol):
    platform: str

    def bodies(self, reply: Reply) -> list[Any]:
        """Draw a reply in every way it may be sent."""

    def faults(self, reply: Reply) -> list[object]:
        """List what the platform would refuse in any of them."""

    def pieces(self, reply: Reply) -> list[Piece]:
        """Take apart what a reader has before them, labels of controls included."""

    def presses(self, reply: Reply) -> list[Call]:
        """List the call that each button and each choice makes, as the adapter reads it back."""


class SlackRenderer:
    platform = "slack"

    def bodies(self, reply: Reply) -> list[Any]:
        return [slack_render.message(reply), slack_render.modal(reply), slack_render.home(reply)]

    def faults(self, reply: Reply) -> list[object]:
        message, *views = self.bodies(reply)
        return [*faults_in_message(message), *(fault for view in views for fault in faults_in_view(view))]

    def pieces(self, reply: Reply) -> list[Piece]:
        blocks: list[Json] = slack_render.message(reply)["blocks"]
        return [piece for block in blocks for piece in self._block(block)]

    def _block(self, block: Json) -> Iterator[Piece]:
        if block["type"] == "rich_text":
            yield from slack_mrkdwn.rich_pieces(block)
        elif block["type"] != "actions":
            for text in (block.get("text"), *block.get("fields", ()), *block.get("elements", ())):
                yield from slack_mrkdwn.text_pieces(text) if text else ()
        for _, element in controls([block]):
            yield "label", (element.get("text") or element["placeholder"])["text"]
            yield from (("label", option["text"]["text"]) for option in element.get("options", ()))

    def presses(self, reply: Reply) -> list[Call]:
        found = controls(slack_render.message(reply)["blocks"])
        acts = [(element, option) for _, element in found for option in element.get("options", [None])]
        return [self._press(slack_payloads.action(element, "b", option)) for element, option in acts]

    def _press(self, action: Json) -> Call:
        who = slack_payloads.Member("U1", "ada")
        body = slack_payloads.pressed_on_message(who, "C1", "1.1", action, trigger="t", response_url="r")
        return slack_inbound.pressed(body, NOBODY_HAS_ONE).call


class DiscordRenderer:
    platform = "discord"

    def bodies(self, reply: Reply) -> list[Any]:
        return [discord_render.message(reply), discord_render.change(reply.blocks)]

    def faults(self, reply: Reply) -> list[object]:
        message, edit = self.bodies(reply)
        return [*message_problems(message, new=True), *message_problems(edit, new=False)]

    def pieces(self, reply: Reply) -> list[Piece]:
        found: list[Piece] = []
        for component in walk(discord_render.render(reply.blocks)):
            read = discord_markdown.pieces(component.get("content", ""))
            # A link reads the same whichever of its forms it has.
            found += [("link" if kind in {"label", "address"} else kind, text) for kind, text in read]
            # Without a description, a picture is still something to see.
            found += [("text", item.get("description", "a picture")) for item in component.get("items", ())]
            labels = [component.get("label"), component.get("placeholder")]
            labels += [option["label"] for option in component.get("options", ())]
            found += [("label", label) for label in labels if label is not None]
        return found

    def presses(self, reply: Reply) -> list[Call]:
        drawn = [component for component in walk(discord_render.render(reply.blocks)) if "custom_id" in component]
        acts = [(c["custom_id"], option) for c in drawn for option in c.get("options", [None])]
        return [self._press(custom_id, option) for custom_id, option in acts]

    def _press(self, custom_id: str, option: Json | None) -> Call:
        values = [option["value"]] if option else []
        data = {"component_type": 2, "custom_id": custom_id, "values": values, "id": 1}
        who = discord_payloads.user("7", "Kim")
        sent = discord_payloads.interaction("1", "token", 3, data, who, place="direct")
        return discord_inbound.request(sent, NOBODY_HAS_ONE).call


class WebRenderer:
    platform = "web"

    def bodies(self, reply: Reply) -> list[Any]:
        return [web_render.render(reply.blocks), web_render.summary(reply.blocks)]

    def faults(self, reply: Reply) -> list[object]:
        tree, summary = self.bodies(reply)
        return [*faults_in_tree(tree), *([] if summary.strip() else ["nothing to announce"])]

    def pieces(self, reply: Reply) -> list[Piece]:
        found: list[Piece] = []
        for part in parts(web_render.render(reply.blocks)):
            found += [("text", part[name]) for name in ("title", "name", "alt") if name in part]
            found += [("label", part["label"])] if "label" in part else []
            kind = part.get("type", "")
            found += [("text" if kind in {"heading", "plain"} else kind, part["text"])] if "text" in part else []
        return found

    def presses(self, reply: Reply) -> list[Call]:
        calls: list[Call] = []
        for part in parts(web_render.render(reply.blocks)):
            if "call" in part:
                filled = [{part["fills"]: choice["value"]} for choice in part["choices"]] if "fills" in part else [{}]
                calls += [self._press(part["call"], values) for values in filled]
        return calls

    def _press(self, call: str, values: dict[str, str]) -> Call:
        _, wish = web_inbound.read(json_of({"id": 1, "kind": "press", "message": 1, "call": call, "values": values}))
        assert isinstance(wish, web_inbound.Press)
        return Call.parse(wish.call).with_args(wish.values)


def json_of(body: Any) -> str:
    """Write JSON as it travels. Raises UnicodeEncodeError for halves of characters."""
    return json.dumps(body, ensure_ascii=False).encode().decode()


RENDERERS: tuple[Renderer, ...] = (SlackRenderer(), DiscordRenderer(), WebRenderer())
