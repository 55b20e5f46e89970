"""Messages that are none, uploads out of order, and clients that go away: nothing is left behind, nothing is logged."""

import itertools
import threading
import time

import grpc
import pytest
from grpc import StatusCode
from xai_sdk.proto import files_pb2, image_pb2, video_pb2

Chunk, Init = files_pb2.UploadFileChunk, files_pb2.UploadFileInit
INIT = Chunk(init=Init(name="a.bin"))
METHODS = {
    "xai_api.Files": [
        "ListFiles",
        "RetrieveFile",
        "DeleteFile",
        "RetrieveFileContent",
        "CreatePublicUrl",
        "RevokePublicUrl",
        "UploadFile",
    ],
    "xai_api.Image": ["GenerateImage"],
    "xai_api.Video": ["GenerateVideo", "ExtendVideo", "GetDeferredVideo"],
}


@pytest.fixture
def key(emulator, keyed):
    """The first team's, as metadata."""
    return keyed(emulator.keys["alpha"])


def sent(stubs, method, *contents, key):
    """The answer to bytes, whatever they are."""
    if method.endswith("/UploadFile"):
        return stubs.channel.stream_unary(method)(iter(contents), metadata=key)
    if method.endswith("/RetrieveFileContent"):
        return list(stubs.channel.unary_stream(method)(contents[0], metadata=key))
    return stubs.channel.unary_unary(method)(contents[0], metadata=key)


@pytest.mark.parametrize("content", [b"\xff", b"\x0a\xff", b"\x00" * 10, bytes(range(256)) * 10])
def test_bytes_that_are_no_message(stubs, refusal, key, content):
    """Every method refuses them; the server is never said to have failed."""
    for service, names in METHODS.items():
        for name in names:
            with pytest.raises(grpc.RpcError) as caught:
                sent(stubs, f"/{service}/{name}", content, key=key)
            assert caught.value.code() is StatusCode.INVALID_ARGUMENT, name


def test_texts_that_are_none(stubs, refusal, key):
    """Texts of messages are UTF-8."""
    refusal(
        StatusCode.INVALID_ARGUMENT,
        lambda: sent(stubs, "/xai_api.Files/RetrieveFile", b"\x0a\x02\xff\xfe", key=key),
    )


def test_methods_that_there_are_not(stubs, refusal, key):
    """Of services that are there, and of others."""
    for method in ("/xai_api.Files/Nothing", "/xai_api.Chat/GetCompletion", "/nothing/Nothing", "/"):
        refusal(StatusCode.UNIMPLEMENTED, lambda method=method: sent(stubs, method, b"", key=key))


@pytest.mark.parametrize(
    ("chunks", "word"),
    [
        ([], "init"),
        ([Chunk(data=b"x")], "init"),
        ([INIT, INIT], "init"),
        ([INIT, Chunk(data=b"x"), INIT], "init"),
        ([Chunk()], "chunk"),
        ([INIT, Chunk()], "chunk"),
        ([INIT, *[Chunk(data=b"x" * 2**20)] * 3, Chunk()], "chunk"),
        ([INIT, *[Chunk(data=b"x" * 2**20)] * 3, INIT], "init"),
        ([Chunk(init=Init(name="")), Chunk(data=b"x")], "filename"),
        ([Chunk(init=Init(name="a\r\nb")), Chunk(data=b"x")], "filename"),
        ([Chunk(init=Init(name="a.bin", expires_after=2**62)), Chunk(data=b"x")], "expires_after"),
    ],
)
def test_uploads_out_of_order(stubs, alpha, refusal, key, chunks, word):
    """Nothing is stored."""
    before = alpha.ids(limit=100)
    refusal(StatusCode.INVALID_ARGUMENT, lambda: stubs.files.UploadFile(iter(chunks), metadata=key), word)
    assert alpha.ids(limit=100) == before


def test_an_upload_in_crumbs(stubs, alpha, key):
    """Each byte a message, with empty ones between."""
    content = bytes(range(256)) * 4
    crumbs = [piece for n in content for piece in (Chunk(data=bytes([n])), Chunk(data=b""))]
    file = stubs.files.UploadFile(iter([INIT, *crumbs]), metadata=key)

    assert alpha.content(file.id).content == content


