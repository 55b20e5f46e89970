"""Inputs: stored files, data URIs and URLs, and those that are none."""

import asyncio
import dataclasses
import gzip
import http.server
import io
import threading
import time

import pytest
from PIL import Image

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine import fetching
from media_given import FILM, IMAGES, filled, sent, slots, uri, works

POLICY = Behaviour()
TEXT = b"just text\n" * 20


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Serves images, and what is none."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Whatever the path names."""
        name = self.path.lstrip("/")
        if name.startswith("hop"):
            left = int(name[3:])
            return self.answer(302, b"", location=f"/hop{left - 1}" if left > 1 else "/png")
        if name == "elsewhere":
            return self.answer(302, b"", location="file:///etc/passwd")
        if name == "gzip":
            return self.answer(200, gzip.compress(IMAGES["png"]), content_encoding="gzip")
        if name == "large":
            return self.answer(200, bytes(POLICY.input_image_size + 1))
        if name == "largest":
            return self.answer(200, filled(POLICY.input_image_size))
        if name in ("endless", "drips"):
            return self.endless(1024 * 1024 if name == "endless" else 1)
        content = {**IMAGES, "mp4": FILM, "text": TEXT}.get(name)
        return self.answer(404, b"") if content is None else self.answer(200, content)

    def answer(self, status, content, **headers):
        """Answer, and keep the connection."""
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def endless(self, size):
        """Answer in pieces of some size until nobody listens."""
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(bytes(size))
                time.sleep(0.001)
        except OSError:
            return

    def log_message(self, *_):
        """Nothing to say."""


class Server(http.server.ThreadingHTTPServer):
    """Keeps quiet."""

    def handle_error(self, *_):
        """Clients that hang up in the middle are what some tests want."""


