"""Videos through the SDK: started, asked about, and done, failed or expired."""

import datetime as dt

import pytest
import xai_sdk.video
from grpc import StatusCode
from xai_sdk.proto import deferred_pb2, video_pb2

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.process import EmulatorProcess

POLICY = Behaviour()
MODEL, *_ = POLICY.video_models
SOON = {"interval": dt.timedelta(milliseconds=50)}
HOUR = 3600


@pytest.fixture(scope="module")
def clip(local):
    """A video that is stored."""
    options = {"filename": "clip.mp4", "public_url": True}
    return local("video.generate", "waves", MODEL, duration=3, storage_options=options, **SOON)


@pytest.fixture(scope="module")
def photo(local):
    """The id of a file with an image."""
    options = {"filename": "photo.jpg"}
    made = local("image.sample", "a lighthouse", POLICY.image_models[0], storage_options=options)
    return made.file_output.file_id


def test_generated(sdk, anyone):
    """Polled until it is there; with its URL, seconds, model and cost."""
    made = sdk("video.generate", "waves", MODEL, duration=2, aspect_ratio="9:16", resolution="480p", **SOON)

    assert (made.duration, made.model, made.respect_moderation) == (2, MODEL, True)
    assert made.usage.cost_in_usd_ticks > 0
    assert (made.file_output, made.storage_error) == (None, None)
    assert anyone.get(made.url).headers["content-type"] == "video/mp4"


def test_pending_and_done(connect):
    """A video is pending before it is done, and tells how far it is."""
    with EmulatorProcess(grpc=True, readings=["videos-take-longer"]) as process, connect(process) as slow:
        started = slow("video.start", "waves", MODEL, duration=1)
        pending = slow("video.get", started.request_id)

        assert pending.status == deferred_pb2.PENDING
        assert not pending.response.HasField("video")
        assert 0 <= pending.response.progress < 100
        while (done := slow("video.get", started.request_id)).status == deferred_pb2.PENDING:
            pass
        assert done.status == deferred_pb2.DONE
        assert (done.response.progress, done.response.video.duration) == (100, 1)


def test_edited_and_extended(sdk, clip):
    """By the id of a file and by URL; an extension is as long as both together."""
    edited = sdk("video.generate", "at night", MODEL, video_file_id=clip.file_output.file_id, **SOON)
    assert edited.duration == 3
    assert sdk("video.generate", "at night", MODEL, video_url=clip.public_url, **SOON).duration == 3
    longer = sdk("video.extend", "and on", MODEL, video_url=edited.url, duration=2, **SOON)
    assert longer.duration == 5
    by_file = sdk("video.extend", "and on", MODEL, video_file_id=clip.file_output.file_id, duration=3, **SOON)
    assert by_file.duration == 6


def test_from_images(local, photo):
    """As the first frame, also without a prompt; and as references."""
    first = local("video.generate", "", MODEL, image_file_id=photo, duration=1, **SOON)
    assert first.duration == 1
    referring = local(
        "video.generate", "her", MODEL, reference_image_file_ids=[photo, photo], duration=1, **SOON
    )
    assert referring.duration == 1


def test_stored(sdk, advance, refusal):
    """With times of its own for the file and the URL, both told."""
    options = {"filename": "kept.mp4", "expires_after": 2 * HOUR, "public_url": {"expires_after": HOUR}}
    made = sdk("video.generate", "waves", MODEL, duration=1, storage_options=options, **SOON)

    output = made.file_output
    assert output.filename == "kept.mp4"
    assert made.public_url == sdk("files.get", output.file_id).public_url
    assert output.expires_at.seconds - output.public_url_expires_at.seconds == HOUR
    advance(2 * HOUR)
    refusal(StatusCode.NOT_FOUND, lambda: sdk("files.get", output.file_id))