def test_a_refusal_does_not_wait_for_the_rest(stubs, refusal, key):
    """The client would send for ever; what is wrong with the beginning is told at once."""
    chunks = itertools.chain([Chunk(init=Init(name="a;b"))], itertools.repeat(Chunk(data=b"x" * 2**20)))
    refusal(StatusCode.INVALID_ARGUMENT, lambda: stubs.files.UploadFile(chunks, metadata=key), "filename")
    endless = itertools.chain([INIT], itertools.repeat(Chunk(data=b"x" * 2**20)))
    refusal(StatusCode.INVALID_ARGUMENT, lambda: stubs.files.UploadFile(endless, metadata=key), "file")


def test_a_message_that_is_too_large(stubs, refusal, key):
    """It is not even taken in."""
    request = image_pb2.GenerateImageRequest(prompt="x" * (65 * 2**20))
    refusal(StatusCode.RESOURCE_EXHAUSTED, lambda: stubs.images.GenerateImage(request, metadata=key))


@pytest.mark.parametrize("size", [0, 1, 300_000, 5 * 2**20])
def test_uploads_that_are_broken_off_are_not_stored(stubs, alpha, key, size):
    """Cancelled or over the deadline, at any time before the end of what was sent is said."""
    before = alpha.ids(limit=100)
    for number in range(12):
        reached, release = threading.Event(), threading.Event()

        def chunks(reached=reached, release=release):
            yield INIT
            yield Chunk(data=b"x" * size)
            reached.set()
            release.wait()

        timeout = 0.05 if number % 3 == 2 else None
        call = stubs.files.UploadFile.future(chunks(), metadata=key, timeout=timeout)
        reached.wait()
        if number % 3 == 1:
            time.sleep(0.01)
        if timeout is None:
            call.cancel()
        assert call.code() in {StatusCode.CANCELLED, StatusCode.DEADLINE_EXCEEDED}
        release.set()
    assert alpha.ids(limit=100) == before


def test_readers_that_go_away(stubs, alpha, key):
    """In the middle of a big file; the server goes on."""
    file_id = alpha.upload(b"x" * 30_000_000, "big.bin", "application/octet-stream")["id"]
    for _ in range(10):
        call = stubs.files.RetrieveFileContent(
            files_pb2.RetrieveFileContentRequest(file_id=file_id), metadata=key
        )
        next(call)
        call.cancel()
    assert alpha.content(file_id).status_code == 200
    alpha.delete(file_id)


def test_callers_that_go_away(stubs, alpha, key):
    """While an image is drawn, or a video begun; what they have asked for is done or is not, and nothing is logged."""
    for _ in range(5):
        call = stubs.images.GenerateImage.future(image_pb2.GenerateImageRequest(prompt="a"), metadata=key)
        call.cancel()
        call = stubs.videos.GenerateVideo.future(
            video_pb2.GenerateVideoRequest(prompt="a"), metadata=key, timeout=0.001
        )
        assert call.exception() is not None or call.result().request_id
    assert alpha.image().status_code == 200


def test_a_connection_that_breaks(emulator, bare_to, alpha, key):
    """With calls of all kinds on it."""
    before = alpha.ids(limit=100)
    file_id = alpha.upload(b"x" * 30_000_000, "big.bin", "application/octet-stream")["id"]
    release = threading.Event()

    def chunks():
        yield INIT
        yield Chunk(data=b"x" * 1_000_000)
        release.wait()

    with bare_to(emulator, "local") as stubs:
        stubs.files.UploadFile.future(chunks(), metadata=key)
        reading = stubs.files.RetrieveFileContent(
            files_pb2.RetrieveFileContentRequest(file_id=file_id), metadata=key
        )
        next(reading)
    release.set()
    alpha.delete(file_id)
    assert alpha.ids(limit=100) == before


def test_enums_beyond_the_last(stubs, refusal, key):
    """A number without a name is refused, not misread."""
    for call in (
        lambda: stubs.files.ListFiles(files_pb2.ListFilesRequest(order=77), metadata=key),
        lambda: stubs.files.ListFiles(files_pb2.ListFilesRequest(sort_by=77), metadata=key),
        lambda: stubs.images.GenerateImage(
            image_pb2.GenerateImageRequest(prompt="a", aspect_ratio=77), metadata=key
        ),
        lambda: stubs.images.GenerateImage(
            image_pb2.GenerateImageRequest(prompt="a", format=77), metadata=key
        ),
        lambda: stubs.videos.GenerateVideo(
            video_pb2.GenerateVideoRequest(prompt="a", resolution=77), metadata=key
        ),
    ):
        refusal(StatusCode.INVALID_ARGUMENT, call, "77")
