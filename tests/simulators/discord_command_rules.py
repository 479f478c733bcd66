"""What Discord takes of commands and completions; discord_rules.py has the rest."""

import re
from collections.abc import Iterator
from typing import Any

from tests.simulators.discord_limits import Problem, keys, length

Json = dict[str, Any]


def completion_problems(data: Json) -> Iterator[Problem]:
    yield from keys("", data, {"choices"}, needed={"choices"})
    yield from _choices("choices", data.get("choices") or [])


def _choices(path: str, choices: list[Json]) -> Iterator[Problem]:
    if len(choices) > 25:
        yield Problem(path, "BASE_TYPE_BAD_LENGTH", "Must be 25 or fewer in length.")
    for index, choice in enumerate(choices):
        yield from keys(f"{path}.{index}", choice, {"name", "value"})
        yield from length(f"{path}.{index}", choice, "name", 1, 100)
        yield from length(f"{path}.{index}", choice, "value", 1, 100)


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
    yield from keys(path, command, _COMMAND_KEYS, needed={"name", "description"})
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
        yield from length(place, named, "description", 1, 100)
    for index, option in enumerate(options):
        yield from _command_option(f"{path}.options.{index}", option)


def _command_option(path: str, option: Json) -> Iterator[Problem]:
    yield from keys(path, option, {"type", "name", "description", "required", "choices", "autocomplete"})
    if option.get("type") != 3:
        yield Problem(f"{path}.type", "BASE_TYPE_CHOICES", "must be a string")
    if option.get("choices") and option.get("autocomplete"):
        yield Problem(f"{path}.choices", "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "not both")
    yield from _choices(f"{path}.choices", option.get("choices") or [])
