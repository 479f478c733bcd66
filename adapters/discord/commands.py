"""What Discord is told about commands: declarations, forms, completions and the address that invites the bot."""

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlencode

from adapters.discord.markup import Span, fit, spans, visible
from adapters.limits import clip, few, left_out
from adapters.text import blank, clean, one_line
from bot.chat.calls import Call
from bot.chat.commands import WORD_LENGTH, Catalog, Command, Form, Kind, Option
from bot.chat.views import Choice, Line

Json = dict[str, Any]

# https://docs.discord.com/developers/interactions/application-commands and …/components/reference
DESCRIPTION_LENGTH = 100
CHOICE_LENGTH = 100
MOST_CHOICES = 25
MODAL_TITLE_LENGTH = 45
MODAL_LABEL_LENGTH = 45
MODAL_PLACEHOLDER_LENGTH = 100
MODAL_INPUT_LENGTH = 4000
MOST_PARTS = 5
TEXT_LENGTH = 4000

CHAT_INPUT, STRING_OPTION = 1, 3
MOST_TICKS = 10

SELECT, TEXT_INPUT, TEXT, LABEL, TICKS = 3, 4, 10, 18, 22
SHORT, LONG = 1, 2
GUILD_INSTALL = 0
IN_GUILDS, IN_DIRECT_MESSAGES = 0, 1

# How a day and a time of day are written.
_SHAPES = {Kind.DATE: "2026-03-10", Kind.TIME: "15:00"}

# What the bot needs to say something unasked, https://docs.discord.com/developers/topics/permissions.
_PERMISSIONS = {
    "View Channels": 10,
    "Send Messages": 11,
    "Attach Files": 15,
    "Read Message History": 16,  # to see whether a message whose receipt was lost is there
    "Create Public Threads": 35,  # for answers to what the bot posted
    "Send Messages in Threads": 38,
    "Create Events": 44,  # meetings in the server's own calendar; it covers changing those, too
}


def declare(catalog: Catalog) -> list[Json]:
    """Declare every listed command. Who may use one is the bot's decision, not Discord's: roles are checked there."""
    return [_declare(command) for command in catalog.listed]


def _declare(command: Command) -> Json:
    return {
        "type": CHAT_INPUT,
        "name": command.name,
        "description": one_line(command.summary, DESCRIPTION_LENGTH, command.name),
        "options": [_option(option) for option in command.options if command.typed and not _needs_more(option)],
        "default_member_permissions": None,
        "contexts": [IN_GUILDS, IN_DIRECT_MESSAGES],
        "integration_types": [GUILD_INSTALL],
    }


def _needs_more(option: Option) -> bool:
    """Leave to controls what they carry, and prose to forms.

    A slash command is one line, and a slip of the finger posts it for all to see.
    """
    return option.carried or (option.kind is Kind.PARAGRAPH and option.required)


def _option(option: Option) -> Json:
    """Declare an option; none is required and none is limited in length.

    Discord's client would not send a bare command that lacks a required option, and so the form would never open;
    and it answers text that is too long in red, where the bot has a kinder sentence.
    """
    declared: Json = {
        "type": STRING_OPTION,
        "name": option.name,
        "description": _with_example(option),
        "required": False,
    }
    if option.choices and not option.many:
        return {**declared, "choices": _choices(option.choices)}
    return {**declared, "autocomplete": True} if option.complete else declared


def _with_example(option: Option) -> str:
    """Say what is asked for and, where only one way of writing it is understood, which, if there is room."""
    summary = one_line(option.summary, DESCRIPTION_LENGTH, option.name)
    several = ",".join(choice.value for choice in option.choices) if option.many else ""
    example = several or _SHAPES.get(option.kind, "")
    whole = one_line(f"{summary} ({example})", DESCRIPTION_LENGTH + 1)
    return whole if example and len(whole) <= DESCRIPTION_LENGTH else summary


def _choices(choices: Iterable[Choice], chosen: Collection[str] = ()) -> list[Json]:
    """Offer no value twice, and none that would have to be cut: it would be another value."""
    fitting = {c.value: c for c in choices if len(c.value) <= CHOICE_LENGTH and not blank(c.value)}
    return [
        {"name": one_line(choice.label, CHOICE_LENGTH, choice.value), "value": choice.value}
        for choice in few(list(fitting.values()), chosen, MOST_CHOICES)
    ]


def completions(choices: Iterable[Choice]) -> Json:
    """Offer completions of what is being typed."""
    return {"choices": _choices(choices)}


def same(ours: Iterable[Json], theirs: Iterable[Json]) -> bool:
    """Whether Discord already has these commands, whatever it has added to them and in whatever order."""
    return sorted(map(_canonical, ours)) == sorted(map(_canonical, theirs))


def _canonical(command: Json) -> str:
    """Spell out what we declare, with the defaults that the documentation gives for what is left out."""
    return repr(
        (
            command["name"],
            command.get("type", CHAT_INPUT),
            command.get("description", ""),
            command.get("default_member_permissions"),
            bool(command.get("nsfw")),
            sorted(command.get("contexts") or ()),
            sorted(command.get("integration_types") or (GUILD_INSTALL,)),
            [_canonical_option(option) for option in command.get("options") or ()],
        )
    )


