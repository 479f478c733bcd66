"""The bot is ended and started again in every phase of a session: what people see of it goes on from what is kept."""

from pathlib import Path

from tests.journeys import sessions
from tests.journeys.program import Program
from tests.journeys.sessions import SHOWN, WHAT, WORDS, join, lead, members, opened, prompt, write
from tests.journeys.stage import CHANNEL


async def test_a_session_goes_on_after_a_restart_in_every_phase(tmp_path: Path) -> None:
    async with Program(tmp_path).running() as program:
        fay = await opened(program.stage)
        people = await members(program.stage, "Kim", "Robin", "Lee", on="slack")
        people |= await members(program.stage, "Noor", "Olu", "Fin", on="discord")
        kim, noor = people["Kim"], people["Noor"]
        await program.restart()
        await join(*people.values())
        await program.restart()
        await lead(fay, program.stage, sessions.BEGIN)
        await program.restart()
        for person, words in zip(people.values(), WHAT, strict=True):
            await write(person, prompt(0), words)

        # The clock of the phase runs out while nobody looks at it, and nothing is shown by that.
        await program.restart(minutes=20)
        await program.stage.advance(minutes=1)
        assert "is up" in (await fay.hears("The time for “What?”")).text
        assert await sessions.counts(kim, WHAT) == [0] * 6
        await lead(fay, program.stage, sessions.SHOW)
        await program.restart()
        for person in (kim, noor):
            assert await sessions.counts(person, WHAT) == [1] * 6
        assert "resonates with you" in (await sessions.resonate(noor, WHAT[0], WHAT)).text
        await program.stage.advance(minutes=1)
        assert "This resonates (fewer than 5)" in (await kim.hears(WHAT[0], CHANNEL)).buttons

        await lead(fay, program.stage, sessions.PAUSE)
        await program.restart(hours=1)
        assert sessions.CONTRIBUTE not in (await noor.hears(prompt(0), CHANNEL)).buttons
        await lead(fay, program.stage, sessions.GO_ON)
        for _ in range(3):
            await sessions.go_on(fay, program.stage)
            await program.restart()
        for person, word in zip(people.values(), (*WORDS, "grateful"), strict=True):
            await sessions.leave_word(person, word)
        await program.restart()
        await sessions.close(fay, program.stage)
        await program.restart()
        for person in (kim, noor):
            assert await sessions.counts(person, (*WHAT, *WORDS)) == [1] * 11
            assert await person.count(SHOWN, CHANNEL) == 1

        await program.restart(days=7, hours=2)
        await program.stage.advance(minutes=5)
        for person in (kim, noor):
            assert await sessions.counts(person, (*WHAT, *WORDS)) == [0] * 11
        assert await program.stage.stores.sessions.all() == []
