"""A form that cannot be understood: what is wrong in it, and how nothing written into it is lost."""

from collections.abc import Collection, Mapping

from bot.chat.calls import Call
from bot.chat.views import Actions, Button, Fields, Reply, Text, Tone, plain

AGAIN = "Open the form again"


def faults(reply: Reply, fields: Collection[str]) -> dict[str, str]:
    """Say beside which of a form's `fields` its answer asks again; empty when it does not, or names none of them."""
    if reply.unclear is None or reply.unclear not in fields:
        return {}
    return {reply.unclear: " ".join(plain(reply.blocks).split())}


def ask_again(reply: Reply, form: Call, written: Mapping[str, str]) -> Reply:
    """Give back what was written into a form that is closed already, with a way to open it again.

    Returns the reply as it is when it does not ask again. `form` is the call the form was opened for.
    """
    if reply.unclear is None:
        return reply
    kept = tuple((name.replace("-", " ").capitalize(), (text,)) for name, text in written.items() if text.strip())
    back = (Text(("You wrote this, in case you would like to copy it:",)), Fields(kept)) if kept else ()
    return Reply((*reply.blocks, *back, Actions((Button(AGAIN, form, Tone.PRIMARY),))))
