"""Videos: starting, polling, editing, extending, and jobs over restarts."""

import io
import time
import uuid

import av
import httpx
import pytest

import specs
from conformance.emulator.imagine.policy import VideoPolicy
from conformance.emulator.process import EmulatorProcess

POLICY = VideoPolicy()
RATIOS = specs.load().schema("AspectRatioOfVideos")["enum"]
CLOCK = "/.well-known/xai-conformance/clock"
WHATS = ["generations", "edits", "extensions"]


def played(content):
    """How long a video plays in seconds, and its width and height."""
    with av.open(io.BytesIO(content)) as container:
        stream = container.streams.video[0]
        return float(stream.duration * stream.time_base), stream.width, stream.height


@pytest.fixture(scope="module")
def clip(alpha):
    """The id of a stored video of two seconds."""
    made = alpha.video(duration=2, storage_options={"filename": "clip.mp4"})
    return made["video"]["file_output"]["file_id"]


@pytest.fixture(scope="module")
def picture(alpha):
    """The id of a stored image, higher than wide."""
    answer = alpha.image(aspect_ratio="9:16", storage_options={"filename": "picture.jpg"})
    return answer.json()["data"][0]["file_output"]["file_id"]


def test_a_generation(alpha, anyone, emulator):
    """A request to poll, pending until it is done, and then a video for anyone."""
    started = alpha.start(duration=3)

    assert started.status_code == 200
    assert list(started.json()) == ["request_id"]
    assert started.headers["x-zero-data-retention"] == "false"
    request_id = started.json()["request_id"]
    assert str(uuid.UUID(request_id)) == request_id
    progress = []
    while (answer := alpha.poll(request_id)).status_code == 202:
        assert answer.json()["status"] == "pending"
        progress.append(answer.json()["progress"])
        time.sleep(0.01)
    assert progress
    assert progress == sorted(progress)
    assert all(0 <= each <= 99 for each in progress)
    assert answer.headers["x-zero-data-retention"] == "false"
    done = answer.json()
    assert {key: done[key] for key in ("status", "progress", "model")} == {
        "status": "done",
        "progress": 100,
        "model": POLICY.video_models[0],
    }
    assert done["usage"]["cost_in_usd_ticks"] > 0
    video = done["video"]
    assert {**video, "url": ""} == {"url": "", "duration": 3, "respect_moderation": True}
    assert video["url"].startswith(f"{emulator.vidgen}/xai-vidgen/xai-tmp-vidgen-")
    served = anyone.get(video["url"])
    assert served.headers["content-type"] == "video/mp4"
    assert played(served.content) == (pytest.approx(3, abs=0.1), 854, 480)
    assert alpha.poll(request_id).json() == done


@pytest.mark.parametrize("ratio", RATIOS)
def test_shapes(alpha, anyone, ratio):
    """As asked for."""
    video = alpha.video(duration=1, aspect_ratio=ratio, resolution="720p")["video"]

    _, width, height = played(anyone.get(video["url"]).content)
    asked = ratio.split(":")
    assert height == 720
    assert width / height == pytest.approx(int(asked[0]) / int(asked[1]), rel=0.05)


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ({}, POLICY.video_duration_default),
        ({"duration": None}, POLICY.video_duration_default),
        ({"duration": POLICY.video_duration_minimum}, POLICY.video_duration_minimum),
        ({"duration": POLICY.video_duration_maximum}, POLICY.video_duration_maximum),
        ({"duration": "4"}, 4),
        ({"seconds": 4}, 4),
        ({"seconds": "4"}, 4),
        ({"duration": 3, "seconds": 4}, 3),
    ],
)
def test_durations(alpha, anyone, body, seconds):
    """Told and played, as numbers and as texts."""
    video = alpha.video(**body)["video"]

    assert video["duration"] == seconds
    assert played(anyone.get(video["url"]).content)[0] == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"model": 1}, 422),
        ({"model": "grok-imagine-image"}, 404),
        ({"duration": POLICY.video_duration_minimum - 1}, 400),
        ({"duration": POLICY.video_duration_maximum + 1}, 400),
        ({"duration": "0"}, 400),
        ({"duration": "-1"}, 400),
        ({"duration": "1.5"}, 400),
        ({"duration": ""}, 400),
        ({"duration": 1.5}, 422),
        ({"duration": []}, 422),
        ({"seconds": 0}, 400),
        ({"aspect_ratio": "auto"}, 400),
        ({"resolution": "1k"}, 400),
        ({"resolution": 480}, 422),
        ({"prompt": None}, 422),
        ({"prompt": ""}, 400),
        ({"prompt": 1}, 422),
        ({"user": 1}, 422),
        ({"image": "text"}, 422),
        ({"reference_images": {}}, 422),
        ({"reference_images": [{}]}, 422),
    ],
)
def test_fields_that_are_refused(alpha, refused, body, status):
    """By the start; the refusal names the field."""
    assert refused(alpha.start(**body), status, next(iter(body)))


