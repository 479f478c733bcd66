"""“Share here”: a result posted where the question came from, on purpose."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.chat.calls import Call
from bot.chat.commands import Command, Option
from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Account, Address, Request
from bot.chat.views import Actions, Button, Card, Control, Heading, Note, Person, Reply, Text, Tone, say
from bot.delivery.courier import Composer, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.directory.cards import listing, quoted
from bot.directory.finder import Finder
from bot.directory.model import Setting
from bot.directory.search.index import Findings
from bot.directory.search.reasons import Match

SHARED = "skill-shared"
# Who is shown to a whole channel; the others are one press away, in private.
_SHOWN = 5


class Sharing:
    """Posts a result where the question came from, when somebody wants that."""

    def __init__(self, finder: Finder, letterbox: Letterbox, now: Callable[[], datetime]) -> None:
        self._finder = finder
        self._letterbox = letterbox
        self._now = now

    def commands(self) -> Iterator[Command]:
        """Declare the question and what it leads to."""
        key = Option("skill", "The skill", carried=True)
        setting = Option("setting", "Where they work", required=False, carried=True)
        yield Command("skill-share", "Share this with the channel", self.ask, (key, setting), unlisted=True)
        yield Command("skill-share-now", "Share it", self.share, (key, setting), unlisted=True)

    def composers(self) -> Mapping[str, Composer]:
        """Say who words what is shared."""
        return {SHARED: self._compose}

    def offer(self, found: Findings) -> Sequence[Control]:
        """Offer to share what was found."""
        page = Call("skill-share-now", _args(found.key, found.setting))
        return (Button("Share here", Call("skill-share", page.args)),) if found.total and page.fits else ()

    async def ask(self, request: Request) -> Reply:
        """Ask once, saying what everybody will see."""
        if request.place.people:
            raise Refusal("There is nobody else here to share it with.", "Search in a channel, and share it there.")
        now = Call("skill-share-now", request.call.args)
        if not now.fits:
            raise NotFound("That is too much to share at once.", "Search for fewer skills, and share what you find.")
        return say(
            "Everybody in this channel will see who lists it, with your name as the one who shares it. How to reach "
            "them stays private: whoever is interested presses a button.",
            Actions((Button("Share it", now, Tone.PRIMARY),)),
        )

    async def share(self, request: Request) -> Reply:
        """Post it."""
        key, place = request.text("skill"), request.place
        found = (await self._finder.index()).again(key, _setting(request.text("setting")))
        if not found.total:
            raise NotFound("Nobody lists it any more.", "Type /find-skill to search again.")
        now = self._now()
        actor = request.actor
        payload = {"skill": key, "setting": request.text("setting"), "by": str(actor.account), "name": actor.name}
        draft = Draft(
            # Pressed twice, it is shared once; on another day it may be shared again.
            key=f"{SHARED}/{key}/{place}/{now:%Y-%m-%d}"[:255],
            kind=SHARED,
            payload=json.dumps(payload),
            to=Address(place.platform, place.channel, place.thread),
            due_at=now,
            expires_at=now + timedelta(hours=1),
        )
        if not await self._letterbox.put(draft):
            raise Refusal("That was shared here today already.")
        soon = "It will be here in a moment. If it is not, I am not in this channel: invite me first."
        return say(soon, replaces=True)

    async def _compose(self, delivery: Delivery, now: datetime) -> Said:
        del now
        shared = json.loads(delivery.payload)
        setting = _setting(shared["setting"])
        found = (await self._finder.index()).again(shared["skill"], setting)
        if not found.total:
            return Unsaid(State.UNWANTED, "Nobody lists it any more.")
        asked = listing([each.labels[0] if len(each.labels) == 1 else quoted(each) for each in found.understood])
        cards = [_card(match) for match in found.matches(0, _SHOWN)]
        more = f"{found.total - _SHOWN} more are listed. " if found.total > _SHOWN else ""
        see = Button("See how to reach them", Call("skill-page", _args(shared["skill"], setting)), Tone.PRIMARY)
        by = Person(shared["name"], Account.parse(shared["by"]))
        return Words(
            (
                Heading(f"People who can help with {asked}"),
                Text(("Shared by ", by, ".")),
                *cards,
                Actions((see,)),
                Note((f"{more}Only you see what the button shows.",)),
            )
        )


def _card(match: Match) -> Card:
    where = (match.entry.organisation,) if match.entry.organisation else ()
    return Card(match.entry.name, where, ((", ".join(match.skills),),))


def _args(key: str, setting: Setting | None) -> dict[str, str]:
    return {"skill": key, **({"setting": setting.value} if setting else {})}


def _setting(text: str) -> Setting | None:
    return Setting(text) if text in set(Setting) else None
