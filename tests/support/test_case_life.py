"""The life of cases, whatever is pressed by whom and in whichever order: nobody learns who asked.

Kim asks, and everybody opens what they can open and presses what they find there. Time passes, processes are started
anew, and the channel cannot be reached for a while.
"""

import asyncio
import logging
import re
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.chat.requests import Account, Actor, Role
from bot.chat.views import Button, Reply, plain
from bot.support.model import PUBLIC, Standing
from bot.support.posts import entry_blocks, post_blocks
from bot.support.vault import Shredded
from tests.support.house import ARCHIVED, CHANNEL, House, person

KIM = Actor(Account("slack", "T1", "U0KIMCANARY"), "Kimberley Canary")
LEE, ROBIN = person("Lee"), person("Robin")
FAY, FIN = (person(name, "slack", Role.FACILITATOR) for name in ("Fay", "Fin"))
PEOPLE = {actor.name: actor for actor in (KIM, LEE, ROBIN, FAY, FIN)}
# Saying who one is, at one's own wish, is the one thing that tells.
TELLING = frozenset({"support-introduce"})
CANARY = re.compile(r"canary|kimberley", re.IGNORECASE)
# Cases that are there at once, so that there is more than one and they are met again.
MOST = 2
# What else can be opened from everywhere, and leads away from cases.
ASIDE = frozenset({"peer-support", "support-not-safe", "rota", "inbox", "inbox-page"})
paths = st.lists(st.integers(0, 20), max_size=4)
facilitators = st.sampled_from(["Fay", "Fin"])
people = st.sampled_from(sorted(PEOPLE))


