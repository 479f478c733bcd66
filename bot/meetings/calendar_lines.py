"""The lines of a calendar file (RFC 5545, section 3.1), read without trusting whoever wrote it."""

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.chat.errors import Refusal

# A network's calendar of ten years is a few hundred kilobytes.
MOST_BYTES = 5_000_000
MOST_EVENTS = 2_000
_DEEPEST = 8
_CALENDAR, _EVENT = "VCALENDAR", "VEVENT"

_VALUE = r'(?:"[^"]*"|[^";:,]*)'
_LINE = re.compile(rf"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*)*):(.*)", re.ASCII | re.DOTALL)
_PARAMETER = re.compile(rf";([A-Za-z0-9-]+)=({_VALUE}(?:,{_VALUE})*)", re.ASCII)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# Controls, overrides of direction, halves of characters: invisible, and never meant.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Property:
    """One property of an event, its value as it is written."""

    name: str
    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value read as a text: unescaped, with nothing invisible in it."""
        return _INVISIBLE.sub("", _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)).strip()


@dataclass(slots=True)
class RawEvent:
    """An event as it is written: the line it begins on, its properties, and the lines that cannot be read."""

    line: int
    properties: list[Property] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [one for one in self.properties if one.name == name]

    def text(self, name: str) -> str:
        """Return a text on one line; empty when there is none."""
        return " ".join(self.block(name).split())

    def block(self, name: str) -> str:
        """Return a text with its line ends; empty when there is none."""
        return next((one.text for one in self.all(name)), "")


@dataclass(frozen=True, slots=True)
class CalendarLines:
    """The events of a file, and how often it holds components of other kinds, such as VTODO."""

    events: list[RawEvent]
    others: Counter[str]


def read_lines(data: bytes) -> CalendarLines:
    """Read the events of a calendar file. Raises Refusal for what is none, too large, or only half of one."""
    if len(data) > MOST_BYTES:
        raise Refusal(f"The file is larger than {MOST_BYTES // 1_000_000} MB.", "Export a shorter stretch of time.")
    try:
        lines = [*_unfolded(data.removeprefix(BOM_UTF8))]
    except UnicodeDecodeError:
        raise Refusal("The file is no calendar in UTF-8.", "Export it again as iCalendar (.ics).") from None
    first = lines[0][1] if lines else ""
    if not first.lstrip().upper().startswith(f"BEGIN:{_CALENDAR}"):
        raise Refusal("The file is no calendar: it does not begin with BEGIN:VCALENDAR.", "Export it as iCalendar.")
    return _collect(lines)


def _collect(lines: Iterable[tuple[int, str]]) -> CalendarLines:
    inside: list[str] = []
    found = CalendarLines([], Counter())
    for number, line in lines:
        name, _, value = line.partition(":")
        match name.upper(), value.strip().upper():
            case "BEGIN", component:
                _begin(found, inside, component, number)
            case "END", component:
                if not inside or inside.pop() != component:
                    raise Refusal(f"Line {number} ends what never began.", "Export the calendar again.")
            case _ if inside == [_CALENDAR, _EVENT]:
                _add(found.events[-1], line, number)
            case _:
                pass  # what is said of the calendar as a whole, of its alarms, and of zones, which are known by name
    if inside:
        raise Refusal(f"The file breaks off inside {inside[-1][:20]}: it is half a file.", "Export it again.")
    return found


def _begin(found: CalendarLines, inside: list[str], component: str, number: int) -> None:
    if (component == _CALENDAR) != (not inside) or len(inside) >= _DEEPEST:
        raise Refusal(f"Line {number} begins {component[:20]} where it cannot be.", "Export the calendar again.")
    inside.append(component)
    if inside == [_CALENDAR, _EVENT]:
        found.events.append(RawEvent(number))
        if len(found.events) > MOST_EVENTS:
            raise Refusal(f"The file has more than {MOST_EVENTS:,} events.", "Export a shorter stretch of time.")
    elif inside[:-1] == [_CALENDAR] and component != "VTIMEZONE":
        found.others[component[:20]] += 1


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield each logical line with the number of the line it begins on; it may be folded in the middle of a letter."""
    parts: list[bytes] = []
    began = 0
    for number, raw in enumerate(data.split(b"\n"), 1):
        line = raw.removesuffix(b"\r")
        if line[:1] in (b" ", b"\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield began, b"".join(parts).decode()
        parts, began = [line] if line.strip() else [], number
    if parts:
        yield began, b"".join(parts).decode()


def _add(event: RawEvent, line: str, number: int) -> None:
    found = _LINE.fullmatch(line)
    if not found:
        event.broken.append(number)
        return
    params = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(found[2])}
    event.properties.append(Property(found[1].upper(), params, found[3]))
