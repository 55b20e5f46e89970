"""What is wrong with an automaton is said in a sentence, not found out while a transcript is judged."""

import copy

import pytest

import specs
from conformance.monitors.sockets.protocol import ProtocolError, protocol_of

DOCUMENT = specs.load().sockets["speech"].protocol


def changed(**more):
    document = copy.deepcopy(dict(DOCUMENT))
    document["states"]["idle"]["sent"]["text.delta"] = more
    return document


@pytest.mark.parametrize(
    ("transition", "sentence"),
    [
        ({"to": "nowhere"}, "leads to nowhere, which is no state"),
        ({"count": "cups"}, "cups is no counter"),
        ({"guard": "said"}, "'said' compares no counter"),
        ({"guard": "cups < 3"}, "'cups < 3' compares no counter"),
        ({"then": "idle"}, "a transition has no then"),
    ],
)
def test_a_transition_that_is_none(transition, sentence):
    with pytest.raises(ProtocolError, match=sentence):
        protocol_of(changed(**transition), {})


def test_a_debt_in_no_state():
    document = copy.deepcopy(dict(DOCUMENT))
    document["owes"][0]["in"] = ["nowhere"]

    with pytest.raises(ProtocolError, match="there is no state nowhere"):
        protocol_of(document, {})


@pytest.mark.parametrize("name", specs.load().sockets)
def test_whatever_is_not_expected_has_a_requirement(name):
    """Every event that a state does not allow is somebody's promise; otherwise it would pass unseen."""
    socket = specs.load().sockets[name]
    protocol = protocol_of(socket.protocol, {})
    events = [m.name for m in socket.messages.values() if m.direction == "received"] + ["close"]

    unblamed = [
        (state, event)
        for state in protocol.means
        for event in events
        if (state, "received", event) not in protocol.transitions
        and protocol.blamed(event, state, protocol.zero) is None
    ]

    assert unblamed == []


@pytest.mark.parametrize("name", specs.load().sockets)
def test_every_state_can_be_reached(name):
    protocol = protocol_of(specs.load().sockets[name].protocol, {})

    reached = {protocol.start, *(to.to for found in protocol.transitions.values() for to in found)}

    assert reached == set(protocol.means)
