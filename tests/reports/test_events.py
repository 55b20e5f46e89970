"""The event stream and its schema."""

import base64
import hashlib
import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.bodies import Body, Fill, Literal
from reports.events import SCHEMA, CheckFinished, EventError, RunFinished, RunStarted, event, read


def lines(*records):
    """The records as a stream holds them."""
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def test_the_schema_is_a_schema_and_describes_every_field():
    """JSON Schema 2020-12, strict about fields."""
    schema = json.loads(SCHEMA.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    for kind in ("run-started", "check-started", "check-finished", "cleaned-up", "used", "run-finished"):
        definition = schema["$defs"][kind]
        assert definition["additionalProperties"] is False
        # What streams of older versions do not have.
        newer = {
            "used": {"peak"},
            "run-started": {"lean", "driver"},
            "check-finished": {"transcripts", "rule", "requests", "program", "offered"},
        }.get(kind, set())
        assert set(definition["properties"]) - set(definition["required"]) == newer


def test_every_line_fits_the_schema_as_a_whole(sample_events):
    """Another validator, with the schema's own union, agrees with the reading of single kinds."""
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_bytes()))
    for record in sample_events:
        validator.validate(record)


def test_reads_every_kind_of_event(tmp_path, make):
    """A stream becomes frozen values."""
    path = tmp_path / "events.jsonl"
    path.write_bytes(
        lines(
            make.started(["a"]),
            make.begun("a"),
            make.finished("a"),
            make.cleaned(),
            make.used(),
            make.ended(),
        )
    )
    found = list(read(path))
    assert [type(item).__name__ for item in found] == [
        "RunStarted",
        "CheckStarted",
        "CheckFinished",
        "CleanedUp",
        "Used",
        "RunFinished",
    ]
    with pytest.raises(AttributeError):
        found[0].seed = 8


def test_what_was_generated_may_have_no_price(make):
    """Absent and null are the same; anything else is a number from 0 on."""
    record = make.made()
    (priced,) = event(make.used(record)).usage.generated
    assert priced.dollars == 0.04
    (free,) = event(make.used({**record, "dollars": None})).usage.generated
    del record["dollars"]
    assert event(make.used(record)).usage.generated == (free,)
    for change in ({"dollars": -1}, {"kind": "song"}, {"assets": 0.5}, {"colour": 1}):
        with pytest.raises(EventError, match="used"):
            event(make.used({**record, **change}))


def test_an_exchange_survives_reading_and_writing(make):
    """What the events hold of requests comes out as it went in."""
    records = make.bounds_exchanges()
    found = event(make.finished("a", "deviates", exchanges=records))
    assert [exchange.as_json() for exchange in found.exchanges] == records


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_torn_last_line_is_passed_over(tmp_path, make, cut):
    """A killed run leaves half a line."""
    path = tmp_path / "events.jsonl"
    path.write_bytes(lines(make.started(["a"]), make.finished("a"))[:-cut])
    found = list(read(path))
    # Without its line end alone, the last line is whole.
    assert [type(item) for item in found] == [RunStarted, CheckFinished][: 2 if cut == 1 else 1]


def test_another_bad_line_is_an_error_that_names_file_and_line(tmp_path, make):
    """Only the last line may be torn."""
    path = tmp_path / "events.jsonl"
    path.write_bytes(lines(make.started(["a"])) + b'{"event": \n' + lines(make.ended()))
    with pytest.raises(EventError, match=r"events\.jsonl, line 2: not JSON"):
        list(read(path))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcome": "fine"}, "check-finished at /outcome"),
        ({"seconds": -1}, "at /seconds"),
        ({"colour": "red"}, "colour"),
        ({"blame": "nobody"}, "at /blame"),
        ({"event": "check-vanished"}, "check-vanished"),
        ({"event": 3}, "'3'"),
        ({"\ud800": 1}, "half a character"),
    ],
)
def test_what_the_schema_refuses_is_an_error_that_names_the_place(tmp_path, make, change, message):
    """Strict about the fields of events."""
    path = tmp_path / "events.jsonl"
    path.write_bytes(lines({**make.finished("a"), **change}))
    with pytest.raises(EventError) as caught:
        list(read(path))
    assert message in str(caught.value)
    assert "line 1" in str(caught.value)


def test_a_missing_file_is_an_error_in_one_sentence(tmp_path):
    """No traceback for a wrong path."""
    with pytest.raises(EventError, match="No such file"):
        list(read(tmp_path / "none.jsonl"))


def test_half_characters_survive(make):
    """Hypothesis finds such texts, and JSON can hold them."""
    found = event(json.loads(json.dumps(make.finished("a", "deviates", "\ud800"))))
    assert found.message == "\ud800"


def test_a_run_finished_is_read(make):
    """The last line of a stream."""
    assert event(make.ended(interrupted=True)) == RunFinished(
        time=make.ended()["time"], interrupted=True, complete=True, seconds=12.5
    )


pieces = st.lists(
    st.one_of(
        st.binary(max_size=20).map(lambda b: Literal(base64.b64encode(b).decode())),
        st.builds(Fill, st.integers(0, 255), st.integers(1, 5000)),
    ),
    max_size=4,
).map(tuple)


@settings(deadline=None)
@given(pieces)
def test_a_body_in_pieces_is_the_pieces_in_order(kept):
    """Bytes are lossless, and a preview is their beginning without the rest."""
    whole = b"".join(piece.content() for piece in kept)
    body = Body(size=len(whole), sha256=hashlib.sha256(whole).hexdigest(), pieces=kept)
    assert body.content() == whole
    assert body.preview(64) == whole[:64].decode(errors="backslashreplace")


def test_a_preview_does_not_unfold_a_long_run():
    """A body of a tebibyte can be shown."""
    body = Body(size=2**40, sha256="0" * 64, pieces=(Fill(0x61, 2**40),))
    assert body.preview(10) == "a" * 10


def test_a_truncated_body_keeps_its_true_size(make):
    """Only the beginning was kept."""
    record = {**make.body("begin"), "size": 900, "truncated": True}
    exchange = make.exchange("GET", "/v1/files", 200, response_body=record)
    body = event(make.finished("a", exchanges=[exchange])).exchanges[0].response_body
    assert (body.size, body.truncated, body.content()) == (900, True, b"begin")
    assert body.as_json() == record


def test_tells_of_the_sdk_and_its_program(sample_events):
    """Both are absent where no SDK was judged."""
    sdk = {"name": "an-sdk", "version": "2", "language": "python", "runtime": "Python 3", "mode": "sync"}
    program = {"language": "python", "extension": "py", "text": "print()\n"}
    plain = [event(record) for record in sample_events]
    told = [
        event({
            **record,
            **({"driver": sdk} if record["event"] == "run-started" else {}),
            **({"program": program} if record["event"] == "check-finished" else {}),
        })
        for record in sample_events
    ]  # fmt: skip
    for before, after in zip(plain, told, strict=True):
        if isinstance(after, RunStarted):
            assert (before.driver, after.driver.as_json(), after.driver.title) == (
                None,
                sdk,
                "an-sdk 2 (sync)",
            )
        if isinstance(after, CheckFinished):
            assert (before.program, after.program.text) == (None, "print()\n")
