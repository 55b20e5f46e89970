"""Public URLs: the documented matrix, creating again, revoking, eligibility, quota."""

import json
import re

import httpx
import pytest

import specs

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
SPEC = specs.load()
EXPIRY = SPEC.schema("CreatePublicUrl")["properties"]["expires_after"]
LOW, HIGH = EXPIRY["minimum"], EXPIRY["maximum"]
UNKNOWN = "file_00000000-0000-0000-0000-000000000000"


def fetch(url, **headers):
    """What anyone gets."""
    return httpx.get(url, headers=headers)


def test_the_address(alpha, emulator):
    """The CDN, a token of 22 characters, the id and an extension; anyone gets the bytes under their type."""
    file = alpha.upload(name="picture.PNG")
    url = alpha.url(file["id"])

    assert re.fullmatch(rf"{emulator.cdn}/[A-Za-z0-9_-]{{22}}/{file['id']}\.png", url)
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "nonsense"}):
        answer = fetch(url, **headers)
        assert (answer.status_code, answer.content) == (200, PNG)
        assert answer.headers["content-type"] == "image/png"


def test_the_secret_is_the_token(alpha, refused):
    """Another token, another file's, another extension: nothing."""
    one, two = alpha.url(alpha.upload()["id"]), alpha.url(alpha.upload()["id"])
    base, token, name = one.rsplit("/", 2)

    for url in (
        f"{base}/{two.split('/')[-2]}/{name}",
        f"{base}/{'A' * 22}/{name}",
        one[:-3] + "jpg",
        one[:-4],
    ):
        assert refused(fetch(url), 404)
    assert fetch(f"{base}/{token}/{name}").status_code == 200


@pytest.mark.parametrize("body", [{}, {"expires_after": None}, {"unknown": 1}])
def test_neither_expires(alpha, body):
    """No expiry is answered, none is shown."""
    file = alpha.upload()
    answer = alpha.create(file["id"], **body).json()

    assert set(answer) == {"public_url"}
    assert alpha.get(file["id"]).json() == {**file, **answer}


@pytest.mark.parametrize("seconds", [LOW, HIGH])
def test_the_urls_own_expiry(alpha, advance, seconds):
    """That many seconds from now; the file's stays none."""
    file = alpha.upload()
    now = advance(0)
    answer = alpha.create(file["id"], expires_after=seconds).json()

    assert now + seconds - 1 <= answer["expires_at"] <= advance(0) + seconds
    shown = alpha.get(file["id"]).json()
    assert shown["public_url_expires_at"] == answer["expires_at"]
    assert shown["expires_at"] is None


def test_the_files_expiry_is_inherited(alpha):
    """To the second, and shown."""
    file = alpha.upload(expires_after=LOW)
    answer = alpha.create(file["id"]).json()

    assert answer["expires_at"] == file["expires_at"]
    assert alpha.get(file["id"]).json()["public_url_expires_at"] == file["expires_at"]


def test_both_expire(alpha, refused):
    """Within the file's life: its own. Beyond it: refused, and no URL."""
    file = alpha.upload(expires_after=2 * LOW)

    assert refused(alpha.create(file["id"], expires_after=2 * LOW + 60), 400, "expires_after")
    assert "public_url" not in alpha.get(file["id"]).json()
    assert alpha.create(file["id"], expires_after=LOW).json()["expires_at"] < file["expires_at"]
    assert refused(alpha.create(file["id"], expires_after=2 * LOW + 60), 400, "expires_after")


def test_a_file_with_little_left(alpha, advance, refused):
    """Only the file's own expiry fits."""
    file = alpha.upload(expires_after=LOW)
    advance(60)

    assert refused(alpha.create(file["id"], expires_after=LOW), 400, "expires_after")
    assert alpha.create(file["id"]).json()["expires_at"] == file["expires_at"]


@pytest.mark.parametrize(
    "value",
    [LOW - 1, HIGH + 1, 0, -1, 2**63, 10**400, True, False, LOW + 0.5, "3600", [], {}, [3600]],
)
def test_expiries_that_are_refused(alpha, refused, value):
    """Outside the bounds or of another type; a URL that was active stays as it was."""
    fresh, active = alpha.upload(), alpha.upload()
    alpha.url(active["id"], expires_after=HIGH)
    before = alpha.get(active["id"]).json()

    for file in (fresh, active):
        assert refused(alpha.create(file["id"], expires_after=value), 400, "expires_after")
    assert "public_url" not in alpha.get(fresh["id"]).json()
    assert alpha.get(active["id"]).json() == before
    assert fetch(before["public_url"]).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b'"{}"',
        b"\xff",
        b'{"expires_after": NaN}',
        b'{"expires_after": 3600, "expires_after": 7200}',
        b'{"expires_after": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        json.dumps({}).encode("utf-16"),
    ],
)
def test_bodies_that_are_refused(alpha, refused, body):
    """What is no JSON object, or says two things."""
    path, headers = (
        f"/v1/files/{alpha.upload()['id']}/public-url",
        {"content-type": "application/json; charset=utf-8"},
    )

    assert refused(alpha.http.post(path, content=body, headers=headers), 400, "body")


def test_bodies_of_other_types(alpha, refused):
    """JSON is named, or there is nothing to say."""
    path = f"/v1/files/{alpha.upload()['id']}/public-url"

    for headers in (
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
    ):
        assert refused(alpha.http.post(path, content=b"{}", headers=headers), 415, "content-type")
    too_large = alpha.http.post(path, content=b" " * 2**21, headers={"content-type": "application/json"})
    assert refused(too_large, 413, "body")


