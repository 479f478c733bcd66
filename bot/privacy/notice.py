"""What the network says about privacy, and how it reads as a page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is said; `long` is how long it is kept, on a page that is a table."""

    name: str
    says: str
    long: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    key: str
    title: str
    lead: str
    points: Sequence[Point]
    table: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """All that is said, a page at a time."""

    title: str
    lead: str
    pages: Sequence[Page]

    @classmethod
    def read(cls, table: Mapping[str, Any], values: Mapping[str, str]) -> Self:
        """Read what stands in config/privacy.toml, with `values` in it.

        Raises ValueError with a sentence where something is missing.
        """
        try:
            pages = tuple(_page(page, values) for page in table["page"])
            return cls(table["title"], table["lead"], pages)
        except (KeyError, TypeError) as error:
            raise ValueError(f"something is missing or out of place: {error}.") from None

    def page(self, key: str) -> Page:
        """Return the page of that key, or the first."""
        return next((page for page in self.pages if page.key == key), self.pages[0])


def _page(table: Mapping[str, Any], values: Mapping[str, str]) -> Page:
    points = tuple(
        Point(one["name"], one["says"].format_map(values), one.get("long", "").format_map(values))
        for one in table["point"]
    )
    return Page(table["key"], table["title"], table["lead"], points, table.get("table", False))


def as_markdown(notice: Notice) -> str:
    """Write a notice as a page for people who are not in the chat."""
    return (
        "\n\n".join([f"# {notice.title}", notice.lead, *(part for page in notice.pages for part in _parts(page))])
        + "\n"
    )


def _parts(page: Page) -> Iterator[str]:
    yield f"## {page.title}"
    yield page.lead
    if page.table:
        rows = [f"| {point.name} | {point.says} | {point.long} |" for point in page.points]
        yield "\n".join(["| what | in which form | how long |", "|---|---|---|", *rows])
    else:
        yield "\n".join(f"- **{point.name}:** {point.says}" for point in page.points)
