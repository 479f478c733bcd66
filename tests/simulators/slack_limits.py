"""What Slack takes in messages and views: a table of limits of our own, and the models of slack_sdk."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]

MESSAGE_KEYS = {
    *("channel", "user", "text", "blocks", "response_type", "replace_original", "delete_original"),
    *("unfurl_links", "unfurl_media", "thread_ts", "metadata", "mrkdwn"),
}
VIEW_KEYS = {
    *("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id", "external_id"),
    *("clear_on_close", "notify_on_close", "submit_disabled"),
}
BLOCK_KEYS = {
    "header": {"text"},
    "section": {"text", "fields", "accessory", "expand"},
    "context": {"elements"},
    "divider": set[str](),
    "actions": {"elements"},
    "input": {"label", "element", "optional", "hint", "dispatch_action"},
    "rich_text": {"elements"},
    "image": {"slack_file", "alt_text", "title"},
}
SELECT_KEYS = {"action_id", "placeholder", "initial_option", "focus_on_load", "confirm"}
MANY_KEYS = {"action_id", "options", "initial_options", "focus_on_load", "confirm"}
PICKER_KEYS = {"action_id", "placeholder", "focus_on_load", "confirm"}
ELEMENT_KEYS = {
    "button": {"action_id", "text", "value", "style", "url", "confirm", "accessibility_label"},
    "static_select": SELECT_KEYS | {"options", "option_groups"},
    "external_select": SELECT_KEYS | {"min_query_length"},
    "multi_static_select": MANY_KEYS | {"option_groups", "placeholder", "max_selected_items"},
    "checkboxes": MANY_KEYS,
    "datepicker": PICKER_KEYS | {"initial_date"},
    "timepicker": PICKER_KEYS | {"initial_time", "timezone"},
    "plain_text_input": {
        *("action_id", "placeholder", "initial_value", "multiline", "min_length", "max_length", "focus_on_load"),
    },
}
# What may stand in an input block, and how many options an element can have.
INPUTS = set(ELEMENT_KEYS) - {"button"}
MOST_OPTIONS = {"static_select": 100, "multi_static_select": 100, "checkboxes": 10}
SHAPES = {"initial_date": re.compile(r"\d{4}-\d\d-\d\d"), "initial_time": re.compile(r"([01]\d|2[0-3]):[0-5]\d")}
FILE = re.compile(r"F[A-Z0-9]{8,}")
_KEPT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
RICH_KEYS = {
    "text": {"text", "style"},
    "link": {"url", "text", "style"},
    "user": {"user_id", "style"},
    "date": {"timestamp", "format", "fallback", "url"},
}


def faults_in_message(body: Json, *, update: bool = False) -> list[str]:
    """List what Slack would refuse in a message, or in what is to stand there instead of one."""
    return list(_message(body, MESSAGE_KEYS | {"ts"} if update else MESSAGE_KEYS))


def faults_in_metadata(metadata: Any) -> list[str]:
    """List what Slack would refuse in a message's metadata."""
    if metadata is None:
        return []
    if not isinstance(metadata, dict) or metadata.keys() != {"event_type", "event_payload"}:
        return ["metadata: not an event_type and an event_payload"]
    plain = isinstance(metadata["event_type"], str) and isinstance(metadata["event_payload"], dict)
    return [] if plain and len(str(metadata)) <= 10_000 else ["metadata: of other kinds, or too large"]


def faults_in_view(view: Json) -> list[str]:
    """List what Slack would refuse in a modal or an App Home."""
    return list(_view(view))


def faults_in_options(options: Any) -> list[str]:
    """List what Slack would refuse in suggestions."""
    if not isinstance(options, list) or len(options) > 100:
        return ["suggestions are no list of at most 100"]
    return [fault for option in options for fault in _option(option)]


def _message(body: Json, known: set[str]) -> Iterator[str]:
    yield from _keys("message", body, known)
    text = body.get("text", "")
    if not isinstance(text, str) or not text.strip() or len(text) > 40_000:
        yield "a message needs a text of at most 40,000 characters beside its blocks"
    if "<!" in str(text):
        yield "text: something reads as a mention of everybody"
    if body.get("unfurl_links") is not False:
        yield "links would unfold"
    yield from _blocks(body.get("blocks", []), 50)


