"""The fields of a form: one native element for each kind of option, holding what is filled in already.

Slack refuses a whole form for one value that it cannot hold, so a value that a picker or a menu cannot hold stands in a
plain box instead, whole; and the core says, when it is sent, what is wrong with it.
"""

from adapters.limits import few, left_out
from adapters.slack.inbound import read_value, sent_value
from adapters.slack.markup import Json, label
from adapters.slack.render import OPTION_VALUE, OPTIONS, PLACEHOLDER, option
from adapters.text import clean
from bot.chat.commands import WORD_LENGTH, Form, Kind, Option
from bot.chat.errors import Unclear
from bot.chat.views import Choice

# docs.slack.dev/reference/block-kit/block-elements
INPUT_LENGTH = 3000
CHECKBOXES = 10

_PICKERS = {Kind.DATE: ("datepicker", "date", "initial_date"), Kind.TIME: ("timepicker", "time", "initial_time")}


def element(asked: Option, value: str) -> Json:
    """Draw the element that asks for an option; `value`, as a call would carry it, stands in it already."""
    value = clean(value)
    drawn = _menu(asked, value) or _picker(asked, value) or _completing(asked, value) or _box(asked, value)
    if asked.placeholder.strip() and drawn["type"] != "checkboxes":
        drawn["placeholder"] = label(asked.placeholder, PLACEHOLDER)
    return drawn


def hint(asked: Option, drawn: Json) -> str:
    """Say what the element of an option lacks; empty when that is nothing."""
    offered = [read_value(choice["value"]) for choice in drawn.get("options", ())]
    return left_out(offered, asked.choices)


def too_much(form: Form) -> str:
    """Say which value no field of Slack's can hold; empty when there is none."""
    for asked in form.options:
        length = len(clean(form.values.get(asked.name, "")))
        if length > INPUT_LENGTH:
            return f"“{asked.summary}” holds {length:,} characters, and a form on Slack takes {INPUT_LENGTH:,} at most."
    return ""


def _menu(asked: Option, value: str) -> Json | None:
    known = {choice.value for choice in asked.choices}
    chosen = asked.values(value) if asked.choices else ()
    # What was a choice once is shown, so that whoever sends the form learns that it is none any more.
    choices = [*asked.choices, *(Choice(one, one) for one in chosen if one not in known)]
    options = [drawn for choice in few(choices, chosen, OPTIONS) if choice.value and (drawn := option(choice))]
    if not options:
        return None
    sent = {sent_value(one) for one in chosen}
    initial = [drawn for drawn in options if drawn["value"] in sent]
    if not asked.many:
        first = {"initial_option": initial[0]} if initial else {}
        return {"type": "static_select", "action_id": "choice", "options": options, **first}
    kind = "checkboxes" if len(options) <= CHECKBOXES else "multi_static_select"
    return {
        "type": kind,
        "action_id": "choices",
        "options": options,
        **({"initial_options": initial} if initial else {}),
    }


def _picker(asked: Option, value: str) -> Json | None:
    if asked.kind not in _PICKERS or not _right(asked, value):
        return None
    kind, action_id, initial = _PICKERS[asked.kind]
    return {"type": kind, "action_id": action_id, **({initial: value.strip()} if value.strip() else {})}


def _right(asked: Option, value: str) -> bool:
    try:
        asked.check(value)
    except Unclear:
        return False
    return True


def _completing(asked: Option, value: str) -> Json | None:
    if not asked.complete or len(sent_value(value)) > OPTION_VALUE or "\n" in value:
        return None
    initial = {"initial_option": option(Choice(value, value))} if value else {}
    return {"type": "external_select", "action_id": "complete", "min_query_length": 1, **initial}


def _box(asked: Option, value: str) -> Json:
    return {
        "type": "plain_text_input",
        "action_id": "text",
        "multiline": asked.kind is Kind.PARAGRAPH or "\n" in value or len(value) > WORD_LENGTH,
        # A value that is too long is shown whole; what is wrong with it is said when it is sent.
        "max_length": max(min(asked.max_length, INPUT_LENGTH), len(value)),
        **({"initial_value": value} if value else {}),
    }
