"""What people agree to when they join a session, and what they are told is left of it at its end."""

from bot.chat.views import Line, Strong
from bot.reflection.model import Keeping

_ALWAYS: tuple[Line, ...] = (
    (Strong("What is said here stays here. "), "Carry your learning away, not other people’s stories."),
    (
        "Write about yourself, and about your work so that nobody else can be recognised. ",
        "Ask before you advise. You can pass at any time, and need not say why.",
    ),
)
GROUND_RULES: tuple[Line, ...] = (
    *_ALWAYS,
    (
        "In a session without names, nobody here learns who wrote what. ",
        "The platform and whoever runs this bot can find out more; words and small circumstances can tell, too.",
    ),
    (
        "Facilitators can read what was written once there is enough to be shown, hold something back or remove it, ",
        "and do not learn whose it is.",
    ),
)
# What people agree to where they are read by name.
RULES_BY_NAME: tuple[Line, ...] = (
    (Strong("Everybody reads who wrote what. "), "This session is with names: yours stands beside what you write."),
    *_ALWAYS,
    ("Facilitators can read what was written before it is shown, hold something back or remove it.",),
)
# What people are told at the start of what is left at the end.
KEPT = {
    Keeping.NOTHING: "What is shown here is taken away a week after the session, and nothing of it is kept.",
    Keeping.SUMMARY: "What is shown here is taken away a week after the session. A summary of themes may be posted.",
    Keeping.EVERYTHING: "What is shown here stays in this channel, and a summary of themes may be posted.",
}
