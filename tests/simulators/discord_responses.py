"""How Discord says no: refusals in its own words, limits, and failures that a test brings about."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.simulators.discord_limits import Problem

Json = dict[str, Any]

# What a request brought along, read once, and what is uploaded beside it, by name.
BODY: web.RequestKey[Any] = web.RequestKey("body", object)
FILES: web.RequestKey[Mapping[str, bytes]] = web.RequestKey("files", Mapping)


@dataclass
class Fault:
    """What goes wrong with the next requests whose `METHOD /path` matches; `lost` ones are heard, but not answered.

    Those with a `delay` are answered as always, so many seconds late.
    """

    where: re.Pattern[str]
    status: int = 500
    times: int = 1
    retry_after: float = 0.05
    lost: bool = False
    delay: float = 0.0
    everywhere: bool = False
    legible: bool = True

    def response(self, request: web.Request) -> web.StreamResponse:
        if not self.status:
            assert request.transport
            request.transport.abort()
            return web.Response()
        if not self.legible:
            return web.Response(text="<html>Not Discord</html>", status=self.status, content_type="text/html")
        if self.status == 429:
            body = {
                "message": "You are being rate limited.",
                "retry_after": self.retry_after,
                "global": self.everywhere,
            }
            return web.json_response(body, status=429, headers={"Via": "1.1 google"})
        if self.status == 400:
            return invalid([Problem("data.components.0", "ON_DEMAND", "a rule that nobody has heard of")])
        return web.json_response({"message": f"{self.status}: Error", "code": 0}, status=self.status)


class Faults:
    """What is still to go wrong, in order."""

    def __init__(self) -> None:
        self._ahead: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._ahead.append(fault)

    def next(self, line: str) -> Fault | None:
        """Return what goes wrong with this request, and count it."""
        for fault in self._ahead:
            if fault.times and fault.where.search(line):
                fault.times -= 1
                return fault
        return None


def refuse(status: int, code: int, message: str) -> web.Response:
    return web.json_response({"message": message, "code": code}, status=status)


def invalid(problems: list[Problem]) -> web.Response:
    """Nest errors the way Discord does: by the path to each field."""
    errors: Json = {}
    for problem in problems:
        place = errors
        for step in filter(None, problem.path.split(".")):
            place = place.setdefault(step, {})
        place.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
    return web.json_response({"code": 50035, "message": "Invalid Form Body", "errors": errors}, status=400)


class Buckets:
    """How often each kind of request may be made: so many times in so many seconds."""

    def __init__(self) -> None:
        self.limit, self.seconds = 5, 1.0
        self.overrun = 0
        self._made: dict[str, list[float]] = {}

    def take(self, request: web.Request) -> tuple[dict[str, str], bool]:
        """Count a request; returns the headers of its answer, and whether it was one too many.

        Interactions have buckets of their own, and those who answer them cannot fill one.
        """
        bucket = f"{request.method} {re.sub(r'(?<=messages/|d-events/)[0-9]+', '', request.path)}"
        now = time.monotonic()
        made = [at for at in self._made.get(bucket, ()) if now - at < self.seconds]
        over = len(made) >= self.limit
        if not over:
            self._made[bucket] = made = [*made, now]
        self.overrun += over
        return self._headers(bucket, self.limit - len(made), made[0] + self.seconds - now), over

    def _headers(self, bucket: str, left: int, reset: float) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": f"{time.time() + reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": f"{hash(bucket) & 0xFFFFFFFF:08x}",
            "Via": "1.1 google",
        }


def rate_limit_headers(request: web.Request) -> dict[str, str]:
    bucket = re.sub(r"\d{6,}|[\w-]{30,}", "", request.path)
    return {
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "4",
        "X-RateLimit-Reset": f"{time.time() + 1:.3f}",
        "X-RateLimit-Reset-After": "1.000",
        "X-RateLimit-Bucket": f"{hash(bucket) & 0xFFFFFFFF:08x}",
        "Via": "1.1 google",
    }
