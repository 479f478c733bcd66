"""What could not be delivered: organisers are told once, in private, and decide what becomes of it."""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.requests import Account, Address, Request, Role
from bot.chat.views import Actions, Button, Code, Control, Heading, Line, Note, Reply, Text, Tone, say
from bot.delivery.composers import Composer, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, Outbox, State

log = logging.getLogger(__name__)

# Telling an organiser of a delivery that failed; when that fails, nobody is told. Kept in the database: do not rename.
TROUBLE = "trouble"
_TROUBLED = frozenset({State.FAILED, State.UNCERTAIN})
# What nobody heard of for so long needs no telling any more; the list shows it.
_FRESH = timedelta(days=2)
# Everything is looked through so often, in case the process that saw it fail vanished at once.
_AGAIN = timedelta(hours=1)
_MOST = 50

_NEEDED = {
    State.FAILED: "It was not posted, and I shall not try again by myself.",
    State.UNCERTAIN: "It may or may not have been posted: look there before you send it again.",
}


class Troubles:
    """Tells organisers of deliveries that failed for good, or may have; `names` says in words what each kind is."""

    def __init__(
        self,
        outbox: Outbox,
        letterbox: Letterbox,
        organisers: Collection[Account],
        names: Mapping[str, str],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._outbox = outbox
        self._letterbox = letterbox
        self._organisers = organisers
        self._names = names
        self._now = now
        self._next: datetime | None = None

    def look_again(self) -> None:
        """Look at the outbox next time, because something failed just now."""
        self._next = None

    async def plan(self, now: datetime) -> datetime:
        """Implement `bot.clockwork.Planner`: hand in what organisers have to be told."""
        if self._next is None or now >= self._next:
            self._next = now + _AGAIN
            try:
                found = await self._outbox.show(_TROUBLED, most=_MOST)
                await self._letterbox.put(*(draft for one in found for draft in self._drafts(one, now)))
            except BaseException:
                self._next = None
                raise
        return self._next

    def composers(self) -> Mapping[str, Composer]:
        return {TROUBLE: self.tell}

    async def tell(self, delivery: Delivery, now: datetime) -> Said:
        """Word what an organiser is told."""
        del now
        failed = await self._outbox.find(delivery.payload)
        if failed is None or failed.state not in _TROUBLED:
            return Unsaid(State.UNWANTED, "It has been seen to.")
        return Words(
            [
                Heading("Something could not be delivered"),
                Text((f"{self.name_of(failed.kind)} ", *place_in_words(failed.to), f": {reason_of(failed)}")),
                Text((_NEEDED[failed.state],)),
                Actions(remedies(failed)),
                Note(("Further failures there for the same reason are not announced again today.",)),
            ]
        )

    def commands(self) -> Iterator[Command]:
        """Declare what an organiser may decide."""
        which = Option("id", "Which delivery", carried=True)
        for name, summary, run in (
            ("delivery-retry", "Send again what could not be delivered", self.retry),
            ("delivery-drop", "Give up what could not be delivered", self.drop),
        ):
            yield Command(name, summary, run, options=(which,), role=Role.ORGANISER, unlisted=True)

    async def retry(self, request: Request) -> Reply:
        """Let a delivery be sent again."""
        again = await self._outbox.change(request.text("id"), State.WAITING, self._now())
        self._letterbox.wake()
        late = " Its time has passed, so it may be left unsaid." if again.expires_at <= self._now() else ""
        return say(f"I am sending it again.{late}")

    async def drop(self, request: Request) -> Reply:
        """Give a delivery up."""
        await self._outbox.change(request.text("id"), State.DROPPED, self._now())
        return say("It is given up, and will not be sent.")

    def name_of(self, kind: str) -> str:
        """Say in words what a kind of delivery is."""
        return self._names.get(kind, "A message")

    def _drafts(self, failed: Delivery, now: datetime) -> Iterator[Draft]:
        if failed.kind == TROUBLE or failed.act_at < now - _FRESH:
            return
        if not self._organisers:
            log.warning("something could not be delivered, and no organiser is named", extra={"delivery": failed.id})
        for organiser in self._organisers:
            yield Draft(
                key=f"{TROUBLE}/{organiser}/{_digest(failed)}",
                kind=TROUBLE,
                payload=failed.id,
                to=Address.of(organiser),
                due_at=now,
                expires_at=now + _FRESH,
            )


def place_in_words(to: Address) -> Line:
    """Name a place to an organiser: a channel by its address, a person not at all."""
    return ("in a private conversation",) if to.people else ("in ", Code(str(to)))


def reason_of(delivery: Delivery) -> str:
    return delivery.reason or "The reason is not known."


def remedies(delivery: Delivery) -> tuple[Control, ...]:
    """Offer what can be done about a delivery that failed, or may have."""
    if delivery.state not in _TROUBLED:
        return ()
    return (
        Button("Send again", call("delivery-retry", id=delivery.id), Tone.PRIMARY),
        Button("Drop", call("delivery-drop", id=delivery.id)),
    )


def _digest(failed: Delivery) -> str:
    """Name a trouble: one place, one reason, one day; however many messages it holds up."""
    return sha256(f"{failed.to} {failed.state} {failed.reason} {failed.act_at:%Y-%m-%d}".encode()).hexdigest()[:16]
