"""What Discord takes and what it refuses, written down by hand.

From https://docs.discord.com/developers/components/reference, …/interactions/receiving-and-responding and
…/interactions/application-commands; it also holds what the published specification leaves out: ids that are unique,
no empty message, no content beside version 2 components, sums over a whole message. It allows only what this bot
uses: a key or component nobody meant to send is refused, too.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.simulators.discord_command_rules import completion_problems
from tests.simulators.discord_limits import Problem, keys, length

Json = dict[str, Any]

EPHEMERAL, COMPONENTS_V2 = 1 << 6, 1 << 15
COMMAND, CONTROL, COMPLETION, FORM = 2, 3, 4, 5
MESSAGE, LATER, LATER_IN_PLACE, IN_PLACE, COMPLETIONS, MODAL = 4, 5, 6, 7, 8, 9


def callback_problems(kind: int, source: int | None, body: Json, *, private: bool = False) -> Iterator[Problem]:
    """Check the first response to an interaction; `source` is the flags of the message it came from, if any.

    `private` when that stands in the conversation of the bot with one person.
    """
    answer, data = body.get("type"), body.get("data") or {}
    if answer not in _allowed(kind, source):
        yield Problem("type", "BASE_TYPE_CHOICES", f"{answer} is no answer to an interaction of type {kind}")
    elif answer == MODAL:
        yield from modal_problems(data)
    elif answer == COMPLETIONS:
        yield from completion_problems(data)
    elif answer == LATER_IN_PLACE:
        yield from keys("data", data, set())
    elif answer == LATER:
        yield from keys("data", data, {"flags"})
    else:
        yield from message_problems(data, new=answer == MESSAGE)
    if answer in {MESSAGE, LATER} and not data.get("flags", 0) & EPHEMERAL:
        yield Problem("data.flags", "HOUSE_RULE", "shows the answer to everybody")
    if answer in {LATER_IN_PLACE, IN_PLACE} and not private and not (source or 0) & EPHEMERAL:
        yield Problem("type", "HOUSE_RULE", "changes a message that everybody sees")


def _allowed(kind: int, source: int | None) -> set[int]:
    in_place = set() if source is None else {LATER_IN_PLACE, IN_PLACE}
    return {
        COMMAND: {MESSAGE, LATER, MODAL},
        CONTROL: {MESSAGE, LATER, MODAL} | in_place,
        COMPLETION: {COMPLETIONS},
        FORM: {MESSAGE, LATER} | in_place,
    }[kind]


def follow_up_problems(body: Json, *, loading: bool) -> Iterator[Problem]:
    """Check one more message; while the first is still to come, it would take the first one's place."""
    yield from message_problems(body, new=True)
    if not body.get("flags", 0) & EPHEMERAL:
        yield Problem("flags", "HOUSE_RULE", "shows the answer to everybody")
    if loading:
        yield Problem("", "HOUSE_RULE", "an answer that was put off is edited, not followed up")


def message_problems(body: Json, *, new: bool) -> Iterator[Problem]:
    """Check the body of a message; only a new one can be made ephemeral."""
    known = {"flags", "components", "allowed_mentions", "attachments"}
    yield from keys("", body, known, needed={"flags", "components", *(() if new else ("attachments",))})
    flags = body.get("flags", 0)
    if not flags & COMPONENTS_V2:
        yield Problem("flags", "MESSAGE_FLAGS", "must use version 2 components")
    if flags & ~(COMPONENTS_V2 | (EPHEMERAL if new else 0)):
        yield Problem("flags", "MESSAGE_FLAGS_INVALID", "holds flags that cannot be set here")
    if body.get("allowed_mentions") != {"parse": []}:
        yield Problem("allowed_mentions", "HOUSE_RULE", "must let nobody be pinged")
    components = body.get("components") or []
    if not components:
        yield Problem("components", "BASE_TYPE_REQUIRED", "Cannot send an empty message")
    for index, component in enumerate(components):
        if not 0 < component.get("id", 1) < 1 << 31:
            yield Problem(f"components.{index}.id", "NUMBER_TYPE_MAX", "must have 32 bits, with a sign")
        rest = {key: value for key, value in component.items() if key != "id"}
        yield from _component(f"components.{index}", rest, {1, 9, 10, 12, 14, 17})
    ids = [component["id"] for component in components if "id" in component]
    if len(set(ids)) < len(ids):
        yield Problem("components", "COMPONENT_ID_DUPLICATED", "ids must be unique")
    yield from _sums(list(_walk(components)))


