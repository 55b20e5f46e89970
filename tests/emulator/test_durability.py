"""What is kept with `--data`: everything acknowledged, through a kill, and nothing else."""

import socket
import sqlite3

import httpx
import pytest

from conformance.emulator.process import EmulatorError, EmulatorProcess

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
CLOCK = "/.well-known/xai-conformance/clock"


def client(emulator, key="emulator-key-alpha"):
    """A client with a key."""
    return httpx.Client(base_url=emulator.url, headers={"authorization": f"Bearer {key}"})


def test_nothing_acknowledged_is_lost_by_a_kill(tmp_path):
    """Files, contents, URLs and their ends, deletions, tokens of pages, and the clock."""
    big = bytes(range(256)) * 8192
    with EmulatorProcess(data=tmp_path) as emulator, client(emulator) as http:
        files = [
            http.post(
                "/v1/files", data={"expires_after": "7200"}, files={"file": (f"{n}.png", PNG + big * n)}
            ).json()
            for n in range(4)
        ]
        ids = [file["id"] for file in files]
        urls = [http.post(f"/v1/files/{i}/public-url", json={}).json()["public_url"] for i in ids[:3]]
        http.post(f"/v1/files/{ids[1]}/public-url/revoke")
        http.delete(f"/v1/files/{ids[2]}")
        http.post(CLOCK, json={"advance": 3600})
        page = http.get("/v1/files", params={"limit": 1, "order": "asc"}).json()
        shown = http.get(f"/v1/files/{ids[0]}").json()
        emulator.kill()

    with EmulatorProcess(data=tmp_path) as again, client(again) as http:
        paths = [url.removeprefix(emulator.url) for url in urls]
        assert {**http.get(f"/v1/files/{ids[0]}").json(), "public_url": shown["public_url"]} == shown
        assert http.get(f"/v1/files/{ids[0]}").json()["public_url"] == again.url + paths[0]
        assert http.get(f"/v1/files/{ids[3]}/content").content == PNG + big * 3
        assert [http.get(path).status_code for path in paths] == [200, 404, 404]
        assert http.get(f"/v1/files/{ids[2]}").status_code == 404
        token = {"limit": 3, "order": "asc", "pagination_token": page["pagination_token"]}
        assert [file["id"] for file in http.get("/v1/files", params=token).json()["data"]] == [ids[1], ids[3]]
        now = http.post(CLOCK, json={"advance": 0}).json()["now"]
        assert 3600 <= now - files[0]["created_at"] < 3700
        http.post(CLOCK, json={"advance": 3700})
        again.kill()

    with EmulatorProcess(data=tmp_path) as last, client(last) as http:
        assert http.get("/v1/files").json()["data"] == [], "the files ended before the last start"
        assert [path for path in (tmp_path / "content").iterdir()] == []  # noqa: C416 - shown on failure


def test_an_unfinished_upload_is_swept(tmp_path):
    """What a kill left of it is gone after the next start."""
    with EmulatorProcess(data=tmp_path) as emulator:
        connection = socket.create_connection(("127.0.0.1", int(emulator.url.rpartition(":")[2])))
        connection.sendall(
            b"POST /v1/files HTTP/1.1\r\nhost: a\r\nauthorization: Bearer emulator-key-alpha\r\n"
            b"content-type: multipart/form-data; boundary=X\r\ncontent-length: 9000000\r\n\r\n"
            b'--X\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + b"a" * 5_000_000
        )
        with client(emulator) as http:
            http.get("/v1/files")  # by the time of this answer, the upload has begun
        emulator.kill()
        connection.close()
    (tmp_path / "content" / "file_orphan").write_bytes(b"kept, and not committed")

    with EmulatorProcess(data=tmp_path) as emulator, client(emulator) as http:
        assert http.get("/v1/files").json()["data"] == []
    assert not any((tmp_path / "drafts").iterdir())
    assert not any((tmp_path / "content").iterdir())


def test_two_emulators_cannot_share_a_folder(tmp_path):
    """The second says so."""
    with EmulatorProcess(data=tmp_path), pytest.raises(EmulatorError, match="another emulator is using it"):
        EmulatorProcess(data=tmp_path).start()


def test_a_folder_that_is_none(tmp_path):
    """A file in its place, or a database of another kind."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "emulator.sqlite").write_bytes(b"no database" * 100)

    for name in ("file", "folder"):
        with pytest.raises(EmulatorError, match=name):
            EmulatorProcess(data=tmp_path / name).start()


def test_a_folder_of_an_earlier_version(tmp_path):
    """Gets what it lacks, and keeps what it has."""
    with EmulatorProcess(data=tmp_path) as emulator, client(emulator) as http:
        file = http.post("/v1/files", files={"file": ("a.png", PNG)}).json()
    connection = sqlite3.connect(tmp_path / "emulator.sqlite", isolation_level=None)
    for statement in ("ALTER TABLE files DROP COLUMN extension", "DROP TABLE assets", "DROP TABLE jobs"):
        connection.execute(statement)
    connection.close()

    with EmulatorProcess(data=tmp_path) as emulator, client(emulator) as http:
        assert http.get("/v1/files").json()["data"] == [file]
        body = {"prompt": "a", "storage_options": {"filename": "b.webp", "public_url": True}}
        output = http.post("/v1/images/generations", json=body).json()["data"][0]["file_output"]
        assert output["public_url"].endswith(".webp")
