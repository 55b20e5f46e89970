"""Faults and readings of the emulator, as the SDK gets to see them: all of them stand behind both fronts."""

import threading
import time
from contextlib import ExitStack

import grpc
import pytest
from grpc import StatusCode
from xai_sdk.proto import deferred_pb2, files_pb2

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.process import EmulatorProcess

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
POLICY = Behaviour()
IMAGE, VIDEO = POLICY.image_models[0], POLICY.video_models[0]
HOUR = 3600


@pytest.fixture
def client(connect):
    """The first team's client of an emulator with settings."""
    with ExitStack() as stack:

        def started(**settings):
            process = stack.enter_context(EmulatorProcess(grpc=True, **settings))
            stack.callback(lambda: _silent(process))
            return stack.enter_context(connect(process))

        yield started


def _silent(process):
    assert process.log == ""


def test_faults_of_the_emulators_own(client):
    """Revocations that say too little, a quota, a batch of one."""
    sdk = client(faults=["revoke-names-no-url", "image-count-ignored", "content-line-ends-changed"])
    file = sdk("files.upload", PNG, filename="a.png")
    sdk("files.create_public_url", file.id)
    revoked = sdk("files.revoke_public_url", file.id)

    assert (revoked.revoked, revoked.HasField("public_url")) == (True, False)
    assert sdk("files.content", sdk("files.upload", b"a\r\nb", filename="a.txt").id) == b"a\nb"
    with pytest.raises(IndexError):  # the SDK takes as many as it has asked for
        sdk("image.sample_batch", "a", IMAGE, n=2)


def test_faults_between_server_and_emulator(client, refusal):
    """Of requests, of forms that are small, and of answers."""
    sdk = client(
        faults=[
            "createPublicUrl.request.expires_after.minimum-let-through",
            "uploadFile.request.expires_after.minimum-refused",
            "retrieveFile.answer.filename.required-left-out",
            "listFiles.answer.data.each.bytes.type-another",
            "deleteFile.answer.status.404-accepted",
            "getVideo.answer.status.404-answered-418",
        ]
    )
    refusal(StatusCode.INVALID_ARGUMENT, lambda: sdk("files.upload", b"x", filename="a", expires_after=HOUR))
    file = sdk("files.upload", PNG, filename="a.png", expires_after=HOUR + 1)
    assert sdk("files.create_public_url", file.id, expires_after=HOUR - 1).HasField("expires_at")
    assert sdk("files.get", file.id).filename == ""
    assert sdk("files.list").data[0].size != len(PNG)
    assert not sdk("files.delete", "file_none").deleted
    refusal(StatusCode.FAILED_PRECONDITION, lambda: sdk("video.get", "none"))


def test_answers_that_are_no_json(client):
    """What cannot be read is not told."""
    sdk = client(faults=["retrieveFile.answer.body.type-another", "generateImage.answer.body.type-another"])
    file = sdk("files.upload", PNG, filename="a.png")

    assert sdk("files.get", file.id).id == ""
    with pytest.raises(IndexError):
        sdk("image.sample", "a", IMAGE)


@pytest.mark.parametrize("reading", ["pending-is-200", "pending-is-bare"])
def test_readings_of_polls(client, reading):
    """Pending is pending, whatever the status of REST and with or without a body."""
    sdk = client(readings=[reading, "videos-take-longer"])
    started = sdk("video.start", "waves", VIDEO, duration=1)
    pending = sdk("video.get", started.request_id)

    assert pending.status == deferred_pb2.PENDING
    assert pending.HasField("response") == (reading != "pending-is-bare")


@pytest.mark.parametrize("reading", ["refusals-in-text", "missing-inputs-are-400", "costs-untold"])
def test_other_readings(client, refusal, reading):
    """Statuses and fields that may be otherwise."""
    sdk = client(readings=[reading])
    if reading == "costs-untold":
        assert not sdk("image.sample", "a", IMAGE).usage.HasField("cost_in_usd_ticks")
    elif reading == "missing-inputs-are-400":
        refusal(
            StatusCode.INVALID_ARGUMENT, lambda: sdk("image.sample", "a", IMAGE, image_file_id="file_none")
        )
    else:
        refusal(
            StatusCode.INVALID_ARGUMENT,
            lambda: sdk("image.sample", "a", IMAGE, storage_options={"filename": ""}),
            "filename",
        )


def test_rate_limits(client):
    """A quota has a code of its own, and says how long to wait."""
    sdk = client(rate_limits=True)
    code = StatusCode.INVALID_ARGUMENT
    while code is StatusCode.INVALID_ARGUMENT:
        with pytest.raises(grpc.RpcError) as caught:
            sdk("video.start", "", VIDEO)
        code = caught.value.code()

    assert code is StatusCode.RESOURCE_EXHAUSTED
    assert int(dict(caught.value.trailing_metadata())["retry-after"]) > 0


def test_latency(connect):
    """It holds back every answer."""
    with EmulatorProcess(grpc=True, latency=200) as process, connect(process) as sdk:
        start = time.monotonic()
        sdk("files.list")
        assert time.monotonic() - start >= 0.2


def test_an_upload_takes_too_long(bare_to, keyed, refusal):
    """At its beginning, and in its midst."""
    init = files_pb2.UploadFileChunk(init=files_pb2.UploadFileInit(name="a.bin"))
    data = files_pb2.UploadFileChunk(data=b"x" * 1_000_000)
    with EmulatorProcess(grpc=True, body_seconds=0.3) as process, bare_to(process, "local") as stubs:
        for beginning in ([init], [init, data]):
            release = threading.Event()

            def chunks(beginning=beginning, release=release):
                yield from beginning
                release.wait()

            refusal(
                StatusCode.DEADLINE_EXCEEDED,
                lambda chunks=chunks: stubs.files.UploadFile(chunks(), metadata=keyed(process.keys["alpha"])),
                "0.3 seconds",
            )
            release.set()
        assert process.log == ""


def test_a_restart_keeps_what_there_was(connect, tmp_path):
    """Files and videos, in the folder for data."""
    with EmulatorProcess(grpc=True, data=tmp_path) as process, connect(process) as sdk:
        file = sdk("files.upload", PNG, filename="a.png")
        video = sdk("video.start", "waves", VIDEO, duration=1)
    with EmulatorProcess(grpc=True, data=tmp_path) as process, connect(process) as sdk:
        assert sdk("files.get", file.id) == file
        while (found := sdk("video.get", video.request_id)).status == deferred_pb2.PENDING:
            pass
        assert found.status == deferred_pb2.DONE
