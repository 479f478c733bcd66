"""What one person alone is asked without a name, from end to end, and what goes wrong meanwhile.

Whoever is asked is no secret: their entry says who they are, and whoever asks chose them. Who asks must not be found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.leaks.acts import Flow, Passing, Step, Trouble, hears_alone, presses, submits, types

_DAY = 24 * 60.0
_LISTED = {"Lee": ("NVivo",), "Noor": ("grant writing",)}
_WORDS = "I am new to interviews and rather lost. Could I ask you some things?"
_BEGUN = (
    types("Kim", "/find-skill NVivo", sees="Ask without my name"),
    presses("Kim", "Ask without my name", sees="text"),
    submits("Kim", text=_WORDS, nudge="yes", sees="before they see it"),
)
_ASKED = (
    *_BEGUN,
    presses("Kim", "Send now", sees="It is with them"),
    Passing(2),
    hears_alone("Lee", "something new for you"),
)
_OPENED = (
    presses("Lee", "Open my inbox", sees="Open"),
    presses("Lee", "Open", sees="rather lost"),
)
_TO_IT = (types("Kim", "/inbox", sees="Open"), presses("Kim", "Open", sees="Your request to Lee Lister"))

TALKED = Flow(
    name="asked of one person who accepts, talked about and withdrawn, while everything fails once",
    listed=_LISTED,
    runs=frozenset({
        "introduce-unnamed", "support-edit", "support-send", "support-take-back", "inbox", "inbox-talk",
        "support-accept", "support-write", "support-write-unnamed", "support-unsay", "support-withdraw",
    }),
    steps=(
        Trouble("answers are lost"),
        *_BEGUN,
        presses("Kim", "Change my words", sees="text"),
        submits("Kim", text=f"{_WORDS} Please.", sees="before they see it"),
        presses("Kim", "Send", sees="Take it back"),
        presses("Kim", "Take it back", sees="before they see it"),
        presses("Kim", "Send", sees="Take it back"),
        Trouble("posts are lost"),
        Passing(25),
        hears_alone("Lee", "something new for you"),
        Trouble("answers fail"),
        *_OPENED,
        Trouble("killed"),
        types("Lee", "/my-data", sees="Lee"),
        types("Lee", "/inbox", sees="Open"),
        presses("Lee", "Open", sees="Accept"),
        Trouble("posts fail"),
        presses("Lee", "Accept", sees="Write"),
        Passing(2),
        hears_alone("Kim", "something new for you"),
        Trouble("answers are limited"),
        presses("Kim", "Open my inbox", sees="Open"),
        presses("Kim", "Open", sees="have accepted your request"),
        presses("Kim", "Write", sees="text"),
        Trouble("store breaks"),
        submits("Kim", text="The coding is hardest.", sees="went wrong"),
        Trouble("store mends"),
        *_TO_IT,
        presses("Kim", "Write", sees="text"),
        submits("Kim", text="Ring me on 07700 900123.", anyhow="send", sees="might give you away"),
        presses("Kim", "Take it back", sees="before they opened it"),
        presses("Kim", "Write", sees="text"),
        submits("Kim", text="The coding is hardest.", sees="The coding is hardest."),
        Trouble("posts are limited"),
        Passing(2),
        types("Lee", "/inbox", sees="Open"),
        presses("Lee", "Open", sees="The coding is hardest."),
        presses("Lee", "Write", sees="text"),
        submits("Lee", text="It is for everybody.", sees="It is for everybody."),
        types("Fay", "/support-desk", sees="no open request"),
        Passing(3 * _DAY),
        *_TO_IT,
        presses("Kim", "‹ The whole request", sees="Withdraw it"),
        presses("Kim", "Withdraw it", sees="Take it away"),
        presses("Kim", "Take it away", sees="being taken away"),
        Passing(5),
        types("Lee", "/inbox", sees="Nothing is waiting"),
    ),
)  # fmt: skip

UNANSWERED = Flow(
    name="asked of one person who passes it on, not answered, taken back, and left by whoever is asked",
    alone=True,
    listed=_LISTED,
    runs=frozenset({"introduce-unnamed", "introduction-pass-on", "support-withdraw", "support-decline"}),
    steps=(
        *_ASKED,
        *_OPENED,
        presses("Lee", "Suggest someone else", sees="person"),
        submits("Lee", person="Noor Lister", remark="She teaches it.", sees="Thank you"),
        Trouble("killed"),
        Passing(2),
        hears_alone("Kim", "something new for you"),
        presses("Kim", "Open my inbox", sees="Open"),
        presses("Kim", "Open", sees="She teaches it."),
        presses("Kim", "Ask them without my name", sees="text"),
        submits("Kim", text="Lee thought of you.", nudge="yes", sees="before they see it"),
        presses("Kim", "Send now", sees="It is with them"),
        Passing(2),
        Trouble("posts are lost"),
        Passing(3 * _DAY + 60),
        Passing(5 * _DAY),
        hears_alone("Kim", "something new for you"),
        Passing(8 * _DAY),
        *_ASKED,
        *_TO_IT,
        presses("Kim", "Take it back", sees="is taken away"),
        presses("Kim", "Take it away", sees="being taken away"),
        Passing(2),
        types("Lee", "/inbox", sees="Nothing is waiting"),
        *_ASKED,
        *_OPENED,
        presses("Lee", "Not now", sees="They then read"),
        presses("Lee", "Yes, tell them", sees="Not now"),
        Passing(8 * _DAY),
        *_ASKED,
        types("Lee", "/my-skills", sees="Delete"),
        presses("Lee", "Delete", sees="for good"),
        presses("Lee", "Delete for good", sees="deleted"),
        Passing(2),
        types("Kim", "/inbox", sees="Open"),
        presses("Kim", "Open", sees="not in the Directory any more"),
        Passing(8 * _DAY),
        types("Kim", "/inbox", sees="Ask for support"),
    ),
)

REPORTED = Flow(
    name="asked of one person who reports it, reported by both, blocked, and appealed against",
    listed=_LISTED,
    runs=frozenset({"support-report", "support-block", "support-block-confirm", "support-appeal", "support-look"}),
    steps=(
        *_ASKED,
        *_OPENED,
        presses("Lee", "Report what they wrote", sees="text"),
        submits("Lee", text="This is not about my skills.", sees="Thank you"),
        types("Lee", "/inbox", sees="Open"),
        presses("Lee", "Open", sees="Accept"),
        presses("Lee", "Accept", sees="Write"),
        presses("Lee", "Write", sees="text"),
        submits("Lee", text="Tell me who you are, or else.", sees="or else"),
        Passing(2),
        *_TO_IT,
        presses("Kim", "Report what they wrote", sees="text"),
        submits("Kim", text="That is a threat.", sees="Thank you"),
        Passing(25),
        types("Fay", "/support-desk", sees="Look"),
        presses("Fay", "Look", sees="That is a threat."),
        presses("Fay", "Block who wrote it", sees="days"),
        submits("Fay", days="7", reason="To let this rest.", sees="second facilitator"),
        types("Fin", "/support-desk", sees="Look"),
        presses("Fin", "Look", sees="Agree"),
        presses("Fin", "Agree", sees="blocked"),
        Passing(2),
        hears_alone("Kim", "something new for you"),
        types("Kim", "/find-skill grant writing", sees="Ask without my name"),
        presses("Kim", "Ask without my name", sees="Appeal without my name"),
        presses("Kim", "Appeal without my name", sees="text"),
        submits("Kim", text="I only asked.", sees="Thank you"),
        Trouble("killed"),
        Passing(25),
        types("Fay", "/support-desk", sees="Look"),
        presses("Fay", "Look", sees="I only asked."),
        presses("Fay", "Lift it", sees="lifted"),
        Passing(100 * _DAY),
    ),
)

UNNAMED = (TALKED, UNANSWERED, REPORTED)

_SAYING = (
    *_TO_IT,
    presses("Kim", "Say who I am", sees="Lee Lister will see your name"),
    presses("Kim", "Stay unnamed", sees="Your request to Lee Lister"),
    presses("Kim", "Say who I am", sees="Lee Lister will see your name"),
)
_SAID = (presses("Kim", "Yes, say who I am"), Passing(5))
_BY_NAME = (
    types("Kim", "/find-skill NVivo", sees="Ask for an introduction"),
    presses("Kim", "Ask for an introduction", sees="reason"),
    submits("Kim", reason=_WORDS, sees="I have asked Lee Lister"),
    Passing(5),
    hears_alone("Lee", "would like to be introduced"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Somebody says who they are: what comes `before`, when nobody knows it; `after`; and the same all `by_name`."""

    name: str
    before: Sequence[Step]
    after: Sequence[Step]
    by_name: Sequence[Step]
    listed: Mapping[str, Sequence[str]] = field(default_factory=lambda: _LISTED)


SAID = (
    Said(
        name="accepted",
        before=(*_ASKED, *_OPENED, presses("Lee", "Accept", sees="Write"), Passing(2), *_SAYING),
        after=_SAID,
        by_name=(*_BY_NAME, presses("Lee", "Accept", sees="Thank you"), Passing(5)),
    ),
    Said(
        name="not answered yet",
        before=(*_ASKED, *_SAYING),
        after=(*_SAID, hears_alone("Lee", "would like to be introduced")),
        by_name=_BY_NAME,
    ),
)
