"""How it is said that nobody was found, and what may be meant instead."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.calls import Call
from bot.chat.views import Actions, Block, Button, Control, Note, Reply, Tone, say
from bot.directory.calls import carried
from bot.directory.cards import listing, organisations, quoted, understood, where
from bot.directory.search.findings import Findings

# What a button's label can hold on every platform (Slack 75, Discord 80).
LABEL = 70


def asked(found: Findings) -> list[str]:
    """Name the skills asked for that somebody lists."""
    return [each.labels[0] if len(each.labels) == 1 else quoted(each) for each in found.understood if each.held]


def meant(found: Findings) -> list[Button]:
    """Offer the skills that may be meant, among the same people; none where no button can carry who they are."""
    calls = [(each.label, carried("skill-page", found, skill=each.key)) for each in found.did_you_mean]
    return [Button(label, asks) for label, asks in calls if asks.fits and len(label) <= LABEL]


def nobody(found: Findings, below: Sequence[Control], *, replaces: bool) -> Reply:
    """Say that nobody lists what was asked for."""
    if found.elsewhere:
        return _elsewhere(found, below, replaces=replaces)
    wanted = listing([quoted(each) for each in found.understood if each.typed], "or") or "exactly what you typed"
    parts: list[Block] = [*understood(found, told=False)]
    if near := meant(found):
        parts += [Note(("The nearest skills that people list:",)), Actions(tuple(near))]
    elif found.did_you_mean:
        named = listing([each.label for each in found.did_you_mean])
        again = "Ask me again, for one of these and for the same people."
        parts.append(Note((f"The nearest skills that people list: {named}. {again}",)))
    if below:
        parts.append(Actions(tuple(below)))
    elif not found.did_you_mean:
        parts.append(Note(("Another word for it may be listed; the suggestions while you type show what is.",)))
    return say(f"Nobody lists {wanted} yet.", *parts, Note(("Only you can see this.",)), replaces=replaces)


def _elsewhere(found: Findings, below: Sequence[Control], *, replaces: bool) -> Reply:
    """Say that there are people, but none of those who were meant."""
    controls = (*(replace(button, tone=Tone.PRIMARY) for button in widen(found)), *below)
    return say(
        elsewhere(found),
        *understood(found),
        *([Actions(controls)] if controls else []),
        Note(("Only you can see this.",)),
        replaces=replaces,
    )


def widen(found: Findings) -> list[Button]:
    """Offer those, too, whom a setting, or the question itself, left out."""
    everywhere = Call("skill-page", {"skill": found.key})
    wider = "Search everybody" if found.leaves_out else "Search every setting"
    return [Button(wider, everywhere)] if found.elsewhere and everywhere.fits else []


def elsewhere(found: Findings) -> str:
    """Say that nobody who was meant lists it, and how many others do."""
    there = [
        "else" if _left_out(found) else "",
        f"at {organisations(found.workplaces.at, 'or')}" if found.workplaces.at else "",
        where(found.setting) if found.setting else "",
    ]
    who = " ".join(filter(None, ("Nobody", *there)))
    return f"{who} lists {listing(asked(found), 'or')}, but {_others(found)}."


def _left_out(found: Findings) -> bool:
    return bool(found.without or found.workplaces.but or found.persons)


def _others(found: Findings) -> str:
    people = "1 person does" if found.elsewhere == 1 else f"{found.elsewhere} people do"
    if found.workplaces.at:
        return f"{people} elsewhere"
    return f"{people} whom you left out" if _left_out(found) else f"{people} in other settings"
