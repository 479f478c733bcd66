"""“Tell me when somebody lists it”: a skill that is waited for."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.chat.calls import Call, call
from bot.chat.commands import Command, Option
from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Account, Address, Request
from bot.chat.views import Actions, Button, Control, Note, Reply, Strong, Text, Tone, say
from bot.delivery.composers import Composer, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.directory.cards import day
from bot.directory.finder import Finder
from bot.directory.search.findings import Findings
from bot.directory.search.index import SearchIndex
from bot.directory.search.keys import AND
from bot.introductions.model import MOST_WATCHES, WATCH_FOR, Watch, Watches

LISTED = "skill-listed"
_ID_BYTES = 8
# Told later than that, it is no news; who was told is known as long.
_NEWS = timedelta(days=7)
_EVERY = timedelta(hours=1)


class Watching:
    """Keeps skills that members wait for, and tells them, once, when somebody lists one."""

    def __init__(
        self,
        watches: Watches,
        finder: Finder,
        letterbox: Letterbox,
        now: Callable[[], datetime],
    ) -> None:
        self._watches = watches
        self._finder = finder
        self._letterbox = letterbox
        self._now = now
        self._looked = (-1, -1)
        self._again: datetime | None = None

    def commands(self) -> Iterator[Command]:
        """Declare what the buttons of a search without result do."""
        key = Option("skill", "The skill", carried=True)
        named = Option("skill", "Which skill should I look out for?", placeholder="As you searched for it")
        which = Option("watch", "Which one", carried=True)
        yield Command("skill-watch", "Tell me when somebody lists it", self.watch, (key,), unlisted=True)
        yield Command("skill-wish", "Tell me when somebody lists it", self.wish, (key,), unlisted=True)
        yield Command("skill-watch-for", "Tell me when somebody lists it", self.watch_for, (named,), unlisted=True)
        yield Command("skill-unwatch", "Stop looking out for it", self.stop, (which,), unlisted=True)

    def composers(self) -> Mapping[str, Composer]:
        """Say who words the news."""
        return {LISTED: self._compose}

    def offer(self, found: Findings) -> Sequence[Control]:
        """Offer to look out for what nobody lists, at one press; in a form only where so much fits into no button."""
        if found.total or not found.understood:
            return ()
        known = found.key and all(each.labels for each in found.understood)
        watch = Call("skill-watch", {"skill": found.key}) if known else Call("skill-wish", {"skill": found.wish})
        made = watch if watch.args["skill"] and watch.fits else call("skill-watch-for")
        return (Button("Tell me when somebody lists it", made, Tone.PRIMARY),)

    async def watch(self, request: Request) -> Reply:
        """Look out for a skill that was asked for."""
        index = await self._finder.index()
        found = index.again(request.text("skill"))
        if not found.understood:
            raise NotFound("That skill is not known any more.", "Type /find-skill to search again.")
        return await self._keep(request, " and ".join(each.labels[0] for each in found.understood if each.labels))

    async def wish(self, request: Request) -> Reply:
        """Look out for a skill that I know no name of, in the words it was asked for; I keep none of them."""
        return await self._keep(request, f"{_WISHED} ({request.text('skill')})")

    async def watch_for(self, request: Request) -> Reply:
        """Look out for a skill by its name."""
        return await self._keep(request, request.text("skill"))

    async def stop(self, request: Request) -> Reply:
        """Look out no longer."""
        await self._watches.remove(request.text("watch"), request.actor.account)
        return say("I have stopped looking out for it.", replaces=True)

    async def plan(self, now: datetime) -> datetime:
        """Tell those whose skill is listed since, or is a word for one that is; once an hour, forget what is over."""
        await self._look(now)
        if self._again is None or now >= self._again:
            await self._watches.forget(now - WATCH_FOR, now - _NEWS)
            self._again = now + _EVERY
        return self._again

    async def _look(self, now: datetime) -> None:
        """Do nothing while nothing changes."""
        versions = await self._finder.versions()
        if versions == self._looked:
            return
        waiting = await self._watches.waiting()
        if waiting:
            # What is known of them may be a second old, and nobody would look at this change again.
            self._finder.look_again()
            index = await self._finder.index()
            for watch in waiting:
                if _held(index, watch.skill, watch.account):
                    await self._tell(watch, now)
        self._looked = versions

    async def _keep(self, request: Request, skill: str) -> Reply:
        index = await self._finder.index()
        if _held(index, skill, request.actor.account):
            raise Refusal(f"Somebody lists {_called(skill)} already.", "Type /find-skill to see who.")
        watch = Watch(id=secrets.token_hex(_ID_BYTES), account=request.actor.account, skill=skill, since=self._now())
        kept = await self._watches.add(watch)
        mine = [one for one in await self._watches.waiting() if one.account.same(watch.account)]
        if not kept:
            return say(_TOO_MANY, *map(_waited_for, mine))
        # Asked for twice, it is kept once; the button stops the one that is kept.
        watch = next((one for one in mine if one.skill.casefold() == skill.casefold()), watch)
        what = Strong(_WISHED if _wished(skill) else skill)
        held = _KEPT_MARK if _wished(skill) else _KEPT
        return say(
            "I will tell you, in private, when somebody lists ", what, ".", Actions((_stop(watch),)), Note((held,))
        )

    async def _tell(self, watch: Watch, now: datetime) -> None:
        draft = Draft(
            key=f"{LISTED}/{watch.id}",
            kind=LISTED,
            payload=watch.id,
            to=Address.of(watch.account),
            due_at=now,
            expires_at=now + _NEWS,
            about=watch.id,
        )
        await self._letterbox.put(draft)
        await self._watches.tell(watch.id, now)

    async def _compose(self, delivery: Delivery, now: datetime) -> Said:
        del now
        watch = await self._watches.find(delivery.payload)
        found = _found(await self._finder.index(), watch.skill) if watch else None
        if watch is None or found is None or not _shared(found, watch.account):
            return Unsaid(State.UNWANTED, "Nobody lists it any more.")
        page = Call("skill-page", {"skill": found.key})
        see = (Actions((Button("See who", page, Tone.PRIMARY),)),) if page.fits else ()
        what = (
            " and ".join(dict.fromkeys(each.labels[0] for each in found.understood))
            if _wished(watch.skill)
            else watch.skill
        )
        return Words((Text(("Somebody lists ", Strong(what), " now, which you were looking for.")), *see))


# What is kept of a skill that I know no name of: these words, and the mark of those that were typed.
_WISHED = "what you searched for"
_KEPT_MARK = (
    "I keep no word of it, only a mark by which I know it when somebody lists it in the same words, and who you are; "
    "until a week after I told you, and for a year at most. Nobody else can see it."
)
_KEPT = (
    "I keep the skill and who you are until a week after I told you, and for a year at most. Nobody else can see it."
)


_TOO_MANY = (
    f"You are waiting for {MOST_WATCHES} skills already, which is as many as I can look out for. Stop one of them, and "
    "try again."
)


def _waited_for(watch: Watch) -> Text:
    what = _WISHED if _wished(watch.skill) else watch.skill
    return Text((Strong(what), f" · since {day(watch.since)}"), _stop(watch))


def _stop(watch: Watch) -> Button:
    return Button("Stop looking out", call("skill-unwatch", watch=watch.id))


def _held(index: SearchIndex, skill: str, account: Account) -> bool:
    """Whether somebody else than an account has a skill to share; whoever is only learning it waits for the same."""
    found = _found(index, skill)
    # Of several that were searched for at once, those that are not known yet are not understood either.
    all_known = len(found.understood) >= len(_wished(skill).split(AND))
    return all_known and _shared(found, account) and all(each.held for each in found.understood)


def _shared(found: Findings, account: Account) -> bool:
    return any(not match.learning and not match.entry.is_of(account) for match in found.matches())


def _wished(skill: str) -> str:
    """Return the mark of what was searched for; nothing for a skill that is kept by its name."""
    return skill.removeprefix(f"{_WISHED} (").removesuffix(")") if skill.startswith(f"{_WISHED} (") else ""


def _found(index: SearchIndex, skill: str) -> Findings:
    mark = _wished(skill)
    return index.again(mark) if mark else index.find(skill)


def _called(skill: str) -> str:
    return _WISHED if _wished(skill) else f"“{skill}”"
