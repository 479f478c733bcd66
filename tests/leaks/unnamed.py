"""What people do without their names, from end to end, and what goes wrong meanwhile."""

from tests.leaks.acts import Flow, Passing, Trouble, hears, hears_alone, presses, submits, types

WHISPERED = Flow(
    name="whispered, in a channel, while everything fails once",
    runs=frozenset({"whisper", "whisper-answer", "whispers", "whisper-fail", "whisper-close"}),
    unnamed=("Kim", "Robin"),
    steps=(
        Trouble("answers are lost"),
        types("Kim", "/whisper", sees="words"),
        submits("Kim", words="I failed at something today.", sees="posted in a moment"),
        Trouble("posts are lost"),
        Passing(1),
        Trouble("posts fail"),
        hears("Robin", "I failed at something"),
        presses("Robin", "Answer without my name"),
        Trouble("answers fail"),
        submits("Robin", words="So did I.", sees="Thank you"),
        Passing(2),
        hears_alone("Kim", "something new for you"),
        types("Kim", "/whispers", sees="So did I."),
        presses("Kim", "Fail at it", sees="went wrong"),
        Trouble("store breaks"),
        types("Kim", "/whispers", sees="went wrong"),
        Trouble("store mends"),
        Trouble("killed"),
        types("Kim", "/whispers", sees="So did I."),
        presses("Kim", "Close it", sees="closed"),
        Passing(5),
    ),
)

WHISPERED_ALONE = Flow(
    name="whispered to the bot alone, by somebody who left",
    runs=frozenset({"whisper", "whisper-answer"}),
    unnamed=("Kim", "Robin"),
    alone=True,
    steps=(
        types("Kim", "/whisper", sees="words"),
        submits("Kim", words="I failed at something today.", sees="posted in a moment"),
        Passing(1),
        hears("Robin", "I failed at something"),
        presses("Robin", "Answer without my name"),
        Trouble("Kim leaves"),
        submits("Robin", words="So did I.", sees="Thank you"),
        Passing(2),
        Trouble("channel is archived"),
        hears("Robin", "I failed at something"),
        presses("Robin", "Answer without my name"),
        submits("Robin", words="And I.", sees="Thank you"),
        Passing(5),
    ),
)

FLOWS = (WHISPERED, WHISPERED_ALONE)
