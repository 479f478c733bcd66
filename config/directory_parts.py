"""The Directory put together: people's own entries, and what leads from somebody found to a conversation."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.delivery.letterbox import Letterbox
from bot.directory.claiming import Claiming
from bot.directory.claims import Claims, Mailboxes
from bot.directory.commands import Also
from bot.directory.finder import Finder
from bot.directory.model import Entry
from bot.directory.my_skills import MySkills
from bot.directory.namesakes import Namesakes
from bot.directory.owners import Owners
from bot.directory.people import NameBook
from bot.directory.review import DECIDED, JOINED, Review
from bot.directory.skill_list import SkillList
from bot.directory.still_right import KIND as STILL_RIGHT
from bot.directory.still_right import StillRight
from bot.directory.upkeep import DirectoryUpkeep
from bot.directory.wordings import LatestWordings
from bot.introductions.colleagues import Colleagues
from bot.introductions.commands import Introduce
from bot.introductions.farewell import Farewell
from bot.introductions.model import Limits
from bot.introductions.passing_on import PassingOn
from bot.introductions.planner import Departures, IntroductionPlanner
from bot.introductions.post import IntroductionPost
from bot.introductions.sharing import Sharing
from bot.introductions.stepping_forward import SteppingForward
from bot.introductions.unnamed import Unnamed
from bot.introductions.watching import Watching
from config.parts import Now, Part, organisers_of
from config.settings import Settings
from config.stores import Stores
from config.support_parts import Supporting

# Platforms on which the bot can speak to several people in one private conversation: see `Messenger.groups`.
GROUPS = frozenset({"slack", "web"})

Leaving = Callable[[Entry], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping(Part):
    """What lets people keep their own entries; `mailboxes` as in `config.wiring.Core`."""

    owners: Owners
    mailboxes: dict[str, Mailboxes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Introducing(Part):
    """What brings people together, what it adds to those whom the search finds, and what it does for who leaves."""

    farewell: Farewell
    also: Also


def build_keeping(
    stores: Stores, settings: Settings, letterbox: Letterbox, finder: Finder, *, leaving: Leaving, now: Now
) -> Keeping:
    """Build what lets people keep their own entries; what they change, `finder` finds at once."""
    directory, mailboxes, changed = stores.directory, dict[str, Mailboxes](), finder.look_again
    owners = Owners(directory, now, changed, leaving, Namesakes(finder), review=settings.directory.review)
    claims = Claims(directory, stores.codes, mailboxes, now, changed)
    still_right = StillRight(directory, letterbox, settings.directory.still_right_months)
    review = Review(directory, letterbox, organisers_of(settings), still_right, now=now, changed=changed)
    words = LatestWordings(finder.vocabulary)
    return Keeping(
        features=(
            MySkills(directory, owners, claims, review.announce, now, words=words),
            SkillList(owners, words, now),
            Claiming(claims, NameBook(directory), now),
            review,
        ),
        planners=(still_right.plan, DirectoryUpkeep(stores.codes, stores.gaps).plan),
        composers={STILL_RIGHT: still_right.compose, JOINED: review.compose, DECIDED: review.compose_decision},
        owners=owners,
        mailboxes=mailboxes,
    )


def build_introducing(
    stores: Stores, settings: Settings, letterbox: Letterbox, finder: Finder, support: Supporting, *, now: Now
) -> Introducing:
    """Build what leads from somebody found to a conversation, by name or, behind the veil of `support`, without one."""
    limits = Limits(settings.introductions.weekly, settings.introductions.open)
    post = IntroductionPost(stores.introductions, stores.directory, letterbox, GROUPS, now, finder=finder)
    weekly = support.weekly
    colleagues = Colleagues(stores.directory)
    introduce = Introduce(
        stores.introductions, stores.directory, post, limits, now, weekly=weekly, colleagues=colleagues
    )
    unnamed = Unnamed(
        stores.directory, support.drafting, support.wishes, weekly, allowed=settings.introductions.unnamed
    )
    passing_on = PassingOn(support.casebook, support.nudges, colleagues, now)
    stepping = SteppingForward(support.casebook, stores.directory, stores.introductions, post, now)
    watching = Watching(stores.watches, finder, letterbox, now)
    sharing = Sharing(finder, letterbox, now)
    return Introducing(
        features=(introduce, unnamed, passing_on, stepping, watching, sharing),
        planners=(
            IntroductionPlanner(stores.introductions, post).plan,
            Departures(support.wishes, stores.directory).plan,
            watching.plan,
        ),
        composers={**post.composers(), **watching.composers(), **sharing.composers()},
        farewell=Farewell(
            stores.introductions, stores.watches, post, lambda entry_id: support.wishes.part(entry_id, now())
        ),
        also=Also(
            lambda entry, request, skill: (*introduce.offer(entry, request, skill), *unnamed.offer(entry, request)),
            lambda found: (*watching.offer(found), *sharing.offer(found)),
            weekly.lately,
        ),
    )
