"""Whether a request was signed by Slack, just now (docs.slack.dev/authentication/verifying-requests-from-slack)."""

import hashlib
import hmac
import logging
import time
from collections.abc import Mapping

log = logging.getLogger(__name__)

_FRESH_SECONDS = 5 * 60
_TELL_SECONDS = 60.0


def fresh(headers: Mapping[str, str], now: float) -> bool:
    """Whether a request claims to be recent, which is known before its body is read; an old one may be a replay."""
    stamp = headers.get("X-Slack-Request-Timestamp", "")
    # So few digits that none can be too many for a number.
    return stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and abs(now - int(stamp)) <= _FRESH_SECONDS  # noqa: PLR2004


def signed(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """Whether Slack signed this body at the time that the headers tell."""
    told = headers.get("X-Slack-Signature", "")
    stamp = headers.get("X-Slack-Request-Timestamp", "")
    right = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    # As bytes, because a forged header may hold any characters.
    return hmac.compare_digest(f"v0={right}".encode(), told.encode(errors="surrogateescape"))


class Refusals:
    """Logs that requests were refused, at most once a minute: anybody can send as many as they like."""

    def __init__(self) -> None:
        self._untold = 0
        self._tell_at = time.monotonic()

    def note(self) -> None:
        self._untold += 1
        if time.monotonic() >= self._tell_at:
            log.warning("refused a request whose signature is forged or stale", extra={"requests": self._untold})
            self._untold, self._tell_at = 0, time.monotonic() + _TELL_SECONDS
