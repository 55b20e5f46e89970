"""The matrix as data."""

import dataclasses

import pytest

from reports.matrix.build import document
from reports.matrix.exits import exit_code, meaning
from reports.matrix.model import Mark, MatrixError, read

UPLOAD, BOUNDS, SIZE = "files.upload.accepted", "public-url.expiry.bounds", "files.object.size"
SHAPE, DEAD, AGREE = "files.object.id-shape", "public-url.expiry.dead", "files.object.agreement"


def test_each_cell_says_what_an_sdk_came_to(whole):
    cells = {
        id_: {key: cell["verdict"] for key, cell in row["cells"].items()}
        for id_, row in whole["requirements"].items()
    }
    assert cells[SIZE] == {"one 1.0 (sync)": "deviates", "two 1.0": "conforms"}
    assert cells[BOUNDS] == {"one 1.0 (sync)": "known", "two 1.0": "not-offered"}
    assert cells[SHAPE] == {"one 1.0 (sync)": "deviates"}
    assert cells[AGREE] == {"one 1.0 (sync)": "error", "two 1.0": "conforms"}


def test_a_deviation_says_where_its_evidence_is(whole):
    evidence = {cell["evidence"] for row in whole["requirements"].values() for cell in row["cells"].values()}
    assert evidence == {None, *(f"one-1.0/failures/{id_}/" for id_ in (SIZE, SHAPE, BOUNDS))}


def test_rows_are_in_the_order_of_the_catalogue(whole, spec):
    places = [spec.requirements[id_].order for id_ in whole["requirements"]]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("outcomes", "strict", "code"),
    [
        ([{"upload": "conforms"}, {"upload": "conforms", "bounds": "lacking: x"}], False, 0),
        ([{"upload": "conforms"}, {"upload": "deviates: x"}], False, 1),
        ([{"upload": "conforms"}, {"upload": "deviates: x", "known": ["files.upload.accepted"]}], False, 0),
        ([{"upload": "error: x"}, {"upload": "conforms"}], False, 3),
        ([{"upload": "error: x"}, {"upload": "deviates: x"}], False, 1),
        ([{"upload": "deviates: x"}, {"problem": "npm is missing."}], False, 2),
        ([{"upload": "conforms"}, {"bounds": "lacking: x"}], False, 3),
        ([{"upload": "conforms", "shape": "deviates: x"}], False, 0),
        ([{"upload": "conforms", "shape": "deviates: x"}], True, 1),
    ],
)
def test_the_worst_of_the_runs_decides(judged, about, outcomes, strict, code):
    each = [judged(f"sdk{number}", **given) for number, given in enumerate(outcomes)]
    matrix = read(document(each, dataclasses.replace(about, strict=strict)))
    assert exit_code(matrix) == code
    assert meaning(matrix).endswith(".")


def test_the_same_sdk_twice_has_two_columns(judged, about):
    found = document([judged("one", upload="conforms"), judged("one", upload="deviates: x")], about)
    assert [sdk["key"] for sdk in found["sdks"]] == ["one 1.0", "one 1.0 #2"]
    assert [cell["verdict"] for cell in found["requirements"][UPLOAD]["cells"].values()] == [
        "conforms",
        "deviates",
    ]


def test_what_has_to_be_looked_at_comes_first(whole):
    matrix = read(whole)
    assert [row.id for row in matrix.telling] == [SIZE, AGREE, BOUNDS, SHAPE]
    assert [row.id for row in matrix.unequal] == [DEAD]
    assert {row.id for row in matrix.rows if row.differs} == {SIZE}
    assert matrix.counts("two 1.0")[Mark.NOT_OFFERED] == 2


def test_what_is_no_matrix_is_refused_with_its_place(whole):
    whole["requirements"][UPLOAD]["cells"]["two 1.0"]["verdict"] = "splendid"
    with pytest.raises(MatrixError, match=r"/requirements/files\.upload\.accepted/cells/two 1\.0/verdict"):
        read(whole)
