"""Declared commands as Slack knows them: the app's manifest, and forms as modals."""

from collections.abc import Collection, Mapping, Sequence

from adapters.limits import clip
from adapters.slack import render
from adapters.slack.fields import INPUT_LENGTH, element, hint
from adapters.slack.inbound import TOO_LONG
from adapters.slack.markup import Json, label
from adapters.slack.options import PATH, Mode
from adapters.slack.render import LABEL, MODAL_TITLE, OPTION_VALUE, OPTIONS, option
from bot.chat.calls import Call
from bot.chat.commands import Catalog, Command, Form, Option
from bot.chat.views import Choice

# docs.slack.dev/reference/app-manifest
MOST_COMMANDS = 50
COMMAND_NAME = 32
USAGE_HINT = 1000
# docs.slack.dev/reference/views and /block-kit/blocks/input-block
PRIVATE_METADATA = 3000
INPUT_LABEL = 2000
HINT = 2000
ERROR = 300

AS_TYPED = "as you typed it"

NAME = "hirg-bot"
_DESCRIPTION = "Finds people who can help, and looks after a peer network."


# What the app asks a workspace for; docs.slack.dev/reference/scopes says what each allows. Answers need none of it:
# they go to a response_url, a view or the App Home, which the person's own action opened.
SCOPES = (
    "commands",  # to be given slash commands
    "chat:write",  # to say what is due, in channels it was invited to, and to change or take back what it said
    "im:write",  # to write to one person
    "mpim:write",  # to write to several people at once, as for an introduction
    # When an answer of Slack's is lost, to look whether a message got there before it is sent again; and to count the
    # answers under a request for support. The words that come along are read by nothing and kept nowhere. One for each
    # kind of place: public and private channels, one person, several people.
    "channels:history",
    "groups:history",
    "im:history",
    "mpim:history",
    # To count who is in a channel, and tell whoever asks something without a name how many could have written it.
    "channels:read",
    "groups:read",
    # To notice the name of a member in what somebody writes without a name, and to look up the account of somebody who
    # says that an entry of the Directory is theirs ...
    "users:read",
    "users:read.email",  # ... and whether the address in that entry is confirmed to be theirs
    "files:write",  # to draw pictures, such as the map of skills
)


# The app ---------------------------------------------------------------------


def manifest(catalog: Catalog, *, mode: Mode, request_url: str | None = None) -> Json:
    """Describe the Slack app that fits this bot, to be pasted at api.slack.com/apps.

    `request_url`, the bot's public address with or without /slack/events, is needed in http mode. Raises ValueError
    when it is missing, or when a command cannot be one on Slack.
    """
    url = _address(request_url or "") if mode == "http" else None
    at = {"request_url": url} if url else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {"name": NAME, "description": _DESCRIPTION},
        "features": {
            # Read-only: the bot answers no messages, and nobody should believe that it does.
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": _slash_commands(catalog, url),
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**at, "bot_events": ["app_home_opened"]},
            "interactivity": {"is_enabled": True, **at, **({"message_menu_options_url": url} if url else {})},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": False,
        },
    }


def _address(public: str) -> str:
    if not public.startswith("https://"):
        raise ValueError("In http mode the manifest needs the bot's public address, and Slack calls https:// only.")
    return public.rstrip("/").removesuffix(PATH) + PATH


def _slash_commands(catalog: Catalog, url: str | None) -> list[Json]:
    if len(catalog.listed) > MOST_COMMANDS:
        raise ValueError(f"Slack takes {MOST_COMMANDS} commands at most; there are {len(catalog.listed)}.")
    return [_slash_command(command, url) for command in catalog.listed]


def _slash_command(command: Command, url: str | None) -> Json:
    name = f"/{command.name}"
    if len(name) > COMMAND_NAME:
        raise ValueError(f"Slack takes {COMMAND_NAME} characters for a command; {name} has {len(name)}.")
    _, _, usage = command.usage.partition(" ")
    return {
        "command": name,
        **({"url": url} if url else {}),
        "description": command.summary,
        **({"usage_hint": clip(usage, USAGE_HINT)} if usage else {}),
        "should_escape": False,
    }


# Forms ---------------------------------------------------------------------


def modal(form: Form, carried: str) -> Json | None:
    """Draw a form, which brings back `carried`; None when Slack cannot carry that much. Nothing in it is `too_much`."""
    if len(carried) > PRIVATE_METADATA:
        return None
    title = label(form.title, MODAL_TITLE)
    whole = label(form.title, INPUT_LENGTH)
    about = [{"type": "section", "text": whole}] if title != whole else []
    return {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": carried,
        "title": title,
        "submit": label(form.submit, MODAL_TITLE),
        "close": label("Cancel", MODAL_TITLE),
        "blocks": [
            *about,
            *render.paragraphs(form.notice),
            *(_input(asked, form.values.get(asked.name, "")) for asked in form.options),
        ],
    }


def _input(asked: Option, value: str) -> Json:
    drawn = element(asked, value)
    lacks = hint(asked, drawn)
    return {
        "type": "input",
        "block_id": asked.name,
        "label": label(asked.summary, INPUT_LABEL, asked.name),
        "optional": not asked.required,
        "element": drawn,
        **({"hint": label(lacks, HINT)} if lacks else {}),
    }


def suggestions(typed: str, found: Sequence[Choice]) -> list[Json]:
    """Draw type-ahead: first what was typed, so that any text can be chosen, then what was found."""
    typed = typed.strip()
    echo = option(Choice(typed, typed)) if typed else None
    if typed and not echo:
        sentence = f"Too long for this box, which takes {OPTION_VALUE} characters."
        return [{"text": label(sentence, LABEL), "value": TOO_LONG}]
    others = [drawn for choice in found if choice.value and (drawn := option(choice))]
    if echo and not any(drawn["value"] == echo["value"] for drawn in others):
        echo["description"] = label(AS_TYPED, LABEL)
    rest = [drawn for drawn in others if not echo or drawn["value"] != echo["value"]]
    return [*([echo] if echo else []), *rest][:OPTIONS]


def too_long(call: Call) -> dict[str, str]:
    """Say, by option, which values stand for text that no suggestion could carry."""
    usage = f"/{call.command} followed by your words"
    sentence = f"Please use at most {OPTION_VALUE} characters here, or type {usage} in a channel."
    return {name: sentence for name, value in call.args.items() if value == TOO_LONG}


def errors(problems: Mapping[str, str], fields: Collection[str]) -> dict[str, str]:
    """Keep the sentences about the fields of a form, cut to what Slack shows beside each."""
    return {name: clip(sentence, ERROR) for name, sentence in problems.items() if name in fields}
