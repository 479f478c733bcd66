"""What hears danger in a question, as it is wired, by a clock that stands still."""

from datetime import UTC, datetime

from bot.support.signposts import Signposts
from config.crisis import load_crisis_words
from config.signposts import load_signposts
from config.support_parts import care_of

CARE = care_of(load_crisis_words(), Signposts(load_signposts(), lambda: datetime(2026, 12, 2, 3, tzinfo=UTC)))
