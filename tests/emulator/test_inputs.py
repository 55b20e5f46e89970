"""Inputs: stored files, data URIs and URLs, and those that are none, however hostile."""

import asyncio
import base64
import dataclasses
import gzip
import http.server
import io
import struct
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from PIL import Image

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine import fetching, films, pictures
from conformance.emulator.process import EmulatorProcess

POLICY = Behaviour()
IMAGES = {
    name: pictures.draw(name, ratio="1:1", resolution="1k", format=name).content
    for name in ("png", "jpeg", "webp")
}
FILM = films.film("film", seconds=2, ratio="1:1", resolution="480p").content
TEXT = b"just text\n" * 20
PDF = b"%PDF-1.4\n%%EOF\n"
GIF = b"GIF89a" + b"\1\0\1\0\0\0\0;"


def uri(content, media_type="image/png"):
    """A data URI."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def chunk(kind, content):
    """A chunk of a PNG."""
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def filled(size):
    """A PNG in a file of `size` bytes."""
    png = IMAGES["png"]
    return png[:-12] + chunk(b"fILL", bytes(size - len(png) - 12)) + png[-12:]


def bomb(side=20_000):
    """A small PNG that is enormous inside."""
    row = zlib.compressobj(9)
    lines = b"".join(row.compress(bytes(1 + side // 8)) for _ in range(side)) + row.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", lines), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def padded(film, size):
    """A film in a file of `size` bytes."""
    left = size - len(film)
    return film + struct.pack(">I4s", left, b"free") + bytes(left - 8)


HOSTILE = {
    "empty": b"",
    "text": TEXT,
    "pdf": PDF,
    "gif": GIF,
    "no-more-than-magic": IMAGES["png"][:8],
    "cut-off-png": IMAGES["png"][: len(IMAGES["png"]) // 2],
    "cut-off-jpeg": IMAGES["jpeg"][:200],
    "cut-off-webp": IMAGES["webp"][:200],
    "bomb": bomb(),
    "cut-off-mp4": FILM[: len(FILM) // 2],
    "wrong-magic": b"\0\0\0\x18moov" + FILM[8:],
    "quicktime": FILM[:8] + b"qt  " + FILM[12:],
}


def slots(source):
    """Every place where an image can stand: the operation, and the fields."""
    return [
        ("edit", {"image": source}),
        ("edit", {"images": [source]}),
        ("generations", {"image": source, "duration": 1}),
        ("generations", {"reference_images": [source], "duration": 1}),
    ]


def sent(team, what, body):
    """The answer to an operation."""
    return team.edit(**body) if what == "edit" else team.start(what, **body)


def works(team, what, body):
    """Whether an operation comes off, to its end."""
    answer = sent(team, what, body)
    if answer.status_code != 200 or what == "edit":
        return answer.status_code == 200
    return team.finished(answer.json()["request_id"])["status"] == "done"


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

    @pytest.mark.parametrize("name", HOSTILE)
    def test_what_is_no_image_or_video(self, alpha, refused, name):
        """Stored, or in a data URI."""
        file_id = alpha.upload(HOSTILE[name], "a.bin", "application/octet-stream")["id"]
        for source in ({"file_id": file_id}, {"url": uri(HOSTILE[name])}):
            for what, body in [
                *slots(source),
                ("edits", {"video": source}),
                ("extensions", {"video": source}),
            ]:
                assert refused(sent(alpha, what, body), 400, *body.keys() & {"image", "video"})

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
                filled = {
                    k: one[0] if k == "image" else one if k.endswith("images") else v for k, v in body.items()
                }
                answer = sent(alpha, what, filled)
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

    def test_sizes(self, alpha, refused):
        """The documented one fits into a data URI, and not a byte more."""
        largest, larger = (filled(POLICY.input_image_size + more) for more in (0, 1))

        assert works(alpha, "edit", {"images": [{"url": uri(largest)}] * POLICY.image_edit_maximum})
        references = [{"url": uri(largest)}] * POLICY.video_references_maximum
        assert works(alpha, "generations", {"reference_images": references, "duration": 1})
        assert refused(alpha.edit(image={"url": uri(larger)}), 400, "image: larger than")
        assert works(alpha, "edit", {"image": {"file_id": alpha.upload(larger)["id"]}}), "files may be larger"

    def test_a_body_without_end(self, emulator, refused):
        """Declared or not, it is cut off."""
        headers = {"authorization": f"Bearer {emulator.keys['alpha']}", "content-type": "application/json"}

        def endless():
            yield b'{"prompt": "'
            for _ in range(300):
                yield b"a" * 1024 * 1024

        with httpx.Client(base_url=emulator.url, headers=headers) as client:
            assert refused(client.post("/v1/images/edits", content=endless()), 413, "body")

    def test_a_server_that_is_too_slow(self, origin):
        """Within a time that counts everything, however steadily it drips."""
        policy = dataclasses.replace(POLICY, input_fetch_seconds=0.2)

        with pytest.raises(Refusal, match="not fetched within"):
            asyncio.run(fetching.fetched(policy, f"{origin}/drips", "image", POLICY.input_image_size))


def peak(process):
    """The most memory that a process has had, in bytes."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    raise AssertionError


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
class TestMemory:
    """Many large inputs at once cannot add up."""

    def test_data_uris(self):
        """The largest videos, eight at a time."""
        film = padded(FILM, POLICY.input_video_size)
        body = b'{"prompt": "a", "duration": 2, "video": {"url": "%s"}}' % uri(film, "video/mp4").encode()
        with EmulatorProcess() as emulator:
            headers = {
                "authorization": f"Bearer {emulator.keys['alpha']}",
                "content-type": "application/json",
            }
            with httpx.Client(base_url=emulator.url, headers=headers, timeout=None) as client:
                client.get("/v1/files")
                before = peak(emulator)

                def extend(_):
                    return client.post("/v1/videos/extensions", content=body).status_code

                with ThreadPoolExecutor(8) as threads:
                    assert set(threads.map(extend, range(8))) == {200}
            # A body, its text and its content, and what two renderings have; not eight of each.
            assert peak(emulator) - before < 8 * len(body)
            assert emulator.log == ""

    def test_bombs(self):
        """Small outside, and never unfolded."""
        with EmulatorProcess() as emulator:
            headers = {"authorization": f"Bearer {emulator.keys['alpha']}"}
            with httpx.Client(base_url=emulator.url, headers=headers, timeout=None) as client:
                file_id = client.post("/v1/files", files={"file": ("a.png", bomb())}).json()["id"]
                sources = [{"file_id": file_id}, {"url": uri(bomb())}] * 8
                before = peak(emulator)

                def edit(source):
                    return client.post("/v1/images/edits", json={"prompt": "a", "image": source}).status_code

                with ThreadPoolExecutor(16) as threads:
                    assert set(threads.map(edit, sources)) == {400}
            assert peak(emulator) - before < 20_000 * 20_000 // 4
            assert emulator.log == ""


def test_an_image_that_turns(alpha, anyone):
    """The shape of an edit is that of the upright image."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (1000, 500), "red").save(out, "JPEG", exif=exif)
    made = alpha.edit(image={"file_id": alpha.upload(out.getvalue())["id"]}).json()["data"][0]["url"]

    width, height = Image.open(io.BytesIO(anyone.get(made).content)).size
    assert height == pytest.approx(2 * width, rel=0.05)
