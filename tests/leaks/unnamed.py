"""What people do without their names, from end to end, and what goes wrong meanwhile."""

from tests.leaks.acts import Flow, Passing, Trouble, hears, hears_alone, presses, submits, types

_DAY = 24 * 60.0
_ASKED = (
    types("Kim", "/peer-support", sees="needs"),
    submits("Kim", text="I failed at something today.", needs="heard", nudge="yes", sees="before anybody sees it"),
)

ANSWERED = Flow(
    name="asked, answered, talked about and closed, while everything fails once",
    unnamed=("Kim", "Robin"),
    runs=frozenset({
        "peer-support", "support-edit", "support-send", "support-take-back", "support-answer", "support-reply",
        "support-offer", "support-offer-unnamed", "support-accept", "support-write", "support-end-talk", "support-note",
        "support-close", "inbox", "inbox-case", "inbox-talk", "support-draft",
    }),
    steps=(
        Trouble("answers are lost"),
        *_ASKED,
        presses("Kim", "Change my words", sees="text"),
        submits("Kim", text="I failed at something on the ward today.", sees="on the ward"),
        presses("Kim", "Send", sees="Take it back"),
        presses("Kim", "Take it back", sees="before anybody sees it"),
        presses("Kim", "Send", sees="Take it back"),
        Trouble("posts are lost"),
        Passing(25),
        hears("Robin", "asks for support", sees="on the ward"),
        Trouble("answers fail"),
        presses("Robin", "Answer without my name", sees="text"),
        submits("Robin", text="So did I, and it passed.", nudge="yes", sees="before anybody sees it"),
        Trouble("posts fail"),
        presses("Robin", "Post now"),
        Passing(2),
        hears_alone("Kim", "something new for you"),
        presses("Kim", "Open my inbox", sees="Open"),
        presses("Kim", "Open", sees="So did I"),
        presses("Kim", "Reply as the author", sees="text"),
        submits("Kim", text="Thank you, that helps.", sees="before anybody sees it"),
        Trouble("killed"),
        types("Kim", "/inbox", sees="Open"),
        presses("Kim", "Open", sees="Look at it"),
        presses("Kim", "Look at it", sees="before anybody sees it"),
        presses("Kim", "Post now"),
    ),
)  # fmt: skip

FLOWS = (ANSWERED,)
