"""What somebody writes without a name: whether it can be posted, and how it is given back when it cannot."""

import logging
import unicodedata
from collections.abc import Awaitable

from bot.chat.errors import Refusal, Unclear
from bot.chat.views import Block, Reply, Text, refuse
from bot.support.giveaways import refused

log = logging.getLogger(__name__)

_OURS = Refusal("Something went wrong on our side, so I have not kept this.", "Please try again in a minute.")


def check_words(text: str, option: str = "text") -> None:
    """Raise `Unclear`, so that the form stays open, for words that cannot be posted: a ping, a link, nothing to see."""
    if not any(unicodedata.category(one)[0] in "LNPS" for one in text):
        raise Unclear("There is nothing to read in that.", "Write a few words; they can be very few.", option=option)
    if why := refused(text):
        raise Unclear(why, option=option)


def given_back(refusal: Refusal, words: str) -> Reply:
    """Refuse, and show somebody in private what they wrote, so that they can copy it."""
    reply = refuse(refusal)
    return Reply((*reply.blocks, *_back(words)), unclear=reply.unclear)


async def or_given_back(doing: Awaitable[Reply], words: str) -> Reply:
    """Answer with what comes of `doing`; whatever prevents it, the words are given back.

    `Unclear` is raised as it is: the form that asked for the words still holds them.
    """
    try:
        return await doing
    except Unclear:
        raise
    except Refusal as refusal:
        return given_back(refusal, words)
    except Exception:
        log.exception("what somebody wrote could not be kept")
        return given_back(_OURS, words)


def _back(words: str) -> tuple[Block, ...]:
    if not words:
        return ()
    return Text(("You wrote this; only you can see it, in case you would like to copy it:",)), Text((words,))