def post_problems(body: Json) -> Iterator[Problem]:
    """Check a message that answers no interaction: it cannot be private, and it has a nonce that is heeded."""
    plain = {key: value for key, value in body.items() if key not in {"nonce", "enforce_nonce", "message_reference"}}
    yield from keys("message_reference", body.get("message_reference") or {}, {"message_id", "fail_if_not_exists"})
    yield from message_problems(plain, new=True)
    if body.get("flags", 0) & EPHEMERAL:
        yield Problem("flags", "MESSAGE_FLAGS_INVALID", "only an answer can be ephemeral")
    if not body.get("nonce") or len(str(body["nonce"])) > 25 or not body.get("enforce_nonce"):
        yield Problem("nonce", "HOUSE_RULE", "must be there, short enough and enforced")


def thread_problems(body: Json) -> Iterator[Problem]:
    """Check how a thread is started from a message."""
    yield from keys("", body, {"name", "auto_archive_duration"}, needed={"name", "auto_archive_duration"})
    yield from length("", body, "name", 1, 100)


def upload_problems(body: Json, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Check that what is attached, what is uploaded and what is shown are the same."""
    attached = {a["filename"]: a for a in body.get("attachments") or ()}
    shown = {i["media"]["url"]: i for c in _walk(body.get("components") or ()) for i in c.get("items") or ()}
    if [int(a["id"]) for a in attached.values()] != list(range(len(files))) or list(attached) != list(files):
        yield Problem("attachments", "ATTACHMENT_NOT_FOUND", "do not match what is uploaded")
    if {f"attachment://{name}" for name in attached} != shown.keys():
        yield Problem("components", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "show something else")
    for name, file in files.items():
        if len(file) > 10 * 1024 * 1024 or not name.endswith(".png"):
            yield Problem("attachments", "BASE_TYPE_MAX_SIZE", "are too large, or no pictures")


def _sums(everything: list[Json]) -> Iterator[Problem]:
    if len(everything) > 40:
        yield Problem("components", "COMPONENT_MAX_COUNT", f"{len(everything)} components, 40 are allowed")
    shown = sum(len(str(c.get(key, ""))) for c in everything for key in ("content", "label", "placeholder"))
    if shown > 4000:
        yield Problem("components", "COMPONENT_MAX_TEXT", f"{shown} characters, 4000 are allowed")
    if not any(c.get("type") in {2, 3, 10, 12} for c in everything):
        yield Problem("components", "BASE_TYPE_REQUIRED", "Cannot send an empty message")
    ids = [c["custom_id"] for c in everything if "custom_id" in c]
    for custom_id in {i for i in ids if ids.count(i) > 1}:
        yield Problem("components", "COMPONENT_CUSTOM_ID_DUPLICATED", f"{len(custom_id)} characters of id twice")


def _walk(components: Iterable[Json]) -> Iterator[Json]:
    for component in components:
        yield component
        inner = [component.get("accessory"), component.get("component"), *(component.get("components") or ())]
        yield from _walk(filter(None, inner))


def _component(path: str, component: Json, allowed: set[int]) -> Iterator[Problem]:
    kind = component.get("type")
    if kind not in allowed:
        yield Problem(f"{path}.type", "UNION_TYPE_CHOICES", f"{kind} is not allowed here")
        return
    yield from {
        1: _row,
        2: _button,
        3: _select,
        4: _text_input,
        9: _section,
        10: _text_display,
        12: _gallery,
        14: _separator,
        17: _container,
        18: _label,
        22: _ticks,
    }[kind](path, component)


def _children(path: str, component: Json, allowed: set[int], most: int) -> Iterator[Problem]:
    inside = component.get("components") or []
    if not 1 <= len(inside) <= most:
        yield Problem(f"{path}.components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")
    for index, child in enumerate(inside):
        yield from _component(f"{path}.components.{index}", child, allowed)


def _row(path: str, row: Json) -> Iterator[Problem]:
    yield from keys(path, row, {"type", "components"})
    kinds = {child.get("type") for child in row.get("components") or ()}
    yield from _children(path, row, {2, 3}, 1 if 3 in kinds else 5)


def _container(path: str, container: Json) -> Iterator[Problem]:
    yield from keys(path, container, {"type", "components", "accent_color"})
    yield from _children(path, container, {1, 9, 10, 14}, 40)


def _section(path: str, section: Json) -> Iterator[Problem]:
    yield from keys(path, section, {"type", "components", "accessory"}, needed={"accessory"})
    yield from _children(path, section, {10}, 3)
    yield from _component(f"{path}.accessory", section.get("accessory") or {}, {2})


def _separator(path: str, separator: Json) -> Iterator[Problem]:
    yield from keys(path, separator, {"type", "divider", "spacing"})


def _text_display(path: str, text: Json) -> Iterator[Problem]:
    yield from keys(path, text, {"type", "content"})
    yield from length(path, text, "content", 1, 4000)


def _gallery(path: str, gallery: Json) -> Iterator[Problem]:
    yield from keys(path, gallery, {"type", "items"})
    items = gallery.get("items") or []
    if not 1 <= len(items) <= 10:
        yield Problem(f"{path}.items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
    for index, item in enumerate(items):
        yield from keys(f"{path}.items.{index}", item, {"media", "description"}, needed={"media"})
        if "description" in item:
            yield from length(f"{path}.items.{index}", item, "description", 1, 1024)


def _button(path: str, button: Json) -> Iterator[Problem]:
    yield from keys(path, button, {"type", "style", "label", "custom_id"}, needed={"style", "custom_id"})
    yield from length(path, button, "custom_id", 1, 100)
    yield from length(path, button, "label", 1, 80)
    if button.get("style") not in {1, 2, 3, 4}:
        yield Problem(f"{path}.style", "BASE_TYPE_CHOICES", "is none of the styles for a button with an id")


def _select(path: str, select: Json) -> Iterator[Problem]:
    known = {"type", "custom_id", "placeholder", "options", "min_values", "max_values", "required"}
    yield from keys(path, select, known, needed={"custom_id", "options"})
    yield from length(path, select, "custom_id", 1, 100)
    if "placeholder" in select:
        yield from length(path, select, "placeholder", 0, 150)
    if select.get("required") and select.get("min_values") == 0:
        yield Problem(f"{path}.min_values", "COMPONENT_REQUIRED", "must be at least 1 when it is required")
    yield from _offered(path, select, 25)


def _ticks(path: str, ticks: Json) -> Iterator[Problem]:
    known = {"type", "custom_id", "options", "min_values", "max_values", "required"}
    yield from keys(path, ticks, known, needed={"custom_id", "options"})
    yield from length(path, ticks, "custom_id", 1, 100)
    if ticks.get("required", True) and ticks.get("min_values", 1) == 0:
        yield Problem(f"{path}.min_values", "COMPONENT_REQUIRED", "must be at least 1 when it is required")
    yield from _offered(path, ticks, 10)


def _offered(path: str, menu: Json, most: int) -> Iterator[Problem]:
    options = menu.get("options") or []
    if not 1 <= len(options) <= most:
        yield Problem(f"{path}.options", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")
    chosen = sum(bool(option.get("default")) for option in options)
    if not menu.get("min_values", 1) <= menu.get("max_values", 1) <= len(options) or chosen > menu.get("max_values", 1):
        yield Problem(f"{path}.max_values", "COMPONENT_MAX_VALUES", "asks for more than there is, or less than chosen")
    for index, option in enumerate(options):
        yield from keys(f"{path}.options.{index}", option, {"label", "value", "description", "default"})
        yield from length(f"{path}.options.{index}", option, "label", 1, 100)
        yield from length(f"{path}.options.{index}", option, "value", 1, 100)
    if len({option.get("value") for option in options}) < len(options):
        yield Problem(f"{path}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "values must be unique")


def modal_problems(modal: Json) -> Iterator[Problem]:
    yield from keys("", modal, {"custom_id", "title", "components"}, needed={"custom_id", "title", "components"})
    yield from length("", modal, "custom_id", 1, 100)
    yield from length("", modal, "title", 1, 45)
    yield from _children("", modal, {10, 18}, 5)
    ids = [c["custom_id"] for c in _walk(modal.get("components") or ()) if "custom_id" in c]
    if len(set(ids)) < len(ids):
        yield Problem("components", "COMPONENT_CUSTOM_ID_DUPLICATED", "ids must be unique")


def _label(path: str, label: Json) -> Iterator[Problem]:
    yield from keys(path, label, {"type", "label", "description", "component"}, needed={"component"})
    yield from length(path, label, "label", 1, 45)
    if "description" in label:
        yield from length(path, label, "description", 1, 100)
    yield from _component(f"{path}.component", label.get("component") or {}, {3, 4, 22})


def _text_input(path: str, field: Json) -> Iterator[Problem]:
    known = {"type", "custom_id", "style", "required", "min_length", "max_length", "placeholder", "value"}
    yield from keys(path, field, known, needed={"custom_id", "style"})
    yield from length(path, field, "custom_id", 1, 100)
    if field.get("style") not in {1, 2}:
        yield Problem(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    if not 1 <= field.get("max_length", 4000) <= 4000:
        yield Problem(f"{path}.max_length", "NUMBER_TYPE_MAX", "must be between 1 and 4000")
    for key, limit in (("placeholder", 100), ("value", field.get("max_length", 4000))):
        if key in field:
            yield from length(path, field, key, 1, limit)
