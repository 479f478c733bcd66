"""What people can learn about privacy, put together."""

from bot.privacy.commands import Privacy
from config.parts import Part
from config.privacy import load_notice
from config.settings import Settings


def build_privacy(settings: Settings) -> Part:
    """Build what tells people who sees what."""
    return Part(features=(Privacy(load_notice(settings)),))
