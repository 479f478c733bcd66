"""What holds for everything that is written without a name: who may write, how much, and when it goes out."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.veil import Epoch, Veil
from bot.support.limits import Limits
from bot.support.release import Timing

# Raises `Refusal` for somebody who may not write without a name just now, with the reason and until when.
Barrier = Callable[[Veil], Awaitable[None]]
Epochs = Callable[[datetime], Awaitable[Sequence[Epoch]]]


async def everybody(veil: Veil) -> None:
    """Let everybody write."""
    del veil


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for everything that is written without a name."""

    barrier: Barrier
    limits: Limits
    timing: Timing
    epochs: Epochs
    review: bool = False
