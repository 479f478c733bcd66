"""A session before it is announced, as its facilitator looks at it."""

from collections.abc import Sequence

from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Choice,
    Control,
    Heading,
    Line,
    Moment,
    Note,
    Reply,
    Select,
    Strong,
    Text,
    Tone,
)
from bot.reflection.building import preview
from bot.reflection.ground_rules import KEPT
from bot.reflection.model import Session
from bot.reflection.timing import announced

EVERYWHERE = "all"
_PLATFORMS = {"slack": "Slack", "discord": "Discord", "web": "Web"}


class Drafts:
    """Shows a draft, and what can be done with it."""

    def __init__(self, channels: Sequence[Address]) -> None:
        """`channels` are those it could run in."""
        self._channels = channels

    def preview(self, session: Session, meeting: str = "") -> Reply:
        """Show what a session will be, and how it goes; `meeting` is the title of the one that it begins with."""
        when = (
            _with_meeting(session, meeting) or announced(session) or ("It begins when you press “Begin” in its panel.",)
        )
        who = "Everybody reads who wrote what." if session.named else "Nobody, you included, reads who wrote what."
        return Reply(
            (
                Note(("Nobody sees this yet.",)),
                Heading(f"Reflecting together: {session.topic}"),
                Text(when),
                *self._goes(session),
                Note((who, " ", KEPT[session.keeps])),
                Actions(tuple(self._controls(session))),
            ),
            replaces=True,
        )

    def _goes(self, session: Session) -> Sequence[Block]:
        if not session.format.phases:
            return (Note(("It has no phases yet. Write them, one on each line.",)),)
        return (Text((session.format.about,)), *preview(session.format, session.days))

    def _controls(self, session: Session) -> list[Control]:
        here = {"session": session.id}
        build = Button("Write its phases", call("session-build", **here))
        own = [build] if session.format.is_own else []
        announce = [Button("Announce it", call("session-announce", **here), Tone.PRIMARY)]
        controls: list[Control] = [
            *(announce if session.format.phases else []),
            *own,
            Button("Change it", call("session-change", **here)),
            Button("Throw it away", call("session-discard", **here), Tone.DANGER),
        ]
        if len(self._channels) > 1:
            controls.append(Select(self._chosen(session), call("session-where", **here), "where", self._places()))
        return controls

    def _chosen(self, session: Session) -> str:
        if len(session.places) == len(self._channels):
            return "Where: in all channels"
        return f"Where: {self._called(session.places[0].channel)}"

    def _places(self) -> tuple[Choice, ...]:
        return (Choice("In all channels", EVERYWHERE), *(Choice(self._called(c), spot_of(c)) for c in self._channels))

    def _called(self, channel: Address) -> str:
        """Name a channel: by its platform where that says it, because its own name is known there alone."""
        name = _PLATFORMS.get(channel.platform, channel.platform)
        alone = sum(one.platform == channel.platform for one in self._channels) == 1
        return f"{name} only" if alone else f"{name}, channel {channel.channel}"


def _with_meeting(session: Session, meeting: str) -> Line:
    """Name the meeting that a session begins with, so that a wrong choice is seen before anybody else sees it."""
    if not meeting or not session.starts_at:
        return ()
    return ("It begins together with ", Strong(meeting), ", ", Moment(session.starts_at), ", and moves with it.")


def spot_of(channel: Address) -> str:
    """Name a channel in a call."""
    return str(channel)
