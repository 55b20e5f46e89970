"""Events of our own making, as JSON, and runs folded from them."""

from __future__ import annotations

import base64
import dataclasses
import functools
import hashlib
import json
from types import SimpleNamespace

import pytest

import specs
from reports.events import event
from reports.verdicts import fold

BASE = "https://api.example"
BOUNDS = "public-url.expiry.bounds"
UPLOAD = "files.upload.accepted"

# A small catalogue, so that no report of these tests changes with the real one: id, area, level, claim,
# and what it builds on.
CATALOGUE = [
    (UPLOAD, "files", "MUST", "An upload is answered with 200 and the stored file's metadata.", ()),
    ("files.object.size", "files", "MUST", "The size is the number of bytes that were sent.", (UPLOAD,)),
    ("files.object.agreement", "files", "MUST", "Upload, retrieval and list give the same metadata.", ()),
    ("files.object.id-shape", "files", "SHOULD", "An id is an opaque text that looks like the examples.", ()),
    (
        "files.object.extra-fields",
        "files",
        "OBSERVE",
        "Which fields a file has beyond the documented ones.",
        (),
    ),
    ("files.upload.purpose-echo", "files", "OBSERVE", "Whether the metadata repeats the purpose.", ()),
    ("files.upload.expiry-accepted", "files", "MUST", "An expiry within the bounds is accepted.", ()),
    (
        BOUNDS,
        "public-urls",
        "MUST",
        "An expiry outside the bounds is refused, and no URL appears.",
        (UPLOAD,),
    ),
    ("public-url.expiry.dead", "public-urls", "MUST", "After its expiry a URL answers with 404.", (BOUNDS,)),
    ("public-url.fetch.anyone", "public-urls", "MUST", "Anyone who has the URL gets the file.", ()),
    ("access.team.read", "access", "SHOULD", "Another team's file can be neither retrieved nor read.", ()),
    ("access.team.delete", "access", "SHOULD", "Another team's file cannot be deleted.", ()),
    ("access.team.create-url", "access", "MUST", "Another team's file is answered with not found.", ()),
]
EXCLUDED = "access.key.blocked"


def body(content):
    """A body's record for text, bytes, or a list of pieces."""
    if isinstance(content, str):
        whole, kept = content.encode(), {"text": content}
    elif isinstance(content, bytes):
        whole, kept = content, {"pieces": [{"base64": base64.b64encode(content).decode()}]}
    else:
        whole = b"".join(
            bytes.fromhex(piece["fill"]) * piece["count"]
            if "fill" in piece
            else base64.b64decode(piece["base64"])
            for piece in content
        )
        kept = {"pieces": content}
    return {"size": len(whole), "sha256": hashlib.sha256(whole).hexdigest(), **kept}


def part(name, content, filename=None, content_type=None):
    """A record of one part of a form."""
    return {"name": name, "filename": filename, "content_type": content_type, "body": body(content)}


def exchange(method, path, status, answer=None, **changes):
    """A record of an exchange; `answer` is JSON, or None for no body."""
    identity = changes.get("identity", "first")
    key = {"first": "$XAI_API_KEY", "second": "$XAI_SECOND_API_KEY", "wrong": "never-issued"}.get(identity)
    return {
        "operation": "",
        "identity": "first",
        "method": method,
        "url": path if path.startswith("http") else BASE + path,
        "request_headers": {
            "Host": "api.example",
            "Accept": "*/*",
            **({"Authorization": f"Bearer {key}"} if key else {}),
            **changes.pop("headers", {}),
        },
        "request_body": None,
        "form": None,
        "status": status,
        "response_headers": {"content-type": "application/json"},
        "response_body": None if answer is None else body(json.dumps(answer)),
        "seconds": 0.012,
        "error": None,
        **changes,
    }


