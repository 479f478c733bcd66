"""What a sheet would change in the Directory, field by field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.directory.model import Consent, Entry
from bot.directory.sheet import cells, clean, lists
from bot.directory.sheet.pairing import Pairing
from bot.directory.sheet.people import People, Person, Problem

_FIELDS = ("name", "role", "organisation", "settings", "skills", "email", "contact", "about", "consent")
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
    old: Entry
    entry: Entry
    changes: tuple[Change, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an import would do.

    `missing` are entries whom the sheet does not name; they stay unless asked. `before` counts the entries there
    were; `kept_refusals` those whom the operator's word cannot list, because they refused themselves.
    """

    added: tuple[Added, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: tuple[Entry, ...] = ()
    missing: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    before: int = 0
    kept_refusals: int = 0

    @property
    def put(self) -> list[Entry]:
        """Every entry to be written."""
        return [one.entry for one in self.added] + [one.entry for one in self.changed]


def compare(existing: Sequence[Entry], people: People, new_id: Callable[[], str]) -> Plan:
    """Match a sheet's people to entries and say what differs. Nobody is guessed: who could be two is a problem."""
    pairing = Pairing(list(existing), list(people.people))
    pairing.run()
    added: list[Added] = []
    changed: list[Changed] = []
    unchanged: list[Entry] = []
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
        if changes := _changes(as_read(entry), person.entry, said):
            fresh = {one.field: getattr(person.entry, one.field) for one in changes}
            changed.append(Changed(entry, replace(entry, **fresh), changes, person.rows))
        else:
            unchanged.append(entry)
    return Plan(
        tuple(added),
        tuple(changed),
        tuple(unchanged),
        tuple(pairing.missing(people.held)),
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
        email=clean.line(entry.email),
        contact=cells.worth_keeping(clean.line(entry.contact)),
        about=cells.worth_keeping(clean.block(entry.about)),
    )


def shown(entry: Entry, name: str) -> str:
    """Write one field of an entry in words."""
    value = getattr(entry, name)
    if name == "settings":
        return ", ".join(sorted(value))
    return lists.join(value) if name == "skills" else str(value)


def _changes(old: Entry, new: Entry, said: frozenset[str]) -> tuple[Change, ...]:
    return tuple(
        _change(name, old, new) for name in _FIELDS if name in said and getattr(old, name) != getattr(new, name)
    )


def _change(name: str, old: Entry, new: Entry) -> Change:
    if name != "skills":
        return Change(name, shown(old, name), shown(new, name))
    before, after = ({skill.casefold(): skill for skill in entry.skills} for entry in (old, new))
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
