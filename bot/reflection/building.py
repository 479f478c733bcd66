"""A format that a facilitator builds in one field of a form, a phase on each line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.chat.commands import PARAGRAPH_LENGTH
from bot.chat.errors import Unclear
from bot.chat.views import Block, Heading, Note, Strong, Text
from bot.reflection import phase_line
from bot.reflection.formats import (
    BLANK,
    MOST_MINUTES,
    MOST_PHASES,
    TITLE_LENGTH,
    Fault,
    Format,
    Phase,
    Showing,
    Speaker,
    fault,
)
from bot.reflection.pace import spell, spell_days

# The options of the form, at which refusals point.
NAME, PHASES = "name", "phases"
# What may stand behind the last bar, as the form and refusals say it.
CAN_BE_SAID = (
    "Behind the last “|” you can write how long it takes, such as “10 min”, and “live”, “hidden”, “questions”, "
    "“presenter”, “second presenter”, “others” or “everyone”, with commas between."
)
# What stands in the form already: it can be changed, or sent as it is.
EXAMPLE = """\
What happened? | Tell it as a camera would have seen it. | 10 min
What did it do to us? | What did you feel and think, then and since? | 15 min
What now? | One small step, and who could help with it. | 10 min, live"""


def read_phases(text: str) -> tuple[Phase, ...]:
    """Read the phases of a format, one a line. Raises `Unclear`, which names the line and says what to write."""
    lines = [_Line(number, said) for number, line in enumerate(text.splitlines(), 1) if (said := phase_line.bare(line))]
    _check_count(len(lines))
    phases = tuple(line.read() for line in lines)
    if wrong := fault(phases):
        raise lines[wrong.phase].unclear(f"{wrong.says}.", _instead(wrong, phases[wrong.phase]))
    # It was not longer when it was typed, but may be now that every line says how long its phase lasts.
    if (over := len(written(phases)) - PARAGRAPH_LENGTH) > 0:
        raise Unclear(f"That is too long by {over:,} characters.", "Shorten some of the prompts.", option=PHASES)
    return phases


def written(phases: Sequence[Phase]) -> str:
    """Write phases as `read_phases` reads them, to be changed in the form; guidance has no place there."""
    return "\n".join(map(phase_line.write_line, phases))


def own_format(name: str, phases: Sequence[Phase]) -> Format:
    """Make a format of phases that were read; it need not have a name. Raises `Unclear` for one that is too long."""
    name = " ".join(name.split()) or "Our own steps"
    if len(name) > TITLE_LENGTH:
        hint = "Say in a few words how you want to reflect."
        raise Unclear(f"That name has {len(name)} characters, and {TITLE_LENGTH} are the most.", hint, option=NAME)
    steps = "One step" if len(phases) == 1 else f"{len(phases)} steps"
    about = f"{steps}, put together for this session."
    return Format(key=BLANK, name=name, about=about, source="Put together for one session", phases=tuple(phases))


def preview(one: Format, days: int = 0) -> tuple[Block, ...]:
    """Show how a session in a format goes, a paragraph for each phase: the longest stays below what messages hold.

    In slow time, each lasts so many `days`.
    """
    phases = (Text((Strong(f"{n}. {phase.title}"), *_told(phase, days))) for n, phase in enumerate(one.phases, 1))
    total = spell_days(days * len(one.phases)) if days else spell(one.minutes)
    return (Heading(one.name), *phases, Note((f"{total.capitalize()} in all; the clock is a guide.",)))


def _told(phase: Phase, days: int) -> Iterator[str]:
    if phase.prompt:
        yield f"\n{phase.prompt}"
    questions = ("only questions",) if phase.questions else ()
    yield "\n" + " · ".join(
        (spell_days(days) if days else spell(phase.minutes), _WHO[phase.who], *questions, _SHOWN[phase.shows])
    )


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    said: str

    def read(self) -> Phase:
        try:
            return phase_line.read_line(self.said)
        except phase_line.Twice as twice:
            raise self.unclear(_TWICE[str(twice)], "Say it once.") from None
        except phase_line.NotUnderstood as part:
            raise self.unclear(f"I do not understand “{part}” there.", CAN_BE_SAID) from None

    def unclear(self, says: str, hint: str) -> Unclear:
        beginning = self.said if len(self.said) <= _BEGINNING else f"{self.said[:_BEGINNING].rstrip()}…"
        return Unclear(f"Line {self.number}, “{beginning}”: {says}", hint, option=PHASES)


def _check_count(count: int) -> None:
    if not count:
        first = EXAMPLE.splitlines()[0]
        raise Unclear("There is no phase in that.", f"Write one on each line, such as “{first}”.", option=PHASES)
    if over := max(count - MOST_PHASES, 0):
        hint = f"Take out {over}, or say two things in one phase."
        raise Unclear(f"These are {count} phases, and {MOST_PHASES} are the most.", hint, option=PHASES)


def _instead(wrong: Fault, phase: Phase) -> str:
    """Say what to write in the form where something is wrong."""
    if wrong.field == "title" and not phase.prompt:
        return "Begin with a few words, then a “|”, and then what people should write about."
    return _INSTEAD[wrong.field]


_BEGINNING = 40
_TWICE = {
    "minutes": "it says in two ways how long it takes.",
    "shows": "it is both “live” and “hidden”.",
    "who": "it says in two ways who may speak.",
}
_INSTEAD = {
    "title": "Begin with a few words; the rest can go behind the first “|”.",
    "prompt": "Shorten it to what people need in order to begin.",
    "minutes": f"Write a number from 1 to {MOST_MINUTES}, such as “10 min”.",
    "shows": "Leave out “hidden”: it is read as it is told.",
    "who": "Write “presenter” on the line in which one person tells, and “others” or “everyone” on another.",
}
_SHOWN = {Showing.REVEAL: "hidden until all is shown together", Showing.LIVE: "seen at once"}
_WHO = {
    Speaker.EVERYONE: "everyone",
    Speaker.PRESENTER: "only the presenter",
    Speaker.SECOND: "only the second presenter",
    Speaker.OTHERS: "all but the presenters",
}
