"""Sessions to test with."""

from datetime import UTC, datetime

from bot.chat.requests import Address
from bot.reflection.formats import Speaker
from bot.reflection.model import Contribution, Participant, Place, Session
from config.formats import load_formats

NOW = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
FORMATS = load_formats()


def session(key: str = "rolfe", *, named: bool = False, days: int = 0) -> Session:
    """Return a session that was announced and has not begun."""
    return Session(
        id="0123456789abcdef",
        format=FORMATS[key],
        topic="A hard week",
        places=(Place(channel=Address("slack", "C1"), posted="1.0"),),
        facilitators=("slack:T1:U1",),
        named=named,
        days=days,
    )


def somebody(mark: str = "ann", part: Speaker = Speaker.EVERYONE) -> Participant:
    return Participant(mark=mark, name=f"Quiet {mark.title()}", part=part)


def contributions(*marks: str, phase: int = 0) -> list[Contribution]:
    """Return one contribution of each of these."""
    return [Contribution(id=f"{number:08x}", by=mark, phase=phase, text="…") for number, mark in enumerate(marks)]
