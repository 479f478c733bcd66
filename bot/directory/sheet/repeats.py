"""People who stand in several rows of one sheet: put together where it is sure, kept apart and named where not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from bot.directory.model import AVAILABLE, Consent
from bot.directory.sheet import identity, lists
from bot.directory.sheet.clean import quoted
from bot.directory.sheet.people import STRICTEST, Person, Problem

_TEXTS = ("role", "organisation", "email")


@dataclass(slots=True)
class _Groups:
    """Rows that are one person each, found by id, e-mail and name."""

    every: list[list[Person]] = field(default_factory=list)
    by_id: dict[str, list[Person]] = field(default_factory=dict)
    by_email: dict[str, list[list[Person]]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[list[Person]]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)
    held: list[Person] = field(default_factory=list)

    def add(self, person: Person) -> None:
        """Put a person to the rows that are theirs, or start a group. Ids come first, then e-mails, then names."""
        if person.entry.id:
            self._by_id(person)
        elif group := self._same_email(person):
            self._join(group, person)
        else:
            self._by_name(person)

    def _by_id(self, person: Person) -> None:
        group = self.by_id.get(person.entry.id)
        if group is None:
            self._start(person)
        elif identity.alike(group[0].name, person.name):
            self._join(group, person)
        else:
            self._hold(
                person, f"it has the Directory id of {_who(group)}, but another name; clear the id of one of them"
            )

    def _same_email(self, person: Person) -> list[Person] | None:
        others = self.by_email.get(identity.email_key(person.entry.email), [])
        for group in others:
            if identity.alike(group[0].name, person.name):
                return group
        if others:
            self._say(person, f"it has the e-mail address of {_who(others[0])}; they are kept as two people")
        return None

    def _by_name(self, person: Person) -> None:
        others = self.by_name.get(identity.name_key(person.name), [])
        fits = [group for group in others if _emails_agree(group, person)]
        if len(fits) == 1 and _may_be_namesake(fits[0], person):
            advice = "give both rows an e-mail address, the same if they are one person"
            self._hold(person, f"it has the name of {_who(fits[0])}, but works elsewhere; {advice}")
        elif len(fits) == 1:
            self._join(fits[0], person)
        elif fits:
            people = " or ".join(_who(group) for group in fits)
            self._hold(person, f"it may be {people}; give it the right e-mail address")
        else:
            if others:
                self._say(
                    person,
                    f"it has the name of {_who(others[0])}, but another e-mail address; they are kept as two people",
                )
            self._start(person)

    def _start(self, person: Person) -> None:
        group = [person]
        self.every.append(group)
        self._index(group, person)

    def _join(self, group: list[Person], person: Person) -> None:
        group.append(person)
        self._index(group, person)

    def _index(self, group: list[Person], person: Person) -> None:
        if person.entry.id:
            self.by_id[person.entry.id] = group
        email, name = identity.email_key(person.entry.email), identity.name_key(person.name)
        for index, key in ((self.by_email, email), (self.by_name, name)):
            if key and not any(one is group for one in index[key]):
                index[key].append(group)

    def _say(self, person: Person, reason: str) -> None:
        self.problems.append(Problem(person.rows, person.name, reason))

    def _hold(self, person: Person, reason: str) -> None:
        self.problems.append(Problem(person.rows, person.name, reason, left_out=True))
        self.held.append(person)


def merge(rows: Sequence[Person]) -> tuple[list[Person], list[Problem], list[Person]]:
    """Put together who repeats. Returns people in order of their first row, doubts, and rows that are held back."""
    groups = _Groups()
    for person in sorted(rows, key=lambda one: (not one.entry.id, not one.entry.email)):
        groups.add(person)
    people = []
    for group in groups.every:
        ordered = sorted(group, key=lambda one: one.rows)
        people.append(reduce(_together, ordered))
        groups.problems.extend(_conflicts(ordered))
    return sorted(people, key=lambda one: one.rows), groups.problems, groups.held


def joined(parts: Iterable[str], between: str = "; ") -> str:
    """Put texts in a row, leaving out what is already said."""
    kept: list[str] = []
    for part in parts:
        if part and not any(part.casefold() in other.casefold() for other in kept):
            kept.append(part)
    return between.join(kept)


def _together(one: Person, other: Person) -> Person:
    """Add a later row: skills and settings add up, later texts count, and the strictest answer about consent."""
    a, b = one.entry, other.entry
    same_name = identity.name_key(a.name) == identity.name_key(b.name)
    entry = replace(
        a,
        name=a.name if same_name else b.name,
        skills=lists.unique((*a.skills, *b.skills)),
        settings=a.settings | b.settings,
        contact=joined((a.contact, b.contact)),
        about=joined((a.about, b.about), "\n"),
        topics=lists.unique((*a.topics, *b.topics)),
        levels={**a.levels, **b.levels},
        availability=a.availability if b.availability == AVAILABLE else b.availability,
        unnamed=a.unnamed and b.unnamed,
        consent=_consent((one, other)),
        **{text: getattr(b, text) or getattr(a, text) for text in _TEXTS},
    )
    unclear = (one.unclear or other.unclear) and entry.consent is Consent.UNKNOWN
    return Person(entry, one.said | other.said, (*one.rows, *other.rows), unclear)


def _consent(people: Sequence[Person]) -> Consent:
    """A row without an answer takes nothing back; an unclear one does."""
    answers = [one.entry.consent for one in people if one.unclear or one.entry.consent is not Consent.UNKNOWN]
    return min(answers, key=STRICTEST.index, default=Consent.UNKNOWN)


def _conflicts(group: Sequence[Person]) -> list[Problem]:
    """Name what rows of one person say differently."""
    rows = tuple(row for one in group for row in one.rows)
    found = []
    for text in ("name", *_TEXTS):
        said = {_key(text, value): (value, one.rows[0]) for one in group if (value := getattr(one.entry, text))}
        if len(said) > 1:
            listed = ", ".join(f"{quoted(value)} (row {row})" for value, row in said.values())
            found.append(f"the {text} differs, and the last one counts: {listed}")
    consents = {one.entry.consent for one in group}
    if {Consent.GIVEN, Consent.REFUSED} <= consents:
        found.append("one row says yes to being contacted and another no, so no counts")
    return [Problem(rows, group[-1].name, reason) for reason in found]


def _key(text: str, value: str) -> str:
    return identity.name_key(value) if text == "name" else value.casefold()


def _emails_agree(group: Sequence[Person], person: Person) -> bool:
    addresses = {one.entry.email.casefold() for one in group if one.entry.email}
    return not person.entry.email or not addresses or person.entry.email.casefold() in addresses


def _may_be_namesake(group: Sequence[Person], person: Person) -> bool:
    """Whether one name may be two people: no address tells, and they work elsewhere. A no is never held back."""
    if person.unclear or person.entry.consent is Consent.REFUSED:
        return False
    email, place = person.entry.email.casefold(), person.entry.organisation.casefold()
    places = [one.entry.organisation.casefold() for one in group if one.entry.organisation]
    told = email and any(one.entry.email.casefold() == email for one in group)
    return not told and bool(place and places) and not any(place in one or one in place for one in places)


def _who(group: Sequence[Person]) -> str:
    return f"{quoted(group[0].name)} (row {group[0].rows[0]})"