def _canonical_option(option: Json) -> tuple[object, ...]:
    return (
        option["type"],
        option["name"],
        option["description"],
        bool(option.get("required")),
        bool(option.get("autocomplete")),
        option.get("min_length"),
        option.get("max_length"),
        [(choice["name"], choice["value"]) for choice in option.get("choices") or ()],
    )


def too_much(form: Form) -> str:
    """Say which value no field of Discord's can hold; empty when there is none."""
    for asked in form.options:
        length = len(clean(form.values.get(asked.name, "")))
        if length > MODAL_INPUT_LENGTH:
            most = f"{MODAL_INPUT_LENGTH:,}"
            return f"“{asked.summary}” holds {length:,} characters, and a form on Discord takes {most} at most."
    return ""


def modal(form: Form, command: Command) -> Json:
    """Draw a form. Its id is the call; arguments too long for an id are asked for again, filled in already.

    Nothing in it may be `too_much`: Discord would refuse the whole form.
    """
    call, given = _carried(form.call)
    asked = {option.name: option for option in (*command.options, *form.options)}
    names = {option.name for option in form.options} | given.keys()
    options = [option for option in asked.values() if option.name in names and not option.carried]
    values = {**form.values, **given}
    # Discord takes five parts: without the required ones there would be no answer at all, and what others hold already
    # would be lost without them.
    notice = _notice(form.notice)
    needed = sorted(options, key=lambda option: (not option.required, option.name not in values))
    shown = needed[: MOST_PARTS - len(notice)]
    return {
        "custom_id": str(call),
        "title": one_line(form.title, MODAL_TITLE_LENGTH, command.name),
        "components": [
            *notice,
            *(_field(option, values.get(option.name, "")) for option in options if option in shown),
        ],
    }


def _notice(lines: Iterable[Line]) -> list[Json]:
    """Say something at the top of a form, which takes one of its few parts."""
    drawn = [shown for line in lines if visible(shown := spans(line))]
    whole = [span for line in drawn for span in (*line, Span("\n"))][:-1]
    return [{"type": TEXT, "content": fit(whole, TEXT_LENGTH)}] if whole else []


def _carried(call: Call) -> tuple[Call, dict[str, str]]:
    """Divide a call's arguments into those that fit into an id and those that do not, longest first."""
    left, given = dict(call.args), dict[str, str]()
    while left and not Call(call.command, left).fits:
        longest = max(left, key=lambda name: len(left[name]))
        given[longest] = left.pop(longest)
    return Call(call.command, left), given


def _field(option: Option, value: str) -> Json:
    label = one_line(option.name.replace("-", " ").capitalize(), MODAL_LABEL_LENGTH, option.name)
    drawn = _input(option, value)
    field: Json = {"type": LABEL, "label": label, "component": drawn}
    lacks = left_out([choice["value"] for choice in drawn.get("options", ())], option.choices)
    summary = clip(clean(option.summary), DESCRIPTION_LENGTH - (len(lacks) + 1 if lacks else 0))
    described = f"{summary} {lacks}".strip() if lacks else summary
    return field if blank(described) else {**field, "description": described}


def _input(option: Option, value: str) -> Json:
    if option.choices:
        return _menu(option, value)
    value = "" if blank(value) else clean(value)
    shape = _SHAPES.get(option.kind, "")
    length = len(shape) or min(option.max_length, MODAL_INPUT_LENGTH)
    long = option.kind is Kind.PARAGRAPH or "\n" in value or len(value) > WORD_LENGTH
    written: Json = {
        "type": TEXT_INPUT,
        "custom_id": option.name,
        "required": option.required,
        "style": LONG if long else SHORT,
        # A value that is too long is shown whole; what is wrong with it is said when it is sent.
        "max_length": max(length, len(value)),
    }
    if value:
        written["value"] = value
    placeholder = shape or option.placeholder
    if not blank(placeholder):
        written["placeholder"] = clip(clean(placeholder), MODAL_PLACEHOLDER_LENGTH)
    return written


def _menu(option: Option, value: str) -> Json:
    """Offer choices: as a menu, or as boxes to tick, all in sight, where several can be chosen."""
    chosen = option.values(value)
    offered = [{"label": choice["name"], "value": choice["value"]} for choice in _choices(option.choices, chosen)]
    ticks = option.many and len(offered) <= MOST_TICKS
    return {
        "type": TICKS if ticks else SELECT,
        "custom_id": option.name,
        "required": option.required,
        "min_values": int(option.required),
        "max_values": max(len(offered), 1) if option.many else 1,
        "options": [{**choice, "default": True} if choice["value"] in chosen else choice for choice in offered],
    }


def invite(application_id: str) -> str:
    """Return the address that adds the bot to a server, with the least that it needs there.

    Answers need no permission: they travel on the interaction's own token, whatever the bot may do in a channel.
    """
    permissions = sum(1 << bit for bit in _PERMISSIONS.values())
    query = {"client_id": application_id, "scope": "bot applications.commands", "permissions": str(permissions)}
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"
