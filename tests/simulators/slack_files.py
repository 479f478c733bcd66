"""Files: asked for, uploaded, completed, and shown in a block once Slack has looked at them.

docs.slack.dev/reference/methods/files.getUploadURLExternal and /files.completeUploadExternal: files are processed
asynchronously, and until that is over a block that shows one is refused with “invalid slack file”.
"""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from tests.simulators.slack_payloads import Json
from tests.simulators.slack_state import Refused

PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class File:
    name: str
    length: int
    content: bytes = b""
    completed: bool = False


class Files:
    def __init__(self) -> None:
        self.by_id: dict[str, File] = {}
        # How many of the next messages with a picture come before Slack has looked at it.
        self.processing = 0
        self._tickets: dict[str, str] = {}

    def ask(self, body: Json, base: str) -> Json:
        """Implement files.getUploadURLExternal."""
        length = int(body.get("length", 0))
        if not body.get("filename") or length < 1:
            raise Refused("invalid_arguments")
        file_id, ticket = f"F0{secrets.token_hex(4).upper()}", secrets.token_hex(8)
        self.by_id[file_id] = File(str(body["filename"]), length)
        self._tickets[ticket] = file_id
        return {"file_id": file_id, "upload_url": f"{base}/upload/v1/{ticket}"}

    def take(self, ticket: str, content: bytes) -> bool:
        """Take the bytes once; False when Slack would not."""
        file = self.by_id.get(self._tickets.pop(ticket, ""))
        if file is None or len(content) != file.length:
            return False
        file.content = content
        return True

    def complete(self, body: Json) -> Json:
        """Implement files.completeUploadExternal. No file of ours is for a channel."""
        files = json.loads(body["files"]) if isinstance(body["files"], str) else body["files"]
        for told in files:
            file = self.by_id.get(told["id"])
            if file is None or not file.content:
                raise Refused("file_not_found")
            file.completed = True
        return {"files": [{"id": told["id"], "title": told.get("title", ""), "mimetype": ""} for told in files]}

    def check(self, blocks: Any) -> None:
        """Raise `Refused` for a picture that is not there, or not yet."""
        shown = [block["slack_file"]["id"] for block in blocks or () if "slack_file" in block]
        if not shown:
            return
        waiting, self.processing = self.processing, max(self.processing - 1, 0)
        for number, file_id in enumerate(shown):
            file = self.by_id.get(file_id)
            if waiting or file is None or not file.completed or not file.content.startswith(PNG):
                why = f"invalid slack file [json-pointer:/blocks/{number}/slack_file]"
                raise Refused("invalid_blocks", errors=[why], response_metadata={"messages": [f"[ERROR] {why}"]})
