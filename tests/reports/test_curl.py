"""Recorded requests as curl commands."""

import pytest

from reports.curl import line, request
from reports.events import event


@pytest.fixture
def shown(make):
    """The one line for an exchange's record."""

    def show(record, *, embedded=False):
        target = {"name": "x", "base_url": make.BASE, "embedded": embedded}
        found = event(make.finished("a", "deviates", exchanges=[record]))
        start = event(make.started(["a"], target=target))
        return line(found.exchanges[0], start.target)

    return show


def test_lines_to_paste(make, shown, snapshot):
    """A line for each kind of request."""
    raw = {"operation": "uploadFile", "headers": {"Content-Type": "multipart/form-data; boundary=b"}}
    records = {
        "get": make.exchange("GET", "/v1/files?limit=2", 200),
        "delete": make.exchange("DELETE", "/v1/files/x", 200, identity="second"),
        "no key": make.exchange("GET", "/v1/files", 200, identity="none"),
        "empty key": make.exchange("GET", "/v1/files", 200, identity="other", headers={"Authorization": ""}),
        "head": make.exchange("HEAD", "/cdn/x", 200, identity="none"),
        "post without a body": make.exchange("POST", "/v1/files/x/public-url/revoke", 200),
        "json": make.exchange(
            "POST",
            "/v1/files/x/public-url",
            200,
            headers={"Content-Type": "application/json"},
            request_body=make.body('{"expires_after": "it\'s $5"}'),
        ),
        "no type": make.exchange("POST", "/v1/files", 400, request_body=make.body("@x")),
        "upload": make.upload(),
        "upload of a long run": make.upload(
            form=[make.part("file", [{"fill": "61", "count": 60_000_000}], "a.txt", "text/plain")]
        ),
        "upload of nothing": make.upload(form=[make.part("file", "", "a.txt", "text/plain")]),
        "upload too long for a line": make.upload(
            form=[make.part("file", bytes(range(256)) * 2, "a.bin", "application/octet-stream")]
        ),
        "two files": make.upload(
            form=[
                make.part("file", "1", "a.txt", "text/plain"),
                make.part("file", "2", "b.txt", "text/plain"),
            ]
        ),
        "hostile name": make.exchange(
            "POST",
            "/v1/files",
            400,
            **raw,
            request_body=make.body(
                '--b\r\nContent-Disposition: form-data; name="file"; filename="a;b"\r\n\r\nx\r\n--b--'
            ),
            form=[make.part("file", "x", "a;b", "text/plain")],
        ),
        "odd address": make.exchange("GET", "/v1/files/é b\n?filter=a%20%3D%20[1]", 404),
    }
    assert {name: shown(record) for name, record in records.items()} == snapshot
    assert all("\n" not in shown(record) for record in records.values())


def test_an_embedded_target_is_a_variable(make, shown):
    """Its port is gone."""
    assert shown(make.exchange("GET", "/v1/files", 200), embedded=True).endswith('"$XAI_BASE_URL/v1/files"')


@pytest.mark.parametrize(("identity", "key"), [("first", "$XAI_API_KEY"), ("second", "$XAI_SECOND_API_KEY")])
def test_a_key_that_was_recorded_by_mistake_is_not_shown(make, shown, identity, key):
    """The recorder replaces keys; should it fail to, the report still does not show a team's."""
    record = make.exchange(
        "GET", "/v1/files", 200, identity=identity, headers={"Authorization": "Bearer xai-not-a-real-key"}
    )
    assert "not-a-real-key" not in shown(record)
    assert f'"Authorization: Bearer {key}"' in shown(record)


def test_a_form_whose_bytes_are_not_known_is_sent_as_a_form(make):
    """Better than nothing, when the recording was cut."""
    cut = {**make.body("--b"), "size": 10**9, "truncated": True}
    record = make.upload(request_body=cut, form=[make.part("file", "x", "naïve.txt", None)])
    found = event(make.finished("a", "deviates", exchanges=[record])).exchanges[0]
    assert any("filename=naïve.txt" in text for text in request(found).words)
