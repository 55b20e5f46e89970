"""What is no message on the socket that speaks is not passed over, and need not be the end."""

from conformance.checks import Untestable, given, requirement
from strategies.conversations import slips


@requirement("sockets.speech.errors")
@given(said=slips.answered())
def test_what_is_no_message_is_answered(booth, said):
    """With an error, or with the end."""
    held = booth.held(said)
    assert held.errors or held.end is not None, f"{said.moves[0]} was passed over in silence"


@requirement("sockets.speech.error-fields")
@given(said=slips.answered())
def test_an_error_says_what_was_wrong(booth, said):
    """In words."""
    held = booth.held(said)
    if not held.errors:
        raise Untestable("needs an error (sockets.speech.errors)")
    assert held.keeps("sockets.speech.error-fields")


@requirement("sockets.speech.recovery")
@given(said=slips.then_spoken())
def test_an_error_need_not_be_the_end(booth, said):
    """Who leaves the connection open speaks on it."""
    held = booth.held(said)
    if held.end is None:
        if not held.errors and not held.received("audio.done"):
            raise Untestable("needs an error (sockets.speech.errors)")
        assert held.received("audio.done"), (
            "the connection stayed open after an error, and no utterance is done on it"
        )
        assert held.received("audio.delta"), (
            "the connection stayed open after an error, and nothing is heard on it"
        )
