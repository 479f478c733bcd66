"""Names of people, and of where they work, as peer support looks for them in somebody's words."""

import pytest

from bot.directory.model import Consent, Entry
from bot.directory.people import NamesOfMembers, workplaces_of
from tests.fakes import MemoryDirectory


def _at(organisation: str, entry_id: str = "1") -> Entry:
    return Entry(id=entry_id, name="Ann Reid", organisation=organisation, consent=Consent.GIVEN)


@pytest.mark.parametrize(
    ("organisation", "called"),
    [
        ("Penmoor University", ["Penmoor University", "Penmoor"]),
        ("University of Strathbeg", ["University of Strathbeg", "Strathbeg"]),
        ("Fresh Fade Community", ["Fresh Fade Community", "Fresh Fade"]),
        ("Ashcombe University / Northvale NHS", ["Ashcombe University", "Ashcombe", "Northvale NHS", "Northvale"]),
        ("NHS Trust", []),
        ("Self-employed", []),
        ("", []),
    ],
)
def test_an_organisation_is_called_by_its_name_and_by_what_is_its_own_in_it(
    organisation: str, called: list[str]
) -> None:
    assert list(workplaces_of(_at(organisation))) == called


async def test_they_are_read_again_when_the_directory_has_changed() -> None:
    directory = MemoryDirectory([_at("Penmoor University"), _at("Penmoor University", "2")])
    workplaces = NamesOfMembers(directory, workplaces_of)
    assert await workplaces.all() == ("Penmoor University", "Penmoor")
    await directory.save(_at("Larkmoor Health Trust", "3"))
    assert await workplaces.all() == ("Penmoor University", "Penmoor", "Larkmoor Health Trust", "Larkmoor")
