"""Peer support put together: asking without a name, answering, moderating, and staying safe."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.requests import Address
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Messenger
from bot.help import Also
from bot.rota.roster import Roster
from bot.support.audience import Audience
from bot.support.casebook import Casebook
from bot.support.inbox import Inbox
from bot.support.nudges import Nudges
from bot.support.planner import CasePlanner, Step
from bot.support.relay import Relay
from bot.support.safety import Safety
from bot.support.signposts import Signposts
from config.parts import Now, Part
from config.settings import Settings
from config.signposts import load_signposts
from config.stores import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporting(Part):
    """What `config.wiring.Core` has to know of peer support beside its features.

    `relay` speaks to sealed addresses, and `home` says on somebody's front page whether something waits for them.
    """

    relay: Messenger
    home: Also


def build_support(
    stores: Stores,
    settings: Settings,
    letterbox: Letterbox,
    now: Now,
    *,
    messengers: Mapping[str, Messenger],
    audiences: Mapping[str, Audience],
    roster: Roster,
) -> Supporting:
    """Build peer support; `messengers` and `audiences` are filled, by platform, as soon as there are any."""
    del audiences, settings, roster
    casebook = Casebook(stores.cases, stores.vault, letterbox.wake)
    nudges = Nudges(casebook, letterbox, now)
    inbox = Inbox(casebook)
    steps: tuple[Step, ...] = ()
    return Supporting(
        features=(inbox, Safety(Signposts(load_signposts(), now))),
        planners=(CasePlanner(casebook, steps).plan,),
        composers=nudges.composers(),
        relay=Relay(casebook, messengers),
        home=inbox.summary,
    )


def channels_of(settings: Settings) -> dict[str, Address]:
    """Return where requests are posted, by platform."""
    return {place.partition(":")[0]: Address.parse(place) for place in settings.support.channels}
