"""Moderation put together: the desk of the facilitators, and what reaches them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.delivery.composers import Composer
from bot.delivery.letterbox import Letterbox
from bot.rota.roster import Roster
from bot.support.blocking import Blocking
from bot.support.blocks import Blocks, KeepingReasons
from bot.support.casebook import Casebook
from bot.support.desk import Desk
from bot.support.duty import Duty, News
from bot.support.limits import Limits
from bot.support.model import Dossier
from bot.support.moderating import Moderating
from bot.support.nudges import Nudges
from bot.support.planner import Step
from bot.support.posts import Posts
from bot.support.raising import Raising
from bot.support.release import Timing, When
from bot.support.reports import Reports
from bot.support.responding import Responding
from bot.support.review import Review
from config.parts import Feature, Now
from config.settings import Settings
from config.stores import Stores

# What is said to facilitators reaches them so much sooner than what is said to everybody, but not at once.
_SOONER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """What facilitators do, and what is said to them; `raising` comes after, `keeping` before the case's own steps."""

    features: Sequence[Feature]
    composers: Mapping[str, Composer]
    keeping: Step
    raising: Step


def build_moderation(
    settings: Settings,
    letterbox: Letterbox,
    now: Now,
    *,
    stores: Stores,
    casebook: Casebook,
    blocks: Blocks,
    nudges: Nudges,
    posts: Posts,
    roster: Roster,
    limits: Limits,
    timing: Timing,
) -> Moderation:
    """Build it beside what members use."""
    fewest, most = timing.wait
    shortly = Timing((fewest / _SOONER, most / _SOONER), (), ZoneInfo("UTC"))

    def letters(at: datetime) -> datetime:
        return shortly.choose(When.SOON, at)

    def approved(at: datetime) -> datetime:
        return timing.choose(When.SOON, at)

    desk = Desk(casebook, roster, now)
    duty = Duty(casebook, roster, letterbox, now)

    async def look_again(dossier: Dossier) -> None:
        await duty.tell(dossier, News.BEREFT, "", everyone=True)

    return Moderation(
        features=(
            Moderating(desk, nudges, posts, blocks),
            Review(desk, nudges, approved),
            Blocking(desk, blocks, duty, nudges),
            Reports(casebook, stores.vault, limits, letters, now),
            Responding(casebook, limits, letters, now),
        ),
        composers=duty.composers(),
        keeping=KeepingReasons(casebook, look_again),
        raising=Raising(casebook, duty, timedelta(hours=settings.support.raise_hours)),
    )
