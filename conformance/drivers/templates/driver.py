"""A driver to begin with. It needs Python alone, and takes plain HTTP for its SDK; docs/drivers.md tells the protocol.

Replace `carry_out` by calls of your SDK, and let `IMPLEMENTS` say what it has.
"""

import base64
import json
import os
import platform
import sys
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

Json = dict[str, Any]
FILE = ["id", "object", "filename", "bytes", "created_at", "expires_at", "purpose"]
FILE += ["public_url", "public_url_expires_at"]
UPLOAD = ["content", "filename", "content_type", "purpose", "expires_after"]
LIST = ["limit", "order", "sort_by", "pagination_token", "filter"]
VIDEO = ["status", "progress", "model", "video", "usage", "error"]
# operation: method, path, what a caller can express, what is told
OPERATIONS = {
    "uploadFile": ("POST", "/v1/files", UPLOAD, FILE),
    "listFiles": ("GET", "/v1/files", LIST, ["data", "pagination_token"]),
    "retrieveFile": ("GET", "/v1/files/{file_id}", ["file_id"], FILE),
    "retrieveFileContent": ("GET", "/v1/files/{file_id}/content", ["file_id"], ["content", "content_type"]),
    "deleteFile": ("DELETE", "/v1/files/{file_id}", ["file_id"], ["id", "object", "deleted"]),
    "createPublicUrl": ("POST", "/v1/files/{file_id}/public-url", ["file_id", "body"], ["public_url", "expires_at"]),
    "revokePublicUrl": ("POST", "/v1/files/{file_id}/public-url/revoke", ["file_id"], ["id", "revoked", "public_url"]),
    "generateImage": ("POST", "/v1/images/generations", ["body"], ["data", "usage"]),
    "editImage": ("POST", "/v1/images/edits", ["body"], ["data", "usage"]),
    "generateVideo": ("POST", "/v1/videos/generations", ["body"], ["request_id"]),
    "editVideo": ("POST", "/v1/videos/edits", ["body"], ["request_id"]),
    "extendVideo": ("POST", "/v1/videos/extensions", ["body"], ["request_id"]),
    "getVideo": ("GET", "/v1/videos/{request_id}", ["request_id"], VIDEO),
}  # fmt: skip
IMPLEMENTS = {name: {"arguments": known[2], "results": known[3]} for name, known in OPERATIONS.items()}
INLINE = 64 << 10  # longer bytes go through a file


def carry_out(start: Json, operation: str, identity: str, arguments: Json) -> Json:
    """Do it, and tell the documented answer as far as the SDK tells it."""
    method, path, _, told = OPERATIONS[operation]
    left = dict(arguments)
    for name in ("file_id", "request_id"):
        path = path.replace(f"{{{name}}}", quote(str(left.pop(name, "")), safe=""))
    headers = {"authorization": f"Bearer {start['target']['keys'][identity]}"}
    body: bytes | None = None
    if operation == "uploadFile":
        body, headers["content-type"] = form(left)
    elif "body" in left:
        body, headers["content-type"] = json.dumps(left["body"]).encode(), "application/json"
    elif left:
        path += f"?{urlencode(left)}"
    request = urllib.request.Request(start["target"]["base_url"] + path, body, headers, method=method)  # noqa: S310
    with urllib.request.urlopen(request, timeout=600) as response:  # noqa: S310
        content = response.read()
        if "content" in told:
            return {"content": packed(content, start), "content_type": response.headers["content-type"]}
    answer = json.loads(content) if content else {}
    return {name: value for name, value in answer.items() if name in told}


def form(arguments: Json) -> tuple[bytes, str]:
    """A multipart body and its type; what configures the upload stands before the file."""
    boundary = uuid.uuid4().hex
    head = b""
    for name in ("expires_after", "purpose"):
        if name in arguments:
            part = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            head += f"{part}{arguments[name]}\r\n".encode()
    line = f"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''"
    line += quote(arguments["filename"], safe="")
    if arguments.get("content_type"):
        line += f"\r\nContent-Type: {arguments['content_type']}"
    body = (
        head
        + f"{line}\r\n\r\n".encode()
        + unpacked(arguments["content"])
        + f"\r\n--{boundary}--\r\n".encode()
    )
    return body, f"multipart/form-data; boundary={boundary}"


def packed(content: bytes, start: Json) -> Json:
    """Bytes, as messages have them."""
    if len(content) <= INLINE:
        return {"base64": base64.b64encode(content).decode()}
    path = Path(start["scratch"]) / f"{uuid.uuid4().hex}.from-driver"
    path.write_bytes(content)
    return {"path": str(path), "size": len(content)}


def unpacked(value: Json) -> bytes:
    """The bytes that a message has, inline or in a file."""
    return base64.b64decode(value["base64"]) if "base64" in value else Path(value["path"]).read_bytes()


def called(start: Json, message: Json) -> Json:
    """The result or the error of a call."""
    if message["operation"] not in IMPLEMENTS:
        return {"error": {"kind": "unsupported", "message": f"{message['operation']} is not there"}}
    try:
        return {"result": carry_out(start, message["operation"], message["identity"], message["arguments"])}
    except urllib.error.HTTPError as error:
        return failed("refused", error, error.read().decode(errors="replace"), error.code)
    except (TypeError, ValueError, AttributeError, KeyError) as error:  # the arguments make no sense
        return failed("invalid", error)
    except OSError as error:
        return failed("network", error)
    except Exception as error:  # noqa: BLE001 - an SDK may raise anything, and the suite has to hear of it
        return failed("unexpected", error)


def failed(kind: str, error: Exception, message: str = "", status: int | None = None) -> Json:
    """An error, as messages have it."""
    said = {"kind": kind, "type": type(error).__name__, "message": message or str(error)}
    return {"error": {**said, "status": status}}


def main() -> None:
    """Answer one line after the other until told to stop, or until nobody is there any more."""
    # What others print goes to stderr: stdout is for answers alone.
    out, sys.stdout = os.fdopen(os.dup(1), "w", encoding="utf-8"), sys.stderr
    start: Json = {}
    for line in sys.stdin.buffer:
        message = json.loads(line)
        match message["command"]:
            case "start":
                start = message
                answer: Json = {"ready": {
                    "protocol": 1, "name": "template", "version": "1.0", "language": "python",
                    "runtime": f"Python {platform.python_version()}", "implements": IMPLEMENTS, "features": [],
                }}  # fmt: skip
            case "call":
                answer = {"id": message["id"], **called(start, message)}
            case "reset":
                answer = {"reset": True}
            case _:
                break
        out.write(json.dumps(answer) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
