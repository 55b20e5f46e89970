"""Keys and teams over gRPC, on both ports."""

import pytest
from grpc import StatusCode
from xai_sdk.proto import files_pb2, image_pb2, video_pb2

UPLOAD = [
    files_pb2.UploadFileChunk(init=files_pb2.UploadFileInit(name="a.txt")),
    files_pb2.UploadFileChunk(data=b"text"),
]
WRONG = (
    (),
    (("authorization", "Bearer wrong"),),
    (("authorization", "Basic emulator-key-alpha"),),
    (("authorization", "Bearer"),),
)


def calls(stubs, file_id, metadata):
    """Every method but the upload."""
    of_file = {"file_id": file_id}
    return [
        lambda: stubs.files.ListFiles(files_pb2.ListFilesRequest(), metadata=metadata),
        lambda: stubs.files.RetrieveFile(files_pb2.RetrieveFileRequest(**of_file), metadata=metadata),
        lambda: stubs.files.DeleteFile(files_pb2.DeleteFileRequest(**of_file), metadata=metadata),
        lambda: list(
            stubs.files.RetrieveFileContent(
                files_pb2.RetrieveFileContentRequest(**of_file), metadata=metadata
            )
        ),
        lambda: stubs.files.CreatePublicUrl(files_pb2.CreatePublicUrlRequest(**of_file), metadata=metadata),
        lambda: stubs.files.RevokePublicUrl(files_pb2.RevokePublicUrlRequest(**of_file), metadata=metadata),
        lambda: stubs.images.GenerateImage(image_pb2.GenerateImageRequest(prompt="a cat"), metadata=metadata),
        lambda: stubs.videos.GenerateVideo(video_pb2.GenerateVideoRequest(prompt="waves"), metadata=metadata),
        lambda: stubs.videos.ExtendVideo(video_pb2.ExtendVideoRequest(prompt="waves"), metadata=metadata),
        lambda: stubs.videos.GetDeferredVideo(
            video_pb2.GetDeferredVideoRequest(request_id="none"), metadata=metadata
        ),
    ]


@pytest.mark.parametrize("metadata", WRONG)
def test_every_method_needs_a_key(stubs, alpha, refusal, metadata):
    """None, a wrong one, and one in another scheme are the same."""
    file_id = alpha.upload()["id"]
    for call in calls(stubs, file_id, metadata):
        refusal(StatusCode.UNAUTHENTICATED, call, "authorization")
    assert alpha.get(file_id).status_code == 200


def test_an_upload_needs_a_key_with_local_credentials(emulator, bare_to, refusal, alpha):
    """There the SDK sends one, and so it is demanded."""
    before = alpha.ids(limit=100)
    with bare_to(emulator, "local") as stubs:
        for metadata in WRONG:
            refusal(
                StatusCode.UNAUTHENTICATED,
                lambda metadata=metadata: stubs.files.UploadFile(iter(UPLOAD), metadata=metadata),
            )
    assert alpha.ids(limit=100) == before


def test_an_upload_without_a_key_is_the_first_teams_without_credentials(
    emulator, bare_to, refusal, alpha, beta, keyed
):
    """That is all that is let pass: a wrong key is none, and another team's key counts."""
    with bare_to(emulator, "insecure") as stubs:
        unkeyed = stubs.files.UploadFile(iter(UPLOAD)).id
        for metadata in WRONG[1:]:
            refusal(
                StatusCode.UNAUTHENTICATED,
                lambda metadata=metadata: stubs.files.UploadFile(iter(UPLOAD), metadata=metadata),
            )
        theirs = stubs.files.UploadFile(iter(UPLOAD), metadata=keyed(emulator.keys["beta"])).id

    assert (alpha.get(unkeyed).status_code, beta.get(unkeyed).status_code) == (200, 404)
    assert (alpha.get(theirs).status_code, beta.get(theirs).status_code) == (404, 200)


@pytest.mark.parametrize("mode", ["sync-local", "sync-insecure", "aio-local", "aio-insecure"])
def test_teams_are_apart(emulator, connect, alpha, refusal, mode):
    """What is another team's is not there."""
    file_id = alpha.upload()["id"]
    with connect(emulator, mode, "beta") as sdk:
        for name in ("files.get", "files.content", "files.delete", "files.create_public_url"):
            refusal(StatusCode.NOT_FOUND, lambda name=name: sdk(name, file_id))
        assert not sdk("files.list", filter=f'file_id = "{file_id}"').data
