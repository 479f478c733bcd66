"""One person in front of a simulated Slack: what they can do, and what they see."""

from collections.abc import Iterator
from typing import Any

from tests.simulators import slack_payloads as payloads
from tests.simulators.slack_limits import faults_in_view
from tests.simulators.slack_mrkdwn import rich_pieces, shown, text_pieces
from tests.simulators.slack_payloads import Json, Member
from tests.simulators.slack_platform import GENERAL, SlackPlatform, replacing
from tests.simulators.slack_state import Message, Screen
from tests.simulators.slack_transport import Delivery

__all__ = ["Person", "SlackPlatform", "labels", "read"]


# Where the value of a field is told, and where it is given beforehand.
FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}


class Person:
    """A member at their screen; controls are found by what is written on them, on whatever changed last."""

    def __init__(self, slack: SlackPlatform, user_id: str = "U0MEMBER1", name: str = "ada") -> None:
        self.slack = slack
        self.member = Member(user_id, name)
        slack.conversations.admit(self.member)

    @property
    def screen(self) -> Screen:
        return self.slack.screens[self.member.user_id]

    @property
    def message(self) -> Message:
        """The message that arrived or changed last."""
        return self.screen.messages[-1]

    @property
    def modal(self) -> Json:
        """The modal on top."""
        return self.screen.modals[-1]

    @property
    def before(self) -> list[Json]:
        """The blocks that this person looks at."""
        if self.screen.modals:
            blocks: list[Json] = self.modal["blocks"]
            return blocks
        if self.screen.latest == "home" and self.screen.home:
            return list(self.screen.home["blocks"])
        return self.message.blocks if self.screen.messages else []

    # Doing ---------------------------------------------------------------------

    async def type(self, line: str, channel: str = GENERAL) -> Delivery:
        """Send a slash command; the answer may still be on its way."""
        slack, who = self.slack, self.member
        url = slack.response_url(who, channel)
        return await slack.deliver(
            "slash_commands", payloads.slash_command(who, channel, line, slack.trigger(who), url)
        )

    async def press(self, label: str, nth: int = 0) -> Delivery:
        """Press the nth button of that label."""
        found = [(block, e) for block, e in controls(self.before) if e["type"] == "button" and _label(e) == label]
        block, element = found[nth]
        return await self.use(payloads.action(element, block["block_id"]))

    async def choose(self, label: str, nth: int = 0) -> Delivery:
        """Choose the nth option of that label in any menu."""
        found = [
            (block, element, option)
            for block, element in controls(self.before)
            if element["type"] == "static_select"
            for option in element["options"]
            if option["text"]["text"] == label
        ]
        block, element, option = found[nth]
        return await self.use(payloads.action(element, block["block_id"], option))

    async def use(self, action: Json) -> Delivery:
        """Send an action from whatever this person looks at, a hand-made one too."""
        slack, who = self.slack, self.member
        trigger = slack.trigger(who)
        view = self.screen.modals[-1] if self.screen.modals else self.screen.home
        if self.screen.modals or self.screen.latest == "home":
            assert view
            return await slack.deliver("interactive", payloads.pressed_in_view(who, view, action, trigger))
        message = self.message
        url = slack.response_url(who, message.channel, message)
        pressed = payloads.pressed_on_message(
            who,
            message.channel,
            message.ts,
            action,
            trigger=trigger,
            response_url=url,
            ephemeral=message.ephemeral,
            thread=message.thread,
        )
        return await slack.deliver("interactive", pressed)

    async def search(self, option: str, typed: str) -> list[Json]:
        """Type into a field of the open form that completes; what is offered."""
        block = next(block for block in self.modal["blocks"] if block.get("block_id") == option)
        element = block["element"]
        if len(typed) < element["min_query_length"]:
            return []
        asked = payloads.suggestion(self.member, self.modal, option, element["action_id"], typed)
        offered = (await self.slack.deliver("interactive", asked)).response or {}
        return list(offered.get("options", []))

    async def submit(self, **answers: str) -> Delivery:
        """Fill in the open form and send it; a field that completes takes its first suggestion, what was typed."""
        values: Json = {}
        for block in self.modal["blocks"]:
            if block["type"] == "input":
                element = block["element"]
                value = await self._filled(block, answers.get(block["block_id"]))
                values[block["block_id"]] = {element["action_id"]: {"type": element["type"], **value}}
        return await self.send_form(values)

    async def send_form(self, values: Json) -> Delivery:
        """Send the open form with these values, whatever they are, and do what the app says about the modal."""
        slack = self.slack
        view = self.modal
        self.screen.filled = values
        submitted = payloads.submitted(self.member, view, values, slack.trigger(self.member))
        delivery = await slack.deliver("interactive", submitted)
        if delivery.acknowledged:
            self._respond(view, delivery.response or {})
        return delivery

    async def open_home(self, tab: str = "home") -> Delivery:
        return await self.slack.deliver("events_api", payloads.home_opened(self.member, tab))

    def close_modals(self) -> None:
        self.screen.modals.clear()

    async def sees(self, text: str, seconds: float = 10.0) -> str:
        """Wait until `text` is to be read; returns all there is to read."""
        await self.slack.until(lambda: text in read(self.before), seconds)
        return read(self.before)

    async def hears(self, part: str, channel: str = "", seconds: float = 10.0) -> Message:
        """Wait until somebody said `part` in the channel of that name, or the bot did in private, and look at that."""
        await self.slack.until(lambda: bool(self.heard(part, channel)), seconds)
        message = self.heard(part, channel)[-1]
        self.screen.messages = [other for other in self.screen.messages if other is not message] + [message]
        self.screen.latest = "message"
        return message

    def heard(self, part: str, channel: str = "") -> list[Message]:
        """List what holds `part` in the channel of that name, or else in private with the bot; newest last."""
        places = self.slack.conversations.seen_by(self.member.user_id, channel)
        said = [message for place in places for message in place.messages if part in read(message.blocks)]
        return sorted(said, key=lambda message: float(message.ts))

    async def sees_form(self, seconds: float = 10.0) -> Json:
        """Wait until a form is open."""
        await self.slack.until(lambda: bool(self.screen.modals) and "submit" in self.modal, seconds)
        return self.modal

    async def _filled(self, block: Json, answer: str | None) -> Json:
        """Fill in a field; with None it is left as it stands, and with nothing it is cleared."""
        element = block["element"]
        state, initial = FIELDS[element["type"]]
        if answer is None:
            return {state: element.get(initial, [] if state == "selected_options" else None)}
        if state == "selected_options":
            wanted = [part for part in answer.split(",") if part]
            return {state: [_option(element, part) for part in wanted]}
        if not answer or state != "selected_option":
            return {state: answer or None}
        if element["type"] == "external_select":
            return {state: (await self.search(block["block_id"], answer))[0]}
        return {state: _option(element, answer)}

    def _respond(self, view: Json, response: Json) -> None:
        """Do as Slack does with the answer to a submitted form."""
        self.screen.errors = response.get("errors", {})
        match response.get("response_action"):
            case None:
                self.screen.modals.remove(view)
            case "update":
                if not faults_in_view(response["view"]):
                    place = self.screen.modals.index(view)
                    self.screen.modals[place] = replacing(view, response["view"])
                    self.screen.changes += 1
            case "errors":
                fields = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
                if not response["errors"].keys() <= fields:
                    self.slack.violations.append("errors: for fields that the form does not have")
            case other:
                self.slack.violations.append(f"response_action: {other}")


# Reading -----------------------------------------------------------------------


def controls(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield every button and menu with its block, in reading order."""
    for block in blocks:
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]:
            if element.get("type") in {"button", "static_select", "external_select"}:
                yield block, element


def _option(element: Json, wanted: str) -> Json:
    return next(option for option in element["options"] if wanted in (option["value"], option["text"]["text"]))


def labels(blocks: list[Json]) -> list[str]:
    """List what is written on the buttons."""
    return [_label(element) for _, element in controls(blocks) if element["type"] == "button"]


def read(blocks: list[Json]) -> str:
    """Read blocks aloud, without their markup."""
    return "\n".join(text for block in blocks if (text := _read(block)))


def _read(block: Json) -> str:
    match block["type"]:
        case "header":
            return _text(block["text"])
        case "section":
            return "\n".join(map(_text, [*([block["text"]] if "text" in block else []), *block.get("fields", [])]))
        case "context":
            return " ".join(map(_text, block["elements"]))
        case "rich_text":
            return shown(rich_pieces(block))
        case "image":
            return f"[{block['alt_text']}]"
        case _:
            return ""


def _text(text: Json) -> str:
    return shown(text_pieces(text))


def _label(element: Any) -> str:
    return str(element["text"]["text"])
