"""*I’m not safe*: the numbers, at once, for whoever asks; nobody is told, and nothing is kept."""

from collections.abc import Iterator

from bot.chat.calls import call
from bot.chat.commands import Command
from bot.chat.requests import Request
from bot.chat.views import Actions, Block, Button, Note, Reply, Text, Tone
from bot.support.signposts import Signposts

NOT_SAFE = "I’m not safe"
# What has to stand wherever somebody may take this bot for more than it is.
NO_CRISIS_SERVICE = "This is not a crisis service: nobody here watches it day and night."

ASK = Button("Ask for support", call("peer-support"))

_COMMAND = "support-not-safe"
_HARD = "That sounds very hard. You do not have to go through it alone."
_UNSEEN = "I keep nothing of what you typed, and told nobody. Only you can see this."


def not_safe_button() -> Button:
    """Offer the numbers, wherever somebody may need them."""
    return Button(NOT_SAFE, call(_COMMAND), Tone.DANGER)


def talk_button() -> Button:
    """Offer the same to whoever would like to talk, in words that take nobody to be in danger."""
    return Button("Talk to somebody now", call("help-now"))


def on_one_line(signposts: Signposts) -> Text:
    """Show the most urgent help lines in one sentence, and the way to all of them."""
    return Text((f"If you are not safe, or cannot wait: {signposts.line}.",), not_safe_button())


def before_all(signposts: Signposts) -> tuple[Block, ...]:
    """Answer somebody who told of danger where they were asked for something else."""
    return (
        Text((_HARD,)),
        Text((f"If you are not safe, or cannot wait: {signposts.line}.",)),
        Text(("You can also ask others in the network for support, without your name.",)),
        Actions((not_safe_button(), ASK)),
        Note((f"{_UNSEEN} {NO_CRISIS_SERVICE}",)),
    )


def beneath() -> tuple[Block, ...]:
    """Say where else help is, to somebody who asked for it and named nothing."""
    why = "If it is support you need: /peer-support asks for it without your name, /help-now shows numbers to call."
    return (Text((why,)), Actions((ASK, not_safe_button())))


class Safety:
    """Shows the help lines. It has no store, so that it answers when nothing else does."""

    def __init__(self, signposts: Signposts) -> None:
        self._signposts = signposts

    def commands(self) -> Iterator[Command]:
        """Declare it twice: as a button that stands everywhere, and as a command that can be found."""
        yield Command("help-now", "Numbers to call or text if you are not safe", self.show, anonymous=True)
        yield Command(_COMMAND, NOT_SAFE, self.show, unlisted=True, anonymous=True)

    async def show(self, request: Request) -> Reply:
        del request
        return Reply((*self._signposts.full(), Note((f"Nobody was told that you asked. {NO_CRISIS_SERVICE}",))))
