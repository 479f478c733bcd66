"""The calls that search anew among the same people as a question did."""

from bot.chat.calls import Call
from bot.directory.search.findings import Findings

# How a call joins the groups that are left out.
AND = "."


def carried(command: str, found: Findings, **more: str) -> Call:
    """Return a call for what was found among whom it was looked, or for what `more` asks; it may fit on no button."""
    left_out = AND.join(group.name.lower() for group in found.without)
    at, but = (AND.join(each.key for each in those) for those in (found.workplaces.at, found.workplaces.but))
    bar = AND.join(found.persons.keys)
    args = {"skill": found.key, "setting": found.setting, "without": left_out, "at": at, "but": but, "bar": bar, **more}
    return Call(command, {name: value for name, value in args.items() if value})
