"""A person in front of Discord's client: what they can do with the bot, and what they see of it."""

import asyncio
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.simulators import discord_payloads as payloads
from tests.simulators.discord import DEADLINE, DiscordSimulator
from tests.simulators.discord_markdown import displayed
from tests.simulators.discord_rules import COMMAND, COMPLETION, CONTROL, FORM, LATER, LATER_IN_PLACE
from tests.simulators.discord_state import Interaction, Message, Place

Json = dict[str, Any]

BUTTON, SELECT, TEXT, GALLERY, LABEL, TICKS = 2, 3, 10, 12, 18, 22
PATIENCE = 20.0


class NoResponse(AssertionError):  # noqa: N818 - Discord's word
    """What Discord shows in red: the application did not respond in time."""


@dataclass(frozen=True)
class Outcome:
    """What came of one act: a message, a form or completions; or a message that came by itself."""

    interaction: Interaction
    message: Message | None = None
    modal: Json | None = None
    choices: tuple[Json, ...] = ()

    @property
    def put_off(self) -> bool:
        return self.interaction.response in {LATER, LATER_IN_PLACE}

    @property
    def in_place(self) -> bool:
        return self.message is not None and self.message is self.interaction.source

    @property
    def shown(self) -> Message:
        assert self.message, "no message came of it"
        return self.message


class Person:
    """Somebody with a Discord account, in a guild's channel unless `place` is "thread" or "direct"."""

    def __init__(
        self,
        discord: DiscordSimulator,
        name: str = "Kim Member",
        *,
        nick: str | None = None,
        roles: tuple[str, ...] = (),
        place: str = "guild",
        id: str = "",  # noqa: A002 - Discord's word
    ) -> None:
        self.id = id or discord.new_id()
        self._discord = discord
        self._place = place
        self._user = payloads.user(self.id, name)
        self._member = payloads.member(self._user, nick, roles)
        discord.names[self.id] = nick or name
        discord.places.roles[self.id] = roles

    # What they can do ------------------------------------------------------------

    async def slash(self, command: str, **options: str) -> Outcome:
        """Send a slash command, with any option, even one that Discord's client would not offer."""
        given = [{"name": name, "type": 3, "value": value} for name, value in options.items()]
        data = {"id": "1", "name": command, "type": 1, "guild_id": payloads.GUILD, "options": given}
        return await self._act(COMMAND, data)

    async def type_ahead(self, command: str, option: str, typed: str) -> list[str]:
        """Return the names offered for what is typed so far."""
        focused = {"name": option, "type": 3, "value": typed, "focused": True}
        outcome = await self._act(COMPLETION, {"id": "1", "name": command, "type": 1, "options": [focused]})
        return [choice["name"] for choice in outcome.choices]

    async def press(self, message: Message, label: str, nth: int = 0) -> Outcome:
        found = [button for button in buttons(message) if button["label"] == label]
        return await self.press_id(message, found[nth]["custom_id"])

    async def press_id(self, message: Message, custom_id: str) -> Outcome:
        """Press whatever has this id, even if the message has no such button."""
        return await self._act(CONTROL, {"component_type": BUTTON, "custom_id": custom_id, "id": 1}, message)

    async def choose(self, message: Message, label: str) -> Outcome:
        """Choose from the menu that offers `label`."""
        for select in controls(message, SELECT):
            for option in select["options"]:
                if option["label"] == label:
                    return await self.choose_value(message, select["custom_id"], option["value"])
        raise AssertionError(f"no menu offers {label}")

    async def choose_value(self, message: Message, custom_id: str, *values: str) -> Outcome:
        data = {"component_type": SELECT, "custom_id": custom_id, "values": list(values), "id": 1}
        return await self._act(CONTROL, data, message)

    async def submit(self, form: Outcome, **answers: str) -> Outcome:
        """Fill in a form as the client lets a person do: required, within length, one of the choices."""
        assert form.modal, "no form is open"
        inputs = {part["component"]["custom_id"]: part["component"] for part in form.modal["components"] if asks(part)}
        assert answers.keys() <= inputs.keys(), f"the form asks for {', '.join(inputs)} only"
        filled = {name: _fill(field, answers.get(name)) for name, field in inputs.items()}
        return await self.send_form(form.modal["custom_id"], filled.values(), source=form.interaction.source)

    async def send_form(
        self, custom_id: str, fields: Iterable[Json], *, source: Message | None = None, labelled: bool = True
    ) -> Outcome:
        """Send a form in, whatever it holds."""
        components = [
            {"type": 18, "id": number, "component": field}
            if labelled
            else {"type": 1, "id": number, "components": [field]}
            for number, field in enumerate(fields, start=2)
        ]
        if labelled:
            # What only says something comes back, too, without what it says.
            components.insert(0, {"type": TEXT, "id": 1})
        return await self._act(FORM, {"custom_id": custom_id, "components": components}, source)

    async def write(self, text: str = "", *, place: Place | None = None, **more: Any) -> Message:
        """Write to the bot alone, or in a `place`, with `more` than words, such as attachments."""
        here = place or self._discord.places.private(self.id)
        message = Message(self._discord.new_id(), 0, author=self.id, text=text, place=here)
        here.messages.append(message)
        await self._discord.places.tell(message, **{"author": self._user, **more})
        return message

    # What they see ---------------------------------------------------------------

    def read(self, message: Message) -> str:
        """Return a message as it is read, one line per text."""
        return read(message, self._discord.names)

    def answers(self, message: Message) -> list[Message]:
        """List what stands as an answer to a message of theirs."""
        return [each for each in message.place.standing if each.answers == message.id] if message.place else []

    async def answer(self, message: Message) -> Message:
        """Wait for the answer to what they wrote."""
        async with asyncio.timeout(PATIENCE), self._discord.places.said:
            await self._discord.places.said.wait_for(lambda: self.answers(message))
        return self.answers(message)[-1]

    # -----------------------------------------------------------------------------

    async def _act(self, kind: int, data: Json, source: Message | None = None) -> Outcome:
        interaction, payload = self.prepare(kind, data, source)
        await self._discord.deliver(interaction, payload)
        return await self.outcome(interaction)

    def prepare(self, kind: int, data: Json, source: Message | None = None) -> tuple[Interaction, Json]:
        """Make an interaction without delivering it."""
        discord = self._discord
        token = secrets.token_urlsafe(48)
        at = discord.places.private(self.id) if self._place == "direct" else None
        at = source.place if source and source.place else at
        direct = bool(at and at.recipient)
        interaction = Interaction(discord.new_id(), token, kind, discord.now(), source, self._user, direct)
        here = payloads.place(at) if at else payloads.channel(thread=self._place == "thread")
        message = None if source is None else payloads.message(source, here["id"], payloads.me())
        place = "direct" if direct else "guild" if self._place == "direct" else self._place
        person = self._user if direct else self._member
        payload = payloads.interaction(
            interaction.id, token, kind, data, person, place=place, message=message, here=here
        )
        return interaction, payload

    async def outcome(self, interaction: Interaction) -> Outcome:
        """Wait for what comes of an act. Raises `NoResponse` after Discord's 3 seconds."""
        try:
            async with asyncio.timeout(interaction.created + DEADLINE - self._discord.now()):
                await interaction.answered.wait()
        except TimeoutError:
            self._discord.missed.append(interaction.id)
            raise NoResponse("The application did not respond") from None
        async with asyncio.timeout(PATIENCE):
            await interaction.settled.wait()
        message = interaction.follow_ups[-1] if interaction.follow_ups else interaction.original
        return Outcome(interaction, message, interaction.modal, tuple(interaction.choices or ()))


