"""How people found are shown, and why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.chat.views import Block, Card, Emphasis, Inline, Line, Link, Strong, Text
from bot.directory.model import Entry, Level, Setting
from bot.directory.search.findings import Findings, Understood
from bot.directory.search.organisations import Organisation
from bot.directory.search.reasons import Match, Reason, Why
from bot.directory.search.text import normalise

# More than these would hide the other people on the page.
_MOST_REASONS = 4
# More organisations, or skills that were not looked for, are counted rather than named.
_MOST_NAMED = 6
_NO_MORE = "an organisation that nobody is at any more"


def card(match: Match) -> Card:
    """Show one person: who they are, why they were named, how to reach them, and until when they have no time."""
    return _card(match.entry, _reasons(match.reasons, match.entry.levels))


def card_of(entry: Entry) -> Card:
    """Show one person who was looked for by name, with what they list."""
    return _card(entry, _reasons([Reason(skill, skill, Why.SAME) for skill in entry.skills], entry.levels))


def _card(entry: Entry, listed: Line) -> Card:
    lines: list[Line] = [listed] if listed else []
    if entry.availability.busy_until:
        lines.append((f"Busy until {day(entry.availability.busy_until)}.",))
    if line := reach_or_not(entry):
        lines.append(line)
    return Card(entry.name, who(entry), tuple(lines))


def understood(found: Findings, *, told: bool = True) -> Iterator[Block]:
    """Say what was read as what, and, when `told`, which of the skills asked for nobody lists."""
    if narrowed := _narrowed(found):
        yield Text((narrowed,))
    for each in found.understood:
        if line := _reading(each):
            yield Text(line)
        if told and not each.held:
            yield Text((f"Nobody lists {quoted(each)} yet.",))
    if told and found.total and found.apart:
        yield Text((_apart(found),))
    if found.beyond:
        yield Text((_beyond(found.beyond),))


def quoted(each: Understood) -> str:
    """Name one skill that was asked for: as the network does where it knows just one, or else as it was typed."""
    return each.labels[0] if len(each.labels) == 1 and each.named else f"“{each.typed}”"


def organisations(those: Sequence[Organisation], joint: str) -> str:
    """Name organisations as entries write them, of many the first."""
    return _first(list(dict.fromkeys(name for each in those for name in each.names)) or [_NO_MORE], joint)


def where(setting: Setting) -> str:
    """Say in which setting somebody works."""
    return f"in {'an' if setting.value[0] in 'aeiou' else 'a'} {setting.value} setting"


def listing(names: Sequence[str], joint: str = "and") -> str:
    """Write names as a list: a, b and c."""
    return f" {joint} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _first(names: Sequence[str], joint: str) -> str:
    others = len(names) - _MOST_NAMED
    return listing(names if others <= 0 else [*names[:_MOST_NAMED], f"{others} more"], joint)


def _narrowed(found: Findings) -> str:
    """Say whose names were misspelt, among whose people it was looked, and who was left out, or was to be."""
    slips = [f"“{typed}” as “{meant}”" for typed, meant in found.slips]
    said = [f"I read {listing(slips)}."] if slips else []
    workplaces = found.workplaces
    if workplaces.at:
        said.append(f"I looked only among people of {organisations(workplaces.at, 'or')}.")
    if found.whoever:
        said.append(f"I looked for the skill alone, and not for “{found.whoever}”.")
    if workplaces.unknown:
        said.append(f"No entry names “{workplaces.unknown}”, so I looked everywhere.")
    out = [*found.without, *([f"people of {organisations(workplaces.but, 'and')}"] if workplaces.but else [])]
    if out:
        said.append(f"I left out {listing(out)}, as far as people’s entries tell.")
    if found.persons:
        said.append(f"I left out {_first([entry.name for entry in found.persons.out], 'and')}.")
    if found.persons.unclear:
        said.append(f"I did not understand whom to leave out by “{found.persons.unclear}”.")
    if skills := found.persons.skills:
        which = "that is a skill" if len(skills) == 1 else "those are skills"
        said.append(f"I left out nobody by {listing([f'“{each}”' for each in skills])}: {which}.")
    return " ".join(said)


def _beyond(rest: Sequence[str]) -> str:
    others = listing(rest) if len(rest) <= _MOST_NAMED else f"the other {len(rest)}"
    # As many as `phrases.MOST_TERMS`.
    return f"I looked for the first six of these skills; ask again for {others}."


def _apart(found: Findings) -> str:
    who = f"Nobody {where(found.setting)}" if found.setting else "Nobody"
    if sum(each.held for each in found.understood) == 2:  # noqa: PLR2004 - both are two
        return f"{who} lists both; these people list one of them."
    return f"{who} lists all of these; these people list some of them."


def _reading(each: Understood) -> Line:
    if not each.labels:
        return ()
    line: list[Inline] = []
    if each.corrections:
        line += ["I read ", listing([f"“{typed}” as “{meant}”" for typed, meant in each.corrections]), ". "]
    if len(each.labels) > 1:
        return (*line, f"“{each.typed}” may mean ", *_joined([Emphasis(one) for one in each.labels], "or"), ".")
    label = Emphasis(each.labels[0])
    if _mended(each) == normalise(each.labels[0]):
        return tuple(line)
    return (*line, "That makes it ", label, ".") if line else (f"I read “{each.typed}” as ", label, ".")


def _mended(each: Understood) -> str:
    read = dict(each.corrections)
    return " ".join(read.get(word, word) for word in normalise(each.typed).split())


def _joined(parts: Sequence[Inline], joint: str) -> list[Inline]:
    line: list[Inline] = []
    for number, part in enumerate(parts):
        line += [f" {joint} " if number == len(parts) - 1 else ", "] if line else []
        line.append(part)
    return line


def who(entry: Entry) -> Line:
    """Say who somebody is and where they work; nothing when they do not."""
    settings = ", ".join(setting.value for setting in Setting if setting in entry.settings)
    about = " · ".join(filter(None, (entry.role, entry.organisation, settings)))
    return (about,) if about else ()


def day(on: date) -> str:
    """Write a day as people do, 29 March 2026."""
    return f"{on.day} {on:%B %Y}"


def levelled(label: str, level: Level | None) -> str:
    """Write a skill with how well it is known."""
    return f"{label} ({level})" if level else label


def _reasons(reasons: Sequence[Reason], levels: Mapping[str, Level]) -> Line:
    told = list({reason.listed: reason for reason in reversed(reasons)}.values())[::-1]
    alike: dict[str, list[str]] = {}
    for reason in told[:_MOST_REASONS]:
        alike.setdefault(reason.wanted if reason.why is Why.KIND else "", []).append(reason.listed)
    line: list[Inline] = []
    for wider, listed in alike.items():
        line += [
            "; " if line else "Lists ",
            *_joined([Strong(levelled(each, levels.get(each))) for each in listed], "and"),
        ]
        line += [", a kind of " if len(listed) == 1 else ", kinds of ", Emphasis(wider)] if wider else []
    if more := len(told) - _MOST_REASONS:
        line += [f"; and {more} more"] if more > 0 else []
    return tuple(line)


def reach(entry: Entry) -> Line:
    """Say how somebody likes to be reached; nothing when they do not."""
    line: list[Inline] = [entry.contact] if entry.contact else []
    if entry.email and entry.email.casefold() not in entry.contact.casefold():
        line += [" · "] if line else []
        line.append(Link(entry.email, f"mailto:{entry.email}"))
    return ("Reach them: ", *line) if line else ()


def reach_or_not(entry: Entry) -> Line:
    """Say the same; of whom nothing tells it and no button asks, say why, and who may know."""
    return reach(entry) or (() if entry.accounts else (Emphasis("Not on this chat yet: ask an organiser."),))
