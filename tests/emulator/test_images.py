"""Images: generating, editing, ephemeral URLs, and how requests are refused."""

import base64
import io

import pytest
from PIL import Image

import specs
from conformance.emulator.imagine.policy import ImagePolicy

POLICY = ImagePolicy()
RATIOS = specs.load().schema("AspectRatioOfImages")["enum"]
PATHS = ["/v1/images/generations", "/v1/images/edits"]


def opened(content):
    """The image in some bytes."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.fixture
def source(alpha):
    """The ephemeral URL of a wide image."""
    return alpha.image(aspect_ratio="2:1").json()["data"][0]["url"]


def test_a_generation(alpha, anyone, emulator):
    """One image at an ephemeral URL, for anyone."""
    answer = alpha.image()

    assert answer.status_code == 200
    assert answer.headers["x-zero-data-retention"] == "false"
    assert list(answer.json()) == ["data", "usage"]
    assert answer.json()["usage"]["cost_in_usd_ticks"] > 0
    (entry,) = answer.json()["data"]
    assert list(entry) == ["url", "mime_type"]
    assert entry["url"].startswith(f"{emulator.imgen}/xai-imgen/xai-tmp-imgen-")
    assert entry["url"].endswith(".jpg")
    served = anyone.get(entry["url"])
    assert served.headers["content-type"] == entry["mime_type"] == "image/jpeg"
    assert opened(served.content).size == (1024, 1024)
    assert anyone.head(entry["url"]).headers["content-length"] == str(len(served.content))
    assert alpha.page().json()["data"] == []


def test_the_same_prompt_twice(alpha, anyone):
    """Gives two images."""
    one, other = (anyone.get(alpha.image().json()["data"][0]["url"]).content for _ in range(2))

    assert one != other


@pytest.mark.parametrize("count", [POLICY.image_count_minimum, 2, POLICY.image_count_maximum])
def test_the_number_of_images(alpha, anyone, count):
    """All of them different, and paid for one by one."""
    answer = alpha.image(n=count).json()

    assert len({anyone.get(entry["url"]).content for entry in answer["data"]}) == count
    assert answer["usage"]["cost_in_usd_ticks"] == count * alpha.image().json()["usage"]["cost_in_usd_ticks"]


@pytest.mark.parametrize("ratio", RATIOS)
def test_ratios(alpha, anyone, ratio):
    """As asked for, within the grain of sixteen pixels."""
    image = opened(anyone.get(alpha.image(aspect_ratio=ratio).json()["data"][0]["url"]).content)

    width, height = (1, 1) if ratio == "auto" else map(float, ratio.split(":"))
    assert image.width / image.height == pytest.approx(width / height, rel=0.05)


def test_resolutions(alpha, anyone):
    """The higher has four times the pixels."""
    low, high = (
        opened(anyone.get(alpha.image(resolution=name).json()["data"][0]["url"]).content)
        for name in POLICY.image_resolutions
    )

    assert high.width * high.height == 4 * low.width * low.height


def test_base64(alpha):
    """Instead of a URL, and without the beginning of a data URI."""
    answer = alpha.image(response_format="b64_json", n=2).json()

    assert [list(entry) for entry in answer["data"]] == [["b64_json", "mime_type"]] * 2
    images = [opened(base64.b64decode(entry["b64_json"], validate=True)) for entry in answer["data"]]
    assert [image.format for image in images] == ["JPEG", "JPEG"]


@pytest.mark.parametrize(
    "field", ["model", "n", "aspect_ratio", "resolution", "response_format", "storage_options", "user"]
)
def test_null_is_absent(alpha, field):
    """In every field."""
    assert len(alpha.image(**{field: None}).json()["data"]) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"prompt": None}, 422),
        ({"prompt": 1}, 422),
        ({"prompt": ""}, 400),
        ({"model": 1}, 422),
        ({"model": "nothing"}, 404),
        ({"model": "grok-imagine-video"}, 404),
        ({"n": POLICY.image_count_minimum - 1}, 400),
        ({"n": POLICY.image_count_maximum + 1}, 400),
        ({"n": 10**30}, 400),
        ({"n": 1.5}, 422),
        ({"n": "1"}, 422),
        ({"n": True}, 422),
        ({"aspect_ratio": "7:5"}, 400),
        ({"aspect_ratio": ""}, 400),
        ({"aspect_ratio": 1}, 422),
        ({"resolution": "8k"}, 400),
        ({"resolution": "1K"}, 400),
        ({"response_format": "b64"}, 400),
        ({"user": 1}, 422),
    ],
)
def test_fields_that_are_refused(alpha, refused, source, body, status):
    """By generations and edits alike; the refusal names the field."""
    assert refused(alpha.image(**body), status, next(iter(body)))
    assert refused(alpha.edit(**{"image": {"url": source}, **body}), status, next(iter(body)))


@pytest.mark.parametrize(
    "body",
    [b'{"prompt": "\\ud800"}', b'{"prompt": "a", "model": "\\udfff"}', b'{"prompt": "a", "user": "\\ud83d"}'],
)
def test_halves_of_characters(alpha, refused, body):
    """Are no text."""
    answer = alpha.http.post(PATHS[0], content=body, headers={"content-type": "application/json"})

    assert refused(answer, 400, "Unicode")


@pytest.mark.parametrize(
    "path", [*PATHS, "/v1/videos/generations", "/v1/videos/edits", "/v1/videos/extensions"]
)
def test_bodies(alpha, refused, path):
    """None, of another type, broken, and of a wrong shape."""
    json = {"content-type": "application/json"}

    assert refused(alpha.http.post(path), 415)
    assert refused(alpha.http.post(path, headers=json), 415, "body")
    assert refused(alpha.http.post(path, content=b'{"prompt": "a"}'), 415, "content-type")
    assert refused(alpha.http.post(path, data={"prompt": "a"}), 415)
    assert refused(alpha.http.post(path, files={"image": ("a.png", b"a", "image/png")}), 415)
    for broken in (b"{", b"[]", b"null", b'{"a": 1, "a": 2}', b'{"a": NaN}', b"\xff", b"[" * 100_000):
        assert refused(alpha.http.post(path, content=broken, headers=json), 400, "body")
    spaced = {"content-type": "Application/JSON ; charset=utf-8"}
    assert alpha.http.post(path, content=b"{}", headers=spaced).status_code == 422


@pytest.mark.parametrize("path", PATHS)
def test_methods(alpha, refused, path):
    """Only one is offered."""
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        answer = alpha.http.request(method, path)
        assert refused(answer, 405, "POST")
        assert answer.headers["allow"] == "POST"
        assert answer.headers["x-zero-data-retention"] == "false"


@pytest.mark.parametrize("path", PATHS)
def test_keys(anyone, refused, path):
    """One is needed."""
    assert refused(anyone.post(path, json={"prompt": "a"}), 401)


def test_ephemeral_urls_end(alpha, advance, anyone, refused):
    """After their time, and for names that there are not."""
    url = alpha.image().json()["data"][0]["url"]
    advance(POLICY.asset_seconds - 30)
    assert anyone.get(url).status_code == 200
    advance(31)
    assert refused(anyone.get(url), 404)
    alpha.image()  # sweeps what has ended
    assert refused(anyone.get(url), 404)
    assert refused(anyone.get(url.replace("imgen", "vidgen")), 404)
    assert refused(anyone.get(f"{url}x"), 404)


class TestEditing:
    """One to three sources."""

    def test_one(self, alpha, anyone, source):
        """Gives another image, in the shape of the first."""
        answer = alpha.edit(image={"url": source, "type": "image_url"})

        assert [list(entry) for entry in answer.json()["data"]] == [["url", "mime_type"]]
        before, after = (anyone.get(url).content for url in (source, answer.json()["data"][0]["url"]))
        assert opened(before).size == opened(after).size
        assert before != after

    def test_several(self, alpha, anyone, source):
        """The first sets the shape, unless one is asked for."""
        square = alpha.image().json()["data"][0]["url"]
        images = [{"url": square}, {"url": source}, {"image_url": source}]
        assert alpha.edit(images=images[:1]).status_code == 200

        for body, ratio in (({}, 1), ({"aspect_ratio": "auto"}, 1), ({"aspect_ratio": "9:16"}, 9 / 16)):
            answer = alpha.edit(images=images, n=2, **body).json()["data"]
            shapes = [opened(anyone.get(entry["url"]).content).size for entry in answer]
            assert [w / h for w, h in shapes] == pytest.approx([ratio] * 2, rel=0.05)

    def test_as_base64(self, alpha, source):
        """Like generations."""
        (entry,) = alpha.edit(image={"url": source}, response_format="b64_json").json()["data"]

        assert list(entry) == ["b64_json", "mime_type"]

    def test_its_cost(self, alpha, source):
        """Has the sources in it."""
        one = alpha.image().json()["usage"]["cost_in_usd_ticks"]
        images = [{"url": source}] * 2

        assert alpha.edit(images=images, n=3).json()["usage"]["cost_in_usd_ticks"] == 5 * one

    @pytest.mark.parametrize(
        ("body", "status", "word"),
        [
            ({}, 422, "image"),
            ({"image": None, "images": None}, 422, "image"),
            ({"images": []}, 422, "image"),
            ({"image": []}, 422, "image"),
            ({"image": "text"}, 422, "image"),
            ({"images": {}}, 422, "images"),
            ({"images": [1]}, 422, "images[0]"),
            ({"image": {"url": "SOURCE"}, "images": [{"url": "SOURCE"}]}, 400, "images"),
            ({"images": [{"url": "SOURCE"}] * (POLICY.image_edit_maximum + 1)}, 400, "images"),
        ],
    )
    def test_sources_that_are_refused(self, alpha, refused, source, body, status, word):
        """None, too many, two kinds of naming them, other types."""
        filled = eval(repr(body).replace("SOURCE", source))

        assert refused(alpha.edit(**filled), status, word)


class TestTriggers:
    """Words that make something go wrong."""

    def test_moderated(self, alpha, refused):
        """No image."""
        assert refused(alpha.image(prompt="a [moderated] scene"), 400, "moderation")

    def test_fails(self, alpha, refused):
        """An error of the server, and nothing is stored."""
        before = alpha.ids()

        assert refused(alpha.image(prompt="[generation fails]", storage_options={"filename": "a.jpg"}), 500)
        assert alpha.ids() == before
