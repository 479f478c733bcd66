"""A small network: people who ask, people who are listed, and a clock that is moved by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.calls import Call
from bot.chat.commands import Catalog, Form
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.views import Block, Button, Reply, plain
from bot.clockwork import Clockwork
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.directory.commands import Also, FindSkill
from bot.directory.finder import Finder
from bot.directory.gaps import Learned
from bot.directory.model import Consent, Entry
from bot.introductions.colleagues import Colleagues
from bot.introductions.commands import Introduce
from bot.introductions.farewell import Farewell
from bot.introductions.model import Limits
from bot.introductions.planner import IntroductionPlanner
from bot.introductions.post import IntroductionPost
from bot.introductions.sharing import Sharing
from bot.introductions.watching import Watching
from bot.introductions.weekly import Weekly
from bot.service import Bot
from config.vocabulary import load_vocabulary
from tests.contract.reading import controls_in
from tests.delivery.platform import Clock, Platform
from tests.fakes import MemoryDirectory, MemoryIntroductions, MemoryLexicon, MemoryOutbox, MemoryWatches

WORDS = load_vocabulary()


async def nobody_leaves(entry_id: str) -> None:
    """Let nothing end: nobody asks without a name here."""
    del entry_id


async def nobody_asked(since: datetime) -> Mapping[str, int]:
    """Count nobody: nobody asks without a name here."""
    del since
    return {}


def account(user: str, platform: str = "slack") -> Account:
    return Account(platform, "T1", user)


KIM, BEA = Actor(account("kim"), "Kim Canary"), Actor(account("bea", "discord"), "Bea")
ADA = Actor(account("ada"), "Ada Lister")
ENTRY = Entry(
    id="ada",
    name="Ada Lister",
    role="Nurse",
    organisation="Penmoor",
    skills=("NVivo",),
    email="ada@example.org",
    contact="Teams, after 15:00",
    consent=Consent.GIVEN,
    accounts=(ADA.account,),
)
OTHER = Entry(id="other", name="Other One", organisation="Elsewhere", skills=("NVivo", "R"), consent=Consent.GIVEN)


class House:
    """The features of introductions over fakes, on Slack, which has groups, and Discord, which has none."""

    def __init__(self, *entries: Entry, limits: Limits = Limits()) -> None:  # noqa: B008 - it is frozen
        self.clock = Clock()
        self.directory, self.lexicon = MemoryDirectory(entries or (ENTRY, OTHER)), MemoryLexicon()
        self.introductions, self.watches, self.outbox = MemoryIntroductions(), MemoryWatches(), MemoryOutbox()
        self.slack, self.discord = Platform(groups=True), Platform()
        now, letterbox = self.clock.now, Letterbox(self.outbox)
        finder = Finder(self.directory, WORDS, self._seconds, self.lexicon)
        post = IntroductionPost(self.introductions, self.directory, letterbox, {"slack"}, now, finder=finder)
        self.post = post
        self.farewell = Farewell(self.introductions, self.watches, post, nobody_leaves)
        weekly = Weekly(self.introductions, limits.weekly, now, nobody_asked)
        colleagues = Colleagues(self.directory)
        introduce = Introduce(
            self.introductions, self.directory, post, limits, now, weekly=weekly, colleagues=colleagues
        )
        watching = Watching(self.watches, finder, letterbox, now)
        sharing = Sharing(finder, letterbox, now)
        also = Also(introduce.offer, lambda found: (*watching.offer(found), *sharing.offer(found)), weekly.lately)
        features = (FindSkill(finder, also=also), introduce, watching, sharing)
        self.bot = Bot(Catalog(command for feature in features for command in feature.commands()))
        composers = {**post.composers(), **watching.composers(), **sharing.composers()}
        platforms = {"slack": self.slack, "discord": self.discord}
        self._courier = Courier(self.outbox, platforms, composers, now)
        planners = [IntroductionPlanner(self.introductions, post).plan, watching.plan]
        self._work = Clockwork(planners, self._courier, now)
        self.seen: tuple[Block, ...] = ()
        self.reply = Reply(())

    def _seconds(self) -> float:
        return self.clock.time.timestamp()

    async def do(self, text: str, actor: Actor = KIM, /, place: str = "slack:C1", **args: str) -> str:
        """Make a call, and return what is answered."""
        request = Request(Call.parse(text).with_args(args), actor, Address.parse(place))
        self.reply = await self.bot.answer(request)
        self.seen = self.reply.blocks
        return plain(self.seen)

    async def form(self, text: str = f"introduce?entry={ENTRY.id}", actor: Actor = KIM) -> Form | None:
        """Return the form that a call opens, if any."""
        return await self.bot.form_for(Request(Call.parse(text), actor, Address("slack", "C1")))

    async def press(self, label: str, actor: Actor = KIM, /, nth: int = 0, place: str = "slack:C1", **args: str) -> str:
        """Press the nth button of that label on what was seen last."""
        return await self.do(self.button(label, nth), actor, place, **args)

    def button(self, label: str, nth: int = 0) -> str:
        return [str(one.call) for one in self.buttons() if one.label == label][nth]

    def buttons(self) -> list[Button]:
        return [one for block in self.seen for one in controls_in(block) if isinstance(one, Button)]

    async def wait(self, **time: float) -> None:
        """Let time pass, and all that is due be said."""
        end = self.clock.time + timedelta(**time)
        while True:
            await self._work.look()
            await self._courier.finish()
            if self.clock.time >= end:
                return
            self.clock.time = min(self.clock.time + timedelta(minutes=10 if time else 1), end)

    async def teach(self, name: str, concept: str) -> None:
        """Teach the network a word, or a skill of its own, and let be said what follows from it."""
        await self.lexicon.learn(Learned(name, name, concept))
        await self.settle()

    async def lists(self, *skills: str) -> None:
        """Let Other One list these skills, and let be said what follows from it."""
        await self.directory.change(await self.directory.version(), put=[replace(OTHER, skills=skills)])
        await self.settle()

    async def settle(self) -> None:
        """Let everything be said that is due now, one message a second in each place."""
        await self.wait(minutes=1)

    async def share(self, question: str, actor: Actor = KIM) -> str:
        """Find something and share it; return what is answered once everything due was said."""
        await self.do("find-skill", actor, skill=question)
        await self.press("Share here", actor)
        said = await self.press("Share it", actor)
        await self.settle()
        return said

    def said_in(self, place: Address) -> list[str]:
        """List what was said in a place on Slack, oldest first."""
        return [text for where, _, text in self.slack.history if where == place]

    def heard(self, *who: Actor) -> list[str]:
        """List what was said to people in private, oldest first."""
        place = Address.of(*(one.account for one in who))
        platform = self.slack if place.platform == "slack" else self.discord
        return [text for where, _, text in platform.history if where == place]
