"""Checks bodies against Discord's published OpenAPI document, which lies beside the checkout and is no part of it."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012, Schema, SchemaRegistry

from tests.simulators.discord_limits import Problem

Json = dict[str, Any]

SPEC = Path(__file__).resolve().parents[2].parent / "shared" / "specs" / "discord_openapi.json"
_CALLBACKS = {
    4: "CreateMessageInteractionCallbackRequest",
    5: "CreateMessageInteractionCallbackRequest",
    6: "UpdateMessageInteractionCallbackRequest",
    7: "UpdateMessageInteractionCallbackRequest",
    8: "ApplicationCommandAutocompleteCallbackRequest",
    9: "ModalInteractionCallbackRequest",
}
FOLLOW_UP = "IncomingWebhookRequestPartial"
EDIT = "IncomingWebhookUpdateRequestPartial"
COMMAND = "ApplicationCommandUpdateRequest"
OPEN = "CreatePrivateChannelRequest"
POST = "MessageCreateRequest"
CHANGE = "MessageEditRequestPartial"
START_THREAD = "CreateTextThreadWithMessageRequest"
CHANGE_THREAD = "UpdateThreadRequestPartial"
EVENT = "ExternalScheduledEventCreateRequest"
CHANGED_EVENT = "ExternalScheduledEventPatchRequestPartial"


def present() -> bool:
    return SPEC.is_file()


def callback_schema(body: Json) -> str:
    return _CALLBACKS.get(body.get("type", 0), "PongInteractionCallbackRequest")


def spec_problems(schema: str, body: Any) -> Iterator[Problem]:
    """Check a body against a schema of the document; there is nothing to say when the document is not there."""
    if not present():
        return
    for error in _validator(schema).iter_errors(body):
        path = ".".join(map(str, error.absolute_path))
        yield Problem(path, "SPECIFICATION", f"{schema}: {error.validator} is not met")


@lru_cache(maxsize=1)
def _registry() -> SchemaRegistry:
    document: Schema = json.loads(SPEC.read_text(encoding="utf-8"))
    empty: SchemaRegistry = Registry()
    filled: SchemaRegistry = empty.with_resource("urn:discord", DRAFT202012.create_resource(document))
    return filled


@lru_cache
def _validator(schema: str) -> Draft202012Validator:
    reference = {"$ref": f"urn:discord#/components/schemas/{schema}"}
    return Draft202012Validator(reference, registry=_registry())