def test_what_goes_wrong(local, refusal):
    """A failure has a code and a sentence; a moderated video has no URL; nothing stored is told in words."""
    with pytest.raises(xai_sdk.video.VideoGenerationError, match="could not be made") as caught:
        local("video.generate", "[generation fails]", MODEL, **SOON)
    assert caught.value.code == "internal_error"
    moderated = local("video.generate", "[moderated]", MODEL, duration=1, **SOON)
    assert not moderated.respect_moderation
    with pytest.raises(ValueError, match="moderation"):
        _ = moderated.url
    options = {"filename": "a.mp4", "public_url": True}
    lost = local(
        "video.generate", "[storage unavailable]", MODEL, duration=1, storage_options=options, **SOON
    )
    assert (lost.file_output, bool(lost.storage_error)) == (None, True)
    private = local(
        "video.generate", "[public url unavailable]", MODEL, duration=1, storage_options=options, **SOON
    )
    assert (private.public_url, bool(private.public_url_error)) == (None, True)


def test_expired(local, advance):
    """A day later, the status alone is left."""
    started = local("video.start", "waves", MODEL, duration=1)
    while local("video.get", started.request_id).status == deferred_pb2.PENDING:
        pass
    advance(POLICY.job_retention + 1)
    expired = local("video.get", started.request_id)

    assert expired.status == deferred_pb2.EXPIRED
    assert not expired.HasField("response")


def test_refusals(local, refusal, clip):
    """In the words of REST."""
    for code, arguments, word in (
        (StatusCode.NOT_FOUND, {"model": "none"}, "model"),
        (StatusCode.INVALID_ARGUMENT, {"prompt": ""}, "prompt"),
        (StatusCode.INVALID_ARGUMENT, {"duration": 0}, "duration"),
        (StatusCode.INVALID_ARGUMENT, {"duration": 99}, "duration"),
        (StatusCode.NOT_FOUND, {"image_file_id": "file_none"}, "file_id"),
        (StatusCode.NOT_FOUND, {"video_file_id": "file_none"}, "file_id"),
        (StatusCode.INVALID_ARGUMENT, {"storage_options": {"filename": ""}}, "filename"),
    ):
        asked = {"prompt": "waves", "model": MODEL, **arguments}
        refusal(code, lambda asked=asked: local("video.start", **asked), word)
    refusal(
        StatusCode.INVALID_ARGUMENT,
        lambda: local("video.extend_start", "on", MODEL, video_url=clip.url, duration=99),
        "duration",
    )
    for request_id in ("", "none", "00000000-0000-0000-0000-000000000000", "../files"):
        refusal(StatusCode.NOT_FOUND, lambda request_id=request_id: local("video.get", request_id))


def test_another_teams_video(connect, emulator, local, refusal):
    """It is not there."""
    started = local("video.start", "waves", MODEL, duration=1)
    with connect(emulator, team="beta") as theirs:
        refusal(StatusCode.NOT_FOUND, lambda: theirs("video.get", started.request_id))


def test_what_the_sdk_never_sends(stubs, emulator, refusal, keyed):
    """A video that is none, and an extension of nothing; values that REST does not know are ignored as there."""
    key = keyed(emulator.keys["alpha"])
    content = video_pb2.VideoUrlContent()
    generate, extend = stubs.videos.GenerateVideo, stubs.videos.ExtendVideo

    refusal(
        StatusCode.INVALID_ARGUMENT,
        lambda: generate(video_pb2.GenerateVideoRequest(prompt="a", video=content), metadata=key),
        "neither",
    )
    refusal(
        StatusCode.INVALID_ARGUMENT,
        lambda: extend(video_pb2.ExtendVideoRequest(prompt="a"), metadata=key),
        "video: missing",
    )
    request = video_pb2.GenerateVideoRequest(
        prompt="a",
        duration=1,
        generate_audio=True,
        last_frame={"image_url": "data:,"},
        keyframes=[{"image": {"file_id": "x"}, "timestamp_s": 0.5}],
        reference_audios=[{"voice_id": "ara"}],
    )
    assert generate(request, metadata=key).request_id