class Listener(logging.Handler):
    """Keeps all that is logged, with every fact."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self.heard.append(f"{vars(record)!r} {trace}")


class CaseLife(RuleBasedStateMachine):
    """People in front of the whole bot; what each saw last is where they go on."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.log = Listener()
        logging.getLogger("bot").addHandler(self.log)
        self.written = 0
        self.told: list[tuple[str, str]] = []
        self.cases: set[str] = set()

    def teardown(self) -> None:
        logging.getLogger("bot").removeHandler(self.log)
        self.runner.close()

    def run(self, doing: Any) -> Any:
        return self.runner.run(doing)

    @initialize(review=st.booleans())
    def open_the_house(self, review: bool) -> None:
        holders = {Role.FACILITATOR: [str(one.account) for one in (FAY, FIN)]}
        self.review = review
        # One request is there from the beginning, so that there is something to answer.
        first = House(roles=holders)
        self.run(first.post(KIM, text="word0."))
        self.house = House(beside=first, review=review, roles=holders, daily=50, hourly=500)
        self.holders = holders
        self.before: dict[str, Reply] = {}

    # What happens --------------------------------------------------------------------

    @rule(path=paths)
    def kim_asks(self, path: list[int]) -> None:
        if len(self.run(self.house.cases())) < MOST:
            self.call(KIM.name, "peer-support")
            self.goes_on(KIM.name, path)

    @rule(label=st.sampled_from(["Send", "Post now", "Send to the facilitators"]))
    def kim_asks_and_sends(self, label: str) -> None:
        self.kim_asks([])
        found = [button for button in self.seen_by(KIM.name) if button.label == label]
        if found:
            self.press(KIM.name, found[0])

    @rule(who=people, path=paths)
    def somebody_opens_their_inbox(self, who: str, path: list[int]) -> None:
        self.call(who, "inbox")
        self.opens_a_case(who, path)

    @rule(who=facilitators, path=paths)
    def a_facilitator_opens_the_desk(self, who: str, path: list[int]) -> None:
        self.call(who, "support-desk")
        self.opens_a_case(who, path)

    @rule(who=people, which=st.integers(0, 20), path=paths)
    def somebody_presses_what_is_posted(self, who: str, which: int, path: list[int]) -> None:
        posts = [blocks for case in self.run(self.house.cases()) for blocks in self.posted(case)]
        buttons = [button for blocks in posts for button in self.house.buttons(blocks)]
        if buttons:
            self.press(who, buttons[which % len(buttons)])
            self.goes_on(who, path)

    @rule(who=people, path=paths)
    def somebody_goes_on(self, who: str, path: list[int]) -> None:
        self.goes_on(who, path)

    @rule(minutes=st.sampled_from([1, 30, 60 * 24, 60 * 24 * 8, 60 * 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.house.clock.move(minutes * 60)
        self.run(self.house.settle())

    @rule()
    def the_process_starts_anew(self) -> None:
        self.house = House(beside=self.house, review=self.review, roles=self.holders, daily=50, hourly=500)

    @rule()
    def the_channel_comes_and_goes(self) -> None:
        closed = self.house.slack.closed
        if closed.pop(CHANNEL, None) is None:
            closed[CHANNEL] = ARCHIVED

    # What has to hold ----------------------------------------------------------------

    @precondition(lambda self: hasattr(self, "house"))
    @invariant()
    def nobody_but_the_author_can_tell(self) -> None:
        read = [text for who, text in self.told if who != KIM.name]
        heard = [text for where, _, text in self.house.slack.history if KIM.account.user not in where.people]
        rows = map(repr, self.run(self.rows()))
        found = [text for text in (*read, *heard, *rows, *self.log.heard) if CANARY.search(text)]
        assert found == []
        self.told.clear()

    @precondition(lambda self: hasattr(self, "house"))
    @invariant()
    def what_is_not_said_stands_nowhere_and_what_is_said_stands_once(self) -> None:
        standing = Counter(word for text in self.house.public() for word in re.findall(r"word\d+\.", text))
        assert all(times == 1 for times in standing.values())
        for case in self.run(self.house.cases()):
            unsaid = [one for one in case.entries if one.standing in {Standing.DRAFT, Standing.HELD, Standing.WAITING}]
            assert all(one.text not in standing for one in unsaid if one.kind in PUBLIC)

    @precondition(lambda self: hasattr(self, "house"))
    @invariant()
    def what_is_gone_cannot_be_opened(self) -> None:
        there = {case.id for case in self.run(self.house.stores.cases.all())}
        for case_id in self.cases - there:
            try:
                self.run(self.house.stores.vault.lock(case_id))
            except Shredded:
                continue
            raise AssertionError("a key outlived its case")
        self.cases |= there

    # ---------------------------------------------------------------------------------

    def posted(self, case: Any) -> list[Any]:
        said = [one for one in case.entries[1:] if one.standing is Standing.SAID and one.kind in PUBLIC]
        return [post_blocks(case), *(entry_blocks(case, one) for one in said)] if case.posted else []

    def seen_by(self, who: str) -> list[Button]:
        return self.house.buttons(self.before[who].blocks) if who in self.before else []

    def opens_a_case(self, who: str, path: list[int]) -> None:
        cases = [one for one in self.seen_by(who) if one.call.command in {"inbox-case", "support-look"}]
        if cases:
            self.press(who, cases[sum(path) % len(cases)])
        self.goes_on(who, path)

    def goes_on(self, who: str, path: list[int]) -> None:
        for which in path:
            buttons = [button for button in self.seen_by(who) if button.call.command not in ASIDE]
            if buttons:
                self.press(who, buttons[which % len(buttons)])

    def press(self, who: str, button: Button) -> None:
        if button.call.command not in TELLING:
            self.call(who, str(button.call))

    def call(self, who: str, call: str) -> None:
        actor = PEOPLE[who]
        form = self.run(self.house.form(call, actor))
        answers = {}
        for option in form.options if form else ():
            if option.choices:
                answers[option.name] = option.choices[0].value
            elif option.required:
                self.written += 1
                answers[option.name] = f"word{self.written}."
        text = self.run(self.house.do(str(form.call) if form else call, actor, **answers))
        assert "Something went wrong" not in text, self.log.heard[-1:]
        self.before[who] = self.house.reply
        self.told.append((who, f"{text} {plain(self.house.seen)} {self.house.reply!r}"))
        self.run(self.house.settle())

    async def rows(self) -> list[object]:
        stores = self.house.stores
        every = [one for case in self.cases for one in await stores.outbox.about(case, f"{case}/nudges")]
        return [*await stores.cases.all(), *await stores.cases.blocked(self.house.clock.now()), *every]


TestCaseLife = CaseLife.TestCase
TestCaseLife.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
