"""The Directory as rows of a sheet that imports back identically."""

from collections.abc import Iterable

from bot.directory.model import Consent, Entry
from bot.directory.sheet import cells, lists
from bot.directory.sheet.diff import as_read, shown
from bot.directory.sheet.reader import ID_MARK

HEADINGS = (
    "Name", "Role", "Organisation", "Setting", "Skills", "Email", "How to contact", "About", "Happy to be contacted?",
    "Directory id", "Directory levels", "Directory topics", "Directory availability",
    "Directory introductions",
)  # fmt: skip
_ANSWERS = {Consent.GIVEN: "Yes", Consent.REFUSED: "No", Consent.UNKNOWN: ""}


def rows(entries: Iterable[Entry]) -> list[tuple[str, ...]]:
    """Write headings and one row a person, safe to open in a spreadsheet program."""
    return [HEADINGS, *(tuple(map(cells.disarm, _row(as_read(entry)))) for entry in entries)]


def _row(entry: Entry) -> tuple[str, ...]:
    texts = (entry.name, entry.role, entry.organisation, shown(entry, "settings"), lists.join(entry.skills))
    said = (*texts, entry.email, entry.contact, entry.about, _ANSWERS[entry.consent])
    kept = ("levels", "topics", "availability", "unnamed")
    return (*said, ID_MARK + entry.id, *(shown(entry, name) for name in kept))
