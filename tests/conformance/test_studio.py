"""Generations that checks share are made once, are there as long as they are looked at, and ask for little."""

import json
from dataclasses import replace

import jsonschema
import pytest

import specs
from conformance import trial
from conformance.outcomes import NoVerdict, Untestable
from conformance.suite.asked import LEAN, Asked, generated
from conformance.suite.stored import Store
from conformance.suite.studio import ABSENT, IMAGES, OPERATIONS, VIDEOS, Studio
from conformance.targets.cleanup import delete_outstanding
from strategies import storage_options
from strategies.inputs import NoInputsError

SPEC = specs.load()
TAG = "xc-test"


@pytest.fixture
def lasting():
    """Ids of files that outlive the check."""
    return set()


@pytest.fixture
def studio_at(target_at, lasting):
    """Opens a studio on the target at an address."""

    def make(url, *, lean=False, able=True, **options):
        target = target_at(url, timeout=20, **options)
        library = Store(target.api, f"{TAG}-shared", lasting)
        return Studio(api=target.api, tag=f"{TAG}-made", library=library, lean=lean, able=able)

    return make


@pytest.fixture
def studio(studio_at, twisted):
    """One on the emulator, behind a server that may twist its answers."""
    return studio_at(twisted.url)


def posts(twisted, path="/v1/images/generations"):
    return [json.loads(r.body) for r in twisted.requests if r.method == "POST" and r.target == path]


# --- bodies


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_smallest_body_is_valid_and_asks_for_the_least(studio, operation):
    body = studio.body(operation)
    schema = dict(SPEC.operations[operation].request_schema)
    jsonschema.validate(body, schema)
    assert body["prompt"]
    assert body["model"] == studio.api.transport.profile.models["image" if operation in IMAGES else "video"]
    if "duration" in schema["properties"]:
        assert body["duration"] == schema["properties"]["duration"]["minimum"]
    assert "storage_options" not in body
    assert studio.send(operation, body).accepted


def test_fields_stand_as_they_are_given_or_are_left_out(studio):
    assert studio.body("generateImage", prompt=ABSENT, n="x", storage=None) == {
        "model": "grok-imagine-image",
        "n": "x",
        "storage_options": None,
    }
    assert studio.body("editImage", images=[])["images"] == []
    assert "image" not in studio.body("editImage", images=[])
    assert "video" not in studio.body("editVideo", video=ABSENT)


def test_the_models_are_those_of_the_profile(studio_at, twister):
    studio = studio_at(twister.url, models={"image": "a", "video": "b"})
    assert [studio.body(operation)["model"] for operation in ("generateImage", "generateVideo")] == ["a", "b"]


def test_every_name_carries_the_tag(studio):
    names = [
        studio.name(),
        studio.name("mp4"),
        studio.storage()["filename"],
        studio.storage("png")["filename"],
    ]
    assert all(TAG in name for name in names)
    assert len(set(names)) == len(names)
    assert studio.storage(public_url=True)["public_url"] is True


def test_a_source_is_stored_once(studio, twisted, lasting):
    one, again, other = studio.source("png"), studio.source("png"), studio.source("mp4")
    assert one is again
    assert {one.id, other.id} == lasting
    assert sum(r.method == "POST" and r.target == "/v1/files" for r in twisted.requests) == 2


# --- what becomes of it


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_was_made_has_its_assets(studio, operation):
    made = studio.make(operation, storage=studio.storage(public_url=True))
    (asset,) = made.assets
    assert asset.kind == made.kind == ("image" if operation in IMAGES else "video")
    assert asset.url.startswith("http")
    assert made.stored() == (asset.output,)
    assert made.file_ids == (asset.output["file_id"],)
    assert made.accepted
    assert not made.refused
    assert not made.refused_at_once
    assert made.sent <= made.received
    assert (made.request_id is None) is (operation in IMAGES)


def test_a_refusal_is_told_apart_from_a_failure(studio):
    refused = studio.send("generateVideo", studio.body("generateVideo", storage={}))
    assert refused.refused_at_once
    assert refused.refused
    assert not refused.accepted
    assert refused.assets == ()
    failed = studio.send("generateVideo", studio.body("generateVideo", prompt="x [generation fails]"))
    assert not failed.refused_at_once
    assert failed.refused
    assert not failed.accepted
    assert failed.assets == ()
    assert "had to become done" in repr(failed.accepted)


def test_what_has_no_result_names_what_is_not_kept(studio):
    with pytest.raises(Untestable, match=r"\(images\.generate\.accepted\): generateImage answered 4"):
        studio.make("generateImage", prompt=ABSENT)
    with pytest.raises(Untestable, match=r"\(storage\.accepted\)"):
        studio.make("generateImage", storage={})
    with pytest.raises(Untestable, match=r"\(videos\.generate\.accepted\): getVideo answered 200"):
        studio.make("generateVideo", prompt="x [generation fails]")
    with pytest.raises(Untestable, match=r"stored \(storage\.accepted\)"):
        studio.make("generateImage").stored()


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"not JSON", b'{"data": 5}', b'{"data": [5, null]}', b'{"data": {}}']
)
def test_nonsense_has_no_assets(studio_at, twister, body):
    twister.twist = lambda _request, reply: [replace(reply, body=body).raw()]
    studio = studio_at(twister.url)
    assert studio.send("generateImage", {}).assets == ()
    made = studio.send("generateVideo", {})
    assert made.assets == ()
    assert "names no request to poll" in repr(made.accepted)


def test_a_profile_may_forbid_to_generate(studio_at, twister):
    studio = studio_at(twister.url, able=False)
    sent = len(twister.requests)
    with pytest.raises(Untestable, match="leave to generate"):
        studio.shared("generateImage")
    assert len(twister.requests) == sent