def asks(part: Json) -> bool:
    """Whether a part of a form wants an answer, rather than saying something."""
    return bool(part["type"] == LABEL)


def _fill(field: Json, answer: str | None) -> Json:
    if field["type"] in {SELECT, TICKS}:
        values = _chosen(field, answer)
        assert field["min_values"] <= len(values) <= field["max_values"], "the menu wants some of its choices"
        return {"type": field["type"], "custom_id": field["custom_id"], "values": values, "id": 1}
    text = field.get("value", "") if answer is None else answer
    assert text or not field["required"], f"{field['custom_id']} has to be filled in"
    assert len(text) <= field["max_length"], f"{field['custom_id']} is too long"
    return {"type": 4, "custom_id": field["custom_id"], "value": text, "id": 1}


def _chosen(field: Json, answer: str | None) -> list[str]:
    """Choose by label or value, several joined by commas; what is chosen already stays when nothing is said."""
    if answer is None:
        return [option["value"] for option in field["options"] if option.get("default")]
    wanted = {answer.strip(), *(one.strip() for one in answer.split(",") if field["max_values"] > 1)} - {""}
    values = [option["value"] for option in field["options"] if {option["label"], option["value"]} & wanted]
    assert bool(values) == bool(wanted), "the menu wants one of its choices"
    return values


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Every component, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        yield from walk(filter(None, [component.get("accessory")]))


def read(message: Message, names: dict[str, str]) -> str:
    """Return a message as it is read aloud: its texts, and what its pictures are described with."""
    return "\n".join(text for component in walk(message.components) for text in _read(component, names))


def _read(component: Json, names: dict[str, str]) -> list[str]:
    if component["type"] == TEXT:
        return [displayed(component["content"], names)]
    return [item["description"] for item in component.get("items") or () if "description" in item]


def controls(message: Message, kind: int) -> list[Json]:
    return [component for component in walk(message.components) if component["type"] == kind]


def buttons(message: Message) -> list[Json]:
    return controls(message, BUTTON)
