"""What became of each requirement from one run to the next."""

import json

import pytest

from reports.compare.comparison import Change, compare, pair
from reports.compare.exits import Gate, exit_code, meaning
from reports.compare.sides import CompareError, read

UPLOAD, BOUNDS, SIZE = "files.upload.accepted", "public-url.expiry.bounds", "files.object.size"
SHAPE, EXTRA = "files.object.id-shape", "files.object.extra-fields"
LACKING = "lacking: sdk 1.0 has no createPublicUrl"


def changes(before, after):
    """The one comparison of two reports, as id → change."""
    return {row.id: row.change for row in compare(*read(before), *read(after)).rows}


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("conforms", "deviates: answered 200", Change.NEW),
        (LACKING, "deviates: answered 200", Change.NEW),
        ("error: KeyError", "deviates: answered 200", Change.NEW),
        ("deviates: answered 200", "conforms", Change.FIXED),
        ("deviates: answered 200", "deviates: answered 500", Change.CHANGED),
        ("deviates: answered 200", "deviates: answered 200", Change.STILL),
        (
            "deviates: file_0f3c2a4e-77aa-4b6e-9a3b-6a3c1d2e4f50 is gone",
            "deviates: file_ffffffff-77aa-4b6e-9a3b-6a3c1d2e4f51 is gone",
            Change.STILL,
        ),
        ("deviates: answered 200", LACKING, Change.VANISHED),
        ("conforms", LACKING, Change.VANISHED),
        ("conforms", "error: KeyError", Change.VANISHED),
        (LACKING, "conforms", Change.APPEARED),
        ("error: KeyError", LACKING, None),
        ("conforms", "conforms", None),
    ],
)
def test_each_change_has_its_name(reported, before, after, change):
    found = changes(reported("a", {BOUNDS: before}), reported("b", {BOUNDS: after}))
    assert found == ({} if change is None else {BOUNDS: change})


def test_what_one_run_alone_had_in_scope_is_told(reported):
    found = changes(
        reported("a", {UPLOAD: "conforms"}), reported("b", {BOUNDS: "conforms", SIZE: "deviates: 3 bytes"})
    )
    assert found == {SIZE: Change.NEW, BOUNDS: Change.ADDED, UPLOAD: Change.REMOVED}


@pytest.mark.parametrize(
    ("before", "after", "gate", "code"),
    [
        ({BOUNDS: "conforms"}, {BOUNDS: "deviates: x"}, Gate(), 0),
        ({BOUNDS: "conforms"}, {BOUNDS: "deviates: x"}, Gate(on_new=True), 1),
        ({BOUNDS: "deviates: y"}, {BOUNDS: "deviates: x"}, Gate(on_new=True), 0),
        ({SHAPE: "conforms"}, {SHAPE: "deviates: x"}, Gate(on_new=True), 0),
        ({SHAPE: "conforms"}, {SHAPE: "deviates: x"}, Gate(on_new=True, strict=True), 1),
        ({BOUNDS: "conforms"}, {BOUNDS: LACKING}, Gate(on_new=True), 0),
        ({BOUNDS: "conforms"}, {BOUNDS: LACKING}, Gate(on_lost=True), 1),
        ({SHAPE: "conforms"}, {SHAPE: LACKING}, Gate(on_lost=True), 0),
        ({BOUNDS: "conforms"}, {BOUNDS: "error: KeyError"}, Gate(on_new=True), 3),
        ({BOUNDS: "conforms"}, {BOUNDS: "error: KeyError"}, Gate(on_lost=True), 3),
        ({BOUNDS: "conforms"}, {BOUNDS: "error: KeyError"}, Gate(on_new=True, allow_incomplete=True), 0),
        ({BOUNDS: "error: KeyError"}, {BOUNDS: "error: KeyError"}, Gate(on_new=True), 0),
        ({BOUNDS: "conforms"}, {BOUNDS: "untestable: nothing could be stored"}, Gate(on_new=True), 3),
        ({BOUNDS: "conforms"}, {BOUNDS: "untestable: nothing could be stored"}, Gate(on_lost=True), 3),
    ],
)
def test_what_fails_is_what_was_asked_to(reported, before, after, gate, code):
    found = pair(read(reported("a", before)), read(reported("b", after)))
    assert exit_code(found, gate) == code
    assert meaning(found, gate).endswith(".")


def test_a_known_deviation_is_new_and_fails_nothing(reported):
    before = read(reported("a", {BOUNDS: "conforms"}))
    found = pair(before, read(reported("b", {BOUNDS: "deviates: x"}, known=[BOUNDS])))
    assert [row.id for row in found.comparisons[0].having(Change.NEW)] == [BOUNDS]
    assert exit_code(found, Gate(on_new=True)) == 0


@pytest.mark.parametrize("ending", [{"interrupted": True}, {"complete": False}])
def test_a_second_run_without_its_end_lets_nothing_pass(reported, ending):
    before = read(reported("a", {BOUNDS: "conforms", UPLOAD: "conforms"}))
    found = pair(before, read(reported("b", {BOUNDS: "", UPLOAD: "conforms"}, ending=ending)))
    assert exit_code(found, Gate(on_new=True)) == 3
    assert exit_code(found, Gate(on_lost=True)) == 3  # not reached is not lost
    assert exit_code(found, Gate()) == 0


def test_sdks_are_compared_by_name_and_version(reported, tmp_path):
    for folder, releases in (
        ("a", [("xai-sdk", "1.19"), ("xai-sdk", "1.21"), ("openai", "3")]),
        ("b", [("xai-sdk", "1.22"), ("xai-sdk", "1.21"), ("@ai-sdk/xai", "5")]),
    ):
        for name, version in releases:
            reported(
                f"{folder}/{name.strip('@').replace('/', '-')}-{version}",
                {},
                sdk=(name, version),
                scope=[UPLOAD],
            )
    found = pair(read(tmp_path / "a"), read(tmp_path / "b"))
    assert sorted((c.before.title, c.after.title) for c in found.comparisons) == [
        ("xai-sdk 1.19", "xai-sdk 1.22"),
        ("xai-sdk 1.21", "xai-sdk 1.21"),
    ]
    assert [side.title for side in found.only_before] == ["openai 3"]
    assert [side.title for side in found.only_after] == ["@ai-sdk/xai 5"]
    assert exit_code(found, Gate(on_new=True)) == 3


def test_two_single_runs_are_compared_whatever_they_judged(reported):
    one = reported("a", {UPLOAD: "conforms"}, sdk=("xai-sdk", "1.21"))
    other = reported("b", {UPLOAD: "deviates: x"}, sdk=("my-fork", "0"))
    (comparison,) = pair(read(one), read(other)).comparisons
    assert [row.change for row in comparison.rows] == [Change.NEW]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("[]", "no verdicts.json"),
        ('{"target": {"name": "x"}}', "required"),
        ("[" * 100_000, "not JSON|nested too deeply"),
        (None, "there is no verdicts.json"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, text, says):
    if text is not None:
        (tmp_path / "verdicts.json").write_text(text)
    with pytest.raises(CompareError, match=says) as caught:
        read(tmp_path)
    assert "\n" not in str(caught.value)


def test_an_unknown_verdict_is_refused(reported):
    folder = reported("a", {UPLOAD: "conforms"})
    document = json.loads((folder / "verdicts.json").read_text())
    document["requirements"][UPLOAD]["verdict"] = "splendid"
    (folder / "verdicts.json").write_text(json.dumps(document))
    with pytest.raises(CompareError, match=r"/requirements/files.upload.accepted/verdict"):
        read(folder)