def test_videos_that_never_end_are_not_begun_for_ever(studio_at, twister):
    def pending(request, reply):
        body = b'{"request_id": "r"}' if request.method == "POST" else b'{"status": "pending"}'
        yield replace(reply, body=body).raw()

    twister.twist = pending
    studio = studio_at(twister.url, generation=0.05)
    for _ in range(5):
        with pytest.raises(NoVerdict):
            studio.shared("generateVideo")
    assert len(posts(twister, "/v1/videos/generations")) == 2


# --- sharing


def test_equal_wishes_are_made_once(studio, twisted):
    one = studio.shared("generateImage", storage_options={"public_url": True, "filename": "any.jpg"})
    again = studio.shared("generateImage", storage_options={"filename": "other.jpg", "public_url": True})
    assert one is again
    others = [
        studio.shared("generateImage"),
        studio.shared("generateImage", n=2),
        studio.shared("generateImage", storage_options={}),
        studio.shared("generateImage", storage_options={"public_url": False}),
    ]
    assert len({id(made) for made in (one, *others)}) == 5
    assert len(posts(twisted)) == 5
    assert all(
        TAG in body["storage_options"]["filename"] for body in posts(twisted) if "storage_options" in body
    )


def test_what_is_shared_outlives_the_check(studio, lasting):
    shared = studio.shared("generateImage", storage_options={})
    own = studio.make("generateImage", storage=studio.storage())
    target = studio.api
    delete_outstanding(_target_of(studio), keep=lasting)
    assert target.files.get(shared.file_ids[0]).accepted
    assert target.files.get(own.file_ids[0]).is_refusal


def _target_of(studio):
    class Target:
        """Just enough for clean-up."""

        transport = studio.api.transport
        ledger = studio.api.transport.ledger
        api = rest = studio.api

    return Target


def test_what_was_drawn_goes_with_its_check(studio, twisted, lasting):
    trial.start("one", "").drawn = True
    one = studio.shared("generateImage", storage_options={"expires_after": 5000})
    assert studio.shared("generateImage", storage_options={"expires_after": 5000}) is one
    assert not lasting
    trial.start("other", "")
    assert studio.shared("generateImage", storage_options={"expires_after": 5000}) is not one
    assert len(posts(twisted)) == 2


def test_a_refusal_is_remembered(studio, twisted):
    for _ in range(3):
        with pytest.raises(Untestable, match=r"storage\.accepted"):
            studio.shared("generateImage", storage_options={"expires_after": 1})
        assert studio.tried("generateImage", storage_options={"expires_after": 1}).refused_at_once
    assert len(posts(twisted)) == 1


def test_a_broken_network_is_not(studio, twisted):
    twisted.twist = lambda request, reply: ["reset" if "images" in request.target else reply.raw()]
    with pytest.raises(NoVerdict):
        studio.shared("generateImage")
    twisted.twist = lambda _request, reply: [reply.raw()]
    assert studio.shared("generateImage").accepted


def test_what_has_expired_or_may_have_is_made_again(studio, emulator):
    before = studio.shared("generateImage", storage_options={"expires_after": 3600})
    assert studio.shared("generateImage", storage_options={"expires_after": 3600}) is before
    studio.api.clock.advance(7200)
    after = studio.shared("generateImage", storage_options={"expires_after": 3600})
    assert after is not before
    assert studio.api.files.get(after.file_ids[0]).accepted


@pytest.mark.parametrize("operation", ["generateImage", "generateVideo"])
def test_a_check_that_only_looks_shows_how_it_came_to_be(studio, operation):
    studio.shared(operation)
    current = trial.start("another check", "")
    for _ in range(2):
        made = studio.shared(operation)
    shown = [exchange.operation for exchange in current.exchanges]
    assert shown == ([operation] if operation in IMAGES else [operation, "getVideo"])
    assert current.exchanges[-1].response_body == made.final.content


# --- what is asked of all endpoints


def test_where_it_is_free_every_way_is_asked_of_every_operation(studio):
    ways = len(storage_options.valid().cover())
    asked = generated(studio).cover()
    assert len(asked) == ways * len(OPERATIONS)
    assert len({repr(each) for each in asked}) == len(asked)
    assert [each.operation for each in asked] == sorted((e.operation for e in asked), key=OPERATIONS.index)
    assert all("filename" not in each.options for each in asked)


def test_only_what_is_wanted_is_asked(studio):
    def expires(options):
        return options.get("expires_after") is not None

    for asked in (generated(studio, expires, VIDEOS), generated(replace(studio, lean=True), expires, VIDEOS)):
        assert asked.cover()
        assert all(expires(each.options) and each.operation in VIDEOS for each in asked.cover())
    with pytest.raises(NoInputsError):
        generated(studio, lambda _: False).cover()


def test_where_somebody_pays_it_is_little(studio):
    asked = generated(replace(studio, lean=True))
    assert asked.finite
    assert asked.cover() == LEAN
    images = [each.fields.get("n", 1) for each in LEAN if each.operation in IMAGES]
    assert sum(images) <= 16
    assert sum(each.operation in VIDEOS for each in LEAN) <= 4
    assert {each.operation for each in LEAN} == set(OPERATIONS)


def test_what_the_short_list_lacks_is_asked_in_the_cheapest_way(studio):
    def null(options):
        return "expires_after" in options and options["expires_after"] is None and "public_url" not in options

    assert generated(replace(studio, lean=True), null).cover() == (
        Asked("generateImage", {"expires_after": None}),
    )
