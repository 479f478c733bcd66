"""Trying again what somebody was quicker with, until one's turn comes."""

import asyncio
import random
from collections.abc import AsyncIterator

# On average four seconds in all: whoever else writes is done by then, or something is wrong.
_MOST, _LONGER = 80, 0.0025


async def tries() -> AsyncIterator[int]:
    """Count tries from 0; before each but the first there is a pause of random length, longer each time.

    Without it a process that has one change to make loses every time against another that makes one after the other.
    """
    for number in range(_MOST):
        if number:
            await asyncio.sleep(random.uniform(0, number * _LONGER))  # noqa: S311 - no secret
        yield number
