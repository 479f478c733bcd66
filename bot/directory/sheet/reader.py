"""From the rows of a sheet to people: one each, however often they repeat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.chat.errors import Refusal
from bot.directory.model import Consent, Entry
from bot.directory.sheet import cells, clean, headings, lists
from bot.directory.sheet.clean import quoted
from bot.directory.sheet.consent import read_consent
from bot.directory.sheet.layout import Column, Layout
from bot.directory.sheet.meanings import Field
from bot.directory.sheet.people import STRICTEST, People, Person, Problem
from bot.directory.sheet.repeats import joined, merge
from bot.directory.sheet.rows import Row

# Names have fewer words than the remarks at the foot of a table.
_MOST_WORDS = 8
# Keeps spreadsheet programs from reading an id such as 12e45 as a number.
ID_MARK = "id:"


@dataclass(slots=True)
class Reader:
    """Reads rows in one layout, and keeps what it could not make out."""

    layout: Layout
    spoken_for: bool = False
    cross_agrees: bool = True
    problems: list[Problem] = field(default_factory=list)
    held: list[Person] = field(default_factory=list)

    def read(self) -> Iterator[Person]:
        """Read every row that is somebody."""
        names = {headings.fold(column.heading) for column in self.layout.of(Field.NAME, Field.FIRST)} - {""}
        for row in self.layout.rows:
            noted = len(self.problems)
            person = self._person(row)
            if headings.fold(person.name) in names and self._repeats_headings(row):
                del self.problems[noted:]
            elif reason := _unusable(row, person.name, said=_anything(person.entry)):
                # Why the row is nobody says all there is to say.
                self.problems[noted:] = [Problem(person.rows, person.name, reason, left_out=True)]
                self.held.append(person)
            else:
                yield person

    def _repeats_headings(self, row: Row) -> bool:
        """Printed sheets repeat their headings on every page."""
        same = [headings.fold(row.cell(c.index)) == headings.fold(c.heading) for c in self.layout.columns if c.heading]
        return sum(same) > len(same) / 2

    def _person(self, row: Row) -> Person:
        said: dict[str, Any] = {}
        extra: list[str] = []
        name = self._name(row)
        for column, word in ((Field.ROLE, "role"), (Field.ORGANISATION, "organisation"), (Field.CONTACT, "contact")):
            for one in self.layout.of(column):
                said[word] = cells.line(row.cell(one.index))
        if about := self.layout.of(Field.ABOUT):
            said["about"] = "\n".join(filter(None, (cells.block(row.cell(one.index)) for one in about)))
        if self.layout.of(Field.SETTING):
            self._settings(row, name, said)
        if columns := self.layout.of(Field.SKILLS):
            said["skills"] = lists.unique(skill for column in columns for skill in _skills(row, column))
        for one in self.layout.of(Field.EMAIL):
            self._email(row, one, name, said, extra)
        unclear = self._consent(row, name, said, extra)
        if extra:
            said["contact"] = joined((str(said.get("contact", "")), *extra))
        entry = replace(Entry(id=self._id(row), name=name), **said)
        return Person(entry, frozenset({"name", *said}), (row.number,), unclear)

    def _id(self, row: Row) -> str:
        return next((clean.line(row.cell(one.index)).removeprefix(ID_MARK) for one in self.layout.of(Field.ID)), "")

    def _name(self, row: Row) -> str:
        if not (name := self._written_name(row)) and self._id(row):
            # An entry of the Directory has a name, however little it looks like one.
            return " ".join(clean.line(cells.rearm(row.cell(one.index).strip())) for one in self.layout.of(Field.NAME))
        return name

    def _written_name(self, row: Row) -> str:
        parts = self.layout.of(Field.FIRST) + self.layout.of(Field.SURNAME)
        for column in self.layout.of(Field.NAME):
            return _whole_name(row.cell(column.index), column)
        return " ".join(filter(None, (_name(row.cell(column.index)) for column in parts)))

    def _settings(self, row: Row, name: str, said: dict[str, Any]) -> None:
        read = [cells.settings(row.cell(column.index)) for column in self.layout.of(Field.SETTING)]
        known = frozenset().union(*(one.known for one in read))
        for strange in (word for one in read for word in one.strange):
            self._note(row, name, f"{quoted(strange)} is not an academic, clinical or community setting")
        # Where nothing was understood, nothing is changed.
        if known or not any(one.strange for one in read):
            said["settings"] = known

    def _email(self, row: Row, column: Column, name: str, said: dict[str, Any], extra: list[str]) -> None:
        read = cells.email(row.cell(column.index))
        said["email"] = read.address
        extra.extend(f"also {other}" for other in read.others)
        if read.rest:
            self._note(row, name, f"{quoted(read.rest)} is not an e-mail address; it is kept as a way to contact them")
            extra.append(read.rest)

    def _consent(self, row: Row, name: str, said: dict[str, Any], extra: list[str]) -> bool:
        """Read the consent, the strictest of what the row says; tell whether it is unclear."""
        answers = [
            read_consent(row.cell(column.index), cross_agrees=self.cross_agrees)
            for column in self.layout.of(Field.CONSENT)
        ]
        unclear = [one for one in answers if not one.clear]
        if any(
            read_consent(row.cell(column.index)).consent is Consent.GIVEN for column in self.layout.of(Field.OPT_OUT)
        ):
            said["consent"] = Consent.REFUSED
        elif answers:
            said["consent"] = min((one.consent for one in answers), key=STRICTEST.index)
            extra.extend(one.note for one in answers if one.note)
        elif self.spoken_for:
            said["consent"] = Consent.GIVEN
        for column in self.layout.of(Field.CONSENT) if unclear else []:
            cell = row.cell(column.index)
            if cell.strip():
                self._note(row, name, f"{quoted(cell)} is neither yes nor no, so they will not be shown until it is")
        return bool(unclear) and said["consent"] is Consent.UNKNOWN

    def _note(self, row: Row, name: str, reason: str) -> None:
        self.problems.append(Problem((row.number,), name, reason))


def read_people(layout: Layout, *, everyone_agreed: bool = False) -> People:
    """Read everybody. Raises Refusal when the operator speaks for people whom the sheet asked."""
    consent = layout.of(Field.CONSENT)
    if everyone_agreed and consent:
        raise Refusal(
            f"This sheet asks people themselves, in {consent[0]}, so nobody can agree for them.",
            "Leave out --everyone-agreed.",
        )
    values = [row.cell(column.index) for column in consent for row in layout.rows]
    reader = Reader(layout, spoken_for=everyone_agreed, cross_agrees=not any(map(_says_yes, values)))
    people, doubts, held = merge(list(reader.read()))
    problems = sorted((*reader.problems, *doubts), key=lambda problem: problem.rows)
    return People(
        tuple(people), tuple(problems), (*reader.held, *held), spoken_for=everyone_agreed, asks_consent=bool(consent)
    )


def _says_yes(value: str) -> bool:
    return read_consent(value, cross_agrees=False).consent is Consent.GIVEN


def _skills(row: Row, column: Column) -> Sequence[str]:
    cell = row.cell(column.index)
    if not column.ticks:
        return lists.split(cells.rearm(cell.strip()))
    mark = cells.tick(cell)
    if not mark or not mark.given:
        return ()
    return (f"{column.heading} ({mark.level})" if mark.level else column.heading,)


def _whole_name(cell: str, column: Column) -> str:
    name = _name(cell)
    last, comma, first = (part.strip() for part in name.partition(","))
    return f"{first} {last}" if comma and first and last and headings.surname_first(column.heading) else name


def _name(cell: str) -> str:
    """Read a name. “Na” and “None” may be names; “N/A” and “-” are not."""
    read = clean.line(cells.rearm(cell.strip()))
    return "" if read.casefold() in _NO_NAME or not any(c.isalnum() for c in read) else read


_NO_NAME = frozenset({"n/a", "#n/a", "#ref!", "tbc", "tba", "vacant", "vacancy", "anonymous", "(blank)"})


def _anything(entry: Entry) -> bool:
    """Whether a row says anything about somebody beyond their name."""
    return bool(entry.id or entry.role or entry.organisation or entry.settings or entry.skills or entry.email
                or entry.contact or entry.about or entry.consent is not Consent.UNKNOWN)  # fmt: skip


def _unusable(row: Row, name: str, *, said: bool) -> str:
    """Say why a row is nobody; empty when it is somebody."""
    texts = {cell.strip() for cell in row.cells if cell.strip()}
    filled = sum(bool(cell.strip()) for cell in row.cells)
    if not name:
        shown = ", ".join(quoted(cell, 30) for cell in row.cells if cell.strip())
        return f"there is no name (the row says {quoted(shown.replace('“', '').replace('”', ''), 90)})"
    if filled > 2 and len(texts) == 1:  # noqa: PLR2004 - a first name may be a surname; not so three cells
        return "it says the same in every cell, like the title of a section"
    if not said and (any(c.isdigit() for c in name) or ":" in name or len(name.split()) > _MOST_WORDS):
        return "it does not look like a person's name, and says nothing else"
    return ""
