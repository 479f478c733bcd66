"""How a command is declared, once, for every platform."""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum

from bot.chat.calls import Call
from bot.chat.errors import NotFound, Unclear
from bot.chat.lines import arguments
from bot.chat.questions import bare
from bot.chat.requests import Request, Role
from bot.chat.views import Choice, Line, Reply

Handler = Callable[[Request], Awaitable[Reply]]
Completer = Callable[[str, Request], Awaitable[list[Choice]]]
Prefill = Callable[[Request], Awaitable["Mapping[str, str] | Filled"]]
Offer = Callable[[Request], Awaitable[tuple[Choice, ...]]]

# The most characters a one-line answer may have; people paste whole e-mails into search boxes.
WORD_LENGTH = 200
PARAGRAPH_LENGTH = 3000
SEND = "Send"

# What a phone or a word processor writes for the hyphen in the name of a command.
_HYPHENS = str.maketrans(dict.fromkeys("‐‑–—", "-"))


class Kind(Enum):
    """How an option is asked for in a form. A `DATE` is written 2026-03-10, a `TIME` 15:00."""

    WORD = "word"
    PARAGRAPH = "paragraph"
    DATE = "date"
    TIME = "time"


_EXAMPLES = {Kind.DATE: "2026-03-10", Kind.TIME: "15:00"}
_SHAPES = {Kind.DATE: re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), Kind.TIME: re.compile(r"\d\d:\d\d", re.ASCII)}


@dataclass(frozen=True, slots=True)
class Option:
    """One argument of a command.

    `name` is lower-case and at most 32 characters, `summary` at most 100 (Discord's limits). An option with
    `choices` takes one of their values and nothing else, or, with `many`, several joined by commas; one with `complete`
    is completed while it is typed, but takes any text. `longest` is how many characters it takes, where that is not
    what its kind takes. One that is `carried` is filled in by the control that leads here, and never asked for. One
    with `offer` has the choices that are there when its form opens, and is not asked for when there are none; what was
    chosen then is for its handler to check. One that is `settled` has something chosen when its form opens, and to
    choose nothing instead would mean nothing.
    """

    name: str
    summary: str
    kind: Kind = Kind.WORD
    required: bool = True
    choices: tuple[Choice, ...] = ()
    complete: Completer | None = None
    placeholder: str = ""
    many: bool = False
    carried: bool = False
    offer: Offer | None = None
    settled: bool = False
    longest: int = 0

    @property
    def max_length(self) -> int:
        if self.longest:
            return self.longest
        return PARAGRAPH_LENGTH if self.kind is Kind.PARAGRAPH else WORD_LENGTH

    @property
    def free(self) -> bool:
        """Whether its field holds any text; a menu, or a picker of dates, holds only what is right."""
        return not self.choices and self.kind not in _SHAPES

    def check(self, value: str) -> None:
        """Raise `Unclear` when `value` is not an answer to this option."""
        if len(value) > self.max_length:
            raise Unclear(
                f"That is {len(value):,} characters: too long by {len(value) - self.max_length:,}, as I can take "
                f"{self.max_length:,} here.",
                "Please shorten it.",
                option=self.name,
            )
        if self.choices:
            self._check_choices(value)
        elif value and self.kind in _SHAPES:
            self._check_shape(value.strip())

    def values(self, value: str) -> tuple[str, ...]:
        """Take apart what was chosen, in the order of the choices."""
        if not self.many:
            return (value,) if value else ()
        given = {one.strip() for one in value.split(",") if one.strip()}
        known = [choice.value for choice in self.choices if choice.value in given]
        return (*known, *sorted(given.difference(known)))

    def _check_choices(self, value: str) -> None:
        known = {choice.value for choice in self.choices}
        for unknown in (one for one in self.values(value) if one not in known):
            apart = "; " if any("," in choice.label for choice in self.choices) else ", "
            labels = apart.join(choice.label for choice in self.choices)
            raise Unclear(f"“{unknown}” is not one of the choices.", f"Choose one of: {labels}.", option=self.name)

    def _check_shape(self, value: str) -> None:
        read = date.fromisoformat if self.kind is Kind.DATE else time.fromisoformat
        try:
            if not _SHAPES[self.kind].fullmatch(value):
                raise ValueError  # noqa: TRY301 - `read` takes other shapes, too
            read(value)
        except ValueError:
            raise Unclear(
                f"“{value}” is not a {self.kind.value} I can read.",
                f"Write it like {_EXAMPLES[self.kind]}.",
                option=self.name,
            ) from None


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a form already, with what it says at the top besides the notice of its command, as things are."""

    values: Mapping[str, str] = field(default_factory=dict)
    notice: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the bot can do.

    A command is offered as a slash command unless it is `unlisted`; every command can be the target of a
    button. Its answer is private to whoever asked. Whoever runs an `anonymous` command is unknown to its
    handler and to the log.

    `prefill` says what stands in the fields of its form already, by option. It has about a second, because platforms
    take a form only as their first answer, and may refuse, in which case no form opens and the refusal is the answer.
    What it says of an option that is `carried` comes back with the form, such as which state of things it was opened
    at. A form that was filled in beforehand comes back whole: an option that is absent then was emptied. `notice` is
    what its form says at the top, a paragraph each, beneath what `prefill` says as `Filled`, and `submit`, of 24
    characters at most, what its button does.

    What a `fleeting` one answers is gone when its reader leaves, and may say so. Slack and Discord keep no private
    answer for longer; a skin that does keeps none of these.

    The one that `hears` answers plain words in a private conversation with the bot, as its first option. What is
    `asked` are the questions in plain words that a command without required options answers instead: "when is the next
    meeting?".
    """

    name: str
    summary: str
    run: Handler
    options: tuple[Option, ...] = ()
    role: Role | None = None
    unlisted: bool = False
    anonymous: bool = False
    prefill: Prefill | None = None
    notice: tuple[Line, ...] = ()
    submit: str = SEND
    hears: bool = False
    fleeting: bool = False
    asked: re.Pattern[str] | None = None

    @property
    def typed(self) -> bool:
        """Whether anything may be typed after it: mistyped, it would be public under the name of whoever typed it."""
        return not self.anonymous

    @property
    def asks(self) -> bool:
        """Whether it has a form: one that requires nothing is answered as it is."""
        return any(option.required and not option.carried for option in self.options)

    def missing(self, call: Call) -> tuple[Option, ...]:
        """Return the required options that `call` leaves open, in order."""
        return tuple(o for o in self.options if o.required and not call.args.get(o.name, "").strip())

    def problems(self, call: Call) -> dict[str, str]:
        """Say, by option, what is wrong with the arguments of `call`, for a form to point at; empty when nothing is."""
        found = {option.name: f"Please fill this in: {option.summary}" for option in self.missing(call)}
        for option in self.options:
            try:
                option.check(call.args.get(option.name, ""))
            except Unclear as unclear:
                found[option.name] = unclear.sentence
        return found

    def option(self, name: str) -> Option:
        """Return the option called `name`, or raise `Unclear`."""
        for option in self.options:
            if option.name == name:
                return option
        raise Unclear(f"/{self.name} has no option called “{name}”.")

    @property
    def passing(self) -> bool:
        """Whether its answer must not stay where its reader, or whoever looks over their shoulder, finds it again."""
        return self.anonymous or self.fleeting

    @property
    def privacy(self) -> str:
        """Say, for people, who sees what this command does."""
        if self.anonymous:
            return "Only you see the answer, and nobody learns that you asked."
        return "Only you see the answer."

    @property
    def usage(self) -> str:
        """Spell out how it is typed, `/find-skill skill [setting]`."""
        shape = (o.name if o.required else f"[{o.name}]" for o in self.options if self.typed)
        return " ".join([f"/{self.name}", *shape])


