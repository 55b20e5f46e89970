"""Uploading: what is stored, what is refused, and with which words."""

import httpx
import pytest

import specs

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32

SPEC = specs.load()
EXPIRY = SPEC.schema("UploadFile")["properties"]["expires_after"]
LOW, HIGH = EXPIRY["minimum"], EXPIRY["maximum"]


def form(*parts, boundary="edge"):
    """A multipart body from pairs of Content-Disposition parameters and content, in order."""
    body = b"".join(
        b"--%s\r\ncontent-disposition: form-data; %s\r\n\r\n%s\r\n" % (boundary.encode(), head.encode(), data)
        for head, data in parts
    )
    return {
        "content": body + b"--%s--\r\n" % boundary.encode(),
        "headers": {"content-type": f"multipart/form-data; boundary={boundary}"},
    }


FILE = ('name="file"; filename="a.png"', PNG)


def field(name, value):
    """A text part."""
    return f'name="{name}"', str(value).encode()


def test_answers_with_the_file(alpha):
    """The answer is what retrieval shows, and the content is what was sent."""
    file = alpha.upload(PNG, "picture.png", purpose="assistants", expires_after=LOW)

    assert file["object"] == "file"
    assert file["bytes"] == len(PNG)
    assert file["filename"] == "picture.png"
    assert file["purpose"] == "assistants"
    assert file["expires_at"] == file["created_at"] + LOW
    assert alpha.get(file["id"]).json() == file
    assert alpha.content(file["id"]).content == PNG


@pytest.mark.parametrize("seconds", [LOW, LOW + 1, HIGH])
def test_expiry_within_the_bounds(alpha, seconds):
    """Plain or as a pair, ends included."""
    pair = form(field("expires_after[anchor]", "created_at"), field("expires_after[seconds]", seconds), FILE)
    plain = form(field("expires_after", seconds), FILE)

    for each in (pair, plain):
        file = alpha.http.post("/v1/files", **each).raise_for_status().json()
        assert file["expires_at"] - file["created_at"] == seconds


@pytest.mark.parametrize("seconds", [LOW - 1, HIGH + 1, 0, -1, 2**63, 10**40])
def test_expiry_outside_the_bounds(alpha, refused, seconds):
    """Refused by name, and nothing is stored."""
    before = alpha.ids(limit=1)

    assert refused(
        alpha.http.post("/v1/files", **form(field("expires_after", seconds), FILE)), 400, "expires_after"
    )
    assert alpha.ids(limit=1) == before, "a refused upload stored something"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "3600 ",
        " 3600",
        "+3600",
        "3600.0",
        "3.6e3",
        "0xe10",
        "03600",
        "٣٦٠٠",
        "never",
        "3600\r\n",
        "3_600",
    ],
)
def test_expiry_that_is_no_plain_number(alpha, refused, text):
    """Signs, blanks, fractions, other digits and words."""
    assert refused(
        alpha.http.post("/v1/files", **form(field("expires_after", text), FILE)), 400, "expires_after"
    )


@pytest.mark.parametrize(
    "parts",
    [
        (FILE, field("expires_after", LOW)),
        (FILE, field("expires_after[anchor]", "created_at"), field("expires_after[seconds]", LOW)),
        (field("expires_after[anchor]", "created_at"), FILE, field("expires_after[seconds]", LOW)),
        (field("expires_after", LOW), field("expires_after", LOW), FILE),
        (field("expires_after", LOW), field("expires_after[seconds]", LOW), FILE),
        (field("expires_after[seconds]", LOW), FILE),
        (field("expires_after[anchor]", "created_at"), FILE),
        (field("expires_after[anchor]", "last_used"), field("expires_after[seconds]", LOW), FILE),
        (field("purpose", "a"), field("purpose", "b"), FILE),
        (FILE, FILE),
        (field("purpose", "a"),),
        (),
        (('name="file"', PNG),),
        (('name="file"; filename=""', PNG),),
        (("filename=a.png", PNG),),
    ],
)
def test_forms_that_are_refused(alpha, refused, parts):
    """Misplaced, repeated, mixed, halved, missing and unnamed parts."""
    assert refused(alpha.http.post("/v1/files", **form(*parts)), 400)


