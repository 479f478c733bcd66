"""What is said to the two people of an introduction, in private."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.chat.calls import Call, call
from bot.chat.requests import Account
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Diverted,
    Emphasis,
    Heading,
    Inline,
    Line,
    Link,
    Note,
    Person,
    Strong,
    Text,
    Tone,
    plain_line,
)
from bot.directory import cards
from bot.directory.model import Entry
from bot.introductions.elsewhere import ANY
from bot.introductions.model import CLOSE, WEEK, Introduction, State
from bot.support.telling import told


def who_reads(entry: Entry, skill: str) -> Line:
    """Say before somebody writes who will read it, and what else they learn: for which `skill` they were found."""
    return ("I ask ", Strong(entry.name), " privately. ", *_what_is_seen("what you write", skill))


def who_was_asked(entry: Entry, skill: str) -> Line:
    """Say the same to somebody who has written."""
    return (f"I have asked {entry.name} privately. ", *_what_is_seen("what you wrote", skill))


def _what_is_seen(words: str, skill: str) -> Line:
    if not skill:
        return (f"They see your name and {words}, and nobody else does.",)
    return (f"They see your name, {words}, and that you found them for ", Emphasis(skill), "; nobody else does.")


def to_ask(entry: Entry, skill: str, **more: str) -> Call:
    """Return what asks for an introduction; the skill is left out where a button cannot carry it."""
    ask = call("introduce", entry=entry.id, **more)
    found = ask.with_args({"skill": skill}) if skill else ask
    return found if found.fits else ask


def take_back(one: Introduction) -> Button:
    """Let somebody take a request back."""
    return Button("Take it back", call("introduction-withdraw", introduction=one.id))


def again_from(one: Introduction) -> str:
    """Name the day from which on somebody may ask again what they took back."""
    return cards.day(one.asked_at + WEEK + timedelta(days=1))


def on_its_way(one: Introduction, entry: Entry) -> Diverted:
    """Confirm what was asked, to somebody who asks it again; most of them only pressed twice."""
    sent, until = cards.day(one.asked_at), cards.day(one.asked_at + CLOSE)
    return Diverted(
        f"Your request to {entry.name} is on its way already. You sent it on {sent}.",
        f"I will tell you what they say. If they say nothing by {until}, I let it rest and tell you so.",
        ways=(take_back(one),),
    )


def met(entry: Entry, account: Account, reader: Account, skill: str, *, together: bool) -> Diverted:
    """Tell somebody that they were introduced already, and how to go on; they may still ask again, for a `skill`."""
    how = plain_line(reach(entry, account, reader)) or "Their entry does not say how to reach them."
    return Diverted(
        f"You and {entry.name} have been introduced already.",
        _LOOK_FOR_IT if together else how,
        ways=(Button("Ask again all the same", to_ask(entry, skill, again="yes")),),
    )


_LOOK_FOR_IT = "Look for the conversation that I opened for the two of you. If you do not see it, write to them here."


def asks(one: Introduction, *, again: bool = False, inbox: str = "") -> Sequence[Block]:
    """Ask somebody listed whether they would like to be introduced; not empty, `inbox` says that they read it there."""
    asker = Person(one.asker_name, one.asker)
    lead: Line = ("I asked you a few days ago: ", asker, " would like to be introduced to you.")
    found = (" for ", Emphasis(one.skill)) if one.skill else ()
    first: Line = (asker, " found you in the Directory", *found, " and would like to be introduced to you.")
    note = "This is the only time I ask again; no answer is an answer, too." if again else _WHAT_ACCEPTING_MEANS
    return (
        Heading(_ASKS),
        Text(lead if again else first),
        Text(("They write: ", "“", one.reason, "”")),
        _answers(one, inbox),
        Note((note,)),
    )


def waits(one: Introduction) -> Sequence[Block]:
    """Ask the same in somebody's inbox, for as long as it waits for an answer."""
    asker = Person(one.asker_name, one.asker)
    return (
        Heading(_ASKS),
        Text((asker, f" asked on {cards.day(one.asked_at)} to be introduced to you.")),
        *told("They write:", one.reason),
        _answers(one, INBOX),
        Note((_WHAT_ACCEPTING_MEANS,)),
    )


def _answers(one: Introduction, inbox: str) -> Actions:
    which = _which(one, inbox)
    return Actions(
        (
            Button("Accept", call("introduction-accept", **which), Tone.PRIMARY),
            Button("Not now", call("introduction-decline", **which)),
            Button("Suggest someone else", call("introduction-suggest", **which)),
        )
    )


def _which(one: Introduction, inbox: str) -> Mapping[str, str]:
    """Say for a button which introduction it is about, and whether the way back is to the inbox."""
    return {"introduction": one.id, **({"inbox": inbox} if inbox else {})}


def no_way(one: Introduction) -> Diverted:
    """Tell somebody who accepts that the asker would not know how to reach them."""
    return Diverted(
        f"Members do not see how to reach you, so {one.asker_name} could not write to you.",
        "Say in your entry how to reach you, and show it if it is hidden or paused. Then accept here again.",
        ways=(Button("See my entry", call("my-skills")),),
    )


def really_not(one: Introduction, entry: Entry, inbox: str = "") -> Sequence[Block]:
    """Ask once more before the asker is told that it does not suit, in the very words they will read."""
    which = _which(one, inbox)
    tell = Button("Yes, tell them", call("introduction-decline", **which, sure="yes"), Tone.PRIMARY)
    back = Button("Back to the question", call("introduction-look", **which))
    return (
        Text(("Not now? I then tell ", Person(one.asker_name, one.asker), f": “{_not_now(entry.name)}”")),
        Actions((tell, back)),
        Note(("They hear nothing else, and no reason. It cannot be undone.",)),
    )


