"""What the server of forks does once, so that each life need not: imported there alone.

Lives are short, and nobody asks them anything: they share the vocabulary, and do not get ready for the first question.
"""

from functools import cache

from bot.service import Bot
from config import run, vocabulary, wiring

_read = cache(vocabulary.load_vocabulary)
_read()


async def _settle(_: Bot) -> None:
    """Get ready for nothing."""


vars(wiring)["load_vocabulary"] = _read
vars(run)["settle"] = _settle
