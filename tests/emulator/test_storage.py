"""Storage options: what is accepted, which files it makes, and what becomes of them."""

import math

import pytest

import specs
from conformance.emulator.behaviour import Behaviour

POLICY = Behaviour()
LEAST, MOST = POLICY.storage_expiry_minimum, POLICY.storage_expiry_maximum
SLACK = 5  # seconds that a request may take here
NAMES = [f"out-{number}.jpg" for number in range(1000)]


@pytest.fixture
def name():
    """A file name that nothing else has."""
    return NAMES.pop()


@pytest.fixture(scope="module")
def picture(alpha):
    """The id of a stored image."""
    return stored(alpha, {"filename": "picture.jpg"})["file_id"]


@pytest.fixture(scope="module")
def clip(alpha):
    """The id of a stored video."""
    made = alpha.video(duration=2, storage_options={"filename": "clip.mp4"})
    return made["video"]["file_output"]["file_id"]


def stored(team, options, **body):
    """The file of a generation."""
    answer = team.image(storage_options=options, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"][0]["file_output"]


class TestFiles:
    """What is stored."""

    def test_by_name_alone(self, alpha, anyone, name):
        """A private file for ever, beside the ephemeral URL and with the same bytes."""
        (entry,) = alpha.image(storage_options={"filename": name}).json()["data"]

        assert list(entry) == ["url", "mime_type", "file_output"]
        assert list(entry["file_output"]) == ["file_id", "filename"]
        file_id = entry["file_output"]["file_id"]
        file = alpha.get(file_id).json()
        assert file["filename"] == entry["file_output"]["filename"] == name
        assert file["expires_at"] is None
        assert "public_url" not in file
        content = alpha.content(file_id).content
        assert file["bytes"] == len(content)
        assert content == anyone.get(entry["url"]).content
        assert alpha.named(name) == [file_id]
        assert alpha.ids(filter=f'file_name = "{name}" AND content_type = "image/jpeg"') == [file_id]
        assert alpha.ids(filter=f'file_name = "{name}" AND public_url != null') == []

    def test_with_everything(self, alpha, anyone, advance, name):
        """Both end at their time, the URL first."""
        before = advance(0)
        options = {"filename": name, "expires_after": LEAST + 60, "public_url": {"expires_after": LEAST}}
        output = stored(alpha, options)

        assert list(output) == ["file_id", "filename", "expires_at", "public_url", "public_url_expires_at"]
        assert math.floor(before) <= output["expires_at"] - LEAST - 60 <= before + SLACK
        assert output["expires_at"] - output["public_url_expires_at"] == 60
        file = alpha.get(output["file_id"]).json()
        assert {key: file[key] for key in ("expires_at", "public_url", "public_url_expires_at")} == {
            key: output[key] for key in ("expires_at", "public_url", "public_url_expires_at")
        }
        advance(LEAST)
        assert anyone.get(output["public_url"]).status_code == 404
        assert alpha.get(output["file_id"]).status_code == 200
        advance(60)
        assert alpha.get(output["file_id"]).status_code == 404

    @pytest.mark.parametrize("public_url", [True, {}, {"expires_after": None}])
    def test_an_inherited_expiry(self, alpha, anyone, name, public_url):
        """And none where there is none to inherit."""
        output = stored(alpha, {"filename": name, "expires_after": LEAST, "public_url": public_url})
        assert output["public_url_expires_at"] == output["expires_at"]
        never = stored(alpha, {"filename": name, "public_url": public_url})
        assert list(never) == ["file_id", "filename", "public_url"]

        served = anyone.get(output["public_url"])
        assert served.content == alpha.content(output["file_id"]).content

    def test_only_the_url_expires(self, alpha, name):
        """The file does not."""
        output = stored(alpha, {"filename": name, "public_url": {"expires_after": MOST}})

        assert list(output) == ["file_id", "filename", "public_url", "public_url_expires_at"]
        assert alpha.get(output["file_id"]).json()["expires_at"] is None

    @pytest.mark.parametrize("value", [False, None])
    def test_declined(self, alpha, name, value):
        """Without a public URL."""
        output = stored(alpha, {"filename": name, "public_url": value, "expires_after": None})

        assert list(output) == ["file_id", "filename"]

    @pytest.mark.parametrize(
        ("filename", "end"),
        [
            ("cover.png", ".png"),
            ("cover.JPG", ".jpg"),
            ("archive.tar.gz", ".gz"),
            ("none", ".jpg"),
            ("dot.", ".jpg"),
            ("odd.a b", ".jpg"),
            ("üñí 映画.webp", ".webp"),
            ("a/../b.jpeg", ".jpeg"),
        ],
    )
    def test_the_name_and_the_address(self, alpha, anyone, filename, end):
        """The name is kept as it is, the address ends like it, and the type is that of the bytes."""
        output = stored(alpha, {"filename": filename, "public_url": True})

        assert output["filename"] == filename
        assert output["public_url"].endswith(f"/{output['file_id']}{end}")
        assert anyone.get(output["public_url"]).headers["content-type"] == "image/jpeg"
        alpha.revoke(output["file_id"])
        assert alpha.url(output["file_id"]).endswith(end)

    def test_several(self, alpha, anyone, name):
        """Are files of their own: what happens to one leaves the others alone."""
        data = alpha.image(n=4, storage_options={"filename": name, "public_url": True}).json()["data"]
        outputs = [entry["file_output"] for entry in data]

        assert len({output["file_id"] for output in outputs}) == 4
        assert len({output["public_url"].split("/")[-2] for output in outputs}) == 4
        assert {output["filename"] for output in outputs} == {name}
        contents = [alpha.content(output["file_id"]).content for output in outputs]
        assert contents == [anyone.get(entry["url"]).content for entry in data]
        alpha.delete(outputs[0]["file_id"])
        alpha.revoke(outputs[1]["file_id"])
        statuses = [anyone.get(output["public_url"]).status_code for output in outputs]
        assert statuses == [404, 404, 200, 200]
        assert [anyone.get(entry["url"]).status_code for entry in data] == [200] * 4, "ephemeral URLs live on"
        assert len(alpha.named(name)) == 3

    def test_as_base64(self, alpha, name):
        """Stored all the same."""
        answer = alpha.image(n=2, response_format="b64_json", storage_options={"filename": name})

        assert [list(entry) for entry in answer.json()["data"]] == [
            ["b64_json", "mime_type", "file_output"]
        ] * 2
        assert len(alpha.named(name)) == 2

    def test_edits(self, alpha, picture, name):
        """Make a new file."""
        answer = alpha.edit(
            image={"file_id": picture}, storage_options={"filename": name, "public_url": True}
        )

        output = answer.json()["data"][0]["file_output"]
        assert alpha.named(name) == [output["file_id"]] != [picture]

    @pytest.mark.parametrize("what", ["generations", "edits", "extensions"])
    def test_videos(self, alpha, anyone, advance, clip, name, what):
        """When they are done, and not before; polls store nothing."""
        filename = name.replace("jpg", "mp4")
        storage = {"filename": filename, "expires_after": LEAST, "public_url": True}
        body = {"duration": 2} if what == "generations" else {"video": {"file_id": clip}}
        before = advance(0)
        started = alpha.start(what, storage_options=storage, **body).json()
        assert list(started) == ["request_id"]
        video = alpha.finished(started["request_id"])["video"]
        after = advance(0)

        output = video["file_output"]
        assert list(video) == ["url", "duration", "respect_moderation", "file_output"]
        assert math.floor(before) <= output["expires_at"] - LEAST <= after
        assert output["public_url_expires_at"] == output["expires_at"]
        assert output["public_url"].endswith(f"{output['file_id']}.mp4")
        served = anyone.get(output["public_url"])
        assert served.headers["content-type"] == "video/mp4"
        assert served.content == anyone.get(video["url"]).content
        for _ in range(3):
            assert alpha.poll(started["request_id"]).json()["video"] == video
        assert alpha.named(filename) == [output["file_id"]]

    def test_nothing_asked(self, alpha):
        """Nothing stored."""
        before = alpha.ids()
        assert "file_output" not in alpha.image(storage_options=None).json()["data"][0]
        assert "file_output" not in alpha.video(duration=1)["video"]

        assert alpha.ids() == before

    def test_they_are_ordinary_files(self, alpha, beta, anyone, name):
        """Of their team; a URL is reused, renewed and revoked as usual."""
        output = stored(alpha, {"filename": name, "public_url": True})
        file_id, url = output["file_id"], output["public_url"]

        assert beta.get(file_id).status_code == 404
        assert file_id.startswith(specs.load().limit("stored-file-id-prefix")[0])
        assert alpha.create(file_id, expires_after=LEAST).json()["public_url"] == url
        assert alpha.revoke(file_id).json() == {"id": file_id, "revoked": True, "public_url": url}
        assert alpha.url(file_id) != url
        assert alpha.delete(file_id).json()["deleted"] is True
        assert anyone.get(url).status_code == 404


def _refused_options():
    at = specs.load().schema("StorageOptions")["properties"]["expires_after"]
    name = {"filename": "a.jpg"}
    for value in (at["minimum"] - 1, 0, -1, at["maximum"] + 1, 10**30):
        yield {**name, "expires_after": value}, 400
        yield {**name, "public_url": {"expires_after": value}}, 400
    for value in (LEAST + 0.5, str(LEAST), True, [], {}):
        yield {**name, "expires_after": value}, 422
        yield {**name, "public_url": {"expires_after": value}}, 422
    for value in ("true", 1, [], 0.5):
        yield {**name, "public_url": value}, 422
    yield {**name, "expires_after": LEAST, "public_url": {"expires_after": LEAST + 1}}, 409
    for value in ("text", [], True, 1, [name]):
        yield value, 422
    yield {}, 422
    for value in (None, 1, [], {}, True):
        yield {"filename": value}, 422
    for value in ("", "a" * (POLICY.filename_length + 1), "a\0", "a\nb", 'a"b', "a;b", "a\\b", "\u2028"):
        yield {"filename": value}, 400


class TestRefusals:
    """What is refused is refused at once, and nothing is made."""

    @pytest.mark.parametrize(("options", "status"), list(_refused_options()))
    def test_by_every_operation(self, alpha, refused, picture, clip, options, status):
        """With the same words."""
        before = alpha.page().json()
        answers = [
            alpha.image(storage_options=options),
            alpha.edit(storage_options=options, image={"file_id": picture}),
            alpha.start(storage_options=options, duration=1),
            alpha.start("edits", storage_options=options, video={"file_id": clip}),
            alpha.start("extensions", storage_options=options, video={"file_id": clip}),
        ]

        assert all(refused(answer, status, "storage_options") for answer in answers)
        assert len({answer.json()["error"] for answer in answers}) == 1
        assert alpha.page().json() == before

    def test_first(self, alpha, refused):
        """Before anything else about values is looked at."""
        bad = {"storage_options": {}, "n": 0, "prompt": None, "image": {"file_id": "nothing"}}

        assert refused(alpha.image(**bad), 422, "storage_options")
        assert refused(alpha.edit(**bad), 422, "storage_options")
        assert refused(alpha.start(duration=0, **bad), 422, "storage_options")
        assert refused(alpha.start("edits", **bad), 422, "storage_options")

    def test_equal_is_accepted(self, alpha, name):
        """A URL may last as long as its file; both ends of the bounds are in."""
        for seconds in (LEAST, MOST):
            public = {"expires_after": seconds}
            output = stored(alpha, {"filename": name, "expires_after": seconds, "public_url": public})
            assert output["expires_at"] == output["public_url_expires_at"]

    def test_unknown_members(self, alpha, name):
        """Change nothing."""
        options = {"filename": name, "folder": 1, "public_url": {"name": "x"}}

        assert list(stored(alpha, options)) == ["file_id", "filename", "public_url"]


class TestErrors:
    """Where storing or the public URL does not come off."""

    def test_the_quota(self, beta, name):
        """The files are there; where room ends within a request, some have a URL; it can be made later."""
        options = {"filename": name, "public_url": True}
        full = POLICY.url_quota // 10 - 1
        for _ in range(full):
            beta.image(n=10, storage_options=options)
        beta.image(n=5, storage_options=options)
        data = beta.image(n=10, storage_options=options).json()["data"]
        video = beta.video(duration=1, storage_options=options)["video"]

        outputs = [entry["file_output"] for entry in data]
        shapes = [list(output) for output in outputs]
        assert (
            shapes
            == [["file_id", "filename", "public_url"]] * 5 + [["file_id", "filename", "public_url_error"]] * 5
        )
        assert list(video["file_output"]) == ["file_id", "filename", "public_url_error"]
        assert beta.create(outputs[-1]["file_id"]).status_code == 429
        beta.revoke(outputs[0]["file_id"])
        assert beta.create(outputs[-1]["file_id"]).status_code == 200
        assert list(stored(beta, {"filename": name})) == ["file_id", "filename"]

    def test_storage_unavailable(self, alpha, name):
        """Said in place of the file, beside the URL."""
        prompt, options = "[storage unavailable]", {"filename": name, "public_url": True}
        (entry,) = alpha.image(prompt=prompt, storage_options=options).json()["data"]
        video = alpha.video(prompt=prompt, duration=1, storage_options=options)["video"]

        assert list(entry) == ["url", "mime_type", "storage_error"]
        assert list(video) == ["url", "duration", "respect_moderation", "storage_error"]
        assert entry["storage_error"] == video["storage_error"] != ""
        assert alpha.named(name) == []

    def test_public_url_unavailable(self, alpha, name):
        """Stored, and a URL can be made later."""
        prompt, options = "[public url unavailable]", {"filename": name, "public_url": True}
        output = stored(alpha, options, prompt=prompt)
        video = alpha.video(prompt=prompt, duration=1, storage_options=options)["video"]

        for each in (output, video["file_output"]):
            assert list(each) == ["file_id", "filename", "public_url_error"]
            assert "public_url" not in alpha.get(each["file_id"]).json()
            assert alpha.url(each["file_id"])
        assert "public_url_error" not in stored(alpha, {"filename": name}, prompt=prompt)
