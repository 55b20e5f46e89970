"""What a run asks and has generated is counted, what that will cost is reckoned before it is sent, and kept to."""

import json

import pytest

import specs
from conformance.outcomes import BudgetSpent, NoVerdict
from conformance.targets.meter import generation
from reports.events import event as read_event

SPEC = specs.load()
MODELS = {"image": "an-image-model", "video": "a-video-model"}
PRICES = {"an-image-model": 0.5, "a-video-model": 0.25}
IMAGE = {"model": "an-image-model", "prompt": "x"}
VIDEO = {"model": "a-video-model", "prompt": "x", "duration": 3}


def wanted(operation, **body):
    return generation(SPEC.operations[operation], body, MODELS)


@pytest.mark.parametrize(
    ("operation", "body", "assets", "inputs", "seconds"),
    [
        ("generateImage", {}, 1, 0, 0),
        ("generateImage", {"n": 4}, 4, 0, 0),
        ("generateImage", {"n": None}, 1, 0, 0),
        ("generateImage", {"n": "4"}, 4, 0, 0),
        ("editImage", {"image": {"url": "x"}}, 1, 1, 0),
        ("editImage", {"images": [{"url": "x"}, {"file_id": "y"}], "n": 2}, 2, 2, 0),
        ("generateVideo", {"duration": 3}, 1, 0, 3),
        ("generateVideo", {"duration": "3"}, 1, 0, 3),
        ("generateVideo", {"seconds": 3}, 1, 0, 3),
        ("generateVideo", {"image": {"url": "x"}}, 1, 1, 8),
        ("generateVideo", {"reference_images": [{}, {}], "duration": 1}, 1, 2, 1),
        ("editVideo", {"video": {"file_id": "x"}}, 1, 1, SPEC.limit("edited-video-duration")),
        ("extendVideo", {"video": {"file_id": "x"}, "duration": 2}, 1, 1, 2),
    ],
)
def test_a_body_says_what_it_makes(operation, body, assets, inputs, seconds):
    found = wanted(operation, **body)
    assert (found.assets, found.inputs, found.seconds) == (assets, inputs, seconds)
    assert found.model == MODELS[found.kind]


@pytest.mark.parametrize("n", [10**30, -5, 0, 1.5, float("nan"), float("inf"), "x", [], True, {}])
@pytest.mark.parametrize("operation", ["generateImage", "editImage"])
def test_nonsense_counts_as_no_more_than_is_documented(operation, n):
    most = SPEC.schema("GenerateImage")["properties"]["n"]["maximum"]
    assert 1 <= wanted(operation, n=n).assets <= most


@pytest.mark.parametrize("duration", [10**30, -5, float("nan"), "x", "9" * 50, []])
def test_so_does_a_duration(duration):
    longest = SPEC.schema("GenerateVideo")["properties"]["duration"]["maximum"]
    assert 1 <= wanted("generateVideo", duration=duration).seconds <= longest


@pytest.mark.parametrize("body", [None, [], "text", 5])
def test_a_body_that_is_no_object_makes_the_least(body):
    found = generation(SPEC.operations["generateImage"], body, MODELS)
    assert (found.assets, found.inputs, found.model) == (1, 0, "an-image-model")


@pytest.mark.parametrize(
    ("operation", "body", "dollars"),
    [
        ("generateImage", {"n": 3}, 1.5),
        ("editImage", {"images": [{}, {}]}, 1.5),
        ("generateVideo", {"duration": 4, "image": {}}, 1.0),
        ("extendVideo", {"duration": 6}, 1.5),
    ],
)
def test_images_cost_each_with_their_inputs_and_videos_by_the_second(operation, body, dollars):
    assert wanted(operation, **body).dollars(PRICES) == dollars
    assert wanted(operation, **body).dollars({"other": 1}) is None


# --- on a target


@pytest.fixture
def answering(twister, target_at):
    """A target whose answers are given by path, as JSON with a status."""

    def make(answers, **options):
        def twist(request, reply):
            if request.target in answers:
                reply.status, body = answers[request.target]
                reply.body = json.dumps(body).encode()
            yield reply.raw()

        target = target_at(twister.url, prices=PRICES, **options)
        twister.twist = twist
        return target

    return make


