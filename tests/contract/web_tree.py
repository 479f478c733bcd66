"""What the page can draw: the JSON of an answer, part by part, as static/blocks.js reads it."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

BLOCKS = {
    "heading": {"text"},
    "text": {"line"},
    "fields": {"pairs"},
    "card": {"title", "subtitle", "lines", "controls"},
    "note": {"line"},
    "divider": set[str](),
    "image": {"src", "alt", "width", "height"},
    "actions": {"controls"},
}
INLINES = {kind: {"text"} for kind in ("plain", "strong", "emphasis", "code", "person")}
INLINES |= {"time": {"text", "at"}, "link": {"text", "url"}}
CONTROLS = {"button": {"label", "call", "tone"}, "select": {"label", "call", "fills", "choices"}}
TONES = {"plain", "primary", "danger"}
MOST_BLOCKS = 100
MOST_TEXT = 20_000


def faults_in_tree(tree: Any) -> list[str]:
    """List what the page could not draw, or what would fill it."""
    return list(_tree(tree))


def parts(tree: Any) -> Iterator[Json]:
    """Every object in a tree, in reading order."""
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for child in tree:
            yield from parts(child)


def _tree(tree: Any) -> Iterator[str]:
    if not isinstance(tree, list) or not 1 <= len(tree) <= MOST_BLOCKS:
        yield f"no list of 1 to {MOST_BLOCKS} blocks"
        return
    for block in tree:
        yield from _shaped(block, BLOCKS, {"controls"} if block.get("type") == "text" else set())
        yield from _block(block)
    if sum(len(part.get(name, "")) for part in parts(tree) for name in ("text", "title", "alt")) > MOST_TEXT:
        yield "more text than anybody reads"


def _block(block: Json) -> Iterator[str]:
    for line in (block.get("line"), block.get("subtitle"), *block.get("lines", ())):
        yield from _line(line or [])
    for pair in block.get("pairs", ()):
        yield from _line(pair["line"])
        if pair.keys() != {"name", "line"} or not pair["name"].strip() or not pair["line"]:
            yield "a pair without a name or a value"
    for control in block.get("controls", ()):
        yield from _control(control)
    if block["type"] in {"text", "note"} and not block["line"] and not block.get("controls"):
        yield "an empty paragraph"
    if block["type"] == "image" and not (block["alt"].strip() and block["src"].startswith("/pictures/")):
        yield "a picture that is not there, or not for everybody"
    if block["type"] == "card" and not any(value for name, value in block.items() if name != "type"):
        yield "an empty card"
    if block["type"] in {"fields", "actions"} and not block.get("pairs", block.get("controls")):
        yield f"empty {block['type']}"


def _line(line: list[Json]) -> Iterator[str]:
    for part in line:
        yield from _shaped(part, INLINES, set())
        if not part.get("text"):
            yield "an empty text"
        if "url" in part and not part["url"].startswith(("http://", "https://", "mailto:")):
            yield "an address that could run something"


def _control(control: Json) -> Iterator[str]:
    yield from _shaped(control, CONTROLS, set())
    labels = [control["label"], *(choice["label"] for choice in control.get("choices", ()))]
    if not all(0 < len(label.strip()) <= 120 for label in labels):
        yield "a label that is empty or long"
    if control.get("tone", "plain") not in TONES:
        yield "an unknown tone"
    if control["type"] == "select" and not 1 <= len(control["choices"]) <= 100:
        yield "a menu with nothing in it, or too much"


def _shaped(part: Json, shapes: dict[str, set[str]], more: set[str]) -> Iterator[str]:
    wanted = shapes.get(part.get("type", ""))
    if wanted is None or not wanted <= part.keys() - {"type"} <= wanted | more:
        yield f"{part.get('type')} with {', '.join(sorted(part))}"
