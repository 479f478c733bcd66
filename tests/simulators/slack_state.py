"""What Slack remembers: messages, screens, and what goes wrong next."""

from dataclasses import dataclass, field

from tests.simulators.slack_payloads import Json


@dataclass
class Message:
    """A message: one that stands in a conversation, or one that a single person sees there, `ephemeral`.

    `author` is a user's id, empty for the bot; `thread` the ts of the message that it replies to. One of
    `subtype` tombstone stands for one that was deleted and had been replied to.
    """

    ts: str
    channel: str
    text: str
    blocks: list[Json]
    ephemeral: bool = True
    author: str = ""
    thread: str = ""
    metadata: Json | None = None
    subtype: str = ""


@dataclass
class Failure:
    """What the next calls of a method get instead of an answer; `taken` when they are carried out all the same."""

    times: int
    status: int
    error: str = ""
    retry_after: int | None = None
    taken: bool = False


@dataclass
class Screen:
    """What one person has before them; `latest` is where something changed last, `changes` how often it did.

    `filled` is what stands in the fields of the form that was sent last, and `errors` what is said beside them.
    """

    messages: list[Message] = field(default_factory=list)
    modals: list[Json] = field(default_factory=list)
    home: Json | None = None
    latest: str = ""
    changes: int = 0
    filled: Json = field(default_factory=dict)
    errors: Json = field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - as the Web API says no
    """An error of the Web API."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


class Limited(Refused):
    """Too much too fast: status 429."""

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


class Allowance:
    """So many at once, and `rate` more every second."""

    def __init__(self, burst: int, rate: float) -> None:
        self.burst, self.rate = burst, rate
        self._left, self._at = float(burst), 0.0

    def use(self, now: float) -> None:
        """Take one. Raises `Limited`."""
        self._left = min(self.burst, self._left + (now - self._at) * self.rate)
        self._at = now
        if self._left < 1:
            raise Limited(int((1 - self._left) / self.rate) + 1)
        self._left -= 1