@pytest.fixture(scope="module")
def origin():
    """The address of a server that is not the emulator."""
    with Server(("127.0.0.1", 0), Elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def picture(alpha):
    """The id of an uploaded PNG."""
    return alpha.upload(IMAGES["png"])["id"]


@pytest.fixture(scope="module")
def clip(alpha):
    """The id of an uploaded film."""
    return alpha.upload(FILM, "film.mp4", "video/mp4")["id"]


class TestWhatIsTaken:
    """In every place."""

    @pytest.mark.parametrize("form", IMAGES)
    def test_stored_images(self, alpha, form):
        """By their bytes, whatever they were called."""
        named = alpha.upload(IMAGES[form], f"a.{form}", f"image/{form}")["id"]
        misnamed = alpha.upload(IMAGES[form], "a.txt", "text/plain")["id"]

        for file_id in (named, misnamed):
            assert all(works(alpha, what, body) for what, body in slots({"file_id": file_id}))

    @pytest.mark.parametrize("form", IMAGES)
    def test_data_uris(self, alpha, form):
        """Of every type, with and without parameters."""
        for media_type in (f"image/{form}", f"IMAGE/{form};charset=x", ""):
            source = {"url": uri(IMAGES[form], media_type)}
            assert all(works(alpha, what, body) for what, body in slots(source))

    def test_urls(self, alpha, origin, picture):
        """The emulator's own and others', redirected or not."""
        own = [alpha.url(picture), alpha.image().json()["data"][0]["url"]]
        hops = POLICY.input_fetch_redirects
        others = [f"{origin}/{name}" for name in (*IMAGES, "hop1", f"hop{hops}", "largest")]

        for url in (*own, *others):
            assert all(works(alpha, what, body) for what, body in slots({"url": url}))

    def test_a_mixture(self, alpha, picture):
        """Each in its place."""
        kinds = [{"file_id": picture}, {"url": uri(IMAGES["webp"])}, {"image_url": uri(IMAGES["jpeg"])}]

        for images in (kinds, kinds[::-1], kinds[1:]):
            assert works(alpha, "edit", {"images": images})
            assert works(alpha, "generations", {"reference_images": images, "duration": 1})

    @pytest.mark.parametrize("what", ["edits", "extensions"])
    def test_videos(self, alpha, origin, clip, what):
        """By id, in a data URI, by URLs."""
        made = alpha.video(duration=2)["video"]["url"]
        for source in (
            {"file_id": clip},
            {"url": uri(FILM, "video/mp4")},
            {"url": alpha.url(clip)},
            {"url": made, "type": "video_url"},
            {"url": f"{origin}/mp4"},
        ):
            assert works(alpha, what, {"video": source})

    def test_a_chain(self, alpha):
        """Image, edit, video, extension: each of the file before."""
        storage = {"storage_options": {"filename": "a.jpg"}}
        image = alpha.image(**storage).json()["data"][0]["file_output"]["file_id"]
        edit = alpha.edit(image={"file_id": image}, **storage).json()["data"][0]["file_output"]["file_id"]
        video = alpha.video(image={"file_id": edit}, duration=2, **storage)["video"]["file_output"]["file_id"]

        assert works(alpha, "extensions", {"video": {"file_id": video}, "duration": 2})
        assert len({image, edit, video}) == 3

    def test_files_are_left_as_they_are(self, alpha, picture, clip):
        """Metadata and bytes."""
        before = [(alpha.get(i).json(), alpha.content(i).content) for i in (picture, clip)]
        assert all(works(alpha, what, body) for what, body in slots({"file_id": picture}))
        assert works(alpha, "edits", {"video": {"file_id": clip}})

        assert [(alpha.get(i).json(), alpha.content(i).content) for i in (picture, clip)] == before

    def test_deleted_once_it_is_asked_for(self, alpha):
        """The video does not need it any more."""
        file_id = alpha.upload(IMAGES["png"])["id"]
        started = alpha.start(image={"file_id": file_id}, duration=15)
        alpha.delete(file_id)

        assert alpha.finished(started.json()["request_id"])["status"] == "done"


class TestWhatIsRefused:
    """By the request, for videos as well."""

    @pytest.mark.parametrize(
        ("source", "status"),
        [
            ({}, 422),
            ({"url": None, "file_id": None}, 422),
            ({"type": "image_url"}, 422),
            ({"url": 1}, 422),
            ({"url": {"url": "x"}}, 422),
            ({"file_id": 1}, 422),
            ({"file_id": ["x"]}, 422),
            ({"url": "x", "file_id": "y"}, 400),
            ({"file_id": ""}, 404),
            ({"file_id": "abc"}, 404),
            ({"file_id": "../../etc/passwd"}, 404),
            ({"file_id": "a" * 10_000}, 404),
            ({"file_id": "a\0b"}, 404),
            ({"file_id": "file_00000000-0000-0000-0000-000000000000"}, 404),
            ({"url": ""}, 400),
            ({"url": "text"}, 400),
            ({"url": "ftp://127.0.0.1/a.png"}, 400),
            ({"url": "file:///etc/passwd"}, 400),
            ({"url": "http://"}, 400),
            ({"url": "http://127.0.0.1:1/"}, 400),
            ({"url": "http://127.0.0.1:99999/"}, 400),
            ({"url": "http://[::"}, 400),
            ({"url": "http://a b/"}, 400),
            ({"url": "http://127.0.0.1\n/"}, 400),
            ({"url": "http://" + "a" * 300 + ".invalid/"}, 400),
            ({"url": "data:"}, 400),
            ({"url": "data:image/png;base64"}, 400),
            ({"url": "data:image/png;base64,"}, 400),
            ({"url": "data:image/png,abc"}, 400),
            ({"url": "data:image/png;base64,%%%"}, 400),
            ({"url": "data:image/png;base64,abc"}, 400),
            ({"url": "data:image/png;base64,\u00e9"}, 400),
        ],
    )
    def test_sources(self, alpha, refused, source, status):
        """Of another form, of nothing, of what cannot be reached."""
        for what, body in [*slots(source), ("edits", {"video": source}), ("extensions", {"video": source})]:
            assert refused(sent(alpha, what, body), status)

    def test_the_other_kind(self, alpha, refused, picture, clip):
        """A film where an image belongs, and the other way round."""
        for what, body in slots({"file_id": clip}):
            assert refused(sent(alpha, what, body), 400, "the file")
        for what in ("edits", "extensions"):
            assert refused(sent(alpha, what, {"video": {"file_id": picture}}), 400, "video")

    def test_files_that_are_gone(self, alpha, beta, advance, refused):
        """Deleted, expired, another team's: all like one that never was."""
        deleted, others = alpha.upload(IMAGES["png"])["id"], beta.upload(IMAGES["png"])["id"]
        alpha.delete(deleted)
        expired = alpha.upload(IMAGES["png"], expires_after=POLICY.file_expiry_minimum)["id"]
        assert works(alpha, "edit", {"image": {"file_id": expired}})
        advance(POLICY.file_expiry_minimum)

        unknown = "file_00000000-0000-0000-0000-000000000000"
        for what, body in slots({"file_id": "ID"}):
            errors = set()
            for file_id in (deleted, others, expired, unknown):
                one = [{"file_id": file_id}]
                named = {
                    k: one[0] if k == "image" else one if k.endswith("images") else v for k, v in body.items()
                }
                answer = sent(alpha, what, named)
                assert refused(answer, 404, file_id)
                errors.add(answer.json()["error"].replace(file_id, ""))
            assert len(errors) == 1

    def test_urls_that_give_nothing(self, alpha, emulator, origin, refused):
        """Missing, no image, too far away, too large, encoded, and those of the emulator that have ended."""
        file_id = alpha.upload(IMAGES["png"])["id"]
        revoked = alpha.url(file_id)
        alpha.revoke(file_id)
        hops = POLICY.input_fetch_redirects
        names = ["missing", "text", "mp4", f"hop{hops + 1}", "elsewhere", "large", "endless", "gzip"]
        own = [
            revoked,
            f"{emulator.cdn}/x",
            f"{emulator.imgen}/xai-imgen/x.jpg",
            f"{emulator.vidgen}/x",
            emulator.url,
        ]

        for url in (*(f"{origin}/{name}" for name in names), *own):
            for what, body in slots({"url": url}):
                assert refused(sent(alpha, what, body), 400)
        assert refused(alpha.start("edits", video={"url": f"{origin}/png"}), 400)

    def test_a_server_that_is_too_slow(self, origin):
        """Within a time that counts everything, however steadily it drips."""
        policy = dataclasses.replace(POLICY, input_fetch_seconds=0.2)

        with pytest.raises(Refusal, match="not fetched within"):
            asyncio.run(fetching.fetched(policy, f"{origin}/drips", "image", POLICY.input_image_size))


def test_an_image_that_turns(alpha, anyone):
    """The shape of an edit is that of the upright image."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (1000, 500), "red").save(out, "JPEG", exif=exif)
    made = alpha.edit(image={"file_id": alpha.upload(out.getvalue())["id"]}).json()["data"][0]["url"]

    width, height = Image.open(io.BytesIO(anyone.get(made).content)).size
    assert height == pytest.approx(2 * width, rel=0.05)
