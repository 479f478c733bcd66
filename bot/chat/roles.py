"""Who has which role: read from the settings, asked by every adapter that builds a request."""

from collections.abc import Collection, Iterable, Mapping

from bot.chat.requests import Account, Role


class RoleBook:
    """Roles by account and by group.

    A holder is an account, `slack:T0001:U0002`, or a group of one platform, `discord:role:123456`: whatever the
    platform's adapter hands in as groups, which on Discord are the ids of a member's roles.
    """

    def __init__(self, holders: Mapping[Role, Collection[str]]) -> None:
        self._holders = {role: frozenset(names) for role, names in holders.items()}

    def of(self, account: Account, groups: Iterable[str] = ()) -> frozenset[Role]:
        """Return the roles of an account that is in `groups`."""
        names = {str(account), *(f"{account.platform}:role:{group}" for group in groups)}
        return frozenset(role for role, holders in self._holders.items() if names & holders)
