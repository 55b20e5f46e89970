"""The wire over gRPC: what calls say is written down, and planned answers reach the SDK."""

import hashlib
import json
from urllib.parse import parse_qsl

import grpc
import httpx
import pytest
from grpc import StatusCode
from xai_sdk import Client
from xai_sdk.proto import deferred_pb2, files_pb2, image_pb2

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.process import EmulatorProcess

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
IMAGE, VIDEO = Behaviour().image_models[0], Behaviour().video_models[0]
WIRE = "/.well-known/xai-conformance/wire"


@pytest.fixture(scope="module")
def emulator():
    """An emulator that writes everything down."""
    with EmulatorProcess(grpc=True, wire=True) as process:
        yield process
        assert process.log == ""


@pytest.fixture
def heard(emulator):
    """What was written down since the test began."""
    after = httpx.get(emulator.url + WIRE, params={"after": 10**9}).json()["next"]
    return lambda: httpx.get(emulator.url + WIRE, params={"after": after}).json()["entries"]


@pytest.fixture
def plan(emulator):
    """Plan an answer; what is left of it is forgotten in the end."""

    def planned(operation, kind, times=1, **answer):
        body = {"operation": operation, "times": times, "answer": {"kind": kind, **answer}}
        httpx.post(f"{emulator.url}{WIRE}/answers", json=body).raise_for_status()

    yield planned
    httpx.delete(f"{emulator.url}{WIRE}/answers").raise_for_status()


@pytest.fixture
def file(local):
    """A file that is stored."""
    return local("files.upload", PNG, filename="a.png")


def test_calls_are_written_down(sdk, heard, emulator):
    """Once each, with the method, the message as JSON, the metadata, and the code."""
    file = sdk("files.upload", PNG, filename="ü.png", expires_after=7200)
    sdk("files.list", limit=3, order="desc", filter='file_name = "x"')
    with pytest.raises(grpc.RpcError):
        sdk("files.get", "file_none")
    assert sdk("files.content", file.id) == PNG

    upload, listing, miss, content = heard()
    assert [each["operation"] for each in (upload, listing, miss, content)] == [
        "uploadFile",
        "listFiles",
        "retrieveFile",
        "retrieveFileContent",
    ]
    assert {each["transport"] for each in heard()} == {"grpc"}
    assert [each["code"] for each in heard()] == ["OK", "OK", "NOT_FOUND", "OK"]
    assert upload["method"] == "/xai_api.Files/UploadFile"
    assert json.loads(upload["body"]["text"]) == [
        {"init": {"name": "ü.png", "expires_after": "7200"}},
        {"data": {"size": len(PNG)}},
    ]
    assert upload["body"]["size"] == len(PNG)
    assert upload["body"]["sha256"] == hashlib.sha256(PNG).hexdigest()
    assert [(part["name"], part["filename"]) for part in upload["body"]["parts"]] == [("file", "ü.png")]
    assert json.loads(listing["body"]["text"]) == {
        "limit": 3,
        "order": "DESCENDING",
        "filter": 'file_name = "x"',
    }
    assert miss["headers"]["authorization"] == f"Bearer {emulator.keys['alpha']}"
    assert "xai-sdk-version" in miss["headers"]


def test_calls_are_written_down_as_requests_of_rest(local, bare_to, keyed, emulator, heard):
    """What each is carried out as; what messages have by default is not said."""
    file = local("files.upload", PNG, filename="a.png", expires_after=7200)
    local("files.list", limit=3, order="desc", filter='file_name = "x"')
    local("files.create_public_url", file.id, expires_after=3600)
    local("files.content", file.id)
    options = {"filename": "b.jpg", "public_url": True}
    local("image.sample_batch", "a", IMAGE, n=1, aspect_ratio="19.5:9", storage_options=options)
    hollow = image_pb2.GenerateImageRequest(format=77, storage_options={"expires_after": 1})
    with bare_to(emulator, "local") as stubs, pytest.raises(grpc.RpcError):
        stubs.images.GenerateImage(hollow, metadata=keyed(emulator.keys["alpha"]))

    upload, listing, url, content, image, nothing = (each["as_rest"] for each in heard())
    assert (upload["method"], upload["path"], upload["media_type"]) == (
        "POST",
        "/v1/files",
        "multipart/form-data",
    )
    parts = [(part["name"], part["size"], part.get("text")) for part in upload["body"]["parts"]]
    assert parts == [("expires_after", 4, "7200"), ("file", len(PNG), None)]
    assert dict(parse_qsl(listing["query"])) == {"limit": "3", "order": "desc", "filter": 'file_name = "x"'}
    assert (url["path"], json.loads(url["body"]["text"])) == (
        f"/v1/files/{file.id}/public-url",
        {"expires_after": 3600},
    )
    assert (content["method"], content["path"], content["media_type"]) == (
        "GET",
        f"/v1/files/{file.id}/content",
        None,
    )
    assert json.loads(image["body"]["text"]) == {
        "prompt": "a",
        "model": IMAGE,
        "n": 1,
        "response_format": "url",
        "aspect_ratio": "19.5:9",
        "storage_options": options,
    }
    assert json.loads(nothing["body"]["text"]) == {
        "response_format": 77,
        "storage_options": {"expires_after": 1},
    }


