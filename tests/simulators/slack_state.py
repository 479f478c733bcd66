"""What Slack remembers: messages, screens, and what goes wrong next."""

from dataclasses import dataclass, field

from tests.simulators.slack_payloads import Json


@dataclass
class Message:
    """A message as it stands in front of one person."""

    ts: str
    channel: str
    text: str
    blocks: list[Json]
    ephemeral: bool = True


@dataclass
class Failure:
    """What the next calls of a method get instead of an answer."""

    times: int
    status: int
    error: str = ""
    retry_after: int | None = None


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
