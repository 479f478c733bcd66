"""From the rows of a sheet to people: one each, however often they repeat."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.chat.errors import Refusal
from bot.directory.model import Consent, Entry
from bot.directory.sheet import cells, clean, headings, lists, names, own
from bot.directory.sheet.clean import quoted
from bot.directory.sheet.consent import Answer, read_consent
from bot.directory.sheet.known import stands_alone
from bot.directory.sheet.layout import Column, Layout
from bot.directory.sheet.meanings import GUESS, NAMES, Field
from bot.directory.sheet.people import STRICTEST, People, Person, Problem
from bot.directory.sheet.repeats import joined, merge
from bot.directory.sheet.rows import Row
from bot.directory.sheet.ticks import begins_with_no, tick

# Keeps spreadsheet programs from reading an id such as 12e45 as a number.
ID_MARK = "id:"
_DAY = "a day such as 2026-03-10"
# How what the Directory's own export says in set words is read, and what it is when that is not possible.
_CHOSEN: tuple[tuple[Field, str, Callable[[str], object], str], ...] = (
    (Field.AVAILABILITY, "availability", own.read_availability, f"neither “paused” nor “busy until” {_DAY}"),
    (Field.INTRODUCTIONS, "unnamed", own.read_unnamed, "not “by name alone”, which is all this column can say"),
)


@dataclass(slots=True)
class Reader:
    """Reads rows in one layout, and keeps what it could not make out."""

    layout: Layout
    spoken_for: bool = False
    cross_agrees: bool = True
    surname_first: bool = False
    problems: list[Problem] = field(default_factory=list)
    held: list[Person] = field(default_factory=list)

    def read(self) -> Iterator[Person]:
        """Read every row that is somebody."""
        headed = {headings.fold(column.heading) for column in self.layout.of(Field.NAME, Field.FIRST)} - {""}
        for row in self.layout.rows:
            noted = len(self.problems)
            person = self._person(row)
            if headings.fold(person.name) in headed and self._repeats_headings(row):
                del self.problems[noted:]
            elif reason := _unusable(row, person.name, self.layout.width, said=self._says_more(row)):
                # Why the row is nobody says all there is to say.
                self.problems[noted:] = [Problem(person.rows, person.name, reason, left_out=True)]
                self.held.append(person)
            else:
                if not person.entry.id and names.odd(person.name):
                    self._note(row, person.name, "it does not look like a person's name")
                elif not self._says_more(row):
                    self._note(row, person.name, "the row says nothing but this name")
                yield person

    def _says_more(self, row: Row) -> bool:
        """Whether a row says anything about somebody beyond their name."""
        used = [column for column in self.layout.columns if column.field and column.field not in NAMES]
        return any(cells.line(row.cell(column.index)) for column in used)

    def _repeats_headings(self, row: Row) -> bool:
        """Printed sheets repeat their headings on every page."""
        same = [headings.fold(row.cell(c.index)) == headings.fold(c.heading) for c in self.layout.columns if c.heading]
        return sum(same) > len(same) / 2

    def _person(self, row: Row) -> Person:
        said: dict[str, Any] = {}
        extra: list[str] = []
        name, address = self._name(row)
        for column, word in ((Field.ROLE, "role"), (Field.ORGANISATION, "organisation"), (Field.CONTACT, "contact")):
            for one in self.layout.of(column):
                said[word] = cells.line(row.cell(one.index))
        if names.gone(role := said.get("role", "")):
            self._note(row, name, f"{quoted(role)} reads as if they had left; if so, take this row out of the sheet")
        if about := self.layout.of(Field.ABOUT):
            said["about"] = "\n".join(filter(None, (cells.block(row.cell(one.index)) for one in about)))
        if self.layout.of(Field.SETTING):
            self._settings(row, name, said)
        self._own(row, name, said)
        if columns := self.layout.of(Field.SKILLS):
            said["skills"] = lists.unique(skill for one in columns for skill in self._skills(row, one, name))
        for one in self.layout.of(Field.EMAIL):
            self._email(row, one, name, said, extra)
        if address:
            self._beside_name(address, said, extra)
        unclear = self._consent(row, name, said, extra)
        if extra:
            said["contact"] = joined((str(said.get("contact", "")), *extra))
        entry = replace(Entry(id=self._id(row), name=name), **said)
        return Person(entry, frozenset({"name", *said}), (row.number,), unclear)

    def _id(self, row: Row) -> str:
        return next((clean.line(row.cell(one.index)).removeprefix(ID_MARK) for one in self.layout.of(Field.ID)), "")

    def _name(self, row: Row) -> tuple[str, str]:
        """Read the name, and an e-mail address that stands beside it."""
        parts = self.layout.of(Field.NAME) or self.layout.of(Field.FIRST) + self.layout.of(Field.SURNAME)
        texts = [row.cell(column.index) for column in parts]
        if self._id(row):
            # An entry of the Directory has a name, however little it looks like one.
            return " ".join(clean.line(cells.rearm(text.strip())) for text in texts), ""
        read = [cells.named(text) for text in texts]
        name = " ".join(filter(None, (names.usable(text) for text, _ in read)))
        return names.turned(name) if self.surname_first else name, next((one for _, one in read if one), "")

    def _settings(self, row: Row, name: str, said: dict[str, Any]) -> None:
        read = [cells.settings(_ticked_or_said(row, column)) for column in self.layout.of(Field.SETTING)]
        known = frozenset().union(*(one.known for one in read))
        for strange in (word for one in read for word in one.strange):
            self._note(row, name, f"{quoted(strange)} is not an academic, clinical or community setting")
        # Where nothing was understood, nothing is changed.
        if known or not any(one.strange for one in read):
            said["settings"] = known

    def _own(self, row: Row, name: str, said: dict[str, Any]) -> None:
        """Read what only the Directory's own export has."""
        for one in self.layout.of(Field.TOPICS):
            said["topics"] = lists.split(cells.rearm(row.cell(one.index).strip()))
        for one in self.layout.of(Field.LEVELS):
            said["levels"], strange = own.read_levels(cells.rearm(row.cell(one.index).strip()))
            for item in strange:
                self._note(row, name, f"{quoted(item)} says no level such as “NVivo: can teach”")
        for column, word, read, strangely in _CHOSEN:
            for one in self.layout.of(column):
                text = clean.line(row.cell(one.index))
                if (chosen := read(text)) is not None:
                    said[word] = chosen
                else:
                    self._note(row, name, f"{quoted(text)} is {strangely}")

    def _skills(self, row: Row, column: Column, name: str) -> Sequence[str]:
        """Read the skills of a cell: a tick stands for the heading, if that names a skill; anything else is a list."""
        cell = cells.rearm(row.cell(column.index).strip())
        mark = tick(cell, scale=column.scale)
        headed = column.ticks or (column.sureness == GUESS and not column.given)
        if headed and mark:
            return (f"{column.heading} ({mark.level})" if mark.level else column.heading,) if mark.given else ()
        if column.ticks and begins_with_no(cell):
            return ()
        if column.ticks:
            self._note(row, name, f"{quoted(cell)} under {quoted(column.heading)} is neither a tick nor a level")
            return (f"{column.heading} ({clean.line(cell)})",)
        if mark and mark.given and not (self._id(row) or stands_alone(cell)):
            if mark.level and not mark.numeric:
                return lists.split(mark.level)
            self._note(row, name, f"{quoted(cell)} names no skill")
            return ()
        return lists.split(cell)

    @staticmethod
    def _beside_name(address: str, said: dict[str, Any], extra: list[str]) -> None:
        if not said.get("email"):
            said["email"] = address
        elif said["email"].casefold() != address.casefold():
            extra.append(f"also {address}")

    def _email(self, row: Row, column: Column, name: str, said: dict[str, Any], extra: list[str]) -> None:
        text, read = cells.line(row.cell(column.index)), cells.email(row.cell(column.index))
        said["email"] = read.address
        if headings.meaning(column.heading).field is Field.CONTACT and read.address not in {"", text}:
            # “Email me, but ring first”: what stands under contact is words, with an address among them.
            extra.append(text)
        else:
            extra.extend(f"also {other}" for other in read.others)
        if read.rest:
            self._note(row, name, f"{quoted(read.rest)} is not an e-mail address; it is kept as a way to contact them")
            extra.append(read.rest)

    def _consent(self, row: Row, name: str, said: dict[str, Any], extra: list[str]) -> bool:
        """Read the consent, the strictest of what the row says; tell whether it is unclear."""
        asked = [row.cell(column.index) for column in self.layout.of(Field.CONSENT)]
        against = [cell for column in self.layout.of(Field.OPT_OUT) if cells.line(cell := row.cell(column.index))]
        answers = [read_consent(cell, cross_agrees=self.cross_agrees) for cell in asked]
        objections = [read_consent(cell) for cell in against]
        read = [*answers, *(_reversed(one) for one in objections if one.consent is not Consent.REFUSED)]
        if read:
            said["consent"] = min((one.consent for one in read), key=STRICTEST.index)
            extra.extend(one.note for one in answers if one.note)
        elif self.spoken_for:
            said["consent"] = Consent.GIVEN
        unclear = [cell for cell, one in zip((*asked, *against), (*answers, *objections), strict=True) if not one.clear]
        for cell in unclear:
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
    answers = [row.cell(column.index) for column in consent for row in layout.rows]
    reader = Reader(
        layout,
        spoken_for=everyone_agreed,
        cross_agrees=not any(map(_says_yes, answers)),
        surname_first=_surname_first(layout),
    )
    people, doubts, held = merge(list(reader.read()))
    problems = sorted((*reader.problems, *doubts), key=lambda problem: problem.rows)
    return People(
        tuple(people), tuple(problems), (*reader.held, *held), spoken_for=everyone_agreed, asks_consent=bool(consent)
    )


