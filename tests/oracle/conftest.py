"""A tiny service in memory, right by default, wrong or peculiar where a test says so."""

import json
import math
import time
from dataclasses import dataclass, field

import pytest

import specs
from conformance import checks, trial
from conformance.client import Api
from conformance.suite.stored import Store
from conformance.targets.call import Answer
from conformance.targets.clock import Clock
from conformance.targets.profile import Profile, Timing

SPEC = specs.load()
CDN = "http://fake/cdn"
LOW, HIGH = (SPEC.schema("CreatePublicUrl")["properties"]["expires_after"][k] for k in ("minimum", "maximum"))
FILE_LOW, FILE_HIGH = (
    SPEC.schema("UploadFile")["properties"]["expires_after"][k] for k in ("minimum", "maximum")
)


def pytest_configure(config):
    """Checks are imported here outside the suite, whose own conftest registers their marks."""
    config.addinivalue_line(
        "markers", "requirement(id): the requirement of the catalogue that a check judges"
    )
    config.addinivalue_line("markers", "alone: turns the clock where it can")


METHODS = {
    "uploadFile": "upload",
    "retrieveFile": "retrieve",
    "retrieveFileContent": "content",
    "listFiles": "list",
    "deleteFile": "delete",
    "createPublicUrl": "create",
    "revokePublicUrl": "revoke",
}


@dataclass
class Kept:
    """A file as the service keeps it."""

    id: str
    name: str
    content: bytes
    created_at: int
    expires_at: int | None
    url: str | None = None
    url_expires_at: int | None = None
    asked: int | None = None
    old: list = field(default_factory=list)
    deleted: bool = False


class Refusal(Exception):
    """With this status."""


class _Service:
    """Files and public URLs. `traits` are names of faults or of readings of what the docs leave open."""

    def __init__(self, *traits, pause=0.0):
        self.traits = frozenset(traits)
        self.pause = pause
        self.offset = 0.0
        self.files = {}
        self.tokens = 0

    def has(self, trait):
        return trait in self.traits

    def now(self):
        return time.time() + self.offset

    def second(self):
        return math.ceil(self.now()) if self.has("rounds up") else math.floor(self.now())

    def advance(self, seconds):
        self.offset += seconds
        return self.now()

    def file(self, file_id):
        file = self.files.get(file_id)
        if file is None or (file.deleted and not self.has("deleted is readable")) or self.expired(file):
            raise Refusal(404)
        return file

    def expired(self, file):
        if self.has("files never expire"):
            return False
        return file.expires_at is not None and self.now() >= file.expires_at

    def active(self, file):
        return file.url is not None and (file.url_expires_at is None or self.now() < file.url_expires_at)

    def metadata(self, file):
        shown = {
            "id": file.id,
            "object": "file",
            "bytes": len(file.content),
            "created_at": file.created_at,
            "filename": file.name,
            "expires_at": file.expires_at,
        }
        if self.active(file) or (file.url is not None and self.has("metadata keeps an expired URL")):
            shown["public_url"] = file.url
            if not self.has("URL expiry is not shown"):
                shown["public_url_expires_at"] = file.url_expires_at
        elif file.old and self.has("metadata keeps a revoked URL"):
            shown["public_url"] = file.old[-1]
        return shown

    def upload(self, call):
        upload = call.upload
        seconds = upload.expires_after
        if seconds is not None and not FILE_LOW <= seconds <= FILE_HIGH:
            raise Refusal(400)
        created = self.second()
        file = Kept(
            id=f"file_{len(self.files) + 1}",
            name=upload.filename,
            content=upload.content if isinstance(upload.content, bytes) else upload.content.read(),
            created_at=created,
            expires_at=None if seconds is None else created + seconds,
        )
        self.files[file.id] = file
        return self.metadata(file)

    def retrieve(self, call):
        return self.metadata(self.file(call.path["file_id"]))

    def content(self, call):
        content = self.file(call.path["file_id"]).content
        return next(iter(self.files.values())).content if self.has("content of the first file") else content

    def list(self, call):
        shown = [f for f in self.files.values() if self.has("list keeps deleted files") or not f.deleted]
        shown = [f for f in shown if not self.expired(f)]
        wanted = call.query.get("filter")
        if wanted is not None:
            stale = self.has("filter forgets revocations")
            with_url = [f for f in shown if self.active(f) or (stale and f.old)]
            shown = with_url if "!=" in wanted else [f for f in shown if f not in with_url]
        if self.has("list shows a file twice"):
            shown = shown[:1] + shown
        return {"data": [self.metadata(f) for f in reversed(shown)][: int(call.query["limit"])]}

    def delete(self, call):
        file = self.files.get(call.path["file_id"])
        if file is None or self.expired(file):
            raise Refusal(404)
        if file.deleted and not self.has("deletes twice"):
            raise Refusal(404)
        if not self.has("delete does nothing"):
            file.deleted = True
            if not self.has("delete leaves the URL") and file.url:
                file.old.append(file.url)
                file.url = None
        return {"id": file.id, "deleted": True}

    def create(self, call):
        file = self.eligible(call.path["file_id"])
        seconds = (call.json or {}).get("expires_after")
        if seconds is None and "expires_after" in (call.json or {}) and self.has("null is refused"):
            raise Refusal(400)
        self.check_bounds(file, seconds)
        active = self.active(file)
        if self.pause:
            time.sleep(self.pause)
        ends = self.ends(file, seconds)
        if active and not (self.has("another expiry is another URL") and seconds not in (None, file.asked)):
            self.move(file, seconds, ends)
        else:
            self.mint(file)
            file.asked, file.url_expires_at = seconds, ends
        if self.has("the file expires with its URL") and ends is not None:
            file.expires_at = ends
        shown = {"public_url": file.url}
        if file.url_expires_at is not None:
            shown["expires_at"] = file.url_expires_at * (1000 if self.has("milliseconds") else 1)
        if self.has("tells another expiry than it keeps") and seconds is not None:
            file.url_expires_at += LOW
        return shown

    def eligible(self, file_id):
        file = self.files.get(file_id)
        if file is None or self.expired(file) or (file.deleted and not self.has("URLs for deleted files")):
            raise Refusal(404)
        return file

    def check_bounds(self, file, seconds):
        low = LOW + 1 if self.has("lower bound off by one") else LOW
        high = HIGH + 1 if self.has("upper bound off by one") else HIGH
        if seconds is not None and not low <= seconds <= high:
            if self.has("refusal makes a URL") and file.url is None:
                self.mint(file)
            if self.has("refusal ends the URL"):
                file.url = None
            raise Refusal(400)

    def ends(self, file, seconds):
        if seconds is None:
            return None if self.has("nothing is inherited") else file.expires_at
        ends = self.second() + seconds
        if file.expires_at is None or ends <= file.expires_at or self.has("URLs outlive files"):
            return ends
        if self.has("expiry is clamped"):
            return file.expires_at
        raise Refusal(400)

    def move(self, file, seconds, ends):
        if self.has("expiry never moves"):
            return
        if seconds is None and not self.has("omitted resets"):
            return
        if seconds is not None and seconds == file.asked and not self.has("the same counts anew"):
            return
        file.asked, file.url_expires_at = seconds, ends

    def mint(self, file):
        if file.url is not None:
            file.old.append(file.url)
        if self.has("a token for life") and file.old:
            file.url = file.old[0]
            return
        if self.has("an expired URL comes back") and file.url is not None:
            return
        self.tokens += 1
        file.url = f"{CDN}/token-{self.tokens}/{file.id}.png"

    def revoke(self, call):
        file = self.files.get(call.path["file_id"])
        if file is None:
            if self.has("revoking the unknown is refused"):
                raise Refusal(404)
            return {"id": call.path["file_id"], "revoked": False}
        if (file.deleted or self.expired(file)) and self.has("revoking the deleted is refused"):
            raise Refusal(404)
        expired_too = self.has("an expired URL can be revoked") and file.url is not None
        active = (self.active(file) or expired_too) and not file.deleted
        if not active:
            if file.url is not None:
                file.old.append(file.url)
                file.url = None
            again = self.has("revokes twice") and file.old and not file.deleted
            return (
                {"id": file.id, "revoked": True, "public_url": file.old[-1]} if again else self.nothing(file)
            )
        if self.pause:
            time.sleep(self.pause)
        url = file.url
        file.old.append(url)
        for each in self.files.values() if self.has("revokes all") else (file,):
            each.url, each.url_expires_at = None, None
        return {"id": file.id, "revoked": True, "public_url": url}

    def nothing(self, file):
        return {"id": file.id, "revoked": False}

    def open(self, url):
        for file in self.files.values():
            gone = self.expired(file) or (file.deleted and not self.has("delete leaves the URL"))
            live = file.url == url and (self.active(file) or self.has("URLs never expire"))
            revived = url in file.old and self.has("a new URL revives the old") and self.active(file)
            lingers = url in file.old and self.has("revoked URLs serve")
            if not gone and (live or revived or lingers):
                return file.content
        raise Refusal(404)


