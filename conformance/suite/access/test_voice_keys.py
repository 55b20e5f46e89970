"""Keys where something is spoken, or is about voices: who may ask."""

from conformance.checks import Untestable, observe, requirement
from conformance.suite.access.voice_operations import voice_operations


def _refused(api, cast, session, identity, rule):
    """Every operation that the target has is refused to `identity` by `rule`."""
    judged = []
    with voice_operations(cast, custom="custom-voices" in session.target.capabilities) as operations:
        for operation, perform in operations.items():
            answer = perform(api.as_(identity))
            refused = answer.refused(rule)
            if refused or answer.accepted or perform(api).accepted:  # one that there is not may say so
                assert refused
                judged.append(operation)
    if not judged:
        raise Untestable("needs voices (speech.voices.list)")


@requirement("access.voice.key")
def test_voice_needs_a_key(api, cast, session):
    """Every operation."""
    _refused(api, cast, session, "none", "unauthenticated")


@requirement("access.voice.wrong-key")
def test_voice_needs_the_right_key(api, cast, session):
    """With one that was never issued, nothing is told or made."""
    _refused(api, cast, session, "wrong", "wrong-key")


@requirement("access.voice.wrong-key-status")
def test_the_status_for_a_wrong_key_of_voice(api, cast):
    """The sources have two."""
    with voice_operations(cast, custom=False) as operations:
        statuses = {perform(api.as_("wrong")).status for perform in operations.values()}

    observe("a wrong key", sorted(statuses))
