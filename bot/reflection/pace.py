"""How long a session takes, in words: by the clock, or in slow time."""

from bot.reflection.model import Session

_ROUND = 5


def spell(minutes: int) -> str:
    """Say how long something takes: “1 hour 30 minutes”."""
    hours, rest = divmod(minutes, 60)
    counted = ((hours, "hour"), (rest, "minute"))
    return " ".join(f"{count} {unit}{'s' * (count > 1)}" for count, unit in counted if count)


def spell_days(days: int) -> str:
    """Say how long something takes in slow time: “a day”, “3 days”."""
    return "a day" if days == 1 else f"{days} days"


def pace(session: Session) -> str:
    """Say to everybody how long a session takes; minutes mean nothing where each phase lasts days."""
    if session.days:
        return f"Slowly: each phase lasts {spell_days(session.days)}."
    about = -(-session.format.minutes // _ROUND) * _ROUND
    return f"It takes about {spell(about)}."
