"""The rota put together: facilitators, and who of them is on duty."""

from dataclasses import dataclass

from bot.chat.requests import Account, Role
from bot.delivery.letterbox import Letterbox
from bot.meetings.times import find_zone
from bot.rota.commands import OnDuty
from bot.rota.handing import Handing
from bot.rota.roster import Roster
from config.parts import Now, Part
from config.settings import Settings
from config.stores import Stores, selves_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Facilitating(Part):
    """The rota; `roster` says who the facilitators are."""

    roster: Roster


def build_facilitating(stores: Stores, settings: Settings, letterbox: Letterbox, now: Now) -> Facilitating:
    """Build the rota; its days are those of the zone that meetings are planned in."""
    zone = find_zone(settings.meetings.zone)
    holders = settings.roles.get(Role.FACILITATOR, frozenset())

    async def called(account: Account) -> str:
        entry = await stores.directory.of(account)
        return entry.name if entry else ""

    roster = Roster(stores.rota, holders, lambda: now().astimezone(zone).date(), called, selves_in(stores))
    handing = Handing(stores.rota, roster, letterbox, now)
    on_duty = OnDuty(stores.rota, roster, handing)
    return Facilitating(features=(on_duty,), planners=(on_duty.plan,), composers=handing.composers(), roster=roster)