def test_unknown_parts_are_ignored(alpha):
    """Also one that asks for a public URL."""
    parts = form(field("colour", "green"), FILE, field("purpose", "late"), field("public_url", "true"))
    file = alpha.http.post("/v1/files", **parts).raise_for_status().json()

    assert file["purpose"] == "late"
    assert "public_url" not in file


@pytest.mark.parametrize("character", [*SPEC.limit("filename-forbidden-characters"), "\x01", "\x7f"])
def test_names_with_forbidden_characters(alpha, refused, character):
    """Those of the specs, and control characters."""
    quoted = httpx.URL(params={"n": f"a{character}b.png"}).params
    extended = "UTF-8''" + str(quoted)[2:].replace("+", "%20")
    answer = alpha.http.post("/v1/files", **form((f"name=file; filename*={extended}", PNG)))

    assert refused(answer, 400, "filename")


def test_names_at_their_greatest_length(alpha, refused):
    """Counted in characters, not in bytes."""
    longest = "\N{GREEK SMALL LETTER ALPHA}" * SPEC.limit("filename-length")

    assert alpha.upload(name=longest)["filename"] == longest
    assert refused(alpha.try_upload(name=longest + "a"), 400, "filename")


@pytest.mark.parametrize("name", ["a/b.png", "..", " ", "\N{GRINNING FACE}.png", "it's, (1) [2].png", "null"])
def test_unusual_names_are_kept(alpha, name):
    """The docs forbid none of them."""
    assert alpha.upload(name=name)["filename"] == name


def test_the_extended_notation_of_a_name(alpha, refused):
    """It wins over the plain one, and is refused where it is malformed."""
    for head, name in (
        ("name=file; filename*=UTF-8''%e2%82%ac%20rates.png", "€ rates.png"),
        ("name=file; filename=fallback.png; filename*=utf-8'en'na%C3%AFve.png", "naïve.png"),
        ("name=file; filename*=iso-8859-1''%a3.png", "£.png"),
        (r'name=file; filename="a.png" ;', "a.png"),
    ):
        file = alpha.http.post("/v1/files", **form((head, PNG))).raise_for_status().json()
        assert file["filename"] == name
    for head in (
        "filename*=%41.png",
        "filename*=koi8-r''%41",
        "filename*=UTF-8''%ff",
        'filename="a"b"',
        "filename=a b",
    ):
        assert refused(alpha.http.post("/v1/files", **form((f"name=file; {head}", PNG))), 400)


def test_the_cap_is_exact(alpha, refused):
    """The last byte that is accepted, and the first that is not."""
    cap = SPEC.limit("upload-size-refused-above")

    file = alpha.upload(b"\0" * cap)
    assert file["bytes"] == cap
    assert len(alpha.content(file["id"]).content) == cap
    assert refused(alpha.try_upload(b"\0" * (cap + 1)), 413, "file")
    assert refused(alpha.try_upload(b"\0" * (3 * cap)), 413, "file")


def test_other_bodies(alpha, refused):
    """JSON, nothing, and a form without a delimiter."""
    assert refused(alpha.http.post("/v1/files", json={}), 415, "content-type")
    assert refused(alpha.http.post("/v1/files"), 415)
    assert refused(
        alpha.http.post("/v1/files", content=b"", headers={"content-type": "multipart/form-data"}), 400
    )


@pytest.mark.parametrize(
    ("content", "name", "declared", "stored"),
    [
        (PNG, "a.txt", "text/plain", "image/png"),
        (b"\xff\xd8\xff\xe0", "a", "application/octet-stream", "image/jpeg"),
        (b"\0\0\0\x18ftypmp42", "a", "image/png", "video/mp4"),
        (b"%PDF-1.4", "a", "text/plain", "application/pdf"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a", "image/png", "image/webp"),
        (b"GIF89a", "a", "image/png", "image/gif"),
        (b"PK\x03\x04", "a", "application/octet-stream", "application/zip"),
        (b"plain", "a.json", "application/octet-stream", "application/json"),
        (b"plain", "a.png", "Text/HTML; charset=utf-8", "text/html"),
        (b"plain", "a", "picture", "application/octet-stream"),
    ],
)
def test_how_the_type_is_judged(alpha, content, name, declared, stored):
    """First bytes, then the declared type, then the name."""
    file = alpha.upload(content, name, declared)
    text = f'file_id = "{file["id"]}" AND content_type = "{stored}"'

    assert alpha.ids(filter=text) == [file["id"]]
