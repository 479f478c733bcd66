"""How often a meeting is held, in the few words people choose among, and the rule that makes for a first date."""

from datetime import date, timedelta

from bot.chat.errors import Unclear
from bot.chat.views import Choice
from bot.meetings.rules import Rule, Unit, ordinal

_WEEK = 7
_LAST = -1
_MONTHLY = {1: "Every month", 2: "Every other month", 3: "Every 3 months"}
_ON = {
    "nth": "same weekday of the month, such as the first Tuesday",
    "last": "last such weekday of the month",
    "date": "same day of the month, such as the 15th",
}

RHYTHMS = (
    Choice("Once", "once"),
    Choice("Every week", "week"),
    Choice("Every two weeks", "fortnight"),
    *(Choice(f"{months}, {on}", f"{every}{how}") for every, months in _MONTHLY.items() for how, on in _ON.items()),
)


def rule_for(rhythm: str, first: date) -> Rule:
    """Derive the rule from one of `RHYTHMS` and the first date. Raises Unclear when that is not such a date."""
    weekday = first.weekday()
    if rhythm == "once":
        return Rule()
    if rhythm in {"week", "fortnight"}:
        return Rule(unit=Unit.WEEK, every=1 if rhythm == "week" else 2, weekday=weekday)
    every, on = int(rhythm[0]), rhythm[1:]
    if on == "date":
        return Rule(unit=Unit.MONTH, every=every, day=first.day)
    if on == "nth":
        return Rule(unit=Unit.MONTH, every=every, weekday=weekday, nth=(first.day - 1) // _WEEK + 1)
    last = _last_such(first)
    if last != first:
        raise Unclear(
            f"{first.day} {first:%B %Y} is not the last {first:%A} of its month.",
            f"That is the {ordinal(last.day)}: choose it, or another rhythm.",
            option="date",
        )
    return Rule(unit=Unit.MONTH, every=every, weekday=weekday, nth=_LAST)


def rhythm_of(rule: Rule) -> str:
    """Return the value of the choice that stands for a rule; empty for one that came from elsewhere and has none."""
    if rule.unit is Unit.ONCE:
        return "once"
    if rule.unit is Unit.WEEK:
        return {1: "week", 2: "fortnight"}.get(rule.every, "")
    on = "date" if rule.day else "last" if rule.nth == _LAST else "nth"
    return f"{rule.every}{on}" if rule.every in _MONTHLY else ""


def _last_such(day: date) -> date:
    while (day + timedelta(days=_WEEK)).month == day.month:
        day += timedelta(days=_WEEK)
    return day