class TestPolling:
    """What polls are answered with."""

    def test_what_there_is_not(self, alpha, beta, refused):
        """Unknown, malformed, and another team's."""
        request_id = alpha.start(duration=1).json()["request_id"]

        assert refused(beta.poll(request_id), 404, "request_id")
        for unknown in (uuid.uuid4(), "x", "%00", "a" * 4000, "%F0%9F%98%80"):
            assert refused(alpha.poll(unknown), 404, "request_id")
        assert alpha.finished(request_id)["status"] == "done"

    def test_methods(self, alpha, anyone, refused):
        """Polls are GET, starts are POST; both need a key."""
        assert refused(alpha.http.post(f"/v1/videos/{uuid.uuid4()}"), 405, "GET")
        for what in WHATS:
            assert refused(alpha.http.get(f"/v1/videos/{what}"), 405, "POST")
            assert refused(anyone.post(f"/v1/videos/{what}", json={}), 401)
        assert refused(anyone.get(f"/v1/videos/{uuid.uuid4()}"), 401)

    def test_the_end(self, alpha, advance, anyone, refused):
        """A job expires, and so does its video."""
        request_id = alpha.start(duration=1).json()["request_id"]
        video = alpha.finished(request_id)["video"]
        advance(POLICY.job_retention - 30)
        assert alpha.poll(request_id).json()["status"] == "done"
        advance(31)

        assert alpha.poll(request_id).json() == {"status": "expired"}
        assert refused(anyone.get(video["url"]), 404)

    def test_the_clock_ends_the_wait(self):
        """However long that is."""
        with EmulatorProcess() as emulator:
            headers = {"authorization": f"Bearer {emulator.keys['alpha']}"}
            with httpx.Client(base_url=emulator.url, headers=headers) as http:
                body = {"prompt": "a", "duration": 1}
                ids = [http.post("/v1/videos/generations", json=body).json()["request_id"] for _ in range(3)]
                left = set(ids)
                while left:
                    http.post(CLOCK, json={"advance": 1})
                    left = {i for i in left if http.get(f"/v1/videos/{i}").json()["status"] != "done"}


class TestFromImages:
    """First frames and references."""

    def test_a_first_frame(self, alpha, anyone, picture):
        """Sets the shape, unless one is asked for; a prompt is not needed."""
        for body in ({}, {"prompt": None}, {"prompt": ""}):
            video = alpha.video(duration=1, image={"file_id": picture}, **body)["video"]
            _, width, height = played(anyone.get(video["url"]).content)
            assert width / height == pytest.approx(9 / 16, rel=0.05)

    def test_references(self, alpha, anyone, picture):
        """Up to the most, of any kind, the same one again included."""
        url = alpha.image().json()["data"][0]["url"]
        several = [{"file_id": picture}, {"url": url}] * POLICY.video_references_maximum

        video = alpha.video(duration=1, reference_images=several[: POLICY.video_references_maximum])["video"]
        assert played(anyone.get(video["url"]).content)[1:] == (854, 480)

    def test_references_without_a_prompt(self, alpha, picture):
        """Are accepted, and fail."""
        storage = {"filename": "never.mp4"}
        for body in ({"prompt": None}, {"prompt": ""}):
            failed = alpha.video(
                duration=1, reference_images=[{"file_id": picture}], storage_options=storage, **body
            )
            assert list(failed) == ["status", "error"]
            assert failed["status"] == "failed"
            assert failed["error"]["code"] == "invalid_argument"
            assert "prompt" in failed["error"]["message"]
        assert alpha.named("never.mp4") == []

    def test_what_is_refused(self, alpha, refused, picture):
        """Too many, both kinds at once, and none but an empty list without a prompt."""
        one = {"file_id": picture}
        many = [one] * (POLICY.video_references_maximum + 1)

        assert refused(alpha.start(reference_images=many), 400, "reference_images")
        assert refused(alpha.start(image=one, reference_images=[one]), 409, "reference_images")
        assert refused(alpha.start(prompt=None, reference_images=[]), 422, "prompt")
        assert alpha.start(image=one, reference_images=[], duration=1).status_code == 200


