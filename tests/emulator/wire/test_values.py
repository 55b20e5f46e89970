"""Log and script as values: bounded, in order, whoever uses them."""

from __future__ import annotations

import pytest

from conformance.emulator.wire import Answer, Body, Log, Malformed, Reader, Script


def begun(log: Log, operation: str = "listFiles") -> int:
    """The number of a request that was begun and ended, with a body of 1000 characters."""
    entry = log.begin(transport="grpc", operation=operation, method="/xai_api.Files/ListFiles", path="")
    entry.body = Body.of("x" * 1000)
    log.end(entry, code="OK")
    return entry.number


def test_the_newest_entries_are_kept() -> None:
    log = Log(entries=3)
    for _ in range(5):
        begun(log)

    assert [entry.number for entry in log.after(0)] == [3, 4, 5]
    assert [entry.number for entry in log.after(4)] == [5]
    assert log.as_json(1)["lost"] == 1
    assert log.as_json(5) == {"entries": [], "next": 5, "lost": 0, "more": False}


def test_text_is_bounded_altogether() -> None:
    log = Log(kept=10_000)
    for _ in range(50):
        begun(log)

    assert 1 <= len(log.after(0)) <= 10
    assert log.after(0)[-1].number == 50


def test_pages_follow_each_other() -> None:
    log = Log()
    for _ in range(1203):
        begun(log)
    after, seen, more = 0, [], True
    while more:
        page = log.as_json(after)
        seen += [entry["number"] for entry in page["entries"]]
        after, more = page["next"], page["more"]

    assert seen == list(range(1, 1204))


def test_what_is_under_way_is_told_too() -> None:
    log = Log()
    log.begin(transport="rest", operation=None, method="GET", path="/")

    assert log.as_json(0)["entries"][0]["ended"] is None


def test_answers_come_in_their_order_and_by_operation() -> None:
    script = Script()
    script.plan("a", Answer(kind="empty", status=202), times=2)
    script.plan("a", Answer(kind="lost"))

    assert script.take("b") is None
    assert script.take(None) is None
    assert [getattr(script.take("a"), "kind", None) for _ in range(4)] == ["empty", "empty", "lost", None]
    with pytest.raises(Malformed):
        script.plan("a", Answer(kind="lost"), times=10_000)


def test_a_malformed_form_is_counted_all_the_same() -> None:
    reader = Reader("multipart/form-data; boundary=b")
    reader.feed(b'--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n--b\r\nnonsense')
    reader.feed(b"\r\n\r\nmore")
    body = reader.body(complete=True)

    assert body.size > 60
    assert body.parts is not None
    assert (body.parts[0].name, body.parts[0].text) == ("a", "x")
    assert Reader("multipart/form-data").body(complete=False).parts is None
