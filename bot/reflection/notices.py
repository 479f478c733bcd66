"""What a session says in its channels, in words: pure, and as things stand at the moment it is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.chat.calls import call
from bot.chat.views import Actions, Block, Button, Heading, Line, Moment, Note, Strong, Text, Tone, plain_line
from bot.reflection import course
from bot.reflection.contributions import Contribution, Standing
from bot.reflection.formats import Phase, Showing
from bot.reflection.ground_rules import GROUND_RULES, KEPT, RULES_BY_NAME
from bot.reflection.model import Saying, Session, Stage, Told
from bot.reflection.pace import pace
from bot.reflection.parts import looked_for, offers, title, whose
from bot.reflection.timing import announced
from bot.support.safety import not_safe_button
from bot.support.telling import told


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The contributions that a message shows, by id; in a session with names, the name of each author by their mark."""

    papers: Mapping[str, Contribution] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def notice(session: Session, number: int, shown: Shown) -> Sequence[Block]:  # noqa: PLR0911 - one for each kind
    """Word the `number`-th saying of a session."""
    saying = session.sayings[number]
    match saying.kind:
        case Told.ANNOUNCED:
            return _announcement(session)
        case Told.PHASE:
            return _phase(session, saying)
        case Told.SHOWN:
            return _shown(session, number, shown)
        case Told.PAUSED:
            return (Text((Strong("We pause here. "), "Take a breath; nobody needs to write anything now.")), _SAFE)
        case Told.GOING_ON:
            return (Text((Strong("We go on. "), "“", session.steps[saying.phase].title, "” continues.")),)
        case Told.ASKED:
            return _asking(session, saying)
        case Told.LED:
            return _leaders(session, saying)
        case Told.CLOSED:
            return _closing(session)
        case Told.SUMMARY:
            return summed_up(session.summary)


def summed_up(summary: str) -> Sequence[Block]:
    """Word a summary as everybody reads it."""
    return (Heading("What we take with us"), *told("A summary by the facilitators", summary))


def contribute_button(session: Session) -> Button:
    """Open the form of the step that runs."""
    if session.phase == session.check_out:
        return Button("Leave a word", call("session-word", session=session.id), Tone.PRIMARY)
    contribute = call("session-contribute", session=session.id, phase=session.phase)
    return Button("Contribute", contribute, Tone.PRIMARY)


def agree_button(session: Session) -> Button:
    """Agree to show the little that was written to the step that runs."""
    return Button("I agree", call("session-agree", session=session.id, phase=session.phase), Tone.PRIMARY)


def words_of(session: Session, shown: Shown, papers: Sequence[str]) -> str:
    """Put the words of a check-out on one line; those that were taken back, or away, leave no gap."""
    found = (shown.papers.get(paper) for paper in papers)
    return " · ".join(
        f"{one.text} ({shown.names[one.by]})" if session.named and one.by in shown.names else one.text
        for one in found
        if one and one.standing is Standing.THERE
    )


def listed(names: Sequence[str]) -> str:
    """Join names as one says them: “Olu, Bea and Cem”."""
    *others, last = names or ("",)
    return f"{', '.join(others)} and {last}" if others else last


def _announcement(session: Session) -> Sequence[Block]:
    about = Text((Strong(_sentence(session.format.name)), session.format.about))
    takes = Text((pace(session),))
    if session.stage is Stage.CLOSED:
        return (Heading(f"We reflected together: {session.topic}"), about, Note(("This session is over.",)))
    join = call("session-join-by-name" if session.named else "session-join", session=session.id)
    looking = looked_for(session) if session.stage is Stage.GATHERING else ""
    wanted = (Text((Strong(looking),)),) if looking else ()
    joining = () if session.stage is Stage.CLOSING else (Button("Join", join, Tone.PRIMARY),)
    return (
        Heading(f"Reflecting together: {session.topic}"),
        about,
        takes,
        *([Text(when)] if (when := announced(session)) else []),
        *map(Text, RULES_BY_NAME if session.named else GROUND_RULES),
        *wanted,
        Note((KEPT[session.keeps], " Joining means agreeing to these rules.")),
        Actions((*joining, *offers(session), not_safe_button())),
    )


