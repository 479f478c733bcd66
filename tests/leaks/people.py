"""Who must not be found on each platform, whatever they do there without their name."""

from bot.chat.requests import Account
from tests.leaks.canary import Canary
from tests.simulators.discord_payloads import CHANNEL, GUILD
from tests.simulators.slack_payloads import DOMAIN, TEAM
from tests.simulators.slack_platform import GENERAL

# By their names in the cast of every stage. Their ids have little in common with those of others, in whatever encoding.
CANARIES: dict[str, dict[str, Canary]] = {
    "slack": {
        "Kim": Canary(
            account=Account("slack", TEAM, "U0KANARIE7F"),
            handle="wilhelmina.ptackova",
            name="Wilhelmína Ptáčková",
            email="w.ptackova@kanarienvogel.example",
            conversation="D0KAEFIG5Q2",
        ),
        "Robin": Canary(
            account=Account("slack", TEAM, "UZEISIGBLAU4"),
            handle="zeisig-im-baum-2",
            name="Zeisigfreund Baumgartner-Œuvré",
            email="zeisig@voliere.example",
            conversation="D0VOLIERE9X",
        ),
    },
    "discord": {
        "Kim": Canary(
            account=Account("discord", GUILD, "473910586203948571"),
            handle="wilhelmina_ptackova",
            name="Wilhelmína Ptáčková",
            email="w.ptackova@kanarienvogel.example",
            conversation="938475610293847561",
        ),
        "Robin": Canary(
            account=Account("discord", GUILD, "1629384710593847102"),
            handle="zeisig_im_baum",
            name="Zeisigfreund Baumgartner-Œuvré",
            email="zeisig@voliere.example",
            conversation="750293847561029384",
        ),
    },
    "web": {
        "Kim": Canary(
            account=Account("web", "test", "kanarie-7f3a9c"),
            handle="kanarie-7f3a9c",
            name="Wilhelmína Ptáčková",
            email="w.ptackova@kanarienvogel.example",
            conversation="@kanarie-7f3a9c",
        ),
        "Robin": Canary(
            account=Account("web", "test", "zeisig-im-baum-2"),
            handle="zeisig-im-baum-2",
            name="Zeisigfreund Baumgartner-Œuvré",
            email="zeisig@voliere.example",
            conversation="@zeisig-im-baum-2",
        ),
    },
}

# What a community knows, and somebody who hashes people might put beside them.
SALTS = {
    "slack": (TEAM, GENERAL, DOMAIN, "slack", "hirg"),
    "discord": (GUILD, CHANNEL, "discord", "hirg"),
    "web": ("test", "general", "web", "hirg"),
}
