"""What `run --plan` prints and writes."""

import io
import json

import pytest
from rich.console import Console

from reports.plan import Plan, document, print_plan, text

UPLOAD, BOUNDS, READ = "files.upload.accepted", "public-url.expiry.bounds", "access.team.read"
PRICES = {"grok-imagine-image": 0.02, "grok-imagine-video": 0.05}
REQUESTS = {
    "uploadFile": 1200,
    "generateImage": 31,
    "editImage": 8,
    "generateVideo": 70,
    "getVideo": 9,
    "": 3,
}


def video(make, **changes):
    return make.made(
        "generateVideo",
        **{"model": "grok-imagine-video", "assets": 2, "seconds": 3, "dollars": 0.15, **changes},
    )


@pytest.fixture
def plan(make):
    """A plan with something of everything; `changes` are those of the plan, `last` events at the end."""

    def build(*last, generated=None, examples=0, embedded=False, lean=True, requests=REQUESTS, **changes):
        edits = make.made("editImage", assets=1, inputs=3, dollars=0.08)
        target = {"name": "example", "base_url": make.BASE, "embedded": embedded}
        run = make.run(
            make.started([UPLOAD, BOUNDS, READ], examples=examples, lean=lean, target=target),
            make.finished(UPLOAD),
            make.finished(BOUNDS, "deviates", "it happens"),
            make.finished(READ, "untestable", "needs a second team's key"),
            make.used(
                *([make.made(), edits, video(make)] if generated is None else generated), requests=requests
            ),
            *last,
            make.ended(),
        )
        known = {"prices": PRICES, "rates": {"image": 300, "video": 60}, "usual": 20, **changes}
        return Plan(rehearsal=run, **known)

    return build


def printed(plan, width=100):
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False, _environ={})
    print_plan(plan, console)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [70, 110])
def test_the_plan_of_a_paid_run(plan, snapshot, width):
    found = plan(budget=1)
    assert printed(found, width) == snapshot


def test_the_plan_of_a_free_run(plan, make, snapshot):
    """Counts, and that nothing can be said of dollars."""
    generated = [make.made(dollars=None), video(make, dollars=None)]
    assert printed(plan(generated=generated, prices={}, rates={}, lean=False, embedded=True)) == snapshot


def test_plan_json(plan, snapshot):
    found = plan()
    assert json.loads(text(found)) == document(found)
    assert text(found) == snapshot


def test_a_model_without_a_price_is_named(plan, make):
    found = plan(generated=[make.made(), video(make, model="other", dollars=None)])
    assert document(found)["generated"]["dollars"] is None
    said = printed(found)
    assert "Without a price under [prices]: other." in said
    assert "in all" not in said


@pytest.mark.parametrize(
    ("peak", "budget", "said"),
    [
        (None, 0.27, "It fits into the budget of $0.27."),
        (None, 0.26, "It does not fit into the budget of $0.26."),
        (0.271, 0.271, "A budget has to be at least $0.28: the most that a request may cost is set aside"),
        (0.271, 0.271, "It fits into"),
        (0.271, 0.27, "It does not fit into"),
    ],
)
def test_whether_it_fits_a_budget(plan, make, peak, budget, said):
    """What is set aside while something is made counts as well."""
    found = plan({**make.used(), "peak": peak}, budget=budget)
    assert found.usage.peak == peak
    assert said in " ".join(printed(found).split())
    assert document(found)["least_budget"] == (peak or 0.27)
    assert "the budget of" not in printed(plan())


@pytest.mark.parametrize(
    ("rates", "minutes"),
    [
        ({"image": 300, "video": 70}, 0),
        ({"image": 39, "video": 69}, 1),
        ({"image": 10}, 3),
        ({"image": 0.5}, 77),
        ({}, None),
        ({"video": 0}, None),
    ],
)
def test_the_time_that_it_takes_at_least(plan, rates, minutes):
    """Requests at the rate of their kind, refused ones too; kinds are kept apart."""
    assert plan(rates=rates).minutes == minutes


def test_random_examples_are_told_of_where_they_are_left_out(plan):
    assert "a run tries 20 a check" in " ".join(printed(plan()).split())
    assert "a run tries" not in " ".join(printed(plan(examples=20)).split())


def test_a_rehearsal_that_broke_somewhere_says_so(plan, make):
    said = " ".join(printed(plan(make.finished(UPLOAD, "error", "no idea"))).split())
    assert (
        f"The rehearsal broke off here, so that less is counted than is sent: 1 requirement: no idea {UPLOAD}"
        in said
    )


def test_nothing_that_generates(plan):
    said = printed(plan(generated=[], requests={"listFiles": 3}))
    assert "dollars" not in said
    assert "at least" not in said
    assert document(plan(generated=[]))["generated"]["dollars"] == 0
