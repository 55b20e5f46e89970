"""Inputs that are none, that are more inside than outside, and that are as large as they may be."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.process import EmulatorProcess
from media_given import FILM, IMAGES, bomb, filled, padded, sent, slots, uri, works

POLICY = Behaviour()
TEXT = b"just text\n" * 20
PDF = b"%PDF-1.4\n%%EOF\n"
GIF = b"GIF89a" + b"\1\0\1\0\0\0\0;"
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


class TestFiles:
    """Stored, or in the request."""

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
