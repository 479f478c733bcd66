"""Telling what is delivered for the first time from what comes again."""

from collections import OrderedDict

# Platforms repeat a delivery within minutes, and a busy network makes fewer than this in that time.
REMEMBERED = 5000


class Seen:
    """Remembers the newest ids, and forgets older ones."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._most = most

    def first(self, id: str) -> bool:  # noqa: A002 - the platforms' word
        """Whether an id is new; remembers it. What has none counts as new."""
        if id in self._ids:
            return False
        if id:
            self._ids[id] = None
        if len(self._ids) > self._most:
            self._ids.popitem(last=False)
        return True
