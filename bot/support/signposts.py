"""Where to turn at once: help lines, and how they are shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.chat.views import Block, Divider, Heading, Line, Note, Strong, Text
from bot.support.hours import Hours

# A number is looked up again after so many days; `hirg-bot check` says so.
FRESH = timedelta(days=180)


class Way(StrEnum):
    """How a help line is reached."""

    CALL = "call"
    TEXT = "text"
    WEB = "web"


class Topic(StrEnum):
    """When a help line is the right one."""

    NOW = "now"
    HOME = "home"
    WORK = "work"


# As many stand on one line: the emergency number, one to call and one to text.
_FEW = 3
_WELCOME = "People who know how to help are there for you now. You need not be sure that it is bad enough."
_TOPICS = {
    Topic.NOW: "",
    Topic.HOME: "If somebody at home hurts or controls you",
    Topic.WORK: "About work and training",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """One help line.

    `number` is what is dialled, or for the web an https address; `how` what to do with it, “text SHOUT to 85258”.
    `when` is `hours` in words. `nations` are those it serves; `bank_holidays` whether it answers then, too. `source` is
    the page it was compared with on `verified_on`.
    """

    name: str
    topic: Topic
    way: Way
    number: str
    how: str
    when: str
    hours: Hours
    nations: tuple[str, ...]
    audience: str
    verified_on: date
    source: str
    bank_holidays: bool = True

    def stale(self, today: date) -> bool:
        """Whether it is long ago that somebody looked whether it is still right."""
        return today - self.verified_on > FRESH

    def state(self, now: datetime) -> str:
        """Say whether somebody answers now, or when next; by the clock in London."""
        if opens := self.hours.next_opening(now):
            return f"closed, opens {opens}"
        return "open now" if self.bank_holidays else "open now, except on bank holidays"


@dataclass(frozen=True, slots=True)
class Signposts:
    """Every help line, what is urgent first, and the clock by which they are open or not."""

    all: Sequence[Signpost]
    now: Callable[[], datetime]

    def brief(self) -> Sequence[Block]:
        """Show what helps at once in a few short lines, to stand beneath something else."""
        lines = [_short(one, self.now()) for one in self.all if one.topic is Topic.NOW]
        return (Text(("If you are not safe, or cannot wait:",)), Text(_stacked(lines)))

    @property
    def line(self) -> str:
        """Name the most urgent on one line, to stand within a sentence: “call 999 · Samaritans: call 116 123 · …”."""
        first = [one for one in self.all if one.topic is Topic.NOW][:_FEW]
        return " · ".join(f"{one.name}: {one.how}" for one in first)

    def large(self) -> Sequence[Block]:
        """Show what helps at once, each on its own, so that it cannot be overlooked."""
        return (Heading("You do not have to wait for an answer here"), *self._urgent())

    def full(self) -> Sequence[Block]:
        """Show every help line there is, what is urgent large."""
        blocks: list[Block] = [Heading("You can talk to somebody now"), *self._urgent()]
        for topic, title in _TOPICS.items():
            lines = [Text(_full(one, self.now())) for one in self.all if one.topic is topic]
            blocks += [Divider(), Text((f"{title}:",)), *lines] if lines else []
        return (*blocks, Note((f"Hours are those in the UK. {self.checked}",)))

    def _urgent(self) -> Sequence[Block]:
        lines = [Text(_full(one, self.now())) for one in self.all if one.topic is Topic.NOW]
        return (Text((_WELCOME,)), *lines)

    @property
    def checked(self) -> str:
        """Say when the numbers were last looked up; it is the oldest date that counts."""
        return f"Numbers last checked on {min(one.verified_on for one in self.all):%d %B %Y}.".replace(" 0", " ")


def _short(one: Signpost, now: datetime) -> Line:
    """Show one help line on a line of a telephone: “Samaritans: call 116 123, day and night”."""
    when = one.when if one.when == _ALWAYS else one.state(now).removeprefix("closed, ")
    return (f"{one.name}: ", Strong(one.how), f", {when}")


def _full(one: Signpost, now: datetime) -> Line:
    """Show one help line on two or three lines: how, for whom, and when."""
    when = f" · {one.when}" if one.when == _ALWAYS else f"\n{one.when} ({one.state(now)})"
    return (Strong(f"{one.name}: {one.how}"), f"\n{one.audience}{when}")


# What the file says of a line that is always open; nobody has to be told that it is open now.
_ALWAYS = "day and night"


def _stacked(lines: Iterable[Line]) -> Line:
    """Put lines one under the other."""
    stacked: list[Line] = list(lines)
    return tuple(part for number, line in enumerate(stacked) for part in ((("\n",) if number else ()) + line))
