"""The parts in a session, in the words that everybody reads: pure, and never about who has them."""

from collections.abc import Iterable, Sequence

from bot.chat.calls import call
from bot.chat.views import Button
from bot.reflection.contributions import Contribution, Participant
from bot.reflection.formats import PRESENTERS, Format, Phase, Speaker
from bot.reflection.model import Session, Stage


def heading(form: Format, part: Speaker, name: str = "") -> str:
    """Name whoever has a part, or of two what they brought, as it stands above their words."""
    thing = form.thing(part)
    if name:
        return f"{name}, who brought {thing}"
    return f"{thing[:1].upper()}{thing[1:]}" if len(form.brings) > 1 else f"Whoever brought {thing}"


def title(form: Format, one: Contribution, number: int, to: int = 0, name: str = "") -> str:
    """Head a contribution by whose part it is, or by its number alone; `to` is the number of what it answers."""
    if one.part is Speaker.EVERYONE:
        return ", ".join((str(number), *((f"to {to}",) if to else ()), *((name,) if name else ())))
    if to:
        who = heading(form, one.part, name) if name else f"Whoever brought {form.thing(one.part)}"
        return f"{who}{',' if name else ''} answers {to} ({number})"
    return f"{heading(form, one.part, name)} ({number})"


def names_of(people: Iterable[Participant], said: Iterable[Contribution]) -> dict[str, str]:
    """Name authors by their marks, where there are names: who has left stands beside their words as before."""
    return {one.by: one.name for one in said if one.name} | {who.mark: who.name for who in people}


def whose(form: Format, phase: Phase) -> str:
    """Say to everybody who writes in a phase, and who reads."""
    match phase.who:
        case Speaker.EVERYONE if phase.marked:
            brought = " and ".join(f"whoever brought {form.thing(one)}" for one in form.presenters)
            return f"Everybody can write; what {brought} writes is marked as theirs."
        case Speaker.EVERYONE:
            return "Everybody can write."
        case Speaker.OTHERS if len(form.presenters) > 1:
            return "The others write; those who brought something sit back and read."
        case Speaker.OTHERS:
            return f"The others write; whoever brought {form.thing(PRESENTERS[0])} sits back and reads."
        case part:
            return f"Only whoever brought {form.thing(part)} writes; the others read."


def looked_for(session: Session) -> str:
    """Say how many have to be found before a session can begin; empty when it takes nobody."""
    wanted = [session.format.thing(part) for part in session.empty_seats]
    match wanted:
        case []:
            things = [session.format.thing(part) for part in session.format.presenters]
            one = "Somebody has been found who brings" if len(things) == 1 else "Both have been found who bring"
            return f"{one} {' and '.join(things)}." if things else ""
        case [thing]:
            return f"One person is still wanted, to bring {thing}. It can begin once there is somebody."
        case _:
            each = ", ".join(f"one to bring {thing}" for thing in wanted)
            return f"Two people are still wanted: {each}. It can begin once there are both."


def offers(session: Session) -> Sequence[Button]:
    """Offer the parts that nobody has yet, while the session has not begun."""
    if session.stage is not Stage.GATHERING:
        return ()
    return [
        Button(f"I’ll bring {session.format.thing(part)}", call("session-bring", session=session.id, part=part))
        for part in session.empty_seats
    ]


def quoted(text: str) -> str:
    return f"“{text}”"


def in_quotes(titles: Sequence[str]) -> str:
    """Write “One”, “Two” and “Three”."""
    *others, last = map(quoted, titles)
    return " and ".join((*((", ".join(others),) if others else ()), last))
