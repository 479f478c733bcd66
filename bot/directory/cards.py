"""How people found are shown, and why."""

from collections.abc import Iterator, Sequence

from bot.chat.views import Block, Card, Emphasis, Inline, Line, Link, Strong, Text
from bot.directory.model import Entry, Setting
from bot.directory.search.index import Findings, Match, Reason, Understood, Why
from bot.directory.search.text import normalise

# More than these would hide the other people on the page.
_MOST_REASONS = 4


def card(match: Match) -> Card:
    """Show one person: who they are, why they were named, how to reach them."""
    entry = match.entry
    lines: list[Line] = [_reasons(match.reasons)]
    if reach := _reach(entry):
        lines.append(reach)
    return Card(entry.name, _who(entry), tuple(lines))


def understood(found: Findings, *, told: bool = True) -> Iterator[Block]:
    """Say what was read as what, and, when `told`, which of the skills asked for nobody lists."""
    for each in found.understood:
        if line := _reading(each):
            yield Text(line)
        if told and not each.held:
            yield Text((f"Nobody lists {quoted(each)} yet.",))


def quoted(each: Understood) -> str:
    """Name one skill that was asked for: as the network does where it knows it, or else as it was typed."""
    return each.labels[0] if each.labels and not each.corrections and each.sure else f"“{each.typed}”"


def listing(names: Sequence[str], joint: str = "and") -> str:
    """Write names as a list: a, b and c."""
    return f" {joint} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _reading(each: Understood) -> Line:
    if not each.labels:
        return ()
    line: list[Inline] = []
    if each.corrections:
        line += ["I read ", listing([f"“{typed}” as “{meant}”" for typed, meant in each.corrections]), ". "]
    if len(each.labels) > 1:
        line += [f"“{each.typed}” may mean ", *_emphasised(each.labels), "."]
    elif _mended(each) != normalise(each.labels[0]):
        line += [f"“{each.typed}” → ", Emphasis(each.labels[0])]
    return tuple(line)


def _mended(each: Understood) -> str:
    read = dict(each.corrections)
    return " ".join(read.get(word, word) for word in normalise(each.typed).split())


def _emphasised(labels: Sequence[str]) -> list[Inline]:
    line: list[Inline] = []
    for number, label in enumerate(labels):
        line += [" or " if line and number == len(labels) - 1 else ", " if line else "", Emphasis(label)]
    return [part for part in line if part]


def _who(entry: Entry) -> Line:
    settings = ", ".join(setting.value for setting in Setting if setting in entry.settings)
    about = " · ".join(filter(None, (entry.role, entry.organisation, settings)))
    return (about,) if about else ()


def _reasons(reasons: Sequence[Reason]) -> Line:
    line: list[Inline] = []
    told = list({reason.listed: reason for reason in reversed(reasons)}.values())[::-1]
    for reason in told[:_MOST_REASONS]:
        line += ["; " if line else "Lists ", Strong(reason.listed)]
        line += [", a kind of ", Emphasis(reason.wanted)] if reason.why is Why.KIND else []
    if more := len(told) - _MOST_REASONS:
        line += [f"; and {more} more"] if more > 0 else []
    return tuple(line)


def _reach(entry: Entry) -> Line:
    line: list[Inline] = [entry.contact] if entry.contact else []
    if entry.email and entry.email.casefold() not in entry.contact.casefold():
        line += [" · "] if line else []
        line.append(Link(entry.email, f"mailto:{entry.email}"))
    return ("Reach them: ", *line) if line else ()
