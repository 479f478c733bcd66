"""Peer support put together: asking without a name, answering, moderating, and staying safe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from bot.chat.requests import Address
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Messenger
from bot.directory.care import Care
from bot.directory.people import NamesOfMembers, workplaces_of
from bot.help import Also
from bot.introductions.sparing import Sparing
from bot.introductions.unanswered import Unanswered
from bot.introductions.weekly import Weekly
from bot.meetings.times import find_zone
from bot.rota.roster import Roster
from bot.support.answering import Answering
from bot.support.asking import Asking
from bot.support.audience import Audience, names_on
from bot.support.blocks import Blocks
from bot.support.casebook import Casebook
from bot.support.closing import Closing
from bot.support.crisis import CrisisWords
from bot.support.disclosure import Disclosure
from bot.support.drafting import Drafting
from bot.support.holding_back import HoldingBack
from bot.support.inbox import Inbox
from bot.support.introducing import Introducing
from bot.support.leads import Leads
from bot.support.lifecycle import Lifecycle
from bot.support.limits import Allowance, Limits
from bot.support.listening import Listening
from bot.support.nudges import Nudges
from bot.support.offers import Offers
from bot.support.planner import CasePlanner, Step
from bot.support.posts import Posts
from bot.support.preview import Previews
from bot.support.relay import Relay, Whereabouts
from bot.support.release import Timing
from bot.support.releasing import Release
from bot.support.rules import Barrier, Rules
from bot.support.safety import Safety, before_all, beneath, on_one_line
from bot.support.screening import Noticing, Screening
from bot.support.sending import Sending
from bot.support.signposts import Signposts
from bot.support.talks import Talks
from bot.support.wishes import Wishes
from config.crisis import load_crisis_words
from config.moderation_parts import build_moderation
from config.parts import Now, Part
from config.settings import Settings
from config.signposts import load_signposts
from config.stores import Stores, selves_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporting(Part):
    """What `config.wiring.Core` has to know of peer support beside its features.

    `casebook`, `drafting`, `nudges` and `wishes` are for what somebody unnamed asks of one person alone, and `weekly`
    counts how often each is asked, with a name or without.
    `relay` speaks to sealed addresses, `home` says on somebody's front page whether something waits for them,
    `barrier` refuses whoever is blocked from writing without a name, `noticing` tells people what their own words
    hold, and `care` answers danger in a search for skills.
    """

    casebook: Casebook
    drafting: Drafting
    nudges: Nudges
    wishes: Wishes
    weekly: Weekly
    relay: Messenger
    home: Also
    barrier: Barrier
    noticing: Noticing
    care: Care


def build_support(
    stores: Stores,
    settings: Settings,
    letterbox: Letterbox,
    now: Now,
    *,
    messengers: Mapping[str, Messenger],
    audiences: Mapping[str, Audience],
    roster: Roster,
    beside: Sequence[Whereabouts] = (),
) -> Supporting:
    """Build peer support; `messengers` and `audiences` are filled, by platform, as soon as there are any.

    `beside` is where addresses lie sealed that belong to no case.
    """
    channels = channels_of(settings)
    casebook = Casebook(stores.cases, stores.vault, letterbox.wake, beside=(stores.sessions,))
    nudges = Nudges(casebook, letterbox, now)
    posts = Posts(casebook, letterbox)
    signposts = Signposts(load_signposts(), now)
    blocks = Blocks(stores.cases, stores.vault, casebook, now, selves_in(stores))
    rules = rules_of(stores, settings, now, blocks.check)
    crisis = load_crisis_words()
    listed = NamesOfMembers(stores.directory)

    async def names() -> tuple[str, ...]:
        facilitators = (name for _, name in await roster.names())
        return (*await listed.all(), *facilitators, *await names_on(audiences.values()))

    screening = Screening(signposts, crisis, names, NamesOfMembers(stores.directory, workplaces_of).all)
    previews = Previews(screening, audiences, rules.timing, facilitators=roster.choices, review=settings.support.review)
    drafting = Drafting(casebook, previews, rules, now)
    moderation = build_moderation(
        settings,
        letterbox,
        now,
        stores=stores,
        casebook=casebook,
        blocks=blocks,
        nudges=nudges,
        posts=posts,
        roster=roster,
        limits=rules.limits,
        timing=rules.timing,
    )
    leads = Leads(settings.support.lead, roster.names)
    introducing = Introducing(casebook, leads, signposts, now)
    disclosure = Disclosure(casebook, letterbox, leads, nudges, signposts)
    by_name = Unanswered(stores.introductions, stores.directory)
    inbox = Inbox(casebook, introducing.reach, now, screening.alarm, by_name.waiting)
    talking = (casebook, drafting, rules.limits, nudges)
    wishes = Wishes(casebook, nudges)
    weekly = Weekly(stores.introductions, settings.introductions.weekly, now, wishes.asked)
    closing = Closing(casebook, drafting, posts, nudges, now)
    steps: tuple[Step, ...] = (
        HoldingBack(casebook, blocks, nudges, Sparing(stores.directory, weekly).hindrance),
        Release(casebook, posts, nudges),
        wishes,
        disclosure,
        moderation.keeping,
        moderation.raising,
        Lifecycle(casebook, closing, posts, nudges),
        Listening(casebook, nudges, messengers),
    )
    return Supporting(
        features=(
            Asking(drafting, channels, roster),
            drafting,
            Sending(casebook, drafting, previews, rules, now),
            Answering(casebook, drafting),
            Offers(*talking),
            Talks(*talking, now, noticing=screening.noticed, doubts=screening.doubts),
            closing,
            inbox,
            introducing,
            *moderation.features,
            Safety(signposts),
        ),
        planners=(CasePlanner(casebook, steps).plan,),
        composers={
            **nudges.composers(),
            **posts.composers(),
            **moderation.composers,
            **disclosure.composers(),
        },
        casebook=casebook,
        drafting=drafting,
        nudges=nudges,
        wishes=wishes,
        weekly=weekly,
        relay=Relay(casebook, messengers, beside),
        home=inbox.summary,
        barrier=blocks.check,
        noticing=screening.noticed,
        care=care_of(crisis, signposts),
    )


def care_of(crisis: CrisisWords, signposts: Signposts) -> Care:
    """Lend the search for skills what peer support hears, and where it sends people."""
    return Care(
        surely=crisis.surely,
        harmed=crisis.harmed,
        perhaps=crisis.perhaps,
        told_of=crisis.told_of,
        told_by=crisis.told_by,
        touched=crisis.touched,
        first=before_all(signposts),
        note=(on_one_line(signposts),),
        lost=beneath(),
    )


def rules_of(stores: Stores, settings: Settings, now: Now, barrier: Barrier) -> Rules:
    """Read what holds for everything that is written without a name."""
    return Rules(
        barrier=barrier,
        limits=Limits(Allowance(settings.support.daily, settings.support.hourly), now),
        timing=timing_of(settings),
        epochs=stores.vault.epochs,
        review=settings.support.review,
    )


def timing_of(settings: Settings) -> Timing:
    """Read when what was sent goes out."""
    fewest, most = (timedelta(minutes=int(part)) for part in settings.support.wait.split("-"))
    slots = tuple(map(time.fromisoformat, settings.support.slots))
    return Timing((fewest, most), slots, find_zone(settings.meetings.zone))


def channels_of(settings: Settings) -> dict[str, Address]:
    """Return where requests are posted, by platform."""
    return {place.partition(":")[0]: Address.parse(place) for place in settings.support.channels}
