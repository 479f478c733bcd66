"""What Discord takes and what it refuses, written down by hand.

From https://docs.discord.com/developers/components/reference, …/interactions/receiving-and-responding and
…/interactions/application-commands; it also holds what the published specification leaves out: ids that are unique,
no empty message, no content beside version 2 components, sums over a whole message. It allows only what this bot
uses: a key or component nobody meant to send is refused, too.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]

EPHEMERAL, COMPONENTS_V2 = 1 << 6, 1 << 15
COMMAND, CONTROL, COMPLETION, FORM = 2, 3, 4, 5
MESSAGE, LATER, LATER_IN_PLACE, IN_PLACE, COMPLETIONS, MODAL = 4, 5, 6, 7, 8, 9


class Problem(NamedTuple):
    path: str
    code: str
    message: str


def callback_problems(kind: int, source: int | None, body: Json) -> Iterator[Problem]:
    """Check the first response to an interaction; `source` is the flags of the message it came from, if any."""
    answer, data = body.get("type"), body.get("data") or {}
    if answer not in _allowed(kind, source):
        yield Problem("type", "BASE_TYPE_CHOICES", f"{answer} is no answer to an interaction of type {kind}")
    elif answer == MODAL:
        yield from modal_problems(data)
    elif answer == COMPLETIONS:
        yield from completion_problems(data)
    elif answer == LATER_IN_PLACE:
        yield from _keys("data", data, set())
    elif answer == LATER:
        yield from _keys("data", data, {"flags"})
    else:
        yield from message_problems(data, new=answer == MESSAGE)
    if answer in {MESSAGE, LATER} and not data.get("flags", 0) & EPHEMERAL:
        yield Problem("data.flags", "HOUSE_RULE", "shows the answer to everybody")
    if answer in {LATER_IN_PLACE, IN_PLACE} and not (source or 0) & EPHEMERAL:
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
    yield from _keys("", body, {"flags", "components", "allowed_mentions"}, needed={"flags", "components"})
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
    top = {1, 9, 10, 14, 17}
    for index, component in enumerate(components):
        yield from _component(f"components.{index}", component, top)
    yield from _sums(list(_walk(components)))


def _sums(everything: list[Json]) -> Iterator[Problem]:
    if len(everything) > 40:
        yield Problem("components", "COMPONENT_MAX_COUNT", f"{len(everything)} components, 40 are allowed")
    shown = sum(len(str(c.get(key, ""))) for c in everything for key in ("content", "label", "placeholder"))
    if shown > 4000:
        yield Problem("components", "COMPONENT_MAX_TEXT", f"{shown} characters, 4000 are allowed")
    if not any(c.get("type") in {2, 3, 10} for c in everything):
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
        14: _separator,
        17: _container,
        18: _label,
    }[kind](path, component)


def _children(path: str, component: Json, allowed: set[int], most: int) -> Iterator[Problem]:
    inside = component.get("components") or []
    if not 1 <= len(inside) <= most:
        yield Problem(f"{path}.components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")
    for index, child in enumerate(inside):
        yield from _component(f"{path}.components.{index}", child, allowed)


def _row(path: str, row: Json) -> Iterator[Problem]:
    yield from _keys(path, row, {"type", "components"})
    kinds = {child.get("type") for child in row.get("components") or ()}
    yield from _children(path, row, {2, 3}, 1 if 3 in kinds else 5)


def _container(path: str, container: Json) -> Iterator[Problem]:
    yield from _keys(path, container, {"type", "components", "accent_color"})
    yield from _children(path, container, {1, 9, 10, 14}, 40)


def _section(path: str, section: Json) -> Iterator[Problem]:
    yield from _keys(path, section, {"type", "components", "accessory"}, needed={"accessory"})
    yield from _children(path, section, {10}, 3)
    yield from _component(f"{path}.accessory", section.get("accessory") or {}, {2})


def _separator(path: str, separator: Json) -> Iterator[Problem]:
    yield from _keys(path, separator, {"type", "divider", "spacing"})


def _text_display(path: str, text: Json) -> Iterator[Problem]:
    yield from _keys(path, text, {"type", "content"})
    yield from _length(path, text, "content", 1, 4000)


def _button(path: str, button: Json) -> Iterator[Problem]:
    yield from _keys(path, button, {"type", "style", "label", "custom_id"}, needed={"style", "custom_id"})
    yield from _length(path, button, "custom_id", 1, 100)
    yield from _length(path, button, "label", 1, 80)
    if button.get("style") not in {1, 2, 3, 4}:
        yield Problem(f"{path}.style", "BASE_TYPE_CHOICES", "is none of the styles for a button with an id")


def _select(path: str, select: Json) -> Iterator[Problem]:
    keys = {"type", "custom_id", "placeholder", "options", "min_values", "max_values", "required"}
    yield from _keys(path, select, keys, needed={"custom_id", "options"})
    yield from _length(path, select, "custom_id", 1, 100)
    if "placeholder" in select:
        yield from _length(path, select, "placeholder", 0, 150)
    if select.get("required") and select.get("min_values") == 0:
        yield Problem(f"{path}.min_values", "COMPONENT_REQUIRED", "must be at least 1 when it is required")
    options = select.get("options") or []
    if not 1 <= len(options) <= 25:
        yield Problem(f"{path}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    for index, option in enumerate(options):
        yield from _keys(f"{path}.options.{index}", option, {"label", "value", "description", "default"})
        yield from _length(f"{path}.options.{index}", option, "label", 1, 100)
        yield from _length(f"{path}.options.{index}", option, "value", 1, 100)
    if len({option.get("value") for option in options}) < len(options):
        yield Problem(f"{path}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "values must be unique")


def modal_problems(modal: Json) -> Iterator[Problem]:
    yield from _keys("", modal, {"custom_id", "title", "components"}, needed={"custom_id", "title", "components"})
    yield from _length("", modal, "custom_id", 1, 100)
    yield from _length("", modal, "title", 1, 45)
    yield from _children("", modal, {18}, 5)
    ids = [c["custom_id"] for c in _walk(modal.get("components") or ()) if "custom_id" in c]
    if len(set(ids)) < len(ids):
        yield Problem("components", "COMPONENT_CUSTOM_ID_DUPLICATED", "ids must be unique")


def _label(path: str, label: Json) -> Iterator[Problem]:
    yield from _keys(path, label, {"type", "label", "description", "component"}, needed={"component"})
    yield from _length(path, label, "label", 1, 45)
    if "description" in label:
        yield from _length(path, label, "description", 1, 100)
    yield from _component(f"{path}.component", label.get("component") or {}, {3, 4})


def _text_input(path: str, field: Json) -> Iterator[Problem]:
    keys = {"type", "custom_id", "style", "required", "min_length", "max_length", "placeholder", "value"}
    yield from _keys(path, field, keys, needed={"custom_id", "style"})
    yield from _length(path, field, "custom_id", 1, 100)
    if field.get("style") not in {1, 2}:
        yield Problem(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    if not 1 <= field.get("max_length", 4000) <= 4000:
        yield Problem(f"{path}.max_length", "NUMBER_TYPE_MAX", "must be between 1 and 4000")
    for key, limit in (("placeholder", 100), ("value", field.get("max_length", 4000))):
        if key in field:
            yield from _length(path, field, key, 1, limit)


def completion_problems(data: Json) -> Iterator[Problem]:
    yield from _keys("", data, {"choices"}, needed={"choices"})
    yield from _choices("choices", data.get("choices") or [])


def _choices(path: str, choices: list[Json]) -> Iterator[Problem]:
    if len(choices) > 25:
        yield Problem(path, "BASE_TYPE_BAD_LENGTH", "Must be 25 or fewer in length.")
    for index, choice in enumerate(choices):
        yield from _keys(f"{path}.{index}", choice, {"name", "value"})
        yield from _length(f"{path}.{index}", choice, "name", 1, 100)
        yield from _length(f"{path}.{index}", choice, "value", 1, 100)


_NAME = re.compile(r"[-_a-z0-9]{1,32}")
_COMMAND_KEYS = {
    "type",
    "name",
    "description",
    "options",
    "default_member_permissions",
    "contexts",
    "integration_types",
}


def command_problems(commands: list[Json]) -> Iterator[Problem]:
    if len(commands) > 100:
        yield Problem("", "BASE_TYPE_BAD_LENGTH", "Must be 100 or fewer in length.")
    if len({command.get("name") for command in commands}) < len(commands):
        yield Problem("", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
    for index, command in enumerate(commands):
        yield from _command(str(index), command)


def _command(path: str, command: Json) -> Iterator[Problem]:
    yield from _keys(path, command, _COMMAND_KEYS, needed={"name", "description"})
    options = command.get("options") or []
    if len(options) > 25:
        yield Problem(f"{path}.options", "BASE_TYPE_BAD_LENGTH", "Must be 25 or fewer in length.")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield Problem(f"{path}.options", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "required ones come first")
    if len({option.get("name") for option in options}) < len(options):
        yield Problem(f"{path}.options", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "names must be unique")
    for place, named in ((path, command), *((f"{path}.options.{i}", option) for i, option in enumerate(options))):
        if not _NAME.fullmatch(str(named.get("name"))):
            yield Problem(f"{place}.name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
        yield from _length(place, named, "description", 1, 100)
    for index, option in enumerate(options):
        yield from _command_option(f"{path}.options.{index}", option)


def _command_option(path: str, option: Json) -> Iterator[Problem]:
    yield from _keys(path, option, {"type", "name", "description", "required", "choices", "autocomplete"})
    if option.get("type") != 3:
        yield Problem(f"{path}.type", "BASE_TYPE_CHOICES", "must be a string")
    if option.get("choices") and option.get("autocomplete"):
        yield Problem(f"{path}.choices", "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "not both")
    yield from _choices(f"{path}.choices", option.get("choices") or [])


def _keys(path: str, given: Json, known: set[str], *, needed: Iterable[str] = ()) -> Iterator[Problem]:
    for key in given.keys() - known:
        yield Problem(f"{path}.{key}", "HOUSE_RULE", "is a key this bot has no use for")
    for key in set(needed) - given.keys():
        yield Problem(f"{path}.{key}", "BASE_TYPE_REQUIRED", "This field is required")


def _length(path: str, given: Json, key: str, least: int, most: int) -> Iterator[Problem]:
    """Discord counts after taking off surrounding space."""
    value = given.get(key)
    if not isinstance(value, str) or len(value.strip()) < least:
        yield Problem(f"{path}.{key}", "BASE_TYPE_REQUIRED", "This field is required")
    elif len(value) > most:
        yield Problem(f"{path}.{key}", "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