def test_creating_again(alpha):
    """The same URL; another expiry moves its end, longer or shorter; none, or the same, keeps it."""
    file = alpha.upload()
    first = alpha.create(file["id"]).json()
    ends = []
    for seconds in (None, LOW, 2 * LOW, LOW + 1, LOW + 1, None):
        answer = alpha.create(file["id"], expires_after=seconds).json()
        assert answer["public_url"] == first["public_url"]
        ends.append(answer.get("expires_at"))

    assert ends[0] is None
    assert ends[1] < ends[3] < ends[2]
    assert ends[3] == ends[4] == ends[5]


def test_the_same_expiry_is_kept_and_not_counted_anew(alpha, advance):
    """The reading that the emulator has chosen."""
    file = alpha.upload()
    first = alpha.create(file["id"], expires_after=LOW).json()
    advance(LOW / 2)

    assert alpha.create(file["id"], expires_after=LOW).json() == first


def test_a_url_ends_by_itself(alpha, advance, refused):
    """At its second it is gone from the CDN and the metadata; the file stays, and the next URL is another."""
    file = alpha.upload()
    answer = alpha.create(file["id"], expires_after=LOW).json()
    url = answer["public_url"]
    advance(answer["expires_at"] - advance(0) - 5)
    assert fetch(url).status_code == 200
    advance(answer["expires_at"] - advance(0))

    assert refused(fetch(url), 404)
    assert alpha.get(file["id"]).json() == file
    assert alpha.content(file["id"]).content == PNG
    assert alpha.revoke(file["id"]).json() == {"id": file["id"], "revoked": False}
    assert alpha.url(file["id"]) != url
    assert refused(fetch(url), 404)


def test_revoking(alpha, refused):
    """Says what ended; again, that nothing did. The next URL is another, and the old one stays dead."""
    file, other = alpha.upload(), alpha.upload()
    first, others = alpha.url(file["id"], expires_after=LOW), alpha.url(other["id"])

    assert alpha.revoke(file["id"]).json() == {"id": file["id"], "revoked": True, "public_url": first}
    assert alpha.revoke(file["id"]).json() == {"id": file["id"], "revoked": False}
    assert refused(fetch(first), 404)
    assert alpha.get(file["id"]).json() == file
    second = alpha.url(file["id"])
    assert second != first
    assert refused(fetch(first), 404)
    assert [fetch(url).status_code for url in (second, others)] == [200, 200]


def test_revoking_what_has_none(alpha):
    """Never had, deleted, never was: no error."""
    never, deleted = alpha.upload(), alpha.upload()
    alpha.url(deleted["id"])
    alpha.delete(deleted["id"])

    for file_id in (never["id"], deleted["id"], UNKNOWN, "x"):
        assert alpha.revoke(file_id).json() == {"id": file_id, "revoked": False}


@pytest.mark.parametrize("body", [b"{}", b"not JSON", b"[]"])
def test_a_body_does_not_matter_to_revoking(alpha, body):
    """None is documented."""
    file = alpha.upload()
    alpha.url(file["id"])

    assert (
        alpha.http.post(f"/v1/files/{file['id']}/public-url/revoke", content=body).json()["revoked"] is True
    )


@pytest.mark.parametrize(
    ("content", "name", "declared", "status"),
    [
        (PNG, "a.png", "image/png", 200),
        (b"\xff\xd8\xff\xe0", "a.jpg", "image/jpeg", 200),
        (b"\0\0\0\x18ftypisom", "a.mp4", "video/mp4", 200),
        (b"%PDF-1.7", "a.pdf", "application/pdf", 200),
        (b"text", "a.txt", "text/plain", 400),
        (b"{}", "a.json", "application/json", 400),
        (b"<p>", "a.html", "text/html", 400),
        (b"PK\x03\x04", "a.zip", "application/zip", 400),
        (b"GIF89a", "a.gif", "image/gif", 400),
        (b"RIFF\0\0\0\0WEBP", "a.webp", "image/webp", 400),
        (b"\0\0\0\x18ftypheic", "a.heic", "image/heic", 400),
        (b"\x01\x02", "a.bin", "application/octet-stream", 400),
        (b"", "a.png", "image/png", 400),
    ],
)
def test_eligibility(alpha, content, name, declared, status):
    """The documented types, and not if empty."""
    assert alpha.create(alpha.upload(content, name, declared)["id"]).status_code == status


def test_unknown_files_come_before_other_rules(alpha, refused):
    """What is not there cannot be judged."""
    assert refused(alpha.create(UNKNOWN, expires_after=-1), 404, "file_id")


def test_the_quota(beta, refused):
    """Counts what is active; an update needs no room, and revoking and deleting make some."""
    quota = SPEC.limit("public-urls-per-team")
    files = [beta.upload()["id"] for _ in range(quota + 1)]
    for file_id in files[:-1]:
        beta.url(file_id)

    assert refused(beta.create(files[-1]), 429)
    assert beta.create(files[0], expires_after=LOW).status_code == 200
    beta.revoke(files[0])
    assert beta.create(files[-1]).status_code == 200
    assert refused(beta.create(files[0]), 429)
    beta.delete(files[1])
    assert beta.create(files[0]).status_code == 200