IMAGES = "/v1/images/generations"
EDITS = "/v1/videos/edits"
JOB = "/v1/videos/a-job"


def event(target):
    found = target.transport.meter.as_event()
    read_event({"event": "used", "time": 1, "worker": "main", **found})  # held against the schema
    return found


def test_requests_are_counted_by_operation_and_images_as_they_come(answering):
    target = answering({IMAGES: (200, {"data": [{"url": "u"}, {"url": "u"}]})})
    target.api.files.list()
    for n in (2, 1):  # the second gives more than was asked for
        target.api.images.generate({**IMAGE, "n": n})
    found = event(target)
    assert found["requests"] == {"": 1, "generateImage": 2, "listFiles": 1}
    assert found["generated"] == [
        {
            "kind": "image", "model": "an-image-model", "operation": "generateImage",
            "assets": 4, "inputs": 0, "seconds": 0, "dollars": 2.0,
        }
    ]  # fmt: skip


@pytest.mark.parametrize("status", [400, 422, 500])
def test_what_was_not_accepted_was_not_generated(answering, status):
    target = answering({IMAGES: (status, {"error": "no"})})
    target.api.images.generate(IMAGE)
    assert event(target)["generated"] == []


def test_a_video_counts_when_it_is_started_and_no_longer_when_it_fails(answering):
    answers = {"/v1/videos/generations": (200, {"request_id": "a-job"}), JOB: (200, {"status": "pending"})}
    target = answering(answers)
    target.api.videos.generate(VIDEO)
    target.api.videos.get("a-job")
    assert [made["seconds"] for made in event(target)["generated"]] == [3]
    answers[JOB] = (200, {"status": "failed", "error": {"code": "x", "message": "y"}})
    for _ in range(2):
        target.api.videos.get("a-job")
    assert event(target)["generated"] == []


def test_an_edited_video_is_as_long_as_it_turns_out(answering):
    answers = {
        EDITS: (200, {"request_id": "a-job"}),
        JOB: (200, {"status": "done", "video": {"duration": 2.5}}),
    }
    target = answering(answers)
    target.api.videos.edit({**VIDEO, "video": {"file_id": "x"}})
    assert event(target)["generated"][0]["seconds"] == SPEC.limit("edited-video-duration")
    for _ in range(2):
        target.api.videos.get("a-job")
    found = event(target)["generated"][0]
    assert (found["seconds"], found["inputs"], found["dollars"]) == (2.5, 1, 0.625)


# --- the budget


def test_nothing_is_sent_that_the_budget_does_not_allow(answering, twister):
    target = answering({IMAGES: (200, {"data": [{}]})}, allowance=1.2)
    for _ in range(2):
        target.api.images.generate(IMAGE)
    sent = len(twister.requests)
    with pytest.raises(BudgetSpent, match=r"the budget of 1\.2 dollars is spent"):
        target.api.images.generate(IMAGE)
    with pytest.raises(BudgetSpent, match="budget"):
        target.api.videos.generate(VIDEO)
    assert len(twister.requests) == sent


def test_what_is_refused_costs_nothing(answering):
    target = answering({IMAGES: (400, {"error": "no"})}, allowance=0.5)
    for _ in range(5):
        assert target.api.images.generate(IMAGE).is_refusal


def test_what_nobody_answered_may_have_cost(answering, twister):
    target = answering({}, allowance=0.5)
    twister.twist = lambda _request, _reply: ["reset"]
    with pytest.raises(NoVerdict):
        target.api.images.generate(IMAGE)
    with pytest.raises(BudgetSpent, match="budget"):
        target.api.images.generate(IMAGE)


def test_a_model_without_a_price_is_as_dear_as_any(answering):
    target = answering({IMAGES: (200, {"data": [{}]})}, allowance=0.4)
    with pytest.raises(BudgetSpent, match="budget"):
        target.api.images.generate({**IMAGE, "model": "unknown"})


def test_without_a_budget_nothing_is_held_back(answering):
    target = answering({IMAGES: (200, {"data": [{}]})})
    for _ in range(20):
        assert target.api.images.generate(IMAGE).accepted
