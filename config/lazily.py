"""Commands whose code is read when they are called, so that nobody waits for what they did not ask for."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


class Lazily(TyperCommand):
    """Stands for a command until it is called; `at` is the “module:name” of a function or of a `typer.Typer`."""

    def __init__(self, name: str, at: str, says: str) -> None:
        super().__init__(name, short_help=says)
        self._at = at

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:  # noqa: ANN401 - Typer keeps these types to itself
        """Begin with the command itself: what is made for it is also what it is run by."""
        return self._read().make_context(info_name, args, parent, **extra)

    def _read(self) -> TyperCommand | TyperGroup:
        module, name = self._at.split(":")
        found = getattr(import_module(module), name)
        if isinstance(found, typer.Typer):
            return get_group(found)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(self.name)(found)
        made = get_command(alone)
        assert isinstance(made, TyperCommand)  # noqa: S101 - as it is for any app of one command
        return made


def lazily(commands: Mapping[str, tuple[str, str]]) -> type[TyperGroup]:
    """Return a kind of group that has these commands, by name: where each is, and what a list says of it."""

    class Group(TyperGroup):
        def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - whatever Typer gives a group
            stand_ins = {name: Lazily(name, *command) for name, command in commands.items()}
            super().__init__(**{**attributes, "commands": stand_ins})

    return Group
