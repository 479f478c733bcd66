"""How meetings are shown: in a list, and in full."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.chat.calls import call
from bot.chat.errors import NotFound
from bot.chat.requests import Actor, Role
from bot.chat.views import Button, Card, Inline, Line, Note, Person, Text, Tone
from bot.meetings.attendance import ANSWERS, Guest, GuestList, Standing
from bot.meetings.occurrences import Meeting
from bot.meetings.rules import Unit
from bot.meetings.words import change_words, length_words, listed, often_words, place_line, speaker_line, when_line

LABELS = {Standing.GOING: "Going", Standing.MAYBE: "Maybe", Standing.NOT_GOING: "Not going"}
NAMES_SHOWN = "Everybody sees who comes."
_MOST_NAMES = 40
_VIEW = re.compile(r"([ld])(\d{0,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class View:
    """What of a private answer a button stands in, so that its own answer can take that place.

    Written `l4`, the list from its fifth meeting on, or `d4`, one meeting in full, come to from there; empty for a
    message that is not to be replaced, such as a reminder.
    """

    kind: str = ""
    start: int = 0

    def __str__(self) -> str:
        return f"{self.kind}{self.start}" if self.kind else ""

    @property
    def full(self) -> "View":
        """The same place, with one meeting in full."""
        return View("d", self.start)

    @classmethod
    def parse(cls, text: str) -> "View":
        """Read back `str(view)`. Raises NotFound."""
        if not text:
            return cls()
        found = _VIEW.fullmatch(text)
        if not found:
            raise NotFound("That button leads nowhere.", "Type /meetings to see what is coming.")
        return cls(found[1], int(found[2] or 0))


def organises(actor: Actor) -> bool:
    """Whether somebody may change the calendar, and see who comes."""
    return Role.ORGANISER in actor.roles


def listed_card(meeting: Meeting, guests: GuestList, actor: Actor, view: View) -> Card:
    """Show one meeting among others, with at most five buttons: more of them fit on no platform's page."""
    key = meeting.key
    last = Button("Manage", call("meeting-manage", meeting=key))
    if not organises(actor):
        last = Button("Add to calendar", call("meeting-calendar", meeting=key))
    controls = (
        *answers(meeting, guests, actor, view),
        Button("Details", call("meeting", meeting=key, view=str(view.full))),
        last,
    )
    return Card(meeting.title, _subtitle(meeting), (*_facts(meeting), *_attendance(meeting, guests, actor)), controls)


def full_card(meeting: Meeting, guests: GuestList, actor: Actor, view: View) -> Card:
    """Show one meeting with everything that is said about it."""
    key, series, said = meeting.key, meeting.series, meeting.occurrence
    lines = [*_facts(meeting)]
    lines += [(text,) for text in (said.abstract, said.notes, series.about) if text]
    lines += [("Host: ", series.host)] if series.host else []
    often = "" if series.rule.unit is Unit.ONCE else f" Held {often_words(series)}."
    lines += [(f"Lasts {length_words(meeting)}.{often}",), *_attendance(meeting, guests, actor)]
    controls = [*answers(meeting, guests, actor, view)]
    controls += [Button("Add to calendar", call("meeting-calendar", meeting=key))]
    controls += [Button("Remind me", call("meeting-remind", meeting=key))] if not meeting.cancelled else []
    controls += [Button("Manage", call("meeting-manage", meeting=key))] if organises(actor) else []
    return Card(meeting.title, _subtitle(meeting), tuple(lines), tuple(controls))


def short_card(meeting: Meeting) -> Card:
    """Show how one meeting stands, without any button."""
    return Card(meeting.title, _subtitle(meeting), tuple(_facts(meeting)))


