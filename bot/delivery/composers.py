"""What a delivery says, or does: its composer, or its performer, is asked at the moment it is due."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.views import Block
from bot.delivery.model import Delivery, State


@dataclass(frozen=True, slots=True)
class Words:
    """What to say now; `said` names it for whoever composed it, in up to 64 characters kept with the delivery."""

    blocks: Sequence[Block]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Let the earlier message `posted`, in the same place, say something else."""

    posted: str
    blocks: Sequence[Block]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """Take the earlier message `posted`, in the same place, back."""

    posted: str


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Nothing is to be said: `MISSED` because it is too late, `UNWANTED` because what it spoke of changed."""

    state: State
    reason: str


# Words a delivery, at the moment it is sent; so that what changed meanwhile is said as it is now, or not at all.
Said = Words | Edit | Removal | Unsaid
Composer = Callable[[Delivery, datetime], Awaitable[Said]]


@dataclass(frozen=True, slots=True)
class Done:
    """It was done; `reference` is the platform's own for what came of it."""

    reference: str


# Does what a delivery asks for where that is not a message. Doing it twice must be as good as once, because after a
# crash it is simply done again. Raises what `Messenger.edit` does; is given up after PERFORMING.
Performer = Callable[[Delivery, datetime], Awaitable[Done | Unsaid]]
PERFORMING = timedelta(seconds=20)
