"""Calendar files over HTTP, for whoever knows the address; served beside whatever else a server serves."""

from datetime import datetime

from aiohttp import hdrs, web

from bot.meetings.feeds import CalendarFile, Feeds
from bot.meetings.subscribing import PATH

# The same for every address that leads nowhere, so that nobody learns from it which almost did.
_NOTHING = "There is no calendar at this address.\n"
_HEADERS = {hdrs.CACHE_CONTROL: "private, max-age=300", "X-Content-Type-Options": "nosniff"}


def calendar_routes(feeds: Feeds) -> list[web.RouteDef]:
    """Return the routes under which the files of `feeds` are fetched."""

    async def serve(request: web.Request) -> web.Response:
        found = await feeds.read(request.match_info["name"])
        if found is None:
            return web.Response(status=404, text=_NOTHING, headers={hdrs.CACHE_CONTROL: "no-store"})
        changed_at = found.changed_at.replace(microsecond=0)
        response = web.Response(status=304, headers=_HEADERS)
        if not _has_it(request, found, changed_at):
            response = web.Response(body=found.content, content_type="text/calendar", charset="utf-8", headers=_HEADERS)
        response.etag = found.tag
        response.last_modified = changed_at
        return response

    return [web.get(f"{PATH}{{name}}", serve)]


def _has_it(request: web.Request, found: CalendarFile, changed_at: datetime) -> bool:
    """Whether whoever asks has this file already; the tag decides where one is given (RFC 9110, section 13.2.2)."""
    if request.if_none_match is not None:
        return any(tag.value in {found.tag, "*"} for tag in request.if_none_match)
    return request.if_modified_since is not None and changed_at <= request.if_modified_since