@dataclass(frozen=True, slots=True)
class Form:
    """A question back to the person: what `call` still needs and could take besides; `values` are filled in already.

    `notice` stands above the options, a paragraph each; `submit` is what the button says that hands it in, where the
    platform lets us.
    """

    title: str
    call: Call
    options: tuple[Option, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    notice: tuple[Line, ...] = ()
    submit: str = SEND


class Catalog:
    """Every command the bot knows, by name, in the order of declaration."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._commands: dict[str, Command] = {}
        for command in commands:
            if command.name in self._commands:
                raise ValueError(f"two commands are called {command.name!r}")
            self._commands[command.name] = command

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, name: str) -> Command:
        try:
            return self._commands[name]
        except KeyError:
            raise NotFound(f"There is no command called “{name}”.", "Type /hirg to see what I can do.") from None

    @property
    def listed(self) -> list[Command]:
        """The slash commands."""
        return [command for command in self if not command.unlisted]

    def read(self, command: str, text: str) -> Call:
        """Read what was typed after a slash command on a platform that gives one line of text.

        The text is the first option's value. Others are written `name:value` after it, `nvivo setting:clinical`;
        one of the choices is unmistakable, and may stand anywhere. What was typed after a command that takes nothing is
        dropped.
        """
        return Call(command, arguments(text, self[command].options) if self[command].typed else {})

    def unslashed(self, text: str) -> tuple[str, str] | None:
        """Split a slash command that lacks its slash, `find-skill nvivo`, into name and rest; None for anything else.

        A name that is a word of its own, such as `inbox`, is meant when it stands alone.
        """
        first, rest = [*text.split(maxsplit=1), "", ""][:2]
        name = first.lower().translate(_HYPHENS)
        meant = "-" in name or not rest
        return (name, rest) if meant and name in {command.name for command in self.listed} else None

    def answering(self, question: str) -> Command | None:
        """Return the slash command that a question in plain words is about, and nobody's skill; None for any other."""
        said = bare(question)
        return next((one for one in self.listed if one.asked and one.asked.fullmatch(said)), None)

    def heard(self, text: str) -> Call:
        """Read plain words that somebody said to the bot in private. Raises `Unclear` when no command hears them."""
        if command := self.answering(text):
            return Call(command.name)
        for command in self:
            if command.hears:
                return self.read(command.name, text)
        raise Unclear("I only understand commands so far.", "Type / and I will show you each of them.")
