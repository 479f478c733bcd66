"""What a sheet would change in the Directory, field by field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.directory.model import SAID, By, Consent, Entry, Note, levels_of
from bot.directory.sheet import cells, clean, lists, own
from bot.directory.sheet.pairing import Pairing
from bot.directory.sheet.people import People, Person, Problem

# The fields that hold several items.
LISTS = ("skills", "topics")
# Nobody else's word counts in these, whether or not somebody said anything yet.
THEIRS = frozenset({"unnamed"})
_LONGEST_ID = 32


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one entry; `added` and `removed` hold the items of a list that come and go."""

    field: str
    old: str
    new: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    entry: Entry
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """`kept` is what the sheet says otherwise than the person, whose own word counts; it is not changed."""

    old: Entry
    entry: Entry
    changes: tuple[Change, ...]
    rows: tuple[int, ...]
    kept: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an import would do.

    `missing` are entries whom the sheet does not name; they stay unless asked. `theirs` are missing, too, but belong
    to somebody who keeps them in chat, and stay. `kept` would be changed, had their owners not said otherwise.
    `before` counts the entries there were; `kept_refusals` those whom the operator's word cannot list, because they
    refused themselves.
    """

    added: tuple[Added, ...] = ()
    changed: tuple[Changed, ...] = ()
    kept: tuple[Changed, ...] = ()
    unchanged: tuple[Entry, ...] = ()
    missing: tuple[Entry, ...] = ()
    theirs: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    before: int = 0
    kept_refusals: int = 0

    @property
    def put(self) -> list[Entry]:
        """Every entry to be written."""
        return [one.entry for one in self.added] + [one.entry for one in self.changed]

    def notes(self, now: datetime) -> list[Note]:
        """Note what the import changes, never what it said."""
        new = [Note(one.entry.id, now, By.IMPORT, what="listed") for one in self.added]
        fields = [(one.entry.id, tuple(change.field for change in one.changes)) for one in self.changed]
        return [*new, *(Note(entry_id, now, By.IMPORT, changed) for entry_id, changed in fields)]


def compare(existing: Sequence[Entry], people: People, new_id: Callable[[], str]) -> Plan:
    """Match a sheet's people to entries and say what differs. Nobody is guessed: who could be two is a problem."""
    pairing = Pairing(list(existing), list(people.people))
    pairing.run()
    added: list[Added] = []
    changed: list[Changed] = []
    unchanged: list[Entry] = []
    kept: list[Changed] = []
    refusals = 0
    ids = {entry.id for entry in existing}
    for person in people.people:
        if person.rows in pairing.unclear:
            continue
        entry = pairing.found.get(person.rows)
        if entry is None:
            added.append(Added(replace(person.entry, id=_id_for(person, ids, new_id)), person.rows))
            continue
        refused = people.spoken_for and entry.consent is Consent.REFUSED and person.entry.consent is Consent.GIVEN
        refusals += refused
        said = person.said - {"consent"} if refused else person.said
        change = _changed(entry, person, said)
        if change.changes:
            changed.append(change)
        else:
            unchanged.append(entry)
            kept += [change] if change.kept else []
    missing = pairing.missing(people.held)
    return Plan(
        tuple(added),
        tuple(changed),
        tuple(kept),
        tuple(unchanged),
        tuple(entry for entry in missing if not entry.accounts),
        tuple(entry for entry in missing if entry.accounts),
        tuple(sorted((*people.problems, *pairing.problems), key=lambda one: one.rows)),
        len(existing),
        refusals,
    )


def as_read(entry: Entry) -> Entry:
    """Write an entry as reading it from a sheet would, so that only real differences are seen."""
    return replace(
        entry,
        name=clean.line(entry.name),
        role=cells.worth_keeping(clean.line(entry.role)),
        organisation=cells.worth_keeping(clean.line(entry.organisation)),
        skills=lists.unique(entry.skills),
        levels=levels_of(lists.unique(entry.skills), entry.levels),
        topics=lists.unique(entry.topics),
        email=clean.line(entry.email),
        contact=cells.worth_keeping(clean.line(entry.contact)),
        about=cells.worth_keeping(clean.block(entry.about)),
    )


def shown(entry: Entry, name: str) -> str:
    """Write one field of an entry in words."""
    value = getattr(entry, name)
    if name == "settings":
        return ", ".join(sorted(value))
    if name == "levels":
        return own.write_levels(value)
    if name == "availability":
        return own.write_availability(value)
    if name == "unnamed":
        return own.write_unnamed(value)
    return lists.join(value) if name in LISTS else str(value)


def _changed(entry: Entry, person: Person, said: frozenset[str]) -> Changed:
    """Say what a sheet changes in an entry, and what it would if that were not the person's own word."""
    old, new = as_read(entry), person.entry
    skills = new.skills if "skills" in said - entry.own else old.skills
    # Levels belong to skills: those of skills that go, go with them.
    levels = levels_of(skills, new.levels if "levels" in said else old.levels)
    told = replace(new, levels=levels)
    differing = [name for name in SAID if name in {*said, "levels"} and getattr(old, name) != getattr(told, name)]
    theirs = entry.own | THEIRS
    changes = tuple(_change(name, old, told) for name in differing if name not in theirs)
    kept = tuple(_change(name, old, told) for name in differing if name in theirs)
    fresh = {one.field: getattr(told, one.field) for one in changes}
    return Changed(entry, replace(entry, **fresh), changes, person.rows, kept)


def _change(name: str, old: Entry, new: Entry) -> Change:
    if name not in LISTS:
        return Change(name, shown(old, name), shown(new, name))
    before, after = ({item.casefold(): item for item in getattr(entry, name)} for entry in (old, new))
    return Change(
        name,
        shown(old, name),
        shown(new, name),
        added=tuple(skill for key, skill in after.items() if key not in before),
        removed=tuple(skill for key, skill in before.items() if key not in after),
    )


def _id_for(person: Person, taken: set[str], new_id: Callable[[], str]) -> str:
    """Keep the id a sheet brings from another Directory, if it is one; else make one."""
    wanted = person.entry.id
    usable = wanted.isascii() and wanted.isalnum() and len(wanted) <= _LONGEST_ID and wanted not in taken
    chosen = wanted if usable else new_id()
    taken.add(chosen)
    return chosen