def test_generations_and_edits_are_told_apart(local, file, heard):
    """They have one method, and are two operations."""
    with pytest.raises(grpc.RpcError):
        local("image.sample", "a", "none")
    for arguments in ({"image_file_id": file.id}, {"image_file_ids": [file.id]}):
        with pytest.raises(grpc.RpcError):
            local("image.sample", "a", IMAGE, **arguments)
    for start, arguments in (
        ("start", {}),
        ("start", {"video_url": "x"}),
        ("extend_start", {"video_url": "x"}),
    ):
        with pytest.raises(grpc.RpcError):
            local(f"video.{start}", "a", "none", **arguments)
    with pytest.raises(grpc.RpcError):
        local("video.get", "none")

    assert [each["operation"] for each in heard()] == [
        "generateImage",
        "editImage",
        "editImage",
        "generateVideo",
        "editVideo",
        "extendVideo",
        "getVideo",
    ]


def test_what_is_refused_before_anything_else(bare_to, emulator, heard):
    """A message that is none, an upload of nothing, and one that ends in the middle."""
    init = files_pb2.UploadFileChunk(init=files_pb2.UploadFileInit(name="a"))
    with bare_to(emulator, "insecure") as stubs:
        with pytest.raises(grpc.RpcError):
            stubs.channel.unary_unary("/xai_api.Files/RetrieveFile")(b"\xff")
        for chunks in ([], [init, init]):
            with pytest.raises(grpc.RpcError):
                stubs.files.UploadFile(iter(chunks))

    told = [(each["method"], each["code"], each["body"]["complete"]) for each in heard()]
    assert told == [
        ("/xai_api.Files/RetrieveFile", "INVALID_ARGUMENT", True),
        ("/xai_api.Files/UploadFile", "INVALID_ARGUMENT", True),
        ("/xai_api.Files/UploadFile", "INVALID_ARGUMENT", False),
    ]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, StatusCode.INVALID_ARGUMENT),
        (401, StatusCode.UNAUTHENTICATED),
        (403, StatusCode.PERMISSION_DENIED),
        (404, StatusCode.NOT_FOUND),
        (409, StatusCode.FAILED_PRECONDITION),
        (413, StatusCode.INVALID_ARGUMENT),
        (429, StatusCode.RESOURCE_EXHAUSTED),
        (500, StatusCode.INTERNAL),
        (503, StatusCode.UNAVAILABLE),
        (504, StatusCode.DEADLINE_EXCEEDED),
    ],
)
def test_a_status(local, plan, refusal, file, status, code):
    """Once, with its headers as metadata, for calls of every kind; nothing is done then."""
    for name, operation, arguments in (
        ("files.get", "retrieveFile", (file.id,)),
        ("files.content", "retrieveFileContent", (file.id,)),
        ("files.delete", "deleteFile", (file.id,)),
    ):
        plan(operation, "status", status=status, headers={"retry-after": "3"})
        error = refusal(code, lambda name=name, arguments=arguments: local(name, *arguments))
        assert dict(error.trailing_metadata())["retry-after"] == "3"
        assert local("files.get", file.id).id == file.id
    plan("uploadFile", "status", status=status)
    refusal(code, lambda: local("files.upload", PNG * 100_000, filename="unstored.png"))
    assert not local("files.list", filter='file_name = "unstored.png"').data


def test_the_sdk_tries_again(emulator, plan, file, heard):
    """As it does by itself where a server is not available, also for an upload and for an answer that was lost."""
    with Client(api_key=emulator.keys["alpha"], api_host=emulator.grpc) as client:
        plan("retrieveFile", "status", status=503, times=2)
        assert client.files.get(file.id) == file
        plan("uploadFile", "status", status=503)
        client.files.upload(PNG, filename="again.png")
        plan("uploadFile", "lost")
        client.files.upload(PNG, filename="twice.png")
        assert len(client.files.list(filter='file_name = "twice.png"').data) == 2

    told = [(each["operation"], each["code"], each["planned"]) for each in heard()]
    assert told == [
        ("retrieveFile", "UNAVAILABLE", "status"),
        ("retrieveFile", "UNAVAILABLE", "status"),
        ("retrieveFile", "OK", None),
        ("uploadFile", "UNAVAILABLE", "status"),
        ("uploadFile", "OK", None),
        ("uploadFile", "UNAVAILABLE", "lost"),
        ("uploadFile", "OK", None),
        ("listFiles", "OK", None),
    ]


