"""Sessions to test with."""

from datetime import UTC, datetime

from bot.chat.requests import Address
from bot.reflection import course
from bot.reflection.contributions import Contribution, Participant
from bot.reflection.model import Place, Seat, Session
from config.formats import load_formats

NOW = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
FORMATS = load_formats()


def session(key: str = "rolfe", *, named: bool = False, days: int = 0) -> Session:
    """Return a session that was announced and has not begun."""
    return Session(
        id="0123456789abcdef",
        format=FORMATS[key],
        topic="A hard week",
        places=(Place(channel=Address("slack", "C1"), said=("1.0",)),),
        facilitators=("slack:T1:U1",),
        named=named,
        days=days,
    )


def seated(key: str = "balint", **how: bool) -> Session:
    """Return a session for which Ann, and where it takes two Bea, have offered to bring something."""
    gathering = session(key, **how)
    for mark, part in zip(("ann", "bea"), gathering.format.presenters, strict=False):
        gathering = course.seated(gathering, Seat(part=part, mark=mark))
    return gathering


def begun(key: str = "rolfe", phase: int = 0, **how: bool) -> Session:
    """Return a session that is in a phase of it; the last is its check-out."""
    running = course.begin(seated(key, **how), NOW)
    for done in range(phase):
        running = course.advance(running, done, NOW)
    return running


def somebody(mark: str = "ann") -> Participant:
    return Participant(mark=mark, name=f"Quiet {mark.title()}")


def contributions(*marks: str, phase: int = 0) -> list[Contribution]:
    """Return one contribution of each of these."""
    return [Contribution(id=f"{number:08x}", by=mark, phase=phase, text="…") for number, mark in enumerate(marks)]