def _view(view: Json) -> Iterator[str]:
    yield from _keys("view", view, VIEW_KEYS)
    modal = view.get("type") == "modal"
    if not modal and (view.get("type") != "home" or view.keys() & {"title", "submit", "close"}):
        yield "view: neither a modal nor an App Home"
    if modal:
        yield from _text("title", view.get("title"), 24, plain=True)
    for name in view.keys() & {"submit", "close"}:
        yield from _text(name, view[name], 24, plain=True)
    if len(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
        yield "view: private_metadata or callback_id is too long"
    inputs = [block for block in view.get("blocks", []) if block.get("type") == "input"]
    if modal and inputs and "submit" not in view:
        yield "view: inputs without a submit"
    if not view.get("blocks"):
        yield "view: no blocks"
    yield from _blocks(view.get("blocks", []), 100, modal=modal)
    yield from _modelled(lambda: View(**view).to_dict(), "view")


def _blocks(blocks: Any, most: int, *, modal: bool = False) -> Iterator[str]:
    if not isinstance(blocks, list) or len(blocks) > most:
        yield f"blocks: no list of at most {most}"
        return
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    if any(count > 1 for count in ids.values()) or any(not 1 <= len(name) <= 255 for name in ids):
        yield "blocks: a block_id twice, or too long"
    for number, block in enumerate(blocks):
        where = f"/blocks/{number}"
        yield from (f"{where}: {fault}" for fault in _block(block, modal=modal))
        yield from _modelled(partial(_parsed, block), where)


def _parsed(block: Json) -> None:
    """Read a block with slack_sdk and write it back: what it does not know is lost on the way."""
    parsed = Block.parse(block)
    written = parsed.to_dict() if parsed else None
    if written != block:
        raise SlackObjectFormationError(f"slack_sdk reads {block} as {written}")


def _modelled(write: Callable[[], Any], where: str) -> Iterator[str]:
    try:
        write()
    except (SlackObjectFormationError, TypeError, KeyError, ValueError) as error:
        yield f"{where}: {error}"


def _block(block: Json, *, modal: bool) -> Iterator[str]:
    kind = block.get("type", "")
    if kind not in BLOCK_KEYS or (kind == "input" and not modal):
        yield f"no block of type {kind} here"
        return
    yield from _keys(kind, block, BLOCK_KEYS[kind] | {"type", "block_id"})
    match kind:
        case "header":
            yield from _text(kind, block.get("text"), 150, plain=True)
        case "section":
            yield from _section(block)
        case "context":
            yield from _count(kind, block.get("elements"), 10)
            for text in block.get("elements", []):
                yield from _text(kind, text, 3000)
                yield from _escaped(kind, text, 3000)
        case "actions":
            yield from _actions(block.get("elements", []))
        case "input":
            yield from _text("label", block.get("label"), 2000, plain=True)
            yield from _element(block.get("element", {}), INPUTS)
        case "rich_text":
            yield from _rich_text(block)
        case "image":
            yield from _image(block)
        case _:  # a divider
            pass


def _image(block: Json) -> Iterator[str]:
    file = block.get("slack_file")
    if not isinstance(file, dict) or file.keys() != {"id"} or not FILE.fullmatch(str(file["id"])):
        yield "image: no file of Slack's"
    if not isinstance(block.get("alt_text"), str) or not 1 <= len(block["alt_text"]) <= 2000:
        yield "image: no alt_text of at most 2,000 characters"


def _section(block: Json) -> Iterator[str]:
    if not block.get("text") and not block.get("fields"):
        yield "section: neither text nor fields"
    if "text" in block:
        yield from _text("section", block["text"], 3000)
        yield from _escaped("section", block["text"], 3000)
    if "fields" in block:
        yield from _count("fields", block["fields"], 10)
        for field in block["fields"]:
            yield from _text("field", field, 2000)
            yield from _escaped("field", field, 2000)
    if "accessory" in block:
        yield from _element(block["accessory"], {"button", "static_select", "external_select"})


def _actions(elements: list[Json]) -> Iterator[str]:
    yield from _count("actions", elements, 25)
    if len({element.get("action_id") for element in elements}) != len(elements):
        yield "actions: an action_id twice"
    for element in elements:
        yield from _element(element, {"button", "static_select", "external_select"})


def _element(element: Json, kinds: set[str]) -> Iterator[str]:
    kind = element.get("type", "")
    if kind not in kinds:
        yield f"no element of type {kind} here"
        return
    yield from _keys(kind, element, ELEMENT_KEYS[kind] | {"type"})
    if not 1 <= len(element.get("action_id", "")) <= 255:
        yield f"{kind}: no action_id, or a long one"
    if "placeholder" in element:
        yield from _text("placeholder", element["placeholder"], 150, plain=True)
    yield from _contents(kind, element)


def _contents(kind: str, element: Json) -> Iterator[str]:
    match kind:
        case "button":
            yield from _text("button", element.get("text"), 75, plain=True)
            if len(element.get("value", "")) > 2000 or element.get("style", "primary") not in {"primary", "danger"}:
                yield "button: a long value, or an unknown style"
        case "static_select" | "multi_static_select" | "checkboxes":
            yield from _choices(element, MOST_OPTIONS[kind])
        case "plain_text_input":
            yield from _text_input(element)
        case "datepicker" | "timepicker":
            for name in element.keys() & SHAPES.keys():
                if not SHAPES[name].fullmatch(element[name]):
                    yield f"{kind}: {name}"
        case _:  # an external_select
            yield from _option(element["initial_option"]) if "initial_option" in element else ()


def _choices(element: Json, most: int) -> Iterator[str]:
    options = element.get("options") or []
    yield from _count("options", options, most)
    for option in options:
        yield from _option(option)
    if len({option.get("value") for option in options}) < len(options):
        yield "options: a value twice"
    chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    if any(option not in options for option in chosen) or element.get("initial_options") == []:
        yield "initial options that are none of the options"


def _text_input(element: Json) -> Iterator[str]:
    most = element.get("max_length", 3000)
    if not 1 <= most <= 3000 or len(element.get("initial_value", "")) > most:
        yield "plain_text_input: max_length, or an initial_value beyond it"


def _option(option: Json) -> Iterator[str]:
    yield from _keys("option", option, {"text", "value", "description"})
    yield from _text("option", option.get("text"), 75, plain=True)
    if "description" in option:
        yield from _text("description", option["description"], 75, plain=True)
    if not 1 <= len(option.get("value", "")) <= 150:
        yield "option: no value, or a long one"


def _rich_text(block: Json) -> Iterator[str]:
    yield from _count("rich_text", block.get("elements"), 50)
    for section in block.get("elements", []):
        if section.get("type") != "rich_text_section":
            yield f"rich_text: unexpected {section.get('type')}"
        for element in section.get("elements", []):
            kind = element.get("type", "")
            if kind not in RICH_KEYS:
                yield f"rich_text: unexpected {kind}"
                continue
            yield from _keys(kind, element, RICH_KEYS[kind] | {"type"})
            needed = {"link": "url", "user": "user_id", "date": "format"}.get(kind, "text")
            if not element.get(needed):
                yield f"rich_text: an empty {kind}"


def _text(where: str, text: Any, limit: int, *, plain: bool = False) -> Iterator[str]:
    kinds = {"plain_text"} if plain else {"plain_text", "mrkdwn"}
    if not isinstance(text, dict) or text.get("type") not in kinds:
        yield f"{where}: no text of type {' or '.join(sorted(kinds))}"
        return
    yield from _keys(where, text, {"type", "text", "emoji" if text["type"] == "plain_text" else "verbatim"})
    if not isinstance(text.get("text"), str) or not text["text"].strip() or len(text["text"]) > limit:
        yield f"{where}: empty, or longer than {limit} characters"


def _escaped(where: str, text: Json, limit: int) -> Iterator[str]:
    """Check plain text as Slack keeps it, which has five characters for one of these."""
    written = str(text.get("text", ""))
    if (
        text.get("type") == "plain_text"
        and len(written) + sum(len(_KEPT[c]) - 1 for c in written if c in _KEPT) > limit
    ):
        yield f"{where}: longer than {limit} characters as Slack writes it"


def _count(where: str, things: Any, most: int) -> Iterator[str]:
    if not isinstance(things, list) or not 1 <= len(things) <= most:
        yield f"{where}: not from 1 to {most}"


def _keys(where: str, thing: Json, known: set[str]) -> Iterator[str]:
    if unknown := thing.keys() - known:
        yield f"{where}: unknown {', '.join(sorted(unknown))}"