def test_an_empty_answer(local, plan, file):
    """A message with nothing in it; content of nothing; and nothing is done unless that is wanted."""
    plan("retrieveFile", "empty")
    assert local("files.get", file.id).id == ""
    plan("retrieveFileContent", "empty")
    assert local("files.content", file.id) == b""
    plan("deleteFile", "empty", status=202)
    assert not local("files.delete", file.id).deleted
    assert local("files.get", file.id).id == file.id
    plan("uploadFile", "empty")
    assert local("files.upload", PNG, filename="unstored.png").id == ""
    assert not local("files.list", filter='file_name = "unstored.png"').data
    plan("deleteFile", "empty", carried_out=True)
    assert not local("files.delete", file.id).deleted
    with pytest.raises(grpc.RpcError):
        local("files.get", file.id)


def test_an_empty_refusal(local, plan, refusal, file):
    """It has a code and no words."""
    plan("retrieveFile", "empty", status=500)
    assert refusal(StatusCode.INTERNAL, lambda: local("files.get", file.id)).details() == ""


@pytest.mark.parametrize("kind", ["drop-fields", "null-fields"])
def test_fewer_fields(local, plan, kind):
    """They are called as in REST, and are not there."""
    made = local("files.upload", PNG, filename="a.png", expires_after=7200)
    plan("retrieveFile", kind, fields=["expires_at", "bytes"])
    told = local("files.get", made.id)
    assert (told.HasField("expires_at"), told.size, told.filename) == (False, 0, "a.png")
    plan("listFiles", kind, fields=["data[].filename"])
    assert {each.filename for each in local("files.list").data} == {""}
    plan("generateImage", kind, fields=["data[].url", "usage"])
    image = local("image.sample", "a", IMAGE)
    with pytest.raises(ValueError, match="URL"):
        _ = image.url
    assert image.cost_usd is None


def test_more_fields(local, plan, file):
    """Numbers that no message of the SDK has, in each message within: they change nothing."""
    plan("retrieveFile", "add-fields")
    told = local("files.get", file.id)
    assert len(told.SerializeToString()) > len(file.SerializeToString())
    told.DiscardUnknownFields()
    assert told == file
    plan("listFiles", "add-fields")
    listed = local("files.list", limit=1)
    assert listed.data[0].ByteSize() > 0
    before = listed.data[0].ByteSize()
    listed.data[0].DiscardUnknownFields()
    assert listed.data[0].ByteSize() < before


def test_other_values(local, plan, file):
    """A status that nobody knows, as a word and as a number; an answer without images."""
    started = local("video.start", "waves", VIDEO, duration=1)
    for value in ("pondering", 77):
        plan("getVideo", "set-field", field="status", value=value)
        assert local("video.get", started.request_id).status not in deferred_pb2.DeferredStatus.values()
    plan("generateImage", "set-field", field="data", value=[])
    with pytest.raises(IndexError):
        local("image.sample", "a", IMAGE)
    plan("retrieveFile", "set-field", field="created_at", value=2**70)
    assert not local("files.get", file.id).HasField("created_at")


def test_broken_off(local, plan, refusal, emulator):
    """Content ends in the middle; a message is cut so that it is none."""
    big = local("files.upload", PNG * 100_000, filename="big.png")
    plan("retrieveFileContent", "truncate", bytes=1_000_000)
    refusal(StatusCode.DATA_LOSS, lambda: local("files.content", big.id))
    plan("retrieveFile", "truncate", bytes=10)
    # What the SDK makes of that: gRPC's own error for an answer that it cannot read.
    refusal(StatusCode.INTERNAL, lambda: local("files.get", big.id))
    plan("retrieveFile", "truncate", bytes=0)
    refusal(StatusCode.DATA_LOSS, lambda: local("files.get", big.id))
    plan("uploadFile", "truncate", bytes=10)
    refusal(StatusCode.INTERNAL, lambda: local("files.upload", PNG, filename="stored.png"))
    assert len(local("files.list", filter='file_name = "stored.png"').data) == 1


def test_lost(local, plan, refusal, file):
    """The operation is carried out, and there is no answer."""
    plan("deleteFile", "lost")
    refusal(StatusCode.UNAVAILABLE, lambda: local("files.delete", file.id))
    refusal(StatusCode.NOT_FOUND, lambda: local("files.get", file.id))


def test_late(emulator, plan, file, heard):
    """It comes, if the client waits for it."""
    settings = {"api_key": emulator.keys["alpha"], "api_host": emulator.grpc}
    plan("retrieveFile", "late", seconds=0.4, times=2)
    with Client(**settings) as patient, Client(**settings, timeout=0.1) as hasty:
        assert patient.files.get(file.id) == file
        with pytest.raises(grpc.RpcError) as caught:
            hasty.files.get(file.id)
    assert caught.value.code() is StatusCode.DEADLINE_EXCEEDED
    first, second = heard()
    assert (first["code"], second["code"]) == ("OK", None)
    assert first["ended"] - first["at"] >= 0.4
