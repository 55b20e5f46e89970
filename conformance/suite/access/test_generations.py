"""Keys and teams where something is generated: who may ask for it, poll for it, and have what is stored."""

import itertools
import uuid

from conformance.checks import Untestable, given, requirement
from conformance.client import DONE
from conformance.suite.access.operations import generations
from conformance.suite.asked import LEAN
from conformance.suite.listing import listed_names, walk
from conformance.suite.made import body_of
from conformance.suite.opening import opened
from conformance.suite.storage_options.kept import storing_operations
from conformance.suite.studio import VIDEOS
from strategies.inputs import Inputs

#: Identity without the right key → the rule by which it is refused.
REFUSED_FOR = {"none": "unauthenticated", "wrong": "wrong-key"}


@requirement("access.generation.key")
@given(identity=Inputs.of(*REFUSED_FOR))
def test_generating_needs_a_key(api, studio, identity):
    """The right one, for every operation that generates here."""
    judged = []
    for operation, body in generations(studio):
        refused = api.as_(identity).generate(operation, body).refused(REFUSED_FOR[identity])
        if refused or studio.available(operation):  # one that there is not may say so
            assert refused
            judged.append(operation)
    if not judged:
        raise Untestable("needs a generation (images.generate.accepted)")


@requirement("access.generation.key")
@given(identity=Inputs.of(*REFUSED_FOR))
def test_polling_needs_a_key(api, studio, identity):
    """The right one, for a video that is there; where there is none, nobody says what is looked at first."""
    nobody = api.as_(identity)
    videos = [] if studio.lean else _operations(studio)
    if not videos:
        answer = nobody.videos.get(str(uuid.UUID(int=0)))
        assert answer.is_refusal, f"{answer!r}, where any 4xx had to refuse it"
    for operation in videos:
        answer = nobody.videos.get(_shared(studio, operation).request_id)
        assert answer.refused(REFUSED_FOR[identity])


def _operations(studio):
    """Those that make videos here; where somebody pays, the first."""
    found = (operation for operation in VIDEOS if studio.available(operation))
    return list(itertools.islice(found, 1 if studio.lean else None))


def _shared(studio, operation):
    """A video that all checks share; where somebody pays, one that is made anyway."""
    if not studio.lean:
        return studio.shared(operation)
    asked = next(each for each in LEAN if each.operation == operation)
    return studio.shared(operation, storage_options=asked.options, **asked.fields)


@requirement("access.generation.nothing-stored")
def test_nothing_is_stored_without_a_key(api, studio):
    """Not even after the time that it takes to make the same with the right key."""
    storing = [] if studio.lean else storing_operations(studio)
    sent = generations(studio)
    for identity in REFUSED_FOR:
        for operation, body in sent:
            api.as_(identity).generate(operation, body)
    for operation in set(storing) & set(VIDEOS):
        studio.make(operation)

    names = {body["storage_options"]["filename"] for _, body in sent}
    stored = names & listed_names(api)
    assert not stored, f"{stored} were asked for without the right key, and are stored"


def _videos(studio):
    """Raises Untestable where none can be had."""
    operations = _operations(studio)
    if not operations:
        raise Untestable("needs a video (videos.generate.accepted)")
    return Inputs.of(*operations)


@requirement("access.team.videos")
@given(operation=_videos)
def test_another_teams_video_is_nothing(api, studio, other_team, operation):
    """Neither that it is done, nor where it is, nor where it is stored."""
    made = _shared(studio, operation)
    ours = api.videos.get(made.request_id)
    if body_of(ours).get("status") != DONE:
        raise Untestable(f"needs a video that can be polled again (videos.poll.stable): {ours!r}")

    theirs = other_team.videos.get(made.request_id)

    told = body_of(theirs)
    assert told.get("status") != DONE, f"{theirs!r}: it is another team's"
    assert not told.get("video"), f"{theirs!r}: it is another team's"
    for asset in made.assets:
        for secret in (asset.url, asset.file_id):
            assert secret is None or secret.encode() not in theirs.content, f"{theirs!r} tells of the video"


def _storing(studio):
    """Where somebody pays, the cheapest."""
    storing = storing_operations(studio)
    return Inputs.of(*(storing[:1] if studio.lean else storing))


@requirement("access.team.stored-generations")
@given(operation=_storing)
def test_another_team_has_nothing_of_what_is_stored(api, studio, other_team, operation):
    """It cannot be seen, read, shared, hidden or deleted."""
    made = studio.make(operation, storage=studio.storage(public_url=True))
    for output in made.stored():
        file_id, url = output["file_id"], output.get("public_url")

        assert other_team.files.get(file_id).refused("unknown-file")
        assert other_team.files.content(file_id).refused("unknown-file")
        listed = any(file.get("id") == file_id for file in walk(other_team))
        assert not listed, f"{file_id} is in the other team's list"
        shared = other_team.public_urls.create(file_id)
        assert shared.refused("unknown-file")
        assert url is None or url.encode() not in shared.content, f"{shared!r} tells another team's URL"
        hidden = other_team.public_urls.revoke(file_id)
        assert not (hidden.accepted and hidden["revoked"]), f"{hidden!r}: the URL is another team's"
        assert other_team.files.delete(file_id).refused("unknown-file")

        assert api.files.get(file_id).accepted
        assert url is None or opened(api, url).accepted
