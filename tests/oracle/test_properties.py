"""What holds of the reference model in any world, whatever is answered."""

import dataclasses
import json

from hypothesis import given, settings
from hypothesis import strategies as st

import specs
from conformance.oracle import (
    CreateUrl,
    Delete,
    FetchUrl,
    FileState,
    Moment,
    ReadContent,
    Retrieve,
    RevokeUrl,
    Url,
    World,
    bounds,
    is_read,
    step,
)
from conformance.targets.call import Answer

NOW = 2_000_000_000
DURING = Moment.during(NOW, NOW + 1, 5)
LOW, HIGH = bounds.of_urls().low, bounds.of_urls().high
CONTENT = b"the stored bytes"
PLAIN = FileState(id="f", name="a.png", content=CONTENT, created_at=NOW - 10)
NAMES = {
    Retrieve: "retrieveFile",
    ReadContent: "retrieveFileContent",
    Delete: "deleteFile",
    CreateUrl: "createPublicUrl",
    RevokeUrl: "revokePublicUrl",
    FetchUrl: "fetchPublicUrl",
}

TIMES = st.sampled_from([None, NOW - HIGH, NOW - 1, NOW, NOW + 3, NOW + LOW, NOW + 2 * LOW, NOW + HIGH])
SECONDS = st.sampled_from([None, LOW - 1, LOW, LOW + 1, 2 * LOW, HIGH, HIGH + 1])


@st.composite
def files(draw):
    ends = draw(TIMES)
    own = [end for end in (NOW - 1, NOW + LOW, NOW + HIGH) if ends is None or end <= ends]
    url = st.builds(
        Url,
        address=st.just("u"),
        ends=st.lists(st.sampled_from([ends, *own]), min_size=1, max_size=2, unique=True).map(tuple),
        asked=st.sampled_from([None, LOW, 2 * LOW]),
    )
    file = dataclasses.replace(
        PLAIN, expires_at=ends, url=draw(st.none() | url), dead=draw(st.just(()) | st.just(("d",)))
    )
    return (
        dataclasses.replace(file.without_url(), deleted=True)
        if draw(st.booleans()) and ends is None
        else file
    )


OPERATION = st.one_of(
    st.builds(CreateUrl, st.sampled_from("fx"), SECONDS),
    st.sampled_from([Retrieve("f"), ReadContent("f"), Delete("f"), RevokeUrl("f"), RevokeUrl("x")]),
    st.sampled_from([FetchUrl("u"), FetchUrl("d"), FetchUrl("x")]),
)
FIELDS = st.fixed_dictionaries(
    {"id": st.just("f")},
    optional={
        "public_url": st.sampled_from([None, "u", "d", "new"]),
        "expires_at": TIMES,
        "revoked": st.booleans(),
        "deleted": st.just(True),
        "filename": st.just("a.png"),
        "bytes": st.just(len(CONTENT)),
        "created_at": st.just(NOW - 10),
        "public_url_expires_at": TIMES,
    },
)


@settings(max_examples=600, deadline=None, database=None)
@given(
    file=files(), operation=OPERATION, status=st.sampled_from([200, 200, 200, 400, 404, 500]), fields=FIELDS
)
def test_whatever_is_answered(file, operation, status, fields):
    world = World((file,))
    expectation = step(world, operation, DURING)
    given_ = Answer(
        operation=specs.load().operations[NAMES[type(operation)]],
        status=status,
        headers={},
        content=CONTENT if isinstance(operation, ReadContent | FetchUrl) else json.dumps(fields).encode(),
        sent=NOW,
        received=NOW + 1,
    )
    matching = [outcome for outcome in expectation.outcomes if outcome.allows(given_)]

    assert expectation.outcomes, "something is always allowed"
    assert len(matching) <= 1, "outcomes exclude each other"
    assert status != 500 or not matching or isinstance(operation, FetchUrl)
    for outcome in matching:
        later = outcome.then(given_)
        (after_,) = later.files
        assert hash(later) == hash(outcome.then(given_)), "a world is a value"
        assert not is_read(operation) or later == world
        assert set(file.dead) <= set(after_.dead), "dead is dead"
        assert file.url is None or file.url.address in after_.addresses, "no address is forgotten"
        assert after_.url is None or after_.url.address not in after_.dead
        assert (after_.id, after_.expires_at) == (file.id, file.expires_at)
        if after_.url is not None and file.expires_at is not None and after_.url != file.url:
            assert all(end is not None and end <= file.expires_at for end in after_.url.ends)