def _not_now(name: str) -> str:
    return f"{name} cannot take this on just now."


# What a button in an inbox says of where it stands.
INBOX = "yes"
_ASKS = "Somebody asks for an introduction"

_WHAT_ACCEPTING_MEANS = (
    "If you accept, the two of you get a conversation together, or your contact as the Directory shows it. If you do "
    "not, they hear that it does not suit you now, and nothing else."
)


def accepted(one: Introduction, entry: Entry, *, together: bool) -> Sequence[Block]:
    """Tell the asker that somebody accepted, and how to meet them; what they feel about it is theirs to say."""
    how = reach(entry, one.account, one.asker)
    if together:
        # A platform may refuse to bring the two together.
        how = (_OPENING, " If you do not see it, write to ", Person(entry.name, one.account), " here.")
    said = Text((Strong(entry.name), " has said yes. ", *(how or (_NO_WAY,))))
    return (Heading("Your introduction was accepted"), said, *([Note((_KIND_FIRST,))] if how else []))


_OPENING = "I am opening a conversation for the two of you."
_NO_WAY = "But the Directory does not show any more how to reach them: ask an organiser to put you in touch."
_KIND_FIRST = "A first message is easy when it is short: who you are, and what you would like to talk about."


def together(one: Introduction, entry: Entry) -> Sequence[Block]:
    """Open the conversation of the two."""
    return (
        Heading("You two wanted to meet"),
        Text((Person(one.asker_name, one.asker), ", this is ", Person(entry.name, one.account), ".")),
        Text((Person(entry.name, one.account), ", you know already what it is about: “", one.reason, "”")),
        Note(("Only the two of you and I see this. I read nothing here; over to you.",)),
    )


def named(one: Introduction, theirs: Entry | None) -> Sequence[Block]:
    """Tell somebody listed whom they accepted without a name; `theirs` is the entry of that person, if any."""
    asker = Person(one.asker_name, one.asker)
    how = reach(theirs, one.asker, one.account) if theirs else ()
    return (
        Heading("They have said who they are"),
        Text((asker, " asked you without their name at first, and you accepted. They know how to reach you.")),
        Text(("They wrote: ", "“", one.reason, "”")),
        *([Text(how)] if how else []),
    )


LEFT = "The person you asked is not in the Directory any more, so I have let it rest."


def _on(search: Call) -> Actions:
    return Actions((Button("Find somebody else", search, Tone.PRIMARY),))


def ended(one: Introduction, entry: Entry | None, other: Entry | None, search: Call) -> Sequence[Block]:
    """Tell the asker kindly that there will be no introduction, and how to go on: by a `search` for others."""
    name = entry.name if entry else "The person you asked"
    match one.state:
        case State.PASSED_ON if other:
            ask = (Button("Ask for an introduction", call("introduce", entry=other.id), Tone.PRIMARY),)
            remark: tuple[Line, ...] = (("“", one.remark, "”"),) if one.remark else ()
            lead: Line = (Strong(name), " thinks somebody else can help you better:")
            # Nobody is mentioned who has no account here: the one at hand is that of whoever suggested them.
            how = () if other.accounts else (cards.reach_or_not(other),)
            card = Card(other.name, _who(other), (*remark, *how), ask if other.accounts else ())
            return (Heading("A suggestion for you"), Text(lead), card)
        case State.SILENT:
            said = f"{name} has not answered, which is no answer to you: people are busy. I have let it rest."
        case State.UNREACHED if entry is None:
            said = LEFT
        case State.UNREACHED:
            said = f"I could not reach {name}; they may have left, or do not take messages from me."
        case _:
            said = _not_now(name)
    return (Heading("Your introduction"), Text((said,)), _on(search))


def left() -> Sequence[Block]:
    """Tell the asker that whoever they asked has deleted their entry."""
    return (Heading("Your introduction"), Text((LEFT,)), _on(ANY))


def taken_back() -> Sequence[Block]:
    """Stand in the place of a question whose asker is to be forgotten."""
    return (Text(("Somebody asked to be introduced to you, and has taken it back. Nothing is expected of you.",)),)


def settled(one: Introduction) -> Sequence[Block]:
    """Stand in the place of a question that no longer waits for an answer."""
    why = {
        State.WITHDRAWN: "They have taken it back. Nothing is expected of you.",
        State.SILENT: "It has been a week, so I have told them not to wait. Nothing is expected of you.",
    }.get(one.state, "It is settled.")
    return (Text((Person(one.asker_name, one.asker), " asked to be introduced to you. ", why)),)


def reach(entry: Entry, account: Account, reader: Account) -> Line:
    """Say how to reach somebody, as they allow it; with a mention where both are on one platform.

    Of an entry that other members may not find, nothing is said.
    """
    line: list[Inline] = []
    if account.platform == reader.platform:
        line += ["Write to ", Person(entry.name, account), " here"]
    if not entry.listed:
        return (*line, ".") if line else ()
    if entry.contact:
        line += ["; " if line else "Reach them: ", entry.contact]
    if entry.email and entry.email.casefold() not in entry.contact.casefold():
        line += ["; " if line else "Reach them: ", Link(entry.email, f"mailto:{entry.email}")]
    return (*line, ".") if line else ()


def _who(entry: Entry) -> Line:
    about = " · ".join(filter(None, (entry.role, entry.organisation)))
    return (about,) if about else ()
