"""The skills map as a page of its own: the picture, and below it the same in words."""

from collections.abc import Iterator
from html import escape

from aiohttp import web

from adapters.web.model import WebLink
from bot.directory.map_command import SkillsMap
from bot.directory.survey import FEWEST, in_words

LINK = WebLink("Skills map", "/skills-map")
# A page has room for all of it; this only bounds what somebody might have made of the Directory.
_MOST_WORDS = 20_000
_FEW = f"Fewer than {FEWEST} people list skills yet, so there is no map to draw."
# The picture scrolls by itself where it is wider than the page, also for those who have only a keyboard.
_PAGE = """<!doctype html>
<html lang="en-GB">
<head>
  <meta charset="utf-8">
  <title>Skills map · hirg-bot</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <link rel="icon" href="/static/mark.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/static/tokens.css">
  <link rel="stylesheet" href="/static/skills-map.css">
  <script src="/static/theme.js"></script>
</head>
<body>
  <nav aria-label="Back"><a href="/">‹ Back to the chat</a></nav>
  <main>
    <h1>Skills map</h1>
{content}
  </main>
</body>
</html>
"""
_CONTENT = """    <div class="map-hint">Slide the picture sideways to see all settings.</div>
    <div class="map-scroller" role="region" aria-label="Picture, to be scrolled sideways" tabindex="0">
      <div class="map-picture" role="img" aria-label="Skills by area and setting. The words below say the same.">
{picture}
      </div>
    </div>
    <section class="map-words" aria-labelledby="words">
      <h2 id="words">The same in words</h2>
{words}
    </section>"""


def skills_map_routes(skills: SkillsMap) -> list[web.RouteDef]:
    """Return the route of the page, which is drawn anew whenever it is opened."""

    async def serve(_request: web.Request) -> web.Response:
        found = await skills.survey()
        content = f"    <p>{_FEW}</p>"
        if found.areas:
            words = "\n".join(_paragraphs(in_words(found, _MOST_WORDS)))
            content = _CONTENT.format(picture=skills.picture(found), words=words)
        return web.Response(text=_PAGE.format(content=content), content_type="text/html")

    return [web.get(LINK.path, serve)]


def _paragraphs(words: str) -> Iterator[str]:
    return (f"      <p>{escape(line)}</p>" for line in words.splitlines())
