"""A small network to play journeys in."""

import re

from bot.chat.requests import Role
from bot.directory.model import Consent, Entry, Setting
from tests.journeys.stage import Stage

_ACADEMIC, _CLINICAL, _COMMUNITY = Setting.ACADEMIC, Setting.CLINICAL, Setting.COMMUNITY


def _person(name: str, setting: Setting, *skills: str, consent: Consent = Consent.GIVEN) -> Entry:
    handle = name.lower().replace(" ", ".")
    return Entry(
        id=handle,
        name=name,
        role="Member",
        settings=frozenset({setting}),
        skills=skills,
        email=f"{handle}@example.org",
        consent=consent,
    )


ENTRIES = (
    *(_person(f"Coder {letter}", _ACADEMIC, "NVivo") for letter in "ABCDEF"),
    _person("Clinical Coder", _CLINICAL, "NVivo 14"),
    _person("Theme Finder", _COMMUNITY, "thematic analysis", "focus groups"),
    _person("Both Hands", _COMMUNITY, "thematic analysis", "R"),
    _person("Shy Person", _ACADEMIC, "NVivo", "welding", consent=Consent.REFUSED),
    _person("Silent Person", _ACADEMIC, "NVivo", "welding", consent=Consent.UNKNOWN),
    _person("<!channel> @everyone <script>", _CLINICAL, "*bold* _slanted_ [x](https://evil.example)"),
)

_CODE = re.compile(r"\b(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}\b")


async def code_for(stage: Stage, person: str) -> str:
    """Let an organiser make a code for somebody's entry."""
    olu = await stage.person("Olu", Role.ORGANISER)
    await olu.type(f"/directory-code {person}")
    found = _CODE.search((await olu.press("Make a code")).text)
    assert found
    return found[0]