def _reversed(objection: Answer) -> Answer:
    """Read an answer to “Please do not contact”: a yes refuses, and what is neither leaves it open."""
    return replace(objection, consent=Consent.REFUSED if objection.consent is Consent.GIVEN else Consent.UNKNOWN)


def _says_yes(value: str) -> bool:
    return read_consent(value, cross_agrees=False).consent is Consent.GIVEN


def _surname_first(layout: Layout) -> bool:
    """Whether names are written “Reid, Anna”: the heading says so, or the cells do."""
    return any(
        headings.surname_first(column.heading) or names.mostly_turned([row.cell(column.index) for row in layout.rows])
        for column in layout.of(Field.NAME)
    )


def _ticked_or_said(row: Row, column: Column) -> str:
    cell = row.cell(column.index)
    if not column.ticks:
        return cell
    return column.heading if (mark := tick(cell)) and mark.given else ""


def _unusable(row: Row, name: str, width: int, *, said: bool) -> str:
    """Say why a row is nobody; empty when it is somebody."""
    texts = {cell.strip() for cell in row.cells if cell.strip()}
    filled = sum(bool(cell.strip()) for cell in row.cells)
    if not name:
        shown = ", ".join(quoted(cell, 30) for cell in row.cells if cell.strip())
        return f"there is no name (the row says {quoted(shown.replace('“', '').replace('”', ''), 90)})"
    if width and any(cell.strip() for cell in row.cells[width:]):
        return "it has more cells than there are headings; a text with a comma in it may lack its quotation marks"
    if filled > 2 and len(texts) == 1:  # noqa: PLR2004 - a first name may be a surname; not so three cells
        return "it says the same in every cell, like the title of a section"
    if not said and not names.whole(name):
        return "it does not look like a person's name, and says nothing else"
    return ""
