"""Whoever tells of danger where a skill is asked for: where they can turn comes first, and their words stay nowhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.chat.views import Block


def _never(_text: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What is heard in a question, and what is said then.

    `surely` hears danger to whoever asks, `perhaps` what may be that and may be a skill, `touched` a question about
    such things, which is a search like any other. `first` answers whoever is in danger, `note` stands quietly beneath
    what was found, and `lost` beneath a question without a skill.
    """

    surely: Callable[[str], bool] = _never
    perhaps: Callable[[str], bool] = _never
    touched: Callable[[str], bool] = _never
    first: Sequence[Block] = ()
    note: Sequence[Block] = ()
    lost: Sequence[Block] = ()

    def private(self, text: str) -> bool:
        """Whether a text is nobody's business: it is never counted, nor shown to anybody."""
        return self.surely(text) or self.perhaps(text)
