"""Catalog → the palette's commands, Form → the dialogue's fields."""

import difflib
from collections.abc import Collection, Mapping

from adapters.web.markup import Json, line_json
from bot.chat.commands import Catalog, Command, Form, Kind, Option
from bot.chat.requests import Role
from bot.chat.views import Choice


def palette(catalog: Catalog, roles: Collection[Role]) -> list[Json]:
    """Describe the slash commands somebody with these roles may use, in the order of declaration."""
    return [_command(command) for command in catalog.listed if command.role is None or command.role in roles]


def nearest(catalog: Catalog, typed: str) -> str:
    """Return the name of the slash command most like what was typed, or nothing when none is like it."""
    names = [command.name for command in catalog.listed]
    return next(iter(difflib.get_close_matches(typed.lower(), names, n=1, cutoff=0.5)), "")


def form_json(form: Form, command: Command) -> Json:
    """Describe a form; `call` is what has to come back with the values."""
    return {
        "title": form.title,
        "call": str(form.call),
        "command": command.name,
        "privacy": _privacy(form, command),
        "submit": form.submit,
        "notice": [drawn for line in form.notice if (drawn := line_json(line))],
        "fields": [{**_option(option), "value": form.values.get(option.name, "")} for option in form.options],
    }


def _privacy(form: Form, command: Command) -> str:
    """Say below a form who sees what comes of it; empty where it says so at its top already.

    It is empty, too, for words in a case: who reads them differs, and a helper's name may well stand beside them.
    """
    words = any(option.kind is Kind.PARAGRAPH for option in form.options)
    return "" if form.notice or (command.anonymous and words) else command.privacy


def choices_json(choices: Collection[Choice]) -> list[Json]:
    return [{"label": choice.label, "value": choice.value} for choice in choices]


def values_for(command: Command, values: Mapping[str, str]) -> dict[str, str]:
    """Keep the values somebody gave; an optional field left empty is not an answer."""
    required = {option.name for option in command.options if option.required}
    return {name: value for name, value in values.items() if value.strip() or name in required}


def _command(command: Command) -> Json:
    return {
        "name": command.name,
        "summary": command.summary,
        "usage": command.usage,
        "privacy": command.privacy,
        "options": [_option(option) for option in command.options if command.typed],
    }


def _option(option: Option) -> Json:
    return {
        "name": option.name,
        "summary": option.summary,
        "kind": option.kind.value,
        "required": option.required,
        "choices": choices_json(option.choices),
        "many": option.many,
        "settled": option.settled,
        "completes": option.complete is not None,
        "placeholder": option.placeholder,
        "maxLength": option.max_length,
    }
