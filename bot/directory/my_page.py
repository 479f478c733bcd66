"""What /my-skills shows: one's entry as others see it, and what can be done with it; or how to come by one."""

from collections.abc import Mapping
from datetime import date

from bot.chat.calls import call
from bot.chat.errors import Unclear
from bot.chat.forms import ask_again
from bot.chat.requests import Request
from bot.chat.views import Actions, Block, Button, Card, Heading, Note, Reply, Text, Tone, refuse, say
from bot.directory.cards import who
from bot.directory.model import Consent, Entry
from bot.directory.portrait import portrait, standing

ONLY_YOU = "Only you see this."


def page(entry: Entry, today: date, lead: str = "") -> Reply:
    """Show an entry to its owner, below a sentence on what has just been done."""
    version = entry.version
    shown = entry.consent is Consent.GIVEN
    controls = (
        Button("Edit about me", call("my-about", version=version)),
        Button("Edit skills", call("my-skill-list"), Tone.PRIMARY),
        Button("How to reach me", call("my-reach", version=version)),
        Button("Availability", call("my-availability", version=version)),
        Button("Hide", call("my-hide")) if shown else Button("Show", call("my-show"), Tone.PRIMARY),
        Button("Export my entry", call("my-export")),
        Button("Use me on another platform", call("my-link")),
        Button("Delete", call("my-delete"), Tone.DANGER),
    )
    first: tuple[Block, ...] = (Text((lead,)),) if lead else (Heading("You in the Directory"),)
    return say(
        *first,
        portrait(entry),
        Note((standing(entry, today),)),
        Actions(controls),
        Note((ONLY_YOU,)),
        replaces=True,
    )


def newcomer(offered: Entry | None) -> Reply:
    """Show somebody without an entry how to come by one, and the one that may be theirs already."""
    blocks: list[Block] = [Heading("You have no entry in the Directory yet")]
    controls = [Button("Join the Directory", call("my-join")), Button("I have a code", call("my-code"))]
    if offered:
        about = "This entry has your e-mail address. Is it yours?"
        blocks += [Text((about,)), Card(offered.name, who(offered))]
        controls.insert(0, Button("That’s me", call("my-claim"), Tone.PRIMARY))
    note = "If you are listed already, an organiser can give you a code that makes the entry yours."
    return say(*blocks, Actions(tuple(controls)), Note((f"{note} {ONLY_YOU}",)))


def again(request: Request, entry: Entry, written: Mapping[str, str]) -> Reply:
    """Give back what was written into a form for an entry that was changed meanwhile, and a way to open it anew."""
    refusal = Unclear("Your entry was changed meanwhile, so nothing was written.", "Look at it again.")
    fresh = request.call.args.get("version") and {"version": entry.version}
    return ask_again(refuse(refusal), call(request.call.command, **(fresh or {})), written)
