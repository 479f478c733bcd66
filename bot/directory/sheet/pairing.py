"""Who in a sheet is who in the Directory."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.directory.model import Consent, Entry
from bot.directory.sheet import identity
from bot.directory.sheet.clean import quoted
from bot.directory.sheet.people import Person, Problem

# What share of the shorter list of skills has to agree before one name with two addresses is one person.
_RELATED = 1 / 3
# What tells a person by more than a name.
_TELLING = frozenset({"role", "organisation", "settings", "skills", "email", "contact", "about"})


@dataclass(slots=True)
class Pairing:
    """Pairs people with entries: by id, then by e-mail, then by name. Who could be two is unclear, never guessed.

    People are known by their rows.
    """

    entries: list[Entry]
    people: list[Person]
    found: dict[tuple[int, ...], Entry] = field(default_factory=dict)
    unclear: set[tuple[int, ...]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    protected: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Fill `found`; who is in neither `found` nor `unclear` afterwards is new."""
        self._by_id()
        self._by_email()
        self._by_name()
        self._by_what_was_said()

    def missing(self, held: Sequence[Person]) -> list[Entry]:
        """Return entries whom the sheet does not name; who may be meant by a row that was left out is not missing."""
        ids = {one.entry.id for one in held} | self.protected | self.taken
        emails = {identity.email_key(one.entry.email) for one in held} - {""}
        names = {identity.name_key(one.name) for one in held} - {""}
        return [
            entry
            for entry in self.entries
            if entry.id not in ids
            and identity.email_key(entry.email) not in emails
            and identity.name_key(entry.name) not in names
        ]

    def _by_id(self) -> None:
        known = {entry.id: entry for entry in self.entries}
        for person in self.people:
            entry = known.get(person.entry.id) if person.entry.id else None
            if entry is None:
                continue
            same_email = entry.email and entry.email.casefold() == person.entry.email.casefold()
            if same_email or identity.alike(entry.name, person.name) or _related(entry, person.entry):
                self._take(person, entry)
            else:
                self._doubt(
                    person, [entry], f"it has the Directory id of {quoted(entry.name)}, but nothing else in common"
                )

    def _by_email(self) -> None:
        entries = self._index(lambda entry: identity.email_key(entry.email))
        people = self._waiting(lambda person: identity.email_key(person.entry.email))
        for key, same in people.items():
            owners = entries.get(key, [])
            for person in same:
                fits = [one for one in owners if one.id not in self.taken and identity.alike(one.name, person.name)]
                exact = [one for one in fits if identity.name_key(one.name) == identity.name_key(person.name)]
                if len(exact or fits) == 1:
                    self._take(person, (exact or fits)[0])
                elif owners and not self._named(person):
                    names = " and ".join(quoted(one.name) for one in owners)
                    self._doubt(
                        person,
                        owners,
                        f"{names} in the Directory {_has(owners)} this e-mail address, under another name",
                    )

    def _named(self, person: Person) -> bool:
        """Whether an entry that is still free has this name, so that the name can decide."""
        key = identity.name_key(person.name)
        return any(one.id not in self.taken and identity.name_key(one.name) == key for one in self.entries)

    def _by_name(self) -> None:
        entries = self._index(lambda entry: identity.name_key(entry.name))
        for key, people in self._waiting(lambda person: identity.name_key(person.name)).items():
            same = entries.get(key, [])
            for person in people:
                email = person.entry.email.casefold()
                by_address = [one for one in same if one.email and one.email.casefold() == email]
                if len(by_address) == 1:
                    self._take(person, by_address[0])
            self._same_name([one for one in people if one.rows not in self.found], same)

    def _same_name(self, people: Sequence[Person], same: Sequence[Entry]) -> None:
        """Match those whom nothing but their name connects, if there is just one of each."""
        free = [one for one in same if one.id not in self.taken]
        for person in people if free else ():
            email = person.entry.email
            names = " or ".join(f"{quoted(one.name)} <{one.email}>" if one.email else quoted(one.name) for one in free)
            if len(people) > 1 or len(free) > 1:
                self._doubt(person, free, f"it may be {names} in the Directory; give it the right e-mail address")
            elif not _may_have_moved(free[0], person.entry):
                apart = "another e-mail address and no skill" if free[0].email and email else "nothing else"
                self._doubt(person, free, f"{names} in the Directory has this name, but {apart} in common")
            else:
                self._take(person, free[0])

    def _by_what_was_said(self) -> None:
        """Find who would be new, but may be somebody who took another name in chat since the last sheet."""
        renamed = [entry for entry in self.entries if "name" in entry.own and entry.id not in self.taken]
        for person in self.people:
            if person.rows in self.found or person.rows in self.unclear:
                continue
            if fits := [entry for entry in renamed if _was_named_otherwise(entry, person)]:
                names = " or ".join(quoted(entry.name) for entry in fits)
                self._doubt(person, fits, f"it may be {names} in the Directory, who chose that name in chat")

    def _take(self, person: Person, entry: Entry) -> None:
        self.found[person.rows] = entry
        self.taken.add(entry.id)

    def _doubt(self, person: Person, entries: Sequence[Entry], reason: str) -> None:
        self.unclear.add(person.rows)
        self.protected |= {entry.id for entry in entries}
        advice = "; to be exact, export the Directory and use its ids"
        if person.entry.consent is Consent.REFUSED and any(entry.listed for entry in entries):
            advice += "; it says no to being contacted, but until it is sorted out the Directory still says yes"
        self.problems.append(Problem(person.rows, person.name, reason + advice, left_out=True))

    def _index(self, key: Callable[[Entry], str]) -> dict[str, list[Entry]]:
        index: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.id not in self.taken:
                index[key(entry)].append(entry)
        index.pop("", None)
        return index

    def _waiting(self, key: Callable[[Person], str]) -> dict[str, list[Person]]:
        index: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            if person.rows not in self.found and person.rows not in self.unclear:
                index[key(person)].append(person)
        index.pop("", None)
        return index


def _has(owners: Sequence[Entry]) -> str:
    return "has" if len(owners) == 1 else "have"


def _may_have_moved(entry: Entry, said: Entry) -> bool:
    """Whether one name is one person: if two addresses, or an owner in chat, say otherwise, something has to tell."""
    moved = said.email and (entry.email or entry.accounts)
    return not (moved or "name" in entry.own) or _related(entry, said)


def _was_named_otherwise(entry: Entry, person: Person) -> bool:
    """Whether a sheet says what it must have said of this entry before its owner took another name.

    Most of what it says and they did not change themselves has to agree; colleagues agree in where they work.
    """
    said, own = person.entry, entry.own
    if "email" not in own and entry.email and said.email and entry.email.casefold() != said.email.casefold():
        return False
    skilled = _share_skills(entry, said)
    told = [name for name in person.said & _TELLING - own if getattr(entry, name) or getattr(said, name)]
    same = [name for name in told if (skilled if name == "skills" else getattr(entry, name) == getattr(said, name))]
    return 2 * len(same) > len(told) and (skilled or len(same) > 1)


def _related(entry: Entry, said: Entry) -> bool:
    """Whether organisation or skills agree."""
    if entry.organisation and entry.organisation.casefold() == said.organisation.casefold():
        return True
    return _share_skills(entry, said)


def _share_skills(entry: Entry, said: Entry) -> bool:
    before, after = ({skill.casefold() for skill in one.skills} for one in (entry, said))
    return bool(before and after) and len(before & after) >= _RELATED * min(len(before), len(after))
