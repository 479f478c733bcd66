"""Whoever tells of danger where a skill is asked for: where they can turn comes first, and their words stay nowhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.chat.views import Block
from bot.directory.search.findings import Understood


def _never(_text: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What is heard in a question, and what is said then.

    `surely` hears danger to whoever asks, `harmed` that somebody is unkind to them or feared, and `perhaps` what may be
    either and may be a skill. `told_of` hears what tells of somebody in particular, `told_by` that whoever asks is in
    it, and `touched` a question about danger, which is a search like any other. `first` answers whoever is in danger,
    `note` stands quietly beneath what was found, and `lost` beneath a question without a skill.
    """

    surely: Callable[[str], bool] = _never
    harmed: Callable[[str], bool] = _never
    perhaps: Callable[[str], bool] = _never
    told_of: Callable[[str], bool] = _never
    told_by: Callable[[str], bool] = _never
    touched: Callable[[str], bool] = _never
    first: Sequence[Block] = ()
    note: Sequence[Block] = ()
    lost: Sequence[Block] = ()

    def alone(self, text: str) -> bool:
        """Whether nobody is to be looked for: it might be the one who is feared."""
        return self.surely(text) or self.harmed(text)

    def private(self, text: str) -> bool:
        """Whether a text is nobody's business: it is never counted, nor shown to anybody."""
        return self.alone(text) or self.perhaps(text)

    def kept(self, *texts: str) -> bool:
        """Whether words that are no skill's may be counted, and shown to organisers; said in these texts."""
        return not any(self.private(text) or self.told_of(text) for text in texts)


def is_skill(each: Understood) -> bool:
    """Whether it is surely known which skills were meant: their names are nobody's own."""
    return bool(each.labels) and each.sure
