"""A made-up network to try the chat with; every name is invented."""

from adapters.web.model import WebChannel, WebPerson, WebTry
from bot.chat.calls import call
from bot.chat.requests import Account, Role
from bot.chat.views import Actions, Button, Code, Heading, Note, Strong, Tone, say


def _person(user: str, name: str, title: str, *roles: Role) -> WebPerson:
    return WebPerson(Account("web", "demo", user), name, title, frozenset(roles))


DEMO_PEOPLE = (
    _person("marigold", "Marigold Penhallow", "Member · community nurse"),
    _person("tobias", "Tobias Quillfeather", "Facilitator · peer support", Role.FACILITATOR),
    _person("zuleika", "Zuleika Brightwater", "Organiser · keeps the calendar", Role.ORGANISER),
    _person("fenn", "Fenn Okonjo-Larkspur", "Newcomer · MSc student"),
    _person("darius", "Darius Kowalczyk", "Member · data analyst"),
    _person("niamh", "Niamh Ní Dhálaigh", "Member · PhD student"),
    _person("delroy", "Delroy Campbell-Grant", "Member · community health champion"),
    _person("aoife", "Aoife McGettigan", "Facilitator · clinical psychologist", Role.FACILITATOR),
)

# Members of the made-up network who read along in every channel, and whom nobody plays.
DEMO_OTHERS = 33

DEMO_CHANNELS = (
    WebChannel(
        "general",
        "Everything that concerns all of us",
        (
            say(
                Heading("Welcome to the network"),
                "I help members find one another. Type ",
                Code("/find-skill"),
                " and what you would like help with, such as ",
                Strong("NVivo"),
                ", ",
                Strong("co-production"),
                " or ",
                Strong("writing a grant"),
                ".",
                Actions(
                    (
                        Button("Find somebody with a skill", call("find-skill")),
                        Button("See what I can do", call("hirg")),
                    )
                ),
                Note(("What I answer, only you see. What you post without a slash, everybody here sees.",)),
            ),
        ),
    ),
    WebChannel(
        "meetings",
        "When and where we meet, every other month",
        (
            say(
                "Type ",
                Code("/meetings"),
                " to see what is coming and to say whether you come. Looking for a speaker, or somebody to share a "
                "slot with? Try ",
                Code("/find-skill presentations"),
                " and I will show you who can help.",
            ),
        ),
    ),
    WebChannel(
        "peer-support",
        "Peer support and reflective practice. Be kind; what is said here stays here",
        (
            say(
                Heading("A quiet place to think together"),
                "Ask for support here, and nobody learns who asked; answer with your name, or without. "
                "What I answer, only you see.",
                Actions(
                    (
                        Button("Ask without your name", call("peer-support"), Tone.PRIMARY),
                        Button("Open my inbox", call("inbox")),
                        Button("Who can see what", call("privacy")),
                        Button("I’m not safe", call("support-not-safe"), Tone.DANGER),
                    )
                ),
                Note(("Nobody watches this chat. In danger, call 999; Samaritans listen on 116 123, day and night.",)),
            ),
        ),
    ),
    WebChannel(
        "reflective-practice",
        "Reflective sessions: think together about what happened, without names",
        (
            say(
                Heading("Where we reflect together"),
                "Facilitators open sessions here; “Join” stands under each. Tobias and Aoife are facilitators.",
                Actions(
                    (
                        Button("Open a session", call("session-open")),
                        Button("What is going on", call("sessions"), Tone.PRIMARY),
                        Button("Who can see what", call("privacy")),
                    )
                ),
            ),
        ),
    ),
    WebChannel(
        "workshops",
        "Career development workshops: what to learn next, and from whom",
        (
            say(
                "Want to learn something, or to teach it? Ask in your own words: ",
                Code("/find-skill can anyone teach me R"),
                ".",
            ),
        ),
    ),
)

DEMO_TRIES = (
    WebTry("Find people who know NVivo", "/find-skill nvivo"),
    WebTry("Misspell it; that is fine", "/find-skill thematic anlysis"),
    WebTry("Ask only in the community", "/find-skill co-production setting:community"),
    WebTry("Ask for support without your name", "/peer-support"),
    WebTry("See your own entry", "/my-skills"),
    WebTry("See what we meet about next", "/meetings"),
    WebTry("See what the network can do", "/skills-map"),
    WebTry("See everything I can do", "/hirg"),
)
