"""Whom a question looks for by name, or at an organisation: "Niamh", "is Niamh good at NVivo?", "Penmoor"."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.directory.cards import listing, organisations
from bot.directory.model import Entry
from bot.directory.search.findings import Findings
from bot.directory.search.index import SearchIndex
from bot.directory.search.leaving import NOBODY, Persons
from bot.directory.search.text import word_set, words
from bot.directory.search.workplaces import Workplaces

# What stands around somebody and a skill in a question for both.
_AROUND = word_set(
    "a about and any ask at can contact could do does email experience expert familiar for good great has have help",
    "helps how i if in is know knows list lists me of on please skilled still teach teaches the to use uses using well",
    "who with work works",
)


@dataclass(frozen=True, slots=True)
class Meant:
    """People whom a question names: how they come to be listed, and what to do about `others` of whom there are many.

    `misspelt` is a name that nobody has, and that is nearly theirs. `skill` is found for one that is named beside them.
    """

    lead: str
    people: Sequence[Entry]
    others: str
    misspelt: str = ""
    skill: Findings | None = None


def meant(question: str, found: Findings, index: SearchIndex) -> Meant | None:
    """Return whom a question names, of which this was found; None when that is nobody who may be found."""
    if not found.understood:
        at = found.workplaces.at
        return _at(found.workplaces, index, found.persons) if at else None
    if both := _with_a_skill(question, index):
        return both
    typed = " ".join(each.typed for each in found.understood)
    if any(each.held or (each.labels and each.sure) for each in found.understood):
        # Whoever is called just so is no slip of a skill: Darius is no diaries.
        people = index.called(typed) if all(each.corrections for each in found.understood) else []
        return _listed(people) if people else None
    if people := index.named(typed):
        return _listed(people)
    if people := index.misspelt(typed):
        lead = f"Nobody is called “{typed}”. Did you mean:"
        return Meant(lead, people, "have such a name; type the whole name", typed)
    organisation = index.organisation(typed)
    return _at(Workplaces((organisation,)), index) if organisation else None


def told(those: Meant, people: Sequence[Entry], index: SearchIndex) -> str:
    """Say which of these people list the skill that was named beside them, and which do not; empty for none."""
    if not those.skill:
        return ""
    label, skill = those.skill.understood[0].labels[0], those.skill
    # Whoever is missed when they are left out is one of those who were found.
    lists = {entry: index.again(skill.key, bar=Persons((entry,)).keys).total < skill.total for entry in people}
    they, others = ([entry.name for entry in people if lists[entry] is each] for each in (True, False))
    said = [f"{listing(they)} {'lists' if len(they) == 1 else 'list'} {label}."] if they else []
    said += [f"{listing(others)} {'does' if len(others) == 1 else 'do'} not list {label}."] if others else []
    return " ".join(said)


def _listed(people: Sequence[Entry], skill: Findings | None = None) -> Meant:
    return Meant("Listed by that name", people, "have that name; type the whole name", skill=skill)


def _at(workplaces: Workplaces, index: SearchIndex, persons: Persons = NOBODY) -> Meant:
    lead = f"Listed at {organisations(workplaces.at, 'or')}"
    return Meant(lead, index.those_at(workplaces, persons), "are listed there; say which skill you need")


def _with_a_skill(question: str, index: SearchIndex) -> Meant | None:
    """Return whom a question names beside one skill, where it says no more than that: "does Niamh know NVivo"."""
    people, rest = index.named_within(question)
    if not people or _AROUND.issuperset(words(rest)):
        return None
    found = index.find(rest)
    surely = len(found.understood) == 1 and all(len(each.labels) == 1 and each.sure for each in found.understood)
    if not surely or found.leaves_out or found.setting:
        return None
    beside = set(words(rest)) - set(words(found.understood[0].typed))
    return _listed(people, found) if beside <= _AROUND else None
