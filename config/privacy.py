"""Read what is said about privacy, in privacy.toml."""

from pathlib import Path

from bot.privacy.notice import Notice
from config.settings import Settings
from config.words import read_words

_NO_CONTACT = "Ask an organiser, who can tell you who is responsible for data protection."


def load_notice(settings: Settings, path: Path | None = None) -> Notice:
    """Read `path`, or the privacy.toml that comes with the bot. Raises `BadSettings`, naming the file and its fault."""
    contact = settings.data_contact
    values = {
        "days": str(settings.delivery.keep_days),
        "contact": f"Questions about your data: {contact}." if contact else _NO_CONTACT,
    }
    return read_words("privacy.toml", path, lambda table: Notice.read(table, values))
