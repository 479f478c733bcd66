"""What the server of forks does once, so that each life need not: imported there alone.

Lives are short, and nobody asks them anything: they share the vocabulary, and do not get ready for the first question.
"""

from bot.service import Bot
from config import run
from config.vocabulary import load_vocabulary

load_vocabulary()


async def _settle(_: Bot) -> None:
    """Get ready for nothing."""


vars(run)["settle"] = _settle
