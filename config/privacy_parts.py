"""What people can learn, and do, about what is held about them, put together."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.chat.requests import Account
from bot.delivery.holding import DeliveryHolding
from bot.delivery.letterbox import Letterbox
from bot.delivery.troubles import TROUBLE
from bot.directory.holding import EntryHolding, TriesHolding
from bot.directory.owners import Owners
from bot.directory.review import DECIDED, JOINED
from bot.directory.still_right import KIND as STILL_RIGHT
from bot.introductions import post
from bot.introductions.farewell import Farewell
from bot.introductions.holding import IntroductionHolding, WatchHolding
from bot.introductions.watching import LISTED
from bot.meetings import log
from bot.meetings.holding import AttendanceHolding, ProposalHolding, WishHolding
from bot.meetings.latest import Latest
from bot.meetings.seats import OFFER
from bot.my_data.commands import MyData
from bot.my_data.model import Holding
from bot.privacy.commands import Privacy
from bot.rota.handing import HANDED
from bot.rota.holding import RotaHolding
from bot.support.disclosure import INTRODUCTION
from bot.support.duty import DUTY, DUTY_BACK
from config.parts import Part
from config.privacy import load_notice
from config.settings import Settings
from config.stores import Stores

_NAMES: Mapping[str, str] = {
    **log.NAMES,
    **dict.fromkeys(
        (post.ASK, post.AGAIN, post.ANSWER, post.TOGETHER, post.CLOSED, post.LEFT, post.NAMED), "About an introduction"
    ),
    LISTED: "That somebody lists a skill",
    STILL_RIGHT: "Whether your entry is still right",
    JOINED: "That somebody joined",
    DECIDED: "What became of your entry",
    OFFER: "A place that became free",
    HANDED: "A turn that was handed to you",
    DUTY: "That a case needs a facilitator",
    DUTY_BACK: "That a case needs no facilitator any more",
    INTRODUCTION: "Who wrote a case, told to you as safeguarding lead",
    TROUBLE: "That something could not be delivered",
}


def build_privacy(
    stores: Stores, settings: Settings, letterbox: Letterbox, *, owners: Owners, farewell: Farewell
) -> Part:
    """Build what tells people who sees what, and what shows and erases what is held about them by name."""
    latest = Latest(stores.calendar)
    holdings: tuple[Holding, ...] = (
        EntryHolding(stores.directory, owners),
        IntroductionHolding(stores.introductions, stores.directory, farewell),
        WatchHolding(stores.watches),
        AttendanceHolding(stores.attendance, latest, letterbox.wake),
        WishHolding(stores.wishes, latest),
        ProposalHolding(stores.proposals),
        TriesHolding(stores.codes),
        RotaHolding(stores.rota),
        # At the end, because what is erased before may have given something to say.
        DeliveryHolding(stores.outbox, lambda kind: _NAMES.get(kind, "A message")),
    )
    return Part(features=(MyData(holdings, _accounts_of(stores)), Privacy(load_notice(settings))))


def _accounts_of(stores: Stores) -> Callable[[Account], Awaitable[Sequence[Account]]]:
    """Name the accounts that somebody linked to one entry."""

    async def find(account: Account) -> Sequence[Account]:
        entry = await stores.directory.of(account)
        return entry.accounts if entry else ()

    return find
