"""The life of sessions, whatever is pressed by whom and in whichever order, on two platforms at once.

Fay leads; Ann, Ben and Cat take part, Dot may, Bob is blocked, and Fin leads others. Time passes, processes are started
anew, platforms come and go, and answers are lost.
"""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.chat.calls import Call
from bot.chat.requests import Role
from bot.chat.views import Button, Reply, calls, plain
from bot.delivery.model import State, Unknown
from bot.reflection.contributions import FEWEST, FEWEST_AUTHORS, Contribution, Standing
from bot.reflection.formats import Showing, Speaker
from bot.reflection.model import Keeping, Session, Stage
from bot.support.vault import Shredded
from config.formats import load_formats
from tests.contract.reading import controls_in
from tests.reflection.forum import Forum, person
from tests.support.test_case_life import Listener

FAY, FIN = person("Fay", Role.FACILITATOR), person("Fin", Role.FACILITATOR)
ANN, BEN, CAT = person("Ann"), person("Ben", platform="discord"), person("Cat")
DOT, BOB = person("Dot", platform="discord"), person("Bob")
PEOPLE = {actor.name[:3]: actor for actor in (FAY, FIN, ANN, BEN, CAT, DOT, BOB)}
MEMBERS, WRITERS = ("Ann", "Ben", "Cat", "Dot", "Bob"), ("Ann", "Ben", "Cat")
CANARY = re.compile("canary", re.IGNORECASE)
WORD = re.compile(r"word\d+\.")
# A number below five, told of what people did.
TOLD = re.compile(
    r"\b[0-4] (?:contribution|people|person|repl|word|of them)|"
    r"(?:contributions|taking part|resonates(?: with)?|agreed?)[ :\n(]+[0-4]\b",
    re.IGNORECASE,
)
# What is always enough says nothing of how many there are.
RULE = f"{FEWEST} contributions from {FEWEST_AUTHORS} people"
MOVES = ("session-begin", "session-next", "session-reveal", "session-extend", "session-pause", "session-go-on")
OWN = ("session-withdraw", "session-resonate", "session-agree", "session-pass", "session-mine", "session-read")
FORMATS = tuple(one.key for one in load_formats() if one.phases)
people, members = st.sampled_from(sorted(PEOPLE)), st.sampled_from(MEMBERS)
# Mostly as it is just now, sometimes as it was before.
back = st.sampled_from([0, 0, 0, 1])
which = st.integers(0, 50)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What somebody was told is kept."""

    who: str
    session: str
    text: str


class SessionLife(RuleBasedStateMachine):
    """People in front of the whole bot, and what they were promised."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.log = Listener()
        logging.getLogger("bot").addHandler(self.log)
        self.forum = Forum()
        self.before: dict[str, Reply] = {}
        self.told: list[tuple[str, str]] = []
        self.written = 0
        self.accepted: dict[str, Accepted] = {}
        self.withdrew: set[tuple[str, str]] = set()
        self.moderated: set[str] = set()
        self.agreed: set[tuple[str, int, str]] = set()
        self.revealed: set[tuple[str, int]] = set()
        self.leading = False
        self.known: dict[str, Session] = {}
        self.down = timedelta()
        self.named, self.listens, self.current = False, "no", ""
        self.opened = Call("session-open", {})

    def teardown(self) -> None:
        logging.getLogger("bot").removeHandler(self.log)
        self.runner.close()

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(doing)

    # What happens --------------------------------------------------------------------

    @initialize(
        key=st.sampled_from(FORMATS),
        pace=st.sampled_from(["0", "0", "3"]),
        details=st.sampled_from(["", "", "names", Keeping.SUMMARY, Keeping.EVERYTHING]),
        listens=st.sampled_from(["yes", "no"]),
    )
    def fay_opens_a_session(self, key: str, pace: str, details: str, listens: str) -> None:
        self.run(self.forum.block(BOB))
        self.named, self.listens = details == "names", listens
        self.opened = Call("session-open", {"format": key, "topic": "A hard week", "pace": pace, "details": details})
        self.fay_begins_one()

    def fay_begins_one(self) -> None:
        """Open a session, let all writers join it, find who brings something, and begin."""
        known = {one.id for one in self.run(self.forum.sessions())}
        self.asks("Fay", self.opened)
        self.current = next(one.id for one in self.run(self.forum.sessions()) if one.id not in known)
        self.calls("Fay", "session-announce")
        for who in WRITERS:
            self.calls(who, "session-join-by-name" if self.named else "session-join", tell=self.listens)
        for part, who in zip(self.session.format.presenters, WRITERS, strict=False):
            self.calls(who, "session-bring", part=part)
        self.calls("Fay", "session-begin")
        assert self.session.stage is Stage.RUNNING

    @precondition(lambda self: self.session.stage is Stage.CLOSED)
    @rule()
    def fay_begins_another(self) -> None:
        self.fay_begins_one()

    @precondition(lambda self: self.session.stage is Stage.CLOSED)
    @rule(rounds=st.integers(1, 2))
    def fay_begins_another_and_all_write(self, rounds: int) -> None:
        self.fay_begins_one()
        self.all_write(rounds)

    @rule(command=st.sampled_from(MOVES), who=st.sampled_from(["Fay", "Fay", "Fay", "Fin", "Ann"]), ago=back)
    def somebody_moves_it(self, command: str, who: str, ago: int) -> None:
        sure = {"sure": "yes"} if command == "session-reveal" else {}
        self.calls(who, command, phase=max(self.session.phase - ago, 0), **sure)

    @rule()
    def fay_looks_through_it_and_ends_the_writing(self) -> None:
        phase = max(self.session.phase, 0)
        self.calls("Fay", "session-items", phase=phase)
        self.calls("Fay", "session-shut", phase=phase, sure="yes")

    @rule(who=st.sampled_from(["Fin", "Ann", "Bob", "Ben", "Fay"]), gently=st.booleans())
    def somebody_ends_it(self, who: str, gently: bool) -> None:
        command = "session-close-gently" if gently else "session-close"
        self.calls(who, command)
        # Asked whether they are sure, they are.
        if sure := [one for one in calls(self.before[who].blocks) if one.command == command]:
            self.asks(who, sure[0])

    @rule(rounds=st.integers(1, 2))
    def all_write(self, rounds: int) -> None:
        for who in WRITERS * rounds:
            self.calls(who, "session-contribute", phase=self.session.phase, text=self.words("?"))

    @rule(rounds=st.integers(1, 2), reveal=st.booleans())
    def all_write_and_go_on(self, rounds: int, reveal: bool) -> None:
        self.all_write(rounds)
        here = self.session.phase
        if reveal:
            self.calls("Fay", "session-reveal", phase=here, sure="yes")
        self.calls("Fay", "session-next", phase=here)

    @rule()
    def all_write_and_fay_ends_it(self) -> None:
        """Go straight to the check-out, and close it with words that were left there."""
        for phase in range(max(self.session.phase, 0), len(self.session.format.phases)):
            self.calls("Fay", "session-next", phase=phase)
        self.all_write(2)
        self.somebody_ends_it("Fay", gently=False)

    @rule()
    def all_agree(self) -> None:
        for who in WRITERS:
            self.calls(who, "session-agree", phase=self.session.phase)

    @rule(who=members, ago=back, end=st.sampled_from(["", "?"]))
    def somebody_writes(self, who: str, ago: int, end: str) -> None:
        self.calls(who, "session-contribute", phase=max(self.session.phase - ago, 0), text=self.words(end))

    @rule(who=members, at=which, end=st.sampled_from(["", "?"]))
    def somebody_replies(self, who: str, at: int, end: str) -> None:
        if shown := [one.papers[at % len(one.papers)] for one in self.session.sayings if one.papers]:
            self.calls(who, "session-reply", saying=0, to=shown[at % len(shown)], text=self.words(end))

    @rule(who=people, command=st.sampled_from(["session-hold", "session-let-through", "session-remove"]), at=which)
    def somebody_moderates(self, who: str, command: str, at: int) -> None:
        self.calls(who, command, paper=self.paper(at))

    @rule(who=members, command=st.sampled_from(OWN), at=which)
    def somebody_presses(self, who: str, command: str, at: int) -> None:
        self.calls(who, command, paper=self.paper(at), phase=max(self.session.phase, 0))

    @rule(who=members, words=st.sampled_from(["keep", "back"]), comes_back=st.booleans())
    def somebody_leaves(self, who: str, words: str, comes_back: bool) -> None:
        before = self.taking_part()
        self.calls(who, "session-leave", words=words)
        assert self.taking_part() == before
        if comes_back:
            self.calls(who, "session-join-by-name" if self.named else "session-join", tell=self.listens)

    @rule(who=people, command=which, at=which)
    def somebody_does_anything(self, who: str, command: int, at: int) -> None:
        declared = sorted(one.name for one in self.forum.bot.catalog if one.name.startswith("session"))
        self.calls(who, declared[command % len(declared)], paper=self.paper(at), phase=at % 7, saying=at % 9)

    @rule(who=people, at=which, button=which)
    def somebody_presses_what_stands(self, who: str, at: int, button: int) -> None:
        standing = [blocks for wall in self.forum.walls.values() for _, blocks in wall.standing.values()]
        if standing:
            buttons = calls(standing[at % len(standing)])
            if buttons:
                self.asks(who, buttons[button % len(buttons)])

    @rule(who=people, path=st.lists(which, max_size=3))
    def somebody_looks_and_goes_on(self, who: str, path: Sequence[int]) -> None:
        self.asks(who, Call("sessions", {}))
        for step in path:
            if buttons := _buttons(self.before[who]):
                self.asks(who, buttons[step % len(buttons)].call)

    @rule(
        pressed=st.lists(
            st.tuples(
                st.sampled_from(["Fay", "Fay", "Ann", "Ben"]),
                st.sampled_from([*MOVES, "session-close", "session-contribute"]),
            ),
            min_size=2,
            max_size=4,
        )
    )
    def several_press_at_once(self, pressed: Sequence[tuple[str, str]]) -> None:
        phase = max(self.session.phase, 0)
        asked = [
            (who, self.filled_in(who, command, phase=phase, text=self.words("?"), saying=0, sure="yes"))
            for who, command in pressed
        ]

        async def all_at_once() -> list[Reply]:
            return await asyncio.gather(*(self.forum.ask(call, PEOPLE[who]) for who, call in asked))

        for (who, call), reply in zip(asked, self.run(all_at_once()), strict=True):
            self.note(who, call, reply)
        self.settle()

    @rule(
        time=st.sampled_from([{"minutes": 2}, {"minutes": 20}, {"hours": 5}, {"days": 1}, {"days": 8}, {"days": 100}])
    )
    def time_passes(self, time: Mapping[str, int]) -> None:
        passing = timedelta(**time)
        if self.is_down:
            passing = min(passing, timedelta(hours=3))
        self.takes(self.forum.wait(passing))
        self.settle()

    @precondition(lambda self: self.session.stage is Stage.CLOSED)
    @rule()
    def it_is_forgotten(self) -> None:
        self.all_are_there_again()
        self.run(self.forum.wait(timedelta(days=9)))

    @rule()
    def the_process_starts_anew(self) -> None:
        self.forum.restart()

    @rule(name=st.sampled_from(["slack", "discord"]))
    def a_platform_goes(self, name: str) -> None:
        self.forum.walls[name].down = True

    @rule()
    def all_are_there_again(self) -> None:
        for wall in self.forum.walls.values():
            wall.down = False
        self.down = timedelta()
        self.settle()

    @rule(name=st.sampled_from(["slack", "discord"]), taken=st.booleans())
    def an_answer_will_be_lost(self, name: str, taken: bool) -> None:
        wall = self.forum.walls[name]
        wall.takes_first = taken
        wall.faults[:] = [Unknown()]

    # What has to hold ----------------------------------------------------------------

    @precondition(lambda self: self.known)
    @invariant()
    def everything_holds(self) -> None:
        there = {one.id: one for one in self.run(self.forum.sessions())}
        for session in there.values():
            self.everything_is_kept(session)
            self.nothing_comes_too_early(session)
            self.all_read_the_same(session)
        for session_id in self.known.keys() - there.keys():
            self.nothing_is_left(self.known[session_id])
        self.known.update(there)
        self.nobody_learns_too_much()
        assert not [said for said in self.log.heard if "'levelname': 'ERROR'" in said]

    def everything_is_kept(self, session: Session) -> None:
        """Nothing that somebody was told is kept is lost, but by themselves or a facilitator."""
        papers = self.papers(session)
        for paper_id, said in self.accepted.items():
            if said.session != session.id:
                continue
            one = papers[paper_id]
            match one.standing:
                case Standing.WITHDRAWN:
                    assert (said.who, paper_id) in self.withdrew
                    assert not one.text
                case Standing.HELD | Standing.REMOVED:
                    assert paper_id in self.moderated
                    assert one.text == said.text
                case Standing.THERE:
                    assert one.text == said.text
                    if self.is_shown(session, one):
                        assert paper_id in session.order(one.phase)

    def nothing_comes_too_early(self, session: Session) -> None:
        for phase, step in enumerate(session.steps):
            if not session.order(phase) or (session.id, phase) in self.revealed or step.shows is Showing.LIVE:
                continue
            self.revealed.add((session.id, phase))
            first = [one for one in self.papers(session).values() if one.id in session.order(phase)]
            authors = {self.accepted[one.id].who for one in first}
            assert self.leading
            assert (
                session.named
                or (len(first) >= FEWEST and len(authors) >= FEWEST_AUTHORS)
                or all((session.id, phase, who) in self.agreed for who in authors)
            )

    def all_read_the_same(self, session: Session) -> None:
        """What stands in a channel stands there once, in order, and the same in every channel."""
        papers = self.papers(session)
        readable = {
            one.text for one in papers.values() if one.standing is Standing.THERE and self.is_shown(session, one)
        }
        seen = [self.forum.seen(session, place) for place in range(len(session.places))]
        for place, standing in zip(session.places, seen, strict=True):
            numbers = [int(place.posted(number)) for number in sorted(standing)]
            assert numbers == sorted(numbers)
        up = not self.is_down
        for wall in self.forum.walls.values():
            words = Counter(word for _, blocks in wall.standing.values() for word in self.words_in(plain(blocks)))
            assert all(times == 1 for times in words.values())
            if up:
                theirs = {WORD.findall(text)[0] for text in readable}
                mine = {WORD.findall(one.text)[0] for one in self.accepted.values() if one.session == session.id}
                assert words.keys() & mine <= theirs
                if session.stage is not Stage.CLOSED or not session.gently:
                    assert theirs <= words.keys()
        if up:
            first, second = ({number: plain(blocks) for number, blocks in one.items()} for one in seen)
            assert all(first[number] == second[number] for number in first.keys() & second.keys())

    def nothing_is_left(self, session: Session) -> None:
        """Nothing of what was forgotten can be opened, or read anywhere."""
        assert self.run(self.forum.stores.papers.of(session.id)) == []
        try:
            self.run(self.forum.stores.vault.lock(session.id))
        except Shredded:
            pass
        else:
            raise AssertionError("a key outlived its session")
        if session.keeps is Keeping.EVERYTHING or self.is_down:
            return
        theirs = {WORD.findall(one.text)[0] for one in self.accepted.values() if one.session == session.id}
        for wall in self.forum.walls.values():
            assert not any(theirs & set(self.words_in(plain(blocks))) for _, blocks in wall.standing.values())

    def nobody_learns_too_much(self) -> None:
        public = [text for wall in self.forum.walls.values() for to, _, text in wall.history if not to.people]
        said = (text.replace(RULE, "") for text in (*public, *(text for _, text in self.told)))
        assert not [text for text in said if TOLD.search(text)]
        rows = self.run(self.forum.stores.outbox.show(frozenset(_STATES), most=10_000))
        kept = [repr(row) for row in rows if FAY.account.user not in row.to.channel]
        assert not [text for text in (*kept, *self.log.heard) if WORD.search(text)]
        if not self.named:
            others = [text for who, text in self.told if who in ("Fay", "Fin")]
            assert not [text for text in (*public, *others, *kept, *self.log.heard) if CANARY.search(text)]
        self.told.clear()

    # ---------------------------------------------------------------------------------

    @property
    def session(self) -> Session:
        """The session that was begun last, as it is now, or as it was known last when it is forgotten."""
        there = {one.id: one for one in self.run(self.forum.sessions())}
        return there.get(self.current) or replace(self.known[self.current], stage=Stage.CLOSED)

    def papers(self, session: Session) -> Mapping[str, Contribution]:
        return {one.id: one for one in self.run(self.forum.book.contributions(session.id))}

    def is_shown(self, session: Session, one: Contribution) -> bool:
        live = session.steps[one.phase].shows is Showing.LIVE
        return live or session.revealed(one.phase) or bool(one.answers)

    def words_in(self, text: str) -> list[str]:
        mine = {WORD.findall(one.text)[0] for one in self.accepted.values()}
        return [word for word in WORD.findall(text) if word in mine]

    def taking_part(self) -> str:
        """Read how many take part, as whoever leads is told."""
        reply = self.run(self.forum.ask(Call("session-panel", {"session": self.current}), FAY))
        return next((line for line in plain(reply.blocks).splitlines() if line.startswith("Taking part")), "")

    def paper(self, at: int) -> str:
        known = sorted(self.accepted)
        return known[at % len(known)] if known else "0" * 16

    def words(self, end: str) -> str:
        self.written += 1
        return f"word{self.written}. Is it so{end}"

    def calls(self, who: str, command: str, **args: object) -> None:
        self.asks(who, self.filled_in(who, command, **args))

    def filled_in(self, who: str, command: str, **args: object) -> Call:
        """Press a button of the session, which carries what it carries; and fill in the form it opens."""
        declared = self.forum.bot.catalog[command]
        known = {"session": self.session.id, **{name: str(value) for name, value in args.items()}}
        usual = {"part": Speaker.PRESENTER, "paper": "0" * 16, "phase": "0", "saying": "0"}
        carried = {
            option.name: known.get(option.name, usual.get(option.name, ""))
            for option in declared.options
            if option.carried and (option.name in known or option.required)
        }
        given = {option.name: known[option.name] for option in declared.options if option.name in known}
        return self.form(who, Call(command, {**carried, **given}))

    def form(self, who: str, call: Call) -> Call:
        """Fill in the form that a call opens, if it does."""
        form = self.run(self.forum.form(call, PEOPLE[who]))
        if form is None:
            return call
        answers = {}
        for option in form.options:
            if option.name in form.values:
                answers[option.name] = form.values[option.name]
            elif option.choices:
                answers[option.name] = option.choices[0].value
            elif option.required:
                answers[option.name] = self.words("?")
        return form.call.with_args(answers)

    def asks(self, who: str, call: Call) -> None:
        asked = self.form(who, call)
        before = self.known and {one.id: one for one in self.run(self.forum.sessions())}
        self.leading = False
        reply = self.run(self.forum.ask(asked, PEOPLE[who]))
        self.check_turn(who, asked, reply, before or {})
        self.note(who, asked, reply)
        self.settle()

    def check_turn(self, who: str, asked: Call, reply: Reply, before: Mapping[str, Session]) -> None:
        """Check that somebody did only what they may, as things were."""
        session = before.get(asked.args.get("session", ""))
        if session is None:
            return
        command = self.forum.bot.catalog[asked.command]
        if command.role is Role.FACILITATOR and str(PEOPLE[who].account) not in session.facilitators:
            assert session in self.run(self.forum.sessions())
        if asked.command not in {"session-contribute", "session-reply"} or not _kept(reply):
            return
        me = self.run(self.forum.book.participant(session.id, self.forum.request(asked, PEOPLE[who]).veil))
        assert me
        assert who != "Bob" or session.named
        assert session.current
        assert not session.paused
        assert _has_the_turn(session.current.who, session.part(me.mark))
        assert not session.current.questions or asked.args["text"].endswith("?")
        if asked.command == "session-contribute":
            assert int(asked.args["phase"]) == session.phase

    def note(self, who: str, asked: Call, reply: Reply) -> None:
        """Remember what somebody was told, and what they asked for."""
        text = plain(reply.blocks)
        assert "Something went wrong" not in text, self.log.heard[-1:]
        self.before[who] = reply
        self.told.append((who, f"{text} {reply!r}"))
        self.leading = self.leading or who == "Fay"
        session_id, paper = asked.args.get("session", ""), asked.args.get("paper", "")
        if asked.command in {"session-contribute", "session-reply"} and (kept := _kept(reply)):
            self.accepted[kept] = Accepted(who=who, session=session_id, text=asked.args["text"])
        if asked.command == "session-withdraw":
            self.withdrew.add((who, paper))
        if asked.command == "session-leave" and asked.args.get("words") == "back":
            own = (one for one, said in self.accepted.items() if (said.who, said.session) == (who, session_id))
            self.withdrew.update((who, one) for one in own)
        if asked.command in {"session-hold", "session-remove"} and who == "Fay":
            self.moderated.add(paper)
        if asked.command == "session-agree":
            self.agreed.add((session_id, int(asked.args["phase"]), who))
        self.known.update({one.id: one for one in self.run(self.forum.sessions())})

    @property
    def is_down(self) -> bool:
        return any(wall.down for wall in self.forum.walls.values())

    def settle(self) -> None:
        assert self.takes(self.forum.settle()) or self.is_down
        # What a platform misses for longer than a day is not said there any more.
        if self.down > _LONGEST_AWAY:
            self.all_are_there_again()

    def takes(self, doing: Coroutine[Any, Any, T]) -> T:
        """Do what takes time, and count for how long a platform was away meanwhile."""
        began = self.forum.clock.now()
        done = self.run(doing)
        if self.is_down:
            self.down += self.forum.clock.now() - began
        return done


def _kept(reply: Reply) -> str:
    """Return the id of what was kept, which its author may take back at once; empty when nothing was."""
    return next((one.args["paper"] for one in calls(reply.blocks) if one.command == "session-withdraw"), "")


def _has_the_turn(asked: Speaker, part: Speaker) -> bool:
    if asked is Speaker.OTHERS:
        return part is Speaker.EVERYONE
    return asked in {Speaker.EVERYONE, part}


def _buttons(reply: Reply) -> list[Button]:
    return [one for block in reply.blocks for one in controls_in(block) if isinstance(one, Button)]


_STATES = frozenset(State)
_LONGEST_AWAY = timedelta(hours=15)

TestSessionLife = SessionLife.TestCase
TestSessionLife.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
