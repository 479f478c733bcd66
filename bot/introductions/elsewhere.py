"""“Find somebody else”, after an introduction that came to nothing."""

from bot.chat.calls import Call, call
from bot.directory.calls import carried
from bot.directory.finder import Finder
from bot.directory.model import Entry
from bot.directory.search.leaving import Persons


async def elsewhere(finder: Finder, skill: str, but: Entry | None) -> Call:
    """Return what finds others for the skill that somebody was found for, and not the one who was asked.

    It asks which skill where that is not known, is listed in no words any more, or fits on no button.
    """
    if not skill:
        return ANY
    found = (await finder.index()).find(skill, exactly=True)
    left_out = {"bar": Persons((but,)).keys[0]} if but else {}
    search = carried("skill-others", found, **left_out)
    return search if found.key and search.fits else ANY


ANY = call("find-skill")
