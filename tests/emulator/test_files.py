"""Retrieving, reading and deleting, and answers in general."""

import httpx
import pytest

import specs

UNKNOWN = "file_00000000-0000-0000-0000-000000000000"
FILE_PATHS = [
    ("GET", "/v1/files/{}"),
    ("GET", "/v1/files/{}/content"),
    ("DELETE", "/v1/files/{}"),
]


@pytest.mark.parametrize(("method", "path"), FILE_PATHS)
@pytest.mark.parametrize(
    "file_id", [UNKNOWN, "x", "%20", "%00", "..%2f", "x" * 2000, "'; DROP TABLE files; --"]
)
def test_unknown_ids(alpha, refused, method, path, file_id):
    """Not found, however odd."""
    assert refused(alpha.http.request(method, path.format(file_id)), 404)


def test_content_is_an_octet_stream(alpha):
    """Every byte value, with its length, and the same in the original format."""
    data = bytes(range(256)) * 20_000  # beyond what is kept in memory
    file = alpha.upload(data)

    for answer in (alpha.content(file["id"]), alpha.content(file["id"], format="original")):
        assert answer.content == data
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-length"] == str(len(data))


def test_the_text_format(alpha, refused):
    """Text is its own text; a picture has none; and other formats do not exist."""
    text, picture = alpha.upload(b"a\r\nb", "a.txt", "text/plain"), alpha.upload()

    assert alpha.content(text["id"], format="text").content == b"a\r\nb"
    assert refused(alpha.content(picture["id"], format="text"), 404, "format")
    assert refused(alpha.content(picture["id"], format="raw"), 400, "format", "original")
    assert refused(alpha.http.get(f"/v1/files/{text['id']}/content?format=text&format=text"), 400, "format")


def test_head_has_no_body(alpha):
    """And the headers of GET."""
    file = alpha.upload()
    answer = alpha.http.head(f"/v1/files/{file['id']}/content")

    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(file["bytes"])
    assert answer.content == b""


def test_a_deleted_file_is_gone(alpha, refused):
    """With its metadata, its content, its place in the list and its URL; its twin stays."""
    file, twin = alpha.upload(name="twin.png"), alpha.upload(name="twin.png")
    url = alpha.url(file["id"])

    assert alpha.delete(file["id"]).json() == {"id": file["id"], "object": "file", "deleted": True}

    for gone in (
        alpha.get(file["id"]),
        alpha.content(file["id"]),
        alpha.delete(file["id"]),
        alpha.create(file["id"]),
    ):
        assert refused(gone, 404, "file_id")
    assert refused(httpx.get(url), 404)
    assert file["id"] not in alpha.ids()
    assert alpha.get(twin["id"]).json() == twin


def test_an_expired_file_is_gone(alpha, advance, refused):
    """At the exact second, not before."""
    low = specs.load().schema("UploadFile")["properties"]["expires_after"]["minimum"]
    file = alpha.upload(expires_after=low)
    url = alpha.url(file["id"])
    advance(file["expires_at"] - advance(0) - 5)
    assert alpha.get(file["id"]).status_code == httpx.get(url).status_code == 200
    assert file["id"] in alpha.ids()

    advance(file["expires_at"] - advance(0))

    for gone in (
        alpha.get(file["id"]),
        alpha.content(file["id"]),
        alpha.delete(file["id"]),
        alpha.create(file["id"]),
    ):
        assert refused(gone, 404, "file_id")
    assert refused(httpx.get(url), 404)
    assert file["id"] not in alpha.ids()
    assert alpha.revoke(file["id"]).json() == {"id": file["id"], "revoked": False}


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/files/", "/v1/nothing", "/cdn/a/b/c", "/v1/files/a/b", "//v1/files"]
)
def test_unknown_paths(alpha, refused, path):
    """Not found, without a redirection."""
    assert refused(alpha.http.get(httpx.URL(str(alpha.http.base_url).rstrip("/") + path)), 404, "path")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/files", "GET, POST, HEAD"),
        ("POST", "/v1/files/a", "GET, DELETE, HEAD"),
        ("DELETE", "/v1/files/a/public-url", "POST"),
        ("GET", "/v1/files/a/public-url/revoke", "POST"),
        ("POST", "/cdn/a/b", "GET, HEAD"),
        ("BREW", "/v1/files", "GET, POST, HEAD"),
    ],
)
def test_wrong_methods(alpha, refused, method, path, allowed):
    """Refused with what there is."""
    answer = alpha.http.request(method, path)

    if method == "BREW":  # the parser knows no such word
        assert answer.status_code in (400, 405)
    else:
        assert refused(answer, 405, allowed)
        assert answer.headers["allow"] == allowed


def test_every_answer_has_its_own_id(alpha, anyone):
    """Accepted or refused, with a key or without."""
    answers = [
        alpha.page(),
        alpha.get(UNKNOWN),
        anyone.get("/v1/files"),
        anyone.get("/nothing"),
        anyone.get("/cdn/a/b"),
    ]

    assert len({answer.headers["x-request-id"] for answer in answers}) == len(answers)