def _sentence(text: str) -> str:
    """End a name like a sentence, unless it is one."""
    return f"{text} " if text[-1:] in {".", "?", "!"} else f"{text}. "


def _phase(session: Session, saying: Saying) -> Sequence[Block]:
    """Say what a step asks for; one that is over by now, where a platform was away, only for completeness."""
    phase = session.steps[saying.phase]
    asked = (Heading(phase.title), Text((phase.prompt,)))
    if session.current is None or session.phase != saying.phase:
        return (*asked, Note((_OVER,)))
    if session.paused:
        return (*asked, Note(("Paused for everyone.",)), *_by_button(session), _SAFE)
    if session.revealed(saying.phase):
        return (*asked, Note(("What we wrote is shown below.",)), *_by_button(session), _SAFE)
    if session.is_shut:
        return (*asked, Note(("The writing has ended. What we wrote is shown soon.",)), *_by_button(session), _SAFE)
    passing = call("session-pass", session=session.id, phase=saying.phase)
    buttons = (contribute_button(session), Button("Pass", passing), not_safe_button())
    how = _WORDS if saying.phase == session.check_out else f"{whose(session.format, phase)} {_when(phase)}"
    return (*asked, Note((how,)), *_by_button(session), Actions(buttons))


def _by_button(session: Session) -> Sequence[Block]:
    """Warn of the field that platforms put beneath a thread, where nobody writes without a name."""
    return () if session.named or session.stage is Stage.CLOSED else (Note((_TYPED,)),)


def _reply_label(session: Session) -> str:
    """Call the button so that nobody takes the “Reply” of the platform, which is by name, for it."""
    return "Reply" if session.named else "Reply without my name"


def _asking(session: Session, saying: Saying) -> Sequence[Block]:
    """Ask all alike, so that nobody can tell from it, or from who is seen to press, who wrote something."""
    title = session.steps[saying.phase].title
    asked = Text((Strong(f"Not much has been written for “{title}” so far. "), _LITTLE))
    if session.current is None or session.phase != saying.phase or session.revealed(saying.phase):
        return (asked, Note((_OVER,)))
    if session.paused:
        return (asked, Note(("Paused for everyone.",)), _SAFE)
    return (asked, Note((_ANYBODY,)), Actions((agree_button(session), not_safe_button())))


def _leaders(session: Session, saying: Saying) -> Sequence[Block]:
    first, others = saying.names[0], listed(saying.names[1:])
    together = f", together with {others}" if others else ""
    unknown = () if session.named else (Note((_NOT_TO_THEM,)),)
    return (Text((Strong(first), f" leads this session now{together}.")), *unknown)


def _when(phase: Phase) -> str:
    if phase.questions:
        return "Only questions, please; they appear here as they come."
    if phase.shows is Showing.LIVE:
        return "It appears here as it comes."
    return "What you write stays hidden until all is shown together."


def _shown(session: Session, number: int, shown: Shown) -> Sequence[Block]:
    """Show contributions beneath their numbers, by which people can speak of them; words of a check-out on one line."""
    saying = session.sayings[number]
    order = session.order(saying.phase)
    heading = _above(session, number)
    first = (Heading(heading),) if heading else ()
    if saying.phase == session.check_out:
        line = Text((words_of(session, shown, saying.papers) or _NO_WORD,))
        return (*first, line, *_beneath_words(session))
    items = [block for paper in saying.papers for block in _contribution(session, order, shown, paper)]
    if session.stage is Stage.CLOSED:
        return (*first, *items)
    buttons = (
        Button(_reply_label(session), call("session-reply", session=session.id, saying=number)),
        Button("Withdraw mine", call("session-mine", session=session.id)),
        not_safe_button(),
    )
    return (*first, *items, *_by_button(session), Actions(buttons))


def _beneath_words(session: Session) -> Sequence[Block]:
    if session.stage is Stage.CLOSED:
        return ()
    controls = (Button("Withdraw mine", call("session-mine", session=session.id)), not_safe_button())
    return (*_by_button(session), Actions(controls))