def answers(meeting: Meeting, guests: GuestList, actor: Actor, view: View) -> Iterator[Button]:
    """Offer the three answers, with the one that was given marked; none for a meeting that is cancelled."""
    if meeting.cancelled:
        return
    mine = guests.of(actor.account)
    for answer in ANSWERS:
        label, chosen = _label(answer, mine, guests, meeting)
        target = call("meeting-answer", meeting=meeting.key, answer=answer, view=str(view))
        yield Button(f"✓ {label}" if chosen else label, target, Tone.PRIMARY if chosen else Tone.PLAIN)


def turn_words(meeting: Meeting, guests: GuestList, actor: Actor) -> Iterator[Text]:
    """Tell somebody who waits how soon it is their turn."""
    if turn := guests.turn(actor.account):
        places = meeting.series.capacity
        taken = "The one place is taken" if places == 1 else f"All {places} places are taken"
        yield Text((f"{taken}: you are number {turn} in the line. I will write to you when a place is free for you.",))


def who_comes(meeting: Meeting, guests: GuestList, actor: Actor) -> Iterator[Text | Note]:
    """Name those who answered, to organisers, or to everybody where the meeting shows names."""
    if not (organises(actor) or meeting.series.names_shown):
        return
    groups = {
        "Going": (Standing.GOING,),
        "Waiting": (Standing.OFFERED, Standing.WAITING),
        "Maybe": (Standing.MAYBE,),
        "Not going": (Standing.NOT_GOING,) if organises(actor) else (),
    }
    told = False
    for label, standings in groups.items():
        if people := guests.who(*standings):
            told = True
            yield Text((f"{label}: ", *listed([_person(one) for one in people], _MOST_NAMES)))
    if told and not meeting.series.names_shown:
        yield Note(("Only organisers see these names.",))


def _person(guest: Guest) -> Inline:
    return Person(guest.name, guest.account)


def _subtitle(meeting: Meeting) -> Line:
    kind = meeting.series.kind.label
    told = [*([] if kind == meeting.title.casefold() else [kind]), *change_words(meeting)]
    return (" · ".join(told),) if told else ()


def _facts(meeting: Meeting) -> Iterator[Line]:
    yield when_line(meeting)
    if meeting.place:
        yield ("Where: ", *place_line(meeting.place))
    if speaker := speaker_line(meeting.occurrence):
        yield speaker


def _attendance(meeting: Meeting, guests: GuestList, actor: Actor) -> Iterator[Line]:
    parts = [_counts(meeting, guests), _mine(guests.of(actor.account))]
    if told := " · ".join(filter(None, parts)):
        yield (told,)
    if meeting.series.names_shown and not meeting.cancelled:
        yield (NAMES_SHOWN,)


def _counts(meeting: Meeting, guests: GuestList) -> str:
    going, maybe = guests.count(Standing.GOING), guests.count(Standing.MAYBE)
    waiting = guests.count(Standing.WAITING, Standing.OFFERED)
    places = meeting.series.capacity
    coming = f"{going} of {places} places taken" if places else f"{going} going" if going else ""
    parts = [coming, f"{maybe} maybe" if maybe else "", f"{waiting} waiting" if waiting else ""]
    return ", ".join(filter(None, parts))


def _mine(guest: Guest | None) -> str:
    if guest is None:
        return ""
    if guest.standing is Standing.WAITING:
        return "you wait for a place"
    if guest.standing is Standing.OFFERED:
        return "a place is kept for you"
    return f"you: {LABELS[guest.standing].lower()}"


def _label(answer: Standing, mine: Guest | None, guests: GuestList, meeting: Meeting) -> tuple[str, bool]:
    """Say what a button says, and whether it stands for what somebody has said already."""
    standing = mine.standing if mine else None
    if answer is not Standing.GOING:
        return LABELS[answer], standing is answer
    if standing is Standing.WAITING:
        return "Waiting", True
    if standing is Standing.OFFERED:
        return "Take the place", False
    full = guests.free(meeting.series.capacity) <= guests.count(Standing.WAITING)
    return ("Wait for a place", False) if full and standing is not Standing.GOING else ("Going", standing is answer)
