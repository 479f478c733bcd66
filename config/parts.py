"""What a part of the bot is to the wiring."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from bot.chat.commands import Command
from bot.chat.requests import Account, Role
from bot.clockwork import Planner
from bot.delivery.composers import Composer
from config.settings import Settings

Now = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Feature(Protocol):
    """What declares commands."""

    def commands(self) -> Iterable[Command]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Features that belong together, what has to be done about them in time, and who words what they say unasked."""

    features: Sequence[Feature]
    planners: Sequence[Planner] = ()
    composers: Mapping[str, Composer] = field(default_factory=dict)


def organisers_of(settings: Settings) -> list[Account]:
    """List the organisers that can be written to: accounts, because a group has no private conversation."""
    holders = sorted(settings.roles.get(Role.ORGANISER, ()))
    return [Account.parse(holder) for holder in holders if holder.split(":")[1] != "role"]
