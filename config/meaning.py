"""Whether the extra `semantic` is installed, and what it gives the search."""

import logging
import os
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.directory.search.meaning import Meaning
from config.examples import TAUGHT

if TYPE_CHECKING:
    from adapters.meaning.meaning import Embedded
    from adapters.meaning.taught import Taught

_log = logging.getLogger(__name__)


def load_meaning() -> Meaning | None:
    """Return a `Meaning` for one more index; None without the extra, and all else works the same.

    The first time the model is read, which takes most of a second.
    """
    if not find_spec("numpy"):
        return None
    # More threads than one only get into each other's way for texts this short.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from adapters.meaning.meaning import SentenceMeaning  # noqa: PLC0415 - only where numpy is installed

    embedded = _embedded()
    return SentenceMeaning(embedded, _taught()) if embedded else None


@cache
def _taught() -> "Taught":
    from adapters.meaning.taught import Taught  # noqa: PLC0415 - as above

    return Taught.read(TAUGHT)


@cache
def _embedded() -> "Embedded | None":
    from adapters.meaning.meaning import Embedded  # noqa: PLC0415 - as above
    from adapters.meaning.sentences import NoModel, Sentences, installed_model  # noqa: PLC0415

    try:
        return Embedded(Sentences(installed_model()))
    except NoModel as reason:
        _log.info("The search goes by words alone", extra={"reason": str(reason)})
        return None
