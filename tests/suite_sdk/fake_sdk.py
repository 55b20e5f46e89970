"""A made-up SDK with a driver: it does all that the docs show of one, and each thing can be broken by name.

python fake_sdk.py [--broken NAME,NAME…]
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from fake_http import Http
from fake_names import Client, Seconds
from fake_voice import SPEECH, TRANSCRIPT, heard, spoken
from websockets.sync.client import connect

from conformance.drivers.python.failure import Failure
from conformance.drivers.python.loop import serve
from conformance.drivers.xai_sdk.native import told

Json = dict[str, Any]
FILE = ["id", "filename", "bytes", "created_at", "expires_at", "public_url", "public_url_expires_at"]
UPLOAD = ["content", "filename", "content_type", "purpose", "expires_after"]
LIST = ["limit", "order", "sort_by", "pagination_token", "filter"]
MADE = ["data", "usage"]
VIDEO = ["status", "progress", "model", "video", "usage", "error"]
ASKED = {
    "generateImage": "/v1/images/generations",
    "editImage": "/v1/images/edits",
    "generateVideo": "/v1/videos/generations",
    "editVideo": "/v1/videos/edits",
    "extendVideo": "/v1/videos/extensions",
}
DECLARED = {
    "uploadFile": (UPLOAD, FILE),
    "listFiles": (LIST, ["data", "pagination_token"]),
    "retrieveFile": (["file_id"], FILE),
    "retrieveFileContent": (["file_id"], ["content"]),
    "deleteFile": (["file_id"], ["id", "deleted"]),
    "createPublicUrl": (["file_id", "body"], ["public_url", "expires_at"]),
    "revokePublicUrl": (["file_id"], ["id", "revoked", "public_url"]),
    **{name: (["body"], MADE if name.endswith("Image") else ["request_id"]) for name in ASKED},
    "getVideo": (["request_id"], VIDEO),
    "sdk.native": (
        ["function", "positional.*", "keywords.*", "read.*", "has.*"],
        ["values.*", "has.*", "length", "type"],
    ),
    "sdk.streamTranscription": (["content"], ["text"]),
    "createSpeech": (["body"], SPEECH),
    "transcribe": (["fields", "file"], TRANSCRIPT),
}


class FakeSdk:
    """The driver, and most of the SDK."""

    name, version, mode = "fake-sdk", "1.0", ""

    def __init__(self, broken: frozenset[str]) -> None:
        self.broken = broken
        self.target: Json = {}

    def start(self, target: Json) -> Json:
        """Say what it has."""
        self.target = target
        return {name: {"arguments": known[0], "results": known[1]} for name, known in DECLARED.items()}

    def program(self, calls: list[Json]) -> str:
        """No more than how many calls there were."""
        return f"# {len(calls)} calls\n"

    def reset(self) -> None:
        """There is nothing to forget."""

    def http(self, identity: str) -> Http:
        """The transport of a caller."""
        return Http(self.target["base_url"], self.target["keys"].get(identity, ""), self.broken)

    def call(self, operation: str, identity: str, arguments: Json) -> Any:
        """Carry out one operation."""
        http = self.http(identity)
        if operation == "sdk.native":
            return self.native(http, arguments)
        if operation == "sdk.streamTranscription":
            return self.stream(http, arguments)
        if "telemetry" in self.broken and operation == "retrieveFile":
            http.client.get(f"{http.base_url}/v1/telemetry", headers=http.authorization(""))
        if operation in ASKED:
            return self.made(http, operation, arguments["body"])
        return {
            "uploadFile": self.upload,
            "listFiles": self.list,
            "retrieveFile": self.get,
            "retrieveFileContent": lambda http, given: {
                "content": http.content(f"/v1/files/{given['file_id']}/content")
            },
            "deleteFile": self.delete,
            "createPublicUrl": self.create,
            "revokePublicUrl": lambda http, given: http.json(
                "POST", f"/v1/files/{given['file_id']}/public-url/revoke"
            ),
            "getVideo": self.poll,
            "createSpeech": lambda http, given: spoken(http, given, self.broken),
            "transcribe": lambda http, given: heard(http, given, self.broken),
        }[operation](http, arguments)

    def upload(self, http: Http, given: Json) -> Json:
        """Store a file."""
        parts: list[tuple[str, Any]] = [
            (name, (None, str(given[name]))) for name in ("expires_after", "purpose") if name in given
        ]
        parts.append(("file", (given["filename"], given["content"], given.get("content_type"))))
        if "file-first" in self.broken:
            parts.sort(key=lambda part: part[0] == "expires_after")
        if "uploads-twice" in self.broken:
            http.json("POST", "/v1/files", files=parts)
        return self.shown(http.json("POST", "/v1/files", files=parts))

    def list(self, http: Http, given: Json) -> Json:
        """A page of files."""
        query = dict(given)
        if "limit-too-large" in self.broken:
            query["limit"] = 101
        page = http.json("GET", "/v1/files", params=query)
        return {"data": [self.shown(file) for file in page["data"]], **_picked(page, ["pagination_token"])}

    def get(self, http: Http, given: Json) -> Json:
        """A file."""
        return self.shown(http.json("GET", f"/v1/files/{given['file_id']}") or {})

    def shown(self, file: Json) -> Json:
        """What of a file is told."""
        if "strict-fields" in self.broken and (further := set(file) - {*FILE, "object", "purpose", "status"}):
            raise Failure("unexpected", f"unexpected field {min(further)}", type="TypeError")
        if "optional-indexed" in self.broken and "expires_at" not in file:
            raise Failure("unexpected", "'expires_at'", type="KeyError")
        if "null-refused" in self.broken and file.get("purpose", "") is None:
            raise Failure("unexpected", "'NoneType' has no len()", type="TypeError")
        if "made-up" in self.broken:
            file = {"id": "file_unknown", **file}
        elif "id" not in file and "lenient" not in self.broken:
            raise Failure("malformed", "a file without an id", type="FakeMalformed")
        return _picked(file, FILE)

    def delete(self, http: Http, given: Json) -> Json:
        """Delete a file."""
        if "looks-before-deleting" in self.broken:
            http.json("GET", f"/v1/files/{given['file_id']}")
        return _picked(http.json("DELETE", f"/v1/files/{given['file_id']}"), ["id", "deleted"])

    def create(self, http: Http, given: Json) -> Json:
        """A public URL."""
        path = f"/v1/files/{given['file_id']}/public-url"
        content = json.dumps(given.get("body") or {})
        kind = "text/plain" if "plain-text" in self.broken else "application/json"
        return http.json("POST", path, content=content, headers={"content-type": kind})

    def made(self, http: Http, operation: str, body: Json) -> Json:
        """Images, or a job."""
        body = self.body(operation, body)
        answer = http.json("POST", ASKED[operation], json=body)
        if operation.endswith("Video"):
            return _picked(answer, ["request_id"])
        if not answer["data"]:
            if "image-indexed" in self.broken:
                raise Failure("unexpected", "list index out of range", type="IndexError")
            raise Failure("malformed", "no image", type="FakeMalformed")
        for image in answer["data"]:
            if "fetches-with-key" in self.broken and image.get("url"):
                http.client.get(image["url"], headers=http.authorization(""))
        return _picked(answer, MADE)

    def body(self, operation: str, body: Json) -> Json:
        """What is asked for, as it is sent."""
        body = dict(body)
        if "options-dropped" in self.broken:
            body.pop("storage_options", None)
        if "resolution-number" in self.broken and operation == "generateImage":
            body["resolution"] = 7
        if "own-field" in self.broken:
            body["x_of_the_sdk"] = True
        if "asks-for-size" in self.broken and "n" not in body and operation == "generateImage":
            raise Failure("invalid", "size is missing", type="ValueError")
        if "uri-cut" in self.broken and operation == "editImage":
            body["image"] = {"url": "data:image/png;base64,iVBORw0KGgo="}
        if "references-reversed" in self.broken and "reference_images" in body:
            body["reference_images"] = body["reference_images"][::-1]
        return body

    def poll(self, http: Http, given: Json) -> Json:
        """How a job stands."""
        answer = http.json("GET", f"/v1/videos/{given['request_id']}")
        if answer is None:
            return {"status": "pending"}
        if answer.get("status") not in ("pending", "done", "failed", "expired"):
            if "status-indexed" in self.broken:
                raise Failure("unexpected", repr(answer.get("status")), type="KeyError")
            if "any-status-is-done" in self.broken:
                answer["status"] = "done"
        return _picked(answer, VIDEO)

    def stream(self, http: Http, given: Json) -> Json:
        """A transcript, by the socket."""
        address = http.base_url.replace("http", "ws", 1) + "/v1/stt"
        with connect(address, additional_headers=http.authorization("")) as socket:
            if "hasty" in self.broken:
                socket.send(given["content"])
            json.loads(socket.recv())
            if "hasty" not in self.broken:
                socket.send(given["content"])
            socket.send(json.dumps({"type": "audio.done"}))
            for message in socket:
                said = json.loads(message)
                if said["type"] == "transcript.done":
                    return {"text": said.get("text", "")}
        raise Failure("network", "no transcript", type="FakeNetwork")

    def native(self, http: Http, given: Json) -> Json:
        """A function by its own name."""
        client = Client(self, http)
        function: Any = client
        for part in given["function"].split("."):
            function = getattr(function, part)
        keywords = {name: _real(value) for name, value in given.get("keywords", {}).items()}
        answer = function(*map(_real, given.get("positional", [])), **keywords)
        result = told(answer, {**given, "has": []})
        result["has"] = {
            name: "always-has" in self.broken or getattr(answer, name) is not None
            for name in given.get("has", [])
        }
        result["values"] = {name: _plain(value) for name, value in result["values"].items()}
        return result


def _real(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"timedelta"}:
        return dt.timedelta(seconds=value["timedelta"])
    return value


def _plain(value: Any) -> Any:
    return value.seconds if isinstance(value, Seconds) else value


def _picked(answer: Json, names: list[str]) -> Json:
    return {name: answer[name] for name in names if name in answer}


if __name__ == "__main__":
    names = frozenset(sys.argv[2].split(",")) if sys.argv[1:2] == ["--broken"] else frozenset()
    sys.exit(serve(FakeSdk(names)))
