"""What an interaction gives the app: a trigger for one form, and a response_url for a few answers. Both grow old."""

import secrets
import time
from dataclasses import dataclass

from tests.simulators.slack_state import Message, Refused

TRIGGER_SECONDS = 3
RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5


@dataclass
class Hook:
    """A response_url: for one person in one channel, and for the message whose control was used, if any."""

    user_id: str
    channel: str
    born: float
    message: Message | None = None
    uses: int = 0


@dataclass
class Trigger:
    user_id: str
    born: float
    used: bool = False


class Tokens:
    """Hands out triggers and response_urls, and takes them back once, in time."""

    def __init__(self) -> None:
        self.hooks: dict[str, Hook] = {}
        self._triggers: dict[str, Trigger] = {}
        self._passed = 0.0

    def pass_time(self, seconds: float) -> None:
        """Let everything grow older."""
        self._passed += seconds

    def trigger(self, user_id: str) -> str:
        name = f"{secrets.randbelow(10**9)}.{secrets.randbelow(10**9)}.{secrets.token_hex(8)}"
        self._triggers[name] = Trigger(user_id, self._now())
        return name

    def hook(self, user_id: str, channel: str, message: Message | None) -> str:
        """Return the name of a new response_url."""
        name = secrets.token_hex(8)
        self.hooks[name] = Hook(user_id, channel, self._now(), message)
        return name

    def triggered_by(self, name: str) -> str:
        """Return whose a trigger is, empty for none."""
        return self._triggers[name].user_id if name in self._triggers else ""

    def spend(self, name: str) -> str:
        """Use a trigger up; returns whose it was. Raises `Refused`."""
        trigger = self._triggers.get(name)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if self._now() - trigger.born > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        trigger.used = True
        return trigger.user_id

    def find(self, name: str) -> Hook:
        """Return a response_url that can still be used. Raises `Refused`."""
        hook = self.hooks.get(name)
        if hook is None or self._now() - hook.born > RESPONSE_URL_SECONDS:
            raise Refused("expired_url")
        if hook.uses >= RESPONSE_URL_USES:
            raise Refused("used_url")
        return hook

    def _now(self) -> float:
        return time.monotonic() + self._passed