class _Transport:
    """Carries calls to the service."""

    def __init__(self, service, *, adjustable=True):
        self.service = service
        self.profile = Profile(
            name="fake", base_url="http://fake", cdn=CDN, timing=Timing(clock_tolerance=5.0)
        )
        self.clock = Clock(ask=service.advance if adjustable else None)

    def send(self, call, identity):
        return self.answer(call.operation, lambda: getattr(self.service, METHODS[call.operation.id])(call))

    def fetch(self, operation, url, *, method="GET", headers=None):
        return self.answer(operation, lambda: self.service.open(url))

    def takes(self, operation, argument):
        return True

    def answer(self, operation, act):
        sent = self.clock.now()
        try:
            status, body = 200, act()
        except Refusal as refusal:
            status, body = refusal.args[0], {"error": "refused"}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return Answer(
            operation=operation,
            status=status,
            headers={},
            content=content,
            sent=sent,
            received=self.clock.now(),
        )


@pytest.fixture
def service():
    """Makes a service with traits."""
    return _Service


@pytest.fixture
def api_of():
    """Makes an `Api` to a service."""
    return lambda service, **options: Api(_Transport(service, **options))


@pytest.fixture
def target(api_of):
    """Makes the fixtures of a check, `api` and `store`, for a service with traits."""

    def make(*traits, adjustable=True, pause=0.0):
        api = api_of(_Service(*traits, pause=pause), adjustable=adjustable)
        return {"api": api, "store": Store(api, "fake")}

    return make


@pytest.fixture(autouse=True)
def effort():
    """A trial of its own for every test, and no random examples unless the test asks for them."""
    before = checks.effort.examples, checks.effort.seed
    checks.effort.examples, checks.effort.seed = 0, 0
    yield checks.effort
    checks.effort.examples, checks.effort.seed = before
    trial.start("", "")
