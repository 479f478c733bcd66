"""“Share here”: a result posted where the question came from, on purpose."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.chat.calls import Call, call
from bot.chat.commands import Command, Option
from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Account, Address, Request
from bot.chat.views import Actions, Button, Card, Control, Heading, Note, Person, Reply, Text, Tone, say
from bot.delivery.composers import Composer, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import ENDED, Delivery, Draft, State
from bot.directory.cards import listing, quoted
from bot.directory.finder import Finder
from bot.directory.model import Setting
from bot.directory.search.findings import Findings
from bot.directory.search.keys import without_wording
from bot.directory.search.reasons import Match

SHARED = "skill-shared"
# Who is shown to a whole channel; the others are one press away, in private.
_SHOWN = 5
# What never stood in the channel, because I was not in it yet, say, can be shared again at once.
_NOT_SAID = frozenset({State.FAILED, State.MISSED, State.UNWANTED, State.DROPPED})
# Pressed again within a moment, or sent again by a platform, it is one press; and midnight is not yet another day.
_ONE_PRESS, _NO_OTHER_DAY = timedelta(minutes=1), timedelta(hours=6)
_SOON = "It will be here in a moment. If it is not, I am not in this channel: invite me first."
_ALREADY = Refusal("That was shared here today already.", "It stands further up; tomorrow it can be shared again.")


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
        others = Option("others", "Whether anybody was left out of it", required=False, carried=True)
        yield Command("skill-share", "Share this with the channel", self.ask, (key, setting, others), unlisted=True)
        yield Command("skill-share-now", "Share it", self.share, (key, setting), unlisted=True)
        yield Command("skill-share-not", "Share nothing", self.keep, unlisted=True)

    def composers(self) -> Mapping[str, Composer]:
        """Say who words what is shared."""
        return {SHARED: self._compose}

    def offer(self, found: Findings) -> Sequence[Control]:
        """Offer to share what was found."""
        args = _args(found.key, found.setting)
        # Whom somebody left out is for their eyes alone: neither the channel nor a button in it tells.
        ask = Call("skill-share", {**args, "others": "too"} if found.leaves_out else args)
        fits = ask.fits and Call("skill-share-now", args).fits
        return (Button("Share here", ask),) if found.total and fits else ()

    async def ask(self, request: Request) -> Reply:
        """Ask once, saying what everybody will see."""
        if request.place.people:
            raise Refusal("There is nobody else here to share it with.", "Search in a channel, and share it there.")
        now = Call("skill-share-now", _args(request.text("skill"), _setting(request.text("setting"))))
        others = "It shows those, too, whom you left out. " if request.text("others") else ""
        if not now.fits:
            raise NotFound("That is too much to share at once.", "Search for fewer skills, and share what you find.")
        return say(
            f"Everybody in this channel will see who lists it, with your name as the one who shares it. {others}How to "
            "reach them stays private: whoever is interested presses a button.",
            Actions((Button("Share it", now, Tone.PRIMARY), Button("No, keep it private", call("skill-share-not")))),
        )

    async def keep(self, request: Request) -> Reply:  # noqa: ARG002 - whatever it was, nothing becomes of it
        """Leave it at what one person found."""
        return say("Nothing is shared. What you found is for your eyes alone.", replaces=True)

    async def share(self, request: Request) -> Reply:
        """Post it."""
        key, place = request.text("skill"), request.place
        found = (await self._finder.index()).again(key, _setting(request.text("setting")))
        if not found.total:
            raise NotFound("Nobody lists it any more.", "Type /find-skill to search again.")
        now = self._now()
        actor = request.actor
        about = "/".join((SHARED, without_wording(key), request.text("setting"), str(place)))
        earlier = await self._letterbox.about(about)
        if standing := [one for one in earlier if one.state not in _NOT_SAID and _today(one, now)]:
            return _already(standing[-1], actor.account, now)
        payload = {"skill": key, "setting": request.text("setting"), "by": str(actor.account), "name": actor.name}
        draft = Draft(
            # Pressed by two at once, it is shared once.
            key=f"{about}/{now:%Y-%m-%d}/{len(earlier)}",
            kind=SHARED,
            payload=json.dumps(payload),
            to=Address(place.platform, place.channel, place.thread),
            due_at=now,
            expires_at=now + timedelta(hours=1),
            about=about,
        )
        if not await self._letterbox.put(draft):
            raise _ALREADY
        return say(_SOON, replaces=True)

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


def _today(one: Delivery, now: datetime) -> bool:
    return one.due_at.date() == now.date() or now - one.due_at < _NO_OTHER_DAY


def _already(one: Delivery, account: Account, now: datetime) -> Reply:
    """Answer a press that came twice, while it is not there yet, as it was answered; of another, say that it was."""
    waits = one.state not in ENDED and now - one.due_at < _ONE_PRESS
    if waits and json.loads(one.payload)["by"] == str(account):
        return say(_SOON, replaces=True)
    raise _ALREADY


def _card(match: Match) -> Card:
    where = (match.entry.organisation,) if match.entry.organisation else ()
    return Card(match.entry.name, where, ((", ".join(match.skills),),))


def _args(key: str, setting: Setting | None) -> dict[str, str]:
    return {"skill": key, **({"setting": setting.value} if setting else {})}


def _setting(text: str) -> Setting | None:
    return Setting(text) if text in set(Setting) else None
