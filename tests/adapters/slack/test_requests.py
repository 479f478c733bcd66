"""HTTP mode: what Slack signed just now is answered, and whatever else comes over the open port harms nobody."""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import AsyncIterator
from typing import cast

import pytest
from slack_sdk.signature import SignatureVerifier

from adapters.slack.signature import fresh, signed
from tests.adapters.slack.desk import Desk
from tests.simulators.slack import Person, SlackPlatform
from tests.simulators.slack_hosting import hosted
from tests.simulators.slack_payloads import Member, slash_command
from tests.simulators.slack_transport import SignedRequests, encoded

CANARY = "canary-7f3a <!channel>"
BODY = f"command=%2Fecho&text={CANARY}"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def requests(slack: SlackPlatform, desk: Desk) -> AsyncIterator[SignedRequests]:
    async with hosted(slack, desk.bot, mode="http"):
        yield cast("SignedRequests", slack.transport)


@pytest.mark.parametrize(
    ("secret", "stamp"),
    [
        ("0" * 32, None),
        (None, str(int(time.time()) - 301)),
        (None, str(int(time.time()) + 3000)),
        (None, "soon"),
        (None, "٣" * 10),
        (None, "9" * 5000),
        (None, "-1"),
        (None, ""),
    ],
    ids=["forged", "stale", "from the future", "no number", "other digits", "endless", "negative", "no timestamp"],
)
async def test_a_request_that_slack_did_not_sign_just_now_is_refused_and_logged_without_its_body(
    requests: SignedRequests, desk: Desk, caplog: pytest.LogCaptureFixture, secret: str | None, stamp: str | None
) -> None:
    caplog.set_level(logging.DEBUG)
    status, _ = await requests.post(BODY, FORM, secret=secret, stamp=stamp)
    assert status == 401
    assert "refused a request whose signature is forged or stale" in caplog.text
    assert "canary" not in caplog.text
    assert desk.asked == []


async def test_a_flood_of_forged_requests_is_one_line_in_the_log(
    requests: SignedRequests, caplog: pytest.LogCaptureFixture
) -> None:
    statuses = await asyncio.gather(*(requests.post(BODY, FORM, secret="0") for _ in range(200)))
    assert {status for status, _ in statuses} == {401}
    assert len(caplog.records) == 1


async def test_a_request_sent_again_by_somebody_else_is_not_answered_again(
    requests: SignedRequests, slack: SlackPlatform, desk: Desk
) -> None:
    ada = Member("U1", "ada")
    typed = slash_command(ada, "C1", "/echo hello", slack.trigger(ada), slack.response_url(ada, "C1"))
    body, content_type = encoded("slash_commands", typed)
    headers, stamp = {"Content-Type": content_type}, str(int(time.time()))
    assert [(await requests.post(body, headers, stamp=stamp))[0] for _ in range(3)] == [200] * 3
    await slack.until(lambda: slack.count("response_url") == 1)
    assert len(desk.asked) == 1


async def test_more_than_slack_ever_sends_is_turned_away(requests: SignedRequests) -> None:
    status, _ = await requests.post("x" * (2 * 1024 * 1024), FORM)
    assert status == 413


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("", FORM),
        ("payload=", FORM),
        ("payload=%7B", FORM),
        ("payload=[]", FORM),
        ("payload=" + "[" * 50_000, FORM),
        ("[]", JSON),
        ("{", JSON),
        ("nonsense", {"Content-Type": "text/plain"}),
    ],
    ids=["nothing", "empty", "cut off", "a list", "nested", "a JSON list", "cut off JSON", "text"],
)
async def test_a_signed_request_that_cannot_be_read_is_refused(
    requests: SignedRequests, caplog: pytest.LogCaptureFixture, body: str, headers: dict[str, str]
) -> None:
    assert (await requests.post(body, headers))[0] == 400
    assert [record.message for record in caplog.records] == ["a request that Slack signed cannot be read"]


@pytest.mark.parametrize(
    "headers", [FORM, JSON, {"Content-Type": "text/plain"}, {}], ids=["form", "JSON", "text", "none"]
)
async def test_a_command_is_read_whatever_its_content_type_claims(
    requests: SignedRequests, slack: SlackPlatform, desk: Desk, headers: dict[str, str]
) -> None:
    ada = Member("U1", "ada")
    typed = slash_command(ada, "C1", "/echo hello", slack.trigger(ada), slack.response_url(ada, "C1"))
    assert (await requests.post(encoded("slash_commands", typed)[0], headers))[0] == 200
    await slack.until(lambda: slack.count("response_url") == 1)
    assert [request.text("words") for request in desk.asked] == ["hello"]


@pytest.mark.usefixtures("requests")
@pytest.mark.parametrize("words", ["payload", "my payload={}", "ssl_check=1", "{", "a&command=/hirg"])
async def test_no_word_after_a_command_changes_how_the_request_is_read(slack: SlackPlatform, words: str) -> None:
    ada = Person(slack)
    assert (await ada.type(f"/echo {words}")).acknowledged
    assert f"You said: {words}" in await ada.sees("You said: ")


async def test_slack_may_verify_the_address(requests: SignedRequests) -> None:
    body = json.dumps({"type": "url_verification", "token": "t", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMm"})
    status, text = await requests.post(body, JSON)
    assert status == 200
    assert json.loads(text) == {"challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMm"}


async def test_slack_may_check_the_certificate(requests: SignedRequests) -> None:
    assert (await requests.post("token=x&ssl_check=1", FORM))[0] == 200


def test_a_signature_is_what_slacks_own_verifier_takes() -> None:
    secret, body, now = "8f742231b10e8888abcd99yyyzzz85a5", "token=é&text=x".encode(), int(time.time())
    digest = hmac.new(secret.encode(), f"v0:{now}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": str(now), "X-Slack-Signature": f"v0={digest}"}
    assert SignatureVerifier(secret).is_valid(body, str(now), f"v0={digest}")
    assert signed(headers, body, secret)
    assert fresh(headers, now)
    assert not fresh(headers, now + 301)
    for forged in ("", "v0=", f"v1={digest}", digest, f"v0={digest}\udcff", f"v0={digest[:-1]}"):
        assert not signed({**headers, "X-Slack-Signature": forged}, body, secret)