def upload(status=200, answer=None, **changes):
    """A well-formed upload of a small text file."""
    file_id = "file_0f3c2a4e-77aa-4b6e-9a3b-6a3c1d2e4f50"
    answer = answer or {
        "id": file_id,
        "object": "file",
        "bytes": 5,
        "created_at": 1_781_200_000,
        "filename": "hello.txt",
    }
    return exchange(
        "POST",
        "/v1/files",
        status,
        answer,
        **{
            "operation": "uploadFile",
            "headers": {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": "99"},
            "request_body": body(
                '--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nassistants\r\n'
                '--b\r\nContent-Disposition: form-data; name="file"; filename="hello.txt"\r\n'
                "Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n"
            ),
            "form": [part("purpose", "assistants"), part("file", "hello", "hello.txt", "text/plain")],
            **changes,
        },
    )


def started(requirements, **changes):
    """A `run-started` with these requirements in scope."""
    return {
        "event": "run-started",
        "time": 1_781_200_000.0,
        "run": "run-1",
        "version": "0.1.0",
        "target": {"name": "example", "base_url": BASE, "embedded": False},
        "spec": "43bb3f886043296c",
        "seed": 7,
        "examples": 20,
        "areas": ["files", "public-urls", "access"],
        "level": ["MUST", "SHOULD", "OBSERVE"],
        "requirements": list(requirements),
        **changes,
    }


def begun(requirement, check=None):
    """A `check-started`."""
    return {
        "event": "check-started",
        "time": 1_781_200_000.5,
        "check": check or f"suite/test_x.py::test_{requirement}",
        "requirement": requirement,
        "worker": "main",
    }


def finished(requirement, outcome="conforms", message="", **changes):
    """A `check-finished`."""
    return {
        "event": "check-finished",
        "time": 1_781_200_001.0,
        "check": f"suite/test_x.py::test_{requirement}",
        "requirement": requirement,
        "worker": "main",
        "outcome": outcome,
        "message": message,
        "counterexample": None,
        "blame": None,
        "observations": [],
        "exchanges": [],
        "examples": 12,
        "seconds": 0.25,
        **changes,
    }


def ended(**changes):
    """A `run-finished`."""
    return {
        "event": "run-finished",
        "time": 1_781_200_012.5,
        "interrupted": False,
        "complete": True,
        "seconds": 12.5,
        **changes,
    }


def cleaned(**changes):
    """A `cleaned-up`."""
    return {
        "event": "cleaned-up",
        "time": 1_781_200_012.0,
        "worker": "main",
        "created": 14,
        "deleted": 14,
        "left": [],
        "message": "",
        **changes,
    }


def made(operation="generateImage", **changes):
    """A record of what was generated: two images for 4 cents, unless it is changed."""
    return {
        "kind": "video" if operation.endswith("Video") else "image",
        "model": "grok-imagine-image",
        "operation": operation,
        "assets": 2,
        "inputs": 0,
        "seconds": 0,
        "dollars": 0.04,
        **changes,
    }


def used(*generated, requests=None, worker="main"):
    """A `used`."""
    return {
        "event": "used",
        "time": 1_781_200_012.2,
        "worker": worker,
        "requests": requests or {},
        "generated": list(generated),
    }


def run(*records):
    """The run that these records fold to, each held against the schema first."""
    return fold([event(record) for record in records], catalogue())


@functools.cache
def catalogue():
    """A spec with the small catalogue, one excluded requirement, and the real operations."""
    rows = [*CATALOGUE, (EXCLUDED, "access", "MUST", "A blocked key is refused.", ())]
    fact = specs.Fact(
        id="bounds", page="public-urls", heading="Expiry behaviour", line=1, digest="0", kind="range",
        subject="expires_after", value=[1, 2],
    )  # fmt: skip
    source = specs.Source(id="guide", title="Managing Files guide", date="2026-06-27")
    requirements = [
        specs.Requirement(
            id=id_, area=area, level=specs.Level(level), claim=claim, order=order, builds_on=builds_on,
            facts=("bounds",) if area == "public-urls" else (), sources=(f"guide#{id_.split('.')[1]}",),
            schema=None, surfaces=("rest",), needs=(), cost="free", contradicts=(),
            excluded="Needs a key that somebody blocked." if id_ == EXCLUDED else None,
        )
        for order, (id_, area, level, claim, builds_on) in enumerate(rows)
    ]  # fmt: skip
    return dataclasses.replace(
        specs.load(),
        facts={fact.id: fact},
        sources={source.id: source},
        requirements={known.id: known for known in requirements},
        digest="43bb3f886043296c",
    )


def near_miss():
    """A counterexample as the suite writes it."""
    return {
        "kind": "arguments",
        "source": 'miss=NearMiss(value={"expires_after": 3599}, rule="minimum", at="/expires_after"),',
        "imports": ["from strategies.near_misses import NearMiss"],
    }


def bounds_exchanges():
    """An upload, a public URL asked for with too short a life and given, and the URL fetched."""
    file_id = "file_0f3c2a4e-77aa-4b6e-9a3b-6a3c1d2e4f50"
    url = f"https://cdn.example/tok_8c1b7a/{file_id}.txt"
    return [
        upload(),
        exchange(
            "POST",
            f"/v1/files/{file_id}/public-url",
            200,
            {"public_url": url, "expires_at": 1_781_203_599},
            operation="createPublicUrl",
            headers={"Content-Type": "application/json"},
            request_body=body('{"expires_after":3599}'),
        ),
        exchange("GET", url, 200, operation="fetchPublicUrl", identity="none", response_body=body("hello")),
    ]


@pytest.fixture(scope="session")
def spec():
    """The small catalogue."""
    return catalogue()


@pytest.fixture(scope="session")
def make():
    """The builders of this file."""
    return SimpleNamespace(
        **{name: value for name, value in globals().items() if callable(value) or name.isupper()}
    )


@pytest.fixture(scope="session")
def sample_events(spec):
    """A run with something of everything, over the whole catalogue."""
    ids = [id_ for id_, known in spec.requirements.items() if not known.excluded]
    special = {
        BOUNDS: finished(
            BOUNDS,
            "deviates",
            'POST /v1/files/{file_id}/public-url answered 200 to {"expires_after": 3599},\n'
            "which breaks minimum at /expires_after; a refusal with 400 was promised.",
            counterexample=near_miss(),
            blame="service",
            exchanges=bounds_exchanges(),
        ),
        UPLOAD: finished(
            UPLOAD,
            "deviates",
            "The upload was answered with 201, and the docs say 200.\x1b[31m",
            blame="documentation",
            exchanges=[upload(201)],
        ),
        "files.object.id-shape": finished(
            "files.object.id-shape",
            "deviates",
            "The id is “42”, which looks like none of the examples.",
            blame="service",
            exchanges=[upload()],
        ),
        "access.team.read": finished("access.team.read", "untestable", "needs a second team's API key"),
        "access.team.delete": finished("access.team.delete", "untestable", "needs a second team's API key"),
        "access.team.create-url": finished(
            "access.team.create-url", "untestable", "needs a second team's API key"
        ),
        "files.object.agreement": finished(
            "files.object.agreement", "error", "RuntimeError: the list went round in a circle"
        ),
        "files.upload.expiry-accepted": finished(
            "files.upload.expiry-accepted", "deferred", "to be judged at 1781207200, when the file expires"
        ),
        "files.upload.purpose-echo": finished(
            "files.upload.purpose-echo",
            "observed",
            observations=[{"what": "purpose in the answer", "value": ""}],
        ),
    }
    reached = [id_ for id_ in ids if id_ != "files.object.extra-fields"]
    return [
        started(ids),
        *(special.get(id_) or finished(id_) for id_ in reached),
        cleaned(created=31, deleted=30, left=["file_77aa"], message="DELETE answered 500"),
        used(
            made(),
            made("generateVideo", model="grok-imagine-video", assets=1, seconds=2, dollars=0.1),
            requests={"uploadFile": 30, "generateImage": 5, "generateVideo": 2, "getVideo": 9},
        ),
        ended(),
    ]


@pytest.fixture(scope="session")
def sample(sample_events):
    """The run of `sample_events`."""
    return run(*sample_events)
