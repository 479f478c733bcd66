"""Long conversations, the newest of which is shown first: as much at once as every platform takes in one message."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.views import Actions, Block, Card, Divider, Fields, Heading, Image, Note, Text, plain

# Discord takes 40 components and 4,000 characters in a message, Slack 50 blocks; the rest is for what stands around.
_COMPONENTS, _CHARACTERS = 22, 3200
# Around what is shown to everybody there is less.
_PUBLIC_COMPONENTS = 32

# Something that is shown whole or not at all.
Item = Sequence[Block]


@dataclass(frozen=True, slots=True)
class Page:
    """Some items in order. `earlier` is where to end to see those before, None when there are none."""

    items: Sequence[Item]
    earlier: int | None
    newest: bool


def page(items: Sequence[Item], end: int | None = None) -> Page:
    """Take as many items as fit before the `end`-th, or of all; at least one, if there is any."""
    end = len(items) if end is None else max(min(end, len(items)), min(1, len(items)))
    start, components, characters = end, 0, 0
    while start > 0:
        item = items[start - 1]
        components += sum(map(_components, item))
        characters += len(plain(item))
        if start < end and (components > _COMPONENTS or characters > _CHARACTERS):
            break
        start -= 1
    return Page(items[start:end], start or None, end == len(items))


def lots(items: Sequence[Item]) -> list[int]:
    """Divide items, in their order, into as few messages for everybody as every platform can bear; how many in each."""
    sizes, components, characters = list[int](), 0, 0
    for item in items:
        parts, length = sum(map(_components, item)), len(plain(item))
        components, characters = components + parts, characters + length
        if sizes and components <= _PUBLIC_COMPONENTS and characters <= _CHARACTERS:
            sizes[-1] += 1
        else:
            sizes.append(1)
            components, characters = parts, length
    return sizes


def _components(block: Block) -> int:
    """Count what a block is on Discord, where everything nested counts."""
    match block:
        case Actions(controls):
            return 1 + len(controls)
        case Card(controls=controls):
            return 3 + len(controls) if controls else 2
        case Text(button=button):
            return 3 if button else 1
        case Heading() | Fields() | Note() | Divider() | Image():
            return 1
