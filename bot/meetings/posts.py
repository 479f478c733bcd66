"""How a place is told about a meeting."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.calls import call
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Fields,
    Heading,
    Line,
    Moment,
    Note,
    Text,
    Tone,
)
from bot.meetings.attendance import ANSWERS, Standing
from bot.meetings.cards import LABELS, NAMES_SHOWN
from bot.meetings.occurrences import Meeting
from bot.meetings.offsets import in_words
from bot.meetings.words import place_line, when_line

# Of an abstract this much is shown; /meetings has the whole.
_TEASER = 400
_TONES = {Standing.GOING: Tone.PRIMARY}
_NOW = timedelta(minutes=2)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
# From so many hours on, days are counted.
_SOON = 6 * _HOUR


class Style(StrEnum):
    """What a message is, from the beginning and for good; kept in the database with what was said."""

    REMINDER = "reminder"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"


_TITLES = {Style.MOVED: "Moved", Style.CANCELLED: "Cancelled", Style.RESTORED: "Going ahead after all"}


def post(
    meeting: Meeting, style: Style, now: datetime, was: datetime | None = None, own: tuple[Button, ...] | None = None
) -> list[Block]:
    """Word what a place is told; `was` is when people thought that the meeting would begin.

    `own` is offered to whoever is told in private; in a channel it is None, and everybody can ask to be reminded.
    """
    if meeting.cancelled:
        when: Line = (*when_line(meeting), ". It does not take place.")
        return [Heading(f"Cancelled: {meeting.title}"), Text(when)]
    shown = _TITLES.get(style, lead(meeting, now))
    reminding = (Button("Remind me", call("meeting-remind", meeting=meeting.key)),)
    controls = Actions((*answers(meeting), *(reminding if own is None else own)))
    names = [Note((NAMES_SHOWN,))] if meeting.series.names_shown else []
    return [Heading(f"{shown}: {meeting.title}"), *_body(meeting, was), *names, controls]


def late(due_at: datetime) -> Note:
    """Say that a reminder comes late."""
    return Note(("This reminder is late: it was due ", Moment(due_at), "."))


def answers(meeting: Meeting) -> tuple[Button, ...]:
    """Offer to say whether one comes; how many do is not shown here.

    The answer to the click says so. A message that changed with every click would be marked as edited all day, and use
    up what the platform takes from a bot.
    """
    return tuple(
        Button(
            LABELS[answer], call("meeting-answer", meeting=meeting.key, answer=answer), _TONES.get(answer, Tone.PLAIN)
        )
        for answer in ANSWERS
    )


def lead(meeting: Meeting, now: datetime) -> str:
    """Say in a word or two how far off a meeting is, by the calendar of the place where it is planned."""
    left = meeting.start - now
    if left <= timedelta():
        return "Starting now" if -left < _NOW else f"Started {in_words(_minutes(-left))} ago"
    if left < _NOW:
        return "Starting now"
    if left < 2 * _HOUR:
        return f"In {in_words(_minutes(left))}"
    if left < _SOON:
        return f"In {in_words(round(left / _HOUR) * _HOUR)}"
    days = (meeting.when.local.date() - now.astimezone(meeting.series.tz).date()).days
    return {0: "Today", 1: "Tomorrow"}.get(days, f"In {in_words(days * _DAY)}")


def _body(meeting: Meeting, was: datetime | None) -> Iterator[Block]:
    said = meeting.occurrence
    pairs: list[tuple[str, Line]] = [("When", when_line(meeting))]
    if was and was != meeting.start:
        pairs.append(("Instead of", (Moment(was),)))
    if said.speaker or said.speaker_wanted:
        pairs.append(("Speaker", (said.speaker or "wanted: tell an organiser if that could be you",)))
    elif meeting.series.host:
        pairs.append(("Host", (meeting.series.host,)))
    if meeting.place:
        pairs.append(("Where", place_line(meeting.place)))
    yield Fields(tuple(pairs))
    if said.abstract:
        yield Text((_clip(said.abstract),))


def _minutes(span: timedelta) -> timedelta:
    return max(round(span / timedelta(minutes=1)), 1) * timedelta(minutes=1)


def _clip(text: str) -> str:
    return text if len(text) <= _TEASER else f"{text[:_TEASER].rsplit(maxsplit=1)[0]} …"