class TestFromVideos:
    """Editing and extending."""

    def test_an_edit(self, alpha, anyone, clip):
        """Plays as long as its source, and is another video."""
        before = alpha.content(clip).content
        video = alpha.video("edits", video={"file_id": clip})["video"]
        after = anyone.get(video["url"]).content

        assert video["duration"] == 2
        assert played(after)[1:] == played(before)[1:]
        assert played(after)[0] == pytest.approx(2, abs=0.1)
        assert after != before

    @pytest.mark.parametrize(
        ("body", "added"),
        [
            ({}, POLICY.extension_default),
            ({"duration": POLICY.extension_minimum}, POLICY.extension_minimum),
            ({"duration": POLICY.extension_maximum}, POLICY.extension_maximum),
            ({"duration": "3"}, 3),
        ],
    )
    def test_an_extension(self, alpha, anyone, clip, body, added):
        """Is told and plays as long as both together."""
        video = alpha.video("extensions", video={"file_id": clip}, **body)["video"]

        assert video["duration"] == 2 + added
        assert played(anyone.get(video["url"]).content)[0] == pytest.approx(2 + added, abs=0.1)

    def test_of_an_ephemeral_url(self, alpha):
        """Edited, then extended."""
        edited = alpha.video("edits", video={"url": alpha.video(duration=2)["video"]["url"]})
        extended = alpha.video("extensions", video={"url": edited["video"]["url"]}, duration=2)

        assert extended["video"]["duration"] == 4

    def test_lengths_that_are_refused(self, alpha, refused):
        """Too short or too long to be extended, too long to be edited."""
        one, nine = (alpha.video(duration=seconds)["video"]["url"] for seconds in (1, 9))
        seventeen = alpha.video("extensions", video={"url": nine}, duration=8)["video"]["url"]

        assert refused(alpha.start("extensions", video={"url": one}), 400, "video", "at least 2")
        assert refused(alpha.start("extensions", video={"url": seventeen}), 400, "video", "at most 15")
        assert refused(alpha.start("edits", video={"url": nine}), 400, "video", "at most 8.7")

    @pytest.mark.parametrize("what", ["edits", "extensions"])
    def test_what_is_missing(self, alpha, refused, clip, what):
        """Video or prompt."""
        video = {"file_id": clip}

        assert refused(alpha.start(what), 422, "video")
        assert refused(alpha.start(what, video={}), 422, "video")
        assert refused(alpha.start(what, video=[video]), 422, "video")
        assert refused(alpha.start(what, video=video, prompt=None), 422, "prompt")
        assert refused(alpha.start(what, video=video, prompt=""), 400, "prompt")

    @pytest.mark.parametrize("duration", [POLICY.extension_minimum - 1, POLICY.extension_maximum + 1])
    def test_bounds(self, alpha, refused, clip, duration):
        """Those of an extension are others than those of a generation."""
        assert refused(alpha.start("extensions", video={"file_id": clip}, duration=duration), 400, "duration")


class TestTriggers:
    """Words that make something go wrong."""

    def test_moderated(self, alpha):
        """Done, with nothing to see."""
        made = alpha.video(prompt="[moderated]", duration=1, storage_options={"filename": "moderated.mp4"})

        assert made["status"] == "done"
        assert made["video"] == {"url": "", "duration": 1, "respect_moderation": False}
        assert alpha.named("moderated.mp4") == []

    def test_fails(self, alpha):
        """Without a video."""
        made = alpha.video(prompt="[generation fails]", storage_options={"filename": "failed.mp4"})

        assert made["status"] == "failed"
        assert made["error"]["code"] == "internal_error"
        assert alpha.named("failed.mp4") == []
