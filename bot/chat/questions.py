"""Questions in plain words that somebody puts to the bot, and a command answers."""

import re

# What is said around a question, whatever it is about.
_COURTESY = re.compile(
    r"^(?:(?:hi|hiya|hello|hey)(?: (?:there|all|bot))?,? )?(?:(?:please|pls),? )?"
    r"(?:(?:can|could) (?:you|anyone|someone|somebody) (?:please )?tell me,? |(?:do you|does any(?:one|body)) know,? )?"
    r"|,? (?:please|pls|thanks|thank you|cheers)$",
    re.IGNORECASE,
)


def asked(*questions: str) -> re.Pattern[str]:
    """Return what matches any of these questions, each a regular expression, in whatever capitals."""
    return re.compile("|".join(questions), re.IGNORECASE)


def bare(question: str) -> str:
    """Leave out what is said around a question, and the signs at its ends; apostrophes are straight then."""
    return _COURTESY.sub("", " ".join(question.replace("’", "'").split()).strip(" .,?!"))
