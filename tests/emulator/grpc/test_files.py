"""Files and public URLs through the SDK, of each kind and in each mode; REST sees the same files."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from grpc import StatusCode

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.process import EmulatorProcess

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
HOUR = 3600
CAP = Behaviour().upload_cap


def test_a_life(sdk, alpha, refusal):
    """Uploaded, told, listed, read and deleted, with the same told by REST."""
    file = sdk("files.upload", PNG, filename="a ü (1).png", expires_after=dt.timedelta(hours=2))

    shown = alpha.get(file.id).json()
    assert (file.id, file.filename, file.size) == (shown["id"], "a ü (1).png", shown["bytes"])
    assert file.created_at.seconds == shown["created_at"]
    assert file.expires_at.seconds == shown["expires_at"] == file.created_at.seconds + 2 * HOUR
    assert not file.HasField("public_url")
    assert sdk("files.get", file.id) == file
    assert file in sdk("files.list", filter=f'file_id = "{file.id}"').data
    assert sdk("files.content", file.id) == PNG
    deleted = sdk("files.delete", file.id)
    assert (deleted.id, deleted.deleted) == (file.id, True)
    refusal(StatusCode.NOT_FOUND, lambda: sdk("files.get", file.id), "file_id", file.id)
    assert alpha.get(file.id).status_code == 404


def test_a_file_for_ever(sdk, alpha):
    """It has no expiry at all, and what REST has uploaded is there, too."""
    assert not sdk("files.upload", b"text", filename="a.txt").HasField("expires_at")
    made = alpha.upload()
    assert sdk("files.get", made["id"]).filename == made["filename"]
    assert sdk("files.upload", b"", filename="nothing.txt").size == 0


def test_public_urls(sdk, anyone):
    """Made, made again, fetched, and revoked twice; without an expiry, none is told."""
    file = sdk("files.upload", PNG, filename="a.png")
    made = sdk("files.create_public_url", file.id)
    assert not made.HasField("expires_at")
    ends = sdk("files.create_public_url", file.id, expires_after=dt.timedelta(hours=1))

    assert ends.public_url == made.public_url
    told = sdk("files.get", file.id)
    assert told.public_url == made.public_url
    assert told.public_url_expires_at == ends.expires_at
    assert anyone.get(made.public_url).content == PNG
    revoked = sdk("files.revoke_public_url", file.id)
    assert (revoked.file_id, revoked.revoked, revoked.public_url) == (file.id, True, made.public_url)
    assert anyone.get(made.public_url).status_code == 404
    again = sdk("files.revoke_public_url", file.id)
    assert (again.file_id, again.revoked, again.HasField("public_url")) == (file.id, False, False)


def test_lists(connect, emulator):
    """Sorted both ways by each key, cut to a page, and followed page by page."""
    with connect(emulator, team="beta") as sdk:
        names = ["b.txt", "c.txt", "a.txt"]
        sizes = {"b.txt": 3, "c.txt": 1, "a.txt": 2}
        for name in names:
            sdk("files.upload", b"x" * sizes[name], filename=name)

        def listed(**query):
            return [each.filename for each in sdk("files.list", **query).data]

        assert listed(sort_by="filename", order="asc") == sorted(names)
        assert listed(sort_by="filename", order="desc") == sorted(names, reverse=True)
        assert listed(sort_by="size", order="asc") == ["c.txt", "a.txt", "b.txt"]
        assert listed(sort_by="created_at", order="desc") == names[::-1]
        assert listed(filter='file_name = "a.txt"') == ["a.txt"]
        first = sdk("files.list", limit=2, sort_by="filename", order="asc")
        assert [each.filename for each in first.data] == ["a.txt", "b.txt"]
        rest = sdk(
            "files.list", limit=2, sort_by="filename", order="asc", pagination_token=first.pagination_token
        )
        assert [each.filename for each in rest.data] == ["c.txt"]
        assert not rest.HasField("pagination_token")


def test_the_clock(sdk, advance, refusal):
    """It is one clock: turned by the control plane, files and URLs end here as well."""
    file = sdk("files.upload", PNG, filename="a.png", expires_after=2 * HOUR)
    sdk("files.create_public_url", file.id, expires_after=HOUR)
    advance(HOUR)
    assert not sdk("files.get", file.id).HasField("public_url")
    advance(HOUR)
    refusal(StatusCode.NOT_FOUND, lambda: sdk("files.get", file.id))


@pytest.mark.parametrize("mode", ["sync-local", "aio-insecure"])
def test_fifty_mebibytes(connect, emulator, mode, refusal):
    """As much as a file may have goes up and comes down; a byte more is refused."""
    content = hashlib.sha256().digest() * (CAP // 32)
    with connect(emulator, mode) as sdk:
        file = sdk("files.upload", content, filename="big.bin")

        assert file.size == CAP
        assert sdk("files.content", file.id) == content
        refusal(
            StatusCode.INVALID_ARGUMENT,
            lambda: sdk("files.upload", content + b"1", filename="big.bin"),
            "file",
        )
        sdk("files.delete", file.id)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to look at memory")
def test_big_files_are_not_held_in_memory(connect, tmp_path):
    """With a folder for data, twice the file takes little more than half of it took: held, it would take as much again.

    What buffers take they have taken after a while, so half of it comes more than once.
    """
    with EmulatorProcess(grpc=True, data=tmp_path) as process, connect(process) as sdk:
        peaks = []
        for size in (CAP // 2, CAP // 2, CAP // 2, CAP):
            file = sdk("files.upload", b"\0" * size, filename="big.bin")
            assert len(sdk("files.content", file.id)) == size
            peaks.append(peak(process.pid))

        assert peaks[-1] - peaks[-2] < CAP / 3


def peak(pid):
    """The most memory that a process has had, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) * 1024


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("files.upload", b"x", "a.txt", 60), ("expires_after",)),
        (("files.upload", b"x", "a.txt", -1), ("expires_after", "-1")),
        (("files.upload", b"x", "a;b.txt"), ("filename",)),
        (("files.upload", b"x", "ü" * 256), ("filename", "255")),
        (("files.upload", b"x", "\U0001f600" * 20_000), ("filename", "255")),
        (("files.list", {"limit": -1}), ("limit",)),
        (("files.list", {"limit": 101}), ("limit",)),
        (("files.list", {"filter": "size >"}), ("filter",)),
    ],
)
def test_refusals(local, refusal, call, words):
    """Bad arguments, in the words of REST."""
    name, *arguments = call
    if name == "files.upload":
        content, filename, *expiry = arguments
        keywords = {"filename": filename, **({"expires_after": expiry[0]} if expiry else {})}
        refusal(StatusCode.INVALID_ARGUMENT, lambda: local(name, content, **keywords), *words)
    else:
        refusal(StatusCode.INVALID_ARGUMENT, lambda: local(name, **arguments[0]), *words)


def test_refusals_of_urls(local, refusal):
    """Bounds, files that are not there, and files that cannot be public."""
    png = local("files.upload", PNG, filename="a.png").id
    text = local("files.upload", b"text", filename="a.txt").id

    for seconds in (0, HOUR - 1, 10**12):
        refusal(
            StatusCode.INVALID_ARGUMENT,
            lambda seconds=seconds: local("files.create_public_url", png, expires_after=seconds),
            "expires_after",
        )
    refusal(StatusCode.INVALID_ARGUMENT, lambda: local("files.create_public_url", text), "text/plain")
    refusal(StatusCode.NOT_FOUND, lambda: local("files.create_public_url", "file_none"))
    refusal(StatusCode.NOT_FOUND, lambda: local("files.list", pagination_token="nonsense"))


@pytest.mark.parametrize("file_id", ["", "/", "..", "a/content", "x/public-url", "é?x=1#", "%2e", "a\nb"])
def test_ids_that_look_like_paths(local, refusal, file_id):
    """They are ids of no file, whatever is in them."""
    for name in ("files.get", "files.content", "files.delete", "files.create_public_url"):
        refusal(StatusCode.NOT_FOUND, lambda name=name: local(name, file_id), "file_id")
