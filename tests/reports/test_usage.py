"""What a run used, over all its workers."""

import json

import pytest

from reports import json_verdicts, markdown
from reports.usage import Generated, Usage, at_least, money, sentence, total

IMAGE = {"kind": "image", "model": "i", "operation": "generateImage", "inputs": 0, "seconds": 0}
VIDEO = {"kind": "video", "model": "v", "operation": "generateVideo", "inputs": 0}


def usage(*generated, **requests):
    return Usage(requests=requests, generated=tuple(Generated(**made) for made in generated))


def test_workers_add_up(make):
    """By operation and model; a stream may hold a line a worker, and those of several runs."""
    run = make.run(
        make.started([]),
        make.used(make.made(), make.made("editImage", inputs=2), requests={"generateImage": 3, "": 1}),
        make.used(make.made(assets=3), make.made(model="other"), requests={"generateImage": 4}, worker="2"),
        make.ended(),
    )
    assert run.usage.requests == {"": 1, "generateImage": 7}
    assert [(made.operation, made.model, made.assets, made.dollars) for made in run.usage.generated] == [
        ("editImage", "grok-imagine-image", 2, 0.04),
        ("generateImage", "grok-imagine-image", 5, 0.08),
        ("generateImage", "other", 2, 0.04),
    ]
    document = json_verdicts.document(run)
    assert document["requests"] == {"": 1, "generateImage": 7}
    assert document["generated"] == {"images": 9, "videos": 0, "video_seconds": 0, "dollars": 0.16}
    assert "Generated 9 images, for $0.16 by the profile's prices." in markdown.text(run)


def test_a_stream_that_does_not_tell(make):
    """Such as one of an older version: what is unknown is no zero."""
    run = make.run(make.started([]), make.ended())
    assert run.usage is None
    document = json.loads(json_verdicts.text(run))
    assert (document["requests"], document["generated"]) == (None, None)
    assert "Generated" not in markdown.text(run)


@pytest.mark.parametrize(
    ("generated", "said", "dollars"),
    [
        ([], "", 0),
        ([{**IMAGE, "assets": 0, "dollars": 0}], "", 0),
        ([{**IMAGE, "assets": 1}], "Generated 1 image.", None),
        (
            [{**VIDEO, "assets": 2, "seconds": 2.5, "dollars": 0.125}],
            "Generated 2 videos (2.5 s), for $0.12 by the profile's prices.",
            0.125,
        ),
        (
            [{**IMAGE, "assets": 1, "dollars": 0.02}, {**VIDEO, "assets": 1, "seconds": 1}],
            "Generated 1 image and 1 video (1 s).",
            None,
        ),
    ],
)
def test_sentences(generated, said, dollars):
    """A price is told where all of it is known."""
    found = usage(*generated)
    assert sentence(found) == said
    assert found.dollars == dollars
    assert sentence(None) == ""


def test_what_has_a_price_in_one_worker_alone_has_none():
    found = total([usage({**IMAGE, "assets": 1, "dollars": 1}), usage({**IMAGE, "assets": 1})])
    assert (found.dollars, found.unpriced, found.count("image")) == (None, ("i",), 2)


def test_what_has_to_be_allowed(make):
    """The sum, or more where more was set aside at once; over workers it adds up."""
    used = [make.used(make.made(), worker=str(n)) for n in range(2)]
    assert make.run(*used).usage.needed == 0.08
    assert make.run(used[0], {**used[1], "peak": 0.5}).usage.needed == 0.5
    assert make.run(*({**each, "peak": 0.5} for each in used)).usage.needed == 1
    assert make.run(make.used(make.made(dollars=None))).usage.needed is None


@pytest.mark.parametrize(("dollars", "shown"), [(0.27, "$0.27"), (0.2701, "$0.28"), (1, "$1.00")])
def test_money_that_is_never_too_little(dollars, shown):
    assert at_least(dollars) == shown


@pytest.mark.parametrize(
    ("dollars", "shown"), [(0, "$0.00"), (0.004, "$0.004"), (0.01, "$0.01"), (1234.5, "$1,234.50")]
)
def test_money(dollars, shown):
    assert money(dollars) == shown