def _above(session: Session, number: int) -> str:
    """Head what is shown where nothing else tells which phase it, and its numbers, belong to."""
    saying, before = session.sayings[number], session.sayings[:number]
    step = session.steps[saying.phase]
    first = session.order(saying.phase)[0] in saying.papers
    if at_the_end := _HEADINGS.get(saying.phase - session.check_out):
        return at_the_end if first else ""
    if any(one.kind is Told.PHASE and one.phase > saying.phase for one in before):
        return f"Back to “{step.title}”"
    return f"What we wrote in “{step.title}”" if first and step.shows is Showing.REVEAL else ""


def _contribution(session: Session, order: Sequence[str], shown: Shown, paper: str) -> Sequence[Block]:
    here = str(order.index(paper) + 1)
    one = shown.papers.get(paper)
    if one is None or one.standing is not Standing.THERE:
        why = _gone(session, one.standing if one else Standing.WITHDRAWN)
        return (Text((Strong(here), f"\n{why}")),)
    to = order.index(one.answers) + 1 if one.answers in order else 0
    head = title(session.format, one, order.index(paper) + 1, to, shown.names.get(one.by, ""))
    touched = f" ({course.band(len(one.resonates))})" if one.resonates else ""
    press = Button(f"This resonates{touched}", call("session-resonate", session=session.id, paper=one.id))
    return told(head, one.text, None if session.stage is Stage.CLOSED else press)


def _gone(session: Session, standing: Standing) -> str:
    if standing is Standing.REMOVED and session.named:
        return "A facilitator removed this."
    return _GONE.get(standing, _GONE[Standing.WITHDRAWN])


def _closing(session: Session) -> Sequence[Block]:
    kept = Note((KEPT[session.keeps],))
    if session.gently:
        gently = GENTLY if session.farewell in ("", FAREWELL) else ((session.farewell,),)
        return (*map(Text, gently), kept, _SAFE)
    thanks = Text((Strong("We close here. "), "Thank you to everybody who wrote, read and listened."))
    return (thanks, *_unseen(session), kept, _SAFE)


def _unseen(session: Session) -> Sequence[Block]:
    """Say what becomes of what was not shown, whether there is such or not: that would tell that somebody wrote."""
    if session.shred_at is None or session.phase < 0:
        return ()
    return (
        Note(
            (
                "What has not been shown stays unshown. You find your own words with /sessions until ",
                Moment(session.shred_at),
                ", when they are forgotten for good.",
            )
        ),
    )


_OVER = "This part is over."
_LITTLE = (
    "With so little, people could guess who wrote what. It can be shown if everybody who wrote something agrees; "
    "otherwise it stays hidden."
)
_ANYBODY = (
    "Everybody may press this, also whoever wrote nothing, for whom it changes nothing; whoever writes afterwards is "
    "asked once more. Nobody here learns who pressed."
)
_NOT_TO_THEM = "Whoever leads it can read what was written once there is enough to be shown, and not whose it is."
_TYPED = "Use the buttons: what you type here in the thread carries your name."
_SAFE = Actions((not_safe_button(),))
_GONE = {
    Standing.HELD: "A facilitator looks at this again.",
    Standing.REMOVED: "A facilitator removed this, without knowing whose it was.",
    Standing.WITHDRAWN: "Whoever wrote this took it back.",
}
GENTLY: tuple[Line, ...] = (
    (Strong("We stop here for today, gently. "), "Something came up that deserves more than this session can give."),
    (
        "Nothing that was said was wrong to say. If it stirred something in you, you do not have to carry it alone: ",
        "talk to somebody you trust, or press the button below for people who listen now.",
    ),
)
# The same as it stands in the form of who closes gently.
FAREWELL = "\n\n".join(map(plain_line, GENTLY))
_WORDS = "A word or a few, if you like. They are shown together, in no order, when the session closes, if enough come."
_NO_WORD = "The words that stood here were taken back."
# By how far a step is after the last phase.
_HEADINGS = {0: "How we go from here", 1: "What we tried since"}
